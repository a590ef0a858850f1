#include "indexer/crawl.h"

#include <string.h>
#include <unistd.h>

#include "indexer/errand.h"
#include "indexer/guard.h"
#include "indexer/url.h"
#include "shim/disk.h"
#include "shim/limits.h"

#define MILLISECOND 1000
#define NEVER G_MAXINT64
#define FEED_FOLDER "feed"

/* ------------------------------------------------------------------ what comes next */

gboolean crawl_is_stopped(const Crawl *c)
{
    return c->error || (c->options->stopped && *c->options->stopped);
}

static gboolean is_over(const Crawl *c)
{
    return crawl_is_stopped(c) || (c->options->max_pages && c->counts.fetched >= c->options->max_pages);
}

void crawl_push_page(CrawlHost *h, FrontierEntry *entry, guint hops)
{
    if (g_hash_table_contains(h->loaded, &entry->id)) {
        frontier_entry_free(entry);
        return;
    }
    Errand *e = errand_new(h, ERRAND_PAGE, entry->url);
    e->entry = entry;
    e->hops = hops;
    g_hash_table_add(h->loaded, g_memdup2(&entry->id, sizeof entry->id));
    crawl_push(e, FALSE);
}

/* Takes more of the host's URLs from the frontier. */
static gboolean refill(CrawlHost *h, GError **error)
{
    Crawl *c = h->crawl;
    if (!c->is_pass || !h->robots || h->is_drained)
        return TRUE;
    guint loaded = g_hash_table_size(h->loaded);
    g_autoptr(GPtrArray) entries = g_ptr_array_new();
    gboolean ok = frontier_next(c->ledger, h->known->id, c->pass.number, loaded + LIMIT_HOST_QUEUE, entries, error);
    for (guint i = 0; i < entries->len; i++)
        crawl_push_page(h, g_ptr_array_index(entries, i), 0);
    h->is_drained = entries->len == loaded;
    return ok;
}

/* Begins what may begin now; gives the time until more may, NEVER if something has to come back first. */
static gint64 start_host(CrawlHost *h, GError **error)
{
    Crawl *c = h->crawl;
    if (!c->is_pass && !h->asks_sitemaps && g_queue_is_empty(&h->ready))
        return NEVER; /* nobody wants anything of it */
    host_begin(h);
    while (!h->closed && !is_over(c) && h->under_way < c->config->crawl.concurrency) {
        if (g_queue_is_empty(&h->ready) && !refill(h, error))
            return NEVER;
        Errand *e = g_queue_peek_head(&h->ready);
        if (!e || (!h->robots && e->kind != ERRAND_ROBOTS) || (h->asks_probe && e->kind == ERRAND_PAGE))
            return NEVER;
        if (h->beginning)
            return h->delay_us;
        gint64 now = g_get_monotonic_time();
        if (now < h->next_us)
            return h->next_us - now;
        g_queue_pop_head(&h->ready);
        if (!errand_is_forbidden(e, error))
            errand_start(e);
        if (*error)
            return NEVER;
    }
    return NEVER;
}

static gint64 start_all(Crawl *c)
{
    gint64 wait = NEVER;
    for (guint i = 0; i < c->turns->len && !c->error; i++) {
        GError *error = NULL;
        wait = MIN(wait, start_host(g_ptr_array_index(c->turns, i), &error));
        if (error)
            crawl_fail(c, error);
    }
    return wait;
}

/* Settles what has been examined; waits for the oldest if `must`. */
static void settle_examined(Crawl *c, gboolean must)
{
    for (Errand *e; !c->error && (e = g_queue_peek_head(&c->examined));) {
        GError *error = NULL;
        gboolean is_much = g_queue_get_length(&c->examined) >= LIMIT_AHEAD || c->examined_bytes >= LIMIT_AHEAD_BYTES;
        if (!must && !is_much && !workers_try(c->workers, &e->job))
            return;
        must = FALSE;
        workers_wait(c->workers, &e->job);
        g_queue_pop_head(&c->examined);
        c->examined_bytes -= e->visit.response ? e->visit.response->body->len : 0;
        e->host->under_way--;
        if (!crawl_settle(c, e, &error))
            crawl_fail(c, error);
        errand_free(e);
        c->uncommitted++;
        c->events++;
    }
}

/* ------------------------------------------------------------------ durable */

typedef struct {
    Crawl *crawl;
    GError **error;
} SkippedRun;

static void put_skipped(const char *reason, const char *pattern, guint64 number, const char *example, gpointer user)
{
    SkippedRun *run = user;
    if (!*run->error)
        (void)!frontier_put_skipped(run->crawl->ledger, reason, pattern, number, example, run->error);
}

gboolean crawl_commit(Crawl *c, GError **error)
{
    GError *cause = NULL;
    SkippedRun run = {c, &cause};
    g_autofree char *file = NULL;
    guint64 offset;
    if (!warc_writer_sync(c->writer, error))
        return FALSE;
    scope_each_skipped(c->scope, put_skipped, &run);
    if (cause) {
        g_propagate_error(error, cause);
        return FALSE;
    }
    warc_writer_get_position(c->writer, &file, &offset);
    if (file && !frontier_put_feed(c->ledger, file, offset, error))
        return FALSE;
    c->committed_us = g_get_monotonic_time();
    c->uncommitted = 0;
    return ledger_commit(c->ledger, error);
}

static void commit_sometimes(Crawl *c)
{
    GError *error = NULL;
    gint64 now = g_get_monotonic_time();
    if (c->on_progress && now - c->shown_us > G_USEC_PER_SEC / 5) {
        c->shown_us = now;
        c->on_progress(&c->counts, c->progress_user);
    }
    if (c->uncommitted && now - c->committed_us > LIMIT_COMMIT_MS * MILLISECOND && !crawl_commit(c, &error))
        crawl_fail(c, error);
}

/* ------------------------------------------------------------------ a crawl */

gboolean crawl_run(Crawl *c, GError **error)
{
    for (gboolean is_idle = FALSE; !is_idle && !crawl_is_stopped(c);) {
        guint64 events = c->events;
        gint64 wait_us = start_all(c);
        guint wait_ms = g_queue_is_empty(&c->examined) ? MIN(wait_us / MILLISECOND + 1, 200) : 1;
        guint under_way = fetcher_run(c->fetcher, wait_ms);
        if (!under_way && wait_us != NEVER && events == c->events)
            g_usleep(wait_ms * MILLISECOND); /* nothing but a delay to wait for */
        settle_examined(c, !under_way && wait_us == NEVER);
        commit_sometimes(c);
        is_idle = !under_way && wait_us == NEVER && events == c->events && g_queue_is_empty(&c->examined);
    }
    while (!c->error && !g_queue_is_empty(&c->examined))
        settle_examined(c, TRUE);
    if (!c->error)
        return crawl_commit(c, error);
    g_propagate_error(error, g_steal_pointer(&c->error));
    return FALSE;
}

static gboolean add_seen(const char *const *columns, guint n, gpointer user)
{
    (void)n;
    Crawl *c = user;
    g_hash_table_add(c->seen, url_key(columns[0]));
    (void)scope_count(c->scope, columns[0]);
    return TRUE;
}

gboolean crawl_add_seeds(Crawl *c, GError **error)
{
    for (char **u = c->config->start; *u; u++) {
        const char *reason = "no http or https URL";
        g_autofree char *url = url_resolve(NULL, *u), *plain = url ? scope_normalise(c->scope, url, &reason) : NULL;
        if (!plain) {
            g_set_error(error, FAULT, FAULT_USAGE, "%s: [site] start: '%s' is not followed: %s", c->config->path, *u,
                        reason);
            return FALSE;
        }
        if (!crawl_discover(c, plain, 0, 0, 0, TRUE, error))
            return FALSE;
    }
    return TRUE;
}

static char *user_agent(const Config *config)
{
    const char *contact = config->crawl.contact;
    return *contact ? g_strdup_printf(FETCH_PRODUCT "/1.0 (+%s)", contact) : g_strdup(FETCH_PRODUCT "/1.0");
}

static gboolean open_doors(Crawl *c, GError **error)
{
    g_autofree char *folder = g_build_filename(c->config->data, FEED_FOLDER, NULL), *agent = user_agent(c->config);
    g_auto(GStrv) private_hosts = config_private_hosts(c->config);
    FetchOptions options = {.user_agent = agent, .private_hosts = (const char *const *)private_hosts};
    c->lock = crawl_lock(c->config->data, error);
    if (c->lock < 0)
        return FALSE;
    c->ledger = ledger_open(c->config->data, LEDGER_WRITE, error);
    c->writer = c->ledger ? warc_writer_open(folder, c->config->crawl.contact, 0, error) : NULL;
    c->fetcher = fetcher_new(&options);
    c->workers = workers_new();
    return c->writer != NULL;
}

Crawl *crawl_open(const Config *config, const CrawlOptions *options, GError **error)
{
    g_autoptr(Crawl) c = g_new0(Crawl, 1);
    c->config = config;
    c->options = options;
    c->lock = -1;
    c->scope = scope_new(config);
    c->counts.closed = g_ptr_array_new_with_free_func(g_free);
    c->hosts = g_hash_table_new(g_str_hash, g_str_equal);
    c->turns = g_ptr_array_new_with_free_func((GDestroyNotify)crawl_host_free);
    c->seen = g_hash_table_new(NULL, NULL);
    c->asked = g_hash_table_new_full(NULL, NULL, (GDestroyNotify)errand_free, NULL);
    c->changed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
    if (!*config->start) {
        g_set_error(error, FAULT, FAULT_USAGE, "no seed URL: give 'start' in [site] of a configuration, see 'isoglot init'");
        return NULL;
    }
    if (!open_doors(c, error) || !frontier_get_pass(c->ledger, &c->pass, error) ||
        !frontier_each_url(c->ledger, add_seen, c, error) || !crawl_replay(c, error) || !crawl_commit(c, error))
        return NULL;
    return g_steal_pointer(&c);
}

void crawl_close(Crawl *c)
{
    g_clear_pointer(&c->fetcher, fetcher_free);
    g_clear_pointer(&c->workers, workers_free);
    g_hash_table_unref(c->asked);
    g_queue_clear_full(&c->examined, (GDestroyNotify)errand_free);
    g_ptr_array_unref(c->turns);
    g_hash_table_unref(c->hosts);
    g_hash_table_unref(c->seen);
    g_hash_table_unref(c->changed);
    g_clear_pointer(&c->writer, warc_writer_close);
    g_clear_pointer(&c->ledger, ledger_close);
    scope_free(c->scope);
    g_ptr_array_unref(c->counts.closed);
    g_clear_error(&c->error);
    if (c->lock >= 0)
        close(c->lock);
    g_free(c);
}

void crawl_on_page(Crawl *c, CrawlPageFunc func, gpointer user)
{
    c->on_page = func;
    c->page_user = user;
}

void crawl_on_progress(Crawl *c, CrawlProgressFunc func, gpointer user)
{
    c->on_progress = func;
    c->progress_user = user;
}

static gboolean begin_pass(Crawl *c, GError **error)
{
    if (c->pass.number && !c->pass.finished_at)
        return TRUE;
    c->pass = (Pass){.number = c->pass.number + 1, .started_at = crawl_now()};
    return frontier_put_pass(c->ledger, &c->pass, error) && frontier_forget_skipped(c->ledger, error);
}

static gboolean meet_open_hosts(Crawl *c, GError **error)
{
    g_autoptr(GPtrArray) origins = g_ptr_array_new_with_free_func(g_free);
    if (!frontier_each_open_host(c->ledger, c->pass.number, ledger_collect, origins, error))
        return FALSE;
    for (guint i = 0; i < origins->len; i++) {
        const char *origin = g_ptr_array_index(origins, i);
        if (scope_has_host(c->scope, origin) && !crawl_find_host(c, origin, error))
            return FALSE;
    }
    return TRUE;
}

/* How many URLs the pass leaves for the next one. */
static gboolean count_waiting(const char *const *columns, guint n, gpointer user)
{
    (void)n;
    *(guint64 *)user += g_ascii_strtoull(columns[2], NULL, 10);
    return TRUE;
}

static gboolean finish_hosts(Crawl *c, GError **error)
{
    for (guint i = 0; i < c->turns->len; i++)
        if (!host_finish(g_ptr_array_index(c->turns, i), error))
            return FALSE;
    return TRUE;
}

gboolean crawl_pass(Crawl *c, GPtrArray *held, GError **error)
{
    c->is_pass = TRUE;
    if (!begin_pass(c, error) || !crawl_add_seeds(c, error) || !meet_open_hosts(c, error) || !crawl_commit(c, error) || !crawl_run(c, error))
        return FALSE;
    c->counts.waiting = 0;
    if (!frontier_each_host(c->ledger, c->pass.number, count_waiting, &c->counts.waiting, error))
        return FALSE;
    if (is_over(c))
        return TRUE;
    c->pass.finished_at = crawl_now();
    return finish_hosts(c, error) &&
           guard_judge(c->ledger, c->writer, c->options->allows_shrink, c->pass.started_at, crawl_now(), held, error) &&
           guard_tell_unseen(c->ledger, c->pass.number, held, error) &&
           frontier_put_pass(c->ledger, &c->pass, error) && crawl_commit(c, error);
}

char *crawl_normalise(const Crawl *c, const char *url, const char **reason)
{
    return scope_normalise(c->scope, url, reason);
}

const CrawlCounts *crawl_counts(const Crawl *c)
{
    return &c->counts;
}

Ledger *crawl_ledger(Crawl *c)
{
    return c->ledger;
}
