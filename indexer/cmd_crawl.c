#include <stdio.h>

#include "indexer/commands.h"
#include "indexer/crawl.h"
#include "indexer/prune.h"

static void show_progress(const CrawlCounts *n, gpointer user)
{
    Progress *p = user;
    if (!progress_is_due(p))
        return;
    g_autofree char *line = g_strdup_printf(
        "%" G_GUINT64_FORMAT " fetched, %.0f pages/s: %" G_GUINT64_FORMAT " new, %" G_GUINT64_FORMAT
        " changed, %" G_GUINT64_FORMAT " unchanged, %" G_GUINT64_FORMAT " failed",
        n->fetched, n->fetched / progress_seconds(p), n->new_pages, n->changed, n->unchanged, n->failed);
    progress_show(p, line);
}

static void print_summary(const CrawlCounts *n, const GPtrArray *held, const Progress *p)
{
    double seconds = progress_seconds(p);
    progress_clear(p);
    for (guint i = 0; i < n->closed->len; i++)
        fprintf(stderr, "isoglot: host %s\n", (char *)g_ptr_array_index(n->closed, i));
    for (guint i = 0; i < held->len; i++)
        fprintf(stderr, "isoglot: held: %s\n", (char *)g_ptr_array_index(held, i));
    if (n->held)
        fprintf(stderr, "isoglot: held: %" G_GUINT64_FORMAT " pages changed to one and the same text\n", n->held);
    if (n->failed)
        fprintf(stderr, "isoglot: %" G_GUINT64_FORMAT " URLs failed: 'isoglot status' names the last ones\n", n->failed);
    printf("%" G_GUINT64_FORMAT " fetched: %" G_GUINT64_FORMAT " new, %" G_GUINT64_FORMAT " changed, %" G_GUINT64_FORMAT
           " unchanged, %" G_GUINT64_FORMAT " redirects, %" G_GUINT64_FORMAT " missing, %" G_GUINT64_FORMAT
           " failed; %" G_GUINT64_FORMAT " blocked by robots.txt, %" G_GUINT64_FORMAT " waiting; %.1f MB, %.1f s\n",
           n->fetched, n->new_pages, n->changed, n->unchanged, n->redirects, n->missing, n->failed, n->blocked, n->waiting,
           n->bytes / 1e6, seconds);
}

int cmd_crawl(const Config *config, int argc, char **argv)
{
    gboolean fresh = FALSE, allow_shrink = FALSE, keep_feed = TRUE;
    gint64 max_pages = 0;
    const GOptionEntry options[] = {
        {"fresh", 0, 0, G_OPTION_ARG_NONE, &fresh, "Fetch every page whole, also those that have not changed", NULL},
        {"max-pages", 0, 0, G_OPTION_ARG_INT64, &max_pages, "Ask for at most N pages; the next crawl goes on", "N"},
        {"allow-shrink", 0, 0, G_OPTION_ARG_NONE, &allow_shrink,
         "Believe it if a large part of a host or language is gone, or many pages have become one text", NULL},
        {"keep-feed", 0, 0, G_OPTION_ARG_NONE, &keep_feed, "Keep every file of the feed (the default)", NULL},
        {"no-keep-feed", 0, G_OPTION_FLAG_REVERSE, G_OPTION_ARG_NONE, &keep_feed,
         "Remove files of the feed in which every page is superseded by a later file", NULL},
        {0}};
    if (!command_options(options, NULL,
                         "Fetch politely what is new or has changed, into the feed. A crawl that was stopped goes on where\n"
                         "it stopped. `isoglot index` then makes it searchable.",
                         &argc, &argv))
        return EXIT_USAGE;
    if (argc > 1 || max_pages < 0) {
        g_printerr("isoglot: crawl takes no arguments, and --max-pages a number of pages\n");
        return EXIT_USAGE;
    }
    CrawlOptions how = {.is_fresh = fresh,
                        .max_pages = max_pages ? (guint64)max_pages : config->crawl.max_pages,
                        .allows_shrink = allow_shrink,
                        .stopped = command_stopped()};
    Progress progress = progress_begin();
    GError *error = NULL;
    g_autoptr(GPtrArray) held = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(Crawl) crawl = crawl_open(config, &how, &error);
    if (!crawl)
        return command_fail(error);
    crawl_on_progress(crawl, show_progress, &progress);
    if (!crawl_pass(crawl, held, &error))
        return command_fail(error);
    const CrawlCounts *n = crawl_counts(crawl);
    print_summary(n, held, &progress);
    guint pruned = 0;
    if (!keep_feed && !prune_feed(config, crawl_ledger(crawl), &pruned, &error))
        return command_fail(error);
    if (pruned)
        printf("%u files of the feed removed: all their pages are superseded\n", pruned);
    return held->len || n->held || n->closed->len || n->failed ? EXIT_REFUSALS : EXIT_DONE;
}
