/* The promises of shim/frontier.h on verdicts, and on what it counts. */
#include "tests/unit/frontier_pages.h"

typedef gboolean (*Each)(Ledger *ledger, LedgerRowFunc func, gpointer user, GError **error);

static void assert_each(Place *p, Each each, const char *expected)
{
    g_autoptr(GString) rows = g_string_new(NULL);
    g_assert_true(each(p->ledger, add_columns, rows, NULL));
    g_assert_cmpstr(rows->str, ==, expected);
}

/* ------------------------------------------------------------------ URLs */

static void hosts_are_counted(Place *p, gconstpointer data)
{
    (void)data;
    add(p, Y, Y "/", 0);
    add(p, X, A, 0);
    add(p, X, B, 0);
    add(p, X, C, 0);
    look(p, A, 1, "", "");
    look(p, B, 1, "timeout", "");
    assert_each_from(p, frontier_each_host, 1, X "|3|1|1\n" Y "|1|1|0\n");
    look(p, B, 2, "", "");
    assert_each_from(p, frontier_each_host, 2, X "|3|2|0\n" Y "|1|1|0\n");
}

static void what_is_skipped_adds_up(Place *p, gconstpointer data)
{
    (void)data;
    static const struct {
        const char *reason, *pattern;
        guint64 number;
        const char *example;
    } rows[] = {{"trap", "/cal/*", 10, "first"},
                {"trap", "/deep/*", 11, "deep"},
                {"depth", "*", 1, "one"},
                {"trap", "/cal/*", 5, "second"}};
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
        g_assert_true(
            frontier_put_skipped(p->ledger, rows[i].reason, rows[i].pattern, rows[i].number, rows[i].example, NULL));
    assert_each(p, frontier_each_skipped, "depth|*|1|one\ntrap|/cal/*|15|first\ntrap|/deep/*|11|deep\n");
    g_assert_true(frontier_forget_skipped(p->ledger, NULL));
    assert_each(p, frontier_each_skipped, "");
}

static void so_many_patterns_are_kept(Place *p, gconstpointer data)
{
    (void)data;
    for (guint i = 0; i < LIMIT_SKIPPED + 10; i++) {
        g_autofree char *pattern = g_strdup_printf("/%u", i);
        g_assert_true(frontier_put_skipped(p->ledger, "trap", pattern, 1, "first", NULL));
    }
    g_assert_true(frontier_put_skipped(p->ledger, "trap", "/0", 1, "second", NULL)); /* which is one of them */
    commit(p);
    g_autofree char *expected = g_strdup_printf("%u|%u", LIMIT_SKIPPED, LIMIT_SKIPPED + 1);
    assert_sqlite(p, "SELECT count(*), sum(number) FROM skipped", expected);
}

/* ------------------------------------------------------------------ verdicts */

/* Three pages of X and one of Y, in two languages; of X in "la" one has a verdict, so has the one in "eo". */
static void judge(Place *p)
{
    put_page(p, A, PAGE_PRESENT, "la");
    put_page(p, B, PAGE_PRESENT, "la");
    put_page(p, C, PAGE_PRESENT, "eo");
    put_page(p, Y "/", PAGE_PRESENT, "la");
    add(p, X, A, 0);
    add(p, X, B, 0);
    add(p, X, C, 0);
    add(p, Y, Y "/", 0);
    look(p, A, 1, "410", "410");
    look(p, B, 1, "", "");
    look(p, C, 1, "404", "404 twice");
    look(p, Y "/", 1, "410", "410");
}

static void losses_are_counted_by_host_and_language(Place *p, gconstpointer data)
{
    (void)data;
    judge(p);
    add(p, X, X "/unindexed", 0);
    look(p, X "/unindexed", 1, "410", "410");
    assert_each_from(p, frontier_each_loss, 0, X "|eo|1|0|1\n" X "|la|2|0|1\n" Y "|la|1|0|1\n");
    g_assert_true(frontier_release(p->ledger, X, "la", NULL)); /* what is released is no candidate any more */
    assert_each_from(p, frontier_each_loss, 0, X "|eo|1|0|1\n" X "|la|1|1|0\n" Y "|la|1|0|1\n");
}

static void pages_looked_at_in_vain_are_counted_by_host_with_an_example(Place *p, gconstpointer data)
{
    (void)data;
    judge(p); /* of X, A and C are gone, and B is there */
    assert_each_from(p, frontier_each_unseen, 1, "");
    look(p, B, 2, "HTTP status 404", "");
    assert_each_from(p, frontier_each_unseen, 2, X "|3|1|" B "|HTTP status 404\n");
    assert_each_from(p, frontier_each_unseen, 3, ""); /* not looked at */
}

static void a_verdict_is_carried_out_only_when_it_is_released(Place *p, gconstpointer data)
{
    (void)data;
    judge(p);
    assert_each(p, frontier_each_gone, "");
    g_assert_true(frontier_release(p->ledger, X, "la", NULL));
    assert_each(p, frontier_each_gone, A "|410\n");
    g_assert_true(frontier_release(p->ledger, X, "eo", NULL));
    g_assert_true(frontier_release(p->ledger, "http://z.example", "la", NULL));
    assert_each(p, frontier_each_gone, A "|410\n" C "|404 twice\n");
    put_page(p, A, PAGE_GONE, ""); /* carried out */
    assert_each(p, frontier_each_gone, C "|404 twice\n");
}

static void a_verdict_that_changes_is_not_released_any_more(Place *p, gconstpointer data)
{
    (void)data;
    judge(p);
    g_assert_true(frontier_release(p->ledger, X, "la", NULL));
    look(p, A, 2, "410", "410"); /* the same one stays released */
    assert_each(p, frontier_each_gone, A "|410\n");
    look(p, A, 3, "noindex", "noindex");
    assert_each(p, frontier_each_gone, "");
    g_assert_true(frontier_release(p->ledger, X, "la", NULL));
    look(p, A, 4, "", ""); /* it is back */
    assert_each(p, frontier_each_gone, "");
    look(p, A, 5, "noindex", "noindex");
    assert_each(p, frontier_each_gone, "");
}

static void withheld_pages_stay_and_are_looked_at_again(Place *p, gconstpointer data)
{
    (void)data;
    judge(p);
    g_assert_true(frontier_release(p->ledger, X, "eo", NULL));
    g_assert_true(frontier_withhold(p->ledger, X, "la", NULL));
    g_assert_true(frontier_withhold(p->ledger, X, "eo", NULL)); /* which is released: too late */
    assert_each_from(p, frontier_each_loss, 0, X "|eo|0|1|0\n" X "|la|2|0|0\n" Y "|la|1|0|1\n");
    g_assert_true(frontier_release(p->ledger, X, "la", NULL)); /* there is nothing left to release */
    assert_each(p, frontier_each_gone, C "|404 twice\n");
    assert_next(p, X, 2, 10, A " " B " " C " ");
    g_autoptr(FrontierEntry) entry = find(p, A);
    g_assert_cmpstr(entry->verdict, ==, "");
    g_assert_cmpstr(entry->indexed_lang, ==, "la");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name) g_test_add("/frontier/" #name, Place, NULL, set_up, name, tear_down)
    ADD(hosts_are_counted);
    ADD(what_is_skipped_adds_up);
    ADD(so_many_patterns_are_kept);
    ADD(losses_are_counted_by_host_and_language);
    ADD(pages_looked_at_in_vain_are_counted_by_host_with_an_example);
    ADD(a_verdict_is_carried_out_only_when_it_is_released);
    ADD(a_verdict_that_changes_is_not_released_any_more);
    ADD(withheld_pages_stay_and_are_looked_at_again);
    return g_test_run();
}
