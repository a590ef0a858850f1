/*
 * cluster_defects.h: what is wrong with what pages say about their translations, for the parity report.
 */
#ifndef ISOGLOT_CLUSTER_DEFECTS_H
#define ISOGLOT_CLUSTER_DEFECTS_H

#include "indexer/cluster_edges.h"

G_BEGIN_DECLS

/* Of the whole nodes, by the edges with their fates. Opens a transaction. */
gboolean cluster_defects_write(const ClusterGraph *graph, const GArray *edges,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
