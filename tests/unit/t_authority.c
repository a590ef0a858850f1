/* The promises of indexer/authority.h and shim/authority.h, on a ledger without indexes. */
#include <string.h>

#include "indexer/authority.h"
#include "place.h"
#include "shim/authority.h"
#include "shim/cluster.h"
#include "shim/clustering.h"

/* A page in the index of a language, in a cluster, with its links, "text url" each; "!text url": nofollow. */
static void put(Place *p, const char *url, guint language, gint64 cluster, const char *const *links)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GArray) list = g_array_new(FALSE, FALSE, sizeof(LedgerLink));
    g_autoptr(GStringChunk) texts = g_string_chunk_new(256);
    const char *code = lang_code(lang_get(language));
    for (; links && *links; links++) {
        gboolean nofollow = **links == '!';
        const char *space = strchr(*links, ' ');
        LedgerLink link = {space + 1, g_string_chunk_insert_len(texts, *links + nofollow, space - *links - nofollow),
                           "", nofollow, 0};
        g_array_append_val(list, link);
    }
    const LedgerPage page = plain_page(url, PAGE_PRESENT, code);
    g_assert_true(ledger_put(p->ledger, &page, code, list, NULL, NULL, &error));
    g_assert_true(ledger_acknowledge(p->ledger, &error));
    g_autofree char *sql = g_strdup_printf("SELECT id FROM url WHERE url='%s'", url), *id = sqlite(p, sql);
    g_assert_true(clustering_put_member(p->ledger, g_ascii_strtoll(id, NULL, 10), cluster, code, &error));
    g_assert_true(ledger_commit(p->ledger, &error));
    g_assert_no_error(error);
}

static void add_clusters(Place *p, guint n)
{
    gint64 id;
    for (guint i = 0; i < n; i++)
        g_assert_true(clustering_add_cluster(p->ledger, &id, NULL));
    g_assert_cmpint(id, ==, n);
    g_assert_true(ledger_commit(p->ledger, NULL));
}

static void update(Place *p, guint64 changed)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) languages = lang_find_all(NULL, NULL);
    g_assert_true(authority_update(p->ledger, languages, changed, &error));
    g_assert_no_error(error);
}

#define LINKS(...) ((const char *const[]){__VA_ARGS__, NULL})

/* Clusters 1 to 5 of one page, 1 of two; the languages' versions of 1 are "a" and "b". */
static void put_site(Place *p, const char *const *of_3, const char *const *of_4)
{
    add_clusters(p, 5);
    put(p, "http://s/a", 0, 1, NULL);
    put(p, "http://s/b", 1, 1, NULL);
    put(p, "http://s/2", 0, 2, LINKS("x http://s/5"));
    put(p, "http://s/3", 0, 3, of_3);
    put(p, "http://s/4", 1, 4, of_4);
    put(p, "http://s/5", 0, 5, NULL);
}

/* Rounded, of the cluster of a URL. */
static char *authority_of(Place *p, const char *url)
{
    g_autofree char *texts = NULL;
    double authority;
    g_assert_true(authority_find_links(p->ledger, url, lang_code(lang_get(0)), &authority, &texts, NULL));
    return g_strdup_printf("%.2f", authority);
}

static void a_link_to_any_version_counts_for_all(Place *p, gconstpointer data)
{
    (void)data;
    put_site(p, LINKS("x http://s/b"), LINKS("x http://s/b"));
    update(p, AUTHORITY_ALL);
    g_autofree char *a = authority_of(p, "http://s/a"), *b = authority_of(p, "http://s/b"),
                    *five = authority_of(p, "http://s/5");
    g_assert_cmpstr(a, ==, b);
    g_assert_cmpfloat(g_ascii_strtod(a, NULL), >, 1);
    g_assert_cmpfloat(g_ascii_strtod(a, NULL), !=, g_ascii_strtod(five, NULL));
    assert_sqlite(p, "SELECT printf('%.3f', avg(authority)) FROM cluster", "1.000");
}

static void nofollow_and_links_within_a_cluster_do_not_count(Place *p, gconstpointer data)
{
    (void)data;
    add_clusters(p, 2);
    put(p, "http://s/a", 0, 1, LINKS("x http://s/b", "x http://s/a"));
    put(p, "http://s/b", 1, 1, LINKS("x http://s/a", "!x http://s/c"));
    put(p, "http://s/c", 0, 2, NULL);
    update(p, AUTHORITY_ALL);
    assert_sqlite(p, "SELECT count(*) FROM cluster WHERE abs(authority-1)<.001", "2");
    assert_sqlite(p, "SELECT count(*) FROM called", "0");
}

/* Two versions that link are one link: the result is that of one. */
static void several_versions_that_link_are_one_link(Place *p, gconstpointer data)
{
    (void)data;
    put_site(p, LINKS("x http://s/a"), LINKS("x http://s/5"));
    update(p, AUTHORITY_ALL);
    g_autofree char *before = sqlite(p, "SELECT group_concat(printf('%.3f', authority)) FROM cluster");
    put(p, "http://s/3b", 1, 3, LINKS("x http://s/b"));
    update(p, AUTHORITY_ALL);
    assert_sqlite(p, "SELECT group_concat(printf('%.3f', authority)) FROM cluster", before);
}

/* The link counts for the page a as soon as the ledger has been told, by `sql`, that it leads there. */
static void assert_counts_once(Place *p, const char *link, const char *sql)
{
    put_site(p, LINKS(link), LINKS(link));
    update(p, AUTHORITY_ALL);
    g_autofree char *before = authority_of(p, "http://s/a");
    g_autofree char *done = sqlite(p, sql);
    update(p, AUTHORITY_ALL);
    g_autofree char *after = authority_of(p, "http://s/a");
    g_assert_cmpfloat(g_ascii_strtod(before, NULL), <, 1);
    g_assert_cmpfloat(g_ascii_strtod(after, NULL), >, 1);
}

static void links_to_duplicates_count_for_what_they_are(Place *p, gconstpointer data)
{
    (void)data;
    assert_counts_once(p, "x http://s/copy",
                       "UPDATE url SET state=6, duplicate_of=(SELECT id FROM url WHERE url='http://s/a')"
                       " WHERE url='http://s/copy'");
}

static void links_that_redirect_count_for_where_they_lead(Place *p, gconstpointer data)
{
    (void)data;
    assert_counts_once(p, "x http://s/old",
                       "INSERT INTO crawl(id, host, depth, hops, redirect)"
                       " SELECT id, 1, 0, 0, 'http://s/a' FROM url WHERE url='http://s/old'");
}

static void assert_texts(Place *p, const char *url, guint language, const char *expected)
{
    g_autofree char *texts = NULL;
    double authority;
    g_assert_true(authority_find_links(p->ledger, url, lang_code(lang_get(language)), &authority, &texts, NULL));
    g_assert_cmpstr(texts, ==, expected);
}

static void texts_belong_to_the_language_of_the_linking_page(Place *p, gconstpointer data)
{
    (void)data;
    put_site(p, LINKS("12 http://s/b"), LINKS("34 http://s/b"));
    update(p, AUTHORITY_ALL);
    assert_texts(p, "http://s/a", 0, "12");
    assert_texts(p, "http://s/a", 1, "34");
    assert_texts(p, "http://s/b", 1, "34");
    assert_texts(p, "http://s/b", 2, "");
}

static void it_is_made_anew_when_a_fiftieth_has_changed(Place *p, gconstpointer data)
{
    (void)data;
    add_clusters(p, 100);
    for (guint i = 1; i <= 100; i++) {
        g_autofree char *url = g_strdup_printf("http://s/%u", i);
        put(p, url, 0, i, i == 2 ? LINKS("12 http://s/1") : NULL);
    }
    update(p, 0);
    assert_texts(p, "http://s/1", 0, "12");
    put(p, "http://s/2", 0, 2, LINKS("34 http://s/1"));
    update(p, 1);
    assert_texts(p, "http://s/1", 0, "12");
    update(p, 0);
    assert_texts(p, "http://s/1", 0, "12");
    update(p, 1);
    assert_texts(p, "http://s/1", 0, "34");
    put(p, "http://s/2", 0, 2, LINKS("56 http://s/1"));
    update(p, 1);
    assert_texts(p, "http://s/1", 0, "34");
}

static void a_page_in_no_cluster_has_authority_1(Place *p, gconstpointer data)
{
    (void)data;
    g_autofree char *authority = authority_of(p, "http://s/none");
    g_assert_cmpstr(authority, ==, "1.00");
    assert_texts(p, "http://s/none", 0, "");
}

#define ADD(name) g_test_add("/authority/" #name, Place, NULL, set_up, name, tear_down)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD(a_link_to_any_version_counts_for_all);
    ADD(nofollow_and_links_within_a_cluster_do_not_count);
    ADD(several_versions_that_link_are_one_link);
    ADD(links_to_duplicates_count_for_what_they_are);
    ADD(links_that_redirect_count_for_where_they_lead);
    ADD(texts_belong_to_the_language_of_the_linking_page);
    ADD(it_is_made_anew_when_a_fiftieth_has_changed);
    ADD(a_page_in_no_cluster_has_authority_1);
    return g_test_run();
}
