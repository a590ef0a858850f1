#include "shim/command.h"

#include <signal.h>
#include <stdio.h>
#include <unistd.h>

int command_fail(GError *error)
{
    g_printerr("isoglot: %s\n", error->message);
    int status = g_error_matches(error, FAULT, FAULT_USAGE)  ? EXIT_USAGE
                 : g_error_matches(error, FAULT, FAULT_SKIP) ? EXIT_REFUSALS
                                                             : EXIT_FAILED;
    g_error_free(error);
    return status;
}

gboolean command_options(const GOptionEntry *entries, const char *arguments, const char *summary, int *argc,
                         char ***argv)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GOptionContext) context = g_option_context_new(arguments);
    g_autofree char *name = g_strconcat("isoglot ", (*argv)[0], NULL);
    g_set_prgname(name);
    g_option_context_set_summary(context, summary);
    g_option_context_add_main_entries(context, entries, NULL);
    if (g_option_context_parse(context, argc, argv, &error))
        return TRUE;
    g_printerr("isoglot: %s\n", error->message);
    return FALSE;
}

static volatile int stopped;

static void stop(int signal_number)
{
    (void)signal_number;
    stopped = TRUE;
}

const volatile int *command_stopped(void)
{
    static const int signals[] = {SIGTERM, SIGINT, SIGHUP};
    struct sigaction action = {.sa_handler = stop};
    for (guint i = 0; i < G_N_ELEMENTS(signals); i++)
        sigaction(signals[i], &action, NULL);
    return &stopped;
}

Progress progress_begin(void)
{
    gint64 now = g_get_monotonic_time();
    return (Progress){isatty(STDERR_FILENO), now, now};
}

double progress_seconds(const Progress *p)
{
    return (double)(g_get_monotonic_time() - p->started_us) / G_USEC_PER_SEC;
}

gboolean progress_is_due(Progress *p)
{
    gint64 now = g_get_monotonic_time();
    if (now - p->shown_us < (p->is_terminal ? G_USEC_PER_SEC / 5 : 60 * G_USEC_PER_SEC))
        return FALSE;
    p->shown_us = now;
    return TRUE;
}

void progress_show(const Progress *p, const char *line)
{
    fprintf(stderr, p->is_terminal ? "\r%s\033[K" : "%s\n", line);
}

void progress_clear(const Progress *p)
{
    if (p->is_terminal)
        fprintf(stderr, "\r\033[K");
}
