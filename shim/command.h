/*
 * command.h: what a sub-command is to isoglot.c.
 */
#ifndef ISOGLOT_COMMAND_H
#define ISOGLOT_COMMAND_H

#include "shim/config.h"

G_BEGIN_DECLS

/*
 * One command, one file cmd_NAME.c. `config` is NULL for commands that need none. argv[0] is the command's name. Returns
 * an EXIT_… status of shim/error.h.
 */
typedef int CommandFunc(const Config *config, int argc, char **argv);

/* Prints "isoglot: message" and gives the exit status that fits the fault; frees the error. */
int command_fail(GError *error);

/* Parses the options of a command; on --help prints and exits by itself. FALSE: usage was printed, return EXIT_USAGE. */
gboolean command_options(const GOptionEntry *entries, const char *arguments, const char *summary, int *argc,
                         char ***argv);

/* How long work reports on stderr: one line that changes on a terminal, else one a minute. */
typedef struct {
    gboolean is_terminal;
    gint64 started_us, shown_us; /* monotonic */
} Progress;

Progress progress_begin(void);
double progress_seconds(const Progress *progress); /* since its beginning */

/* Is it time for a line? Then it counts as shown. */
gboolean progress_is_due(Progress *progress);
void progress_show(const Progress *progress, const char *line);

/* Before anything else is printed: a line that changes goes. */
void progress_clear(const Progress *progress);

/* From now on SIGTERM, SIGINT and SIGHUP do not end the process; what is given becomes true when one has come. */
const volatile int *command_stopped(void);

G_END_DECLS

#endif
