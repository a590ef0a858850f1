#include "shim/authority.h"

#include "shim/ledger_sql.h"

typedef struct {
    AuthorityTitleFunc title;
    AuthorityMemberFunc member;
    AuthorityAliasFunc alias;
    AuthorityLinkFunc link;
    gpointer user;
} Call;

static gboolean give_member(const LedgerSql *sql, gpointer user)
{
    const Call *call = user;
    call->member(ledger_sql_integer(sql, 0), ledger_sql_integer(sql, 1), ledger_sql_text(sql, 2), call->user);
    return TRUE;
}

gboolean authority_each_member(Ledger *l, AuthorityMemberFunc func, gpointer user, GError **error)
{
    Call call = {.member = func, .user = user};
    return ledger_sql_rows(ledger_get_sql(l), give_member, &call, error, SQL_AUTHORITY_MEMBERS, "");
}

static gboolean give_alias(const LedgerSql *sql, gpointer user)
{
    const Call *call = user;
    call->alias(ledger_sql_integer(sql, 0), ledger_sql_integer(sql, 1), call->user);
    return TRUE;
}

gboolean authority_each_alias(Ledger *l, AuthorityAliasFunc func, gpointer user, GError **error)
{
    Call call = {.alias = func, .user = user};
    return ledger_sql_rows(ledger_get_sql(l), give_alias, &call, error, SQL_AUTHORITY_ALIASES, "");
}

static gboolean give_title(const LedgerSql *sql, gpointer user)
{
    const Call *call = user;
    call->title(ledger_sql_text(sql, 0), ledger_sql_real(sql, 1), call->user);
    return TRUE;
}

gboolean authority_each_title(Ledger *l, const char *lang, AuthorityTitleFunc func, gpointer user, GError **error)
{
    Call call = {.title = func, .user = user};
    return ledger_sql_rows(ledger_get_sql(l), give_title, &call, error, SQL_AUTHORITY_TITLES, "s", lang);
}

static gboolean give_link(const LedgerSql *sql, gpointer user)
{
    const Call *call = user;
    call->link(ledger_sql_integer(sql, 0), ledger_sql_integer(sql, 1), ledger_sql_text(sql, 2), call->user);
    return TRUE;
}

gboolean authority_each_link(Ledger *l, AuthorityLinkFunc func, gpointer user, GError **error)
{
    Call call = {.link = func, .user = user};
    return ledger_sql_rows(ledger_get_sql(l), give_link, &call, error, SQL_AUTHORITY_LINKS, "");
}

gboolean authority_put(Ledger *l, gint64 cluster, double authority, GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    return ledger_sql_begin(sql, error) &&
           ledger_sql_run(sql, error, SQL_AUTHORITY_PUT, "di", authority, cluster);
}

gboolean authority_clear_texts(Ledger *l, GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    return ledger_sql_begin(sql, error) && ledger_sql_run(sql, error, SQL_CALLED_CLEAR, "");
}

gboolean authority_put_texts(Ledger *l, gint64 cluster, const char *lang, const char *texts, GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    return ledger_sql_begin(sql, error) &&
           ledger_sql_run(sql, error, SQL_CALLED_ADD, "iss", cluster, lang, texts);
}

gboolean authority_find_links(Ledger *l, const char *url, const char *lang, double *authority, char **texts, GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    gboolean found;
    if (!ledger_sql_first(sql, &found, error, SQL_AUTHORITY_FIND, "ss", url, lang))
        return FALSE;
    *authority = found ? ledger_sql_real(sql, 0) : 1;
    *texts = g_strdup(found ? ledger_sql_text(sql, 1) : "");
    if (found)
        ledger_sql_done(sql);
    return TRUE;
}
