/*
 * cluster.h: which pages are one page in several languages, decided from all evidence and kept in the ledger
 * (shim/cluster.h).
 *
 *     ledger ─▶ cluster_graph.h ─▶ cluster_edges.h ─▶ cluster_join.h ─▶ cluster_write.h, cluster_defects.h ─▶ ledger
 *
 * Clusters are derived from what the ledger knows: any update may make them anew. A cluster keeps its id as
 * long as most of its pages stay together. What changes makes its page dirty (shim/clustering.h), in the same
 * transaction; an update looks at dirty pages and all that evidence connects with them, with the result that
 * clustering everything would have, but for the URL patterns, which are learned from everything only. A
 * process that is killed leaves pages dirty, and the next update finishes; the clusters of an update are
 * written in one transaction.
 */
#ifndef ISOGLOT_INDEXER_CLUSTER_H
#define ISOGLOT_INDEXER_CLUSTER_H

#include "shim/config.h"
#include "shim/ledger.h"

G_BEGIN_DECLS

typedef enum {
    CLUSTER_CHANGES, /* of dirty pages; everything when there are many, when nothing was clustered before, or
                        after a change of the configuration */
    CLUSTER_ALL,
} ClusterMode;

/*
 * Some ms for a page, 10 s for 100,000; durable when it returns. `languages`: LangProfile*, the configured
 * ones. Errors are the ledger's; then the clusters are those of before, and the pages still dirty.
 */
gboolean cluster_update(Ledger *ledger, const Config *config, const GPtrArray *languages, ClusterMode mode,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Are there pages that the last update has not seen? */
gboolean cluster_is_due(Ledger *ledger, gboolean *is_due, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
