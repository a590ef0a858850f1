/*
 * limits.h: every ceiling of the program, in one table.
 *
 * A limit is in bytes unless its name says otherwise. What exceeds one is refused or cut, and reported by name;
 * nothing grows with the size of a hostile input beyond these figures (FAULTS.md, "Suggested limits").
 */
#ifndef ISOGLOT_LIMITS_H
#define ISOGLOT_LIMITS_H

/* --- index (shim/index.h) --- */
#define LIMIT_TERM 240            /* a term with its prefix; Xapian's own ceiling is 245 and costs the whole batch */
#define LIMIT_TERMS 2000000       /* distinct terms of one document */
#define LIMIT_RECORD (1024 * 1024)      /* the stored record of one document */
#define LIMIT_VALUE 512           /* one value slot */
#define LIMIT_REOPENS 3           /* how often a reader reopens within one request before it calls it damage */

/* --- ledger (shim/ledger.h) --- */
#define LIMIT_LEDGER_WAIT_MS 5000 /* for another process that writes, before it is FAULT_RETRY */
#define LIMIT_LEDGER_MAPPED 67108864 /* of the file, that readers map instead of copying its pages */

/* --- pages (indexer/) --- */
#define LIMIT_PAGE (32 * 1024 * 1024)   /* decoded bytes of one page; the rest is cut and reported */
#define LIMIT_INFLATE_RATIO 200         /* decoded / encoded, once LIMIT_INFLATE_FREE bytes have come out */
#define LIMIT_INFLATE_FREE (1024 * 1024)
#define LIMIT_JSON_LINE (LIMIT_PAGE + 64 * 1024)
#define LIMIT_JSON_DEPTH 64       /* nesting of a JSON value */
#define LIMIT_WARC_HEADER (64 * 1024)   /* header block of one WARC record */
#define LIMIT_HTTP_HEADER (300 * 1024)  /* header block of one HTTP response */
#define LIMIT_WARC_BLOCK (LIMIT_PAGE + LIMIT_HTTP_HEADER) /* bytes kept of one record, its segments together */
#define LIMIT_WARC_FILE (1024 * 1024 * 1024)  /* a file of the crawler's feed that has as much is followed by another */
#define LIMIT_WARC_REVISITS (32 * 1024 * 1024) /* revisits of one feed that wait for their original */
#define LIMIT_ATTRIBUTES 100      /* attributes kept per tag; libxml2's time is quadratic in them (FACTS.md) */
#define LIMIT_URL 2048
#define LIMIT_LINKS 10000         /* links kept per page */
#define LIMIT_LINK_TEXT 512
#define LIMIT_ALTERNATES 256      /* alternates kept per page */
#define LIMIT_NOSNIPPET 1000      /* parts of a page that are not shown; the last one takes in what is between it and more */
#define LIMIT_FEATURES 20000      /* distinct ones of a page's structure that its fingerprint knows */
#define LIMIT_JSON_LD (1024 * 1024)     /* of one script of a page; a larger one is not read */
#define LIMIT_JSON_LD_VALUES 20000
#define LIMIT_SYMBOLS 8           /* of one page */
#define LIMIT_TITLE 1024
#define LIMIT_DESCRIPTION 4096
#define LIMIT_SNIPPET_TEXT (512 * 1024) /* text of a page stored in its record, for snippets */
#define LIMIT_XML_TAG (64 * 1024)       /* a tag of an XML document that is no page */
#define LIMIT_XML_DEPTH 256
#define LIMIT_XML_NAMES 10000     /* distinct names of elements, attributes and namespaces, all of which libxml2 keeps */
#define LIMIT_XML_NAMESPACES 256        /* namespaces in scope in one, which are looked through for every tag */
#define LIMIT_FOLDER_DEPTH 64     /* folders below a feed directory */

/* --- builds --- */
#define LIMIT_IDS_KEPT 20000      /* URLs whose ids the ledger remembers */
#define LIMIT_THREADS 8           /* that extract, analyse and write */
#define LIMIT_AHEAD 64            /* pages that are read before the oldest of them is in the ledger … */
#define LIMIT_AHEAD_BYTES (16 * 1024 * 1024)
#define LIMIT_BATCH_PAGES 400     /* pages between two commits of the ledger … */
#define LIMIT_BATCH_BYTES (48 * 1024 * 1024) /* … or term vectors that wait to be written, in all languages */
#define LIMIT_WRITE_PAGES 100     /* documents that a shard takes at once: small batches are faster (FACTS.md) … */
#define LIMIT_WRITE_BYTES (8 * 1024 * 1024)
#define LIMIT_LEAVING 4000        /* documents that wait to leave the shards of one language */
#define LIMIT_RETURNS 8           /* how often the feeds are read again for pages that return */
#define LIMIT_LANES 4             /* shards of one language that are written at once */
#define LIMIT_SHARD_PAGES 4000    /* documents of one shard of a new generation */

/* --- learning from translations (indexer/learn.h) --- */
#define LIMIT_LEXICON (48 * 1024 * 1024) /* the lexicons of all languages together */
#define LIMIT_LEARN_CLUSTERS 50000       /* that are learned from; of more, an even choice */
#define LIMIT_LEARN_TOKENS 4000000       /* words of one language, but for stop words; of each page as many as of any other */
#define LIMIT_LEARN_SENTENCE 120         /* words of a sentence that are learned from */
#define LIMIT_LEARN_CANDIDATES 32        /* words that one may be translated by, before it is known by which */
#define LIMIT_LEARN_PHRASES 1000000      /* runs of words that are counted at once, 80 bytes each */
#define LIMIT_LEARN_THREADS 4            /* pairs of languages learned at once: each takes memory of its own */
#define LIMIT_ALIGN_UNITS 1000           /* blocks of one page, or sentences of one block, that are aligned */

/* --- reports (shim/shape.h, indexer/outline.h, query/report.h) --- */
#define LIMIT_CHANGES 200         /* versions of one page whose times are kept, the latest */
#define LIMIT_PAGE_DEFECTS 20     /* of one code that a page's source is found to have; further ones are not told */
#define LIMIT_NAVIGATION 4096     /* text of a page's navigation whose language is told */

/* --- clusters (indexer/cluster.h) --- */
#define LIMIT_CLAIMS_TO 256       /* pages that name one page as a translation, beyond which only those it names back count */
#define LIMIT_NAMED 3             /* pages of one language that do, likewise */
#define LIMIT_PEERS 24            /* pages with the same pattern, symbols or numbers; of more it tells nothing */
#define LIMIT_GROUP 256           /* pages of one `group` of a feed; further ones are left alone */
#define LIMIT_DIRTY 2000          /* pages whose neighbourhood is clustered anew, beyond which everything is */
#define LIMIT_NEIGHBOURHOOD 40000 /* pages of one neighbourhood, likewise */
#define LIMIT_CLUSTER_DEFECTS 32  /* of one page */

/* --- pages from the web (indexer/fetch.h) --- */
#define LIMIT_REDIRECTS 10
#define LIMIT_VALIDATOR 1024      /* an ETag or a Last-Modified that is sent back; a longer one is none */
#define LIMIT_CONNECTIONS 64      /* kept open for further requests, the least used is closed first */
#define LIMIT_FETCH_CONNECT_MS 10000
#define LIMIT_FETCH_MS 120000           /* one URL, from the name to the last byte … */
#define LIMIT_FETCH_SLOW_SECONDS 20     /* … and no longer than this almost without a byte */

/* --- crawling (indexer/crawl.h, indexer/scope.h) --- */
#define LIMIT_HOST_CONCURRENCY 64       /* requests to one host that may be under way */
#define LIMIT_SEGMENTS 20               /* path segments of a URL that is followed … */
#define LIMIT_SAME_SEGMENTS 2           /* … and equal ones in a row */
#define LIMIT_HOST_QUEUE 64             /* URLs of one host that are held in memory */
#define LIMIT_SKIPPED 1000               /* patterns of URLs that were passed over, told by name */
#define LIMIT_ATTEMPTS 3                /* at one URL in one crawl, when the network or the server fails */
#define LIMIT_FAILURES 5                /* in a row, after which a host is left alone for the rest of the crawl */
#define LIMIT_REFRESH_S 3600            /* between two looks of `watch` at robots.txt and sitemaps, at least */
#define LIMIT_COMMIT_MS 1000            /* between two commits of the frontier */
#define LIMIT_BACKOFF_FIRST_MS 250      /* the wait after the first attempt that failed; doubled after each URL … */
#define LIMIT_BACKOFF_MS 8000           /* … up to this */
#define LIMIT_RETRY_AFTER_S 86400       /* a Retry-After beyond is taken for this */
#define LIMIT_WAIT_S 60                 /* a Retry-After up to this is waited for, a longer one ends the host's crawl */
#define LIMIT_CRAWL_DELAY_S 30          /* a Crawl-delay beyond is taken for this, and reported */
#define LIMIT_SHRINK_PERCENT 10         /* of a host's or language's pages that one crawl may take out */
#define LIMIT_INTERVAL_FIRST_S 86400    /* between two looks of `watch` at a page: before anything is learnt … */
#define LIMIT_INTERVAL_LEAST_S 600      /* … at least and at most … */
#define LIMIT_INTERVAL_MOST_S (30 * 86400)
#define LIMIT_INTERVAL_TROUBLE_S 3600   /* … and when the last look gave no page */
#define LIMIT_CHANGED_TO_ONE 3          /* pages that change to one and the same text: none of them is believed */
#define LIMIT_SITEMAPS 1000             /* sitemaps of one host in one crawl */
#define LIMIT_SHRINK_WINDOW_S 86400     /* what `watch` takes out within this counts as one crawl */
#define LIMIT_WATCH_MS 2000             /* between two commits of the indexes by `watch` */
#define MISSING_S 86400                 /* between the two 404s after which a page is gone, and before robots.txt removes */

/* --- queue (shim/queue.h) --- */
#define LIMIT_QUEUE 10000               /* URLs that wait */
#define LIMIT_INDEXNOW_URLS 10000       /* URLs of one ping */
#define LIMIT_INDEXNOW_BODY (LIMIT_INDEXNOW_URLS * 300) /* bytes of one ping */
#define LIMIT_INDEXNOW_VALUES (2 * LIMIT_INDEXNOW_URLS) /* JSON values of one ping */
#define LIMIT_INDEXNOW_RATE 10000       /* URLs that pings may queue in INDEXNOW_RATE_S */
#define INDEXNOW_RATE_S 60

/* --- robots.txt (indexer/robots.h) --- */
#define LIMIT_ROBOTS (512 * 1024)       /* bytes that are read; RFC 9309 wants 500 KiB at least */
#define LIMIT_ROBOTS_WILDCARDS 2000     /* rules for one agent with an asterisk; of more, what stands before it counts */
#define LIMIT_ROBOTS_SITEMAPS 1000

/* --- sitemaps (indexer/sitemap.h; the first two are the protocol's own) --- */
#define LIMIT_SITEMAP_URLS 50000
#define LIMIT_SITEMAP (50 * 1024 * 1024) /* decoded from gzip */
#define LIMIT_SITEMAP_FIELD (8 * 1024)   /* a URL or date with the white space around it */
#define LIMIT_SITEMAP_ERRORS 100         /* mistakes of one sitemap that are told; the rest is counted */

/* --- authority (indexer/authority.h) --- */
#define LIMIT_LINKS_RANKED 100000000    /* links between clusters */
#define LIMIT_CALLED_TEXTS 8            /* link texts that are kept of one cluster in one language … */
#define LIMIT_CALLED_SEEN 32            /* … out of the first ones that differ */
#define LIMIT_CALLED_TARGETS 5          /* clusters that links with one text lead to, beyond which it says nothing */
#define LIMIT_CALLED_DISTINCT 1000000   /* texts that are told apart */
#define LIMIT_CALLED_BYTES 160          /* a text that is kept */

/* --- terminologies (indexer/terminology.h) --- */
#define LIMIT_TERMINOLOGY (512 * 1024 * 1024) /* one file */
#define LIMIT_TERM_TEXT 512             /* a term as it is written */
#define LIMIT_CONCEPT_TERMS 16          /* terms of one concept in one language */
#define LIMIT_LABELS 2000000            /* of one SKOS file, in the configured languages: those are kept in memory */
#define LIMIT_TERM_ENTRIES 4000000      /* entries that all files together make */
#define LIMIT_TERM_MESSAGES 20          /* mistakes of one file that are told; the rest is counted */

/* --- queries (query/) --- */
#define LIMIT_QUERY 1024          /* the query string proper */
#define LIMIT_QUERY_TERMS 32      /* words of one query; the rest is ignored, with a notice */
#define LIMIT_CORRECTIONS 3       /* words of one query that are corrected, or names sought by their sound */
#define LIMIT_WILDCARDS 2
#define LIMIT_WILDCARD_LETTERS 3  /* letters (not bytes) before the asterisk, at least */
#define LIMIT_WILDCARD_EXPANSIONS 100
#define LIMIT_WILDCARD_WALK 20000       /* terms looked at to find the most frequent expansions */
#define LIMIT_PHRASE_WORDS 16
#define LIMIT_QUERY_STRING (16 * 1024)  /* QUERY_STRING of a request */
#define LIMIT_PARAMETERS 64       /* parameters of a request */
#define LIMIT_PER_PAGE 100        /* results per page */
#define LIMIT_EXACT_TOTAL 1000    /* matches that are counted before the total may be an estimate */
#define LIMIT_DEPTH_OF_RESULTS 10000    /* rank of the last result that can be asked for */
#define LIMIT_BLEND 100           /* hits of each language that make a list of all languages */
#define LIMIT_ELSEWHERE_HITS 10   /* hits of each other language that are looked at for clusters that the asked one lacks … */
#define LIMIT_ELSEWHERE 5         /* … of which so many are shown */
#define LIMIT_COLLAPSED 100       /* ranks of a list in which a cluster stands once; deeper, once on a page */
#define LIMIT_DEADLINE_MS 1000    /* one query, all languages together */
#define LIMIT_SNIPPET 240         /* characters of a snippet, about */
#define LIMIT_SNIPPET_WORK (2 * 1024 * 1024) /* text analysed for all snippets of one answer … */
#define LIMIT_SNIPPET_LEAST 2048  /* … and then, for each of the rest */
#define LIMIT_CGI_CPU_SECONDS 2         /* of one request */
#define LIMIT_EXPLAINED 20              /* results of one answer, or of one language's in it, whose reasons are told */
#define LIMIT_SHELL (256 * 1024)        /* a page of the site that the search stands in */
#define LIMIT_PASSED_OVER (1024 * 1024) /* a body that is read though nobody wants it; a larger one is left */
#define LIMIT_CGI_SECONDS 30            /* of one request from its connection on, whatever it waits for */
#define LIMIT_WAITING 256               /* connections that wait for FastCGI; who comes then is turned away with 503 … */
#define LIMIT_WAITING_BYTES 1024        /* of the kernel, for each of them */
#define LIMIT_REFUSAL_MS 1000           /* … within this, or without an answer */
#define LIMIT_WORKERS 64                /* processes at one FastCGI socket: those that serve, and the one that refuses */
#define LIMIT_WORKER_REQUESTS 20000     /* after which another process takes over … */
#define LIMIT_WORKER_MEMORY (64 * 1024 * 1024) /* … or when it has kept more of its own than this */
#define LIMIT_KEPT (16 * 1024 * 1024)          /* bytes of replies that a process of FastCGI keeps */
#define LIMIT_CGI_MEMORY (512u * 1024 * 1024)  /* address space; glass maps little, ICU's data 30 MB */

/* --- the report: the search asked, and logs (query/selftest.h, query/access_log.h) --- */
#define LIMIT_SELFTEST 200        /* titles that are asked in each language … */
#define LIMIT_SELFTEST_BLENDED 25 /* … and those among them that are put to all languages together, and timed */
#define LIMIT_TOPICS 5000         /* of one language */
#define LIMIT_ACCESS_LINE 65536   /* a line of an access log; a longer one is malformed */
#define LIMIT_ACCESS_PATHS 500000 /* of access logs that are told apart; the views of further ones are only counted */
#define LIMIT_HISTORY 12          /* reports whose figures are shown in a row */
/* --- suggestions (shim/suggest.h) --- */
#define LIMIT_SUGGESTION 160             /* bytes of a text that is suggested … */
#define LIMIT_SUGGESTION_LETTERS 80      /* … and its letters */
#define LIMIT_SUGGESTIONS 500000         /* texts of one language; of more, the weightiest */
#define LIMIT_SUGGESTED_HEADINGS 16      /* headings of one page */
#define LIMIT_SUGGESTED 10               /* suggestions of one answer */
#define LIMIT_PREFIX 200                 /* bytes of what is typed that are looked at */

/* --- the parity report (query/report.h) --- */
#define LIMIT_REPORT_ROWS 5000    /* of one table; further ones are counted */
#define LIMIT_REPORT_SHOWN 10     /* rows of a working list that stand in its chapter */
#define LIMIT_REPORT_CHART 100    /* rows of a table that has a chart */
#define LIMIT_REPORT_LEAST 5      /* searches that a figure stands on, below which it is not told; nor is the text of a query kept */

/* --- query log (shim/querylog.h) --- */
#define LIMIT_QUERY_LOG_WAIT_MS 500      /* for others that count, before a search goes uncounted */
#define LIMIT_LOGGED_QUERY 160           /* bytes of a query that is counted by itself; a longer one is counted in its day only */
#define LIMIT_LOGGED_QUERIES 200000      /* queries that are counted at once, all languages together */
#define LIMIT_LOGGED_CLICKS 3            /* clicks for each search of the day in its language; further ones count for nothing */
#define LIMIT_LOGGED_UNKNOWN_DAYS 31     /* in which a query becomes frequent, or is forgotten … */
#define LIMIT_LOGGED_DAYS 400            /* … and which a frequent one is kept after it was asked last */
#define LIMIT_CLICK_BODY 256             /* bytes of the message that tells of a click */

#endif
