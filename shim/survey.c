#include "shim/survey.h"

#include "shim/ledger_sql.h"

gboolean survey_begin(Ledger *l, GError **error)
{
    gboolean found;
    LedgerSql *sql = ledger_get_sql(l);
    /* the first row that is read fixes the moment */
    if (!ledger_sql_run(sql, error, SQL_SURVEY_BEGIN, "") || !ledger_sql_first(sql, &found, error, SQL_FEEDS, ""))
        return FALSE;
    if (found)
        ledger_sql_done(sql);
    return TRUE;
}

gboolean survey_end(Ledger *l, GError **error)
{
    return ledger_sql_run(ledger_get_sql(l), error, SQL_SURVEY_END, "");
}

typedef struct {
    SurveyPageFunc func;
    gpointer user;
} Each;

static gboolean give_page(const LedgerSql *sql, gpointer user)
{
    const Each *each = user;
    const SurveyPage page = {
        .cluster = ledger_sql_integer(sql, 0),
        .lang = ledger_sql_text(sql, 1),
        .url = ledger_sql_text(sql, 2),
        .title = ledger_sql_text(sql, 3),
        .date = ledger_sql_integer(sql, 4),
        .fetched_at = ledger_sql_integer(sql, 5),
    };
    each->func(&page, each->user);
    return TRUE;
}

gboolean survey_each_page(Ledger *l, SurveyPageFunc func, gpointer user, GError **error)
{
    Each each = {func, user};
    return ledger_sql_rows(ledger_get_sql(l), give_page, &each, error, SQL_SURVEY_PAGES, "");
}

gboolean survey_each_version(Ledger *l, gint64 cluster, SurveyPageFunc func, gpointer user, GError **error)
{
    Each each = {func, user};
    return ledger_sql_rows(ledger_get_sql(l), give_page, &each, error, SQL_SURVEY_VERSIONS, "i", cluster);
}

gboolean survey_each_fact(Ledger *l, LedgerRowFunc func, gpointer user, GError **error)
{
    static const Sql facts[] = {SQL_SURVEY_FACTS,      SQL_SURVEY_SHAPES,  SQL_SURVEY_CHANGES, SQL_SURVEY_LINKS,
                                SQL_SURVEY_ALTERNATES, SQL_SURVEY_DEFECTS, SQL_SURVEY_ANSWERS};
    for (guint i = 0; i < G_N_ELEMENTS(facts); i++)
        if (!ledger_sql_each(ledger_get_sql(l), func, user, error, facts[i], ""))
            return FALSE;
    return TRUE;
}
