/* The promises of query/authority.h. */
#include <string.h>

#include "langs/lexeme.h"
#include "plain_page.h"
#include "query/authority.h"
#include "shelf.h"
#include "shim/authority.h"
#include "shim/cluster.h"
#include "shim/clustering.h"

#define N_PAGES 30

typedef struct {
    Shelf shelf;
    Ledger *ledger;
    Room *room;
    ParsedQuery *parsed;
} Place;

/* Pages 0, 1, 2 … of equal weight, in clusters 1, 2, 3 …, all found by "zorble frabjous". */
static void set_up(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    ShelfPage pages[N_PAGES] = {{NULL, NULL, NULL, NULL, 0, 0}};
    g_autoptr(GStringChunk) texts = g_string_chunk_new(4096);
    for (guint i = 0; i < N_PAGES; i++) {
        g_autofree char *url = g_strdup_printf("http://s/%02u", i);
        pages[i].url = g_string_chunk_insert(texts, url);
        pages[i].title = "zorble frabjous";
        pages[i].text = "zorble frabjous";
        pages[i].date = 1000000 + i;
    }
    shelf_open(&p->shelf, pages, N_PAGES);
    p->ledger = ledger_open(p->shelf.data, LEDGER_WRITE, &error);
    g_assert_no_error(error);
    for (guint i = 0; i < N_PAGES; i++) {
        const char *code = lang_code(lang_get(0));
        const LedgerPage page = plain_page(pages[i].url, PAGE_PRESENT, code);
        gint64 cluster;
        g_assert_true(ledger_put(p->ledger, &page, code, NULL, NULL, NULL, &error) &&
                      clustering_add_cluster(p->ledger, &cluster, &error) &&
                      clustering_put_member(p->ledger, i + 1, cluster, code, &error));
    }
    g_assert_true(ledger_commit(p->ledger, &error));
    p->room = searcher_find_room(p->shelf.searcher, lang_get(0));
    g_assert_true(room_open(p->shelf.searcher, p->room, &error));
    g_autoptr(Request) request = request_new(lang_get(0));
    g_free(request->query);
    request->query = g_strdup("zorble frabjous");
    p->parsed = query_parse(request, p->room->analyser, p->room->vocabulary, QUERY_NARROW);
}

static void tear_down(Place *p, gconstpointer data)
{
    (void)data;
    parsed_query_free(p->parsed);
    ledger_close(p->ledger);
    shelf_close(&p->shelf);
}

/* The numbers of the pages found. */
static char *find(Place *p, const IndexSearch *search, gboolean is_weighed)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Clusters) clusters = clusters_new(p->shelf.searcher);
    g_autoptr(IndexResult) found =
        authority_search(is_weighed ? clusters : NULL, p->room, p->parsed, search, &error);
    g_assert_no_error(error);
    searcher_leave_ledger(p->shelf.searcher);
    g_autoptr(GString) numbers = g_string_new(NULL);
    for (guint i = 0; i < found->hits->len; i++)
        g_string_append_printf(numbers, "%s ", g_array_index(found->hits, IndexHit, i).url + strlen("http://s/"));
    return g_strdup(g_strchomp(numbers->str));
}

static char *find_range(Place *p, guint offset, guint limit)
{
    const IndexSearch search = {.offset = offset, .limit = limit};
    return find(p, &search, TRUE);
}

static void set_authority(Place *p, guint page, double authority)
{
    g_assert_true(authority_put(p->ledger, page + 1, authority, NULL) && ledger_commit(p->ledger, NULL));
}

static void set_texts(Place *p, guint page, const char *texts)
{
    g_assert_true(authority_put_texts(p->ledger, page + 1, lang_code(lang_get(0)), texts, NULL) &&
                  ledger_commit(p->ledger, NULL));
}

static void what_is_linked_to_more_comes_first(Place *p, gconstpointer data)
{
    (void)data;
    g_autofree char *before = find_range(p, 0, 3);
    g_assert_cmpstr(before, ==, "00 01 02");
    set_authority(p, 5, 8);
    set_authority(p, 7, 3);
    set_authority(p, 0, .2);
    g_autofree char *after = find_range(p, 0, 4);
    g_assert_cmpstr(after, ==, "05 07 01 02");
}

static void what_links_call_like_the_query_comes_first(Place *p, gconstpointer data)
{
    (void)data;
    g_autofree char *key = lexeme_key(p->room->analyser, "zorble frabjous", 15);
    g_autofree char *longer = g_strconcat("12 34 56\n", key, " 78", NULL);
    set_texts(p, 4, longer);
    set_texts(p, 6, key);
    set_texts(p, 8, "99");
    g_autofree char *after = find_range(p, 0, 4);
    g_assert_cmpstr(after, ==, "06 04 00 01");
}

static void ranges_are_parts_of_one_order(Place *p, gconstpointer data)
{
    (void)data;
    for (guint i = 0; i < N_PAGES; i++)
        set_authority(p, i, i % 7 + .5);
    g_autofree char *all = find_range(p, 0, N_PAGES);
    for (guint size = 1; size < N_PAGES; size += 4) {
        g_autoptr(GString) joined = g_string_new(NULL);
        for (guint at = 0; at < N_PAGES; at += size) {
            g_autofree char *part = find_range(p, at, size);
            g_string_append_printf(joined, "%s ", part);
        }
        g_assert_cmpstr(g_strchomp(joined->str), ==, all);
    }
    g_autofree char *beyond = find_range(p, N_PAGES, 10);
    g_assert_cmpstr(beyond, ==, "");
}

static void only_the_first_hits_are_weighed_anew(Place *p, gconstpointer data)
{
    (void)data;
    set_authority(p, AUTHORITY_HITS, 8);
    set_authority(p, AUTHORITY_HITS - 1, 4);
    g_autofree char *first = find_range(p, 0, 2), *next = find_range(p, AUTHORITY_HITS, 1);
    g_autofree char *expected = g_strdup_printf("%02d 00", AUTHORITY_HITS - 1);
    g_autofree char *expected_next = g_strdup_printf("%02d", AUTHORITY_HITS);
    g_assert_cmpstr(first, ==, expected);
    g_assert_cmpstr(next, ==, expected_next);
}

static void by_date_and_without_ledger_nothing_changes(Place *p, gconstpointer data)
{
    (void)data;
    set_authority(p, 5, 8);
    const IndexSearch newest = {.limit = 2, .sort = SORT_NEWEST}, plain = {.limit = 2};
    g_autofree char *by_date = find(p, &newest, TRUE), *without = find(p, &plain, FALSE);
    g_assert_cmpstr(by_date, ==, "29 28");
    g_assert_cmpstr(without, ==, "00 01");
}

static double authority_of_first_page(Place *p)
{
    g_autoptr(Clusters) clusters = clusters_new(p->shelf.searcher);
    g_autofree char *texts = NULL;
    double authority;
    g_assert_true(clusters_find_links(clusters, "http://s/00", lang_get(0), &authority, &texts));
    return authority;
}

static void the_ledger_is_the_same_to_all_questions_until_it_is_left(Place *p, gconstpointer data)
{
    (void)data;
    set_authority(p, 0, 2);
    g_assert_cmpfloat(authority_of_first_page(p), ==, 2);
    set_authority(p, 0, 3);
    g_assert_cmpfloat(authority_of_first_page(p), ==, 2);
    searcher_leave_ledger(p->shelf.searcher);
    g_assert_cmpfloat(authority_of_first_page(p), ==, 3);
    searcher_leave_ledger(p->shelf.searcher);
}

#define ADD(name) g_test_add("/authority_search/" #name, Place, NULL, set_up, name, tear_down)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD(what_is_linked_to_more_comes_first);
    ADD(what_links_call_like_the_query_comes_first);
    ADD(ranges_are_parts_of_one_order);
    ADD(only_the_first_hits_are_weighed_anew);
    ADD(by_date_and_without_ledger_nothing_changes);
    ADD(the_ledger_is_the_same_to_all_questions_until_it_is_left);
    return g_test_run();
}
