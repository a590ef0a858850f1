#include "shim/clustering.h"

#include "shim/ledger_sql.h"

/* The row that is open, by PAGE_COLUMNS. */
static ClusterPage read_page(const LedgerSql *sql)
{
    int i = 0;
    ClusterPage p = {.id = ledger_sql_integer(sql, i++)};
    p.url = ledger_sql_text(sql, i++);
    p.state = ledger_sql_integer(sql, i++);
    p.declared = ledger_sql_text(sql, i++);
    p.decided = ledger_sql_text(sql, i++);
    p.indexed_lang = ledger_sql_text(sql, i++);
    p.purity = ledger_sql_integer(sql, i++);
    p.edition = ledger_sql_text(sql, i++);
    p.group = ledger_sql_text(sql, i++);
    p.symbols = ledger_sql_text(sql, i++);
    p.pattern = ledger_sql_text(sql, i++);
    p.numbers = ledger_sql_integer(sql, i++);
    p.canonical = ledger_sql_text(sql, i++);
    p.duplicate_of = ledger_sql_integer(sql, i++);
    p.cluster = ledger_sql_integer(sql, i++);
    p.lang = ledger_sql_text(sql, i++);
    p.redirect = ledger_sql_text(sql, i++);
    p.is_failing = *ledger_sql_text(sql, i++) != '\0';
    return p;
}

static gboolean give_pages(LedgerSql *sql, gboolean found, ClusterPageFunc func, gpointer user,
                           GError **error)
{
    while (found) {
        ClusterPage p = read_page(sql);
        func(&p, user);
        if (!ledger_sql_next(sql, &found, error))
            return FALSE;
    }
    return TRUE;
}

gboolean clustering_each_page(Ledger *l, ClusterPageFunc func, gpointer user, GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    gboolean found;
    return ledger_sql_first(sql, &found, error, SQL_CLUSTER_PAGES, "") &&
           give_pages(sql, found, func, user, error);
}

gboolean clustering_find_page(Ledger *l, gint64 id, ClusterPageFunc func, gpointer user, GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    gboolean found;
    return ledger_sql_first(sql, &found, error, SQL_CLUSTER_PAGE, "i", id) &&
           give_pages(sql, found, func, user, error);
}

gboolean clustering_find_url(Ledger *l, const char *url, ClusterPageFunc func, gpointer user, GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    gboolean found;
    return ledger_sql_first(sql, &found, error, SQL_CLUSTER_PAGE_OF_URL, "s", url) &&
           give_pages(sql, found, func, user, error);
}

static gboolean give_claims(LedgerSql *sql, gboolean found, ClusterClaimFunc func, gpointer user,
                            GError **error)
{
    while (found) {
        ClusterClaim c = {ledger_sql_integer(sql, 0), ledger_sql_integer(sql, 1), ledger_sql_text(sql, 2),
                          ledger_sql_text(sql, 3)};
        func(&c, user);
        if (!ledger_sql_next(sql, &found, error))
            return FALSE;
    }
    return TRUE;
}

gboolean clustering_each_claim(Ledger *l, ClusterClaimFunc func, gpointer user, GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    gboolean found;
    return ledger_sql_first(sql, &found, error, SQL_CLUSTER_CLAIMS, "") &&
           give_claims(sql, found, func, user, error);
}

gboolean clustering_each_claim_of(Ledger *l, gint64 page, ClusterClaimFunc func, gpointer user,
                                  GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    gboolean found;
    return ledger_sql_first(sql, &found, error, SQL_CLUSTER_CLAIMS_OF, "i", page) &&
           give_claims(sql, found, func, user, error);
}

gboolean clustering_each_claim_to(Ledger *l, gint64 page, guint most, ClusterClaimFunc func, gpointer user,
                                  GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    gboolean found;
    return ledger_sql_first(sql, &found, error, SQL_CLUSTER_CLAIMS_TO, "ii", page, (gint64)most) &&
           give_claims(sql, found, func, user, error);
}

/* ------------------------------------------------------------------ lists of ids */

/* Appends the column of a statement whose first row may be open. */
static gboolean list_ids(LedgerSql *sql, gboolean found, int column, GArray *ids, GError **error)
{
    while (found) {
        gint64 id = ledger_sql_integer(sql, column);
        g_array_append_val(ids, id);
        if (!ledger_sql_next(sql, &found, error))
            return FALSE;
    }
    return TRUE;
}

gboolean clustering_list_peers(Ledger *l, ClusterPeers fact, const ClusterPage *p, guint most, GArray *ids,
                               GError **error)
{
    static const Sql names[N_PEERS] = {SQL_PEERS_GROUP, SQL_PEERS_PATTERN, SQL_PEERS_SYMBOLS};
    const char *const texts[N_PEERS] = {p->group, p->pattern, p->symbols};
    LedgerSql *sql = ledger_get_sql(l);
    gboolean found;
    return ledger_sql_first(sql, &found, error, names[fact], "si", texts[fact], (gint64)most) &&
           list_ids(sql, found, 0, ids, error);
}

gboolean clustering_list_fingerprints(Ledger *l, GArray *fingerprints, GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    gboolean found;
    if (!ledger_sql_first(sql, &found, error, SQL_FINGERPRINTS, ""))
        return FALSE;
    while (found) {
        ClusterFingerprint f = {ledger_sql_integer(sql, 0), ledger_sql_integer(sql, 1)};
        g_array_append_val(fingerprints, f);
        if (!ledger_sql_next(sql, &found, error))
            return FALSE;
    }
    return TRUE;
}

gboolean clustering_list_leading(Ledger *l, gint64 id, const char *url, GArray *ids, GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    gboolean found;
    return ledger_sql_first(sql, &found, error, SQL_CLUSTER_LEADING, "is", id, url) &&
           list_ids(sql, found, 0, ids, error);
}

gboolean clustering_list_neighbours(Ledger *l, gint64 id, GArray *ids, GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    gboolean found;
    return ledger_sql_first(sql, &found, error, SQL_CLUSTER_NEIGHBOURS, "i", id) &&
           list_ids(sql, found, 0, ids, error);
}

gboolean clustering_list_members(Ledger *l, gint64 cluster, GArray *ids, GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    gboolean found;
    return ledger_sql_first(sql, &found, error, SQL_CLUSTER_FELLOWS, "i", cluster) &&
           list_ids(sql, found, 0, ids, error);
}

gboolean clustering_list_dirty(Ledger *l, guint most, GArray *ids, GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    gboolean found;
    return ledger_sql_first(sql, &found, error, SQL_DIRTY, "i", (gint64)most) &&
           list_ids(sql, found, 1, ids, error);
}

gboolean clustering_count(Ledger *l, ClusterCounts *counts, GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    gboolean found;
    if (!ledger_sql_first(sql, &found, error, SQL_DIRTY_COUNT, ""))
        return FALSE;
    *counts =
        (ClusterCounts){ledger_sql_integer(sql, 0), ledger_sql_integer(sql, 1), ledger_sql_integer(sql, 2)};
    ledger_sql_done(sql);
    return TRUE;
}

gboolean clustering_get_state(Ledger *l, const char *name, char **value, GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    gboolean found;
    if (!ledger_sql_first(sql, &found, error, SQL_STATE_GET, "s", name))
        return FALSE;
    *value = g_strdup(found ? ledger_sql_text(sql, 0) : "");
    if (found)
        ledger_sql_done(sql);
    return TRUE;
}

/* ------------------------------------------------------------------ writing */

gboolean clustering_put_state(Ledger *l, const char *name, const char *value, GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    return ledger_sql_begin(sql, error) && ledger_sql_run(sql, error, SQL_STATE_PUT, "ss", name, value);
}

gboolean clustering_clear_dirty(Ledger *l, gint64 seq, GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    return ledger_sql_begin(sql, error) && ledger_sql_run(sql, error, SQL_DIRTY_CLEAR, "i", seq);
}

gboolean clustering_add_cluster(Ledger *l, gint64 *id, GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    if (!ledger_sql_begin(sql, error) || !ledger_sql_run(sql, error, SQL_CLUSTER_ADD, ""))
        return FALSE;
    *id = ledger_sql_last_id(sql);
    return TRUE;
}

gboolean clustering_sweep(Ledger *l, gint64 id, GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    if (!ledger_sql_begin(sql, error))
        return FALSE;
    return id ? ledger_sql_run(sql, error, SQL_CLUSTER_SWEEP, "i", id)
              : ledger_sql_run(sql, error, SQL_CLUSTERS_SWEEP, "");
}

gboolean clustering_put_member(Ledger *l, gint64 page, gint64 cluster, const char *lang, GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    if (!ledger_sql_begin(sql, error))
        return FALSE;
    return cluster ? ledger_sql_run(sql, error, SQL_MEMBER_PUT, "iis", page, cluster, lang)
                   : ledger_sql_run(sql, error, SQL_MEMBER_DROP, "i", page);
}

gboolean clustering_clear(Ledger *l, gint64 page, GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    if (!ledger_sql_begin(sql, error))
        return FALSE;
    if (!page)
        return ledger_sql_run(sql, error, SQL_CLUSTER_DEFECTS_CLEAR, "");
    return ledger_sql_run(sql, error, SQL_EDGES_CLEAR_PAGE, "i", page) &&
           ledger_sql_run(sql, error, SQL_CLUSTER_DEFECTS_CLEAR_PAGE, "i", page);
}

gboolean clustering_each_edge(Ledger *l, ClusterEdgeFunc func, gpointer user, GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    gboolean found;
    if (!ledger_sql_first(sql, &found, error, SQL_EDGES, ""))
        return FALSE;
    while (found) {
        ClusterEdgeRow e = {ledger_sql_integer(sql, 0), ledger_sql_integer(sql, 1), ledger_sql_text(sql, 2),
                            ledger_sql_real(sql, 3), ledger_sql_text(sql, 4)};
        func(&e, user);
        if (!ledger_sql_next(sql, &found, error))
            return FALSE;
    }
    return TRUE;
}

gboolean clustering_drop_edge(Ledger *l, gint64 a, gint64 b, const char *evidence, GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    return ledger_sql_begin(sql, error) && ledger_sql_run(sql, error, SQL_EDGE_DROP, "iis", a, b, evidence);
}

gboolean clustering_put_edge(Ledger *l, gint64 a, gint64 b, const char *evidence, double weight,
                             const char *fate, GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    return ledger_sql_begin(sql, error) &&
           ledger_sql_run(sql, error, SQL_EDGE_ADD, "iisds", MIN(a, b), MAX(a, b), evidence, weight, fate);
}

gboolean clustering_put_defect(Ledger *l, gint64 page, const LedgerDefect *defect, GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    return ledger_sql_begin(sql, error) &&
           ledger_sql_run(sql, error, SQL_CLUSTER_DEFECT_ADD, "iss", page, defect->code, defect->detail);
}

gboolean clustering_put_pattern(Ledger *l, gint64 page, const char *pattern, GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    return ledger_sql_begin(sql, error) && ledger_sql_run(sql, error, SQL_PATTERN_PUT, "si", pattern, page);
}

gboolean clustering_each_rule(Ledger *l, LedgerRowFunc func, gpointer user, GError **error)
{
    return ledger_sql_each(ledger_get_sql(l), func, user, error, SQL_RULES, "");
}

gboolean clustering_clear_rules(Ledger *l, GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    return ledger_sql_begin(sql, error) && ledger_sql_run(sql, error, SQL_RULES_CLEAR, "");
}

gboolean clustering_put_rule(Ledger *l, const char *place, const char *marker, const char *lang, guint pages,
                             GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    return ledger_sql_begin(sql, error) &&
           ledger_sql_run(sql, error, SQL_RULE_ADD, "sssi", place, marker, lang, (gint64)pages);
}
