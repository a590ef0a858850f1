/*
 * cluster_table.h: what a search needs to know of clusters, as a file that it maps: who is whose translation, how much
 * the site links to a cluster and in which words, and which languages lack what another has. It says what the ledger says,
 * without the time that opening a database takes.
 *
 * Data on disk: DATA/clusters, made from the ledger and never the only place of anything; written whole or not at all:
 *
 *     header | cluster, by id: id, authority, places of its pages and texts
 *            | page, in the order of clusters, in each by language and URL: as in ClusterMember
 *            | key per page, in the order of their hashes | text per cluster and language | language: what it lacks | texts
 *
 * The header has the stamps (disk.h) that the ledger's files had when it was read. The table is that ledger's as long as
 * they have these stamps; whatever is written to the ledger, by whomever, makes the table one that nobody reads. Stamps
 * are taken when the last change is older than the file systems' clocks tick, so that no later change has the same ones. A
 * process that is killed at any moment leaves a table that is right, or none that counts.
 *
 * A look-up is a binary search by hash, below a microsecond. Rules of ledger.h hold; a file that is damaged gives no or wrong
 * answers, never a fault, and its texts are UTF-8.
 */
#ifndef ISOGLOT_CLUSTER_TABLE_H
#define ISOGLOT_CLUSTER_TABLE_H

#include "shim/cluster.h"

G_BEGIN_DECLS

typedef struct ClusterTable ClusterTable;

/*
 * Writes the table anew unless it is the ledger's as it is; without a ledger there is nothing to write. Reads the whole
 * ledger: some 4 us and 300 bytes of memory per page. When the ledger is being written, or another process writes the
 * table, that is left to who is at it; of more than 64 languages or 4 GB of text none is made. FAULT_STOP: the disk
 * refuses; what was there stays.
 */
gboolean cluster_table_update(const char *data, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* NULL: there is none that is the ledger's as it is. */
ClusterTable *cluster_table_open(const char *data);
void cluster_table_close(ClusterTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ClusterTable, cluster_table_close)

/* Is it the ledger's still? */
gboolean cluster_table_is_current(const ClusterTable *table, const char *data);

/* As cluster_find(). */
Cluster *cluster_table_find(const ClusterTable *table, const char *url);

/* As authority_find_links(); the texts live as long as the table. */
const char *cluster_table_find_links(const ClusterTable *table, const char *url, const char *lang, double *authority);

/* Has the cluster of every page in the index of language `from` a page in that of `to`, so that nothing is to be
 * found in `from` alone? FALSE also when that is not known: of a page that is in no cluster or has no place in its own. */
gboolean cluster_table_has_all(const ClusterTable *table, const char *from, const char *to);

G_END_DECLS

#endif
