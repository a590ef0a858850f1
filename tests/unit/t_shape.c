/* The promises of shim/shape.h and shim/supply.h. */
#include "shim/limits.h"
#include "shim/supply.h"
#include "tests/unit/translations.h"

#define URL SITE "page"

static void tell_version(Place *p, gint64 at, const char *hash)
{
    g_autoptr(GError) error = NULL;
    g_assert_true(shape_put_version(p->ledger, URL, at, hash, 10, &error) && ledger_commit(p->ledger, &error));
}

static void a_version_with_the_same_content_is_no_change(Place *p, gconstpointer data)
{
    (void)data;
    tell_version(p, 100, "a");
    tell_version(p, 200, "a");
    tell_version(p, 300, "b");
    tell_version(p, 400, "a");
    assert_sqlite(p, "SELECT at, content_hash FROM change ORDER BY at", "100|a\n300|b\n400|a");
}

static void versions_may_be_told_in_any_order_and_again(Place *p, gconstpointer data)
{
    (void)data;
    static const struct {
        gint64 at;
        const char *hash;
    } versions[] = {{400, "a"}, {300, "b"}, {200, "a"}, {100, "a"}, {250, "b"}, {400, "a"}, {100, "a"}};
    for (guint i = 0; i < G_N_ELEMENTS(versions); i++)
        tell_version(p, versions[i].at, versions[i].hash);
    assert_sqlite(p, "SELECT at, content_hash FROM change ORDER BY at", "100|a\n250|b\n400|a");
}

static void the_latest_versions_are_kept(Place *p, gconstpointer data)
{
    (void)data;
    for (guint i = 0; i < LIMIT_CHANGES + 5; i++)
        g_assert_true(shape_put_version(p->ledger, URL, i, i % 2 ? "a" : "b", 10, NULL));
    g_assert_true(ledger_commit(p->ledger, NULL));
    g_autofree char *expected = g_strdup_printf("5|%u|%u", LIMIT_CHANGES + 4, LIMIT_CHANGES);
    assert_sqlite(p, "SELECT min(at), max(at), count(*) FROM change", expected);
}

static void put_shape(Place *p, const char *url, guint headings)
{
    const Shape shape = {headings, 2, 3, G_GUINT64_CONSTANT(1) << 63, "aa bb"};
    g_assert_true(shape_put(p->ledger, url, headings ? &shape : NULL, NULL) && ledger_commit(p->ledger, NULL));
}

static void collect_page(const SupplyPage *page, gpointer user)
{
    g_string_append_printf(user, "%s %s %d %d %u %u %u %d %s\n", page->url, page->lang, page->has_shape,
                           page->is_listed, page->shape.headings, page->shape.links, page->shape.tables,
                           (int)(page->shape.numbers >> 63), page->shape.bar);
}

static void assert_pages(Place *p, const char *expected)
{
    g_autoptr(GString) rows = g_string_new(NULL);
    g_assert_true(supply_each_page(p->ledger, collect_page, rows, NULL));
    g_autofree char *text = g_strdup_printf(URL " %s %s\n", code(0), expected);
    g_assert_cmpstr(rows->str, ==, text);
}

static void a_shape_is_that_of_the_version_seen_last(Place *p, gconstpointer data)
{
    (void)data;
    put_version(p, &(Version){.url = URL, .lang = code(0)});
    put_version(p, &(Version){.url = SITE "excluded", .lang = ""});
    update(p);
    put_shape(p, URL, 1);
    put_shape(p, URL, 5);
    assert_pages(p, "1 0 5 2 3 1 aa bb");
    put_shape(p, URL, 0);
    assert_pages(p, "0 0 0 0 0 0 ");
}

static void a_page_is_listed_if_the_last_sitemaps_have_it(Place *p, gconstpointer data)
{
    (void)data;
    put_version(p, &(Version){.url = URL, .lang = code(0)});
    update(p);
    settle_url(p, URL, "", "");
    settle_url(p, SITE "other", "", "");
    g_assert_true(shape_put_listed(p->ledger, URL, 1, NULL) && ledger_commit(p->ledger, NULL));
    assert_pages(p, "0 1 0 0 0 0 ");
    g_assert_true(shape_put_listed(p->ledger, SITE "other", 2, NULL) && ledger_commit(p->ledger, NULL));
    assert_pages(p, "0 0 0 0 0 0 ");
}

static void collect_answer(const SupplyAnswer *answer, gpointer user)
{
    g_string_append_printf(user, "%s %s %s\n", answer->url, answer->error, answer->redirect);
}

static void answers_are_errors_and_redirects_but_not_what_was_not_asked_for(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(GString) rows = g_string_new(NULL);
    settle_url(p, SITE "a", "", "HTTP status 404");
    settle_url(p, SITE "b", SITE "c", "redirects to 'c'");
    settle_url(p, SITE "c", "", "");
    settle_url(p, SITE "d", "", "disallowed by robots.txt: '/d'");
    settle_url(p, SITE "e", "", "not followed: too deep");
    settle_url(p, SITE "f", "", "no document any more");
    g_autofree char *done = sqlite(p, "UPDATE crawl SET checked_at=1");
    g_assert_true(supply_each_answer(p->ledger, collect_answer, rows, NULL));
    g_assert_cmpstr(rows->str, ==, SITE "a HTTP status 404 \n" SITE "b redirects to 'c' " SITE "c\n");
}

static void collect_link(const SupplyLink *link, gpointer user)
{
    g_string_append_printf(user, "%s %u\n", link->text, link->line);
}

static void collect_defect(const SupplyDefect *defect, gpointer user)
{
    g_string_append_printf(user, "%s %s %u\n", defect->code, defect->detail, defect->line);
}

static void links_and_defects_have_lines(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(GArray) links = g_array_new(FALSE, FALSE, sizeof(LedgerLink));
    g_autoptr(GArray) defects = g_array_new(FALSE, FALSE, sizeof(LedgerDefect));
    g_autoptr(GString) rows = g_string_new(NULL);
    const LedgerLink link = {SITE "other", "text", "", FALSE, 17};
    const LedgerDefect defect = {"image-alt", "a.png", 18};
    const LedgerPage page = plain_page(URL, PAGE_PRESENT, code(0));
    g_array_append_val(links, link);
    g_array_append_val(defects, defect);
    g_assert_true(ledger_put(p->ledger, &page, code(0), links, NULL, defects, NULL) && ledger_commit(p->ledger, NULL));
    g_assert_true(supply_each_link(p->ledger, 0, collect_link, rows, NULL));
    g_assert_true(supply_each_link(p->ledger, 4711, collect_link, rows, NULL));
    g_assert_true(supply_each_defect(p->ledger, 0, collect_defect, rows, NULL));
    g_assert_true(supply_each_defect(p->ledger, 4711, collect_defect, rows, NULL));
    g_assert_cmpstr(rows->str, ==, "text 17\nimage-alt a.png 18\n");
}

#define TEST(name) g_test_add("/shape/" #name, Place, NULL, set_up, name, tear_down)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    TEST(a_version_with_the_same_content_is_no_change);
    TEST(versions_may_be_told_in_any_order_and_again);
    TEST(the_latest_versions_are_kept);
    TEST(a_shape_is_that_of_the_version_seen_last);
    TEST(a_page_is_listed_if_the_last_sitemaps_have_it);
    TEST(answers_are_errors_and_redirects_but_not_what_was_not_asked_for);
    TEST(links_and_defects_have_lines);
    return g_test_run();
}
