/* The promises of shim/ledger.h. SQLite's own program looks at the database where another eye is needed. */
#include "tests/unit/ledger_pages.h"

/* ------------------------------------------------------------------ opening */

static void reading_needs_a_ledger_and_writing_makes_one(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autofree char *nowhere = g_build_filename(p->data, "sub", NULL);
    g_assert_null(ledger_open(nowhere, LEDGER_READ, &error));
    g_assert_error(error, FAULT, FAULT_STOP);
    g_assert_nonnull(strstr(error->message, nowhere));
    g_assert_true(g_file_test(p->file, G_FILE_TEST_EXISTS));
    assert_sqlite(p, "PRAGMA journal_mode", "wal");
    g_autoptr(Ledger) reader = ledger_open(p->data, LEDGER_READ, NULL);
    g_assert_nonnull(reader);
    g_clear_error(&error);
    g_assert_false(put(reader, A, "1", "la", &error));
    g_assert_error(error, FAULT, FAULT_STOP);
}

/* Migration: from nothing, all steps or none. */
static void a_ledger_without_a_schema_is_migrated_whole(Place *p, gconstpointer data)
{
    (void)data;
    close_ledger(p);
    g_autofree char *version = sqlite(p, "PRAGMA user_version");
    g_autofree char *tables = sqlite(p, "SELECT group_concat(name, ' ') FROM sqlite_schema ORDER BY name");
    g_assert_cmpint(g_remove(p->file), ==, 0);
    g_free(sqlite(p, "CREATE TABLE unrelated(x)"));
    open_ledger(p);
    assert_sqlite(p, "PRAGMA user_version", version);
    assert_sqlite(
        p, "SELECT group_concat(name, ' ') FROM sqlite_schema WHERE name<>'unrelated' ORDER BY name", tables);
    close_ledger(p);
    g_free(sqlite(
        p, "DROP TABLE feed; PRAGMA user_version=0")); /* the first step fails at the tables that are there */
    g_autofree char *before = sqlite(p, ".schema");
    g_autoptr(GError) error = NULL;
    g_assert_null(ledger_open(p->data, LEDGER_WRITE, &error));
    g_assert_error(error, FAULT, FAULT_STOP);
    assert_sqlite(p, ".schema", before);
    assert_sqlite(p, "PRAGMA user_version", "0");
}

static void a_newer_schema_is_refused_and_left_alone(Place *p, gconstpointer data)
{
    (void)data;
    put_and_commit(p, A, "1", "la");
    close_ledger(p);
    g_free(sqlite(p, "PRAGMA user_version=99"));
    for (LedgerMode mode = LEDGER_READ; mode <= LEDGER_WRITE; mode++) {
        g_autoptr(GError) error = NULL;
        g_assert_null(ledger_open(p->data, mode, &error));
        g_assert_error(error, FAULT, FAULT_STOP);
        g_assert_nonnull(strstr(error->message, "version 99"));
        g_assert_nonnull(strstr(error->message, p->file));
    }
    assert_sqlite(p, "SELECT count(*) FROM url", "1");
}

static void a_damaged_file_is_named(Place *p, gconstpointer data)
{
    (void)data;
    g_autofree char *bytes = NULL;
    gsize n;
    for (guint i = 0; i < 200; i++) {
        g_autofree char *url = g_strdup_printf("http://x.example/%u", i);
        put_and_commit(p, url, "1", "la");
    }
    close_ledger(p);
    g_assert_true(g_file_get_contents(p->file, &bytes, &n, NULL));
    g_autofree char *noise = g_strnfill(n, 'x');
    struct {
        const char *bytes;
        gsize n;
    } files[] = {{noise, n}, {bytes, n / 2}, {bytes, 50}};
    for (guint i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_true(g_file_set_contents(p->file, files[i].bytes, files[i].n, NULL));
        g_autoptr(Ledger) l = ledger_open(p->data, LEDGER_WRITE, &error);
        gboolean sound = l && ledger_check(l, &error);
        g_assert_false(sound);
        g_assert_error(error, FAULT, FAULT_STOP);
        g_assert_nonnull(strstr(error->message, p->file));
    }
}

static void check_finds_a_sound_ledger_sound(Place *p, gconstpointer data)
{
    (void)data;
    put_and_commit(p, A, "1", "la");
    g_assert_true(ledger_check(p->ledger, NULL));
}

static void another_writer_is_waited_for_and_then_said(Place *p, gconstpointer data)
{
    (void)data;
    int ready[2], status;
    char byte;
    g_autoptr(GError) error = NULL;
    g_assert_cmpint(pipe(ready), ==, 0);
    pid_t child = fork();
    if (child == 0) {
        Place other = {.data = p->data};
        open_ledger(&other); /* a connection of its own, which has begun to write */
        if (put(other.ledger, B, "1", "la", NULL) && write(ready[1], "x", 1) == 1)
            pause();
        _exit(1);
    }
    g_assert_cmpint(read(ready[0], &byte, 1), ==, 1);
    g_autoptr(Ledger) reader = ledger_open(p->data, LEDGER_READ, &error); /* readers are not disturbed */
    g_assert_no_error(error);
    g_assert_true(ledger_check(reader, &error));
    gint64 started = g_get_monotonic_time();
    g_assert_false(put(p->ledger, A, "1", "la", &error));
    g_assert_error(error, FAULT, FAULT_RETRY);
    g_assert_nonnull(strstr(error->message, "another process is writing"));
    g_assert_cmpint(g_get_monotonic_time() - started, >=, LIMIT_LEDGER_WAIT_MS * 900);
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    g_clear_error(&error);
    g_assert_true(put(p->ledger, A, "1", "la", &error)); /* what the dead one had begun is gone */
    g_assert_true(ledger_commit(p->ledger, &error));
    assert_sqlite(p, "SELECT url FROM url", A);
    close(ready[0]);
    close(ready[1]);
}

/* In a child, whose limit on the size of files makes the disk full. */
static int fill_disk(const Place *p)
{
    struct rlimit limit = {256 * 1024, 256 * 1024};
    g_autoptr(GError) error = NULL;
    Place own = {.data = p->data};
    open_ledger(&own);
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &limit);
    for (guint i = 0; i < 20000 && !error; i++) {
        g_autofree char *url = g_strdup_printf("http://full.example/%u/a-long-url-that-takes-room", i);
        if (put(own.ledger, url, "1", "la", &error) && i % 100 == 99 && !ledger_commit(own.ledger, &error))
            break;
    }
    return !error ? 1 : !g_error_matches(error, FAULT, FAULT_STOP) ? 2 : 0;
}

static void a_full_disk_is_said_and_loses_nothing(Place *p, gconstpointer data)
{
    (void)data;
    int status;
    put_and_commit(p, A, "1", "la");
    close_ledger(p);
    pid_t child = fork();
    if (child == 0)
        _exit(fill_disk(p));
    g_assert_cmpint(waitpid(child, &status, 0), ==, child);
    g_assert_true(WIFEXITED(status));
    g_assert_cmpint(WEXITSTATUS(status), ==, 0);
    open_ledger(p);
    g_assert_true(ledger_check(p->ledger, NULL));
    assert_place(p, A, PAGE_PRESENT, "", "");
    put_and_commit(p, B, "1", "la");
}

/* ------------------------------------------------------------------ pages */

static void close_without_commit_rolls_back(Place *p, gconstpointer data)
{
    (void)data;
    put_and_commit(p, A, "1", "la");
    g_assert_true(put(p->ledger, B, "1", "la", NULL));
    close_ledger(p);
    open_ledger(p);
    assert_sqlite(p, "SELECT url FROM url", A);
}

static void what_is_put_is_what_is_kept(Place *p, gconstpointer data)
{
    (void)data;
    put_and_commit(p, A, "hash", "la");
    assert_sqlite(
        p,
        "SELECT url, state, content_hash, title, declared, declared_source, detected, decided, confidence,"
        " declared_share, purity, fetched_at, date, bytes, words, type, cluster_group, edition, staged_lang,"
        " from_http, simhash, canonical, duplicate_of, numbers, symbols FROM url",
        A "|1|hash|Title|la|html|la|la|0.5|-1.0|1|1000|-9223372036854775808|10|2|html|||la|1|-1|" B "|0|-2|s100 s101");
}

static gboolean put_lists(Ledger *l, guint n)
{
    g_autoptr(GArray) links = g_array_new(FALSE, FALSE, sizeof(LedgerLink)),
                      alternates = g_array_new(FALSE, FALSE, sizeof(LedgerAlternate)),
                      defects = g_array_new(FALSE, FALSE, sizeof(LedgerDefect));
    const LedgerPage page = plain_page(A, PAGE_PRESENT, "");
    for (guint i = 0; i < n; i++) {
        LedgerLink link = {i ? A : B, "text", "", i == 0, 0};
        LedgerAlternate alternate = {B, i == 0 ? "eo" : i == 1 ? "x-default" : "", i < 2 ? "html" : "schema"};
        LedgerDefect defect = {i ? "mixed" : "conflict", "detail", 0};
        g_array_append_val(links, link);
        g_array_append_val(alternates, alternate);
        g_array_append_val(defects, defect);
    }
    return ledger_put(l, &page, "", links, alternates, defects, NULL) && ledger_commit(l, NULL);
}

static void lists_replace_those_of_the_version_before(Place *p, gconstpointer data)
{
    (void)data;
    for (guint n = 2; n != G_MAXUINT; n--) {
        g_autofree char *counts = g_strdup_printf("%u|%u|%u", n, n, n);
        g_assert_true(put_lists(p->ledger, n));
        assert_sqlite(p,
                      "SELECT (SELECT count(*) FROM link), (SELECT count(*) FROM alternate), (SELECT "
                      "count(*) FROM defect)",
                      counts);
    }
    LedgerPlace place;
    g_assert_true(ledger_find(p->ledger, B, &place, NULL));
    g_assert_false(place.found); /* linked to, never put */
    g_assert_cmpint(place.state, ==, PAGE_SEEN);
    g_assert_true(ledger_find(p->ledger, "http://x.example/never", &place, NULL));
    g_assert_false(place.found);
}

static gboolean stop_at_once(const char *const *columns, guint n, gpointer user)
{
    (void)columns;
    (void)n;
    ++*(guint *)user;
    return FALSE;
}

static void an_hreflang_that_points_at_a_page_is_found(Place *p, gconstpointer data)
{
    (void)data;
    g_autofree char *lang = NULL, *none = NULL;
    g_autoptr(GString) redeclared = g_string_new(NULL);
    g_assert_true(put_lists(p->ledger, 3)); /* eo, x-default, and one that names no language */
    g_assert_true(ledger_find_hreflang(p->ledger, B, &lang, NULL));
    g_assert_true(ledger_find_hreflang(p->ledger, A, &none, NULL));
    g_assert_cmpstr(lang, ==, "eo");
    g_assert_cmpstr(none, ==, "");
    LedgerPage page = plain_page(B, PAGE_PRESENT, "");
    page.declared = "la";
    page.declared_source = "url";
    g_assert_true(ledger_put(p->ledger, &page, "la", NULL, NULL, NULL, NULL));
    g_assert_true(ledger_each_redeclared(p->ledger, add_columns, redeclared, NULL));
    g_assert_cmpstr(redeclared->str, ==, B "\n");
}

static void removed_pages_leave_their_index_and_stay_known(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    LedgerPlace place;
    g_assert_false(ledger_remove(p->ledger, A, PAGE_REMOVED, 2000, &error)); /* never put */
    g_assert_error(error, FAULT, FAULT_SKIP);
    g_clear_error(&error);
    put_and_commit(p, A, "1", "la");
    g_assert_true(ledger_remove(p->ledger, A, PAGE_GONE, 2000, &error)); /* a batch was putting it */
    g_assert_true(ledger_acknowledge(p->ledger, &error));
    assert_place(p, A, PAGE_GONE, "", "");
    put_and_commit(p, A, "1", "la");
    g_assert_true(ledger_acknowledge(p->ledger, &error));
    g_assert_true(ledger_remove(p->ledger, A, PAGE_REMOVED, 2000, &error) && ledger_acknowledge(p->ledger, &error));
    assert_place(p, A, PAGE_REMOVED, "", "");
    g_assert_true(ledger_find(p->ledger, A, &place, &error));
    g_assert_cmpint(place.removed_at, ==, 2000);
    g_assert_false(ledger_remove(p->ledger, A, PAGE_REMOVED, 3000, &error));
    g_assert_error(error, FAULT, FAULT_SKIP);
    g_assert_nonnull(strstr(error->message, A));
    put_and_commit(p, A, "2", "la"); /* put again, it is no longer removed */
    g_assert_true(ledger_find(p->ledger, A, &place, NULL));
    g_assert_cmpint(place.removed_at, ==, 0);
}

/* ------------------------------------------------------------------ feeds and questions */

static void feeds_are_kept_in_the_order_they_were_first_given(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(GString) feeds = g_string_new(NULL);
    g_assert_true(ledger_put_feed(p->ledger, "/b", "http://x.example/", FALSE, 1, NULL));
    g_assert_true(ledger_put_feed(p->ledger, "/a", NULL, FALSE, 2, NULL));
    g_assert_true(ledger_put_feed(p->ledger, "/b", "http://x.example/", TRUE, 3, NULL));
    g_assert_true(ledger_put_feed(p->ledger, "/b", "http://y.example/", FALSE, 4, NULL));
    g_assert_true(ledger_each_feed(p->ledger, add_columns, feeds, NULL));
    g_assert_cmpstr(feeds->str, ==, "/b|http://x.example/|1\n/a||\n/b|http://y.example/|\n");
}

static void rows_come_in_order_until_the_caller_stops(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(GString) rows = g_string_new(NULL), counts = g_string_new(NULL);
    guint calls = 0;
    put_and_commit(p, B, "2", "la");
    put_and_commit(p, A, "1", "la");
    put_and_commit(p, "http://x.example/c", "3", "");
    g_assert_true(ledger_acknowledge(p->ledger, NULL));
    g_assert_true(ledger_each_indexed(p->ledger, add_columns, rows, NULL));
    g_assert_cmpstr(rows->str, ==, A "|la|1\n" B "|la|2\n");
    g_assert_true(ledger_each_count(p->ledger, add_columns, counts, NULL));
    g_assert_cmpstr(counts->str, ==, "|2|la|1|1|\nla|1|la|1|2|\n");
    g_assert_true(ledger_each_indexed(p->ledger, stop_at_once, &calls, NULL));
    g_assert_cmpuint(calls, ==, 1);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name) g_test_add("/ledger/" #name, Place, NULL, set_up, name, tear_down)
    ADD(reading_needs_a_ledger_and_writing_makes_one);
    ADD(a_ledger_without_a_schema_is_migrated_whole);
    ADD(a_newer_schema_is_refused_and_left_alone);
    ADD(a_damaged_file_is_named);
    ADD(check_finds_a_sound_ledger_sound);
    ADD(another_writer_is_waited_for_and_then_said);
    ADD(a_full_disk_is_said_and_loses_nothing);
    ADD(close_without_commit_rolls_back);
    ADD(what_is_put_is_what_is_kept);
    ADD(lists_replace_those_of_the_version_before);
    ADD(an_hreflang_that_points_at_a_page_is_found);
    ADD(removed_pages_leave_their_index_and_stay_known);
    ADD(feeds_are_kept_in_the_order_they_were_first_given);
    ADD(rows_come_in_order_until_the_caller_stops);
    return g_test_run();
}
