/*
 * frontier_sql.h: the texts of the statements about hosts and the crawl, for ledger_sql.c; of the other names in
 * ledger_sql.h there are none here.
 */
#ifndef ISOGLOT_FRONTIER_SQL_H
#define ISOGLOT_FRONTIER_SQL_H

#include "shim/ledger_sql.h"

extern const char *const frontier_sql_text[N_SQL];

#endif
