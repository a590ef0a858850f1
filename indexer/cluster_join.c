#include "indexer/cluster_join.h"

#include <string.h>

/* Two pages with all their edges, which stand together. */
typedef struct {
    guint first, n; /* edges */
    double weight;
    gint64 a, b; /* url ids */
} Pair;

typedef struct {
    ClusterGraph *graph;
    GArray *edges;
    guint *parents;
    guint64 *slots; /* of the cluster, at the node that stands for it */
} Joiner;

static guint find_root(Joiner *j, guint node)
{
    while (j->parents[node] != node)
        node = j->parents[node] = j->parents[j->parents[node]];
    return node;
}

/* One of the languages of these slots, always the same. */
static const char *language_of(const ClusterGraph *g, guint64 slots)
{
    const char *first = NULL;
    GHashTableIter iter;
    gpointer lang, number;
    g_hash_table_iter_init(&iter, g->slots);
    while (g_hash_table_iter_next(&iter, &lang, &number))
        if (slots & (G_GUINT64_CONSTANT(1) << (GPOINTER_TO_UINT(number) - 1)) &&
            (!first || strcmp(lang, first) < 0))
            first = lang;
    return first ? first + (*first == '-') : "";
}

static void refuse(Joiner *j, const Pair *p, guint64 both)
{
    g_autofree char *fate = g_strdup_printf("second page in %s", language_of(j->graph, both));
    for (guint i = p->first; i < p->first + p->n; i++) {
        ClusterEdge *e = &g_array_index(j->edges, ClusterEdge, i);
        if (!*e->fate)
            e->fate = g_string_chunk_insert_const(j->graph->texts, fate);
    }
}

static void join(Joiner *j, const Pair *p)
{
    const ClusterEdge *e = &g_array_index(j->edges, ClusterEdge, p->first);
    guint a = find_root(j, e->a), b = find_root(j, e->b);
    guint64 both = j->slots[a] & j->slots[b];
    if (a == b)
        return;
    if (both) {
        refuse(j, p, both);
        return;
    }
    guint root = MIN(a, b), other = MAX(a, b);
    j->parents[other] = root;
    j->slots[root] |= j->slots[other];
}

/* Of the pages of one group with one language the first has it. */
static void give_way(Joiner *j)
{
    g_autoptr(GHashTable) taken = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < j->edges->len; i++) {
        const ClusterEdge *e = &g_array_index(j->edges, ClusterEdge, i);
        const guint ends[] = {e->a, e->b};
        for (guint k = 0; g_str_equal(e->evidence, "group") && k < 2; k++) {
            ClusterNode *n = cluster_graph_node(j->graph, ends[k]);
            char *key = g_strdup_printf("%" G_GUINT64_FORMAT " %s", n->slot, n->page.group);
            gpointer first = g_hash_table_lookup(taken, key);
            if (first && GPOINTER_TO_UINT(first) != ends[k] + 1) {
                n->lang = "";
                j->slots[ends[k]] = 0;
            }
            if (first)
                g_free(key);
            else
                g_hash_table_insert(taken, key, GUINT_TO_POINTER(ends[k] + 1));
        }
    }
}

static gint compare_pairs(gconstpointer a, gconstpointer b)
{
    const Pair *x = a, *y = b;
    if (x->weight != y->weight)
        return x->weight > y->weight ? -1 : 1;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return x->b < y->b ? -1 : x->b > y->b;
}

/* The strongest first; without those that nothing speaks for. */
static GArray *list_pairs(const Joiner *j)
{
    GArray *pairs = g_array_new(FALSE, FALSE, sizeof(Pair));
    for (guint i = 0, first = 0; i < j->edges->len; first = i) {
        const ClusterEdge *e = &g_array_index(j->edges, ClusterEdge, first);
        double doubt = 1;
        for (; i < j->edges->len; i++) {
            const ClusterEdge *same = &g_array_index(j->edges, ClusterEdge, i);
            if (same->a != e->a || same->b != e->b)
                break;
            doubt *= *same->fate ? 1 : 1 - same->weight;
        }
        Pair p = {first, i - first, 1 - doubt, cluster_graph_node(j->graph, e->a)->page.id,
                  cluster_graph_node(j->graph, e->b)->page.id};
        if (doubt < 1)
            g_array_append_val(pairs, p);
    }
    g_array_sort(pairs, compare_pairs);
    return pairs;
}

guint *cluster_join(ClusterGraph *graph, GArray *edges)
{
    guint n = graph->nodes->len;
    Joiner j = {graph, edges, g_new(guint, n), g_new(guint64, n)};
    for (guint i = 0; i < n; i++) {
        j.parents[i] = i;
        j.slots[i] = cluster_graph_node(graph, i)->slot;
    }
    give_way(&j);
    g_autoptr(GArray) pairs = list_pairs(&j);
    for (guint i = 0; i < pairs->len; i++)
        join(&j, &g_array_index(pairs, Pair, i));
    for (guint i = 0; i < n; i++)
        j.parents[i] = find_root(&j, i);
    g_free(j.slots);
    return j.parents;
}
