#include "shim/ledger.h"

#include <sqlite3.h>
#include <stdarg.h>

#include "shim/ledger_schema.h"
#include "shim/limits.h"
#include "shim/record.h"

#define BUSY_TIMEOUT_MS 10000

/* Every statement of the ledger; prepared when it is first used. */
typedef enum {
    SQL_BEGIN,
    SQL_COMMIT,
    SQL_ROLLBACK,
    SQL_URL_ADD,
    SQL_URL_ID,
    SQL_PUT,
    SQL_LINKS_CLEAR,
    SQL_LINK_ADD,
    SQL_ALTERNATES_CLEAR,
    SQL_ALTERNATE_ADD,
    SQL_DEFECTS_CLEAR,
    SQL_DEFECT_ADD,
    SQL_PLACE,
    SQL_HREFLANG,
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
    N_SQL
} Sql;

static const char *const sql_text[N_SQL] = {
    [SQL_BEGIN] = "BEGIN IMMEDIATE",
    [SQL_COMMIT] = "COMMIT",
    [SQL_ROLLBACK] = "ROLLBACK",
    [SQL_URL_ADD] = "INSERT OR IGNORE INTO url(url) VALUES (?)",
    [SQL_URL_ID] = "SELECT id FROM url WHERE url = ?",
    [SQL_PUT] = "UPDATE url SET state=?, content_hash=?, title=?, declared=?, declared_source=?, detected=?, decided=?,"
                " confidence=?, declared_share=?, purity=?, fetched_at=?, date=?, bytes=?, words=?, type=?,"
                " cluster_group=?, edition=?, staged_lang=?, removed_at=0 WHERE id=?",
    [SQL_LINKS_CLEAR] = "DELETE FROM link WHERE src=?",
    [SQL_LINK_ADD] = "INSERT OR IGNORE INTO link(src, dst, text, lang, nofollow) VALUES (?,?,?,?,?)",
    [SQL_ALTERNATES_CLEAR] = "DELETE FROM alternate WHERE page=?",
    [SQL_ALTERNATE_ADD] = "INSERT OR IGNORE INTO alternate(page, target, lang, evidence) VALUES (?,?,?,?)",
    [SQL_DEFECTS_CLEAR] = "DELETE FROM defect WHERE page=?",
    [SQL_DEFECT_ADD] = "INSERT OR IGNORE INTO defect(page, code, detail) VALUES (?,?,?)",
    [SQL_PLACE] = "SELECT state, indexed_hash, indexed_lang, fetched_at, removed_at, staged_lang FROM url WHERE url=?",
    [SQL_HREFLANG] = "SELECT a.lang FROM url u JOIN alternate a ON a.target=u.id"
                     " WHERE u.url=? AND a.lang<>'x-default' GROUP BY a.lang ORDER BY count(*) DESC, a.lang LIMIT 1",
    [SQL_REMOVE] = "UPDATE url SET state=?, staged_lang='', removed_at=? WHERE url=? AND indexed_lang<>''",
    [SQL_ACKNOWLEDGE] = "UPDATE url SET indexed_lang=staged_lang, staged_lang=NULL,"
                        " indexed_hash=CASE staged_lang WHEN '' THEN '' ELSE content_hash END"
                        " WHERE staged_lang IS NOT NULL",
    [SQL_NEXT_STAGED] = "SELECT id, url, staged_lang, indexed_lang FROM url"
                        " WHERE staged_lang IS NOT NULL AND id>? ORDER BY id LIMIT 1",
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
                       " WHERE u.state=1 AND u.declared_source IN ('url','') AND a.lang<>'x-default'"
                       " AND lower(a.lang)<>lower(u.declared) ORDER BY u.url",
};

struct Ledger {
    sqlite3 *db;
    char *path;
    sqlite3_stmt *statements[N_SQL];
    gboolean in_transaction;
    GHashTable *ids; /* url → id, of URLs asked for lately; a row of url keeps its id for ever */
};

static gboolean fail(Ledger *l, GError **error)
{
    int code = sqlite3_errcode(l->db);
    gboolean busy = code == SQLITE_BUSY || code == SQLITE_LOCKED;
    g_set_error(error, FAULT, busy ? FAULT_RETRY : FAULT_STOP, "ledger '%s': %s", l->path,
                busy ? "another process is writing" : sqlite3_errmsg(l->db));
    return FALSE;
}

/* The prepared statement, reset. */
static sqlite3_stmt *statement(Ledger *l, Sql sql, GError **error)
{
    if (!l->statements[sql] &&
        sqlite3_prepare_v3(l->db, sql_text[sql], -1, SQLITE_PREPARE_PERSISTENT, &l->statements[sql], NULL)) {
        fail(l, error);
        return NULL;
    }
    sqlite3_reset(l->statements[sql]);
    return l->statements[sql];
}

/* Binds by `types`: s text (NULL stays NULL; read, not copied, until the statement is bound again), i gint64, d double. */
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

/* Runs a statement that gives no rows. */
static gboolean run(Ledger *l, GError **error, Sql sql, const char *types, ...)
{
    sqlite3_stmt *s = statement(l, sql, error);
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

/* Steps to the first row: *row is the statement standing on it (reset it after reading), NULL when there is none. */
static gboolean first_row(Ledger *l, GError **error, sqlite3_stmt **row, Sql sql, const char *types, ...)
{
    *row = NULL;
    sqlite3_stmt *s = statement(l, sql, error);
    if (!s)
        return FALSE;
    va_list args;
    va_start(args, types);
    bind_all(s, types, args);
    va_end(args);
    int code = sqlite3_step(s);
    if (code == SQLITE_ROW)
        *row = s;
    else if (code == SQLITE_DONE)
        sqlite3_reset(s);
    else
        return fail(l, error);
    return TRUE;
}

static const char *column(sqlite3_stmt *s, int i)
{
    const char *text = (const char *)sqlite3_column_text(s, i);
    return text ? text : "";
}

static gboolean each_row(Ledger *l, Sql sql, LedgerRowFunc func, gpointer user, GError **error)
{
    sqlite3_stmt *s = statement(l, sql, error);
    if (!s)
        return FALSE;
    int code;
    while ((code = sqlite3_step(s)) == SQLITE_ROW) {
        const char *columns[8];
        guint n = sqlite3_column_count(s);
        g_assert(n <= G_N_ELEMENTS(columns));
        for (guint i = 0; i < n; i++)
            columns[i] = column(s, i);
        if (!func(columns, n, user))
            break;
    }
    gboolean ok = code == SQLITE_ROW || code == SQLITE_DONE || fail(l, error);
    sqlite3_reset(s);
    return ok;
}

static gboolean execute(Ledger *l, const char *sql, GError **error)
{
    return sqlite3_exec(l->db, sql, NULL, NULL, NULL) == SQLITE_OK || fail(l, error);
}

static gboolean get_version(Ledger *l, guint *version, GError **error)
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
static gboolean migrate(Ledger *l, GError **error)
{
    guint version;
    if (!execute(l, "BEGIN IMMEDIATE", error) || !get_version(l, &version, error))
        return FALSE;
    for (guint i = version; i < n_ledger_migrations; i++) {
        g_autofree char *mark = g_strdup_printf("PRAGMA user_version=%u", i + 1);
        if (!execute(l, ledger_migrations[i], error) || !execute(l, mark, error)) {
            sqlite3_exec(l->db, "ROLLBACK", NULL, NULL, NULL);
            return FALSE;
        }
    }
    return execute(l, "COMMIT", error);
}

static gboolean check_version(Ledger *l, GError **error)
{
    guint version;
    if (!get_version(l, &version, error))
        return FALSE;
    if (version == n_ledger_migrations)
        return TRUE;
    g_set_error(error, FAULT, FAULT_STOP, "ledger '%s': its schema is version %u, this program knows %u", l->path,
                version, n_ledger_migrations);
    return FALSE;
}

Ledger *ledger_open(const char *data, LedgerMode mode, GError **error)
{
    g_autoptr(Ledger) l = g_new0(Ledger, 1);
    l->path = g_build_filename(data, "ledger.db", NULL);
    l->ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    int flags = mode == LEDGER_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    if (sqlite3_open_v2(l->path, &l->db, flags, NULL) != SQLITE_OK) {
        fail(l, error);
        return NULL;
    }
    sqlite3_busy_timeout(l->db, BUSY_TIMEOUT_MS);
    if (mode == LEDGER_WRITE) {
        guint version;
        if (!execute(l, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL", error) ||
            !get_version(l, &version, error) || (version < n_ledger_migrations && !migrate(l, error)))
            return NULL;
    }
    return check_version(l, error) ? g_steal_pointer(&l) : NULL;
}

void ledger_close(Ledger *l)
{
    for (guint i = 0; i < N_SQL; i++)
        sqlite3_finalize(l->statements[i]);
    sqlite3_close(l->db);
    g_hash_table_unref(l->ids);
    g_free(l->path);
    g_free(l);
}

const char *page_state_name(PageState state)
{
    static const char *const names[] = {"seen", "present", "excluded", "removed", "gone", "unknown"};
    return names[state];
}

const char *page_purity_name(PagePurity purity)
{
    static const char *const names[] = {"pure", "mixed", "untranslated", "unknown"};
    return names[purity];
}

static gboolean begin(Ledger *l, GError **error)
{
    if (!l->in_transaction && !run(l, error, SQL_BEGIN, ""))
        return FALSE;
    return l->in_transaction = TRUE;
}

/* Id of a URL's row, made if there is none. */
static gboolean find_or_add(Ledger *l, const char *url, gint64 *id, GError **error)
{
    sqlite3_stmt *row;
    if (!first_row(l, error, &row, SQL_URL_ID, "s", url))
        return FALSE;
    if (row) {
        *id = sqlite3_column_int64(row, 0);
        sqlite3_reset(row);
        return TRUE;
    }
    if (!run(l, error, SQL_URL_ADD, "s", url))
        return FALSE;
    *id = sqlite3_last_insert_rowid(l->db);
    return TRUE;
}

/* The pages of a site link to the same ones again and again. */
static gboolean url_id(Ledger *l, const char *url, gint64 *id, GError **error)
{
    *id = GPOINTER_TO_SIZE(g_hash_table_lookup(l->ids, url));
    if (*id)
        return TRUE;
    if (!find_or_add(l, url, id, error))
        return FALSE;
    if (g_hash_table_size(l->ids) >= LIMIT_IDS_KEPT)
        g_hash_table_remove_all(l->ids);
    g_hash_table_insert(l->ids, g_strdup(url), GSIZE_TO_POINTER(*id));
    return TRUE;
}

static gboolean put_links(Ledger *l, gint64 id, const GArray *links, GError **error)
{
    if (!run(l, error, SQL_LINKS_CLEAR, "i", id))
        return FALSE;
    for (guint i = 0; links && i < links->len; i++) {
        const LedgerLink *link = &g_array_index(links, LedgerLink, i);
        gint64 dst;
        if (!url_id(l, link->url, &dst, error) ||
            !run(l, error, SQL_LINK_ADD, "iissi", id, dst, link->text, link->lang, (gint64)link->nofollow))
            return FALSE;
    }
    return TRUE;
}

static gboolean put_alternates(Ledger *l, gint64 id, const GArray *alternates, GError **error)
{
    if (!run(l, error, SQL_ALTERNATES_CLEAR, "i", id))
        return FALSE;
    for (guint i = 0; alternates && i < alternates->len; i++) {
        const LedgerAlternate *a = &g_array_index(alternates, LedgerAlternate, i);
        gint64 target;
        if (!url_id(l, a->url, &target, error) ||
            !run(l, error, SQL_ALTERNATE_ADD, "iiss", id, target, a->lang, a->evidence))
            return FALSE;
    }
    return TRUE;
}

static gboolean put_defects(Ledger *l, gint64 id, const GArray *defects, GError **error)
{
    if (!run(l, error, SQL_DEFECTS_CLEAR, "i", id))
        return FALSE;
    for (guint i = 0; defects && i < defects->len; i++) {
        const LedgerDefect *d = &g_array_index(defects, LedgerDefect, i);
        if (!run(l, error, SQL_DEFECT_ADD, "iss", id, d->code, d->detail))
            return FALSE;
    }
    return TRUE;
}

gboolean ledger_put(Ledger *l, const LedgerPage *p, const char *staged_lang, const GArray *links,
                    const GArray *alternates, const GArray *defects, GError **error)
{
    gint64 id;
    return begin(l, error) && url_id(l, p->url, &id, error) &&
           run(l, error, SQL_PUT, "issssssddiiiiissssi", (gint64)p->state, p->content_hash, p->title, p->declared,
               p->declared_source, p->detected, p->decided, p->confidence, p->declared_share, (gint64)p->purity,
               p->fetched_at, p->date, (gint64)p->bytes, (gint64)p->words, p->type, p->group, p->edition,
               staged_lang, id) &&
           put_links(l, id, links, error) && put_alternates(l, id, alternates, error) &&
           put_defects(l, id, defects, error);
}

gboolean ledger_find(Ledger *l, const char *url, LedgerPlace *place, GError **error)
{
    *place = (LedgerPlace){0};
    sqlite3_stmt *row;
    if (!first_row(l, error, &row, SQL_PLACE, "s", url))
        return FALSE;
    if (!row)
        return TRUE;
    place->state = sqlite3_column_int(row, 0);
    place->found = place->state != PAGE_SEEN;
    g_strlcpy(place->content_hash, column(row, 1), sizeof place->content_hash);
    g_strlcpy(place->indexed_lang, column(row, 2), sizeof place->indexed_lang);
    place->fetched_at = sqlite3_column_int64(row, 3);
    place->removed_at = sqlite3_column_int64(row, 4);
    place->is_staged = sqlite3_column_type(row, 5) != SQLITE_NULL;
    g_strlcpy(place->staged_lang, column(row, 5), sizeof place->staged_lang);
    sqlite3_reset(row);
    return TRUE;
}

gboolean ledger_find_hreflang(Ledger *l, const char *url, char **lang, GError **error)
{
    sqlite3_stmt *row;
    if (!first_row(l, error, &row, SQL_HREFLANG, "s", url))
        return FALSE;
    *lang = g_strdup(row ? column(row, 0) : "");
    if (row)
        sqlite3_reset(row);
    return TRUE;
}

gboolean ledger_remove(Ledger *l, const char *url, gint64 now, GError **error)
{
    if (!begin(l, error) || !run(l, error, SQL_REMOVE, "iis", (gint64)PAGE_REMOVED, now, url))
        return FALSE;
    if (sqlite3_changes(l->db) == 0) {
        g_set_error(error, FAULT, FAULT_SKIP, "'%s' is in no index", url);
        return FALSE;
    }
    return TRUE;
}

gboolean ledger_commit(Ledger *l, GError **error)
{
    if (!l->in_transaction)
        return TRUE;
    if (!run(l, error, SQL_COMMIT, "")) {
        run(l, NULL, SQL_ROLLBACK, "");
        g_hash_table_remove_all(l->ids);
        l->in_transaction = FALSE;
        return FALSE;
    }
    l->in_transaction = FALSE;
    return TRUE;
}

gboolean ledger_acknowledge(Ledger *l, GError **error)
{
    return begin(l, error) && run(l, error, SQL_ACKNOWLEDGE, "") && ledger_commit(l, error);
}

gboolean ledger_next_staged(Ledger *l, gint64 *id, char **url, char **staged_lang, char **indexed_lang,
                            GError **error)
{
    sqlite3_stmt *row;
    if (!first_row(l, error, &row, SQL_NEXT_STAGED, "i", *id))
        return FALSE;
    *id = row ? sqlite3_column_int64(row, 0) : 0;
    *url = row ? g_strdup(column(row, 1)) : NULL;
    *staged_lang = row ? g_strdup(column(row, 2)) : NULL;
    *indexed_lang = row ? g_strdup(column(row, 3)) : NULL;
    if (row)
        sqlite3_reset(row);
    return TRUE;
}

gboolean ledger_settle(Ledger *l, gint64 id, const char *indexed_lang, const char *content_hash, GError **error)
{
    return begin(l, error) && run(l, error, SQL_SETTLE, "ssi", indexed_lang, content_hash, id);
}

gboolean ledger_begin_build(Ledger *l, GError **error)
{
    return begin(l, error) && run(l, error, SQL_UNSTAGE, "") && ledger_commit(l, error);
}

gboolean ledger_plan_publication(Ledger *l, const char *const *codes, guint generation, GError **error)
{
    if (!begin(l, error))
        return FALSE;
    for (; *codes; codes++)
        if (!run(l, error, SQL_PLAN, "si", *codes, (gint64)generation))
            return FALSE;
    return ledger_commit(l, error);
}

gboolean ledger_next_publication(Ledger *l, char ***codes, guint *generation, GError **error)
{
    g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
    sqlite3_stmt *s = statement(l, SQL_PLANNED, error);
    if (!s)
        return FALSE;
    int code, n = 0;
    for (; (code = sqlite3_step(s)) == SQLITE_ROW; n++) {
        g_strv_builder_add(builder, column(s, 0));
        *generation = sqlite3_column_int(s, 1);
    }
    *codes = code == SQLITE_DONE && n ? g_strv_builder_end(builder) : NULL;
    gboolean ok = code == SQLITE_DONE || fail(l, error);
    sqlite3_reset(s);
    return ok;
}

gboolean ledger_finish_publication(Ledger *l, GError **error)
{
    return begin(l, error) && run(l, error, SQL_LEAVE_OLD, "") && run(l, error, SQL_ACKNOWLEDGE, "") &&
           run(l, error, SQL_UNPLAN, "") && ledger_commit(l, error);
}

gboolean ledger_put_feed(Ledger *l, const char *path, const char *base, gboolean lang_from_path, gint64 now,
                         GError **error)
{
    return begin(l, error) &&
           run(l, error, SQL_FEED_ADD, "ssii", path, base ? base : "", (gint64)lang_from_path, now);
}

gboolean ledger_each_feed(Ledger *l, LedgerRowFunc func, gpointer user, GError **error)
{
    return each_row(l, SQL_FEEDS, func, user, error);
}

gboolean ledger_each_count(Ledger *l, LedgerRowFunc func, gpointer user, GError **error)
{
    return each_row(l, SQL_COUNTS, func, user, error);
}

gboolean ledger_each_indexed(Ledger *l, LedgerRowFunc func, gpointer user, GError **error)
{
    return each_row(l, SQL_INDEXED, func, user, error);
}

gboolean ledger_each_redeclared(Ledger *l, LedgerRowFunc func, gpointer user, GError **error)
{
    return each_row(l, SQL_REDECLARED, func, user, error);
}

gboolean ledger_check(Ledger *l, GError **error)
{
    sqlite3_stmt *s = NULL;
    if (sqlite3_prepare_v2(l->db, "PRAGMA integrity_check(1)", -1, &s, NULL) || sqlite3_step(s) != SQLITE_ROW) {
        sqlite3_finalize(s);
        return fail(l, error);
    }
    g_autofree char *answer = g_strdup(column(s, 0));
    sqlite3_finalize(s);
    if (g_str_equal(answer, "ok"))
        return TRUE;
    g_set_error(error, FAULT, FAULT_STOP, "ledger '%s' is damaged: %s", l->path, answer);
    return FALSE;
}
