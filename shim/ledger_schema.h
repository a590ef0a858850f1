/*
 * ledger_schema.h: the ledger's tables as a list of migrations, for ledger_sql.c.
 *
 * Migration i takes a database from user_version i to i + 1. One that has been released is never edited.
 */
#ifndef ISOGLOT_LEDGER_SCHEMA_H
#define ISOGLOT_LEDGER_SCHEMA_H

#include <glib.h>

extern const char *const ledger_migrations[];
extern const guint n_ledger_migrations;

#endif
