#include "shim/duplicate.h"

#include "shim/ledger_sql.h"

void page_text_free(PageText *t)
{
    if (!t)
        return;
    char *const texts[] = {t->url, t->lang, t->title, t->content_hash, t->canonical};
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
        g_free(texts[i]);
    g_free(t);
}

/* The row that is open, by TEXT_COLUMNS. */
static PageText *read_text(const LedgerSql *sql)
{
    PageText *t = g_new0(PageText, 1);
    int i = 0;
    t->id = ledger_sql_integer(sql, i++);
    t->url = g_strdup(ledger_sql_text(sql, i++));
    t->lang = g_strdup(ledger_sql_text(sql, i++));
    t->title = g_strdup(ledger_sql_text(sql, i++));
    t->content_hash = g_strdup(ledger_sql_text(sql, i++));
    t->canonical = g_strdup(ledger_sql_text(sql, i++));
    t->simhash = ledger_sql_integer(sql, i++);
    t->is_from_http = ledger_sql_integer(sql, i++) != 0;
    t->is_left_out = ledger_sql_integer(sql, i++) == PAGE_DUPLICATE;
    t->duplicate_of = ledger_sql_integer(sql, i++);
    t->purity = ledger_sql_integer(sql, i++);
    return t;
}

static gboolean add_text(const LedgerSql *sql, gpointer texts)
{
    g_ptr_array_add(texts, read_text(sql));
    return TRUE;
}

gboolean duplicate_find(Ledger *l, const char *url, PageText **text, GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    gboolean found;
    *text = NULL;
    if (!ledger_sql_first(sql, &found, error, SQL_TEXT_FIND, "is", ledger_is_bulk(l), url))
        return FALSE;
    if (!found)
        return TRUE;
    *text = read_text(sql);
    ledger_sql_done(sql);
    return TRUE;
}

gboolean duplicate_list_like(Ledger *l, const PageText *text, GPtrArray *texts, GError **error)
{
    return ledger_sql_rows(ledger_get_sql(l), add_text, texts, error, SQL_TEXT_LIKE, "issssi", ledger_is_bulk(l), text->url,
                           text->lang, text->content_hash, text->title, (gint64)text->simhash);
}

gboolean duplicate_list_of(Ledger *l, gint64 id, GPtrArray *texts, GError **error)
{
    return ledger_sql_rows(ledger_get_sql(l), add_text, texts, error, SQL_TEXT_DUPLICATES, "ii", ledger_is_bulk(l), id);
}

typedef struct {
    PageTextFunc func;
    gpointer user;
} NamingCall;

static gboolean give_text(const LedgerSql *sql, gpointer user)
{
    const NamingCall *call = user;
    return call->func(read_text(sql), call->user);
}

gboolean duplicate_each_naming(Ledger *l, const char *url, PageTextFunc func, gpointer user, GError **error)
{
    NamingCall call = {func, user};
    return ledger_sql_rows(ledger_get_sql(l), give_text, &call, error, SQL_TEXT_NAMING, "is", ledger_is_bulk(l), url);
}

gboolean duplicate_put(Ledger *l, gint64 id, gint64 duplicate_of, GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    return ledger_sql_begin(sql, error) &&
           ledger_sql_run(sql, error, SQL_DUPLICATE_PUT, "ii", duplicate_of, id);
}

gboolean duplicate_put_defect(Ledger *l, gint64 id, const LedgerDefect *defect, GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    return ledger_sql_begin(sql, error) &&
           ledger_sql_run(sql, error, SQL_DEFECT_ADD, "issi", id, defect->code, defect->detail, (gint64)0);
}

gboolean duplicate_drop_defect(Ledger *l, gint64 id, const char *code, GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    return ledger_sql_begin(sql, error) && ledger_sql_run(sql, error, SQL_DEFECT_DROP, "is", id, code);
}

/* ------------------------------------------------------------------ pages that return */

gboolean duplicate_each_returning(Ledger *l, LedgerRowFunc func, gpointer user, GError **error)
{
    return ledger_sql_each(ledger_get_sql(l), func, user, error, SQL_RETURNING, "i", ledger_is_bulk(l));
}

gboolean duplicate_recrawl(Ledger *l, GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    return ledger_sql_begin(sql, error) && ledger_sql_run(sql, error, SQL_RETURNING_RECRAWL, "");
}

gboolean duplicate_forget_returning(Ledger *l, GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    return ledger_sql_begin(sql, error) &&
           ledger_sql_run(sql, error, SQL_RETURNING_FORGET, "i", ledger_is_bulk(l)) &&
           ledger_sql_run(sql, error, SQL_RETURNING_NEXT, "");
}

/* ------------------------------------------------------------------ after a crash */

gboolean duplicate_next_staged(Ledger *l, gint64 *id, char **url, char **indexed_lang, gboolean *is_covered,
                               GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    gboolean found;
    if (!ledger_sql_first(sql, &found, error, SQL_DUPLICATE_STAGED, "i", *id))
        return FALSE;
    *id = found ? ledger_sql_integer(sql, 0) : 0;
    *url = found ? g_strdup(ledger_sql_text(sql, 1)) : NULL;
    *indexed_lang = found ? g_strdup(ledger_sql_text(sql, 2)) : NULL;
    *is_covered = found && ledger_sql_integer(sql, 3);
    if (found)
        ledger_sql_done(sql);
    return TRUE;
}

gboolean duplicate_keep(Ledger *l, gint64 id, GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    return ledger_sql_begin(sql, error) && ledger_sql_run(sql, error, SQL_DUPLICATE_KEEP, "i", id);
}

gboolean duplicate_each_stranded(Ledger *l, LedgerRowFunc func, gpointer user, GError **error)
{
    return ledger_sql_each(ledger_get_sql(l), func, user, error, SQL_STRANDED, "");
}
