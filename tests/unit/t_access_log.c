/* The promises of query/access_log.h. */
#include "query/access_log.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "shim/disk.h"
#include "shim/limits.h"

#define COMMON "192.0.2.7 - frank [10/Oct/2000:13:55:36 -0700] \"GET /a?b=c HTTP/1.0\" 200 2326"
#define NOON 971211336 /* that time, in seconds since 1970 */

static gboolean parse(const char *line, gint64 *time, char **target, gboolean *is_program)
{
    static char copy[4096];
    g_strlcpy(copy, line, sizeof copy);
    return access_log_parse(copy, strlen(copy), time, target, is_program);
}

/* A log made of `n` bytes, read for all time. */
static AccessLog *read_bytes(const char *bytes, gsize n, GError **error)
{
    g_autofree char *folder = g_dir_make_tmp("isoglot-t-XXXXXX", NULL), *path = g_build_filename(folder, "log", NULL);
    AccessLog *log = access_log_new();
    g_assert_true(g_file_set_contents(path, bytes, n, NULL));
    gboolean ok = access_log_read(log, path, 0, G_MAXINT64, error);
    g_assert_true(ok == (!error || !*error));
    disk_remove(folder);
    return log;
}

static GByteArray *compress(const char *text)
{
    g_autoptr(GZlibCompressor) zip = g_zlib_compressor_new(G_ZLIB_COMPRESSOR_FORMAT_GZIP, 6);
    g_autoptr(GOutputStream) bytes = g_memory_output_stream_new_resizable();
    g_autoptr(GOutputStream) out = g_converter_output_stream_new(bytes, G_CONVERTER(zip));
    g_assert_true(g_output_stream_write_all(out, text, strlen(text), NULL, NULL, NULL));
    g_assert_true(g_output_stream_close(out, NULL, NULL));
    g_autoptr(GBytes) all = g_memory_output_stream_steal_as_bytes(G_MEMORY_OUTPUT_STREAM(bytes));
    return g_bytes_unref_to_array(g_steal_pointer(&all));
}

static void both_formats_are_read(void)
{
    gint64 time;
    char *target;
    gboolean is_program;
    g_assert_true(parse(COMMON, &time, &target, &is_program));
    g_assert_cmpint(time, ==, NOON);
    g_assert_cmpstr(target, ==, "/a?b=c");
    g_assert_true(parse(COMMON " \"http://x/ \\\"y\" \"Mozilla/5.0 (X11)\"", &time, &target, &is_program));
    g_assert_cmpstr(target, ==, "/a?b=c");
    g_assert_false(is_program);
    g_assert_true(parse("::1 - a b [29/Feb/2024:00:00:00 +0130] \"GET http://h.example/p#f HTTP/1.1\" 304 -", &time,
                        &target, &is_program));
    g_assert_cmpstr(target, ==, "/p");
    g_assert_cmpint(time, ==, 1709164800 - 5400);
}

static void programs_are_known_by_their_user_agent(void)
{
    gint64 time;
    char *target;
    gboolean is_program;
    g_assert_true(parse(COMMON " \"-\" \"ExampleBot/2.1\"", &time, &target, &is_program));
    g_assert_true(is_program);
}

static void other_methods_and_answers_are_no_views(void)
{
    static const char *const lines[] = {
        "h - - [10/Oct/2000:13:55:36 -0700] \"POST /a HTTP/1.0\" 200 1",
        "h - - [10/Oct/2000:13:55:36 -0700] \"GET /a HTTP/1.0\" 404 1",
        "h - - [10/Oct/2000:13:55:36 -0700] \"GET /a HTTP/1.0\" 301 1",
        "h - - [10/Oct/2000:13:55:36 -0700] \"-\" 200 0",
    };
    for (guint i = 0; i < G_N_ELEMENTS(lines); i++) {
        gint64 time;
        char *target;
        gboolean is_program;
        g_assert_true(parse(lines[i], &time, &target, &is_program));
        g_assert_null(target);
    }
}

static void malformed_lines_are_refused(void)
{
    static const char *const lines[] = {
        "x",
        "h - -",
        "h - - [10/Oct/2000:13:55:36 -0700",
        "h - - [40/Oct/2000:13:55:36 -0700] \"GET / H\" 200 1",
        "h - - [10/Okt/2000:13:55:36 -0700] \"GET / H\" 200 1",
        "h - - [10/Oct/2000:13:55:36 -0700] \"GET / H 200 1",
        "h - - [10/Oct/2000:13:55:36 -0700] \"GET / H\" abc 1",
        "h - - [10/Oct/2000:13:55:36 -0700] \"GET / H\" 200",
        "h - - [10/Oct/2000:13:55:36] \"GET / H\" 200 1",
    };
    for (guint i = 0; i < G_N_ELEMENTS(lines); i++) {
        gint64 time;
        char *target;
        gboolean is_program;
        g_assert_false(parse(lines[i], &time, &target, &is_program));
    }
}

static void lines_are_counted_by_what_they_are(void)
{
    static const char text[] = COMMON "\r\n" COMMON " \"-\" \"a spider\"\nnonsense\n\n"
                                      "h - - [10/Oct/2000:13:55:36 -0700] \"GET /b HTTP/1.0\" 500 1\n" COMMON;
    g_autoptr(GError) error = NULL;
    g_autoptr(AccessLog) log = read_bytes(text, strlen(text), &error);
    g_assert_no_error(error);
    g_assert_cmpuint(log->lines, ==, 5);
    g_assert_cmpuint(log->counted, ==, 2);
    g_assert_cmpuint(log->programs, ==, 1);
    g_assert_cmpuint(log->malformed, ==, 1);
    g_assert_cmpuint(log->others, ==, 1);
    g_assert_cmpuint(access_log_find(log, "https://any.example/a?b=c"), ==, 2);
    g_assert_cmpuint(access_log_find(log, "https://any.example/a"), ==, 0);
}

static void only_the_period_counts(void)
{
    g_autofree char *folder = g_dir_make_tmp("isoglot-t-XXXXXX", NULL), *path = g_build_filename(folder, "log", NULL);
    g_autoptr(AccessLog) log = access_log_new();
    g_autoptr(GError) error = NULL;
    g_assert_true(g_file_set_contents(path, COMMON "\n", -1, NULL));
    g_assert_true(access_log_read(log, path, NOON, NOON + 1, &error));
    g_assert_true(access_log_read(log, path, NOON + 1, NOON + 9, &error));
    g_assert_true(access_log_read(log, path, NOON - 9, NOON, &error));
    g_assert_cmpuint(log->counted, ==, 1);
    g_assert_cmpuint(log->outside, ==, 2);
    disk_remove(folder);
}

static void gzip_is_read_member_after_member(void)
{
    g_autoptr(GByteArray) bytes = compress(COMMON "\n"), more = compress(COMMON "\n" COMMON "\n");
    g_autoptr(GError) error = NULL;
    g_byte_array_append(bytes, more->data, more->len);
    g_autoptr(AccessLog) log = read_bytes((const char *)bytes->data, bytes->len, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(log->counted, ==, 3);
}

static void a_cut_or_missing_file_is_named(void)
{
    g_autoptr(GByteArray) bytes = compress(COMMON "\n");
    g_autoptr(GError) error = NULL, missing = NULL;
    g_autoptr(AccessLog) log = read_bytes((const char *)bytes->data, bytes->len - 6, &error);
    g_assert_error(error, FAULT, FAULT_USAGE);
    g_assert_nonnull(strstr(error->message, "/log'"));
    g_assert_false(access_log_read(log, "/nowhere/log", 0, 1, &missing));
    g_assert_error(missing, FAULT, FAULT_USAGE);
    g_assert_nonnull(strstr(missing->message, "'/nowhere/log'"));
}

static void a_line_beyond_the_ceiling_is_malformed(void)
{
    g_autoptr(GString) text = g_string_new(COMMON " \"-\" \"");
    g_autoptr(GError) error = NULL;
    while (text->len < LIMIT_ACCESS_LINE)
        g_string_append(text, "0123456789");
    g_string_append(text, "\"\n" COMMON "\n");
    g_autoptr(AccessLog) log = read_bytes(text->str, text->len, &error);
    g_assert_cmpuint(log->malformed, ==, 1);
    g_assert_cmpuint(log->counted, ==, 1);
}

static void a_path_begins_behind_the_host(void)
{
    g_assert_cmpstr(access_log_path("https://h.example:8080/a/b?c"), ==, "/a/b?c");
    g_assert_cmpstr(access_log_path("https://h.example"), ==, "/");
    g_assert_cmpstr(access_log_path("https://h.example?q=/"), ==, "/");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/access_log/both_formats_are_read", both_formats_are_read);
    g_test_add_func("/access_log/programs_are_known_by_their_user_agent", programs_are_known_by_their_user_agent);
    g_test_add_func("/access_log/other_methods_and_answers_are_no_views", other_methods_and_answers_are_no_views);
    g_test_add_func("/access_log/malformed_lines_are_refused", malformed_lines_are_refused);
    g_test_add_func("/access_log/lines_are_counted_by_what_they_are", lines_are_counted_by_what_they_are);
    g_test_add_func("/access_log/only_the_period_counts", only_the_period_counts);
    g_test_add_func("/access_log/gzip_is_read_member_after_member", gzip_is_read_member_after_member);
    g_test_add_func("/access_log/a_cut_or_missing_file_is_named", a_cut_or_missing_file_is_named);
    g_test_add_func("/access_log/a_line_beyond_the_ceiling_is_malformed", a_line_beyond_the_ceiling_is_malformed);
    g_test_add_func("/access_log/a_path_begins_behind_the_host", a_path_begins_behind_the_host);
    return g_test_run();
}
