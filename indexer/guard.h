/*
 * guard.h: no crawl takes out more than LIMIT_SHRINK_PERCENT of a host or of a language, unless the operator says so.
 *
 * What a crawl has found gone are verdicts in the frontier. Here they are added up by host and by language, against the
 * pages in the indexes. Within the limit (rounded up: one page may always go) they are released, and noted in the feed,
 * so that a rebuild leaves the pages out, too; above it they are withheld, whatever the reason: an outage looks the same.
 */
#ifndef ISOGLOT_GUARD_H
#define ISOGLOT_GUARD_H

#include "indexer/warc_writer.h"
#include "shim/ledger.h"

G_BEGIN_DECLS

/*
 * Releases or withholds all verdicts; pages that left the indexes as gone from `since` on (seconds since 1970) count as
 * if they went now. `held` gets one message (char*) for each host and each language of which too much would go. Durable
 * when it returns, the feed first. FAULT_RETRY, FAULT_STOP as of ledger.h and warc_writer.h.
 */
gboolean guard_judge(Ledger *ledger, WarcWriter *writer, gboolean allows_shrink, gint64 since, gint64 now,
                     GPtrArray *held, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Adds to `held` a message for each host of whose pages in the indexes this pass looked at more than LIMIT_SHRINK_PERCENT
 * in vain (rounded up): they stay as they are, but the operator has to know. */
gboolean guard_tell_unseen(Ledger *ledger, gint64 pass, GPtrArray *held, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
