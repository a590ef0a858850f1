#include "query/ranking.h"

#include "shim/record.h"

static const char *url_at(const Inquiry *q, guint place)
{
    const IndexHit *hit = &g_array_index(q->found->hits, IndexHit, place);
    const char *url = record_url(hit->record, hit->record_n);
    return url ? url : "";
}

/* Is the hit that page of its cluster which is the language's own? */
static gboolean is_own(const Inquiry *q, const Cluster *cluster, guint place)
{
    const ClusterMember *own = cluster_get_member(cluster, lang_code(q->room->profile));
    return own && g_str_equal(own->url, url_at(q, place));
}

GArray *ranking_new(const Inquiry *q, Clusters *clusters)
{
    GArray *ranking = g_array_new(FALSE, FALSE, sizeof(Ranked));
    g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL); /* cluster → its number in `ranking`, from 1 */
    for (guint i = 0; i < q->found->hits->len; i++) {
        const Cluster *cluster = clusters_find(clusters, url_at(q, i));
        guint before = cluster ? GPOINTER_TO_UINT(g_hash_table_lookup(seen, cluster)) : 0;
        if (before) {
            Ranked *kept = &g_array_index(ranking, Ranked, before - 1);
            kept->place = is_own(q, cluster, i) ? i : kept->place;
            continue;
        }
        Ranked next = {cluster, i, q->search.offset + ranking->len + 1, inquiry_score(q, i)};
        g_array_append_val(ranking, next);
        if (cluster)
            g_hash_table_insert(seen, (gpointer)cluster, GUINT_TO_POINTER(ranking->len));
    }
    return ranking;
}
