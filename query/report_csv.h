/*
 * report_csv.h: a report's table as CSV: RFC 4180, UTF-8 with a byte order mark, columns named by their ids. Numbers are
 * plain (a share is 0 … 1, a time milliseconds), dates ISO 8601, languages their codes, messages their keys. Text that a spreadsheet would
 * take for a formula (= + - @, tab, carriage return) stands behind an apostrophe.
 */
#ifndef ISOGLOT_REPORT_CSV_H
#define ISOGLOT_REPORT_CSV_H

#include "query/report.h"

G_BEGIN_DECLS

/* g_free(). */
char *report_csv(const ReportTable *table);

G_END_DECLS

#endif
