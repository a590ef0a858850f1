#include "query/clusters.h"

#include "shim/authority.h"

/* Where a page stands. */
typedef struct {
    const Cluster *cluster; /* NULL: in none */
    gboolean is_displaced;  /* another page of its language has its place there */
} Place;

struct Clusters {
    Searcher *searcher;
    GHashTable *by_url; /* Place of every page that was asked for, and of the members of its cluster */
    GPtrArray *owned;   /* Cluster* */
    gboolean is_broken; /* the ledger could not be read: it is not asked again */
};

static void free_cluster(gpointer cluster)
{
    cluster_free(cluster);
}

Clusters *clusters_new(Searcher *searcher)
{
    Clusters *c = g_new0(Clusters, 1);
    c->searcher = searcher;
    c->by_url = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    c->owned = g_ptr_array_new_with_free_func(free_cluster);
    return c;
}

void clusters_free(Clusters *c)
{
    g_hash_table_unref(c->by_url);
    g_ptr_array_unref(c->owned);
    g_free(c);
}

gboolean clusters_are_known(Clusters *c)
{
    return searcher_table(c->searcher) || (!c->is_broken && searcher_ledger(c->searcher));
}

gboolean clusters_have_all(Clusters *c, const LangProfile *from, const LangProfile *to)
{
    const ClusterTable *table = searcher_table(c->searcher);
    return table && cluster_table_has_all(table, lang_code(from), lang_code(to));
}

static Cluster *read_cluster(Clusters *c, const char *url)
{
    Cluster *cluster = NULL;
    const ClusterTable *table = searcher_table(c->searcher);
    if (table)
        return cluster_table_find(table, url);
    if (clusters_are_known(c) && !cluster_find(searcher_ledger(c->searcher), url, &cluster, NULL))
        c->is_broken = TRUE;
    return cluster;
}

static void put_place(Clusters *c, const char *url, const Cluster *cluster, gboolean is_displaced)
{
    Place *place = g_new(Place, 1);
    *place = (Place){cluster, is_displaced};
    g_hash_table_insert(c->by_url, g_strdup(url), place);
}

static const Place *find_place(Clusters *c, const char *url)
{
    const Place *known = g_hash_table_lookup(c->by_url, url);
    if (known)
        return known;
    Cluster *cluster = read_cluster(c, url);
    put_place(c, url, cluster, TRUE);
    if (cluster)
        g_ptr_array_add(c->owned, cluster);
    for (guint i = 0; cluster && i < cluster->members->len; i++) {
        const ClusterMember *m = &g_array_index(cluster->members, ClusterMember, i);
        put_place(c, m->url, cluster, !*m->lang);
    }
    return g_hash_table_lookup(c->by_url, url);
}

const Cluster *clusters_find(Clusters *c, const char *url)
{
    const Place *place = find_place(c, url);
    return place->is_displaced ? NULL : place->cluster;
}

gboolean clusters_find_links(Clusters *c, const char *url, const LangProfile *lang, double *authority, char **texts)
{
    const ClusterTable *table = searcher_table(c->searcher);
    if (table) {
        *texts = g_strdup(cluster_table_find_links(table, url, lang_code(lang), authority));
        return TRUE;
    }
    if (!clusters_are_known(c))
        return FALSE;
    Ledger *ledger = searcher_ledger(c->searcher);
    c->is_broken = !authority_find_links(ledger, url, lang_code(lang), authority, texts, NULL);
    return !c->is_broken;
}

gboolean clusters_has_page(const Cluster *cluster, const LangProfile *lang)
{
    for (guint i = 0; cluster && i < cluster->members->len; i++)
        if (g_str_equal(g_array_index(cluster->members, ClusterMember, i).indexed_lang, lang_code(lang)))
            return TRUE;
    return FALSE;
}

void clusters_describe(const Clusters *c, const Cluster *cluster, Result *r)
{
    if (!cluster)
        return;
    r->cluster = cluster->id;
    r->authority = cluster->authority;
    const GPtrArray *languages = c->searcher->languages;
    for (guint i = 0; i < languages->len; i++) {
        const LangProfile *lang = g_ptr_array_index(languages, i);
        const ClusterMember *m = lang == r->lang ? NULL : cluster_get_member(cluster, lang_code(lang));
        if (m)
            result_add_alternate(r, lang, m->url);
    }
}
