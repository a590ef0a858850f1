/*
 * cluster_write.h: clusters that were found, written to the ledger.
 */
#ifndef ISOGLOT_CLUSTER_WRITE_H
#define ISOGLOT_CLUSTER_WRITE_H

#include "indexer/cluster_edges.h"

G_BEGIN_DECLS

/*
 * Of the whole nodes: their edges, their clusters by `roots` (cluster_join.h), their patterns. A cluster gets
 * the id that most of its pages had, or of equally many the oldest page; of several clusters that could have
 * an id the one with most of its pages does. `is_all`: the graph holds everything. Opens a transaction.
 */
gboolean cluster_write(const ClusterGraph *graph, const GArray *edges, const guint *roots, gboolean is_all,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
