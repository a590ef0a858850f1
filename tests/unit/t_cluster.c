/* The promises of indexer/cluster.h and shim/cluster.h: what belongs together. */
#include "shim/limits.h"
#include "tests/unit/translations.h"

/* ------------------------------------------------------------------ evidence */

static void pages_that_name_each_other_are_one(Place *p, gconstpointer data)
{
    (void)data;
    g_autofree char *x = naming(0, SITE "x"), *y = naming(1, SITE "y");
    NAMES(both, x, y);
    put_version(p, &(Version){.url = SITE "x", .lang = code(0), .alternates = both});
    put_version(p, &(Version){.url = SITE "y", .lang = code(1), .alternates = both});
    put_version(p, &(Version){.url = SITE "z", .lang = code(1)});
    update(p);
    g_assert_true(are_together(p, SITE "x", SITE "y"));
    g_assert_false(are_together(p, SITE "x", SITE "z"));
    assert_has(p, SITE "x", SITE "y|reciprocal|0.950|\n", cluster_each_edge);
    assert_lacks(p, SITE "x", "missing");
    g_autoptr(Cluster) c = find(p, SITE "x");
    g_assert_cmpstr(cluster_get_member(c, code(1))->url, ==, SITE "y");
    g_assert_null(cluster_get_member(c, code(2)));
    g_assert_cmpfloat(c->authority, ==, 1);
}

static void every_page_of_an_index_is_in_a_cluster(Place *p, gconstpointer data)
{
    (void)data;
    put_version(p, &(Version){.url = SITE "x", .lang = code(0)});
    put_version(p, &(Version){.url = SITE "out", .lang = ""});
    update(p);
    g_assert_cmpint(id_of(p, SITE "x"), !=, 0);
    g_assert_cmpint(id_of(p, SITE "out"), ==, 0);
    g_assert_cmpint(id_of(p, SITE "never-seen"), ==, 0);
}

static void one_way_joins_and_is_a_defect(Place *p, gconstpointer data)
{
    (void)data;
    g_autofree char *y = naming(1, SITE "y");
    NAMES(one, y);
    put_version(p, &(Version){.url = SITE "x", .lang = code(0), .alternates = one});
    put_version(p, &(Version){.url = SITE "y", .lang = code(1)});
    update(p);
    g_assert_true(are_together(p, SITE "x", SITE "y"));
    assert_has(p, SITE "y", SITE "x|hreflang|0.800|\n", cluster_each_edge);
    assert_has(p, SITE "x", "missing-return|", cluster_each_defect);
    assert_has(p, SITE "x", "missing-self|", cluster_each_defect);
    assert_lacks(p, SITE "y", "missing");
}

static void a_bar_link_joins(Place *p, gconstpointer data)
{
    (void)data;
    g_autofree char *y = naming(1, SITE "y"), *own = naming(0, SITE "x2");
    NAMES(bar, y, own);
    put_version(p, &(Version){.url = SITE "x", .lang = code(0), .links = bar});
    put_version(p, &(Version){.url = SITE "x2", .lang = code(0)});
    put_version(p, &(Version){.url = SITE "y", .lang = code(1)});
    update(p);
    g_assert_true(are_together(p, SITE "x", SITE "y"));
    g_assert_false(are_together(p, SITE "x", SITE "x2"));
    assert_has(p, SITE "x", SITE "y|bar|0.600|\n", cluster_each_edge);
}

static void a_bar_to_the_home_page_does_not_join(Place *p, gconstpointer data)
{
    (void)data;
    g_autofree char *home = g_strconcat(code(1), " ", SITE, code(1), "/", NULL);
    NAMES(bar, home);
    g_autofree char *url = g_strconcat(SITE, code(1), "/", NULL);
    put_version(p, &(Version){.url = SITE "x", .lang = code(0), .links = bar});
    put_version(p, &(Version){.url = url, .lang = code(1)});
    update(p);
    g_assert_false(are_together(p, SITE "x", url));
    assert_has(p, SITE "x", "|bar|0.600|leads to the home page\n", cluster_each_edge);
    assert_has(p, SITE "x", "bar-home|", cluster_each_defect);
}

static void of_copied_markup_only_what_is_returned_counts(Place *p, gconstpointer data)
{
    (void)data;
    g_autofree char *y = naming(1, SITE "y"), *x0 = naming(0, SITE "x0");
    NAMES(copied, y);
    NAMES(back, x0);
    put_version(p, &(Version){.url = SITE "y", .lang = code(1), .alternates = back});
    for (guint i = 0; i < LIMIT_NAMED + 1; i++) {
        g_autofree char *url = g_strdup_printf(SITE "x%u", i);
        put_version(p, &(Version){.url = url, .lang = code(0), .alternates = copied});
    }
    update(p);
    g_assert_true(are_together(p, SITE "x0", SITE "y"));
    g_assert_false(are_together(p, SITE "x1", SITE "y"));
    assert_has(p, SITE "x1", SITE "y|hreflang|0.400|named by many", cluster_each_edge);
    assert_has(p, SITE "x1", "alternate-many|", cluster_each_defect);
    assert_lacks(p, SITE "x0", "alternate-many");
}

static void of_a_list_of_pages_in_a_language_none_is_the_translation(Place *p, gconstpointer data)
{
    (void)data;
    g_autofree char *a = naming(1, SITE "a"), *b = naming(1, SITE "b"), *c = naming(1, SITE "c");
    NAMES(list, a, b, c);
    const char *const urls[] = {SITE "a", SITE "b", SITE "c"};
    put_version(p, &(Version){.url = SITE "x", .lang = code(0), .links = list});
    for (guint i = 0; i < 3; i++)
        put_version(p, &(Version){.url = urls[i], .lang = code(1)});
    update(p);
    for (guint i = 0; i < 3; i++)
        g_assert_false(are_together(p, SITE "x", urls[i]));
}

static void a_group_of_a_feed_is_a_cluster_whatever_is_in_it(Place *p, gconstpointer data)
{
    (void)data;
    put_version(p, &(Version){.url = SITE "a", .lang = code(0), .group = "g"});
    put_version(p, &(Version){.url = SITE "b", .lang = code(0), .group = "g"});
    put_version(p, &(Version){.url = SITE "c", .lang = code(1), .group = "g"});
    put_version(p, &(Version){.url = SITE "d", .lang = code(1), .group = "h"});
    update(p);
    g_assert_true(are_together(p, SITE "a", SITE "b"));
    g_assert_true(are_together(p, SITE "a", SITE "c"));
    g_assert_false(are_together(p, SITE "c", SITE "d"));
    g_autoptr(Cluster) c = find(p, SITE "a");
    g_assert_cmpstr(cluster_get_member(c, code(0))->url, ==, SITE "a");
    guint n = 0;
    for (guint i = 0; i < c->members->len; i++)
        n += g_str_equal(g_array_index(c->members, ClusterMember, i).lang, code(0));
    g_assert_cmpuint(n, ==, 1);
}

static void symbols_and_numbers_join_only_without_doubt(Place *p, gconstpointer data)
{
    (void)data;
    put_version(p, &(Version){.url = SITE "a", .lang = code(0), .symbols = "a/res/1"});
    put_version(p, &(Version){.url = SITE "b", .lang = code(1), .symbols = "a/res/1"});
    put_version(p, &(Version){.url = SITE "c", .lang = code(0), .fingerprint = 0xFFFF0077});
    put_version(p, &(Version){.url = SITE "d", .lang = code(1), .fingerprint = 0xFFFF0FF0});
    put_version(p, &(Version){.url = SITE "e", .lang = code(0), .fingerprint = 78});
    put_version(p, &(Version){.url = SITE "f", .lang = code(1), .fingerprint = 78});
    put_version(p, &(Version){.url = SITE "g", .lang = code(1), .fingerprint = 78});
    update(p);
    g_assert_true(are_together(p, SITE "a", SITE "b"));
    g_assert_true(are_together(p, SITE "c", SITE "d"));
    g_assert_false(are_together(p, SITE "e", SITE "f"));
    g_assert_false(are_together(p, SITE "e", SITE "g"));
}

static void urls_that_pages_contradict_are_not_believed(Place *p, gconstpointer data)
{
    (void)data;
    for (guint i = 0; i < 20; i++) {
        guint lang = i % 2;
        guint64 fingerprint = (guint64)(i + 1) * G_GUINT64_CONSTANT(0x9e3779b97f4a7c15);
        g_autofree char *numbered = g_strdup_printf(SITE "%s/%u.html", code(lang), 10 + i / 2);
        g_autofree char *named = g_strdup_printf(SITE "%s/name-%c.html", code(lang), 'a' + i / 2);
        put_version(p, &(Version){.url = numbered, .lang = code(lang), .fingerprint = fingerprint});
        put_version(p, &(Version){.url = named, .lang = code(lang)});
    }
    update(p);
    g_autofree char *one = g_strconcat(SITE, code(0), "/12.html", NULL), *two = g_strconcat(SITE, code(1), "/12.html", NULL);
    g_autofree char *this = g_strconcat(SITE, code(0), "/name-c.html", NULL),
                    *that = g_strconcat(SITE, code(1), "/name-c.html", NULL);
    g_assert_false(are_together(p, one, two));
    g_assert_true(are_together(p, this, that));
    put_version(p, &(Version){.url = one, .lang = code(0)});
    update(p);
    g_assert_false(are_together(p, one, two)); /* what was found out is kept */
}

static void stronger_evidence_wins_a_language(Place *p, gconstpointer data)
{
    (void)data;
    g_autofree char *x = naming(0, SITE "x"), *y = naming(1, SITE "y");
    NAMES(both, x, y);
    NAMES(one, x);
    put_version(p, &(Version){.url = SITE "second", .lang = code(1), .alternates = one});
    put_version(p, &(Version){.url = SITE "x", .lang = code(0), .alternates = both});
    put_version(p, &(Version){.url = SITE "y", .lang = code(1), .alternates = both});
    update(p);
    g_assert_true(are_together(p, SITE "x", SITE "y"));
    g_assert_false(are_together(p, SITE "x", SITE "second"));
    g_autofree char *fate = g_strdup_printf("|hreflang|0.400|second page in %s\n", code(1));
    assert_has(p, SITE "second", fate, cluster_each_edge);
    assert_has(p, SITE "second", "two-pages|", cluster_each_defect);
}

static void an_untranslated_page_is_what_it_is_declared_to_be(Place *p, gconstpointer data)
{
    (void)data;
    g_autofree char *x = naming(0, SITE "x"), *y = naming(1, SITE "y");
    NAMES(both, x, y);
    put_version(p, &(Version){.url = SITE "x", .lang = code(0), .alternates = both});
    put_version(p, &(Version){.url = SITE "y",
                              .lang = code(0),
                              .declared = code(1),
                              .alternates = both,
                              .purity = PURITY_UNTRANSLATED});
    update(p);
    g_autoptr(Cluster) c = find(p, SITE "x");
    g_assert_cmpuint(c->members->len, ==, 2);
    g_assert_null(cluster_get_member(c, code(1)));
    const ClusterMember *m = &g_array_index(c->members, ClusterMember, g_strcmp0(code(0), code(1)) < 0);
    g_assert_cmpstr(m->lang, ==, code(1));
    g_assert_cmpstr(m->indexed_lang, ==, code(0));
}

/* ------------------------------------------------------------------ what leads elsewhere */

static void an_alternate_to_a_redirect_joins_what_is_behind_it(Place *p, gconstpointer data)
{
    (void)data;
    g_autofree char *x = naming(0, SITE "x"), *old = naming(1, SITE "old"), *dead = naming(2, SITE "dead");
    NAMES(named, x, old, dead);
    put_version(p, &(Version){.url = SITE "x", .lang = code(0), .alternates = named});
    put_version(p, &(Version){.url = SITE "y", .lang = code(1), .alternates = named});
    settle_url(p, SITE "old", SITE "older", "redirects to elsewhere");
    settle_url(p, SITE "older", SITE "y", "redirects to elsewhere");
    settle_url(p, SITE "dead", "", "HTTP status 404");
    update(p);
    g_assert_true(are_together(p, SITE "x", SITE "y"));
    assert_has(p, SITE "x", SITE "y|reciprocal|", cluster_each_edge);
    assert_has(p, SITE "x", "alternate-redirect|", cluster_each_defect);
    assert_has(p, SITE "x", "alternate-broken|", cluster_each_defect);
}

static void redirects_in_a_circle_lead_nowhere(Place *p, gconstpointer data)
{
    (void)data;
    g_autofree char *a = naming(1, SITE "a");
    NAMES(named, a);
    put_version(p, &(Version){.url = SITE "x", .lang = code(0), .alternates = named});
    settle_url(p, SITE "a", SITE "b", "redirects");
    settle_url(p, SITE "b", SITE "a", "redirects");
    update(p);
    assert_has(p, SITE "x", "alternate-broken|", cluster_each_defect);
}

static void wrong_tags_and_languages_are_defects(Place *p, gconstpointer data)
{
    (void)data;
    g_autofree char *wrong = g_strconcat(code(1), "-UK ", SITE "y", NULL), *other = naming(3, SITE "z");
    g_autofree char *said = g_strdup_printf("alternate-language|%s: " SITE "z (%s)\n", code(3), code(2));
    NAMES(named, wrong, other, "x-default " SITE "nowhere", "qq " SITE "y");
    put_version(p, &(Version){.url = SITE "x", .lang = code(0), .alternates = named, .canonical = SITE "y"});
    put_version(p, &(Version){.url = SITE "y", .lang = code(1)});
    put_version(p, &(Version){.url = SITE "z", .lang = code(2)});
    update(p);
    assert_has(p, SITE "x", "no region 'UK'", cluster_each_defect);
    assert_has(p, SITE "x", "no language 'qq'", cluster_each_defect);
    assert_has(p, SITE "x", said, cluster_each_defect);
    assert_has(p, SITE "x", "alternate-unknown|x-default", cluster_each_defect);
    assert_has(p, SITE "x", "canonical-language|", cluster_each_defect);
    g_assert_true(are_together(p, SITE "x", SITE "y"));
    g_assert_true(are_together(p, SITE "x", SITE "z"));
}

static void a_page_keeps_its_own_defects(Place *p, gconstpointer data)
{
    (void)data;
    g_autofree char *y = naming(1, SITE "y");
    NAMES(named, y);
    Version x = {.url = SITE "x", .lang = code(0), .alternates = named};
    put_version(p, &x);
    put_version(p, &(Version){.url = SITE "y", .lang = code(1)});
    g_autofree char *done =
        sqlite(p, "INSERT INTO defect(page, code, detail) SELECT id, 'mixed', '' FROM url WHERE title<>''");
    update(p);
    assert_has(p, SITE "x", "missing-return|", cluster_each_defect);
    x.alternates = NULL;
    put_version(p, &x);
    update_as(p, CLUSTER_CHANGES, (const char *const[]){NULL});
    assert_lacks(p, SITE "x", "missing-return");
    assert_has(p, SITE "y", "mixed|", cluster_each_defect);
}

/* ------------------------------------------------------------------ ids */

static void a_cluster_keeps_its_id_with_most_of_its_pages(Place *p, gconstpointer data)
{
    (void)data;
    const char *const urls[] = {SITE "a", SITE "b", SITE "c"};
    for (guint i = 0; i < 3; i++)
        put_version(p, &(Version){.url = urls[i], .lang = code(i), .group = "g"});
    update(p);
    gint64 id = id_of(p, SITE "a");
    put_version(p, &(Version){.url = SITE "a", .lang = code(0), .group = "other"});
    update(p);
    g_assert_cmpint(id_of(p, SITE "b"), ==, id);
    g_assert_cmpint(id_of(p, SITE "c"), ==, id);
    gint64 next = id_of(p, SITE "a");
    g_assert_cmpint(next, !=, id);
    put_version(p, &(Version){.url = SITE "a", .lang = code(0), .group = "g"});
    update(p);
    g_assert_cmpint(id_of(p, SITE "a"), ==, id);
    put_version(p, &(Version){.url = SITE "a", .lang = code(0), .group = "other"});
    update(p);
    g_assert_cmpint(id_of(p, SITE "a"), >, next); /* an id is never used twice */
}

static void pairs_are_listed_by_cluster_and_language(Place *p, gconstpointer data)
{
    (void)data;
    put_version(p, &(Version){.url = SITE "a", .lang = code(0), .group = "g"});
    put_version(p, &(Version){.url = SITE "b", .lang = code(1), .group = "g"});
    put_version(p, &(Version){.url = SITE "c", .lang = code(1)});
    put_version(p, &(Version){.url = SITE "d",
                              .lang = code(1),
                              .declared = code(2),
                              .group = "g",
                              .purity = PURITY_UNTRANSLATED});
    update(p);
    g_autoptr(GString) rows = g_string_new(NULL);
    g_assert_true(cluster_each_pair(p->ledger, add_columns, rows, NULL));
    gint64 id = id_of(p, SITE "a");
    gboolean in_order = strcmp(code(0), code(1)) < 0;
    g_autofree char *expected = g_strdup_printf("%" G_GINT64_FORMAT "|%s|%s\n%" G_GINT64_FORMAT "|%s|%s\n",
                                                id, code(in_order ? 0 : 1), in_order ? SITE "a" : SITE "b",
                                                id, code(in_order ? 1 : 0), in_order ? SITE "b" : SITE "a");
    g_assert_cmpstr(rows->str, ==, expected);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name) g_test_add("/cluster/" #name, Place, NULL, set_up, name, tear_down)
    ADD(pages_that_name_each_other_are_one);
    ADD(every_page_of_an_index_is_in_a_cluster);
    ADD(one_way_joins_and_is_a_defect);
    ADD(a_bar_link_joins);
    ADD(a_bar_to_the_home_page_does_not_join);
    ADD(of_copied_markup_only_what_is_returned_counts);
    ADD(of_a_list_of_pages_in_a_language_none_is_the_translation);
    ADD(a_group_of_a_feed_is_a_cluster_whatever_is_in_it);
    ADD(symbols_and_numbers_join_only_without_doubt);
    ADD(urls_that_pages_contradict_are_not_believed);
    ADD(stronger_evidence_wins_a_language);
    ADD(an_untranslated_page_is_what_it_is_declared_to_be);
    ADD(an_alternate_to_a_redirect_joins_what_is_behind_it);
    ADD(redirects_in_a_circle_lead_nowhere);
    ADD(wrong_tags_and_languages_are_defects);
    ADD(a_page_keeps_its_own_defects);
    ADD(a_cluster_keeps_its_id_with_most_of_its_pages);
    ADD(pairs_are_listed_by_cluster_and_language);
    return g_test_run();
}
