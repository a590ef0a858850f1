#include <signal.h>
#include <stdio.h>

#include "indexer/commands.h"
#include "indexer/watch.h"

#define IDLE_US 50000

static volatile int stopped;

static void stop(int signal_number)
{
    (void)signal_number;
    stopped = TRUE;
}

static void print_note(const char *text, gpointer user)
{
    (void)user;
    printf("%s\n", text);
    fflush(stdout);
}

int cmd_watch(const Config *config, int argc, char **argv)
{
    const GOptionEntry options[] = {{0}};
    if (!command_options(options, NULL,
                         "Fetch and index what is asked for (reindex, IndexNow) and what is due, until it is stopped\n"
                         "(SIGTERM, SIGINT).",
                         &argc, &argv))
        return EXIT_USAGE;
    struct sigaction action = {.sa_handler = stop};
    int signals[] = {SIGTERM, SIGINT, SIGHUP};
    for (guint i = 0; i < G_N_ELEMENTS(signals); i++)
        sigaction(signals[i], &action, NULL);
    GError *error = NULL;
    g_autoptr(Watch) watch = watch_open(config, &stopped, &error);
    if (!watch)
        return command_fail(error);
    watch_on_note(watch, print_note, NULL);
    print_note("watching", NULL);
    while (!stopped) {
        gboolean did;
        if (!watch_round(watch, TRUE, &did, &error))
            return stopped ? EXIT_DONE : command_fail(error);
        if (!did)
            g_usleep(IDLE_US);
    }
    return EXIT_DONE;
}
