/*
 * report_plain.h: a report's cells for programs: the same in every language.
 */
#ifndef ISOGLOT_REPORT_PLAIN_H
#define ISOGLOT_REPORT_PLAIN_H

#include "query/report.h"

G_BEGIN_DECLS

/* Numbers with up to ten digits and a point, dates as 2026-11-24, languages as codes, messages as keys, what is suppressed as
 * "<5", nothing as "". g_free(). */
char *report_plain_cell(const Cell *cell);
char *report_plain_number(double number);
char *report_plain_date(gint64 seconds);

/* Is it a number then? Dates are not. */
gboolean report_plain_is_number(const Cell *cell);

G_END_DECLS

#endif
