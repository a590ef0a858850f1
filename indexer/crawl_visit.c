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

/* What the frontier has under this spelling is not of the crawl any more: it must not stay due. */
static gboolean put_off(Crawl *c, const char *url, const char *reason, GError **error)
{
    g_autoptr(FrontierEntry) entry = NULL;
    if (!frontier_find(c->ledger, url, &entry, error))
        return FALSE;
    if (!entry)
        return TRUE;
    visit_judge_out(reason, c->pass.number, crawl_now(), entry);
    c->uncommitted++;
    return frontier_settle(c->ledger, entry, error);
}

static gboolean ask_for(Crawl *c, const char *url, GError **error)
{
    const char *reason;
    FrontierEntry *entry = NULL;
    g_autofree char *plain = scope_normalise(c->scope, url, &reason);
    if (!plain)
        return put_off(c, url, reason, error);
    if (!g_str_equal(plain, url) && !put_off(c, url, "session parameters", error))
        return FALSE;
    CrawlHost *h = crawl_find_host(c, plain, error);
    if (!h || !frontier_find(c->ledger, plain, &entry, error))
        return FALSE;
    if (!entry && (!crawl_discover(c, plain, 1, 0, 0, TRUE, error) || !frontier_find(c->ledger, plain, &entry, error)))
        return FALSE;
    if (entry)
        crawl_push_page(h, entry, 0);
    return TRUE;
}

gboolean crawl_visit(Crawl *c, const GPtrArray *urls, GError **error)
{
    begin_visits(c);
    for (guint i = 0; i < urls->len; i++)
        if (!ask_for(c, g_ptr_array_index(urls, i), error))
            return FALSE;
    return run_visits(c, error);
}

gboolean crawl_refresh(Crawl *c, GError **error)
{
    g_autoptr(GPtrArray) origins = g_ptr_array_new_with_free_func(g_free);
    begin_visits(c);
    if (!crawl_add_seeds(c, error) ||
        !frontier_each_host(c->ledger, c->pass.number, ledger_collect, origins, error))
        return FALSE;
    for (guint i = 0; i < origins->len; i++) {
        const char *origin = g_ptr_array_index(origins, i);
        if (!scope_has_host(c->scope, origin))
            continue;
        CrawlHost *h = crawl_find_host(c, origin, error);
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

gboolean crawl_judge(Crawl *c, GPtrArray *held, GError **error)
{
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
