#include "indexer/authority.h"

#include "indexer/called.h"
#include "indexer/pagerank.h"
#include "shim/authority.h"
#include "shim/clustering.h"

#define STATE "authority" /* of the ledger: pages that have changed since it was made; "" before it was */
#define CHANGED_ONE_IN 50 /* pages, after which it is made anew */

/* A page's place in the graph. */
typedef struct {
    guint32 node;     /* 1 + its cluster's; 0: it is in none */
    guint32 language; /* 1 + that of its index; 0: in none */
} Place;

typedef struct {
    const GPtrArray *languages;
    GArray *clusters; /* gint64: the cluster of each node */
    GArray *places;   /* Place, by url id */
    LinkGraph *graph;
    Called *called;
} Work;

static Place *place_of(const Work *w, gint64 page)
{
    return page >= 0 && page < w->places->len ? &g_array_index(w->places, Place, page) : NULL;
}

static guint32 language_of(const Work *w, const char *code)
{
    for (guint i = 0; i < w->languages->len; i++)
        if (g_str_equal(lang_code(g_ptr_array_index(w->languages, i)), code))
            return i + 1;
    return 0;
}

static void put_place(Work *w, gint64 page, Place place)
{
    if (page >= w->places->len)
        g_array_set_size(w->places, page + 1 + page / 4);
    *place_of(w, page) = place;
}

static void add_member(gint64 page, gint64 cluster, const char *indexed_lang, gpointer user)
{
    Work *w = user;
    guint n = w->clusters->len;
    if (!n || g_array_index(w->clusters, gint64, n - 1) != cluster)
        g_array_append_val(w->clusters, cluster);
    put_place(w, page, (Place){w->clusters->len, language_of(w, indexed_lang)});
}

static void add_alias(gint64 page, gint64 target, gpointer user)
{
    Work *w = user;
    const Place *own = place_of(w, page), *other = place_of(w, target);
    if (other && other->node && !(own && own->node))
        put_place(w, page, *other);
}

static void add_link(gint64 source, gint64 target, const char *text, gpointer user)
{
    Work *w = user;
    const Place *from = place_of(w, source), *to = place_of(w, target);
    if (!from || !to || !from->node || !to->node || from->node == to->node)
        return;
    link_graph_add(w->graph, from->node - 1, to->node - 1);
    if (from->language)
        called_add(w->called, to->node - 1, from->language - 1, text);
}

static gboolean read_all(Work *w, Ledger *ledger, GError **error)
{
    if (!authority_each_member(ledger, add_member, w, error) ||
        !authority_each_alias(ledger, add_alias, w, error))
        return FALSE;
    w->graph = link_graph_new(w->clusters->len);
    w->called = called_new(w->languages, error);
    return w->called && authority_each_link(ledger, add_link, w, error);
}

static gboolean write_ranks(const Work *w, Ledger *ledger, GError **error)
{
    g_autofree double *ranks = link_graph_rank(w->graph);
    for (guint i = 0; i < w->clusters->len; i++)
        if (!authority_put(ledger, g_array_index(w->clusters, gint64, i), ranks[i], error))
            return FALSE;
    return TRUE;
}

/* A CalledFunc. */
typedef struct {
    const Work *work;
    Ledger *ledger;
    gboolean ok;
    GError **error;
} TextWriter;

static void write_text(guint32 node, guint32 language, const char *texts, gpointer user)
{
    TextWriter *t = user;
    const LangProfile *profile = g_ptr_array_index(t->work->languages, language);
    t->ok = t->ok && authority_put_texts(t->ledger, g_array_index(t->work->clusters, gint64, node),
                                         lang_code(profile), texts, t->error);
}

static gboolean write_texts(const Work *w, Ledger *ledger, GError **error)
{
    TextWriter writer = {w, ledger, TRUE, error};
    if (!authority_clear_texts(ledger, error))
        return FALSE;
    called_each(w->called, write_text, &writer);
    return writer.ok;
}

static gboolean make_all(Ledger *ledger, const GPtrArray *languages, GError **error)
{
    Work w = {.languages = languages,
              .clusters = g_array_new(FALSE, FALSE, sizeof(gint64)),
              .places = g_array_new(FALSE, TRUE, sizeof(Place))};
    gboolean ok = read_all(&w, ledger, error) && write_ranks(&w, ledger, error) &&
                  write_texts(&w, ledger, error) && clustering_put_state(ledger, STATE, "0", error) &&
                  ledger_commit(ledger, error);
    g_array_unref(w.clusters);
    g_array_unref(w.places);
    g_clear_pointer(&w.graph, link_graph_free);
    g_clear_pointer(&w.called, called_free);
    return ok;
}

gboolean authority_update(Ledger *ledger, const GPtrArray *languages, guint64 changed, GError **error)
{
    ClusterCounts counts;
    g_autofree char *before = NULL;
    if (!clustering_get_state(ledger, STATE, &before, error) || !clustering_count(ledger, &counts, error))
        return FALSE;
    if (changed == AUTHORITY_ALL || !*before)
        return make_all(ledger, languages, error);
    guint64 sum = g_ascii_strtoull(before, NULL, 10) + changed;
    if (sum * CHANGED_ONE_IN >= (guint64)counts.members && sum)
        return make_all(ledger, languages, error);
    g_autofree char *now = g_strdup_printf("%" G_GUINT64_FORMAT, sum);
    return !changed || (clustering_put_state(ledger, STATE, now, error) && ledger_commit(ledger, error));
}
