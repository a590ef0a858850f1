/* The promises of shim/querylog.h. */
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "shim/limits.h"
#include "shim/querylog.h"
#include "tests/unit/place.h"

#define DAY G_GINT64_CONSTANT(86400)
#define NOW (20000 * DAY + 12345)

/* A log in a data directory of its own; `file` of the place is the log's. */
static void open_log(Place *p, QueryLog **log)
{
    g_autoptr(GError) error = NULL;
    g_assert_true(query_log_open(p->data, LEDGER_WRITE, log, &error));
    g_assert_no_error(error);
    g_assert_nonnull(*log);
}

static void begin(Place *p, gconstpointer data)
{
    (void)data;
    p->data = g_dir_make_tmp("isoglot-t-XXXXXX", NULL);
    p->file = g_build_filename(p->data, "queries.db", NULL);
}

static void search(QueryLog *log, gint64 now, const char *query, guint times)
{
    g_autoptr(GError) error = NULL;
    QueryLogSearch s = {.now = now, .lang = "l1", .query_lang = "l2", .query = query, .took_ms = 3};
    for (guint i = 0; i < times; i++)
        g_assert_true(query_log_add(log, &s, &error));
    g_assert_no_error(error);
}

/* Have the bytes of the log's files `text`? Looked at by another process: closing a file would release SQLite's locks. */
static gboolean is_in_files(const Place *p, const char *text)
{
    const char *argv[] = {"grep", "-rqaF", text, p->data, NULL};
    int status;
    g_assert_true(g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status, NULL));
    return g_spawn_check_wait_status(status, NULL);
}

static gboolean add_query(const char *query, guint64 count, guint64 zero, gpointer user)
{
    g_string_append_printf(user, "%s %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT "\n", query, count, zero);
    return TRUE;
}

static void assert_queries(QueryLog *log, const char *lang, const char *expected)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) found = g_string_new(NULL);
    g_assert_true(query_log_each_query(log, lang, add_query, found, &error));
    g_assert_no_error(error);
    g_assert_cmpstr(found->str, ==, expected);
}

static void add_sum(const QueryLogSum *s, gpointer user)
{
    g_string_append_printf(user, "%s/%s", s->lang, s->query_lang);
    const guint64 figures[] = {s->searches, s->zero, s->rescued, s->gap, s->clicks, s->click_ranks};
    for (guint i = 0; i < G_N_ELEMENTS(figures); i++)
        g_string_append_printf(user, " %" G_GUINT64_FORMAT, figures[i]);
    g_string_append(user, " |");
    for (guint i = 0; i < QUERY_LOG_CLASSES; i++)
        g_string_append_printf(user, " %" G_GUINT64_FORMAT, s->took[i]);
    g_string_append_c(user, '\n');
}

static void assert_sums(QueryLog *log, gint64 from, gint64 to, const char *expected)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) found = g_string_new(NULL);
    g_assert_true(query_log_each_sum(log, from, to, add_sum, found, &error));
    g_assert_no_error(error);
    g_assert_cmpstr(found->str, ==, expected);
}

static void a_query_below_five_is_nowhere_in_the_files(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(QueryLog) log = NULL;
    open_log(p, &log);
    search(log, NOW, "zubrzyca", 4);
    assert_queries(log, "l1", "");
    g_assert_false(is_in_files(p, "zubrzyca"));
    assert_sqlite(p, "SELECT count(*), sum(count) FROM query", "1|4");
    g_assert_false(is_in_files(p, "zubrzyca"));
    search(log, NOW, "zubrzyca", 1);
    assert_queries(log, "l1", "zubrzyca 5 0\n");
    g_assert_true(is_in_files(p, "zubrzyca")); /* so that the look above can find something */
}

static void queries_of_two_languages_are_not_added_up(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(QueryLog) log = NULL;
    open_log(p, &log);
    search(log, NOW, "radio", 4);
    QueryLogSearch other = {.now = NOW, .lang = "l3", .query_lang = "l3", .query = "radio"};
    g_assert_true(query_log_add(log, &other, NULL));
    assert_queries(log, "l1", "");
    assert_queries(log, "l3", "");
    assert_sqlite(p, "SELECT count(*) FROM query", "2");
}

static void two_logs_give_a_query_two_keys(Place *p, gconstpointer data)
{
    (void)data;
    char *keys[2];
    for (guint i = 0; i < 2; i++) {
        g_autoptr(QueryLog) log = NULL;
        open_log(p, &log);
        search(log, NOW, "radio", 1);
        keys[i] = sqlite(p, "SELECT key FROM query");
        g_assert_cmpuint(strlen(keys[i]), ==, 32);
        g_clear_pointer(&log, query_log_close);
        g_assert_cmpint(g_unlink(p->file), ==, 0);
        g_autofree char *wal = g_strconcat(p->file, "-wal", NULL), *shm = g_strconcat(p->file, "-shm", NULL);
        g_unlink(wal);
        g_unlink(shm);
    }
    g_assert_cmpstr(keys[0], !=, keys[1]);
    g_free(keys[0]);
    g_free(keys[1]);
}

static void the_most_frequent_query_comes_first(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(QueryLog) log = NULL;
    open_log(p, &log);
    search(log, NOW, "few", 5);
    search(log, NOW, "many", 7);
    QueryLogSearch zero = {.now = NOW, .lang = "l1", .query_lang = "", .query = "many", .is_zero = TRUE};
    g_assert_true(query_log_add(log, &zero, NULL));
    assert_queries(log, "l1", "many 8 1\nfew 5 0\n");
}

static void sums_are_of_the_days_asked_for(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(QueryLog) log = NULL;
    open_log(p, &log);
    search(log, NOW - DAY, "a", 1);
    QueryLogSearch s = {.now = NOW,
                        .lang = "l1",
                        .query_lang = "l2",
                        .query = "b",
                        .is_zero = TRUE,
                        .is_rescued = TRUE,
                        .is_gap = TRUE,
                        .took_ms = 5000};
    g_assert_true(query_log_add(log, &s, NULL));
    s = (QueryLogSearch){.now = NOW, .lang = "l1", .query_lang = "", .query = ""};
    g_assert_true(query_log_add(log, &s, NULL));
    assert_sums(log, 20000, 20000,
                "l1/ 1 0 0 0 0 0 | 1 0 0 0 0 0 0 0 0 0 0 0\nl1/l2 1 1 1 1 0 0 | 0 0 0 0 0 0 0 0 0 0 0 1\n");
    assert_sums(log, 19999, 20000,
                "l1/ 1 0 0 0 0 0 | 1 0 0 0 0 0 0 0 0 0 0 0\nl1/l2 2 1 1 1 0 0 | 0 0 1 0 0 0 0 0 0 0 0 1\n");
    assert_sums(log, 1, 19998, "");
}

static void a_class_of_duration_is_below_its_power_of_two(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(QueryLog) log = NULL;
    open_log(p, &log);
    static const guint took_ms[] = {0, 1, 2, 3, 4, 1023, 1024, G_MAXUINT};
    for (guint i = 0; i < G_N_ELEMENTS(took_ms); i++) {
        QueryLogSearch s = {.now = NOW, .lang = "l1", .query_lang = "", .query = "", .took_ms = took_ms[i]};
        g_assert_true(query_log_add(log, &s, NULL));
    }
    assert_sums(log, 20000, 20000, "l1/ 8 0 0 0 0 0 | 1 1 2 1 0 0 0 0 0 0 1 2\n");
}

static void clicks_beyond_three_for_each_search_count_for_nothing(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autoptr(QueryLog) log = NULL;
    open_log(p, &log);
    g_assert_true(query_log_add_click(log, NOW, "l1", 1, &error));
    assert_sums(log, 20000, 20000, "l1/ 0 0 0 0 0 0 | 0 0 0 0 0 0 0 0 0 0 0 0\n");
    search(log, NOW, "a", 2);
    for (guint i = 0; i < 10; i++)
        g_assert_true(query_log_add_click(log, NOW, "l1", 4, &error));
    g_assert_no_error(error);
    assert_sums(log, 20000, 20000,
                "l1/ 0 0 0 0 6 24 | 0 0 0 0 0 0 0 0 0 0 0 0\nl1/l2 2 0 0 0 0 0 | 0 0 2 0 0 0 0 0 0 0 0 0\n");
}

static void a_query_that_stays_below_five_is_forgotten(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(QueryLog) log = NULL;
    open_log(p, &log);
    search(log, NOW, "rare", 4);
    search(log, NOW, "frequent", 5);
    search(log, NOW + 30 * DAY, "other", 1);
    assert_sqlite(p, "SELECT count(*) FROM query", "3");
    search(log, NOW + 31 * DAY, "other", 1);
    assert_sqlite(p, "SELECT count(*) FROM query", "2");
    search(log, NOW + 31 * DAY, "rare", 4); /* counted from one again */
    assert_queries(log, "l1", "frequent 5 0\n");
    search(log, NOW + 400 * DAY, "other", 1);
    assert_queries(log, "l1", "");
}

static void of_too_many_queries_the_further_ones_count_in_their_day(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(QueryLog) log = NULL;
    open_log(p, &log);
    search(log, NOW, "known", 1);
    g_autofree char *full = g_strdup_printf("UPDATE state SET value=%d WHERE name='queries'", LIMIT_LOGGED_QUERIES);
    assert_sqlite(p, full, "");
    search(log, NOW, "new", 1);
    search(log, NOW, "known", 4);
    assert_sqlite(p, "SELECT sum(searches) FROM day", "6");
    assert_queries(log, "l1", "known 5 0\n");
    search(log, NOW + DAY, "new", 1); /* there is room again: what was asked yesterday and is rare has gone */
    assert_sqlite(p, "SELECT count(*) FROM query", "1");
}

static void a_long_query_counts_in_its_day(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(QueryLog) log = NULL;
    g_autofree char *text = g_strnfill(LIMIT_LOGGED_QUERY + 1, 'a');
    open_log(p, &log);
    search(log, NOW, text, 5);
    assert_sqlite(p, "SELECT count(*) FROM query", "0");
    assert_sqlite(p, "SELECT sum(searches) FROM day", "5");
    search(log, NOW, text + 1, 5);
    assert_sqlite(p, "SELECT count(*) FROM query", "1");
}

static void reading_a_log_that_is_not_there_is_no_error(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    QueryLog *log = NULL;
    g_assert_true(query_log_open(p->data, LEDGER_READ, &log, &error));
    g_assert_no_error(error);
    g_assert_null(log);
    g_assert_false(g_file_test(p->file, G_FILE_TEST_EXISTS));
}

static void a_log_of_a_newer_program_is_refused(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    QueryLog *log = NULL;
    open_log(p, &log);
    query_log_close(log);
    assert_sqlite(p, "PRAGMA user_version=99", "");
    g_assert_false(query_log_open(p->data, LEDGER_WRITE, &log, &error));
    g_assert_error(error, FAULT, FAULT_STOP);
    g_assert_nonnull(strstr(error->message, "queries.db"));
    g_assert_null(log);
}

static void a_directory_without_room_is_an_error_with_its_path(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    QueryLog *log = NULL;
    g_autofree char *nowhere = g_build_filename(p->data, "nowhere", NULL);
    g_assert_false(query_log_open(nowhere, LEDGER_WRITE, &log, &error));
    g_assert_error(error, FAULT, FAULT_STOP);
    g_assert_nonnull(strstr(error->message, nowhere));
}

#define WRITERS 40
#define EACH 25

static void many_processes_lose_no_search(Place *p, gconstpointer data)
{
    (void)data;
    pid_t children[WRITERS];
    int start[2]; /* all begin when this is closed, so that several make the file at once */
    g_assert_cmpint(pipe(start), ==, 0);
    for (guint i = 0; i < WRITERS; i++)
        if ((children[i] = fork()) == 0) {
            char byte;
            close(start[1]);
            g_assert_cmpint(read(start[0], &byte, 1), ==, 0);
            QueryLogSearch s = {.now = NOW, .lang = "l1", .query_lang = "", .query = i % 2 ? "odd" : "even"};
            for (guint j = 0; j < EACH; j++) {
                g_autoptr(QueryLog) log = NULL;
                g_autoptr(GError) error = NULL;
                if (!query_log_open(p->data, LEDGER_WRITE, &log, &error) || !query_log_add(log, &s, &error)) {
                    g_printerr("# %s\n", error->message);
                    _exit(1);
                }
            }
            _exit(0);
        }
    close(start[1]);
    close(start[0]);
    for (guint i = 0; i < WRITERS; i++) {
        int status = -1;
        g_assert_cmpint(waitpid(children[i], &status, 0), ==, children[i]);
        g_assert_cmpint(status, ==, 0);
    }
    assert_sqlite(p, "SELECT sum(searches) FROM day", G_STRINGIFY(1000));
    assert_sqlite(p, "SELECT text, count FROM query ORDER BY text", "even|500\nodd|500");
}

static void a_log_that_somebody_holds_is_retry_within_the_limit(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autoptr(QueryLog) log = NULL;
    open_log(p, &log);
    const char *argv[] = {"sqlite3", p->file, NULL}, script[] = "BEGIN IMMEDIATE;\n.shell echo\n";
    int in, out;
    char byte;
    g_assert_true(g_spawn_async_with_pipes(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, &in, &out,
                                           NULL, &error));
    g_assert_cmpint(write(in, script, strlen(script)), ==, strlen(script));
    g_assert_cmpint(read(out, &byte, 1), ==, 1); /* it holds the log, until its input ends */
    gint64 since = g_get_monotonic_time();
    QueryLogSearch s = {.now = NOW, .lang = "l1", .query_lang = "", .query = "a"};
    g_assert_false(query_log_add(log, &s, &error));
    g_assert_error(error, FAULT, FAULT_RETRY);
    g_assert_cmpint(g_get_monotonic_time() - since, >=, LIMIT_QUERY_LOG_WAIT_MS * 1000);
    close(in);
    close(out);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name) g_test_add("/querylog/" #name, Place, NULL, begin, name, tear_down)
    ADD(a_query_below_five_is_nowhere_in_the_files);
    ADD(queries_of_two_languages_are_not_added_up);
    ADD(two_logs_give_a_query_two_keys);
    ADD(the_most_frequent_query_comes_first);
    ADD(sums_are_of_the_days_asked_for);
    ADD(a_class_of_duration_is_below_its_power_of_two);
    ADD(clicks_beyond_three_for_each_search_count_for_nothing);
    ADD(a_query_that_stays_below_five_is_forgotten);
    ADD(of_too_many_queries_the_further_ones_count_in_their_day);
    ADD(a_long_query_counts_in_its_day);
    ADD(reading_a_log_that_is_not_there_is_no_error);
    ADD(a_log_of_a_newer_program_is_refused);
    ADD(a_directory_without_room_is_an_error_with_its_path);
    ADD(many_processes_lose_no_search);
    ADD(a_log_that_somebody_holds_is_retry_within_the_limit);
    return g_test_run();
}
