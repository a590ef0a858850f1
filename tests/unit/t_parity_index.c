/* The promises of query/parity_index.h. */
#include "query/parity_index.h"

#include <math.h>

#include "query/parity_quality.h"
#include "tests/unit/settings.h"

#define ASKED 40

/* A report of two languages, with a self-test in which the second finds at `rank`. */
typedef struct {
    Settings settings;
    GPtrArray *languages;
    Report *report;
    Selftest *selftest;
} Desk;

static Selftest *make_selftest(guint rank)
{
    Selftest *s = g_new0(Selftest, 1);
    s->n_languages = 2;
    s->answers = g_ptr_array_new_with_free_func(g_free);
    s->languages = g_hash_table_new(g_int64_hash, g_int64_equal);
    s->clusters = g_new0(guint64, 2);
    s->ambiguous = g_new0(guint64, 2);
    for (guint i = 0; i < ASKED * 2; i++) {
        SelftestAnswer *a = g_new0(SelftestAnswer, 1);
        a->lang = i % 2;
        a->rank = a->lang ? rank : 1;
        g_ptr_array_add(s->answers, a);
    }
    return s;
}

static void desk_open(Desk *d, guint rank, const char *lines)
{
    settings_open(&d->settings, lines);
    d->languages = g_ptr_array_new();
    g_ptr_array_add(d->languages, (gpointer)lang_get(0));
    g_ptr_array_add(d->languages, (gpointer)lang_get(1));
    d->report = report_new("Example", 0, d->languages);
    d->selftest = make_selftest(rank);
}

static void desk_clear(Desk *d)
{
    selftest_free(d->selftest);
    report_free(d->report);
    g_ptr_array_unref(d->languages);
    settings_clear(&d->settings);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Desk, desk_clear)

static void put_figure(Desk *d, const char *indicator, guint lang, const char *section, double value)
{
    report_add_figure(d->report, indicator, d->languages->pdata[lang], section, value, 100, FALSE);
}

static double figure(const Desk *d, const char *indicator, const LangProfile *lang, const char *section)
{
    const ReportFigure *f = report_find_figure(d->report, indicator, lang, section);
    return f ? f->value : NAN;
}

static gboolean says(const GPtrArray *sentences, const char *key)
{
    for (guint i = 0; i < sentences->len; i++)
        if (g_str_equal(((const ReportSentence *)sentences->pdata[i])->key, key))
            return TRUE;
    return FALSE;
}

static void it_is_the_geometric_mean_of_its_parts(void)
{
    g_auto(Desk) d = {0};
    desk_open(&d, 2, "");
    parity_selftest(d.report, d.selftest);
    for (guint i = 0; i < 2; i++) {
        put_figure(&d, "coverage", i, "", i ? .8 : 1);
        put_figure(&d, "fresh", i, "", i ? .9 : 1);
    }
    parity_index(d.report, d.settings.config, d.selftest);
    double second = cbrt(.8 * .9 * .5);
    g_assert_cmpfloat_with_epsilon(figure(&d, "index", d.languages->pdata[0], ""), 1, 1e-12);
    g_assert_cmpfloat_with_epsilon(figure(&d, "index", d.languages->pdata[1], ""), second, 1e-12);
    g_assert_cmpfloat_with_epsilon(figure(&d, "index", NULL, ""), sqrt(second), 1e-12);
}

static void the_worst_language_is_always_named(void)
{
    g_auto(Desk) d = {0};
    desk_open(&d, 2, "");
    parity_selftest(d.report, d.selftest);
    parity_index(d.report, d.settings.config, d.selftest);
    g_assert_true(says(d.report->summary, "report_worst_language"));
    for (guint i = 0; i < d.report->summary->len; i++) {
        const ReportSentence *s = d.report->summary->pdata[i];
        if (g_str_equal(s->key, "report_worst_language"))
            g_assert_true(g_array_index(s->cells, Cell, 0).lang == d.languages->pdata[1]);
    }
}

static void parts_without_data_are_left_out_and_named(void)
{
    g_auto(Desk) d = {0};
    desk_open(&d, 4, "");
    parity_selftest(d.report, d.selftest);
    parity_index(d.report, d.settings.config, d.selftest);
    g_assert_cmpfloat_with_epsilon(figure(&d, "index", d.languages->pdata[1], ""), .25, 1e-12);
    g_assert_true(says(d.report->summary, "report_left_out"));
}

static void a_language_that_has_nothing_makes_the_site_0(void)
{
    g_auto(Desk) d = {0};
    desk_open(&d, 1, "");
    put_figure(&d, "coverage", 0, "", 1);
    put_figure(&d, "coverage", 1, "", 0);
    g_assert_cmpfloat(parity_site_index(d.report, FALSE), ==, 0);
}

static void without_anything_it_is_not_known(void)
{
    g_auto(Desk) d = {0};
    desk_open(&d, 1, "");
    g_ptr_array_set_size(d.selftest->answers, 0);
    parity_index(d.report, d.settings.config, d.selftest);
    g_assert_true(isnan(parity_site_index(d.report, FALSE)));
    g_assert_true(says(d.report->summary, "report_index_none"));
    g_assert_null(report_find_figure(d.report, "index", NULL, ""));
}

static void searches_come_into_the_service_index_alone(void)
{
    g_auto(Desk) d = {0};
    desk_open(&d, 1, "");
    parity_selftest(d.report, d.selftest);
    for (guint i = 0; i < 2; i++) {
        put_figure(&d, "coverage", i, "", 1);
        put_figure(&d, "zero-hits", i, "", i ? .75 : 0);
    }
    report_add_chapter(d.report, "answers", TRUE);
    parity_index(d.report, d.settings.config, d.selftest);
    parity_index_with_searches(d.report);
    g_assert_cmpfloat_with_epsilon(figure(&d, "index", d.languages->pdata[1], ""), 1, 1e-12);
    g_assert_cmpfloat_with_epsilon(figure(&d, "index-service", d.languages->pdata[1], ""), cbrt(.25), 1e-12);
    g_assert_true(report_find_figure(d.report, "index-service", NULL, "")->is_service);
}

static void the_worst_sections_stand_on_the_first_page(void)
{
    g_auto(Desk) d = {0};
    desk_open(&d, 1,
              "[section A]\npattern = */a/*\n[section B]\npattern = */b/*\n[section C]\npattern = */c/*\n"
              "[section D]\npattern = */d/*\n[section E]\npattern = */e/*\n");
    const double coverage[] = {.9, .2, .8, .4};
    for (guint i = 0; i < 4; i++) {
        const char section[] = {(char)('A' + i), '\0'};
        put_figure(&d, "coverage", 0, section, 1);
        put_figure(&d, "coverage", 1, section, coverage[i]);
    }
    parity_index(d.report, d.settings.config, d.selftest);
    const ReportTable *table = NULL;
    for (guint i = 0; i < d.report->first->len; i++)
        if (g_str_equal(((const ReportTable *)d.report->first->pdata[i])->id, "worst-sections"))
            table = d.report->first->pdata[i];
    g_assert_nonnull(table);
    g_assert_cmpuint(table->rows->len, ==, PARITY_WORST_SECTIONS);
    g_assert_cmpstr(((const Cell *)table->rows->pdata[0])[0].text, ==, "B");
    g_assert_cmpstr(((const Cell *)table->rows->pdata[1])[0].text, ==, "D");
    g_assert_cmpstr(((const Cell *)table->rows->pdata[2])[0].text, ==, "C");
    g_assert_true(((const Cell *)table->rows->pdata[0])[2].lang == d.languages->pdata[1]);
    g_assert_cmpfloat_with_epsilon(figure(&d, "index", NULL, "B"), sqrt(.2), 1e-12);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/parity_index/it_is_the_geometric_mean_of_its_parts", it_is_the_geometric_mean_of_its_parts);
    g_test_add_func("/parity_index/the_worst_language_is_always_named", the_worst_language_is_always_named);
    g_test_add_func("/parity_index/parts_without_data_are_left_out_and_named",
                    parts_without_data_are_left_out_and_named);
    g_test_add_func("/parity_index/a_language_that_has_nothing_makes_the_site_0",
                    a_language_that_has_nothing_makes_the_site_0);
    g_test_add_func("/parity_index/without_anything_it_is_not_known", without_anything_it_is_not_known);
    g_test_add_func("/parity_index/searches_come_into_the_service_index_alone",
                    searches_come_into_the_service_index_alone);
    g_test_add_func("/parity_index/the_worst_sections_stand_on_the_first_page",
                    the_worst_sections_stand_on_the_first_page);
    return g_test_run();
}
