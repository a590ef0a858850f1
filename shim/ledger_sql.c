#include "shim/ledger_sql.h"

#include <sqlite3.h>
#include <stdarg.h>

#include "shim/cluster_sql.h"
#include "shim/frontier_sql.h"
#include "shim/limits.h"
#include "shim/querylog_sql.h"
#include "shim/report_sql.h"

/* The columns of a PageText, in its order; rows of pages whose text is known. Parameter 1: is a bulk build under way? */
#define TEXT_COLUMNS                                                                                                   \
    "SELECT id, url, decided, title, content_hash, canonical, simhash, from_http, state, duplicate_of, purity FROM" \
    " url "
#define HAS_TEXT "state IN (1,5,6) AND decided<>'' AND (?1=0 OR staged_lang IS NOT NULL)"
/* The words of the partial indexes url_near_…, so that SQLite may use them. */
#define HAS_SIMHASH "simhash<>0 AND state IN (1,5)"
#define NEAR_BY(shift) \
    " UNION SELECT id FROM url WHERE ?6<>0 AND " HAS_SIMHASH " AND title=?5 AND (simhash>>" shift "&65535)=(?6>>" shift "&65535)"

static const char *const sql_text[N_SQL] = {
    [SQL_BEGIN] = "BEGIN IMMEDIATE",
    [SQL_COMMIT] = "COMMIT",
    [SQL_BEGIN_READING] = "BEGIN",
    [SQL_URL_ADD] = "INSERT OR IGNORE INTO url(url) VALUES (?)",
    [SQL_URL_ID] = "SELECT id FROM url WHERE url = ?",
    [SQL_PUT] = "UPDATE url SET state=?, content_hash=?, title=?, declared=?, declared_source=?, detected=?,"
                " decided=?, confidence=?, declared_share=?, purity=?, fetched_at=?, date=?, bytes=?, words=?,"
                " type=?, cluster_group=?, edition=?, from_http=?, simhash=?, canonical=?, duplicate_of=?, numbers=?,"
                " symbols=?, staged_lang=?, removed_at=0 WHERE id=?",
    [SQL_LINKS_CLEAR] = "DELETE FROM link WHERE src=?",
    [SQL_LINK_ADD] = "INSERT OR IGNORE INTO link(src, dst, text, lang, nofollow, line) VALUES (?,?,?,?,?,?)",
    [SQL_ALTERNATES_CLEAR] = "DELETE FROM alternate WHERE page=? AND evidence<>'sitemap'",
    [SQL_SITEMAP_CLEAR] = "DELETE FROM alternate WHERE page=? AND evidence='sitemap'",
    [SQL_ALTERNATE_ADD] = "INSERT OR IGNORE INTO alternate(page, target, lang, evidence) VALUES (?,?,?,?)",
    [SQL_DEFECTS_CLEAR] = "DELETE FROM defect WHERE page=? AND origin='page'",
    [SQL_DEFECT_ADD] = "INSERT OR IGNORE INTO defect(page, code, detail, line) VALUES (?,?,?,?)",
    [SQL_PLACE] = "SELECT state, indexed_hash, indexed_lang, fetched_at, removed_at, staged_lang IS NOT NULL,"
                  " staged_lang, (SELECT CASE WHEN verdict='noindex' AND released=0 THEN fetched_at ELSE held_at END"
                  " FROM crawl WHERE crawl.id=url.id) FROM url WHERE url=?",
    [SQL_HREFLANG] =
        "SELECT a.lang FROM url u JOIN alternate a ON a.target=u.id"
        " WHERE u.url=? AND a.lang NOT IN ('','x-default') GROUP BY a.lang ORDER BY count(*) DESC, a.lang LIMIT 1",
    [SQL_TRANSLATIONS] =
        "WITH me(id) AS (SELECT id FROM url WHERE url=?), near(id) AS (SELECT target FROM alternate JOIN me ON page=me.id"
        " UNION SELECT page FROM alternate JOIN me ON target=me.id"
        " UNION SELECT o.page FROM member m JOIN me ON m.page=me.id JOIN member o ON o.cluster=m.cluster),"
        " far(id) AS (SELECT id FROM near UNION SELECT a.target FROM alternate a JOIN near ON a.page=near.id"
        " UNION SELECT a.page FROM alternate a JOIN near ON a.target=near.id)"
        " SELECT url FROM url WHERE id IN far AND id NOT IN me ORDER BY url LIMIT 256",
    [SQL_REMOVE] = "UPDATE url SET state=?, staged_lang='', removed_at=?"
                   " WHERE url=? AND (indexed_lang<>'' OR staged_lang<>'' OR state=6)",
    [SQL_ACKNOWLEDGE] = "UPDATE url SET indexed_lang=staged_lang, staged_lang=NULL,"
                        " indexed_hash=CASE staged_lang WHEN '' THEN '' ELSE content_hash END"
                        " WHERE staged_lang IS NOT NULL",
    [SQL_NEXT_STAGED] = "SELECT id, url, staged_lang, indexed_lang FROM url"
                        " WHERE staged_lang IS NOT NULL AND state<>6 AND id>? ORDER BY id LIMIT 1",
    [SQL_SETTLE] = "UPDATE url SET indexed_lang=?, indexed_hash=?, staged_lang=NULL WHERE id=?",
    [SQL_UNSTAGE] = "UPDATE url SET staged_lang=NULL WHERE staged_lang IS NOT NULL",
    [SQL_PLAN] = "INSERT OR REPLACE INTO publication(lang, generation) VALUES (?,?)",
    [SQL_PLANNED] = "SELECT lang, generation FROM publication ORDER BY lang",
    [SQL_LEAVE_OLD] = "UPDATE url SET indexed_lang='', indexed_hash='' WHERE staged_lang IS NULL"
                      " AND indexed_lang IN (SELECT lang FROM publication)",
    [SQL_UNPLAN] = "DELETE FROM publication",
    [SQL_FEED_ADD] = "INSERT INTO feed(path, base, lang_from_path, indexed_at) VALUES (?,?,?,?)"
                     " ON CONFLICT (path, base) DO UPDATE SET lang_from_path=excluded.lang_from_path,"
                     " indexed_at=excluded.indexed_at",
    [SQL_FEEDS] = "SELECT path, base, CASE lang_from_path WHEN 0 THEN '' ELSE '1' END FROM feed ORDER BY id",
    [SQL_COUNTS] = "SELECT indexed_lang, state, declared, purity, count(*), edition FROM url"
                   " WHERE state<>0 GROUP BY 1,2,3,4,6 ORDER BY 1,2,3,4,6",
    [SQL_INDEXED] = "SELECT url, indexed_lang, indexed_hash FROM url WHERE indexed_lang<>'' ORDER BY url",
    [SQL_REDECLARED] = "SELECT DISTINCT u.url FROM url u JOIN alternate a ON a.target=u.id"
                       " WHERE u.state IN (1,6) AND u.declared_source IN ('url','') AND a.lang NOT IN ('','x-default')"
                       " AND lower(a.lang)<>lower(u.declared) ORDER BY u.url",
    [SQL_TEXT_FIND] = TEXT_COLUMNS "WHERE url=?2 AND " HAS_TEXT,
    [SQL_TEXT_LIKE] = TEXT_COLUMNS "WHERE url<>?2 AND decided=?3 AND state IN (1,5)"
                                   " AND CASE ?1 WHEN 0 THEN coalesce(staged_lang, indexed_lang) ELSE staged_lang END=?3"
                                   " AND id IN (SELECT id FROM url WHERE content_hash=?4 AND state IN (1,5)" NEAR_BY("0")
                                       NEAR_BY("16") NEAR_BY("32") NEAR_BY("48") ")",
    [SQL_TEXT_DUPLICATES] = TEXT_COLUMNS "WHERE state=6 AND duplicate_of=?2 AND " HAS_TEXT,
    [SQL_TEXT_NAMING] = TEXT_COLUMNS "WHERE canonical=?2 AND canonical<>'' AND url<>?2 AND " HAS_TEXT,
    [SQL_DUPLICATE_PUT] = "UPDATE url SET state=6, duplicate_of=?, staged_lang='' WHERE id=?",
    [SQL_DUPLICATE_KEEP] = "UPDATE url SET state=1, duplicate_of=0 WHERE id=?",
    [SQL_DUPLICATE_STAGED] = "SELECT u.id, u.url, u.indexed_lang, EXISTS (WITH RECURSIVE place(id) AS (SELECT u.duplicate_of"
                             " UNION SELECT w.duplicate_of FROM place JOIN url w ON w.id=place.id WHERE w.state=6)"
                             " SELECT 1 FROM place JOIN url w ON w.id=place.id WHERE w.state IN (1,5)"
                             " AND w.indexed_lang=u.decided AND w.indexed_hash=w.content_hash) FROM url u"
                             " WHERE u.staged_lang IS NOT NULL AND u.state=6 AND u.id>? ORDER BY u.id LIMIT 1",
    [SQL_DUPLICATES_LEAVE_OLD] = "UPDATE url SET state=0, duplicate_of=0 WHERE state=6 AND staged_lang IS NULL"
                                 " AND decided IN (SELECT lang FROM publication)",
    [SQL_DEFECT_DROP] = "DELETE FROM defect WHERE page=? AND code=?",
    [SQL_RETURNING] = "SELECT url FROM url WHERE state=6 AND duplicate_of=0 AND (?1=0 OR staged_lang IS NOT NULL)"
                      " AND NOT EXISTS (SELECT 1 FROM crawl c WHERE c.id=url.id AND c.verdict<>'') ORDER BY url",
    [SQL_RETURNING_RECRAWL] =
        "UPDATE crawl SET pass=0, due_at=1, etag='', last_modified='', payload='', text_hash=''"
        " WHERE verdict='' AND id IN (SELECT id FROM url WHERE state=6 AND duplicate_of=0)",
    [SQL_RETURNING_FORGET] =
        "UPDATE url SET state=0 WHERE state=6 AND duplicate_of=0 AND (?1=0 OR staged_lang IS NOT NULL)",
    [SQL_RETURNING_NEXT] = "UPDATE url SET duplicate_of=0 WHERE state=6 AND duplicate_of<>0"
                           " AND (SELECT w.state FROM url w WHERE w.id=url.duplicate_of)=0",
    [SQL_STRANDED] =
        "SELECT url FROM url u WHERE state=6 AND duplicate_of<>0 AND NOT EXISTS (SELECT 1 FROM url w"
        " WHERE w.id=u.duplicate_of AND (w.indexed_lang=u.decided OR w.state=6)) ORDER BY url",
    [SQL_STATE_GET] = "SELECT value FROM state WHERE name=?",
    [SQL_STATE_PUT] = "INSERT OR REPLACE INTO state(name, value) VALUES (?,?)",
    [SQL_QUEUE_FIND] = "SELECT id FROM queue WHERE url=? AND result IS NULL",
    [SQL_QUEUE_ADD] = "INSERT INTO queue(url, source, key, key_location, queued_at) VALUES (?,?,?,?,?)",
    [SQL_QUEUE_RAISE] = "UPDATE queue SET source=min(source, ?1), key=CASE ?1 WHEN 1 THEN ?2 ELSE key END,"
                       " key_location=CASE ?1 WHEN 1 THEN ?3 ELSE key_location END WHERE id=?4",
    [SQL_QUEUE_WAITING] = "SELECT count(*) FROM queue WHERE result IS NULL",
    [SQL_QUEUE_PINGED] = "SELECT count(*) FROM queue WHERE source=1 AND queued_at>=?",
    [SQL_QUEUE_NEXT] = "SELECT id, url, source, key, key_location, queued_at FROM queue WHERE result IS NULL"
                       " ORDER BY source, id LIMIT ?",
    [SQL_QUEUE_FINISH] = "UPDATE queue SET result=?, finished_at=? WHERE id=?",
    [SQL_QUEUE_RESULT] = "SELECT result IS NULL, result FROM queue WHERE id=?",
    [SQL_QUEUE_PRUNE] = "DELETE FROM queue WHERE result IS NOT NULL AND finished_at<?",
};

/* Where the texts stand: each has those of its subject. */
static const char *const *const sql_texts[] = {
    sql_text,
    frontier_sql_text,
    cluster_sql_text,
    query_log_sql_text,
    report_sql_text,
};

#define POLL_US 2000     /* between two looks whether another process is still writing */
#define TURN_US (3 * POLL_US) /* that others have for their turn, between two transactions of one process */

struct LedgerSql {
    sqlite3 *db;
    const LedgerSchema *schema;
    char *path;
    sqlite3_stmt *statements[N_SQL];
    sqlite3_stmt *row; /* the one that stands on a row */
    gboolean in_transaction;
    gint64 waiting_us;   /* since when another process is waited for */
    gint64 committed_us; /* monotonic, as all of them */
};

static gboolean fail(LedgerSql *l, GError **error)
{
    int code = sqlite3_errcode(l->db);
    gboolean busy = code == SQLITE_BUSY || code == SQLITE_LOCKED;
    g_set_error(error, FAULT, busy ? FAULT_RETRY : FAULT_STOP, "%s '%s': %s", l->schema->what,
                l->path, busy ? "another process is writing" : sqlite3_errmsg(l->db));
    return FALSE;
}

/* The prepared statement, reset. */
static sqlite3_stmt *statement(LedgerSql *l, Sql name, GError **error)
{
    const char *text = NULL;
    for (guint i = 0; !text && i < G_N_ELEMENTS(sql_texts); i++)
        text = sql_texts[i][name];
    if (!l->statements[name] &&
        sqlite3_prepare_v3(l->db, text, -1, SQLITE_PREPARE_PERSISTENT, &l->statements[name], NULL)) {
        fail(l, error);
        return NULL;
    }
    sqlite3_reset(l->statements[name]);
    return l->statements[name];
}

/* Binds by `types`: s text (NULL stays NULL; read, not copied, until it is bound again), i gint64, d double. */
static void bind_all(sqlite3_stmt *s, const char *types, va_list args)
{
    for (int i = 0; types[i]; i++) {
        if (types[i] == 's')
            sqlite3_bind_text(s, i + 1, va_arg(args, const char *), -1, SQLITE_STATIC);
        else if (types[i] == 'd')
            sqlite3_bind_double(s, i + 1, va_arg(args, double));
        else
            sqlite3_bind_int64(s, i + 1, va_arg(args, gint64));
    }
}

gboolean ledger_sql_run(LedgerSql *l, GError **error, Sql name, const char *types, ...)
{
    sqlite3_stmt *s = statement(l, name, error);
    if (!s)
        return FALSE;
    va_list args;
    va_start(args, types);
    bind_all(s, types, args);
    va_end(args);
    int code = sqlite3_step(s);
    gboolean ok = code == SQLITE_DONE || code == SQLITE_ROW || fail(l, error);
    sqlite3_reset(s);
    return ok;
}

guint ledger_sql_changes(const LedgerSql *l)
{
    return sqlite3_changes(l->db);
}

gint64 ledger_sql_last_id(const LedgerSql *l)
{
    return sqlite3_last_insert_rowid(l->db);
}

gboolean ledger_sql_first(LedgerSql *l, gboolean *found, GError **error, Sql name, const char *types, ...)
{
    *found = FALSE;
    sqlite3_stmt *s = statement(l, name, error);
    if (!s)
        return FALSE;
    va_list args;
    va_start(args, types);
    bind_all(s, types, args);
    va_end(args);
    int code = sqlite3_step(s);
    gboolean ok = code == SQLITE_ROW || code == SQLITE_DONE || fail(l, error);
    *found = code == SQLITE_ROW;
    if (*found)
        l->row = s;
    else
        sqlite3_reset(s);
    return ok;
}

static const char *column_text(sqlite3_stmt *s, int column)
{
    const char *text = (const char *)sqlite3_column_text(s, column);
    return text ? text : "";
}

const char *ledger_sql_text(const LedgerSql *l, int column)
{
    return column_text(l->row, column);
}

gint64 ledger_sql_integer(const LedgerSql *l, int column)
{
    return sqlite3_column_int64(l->row, column);
}

double ledger_sql_real(const LedgerSql *l, int column)
{
    return sqlite3_column_double(l->row, column);
}

void ledger_sql_done(LedgerSql *l)
{
    sqlite3_reset(l->row);
    l->row = NULL;
}

static gboolean give_rows(LedgerSql *l, LedgerSqlFunc func, gpointer user, GError **error, Sql name, const char *types,
                          va_list args)
{
    sqlite3_stmt *s = statement(l, name, error), *outer = l->row;
    if (!s)
        return FALSE;
    bind_all(s, types, args);
    int code;
    for (l->row = s; (code = sqlite3_step(s)) == SQLITE_ROW;)
        if (!func(l, user))
            break;
    gboolean ok = code == SQLITE_ROW || code == SQLITE_DONE || fail(l, error);
    sqlite3_reset(s);
    l->row = outer;
    return ok;
}

gboolean ledger_sql_rows(LedgerSql *l, LedgerSqlFunc func, gpointer user, GError **error, Sql name, const char *types, ...)
{
    va_list args;
    va_start(args, types);
    gboolean ok = give_rows(l, func, user, error, name, types, args);
    va_end(args);
    return ok;
}

typedef struct {
    LedgerRowFunc func;
    gpointer user;
} ColumnsCall;

static gboolean give_columns(const LedgerSql *l, gpointer user)
{
    const ColumnsCall *call = user;
    const char *columns[20];
    guint n = sqlite3_column_count(l->row);
    g_assert(n <= G_N_ELEMENTS(columns));
    for (guint i = 0; i < n; i++)
        columns[i] = ledger_sql_text(l, i);
    return call->func(columns, n, call->user);
}

gboolean ledger_sql_each(LedgerSql *l, LedgerRowFunc func, gpointer user, GError **error, Sql name, const char *types,
                         ...)
{
    ColumnsCall call = {func, user};
    va_list args;
    va_start(args, types);
    gboolean ok = give_rows(l, give_columns, &call, error, name, types, args);
    va_end(args);
    return ok;
}

static gboolean execute(LedgerSql *l, const char *sql, GError **error)
{
    return sqlite3_exec(l->db, sql, NULL, NULL, NULL) == SQLITE_OK || fail(l, error);
}

static gboolean get_version(LedgerSql *l, guint *version, GError **error)
{
    sqlite3_stmt *s = NULL;
    if (sqlite3_prepare_v2(l->db, "PRAGMA user_version", -1, &s, NULL) || sqlite3_step(s) != SQLITE_ROW) {
        sqlite3_finalize(s);
        return fail(l, error);
    }
    *version = sqlite3_column_int(s, 0);
    sqlite3_finalize(s);
    return TRUE;
}

/* Brings the schema to today's version; other processes see all steps or none. */
static gboolean migrate(LedgerSql *l, GError **error)
{
    guint version;
    if (!execute(l, "BEGIN IMMEDIATE", error) || !get_version(l, &version, error))
        return FALSE;
    for (guint i = version; i < *l->schema->n_migrations; i++) {
        g_autofree char *mark = g_strdup_printf("PRAGMA user_version=%u", i + 1);
        if (!execute(l, l->schema->migrations[i], error) || !execute(l, mark, error)) {
            sqlite3_exec(l->db, "ROLLBACK", NULL, NULL, NULL);
            return FALSE;
        }
    }
    return execute(l, "COMMIT", error);
}

static gboolean check_version(LedgerSql *l, GError **error)
{
    guint version;
    if (!get_version(l, &version, error))
        return FALSE;
    const LedgerSchema *schema = l->schema;
    guint known = *schema->n_migrations;
    if (version == known)
        return TRUE;
    g_set_error(error, FAULT, FAULT_STOP, "%s '%s': its schema is version %u, this program knows %u%s%s", schema->what, l->path,
                version, known, version < known ? "; " : "", version < known ? schema->remedy : "");
    return FALSE;
}

/* SQLite's own waits grow to 100 ms, in which one who writes all the time takes the lock again unseen. */
static int wait_for_writer(void *ledger, int tries)
{
    LedgerSql *l = ledger;
    gint64 now = g_get_monotonic_time();
    if (!tries)
        l->waiting_us = now;
    if (now - l->waiting_us > l->schema->wait_ms * G_GINT64_CONSTANT(1000))
        return FALSE;
    g_usleep(POLL_US);
    return TRUE;
}

/* SQLite does not wait for its lock when it makes the log of a database that several processes open for the first time. */
static gboolean set_wal(LedgerSql *l, GError **error)
{
    for (int tries = 0; sqlite3_exec(l->db, "PRAGMA journal_mode=WAL", NULL, NULL, NULL) != SQLITE_OK; tries++)
        if (sqlite3_errcode(l->db) != SQLITE_BUSY || !wait_for_writer(l, tries))
            return fail(l, error);
    return execute(l, "PRAGMA journal_size_limit=0", error);
}

LedgerSql *ledger_sql_open(const char *path, const LedgerSchema *schema, LedgerMode mode, GError **error)
{
    g_autoptr(LedgerSql) l = g_new0(LedgerSql, 1);
    l->schema = schema;
    l->path = g_strdup(path);
    int flags = mode == LEDGER_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    /* NOMUTEX: a ledger is used by one thread at a time */
    if (sqlite3_open_v2(l->path, &l->db, flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK) {
        fail(l, error);
        return NULL;
    }
    sqlite3_busy_handler(l->db, wait_for_writer, l);
    if (mode == LEDGER_READ && !execute(l, "PRAGMA mmap_size=" G_STRINGIFY(LIMIT_LEDGER_MAPPED), error))
        return NULL;
    if (mode == LEDGER_WRITE) {
        guint version;
        /* Readers that may write nothing need the log and its index to be there, be it empty, when no writer is. */
        sqlite3_file_control(l->db, "main", SQLITE_FCNTL_PERSIST_WAL, &(int){1});
        const char *synchronous = schema->is_durable ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL";
        if (!set_wal(l, error) || !execute(l, synchronous, error) ||
            !get_version(l, &version, error) || (version < *schema->n_migrations && !migrate(l, error)))
            return NULL;
    }
    return check_version(l, error) ? g_steal_pointer(&l) : NULL;
}

void ledger_sql_close(LedgerSql *l)
{
    for (guint i = 0; i < N_SQL; i++)
        sqlite3_finalize(l->statements[i]);
    sqlite3_close(l->db);
    g_free(l->path);
    g_free(l);
}

gboolean ledger_sql_begin(LedgerSql *l, GError **error)
{
    if (l->in_transaction)
        return TRUE;
    gint64 since_us = g_get_monotonic_time() - l->committed_us;
    if (l->schema->takes_turns && since_us < TURN_US)
        g_usleep(TURN_US - since_us);
    return l->in_transaction = ledger_sql_run(l, error, SQL_BEGIN, "");
}

gboolean ledger_sql_commit(LedgerSql *l, GError **error)
{
    if (!l->in_transaction)
        return TRUE;
    gboolean ok = ledger_sql_run(l, error, SQL_COMMIT, "");
    if (!ok)
        sqlite3_exec(l->db, "ROLLBACK", NULL, NULL, NULL);
    l->in_transaction = FALSE;
    l->committed_us = g_get_monotonic_time();
    return ok;
}

gboolean ledger_sql_check(LedgerSql *l, GError **error)
{
    sqlite3_stmt *s = NULL;
    if (sqlite3_prepare_v2(l->db, "PRAGMA integrity_check(1)", -1, &s, NULL) ||
        sqlite3_step(s) != SQLITE_ROW) {
        sqlite3_finalize(s);
        return fail(l, error);
    }
    g_autofree char *answer = g_strdup(column_text(s, 0));
    sqlite3_finalize(s);
    if (g_str_equal(answer, "ok"))
        return TRUE;
    g_set_error(error, FAULT, FAULT_STOP, "ledger '%s' is damaged: %s", l->path, answer);
    return FALSE;
}
