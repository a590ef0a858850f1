/*
 * report_table.h: a report's cells, sentences and tables as HTML. What is in another language than the page says so
 * (lang, dir), and URLs and numbers stand isolated in text of the other direction.
 */
#ifndef ISOGLOT_REPORT_TABLE_H
#define ISOGLOT_REPORT_TABLE_H

#include "query/report_words.h"

G_BEGIN_DECLS

/* A cell where text stands. */
void report_html_add_cell(GString *out, const ReportView *view, const Cell *cell);

/* A sentence, its cells marked up; no element around it. */
void report_html_add_sentence(GString *out, const ReportView *view, const ReportSentence *sentence);

/* The first `rows` rows of a table, with its title as caption. */
void report_html_add_table(GString *out, const ReportView *view, const ReportTable *table, guint rows);

G_END_DECLS

#endif
