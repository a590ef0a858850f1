/*
 * report.h: a parity report as data: chapters of sentences and tables. The files parity_*.c make it, each its
 * chapters; the files report_*.c show it (HTML, document, CSV, JSON), and none of them knows an indicator.
 *
 *     ledger, indexes, logs ─▶ parity_*.c ─▶ Report ─▶ report_html.c report_odt.c report_csv.c report_json.c
 *
 * Words are keys of the languages' messages, put into words when the report is shown, so that one Report gives the same
 * figures in every language. An id ("coverage", "missing") is lower-case ASCII with hyphens; it names files, anchors and
 * JSON members, and the messages that belong to it: with hyphens as underscores, a chapter ID has report_ID (its title),
 * report_ID_about (what is measured, one sentence that a delegate understands) and report_ID_method (how, what is
 * excluded and why); a table's ID report_ID, a working list's also report_ID_task (what is to be done with each row); a
 * column's ID report_column_ID.
 *
 * In a sentence a number stands as {0,number}, {0,plural,…} or {0,number,percent}, or plain, {0}: then it is formatted as in a
 * table (a share as per cent, a date as a date). Everything else stands plain.
 *
 * Rows of a working list stand in the order in which the work should be done. The same input gives the same Report, row
 * for row; what depends on the moment it is made (time, logs, history) is in chapters marked `is_service`.
 *
 * Strings passed in are copied. A Report is one thread's.
 */
#ifndef ISOGLOT_REPORT_H
#define ISOGLOT_REPORT_H

#include <glib.h>

#include "langs/lang.h"
#include "langs/message.h"

G_BEGIN_DECLS

typedef enum {
    CELL_NONE,       /* nothing is known: shown as a dash, null in JSON, empty in CSV */
    CELL_SUPPRESSED, /* fewer than LIMIT_REPORT_LEAST searches: not told */
    CELL_TEXT,       /* text, in `lang` if that is known */
    CELL_KEY,        /* text is a message's key */
    CELL_LANG,       /* lang, by its own name */
    CELL_SECTION, /* text is the name of a section, shown by its title in the language of the report; "": all of the site */
    CELL_URL,     /* text */
    CELL_COUNT,  /* number */
    CELL_SHARE,  /* number, 0 … 1: shown as per cent */
    CELL_NUMBER, /* number, with two decimals */
    CELL_MS,     /* number, milliseconds */
    CELL_DAYS,   /* number */
    CELL_DATE,   /* number, seconds since 1970 */
} CellType;

typedef struct {
    CellType type;
    double number;
    char *text;
    const LangProfile *lang;
} Cell;

/* How a table is drawn, beside being a table. The first column names the rows. */
typedef enum {
    CHART_NONE,
    CHART_BARS,   /* one bar per row, of the column `chart_column` */
    CHART_STACK,  /* one bar per row, made of all count columns */
    CHART_MATRIX, /* rows and columns are languages; the darker the higher */
    CHART_LINES,  /* small multiples: one line per row, its columns are dates in order */
} ChartKind;

typedef struct {
    char *id;
    gboolean is_lang; /* its heading is the name of `lang`, or … */
    const LangProfile *lang;
    char *text; /* … this text (a date, a section's name), or, NULL, the message report_column_ID */
} ReportColumn;

typedef struct {
    char *id;
    gboolean is_list; /* a working list: on a page of its own behind a link, its first rows in the chapter */
    ChartKind chart;
    guint chart_column;
    GArray *columns; /* ReportColumn */
    GPtrArray *rows; /* Cell[], as many as there are columns */
    guint64 n;       /* rows there would be without LIMIT_REPORT_ROWS */
} ReportTable;

/* A sentence: a message and what stands in it. */
typedef struct {
    char *key;
    GArray *cells; /* Cell: {0}, {1} … */
} ReportSentence;

typedef struct {
    char *id;
    gboolean is_service;  /* depends on the moment: outside the digest, in files named service.* */
    guint64 n;            /* what it was measured on: pages, clusters, searches … */
    GPtrArray *sentences; /* ReportSentence*: what was found, the most important first */
    GPtrArray *tables;    /* ReportTable* */
} ReportChapter;

/* One figure of an indicator, for the history, JSON and comparisons: by language (NULL: of all), by section ("": all). */
typedef struct {
    char *indicator; /* "coverage", "fresh", "zero-hits" … */
    const LangProfile *lang;
    char *section;
    double value;
    guint64 n;
    gboolean is_service;
} ReportFigure;

typedef struct {
    char *site;           /* its name */
    gint64 date;          /* of the report, seconds since 1970, midnight UTC */
    GPtrArray *languages; /* LangProfile*, of the site, in the order of the language bar */
    GPtrArray *chapters;  /* ReportChapter*, in the order of PARITY.md */
    GArray *figures;      /* ReportFigure */
    GPtrArray *summary;   /* ReportSentence*: the first page, most important first */
    GPtrArray
        *first;   /* ReportTable*: what stands on the first page: index by language, worst sections, first ten pages */
    char *digest; /* SHA-256 of the inputs, hexadecimal */
} Report;

Report *report_new(const char *site, gint64 date, const GPtrArray *languages);
void report_free(Report *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Report, report_free)

/* These return what they add; it belongs to the report. */
ReportChapter *report_add_chapter(Report *report, const char *id, gboolean is_service);
ReportTable *report_add_table(ReportChapter *chapter, const char *id);
ReportTable *report_table_new(const char *id); /* for `first` */

void report_table_add_column(ReportTable *table, const char *id);
void report_table_add_lang_column(ReportTable *table, const LangProfile *lang);
void report_table_add_text_column(ReportTable *table, const char *id, const char *text);

/* A row of as many cells as there are columns; takes what they own. At LIMIT_REPORT_ROWS rows it only counts. */
void report_table_add_row(ReportTable *table, const Cell *cells);

/* A sentence with `n` arguments; takes what they own. */
void report_add_sentence(GPtrArray *sentences, const char *key, const Cell *cells, guint n);

void report_add_figure(Report *report, const char *indicator, const LangProfile *lang, const char *section,
                       double value, guint64 n, gboolean is_service);

/* The figure; NULL: there is none. */
const ReportFigure *report_find_figure(const Report *report, const char *indicator, const LangProfile *lang,
                                       const char *section);

/* Cells; those with text copy it, as one line: control characters, U+FFFE and U+FFFF are spaces, what is not UTF-8 is replaced. */
Cell cell_none(void);
Cell cell_suppressed(void);
Cell cell_text(const char *text, const LangProfile *lang);
Cell cell_key(const char *key);
Cell cell_lang(const LangProfile *lang);
Cell cell_section(const char *name); /* "": all of the site */
Cell cell_url(const char *url);
Cell cell_number(CellType type, double number); /* NaN gives cell_none() */

G_END_DECLS

#endif
