#include "query/clusters.h"

struct Clusters {
    Searcher *searcher;
    GHashTable *by_url; /* of every member: its cluster; of a page in none: NULL */
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
    c->by_url = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    c->owned = g_ptr_array_new_with_free_func(free_cluster);
    return c;
}

void clusters_free(Clusters *c)
{
    g_hash_table_unref(c->by_url);
    g_ptr_array_unref(c->owned);
    g_free(c);
}

static Cluster *read_cluster(Clusters *c, const char *url)
{
    Ledger *ledger = c->is_broken ? NULL : searcher_ledger(c->searcher);
    Cluster *cluster = NULL;
    if (ledger && !cluster_find(ledger, url, &cluster, NULL))
        c->is_broken = TRUE;
    return cluster;
}

const Cluster *clusters_find(Clusters *c, const char *url)
{
    gpointer known = NULL;
    if (g_hash_table_lookup_extended(c->by_url, url, NULL, &known))
        return known;
    Cluster *cluster = read_cluster(c, url);
    g_hash_table_insert(c->by_url, g_strdup(url), NULL);
    if (!cluster)
        return NULL;
    g_ptr_array_add(c->owned, cluster);
    for (guint i = 0; i < cluster->members->len; i++) {
        const ClusterMember *m = &g_array_index(cluster->members, ClusterMember, i);
        g_hash_table_insert(c->by_url, g_strdup(m->url), *m->lang ? cluster : NULL);
    }
    return g_hash_table_lookup(c->by_url, url);
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
