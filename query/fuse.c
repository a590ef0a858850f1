#include "query/fuse.h"

struct Fusion {
    const double *trust;
    guint n;
    GPtrArray *all;         /* Fused*, owned */
    GHashTable *by_cluster; /* not of NULL */
};

static void fused_free(gpointer p)
{
    g_array_unref(((Fused *)p)->votes);
    g_free(p);
}

Fusion *fusion_new(const double *trust, guint n)
{
    Fusion *f = g_new0(Fusion, 1);
    f->trust = trust;
    f->n = n;
    f->all = g_ptr_array_new_with_free_func(fused_free);
    f->by_cluster = g_hash_table_new(NULL, NULL);
    return f;
}

void fusion_free(Fusion *f)
{
    g_ptr_array_unref(f->all);
    g_hash_table_unref(f->by_cluster);
    g_free(f);
}

static Fused *find_or_add(Fusion *f, gconstpointer cluster)
{
    Fused *known = cluster ? g_hash_table_lookup(f->by_cluster, cluster) : NULL;
    if (known)
        return known;
    Fused *fused = g_new0(Fused, 1);
    fused->cluster = cluster;
    fused->votes = g_array_new(FALSE, FALSE, sizeof(FuseVote));
    g_ptr_array_add(f->all, fused);
    if (cluster)
        g_hash_table_insert(f->by_cluster, (gpointer)cluster, fused);
    return fused;
}

void fusion_add(Fusion *f, gconstpointer cluster, const gboolean *is_known, const FuseVote *vote)
{
    Fused *fused = find_or_add(f, cluster);
    double trust = 0;
    for (guint i = 0; i < f->n; i++)
        trust += is_known[i] || i == vote->list ? f->trust[i] : 0;
    if (trust > 0)
        fused->score += f->trust[vote->list] * vote->score / trust;
    g_array_append_val(fused->votes, *vote);
}

static gint compare(gconstpointer a, gconstpointer b)
{
    const Fused *x = *(Fused *const *)a, *y = *(Fused *const *)b;
    return x->score < y->score ? 1 : x->score > y->score ? -1 : 0;
}

const GPtrArray *fusion_sort(Fusion *f)
{
    g_ptr_array_sort(f->all, compare); /* a merge sort: stable */
    return f->all;
}

const FuseVote *fused_find_vote(const Fused *fused, guint list)
{
    for (guint i = 0; i < fused->votes->len; i++) {
        const FuseVote *vote = &g_array_index(fused->votes, FuseVote, i);
        if (vote->list == list)
            return vote;
    }
    return NULL;
}
