/*
 * cluster_near.h: pages of different languages whose fingerprints are near (fingerprint.h), for cluster_edges.h.
 *
 * Two pages are taken for translations if they differ in FINGERPRINT_NEAR bits at most, and if each is the other's
 * nearest page in its language by FINGERPRINT_MARGIN bits. What stands in the way of that, pages that differ by less than
 * both together, are pairs, too, with the reason why they are no translations: so that a page that changes is known to all
 * that it had to do with. A page that more than LIMIT_PEERS others are near to tells nothing.
 */
#ifndef ISOGLOT_CLUSTER_NEAR_H
#define ISOGLOT_CLUSTER_NEAR_H

#include "indexer/cluster_graph.h"

G_BEGIN_DECLS

typedef struct {
    guint a, b; /* nodes */
    guint distance;
    const char *fate; /* "", or one of these */
} NearPair;

extern const char *const near_doubt; /* "another page is as near" */
extern const char *const near_same;  /* "as near, but in the same language" */
extern const char *const near_far;   /* "not near enough" */

/* All such pairs in the graph, in no order (NearPair). g_array_unref(). */
GArray *cluster_near_find(const ClusterGraph *graph);

G_END_DECLS

#endif
