/* The promises of query/report_write.h, report_html.h, report_chart.h, report_json.h and report_odt.h about what is written. */
#include "query/report_write.h"

#include <glib/gstdio.h>
#include <jansson.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include "query/report_html.h"
#include "query/report_json.h"
#include "query/report_odt.h"
#include "shim/disk.h"
#include "tests/unit/report_sample.h"

typedef struct {
    char *folder, *out;
    Report *report;
} Desk;

static void set_up(Desk *d, gconstpointer data)
{
    (void)data;
    d->folder = g_dir_make_tmp("isoglot-t-XXXXXX", NULL);
    d->out = g_build_filename(d->folder, "reports", "today", NULL);
    d->report = sample_report();
}

static void tear_down(Desk *d, gconstpointer data)
{
    (void)data;
    disk_remove(d->folder);
    g_free(d->folder);
    g_free(d->out);
    report_free(d->report);
}

static void write_it(Desk *d, const LangProfile *only)
{
    g_autoptr(GError) error = NULL;
    g_assert_true(report_write(d->report, NULL, only, d->out, &error));
    g_assert_no_error(error);
}

/* A file of the report; NULL: there is none. */
static char *read_file(const Desk *d, const char *folder, const char *name)
{
    g_autofree char *path = g_build_filename(d->out, folder, name, NULL);
    char *text = NULL;
    return g_file_get_contents(path, &text, NULL, NULL) ? text : NULL;
}

static void the_folder_has_its_files(Desk *d, gconstpointer data)
{
    static const char *const pages[] = {"index.html", "missing.html", "method.html", "service.html", "report.odt"};
    static const char *const others[] = {"index.html",
                                         "report.css",
                                         "parity.json",
                                         "service.json",
                                         "csv/missing.csv",
                                         "csv/first-pages.csv",
                                         "csv/service.trend-coverage.csv"};
    (void)data;
    write_it(d, NULL);
    for (guint i = 0; i < lang_count(); i++)
        for (guint k = 0; k < G_N_ELEMENTS(pages); k++) {
            g_autofree char *page = read_file(d, lang_code(lang_get(i)), pages[k]);
            g_assert_nonnull(page);
        }
    for (guint k = 0; k < G_N_ELEMENTS(others); k++) {
        g_autofree char *file = read_file(d, "", others[k]);
        g_assert_nonnull(file);
    }
}

static void one_language_alone_is_written(Desk *d, gconstpointer data)
{
    (void)data;
    write_it(d, lang_get(1));
    g_autofree char *there = read_file(d, lang_code(lang_get(1)), "index.html");
    g_autofree char *absent = read_file(d, lang_code(lang_get(0)), "index.html");
    g_assert_nonnull(there);
    g_assert_null(absent);
}

static void a_former_report_is_replaced(Desk *d, gconstpointer data)
{
    (void)data;
    write_it(d, NULL);
    g_autofree char *stale = g_build_filename(d->out, "stale.html", NULL), *parent = g_path_get_dirname(d->out);
    g_assert_true(g_file_set_contents(stale, "x", 1, NULL));
    write_it(d, NULL);
    g_assert_false(g_file_test(stale, G_FILE_TEST_EXISTS));
    g_autoptr(GDir) dir = g_dir_open(parent, 0, NULL);
    g_assert_cmpstr(g_dir_read_name(dir), ==, "today");
    g_assert_null(g_dir_read_name(dir));
}

static void a_folder_of_other_files_is_left_alone(Desk *d, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autofree char *mine = g_build_filename(d->folder, "mine.txt", NULL);
    g_assert_true(g_file_set_contents(mine, "x", 1, NULL));
    g_assert_false(report_write(d->report, NULL, NULL, d->folder, &error));
    g_assert_error(error, FAULT, FAULT_USAGE);
    g_assert_true(g_file_test(mine, G_FILE_TEST_EXISTS));
}

static void a_disk_that_is_full_leaves_the_former_report(Desk *d, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autofree char *fresh = g_strconcat(d->out, ".isoglot-new", NULL);
    struct rlimit former, full;
    write_it(d, NULL);
    g_autofree char *before = read_file(d, "", "parity.json");
    g_assert_cmpint(getrlimit(RLIMIT_FSIZE, &former), ==, 0);
    full = (struct rlimit){6000, former.rlim_max};
    g_assert_cmpint(setrlimit(RLIMIT_FSIZE, &full), ==, 0);
    gboolean written = report_write(d->report, NULL, NULL, d->out, &error);
    g_assert_cmpint(setrlimit(RLIMIT_FSIZE, &former), ==, 0);
    g_assert_false(written);
    g_assert_error(error, FAULT, FAULT_STOP);
    g_autofree char *after = read_file(d, "", "parity.json");
    g_assert_cmpstr(before, ==, after);
    g_assert_false(g_file_test(fresh, G_FILE_TEST_EXISTS));
}

static void the_same_report_gives_the_same_bytes(Desk *d, gconstpointer data)
{
    (void)data;
    g_autoptr(Report) again = sample_report();
    const ReportView one = {d->report, NULL, lang_get(0)}, two = {again, NULL, lang_get(0)};
    g_autofree char *page = report_html_index(&one, d->report->languages),
                    *page_again = report_html_index(&two, again->languages);
    g_autofree char *json = report_json(d->report, FALSE), *json_again = report_json(again, FALSE);
    g_autoptr(GByteArray) odt = report_odt(&one), odt_again = report_odt(&two);
    g_assert_cmpstr(page, ==, page_again);
    g_assert_cmpstr(json, ==, json_again);
    g_assert_cmpmem(odt->data, odt->len, odt_again->data, odt_again->len);
}

static void nothing_of_a_page_is_markup(Desk *d, gconstpointer data)
{
    (void)data;
    for (guint i = 0; i < lang_count(); i++) {
        const ReportView view = {d->report, NULL, lang_get(i)};
        g_autofree char *page = report_html_index(&view, d->report->languages);
        g_assert_null(strstr(page, "<b>"));
        g_assert_null(strstr(page, "<Sons>"));
        g_assert_nonnull(strstr(page, "=HYPERLINK(&quot;x&quot;) &lt;b&gt;&amp;amp;&apos;"));
        g_assert_null(strstr(page, "<script"));
    }
}

static void what_depends_on_the_moment_stands_apart(Desk *d, gconstpointer data)
{
    (void)data;
    const ReportView view = {d->report, NULL, lang_get(0)};
    g_autofree char *page = report_html_index(&view, d->report->languages), *json = report_json(d->report, FALSE);
    g_autofree char *service = report_html_service(&view, d->report->languages), *moment = report_json(d->report, TRUE);
    g_assert_null(strstr(page, "trend-coverage"));
    g_assert_null(strstr(json, "trend-coverage"));
    g_assert_null(strstr(json, "latency"));
    g_assert_nonnull(strstr(service, "trend-coverage"));
    g_assert_nonnull(strstr(moment, "trend-coverage"));
    g_assert_nonnull(strstr(moment, "latency"));
    g_assert_null(strstr(service, d->report->digest));
    g_assert_nonnull(strstr(page, d->report->digest));
}

static void a_working_list_is_shown_in_part_and_whole(Desk *d, gconstpointer data)
{
    (void)data;
    const ReportView view = {d->report, NULL, lang_get(0)};
    const ReportChapter *chapter = g_ptr_array_index(d->report->chapters, 0);
    g_autofree char *page = report_html_index(&view, d->report->languages);
    g_autofree char *list =
        report_html_list(&view, chapter, g_ptr_array_index(chapter->tables, 2), d->report->languages);
    g_assert_nonnull(strstr(page, "/page9?"));
    g_assert_null(strstr(page, "/page10?"));
    g_assert_nonnull(strstr(page, "href=\"missing.html\""));
    g_assert_nonnull(strstr(list, "/page24?"));
}

static void each_chart_has_a_title_and_a_description(Desk *d, gconstpointer data)
{
    (void)data;
    const ReportView view = {d->report, NULL, lang_get(0)};
    g_autofree char *page = report_html_index(&view, d->report->languages);
    guint n = 0;
    for (const char *p = strstr(page, "<svg"); p; p = strstr(p + 1, "<svg"), n++) {
        const char *end = strstr(p, "</svg>"), *title = strstr(p, "<title id="), *about = strstr(p, "<desc id=");
        g_assert_true(title && title < end && about && about < end);
    }
    g_assert_cmpuint(n, ==, 3);
}

static void a_cell_of_json_says_what_it_is(Desk *d, gconstpointer data)
{
    (void)data;
    g_autofree char *text = report_json(d->report, FALSE);
    json_error_t where;
    json_t *json = json_loads(text, JSON_REJECT_DUPLICATES, &where);
    g_assert_nonnull(json);
    json_t *chapter = json_array_get(json_object_get(json, "chapters"), 0);
    json_t *list = json_array_get(json_object_get(chapter, "tables"), 2);
    json_t *row = json_array_get(json_object_get(list, "rows"), 0);
    g_assert_cmpstr(json_string_value(json_object_get(json, "schema")), ==, "isoglot-parity-1");
    g_assert_cmpint(json_integer_value(json_object_get(list, "n")), ==, 25);
    g_assert_cmpstr(json_string_value(json_array_get(row, 1)), ==, SAMPLE_HOSTILE);
    g_assert_cmpint(json_integer_value(json_array_get(row, 2)), ==, 0);
    g_assert_cmpstr(json_string_value(json_array_get(row, 3)), ==, "2026-09-21");
    g_assert_cmpint(json_integer_value(json_object_get(json_array_get(row, 4), "less_than")), ==, 5);
    json_decref(json);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    signal(SIGXFSZ, SIG_IGN);
#define T(name) g_test_add("/report-write/" #name, Desk, NULL, set_up, name, tear_down)
    T(the_folder_has_its_files);
    T(one_language_alone_is_written);
    T(a_former_report_is_replaced);
    T(a_folder_of_other_files_is_left_alone);
    T(a_disk_that_is_full_leaves_the_former_report);
    T(the_same_report_gives_the_same_bytes);
    T(nothing_of_a_page_is_markup);
    T(what_depends_on_the_moment_stands_apart);
    T(a_working_list_is_shown_in_part_and_whole);
    T(each_chart_has_a_title_and_a_description);
    T(a_cell_of_json_says_what_it_is);
    return g_test_run();
}
