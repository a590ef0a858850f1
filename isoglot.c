/*
 * isoglot: the front door. A table of sub-commands, nothing else; each command stands in its own cmd_NAME.c.
 */
#include <locale.h>
#include <signal.h>
#include <stdio.h>

#include "indexer/commands.h"
#include "query/commands.h"
#include "shim/cluster_table.h"

static const struct {
    const char *name;
    CommandFunc *run;
    gboolean needs_config;
    gboolean makes_table; /* of clusters, for searches; who asks for pages now does not wait for it */
    const char *summary;
} commands[] = {
    {"init", cmd_init, FALSE, FALSE, "write a commented isoglot.conf for a site"},
    {"crawl", cmd_crawl, TRUE, TRUE, "fetch politely what is new or has changed, into the feed"},
    {"index", cmd_index, TRUE, TRUE, "index pages: WARC files, directories, JSON Lines"},
    {"reindex", cmd_reindex, TRUE, FALSE, "fetch pages and their translations now, and make them searchable"},
    {"watch", cmd_watch, TRUE, TRUE, "do what is queued and due, until it is stopped"},
    {"remove", cmd_remove, TRUE, TRUE, "take pages out of the search"},
    {"learn", cmd_learn, TRUE, FALSE, "learn from the site's translations what words are in the other languages"},
    {"search", cmd_search, TRUE, FALSE, "search, in one language or all"},
    {"parity", cmd_parity, TRUE, TRUE, "the report on how equally each language is served"},
    {"suggest", cmd_suggest, TRUE, FALSE, "what is suggested while a query is typed"},
    {"status", cmd_status, TRUE, FALSE, "counts by language, state and purity"},
    {"check", cmd_check, TRUE, TRUE, "check that ledger and indexes are sound and agree"},
    {"serve", cmd_serve, TRUE, FALSE, "serve the search page on this machine"},
    {"extract", cmd_extract, FALSE, FALSE, "what the indexer sees of a page"},
    {"analyse", cmd_analyse, FALSE, FALSE, "what becomes of a text"},
    {"robots", cmd_robots, FALSE, FALSE, "which URLs a robots.txt lets a crawler fetch"},
    {"sitemap", cmd_sitemap, FALSE, FALSE, "the URLs of a sitemap"},
    {"warc", cmd_warc, FALSE, FALSE, "the records of a WARC file"},
};

static int print_help(FILE *out)
{
    fputs("Usage: isoglot [--config FILE] [--data DIR] COMMAND …\n\n", out);
    for (guint i = 0; i < G_N_ELEMENTS(commands); i++)
        fprintf(out, "  %-10s %s\n", commands[i].name, commands[i].summary);
    fputs("\n`isoglot COMMAND --help` says more. Exit status: 0 done, 1 with refusals, 2 usage, 3 failed.\n", out);
    return out == stdout ? EXIT_DONE : EXIT_USAGE;
}

static gboolean wants_help(int argc, char **argv)
{
    for (int i = 0; i < argc; i++)
        if (g_str_equal(argv[i], "--help") || g_str_equal(argv[i], "-h"))
            return TRUE;
    return FALSE;
}

/* What was asked for is done: a table that cannot be written costs time, no answer. */
static void update_table(const Config *config)
{
    g_autoptr(GError) error = NULL;
    if (!cluster_table_update(config->data, &error))
        g_printerr("isoglot: %s\n", error->message);
}

static int run_command(const char *name, const char *config_path, const char *data, int argc, char **argv)
{
    for (guint i = 0; i < G_N_ELEMENTS(commands); i++) {
        if (!g_str_equal(commands[i].name, name))
            continue;
        GError *error = NULL;
        g_autoptr(Config) config = NULL;
        if (!wants_help(argc, argv) && (commands[i].needs_config || config_path)) {
            config = config_open(config_path, data, &error);
            if (!config)
                return command_fail(error);
        }
        int status = commands[i].run(config, argc, argv);
        if (config && commands[i].makes_table && (status == EXIT_DONE || status == EXIT_REFUSALS))
            update_table(config);
        return status;
    }
    g_printerr("isoglot: unknown command '%s'\n", name);
    return print_help(stderr);
}

int main(int argc, char **argv)
{
    const char *config_path = NULL, *data = NULL;
    setlocale(LC_CTYPE, "C.UTF-8");
    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is an error with a message, not a death */
    int i = 1;
    for (; i + 1 < argc && (g_str_equal(argv[i], "--config") || g_str_equal(argv[i], "--data")); i += 2)
        *(argv[i][2] == 'c' ? &config_path : &data) = argv[i + 1];
    if (i >= argc)
        return print_help(stderr);
    if (g_str_equal(argv[i], "--help") || g_str_equal(argv[i], "-h"))
        return print_help(stdout);
    return run_command(argv[i], config_path, data, argc - i, argv + i);
}
