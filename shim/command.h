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

/* From now on SIGTERM, SIGINT and SIGHUP do not end the process; what is given becomes true when one has come. */
const volatile int *command_stopped(void);

G_END_DECLS

#endif
