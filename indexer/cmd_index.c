#include <stdio.h>

#include "indexer/commands.h"
#include "indexer/compact.h"
#include "indexer/ingest.h"
#include "indexer/learn.h"
#include "indexer/learn_due.h"

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

static void show_mistake(const char *message, gpointer user)
{
    (void)user;
    fprintf(stderr, "refused: %s\n", message);
}

/* Likewise: without the lexicons of today, those of before serve. */
static void learn_when_due(const Config *config)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(LearnCount));
    gboolean is_due;
    TerminologyCount terms = {0};
    const LearnEvents events = {NULL, show_mistake, NULL};
    Progress progress = progress_begin();
    if (!learn_is_due(config, &is_due, &error) || (is_due && !learn(config, &events, counts, &terms, &error)))
        g_printerr("isoglot: not learned: %s\n", error->message);
    else if (is_due)
        printf("lexicons learned, %u pairs of languages, %.1f s\n", counts->len, progress_seconds(&progress));
}

int cmd_index(const Config *config, int argc, char **argv)
{
    gboolean rebuild = FALSE, lang_from_path = FALSE, no_learn = FALSE;
    g_autofree char *base = NULL;
    const GOptionEntry options[] = {
        {"rebuild", 0, 0, G_OPTION_ARG_NONE, &rebuild, "Build all indexes anew, from the feeds given or all known", NULL},
        {"base", 0, 0, G_OPTION_ARG_STRING, &base, "URL of the directory that is indexed", "URL"},
        {"lang-from-path", 0, 0, G_OPTION_ARG_NONE, &lang_from_path,
         "A folder named like a language says its pages' language", NULL},
        {"no-learn", 0, 0, G_OPTION_ARG_NONE, &no_learn, "Do not learn from translations, whatever has changed", NULL},
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
    if (config->may_learn && !no_learn)
        learn_when_due(config);
    return run.refused ? EXIT_REFUSALS : EXIT_DONE;
}
