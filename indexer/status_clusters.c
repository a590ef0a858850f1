#include "indexer/status_clusters.h"

#include <stdio.h>

#include "indexer/json.h"
#include "shim/cluster.h"

/* The lists of one cluster; rows are JsonObject* and, as text, printed at once. */
typedef struct {
    gboolean is_json;
    const char *url;   /* the member whose rows come */
    GHashTable *shown; /* edges: each has two ends */
    GPtrArray *rows;
} Listing;

static const char *or_null(const char *text)
{
    return *text ? text : NULL;
}

static void list_member(Listing *l, const ClusterMember *m)
{
    JsonObject *row = json_object_new();
    json_put_text(row, "lang", or_null(m->lang));
    json_put_text(row, "url", m->url);
    json_put_text(row, "title", m->title);
    json_put_text(row, "index", m->indexed_lang);
    g_ptr_array_add(l->rows, row);
    if (l->is_json)
        return;
    printf("%-8s %s", *m->lang ? m->lang : "-", m->url);
    if (!g_str_equal(m->lang, m->indexed_lang))
        printf("  (in the index %s)", m->indexed_lang);
    printf("\n");
}

static gboolean add_edge(const char *const *columns, guint n, gpointer user)
{
    Listing *l = user;
    (void)n;
    gboolean is_less = g_strcmp0(l->url, columns[0]) < 0;
    const char *from = is_less ? l->url : columns[0], *to = is_less ? columns[0] : l->url, *fate = columns[3];
    if (!g_hash_table_add(l->shown, g_strdup_printf("%s %s %s", from, to, columns[1])))
        return TRUE;
    JsonObject *row = json_object_new();
    json_put_text(row, "from", l->url);
    json_put_text(row, "to", columns[0]);
    json_put_text(row, "evidence", columns[1]);
    json_put_number(row, "weight", g_ascii_strtod(columns[2], NULL));
    json_put_text(row, "fate", or_null(fate));
    if (!l->is_json)
        printf("%s%-10s %s  %s -- %s%s%s\n", l->rows->len ? "" : "\nedges\n", columns[1], columns[2], l->url,
               columns[0], *fate ? ": " : "", fate);
    g_ptr_array_add(l->rows, row);
    return TRUE;
}

static gboolean add_defect(const char *const *columns, guint n, gpointer user)
{
    Listing *l = user;
    (void)n;
    JsonObject *row = json_object_new();
    json_put_text(row, "url", l->url);
    json_put_text(row, "code", columns[0]);
    json_put_text(row, "detail", columns[1]);
    if (!l->is_json)
        printf("%s%s  %s: %s\n", l->rows->len ? "" : "\ndefects\n", l->url, columns[0], columns[1]);
    g_ptr_array_add(l->rows, row);
    return TRUE;
}

typedef gboolean (*ListFunc)(Ledger *ledger, gint64 page, LedgerRowFunc func, gpointer user, GError **error);

static gboolean list_rows(Ledger *ledger, const Cluster *c, ListFunc list, LedgerRowFunc add, Listing *l,
                          GError **error)
{
    for (guint i = 0; i < c->members->len; i++) {
        const ClusterMember *m = &g_array_index(c->members, ClusterMember, i);
        l->url = m->url;
        if (!list(ledger, m->page, add, l, error))
            return FALSE;
    }
    return TRUE;
}

static void put_rows(JsonObject *cluster, const char *name, Listing *l)
{
    json_put_array(cluster, name, l->rows);
    g_ptr_array_set_size(l->rows, 0);
}

gboolean status_print_cluster(Ledger *ledger, const char *url, gboolean is_json, GError **error)
{
    g_autoptr(Cluster) c = NULL;
    if (!cluster_find(ledger, url, &c, error))
        return FALSE;
    if (!c) {
        g_set_error(error, FAULT, FAULT_SKIP, "'%s' is in no cluster", url);
        return FALSE;
    }
    g_autoptr(GPtrArray) rows = g_ptr_array_new();
    g_autoptr(GHashTable) shown = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    Listing l = {is_json, url, shown, rows};
    JsonObject *cluster = json_object_new();
    json_put_text(cluster, "url", url);
    json_put_integer(cluster, "cluster", c->id);
    json_put_number(cluster, "authority", c->authority);
    if (!is_json)
        printf("cluster %" G_GINT64_FORMAT ", authority %.2f\n\n", c->id, c->authority);
    for (guint i = 0; i < c->members->len; i++)
        list_member(&l, &g_array_index(c->members, ClusterMember, i));
    put_rows(cluster, "members", &l);
    gboolean ok = list_rows(ledger, c, cluster_each_edge, add_edge, &l, error);
    put_rows(cluster, "edges", &l);
    ok = ok && list_rows(ledger, c, cluster_each_defect, add_defect, &l, error);
    put_rows(cluster, "defects", &l);
    g_autofree char *text = json_object_finish(cluster);
    if (is_json && ok)
        puts(text);
    return ok;
}
