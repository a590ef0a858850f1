/*
 * report_odt.h: a report as a document for a meeting: OpenDocument Text 1.2 with styles, a table of contents, headings,
 * tables as tables and charts as pictures; written from right to left where the language is. Of a working list it has
 * the first rows. Behind the chapters stands how their figures are computed.
 */
#ifndef ISOGLOT_REPORT_ODT_H
#define ISOGLOT_REPORT_ODT_H

#include "query/report_words.h"

G_BEGIN_DECLS

/* The file, of the chapters that do not depend on the moment; g_byte_array_unref(). The same report gives the same bytes. */
GByteArray *report_odt(const ReportView *view);

/* styles.xml of it; g_free(). */
char *report_odt_styles(const ReportView *view);

/* The namespaces that content and styles declare. */
extern const char report_odt_namespaces[];

G_END_DECLS

#endif
