#include "shim/cluster.h"

#include "shim/ledger_sql.h"

static void clear_member(gpointer p)
{
    ClusterMember *m = p;
    g_free(m->url);
    g_free(m->title);
    g_free(m->lang);
    g_free(m->indexed_lang);
}

void cluster_free(Cluster *c)
{
    g_array_unref(c->members);
    g_free(c);
}

static gboolean add_member(const LedgerSql *sql, gpointer members)
{
    ClusterMember m = {.page = ledger_sql_integer(sql, 0),
                       .url = g_strdup(ledger_sql_text(sql, 1)),
                       .title = g_strdup(ledger_sql_text(sql, 2)),
                       .lang = g_strdup(ledger_sql_text(sql, 3)),
                       .indexed_lang = g_strdup(ledger_sql_text(sql, 4))};
    g_array_append_val((GArray *)members, m);
    return TRUE;
}

gboolean cluster_find(Ledger *l, const char *url, Cluster **cluster, GError **error)
{
    LedgerSql *sql = ledger_get_sql(l);
    gboolean found;
    *cluster = NULL;
    if (!ledger_sql_first(sql, &found, error, SQL_CLUSTER_OF, "s", url))
        return FALSE;
    if (!found)
        return TRUE;
    g_autoptr(Cluster) c = g_new0(Cluster, 1);
    c->id = ledger_sql_integer(sql, 0);
    c->authority = ledger_sql_real(sql, 1);
    c->members = g_array_new(FALSE, FALSE, sizeof(ClusterMember));
    g_array_set_clear_func(c->members, clear_member);
    ledger_sql_done(sql);
    if (!ledger_sql_rows(sql, add_member, c->members, error, SQL_CLUSTER_MEMBERS, "i", c->id))
        return FALSE;
    *cluster = g_steal_pointer(&c);
    return TRUE;
}

const ClusterMember *cluster_get_member(const Cluster *c, const char *code)
{
    for (guint i = 0; i < c->members->len; i++) {
        const ClusterMember *m = &g_array_index(c->members, ClusterMember, i);
        if (g_str_equal(m->lang, code) && g_str_equal(m->indexed_lang, code))
            return m;
    }
    return NULL;
}

gboolean cluster_each_pair(Ledger *l, LedgerRowFunc func, gpointer user, GError **error)
{
    return ledger_sql_each(ledger_get_sql(l), func, user, error, SQL_CLUSTER_PAIRS, "");
}

gboolean cluster_each_first(Ledger *l, LedgerRowFunc func, gpointer user, GError **error)
{
    return ledger_sql_each(ledger_get_sql(l), func, user, error, SQL_CLUSTER_FIRSTS, "");
}

gboolean cluster_each_edge(Ledger *l, gint64 page, LedgerRowFunc func, gpointer user, GError **error)
{
    return ledger_sql_each(ledger_get_sql(l), func, user, error, SQL_CLUSTER_EDGES, "i", page);
}

gboolean cluster_each_defect(Ledger *l, gint64 page, LedgerRowFunc func, gpointer user, GError **error)
{
    return ledger_sql_each(ledger_get_sql(l), func, user, error, SQL_CLUSTER_DEFECTS, "i", page);
}
