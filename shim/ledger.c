#include "shim/ledger.h"

#include "shim/ledger_sql.h"
#include "shim/limits.h"

struct Ledger {
    LedgerSql *sql;
    GHashTable *ids; /* url → id, of URLs asked for lately; a row of url keeps its id for ever */
    gboolean is_bulk; /* between ledger_begin_build() and ledger_finish_publication() */
};

Ledger *ledger_open(const char *data, LedgerMode mode, GError **error)
{
    g_autofree char *path = g_build_filename(data, LEDGER_FILE, NULL);
    LedgerSql *sql = ledger_sql_open(path, &ledger_schema, mode, error);
    if (!sql)
        return NULL;
    Ledger *l = g_new0(Ledger, 1);
    l->sql = sql;
    l->ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return l;
}

void ledger_close(Ledger *l)
{
    ledger_sql_close(l->sql);
    g_hash_table_unref(l->ids);
    g_free(l);
}

gboolean ledger_begin_reading(Ledger *l, GError **error)
{
    return ledger_sql_run(l->sql, error, SQL_BEGIN_READING, "");
}

void ledger_end_reading(Ledger *l)
{
    if (!ledger_sql_run(l->sql, NULL, SQL_COMMIT, ""))
        return; /* nothing was written that could be lost */
}

LedgerSql *ledger_get_sql(Ledger *l)
{
    return l->sql;
}

gint64 ledger_is_bulk(const Ledger *l)
{
    return l->is_bulk;
}

gboolean ledger_collect(const char *const *columns, guint n, gpointer strings)
{
    (void)n;
    g_ptr_array_add(strings, g_strdup(columns[0]));
    return TRUE;
}

const char *page_state_name(PageState state)
{
    static const char *const names[] = {"seen", "present", "excluded", "removed", "gone", "unknown", "duplicate"};
    return names[state];
}

const char *page_purity_name(PagePurity purity)
{
    static const char *const names[] = {"pure", "mixed", "untranslated", "unknown"};
    return names[purity];
}

/* Id of a URL's row, made if there is none. */
static gboolean find_or_add(Ledger *l, const char *url, gint64 *id, GError **error)
{
    gboolean found;
    if (!ledger_sql_first(l->sql, &found, error, SQL_URL_ID, "s", url))
        return FALSE;
    if (found) {
        *id = ledger_sql_integer(l->sql, 0);
        ledger_sql_done(l->sql);
        return TRUE;
    }
    if (!ledger_sql_run(l->sql, error, SQL_URL_ADD, "s", url))
        return FALSE;
    *id = ledger_sql_last_id(l->sql);
    return TRUE;
}

/* The pages of a site link to the same ones again and again. */
gboolean ledger_url_id(Ledger *l, const char *url, gint64 *id, GError **error)
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
    if (!ledger_sql_run(l->sql, error, SQL_LINKS_CLEAR, "i", id))
        return FALSE;
    for (guint i = 0; links && i < links->len; i++) {
        const LedgerLink *link = &g_array_index(links, LedgerLink, i);
        gint64 dst;
        if (!ledger_url_id(l, link->url, &dst, error) ||
            !ledger_sql_run(l->sql, error, SQL_LINK_ADD, "iissii", id, dst, link->text, link->lang,
                            (gint64)link->nofollow, (gint64)link->line))
            return FALSE;
    }
    return TRUE;
}

static gboolean put_alternates(Ledger *l, gint64 id, Sql clear, const GArray *alternates, GError **error)
{
    if (!ledger_sql_run(l->sql, error, clear, "i", id))
        return FALSE;
    for (guint i = 0; alternates && i < alternates->len; i++) {
        const LedgerAlternate *a = &g_array_index(alternates, LedgerAlternate, i);
        gint64 target;
        if (!ledger_url_id(l, a->url, &target, error) ||
            !ledger_sql_run(l->sql, error, SQL_ALTERNATE_ADD, "iiss", id, target, a->lang, a->evidence))
            return FALSE;
    }
    return TRUE;
}

static gboolean put_defects(Ledger *l, gint64 id, const GArray *defects, GError **error)
{
    if (!ledger_sql_run(l->sql, error, SQL_DEFECTS_CLEAR, "i", id))
        return FALSE;
    for (guint i = 0; defects && i < defects->len; i++) {
        const LedgerDefect *d = &g_array_index(defects, LedgerDefect, i);
        if (!ledger_sql_run(l->sql, error, SQL_DEFECT_ADD, "issi", id, d->code, d->detail, (gint64)d->line))
            return FALSE;
    }
    return TRUE;
}

gboolean ledger_put(Ledger *l, const LedgerPage *p, const char *staged_lang, const GArray *links,
                    const GArray *alternates, const GArray *defects, GError **error)
{
    gint64 id;
    return ledger_sql_begin(l->sql, error) && ledger_url_id(l, p->url, &id, error) &&
           ledger_sql_run(l->sql, error, SQL_PUT, "issssssddiiiiisssiisiissi", (gint64)p->state, p->content_hash,
                          p->title, p->declared, p->declared_source, p->detected, p->decided, p->confidence,
                          p->declared_share, (gint64)p->purity, p->fetched_at, p->date, (gint64)p->bytes,
                          (gint64)p->words, p->type, p->group, p->edition, (gint64)p->is_from_http,
                          (gint64)p->simhash, p->canonical ? p->canonical : "", p->duplicate_of,
                          (gint64)p->fingerprint, p->symbols ? p->symbols : "", staged_lang, id) &&
           put_links(l, id, links, error) && put_alternates(l, id, SQL_ALTERNATES_CLEAR, alternates, error) &&
           put_defects(l, id, defects, error);
}

gboolean ledger_put_sitemap_alternates(Ledger *l, const char *url, const GArray *alternates, GError **error)
{
    gint64 id;
    return ledger_sql_begin(l->sql, error) && ledger_url_id(l, url, &id, error) &&
           put_alternates(l, id, SQL_SITEMAP_CLEAR, alternates, error) &&
           ledger_sql_run(l->sql, error, SQL_DIRTY_ADD, "i", id);
}

gboolean ledger_find(Ledger *l, const char *url, LedgerPlace *place, GError **error)
{
    *place = (LedgerPlace){0};
    gboolean found;
    if (!ledger_sql_first(l->sql, &found, error, SQL_PLACE, "s", url))
        return FALSE;
    if (!found)
        return TRUE;
    place->state = ledger_sql_integer(l->sql, 0);
    place->found = place->state != PAGE_SEEN;
    g_strlcpy(place->content_hash, ledger_sql_text(l->sql, 1), sizeof place->content_hash);
    g_strlcpy(place->indexed_lang, ledger_sql_text(l->sql, 2), sizeof place->indexed_lang);
    place->fetched_at = ledger_sql_integer(l->sql, 3);
    place->removed_at = ledger_sql_integer(l->sql, 4);
    place->is_staged = ledger_sql_integer(l->sql, 5) != 0;
    g_strlcpy(place->staged_lang, ledger_sql_text(l->sql, 6), sizeof place->staged_lang);
    place->held_at = ledger_sql_integer(l->sql, 7);
    ledger_sql_done(l->sql);
    return TRUE;
}

gboolean ledger_find_hreflang(Ledger *l, const char *url, char **lang, GError **error)
{
    gboolean found;
    if (!ledger_sql_first(l->sql, &found, error, SQL_HREFLANG, "s", url))
        return FALSE;
    *lang = g_strdup(found ? ledger_sql_text(l->sql, 0) : "");
    ledger_sql_done(l->sql);
    return TRUE;
}

gboolean ledger_each_translation(Ledger *l, const char *url, LedgerRowFunc func, gpointer user, GError **error)
{
    return ledger_sql_each(l->sql, func, user, error, SQL_TRANSLATIONS, "s", url);
}

gboolean ledger_remove(Ledger *l, const char *url, PageState state, gint64 now, GError **error)
{
    if (!ledger_sql_begin(l->sql, error) ||
        !ledger_sql_run(l->sql, error, SQL_REMOVE, "iis", (gint64)state, now, url))
        return FALSE;
    if (ledger_sql_changes(l->sql) == 0) {
        g_set_error(error, FAULT, FAULT_SKIP, "'%s' is in no index", url);
        return FALSE;
    }
    return TRUE;
}

gboolean ledger_commit(Ledger *l, GError **error)
{
    gboolean ok = ledger_sql_commit(l->sql, error);
    if (!ok) /* rolled back, and the rows made since are gone */
        g_hash_table_remove_all(l->ids);
    return ok;
}

gboolean ledger_acknowledge(Ledger *l, GError **error)
{
    return ledger_sql_begin(l->sql, error) && ledger_sql_run(l->sql, error, SQL_ACKNOWLEDGE, "") &&
           ledger_commit(l, error);
}

gboolean ledger_next_staged(Ledger *l, gint64 *id, char **url, char **staged_lang, char **indexed_lang,
                            GError **error)
{
    gboolean found;
    if (!ledger_sql_first(l->sql, &found, error, SQL_NEXT_STAGED, "i", *id))
        return FALSE;
    *id = found ? ledger_sql_integer(l->sql, 0) : 0;
    *url = found ? g_strdup(ledger_sql_text(l->sql, 1)) : NULL;
    *staged_lang = found ? g_strdup(ledger_sql_text(l->sql, 2)) : NULL;
    *indexed_lang = found ? g_strdup(ledger_sql_text(l->sql, 3)) : NULL;
    ledger_sql_done(l->sql);
    return TRUE;
}

gboolean ledger_settle(Ledger *l, gint64 id, const char *indexed_lang, const char *content_hash,
                       GError **error)
{
    return ledger_sql_begin(l->sql, error) &&
           ledger_sql_run(l->sql, error, SQL_SETTLE, "ssi", indexed_lang, content_hash, id);
}

gboolean ledger_begin_build(Ledger *l, GError **error)
{
    l->is_bulk = TRUE;
    return ledger_sql_begin(l->sql, error) && ledger_sql_run(l->sql, error, SQL_UNSTAGE, "") &&
           ledger_commit(l, error);
}

gboolean ledger_plan_publication(Ledger *l, const char *const *codes, guint generation, GError **error)
{
    if (!ledger_sql_begin(l->sql, error))
        return FALSE;
    for (; *codes; codes++)
        if (!ledger_sql_run(l->sql, error, SQL_PLAN, "si", *codes, (gint64)generation))
            return FALSE;
    return ledger_commit(l, error);
}

typedef struct {
    GStrvBuilder *codes;
    guint n, generation;
} Publication;

static gboolean add_planned(const char *const *columns, guint n, gpointer user)
{
    (void)n;
    Publication *p = user;
    g_strv_builder_add(p->codes, columns[0]);
    p->generation = g_ascii_strtoull(columns[1], NULL, 10);
    p->n++;
    return TRUE;
}

gboolean ledger_next_publication(Ledger *l, char ***codes, guint *generation, GError **error)
{
    g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
    Publication p = {builder, 0, 0};
    gboolean ok = ledger_sql_each(l->sql, add_planned, &p, error, SQL_PLANNED, "");
    *codes = ok && p.n ? g_strv_builder_end(builder) : NULL;
    *generation = p.generation;
    return ok;
}

gboolean ledger_finish_publication(Ledger *l, GError **error)
{
    l->is_bulk = FALSE;
    return ledger_sql_begin(l->sql, error) && ledger_sql_run(l->sql, error, SQL_LEAVE_OLD, "") &&
           ledger_sql_run(l->sql, error, SQL_DUPLICATES_LEAVE_OLD, "") &&
           ledger_sql_run(l->sql, error, SQL_ACKNOWLEDGE, "") &&
           ledger_sql_run(l->sql, error, SQL_UNPLAN, "") && ledger_commit(l, error);
}

gboolean ledger_put_feed(Ledger *l, const char *path, const char *base, gboolean lang_from_path, gint64 now,
                         GError **error)
{
    return ledger_sql_begin(l->sql, error) && ledger_sql_run(l->sql, error, SQL_FEED_ADD, "ssii", path,
                                                             base ? base : "", (gint64)lang_from_path, now);
}

gboolean ledger_each_feed(Ledger *l, LedgerRowFunc func, gpointer user, GError **error)
{
    return ledger_sql_each(l->sql, func, user, error, SQL_FEEDS, "");
}

gboolean ledger_each_count(Ledger *l, LedgerRowFunc func, gpointer user, GError **error)
{
    return ledger_sql_each(l->sql, func, user, error, SQL_COUNTS, "");
}

gboolean ledger_each_indexed(Ledger *l, LedgerRowFunc func, gpointer user, GError **error)
{
    return ledger_sql_each(l->sql, func, user, error, SQL_INDEXED, "");
}

gboolean ledger_each_redeclared(Ledger *l, LedgerRowFunc func, gpointer user, GError **error)
{
    return ledger_sql_each(l->sql, func, user, error, SQL_REDECLARED, "");
}

gboolean ledger_check(Ledger *l, GError **error)
{
    return ledger_sql_check(l->sql, error);
}
