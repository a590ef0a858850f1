/* The promises of shim/ledger.h on batches and builds. */
#include "tests/unit/ledger_pages.h"

/* ------------------------------------------------------------------ batches */

static void staged_is_not_indexed_before_it_is_acknowledged(Place *p, gconstpointer data)
{
    (void)data;
    put_and_commit(p, A, "1", "la");
    assert_place(p, A, PAGE_PRESENT, "", "");
    g_assert_true(ledger_acknowledge(p->ledger, NULL));
    assert_place(p, A, PAGE_PRESENT, "la", "1");
    put_and_commit(p, A, "2", "eo"); /* a move: its place is the old one as long as it may be there */
    assert_place(p, A, PAGE_PRESENT, "la", "1");
    g_assert_true(ledger_acknowledge(p->ledger, NULL));
    assert_place(p, A, PAGE_PRESENT, "eo", "2");
    put_and_commit(p, A, "3", "");
    g_assert_true(ledger_acknowledge(p->ledger, NULL));
    assert_place(p, A, PAGE_EXCLUDED, "", "");
}

static void acknowledged_is_durable(Place *p, gconstpointer data)
{
    (void)data;
    int status;
    close_ledger(p);
    pid_t child = fork();
    if (child == 0) {
        open_ledger(p);
        put_and_commit(p, A, "1", "la");
        if (!ledger_acknowledge(p->ledger, NULL) || !put(p->ledger, B, "1", "la", NULL))
            _exit(1);
        kill(getpid(), SIGKILL);
    }
    waitpid(child, &status, 0);
    g_assert_true(WIFSIGNALED(status));
    open_ledger(p);
    assert_place(p, A, PAGE_PRESENT, "la", "1");
    assert_sqlite(p, "SELECT count(*) FROM url", "1");
}

static void a_crashed_batch_is_found_and_settled(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    put_and_commit(p, A, "1", "la");
    g_assert_true(ledger_acknowledge(p->ledger, &error));
    put_and_commit(p, A, "2", "eo");
    put_and_commit(p, B, "1", "");
    close_ledger(p);
    open_ledger(p);
    gint64 id = 0;
    guint seen = 0;
    for (;;) {
        g_autofree char *url = NULL, *staged = NULL, *indexed = NULL;
        g_assert_true(ledger_next_staged(p->ledger, &id, &url, &staged, &indexed, &error));
        if (!id)
            break;
        g_assert_cmpstr(url, ==, seen ? B : A);
        g_assert_cmpstr(staged, ==, seen ? "" : "eo");
        g_assert_cmpstr(indexed, ==, seen ? "" : "la");
        g_assert_true(ledger_settle(p->ledger, id, seen ? "" : "eo", seen ? "" : "2", &error));
        seen++;
    }
    g_assert_cmpuint(seen, ==, 2);
    g_assert_true(ledger_commit(p->ledger, &error));
    assert_place(p, A, PAGE_PRESENT, "eo", "2");
    assert_place(p, B, PAGE_EXCLUDED, "", "");
    g_autofree char *url = NULL, *staged = NULL, *indexed = NULL;
    g_assert_true(ledger_next_staged(p->ledger, &id, &url, &staged, &indexed, &error));
    g_assert_cmpint(id, ==, 0);
}

static void begin_build_forgets_an_unpublished_one(Place *p, gconstpointer data)
{
    (void)data;
    put_and_commit(p, A, "1", "la");
    g_assert_true(ledger_acknowledge(p->ledger, NULL));
    put_and_commit(p, A, "2", "eo");
    g_assert_true(ledger_begin_build(p->ledger, NULL) && ledger_acknowledge(p->ledger, NULL));
    assert_place(p, A, PAGE_PRESENT, "la", "1");
}

static void a_planned_publication_survives_and_is_finished(Place *p, gconstpointer data)
{
    (void)data;
    const char *const both[] = {"eo", "la", NULL};
    g_autoptr(GError) error = NULL;
    g_auto(GStrv) codes = NULL;
    g_auto(GStrv) none = NULL;
    guint generation = 0;
    const char *const urls[] = {A, B, "http://x.example/vo"};
    const char *const langs[] = {"la", "la", "vo"};
    for (guint i = 0; i < 3; i++)
        put_and_commit(p, urls[i], "old", langs[i]);
    g_assert_true(ledger_acknowledge(p->ledger, &error) && ledger_begin_build(p->ledger, &error));
    put_and_commit(p, A, "new", "eo"); /* B is not in the new generations */
    g_assert_true(ledger_plan_publication(p->ledger, both, 7, &error));
    close_ledger(p);
    open_ledger(p);
    g_assert_true(ledger_next_publication(p->ledger, &codes, &generation, &error));
    g_assert_cmpuint(generation, ==, 7);
    g_assert_true(g_strv_equal((const char *const *)codes, both));
    g_assert_true(ledger_finish_publication(p->ledger, &error));
    assert_place(p, A, PAGE_PRESENT, "eo", "new");
    assert_place(p, B, PAGE_PRESENT, "", "");
    assert_place(p, urls[2], PAGE_PRESENT, "vo", "old"); /* its language was not published */
    g_assert_true(ledger_next_publication(p->ledger, &none, &generation, &error));
    g_assert_null(none);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name) g_test_add("/ledger/" #name, Place, NULL, set_up, name, tear_down)
    ADD(staged_is_not_indexed_before_it_is_acknowledged);
    ADD(acknowledged_is_durable);
    ADD(a_crashed_batch_is_found_and_settled);
    ADD(begin_build_forgets_an_unpublished_one);
    ADD(a_planned_publication_survives_and_is_finished);
    return g_test_run();
}
