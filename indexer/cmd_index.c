#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "indexer/build.h"
#include "indexer/commands.h"
#include "indexer/feed.h"
#include "langs/lang.h"
#include "shim/disk.h"
#include "shim/duplicate.h"
#include "shim/limits.h"

#define SECOND 1000000
#define MOST_REFUSALS_SHOWN 1000

typedef struct {
    Build *build;
    guint64 refused;
    guint gone;
    gboolean is_repeat; /* pages are put again that have been named once if they were refused */
    gboolean is_terminal;
    gint64 started_us, shown_us;
} Run;

typedef struct {
    char *path;
    FeedOptions options;
} FeedRequest;

static void show_progress(Run *run, const Feed *feed)
{
    gint64 now = g_get_monotonic_time();
    if (now - run->shown_us < (run->is_terminal ? SECOND / 5 : 60 * SECOND))
        return;
    run->shown_us = now;
    double seconds = (double)(now - run->started_us) / SECOND, done = feed_progress(feed);
    g_autoptr(GString) line = g_string_new(NULL);
    g_string_printf(line, "%" G_GUINT64_FORMAT " pages, %.0f pages/s", build_pages(run->build),
                    build_pages(run->build) / seconds);
    const GPtrArray *languages = build_languages(run->build);
    for (guint i = 0; i < languages->len; i++) {
        const BuildCount *c = g_ptr_array_index(languages, i);
        g_string_append_printf(line, ", %s %" G_GUINT64_FORMAT, c->name, c->pages);
    }
    if (done > 0.01)
        g_string_append_printf(line, ", %.0f s left", seconds / done - seconds);
    fprintf(stderr, run->is_terminal ? "\r%s\033[K" : "%s\n", line->str);
}

static void refuse(const GError *reason, gpointer user)
{
    Run *run = user;
    if (!run->is_repeat && run->refused++ < MOST_REFUSALS_SHOWN)
        fprintf(stderr, "%srefused: %s\n", run->is_terminal ? "\r\033[K" : "", reason->message);
}

/* Reads one feed; `only` restricts it to these URLs. FALSE: the build is over. */
static gboolean read_feed(Run *run, const FeedRequest *request, GHashTable *only, GError **error)
{
    g_autoptr(Feed) feed = feed_open(request->path, &request->options, error);
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
        if (ok)
            ok = build_put(run->build, g_steal_pointer(&page), &cause);
        if (!ok && !g_error_matches(cause, FAULT, FAULT_SKIP)) {
            g_propagate_error(error, g_steal_pointer(&cause));
            return FALSE;
        }
        if (!ok)
            refuse(cause, run);
        show_progress(run, feed);
    }
}

static gboolean add_url(const char *const *columns, guint n, gpointer urls)
{
    (void)n;
    g_hash_table_add(urls, g_strdup(columns[0]));
    return TRUE;
}

/* Pages that an hreflang found later declares to be in another language are put again. */
static gboolean read_redeclared(Run *run, GPtrArray *requests, GError **error)
{
    g_autoptr(GHashTable) urls = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    run->is_repeat = TRUE;
    if (!ledger_each_redeclared(build_ledger(run->build), add_url, urls, error))
        return FALSE;
    for (guint i = 0; i < requests->len && g_hash_table_size(urls); i++) {
        const FeedRequest *request = g_ptr_array_index(requests, i);
        if (!g_str_equal(request->path, "-") && !read_feed(run, request, urls, error))
            return FALSE;
    }
    return TRUE;
}

static guint64 count_put(const Build *build)
{
    return build_pages(build) + build_excluded(build) + build_duplicates(build);
}

/* Pages that were left out and return are put again, from any feed there is: that may let others return. */
static gboolean read_returning(Run *run, const GPtrArray *requests, GError **error)
{
    Ledger *ledger = build_ledger(run->build);
    run->is_repeat = TRUE;
    for (guint round = 0; round < LIMIT_RETURNS; round++) {
        g_autoptr(GHashTable) urls = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
        if (!duplicate_each_returning(ledger, add_url, urls, error))
            return FALSE;
        if (!g_hash_table_size(urls))
            return TRUE;
        guint64 before = count_put(run->build);
        for (guint i = 0; i < requests->len; i++) {
            const FeedRequest *request = g_ptr_array_index(requests, i);
            if (g_file_test(request->path, G_FILE_TEST_EXISTS) && !read_feed(run, request, urls, error))
                return FALSE;
        }
        if (count_put(run->build) == before &&
            (!duplicate_recrawl(ledger, error) || !duplicate_forget_returning(ledger, error)))
            return FALSE;
    }
    return TRUE;
}

static void request_free(gpointer p)
{
    FeedRequest *r = p;
    g_free(r->path);
    g_free((char *)r->options.base);
    g_free(r);
}

static void add_request(GPtrArray *requests, char *path, const char *base, gboolean lang_from_path)
{
    FeedRequest *r = g_new0(FeedRequest, 1);
    r->path = path;
    r->options.base = g_strdup(base);
    r->options.lang_from_path = lang_from_path;
    g_ptr_array_add(requests, r);
}

static gboolean is_requested(const GPtrArray *requests, const char *path, const char *base)
{
    for (guint i = 0; i < requests->len; i++) {
        const FeedRequest *r = g_ptr_array_index(requests, i);
        char resolved[4096];
        if (g_strcmp0(r->options.base, *base ? base : NULL) == 0 && realpath(r->path, resolved) &&
            g_str_equal(resolved, path))
            return TRUE;
    }
    return FALSE;
}

/* What the crawl has left is known too, once it has been indexed. */
static gboolean add_known_feed(const char *const *columns, guint n, gpointer requests)
{
    (void)n;
    if (is_requested(requests, columns[0], columns[1]))
        return TRUE;
    add_request(requests, g_strdup(columns[0]), *columns[1] ? columns[1] : NULL, *columns[2] != '\0');
    return TRUE;
}

static gint compare_requests(gconstpointer a, gconstpointer b)
{
    return strcmp((*(const FeedRequest *const *)a)->path, (*(const FeedRequest *const *)b)->path);
}

/* What the crawl has left. */
static void add_crawled_feeds(const char *folder, GPtrArray *requests)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name;
    while (dir && (name = g_dir_read_name(dir)))
        if (g_str_has_suffix(name, ".warc.gz"))
            add_request(requests, g_build_filename(folder, name, NULL), NULL, FALSE);
    g_ptr_array_sort(requests, compare_requests);
}

/* Without FEED: what the crawl has left; a rebuild also reads again the feeds that were given before. */
static gboolean find_feeds(const Config *config, gboolean rebuild, GPtrArray *requests, GError **error)
{
    g_autofree char *folder = g_build_filename(config->data, "feed", NULL);
    add_crawled_feeds(folder, requests);
    g_autoptr(Ledger) ledger = rebuild ? ledger_open(config->data, LEDGER_READ, error) : NULL;
    if (rebuild && (!ledger || !ledger_each_feed(ledger, add_known_feed, requests, error)))
        return FALSE;
    if (requests->len)
        return TRUE;
    g_set_error(error, FAULT, FAULT_USAGE, "no feed given, and none in '%s'", folder);
    return FALSE;
}

/* Every feed is opened once before the build begins, so that a mistyped name costs nothing. */
static gboolean check_feeds(const GPtrArray *requests, GError **error)
{
    for (guint i = 0; i < requests->len; i++) {
        const FeedRequest *r = g_ptr_array_index(requests, i);
        Feed *feed = g_str_equal(r->path, "-") ? NULL : feed_open(r->path, &r->options, error);
        if (feed)
            feed_close(feed);
        else if (!g_str_equal(r->path, "-"))
            return FALSE;
    }
    return TRUE;
}

static gboolean remember_feed(Run *run, const FeedRequest *r, GError **error)
{
    char resolved[4096];
    if (g_str_equal(r->path, "-") || !realpath(r->path, resolved))
        return TRUE;
    return ledger_put_feed(build_ledger(run->build), resolved, r->options.base, r->options.lang_from_path,
                           g_get_real_time() / SECOND, error);
}

static gboolean read_all(Run *run, const Config *config, GPtrArray *requests, GError **error)
{
    for (guint i = 0; i < requests->len; i++) {
        const FeedRequest *r = g_ptr_array_index(requests, i);
        if (!read_feed(run, r, NULL, error) || !remember_feed(run, r, error))
            return FALSE;
    }
    g_autofree char *folder = g_build_filename(config->data, "feed", NULL);
    g_autoptr(GPtrArray) known = g_ptr_array_new_with_free_func(request_free);
    add_crawled_feeds(folder, known);
    return read_redeclared(run, requests, error) && build_remove_gone(run->build, &run->gone, error) &&
           ledger_each_feed(build_ledger(run->build), add_known_feed, known, error) &&
           read_returning(run, known, error) && build_finish(run->build, error);
}

static void report(const Run *run)
{
    const GPtrArray *tables[] = {build_languages(run->build), build_editions(run->build)};
    double seconds = (double)(g_get_monotonic_time() - run->started_us) / SECOND;
    if (run->is_terminal)
        fprintf(stderr, "\r\033[K");
    printf("%" G_GUINT64_FORMAT " pages indexed, %" G_GUINT64_FORMAT " in no index, %" G_GUINT64_FORMAT
           " refused, %" G_GUINT64_FORMAT " duplicates left out, %u gone, %.1f s\n",
           build_pages(run->build), build_excluded(run->build), run->refused, build_duplicates(run->build), run->gone,
           seconds);
    for (guint t = 0; t < 2; t++) {
        printf("%-12s %8s %14s %8s\n", t ? "edition" : "index", "pages", "untranslated", "mixed");
        for (guint i = 0; i < tables[t]->len; i++) {
            const BuildCount *c = g_ptr_array_index(tables[t], i);
            printf("%-12s %8" G_GUINT64_FORMAT " %14" G_GUINT64_FORMAT " %8" G_GUINT64_FORMAT "\n", c->name, c->pages,
                   c->untranslated, c->mixed);
        }
    }
}

static gboolean has_any_index(const Config *config)
{
    for (guint i = 0; i < lang_count(); i++)
        if (generation_exists(config->data, lang_code(lang_get(i))))
            return TRUE;
    return FALSE;
}

int cmd_index(const Config *config, int argc, char **argv)
{
    gboolean rebuild = FALSE, lang_from_path = FALSE;
    g_autofree char *base = NULL;
    const GOptionEntry options[] = {
        {"rebuild", 0, 0, G_OPTION_ARG_NONE, &rebuild, "Build all indexes anew, from the feeds given or all known", NULL},
        {"base", 0, 0, G_OPTION_ARG_STRING, &base, "URL of the directory that is indexed", "URL"},
        {"lang-from-path", 0, 0, G_OPTION_ARG_NONE, &lang_from_path,
         "A folder named like a language says its pages' language", NULL},
        {0}};
    if (!command_options(options, "[FEED…]",
                         "Index pages. FEED: a .warc or .warc.gz file, a directory (with --base), a .jsonl file, or -\n"
                         "for standard input; none: what the crawl has left in the data directory.",
                         &argc, &argv))
        return EXIT_USAGE;
    GError *error = NULL;
    g_autoptr(GPtrArray) requests = g_ptr_array_new_with_free_func(request_free);
    for (int i = 1; i < argc; i++)
        add_request(requests, g_strdup(argv[i]), base, lang_from_path);
    if ((!requests->len && !find_feeds(config, rebuild, requests, &error)) || !check_feeds(requests, &error))
        return command_fail(error);
    BuildMode mode = rebuild || !has_any_index(config) ? BUILD_BULK : BUILD_INCREMENTAL;
    g_autoptr(Build) build = build_open(config, mode, &error);
    if (!build)
        return command_fail(error);
    gint64 now_us = g_get_monotonic_time();
    Run run = {build, 0, 0, FALSE, isatty(STDERR_FILENO), now_us, now_us};
    build_on_refusal(build, refuse, &run);
    if (!read_all(&run, config, requests, &error))
        return command_fail(error);
    report(&run);
    return run.refused ? EXIT_REFUSALS : EXIT_DONE;
}
