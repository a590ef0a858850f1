#include "shim/supply.h"

#include "shim/ledger_sql.h"

typedef struct {
    SupplyPageFunc page;
    SupplyLinkFunc link;
    SupplyDefectFunc defect;
    SupplyChangeFunc change;
    SupplyAnswerFunc answer;
    gpointer user;
} Call;

static gboolean give_page(const LedgerSql *sql, gpointer user)
{
    const Call *call = user;
    const SupplyPage page = {.id = ledger_sql_integer(sql, 0),
                             .cluster = ledger_sql_integer(sql, 1),
                             .url = ledger_sql_text(sql, 2),
                             .indexed_lang = ledger_sql_text(sql, 3),
                             .lang = ledger_sql_text(sql, 4),
                             .authority = ledger_sql_real(sql, 5),
                             .purity = ledger_sql_integer(sql, 6),
                             .words = ledger_sql_integer(sql, 7),
                             .type = ledger_sql_text(sql, 8),
                             .looked_at = ledger_sql_integer(sql, 9),
                             .is_listed = ledger_sql_integer(sql, 10) != 0,
                             .has_shape = ledger_sql_integer(sql, 11) != 0,
                             .shape = {.headings = ledger_sql_integer(sql, 12),
                                       .links = ledger_sql_integer(sql, 13),
                                       .tables = ledger_sql_integer(sql, 14),
                                       .numbers = ledger_sql_integer(sql, 15),
                                       .bar = ledger_sql_text(sql, 16)}};
    call->page(&page, call->user);
    return TRUE;
}

gboolean supply_each_page(Ledger *l, SupplyPageFunc func, gpointer user, GError **error)
{
    Call call = {.page = func, .user = user};
    return ledger_sql_rows(ledger_get_sql(l), give_page, &call, error, SQL_SUPPLY_PAGES, "");
}

static gboolean give_link(const LedgerSql *sql, gpointer user)
{
    const Call *call = user;
    const SupplyLink link = {ledger_sql_integer(sql, 0), ledger_sql_integer(sql, 1), ledger_sql_text(sql, 2),
                             ledger_sql_text(sql, 3), ledger_sql_integer(sql, 4)};
    call->link(&link, call->user);
    return TRUE;
}

gboolean supply_each_link(Ledger *l, gint64 src, SupplyLinkFunc func, gpointer user, GError **error)
{
    Call call = {.link = func, .user = user};
    LedgerSql *sql = ledger_get_sql(l);
    return src ? ledger_sql_rows(sql, give_link, &call, error, SQL_SUPPLY_LINKS_OF, "i", src)
               : ledger_sql_rows(sql, give_link, &call, error, SQL_SUPPLY_LINKS, "");
}

static gboolean give_defect(const LedgerSql *sql, gpointer user)
{
    const Call *call = user;
    const SupplyDefect defect = {ledger_sql_integer(sql, 0), ledger_sql_text(sql, 1), ledger_sql_text(sql, 2),
                                 ledger_sql_integer(sql, 3)};
    call->defect(&defect, call->user);
    return TRUE;
}

gboolean supply_each_defect(Ledger *l, gint64 page, SupplyDefectFunc func, gpointer user, GError **error)
{
    Call call = {.defect = func, .user = user};
    LedgerSql *sql = ledger_get_sql(l);
    return page ? ledger_sql_rows(sql, give_defect, &call, error, SQL_SUPPLY_DEFECTS_OF, "i", page)
                : ledger_sql_rows(sql, give_defect, &call, error, SQL_SUPPLY_DEFECTS, "");
}

static gboolean give_change(const LedgerSql *sql, gpointer user)
{
    const Call *call = user;
    call->change(ledger_sql_integer(sql, 0), ledger_sql_integer(sql, 1), call->user);
    return TRUE;
}

gboolean supply_each_change(Ledger *l, SupplyChangeFunc func, gpointer user, GError **error)
{
    Call call = {.change = func, .user = user};
    return ledger_sql_rows(ledger_get_sql(l), give_change, &call, error, SQL_SUPPLY_CHANGES, "");
}

static gboolean give_answer(const LedgerSql *sql, gpointer user)
{
    const Call *call = user;
    const SupplyAnswer answer = {ledger_sql_integer(sql, 0), ledger_sql_text(sql, 1), ledger_sql_integer(sql, 2),
                                 ledger_sql_text(sql, 3),    ledger_sql_text(sql, 4), ledger_sql_text(sql, 5)};
    call->answer(&answer, call->user);
    return TRUE;
}

gboolean supply_each_answer(Ledger *l, SupplyAnswerFunc func, gpointer user, GError **error)
{
    Call call = {.answer = func, .user = user};
    return ledger_sql_rows(ledger_get_sql(l), give_answer, &call, error, SQL_SUPPLY_ANSWERS, "");
}

gboolean supply_find_title(Ledger *l, gint64 id, char **title, GError **error)
{
    gboolean found;
    if (!ledger_sql_first(ledger_get_sql(l), &found, error, SQL_SUPPLY_TITLE, "i", id))
        return FALSE;
    *title = g_strdup(found ? ledger_sql_text(ledger_get_sql(l), 0) : "");
    if (found)
        ledger_sql_done(ledger_get_sql(l));
    return TRUE;
}
