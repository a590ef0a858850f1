/* The promises of query/report.h. */
#include "query/report.h"

#include <math.h>

#include "shim/limits.h"

typedef struct {
    GPtrArray *languages;
    Report *report;
} Desk;

static void set_up(Desk *d, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    d->languages = lang_find_all(NULL, &error);
    g_assert_no_error(error);
    d->report = report_new("Example", 86400, d->languages);
}

static void tear_down(Desk *d, gconstpointer data)
{
    (void)data;
    report_free(d->report);
    g_ptr_array_unref(d->languages);
}

static void languages_stand_in_the_order_of_the_bar(Desk *d, gconstpointer data)
{
    (void)data;
    g_assert_cmpuint(d->report->languages->len, ==, lang_count());
    for (guint i = 0; i < lang_count(); i++)
        g_assert_true(g_ptr_array_index(d->report->languages, i) == lang_get(i));
}

static void chapters_and_tables_keep_their_order(Desk *d, gconstpointer data)
{
    (void)data;
    ReportChapter *first = report_add_chapter(d->report, "coverage", FALSE);
    ReportChapter *second = report_add_chapter(d->report, "latency", TRUE);
    ReportTable *table = report_add_table(first, "missing");
    g_assert_true(g_ptr_array_index(d->report->chapters, 0) == first);
    g_assert_true(g_ptr_array_index(d->report->chapters, 1) == second);
    g_assert_true(g_ptr_array_index(first->tables, 0) == table);
    g_assert_true(second->is_service && !first->is_service);
}

static void strings_are_copied(Desk *d, gconstpointer data)
{
    (void)data;
    char id[] = "pages", text[] = "Sector R";
    ReportTable *table = report_add_table(report_add_chapter(d->report, id, FALSE), id);
    report_table_add_text_column(table, id, text);
    report_table_add_row(table, (const Cell[]){cell_text(text, NULL)});
    report_add_figure(d->report, id, NULL, text, 1, 1, FALSE);
    id[0] = text[0] = '\0';
    const ReportColumn *column = &g_array_index(table->columns, ReportColumn, 0);
    g_assert_cmpstr(column->id, ==, "pages");
    g_assert_cmpstr(column->text, ==, "Sector R");
    g_assert_cmpstr(((const Cell *)g_ptr_array_index(table->rows, 0))->text, ==, "Sector R");
    g_assert_nonnull(report_find_figure(d->report, "pages", NULL, "Sector R"));
}

static void a_full_table_only_counts(Desk *d, gconstpointer data)
{
    (void)data;
    ReportTable *table = report_table_new("missing");
    g_ptr_array_add(d->report->first, table);
    report_table_add_column(table, "url");
    for (guint i = 0; i < LIMIT_REPORT_ROWS + 3; i++)
        report_table_add_row(table, (const Cell[]){cell_url("http://site.example/")});
    g_assert_cmpuint(table->rows->len, ==, LIMIT_REPORT_ROWS);
    g_assert_cmpuint(table->n, ==, LIMIT_REPORT_ROWS + 3);
}

static void a_figure_is_found_by_language_and_section(Desk *d, gconstpointer data)
{
    (void)data;
    const LangProfile *lang = lang_get(0), *other = lang_get(1);
    report_add_figure(d->report, "coverage", NULL, "", .5, 10, FALSE);
    report_add_figure(d->report, "coverage", lang, "", .25, 4, FALSE);
    report_add_figure(d->report, "coverage", lang, "news", .75, 2, FALSE);
    g_assert_cmpfloat(report_find_figure(d->report, "coverage", NULL, "")->value, ==, .5);
    g_assert_cmpfloat(report_find_figure(d->report, "coverage", lang, "")->value, ==, .25);
    g_assert_cmpuint(report_find_figure(d->report, "coverage", lang, "news")->n, ==, 2);
    g_assert_null(report_find_figure(d->report, "coverage", other, ""));
    g_assert_null(report_find_figure(d->report, "fresh", lang, ""));
}

static void what_is_no_number_is_nothing(Desk *d, gconstpointer data)
{
    (void)d;
    (void)data;
    g_assert_cmpint(cell_number(CELL_SHARE, NAN).type, ==, CELL_NONE);
    g_assert_cmpint(cell_number(CELL_SHARE, 0).type, ==, CELL_SHARE);
}

static void a_sentence_takes_its_cells(Desk *d, gconstpointer data)
{
    (void)data;
    report_add_sentence(d->report->summary, "report_headline",
                        (const Cell[]){cell_text("a", NULL), cell_lang(lang_get(0))}, 2);
    report_add_sentence(d->report->summary, "report_none", NULL, 0);
    const ReportSentence *first = g_ptr_array_index(d->report->summary, 0),
                         *second = g_ptr_array_index(d->report->summary, 1);
    g_assert_cmpuint(first->cells->len, ==, 2);
    g_assert_true(g_array_index(first->cells, Cell, 1).lang == lang_get(0));
    g_assert_cmpuint(second->cells->len, ==, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define T(name) g_test_add("/report/" #name, Desk, NULL, set_up, name, tear_down)
    T(languages_stand_in_the_order_of_the_bar);
    T(chapters_and_tables_keep_their_order);
    T(strings_are_copied);
    T(a_full_table_only_counts);
    T(a_figure_is_found_by_language_and_section);
    T(what_is_no_number_is_nothing);
    T(a_sentence_takes_its_cells);
    return g_test_run();
}
