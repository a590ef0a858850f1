/*
 * report_sample.h: a report with one of everything: each type of cell, each chart, a working list, a chapter of service,
 * text that would be markup, a formula or a quotation if it were not escaped.
 */
#ifndef ISOGLOT_TEST_REPORT_SAMPLE_H
#define ISOGLOT_TEST_REPORT_SAMPLE_H

#include "query/report.h"

#define SAMPLE_HOSTILE "=HYPERLINK(\"x\") <b>&amp;'"
#define SAMPLE_DATE 1790000000

static inline void sample_add_bars(Report *report, ReportChapter *chapter)
{
    ReportTable *table = report_add_table(chapter, "coverage-language");
    table->chart = CHART_BARS;
    table->chart_column = 1;
    report_table_add_column(table, "language");
    report_table_add_column(table, "share");
    report_table_add_column(table, "clusters");
    for (guint i = 0; i < report->languages->len; i++) {
        const LangProfile *lang = g_ptr_array_index(report->languages, i);
        report_table_add_row(table, (const Cell[]){cell_lang(lang), cell_number(CELL_SHARE, 1 / (1.0 + i)),
                                                   cell_number(CELL_COUNT, 1200 / (1.0 + i))});
        report_add_figure(report, "coverage", lang, "", 1 / (1.0 + i), 1200, FALSE);
    }
}

static inline void sample_add_stack(ReportChapter *chapter)
{
    ReportTable *table = report_add_table(chapter, "completeness-section");
    table->chart = CHART_STACK;
    report_table_add_column(table, "section");
    for (guint i = 0; i < 6; i++) {
        g_autofree char *id = g_strdup_printf("languages-%u", 6 - i), *text = g_strdup_printf("%u", 6 - i);
        report_table_add_text_column(table, id, text);
    }
    for (guint i = 0; i < 4; i++) {
        g_autofree char *section = i ? g_strdup_printf("section %u", i) : g_strdup("");
        Cell row[7] = {cell_section(section)};
        for (guint k = 1; k < 7; k++)
            row[k] = cell_number(CELL_COUNT, (i + 1) * 10 + k * k);
        report_table_add_row(table, row);
    }
}

static inline void sample_add_matrix(Report *report, ReportChapter *chapter)
{
    ReportTable *table = report_add_table(chapter, "overlap-matrix");
    guint n = report->languages->len;
    table->chart = CHART_MATRIX;
    report_table_add_column(table, "language");
    for (guint i = 0; i < n; i++)
        report_table_add_lang_column(table, g_ptr_array_index(report->languages, i));
    for (guint i = 0; i < n; i++) {
        g_autofree Cell *row = g_new0(Cell, n + 1);
        row[0] = cell_lang(g_ptr_array_index(report->languages, i));
        for (guint k = 0; k < n; k++)
            row[k + 1] = i == k ? cell_none() : cell_number(CELL_NUMBER, 1 / (1.0 + MAX(i, k)));
        report_table_add_row(table, row);
    }
}

static inline void sample_add_list(ReportChapter *chapter, const LangProfile *lang)
{
    ReportTable *table = report_add_table(chapter, "missing");
    table->is_list = TRUE;
    report_table_add_column(table, "url");
    report_table_add_column(table, "title");
    report_table_add_column(table, "lag-days");
    report_table_add_column(table, "changed");
    report_table_add_column(table, "searches");
    for (guint i = 0; i < 25; i++) {
        g_autofree char *url = g_strdup_printf("http://site.example/page%u?a=1&b=\"2\"", i);
        report_table_add_row(table, (const Cell[]){cell_url(url), cell_text(i ? "Title" : SAMPLE_HOSTILE, lang),
                                                   cell_number(CELL_DAYS, i), cell_number(CELL_DATE, SAMPLE_DATE),
                                                   i ? cell_number(CELL_COUNT, 1000 - i) : cell_suppressed()});
    }
}

static inline void sample_add_lines(Report *report, ReportChapter *chapter)
{
    ReportTable *table = report_add_table(chapter, "trend-coverage");
    table->chart = CHART_LINES;
    report_table_add_column(table, "language");
    for (guint k = 0; k < 4; k++) {
        g_autofree char *id = g_strdup_printf("2026-0%u-01", k + 1);
        report_table_add_text_column(table, id, id);
    }
    for (guint i = 0; i < report->languages->len; i++) {
        Cell row[5] = {cell_lang(g_ptr_array_index(report->languages, i))};
        for (guint k = 0; k < 4; k++)
            row[k + 1] = cell_number(CELL_SHARE, (k + 1) / (5.0 + i));
        report_table_add_row(table, row);
    }
}

static inline Report *sample_report(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) languages = lang_find_all(NULL, &error);
    g_assert_no_error(error);
    Report *report = report_new("Example & <Sons>", SAMPLE_DATE / 86400 * 86400, languages);
    const LangProfile *last = g_ptr_array_index(languages, languages->len - 1);
    report->digest = g_strnfill(64, 'a');
    report_add_sentence(report->summary, "report_of", (const Cell[]){cell_lang(last), cell_number(CELL_SHARE, .425)},
                        2);
    ReportTable *first = report_table_new("first-pages");
    report_table_add_column(first, "url");
    report_table_add_row(first, (const Cell[]){cell_url("http://site.example/")});
    g_ptr_array_add(report->first, first);
    ReportChapter *coverage = report_add_chapter(report, "coverage", FALSE);
    coverage->n = 1200;
    report_add_sentence(coverage->sentences, "report_measured", (const Cell[]){cell_number(CELL_COUNT, 3)}, 1);
    sample_add_bars(report, coverage);
    sample_add_stack(coverage);
    sample_add_list(coverage, last);
    sample_add_matrix(report, report_add_chapter(report, "overlap", FALSE));
    sample_add_lines(report, report_add_chapter(report, "history", TRUE));
    report_add_figure(report, "latency", NULL, "", 12.5, 40, TRUE);
    return report;
}

#endif
