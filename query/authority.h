/*
 * authority.h: what the site says of its own pages by linking to them, in the order of hits.
 *
 * Of one language's list the first AUTHORITY_HITS are weighed anew: a hit's weight times
 *
 *     1 + AUTHORITY_LINKS * log2(its cluster's authority), the logarithm within ± AUTHORITY_MOST
 *     1 + AUTHORITY_TEXTS * overlap of the query's words with those of a link text to its cluster, the best of them,
 *         as words that both have of those that either has (Jaccard)
 *
 * so nothing is found that was not, and a page that nobody links to in this language has what its
 * translations have. The factors were measured (README, "Figures"). Sorted by date, nothing changes.
 */
#ifndef ISOGLOT_QUERY_AUTHORITY_H
#define ISOGLOT_QUERY_AUTHORITY_H

#include "query/clusters.h"
#include "query/parse.h"

G_BEGIN_DECLS

#define AUTHORITY_HITS 20
#define AUTHORITY_LINKS .01
#define AUTHORITY_MOST 4
#define AUTHORITY_TEXTS .3

/*
 * As index_reader_search(), in the order that results. `clusters` NULL: in the index's own order; so also when
 * the ledger cannot be read.
 */
IndexResult *authority_search(Clusters *clusters, const Room *room, const ParsedQuery *parsed,
                              const IndexSearch *search, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
