/*
 * ledger_schema.h: the databases there are, their tables as lists of migrations; for ledger_sql.c.
 *
 * Migration i takes a database from user_version i to i + 1. One that has been released is never edited.
 */
#ifndef ISOGLOT_LEDGER_SCHEMA_H
#define ISOGLOT_LEDGER_SCHEMA_H

#include <glib.h>

typedef struct {
    const char *what;   /* what messages call it: "ledger" */
    const char *remedy; /* what brings an older one up to date */
    const char *const *migrations;
    const guint *n_migrations;
    guint wait_ms;       /* for another process that writes, before it is FAULT_RETRY */
    gboolean is_durable; /* does a commit survive a power failure? Not where a lost count is worth less than an fsync(). */
    gboolean takes_turns; /* are others left a moment between two transactions of one process? */
} LedgerSchema;

extern const LedgerSchema ledger_schema;

extern const char *const ledger_migrations[];
extern const guint n_ledger_migrations;

#endif
