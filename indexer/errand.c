#include "indexer/errand.h"

#include "shim/limits.h"

Errand *errand_new(CrawlHost *host, ErrandKind kind, const char *url)
{
    Errand *e = g_new0(Errand, 1);
    e->host = host;
    e->kind = kind;
    e->url = g_strdup(url);
    return e;
}

void errand_free(Errand *e)
{
    visit_clear(&e->visit);
    g_clear_pointer(&e->entry, frontier_entry_free);
    g_free(e->url);
    g_free(e);
}

void crawl_push(Errand *e, gboolean soon)
{
    if (soon)
        g_queue_push_head(&e->host->ready, e);
    else
        g_queue_push_tail(&e->host->ready, e);
}

static void examine(Job *job, guint thread)
{
    (void)thread;
    visit_examine(&((Errand *)job)->visit);
}

gint64 crawl_now(void)
{
    return g_get_real_time() / G_USEC_PER_SEC;
}

/* ------------------------------------------------------------------ transfers */

void crawl_fail(Crawl *c, GError *cause)
{
    if (c->error)
        g_error_free(cause);
    else
        c->error = cause;
}

/* A connection may take its time, and so may the disk: the delay counts from when the host is asked. */
static void count_delay(CrawlHost *h, const Errand *e)
{
    if (h->beginning != e)
        return;
    h->beginning = NULL;
    h->next_us = MAX(h->next_us, h->asked_us + h->delay_us);
}

static void sent(gpointer user)
{
    Errand *e = user;
    e->host->asked_us = g_get_monotonic_time();
    count_delay(e->host, e);
}

static void came_back(Response *response, const GError *cause, gpointer user)
{
    Errand *e = user;
    CrawlHost *h = e->host;
    Crawl *c = h->crawl;
    GError *error = NULL;
    g_hash_table_steal(c->asked, e);
    count_delay(h, e);
    c->events++;
    e->visit.response = response;
    e->visit.error = cause ? g_error_copy(cause) : NULL;
    if (response)
        c->counts.bytes += response->body->len;
    gboolean in_trouble = visit_is_trouble(&e->visit);
    if (!in_trouble)
        h->failures = 0;
    else if (!host_slow_down(h, e, &error))
        crawl_fail(c, g_steal_pointer(&error));
    gboolean again = in_trouble && e->attempts < LIMIT_ATTEMPTS && !h->closed;
    h->under_way -= again || e->kind != ERRAND_PAGE; /* a page is until it is settled */
    if (again) {
        visit_clear(&e->visit);
        crawl_push(e, e->kind != ERRAND_PAGE);
    } else if (e->kind == ERRAND_PAGE) {
        e->job.run = examine;
        g_queue_push_tail(&c->examined, e);
        c->examined_bytes += response ? response->body->len : 0;
        workers_start(c->workers, &e->job);
    } else if (!host_settle(h, e, &error)) {
        crawl_fail(c, error);
    }
}

/* A page that robots.txt forbids, or the configuration by now, is settled without asking. */
static gboolean settle_unasked(Errand *e, const char *out, GError **error)
{
    Crawl *c = e->host->crawl;
    if (out)
        visit_judge_out(out, c->pass.number, crawl_now(), e->entry);
    else
        visit_judge_blocked(robots_find(e->host->robots, e->url)->text, c->pass.number, crawl_now(), e->entry);
    c->counts.blocked += !out;
    c->uncommitted++;
    if (!frontier_settle(c->ledger, e->entry, error))
        return FALSE;
    g_hash_table_remove(e->host->loaded, &e->entry->id);
    return TRUE;
}

gboolean errand_is_forbidden(Errand *e, GError **error)
{
    const char *out = NULL;
    if (e->kind == ERRAND_ROBOTS || e->kind == ERRAND_SITEMAP)
        return FALSE;
    if (e->kind == ERRAND_PAGE)
        g_free(scope_normalise(e->host->crawl->scope, e->url, &out));
    if (!out && robots_is_allowed(e->host->robots, e->url))
        return FALSE;
    e->host->asks_probe &= e->kind != ERRAND_PROBE;
    if (e->kind == ERRAND_PAGE)
        (void)!settle_unasked(e, out, error);
    errand_free(e);
    return TRUE;
}

void errand_start(Errand *e)
{
    CrawlHost *h = e->host;
    Crawl *c = h->crawl;
    const FrontierEntry *known = e->entry && !c->options->is_fresh && *e->entry->payload ? e->entry : NULL;
    FetchRequest request = {.url = e->url,
                            .etag = known && *known->etag ? known->etag : NULL,
                            .last_modified = known && *known->last_modified ? known->last_modified : NULL,
                            .ceiling = e->kind == ERRAND_SITEMAP ? LIMIT_SITEMAP : 0,
                            .sent = sent};
    e->attempts++;
    g_hash_table_add(c->asked, e);
    h->under_way++;
    h->beginning = h->delay_us ? e : NULL;
    c->counts.fetched += e->kind == ERRAND_PAGE;
    fetcher_start(c->fetcher, &request, came_back, e);
}
