/*
 * querylog_sql.h: the query log's tables and the texts of its statements, for querylog.c and ledger_sql.c.
 */
#ifndef ISOGLOT_QUERYLOG_SQL_H
#define ISOGLOT_QUERYLOG_SQL_H

#include "shim/ledger_sql.h"

extern const LedgerSchema query_log_schema;
extern const char *const query_log_sql_text[N_SQL];

#endif
