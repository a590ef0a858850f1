#include "indexer/cluster_defects.h"

#include "shim/limits.h"

/* Two pages in one language that claim the same place: the one that did not get it. */
gboolean cluster_defects_write(const ClusterGraph *g, const GArray *edges, GError **error)
{
    for (guint i = 0; i < edges->len; i++) {
        const ClusterEdge *e = &g_array_index(edges, ClusterEdge, i);
        const ClusterNode *a = cluster_graph_node(g, e->a), *b = cluster_graph_node(g, e->b);
        const LedgerDefect defect = {"alternate-many", b->page.url};
        if (e->fate == fate_many && a->is_whole &&
            !clustering_put_defect(g->ledger, a->page.id, &defect, error))
            return FALSE;
    }
    return TRUE;
}
