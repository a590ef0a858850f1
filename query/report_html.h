/*
 * report_html.h: the pages of a report's folder (report_write.h). Every page is HTML without scripts that stands alone
 * with the style sheet, in one language, with a bar that leads to the same page in the others; WCAG 2.2 AA.
 */
#ifndef ISOGLOT_REPORT_HTML_H
#define ISOGLOT_REPORT_HTML_H

#include "query/report_words.h"

G_BEGIN_DECLS

/* Pages of the folder; g_free(). `languages` (LangProfile*): those that the folder has. */
char *report_html_languages(const Report *report, const Config *config, const GPtrArray *languages);
char *report_html_index(const ReportView *view, const GPtrArray *languages);
char *report_html_service(const ReportView *view, const GPtrArray *languages);
char *report_html_method(const ReportView *view, const GPtrArray *languages);
char *report_html_list(const ReportView *view, const ReportChapter *chapter, const ReportTable *table,
                       const GPtrArray *languages);

/* The style sheet of all of them. */
const char *report_html_style(void);

G_END_DECLS

#endif
