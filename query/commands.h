/*
 * commands.h: the commands that ask; each in its cmd_NAME.c.
 */
#ifndef ISOGLOT_QUERY_COMMANDS_H
#define ISOGLOT_QUERY_COMMANDS_H

#include "shim/command.h"

G_BEGIN_DECLS

CommandFunc cmd_parity, cmd_search, cmd_serve, cmd_suggest;

G_END_DECLS

#endif
