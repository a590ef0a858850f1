/* The promises of shim/sum.hh, through shim/index.h: what only adds weight is a sum. */
#include "shim/disk.h"
#include "shim/index.h"
#include "shim/schema.h"

#define PAGES 4000
#define WORDS 6
#define BARREN_FROM 1200 /* pages [BARREN_FROM, BARREN_TO), more than a window, have none of the words */
#define BARREN_TO 2900

typedef struct {
    char *folder, *path;
    IndexReader *reader;
} Place;

/* Page i has "base" in every third, "rare" in every 499th, "w<k>" in every (k + 1)th, and is of any length.
 */
static void put_page(IndexWriter *w, guint i)
{
    g_autofree char *url = g_strdup_printf("%u", i), *id = index_id(url);
    char names[WORDS][4];
    IndexTerm terms[WORDS + 3] = {{"filler", 1 + i * 7 % 50, NULL, 0}};
    gsize n = 1;
    if (i % 3 == 0)
        terms[n++] = (IndexTerm){"base", 1 + i % 5, NULL, 0};
    if (i % 499 == 0)
        terms[n++] = (IndexTerm){"rare", 1, NULL, 0};
    for (guint k = 0; k < WORDS && (i < BARREN_FROM || i >= BARREN_TO); k++) {
        g_snprintf(names[k], sizeof names[k], "w%u", k);
        if (i % (k + 1) == 0)
            terms[n++] = (IndexTerm){names[k], 1 + i % (k + 2), NULL, 0};
    }
    IndexDocument d = {id, terms, n, NULL, 0, url, 1};
    g_assert_true(index_writer_put(w, &d, NULL));
}

/* Every eleventh page is removed again. */
static void set_up(Place *p, gconstpointer data)
{
    (void)data;
    p->folder = g_dir_make_tmp("isoglot-t-XXXXXX", NULL);
    p->path = g_build_filename(p->folder, "index", NULL);
    g_autoptr(IndexWriter) w = index_writer_open(p->path, "xx", "print", NULL);
    for (guint i = 1; i <= PAGES; i++)
        put_page(w, i);
    for (guint i = 11; i <= PAGES; i += 11) {
        g_autofree char *url = g_strdup_printf("%u", i), *id = index_id(url);
        g_assert_true(index_writer_remove(w, id, NULL));
    }
    g_assert_true(index_writer_commit(w, NULL));
    p->reader = index_reader_open(p->path, "print", NULL);
    g_assert_nonnull(p->reader);
}

static void tear_down(Place *p, gconstpointer data)
{
    (void)data;
    index_reader_close(p->reader);
    disk_remove(p->folder);
    g_free(p->folder);
    g_free(p->path);
}

static IndexResult *ask(Place *p, const QueryNode *tree, guint limit)
{
    g_autoptr(GError) error = NULL;
    const IndexSearch search = {.limit = limit};
    IndexResult *found = index_reader_search(p->reader, tree, &search, &error);
    g_assert_no_error(error);
    return found;
}

/* Weight of each document in the answer, by its id. */
static void weigh_all(Place *p, QueryNode *taken, double weights[PAGES + 1])
{
    g_autoptr(QueryNode) tree = taken;
    g_autoptr(IndexResult) found = ask(p, tree, PAGES);
    for (guint i = 0; i <= PAGES; i++)
        weights[i] = 0;
    for (guint i = 0; i < found->hits->len; i++) {
        const IndexHit *hit = &g_array_index(found->hits, IndexHit, i);
        weights[hit->docid] = hit->weight;
    }
}

static QueryNode *at_most_in(double share, const char *term)
{
    QueryNode *node = query_node_term("", term);
    node->factor = share;
    return node;
}

/* A sum of everything that may be in one: nested, scaled, twice the same, not there, everywhere, too frequent; with
 * `with_more`, also what may not. */
static QueryNode *addition(gboolean with_more)
{
    QueryNode *all = query_node_new(QUERY_OR), *some = query_node_new(QUERY_OR);
    query_node_add(some, query_node_term("", "w2"));
    query_node_add(some, query_node_scale(0.5, query_node_term("", "w3")));
    query_node_add(some, query_node_term("", "none"));
    query_node_add(all, query_node_scale(0.7, some));
    query_node_add(all, query_node_term("", "w5"));
    query_node_add(all, query_node_scale(0.1, query_node_term("", "w5")));
    query_node_add(all, at_most_in(0.5, "w4"));
    query_node_add(all, at_most_in(0.5, "w0"));
    query_node_add(all, query_node_scale(2, query_node_term("", "w1")));
    query_node_add(all, query_node_scale(0.2, query_node_term("", "filler")));
    if (with_more)
        query_node_add(all, query_node_pair(QUERY_AND, query_node_term("", "w1"), query_node_term("", "w2")));
    return all;
}

static void addition_weighs_what_or_weighs(Place *p, gconstpointer data)
{
    (void)data;
    const char *bases[] = {"base", "rare", "filler", "w4"};
    double base[PAGES + 1], added[PAGES + 1], both[PAGES + 1];
    for (guint i = 0; i < 2 * G_N_ELEMENTS(bases); i++) {
        weigh_all(p, query_node_term("", bases[i / 2]), base);
        weigh_all(p, addition(i % 2), added);
        weigh_all(p, query_node_pair(QUERY_AND_MAYBE, query_node_term("", bases[i / 2]), addition(i % 2)),
                  both);
        guint raised = 0;
        for (guint page = 1; page <= PAGES; page++) {
            g_assert_cmpfloat_with_epsilon(both[page], base[page] > 0 ? base[page] + added[page] : 0, 1e-9);
            raised += both[page] > base[page];
        }
        g_assert_cmpuint(raised, >, 2);
    }
}

/* Few hits: Xapian leaves out what cannot be among them, and may let the addition lead. */
static void best_hits_are_those_of_all(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(QueryNode) tree = query_node_pair(
        QUERY_AND_MAYBE, query_node_scale(0.01, query_node_term("", "base")), addition(FALSE));
    g_autoptr(IndexResult) all = ask(p, tree, PAGES), few = ask(p, tree, 10);
    g_assert_cmpuint(few->hits->len, ==, 10);
    for (guint i = 0; i < few->hits->len; i++) {
        const IndexHit *one = &g_array_index(few->hits, IndexHit, i),
                       *other = &g_array_index(all->hits, IndexHit, i);
        g_assert_cmpuint(one->docid, ==, other->docid);
        g_assert_cmpfloat_with_epsilon(one->weight, other->weight, 1e-9);
    }
}

static void addition_of_nothing_adds_nothing(Place *p, gconstpointer data)
{
    (void)data;
    double base[PAGES + 1], both[PAGES + 1];
    weigh_all(p, query_node_term("", "base"), base);
    weigh_all(p, query_node_pair(QUERY_AND_MAYBE, query_node_term("", "base"), query_node_term("", "none")),
              both);
    for (guint page = 1; page <= PAGES; page++)
        g_assert_cmpfloat(base[page], ==, both[page]);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name) g_test_add("/sum/" #name, Place, NULL, set_up, name, tear_down)
    ADD(addition_weighs_what_or_weighs);
    ADD(best_hits_are_those_of_all);
    ADD(addition_of_nothing_adds_nothing);
    return g_test_run();
}
