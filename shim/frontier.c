#include "shim/frontier.h"

#include "shim/ledger_sql.h"
#include "shim/limits.h"

/* ------------------------------------------------------------------ state */

static gboolean get_state(Ledger *ledger, const char *name, char **value, GError **error)
{
    LedgerSql *sql = ledger_get_sql(ledger);
    gboolean found;
    if (!ledger_sql_first(sql, &found, error, SQL_STATE_GET, "s", name))
        return FALSE;
    *value = g_strdup(found ? ledger_sql_text(sql, 0) : "");
    if (found)
        ledger_sql_done(sql);
    return TRUE;
}

static gboolean put_state(Ledger *ledger, const char *name, const char *value, GError **error)
{
    LedgerSql *sql = ledger_get_sql(ledger);
    return ledger_sql_begin(sql, error) && ledger_sql_run(sql, error, SQL_STATE_PUT, "ss", name, value);
}

static gboolean get_state_number(Ledger *ledger, const char *name, gint64 *number, GError **error)
{
    g_autofree char *value = NULL;
    if (!get_state(ledger, name, &value, error))
        return FALSE;
    *number = g_ascii_strtoll(value, NULL, 10);
    return TRUE;
}

static gboolean put_state_number(Ledger *ledger, const char *name, gint64 number, GError **error)
{
    g_autofree char *value = g_strdup_printf("%" G_GINT64_FORMAT, number);
    return put_state(ledger, name, value, error);
}

gboolean frontier_get_pass(Ledger *l, Pass *pass, GError **error)
{
    return get_state_number(l, "pass", &pass->number, error) &&
           get_state_number(l, "pass_started_at", &pass->started_at, error) &&
           get_state_number(l, "pass_finished_at", &pass->finished_at, error);
}

gboolean frontier_put_pass(Ledger *l, const Pass *pass, GError **error)
{
    return put_state_number(l, "pass", pass->number, error) &&
           put_state_number(l, "pass_started_at", pass->started_at, error) &&
           put_state_number(l, "pass_finished_at", pass->finished_at, error);
}

gboolean frontier_get_feed(Ledger *l, char **file, gint64 *offset, GError **error)
{
    return get_state_number(l, "feed_offset", offset, error) && get_state(l, "feed", file, error);
}

gboolean frontier_put_feed(Ledger *l, const char *file, gint64 offset, GError **error)
{
    return put_state_number(l, "feed_offset", offset, error) && put_state(l, "feed", file, error);
}

gboolean frontier_get_indexed(Ledger *l, char **file, gint64 *offset, GError **error)
{
    return get_state_number(l, "indexed_offset", offset, error) && get_state(l, "indexed", file, error);
}

gboolean frontier_put_indexed(Ledger *l, const char *file, gint64 offset, GError **error)
{
    return put_state_number(l, "indexed_offset", offset, error) && put_state(l, "indexed", file, error);
}

gboolean frontier_get_compacted(Ledger *l, const char *lang, gint64 *bytes_a_page, GError **error)
{
    g_autofree char *name = g_strconcat("compacted ", lang, NULL);
    return get_state_number(l, name, bytes_a_page, error);
}

gboolean frontier_put_compacted(Ledger *l, const char *lang, gint64 bytes_a_page, GError **error)
{
    g_autofree char *name = g_strconcat("compacted ", lang, NULL);
    return put_state_number(l, name, bytes_a_page, error);
}

/* ------------------------------------------------------------------ hosts */

void frontier_host_free(FrontierHost *h)
{
    g_free(h->origin);
    g_free(h->robots);
    g_free(h->probe);
    g_free(h);
}

gboolean frontier_find_host(Ledger *l, const char *origin, FrontierHost **host, GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    gboolean found;
    *host = NULL;
    if (!ledger_sql_first(sql, &found, error, SQL_HOST_FIND, "s", origin))
        return FALSE;
    if (!found && (!ledger_sql_begin(sql, error) || !ledger_sql_run(sql, error, SQL_HOST_ADD, "s", origin) ||
                   !ledger_sql_first(sql, &found, error, SQL_HOST_FIND, "s", origin)))
        return FALSE;
    FrontierHost *h = g_new0(FrontierHost, 1);
    h->origin = g_strdup(origin);
    h->id = ledger_sql_integer(sql, 0);
    h->robots = g_strdup(ledger_sql_text(sql, 1));
    h->robots_status = ledger_sql_integer(sql, 2);
    h->robots_at = ledger_sql_integer(sql, 3);
    h->wait_until = ledger_sql_integer(sql, 4);
    h->probe = g_strdup(ledger_sql_text(sql, 5));
    h->probe_simhash = ledger_sql_integer(sql, 6);
    ledger_sql_done(sql);
    *host = h;
    return TRUE;
}

gboolean frontier_put_host(Ledger *l, const FrontierHost *h, GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    return ledger_sql_begin(sql, error) &&
           ledger_sql_run(sql, error, SQL_HOST_PUT, "siiisii", h->robots, (gint64)h->robots_status, h->robots_at,
                          h->wait_until, h->probe, h->probe_simhash, h->id);
}

gboolean frontier_each_open_host(Ledger *l, gint64 pass, LedgerRowFunc func, gpointer user, GError **error)
{
    return ledger_sql_each(ledger_get_sql(l), func, user, error, SQL_HOSTS_OPEN, "i", pass);
}

gboolean frontier_each_host(Ledger *l, gint64 pass, LedgerRowFunc func, gpointer user, GError **error)
{
    return ledger_sql_each(ledger_get_sql(l), func, user, error, SQL_CRAWL_HOSTS, "i", pass);
}

/* ------------------------------------------------------------------ URLs */

void frontier_entry_free(FrontierEntry *e)
{
    char *const texts[] = {e->url,       e->error,    e->etag,    e->last_modified, e->payload,
                           e->text_hash, e->redirect, e->verdict, e->indexed_lang};
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
        g_free(texts[i]);
    g_free(e);
}

/* The row that is open, by ENTRY_COLUMNS. */
static FrontierEntry *read_entry(const LedgerSql *sql)
{
    FrontierEntry *e = g_new0(FrontierEntry, 1);
    int i = 0;
    e->id = ledger_sql_integer(sql, i++);
    e->url = g_strdup(ledger_sql_text(sql, i++));
    e->pass = ledger_sql_integer(sql, i++);
    e->depth = ledger_sql_integer(sql, i++);
    e->hops = ledger_sql_integer(sql, i++);
    e->status = ledger_sql_integer(sql, i++);
    e->error = g_strdup(ledger_sql_text(sql, i++));
    e->checked_at = ledger_sql_integer(sql, i++);
    e->fetched_at = ledger_sql_integer(sql, i++);
    e->etag = g_strdup(ledger_sql_text(sql, i++));
    e->last_modified = g_strdup(ledger_sql_text(sql, i++));
    e->payload = g_strdup(ledger_sql_text(sql, i++));
    e->text_hash = g_strdup(ledger_sql_text(sql, i++));
    e->lastmod = ledger_sql_integer(sql, i++);
    e->interval_s = ledger_sql_integer(sql, i++);
    e->due_at = ledger_sql_integer(sql, i++);
    e->missing_since = ledger_sql_integer(sql, i++);
    e->blocked_since = ledger_sql_integer(sql, i++);
    e->held_at = ledger_sql_integer(sql, i++);
    e->feed = ledger_sql_integer(sql, i++);
    e->redirect = g_strdup(ledger_sql_text(sql, i++));
    e->verdict = g_strdup(ledger_sql_text(sql, i++));
    e->indexed_lang = g_strdup(ledger_sql_text(sql, i++));
    return e;
}

gboolean frontier_add(Ledger *l, gint64 host, const char *url, guint depth, guint hops, gint64 lastmod, GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    gint64 id;
    return ledger_sql_begin(sql, error) && ledger_url_id(l, url, &id, error) &&
           ledger_sql_run(sql, error, SQL_CRAWL_ADD, "iiiii", id, host, (gint64)depth, (gint64)hops, lastmod);
}

gboolean frontier_find(Ledger *l, const char *url, FrontierEntry **entry, GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    gboolean found;
    *entry = NULL;
    if (!ledger_sql_first(sql, &found, error, SQL_CRAWL_FIND, "s", url))
        return FALSE;
    if (!found)
        return TRUE;
    *entry = read_entry(sql);
    ledger_sql_done(sql);
    return TRUE;
}

static gboolean add_entry(const LedgerSql *sql, gpointer entries)
{
    g_ptr_array_add(entries, read_entry(sql));
    return TRUE;
}

gboolean frontier_next(Ledger *l, gint64 host, gint64 pass, guint most, GPtrArray *entries, GError **error)
{
    return ledger_sql_rows(ledger_get_sql(l), add_entry, entries, error, SQL_CRAWL_NEXT, "iii", host, pass, (gint64)most);
}

gboolean frontier_next_due(Ledger *l, gint64 now, guint most, GPtrArray *entries, GError **error)
{
    return ledger_sql_rows(ledger_get_sql(l), add_entry, entries, error, SQL_CRAWL_DUE, "ii", now, (gint64)most);
}

gboolean frontier_settle(Ledger *l, const FrontierEntry *e, GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    return ledger_sql_begin(sql, error) &&
           ledger_sql_run(sql, error, SQL_CRAWL_PUT, "iiiisiissssiiiiiiissi", e->pass, (gint64)e->depth, (gint64)e->hops,
                          (gint64)e->status, e->error, e->checked_at, e->fetched_at, e->etag, e->last_modified,
                          e->payload, e->text_hash, e->lastmod, e->interval_s, e->due_at, e->missing_since,
                          e->blocked_since, e->held_at, e->feed, e->redirect, e->verdict, e->id) &&
           ledger_sql_run(sql, error, SQL_CRAWL_STATE, "si", e->error, e->id);
}

/* The one number of a statement that has been begun, `found` its row. */
static gboolean take_number(LedgerSql *sql, gboolean found, guint64 *n)
{
    *n = found ? ledger_sql_integer(sql, 0) : 0;
    ledger_sql_done(sql);
    return TRUE;
}

gboolean frontier_count_versions(Ledger *l, gint64 feed, guint64 *n, GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    gboolean found;
    return ledger_sql_first(sql, &found, error, SQL_CRAWL_VERSIONS, "i", feed) && take_number(sql, found, n);
}

gboolean frontier_count_held(Ledger *l, guint64 *n, GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    gboolean found;
    return ledger_sql_first(sql, &found, error, SQL_CRAWL_HELD, "") && take_number(sql, found, n);
}

gboolean frontier_forget(Ledger *l, const char *url, GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    return ledger_sql_begin(sql, error) && ledger_sql_run(sql, error, SQL_CRAWL_FORGET, "s", url);
}

gboolean frontier_put_skipped(Ledger *l, const char *reason, const char *pattern, guint64 number, const char *example,
                              GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    return ledger_sql_begin(sql, error) &&
           ledger_sql_run(sql, error, SQL_SKIPPED_PUT, "ssisi", reason, pattern, (gint64)number, example,
                          (gint64)LIMIT_SKIPPED);
}

gboolean frontier_forget_skipped(Ledger *l, GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    return ledger_sql_begin(sql, error) && ledger_sql_run(sql, error, SQL_SKIPPED_CLEAR, "");
}

gboolean frontier_each_skipped(Ledger *l, LedgerRowFunc func, gpointer user, GError **error)
{
    return ledger_sql_each(ledger_get_sql(l), func, user, error, SQL_SKIPPED, "");
}

gboolean frontier_each_error(Ledger *l, guint most, LedgerRowFunc func, gpointer user, GError **error)
{
    return ledger_sql_each(ledger_get_sql(l), func, user, error, SQL_CRAWL_ERRORS, "i", (gint64)most);
}

gboolean frontier_each_url(Ledger *l, LedgerRowFunc func, gpointer user, GError **error)
{
    return ledger_sql_each(ledger_get_sql(l), func, user, error, SQL_CRAWL_URLS, "");
}

/* ------------------------------------------------------------------ verdicts */

gboolean frontier_judge_moved(Ledger *l, GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    return ledger_sql_begin(sql, error) && ledger_sql_run(sql, error, SQL_MOVED, "");
}

gboolean frontier_has_verdicts(Ledger *l, gboolean *any, GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    if (!ledger_sql_first(sql, any, error, SQL_VERDICTS, ""))
        return FALSE;
    if (*any)
        ledger_sql_done(sql);
    return TRUE;
}

gboolean frontier_each_loss(Ledger *l, gint64 since, LedgerRowFunc func, gpointer user, GError **error)
{
    return ledger_sql_each(ledger_get_sql(l), func, user, error, SQL_LOSSES, "i", since);
}

gboolean frontier_each_unseen(Ledger *l, gint64 pass, LedgerRowFunc func, gpointer user, GError **error)
{
    return ledger_sql_each(ledger_get_sql(l), func, user, error, SQL_UNSEEN, "i", pass);
}

gboolean frontier_release_page(Ledger *l, const char *url, GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    return ledger_sql_begin(sql, error) && ledger_sql_run(sql, error, SQL_RELEASE_PAGE, "s", url);
}

gboolean frontier_release(Ledger *l, const char *origin, const char *lang, GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    return ledger_sql_begin(sql, error) && ledger_sql_run(sql, error, SQL_RELEASE, "ss", origin, lang);
}

gboolean frontier_withhold(Ledger *l, const char *origin, const char *lang, GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    return ledger_sql_begin(sql, error) && ledger_sql_run(sql, error, SQL_WITHHOLD, "ss", origin, lang);
}

gboolean frontier_each_gone(Ledger *l, LedgerRowFunc func, gpointer user, GError **error)
{
    return ledger_sql_each(ledger_get_sql(l), func, user, error, SQL_GONE, "");
}
