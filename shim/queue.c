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

static gboolean add(Ledger *ledger, const char *url, QueueSource source, const char *key, const char *key_location,
                    gint64 now_us, gint64 *id, GError **error)
{
    LedgerSql *sql = ledger_get_sql(ledger);
    guint waiting;
    if (!get_number(sql, SQL_QUEUE_WAITING, 0, &waiting, error))
        return FALSE;
    if (waiting >= LIMIT_QUEUE) {
        g_set_error(error, FAULT, FAULT_SKIP, "cannot queue '%s': %u URLs wait already", url, waiting);
        return FALSE;
    }
    if (!ledger_sql_run(sql, error, SQL_QUEUE_ADD, "sissi", url, (gint64)source, key, key_location, now_us))
        return FALSE;
    *id = ledger_sql_last_id(sql);
    return TRUE;
}

gboolean queue_put(Ledger *ledger, const char *url, QueueSource source, const char *key, const char *key_location,
                   gint64 now_us, gint64 *id, GError **error)
{
    LedgerSql *sql = ledger_get_sql(ledger);
    gboolean found;
    if (!ledger_sql_begin(sql, error) || !ledger_sql_first(sql, &found, error, SQL_QUEUE_FIND, "s", url))
        return FALSE;
    if (!found)
        return add(ledger, url, source, key, key_location, now_us, id, error);
    *id = ledger_sql_integer(sql, 0);
    ledger_sql_done(sql);
    return ledger_sql_run(sql, error, SQL_QUEUE_RAISE, "ii", (gint64)source, *id);
}

gboolean queue_next(Ledger *ledger, guint most, GPtrArray *items, GError **error)
{
    LedgerSql *sql = ledger_get_sql(ledger);
    gboolean found;
    if (!ledger_sql_first(sql, &found, error, SQL_QUEUE_NEXT, "i", (gint64)most))
        return FALSE;
    while (found) {
        QueueItem *item = g_new0(QueueItem, 1);
        item->id = ledger_sql_integer(sql, 0);
        item->url = g_strdup(ledger_sql_text(sql, 1));
        item->source = ledger_sql_integer(sql, 2);
        item->key = g_strdup(ledger_sql_text(sql, 3));
        item->key_location = g_strdup(ledger_sql_text(sql, 4));
        item->queued_at = ledger_sql_integer(sql, 5);
        g_ptr_array_add(items, item);
        if (!ledger_sql_next(sql, &found, error))
            return FALSE;
    }
    return TRUE;
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
