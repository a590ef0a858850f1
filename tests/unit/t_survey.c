/* The promises of shim/survey.h. */
#include "shim/survey.h"

#include "tests/unit/translations.h"

static void set_up_site(Place *p, gconstpointer data)
{
    set_up(p, data);
    put_version(p, &(Version){.url = SITE "b", .lang = code(1), .group = "g"});
    put_version(p, &(Version){.url = SITE "a", .lang = code(0), .group = "g"});
    put_version(p, &(Version){.url = SITE "other", .lang = code(0)});
    /* an untranslated page: it stands in another index than its language's */
    put_version(
        p,
        &(Version){.url = SITE "c", .lang = code(0), .declared = code(2), .purity = PURITY_UNTRANSLATED, .group = "g"});
    update(p);
}

static void write_page(const SurveyPage *page, gpointer text)
{
    g_string_append_printf(text, "%s %s %s; ", page->lang, page->url, page->title);
}

static gboolean write_row(const char *const *columns, guint n, gpointer text)
{
    for (guint i = 0; i < n; i++)
        g_string_append_printf(text, "%s ", columns[i]);
    g_string_append(text, "\n");
    return TRUE;
}

static char *write_facts(Ledger *ledger)
{
    g_autoptr(GError) error = NULL;
    GString *text = g_string_new(NULL);
    g_assert_true(survey_each_fact(ledger, write_row, text, &error));
    g_assert_no_error(error);
    return g_string_free(text, FALSE);
}

static void pages_that_are_answers_come_by_cluster(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(GString) text = g_string_new(NULL);
    g_assert_true(survey_each_page(p->ledger, write_page, text, NULL));
    g_assert_nonnull(strstr(text->str, SITE "a"));
    g_assert_nonnull(strstr(text->str, SITE "b"));
    g_assert_nonnull(strstr(text->str, SITE "other"));
    g_assert_null(strstr(text->str, SITE "c "));
    g_string_truncate(text, 0);
    g_assert_true(survey_each_version(p->ledger, id_of(p, SITE "a"), write_page, text, NULL));
    g_assert_nonnull(strstr(text->str, SITE "b"));
    g_assert_null(strstr(text->str, SITE "other"));
}

static void facts_do_not_depend_on_ids(Place *p, gconstpointer data)
{
    Place again = {0};
    set_up(&again, data);
    put_version(&again, &(Version){.url = SITE "first", .lang = code(0)});
    g_autofree char *drop = sqlite(&again, "DELETE FROM url; DELETE FROM change; DELETE FROM dirty");
    put_version(&again, &(Version){.url = SITE "other", .lang = code(0)});
    put_version(
        &again,
        &(Version){.url = SITE "c", .lang = code(0), .declared = code(2), .purity = PURITY_UNTRANSLATED, .group = "g"});
    put_version(&again, &(Version){.url = SITE "a", .lang = code(0), .group = "g"});
    put_version(&again, &(Version){.url = SITE "b", .lang = code(1), .group = "g"});
    update(&again);
    g_autofree char *one = write_facts(p->ledger), *other = write_facts(again.ledger);
    g_assert_cmpstr(one, ==, other);
    tear_down(&again, data);
}

static void another_fact_is_another_row(Place *p, gconstpointer data)
{
    (void)data;
    static const char *const changes[] = {
        "UPDATE url SET content_hash='2' WHERE url='" SITE "a'",
        "UPDATE url SET declared_share=.5 WHERE url='" SITE "b'",
        "INSERT INTO link(src, dst, text, lang, nofollow) SELECT min(id), max(id), 't', '', 0 FROM url",
        "INSERT INTO alternate(page, target, lang, evidence) SELECT min(id), max(id), 'x', 'html' FROM url",
        "INSERT INTO defect(page, code, detail) SELECT min(id), 'code', '' FROM url",
        "INSERT INTO change(page, at, content_hash, words) SELECT min(id), 9, 'x', 1 FROM url",
        "UPDATE cluster SET authority=3",
    };
    for (guint i = 0; i < G_N_ELEMENTS(changes); i++) {
        g_autofree char *before = write_facts(p->ledger), *none = sqlite(p, changes[i]),
                        *after = write_facts(p->ledger);
        g_assert_cmpstr(before, !=, after);
    }
}

static void what_others_write_is_seen_when_it_has_ended(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_assert_true(survey_begin(p->ledger, &error));
    g_assert_no_error(error);
    g_autofree char *before = write_facts(p->ledger);
    g_autofree char *none = sqlite(p, "UPDATE url SET content_hash='other'"), *during = write_facts(p->ledger);
    g_assert_cmpstr(before, ==, during);
    g_assert_true(survey_end(p->ledger, &error));
    g_autofree char *after = write_facts(p->ledger);
    g_assert_cmpstr(before, !=, after);
    put_version(p, &(Version){.url = SITE "new", .lang = code(0)});
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add("/survey/pages_that_are_answers_come_by_cluster", Place, NULL, set_up_site,
               pages_that_are_answers_come_by_cluster, tear_down);
    g_test_add("/survey/facts_do_not_depend_on_ids", Place, NULL, set_up_site, facts_do_not_depend_on_ids, tear_down);
    g_test_add("/survey/another_fact_is_another_row", Place, NULL, set_up_site, another_fact_is_another_row, tear_down);
    g_test_add("/survey/what_others_write_is_seen_when_it_has_ended", Place, NULL, set_up_site,
               what_others_write_is_seen_when_it_has_ended, tear_down);
    return g_test_run();
}
