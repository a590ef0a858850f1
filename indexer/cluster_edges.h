/*
 * cluster_edges.h: evidence that two pages are one page in two languages, each piece of it an edge with its
 * weight.
 *
 * From claims: a page that names another and is named back is "reciprocal"; one way it is "hreflang", "bar" or
 * "schema". One-way claims count for little when two pages of one language name the same page, or one page two of
 * one language, and not at all when there are LIMIT_NAMED of them or when a page within the site names its home
 * page: copied mark-up, language bars that lead to the home page, links to articles in other languages.
 * From facts: pages of one "group", of the same "pattern"; pages with the same "symbols", if each is in another
 * language; pages whose "numbers" are near (cluster_near.h). Where a page leads to by a redirect or as a duplicate,
 * the edge is that page's.
 */
#ifndef ISOGLOT_CLUSTER_EDGES_H
#define ISOGLOT_CLUSTER_EDGES_H

#include "indexer/cluster_graph.h"

G_BEGIN_DECLS

typedef struct {
    guint a, b;           /* nodes, that of the smaller url id first */
    const char *evidence; /* as in shim/cluster.h */
    double weight;
    const char *fate; /* "" until it is known not to join; constants, or of the graph's texts */
} ClusterEdge;

/* Fates that are known before pages are joined. */
extern const char *const fate_many; /* "named by many pages of that language" */
extern const char *const fate_home; /* "leads to the home page" */
extern const char *const fate_list; /* "one of many pages of its language that are named" */

/* All edges of the whole nodes (ClusterEdge), by the url ids of their ends and then by evidence.
 * g_array_unref(). */
GArray *cluster_edges_find(const ClusterGraph *graph);

/* Is it the home page of the site, or of a language on it? */
gboolean cluster_is_home(const char *url);

G_END_DECLS

#endif
