#include "indexer/cluster_doubt.h"

#include <string.h>

#include "indexer/fingerprint.h"
#include "indexer/simhash.h"
#include "shim/limits.h"

/* The pairs of pages that URLs of one shape join. */
typedef struct {
    guint pairs, unlike;
} Tally;

static gint compare_patterns(gconstpointer a, gconstpointer b, gpointer graph)
{
    const ClusterNode *x = cluster_graph_node(graph, *(const guint *)a),
                      *y = cluster_graph_node(graph, *(const guint *)b);
    return strcmp(x->page.pattern, y->page.pattern);
}

/* Pages that have a pattern and a fingerprint, by pattern. */
static GArray *list_pages(const ClusterGraph *g)
{
    GArray *pages = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint i = 0; i < g->nodes->len; i++) {
        const ClusterNode *n = cluster_graph_node(g, i);
        if (n->is_indexed && *n->page.pattern && n->page.numbers)
            g_array_append_val(pages, i);
    }
    g_array_sort_with_data(pages, compare_patterns, (gpointer)g);
    return pages;
}

static Tally *find_tally(GHashTable *tallies, const char *pattern)
{
    char *shape = pattern_shape(pattern);
    Tally *t = g_hash_table_lookup(tallies, shape);
    if (t) {
        g_free(shape);
        return t;
    }
    t = g_new0(Tally, 1);
    g_hash_table_insert(tallies, shape, t);
    return t;
}

/* Pages [from, to) have one pattern. */
static void count_pairs(const ClusterGraph *g, const GArray *pages, guint from, guint to, GHashTable *tallies)
{
    if (to - from < 2 || to - from > LIMIT_PEERS)
        return;
    Tally *t = find_tally(tallies, cluster_graph_node(g, g_array_index(pages, guint, from))->page.pattern);
    for (guint i = from; i < to; i++)
        for (guint k = i + 1; k < to; k++) {
            const ClusterNode *x = cluster_graph_node(g, g_array_index(pages, guint, i)),
                              *y = cluster_graph_node(g, g_array_index(pages, guint, k));
            if (x->slot == y->slot)
                continue;
            t->pairs++;
            t->unlike += simhash_distance(x->page.numbers, y->page.numbers) > FINGERPRINT_FAR;
        }
}

gboolean cluster_doubt(const ClusterGraph *g, Patterns *patterns)
{
    g_autoptr(GArray) pages = list_pages(g);
    g_autoptr(GHashTable) tallies = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    for (guint i = 0, from = 0; i <= pages->len; i++)
        if (i == pages->len ||
            (i && compare_patterns(&g_array_index(pages, guint, i), &g_array_index(pages, guint, from),
                                   (gpointer)g) != 0)) {
            count_pairs(g, pages, from, i, tallies);
            from = i;
        }
    gboolean is_any = FALSE;
    GHashTableIter iter;
    gpointer shape, value;
    g_hash_table_iter_init(&iter, tallies);
    while (g_hash_table_iter_next(&iter, &shape, &value)) {
        const Tally *t = value;
        if (t->pairs < DOUBT_PAIRS || 2 * t->unlike <= t->pairs)
            continue;
        patterns_distrust(patterns, shape, t->unlike);
        is_any = TRUE;
    }
    return is_any;
}
