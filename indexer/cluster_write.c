#include "indexer/cluster_write.h"

#include <string.h>

/* Pages of one cluster that were in one before. */
typedef struct {
    gint64 before;
    guint root, n;
    gint64 oldest; /* url id */
} Heir;

typedef struct {
    const ClusterGraph *graph;
    const guint *roots;
    gint64 *ids;    /* by root; 0: none */
    guint *indexed; /* pages of it in an index, by root */
} Writer;

static gint compare_by_before(gconstpointer a, gconstpointer b)
{
    const Heir *x = a, *y = b;
    if (x->before != y->before)
        return x->before < y->before ? -1 : 1;
    return x->root != y->root ? (x->root < y->root ? -1 : 1) : 0;
}

static gint compare_by_right(gconstpointer a, gconstpointer b)
{
    const Heir *x = a, *y = b;
    if (x->n != y->n)
        return x->n > y->n ? -1 : 1;
    return x->oldest != y->oldest ? (x->oldest < y->oldest ? -1 : 1) : 0;
}

/* One for each cluster of before and each of now that have pages in common; those with most first. */
static GArray *list_heirs(const Writer *w)
{
    GArray *heirs = g_array_new(FALSE, FALSE, sizeof(Heir));
    for (guint i = 0; i < w->graph->nodes->len; i++) {
        const ClusterNode *n = cluster_graph_node(w->graph, i);
        Heir h = {n->page.cluster, w->roots[i], 1, n->page.id};
        if (h.before && n->is_page && n->is_whole && w->indexed[h.root])
            g_array_append_val(heirs, h);
    }
    g_array_sort(heirs, compare_by_before);
    Heir *all = (Heir *)heirs->data;
    guint kept = 0;
    for (guint i = 0; i < heirs->len; i++) {
        if (kept && compare_by_before(&all[kept - 1], &all[i]) == 0) {
            all[kept - 1].n++;
            all[kept - 1].oldest = MIN(all[kept - 1].oldest, all[i].oldest);
        } else {
            all[kept++] = all[i];
        }
    }
    g_array_set_size(heirs, kept);
    g_array_sort(heirs, compare_by_right);
    return heirs;
}

static void inherit_ids(Writer *w)
{
    g_autoptr(GArray) heirs = list_heirs(w);
    g_autoptr(GHashTable) taken = g_hash_table_new(g_direct_hash, g_direct_equal);
    for (guint i = 0; i < heirs->len; i++) {
        const Heir *h = &g_array_index(heirs, Heir, i);
        if (!w->ids[h->root] && g_hash_table_add(taken, GSIZE_TO_POINTER(h->before)))
            w->ids[h->root] = h->before;
    }
}

static void count_pages(Writer *w)
{
    for (guint i = 0; i < w->graph->nodes->len; i++) {
        const ClusterNode *n = cluster_graph_node(w->graph, i);
        w->indexed[w->roots[i]] += n->is_indexed;
    }
}

/* A page that is in no index, and has no translation, is in no cluster. */
static gboolean write_member(Writer *w, guint i, GError **error)
{
    const ClusterNode *n = cluster_graph_node(w->graph, i);
    guint root = w->roots[i];
    gboolean is_in = n->is_page && w->indexed[root];
    Ledger *ledger = w->graph->ledger;
    if (!is_in)
        return !n->page.cluster || clustering_put_member(ledger, n->page.id, 0, "", error);
    if (!w->ids[root] && !clustering_add_cluster(ledger, &w->ids[root], error))
        return FALSE;
    return (n->page.cluster == w->ids[root] && g_str_equal(n->page.lang, n->lang)) ||
           clustering_put_member(ledger, n->page.id, w->ids[root], n->lang, error);
}

/* Clusters of before may have nobody left. */
static gboolean sweep(const Writer *w, gboolean is_all, GError **error)
{
    if (is_all)
        return clustering_sweep(w->graph->ledger, 0, error);
    for (guint i = 0; i < w->graph->nodes->len; i++) {
        const ClusterNode *n = cluster_graph_node(w->graph, i);
        if (n->is_whole && n->page.cluster && w->ids[w->roots[i]] != n->page.cluster &&
            !clustering_sweep(w->graph->ledger, n->page.cluster, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean write_members(Writer *w, gboolean is_all, GError **error)
{
    Ledger *ledger = w->graph->ledger;
    count_pages(w);
    inherit_ids(w);
    for (guint i = 0; i < w->graph->nodes->len; i++) {
        const ClusterNode *n = cluster_graph_node(w->graph, i);
        if (!n->is_whole)
            continue;
        if (n->page.pattern != n->pattern_before && !g_str_equal(n->page.pattern, n->pattern_before) &&
            !clustering_put_pattern(ledger, n->page.id, n->page.pattern, error))
            return FALSE;
        if ((!is_all && !clustering_clear(ledger, n->page.id, error)) || !write_member(w, i, error))
            return FALSE;
    }
    return sweep(w, is_all, error);
}

/* ------------------------------------------------------------------ edges */

/* Those of before beside those of now, both in the same order. */
typedef struct {
    const ClusterGraph *graph;
    const GArray *edges;
    guint at;          /* the first of now that is not behind the last of before */
    guint8 *are_there; /* by edge of now: it stands in the ledger already */
    GArray *gone;      /* ClusterEdgeRow */
    GStringChunk *texts;
} Comparison;

static ClusterEdgeRow row_of(const ClusterGraph *g, const ClusterEdge *e)
{
    return (ClusterEdgeRow){cluster_graph_node(g, e->a)->page.id, cluster_graph_node(g, e->b)->page.id,
                            e->evidence, e->weight, e->fate};
}

static gint compare_rows(const ClusterEdgeRow *x, const ClusterEdgeRow *y)
{
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return x->b != y->b ? (x->b < y->b ? -1 : 1) : strcmp(x->evidence, y->evidence);
}

static void compare_edge(const ClusterEdgeRow *before, gpointer user)
{
    Comparison *c = user;
    gint order = 1;
    ClusterEdgeRow now;
    while (c->at < c->edges->len) {
        now = row_of(c->graph, &g_array_index(c->edges, ClusterEdge, c->at));
        order = compare_rows(&now, before);
        if (order >= 0)
            break;
        c->at++;
    }
    if (c->at < c->edges->len && order == 0) {
        c->are_there[c->at] = now.weight == before->weight && g_str_equal(now.fate, before->fate);
        return;
    }
    ClusterEdgeRow gone = {before->a, before->b, g_string_chunk_insert_const(c->texts, before->evidence), 0,
                           ""};
    g_array_append_val(c->gone, gone);
}

static gboolean write_edges(const Comparison *c, GError **error)
{
    for (guint i = 0; i < c->gone->len; i++) {
        const ClusterEdgeRow *e = &g_array_index(c->gone, ClusterEdgeRow, i);
        if (!clustering_drop_edge(c->graph->ledger, e->a, e->b, e->evidence, error))
            return FALSE;
    }
    for (guint i = 0; i < c->edges->len; i++) {
        ClusterEdgeRow e = row_of(c->graph, &g_array_index(c->edges, ClusterEdge, i));
        if (!c->are_there[i] &&
            !clustering_put_edge(c->graph->ledger, e.a, e.b, e.evidence, e.weight, e.fate, error))
            return FALSE;
    }
    return TRUE;
}

/* Of all edges only what has changed: a reader who is at work need not go round half a million rows. */
static gboolean compare_and_write(const ClusterGraph *g, const GArray *edges, gboolean is_all, GError **error)
{
    g_autofree guint8 *are_there = g_new0(guint8, edges->len);
    g_autoptr(GArray) gone = g_array_new(FALSE, FALSE, sizeof(ClusterEdgeRow));
    GStringChunk *texts = g_string_chunk_new(256);
    Comparison c = {g, edges, 0, are_there, gone, texts};
    gboolean ok =
        (!is_all || clustering_each_edge(g->ledger, compare_edge, &c, error)) && write_edges(&c, error);
    g_string_chunk_free(texts);
    return ok;
}

gboolean cluster_write(const ClusterGraph *g, const GArray *edges, const guint *roots, gboolean is_all,
                       GError **error)
{
    g_autofree gint64 *ids = g_new0(gint64, g->nodes->len);
    g_autofree guint *indexed = g_new0(guint, g->nodes->len);
    Writer w = {g, roots, ids, indexed};
    return (!is_all || clustering_clear(g->ledger, 0, error)) && write_members(&w, is_all, error) &&
           compare_and_write(g, edges, is_all, error);
}
