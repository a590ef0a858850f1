#include <stdio.h>

#include "indexer/commands.h"
#include "indexer/compact.h"
#include "indexer/watch.h"
#include "shim/cluster_table.h"

#define IDLE_US 50000
#define COMPACT_EVERY_US (600 * G_USEC_PER_SEC)
#define QUIET_US (5 * G_USEC_PER_SEC) /* after which who asks next will hardly have to wait for the table of clusters … */
#define REST 20 /* … and times what it took, after which it is made anew */

static void print_note(const char *text, gpointer user)
{
    (void)user;
    printf("%s\n", text);
    fflush(stdout);
}

/* Somebody else may be writing the indexes, or the disk be full: then it stays as it is. */
static void compact_in_peace(const Config *config)
{
    g_autoptr(GError) error = NULL;
    guint compacted;
    if (!compact_where_it_pays(config, FALSE, &compacted, &error))
        print_note(error->message, NULL);
    else if (compacted)
        print_note("indexes compacted", NULL);
}

/* Searches read the ledger itself as long as there is none; gives when to look at it again. */
static gint64 update_table(const Config *config)
{
    g_autoptr(GError) error = NULL;
    gint64 started_us = g_get_monotonic_time();
    gboolean ok = cluster_table_update(config->data, &error);
    if (!ok)
        print_note(error->message, NULL);
    gint64 now_us = g_get_monotonic_time();
    return now_us + (ok ? REST * (now_us - started_us) : COMPACT_EVERY_US);
}

int cmd_watch(const Config *config, int argc, char **argv)
{
    const GOptionEntry options[] = {{0}};
    if (!command_options(options, NULL,
                         "Fetch and index what is asked for (reindex, IndexNow) and what is due, until it is stopped\n"
                         "(SIGTERM, SIGINT).",
                         &argc, &argv))
        return EXIT_USAGE;
    if (argc > 1) {
        g_printerr("isoglot: watch takes no arguments\n");
        return EXIT_USAGE;
    }
    const volatile int *stopped = command_stopped();
    GError *error = NULL;
    g_autoptr(Watch) watch = watch_open(config, stopped, &error);
    if (!watch)
        return command_fail(error);
    watch_on_note(watch, print_note, NULL);
    print_note("watching", NULL);
    gint64 looked_us = g_get_monotonic_time(), did_us = looked_us, table_due_us = 0;
    while (!*stopped) {
        gboolean did;
        if (!watch_round(watch, TRUE, &did, &error))
            return *stopped ? EXIT_DONE : command_fail(error);
        if (did) {
            did_us = g_get_monotonic_time();
            continue;
        }
        if (g_get_monotonic_time() - looked_us > COMPACT_EVERY_US) {
            compact_in_peace(config);
            looked_us = g_get_monotonic_time();
        }
        if (g_get_monotonic_time() >= MAX(table_due_us, did_us + QUIET_US))
            table_due_us = update_table(config);
        g_usleep(IDLE_US);
    }
    return EXIT_DONE;
}
