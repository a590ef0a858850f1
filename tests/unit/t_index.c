/* The promises of shim/index.h. */
#include "tests/unit/index_pages.h"

static void bad_term_refuses_the_document_and_leaves_the_batch(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autoptr(IndexWriter) w = open_writer(p);
    g_autofree char *long_word = g_strnfill(LIMIT_TERM + 1, 'x');
    const char *bad[] = {long_word, "", "\xff\xfe"};
    g_assert_true(put(w, "a", "good", &error));
    for (guint i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_assert_false(put(w, "b", bad[i], &error));
        g_assert_error(error, FAULT, FAULT_SKIP);
        g_clear_error(&error);
    }
    g_assert_true(put(w, "c", "good", &error));
    g_assert_true(index_writer_commit(w, &error));
    g_assert_cmpuint(count(p), ==, 2);
}

static void close_without_commit_discards(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    put_and_commit(p, "a", "word");
    IndexWriter *w = open_writer(p);
    g_assert_true(put(w, "b", "word", &error));
    index_writer_close(w);
    g_assert_cmpuint(count(p), ==, 1);
}

/* In a child, whose limit on the size of files makes the disk full. */
static int fill_disk(const Place *p)
{
    struct rlimit limit = {64 * 1024, 64 * 1024};
    g_autoptr(GError) error = NULL;
    g_autoptr(IndexWriter) w = open_writer(p);
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &limit);
    for (int i = 0; i < 20000; i++) {
        g_autofree char *url = g_strdup_printf("http://full.example/%d/a-long-url-that-takes-room", i);
        if (!put(w, url, url, &error))
            break;
    }
    if (!error && index_writer_commit(w, &error))
        return 1;
    g_clear_error(&error);
    /* The writer is spent: it says so again, and does nothing. */
    return put(w, "z", "word", &error) || !g_error_matches(error, FAULT, FAULT_REOPEN) ? 2 : 0;
}

static void full_disk_loses_nothing_and_a_failed_writer_is_spent(Place *p, gconstpointer data)
{
    (void)data;
    int status;
    put_and_commit(p, "a", "word");
    pid_t child = fork();
    if (child == 0)
        _exit(fill_disk(p));
    g_assert_cmpint(waitpid(child, &status, 0), ==, child);
    g_assert_true(WIFEXITED(status));
    g_assert_cmpint(WEXITSTATUS(status), ==, 0);
    put_and_commit(p, "b", "word");
    g_assert_cmpuint(count(p), ==, 2);
}

static void second_writer_is_told_who_holds_the_lock(Place *p, gconstpointer data)
{
    (void)data;
    int ends[2], status;
    char byte;
    g_assert_cmpint(pipe(ends), ==, 0);
    put_and_commit(p, "a", "word");
    pid_t child = fork();
    if (child == 0) {
        IndexWriter *w = open_writer(p);
        if (write(ends[1], "x", 1) == 1)
            pause();
        index_writer_close(w);
        _exit(0);
    }
    g_assert_cmpint(read(ends[0], &byte, 1), ==, 1);
    g_autoptr(GError) error = NULL;
    g_assert_null(index_writer_open(p->path, "xx", PRINT, &error));
    g_assert_error(error, FAULT, FAULT_RETRY);
    g_test_message("%s", error->message);
    g_assert_nonnull(strstr(error->message, "pid "));
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    close(ends[0]);
    close(ends[1]);
}

static void new_index_appears_whole_or_not_at_all(Place *p, gconstpointer data)
{
    (void)data;
    for (int i = 0; i < 60; i++) {
        int status;
        pid_t child = fork();
        if (child == 0) {
            index_writer_close(open_writer(p));
            _exit(0);
        }
        g_usleep(i * 250);
        kill(child, SIGKILL);
        waitpid(child, &status, 0);
        if (g_file_test(p->path, G_FILE_TEST_EXISTS))
            g_assert_cmpuint(count(p), ==, 0);
        put_and_commit(p, "a", "word");
        g_assert_cmpuint(count(p), ==, 1);
        disk_remove(p->path);
    }
}

static void other_fingerprint_says_reindex(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    put_and_commit(p, "a", "word");
    g_assert_null(index_reader_open(p->path, "test.2", &error));
    g_assert_error(error, FAULT, FAULT_REINDEX);
    g_assert_nonnull(strstr(error->message, "reindex"));
    g_clear_error(&error);
    g_assert_null(index_writer_open(p->path, "xx", "test.2", &error));
    g_assert_error(error, FAULT, FAULT_REINDEX);
}

static void reader_survives_commits(Place *p, gconstpointer data)
{
    (void)data;
    int status;
    put_and_commit(p, "a", "word");
    pid_t child = fork();
    if (child == 0) {
        IndexWriter *w = open_writer(p);
        for (int i = 0; i < 60; i++) {
            g_autofree char *url = g_strdup_printf("u%d", i);
            if (!put(w, url, "word", NULL) || !index_writer_commit(w, NULL))
                _exit(1);
        }
        index_writer_close(w);
        _exit(0);
    }
    g_autoptr(GError) error = NULL;
    g_autoptr(IndexReader) r = index_reader_open(p->path, PRINT, &error);
    g_autoptr(QueryNode) q = query_node_term("", "word");
    do {
        g_autoptr(IndexResult) found = ask(r, q, &error);
        g_assert_no_error(error);
        g_assert_cmpuint(found->total, >=, 1);
    } while (waitpid(child, &status, WNOHANG) == 0);
    g_assert_cmpint(WEXITSTATUS(status), ==, 0);
    g_assert_cmpuint(count(p), ==, 61);
}

static void damage_is_named_and_compaction_keeps_all(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    put_and_commit(p, "a", "word");
    put_and_commit(p, "b", "word");
    g_autofree char *compact = g_build_filename(p->folder, "compact", NULL);
    g_assert_true(index_merge((const char *[]){p->path, NULL}, compact, &error));
    g_assert_true(index_check(compact, &error));
    g_autofree char *table = g_build_filename(p->path, "postlist.glass", NULL), *bytes = NULL;
    gsize n;
    g_assert_true(g_file_get_contents(table, &bytes, &n, &error));
    memset(bytes, 0x5A, n / 2);
    g_assert_true(g_file_set_contents(table, bytes, n, &error));
    g_assert_false(index_check(p->path, &error));
    g_assert_error(error, FAULT, FAULT_REINDEX);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name) g_test_add("/index/" #name, Place, NULL, set_up, name, tear_down)
    ADD(bad_term_refuses_the_document_and_leaves_the_batch);
    ADD(close_without_commit_discards);
    ADD(full_disk_loses_nothing_and_a_failed_writer_is_spent);
    ADD(second_writer_is_told_who_holds_the_lock);
    ADD(new_index_appears_whole_or_not_at_all);
    ADD(other_fingerprint_says_reindex);
    ADD(reader_survives_commits);
    ADD(damage_is_named_and_compaction_keeps_all);
    return g_test_run();
}
