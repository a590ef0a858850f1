/*
 * commands.h: the commands that work on pages and indexes; each in its cmd_NAME.c.
 */
#ifndef ISOGLOT_INDEXER_COMMANDS_H
#define ISOGLOT_INDEXER_COMMANDS_H

#include "shim/command.h"

G_BEGIN_DECLS

CommandFunc cmd_init, cmd_crawl, cmd_index, cmd_learn, cmd_reindex, cmd_watch, cmd_remove, cmd_status, cmd_check, cmd_extract,
    cmd_analyse, cmd_robots, cmd_sitemap, cmd_warc;

G_END_DECLS

#endif
