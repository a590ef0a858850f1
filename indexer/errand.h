/*
 * errand.h: one thing to ask a host for, and what a crawl knows of the host. Used by errand.c, host_errands.c,
 * settle.c, crawl.c and crawl_visit.c alone.
 */
#ifndef ISOGLOT_ERRAND_H
#define ISOGLOT_ERRAND_H

#include "indexer/robots.h"
#include "indexer/scope.h"
#include "indexer/visit.h"
#include "indexer/warc_writer.h"
#include "indexer/crawl.h"
#include "indexer/workers.h"
#include "shim/frontier.h"

G_BEGIN_DECLS

typedef struct CrawlHost CrawlHost;

typedef enum { ERRAND_ROBOTS, ERRAND_PROBE, ERRAND_SITEMAP, ERRAND_PAGE } ErrandKind;

typedef struct {
    Job job; /* first */
    ErrandKind kind;
    CrawlHost *host;
    char *url;            /* to be asked: of a page, or where redirects led */
    guint hops, attempts;
    FrontierEntry *entry; /* of a page */
    Visit visit;
    gboolean is_replay;   /* it stands in the feed already */
} Errand;

struct CrawlHost {
    Crawl *crawl;
    FrontierHost *known;
    Robots *robots;      /* NULL: not had yet in this crawl */
    gboolean asks_robots; /* under way */
    char *probe;         /* what this pass's probe found; `known` has that of the pass before; NULL: nothing yet */
    guint64 probe_simhash;
    GQueue ready;        /* Errand* */
    GHashTable *loaded;  /* ids of the pages that are ready, under way or being examined */
    GHashTable *sitemaps; /* URLs of those that were asked for */
    guint under_way; /* requests, and pages until they are settled: what a crawl that is killed asks for again */
    Errand *beginning;   /* started, its request not sent yet: the delay counts from then */
    gint64 asked_us;     /* monotonic: when the last request went out */
    gint64 next_us;      /* monotonic: when the next request may begin */
    gint64 delay_us;
    guint failures;      /* URLs in a row, at their first attempt */
    char *closed;        /* why it is left alone for the rest of this crawl, or NULL */
    gboolean asks_probe;  /* under way; no page is asked for before its answer */
    gboolean asks_sitemaps; /* they are read with the next robots.txt */
    gboolean is_drained; /* the frontier had nothing more */
};

struct Crawl {
    const Config *config;
    const CrawlOptions *options;
    int lock;
    Ledger *ledger;
    Scope *scope;
    Fetcher *fetcher;
    WarcWriter *writer;
    Workers *workers;
    GHashTable *hosts;   /* origin → CrawlHost */
    GPtrArray *turns;    /* the same, in the order in which they were met */
    GHashTable *seen;    /* hashes of the URLs of the frontier */
    GHashTable *changed; /* hash of a text → GPtrArray of the URLs of pages that changed to it … */
    gint64 changed_since; /* … since then: in this pass, or of `watch` within LIMIT_SHRINK_WINDOW_S */
    GHashTable *asked;   /* Errand*, whose transfers are under way */
    GQueue examined;     /* Errand*, given to the workers, oldest first … */
    guint64 examined_bytes; /* … and the bodies that wait there */
    Pass pass;
    gboolean is_pass;    /* the frontier is asked for more */
    gboolean is_got;     /* what crawl_get() asked for has come: one of the two */
    Response *got;
    GError *got_error;
    gint64 committed_us, shown_us;
    guint uncommitted;
    guint64 events;      /* answers and settlements, to see whether anything happens */
    CrawlCounts counts;
    CrawlPageFunc on_page;
    gpointer page_user;
    CrawlProgressFunc on_progress;
    gpointer progress_user;
    GError *error;       /* the first that ends the crawl */
};

/* errand.c: an errand, from when it may be begun to when its answer is examined */

Errand *errand_new(CrawlHost *host, ErrandKind kind, const char *url);
void errand_free(Errand *errand);

/* Lets the errand be run after those that are ready, or `soon` before them. Takes it. */
void crawl_push(Errand *errand, gboolean soon);

/* May it not be asked for, by robots.txt or the configuration? Then it has been settled and is gone. */
gboolean errand_is_forbidden(Errand *errand, GError **error);

/* Asks for it. */
void errand_start(Errand *errand);

/* Keeps the first error, which ends the crawl. Takes it. */
void crawl_fail(Crawl *crawl, GError *cause);

gint64 crawl_now(void); /* seconds since 1970 */

/* host_errands.c: what is asked before the pages */

/* The host of a URL of the site, met now if it was not before. NULL: the ledger's error. */
CrawlHost *crawl_find_host(Crawl *crawl, const char *url, GError **error);
void crawl_host_free(CrawlHost *host);

/* Leaves the host alone for the rest of the crawl. Takes the reason. */
void host_close(CrawlHost *host, char *reason);

/* After an answer that is trouble (visit_is_trouble()): the host is asked more slowly, or no more. */
gboolean host_slow_down(CrawlHost *host, const Errand *errand, GError **error);

/* Before a visit: a host that was closed in an earlier one is tried again, unless it asked to be left alone until later,
 * and an old robots.txt is asked for again. */
void host_reopen(CrawlHost *host);

/* After a visit: what was not asked waits no longer; of a host that was closed it is not due for a while. */
gboolean host_leave_rest(CrawlHost *host, GError **error);

/* Its robots.txt is read again before it is asked for anything, or had from the ledger if that is recent. */
void host_renew(CrawlHost *host);

/* Puts the errand that the host needs first, if it needs one. */
void host_begin(CrawlHost *host);

/* An errand for robots.txt, the probe or a sitemap has come back. */
gboolean host_settle(CrawlHost *host, Errand *errand, GError **error);

/* How the host answers for pages that are not there. The strings are the host's. */
MissingText host_missing_text(const CrawlHost *host);

/* At the end of a pass: keeps what its probe found for the next one. */
gboolean host_finish(CrawlHost *host, GError **error);

/* settle.c: what comes of a page */

/* Adds a URL that was met, if it is to be followed. */
gboolean crawl_discover(Crawl *crawl, const char *url, guint depth, guint hops, gint64 lastmod, gboolean is_vouched,
                        GError **error);

/* A page's errand has been examined: judged, put into the feed, its links discovered, its row settled. */
gboolean crawl_settle(Crawl *crawl, Errand *errand, GError **error);

/* Forgets which pages changed to which text, if that was long ago. */
void crawl_forget_changes(Crawl *crawl);

/* Settles what stands in the feed behind the frontier's mark, and moves the mark: it is not settled a second time, and
 * whoever reads the feed up to the mark reads it, too. */
gboolean crawl_replay(Crawl *crawl, GError **error);

/* crawl.c */

gboolean crawl_is_stopped(const Crawl *crawl);

/* Until nothing is left to be asked, or the crawl is over; what is under way when it is stopped is dropped. */
gboolean crawl_run(Crawl *crawl, GError **error);

/* The feed first, then the ledger with the feed's mark. */
gboolean crawl_commit(Crawl *crawl, GError **error);

gboolean crawl_add_seeds(Crawl *crawl, GError **error);

/* Lets a page be asked for, to which so many redirects led, unless it waits already. Takes the entry. */
void crawl_push_page(CrawlHost *host, FrontierEntry *entry, guint hops);

G_END_DECLS

#endif
