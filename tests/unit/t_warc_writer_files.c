/* The promises of indexer/warc_writer.h on its files: names, sizes, crashes and full disks. */
#include "tests/unit/warc_folder.h"

/* ------------------------------------------------------------------ files */

static void names_sort_in_the_order_of_writing_and_none_comes_twice(Place *p, gconstpointer data)
{
    (void)data;
    g_autofree char *odd = g_build_filename(p->folder, "isoglot-notes.warc.gz", NULL),
                    *late = g_build_filename(p->folder, "isoglot-29991231235959-00007.warc.gz", NULL);
    for (guint i = 0; i < 4; i++) {
        g_autoptr(WarcWriter) a = open_writer(p, 1);
        g_autoptr(WarcWriter) b = open_writer(p, 1);
        g_autofree char *first = g_strdup_printf("http://x.example/%u", 2 * i),
                        *second = g_strdup_printf("http://x.example/%u", 2 * i + 1);
        put_page(a, first, PAGE);
        put_page(b, second, PAGE);
        if (i == 2)
            g_assert_true(g_file_set_contents(odd, "", 0, NULL));
        if (i == 1) /* a clock that was set back since */
            g_assert_true(g_file_set_contents(late, "", 0, NULL));
    }
    (void)g_unlink(odd);
    (void)g_unlink(late);
    g_autoptr(GPtrArray) names = list(p);
    g_assert_cmpuint(names->len, ==, 8);
    g_assert_cmpstr(g_ptr_array_index(names, 4), ==, "isoglot-29991231235959-00008.warc.gz");
    for (guint i = 0; i < names->len; i++) {
        g_autofree char *records = describe(p, i),
                        *expected = g_strdup_printf("warcinfo 0 ;response 200 http://x.example/%u;", i);
        g_assert_cmpstr(records, ==, expected);
    }
}

static void a_full_file_is_followed_by_another(Place *p, gconstpointer data)
{
    (void)data;
    g_autofree char *noise = make_noise(20000);
    g_autoptr(WarcWriter) w = open_writer(p, 20000);
    for (guint i = 0; i < 10; i++)
        put_page(w, URL, noise);
    g_autoptr(GPtrArray) names = list(p);
    g_assert_cmpuint(names->len, >, 2);
    g_assert_cmpuint(names->len, <, 10);
    for (guint i = 0; i < names->len; i++) {
        GStatBuf st;
        g_autofree char *path = path_of(p, i), *text = read_text(p, i);
        g_assert_cmpint(g_stat(path, &st), ==, 0);
        g_assert_cmpint(st.st_size, <, 40000);
        g_assert_true(g_str_has_prefix(text, "WARC/1.1\r\nWARC-Type: warcinfo\r\n"));
    }
}

static void an_old_file_is_never_appended_to(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(WarcWriter) first = open_writer(p, 0);
    put_page(first, URL, PAGE);
    g_autofree char *before = read_text(p, 0);
    g_autoptr(WarcWriter) second = open_writer(p, 0);
    put_page(second, URL, PAGE);
    g_autofree char *after = read_text(p, 0), *other = describe(p, 1);
    g_assert_cmpstr(before, ==, after);
    g_assert_cmpstr(other, ==, "warcinfo 0 ;response 200 " URL ";");
}

/* What a crash leaves: the file cut anywhere, or filled with zeros from there. */
static void what_is_cut_off_costs_one_record(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(WarcWriter) w = open_writer(p, 0);
    put_page(w, URL, PAGE);
    g_autofree char *path = path_of(p, 0), *bytes = NULL;
    gsize whole, n;
    GStatBuf st;
    g_assert_cmpint(g_stat(path, &st), ==, 0);
    whole = st.st_size;
    put_page(w, "http://x.example/last", PAGE);
    g_assert_true(g_file_get_contents(path, &bytes, &n, NULL));
    for (gsize end = whole; end < 2 * n; end++) {
        gboolean is_cut = end < n;
        gsize from = is_cut ? end : end - n; /* then zeros */
        if (!is_cut && from < whole)
            continue;
        g_autofree char *torn = g_memdup2(bytes, n);
        memset(torn + from, 0, n - from);
        if (!is_cut && memcmp(torn, bytes, n) == 0)
            continue; /* the last bytes of a length are zeros */
        g_assert_true(g_file_set_contents(path, torn, is_cut ? end : n, NULL));
        g_autofree char *records = describe(p, 0);
        static const char kept[] = "warcinfo 0 ;response 200 " URL ";";
        g_assert_true(g_str_has_prefix(records, kept));
        /* What could be read of the last record may come before its check sum is missed. */
        const char *rest = records + strlen(kept), *refusal = strchr(rest, ';') ? strchr(rest, ';') + 1 : rest;
        g_assert_true(rest == refusal || g_str_has_suffix(rest, " http://x.example/last;!"));
        g_assert_true(g_str_equal(refusal, "!") || (from <= whole + 1 && !*refusal));
    }
}

/* ------------------------------------------------------------------ durability and faults */

static void what_was_put_outlives_the_process(Place *p, gconstpointer data)
{
    (void)data;
    pid_t child = fork();
    if (!child) {
        WarcWriter *w = open_writer(p, 0);
        put_page(w, URL, PAGE);
        kill(getpid(), SIGKILL);
    }
    int status;
    g_assert_cmpint(waitpid(child, &status, 0), ==, child);
    g_assert_true(WIFSIGNALED(status));
    g_autofree char *records = describe(p, 0);
    g_assert_cmpstr(records, ==, "warcinfo 0 ;response 200 " URL ";");
}

static void a_sync_is_repeatable_and_needs_no_record(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(WarcWriter) w = open_writer(p, 0);
    g_assert_true(warc_writer_sync(w, NULL));
    put_page(w, URL, PAGE);
    g_assert_true(warc_writer_sync(w, NULL));
    g_assert_true(warc_writer_sync(w, NULL));
}

/* Puts pages while the process may write files of `ceiling` bytes; gives how many were put before the first
 * failure. */
static guint fill_disk(const Place *p, WarcWriter *w, rlim_t ceiling, const char *body)
{
    struct rlimit before, less;
    guint n = 0;
    g_autoptr(GError) error = NULL;
    signal(SIGXFSZ, SIG_IGN);
    g_assert_cmpint(getrlimit(RLIMIT_FSIZE, &before), ==, 0);
    less = (struct rlimit){ceiling, before.rlim_max};
    g_assert_cmpint(setrlimit(RLIMIT_FSIZE, &less), ==, 0);
    for (WarcResponse r = response(URL, HEAD, body); warc_writer_put_response(w, &r, &error); n++)
        r.request = HEAD, r.request_n = strlen(HEAD);
    g_assert_cmpint(setrlimit(RLIMIT_FSIZE, &before), ==, 0);
    g_assert_error(error, FAULT, FAULT_STOP);
    assert_has(error->message, p->folder);
    return n;
}

static void a_full_disk_leaves_whole_records(Place *p, gconstpointer data)
{
    (void)data;
    g_autofree char *noise = make_noise(5000);
    for (rlim_t ceiling = 10; ceiling < 30000; ceiling += 1043) {
        g_autoptr(WarcWriter) w = open_writer(p, 0);
        guint n = fill_disk(p, w, ceiling, noise);
        g_autoptr(GPtrArray) failed = list(p);
        g_assert_cmpuint(failed->len, ==, ceiling > 1000); /* no file without a record */
        put_page(w, "http://x.example/after", noise);
        g_assert_true(warc_writer_sync(w, NULL));
        g_autofree char *records = describe(p, 0);
        g_autoptr(GString) expected = g_string_new("warcinfo 0 ;");
        for (guint i = 0; i < n; i++)
            g_string_append_printf(expected, "response 200 " URL ";%s", i ? "request 0 " URL ";" : "");
        g_string_append(expected, "response 200 http://x.example/after;");
        g_assert_cmpstr(records, ==, expected->str);
        g_autofree char *path = path_of(p, 0);
        g_assert_cmpint(g_unlink(path), ==, 0);
    }
}

static void a_folder_that_cannot_be_is_named(Place *p, gconstpointer data)
{
    (void)data;
    g_autofree char *file = g_build_filename(p->folder, "file", NULL), *below = g_build_filename(file, "feed", NULL);
    g_autoptr(GError) error = NULL;
    g_assert_true(g_file_set_contents(file, "", 0, NULL));
    g_assert_null(warc_writer_open(below, NULL, 0, &error));
    g_assert_error(error, FAULT, FAULT_STOP);
    assert_has(error->message, below);
    g_clear_error(&error);
    g_autofree char *gone = g_build_filename(p->folder, "gone", NULL);
    g_autoptr(WarcWriter) w = warc_writer_open(gone, NULL, 0, NULL);
    WarcResponse r = response(URL, HEAD, PAGE);
    g_assert_cmpint(g_rmdir(gone), ==, 0);
    g_assert_false(warc_writer_put_response(w, &r, &error));
    g_assert_error(error, FAULT, FAULT_STOP);
    assert_has(error->message, gone);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name) g_test_add("/warc_writer/" #name, Place, NULL, set_up, name, tear_down)
    ADD(names_sort_in_the_order_of_writing_and_none_comes_twice);
    ADD(a_full_file_is_followed_by_another);
    ADD(an_old_file_is_never_appended_to);
    ADD(what_is_cut_off_costs_one_record);
    ADD(what_was_put_outlives_the_process);
    ADD(a_sync_is_repeatable_and_needs_no_record);
    ADD(a_full_disk_leaves_whole_records);
    ADD(a_folder_that_cannot_be_is_named);
    return g_test_run();
}
