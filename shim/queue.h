/*
 * queue.h: pages that somebody asked for by name: the ledger's queue of `reindex` and of IndexNow pings.
 *
 * Table `queue` of ledger.db: one row per URL that waits or was answered lately. Who queues does not fetch; whoever
 * drains it (indexer/watch.h) does. A URL that waits already is not queued again: its row takes the more urgent of the
 * two sources and, from a ping, its key. Bounded by LIMIT_QUEUE. The queue does not know which spellings are one URL:
 * pings come as they were sent, so whoever drains it normalises them, and looks at their hosts again.
 *
 * Rules as in ledger.h: writing opens a transaction, ledger_commit() ends it.
 */
#ifndef ISOGLOT_QUEUE_H
#define ISOGLOT_QUEUE_H

#include "shim/ledger.h"

G_BEGIN_DECLS

typedef enum {
    QUEUE_REINDEX,  /* the operator's order: its result is waited for */
    QUEUE_INDEXNOW, /* a ping: its key has to be found on the host before it is believed */
} QueueSource;

typedef struct {
    gint64 id;
    char *url;
    QueueSource source;
    char *key;          /* a ping's key, "" otherwise */
    char *key_location; /* URL of the ping's key file, "" for HOST/KEY.txt */
    gint64 queued_at;   /* microseconds since 1970 */
} QueueItem;

void queue_item_free(QueueItem *item);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(QueueItem, queue_item_free)

/* Queues a URL; *id is that of the row that waits for it. FAULT_SKIP: the queue is full. */
gboolean queue_put(Ledger *ledger, const char *url, QueueSource source, const char *key, const char *key_location,
                   gint64 now_us, gint64 *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * Queues the URLs of one ping (char *, each once), all or none; *queued is the number of those that did not wait yet.
 * FAULT_SKIP: the queue is full, or pings would have queued more than LIMIT_INDEXNOW_RATE URLs within INDEXNOW_RATE_S;
 * nothing was queued.
 */
gboolean queue_put_ping(Ledger *ledger, const GPtrArray *urls, const char *key, const char *key_location, gint64 now_us,
                        guint *queued, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* How many URLs wait, and how many were queued by pings at `since_us` or later. */
gboolean queue_count(Ledger *ledger, gint64 since_us, guint *waiting, guint *pinged,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* At most `most` items that wait, orders before pings, oldest first; appended to `items` (QueueItem*). */
gboolean queue_next(Ledger *ledger, guint most, GPtrArray *items, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The item is dealt with; `result` is "" when the page is as it should be, else why it is not. Of an id that is not known
 * any more nothing is kept. */
gboolean queue_finish(Ledger *ledger, gint64 id, const char *result, gint64 now_us,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Is it dealt with, and how? *result is NULL while it waits; g_free(). An id that is not known any more is dealt with. */
gboolean queue_find_result(Ledger *ledger, gint64 id, char **result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Forgets what was dealt with before `before_us`, which is older than INDEXNOW_RATE_S: the rate of pings is counted. */
gboolean queue_prune(Ledger *ledger, gint64 before_us, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
