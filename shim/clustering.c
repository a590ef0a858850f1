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

typedef struct {
    ClusterPageFunc page;
    ClusterClaimFunc claim;
    ClusterEdgeFunc edge;
    gpointer user;
} Call;

static gboolean give_page(const LedgerSql *sql, gpointer user)
{
    const Call *call = user;
    ClusterPage p = read_page(sql);
    call->page(&p, call->user);
    return TRUE;
}

gboolean clustering_each_page(Ledger *l, ClusterPageFunc func, gpointer user, GError **error)
{
    Call call = {.page = func, .user = user};
    return ledger_sql_rows(ledger_get_sql(l), give_page, &call, error, SQL_CLUSTER_PAGES, "");
}

gboolean clustering_find_page(Ledger *l, gint64 id, ClusterPageFunc func, gpointer user, GError **error)
{
    Call call = {.page = func, .user = user};
    return ledger_sql_rows(ledger_get_sql(l), give_page, &call, error, SQL_CLUSTER_PAGE, "i", id);
}

gboolean clustering_find_url(Ledger *l, const char *url, ClusterPageFunc func, gpointer user, GError **error)
{
    Call call = {.page = func, .user = user};
    return ledger_sql_rows(ledger_get_sql(l), give_page, &call, error, SQL_CLUSTER_PAGE_OF_URL, "s", url);
}

static gboolean give_claim(const LedgerSql *sql, gpointer user)
{
    const Call *call = user;
    ClusterClaim c = {ledger_sql_integer(sql, 0), ledger_sql_integer(sql, 1), ledger_sql_text(sql, 2),
                      ledger_sql_text(sql, 3)};
    call->claim(&c, call->user);
    return TRUE;
}

gboolean clustering_each_claim(Ledger *l, ClusterClaimFunc func, gpointer user, GError **error)
{
    Call call = {.claim = func, .user = user};
    return ledger_sql_rows(ledger_get_sql(l), give_claim, &call, error, SQL_CLUSTER_CLAIMS, "");
}

gboolean clustering_each_claim_of(Ledger *l, gint64 page, ClusterClaimFunc func, gpointer user, GError **error)
{
    Call call = {.claim = func, .user = user};
    return ledger_sql_rows(ledger_get_sql(l), give_claim, &call, error, SQL_CLUSTER_CLAIMS_OF, "i", page);
}

gboolean clustering_each_claim_to(Ledger *l, gint64 page, guint most, ClusterClaimFunc func, gpointer user, GError **error)
{
    Call call = {.claim = func, .user = user};
    return ledger_sql_rows(ledger_get_sql(l), give_claim, &call, error, SQL_CLUSTER_CLAIMS_TO, "ii", page, (gint64)most);
}

/* ------------------------------------------------------------------ lists of ids */

static gboolean add_id(const LedgerSql *sql, gpointer ids)
{
    gint64 id = ledger_sql_integer(sql, 0);
    g_array_append_val((GArray *)ids, id);
    return TRUE;
}

gboolean clustering_list_peers(Ledger *l, ClusterPeers fact, const ClusterPage *p, guint most, GArray *ids, GError **error)
{
    static const Sql names[N_PEERS] = {SQL_PEERS_GROUP, SQL_PEERS_PATTERN, SQL_PEERS_SYMBOLS};
    const char *const texts[N_PEERS] = {p->group, p->pattern, p->symbols};
    return ledger_sql_rows(ledger_get_sql(l), add_id, ids, error, names[fact], "si", texts[fact], (gint64)most);
}

static gboolean add_fingerprint(const LedgerSql *sql, gpointer fingerprints)
{
    ClusterFingerprint f = {ledger_sql_integer(sql, 0), ledger_sql_integer(sql, 1)};
    g_array_append_val((GArray *)fingerprints, f);
    return TRUE;
}

gboolean clustering_list_fingerprints(Ledger *l, GArray *fingerprints, GError **error)
{
    return ledger_sql_rows(ledger_get_sql(l), add_fingerprint, fingerprints, error, SQL_FINGERPRINTS, "");
}

gboolean clustering_list_leading(Ledger *l, gint64 id, const char *url, GArray *ids, GError **error)
{
    return ledger_sql_rows(ledger_get_sql(l), add_id, ids, error, SQL_CLUSTER_LEADING, "is", id, url);
}

gboolean clustering_list_neighbours(Ledger *l, gint64 id, GArray *ids, GError **error)
{
    return ledger_sql_rows(ledger_get_sql(l), add_id, ids, error, SQL_CLUSTER_NEIGHBOURS, "i", id);
}

gboolean clustering_list_members(Ledger *l, gint64 cluster, GArray *ids, GError **error)
{
    return ledger_sql_rows(ledger_get_sql(l), add_id, ids, error, SQL_CLUSTER_FELLOWS, "i", cluster);
}

gboolean clustering_list_dirty(Ledger *l, guint most, GArray *ids, GError **error)
{
    return ledger_sql_rows(ledger_get_sql(l), add_id, ids, error, SQL_DIRTY, "i", (gint64)most);
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

static gboolean give_edge(const LedgerSql *sql, gpointer user)
{
    const Call *call = user;
    ClusterEdgeRow e = {ledger_sql_integer(sql, 0), ledger_sql_integer(sql, 1), ledger_sql_text(sql, 2),
                        ledger_sql_real(sql, 3), ledger_sql_text(sql, 4)};
    call->edge(&e, call->user);
    return TRUE;
}

gboolean clustering_each_edge(Ledger *l, ClusterEdgeFunc func, gpointer user, GError **error)
{
    Call call = {.edge = func, .user = user};
    return ledger_sql_rows(ledger_get_sql(l), give_edge, &call, error, SQL_EDGES, "");
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
