/*
 * report_words.h: a report's cells, sentences and headings as plain text in one language, which each format escapes for
 * its place. All strings are freed with g_free().
 */
#ifndef ISOGLOT_REPORT_WORDS_H
#define ISOGLOT_REPORT_WORDS_H

#include "query/report.h"
#include "shim/config.h"

G_BEGIN_DECLS

/* A report as it is shown in one language. */
typedef struct {
    const Report *report;
    const Config *config; /* titles of sections; NULL: their names */
    const LangProfile *lang;
} ReportView;

/* The key of the message that belongs to an id: ("column", "lag-days", NULL) gives report_column_lag_days, (NULL, "coverage",
 * "method") gives report_coverage_method. */
char *report_key(const char *kind, const char *id, const char *suffix);

/* The message of such a key; NULL if there is none. */
char *report_words(const ReportView *view, const char *kind, const char *id, const char *suffix);

/* A cell in words: numbers, dates and shares by CLDR; none is "–", suppressed "fewer than 5". */
char *report_cell_words(const ReportView *view, const Cell *cell);

/* Is it one of the types with a number? */
gboolean cell_is_number(const Cell *cell);

/* Is a column aligned as numbers, by the first cell that is known? */
gboolean report_column_is_number(const ReportTable *table, guint column);

/* A section's title in the language, its name where it has none; "": all of the site. */
char *report_section_words(const ReportView *view, const char *name);

char *report_column_words(const ReportView *view, const ReportColumn *column);

/* What may run in another direction stands between U+2068 and U+2069 there, and in the title; URLs behind U+2066. */
char *report_sentence_words(const ReportView *view, const ReportSentence *sentence);

/* A cell in words, so isolated. */
char *report_isolated_cell_words(const ReportView *view, const Cell *cell);

/* "Parity report: NAME OF THE SITE", and the report's date. */
char *report_title_words(const ReportView *view);
char *report_date_words(const ReportView *view);

/* The file of a table without its ending: its id, behind "service." in a chapter of service. `chapter` may be NULL. */
char *report_file_name(const ReportChapter *chapter, const ReportTable *table);

G_END_DECLS

#endif
