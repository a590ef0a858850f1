/* The promises of indexer/cluster.h and shim/clustering.h about what changes. */
#include "tests/unit/translations.h"

#define N_WORKS 6
#define N_LANGS 4

static void what_changes_is_due_and_then_done(Place *p, gconstpointer data)
{
    (void)data;
    static const char *const none[] = {NULL};
    gboolean is_due;
    put_version(p, &(Version){.url = SITE "a", .lang = code(0), .group = "g"});
    update(p);
    g_assert_true(cluster_is_due(p->ledger, &is_due, NULL) && !is_due);
    put_version(p, &(Version){.url = SITE "b", .lang = code(1), .group = "g"});
    g_assert_true(cluster_is_due(p->ledger, &is_due, NULL) && is_due);
    close_ledger(p); /* as a process that was killed */
    open_ledger(p);
    update_as(p, CLUSTER_CHANGES, none);
    g_assert_true(cluster_is_due(p->ledger, &is_due, NULL) && !is_due);
    g_assert_true(are_together(p, SITE "a", SITE "b"));
    g_assert_true(ledger_remove(p->ledger, SITE "b", PAGE_REMOVED, 1, NULL) &&
                  ledger_acknowledge(p->ledger, NULL));
    update_as(p, CLUSTER_CHANGES, none);
    g_assert_cmpint(id_of(p, SITE "b"), ==, 0);
    assert_sqlite(p, "SELECT count(*) FROM edge", "0");
    assert_sqlite(p, "SELECT count(*) FROM cluster", "1");
}

static void what_a_sitemap_or_a_crawl_finds_is_a_change(Place *p, gconstpointer data)
{
    (void)data;
    static const char *const none[] = {NULL};
    g_autoptr(GStringChunk) texts = g_string_chunk_new(64);
    g_autofree char *x = naming(0, SITE "x"), *y = naming(1, SITE "old");
    NAMES(both, x, y);
    g_autoptr(GArray) alternates = list_alternates(both, texts);
    for (guint i = 0; i < alternates->len; i++)
        g_array_index(alternates, LedgerAlternate, i).evidence = "sitemap";
    put_version(p, &(Version){.url = SITE "x", .lang = code(0)});
    put_version(p, &(Version){.url = SITE "y", .lang = code(1)});
    update(p);
    g_assert_true(ledger_put_sitemap_alternates(p->ledger, SITE "x", alternates, NULL) && ledger_commit(p->ledger, NULL));
    update_as(p, CLUSTER_CHANGES, none);
    g_assert_false(are_together(p, SITE "x", SITE "y"));
    assert_has(p, SITE "x", "alternate-unknown|", cluster_each_defect);
    settle_url(p, SITE "old", SITE "y", "redirects");
    update_as(p, CLUSTER_CHANGES, none);
    g_assert_true(are_together(p, SITE "x", SITE "y"));
    assert_has(p, SITE "x", "alternate-redirect|", cluster_each_defect);
}

static void a_duplicate_stands_for_the_page_in_its_place(Place *p, gconstpointer data)
{
    (void)data;
    static const char *const none[] = {NULL};
    g_autofree char *x = naming(0, SITE "x"), *copy = naming(1, SITE "copy");
    NAMES(both, x, copy);
    put_version(p, &(Version){.url = SITE "x", .lang = code(0), .alternates = both});
    put_version(p, &(Version){.url = SITE "y", .lang = code(1)});
    put_version(p, &(Version){.url = SITE "copy", .lang = code(1)});
    update(p);
    g_assert_true(are_together(p, SITE "x", SITE "copy"));
    leave_out(p, SITE "copy", SITE "y");
    update_as(p, CLUSTER_CHANGES, none);
    g_assert_true(are_together(p, SITE "x", SITE "y"));
    g_assert_cmpint(id_of(p, SITE "copy"), ==, 0);
    assert_has(p, SITE "x", "alternate-noncanonical|", cluster_each_defect);
}

/* Pages of a small random site: some with their language in the URL. */
static char *random_url(GRand *dice)
{
    guint work = g_rand_int_range(dice, 0, N_WORKS), lang = g_rand_int_range(dice, 0, N_LANGS);
    return g_rand_boolean(dice) ? g_strdup_printf(SITE "%s/w%u", code(lang), work)
                                : g_strdup_printf(SITE "opaque%ux%u", work * 31 % 7, lang);
}

static char **random_names(GRand *dice)
{
    GPtrArray *names = g_ptr_array_new();
    for (guint n = g_rand_int_range(dice, 0, 4); n > 0; n--) {
        g_autofree char *url = random_url(dice);
        g_ptr_array_add(names, naming(g_rand_int_range(dice, 0, N_LANGS), url));
    }
    g_ptr_array_add(names, NULL);
    return (char **)g_ptr_array_free(names, FALSE);
}

static void change_randomly(Place *p, GRand *dice)
{
    static const char *const symbols[] = {"", "", "s1", "s2"}, *const groups[] = {"", "", "", "g1", "g2"};
    /* none, near to each other and in between, and far from all of these */
    static const guint64 fingerprints[] = {0, 0, 0xFFFF0000, 0xFFFF0001, 0xFFFF01FF, 0xFFF00FFF, 0xFFFFFFFF, 0xFF00FF00FF00FF00};
    g_autofree char *url = random_url(dice), *other = random_url(dice);
    g_auto(GStrv) alternates = random_names(dice), links = random_names(dice);
    guint what = g_rand_int_range(dice, 0, 12), lang = g_rand_int_range(dice, 0, N_LANGS);
    if (what == 0) {
        gboolean ok = ledger_remove(p->ledger, url, PAGE_REMOVED, 1, NULL);
        g_assert_true(ledger_acknowledge(p->ledger, NULL));
        (void)ok; /* it need not be there */
    } else if (what == 1) {
        settle_url(p, url, other, "redirects");
    } else if (what == 2) {
        leave_out(p, url, other);
    } else if (what == 3) {
        g_autoptr(GStringChunk) texts = g_string_chunk_new(64);
        g_autoptr(GArray) list = list_alternates((const char *const *)alternates, texts);
        for (guint i = 0; i < list->len; i++)
            g_array_index(list, LedgerAlternate, i).evidence = "sitemap";
        g_assert_true(ledger_put_sitemap_alternates(p->ledger, url, list, NULL) && ledger_commit(p->ledger, NULL));
    } else {
        put_version(p, &(Version){.url = url,
                                  .lang = what == 4 ? "" : code(lang),
                                  .declared = code(lang),
                                  .alternates = (const char *const *)alternates,
                                  .links = (const char *const *)links,
                                  .canonical = what == 5 ? other : NULL,
                                  .symbols = symbols[g_rand_int_range(dice, 0, G_N_ELEMENTS(symbols))],
                                  .group = groups[g_rand_int_range(dice, 0, G_N_ELEMENTS(groups))],
                                  .fingerprint = fingerprints[g_rand_int_range(dice, 0, G_N_ELEMENTS(fingerprints))]});
    }
}

/* All that clustering has written. */
static char *snapshot(Place *p)
{
    return sqlite(p, "SELECT 'member', * FROM member; SELECT 'edge', * FROM edge;"
                     "SELECT 'defect', page, code, detail FROM defect WHERE origin='cluster';"
                     "SELECT 'cluster', id FROM cluster; SELECT 'pattern', id, pattern FROM url");
}

static void changes_give_what_clustering_everything_would(Place *p, gconstpointer data)
{
    (void)data;
    static const char *const patterns[] = {"/{}/", NULL};
    guint seed = g_test_rand_int_range(0, 1000000);
    g_autoptr(GRand) dice = g_rand_new_with_seed(seed);
    update_as(p, CLUSTER_ALL, patterns);
    for (guint i = 0; i < 60; i++) {
        for (guint k = g_rand_int_range(dice, 1, 3); k > 0; k--)
            change_randomly(p, dice);
        update_as(p, CLUSTER_CHANGES, patterns);
        g_autofree char *changed = snapshot(p);
        update_as(p, CLUSTER_ALL, patterns);
        g_autofree char *whole = snapshot(p);
        if (!g_str_equal(changed, whole))
            g_test_message("seed %u, change %u", seed, i);
        g_assert_cmpstr(changed, ==, whole);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name) g_test_add("/cluster_changes/" #name, Place, NULL, set_up, name, tear_down)
    ADD(what_changes_is_due_and_then_done);
    ADD(what_a_sitemap_or_a_crawl_finds_is_a_change);
    ADD(a_duplicate_stands_for_the_page_in_its_place);
    ADD(changes_give_what_clustering_everything_would);
    return g_test_run();
}
