/*
 * clusters.h: the clusters of the pages that an answer is about, each read once, from the ledger or its table
 * (shim/cluster_table.h). For the files of query/ that answer.
 *
 * Without a ledger, or with one that cannot be read now, every page is in no cluster: the answer is poorer,
 * it does not fail.
 */
#ifndef ISOGLOT_CLUSTERS_H
#define ISOGLOT_CLUSTERS_H

#include "query/room.h"
#include "shim/cluster.h"

G_BEGIN_DECLS

typedef struct Clusters Clusters;

/* Reads nothing yet. */
Clusters *clusters_new(Searcher *searcher);

/* Is there a ledger that can be read? */
gboolean clusters_are_known(Clusters *clusters);

/* Is it known that every page in the index of `from` is in a cluster with a page in that of `to` (shim/cluster_table.h)? */
gboolean clusters_have_all(Clusters *clusters, const LangProfile *from, const LangProfile *to);

/* The cluster of a page; NULL: it is in none, or lost its place there to another page of its language. The same cluster is
 * always the same pointer, which lives as long as `clusters`. */
const Cluster *clusters_find(Clusters *clusters, const char *url);

/* How much the site links to the cluster that a page is in, be it without a place, and in which words its pages in `lang`
 * do (shim/authority.h); g_free(). A page in no cluster: 1 and "". FALSE: the ledger cannot be read. */
gboolean clusters_find_links(Clusters *clusters, const char *url, const LangProfile *lang, double *authority,
                             char **texts) G_GNUC_WARN_UNUSED_RESULT;

/* Has a cluster (NULL: a page that is in none) a page in the index of this language, be it what its author
 * calls another? */
gboolean clusters_has_page(const Cluster *cluster, const LangProfile *lang);

/* Cluster, authority and alternates become the result's: of the other languages of the site those whose page
 * is an answer there, in the order of the language bar. NULL: a page that is in none. */
void clusters_describe(const Clusters *clusters, const Cluster *cluster, Result *result);

void clusters_free(Clusters *clusters);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Clusters, clusters_free)

G_END_DECLS

#endif
