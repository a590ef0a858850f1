/*
 * cluster_near.h: pages of different languages whose fingerprints are near (fingerprint.h), for
 * cluster_edges.h.
 *
 * Two pages are a pair if they differ in FINGERPRINT_NEAR bits at most. It is without doubt only if each is
 * the other's nearest page in its language by FINGERPRINT_MARGIN bits. A page that more than LIMIT_PEERS
 * others are near to tells nothing.
 */
#ifndef ISOGLOT_CLUSTER_NEAR_H
#define ISOGLOT_CLUSTER_NEAR_H

#include "indexer/cluster_graph.h"

G_BEGIN_DECLS

typedef struct {
    guint a, b; /* nodes, a < b */
    guint distance;
    gboolean is_doubtful;
} NearPair;

/* All such pairs in the graph, in no order (NearPair). g_array_unref(). */
GArray *cluster_near_find(const ClusterGraph *graph);

G_END_DECLS

#endif
