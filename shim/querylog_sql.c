#include "shim/querylog_sql.h"

#include "shim/limits.h"

/* What is written once for each class of duration (QUERY_LOG_CLASSES of them). */
#define CLASSES(each) each(0) each(1) each(2) each(3) each(4) each(5) each(6) each(7) each(8) each(9) each(10) each(11)
#define CLASS_COLUMN(c) ", took_ms_" #c " INTEGER NOT NULL DEFAULT 0"
#define CLASS_COUNT(c) ", took_ms_" #c "=took_ms_" #c "+(?8=" #c ")"
#define CLASS_SUM(c) ", sum(took_ms_" #c ")"

static const char *const migrations[] = {
    "CREATE TABLE state (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"
    "INSERT INTO state(name, value) VALUES ('key', hex(randomblob(32))), ('queries', '0');"
    "CREATE TABLE day ("
    "  day INTEGER NOT NULL, lang TEXT NOT NULL, query_lang TEXT NOT NULL, searches INTEGER NOT NULL DEFAULT 0,"
    "  zero INTEGER NOT NULL DEFAULT 0, rescued INTEGER NOT NULL DEFAULT 0, gap INTEGER NOT NULL DEFAULT 0,"
    "  clicks INTEGER NOT NULL DEFAULT 0, click_ranks INTEGER NOT NULL DEFAULT 0" CLASSES(
        CLASS_COLUMN) ", PRIMARY KEY (day, lang, query_lang)) WITHOUT ROWID;"
                      "CREATE TABLE query ("
                      "  key TEXT PRIMARY KEY, lang TEXT NOT NULL, text TEXT NOT NULL DEFAULT '', count INTEGER NOT "
                      "NULL,"
                      "  zero INTEGER NOT NULL, first_day INTEGER NOT NULL, last_day INTEGER NOT NULL) WITHOUT ROWID;"
                      "CREATE INDEX query_kept ON query(lang, count) WHERE text<>'';"
                      "CREATE TRIGGER query_added AFTER INSERT ON query"
                      "  BEGIN UPDATE state SET value=value+1 WHERE name='queries'; END;"
                      "CREATE TRIGGER query_dropped AFTER DELETE ON query"
                      "  BEGIN UPDATE state SET value=value-1 WHERE name='queries'; END;",
};
static const guint n_migrations = G_N_ELEMENTS(migrations);

const LedgerSchema query_log_schema = {
    .what = "query log",
    .remedy = "the next search brings it up to date",
    .migrations = migrations,
    .n_migrations = &n_migrations,
    .wait_ms = LIMIT_QUERY_LOG_WAIT_MS,
};

const char *const query_log_sql_text[N_SQL] = {
    [SQL_LOG_KEY] = "SELECT value FROM state WHERE name='key'",
    [SQL_LOG_DAY_COUNT] = "UPDATE day SET searches=searches+?4, zero=zero+?5, rescued=rescued+?6, gap=gap+?7" CLASSES(
        CLASS_COUNT) " WHERE day=?1 AND lang=?2 AND query_lang=?3",
    [SQL_LOG_DAY_ADD] = "INSERT OR IGNORE INTO day(day, lang, query_lang) VALUES (?,?,?)",
    [SQL_LOG_CLICK_COUNT] = "UPDATE day SET clicks=clicks+1, click_ranks=click_ranks+?3"
                            " WHERE day=?1 AND lang=?2 AND query_lang='' AND clicks<?4*"
                            "(SELECT sum(searches) FROM day WHERE day=?1 AND lang=?2)",
    /* The text of a new query is given, too, but nothing of it is written. */
    [SQL_LOG_QUERY] = "INSERT INTO query(key, lang, count, zero, first_day, last_day) SELECT ?1,?2,1,?4,?5,?5"
                      " WHERE EXISTS (SELECT 1 FROM query WHERE key=?1)"
                      " OR (SELECT value+0 FROM state WHERE name='queries')<?7"
                      " ON CONFLICT (key) DO UPDATE SET count=count+1, zero=zero+excluded.zero,"
                      " last_day=max(last_day, excluded.last_day),"
                      " text=CASE WHEN text='' AND count+1>=?6 THEN ?3 ELSE text END",
    /* When there is no more room, what was not asked for since yesterday goes earlier: a flood of queries costs a day. */
    [SQL_LOG_PRUNE] = "DELETE FROM query WHERE (text='' AND (first_day<=?1-?2"
                      " OR (last_day<?1 AND (SELECT value+0 FROM state WHERE name='queries')>=?4)))"
                      " OR last_day<=?1-?3",
    [SQL_LOG_SUMS] = "SELECT lang, query_lang, sum(searches), sum(zero), sum(rescued), sum(gap), sum(clicks),"
                     " sum(click_ranks)" CLASSES(CLASS_SUM) " FROM day WHERE day BETWEEN ? AND ?"
                                                            " GROUP BY lang, query_lang ORDER BY lang, query_lang",
    [SQL_LOG_QUERIES] = "SELECT text, count, zero FROM query WHERE lang=? AND text<>'' ORDER BY count DESC, text",
};
