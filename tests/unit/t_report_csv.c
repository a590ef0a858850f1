/* The promises of query/report_csv.h and query/report_plain.h. */
#include "query/report_csv.h"

#include <math.h>
#include <string.h>

#include "query/report_plain.h"
#include "tests/unit/report_sample.h"

static ReportTable *add(Report *report, const Cell *row, guint n)
{
    ReportTable *table = report_add_table(report_add_chapter(report, "one", FALSE), "one");
    for (guint i = 0; i < n; i++)
        report_table_add_column(table, "x");
    report_table_add_row(table, row);
    return table;
}

/* The one row of such a table. */
static char *row_of(const Cell *row, guint n)
{
    g_autoptr(Report) report = sample_report();
    g_autofree char *csv = report_csv(add(report, row, n));
    g_assert_true(g_str_has_prefix(csv, "\xEF\xBB\xBF\"x\""));
    g_assert_true(g_str_has_suffix(csv, "\r\n"));
    return g_strndup(strstr(csv, "\r\n") + 2, strlen(strstr(csv, "\r\n")) - 4);
}

static void a_quotation_mark_is_doubled(void)
{
    g_autofree char *row = row_of((const Cell[]){cell_text("a \"b\", c", NULL)}, 1);
    g_assert_cmpstr(row, ==, "\"a \"\"b\"\", c\"");
}

static void no_text_is_a_formula(void)
{
    static const char *const formulas[] = {"=1+1", "+1", "-1", "@sum", "\t=1", "\r=1"};
    for (guint i = 0; i < G_N_ELEMENTS(formulas); i++) {
        const Cell cell = {CELL_TEXT, 0, g_strdup(formulas[i]), NULL};
        g_autofree char *row = row_of(&cell, 1);
        g_autofree char *expected = g_strdup_printf("\"'%s\"", formulas[i]);
        g_assert_cmpstr(row, ==, expected);
    }
    g_autofree char *harmless = row_of((const Cell[]){cell_text("a=1", NULL)}, 1);
    g_assert_cmpstr(harmless, ==, "\"a=1\"");
}

static void a_number_stays_a_number(void)
{
    g_autofree char *row = row_of((const Cell[]){cell_number(CELL_NUMBER, -1.5), cell_number(CELL_SHARE, 1 / 3.0),
                                                 cell_number(CELL_COUNT, 123456789012.0)},
                                  3);
    g_assert_cmpstr(row, ==, "-1.5,0.3333333333,123456789012");
}

static void what_is_no_number_is_plain(void)
{
    g_autofree char *row =
        row_of((const Cell[]){cell_none(), cell_suppressed(), cell_lang(lang_get(0)), cell_key("report_x"),
                              cell_number(CELL_DATE, 86400), cell_number(CELL_NUMBER, INFINITY)},
               6);
    g_autofree char *expected =
        g_strdup_printf(",\"<5\",\"%s\",\"report_x\",\"1970-01-02\",\"\"", lang_code(lang_get(0)));
    g_assert_cmpstr(row, ==, expected);
}

static void a_text_is_one_line(void)
{
    g_autofree char *row = row_of((const Cell[]){cell_text("a\nb\xEF\xBF\xBE"
                                                           "c\xFF",
                                                           NULL)},
                                  1);
    g_assert_cmpstr(row, ==, "\"a b c\xEF\xBF\xBD\"");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define T(name) g_test_add_func("/report-csv/" #name, name)
    T(a_quotation_mark_is_doubled);
    T(no_text_is_a_formula);
    T(a_number_stays_a_number);
    T(what_is_no_number_is_plain);
    T(a_text_is_one_line);
    return g_test_run();
}
