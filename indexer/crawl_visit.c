#include "indexer/errand.h"
#include "indexer/guard.h"
#include "shim/limits.h"

#define GET_MS 200

/* Asks for what waits, of all hosts that are not to be left alone. */
static gboolean run_visits(Crawl *c, GError **error)
{
    gboolean ok = crawl_run(c, error);
    for (guint i = 0; i < c->turns->len && ok && !crawl_is_stopped(c); i++)
        ok = host_leave_rest(g_ptr_array_index(c->turns, i), error);
    return ok && crawl_commit(c, error);
}

static void begin_visits(Crawl *c)
{
    c->is_pass = FALSE;
    crawl_forget_changes(c);
    g_ptr_array_set_size(c->counts.closed, 0);
    for (guint i = 0; i < c->turns->len; i++)
        host_reopen(g_ptr_array_index(c->turns, i));
}

/* ------------------------------------------------------------------ what a crawl does besides passes */

gboolean crawl_visit(Crawl *c, const GPtrArray *urls, GError **error)
{
    begin_visits(c);
    for (guint i = 0; i < urls->len; i++) {
        const char *reason;
        g_autofree char *url = scope_normalise(c->scope, g_ptr_array_index(urls, i), &reason);
        CrawlHost *h = url ? crawl_find_host(c, url, error) : NULL;
        FrontierEntry *entry = NULL;
        if (!url)
            continue;
        if (!h || !frontier_find(c->ledger, url, &entry, error))
            return FALSE;
        if (!entry &&
            (!crawl_discover(c, url, 1, 0, 0, TRUE, error) || !frontier_find(c->ledger, url, &entry, error)))
            return FALSE;
        if (entry)
            crawl_push_page(h, entry, 0);
    }
    return run_visits(c, error);
}

static gboolean add_origin(const char *const *columns, guint n, gpointer origins)
{
    (void)n;
    g_ptr_array_add(origins, g_strdup(columns[0]));
    return TRUE;
}

gboolean crawl_refresh(Crawl *c, GError **error)
{
    g_autoptr(GPtrArray) origins = g_ptr_array_new_with_free_func(g_free);
    begin_visits(c);
    if (!crawl_add_seeds(c, error) ||
        !frontier_each_host(c->ledger, c->pass.number, add_origin, origins, error))
        return FALSE;
    for (guint i = 0; i < origins->len; i++) {
        CrawlHost *h = crawl_find_host(c, g_ptr_array_index(origins, i), error);
        if (!h)
            return FALSE;
        gint64 age = crawl_now() - h->known->robots_at;
        if (age >= 0 && age < LIMIT_REFRESH_S)
            continue;
        host_renew(h);
        h->asks_sitemaps = TRUE;
    }
    return run_visits(c, error);
}

gboolean crawl_judge(Crawl *c, GError **error)
{
    g_autoptr(GPtrArray) held = g_ptr_array_new_with_free_func(g_free);
    gint64 now = crawl_now();
    return guard_judge(c->ledger, c->writer, FALSE, now - LIMIT_SHRINK_WINDOW_S, now, held, error) &&
           crawl_commit(c, error);
}

static void got(Response *response, const GError *cause, gpointer user)
{
    Crawl *c = user;
    c->is_got = TRUE;
    c->got = response;
    c->got_error = cause ? g_error_copy(cause) : NULL;
}

Page *crawl_get(Crawl *c, const char *url, GError **error)
{
    if (!scope_has_host(c->scope, url)) {
        g_set_error(error, FAULT, FAULT_SKIP, "cannot fetch '%s': its host is not one of the site's", url);
        return NULL;
    }
    c->is_got = FALSE;
    fetcher_start(c->fetcher, &(FetchRequest){.url = url}, got, c);
    while (!c->is_got && !crawl_is_stopped(c))
        fetcher_run(c->fetcher, GET_MS);
    if (!c->is_got)
        g_set_error(error, FAULT, FAULT_RETRY, "cannot fetch '%s': stopped", url);
    else if (c->got_error)
        g_propagate_error(error, g_steal_pointer(&c->got_error));
    g_autoptr(Response) response = g_steal_pointer(&c->got);
    return response ? response_page(response, error) : NULL;
}
