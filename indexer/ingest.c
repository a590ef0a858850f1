#include "indexer/ingest.h"

#include <stdlib.h>
#include <string.h>

#include "langs/lang.h"
#include "shim/disk.h"
#include "shim/duplicate.h"
#include "shim/frontier.h"
#include "shim/limits.h"

#define HTTP_GONE 410
#define OWN_PREFIX "isoglot-"

typedef struct {
    Build *build;
    const IngestEvents *events;
    gboolean is_repeat; /* pages are put again that have been named once if they were refused */
} Run;

static void feed_free(gpointer p)
{
    IngestFeed *f = p;
    g_free(f->path);
    g_free((char *)f->options.base);
    g_free(f);
}

GPtrArray *ingest_feeds_new(void)
{
    return g_ptr_array_new_with_free_func(feed_free);
}

void ingest_add(GPtrArray *feeds, const char *path, const char *base, gboolean lang_from_path)
{
    IngestFeed *f = g_new0(IngestFeed, 1);
    f->path = g_strdup(path);
    f->options.base = g_strdup(base);
    f->options.lang_from_path = lang_from_path;
    f->options.gives_gone = TRUE;
    g_ptr_array_add(feeds, f);
}

/* ------------------------------------------------------------------ which feeds */

static gboolean is_listed(const GPtrArray *feeds, const char *path, const char *base)
{
    for (guint i = 0; i < feeds->len; i++) {
        const IngestFeed *f = g_ptr_array_index(feeds, i);
        char resolved[4096];
        if (g_strcmp0(f->options.base, *base ? base : NULL) == 0 && realpath(f->path, resolved) &&
            g_str_equal(resolved, path))
            return TRUE;
    }
    return FALSE;
}

static gboolean add_known_feed(const char *const *columns, guint n, gpointer feeds)
{
    (void)n;
    if (is_listed(feeds, columns[0], columns[1]))
        return TRUE;
    ingest_add(feeds, columns[0], *columns[1] ? columns[1] : NULL, *columns[2] != '\0');
    return TRUE;
}

static gint compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static GPtrArray *list_folder(const char *folder, const char *prefix)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name;
    while (dir && (name = g_dir_read_name(dir)))
        if (g_str_has_prefix(name, prefix) && g_str_has_suffix(name, ".warc.gz"))
            g_ptr_array_add(names, g_strdup(name));
    g_ptr_array_sort(names, compare_names);
    return names;
}

GPtrArray *ingest_list_own(const Config *config)
{
    g_autofree char *folder = g_build_filename(config->data, "feed", NULL);
    return list_folder(folder, OWN_PREFIX);
}

/* What of our own feed a build has to read: everything behind `from`, up to the crawler's mark. */
typedef struct {
    char *from, *until;
    gint64 from_offset, until_offset;
} Span;

static void span_clear(Span *span)
{
    g_free(span->from);
    g_free(span->until);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Span, span_clear)

static void add_own(GPtrArray *feeds, const char *folder, const char *name, const Span *span)
{
    int from = strcmp(name, span->from), until = strcmp(name, span->until);
    if (from < 0 || until > 0 || (from == 0 && until == 0 && span->from_offset >= span->until_offset))
        return;
    g_autofree char *path = g_build_filename(folder, name, NULL);
    ingest_add(feeds, path, NULL, FALSE);
    IngestFeed *f = g_ptr_array_index(feeds, feeds->len - 1);
    f->is_own = TRUE;
    f->options.from = from == 0 ? span->from_offset : 0;
    f->options.until = until == 0 ? span->until_offset : 0;
}

static gboolean find_in_folder(const char *folder, Ledger *ledger, gboolean whole, GPtrArray *feeds, GError **error)
{
    g_auto(Span) span = {NULL, NULL, 0, 0};
    if (ledger && (!frontier_get_feed(ledger, &span.until, &span.until_offset, error) ||
                   !frontier_get_indexed(ledger, &span.from, &span.from_offset, error)))
        return FALSE;
    gboolean is_marked = span.until && *span.until;
    if (whole || !span.from) {
        g_free(span.from);
        span.from = g_strdup("");
    }
    g_autoptr(GPtrArray) names = list_folder(folder, "");
    for (guint i = 0; i < names->len; i++) {
        const char *name = g_ptr_array_index(names, i);
        g_autofree char *path = g_build_filename(folder, name, NULL);
        if (is_marked && g_str_has_prefix(name, OWN_PREFIX))
            add_own(feeds, folder, name, &span);
        else
            ingest_add(feeds, path, NULL, FALSE);
    }
    return TRUE;
}

gboolean ingest_find(const Config *config, gboolean rebuild, GPtrArray *feeds, GError **error)
{
    g_autofree char *folder = g_build_filename(config->data, "feed", NULL);
    g_autofree char *path = g_build_filename(config->data, LEDGER_FILE, NULL);
    gboolean is_known = g_file_test(path, G_FILE_TEST_EXISTS);
    g_autoptr(Ledger) ledger = is_known || rebuild ? ledger_open(config->data, LEDGER_WRITE, error) : NULL;
    if ((is_known || rebuild) && !ledger)
        return FALSE;
    if (!find_in_folder(folder, ledger, rebuild || !ingest_has_index(config), feeds, error) ||
        (rebuild && !ledger_each_feed(ledger, add_known_feed, feeds, error)))
        return FALSE;
    if (feeds->len || (ledger && g_file_test(folder, G_FILE_TEST_IS_DIR)))
        return TRUE;
    g_set_error(error, FAULT, FAULT_USAGE, "no feed given, and none in '%s'", folder);
    return FALSE;
}

gboolean ingest_check(const GPtrArray *feeds, GError **error)
{
    for (guint i = 0; i < feeds->len; i++) {
        const IngestFeed *f = g_ptr_array_index(feeds, i);
        if (g_str_equal(f->path, "-"))
            continue;
        Feed *feed = feed_open(f->path, &f->options, error);
        if (!feed)
            return FALSE;
        feed_close(feed);
    }
    return TRUE;
}

gboolean ingest_has_index(const Config *config)
{
    for (guint i = 0; i < lang_count(); i++)
        if (generation_exists(config->data, lang_code(lang_get(i))))
            return TRUE;
    return FALSE;
}

/* ------------------------------------------------------------------ reading them */

static void refuse(const GError *reason, gpointer user)
{
    const Run *run = user;
    if (!run->is_repeat && run->events->refused)
        run->events->refused(reason, run->events->user);
}

/* Reads one feed; `only` restricts it to these URLs. FALSE: the build is over. */
static gboolean read_feed(Run *run, const IngestFeed *f, GHashTable *only, GError **error)
{
    g_autoptr(Feed) feed = feed_open(f->path, &f->options, error);
    if (!feed)
        return FALSE;
    for (;;) {
        g_autoptr(Page) page = NULL;
        g_autoptr(GError) cause = NULL;
        gboolean ok = feed_next(feed, &page, &cause);
        if (ok && !page)
            return build_wait(run->build, error);
        if (ok && only && !g_hash_table_contains(only, page->url))
            continue;
        if (ok && page->http_status == HTTP_GONE && !page->body)
            ok = build_put_gone(run->build, page->url, page->fetched_at, &cause);
        else if (ok)
            ok = build_put(run->build, g_steal_pointer(&page), &cause);
        if (!ok && !g_error_matches(cause, FAULT, FAULT_SKIP)) {
            g_propagate_error(error, g_steal_pointer(&cause));
            return FALSE;
        }
        if (!ok)
            refuse(cause, run);
        if (run->events->progress)
            run->events->progress(feed, run->events->user);
    }
}

static gboolean add_url(const char *const *columns, guint n, gpointer urls)
{
    (void)n;
    g_hash_table_add(urls, g_strdup(columns[0]));
    return TRUE;
}

/* Pages that an hreflang found later declares to be in another language are put again. */
static gboolean read_redeclared(Run *run, const GPtrArray *feeds, GError **error)
{
    g_autoptr(GHashTable) urls = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    run->is_repeat = TRUE;
    if (!ledger_each_redeclared(build_ledger(run->build), add_url, urls, error))
        return FALSE;
    for (guint i = 0; i < feeds->len && g_hash_table_size(urls); i++) {
        const IngestFeed *f = g_ptr_array_index(feeds, i);
        if (!g_str_equal(f->path, "-") && !read_feed(run, f, urls, error))
            return FALSE;
    }
    return TRUE;
}

/* A rebuild reads again what was given; our own feed needs no note. */
static gboolean remember(Run *run, const IngestFeed *f, GError **error)
{
    char resolved[4096];
    if (f->is_own || g_str_equal(f->path, "-") || !realpath(f->path, resolved))
        return TRUE;
    return ledger_put_feed(build_ledger(run->build), resolved, f->options.base, f->options.lang_from_path,
                           g_get_real_time() / G_USEC_PER_SEC, error);
}

/* How far our own feed has been read, once its pages are acknowledged. */
static gboolean mark_indexed(Ledger *ledger, const GPtrArray *feeds, GError **error)
{
    for (guint i = feeds->len; i-- > 0;) {
        const IngestFeed *f = g_ptr_array_index(feeds, i);
        g_autofree char *name = g_path_get_basename(f->path);
        if (f->is_own && f->options.until)
            return frontier_put_indexed(ledger, name, f->options.until, error) && ledger_commit(ledger, error);
    }
    return TRUE;
}

static guint64 count_put(const Build *build)
{
    return build_pages(build) + build_excluded(build) + build_duplicates(build);
}

/* Pages that were left out and return are put again, from any feed there is: that may let others return. */
static gboolean read_returning(Run *run, const char *data, GError **error)
{
    Ledger *ledger = build_ledger(run->build);
    g_autoptr(GPtrArray) known = ingest_feeds_new();
    g_autofree char *folder = g_build_filename(data, "feed", NULL);
    run->is_repeat = TRUE;
    if (!find_in_folder(folder, NULL, TRUE, known, error) || !ledger_each_feed(ledger, add_known_feed, known, error))
        return FALSE;
    for (guint round = 0; round < LIMIT_RETURNS; round++) {
        g_autoptr(GHashTable) urls = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
        if (!duplicate_each_returning(ledger, add_url, urls, error))
            return FALSE;
        if (!g_hash_table_size(urls))
            return TRUE;
        guint64 before = count_put(run->build);
        for (guint i = 0; i < known->len; i++) {
            const IngestFeed *f = g_ptr_array_index(known, i);
            if (g_file_test(f->path, G_FILE_TEST_EXISTS) && !read_feed(run, f, urls, error))
                return FALSE;
        }
        if (count_put(run->build) == before &&
            (!duplicate_recrawl(ledger, error) || !duplicate_forget_returning(ledger, error)))
            return FALSE;
    }
    return TRUE;
}

gboolean ingest(const Config *config, Build *build, const GPtrArray *feeds, const IngestEvents *events, guint *gone,
                GError **error)
{
    Run run = {build, events, FALSE};
    build_on_refusal(build, refuse, &run);
    for (guint i = 0; i < feeds->len; i++) {
        const IngestFeed *f = g_ptr_array_index(feeds, i);
        if (!read_feed(&run, f, NULL, error) || !remember(&run, f, error))
            return FALSE;
    }
    return read_redeclared(&run, feeds, error) && build_remove_gone(build, gone, error) &&
           read_returning(&run, config->data, error) && build_finish(build, error) &&
           mark_indexed(build_ledger(build), feeds, error);
}
