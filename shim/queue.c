#include "shim/queue.h"

#include "shim/ledger_sql.h"
#include "shim/limits.h"

void queue_item_free(QueueItem *item)
{
    g_free(item->url);
    g_free(item->key);
    g_free(item->key_location);
    g_free(item);
}

/* The one number that a statement gives. */
static gboolean get_number(LedgerSql *sql, Sql name, gint64 since_us, guint *number, GError **error)
{
    gboolean found;
    if (!ledger_sql_first(sql, &found, error, name, name == SQL_QUEUE_PINGED ? "i" : "", since_us))
        return FALSE;
    *number = ledger_sql_integer(sql, 0);
    ledger_sql_done(sql);
    return TRUE;
}

gboolean queue_count(Ledger *ledger, gint64 since_us, guint *waiting, guint *pinged, GError **error)
{
    LedgerSql *sql = ledger_get_sql(ledger);
    return get_number(sql, SQL_QUEUE_WAITING, 0, waiting, error) &&
           get_number(sql, SQL_QUEUE_PINGED, since_us, pinged, error);
}

/* Is there room for so many more? */
static gboolean check_room(LedgerSql *sql, guint number, GError **error)
{
    guint waiting;
    if (!get_number(sql, SQL_QUEUE_WAITING, 0, &waiting, error))
        return FALSE;
    if (waiting + number <= LIMIT_QUEUE)
        return TRUE;
    g_set_error(error, FAULT, FAULT_SKIP, "queue is full: %u URLs wait already", waiting);
    return FALSE;
}

static gboolean check_rate(LedgerSql *sql, guint number, gint64 now_us, GError **error)
{
    guint pinged;
    if (!get_number(sql, SQL_QUEUE_PINGED, now_us - INDEXNOW_RATE_S * G_USEC_PER_SEC, &pinged, error))
        return FALSE;
    if (pinged + number <= LIMIT_INDEXNOW_RATE)
        return TRUE;
    g_set_error(error, FAULT, FAULT_SKIP, "too many pings: %u URLs in the last %d seconds", pinged, INDEXNOW_RATE_S);
    return FALSE;
}

/* Id of the row that waits for a URL, 0 if none does. */
static gboolean find_waiting(LedgerSql *sql, const char *url, gint64 *id, GError **error)
{
    gboolean found;
    if (!ledger_sql_first(sql, &found, error, SQL_QUEUE_FIND, "s", url))
        return FALSE;
    *id = found ? ledger_sql_integer(sql, 0) : 0;
    ledger_sql_done(sql);
    return TRUE;
}

gboolean queue_put(Ledger *ledger, const char *url, QueueSource source, const char *key, const char *key_location,
                   gint64 now_us, gint64 *id, GError **error)
{
    LedgerSql *sql = ledger_get_sql(ledger);
    if (!ledger_sql_begin(sql, error) || !find_waiting(sql, url, id, error))
        return FALSE;
    if (*id)
        return ledger_sql_run(sql, error, SQL_QUEUE_RAISE, "issi", (gint64)source, key, key_location, *id);
    if (!check_room(sql, 1, error) ||
        !ledger_sql_run(sql, error, SQL_QUEUE_ADD, "sissi", url, (gint64)source, key, key_location, now_us))
        return FALSE;
    *id = ledger_sql_last_id(sql);
    return TRUE;
}

/* Counted first and written then, so that a refusal leaves nothing behind. */
gboolean queue_put_ping(Ledger *ledger, const GPtrArray *urls, const char *key, const char *key_location, gint64 now_us,
                        guint *queued, GError **error)
{
    LedgerSql *sql = ledger_get_sql(ledger);
    g_autofree gint64 *ids = g_new0(gint64, urls->len + 1);
    *queued = 0;
    if (!ledger_sql_begin(sql, error))
        return FALSE;
    for (guint i = 0; i < urls->len; i++) {
        if (!find_waiting(sql, g_ptr_array_index(urls, i), &ids[i], error))
            return FALSE;
        *queued += !ids[i];
    }
    if (!check_room(sql, *queued, error) || !check_rate(sql, *queued, now_us, error))
        return FALSE;
    const gint64 source = QUEUE_INDEXNOW;
    for (guint i = 0; i < urls->len; i++) {
        const char *url = g_ptr_array_index(urls, i);
        if (!(ids[i] ? ledger_sql_run(sql, error, SQL_QUEUE_RAISE, "issi", source, key, key_location, ids[i])
                     : ledger_sql_run(sql, error, SQL_QUEUE_ADD, "sissi", url, source, key, key_location, now_us)))
            return FALSE;
    }
    return TRUE;
}

static gboolean add_item(const LedgerSql *sql, gpointer items)
{
    QueueItem *item = g_new0(QueueItem, 1);
    item->id = ledger_sql_integer(sql, 0);
    item->url = g_strdup(ledger_sql_text(sql, 1));
    item->source = ledger_sql_integer(sql, 2);
    item->key = g_strdup(ledger_sql_text(sql, 3));
    item->key_location = g_strdup(ledger_sql_text(sql, 4));
    item->queued_at = ledger_sql_integer(sql, 5);
    g_ptr_array_add(items, item);
    return TRUE;
}

gboolean queue_next(Ledger *ledger, guint most, GPtrArray *items, GError **error)
{
    return ledger_sql_rows(ledger_get_sql(ledger), add_item, items, error, SQL_QUEUE_NEXT, "i", (gint64)most);
}

gboolean queue_finish(Ledger *ledger, gint64 id, const char *result, gint64 now_us, GError **error)
{
    LedgerSql *sql = ledger_get_sql(ledger);
    return ledger_sql_begin(sql, error) && ledger_sql_run(sql, error, SQL_QUEUE_FINISH, "sii", result, now_us, id);
}

gboolean queue_find_result(Ledger *ledger, gint64 id, char **result, GError **error)
{
    LedgerSql *sql = ledger_get_sql(ledger);
    gboolean found;
    if (!ledger_sql_first(sql, &found, error, SQL_QUEUE_RESULT, "i", id))
        return FALSE;
    *result = !found ? g_strdup("") : ledger_sql_integer(sql, 0) ? NULL : g_strdup(ledger_sql_text(sql, 1));
    ledger_sql_done(sql);
    return TRUE;
}

gboolean queue_prune(Ledger *ledger, gint64 before_us, GError **error)
{
    LedgerSql *sql = ledger_get_sql(ledger);
    return ledger_sql_begin(sql, error) && ledger_sql_run(sql, error, SQL_QUEUE_PRUNE, "i", before_us);
}
