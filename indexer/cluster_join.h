/*
 * cluster_join.h: pages joined to clusters by their edges, the strongest first, one page per language.
 *
 * Pieces of evidence for the same two pages add up (1 − Π(1 − weight)). From the strongest pair down two
 * clusters become one unless both have a page in the same language; then the weaker edge is refused, and its
 * fate says so. Equal ones go by the url ids of their pages, so that the result does not depend on anything
 * else. Pages of one `group` are together whatever their languages: the later one has no language in the
 * cluster.
 */
#ifndef ISOGLOT_CLUSTER_JOIN_H
#define ISOGLOT_CLUSTER_JOIN_H

#include "indexer/cluster_edges.h"

G_BEGIN_DECLS

/* For each node of the graph the node that stands for its cluster; sets the fates of the edges, and `lang` of
 * the nodes that lose it. g_free(). */
guint *cluster_join(ClusterGraph *graph, GArray *edges);

G_END_DECLS

#endif
