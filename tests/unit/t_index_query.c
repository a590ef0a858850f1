/* The promises of shim/index.h on queries and their hits. */
#include "tests/unit/index_pages.h"

static guint64 total_of(IndexReader *r, QueryNode *q)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(QueryNode) owned = q;
    g_autoptr(IndexResult) found = ask(r, owned, &error);
    g_assert_no_error(error);
    return found->total;
}

static QueryNode *range(double low, double high)
{
    char packed[9];
    QueryNode *q = query_node_new(QUERY_RANGE);
    q->slot = SLOT_DATE;
    q->low = g_bytes_new(packed, index_number(low, packed));
    q->high = g_bytes_new(packed, index_number(high, packed));
    return q;
}

static guint64 total_at(IndexReader *r, gint64 now)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(QueryNode) all = query_node_new(QUERY_ALL);
    IndexSearch search = {.limit = 100, .check_at_least = 1000, .now = now};
    g_autoptr(IndexResult) found = index_reader_search(r, all, &search, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(found->hits->len, ==, found->total);
    return found->total;
}

static void expired_documents_match_nothing(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autoptr(IndexWriter) w = open_writer(p);
    for (guint i = 0; i < 3; i++) {
        char expiry[9];
        IndexTerm term = {"common", 1, NULL, 0};
        IndexValue value = {SLOT_EXPIRY, expiry, index_number(1000 * i, expiry)};
        g_autofree char *id = index_id(i == 0 ? "never" : i == 1 ? "early" : "late");
        IndexDocument d = {id, &term, 1, &value, i > 0, "x", 1};
        g_assert_true(index_writer_put(w, &d, &error));
    }
    g_assert_true(index_writer_commit(w, &error));
    g_autoptr(IndexReader) r = index_reader_open(p->path, PRINT, &error);
    g_assert_cmpuint(total_at(r, 0), ==, 3);
    g_assert_cmpuint(total_at(r, 1000), ==, 3);
    g_assert_cmpuint(total_at(r, 1001), ==, 2);
    g_assert_cmpuint(total_at(r, 2001), ==, 1);
}

static void queries_mean_what_they_say(Place *p, gconstpointer data)
{
    (void)data;
    put_and_commit(p, "a", "apple");
    put_and_commit(p, "bb", "apricot");
    put_and_commit(p, "ccc", "banana");
    g_autoptr(GError) error = NULL;
    g_autoptr(IndexReader) r = index_reader_open(p->path, PRINT, &error);
    QueryNode *prefix = query_node_term("", "ap");
    prefix->op = QUERY_PREFIX;
    prefix->limit = 10;
    g_assert_cmpuint(total_of(r, prefix), ==, 2);
    g_assert_cmpuint(total_of(r, query_node_new(QUERY_NOTHING)), ==, 0);
    g_assert_cmpuint(total_of(r, query_node_new(QUERY_ALL)), ==, 3);
    g_assert_cmpuint(
        total_of(r, query_node_pair(QUERY_OR, query_node_term("", "apple"), query_node_term("", "banana"))), ==, 2);
    g_assert_cmpuint(
        total_of(r, query_node_pair(QUERY_AND, query_node_term("", "apple"), query_node_term("", "banana"))), ==, 0);
    g_assert_cmpuint(
        total_of(r, query_node_pair(QUERY_AND_NOT, query_node_term("", "common"), query_node_term("", "banana"))), ==,
        2);
    g_assert_cmpuint(total_of(r, range(2, 3)), ==, 2);
    QueryNode *frequent = query_node_term("", "common"), *rare = query_node_term("", "apple");
    frequent->factor = rare->factor = 0.5;
    g_assert_cmpuint(total_of(r, frequent), ==, 0);
    g_assert_cmpuint(total_of(r, rare), ==, 1);
    g_autoptr(QueryNode) common = query_node_term("", "common");
    g_autoptr(IndexResult) found = ask(r, common, &error);
    const GArray *facet = g_ptr_array_index(found->facets, 0);
    g_assert_cmpstr(g_array_index(facet, IndexFacet, 0).value, ==, "html");
    g_assert_cmpuint(g_array_index(facet, IndexFacet, 0).count, ==, 3);
}

/* Five pages; word "w<i>" is in page p as often as (p * i) % 4, and what occurs has neighbours. */
static void put_words(const Place *p)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(IndexWriter) w = open_writer(p);
    for (guint page = 1; page <= 5; page++) {
        g_autofree char *url = g_strdup_printf("%u", page), *id = index_id(url);
        char names[6][4];
        guint32 positions[6][4];
        IndexTerm terms[6];
        guint n = 0;
        for (guint i = 1; i <= 6; i++) {
            guint count = (page * i) % 4;
            g_snprintf(names[n], sizeof names[n], "w%u", i);
            for (guint k = 0; k < count; k++)
                positions[n][k] = 10 * k + i;
            terms[n] = (IndexTerm){names[n], count, positions[n], count};
            n += count > 0;
        }
        IndexDocument d = {id, terms, n, NULL, 0, url, strlen(url)};
        g_assert_true(index_writer_put(w, &d, &error));
    }
    g_assert_true(index_writer_commit(w, &error));
}

static QueryNode *words(QueryOp op, const char *a, const char *b)
{
    return query_node_pair(op, query_node_term("", a), query_node_term("", b));
}

static QueryNode *prefix_of(const char *letters)
{
    QueryNode *node = query_node_term("", letters);
    node->op = QUERY_PREFIX;
    return node;
}

/* Asks and explains; the weights of every hit add up to its own. */
static GPtrArray *explain(IndexReader *r, const QueryNode *q, IndexResult **found)
{
    g_autoptr(GError) error = NULL;
    IndexSearch search = {.limit = 100, .check_at_least = 1000};
    *found = index_reader_search(r, q, &search, &error);
    g_assert_no_error(error);
    GPtrArray *all = index_reader_explain(r, q, &search, *found, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(all->len, ==, (*found)->hits->len);
    for (guint i = 0; i < all->len; i++) {
        const GArray *weights = g_ptr_array_index(all, i);
        double sum = 0;
        for (guint t = 0; t < weights->len; t++)
            sum += g_array_index(weights, IndexTermWeight, t).weight;
        g_assert_cmpfloat_with_epsilon(sum, g_array_index((*found)->hits, IndexHit, i).weight, 1e-9);
    }
    return all;
}

static void weights_of_terms_add_up_to_the_hits(Place *p, gconstpointer data)
{
    (void)data;
    put_words(p);
    g_autoptr(IndexReader) r = index_reader_open(p->path, PRINT, NULL);
    QueryNode *trees[] = {
        words(QUERY_OR, "w1", "w2"),
        words(QUERY_OR, "w1", "w1"),
        words(QUERY_AND, "w1", "w3"),
        words(QUERY_AND, "w3", "w3"),
        words(QUERY_MAX, "w1", "w2"),
        words(QUERY_SYNONYM, "w1", "w5"),
        words(QUERY_PHRASE, "w1", "w2"),
        words(QUERY_PHRASE, "w2", "w1"),
        words(QUERY_AND_NOT, "w1", "w2"),
        words(QUERY_AND_MAYBE, "w3", "w2"),
        words(QUERY_FILTER, "w1", "w3"),
        prefix_of("w"),
        query_node_new(QUERY_ALL),
        query_node_new(QUERY_NOTHING),
        query_node_scale(0.3, words(QUERY_OR, "w1", "w6")),
        query_node_pair(QUERY_OR, query_node_term("", "w1"), words(QUERY_AND, "w2", "none")),
        query_node_pair(QUERY_AND_MAYBE, words(QUERY_PHRASE, "w1", "w3"),
                        query_node_pair(QUERY_OR, query_node_scale(0.5, words(QUERY_SYNONYM, "w1", "w2")),
                                        query_node_scale(2, words(QUERY_MAX, "w5", "w6")))),
        query_node_pair(QUERY_FILTER, query_node_pair(QUERY_AND_NOT, prefix_of("w"), query_node_term("", "w6")),
                        query_node_pair(QUERY_OR, query_node_new(QUERY_ALL), query_node_term("", "w1"))),
    };
    for (guint i = 0; i < G_N_ELEMENTS(trees); i++) {
        g_autoptr(QueryNode) tree = trees[i];
        g_autoptr(IndexResult) found = NULL;
        g_autoptr(GPtrArray) all = explain(r, tree, &found);
    }
}

static char *list_terms(const GArray *weights)
{
    GString *list = g_string_new(NULL);
    for (guint i = 0; i < weights->len; i++)
        g_string_append_printf(list, "%s ", g_array_index(weights, IndexTermWeight, i).term);
    return g_string_free(list, FALSE);
}

static void only_what_matched_and_weighed_is_a_reason(Place *p, gconstpointer data)
{
    (void)data;
    put_words(p); /* page 1 has w1 once, w2 twice, w3 three times */
    g_autoptr(IndexReader) r = index_reader_open(p->path, PRINT, NULL);
    const struct {
        QueryNode *tree;
        const char *terms;
    } rows[] = {
        {query_node_pair(QUERY_OR, words(QUERY_OR, "w1", "none"), words(QUERY_AND, "w2", "w4")), "w1 "},
        {query_node_pair(QUERY_OR, query_node_term("", "w1"), words(QUERY_PHRASE, "w3", "w2")), "w1 "},
        {query_node_pair(QUERY_FILTER, query_node_term("", "w1"), query_node_term("", "w2")), "w1 "},
        {words(QUERY_AND_NOT, "w1", "w4"), "w1 "},
        {query_node_scale(100, prefix_of("w1")), "w1 "},
    };
    g_autofree char *id = index_id("1");
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(QueryNode) tree = query_node_pair(QUERY_FILTER, rows[i].tree, query_node_term("", id));
        g_autoptr(IndexResult) found = NULL;
        g_autoptr(GPtrArray) all = explain(r, tree, &found);
        g_assert_cmpuint(all->len, ==, 1);
        g_autofree char *terms = list_terms(all->pdata[0]);
        g_assert_cmpstr(terms, ==, rows[i].terms);
    }
    g_autoptr(QueryNode) both =
        query_node_pair(QUERY_OR, query_node_scale(9, query_node_term("", "w2")), query_node_term("", "w1"));
    g_autoptr(IndexResult) found = NULL;
    g_autoptr(GPtrArray) all = explain(r, both, &found);
    g_autofree char *first = list_terms(all->pdata[0]);
    g_assert_cmpstr(first, ==, "w2 w1 "); /* the heaviest first */
}

static void hits_have_the_terms_that_they_have(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    put_and_commit(p, "http://a/", "one");
    put_and_commit(p, "http://b/bb", "two");
    put_and_commit(p, "http://c/", "three");
    g_autoptr(IndexReader) r = index_reader_open(p->path, PRINT, &error);
    g_autoptr(QueryNode) query = query_node_term("", "common");
    const IndexSearch search = {.limit = 10, .sort = SORT_NEWEST}; /* not in the order of their ids */
    g_autoptr(IndexResult) found = index_reader_search(r, query, &search, &error);
    g_assert_no_error(error);
    const char *const terms[] = {"three", "common", "nowhere", "one"};
    gboolean has[12];
    g_assert_cmpuint(found->hits->len, ==, 3);
    g_assert_true(index_reader_have(r, found, terms, 4, has, &error));
    for (guint i = 0; i < 3; i++) {
        const IndexHit *hit = &g_array_index(found->hits, IndexHit, i);
        g_assert_true(has[4 * i] == (hit->url[7] == 'c'));
        g_assert_true(has[4 * i + 1]);
        g_assert_false(has[4 * i + 2]);
        g_assert_true(has[4 * i + 3] == (hit->url[7] == 'a'));
    }
}

static void a_hit_has_its_url_and_its_record_until_it_leaves(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    put_and_commit(p, "http://a/", "one");
    g_autofree char *id = index_id("http://long/"), *gone = index_id("http://a/");
    IndexTerm term = {"one", 1, NULL, 0};
    const IndexDocument long_url = {id, &term, 1, NULL, 0, "http://long/", sizeof "http://long/"};
    g_autoptr(IndexWriter) w = open_writer(p);
    g_assert_true(index_writer_put(w, &long_url, &error) && index_writer_commit(w, &error));
    g_autoptr(IndexReader) r = index_reader_open(p->path, PRINT, &error);
    g_autoptr(QueryNode) query = query_node_term("", "one");
    const IndexSearch search = {.limit = 10};
    g_autoptr(IndexResult) found = index_reader_search(r, query, &search, &error);
    g_assert_no_error(error);
    for (guint i = 0; i < 2; i++) {
        const IndexHit *hit = &g_array_index(found->hits, IndexHit, i);
        g_autofree char *record = NULL;
        gsize n;
        g_assert_true(index_reader_read_record(r, hit, &record, &n, &error));
        g_assert_cmpstr(record, ==, hit->url);
        g_assert_cmpuint(n, ==, strlen(hit->url) + 1);
    }
    g_assert_true(index_writer_remove(w, gone, &error) && index_writer_commit(w, &error));
    g_autoptr(IndexReader) later = index_reader_open(p->path, PRINT, &error);
    guint read = 0;
    for (guint i = 0; i < 2; i++) {
        g_autofree char *record = NULL;
        gsize n;
        g_assert_true(index_reader_read_record(later, &g_array_index(found->hits, IndexHit, i), &record, &n, &error));
        read += record != NULL;
    }
    g_assert_cmpuint(read, ==, 1);
    IndexHit other = g_array_index(found->hits, IndexHit, 0);
    other.url = (char *)"http://other/"; /* as if the number were another page's by now */
    g_autofree char *record = NULL;
    gsize n;
    g_assert_true(index_reader_read_record(r, &other, &record, &n, &error));
    g_assert_null(record);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name) g_test_add("/index/" #name, Place, NULL, set_up, name, tear_down)
    ADD(expired_documents_match_nothing);
    ADD(queries_mean_what_they_say);
    ADD(weights_of_terms_add_up_to_the_hits);
    ADD(only_what_matched_and_weighed_is_a_reason);
    ADD(hits_have_the_terms_that_they_have);
    ADD(a_hit_has_its_url_and_its_record_until_it_leaves);
    return g_test_run();
}
