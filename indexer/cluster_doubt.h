/*
 * cluster_doubt.h: where what a site's URLs say of translations is contradicted by its pages.
 *
 * Sites that number the pages of each language by themselves (/xx/17.html, /yy/17.html) have URLs that differ
 * in nothing but the language, and are other pages. URLs are alike that differ in nothing but digits, the
 * language apart: if of the pairs of pages that they join, as far as both have a fingerprint (fingerprint.h),
 * at least DOUBT_PAIRS are known and most differ in more than FINGERPRINT_FAR bits, no such URL is believed
 * (patterns_distrust()).
 */
#ifndef ISOGLOT_CLUSTER_DOUBT_H
#define ISOGLOT_CLUSTER_DOUBT_H

#include "indexer/cluster_graph.h"

G_BEGIN_DECLS

#define DOUBT_PAIRS 8

/* Looks at all pages of the graph, which have their patterns by now; tells `patterns`. TRUE: the patterns of
 * some pages have changed. */
gboolean cluster_doubt(const ClusterGraph *graph, Patterns *patterns);

G_END_DECLS

#endif
