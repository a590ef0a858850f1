#include <string.h>

#include "indexer/errand.h"
#include "indexer/simhash.h"
#include "indexer/sitemap.h"
#include "indexer/url.h"
#include "shim/limits.h"
#include "shim/record.h"
#include "shim/shape.h"

#define ROBOTS_REDIRECTS 5
#define ROBOTS_CACHE_S 86400

static CrawlHost *host_new(Crawl *c, FrontierHost *known)
{
    CrawlHost *h = g_new0(CrawlHost, 1);
    h->crawl = c;
    h->known = known;
    h->delay_us = c->config->crawl.delay_ms * G_GINT64_CONSTANT(1000);
    h->loaded = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    h->sitemaps = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return h;
}

void crawl_host_free(CrawlHost *h)
{
    g_queue_clear_full(&h->ready, (GDestroyNotify)errand_free);
    g_clear_pointer(&h->robots, robots_free);
    g_hash_table_unref(h->loaded);
    g_hash_table_unref(h->sitemaps);
    frontier_host_free(h->known);
    g_free(h->probe);
    g_free(h->closed);
    g_free(h);
}

CrawlHost *crawl_find_host(Crawl *c, const char *url, GError **error)
{
    g_autofree char *origin = url_origin(url);
    CrawlHost *h = g_hash_table_lookup(c->hosts, origin);
    FrontierHost *known;
    if (h || !frontier_find_host(c->ledger, origin, &known, error))
        return h;
    h = host_new(c, known);
    g_hash_table_insert(c->hosts, known->origin, h);
    g_ptr_array_add(c->turns, h);
    return h;
}

void host_close(CrawlHost *h, char *reason)
{
    if (h->closed) { /* by another of the requests that were under way */
        g_free(reason);
        return;
    }
    h->closed = reason;
    g_ptr_array_add(h->crawl->counts.closed, g_strdup_printf("'%s': %s", h->known->origin, reason));
}

static char *describe(const Visit *v)
{
    return v->response ? g_strdup_printf("HTTP status %u", v->response->status) : g_strdup(v->error->message);
}

gboolean host_slow_down(CrawlHost *h, const Errand *e, GError **error)
{
    const Visit *v = &e->visit;
    gint64 wait_s = v->response ? v->response->retry_after : -1;
    g_autofree char *what = describe(v);
    h->failures += e->attempts == 1;
    if (wait_s > LIMIT_WAIT_S) {
        h->known->wait_until = crawl_now() + MIN(wait_s, LIMIT_RETRY_AFTER_S);
        host_close(h, g_strdup_printf("%s, asks to be left alone for %" G_GINT64_FORMAT " s", what, wait_s));
        return frontier_put_host(h->crawl->ledger, h->known, error);
    }
    if (h->failures >= LIMIT_FAILURES)
        host_close(h, g_strdup_printf("%u URLs in a row failed, the last one: %s", h->failures, what));
    gint64 backoff_ms = MIN(LIMIT_BACKOFF_MS, LIMIT_BACKOFF_FIRST_MS << MIN(h->failures, LIMIT_FAILURES));
    if (wait_s >= 0)
        backoff_ms = wait_s * 1000;
    h->next_us = MAX(h->next_us, g_get_monotonic_time() + backoff_ms * 1000);
    return TRUE;
}

void host_renew(CrawlHost *h)
{
    if (h->asks_robots)
        return;
    g_clear_pointer(&h->robots, robots_free);
    g_hash_table_remove_all(h->sitemaps);
    h->delay_us = h->crawl->config->crawl.delay_ms * G_GINT64_CONSTANT(1000);
}

/* ------------------------------------------------------------------ sitemaps */

typedef struct {
    CrawlHost *host;
    GError *error;
} SitemapRun;

static void ask_sitemap(CrawlHost *h, const char *reference)
{
    g_autofree char *base = g_strconcat(h->known->origin, "/", NULL), *url = url_resolve(base, reference);
    if (!url || !scope_has_host(h->crawl->scope, url) || g_hash_table_size(h->sitemaps) >= LIMIT_SITEMAPS ||
        !g_hash_table_add(h->sitemaps, g_strdup(url)))
        return;
    crawl_push(errand_new(h, ERRAND_SITEMAP, url), TRUE);
}

/* What the sitemap says of a page's translations is evidence for clusters, and tells `reindex` what to fetch besides. */
static gboolean put_alternates(Crawl *c, const char *url, const SitemapEntry *entry, GError **error)
{
    g_autoptr(GArray) list = g_array_new(FALSE, FALSE, sizeof(LedgerAlternate));
    for (guint i = 0; i < entry->n_alternates; i++) {
        LedgerAlternate a = {entry->alternates[i].url, entry->alternates[i].lang, "sitemap"};
        if (!crawl_discover(c, a.url, 1, 0, 0, TRUE, error))
            return FALSE;
        g_array_append_val(list, a);
    }
    return ledger_put_sitemap_alternates(c->ledger, url, list, error);
}

static gboolean put_entry(Crawl *c, const SitemapEntry *entry, GError **error)
{
    const char *reason;
    g_autofree char *url = scope_normalise(c->scope, entry->url, &reason);
    return !url || (shape_put_listed(c->ledger, url, c->pass.number, error) &&
                    (!entry->n_alternates || put_alternates(c, url, entry, error)));
}

static void take_entry(const SitemapEntry *entry, gpointer user)
{
    SitemapRun *run = user;
    Crawl *c = run->host->crawl;
    gint64 lastmod = entry->lastmod == RECORD_DATE_UNKNOWN ? 0 : entry->lastmod;
    if (run->error)
        return;
    if (entry->is_sitemap) {
        ask_sitemap(run->host, entry->url);
        return;
    }
    if (crawl_discover(c, entry->url, 1, 0, lastmod, TRUE, &run->error))
        (void)!put_entry(c, entry, &run->error);
}

static void take_mistake(const char *message, gpointer user)
{
    (void)message; /* `isoglot sitemap` tells them */
    (void)user;
}

static gboolean settle_sitemap(CrawlHost *h, Errand *e, GError **error)
{
    const Response *r = e->visit.response;
    if (r && r->redirect) { /* LIMIT_SITEMAPS ends a chain */
        ask_sitemap(h, r->redirect);
        return TRUE;
    }
    g_autoptr(Page) page = r && r->status == 200 ? response_page(r, NULL) : NULL;
    if (!page)
        return TRUE;
    static const SitemapEvents events = {take_entry, take_mistake};
    SitemapRun run = {h, NULL};
    Sitemap sitemap;
    gsize n;
    const guint8 *bytes = g_bytes_get_data(page->body, &n);
    (void)!sitemap_read(page->url, page->media_type, bytes, n, &events, &run, &sitemap, NULL);
    if (!run.error)
        return TRUE;
    g_propagate_error(error, run.error);
    return FALSE;
}

static void ask_sitemaps(CrawlHost *h)
{
    ask_sitemap(h, "/sitemap.xml");
    for (const char *const *s = robots_sitemaps(h->robots); *s; s++)
        ask_sitemap(h, *s);
}

/* ------------------------------------------------------------------ robots.txt and the probe */

static void use_robots(CrawlHost *h)
{
    const FrontierHost *known = h->known;
    h->robots = robots_new_for_status(known->robots_status, known->robots, strlen(known->robots), FETCH_PRODUCT);
    double delay = robots_delay(h->robots);
    if (delay > LIMIT_CRAWL_DELAY_S)
        g_ptr_array_add(h->crawl->counts.closed,
                        g_strdup_printf("'%s': its robots.txt asks for %g s between two requests, %d are kept", known->origin,
                                        delay, LIMIT_CRAWL_DELAY_S));
    gint64 delay_us = MAX(h->delay_us, (gint64)(CLAMP(delay, 0, LIMIT_CRAWL_DELAY_S) * G_USEC_PER_SEC));
    h->next_us = MAX(h->next_us, h->asked_us + delay_us); /* the request for robots.txt was one, too */
    h->delay_us = delay_us;
    h->asks_robots = FALSE;
}

static gboolean is_usable(guint status)
{
    return status >= 200 && status < 500 && status != 429; /* which says nothing of what is allowed */
}

/* In a pass, before the first page: how does the host say that a page is missing, and which pages does it name? */
static void ask_first(CrawlHost *h)
{
    g_autofree char *missing = g_strdup_printf("%s/isoglot-%08x%08x", h->known->origin, g_random_int(), g_random_int());
    if ((!h->crawl->is_pass && !h->asks_sitemaps) || h->closed)
        return;
    h->asks_sitemaps = FALSE;
    h->asks_probe = TRUE;
    ask_sitemaps(h);
    crawl_push(errand_new(h, ERRAND_PROBE, missing), TRUE);
}

/* May the robots.txt that is known be used without asking? */
static gboolean is_cached(const FrontierHost *known)
{
    gint64 age = crawl_now() - known->robots_at;
    return is_usable(known->robots_status) && age >= 0 && age < ROBOTS_CACHE_S;
}

void host_reopen(CrawlHost *h)
{
    if (h->known->wait_until > crawl_now())
        return;
    g_clear_pointer(&h->closed, g_free);
    h->failures = 0;
    if (!is_cached(h->known))
        g_clear_pointer(&h->robots, robots_free);
}

gboolean host_leave_rest(CrawlHost *h, GError **error)
{
    for (Errand *e; (e = g_queue_pop_head(&h->ready));) {
        gboolean ok = TRUE;
        if (e->kind == ERRAND_PAGE && h->closed) {
            e->entry->due_at = crawl_now() + LIMIT_INTERVAL_TROUBLE_S;
            ok = frontier_settle(h->crawl->ledger, e->entry, error);
            h->crawl->uncommitted++;
        }
        if (e->kind == ERRAND_PAGE)
            g_hash_table_remove(h->loaded, &e->entry->id);
        h->asks_robots &= e->kind != ERRAND_ROBOTS;
        h->asks_probe &= e->kind != ERRAND_PROBE;
        errand_free(e);
        if (!ok)
            return FALSE;
    }
    return TRUE;
}

void host_begin(CrawlHost *h)
{
    Crawl *c = h->crawl;
    gint64 now = crawl_now();
    if (h->robots && now - h->known->robots_at > ROBOTS_CACHE_S)
        host_renew(h); /* a crawl may last for days */
    if (h->robots || h->asks_robots || h->closed)
        return;
    if (h->known->wait_until > now) {
        host_close(h, g_strdup_printf("it asked to be left alone for %" G_GINT64_FORMAT " s more", h->known->wait_until - now));
        return;
    }
    if (!h->asks_sitemaps && is_cached(h->known) && (!c->is_pass || h->known->robots_at >= c->pass.started_at)) {
        use_robots(h);
        ask_first(h);
        return;
    }
    g_autofree char *url = g_strconcat(h->known->origin, "/robots.txt", NULL);
    crawl_push(errand_new(h, ERRAND_ROBOTS, url), TRUE);
    h->asks_robots = TRUE;
}

/* What the host has said, or not. */
static void keep_robots(FrontierHost *known, const Errand *e)
{
    const Response *r = e->visit.response;
    g_autoptr(Page) page = r && r->status >= 200 && r->status < 300 ? response_page(r, NULL) : NULL;
    gsize n = 0;
    const char *bytes = page ? g_bytes_get_data(page->body, &n) : NULL;
    g_free(known->robots);
    known->robots = robots_text(bytes ? bytes : "", n);
    known->robots_status = r ? r->status : 0;
    known->robots_at = crawl_now();
}

static gboolean settle_robots(CrawlHost *h, Errand *e, GError **error)
{
    Crawl *c = h->crawl;
    const Response *r = e->visit.response;
    if (r && r->redirect && e->hops < ROBOTS_REDIRECTS && scope_has_host(c->scope, r->redirect)) {
        Errand *next = errand_new(h, ERRAND_ROBOTS, r->redirect);
        next->hops = e->hops + 1;
        crawl_push(next, TRUE);
        return TRUE;
    }
    gboolean is_answer = r && is_usable(r->status);
    gboolean is_known = is_cached(h->known);
    if (is_answer || !is_known)
        keep_robots(h->known, e);
    use_robots(h);
    g_autofree char *why = is_answer ? NULL : describe(&e->visit);
    if (why && is_known)
        g_ptr_array_add(c->counts.closed, g_strdup_printf("'%s': its robots.txt cannot be had, the last one holds: %s",
                                                          h->known->origin, why));
    else if (why && !h->closed)
        host_close(h, g_strdup_printf("its robots.txt cannot be had: %s", why));
    ask_first(h);
    return frontier_put_host(c->ledger, h->known, error);
}

/* What the host says of a page that is not there. */
static gboolean settle_probe(CrawlHost *h, Errand *e, GError **error)
{
    (void)error;
    Visit *v = &e->visit;
    h->asks_probe = FALSE;
    visit_examine(v);
    if (!v->response || visit_is_trouble(v))
        return TRUE;
    g_free(h->probe);
    h->probe = g_strdup(v->bare_hash ? v->bare_hash : "");
    h->probe_simhash = v->simhash;
    return TRUE;
}

MissingText host_missing_text(const CrawlHost *h)
{
    const FrontierHost *known = h->known;
    return (MissingText){.text_hash = h->probe ? h->probe : known->probe,
                         .simhash = h->probe ? h->probe_simhash : (guint64)known->probe_simhash,
                         .before = known->probe};
}

gboolean host_finish(CrawlHost *h, GError **error)
{
    if (!h->probe)
        return TRUE;
    g_free(h->known->probe);
    h->known->probe = g_steal_pointer(&h->probe);
    h->known->probe_simhash = h->probe_simhash;
    return frontier_put_host(h->crawl->ledger, h->known, error);
}

gboolean host_settle(CrawlHost *h, Errand *e, GError **error)
{
    static gboolean (*const settle[])(CrawlHost *, Errand *, GError **) = {
        [ERRAND_ROBOTS] = settle_robots, [ERRAND_PROBE] = settle_probe, [ERRAND_SITEMAP] = settle_sitemap};
    gboolean ok = settle[e->kind](h, e, error);
    h->crawl->uncommitted++;
    errand_free(e);
    return ok;
}
