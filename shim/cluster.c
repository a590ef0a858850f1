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

Cluster *cluster_new(void)
{
    Cluster *c = g_new0(Cluster, 1);
    c->members = g_array_new(FALSE, FALSE, sizeof(ClusterMember));
    g_array_set_clear_func(c->members, clear_member);
    return c;
}

void cluster_free(Cluster *c)
{
    g_array_unref(c->members);
    g_free(c);
}

/* A member, in an index or not; each row has the cluster's own columns. */
static gboolean read_member(const LedgerSql *sql, gpointer cluster)
{
    Cluster *c = cluster;
    c->id = ledger_sql_integer(sql, 0);
    c->authority = ledger_sql_real(sql, 1);
    if (!*ledger_sql_text(sql, 6))
        return TRUE;
    ClusterMember m = {.page = ledger_sql_integer(sql, 2),
                       .url = g_strdup(ledger_sql_text(sql, 3)),
                       .title = g_strdup(ledger_sql_text(sql, 4)),
                       .lang = g_strdup(ledger_sql_text(sql, 5)),
                       .indexed_lang = g_strdup(ledger_sql_text(sql, 6))};
    g_array_append_val(c->members, m);
    return TRUE;
}

gboolean cluster_find(Ledger *l, const char *url, Cluster **cluster, GError **error)
{
    *cluster = NULL;
    g_autoptr(Cluster) c = cluster_new();
    if (!ledger_sql_rows(ledger_get_sql(l), read_member, c, error, SQL_CLUSTER_OF, "s", url))
        return FALSE;
    if (c->id)
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
