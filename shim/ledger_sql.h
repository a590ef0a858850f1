/*
 * ledger_sql.h: the ledger's statements, and how they are run. The only door to SQLite; for the ledger's
 * own files (ledger.c, duplicate.c, frontier.c, queue.c, cluster.c, clustering.c, authority.c, history.c,
 * survey.c, shape.c, supply.c) alone.
 * survey.c) alone.
 * own files (ledger.c, duplicate.c, frontier.c, queue.c, cluster.c, clustering.c, authority.c) and those of
 * the query log alone, which is a database of its own.
 *
 * Every statement has a name here and its text in ledger_sql.c or one of the *_sql.c; it is prepared when it is first used and
 * kept. Arguments are bound by a string of types, one letter each: s text (const char *, NULL is NULL), i
 * gint64, d double.
 *
 * Rules: errors are FAULT_RETRY (another process writes, longer than the schema's wait_ms) or FAULT_STOP,
 * with the database's path in the message. One row is open at a time.
 */
#ifndef ISOGLOT_LEDGER_SQL_H
#define ISOGLOT_LEDGER_SQL_H

#include <glib.h>

#include "shim/ledger.h"
#include "shim/ledger_schema.h"

G_BEGIN_DECLS

typedef enum {
    SQL_BEGIN,
    SQL_COMMIT,
    SQL_BEGIN_READING,
    SQL_URL_ADD,
    SQL_URL_ID,
    SQL_PUT,
    SQL_LINKS_CLEAR,
    SQL_LINK_ADD,
    SQL_ALTERNATES_CLEAR,
    SQL_SITEMAP_CLEAR,
    SQL_ALTERNATE_ADD,
    SQL_DEFECTS_CLEAR,
    SQL_DEFECT_ADD,
    SQL_PLACE,
    SQL_HREFLANG,
    SQL_TRANSLATIONS,
    SQL_REMOVE,
    SQL_ACKNOWLEDGE,
    SQL_NEXT_STAGED,
    SQL_SETTLE,
    SQL_UNSTAGE,
    SQL_PLAN,
    SQL_PLANNED,
    SQL_LEAVE_OLD,
    SQL_UNPLAN,
    SQL_FEED_ADD,
    SQL_FEEDS,
    SQL_COUNTS,
    SQL_INDEXED,
    SQL_REDECLARED,
    SQL_TEXT_FIND,
    SQL_TEXT_LIKE,
    SQL_TEXT_DUPLICATES,
    SQL_TEXT_NAMING,
    SQL_DUPLICATE_PUT,
    SQL_DUPLICATE_KEEP,
    SQL_DUPLICATE_STAGED,
    SQL_DUPLICATES_LEAVE_OLD,
    SQL_DEFECT_DROP,
    SQL_RETURNING,
    SQL_RETURNING_RECRAWL,
    SQL_RETURNING_FORGET,
    SQL_RETURNING_NEXT,
    SQL_STRANDED,
    SQL_STATE_GET,
    SQL_STATE_PUT,
    SQL_HOST_ADD,
    SQL_HOST_FIND,
    SQL_HOST_PUT,
    SQL_HOSTS_OPEN,
    SQL_CRAWL_ADD,
    SQL_CRAWL_FIND,
    SQL_CRAWL_NEXT,
    SQL_CRAWL_DUE,
    SQL_CRAWL_PUT,
    SQL_CRAWL_STATE,
    SQL_CRAWL_FORGET,
    SQL_CRAWL_HOSTS,
    SQL_CRAWL_URLS,
    SQL_CRAWL_ERRORS,
    SQL_CRAWL_VERSIONS,
    SQL_CRAWL_HELD,
    SQL_MOVED,
    SQL_SKIPPED_PUT,
    SQL_SKIPPED,
    SQL_SKIPPED_CLEAR,
    SQL_VERDICTS,
    SQL_LOSSES,
    SQL_UNSEEN,
    SQL_RELEASE_PAGE,
    SQL_RELEASE,
    SQL_WITHHOLD,
    SQL_GONE,
    SQL_QUEUE_FIND,
    SQL_QUEUE_ADD,
    SQL_QUEUE_RAISE,
    SQL_QUEUE_WAITING,
    SQL_QUEUE_PINGED,
    SQL_QUEUE_NEXT,
    SQL_QUEUE_FINISH,
    SQL_QUEUE_RESULT,
    SQL_QUEUE_PRUNE,
    /* their texts stand in cluster_sql.c */
    SQL_CLUSTER_OF,
    SQL_CLUSTER_PAIRS,
    SQL_CLUSTER_FIRSTS,
    SQL_CLUSTER_EDGES,
    SQL_CLUSTER_DEFECTS,
    SQL_CLUSTER_PAGES,
    SQL_CLUSTER_PAGE,
    SQL_CLUSTER_PAGE_OF_URL,
    SQL_CLUSTER_CLAIMS,
    SQL_CLUSTER_CLAIMS_OF,
    SQL_CLUSTER_CLAIMS_TO,
    SQL_CLUSTER_LEADING,
    SQL_CLUSTER_NEIGHBOURS,
    SQL_CLUSTER_FELLOWS,
    SQL_PEERS_GROUP,
    SQL_PEERS_PATTERN,
    SQL_PEERS_SYMBOLS,
    SQL_FINGERPRINTS,
    SQL_DIRTY_ADD,
    SQL_DIRTY,
    SQL_DIRTY_COUNT,
    SQL_DIRTY_CLEAR,
    SQL_CLUSTER_ADD,
    SQL_CLUSTERS_SWEEP,
    SQL_CLUSTER_SWEEP,
    SQL_MEMBER_PUT,
    SQL_MEMBER_DROP,
    SQL_EDGES,
    SQL_EDGE_DROP,
    SQL_EDGES_CLEAR_PAGE,
    SQL_EDGE_ADD,
    SQL_CLUSTER_DEFECTS_CLEAR,
    SQL_CLUSTER_DEFECTS_CLEAR_PAGE,
    SQL_CLUSTER_DEFECT_ADD,
    SQL_PATTERN_PUT,
    SQL_RULES,
    SQL_RULES_CLEAR,
    SQL_RULE_ADD,
    SQL_AUTHORITY_MEMBERS,
    SQL_AUTHORITY_ALIASES,
    SQL_AUTHORITY_LINKS,
    SQL_AUTHORITY_PUT,
    SQL_TABLE_PAGES,
    SQL_TABLE_TEXTS,
    SQL_TABLE_LONERS,
    SQL_AUTHORITY_FIND,
    SQL_AUTHORITY_TITLES,
    SQL_CALLED_CLEAR,
    SQL_CALLED_ADD,
    /* their texts stand in report_sql.c */
    SQL_HISTORY_CLEAR,
    SQL_HISTORY_PUT,
    SQL_HISTORY,
    SQL_HISTORY_DATES,
    SQL_SURVEY_BEGIN,
    SQL_SURVEY_END,
    SQL_SURVEY_PAGES,
    SQL_SURVEY_VERSIONS,
    SQL_SURVEY_FACTS,
    SQL_SURVEY_SHAPES,
    SQL_SURVEY_CHANGES,
    SQL_SURVEY_LINKS,
    SQL_SURVEY_ALTERNATES,
    SQL_SURVEY_DEFECTS,
    SQL_SURVEY_ANSWERS,
    SQL_SHAPE_PUT,
    SQL_SHAPE_DROP,
    SQL_CHANGE_ADD,
    SQL_CHANGE_JOIN,
    SQL_CHANGE_PRUNE,
    SQL_LISTED_PUT,
    SQL_SUPPLY_PAGES,
    SQL_SUPPLY_LINKS,
    SQL_SUPPLY_LINKS_OF,
    SQL_SUPPLY_DEFECTS,
    SQL_SUPPLY_DEFECTS_OF,
    SQL_SUPPLY_CHANGES,
    SQL_SUPPLY_ANSWERS,
    SQL_SUPPLY_TITLE,
    /* their texts stand in querylog_sql.c */
    SQL_LOG_KEY,
    SQL_LOG_DAY_COUNT,
    SQL_LOG_DAY_ADD,
    SQL_LOG_CLICK_COUNT,
    SQL_LOG_QUERY,
    SQL_LOG_PRUNE,
    SQL_LOG_SUMS,
    SQL_LOG_QUERIES,
    N_SQL
} Sql;

typedef struct LedgerSql LedgerSql;

/* Opens the database; LEDGER_WRITE makes it and brings its schema to today's version, all steps or none. */
LedgerSql *ledger_sql_open(const char *path, const LedgerSchema *schema, LedgerMode mode,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
void ledger_sql_close(LedgerSql *sql); /* rolls an open transaction back */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LedgerSql, ledger_sql_close)

/* Opens a transaction if none is open; closes it, durable, if one is. A commit that fails has rolled back. */
gboolean ledger_sql_begin(LedgerSql *sql, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean ledger_sql_commit(LedgerSql *sql, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Runs a statement that gives no rows. */
gboolean ledger_sql_run(LedgerSql *sql, GError **error, Sql name, const char *types,
                        ...) G_GNUC_WARN_UNUSED_RESULT;
guint ledger_sql_changes(const LedgerSql *sql);  /* rows that the last run changed */
gint64 ledger_sql_last_id(const LedgerSql *sql); /* of the row that the last run added */

/* Opens the first row if there is one; its columns can be read until ledger_sql_done(), which is harmless
 * without. */
gboolean ledger_sql_first(LedgerSql *sql, gboolean *found, GError **error, Sql name, const char *types,
                          ...) G_GNUC_WARN_UNUSED_RESULT;
const char *ledger_sql_text(const LedgerSql *sql, int column); /* NULL becomes "" */
gint64 ledger_sql_integer(const LedgerSql *sql, int column);
double ledger_sql_real(const LedgerSql *sql, int column);
void ledger_sql_done(LedgerSql *sql);

/* Calls `func`, which runs no statement, with each row open, until it returns FALSE. */
typedef gboolean (*LedgerSqlFunc)(const LedgerSql *sql, gpointer user);
gboolean ledger_sql_rows(LedgerSql *sql, LedgerSqlFunc func, gpointer user, GError **error, Sql name, const char *types,
                         ...) G_GNUC_WARN_UNUSED_RESULT;

/* The same for one that wants the columns as texts. */
gboolean ledger_sql_each(LedgerSql *sql, LedgerRowFunc func, gpointer user, GError **error, Sql name, const char *types,
                         ...) G_GNUC_WARN_UNUSED_RESULT;

/* What the ledger's files share: its statements, whether a bulk build is under way (1, else 0), and the id of a URL's
 * row, made if there is none. */
LedgerSql *ledger_get_sql(Ledger *ledger);
gint64 ledger_is_bulk(const Ledger *ledger);
gboolean ledger_url_id(Ledger *ledger, const char *url, gint64 *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* SQLite's own integrity check. */
gboolean ledger_sql_check(LedgerSql *sql, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
