/* The promises of query/parity_serve.h. */
#include "query/parity_serve.h"

#include <glib/gstdio.h>
#include <unistd.h>

#include "shim/disk.h"

static void put_file(const char *data, const char *name)
{
    g_autofree char *path = g_build_filename(data, "reports", name, NULL), *folder = g_path_get_dirname(path);
    g_assert_cmpint(g_mkdir_with_parents(folder, 0700), ==, 0);
    g_assert_true(g_file_set_contents(path, name, -1, NULL));
}

static char *make_reports(void)
{
    static const char *const files[] = {
        "2026-01-31/index.html",     "2026-02-01/index.html",  "2026-02-01/xx/index.html", "2026-02-01/xx/report.odt",
        "2026-02-01/csv/index.csv",  "2026-02-01/parity.json", "2026-02-01/notes.txt",     "2026-02-01/.hidden.html",
        "2026-02-01.new/index.html", "latest/index.html",
    };
    char *data = g_dir_make_tmp("isoglot-t-XXXXXX", NULL);
    for (guint i = 0; i < G_N_ELEMENTS(files); i++)
        put_file(data, files[i]);
    return data;
}

static void check(const char *data, const char *path, const char *file, const char *type)
{
    const char *found_type = NULL;
    g_autofree char *found = parity_find_file(data, path, &found_type);
    g_autofree char *wanted = file ? g_build_filename(data, "reports", file, NULL) : NULL;
    g_assert_cmpstr(found, ==, wanted);
    if (file)
        g_assert_cmpstr(found_type, ==, type);
}

static void the_latest_date_is_served(void)
{
    g_autofree char *data = make_reports();
    check(data, "", "2026-02-01/index.html", "text/html; charset=utf-8");
    check(data, "index.html", "2026-02-01/index.html", "text/html; charset=utf-8");
    check(data, "xx/", "2026-02-01/xx/index.html", "text/html; charset=utf-8");
    check(data, "xx/report.odt", "2026-02-01/xx/report.odt", "application/vnd.oasis.opendocument.text");
    check(data, "csv/index.csv", "2026-02-01/csv/index.csv", "text/csv; charset=utf-8");
    check(data, "parity.json", "2026-02-01/parity.json", "application/json");
    disk_remove(data);
}

static void nothing_else_is(void)
{
    g_autofree char *data = make_reports();
    static const char *const paths[] = {
        "../2026-01-31/index.html",
        "xx/../index.html",
        "./index.html",
        ".hidden.html",
        "notes.txt",
        "xx",
        "none.html",
        "//index.html",
        "xx//index.html",
        "/index.html",
        "xx/index.html/",
        "%2e%2e/index.html",
        "xx\\index.html",
        "..",
    };
    for (guint i = 0; i < G_N_ELEMENTS(paths); i++)
        check(data, paths[i], NULL, NULL);
    disk_remove(data);
}

static void links_are_not_followed(void)
{
    g_autofree char *data = make_reports();
    g_autofree char *link = g_build_filename(data, "reports", "2026-02-01", "link.html", NULL);
    g_autofree char *folder = g_build_filename(data, "reports", "2026-02-01", "yy", NULL);
    g_assert_cmpint(symlink("index.html", link), ==, 0);
    g_assert_cmpint(symlink("xx", folder), ==, 0);
    check(data, "link.html", NULL, NULL);
    check(data, "yy/index.html", NULL, NULL);
    disk_remove(data);
}

static void without_a_report_there_is_none(void)
{
    g_autofree char *data = g_dir_make_tmp("isoglot-t-XXXXXX", NULL);
    check(data, "", NULL, NULL);
    disk_remove(data);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/parity_serve/the_latest_date_is_served", the_latest_date_is_served);
    g_test_add_func("/parity_serve/nothing_else_is", nothing_else_is);
    g_test_add_func("/parity_serve/links_are_not_followed", links_are_not_followed);
    g_test_add_func("/parity_serve/without_a_report_there_is_none", without_a_report_there_is_none);
    return g_test_run();
}
