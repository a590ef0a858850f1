#include "query/ranking.h"

/* The hit that is the language's own page of the cluster; of none that there is, `place`. */
static guint find_own(const Inquiry *q, const Cluster *cluster, guint place)
{
    const ClusterMember *own = cluster ? cluster_get_member(cluster, lang_code(q->room->profile)) : NULL;
    for (guint i = place; own && i < q->found->hits->len; i++)
        if (g_str_equal(own->url, inquiry_hit(q, i)->url))
            return i;
    return place;
}

GArray *ranking_new(const Inquiry *q, Clusters *clusters, guint most, guint *twice)
{
    GArray *ranking = g_array_new(FALSE, FALSE, sizeof(Ranked));
    g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
    *twice = 0;
    for (guint i = 0; i < q->found->hits->len && ranking->len < most; i++) {
        const Cluster *cluster = clusters_find(clusters, inquiry_hit(q, i)->url);
        if (cluster && !g_hash_table_add(seen, (gpointer)cluster)) {
            (*twice)++;
            continue;
        }
        Ranked next = {cluster, find_own(q, cluster, i), q->search.offset + ranking->len + 1, inquiry_score(q, i)};
        g_array_append_val(ranking, next);
    }
    return ranking;
}
