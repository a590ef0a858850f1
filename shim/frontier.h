/*
 * frontier.h: the ledger's part about crawling: what is to be fetched, from which host, and what came of it.
 *
 * Data on disk, in the tables of ledger.db (shim/ledger.h):
 *
 *   host    one row per origin (scheme, host, port): its robots.txt as it was got last, and what keeps us from it
 *   crawl   one row per URL of the frontier, with the id of its row in `url`
 *   skipped one row per reason and pattern: how many URLs were passed over, and an example
 *   state   names and values: the number of the pass, its beginning and end, how far the feed is settled and indexed, and
 *           what compact means for each language
 *
 * A crawl is a pass: it looks at every URL whose row has a smaller pass number, new ones first, and gives the row the
 * number of the pass. So a pass resumes where it stopped, whenever and however that was: what was looked at has its number.
 * The feed is ahead of the ledger, never behind it: each record is in the feed before frontier_settle() is committed, and
 * a crawl begins by settling what stands in the feed behind frontier_get_feed() (indexer/crawl.h).
 *
 * The frontier never removes a page. It gives a verdict, why a page is gone for certain; the verdict is released when the
 * pass has shown that it is not one of too many (indexer/guard.h), and carried out by whoever writes the indexes.
 *
 * Rules as in ledger.h: FAULT_RETRY and FAULT_STOP; writing opens a transaction, ledger_commit() ends it. Times are
 * seconds since 1970; 0 is never.
 */
#ifndef ISOGLOT_FRONTIER_H
#define ISOGLOT_FRONTIER_H

#include "shim/ledger.h"

G_BEGIN_DECLS

/* ------------------------------------------------------------------ passes */

typedef struct {
    gint64 number; /* from 1; 0: there was none */
    gint64 started_at, finished_at;
} Pass;

gboolean frontier_get_pass(Ledger *ledger, Pass *pass, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean frontier_put_pass(Ledger *ledger, const Pass *pass, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The feed file, "" for none, and the offset in it up to which its records are settled; g_free(). */
gboolean frontier_get_feed(Ledger *ledger, char **file, gint64 *offset, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean frontier_put_feed(Ledger *ledger, const char *file, gint64 offset, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same: how far the feed has been read into the indexes, once that is acknowledged. */
gboolean frontier_get_indexed(Ledger *ledger, char **file, gint64 *offset, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean frontier_put_indexed(Ledger *ledger, const char *file, gint64 offset, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Bytes a page that a language's index had when it was compact; 0: never compacted. */
gboolean frontier_get_compacted(Ledger *ledger, const char *lang, gint64 *bytes_a_page,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean frontier_put_compacted(Ledger *ledger, const char *lang, gint64 bytes_a_page,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* ------------------------------------------------------------------ hosts */

typedef struct {
    gint64 id;
    char *origin;        /* "https://www.example.org", "http://127.0.0.1:8080" */
    char *robots;        /* body of robots.txt, "" if there was none */
    guint robots_status; /* HTTP status with which it came; 0: never, or no answer */
    gint64 robots_at;
    gint64 wait_until;   /* the host asked not to be asked before */
    char *probe;         /* hash of the text with which it answers 200 for a page that cannot exist; "" if it says 404 */
    gint64 probe_simhash;
} FrontierHost;

void frontier_host_free(FrontierHost *host);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FrontierHost, frontier_host_free)

/* The host of this origin, its row made if there is none. */
gboolean frontier_find_host(Ledger *ledger, const char *origin, FrontierHost **host,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean frontier_put_host(Ledger *ledger, const FrontierHost *host, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Origins of hosts with URLs that this pass has not looked at: origin. */
gboolean frontier_each_open_host(Ledger *ledger, gint64 pass, LedgerRowFunc func, gpointer user,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* ------------------------------------------------------------------ URLs */

/* One URL of the frontier. Strings are never NULL; frontier_entry_free(). */
typedef struct {
    gint64 id;
    char *url;
    gint64 pass;          /* in which it was looked at last */
    guint depth;          /* links from a seed */
    guint hops;           /* redirects that led here */
    guint status;         /* HTTP status of the last look, 0: none, or no answer */
    char *error;          /* why the last look gave no page, "" if it did */
    gint64 checked_at;    /* last look */
    gint64 fetched_at;    /* last version got */
    char *etag, *last_modified, *payload; /* of that version: validators, and the digest of its payload (visit.h) */
    char *text_hash;      /* of its text: document_hash() */
    gint64 lastmod;       /* as a sitemap said last */
    gint64 interval_s;    /* learned: how long a version lasts */
    gint64 due_at;        /* when `watch` looks again */
    gint64 missing_since; /* first 404 in a row */
    gint64 blocked_since; /* disallowed by robots.txt since */
    gint64 held_at;       /* fetched_at of a version that is not to be indexed: one of many that became one text */
    gint64 feed;          /* number of the file of our feed that holds this version (warc_writer.h); 0: none */
    char *redirect;       /* where it redirected to, "" for nowhere */
    char *verdict;        /* why it is gone for certain, "" if it is not */
    char *indexed_lang;   /* the index in which it is, "" for none (read only) */
} FrontierEntry;

void frontier_entry_free(FrontierEntry *entry);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FrontierEntry, frontier_entry_free)

/* Adds a URL, due at once; of one that is there already only the depth, if smaller, and `lastmod`, if not 0, change. It becomes
 * due if `lastmod` is later than the one known, or than the last version if none is known. */
gboolean frontier_add(Ledger *ledger, gint64 host, const char *url, guint depth, guint hops, gint64 lastmod,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* NULL, without an error: not in the frontier. */
gboolean frontier_find(Ledger *ledger, const char *url, FrontierEntry **entry, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* At most `most` URLs of a host that this pass has not looked at, those never looked at first; appended to `entries`. */
gboolean frontier_next(Ledger *ledger, gint64 host, gint64 pass, guint most, GPtrArray *entries,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* At most `most` URLs that are due, the longest first; appended to `entries`. */
gboolean frontier_next_due(Ledger *ledger, gint64 now, guint most, GPtrArray *entries,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Writes what has come of a look: all of the entry but its URL. A page that is PRESENT becomes UNKNOWN with an error,
 * and PRESENT again without one. */
gboolean frontier_settle(Ledger *ledger, const FrontierEntry *entry, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Pages, not gone, whose last version is in this file of our feed; pages of which a version is held. */
gboolean frontier_count_versions(Ledger *ledger, gint64 feed, guint64 *n, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean frontier_count_held(Ledger *ledger, guint64 *n, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The next look at this page gets it whole, as if no version of it were known. */
gboolean frontier_forget(Ledger *ledger, const char *url, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Counts of URLs for each host: origin, all, not looked at in this pass, with an error now. */
gboolean frontier_each_host(Ledger *ledger, gint64 pass, LedgerRowFunc func, gpointer user,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The `most` URLs whose last look gave no page, the latest first: url, why. */
gboolean frontier_each_error(Ledger *ledger, guint most, LedgerRowFunc func, gpointer user,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* All URLs: url. */
gboolean frontier_each_url(Ledger *ledger, LedgerRowFunc func, gpointer user, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Traps and other URLs that were passed over: reason, pattern, number, an example; of the first LIMIT_SKIPPED. */
gboolean frontier_put_skipped(Ledger *ledger, const char *reason, const char *pattern, guint64 number,
                              const char *example, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean frontier_each_skipped(Ledger *ledger, LedgerRowFunc func, gpointer user,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* They are counted anew: a pass begins. */
gboolean frontier_forget_skipped(Ledger *ledger, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* ------------------------------------------------------------------ verdicts */

/* Has any page in an index a verdict that is not released? */
gboolean frontier_has_verdicts(Ledger *ledger, gboolean *any, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* By host and language: origin, language, pages in the index whose verdict is not released, pages that left it as gone
 * from `since` on or will with the next `index`, and of the former those with a verdict. */
gboolean frontier_each_loss(Ledger *ledger, gint64 since, LedgerRowFunc func, gpointer user,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Hosts of which this pass looked in vain at pages in the index that are not gone: origin, pages in the index, the number
 * of those, one of them and why. */
gboolean frontier_each_unseen(Ledger *ledger, gint64 pass, LedgerRowFunc func, gpointer user,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Gives the verdict "moved" on indexed pages that redirect for good (301, 308) to a page that is present. Their validators
 * are forgotten, as those of all pages with a verdict but "noindex": one that returns comes whole. */
gboolean frontier_judge_moved(Ledger *ledger, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Releases the verdicts on pages of this host in this language. */
gboolean frontier_release(Ledger *ledger, const char *origin, const char *lang,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Releases the verdict on one page, if it has one. */
gboolean frontier_release_page(Ledger *ledger, const char *url, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Drops them: the pages stay, and versions that say noindex are held; they are looked at again in the next pass. */
gboolean frontier_withhold(Ledger *ledger, const char *origin, const char *lang,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Pages in an index whose verdict is released, and duplicates left out of one that have any verdict: url, verdict. Not those
 * of which a version is known that was fetched after the last look. */
gboolean frontier_each_gone(Ledger *ledger, LedgerRowFunc func, gpointer user, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
