#include <stdio.h>

#include "indexer/commands.h"
#include "indexer/compact.h"
#include "indexer/ingest.h"

#define MOST_REFUSALS_SHOWN 1000

typedef struct {
    Build *build;
    guint64 refused;
    guint gone;
    Progress progress;
} Run;

static void show_progress(const Feed *feed, gpointer user)
{
    Run *run = user;
    if (!progress_is_due(&run->progress))
        return;
    double seconds = progress_seconds(&run->progress), done = feed_progress(feed);
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
    progress_show(&run->progress, line->str);
}

static void refuse(const GError *reason, gpointer user)
{
    Run *run = user;
    if (run->refused++ >= MOST_REFUSALS_SHOWN)
        return;
    progress_clear(&run->progress);
    fprintf(stderr, "refused: %s\n", reason->message);
}

static void report(const Run *run)
{
    const GPtrArray *tables[] = {build_languages(run->build), build_editions(run->build)};
    double seconds = progress_seconds(&run->progress);
    progress_clear(&run->progress);
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

/* What is indexed is indexed: if watch has taken the lock meanwhile, or the disk is full, it stays larger than it has to be. */
static void compact(const Config *config, gboolean are_compact)
{
    g_autoptr(GError) error = NULL;
    guint compacted;
    if (!compact_where_it_pays(config, are_compact, &compacted, &error))
        g_printerr("isoglot: not compacted: %s\n", error->message);
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
    g_autoptr(GPtrArray) feeds = ingest_feeds_new();
    for (int i = 1; i < argc; i++)
        ingest_add(feeds, argv[i], base, lang_from_path);
    if ((!feeds->len && !ingest_find(config, rebuild, feeds, &error)) || !ingest_check(feeds, &error))
        return command_fail(error);
    BuildMode mode = rebuild || !ingest_has_index(config) ? BUILD_BULK : BUILD_INCREMENTAL;
    g_autoptr(Build) build = build_open(config, mode, &error);
    if (!build)
        return command_fail(error);
    Run run = {build, 0, 0, progress_begin()};
    IngestEvents events = {refuse, show_progress, &run};
    if (!ingest(config, build, feeds, &events, &run.gone, &error))
        return command_fail(error);
    report(&run);
    g_clear_pointer(&build, build_close); /* and its lock */
    compact(config, mode == BUILD_BULK);
    return run.refused ? EXIT_REFUSALS : EXIT_DONE;
}
