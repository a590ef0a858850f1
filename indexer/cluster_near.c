#include "indexer/cluster_near.h"

#include "indexer/fingerprint.h"
#include "indexer/near.h"
#include "indexer/simhash.h"
#include "shim/limits.h"

const char *const near_doubt = "another page is as near";
const char *const near_same = "as near, but in the same language";
const char *const near_far = "not near enough";

/* Pages that have a fingerprint, and those near to each. */
typedef struct {
    const ClusterGraph *graph;
    GArray *nodes;        /* guint */
    GArray *fingerprints; /* guint64, of each */
    GArray *near;         /* guint: places in `nodes`, those of one page after another */
    GArray *starts;       /* guint: where those of each begin, and behind the last */
} Neighbours;

static guint64 slot(const Neighbours *n, guint i)
{
    return cluster_graph_node(n->graph, g_array_index(n->nodes, guint, i))->slot;
}

static guint distance(const Neighbours *n, guint i, guint k)
{
    return simhash_distance(g_array_index(n->fingerprints, guint64, i), g_array_index(n->fingerprints, guint64, k));
}

static void list_pages(Neighbours *n)
{
    for (guint i = 0; i < n->graph->nodes->len; i++) {
        const ClusterNode *node = cluster_graph_node(n->graph, i);
        guint64 fingerprint = (guint64)node->page.numbers;
        if (!node->is_indexed || !fingerprint)
            continue;
        g_array_append_val(n->nodes, i);
        g_array_append_val(n->fingerprints, fingerprint);
    }
}

/* A page finds itself, too; one that finds too many has none. */
static void list_near(Neighbours *n)
{
    g_autoptr(NearIndex) index = near_index_new((const guint64 *)n->fingerprints->data, n->fingerprints->len);
    for (guint i = 0; i < n->nodes->len; i++) {
        guint start = n->near->len;
        g_array_append_val(n->starts, start);
        near_index_find(index, g_array_index(n->fingerprints, guint64, i), FINGERPRINT_NEAR + FINGERPRINT_MARGIN - 1,
                        start + LIMIT_PEERS + 2, n->near);
        if (n->near->len > start + LIMIT_PEERS + 1)
            g_array_set_size(n->near, start);
    }
    g_array_append_val(n->starts, n->near->len);
}

/* Has `i` another page than `k` in its language that is nearly as near? Or is it near to so many that nobody
 * knows? */
static gboolean is_in_doubt(const Neighbours *n, guint i, guint k)
{
    guint start = g_array_index(n->starts, guint, i), end = g_array_index(n->starts, guint, i + 1);
    for (guint at = start; at < end; at++) {
        guint other = g_array_index(n->near, guint, at);
        if (other != i && other != k && slot(n, other) == slot(n, k) &&
            distance(n, i, other) < distance(n, i, k) + FINGERPRINT_MARGIN)
            return TRUE;
    }
    return start == end;
}

static const char *judge(const Neighbours *n, guint i, guint k)
{
    if (slot(n, i) == slot(n, k))
        return near_same;
    if (distance(n, i, k) > FINGERPRINT_NEAR)
        return near_far;
    return is_in_doubt(n, i, k) || is_in_doubt(n, k, i) ? near_doubt : "";
}

/* A page that is near to too many has no pairs; they may have it for theirs. */
static void add_pairs(const Neighbours *n, guint i, GArray *pairs)
{
    guint end = g_array_index(n->starts, guint, i + 1);
    for (guint at = g_array_index(n->starts, guint, i); at < end; at++) {
        guint k = g_array_index(n->near, guint, at);
        gboolean is_mutual = g_array_index(n->starts, guint, k) < g_array_index(n->starts, guint, k + 1);
        if (k == i || (k < i && is_mutual))
            continue;
        NearPair pair = {g_array_index(n->nodes, guint, i), g_array_index(n->nodes, guint, k), distance(n, i, k),
                         judge(n, i, k)};
        g_array_append_val(pairs, pair);
    }
}

GArray *cluster_near_find(const ClusterGraph *graph)
{
    g_autoptr(GArray) nodes = g_array_new(FALSE, FALSE, sizeof(guint)),
                      fingerprints = g_array_new(FALSE, FALSE, sizeof(guint64)),
                      near = g_array_new(FALSE, FALSE, sizeof(guint)),
                      starts = g_array_new(FALSE, FALSE, sizeof(guint));
    GArray *pairs = g_array_new(FALSE, FALSE, sizeof(NearPair));
    Neighbours n = {graph, nodes, fingerprints, near, starts};
    list_pages(&n);
    if (!nodes->len)
        return pairs;
    list_near(&n);
    for (guint i = 0; i < nodes->len; i++)
        add_pairs(&n, i, pairs);
    return pairs;
}
