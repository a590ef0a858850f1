#include "shim/querylog.h"

#include <string.h>

#include "shim/limits.h"
#include "shim/querylog_sql.h"

#define DAY_S 86400
#define KEY_LETTERS 32 /* of a query's hash: 128 bits */

struct QueryLog {
    LedgerSql *sql;
    char *key;
};

static gboolean read_key(QueryLog *log, GError **error)
{
    gboolean found;
    if (!ledger_sql_first(log->sql, &found, error, SQL_LOG_KEY, ""))
        return FALSE;
    log->key = g_strdup(found ? ledger_sql_text(log->sql, 0) : "");
    ledger_sql_done(log->sql);
    return TRUE;
}

gboolean query_log_open(const char *data, LedgerMode mode, QueryLog **log, GError **error)
{
    g_autofree char *path = g_build_filename(data, "queries.db", NULL);
    *log = NULL;
    if (mode == LEDGER_READ && !g_file_test(path, G_FILE_TEST_EXISTS))
        return TRUE;
    LedgerSql *sql = ledger_sql_open(path, &query_log_schema, mode, error);
    if (!sql)
        return FALSE;
    g_autoptr(QueryLog) opened = g_new0(QueryLog, 1);
    opened->sql = sql;
    if (!read_key(opened, error))
        return FALSE;
    *log = g_steal_pointer(&opened);
    return TRUE;
}

void query_log_close(QueryLog *log)
{
    ledger_sql_close(log->sql);
    g_free(log->key);
    g_free(log);
}

/* c, where took_ms is below 2^c and not below 2^(c-1). */
static gint64 class_of(guint took_ms)
{
    return took_ms ? MIN(g_bit_storage(took_ms), QUERY_LOG_CLASSES - 1) : 0;
}

static gboolean count_day(QueryLog *log, gint64 day, const QueryLogSearch *s, GError **error)
{
    return ledger_sql_run(log->sql, error, SQL_LOG_DAY_COUNT, "issiiiii", day, s->lang, s->query_lang, (gint64)1,
                          (gint64)s->is_zero, (gint64)s->is_rescued, (gint64)s->is_gap, class_of(s->took_ms));
}

/* The first search of a day in a language makes its row, and puts away what is old. */
static gboolean begin_day(QueryLog *log, gint64 day, const char *lang, const char *query_lang, GError **error)
{
    return ledger_sql_run(log->sql, error, SQL_LOG_DAY_ADD, "iss", day, lang, query_lang) &&
           ledger_sql_run(log->sql, error, SQL_LOG_PRUNE, "iiii", day, (gint64)LIMIT_LOGGED_UNKNOWN_DAYS,
                          (gint64)LIMIT_LOGGED_DAYS, (gint64)LIMIT_LOGGED_QUERIES);
}

static gboolean count_query(QueryLog *log, gint64 day, const QueryLogSearch *s, GError **error)
{
    if (!*s->query || strlen(s->query) > LIMIT_LOGGED_QUERY)
        return TRUE;
    g_autofree char *subject = g_strdup_printf("%s\n%s", s->lang, s->query);
    g_autofree char *hash =
        g_compute_hmac_for_string(G_CHECKSUM_SHA256, (const guchar *)log->key, strlen(log->key), subject, -1);
    hash[KEY_LETTERS] = '\0';
    return ledger_sql_run(log->sql, error, SQL_LOG_QUERY, "sssiiii", hash, s->lang, s->query, (gint64)s->is_zero, day,
                          (gint64)LIMIT_REPORT_LEAST, (gint64)LIMIT_LOGGED_QUERIES);
}

gboolean query_log_add(QueryLog *log, const QueryLogSearch *s, GError **error)
{
    gint64 day = s->now / DAY_S;
    if (!ledger_sql_begin(log->sql, error) || !count_day(log, day, s, error))
        return FALSE;
    gboolean is_new = ledger_sql_changes(log->sql) == 0;
    if (is_new && (!begin_day(log, day, s->lang, s->query_lang, error) || !count_day(log, day, s, error)))
        return FALSE;
    return count_query(log, day, s, error) && ledger_sql_commit(log->sql, error);
}

gboolean query_log_add_click(QueryLog *log, gint64 now, const char *lang, guint rank, GError **error)
{
    gint64 day = now / DAY_S;
    return ledger_sql_begin(log->sql, error) &&
           ledger_sql_run(log->sql, error, SQL_LOG_DAY_ADD, "iss", day, lang, "") &&
           ledger_sql_run(log->sql, error, SQL_LOG_CLICK_COUNT, "isii", day, lang, (gint64)rank,
                          (gint64)LIMIT_LOGGED_CLICKS) &&
           ledger_sql_commit(log->sql, error);
}

typedef struct {
    QueryLogSumFunc func;
    gpointer user;
} SumCall;

static gboolean give_sum(const LedgerSql *sql, gpointer user)
{
    const SumCall *call = user;
    QueryLogSum sum = {.lang = ledger_sql_text(sql, 0), .query_lang = ledger_sql_text(sql, 1)};
    guint64 *const figures[] = {&sum.searches, &sum.zero, &sum.rescued, &sum.gap, &sum.clicks, &sum.click_ranks};
    for (guint i = 0; i < G_N_ELEMENTS(figures); i++)
        *figures[i] = ledger_sql_integer(sql, 2 + i);
    for (guint i = 0; i < QUERY_LOG_CLASSES; i++)
        sum.took[i] = ledger_sql_integer(sql, 2 + G_N_ELEMENTS(figures) + i);
    call->func(&sum, call->user);
    return TRUE;
}

gboolean query_log_each_sum(QueryLog *log, gint64 from, gint64 to, QueryLogSumFunc func, gpointer user, GError **error)
{
    SumCall call = {func, user};
    return ledger_sql_rows(log->sql, give_sum, &call, error, SQL_LOG_SUMS, "ii", from, to);
}

typedef struct {
    QueryLogQueryFunc func;
    gpointer user;
} QueryCall;

static gboolean give_query(const LedgerSql *sql, gpointer user)
{
    const QueryCall *call = user;
    return call->func(ledger_sql_text(sql, 0), ledger_sql_integer(sql, 1), ledger_sql_integer(sql, 2), call->user);
}

gboolean query_log_each_query(QueryLog *log, const char *lang, QueryLogQueryFunc func, gpointer user, GError **error)
{
    QueryCall call = {func, user};
    return ledger_sql_rows(log->sql, give_query, &call, error, SQL_LOG_QUERIES, "s", lang);
}
