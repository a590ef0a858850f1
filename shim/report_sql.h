/*
 * report_sql.h: the texts of the statements for the report, for ledger_sql.c. Of the names in ledger_sql.h
 * those that are not for the report have none here.
 */
#ifndef ISOGLOT_REPORT_SQL_H
#define ISOGLOT_REPORT_SQL_H

#include "shim/ledger_sql.h"

extern const char *const report_sql_text[N_SQL];

#endif
