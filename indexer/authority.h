/*
 * authority.h: what the site says of its own pages by linking to them, kept per cluster (shim/authority.h): a
 * translation to which nobody links has the authority of its cluster, and links in all languages count for
 * all.
 *
 * Authority is PageRank over clusters (pagerank.h). Links that are nofollow, or stay within a cluster
 * (language bars), do not count; a link to a duplicate or to a URL that redirects counts for what that is.
 * However many of a cluster's language versions link to another cluster, it is one link.
 *
 * Texts: what links say, by the language of the index that the linking page stands in; of a cluster in a
 * language the LIMIT_CALLED_TEXTS most frequent, without those that lead to many clusters ("next", "read
 * more").
 *
 * All is made anew, in one transaction, when it is first made, after a bulk build, and then whenever a
 * fiftieth of the pages have changed; in the meantime a new cluster has authority 1 and no texts, and the
 * others keep theirs.
 */
#ifndef ISOGLOT_INDEXER_AUTHORITY_H
#define ISOGLOT_INDEXER_AUTHORITY_H

#include "langs/lang.h"
#include "shim/ledger.h"

G_BEGIN_DECLS

#define AUTHORITY_ALL G_MAXUINT64

/*
 * `changed`: pages that have changed since the last call, or AUTHORITY_ALL; `languages`: LangProfile*, the
 * configured ones. Durable when it returns. 100,000 clusters with 3 million links take some 5 s. Errors are
 * the ledger's; then it has what it had before.
 */
gboolean authority_update(Ledger *ledger, const GPtrArray *languages, guint64 changed,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
