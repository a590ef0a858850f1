/*
 * report_chart.h: a table as a picture: SVG to stand in a page (with title and description) or in a document (a file of
 * its own, with its colours). Readable without colour: every bar and cell has its figure, the parts of a bar have
 * patterns and a legend. Mirrored for languages that are written from right to left.
 */
#ifndef ISOGLOT_REPORT_CHART_H
#define ISOGLOT_REPORT_CHART_H

#include "query/report_words.h"

G_BEGIN_DECLS

/* Has the table a chart, and rows for it? */
gboolean report_has_chart(const ReportTable *table);

/* The SVG element; `id` makes its inner ids unique on the page. Colours are those of the style sheet. */
void report_html_add_chart(GString *out, const ReportView *view, const ReportTable *table, const char *id);

/* The same as a file; g_free(). Its size in the units of the picture, 640 wide: `height`. */
char *report_chart_file(const ReportView *view, const ReportTable *table, double *height);

G_END_DECLS

#endif
