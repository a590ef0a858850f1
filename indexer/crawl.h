/*
 * crawl.h: the site fetched politely, what is new or has changed put into the feed.
 *
 *     frontier ─▶ errand ─▶ fetch.h ─▶ visit_examine(), by the workers ─▶ visit_judge() ─▶ feed ─▶ frontier, and its links
 *
 * Each host is asked by its own rules: no more than [crawl] concurrency requests at a time, their beginnings [crawl]
 * delay_ms or its robots.txt's Crawl-delay apart, more slowly when it is in trouble (429, 5xx, no answer), not before the
 * end of a Retry-After, and not at all for the rest of the crawl after LIMIT_FAILURES URLs in a row. Before its first page
 * come its robots.txt, a URL that cannot exist (how does it say that a page is missing?) and its sitemaps.
 *
 * Every LIMIT_COMMIT_MS the feed is synced, then the frontier committed: what is in the feed behind the frontier's mark
 * is settled from there when a crawl is opened, so nothing is fetched twice that has arrived once, but for pages that only
 * a sitemap named within that time.
 *
 * A Crawl holds DATA/crawl.lock. One thread; the workers are its own. Memory does not grow with the frontier but for
 * some 50 bytes a URL, and some 300 bytes for each page that has changed in this crawl.
 */
#ifndef ISOGLOT_CRAWL_H
#define ISOGLOT_CRAWL_H

#include "indexer/page.h"
#include "shim/config.h"
#include "shim/ledger.h"

G_BEGIN_DECLS

typedef struct Crawl Crawl;

typedef struct {
    gboolean is_fresh;  /* every page is fetched whole, as if no version of it were known */
    guint64 max_pages;  /* requests for pages; 0: no limit */
    gboolean allows_shrink; /* the operator knows that much is gone (guard.h) */
    const volatile int *stopped; /* becomes true when the crawl is to end; NULL: never */
} CrawlOptions;

/* What came of it. Strings are the crawl's. */
typedef struct {
    guint64 fetched;   /* requests for pages */
    guint64 new_pages, changed, unchanged, redirects, missing, blocked, failed, held;
    guint64 bytes;     /* of bodies, as they came */
    guint64 waiting;   /* URLs that were not looked at: the limit, a stop, a host in trouble */
    GPtrArray *closed; /* char*, one line for each host that was left alone or is not asked as its robots.txt says, and why */
} CrawlCounts;

/* FAULT_USAGE: no seed URL; FAULT_RETRY: another crawl or watch is at work; FAULT_STOP. `config` and `options` are kept. */
Crawl *crawl_open(const Config *config, const CrawlOptions *options, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void crawl_close(Crawl *crawl); /* what was fetched and not committed is settled by the next one */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Crawl, crawl_close)

/* Is called with each version of a page that was put into the feed and is believed (takes it). */
typedef void (*CrawlPageFunc)(Page *page, gpointer user);
void crawl_on_page(Crawl *crawl, CrawlPageFunc func, gpointer user);

/* Is called some times a second. */
typedef void (*CrawlProgressFunc)(const CrawlCounts *counts, gpointer user);
void crawl_on_progress(Crawl *crawl, CrawlProgressFunc func, gpointer user);

/*
 * Goes on with the pass that was not finished, or begins one; TRUE also when it was stopped. At its end what is gone is
 * judged, and `held` (char*) told what is not believed (guard.h). FAULT_STOP: the feed or the ledger cannot be written.
 */
gboolean crawl_pass(Crawl *crawl, GPtrArray *held, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * Looks at these URLs (char*, normalised) now, and where they redirect to; those that are not followed, as the configuration
 * says now, are not due for LIMIT_INTERVAL_MOST_S.
 * A host that an earlier visit left alone is tried again; what waits for one that is left alone now is not due for
 * LIMIT_INTERVAL_TROUBLE_S.
 */
gboolean crawl_visit(Crawl *crawl, const GPtrArray *urls, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * What is new besides: the seeds are added, and of each host of the site whose robots.txt was read LIMIT_REFRESH_S ago or
 * earlier, that and the sitemaps are read again. New URLs are due then, and those to which a sitemap gives a newer lastmod.
 */
gboolean crawl_refresh(Crawl *crawl, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* After visits what is gone is judged as at the end of a pass; what left within the last LIMIT_SHRINK_WINDOW_S is counted in. */
gboolean crawl_judge(Crawl *crawl, GPtrArray *held, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* As scope_normalise(). */
char *crawl_normalise(const Crawl *crawl, const char *url, const char **reason);

/* Fetches one URL of a host of the site, past the frontier and the feed, and waits for it. No redirect is followed: it might lead
 * to another host. Errors as of FetchDoneFunc and response_page(); FAULT_SKIP for another host, FAULT_RETRY when stopped. */
Page *crawl_get(Crawl *crawl, const char *url, GError **error) G_GNUC_WARN_UNUSED_RESULT;

const CrawlCounts *crawl_counts(const Crawl *crawl);
Ledger *crawl_ledger(Crawl *crawl);

G_END_DECLS

#endif
