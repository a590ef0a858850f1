/*
 * cluster_sql.h: the texts of the statements about clusters, for ledger_sql.c. Of the names in ledger_sql.h
 * those that are not about clusters have none here.
 */
#ifndef ISOGLOT_CLUSTER_SQL_H
#define ISOGLOT_CLUSTER_SQL_H

#include "shim/ledger_sql.h"

extern const char *const cluster_sql_text[N_SQL];

#endif
