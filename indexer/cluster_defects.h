/*
 * cluster_defects.h: what is wrong with what pages say about their translations, for the parity report
 * (PARITY.md, 9).
 *
 *   alternate-code          hreflang names no language there is; the part that is wrong, and the URL
 *   alternate-broken        it leads to a page that is gone, or that the last crawl could not get
 *   alternate-unknown       to one of the site of which nothing is known
 *   alternate-redirect      to one that redirects, and where to
 *   alternate-noncanonical  to one that is left out as a duplicate, or names another as canonical
 *   alternate-language      to one that is in another language than it says
 *   alternate-home          to the home page, from a page that is none
 *   alternate-many          to a page that many pages of this one's language name
 *   missing-return          to one that does not name this page
 *   missing-self            a page that has alternates, and is not among them
 *   two-pages               two pages for one tag; or it leads to a second page of a language in the cluster
 *   bar-home, bar-many, bar-language, bar-redirect, bar-broken    the same of links that name a language
 *   canonical-language      the canonical is a page in another language
 *
 * Each is kept with the page that says it. At most LIMIT_CLUSTER_DEFECTS of one page.
 */
#ifndef ISOGLOT_CLUSTER_DEFECTS_H
#define ISOGLOT_CLUSTER_DEFECTS_H

#include "indexer/cluster_edges.h"
#include "shim/config.h"

G_BEGIN_DECLS

/* Of the whole nodes, by the edges with their fates (ClusterEdge, in their order). `config`: whose hosts are
 * the site. Opens a transaction. */
gboolean cluster_defects_write(const ClusterGraph *graph, const GArray *edges, const Config *config,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
