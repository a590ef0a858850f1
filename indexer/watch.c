#include "indexer/watch.h"

#include <string.h>

#include "indexer/build.h"
#include "indexer/cluster.h"
#include "indexer/crawl.h"
#include "indexer/ingest.h"
#include "indexer/suggest.h"
#include "indexer/url.h"
#include "shim/frontier.h"
#include "shim/limits.h"
#include "shim/queue.h"

#define KEY_TRUSTED_S 86400 /* a key that was found on its host is not looked for again */
#define LONGEST_KEY_FILE 1024
#define DUE_OF_A_ROUND 32
#define QUEUED_OF_A_ROUND 256
#define RESULTS_KEPT_S 86400
#define REFRESH_EVERY_S 600 /* between two questions whether a host is to be refreshed */
#define ANOTHER_TRY_US (G_USEC_PER_SEC / 4)

struct Watch {
    const Config *config;
    CrawlOptions options;
    Crawl *crawl;
    Ledger *ledger;      /* the crawl's */
    GPtrArray *pages;    /* Page*, fetched and not in the indexes yet */
    GHashTable *asked;   /* URLs of this round's orders */
    GHashTable *keys;    /* "location key" → when it was found there, in monotonic seconds */
    GHashTable *missing_keys; /* the same → why it was not, in this round */
    gint64 committed_us, refreshed_us;
    WatchNoteFunc note;
    gpointer note_user;
};

static void note(Watch *w, const char *format, ...) G_GNUC_PRINTF(2, 3);
static void note(Watch *w, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    if (w->note)
        w->note(text, w->note_user);
}

static void refuse(const GError *reason, gpointer user)
{
    note(user, "refused: %s", reason->message);
}

static void page_done(gpointer page)
{
    if (page)
        page_free(page);
}

static void take_page(Page *page, gpointer user)
{
    Watch *w = user;
    page->is_asked = g_hash_table_contains(w->asked, page->url);
    g_ptr_array_add(w->pages, page);
}

/* ------------------------------------------------------------------ the indexes */

/* Another process may be writing the indexes for a while. */
static Build *open_build(Watch *w, BuildMode mode, GError **error)
{
    for (;;) {
        g_autoptr(GError) cause = NULL;
        Build *build = build_open(w->config, mode, &cause);
        if (build)
            build_on_refusal(build, refuse, w);
        if (build || !g_error_matches(cause, FAULT, FAULT_RETRY) || *w->options.stopped) {
            if (!build)
                g_propagate_error(error, g_steal_pointer(&cause));
            return build;
        }
        g_usleep(ANOTHER_TRY_US);
    }
}

static gboolean index_leftovers(Watch *w, GError **error)
{
    g_autoptr(GPtrArray) feeds = ingest_feeds_new();
    gboolean is_first = !ingest_has_index(w->config), is_due;
    IngestEvents events = {refuse, NULL, w};
    if (!ingest_find(w->config, FALSE, feeds, error) || !cluster_is_due(crawl_ledger(w->crawl), &is_due, error))
        return FALSE;
    if (!feeds->len && !is_first && !is_due)
        return TRUE;
    g_autoptr(Build) build = open_build(w, is_first ? BUILD_BULK : BUILD_INCREMENTAL, error);
    guint gone;
    return build && ingest(w->config, build, feeds, &events, &gone, error);
}

/* The feed is read up to the crawler's mark: all pages up to there have been put. */
static gboolean mark_indexed(Ledger *ledger, GError **error)
{
    g_autofree char *file = NULL;
    gint64 offset;
    return frontier_get_feed(ledger, &file, &offset, error) && frontier_put_indexed(ledger, file, offset, error) &&
           ledger_commit(ledger, error);
}

static gboolean note_any(const char *const *columns, guint n, gpointer any)
{
    (void)columns;
    (void)n;
    *(gboolean *)any = TRUE;
    return FALSE; /* one is enough */
}

/* Are there suggestions that earlier changes should have made? */
static gboolean is_belated(const Watch *w)
{
    g_autoptr(GPtrArray) languages = lang_find_all((const char *const *)w->config->languages, NULL);
    for (guint i = 0; languages && i < languages->len; i++)
        if (suggest_is_due(w->config->data, g_ptr_array_index(languages, i)))
            return TRUE;
    return FALSE;
}

/* What was fetched becomes searchable, what is gone leaves; without either the indexes are left in peace. */
static gboolean commit(Watch *w, GError **error)
{
    gboolean any = w->pages->len > 0 || is_belated(w);
    if (!any && !frontier_each_gone(w->ledger, note_any, &any, error))
        return FALSE;
    if (!any)
        return mark_indexed(w->ledger, error);
    gint64 wait_us = w->committed_us + LIMIT_WATCH_MS * G_GINT64_CONSTANT(1000) - g_get_monotonic_time();
    if (w->committed_us && wait_us > 0)
        g_usleep(wait_us);
    g_autoptr(Build) build = open_build(w, BUILD_INCREMENTAL, error);
    guint gone;
    if (!build)
        return FALSE;
    for (guint i = 0; i < w->pages->len; i++)
        if (!build_put(build, g_steal_pointer(&g_ptr_array_index(w->pages, i)), error))
            return FALSE;
    g_ptr_array_set_size(w->pages, 0);
    if (!build_remove_gone(build, &gone, error) || !build_finish(build, error) || !mark_indexed(build_ledger(build), error))
        return FALSE;
    w->committed_us = g_get_monotonic_time();
    return TRUE;
}

/* ------------------------------------------------------------------ what is asked for */

/* Why the key file does not have the key; NULL: it has. */
static char *read_key(Watch *w, const char *location, const char *key)
{
    g_autoptr(GError) cause = NULL;
    g_autoptr(Page) page = crawl_get(w->crawl, location, &cause);
    gsize n = 0;
    const char *bytes = page && page->body ? g_bytes_get_data(page->body, &n) : NULL;
    g_autofree char *text = g_strstrip(g_strndup(bytes ? bytes : "", MIN(n, LONGEST_KEY_FILE)));
    if (page && page->http_status == 200 && g_str_equal(text, key))
        return NULL;
    return g_strdup_printf("its key is not at '%s'%s%s", location, cause ? ": " : "", cause ? cause->message : "");
}

/* The key has to stand in the key file of the host (or where the ping says, on the same host). Of a round's pings with the
 * same key file one asks for it. */
static gboolean find_key(Watch *w, const QueueItem *item, char **problem)
{
    g_autofree char *origin = url_origin(item->url), *usual = g_strdup_printf("%s/%s.txt", origin, item->key);
    g_autofree char *location = url_resolve(NULL, *item->key_location ? item->key_location : usual);
    g_autofree char *its_origin = url_origin(location ? location : "");
    if (!g_str_equal(origin, its_origin)) {
        *problem = g_strdup_printf("its key is not at '%s'", location ? location : item->key_location);
        return FALSE;
    }
    g_autofree char *id = g_strconcat(location, " ", item->key, NULL);
    gint64 now = g_get_monotonic_time() / G_USEC_PER_SEC, *found_at = g_hash_table_lookup(w->keys, id);
    if (found_at && now - *found_at < KEY_TRUSTED_S)
        return TRUE;
    const char *known = g_hash_table_lookup(w->missing_keys, id);
    *problem = known ? g_strdup(known) : read_key(w, location, item->key);
    if (!*problem)
        g_hash_table_insert(w->keys, g_steal_pointer(&id), g_memdup2(&now, sizeof now));
    else if (!known)
        g_hash_table_insert(w->missing_keys, g_steal_pointer(&id), g_strdup(*problem));
    return !*problem;
}

/* Why an item cannot be visited, or NULL; its URL and translations go to `urls`. */
static gboolean gather(Watch *w, QueueItem *item, GPtrArray *urls, char **problem, GError **error)
{
    const char *reason = "no http or https URL";
    g_autofree char *normal = url_resolve(NULL, item->url);
    g_autofree char *url = normal ? crawl_normalise(w->crawl, normal, &reason) : NULL;
    if (!url) {
        *problem = g_strdup_printf("not followed: %s", reason);
        return TRUE;
    }
    g_free(item->url);
    item->url = g_steal_pointer(&url);
    if (item->source == QUEUE_INDEXNOW && !find_key(w, item, problem))
        return TRUE;
    if (item->source == QUEUE_REINDEX)
        g_hash_table_add(w->asked, g_strdup(item->url));
    g_ptr_array_add(urls, g_strdup(item->url));
    return ledger_each_translation(w->ledger, item->url, ledger_collect, urls, error);
}

static gboolean gather_due(Watch *w, GPtrArray *urls, GError **error)
{
    gint64 now_us = g_get_monotonic_time();
    if (!w->refreshed_us || now_us - w->refreshed_us > REFRESH_EVERY_S * (gint64)G_USEC_PER_SEC) {
        w->refreshed_us = now_us;
        if (!crawl_refresh(w->crawl, error))
            return FALSE;
    }
    g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func((GDestroyNotify)frontier_entry_free);
    if (!frontier_next_due(w->ledger, g_get_real_time() / G_USEC_PER_SEC, DUE_OF_A_ROUND, entries, error))
        return FALSE;
    for (guint i = 0; i < entries->len; i++)
        g_ptr_array_add(urls, g_strdup(((FrontierEntry *)g_ptr_array_index(entries, i))->url));
    return TRUE;
}

/* What has come of an item in a round that began at `since`; one that was not looked at before a stop stays queued. */
static gboolean answer(Watch *w, const QueueItem *item, const char *problem, gint64 since, GError **error)
{
    g_autoptr(FrontierEntry) entry = NULL;
    if (!problem && !frontier_find(w->ledger, item->url, &entry, error))
        return FALSE;
    gboolean is_visited = entry && entry->checked_at >= since;
    const char *result = problem ? problem : "not visited, its host is left alone";
    if (is_visited)
        result = *entry->verdict ? "" : entry->error;
    if (!is_visited && *w->options.stopped) /* a problem may be but the stop */
        return TRUE;
    note(w, "%s '%s'%s%s", item->source == QUEUE_REINDEX ? "reindexed" : "pinged:", item->url, *result ? ": " : "", result);
    return queue_finish(w->ledger, item->id, result, g_get_real_time(), error);
}

/* Of a page that the operator asked for, that it is gone is believed. */
static gboolean believe(Watch *w, GError **error)
{
    GHashTableIter iter;
    gpointer url;
    if (!frontier_judge_moved(w->ledger, error))
        return FALSE;
    g_hash_table_iter_init(&iter, w->asked);
    while (g_hash_table_iter_next(&iter, &url, NULL))
        if (!frontier_release_page(w->ledger, url, error))
            return FALSE;
    return TRUE;
}

/* What the operator asks for is fetched whole: the indexes may not have the version that is known. */
static gboolean forget(Watch *w, GError **error)
{
    GHashTableIter iter;
    gpointer url;
    g_hash_table_iter_init(&iter, w->asked);
    while (g_hash_table_iter_next(&iter, &url, NULL))
        if (!frontier_forget(w->ledger, url, error))
            return FALSE;
    return TRUE;
}

/* What the round has found gone, and is not believed, the operator has to know. */
static gboolean judge(Watch *w, guint64 held_before, GError **error)
{
    g_autoptr(GPtrArray) held = g_ptr_array_new_with_free_func(g_free);
    guint64 changed = crawl_counts(w->crawl)->held - held_before;
    if (!believe(w, error) || !crawl_judge(w->crawl, held, error))
        return FALSE;
    for (guint i = 0; i < held->len; i++)
        note(w, "held: %s", (char *)g_ptr_array_index(held, i));
    if (changed)
        note(w, "held: %" G_GUINT64_FORMAT " pages changed to one and the same text", changed);
    return TRUE;
}

static gboolean visit(Watch *w, const GPtrArray *urls, GError **error)
{
    guint64 held_before = crawl_counts(w->crawl)->held;
    if (!urls->len)
        return !is_belated(w) || commit(w, error);
    if (!forget(w, error) || !crawl_visit(w->crawl, urls, error))
        return FALSE;
    const GPtrArray *closed = crawl_counts(w->crawl)->closed;
    for (guint i = 0; i < closed->len; i++)
        note(w, "host %s", (char *)g_ptr_array_index(closed, i));
    return judge(w, held_before, error) && commit(w, error);
}

gboolean watch_round(Watch *w, gboolean and_due, gboolean *did, GError **error)
{
    g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func((GDestroyNotify)queue_item_free);
    g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free), urls = g_ptr_array_new_with_free_func(g_free);
    gint64 since = g_get_real_time() / G_USEC_PER_SEC;
    g_hash_table_remove_all(w->asked);
    g_hash_table_remove_all(w->missing_keys);
    if (!queue_next(w->ledger, QUEUED_OF_A_ROUND, items, error))
        return FALSE;
    for (guint i = 0; i < items->len; i++) {
        char *problem = NULL;
        if (!gather(w, g_ptr_array_index(items, i), urls, &problem, error))
            return FALSE;
        g_ptr_array_add(problems, problem);
    }
    if (!items->len && and_due && !gather_due(w, urls, error))
        return FALSE;
    *did = items->len || urls->len;
    if (!visit(w, urls, error))
        return FALSE;
    for (guint i = 0; i < items->len; i++)
        if (!answer(w, g_ptr_array_index(items, i), g_ptr_array_index(problems, i), since, error))
            return FALSE;
    return !*did || (queue_prune(w->ledger, g_get_real_time() - RESULTS_KEPT_S * (gint64)G_USEC_PER_SEC, error) &&
                     ledger_commit(w->ledger, error));
}

Watch *watch_open(const Config *config, const volatile int *stopped, GError **error)
{
    g_autoptr(Watch) w = g_new0(Watch, 1);
    w->config = config;
    w->options.stopped = stopped;
    w->pages = g_ptr_array_new_with_free_func(page_done);
    w->asked = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    w->keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    w->missing_keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    w->crawl = crawl_open(config, &w->options, error);
    if (!w->crawl || !index_leftovers(w, error))
        return NULL;
    w->ledger = crawl_ledger(w->crawl);
    crawl_on_page(w->crawl, take_page, w);
    return g_steal_pointer(&w);
}

void watch_close(Watch *w)
{
    g_clear_pointer(&w->crawl, crawl_close);
    g_ptr_array_unref(w->pages);
    g_hash_table_unref(w->asked);
    g_hash_table_unref(w->keys);
    g_hash_table_unref(w->missing_keys);
    g_free(w);
}

void watch_on_note(Watch *w, WatchNoteFunc func, gpointer user)
{
    w->note = func;
    w->note_user = user;
}
