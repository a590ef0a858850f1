#include "indexer/cluster.h"

#include "indexer/cluster_defects.h"
#include "indexer/cluster_doubt.h"
#include "indexer/cluster_graph.h"
#include "indexer/cluster_join.h"
#include "indexer/cluster_write.h"
#include "shim/limits.h"

#define STATE "clusters" /* of the ledger: what the clusters were made with */
#define VERSION 1        /* of the rules by which they are made */
#define FEW 32           /* changes are always done one by one, or … */
#define SHARE_OF_ALL                                                                                         \
    32 /* … so many times fewer than there are pages: each costs as much as that many pages together do */

/* ------------------------------------------------------------------ patterns */

static gboolean take_rule(const char *const *columns, guint n, gpointer patterns)
{
    (void)n;
    const PatternRule rule = {columns[0], columns[1], columns[2], g_ascii_strtoull(columns[3], NULL, 10)};
    patterns_add_rule(patterns, &rule);
    return TRUE;
}

static void learn(const ClusterGraph *g, Patterns *patterns)
{
    g_autoptr(GArray) examples = g_array_new(FALSE, FALSE, sizeof(PatternExample));
    for (guint i = 0; i < g->nodes->len; i++) {
        const ClusterNode *n = cluster_graph_node(g, i);
        PatternExample e = {n->page.url, n->lang};
        if (*n->lang)
            g_array_append_val(examples, e);
    }
    patterns_learn(patterns, (const PatternExample *)examples->data, examples->len);
}

typedef struct {
    Ledger *ledger;
    GError **error;
    gboolean ok;
} RuleWriter;

static void write_rule(const PatternRule *rule, gpointer user)
{
    RuleWriter *w = user;
    w->ok =
        w->ok && clustering_put_rule(w->ledger, rule->place, rule->marker, rule->lang, rule->pages, w->error);
}

static gboolean write_rules(Ledger *ledger, const Patterns *patterns, GError **error)
{
    RuleWriter w = {ledger, error, TRUE};
    if (!clustering_clear_rules(ledger, error))
        return FALSE;
    patterns_each_rule(patterns, write_rule, &w);
    return w.ok;
}

/* ------------------------------------------------------------------ everything */

/* What else than pages the clusters depend on. */
static char *fingerprint(const Config *config, const GPtrArray *languages)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_string_append_printf(text, "%d", VERSION);
    for (guint i = 0; i < languages->len; i++)
        g_string_append_printf(text, " %s", lang_code(g_ptr_array_index(languages, i)));
    for (char **p = config->url_patterns; p && *p; p++)
        g_string_append_printf(text, " %s", *p);
    return g_strdup(text->str);
}

static gboolean write_all(ClusterGraph *g, const Config *config, const Patterns *patterns, GArray *edges,
                          const char *made_with, gint64 seq, GError **error)
{
    g_autofree guint *roots = cluster_join(g, edges);
    return cluster_write(g, edges, roots, TRUE, error) && cluster_defects_write(g, edges, config, error) &&
           write_rules(g->ledger, patterns, error) && clustering_clear_dirty(g->ledger, seq, error) &&
           clustering_put_state(g->ledger, STATE, made_with, error) && ledger_commit(g->ledger, error);
}

static gboolean update_all(Ledger *ledger, const Config *config, const GPtrArray *languages,
                           const char *made_with, GError **error)
{
    ClusterCounts counts;
    g_autoptr(ClusterGraph) g = cluster_graph_new(ledger, languages);
    g_autoptr(Patterns) patterns = patterns_new(config->url_patterns);
    if (!clustering_count(ledger, &counts, error) || !cluster_graph_load_all(g, error))
        return FALSE;
    cluster_graph_close_claims(g);
    learn(g, patterns);
    cluster_graph_set_patterns(g, patterns);
    if (cluster_doubt(g, patterns))
        cluster_graph_set_patterns(g, patterns);
    g_autoptr(GArray) edges = cluster_edges_find(g);
    return write_all(g, config, patterns, edges, made_with, counts.seq, error);
}

/* ------------------------------------------------------------------ changes */

/* Completes the pages that edges lead to from whole ones, and all that were in a cluster with one. */
static gboolean complete_fellows(ClusterGraph *g, GHashTable *seen, GError **error)
{
    for (guint i = 0; i < g->nodes->len; i++) {
        const ClusterNode *n = cluster_graph_node(g, i);
        gint64 cluster = n->page.cluster;
        g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(gint64));
        if (!n->is_whole || !cluster || !g_hash_table_add(seen, GSIZE_TO_POINTER(cluster)))
            continue;
        if (!clustering_list_members(g->ledger, cluster, ids, error))
            return FALSE;
        for (guint k = 0; k < ids->len; k++) {
            guint node;
            if (!cluster_graph_find(g, g_array_index(ids, gint64, k), &node, error) ||
                (node != NO_NODE && !cluster_graph_complete(g, node, error)))
                return FALSE;
        }
    }
    return TRUE;
}

/* Is there an edge that leads out of what is whole? Completes what it leads to. */
static gboolean complete_edges(ClusterGraph *g, gboolean *grew, GError **error)
{
    *grew = FALSE;
    cluster_graph_close_claims(g);
    g_autoptr(GArray) edges = cluster_edges_find(g);
    for (guint i = 0; i < edges->len; i++) {
        const ClusterEdge *e = &g_array_index(edges, ClusterEdge, i);
        const guint ends[] = {e->a, e->b};
        for (guint k = 0; !*e->fate && k < 2; k++) {
            if (cluster_graph_node(g, ends[k])->is_whole)
                continue;
            *grew = TRUE;
            if (!cluster_graph_complete(g, ends[k], error))
                return FALSE;
        }
    }
    return TRUE;
}

/* Grows the graph until no edge leads out of it. FALSE with *fits: an error. */
static gboolean grow(ClusterGraph *g, gboolean *fits, GError **error)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_direct_hash, g_direct_equal);
    gboolean grew = TRUE;
    while (grew) {
        *fits = g->nodes->len <= LIMIT_NEIGHBOURHOOD;
        if (!*fits)
            return TRUE;
        if (!complete_fellows(g, seen, error) || !complete_edges(g, &grew, error))
            return FALSE;
    }
    return TRUE;
}

/* What a changed page may have had to do with: pages it named or that named it, was joined to, or shares
 * facts with. */
static gboolean list_touched(ClusterGraph *g, guint node, GArray *touched, GError **error)
{
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(gint64));
    const ClusterPage page = cluster_graph_node(g, node)->page;
    if (!clustering_list_neighbours(g->ledger, page.id, ids, error) ||
        (page.cluster && !clustering_list_members(g->ledger, page.cluster, ids, error)))
        return FALSE;
    for (ClusterPeers fact = 0; fact < N_PEERS; fact++)
        if (!clustering_list_peers(g->ledger, fact, &page, LIMIT_PEERS + 1, ids, error))
            return FALSE;
    if (!cluster_graph_list_near(g, node, ids, error))
        return FALSE;
    const GArray *touches = cluster_graph_node(g, node)->touches;
    if (touches)
        g_array_append_vals(touched, touches->data, touches->len);
    for (guint i = 0; i < ids->len; i++) {
        guint other;
        if (!cluster_graph_find(g, g_array_index(ids, gint64, i), &other, error))
            return FALSE;
        if (other != NO_NODE)
            g_array_append_val(touched, other);
    }
    return TRUE;
}

static gboolean is_crowded(const ClusterNode *n)
{
    return n->claims_to[0] >= LIMIT_CLAIMS_TO || n->claims_to[1] >= LIMIT_CLAIMS_TO;
}

/* Completes what dirty pages touch, and what that touches: of two pages that name the same one, one may have
 * changed. */
static gboolean complete_touched(ClusterGraph *g, const GArray *dirty, GError **error)
{
    g_autoptr(GArray) touched = g_array_new(FALSE, FALSE, sizeof(guint)),
                      further = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint i = 0; i < dirty->len; i++) {
        guint node;
        if (!cluster_graph_find(g, g_array_index(dirty, gint64, i), &node, error))
            return FALSE;
        if (node == NO_NODE)
            continue;
        if (!cluster_graph_complete(g, node, error) || !list_touched(g, node, touched, error))
            return FALSE;
    }
    for (guint i = 0; i < touched->len; i++) {
        guint node = g_array_index(touched, guint, i);
        if (is_crowded(cluster_graph_node(g, node)) || cluster_graph_node(g, node)->is_whole)
            continue;
        if (!cluster_graph_complete(g, node, error) || !list_touched(g, node, further, error))
            return FALSE;
    }
    for (guint i = 0; i < further->len; i++) {
        guint node = g_array_index(further, guint, i);
        if (!is_crowded(cluster_graph_node(g, node)) && !cluster_graph_complete(g, node, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean update_changes(Ledger *ledger, const Config *config, const GPtrArray *languages,
                               const GArray *dirty, gint64 seq, gboolean *fits, GError **error)
{
    g_autoptr(ClusterGraph) g = cluster_graph_new(ledger, languages);
    g_autoptr(Patterns) patterns = patterns_new(config->url_patterns);
    if (!clustering_each_rule(ledger, take_rule, patterns, error))
        return FALSE;
    cluster_graph_set_patterns(g, patterns);
    if (!complete_touched(g, dirty, error) || !grow(g, fits, error))
        return FALSE;
    if (!*fits)
        return TRUE;
    g_autoptr(GArray) edges = cluster_edges_find(g);
    g_autofree guint *roots = cluster_join(g, edges);
    return cluster_write(g, edges, roots, FALSE, error) && cluster_defects_write(g, edges, config, error) &&
           clustering_clear_dirty(ledger, seq, error) && ledger_commit(ledger, error);
}

/* ------------------------------------------------------------------ */

gboolean cluster_is_due(Ledger *ledger, gboolean *is_due, GError **error)
{
    ClusterCounts counts;
    if (!clustering_count(ledger, &counts, error))
        return FALSE;
    *is_due = counts.dirty > 0;
    return TRUE;
}

gboolean cluster_update(Ledger *ledger, const Config *config, const GPtrArray *languages, ClusterMode mode,
                        GError **error)
{
    ClusterCounts counts;
    g_autofree char *made_with = NULL, *now = fingerprint(config, languages);
    g_autoptr(GArray) dirty = g_array_new(FALSE, FALSE, sizeof(gint64));
    if (!clustering_count(ledger, &counts, error) || !clustering_get_state(ledger, STATE, &made_with, error))
        return FALSE;
    gint64 few = MIN(MAX(counts.members / SHARE_OF_ALL, FEW), LIMIT_DIRTY);
    gboolean is_few = mode == CLUSTER_CHANGES && counts.dirty <= few && g_str_equal(made_with, now);
    if (is_few && !counts.dirty)
        return TRUE;
    if (is_few && (!clustering_list_dirty(ledger, LIMIT_DIRTY, dirty, error) ||
                   !update_changes(ledger, config, languages, dirty, counts.seq, &is_few, error)))
        return FALSE;
    return is_few || update_all(ledger, config, languages, now, error);
}
