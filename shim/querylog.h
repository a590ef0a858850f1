/*
 * querylog.h: what is searched, counted; never who searched. (The door to SQLite stands behind it.)
 *
 * Data on disk: DATA/queries.db, a SQLite database of its own, so that visitors' searches and the ledger's
 * writers never wait for each other. It is there only while `[query] log = true`. Tables:
 *
 *   day    day (days since 1970, UTC), lang (of the interface), query_lang (of the query, "" unknown): searches, zero
 *          (nothing in the asked language), rescued (something else was searched instead), gap (an answer exists
 *          only in other languages), took_ms_N (searches per class of duration); clicks, click_ranks (their sum)
 *          stand in the row of the language of the interface and query_lang ''
 *   query  key (keyed hash of lang and query; the key is drawn when the file is made), lang, count, zero, first_day,
 *          last_day; text is kept from the fifth occurrence (LIMIT_REPORT_LEAST) on, empty before; rows that stay
 *          below five are dropped LIMIT_LOGGED_UNKNOWN_DAYS after the first occurrence, others LIMIT_LOGGED_DAYS
 *          after the last; at most LIMIT_LOGGED_QUERIES
 *   state  the key, and the number of rows of query
 *
 * No address, no cookie, no time finer than the day, no query that fewer than five searches asked.
 *
 * Writers are many short-lived processes, one transaction each, without fsync(): a power failure may cost the last
 * counts and nothing else. Versions and migrations are as the ledger's (ledger_schema.h).
 *
 * Rules: errors are FAULT_RETRY (busy longer than LIMIT_QUERY_LOG_WAIT_MS) and FAULT_STOP (the path named); a search is
 * answered all the same, for it is counted after the answer was sent (query/visits.h).
 */
#ifndef ISOGLOT_QUERYLOG_H
#define ISOGLOT_QUERYLOG_H

#include "shim/ledger.h"

G_BEGIN_DECLS

#define QUERY_LOG_CLASSES 12 /* of duration: class c is below 2^c ms, the last takes the rest */

typedef struct QueryLog QueryLog;

/* LEDGER_WRITE makes the file; LEDGER_READ needs it (*log NULL without error when there is none). */
gboolean query_log_open(const char *data, LedgerMode mode, QueryLog **log, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void query_log_close(QueryLog *log);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(QueryLog, query_log_close)

typedef struct {
    gint64 now;             /* seconds since 1970 */
    const char *lang;       /* of the interface, code */
    const char *query_lang; /* "" unknown */
    const char *query;      /* in one form for all who ask the same: query/visits.h; "" or over LIMIT_LOGGED_QUERY bytes:
                               counted in the day alone */
    gboolean is_zero, is_rescued, is_gap;
    guint took_ms;
} QueryLogSearch;

/* Both are one transaction, seen whole or not at all. */
gboolean query_log_add(QueryLog *log, const QueryLogSearch *search, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Beyond LIMIT_LOGGED_CLICKS for each search of this day in this language a click counts for nothing. */
gboolean query_log_add_click(QueryLog *log, gint64 now, const char *lang, guint rank,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Sums over the days [from, to] (days since 1970) per language of interface and query, in order. */
typedef struct {
    const char *lang, *query_lang;
    guint64 searches, zero, rescued, gap, clicks, click_ranks, took[QUERY_LOG_CLASSES];
} QueryLogSum;
typedef void (*QueryLogSumFunc)(const QueryLogSum *sum, gpointer user);
gboolean query_log_each_sum(QueryLog *log, gint64 from, gint64 to, QueryLogSumFunc func, gpointer user,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Queries that are kept with their text, the most frequent first: query, count, zero. */
typedef gboolean (*QueryLogQueryFunc)(const char *query, guint64 count, guint64 zero, gpointer user);
gboolean query_log_each_query(QueryLog *log, const char *lang, QueryLogQueryFunc func, gpointer user,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
