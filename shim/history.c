#include "shim/history.h"

#include "shim/ledger_sql.h"

gboolean history_put(Ledger *l, gint64 date, const GArray *figures, GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    if (!ledger_sql_begin(sql, error) || !ledger_sql_run(sql, error, SQL_HISTORY_CLEAR, "i", date))
        return FALSE;
    for (guint i = 0; i < figures->len; i++) {
        const HistoryFigure *f = &g_array_index(figures, HistoryFigure, i);
        if (!ledger_sql_run(sql, error, SQL_HISTORY_PUT, "isssdi", date, f->indicator, f->lang, f->section, f->value,
                            (gint64)f->n))
            return FALSE;
    }
    return ledger_sql_commit(sql, error);
}

typedef struct {
    HistoryFigureFunc func;
    gpointer user;
} Each;

static gboolean give_figure(const LedgerSql *sql, gpointer user)
{
    const Each *each = user;
    const HistoryFigure figure = {ledger_sql_text(sql, 0), ledger_sql_text(sql, 1), ledger_sql_text(sql, 2),
                                  ledger_sql_real(sql, 3), ledger_sql_integer(sql, 4)};
    each->func(&figure, each->user);
    return TRUE;
}

gboolean history_each(Ledger *l, gint64 date, HistoryFigureFunc func, gpointer user, GError **error)
{
    Each each = {func, user};
    return ledger_sql_rows(ledger_get_sql(l), give_figure, &each, error, SQL_HISTORY, "i", date);
}

static gboolean prepend_date(const LedgerSql *sql, gpointer dates)
{
    gint64 date = ledger_sql_integer(sql, 0);
    g_array_prepend_val((GArray *)dates, date);
    return TRUE;
}

GArray *history_dates(Ledger *l, gint64 before, guint most, GError **error)
{
    g_autoptr(GArray) dates = g_array_new(FALSE, FALSE, sizeof(gint64));
    gboolean ok =
        ledger_sql_rows(ledger_get_sql(l), prepend_date, dates, error, SQL_HISTORY_DATES, "ii", before, (gint64)most);
    return ok ? g_steal_pointer(&dates) : NULL;
}
