/*
 * status_clusters.h: `isoglot status --clusters URL`: the cluster of a page, and why it is what it is.
 */
#ifndef ISOGLOT_STATUS_CLUSTERS_H
#define ISOGLOT_STATUS_CLUSTERS_H

#include "shim/ledger.h"

G_BEGIN_DECLS

/*
 * Prints members, all edges of them with evidence, weight and fate, and the defects of them. JSON: {url,
 * cluster, authority, members: [{lang, url, title, index}], edges: [{from, to, evidence, weight, fate}],
 * defects: [{url, code, detail}]}; `fate` is null for an edge that joins, `lang` for a member without a
 * place, `index` is where it stands. FAULT_SKIP: the page is in no cluster.
 */
gboolean status_print_cluster(Ledger *ledger, const char *url, gboolean is_json,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
