#include "shim/shape.h"

#include "shim/ledger_sql.h"
#include "shim/limits.h"

gboolean shape_put(Ledger *l, const char *url, const Shape *s, GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    gint64 id;
    if (!ledger_sql_begin(sql, error) || !ledger_url_id(l, url, &id, error))
        return FALSE;
    if (!s)
        return ledger_sql_run(sql, error, SQL_SHAPE_DROP, "i", id);
    return ledger_sql_run(sql, error, SQL_SHAPE_PUT, "iiiiis", id, (gint64)s->headings, (gint64)s->links,
                          (gint64)s->tables, (gint64)s->numbers, s->bar);
}

/* Between a version and the next one with the same content there was no change. */
gboolean shape_put_version(Ledger *l, const char *url, gint64 fetched_at, const char *content_hash, guint64 words,
                           GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    gint64 id;
    if (!ledger_sql_begin(sql, error) || !ledger_url_id(l, url, &id, error) ||
        !ledger_sql_run(sql, error, SQL_CHANGE_ADD, "iisi", id, fetched_at, content_hash, (gint64)words))
        return FALSE;
    return !ledger_sql_changes(sql) ||
           (ledger_sql_run(sql, error, SQL_CHANGE_JOIN, "iis", id, fetched_at, content_hash) &&
            ledger_sql_run(sql, error, SQL_CHANGE_PRUNE, "ii", id, (gint64)LIMIT_CHANGES));
}

gboolean shape_put_listed(Ledger *l, const char *url, gint64 pass, GError **error)
{
    gint64 id;
    return ledger_sql_begin(ledger_get_sql(l), error) && ledger_url_id(l, url, &id, error) &&
           ledger_sql_run(ledger_get_sql(l), error, SQL_LISTED_PUT, "ii", id, pass);
}
