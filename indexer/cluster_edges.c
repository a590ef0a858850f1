#include "indexer/cluster_edges.h"

#include <string.h>

#include "indexer/cluster_near.h"
#include "indexer/fingerprint.h"
#include "indexer/url.h"
#include "shim/limits.h"

#define WEIGHT_GROUP 1.0
#define WEIGHT_PATTERN 0.5
#define WEIGHT_SYMBOLS 0.4
#define WEIGHT_NUMBERS 0.3
#define HOME_QUERY 16 /* bytes of a query, "?lang=fr", that a home page may have */
#define SHARED 0.5 /* of the weight, when two pages of one language name the same page */

const char *const fate_many = "named by many pages of that language";
const char *const fate_home = "leads to the home page";
const char *const fate_list = "one of many pages of its language that are named";

/* One way, and both ways. */
static const struct {
    const char *evidence;
    double weight;
} one_way[N_CLAIMS] = {{"hreflang", 0.8}, {"bar", 0.6}, {"schema", 0.55}},
  both_ways[N_CLAIMS] = {{"reciprocal", 0.95}, {"bar", 0.7}, {"schema", 0.6}};

/* A claim about a page, whatever URL it was made about. */
typedef struct {
    guint from, to;
    ClaimKind kind;
    gboolean is_crowded; /* more claims lead there than are looked at */
} Naming;

static gint compare_namings(gconstpointer a, gconstpointer b)
{
    const Naming *x = a, *y = b;
    if (x->kind != y->kind)
        return (gint)x->kind - (gint)y->kind;
    if (x->to != y->to)
        return x->to < y->to ? -1 : 1;
    return x->from != y->from ? (x->from < y->from ? -1 : 1) : 0;
}

gboolean cluster_is_home(const char *url)
{
    g_auto(GStrv) segments = url_segments(url);
    for (char **s = segments; s && *s; s++)
        if (**s && !lang_find(*s) &&
            !g_regex_match_simple("^(index|default|home)(\\.|$)", *s, G_REGEX_CASELESS, 0))
            return FALSE;
    const char *query = strchr(url, '?');
    return !query || (!strchr(query, '&') && strlen(query) < HOME_QUERY);
}

/* ------------------------------------------------------------------ claims */

/* A link on a page to its own language is no claim, and x-default names no language. */
static gboolean is_claim(const ClusterNode *from, const GraphClaim *c)
{
    const LangProfile *lang = c->kind == CLAIM_BAR ? lang_find(c->lang) : NULL;
    return from->is_page && g_ascii_strcasecmp(c->lang, "x-default") != 0 &&
           !(lang && g_str_equal(lang_code(lang), from->lang));
}

/* Sorted, one for each page that names another. */
static GArray *list_namings(const ClusterGraph *g)
{
    GArray *namings = g_array_new(FALSE, FALSE, sizeof(Naming));
    for (guint i = 0; i < g->claims->len; i++) {
        const GraphClaim *c = &g_array_index(g->claims, GraphClaim, i);
        const ClusterNode *from = cluster_graph_node(g, c->from), *to = cluster_graph_node(g, c->to);
        Naming n = {c->from, to->leads_to, c->kind, to->claims_to[c->kind == CLAIM_BAR] >= LIMIT_CLAIMS_TO};
        if (n.to != NO_NODE && n.to != n.from && is_claim(from, c))
            g_array_append_val(namings, n);
    }
    g_array_sort(namings, compare_namings);
    guint kept = 0;
    for (guint i = 0; i < namings->len; i++) {
        Naming *all = (Naming *)namings->data;
        if (kept && compare_namings(&all[kept - 1], &all[i]) == 0)
            all[kept - 1].is_crowded |= all[i].is_crowded;
        else
            all[kept++] = all[i];
    }
    g_array_set_size(namings, kept);
    return namings;
}

static gboolean is_named_back(const GArray *namings, const Naming *n)
{
    const Naming back = {n->to, n->from, n->kind, FALSE};
    return g_array_binary_search((GArray *)namings, &back, compare_namings, NULL);
}

static void add_edge(const ClusterGraph *g, GArray *edges, guint a, guint b, const char *evidence,
                     double weight, const char *fate)
{
    gboolean is_less = cluster_graph_node(g, a)->page.id < cluster_graph_node(g, b)->page.id;
    ClusterEdge e = {is_less ? a : b, is_less ? b : a, evidence, weight, fate};
    if (cluster_graph_node(g, a)->is_whole || cluster_graph_node(g, b)->is_whole)
        g_array_append_val(edges, e);
}

/* How many pages of this one's language name the same page. */
static guint count_likewise(const ClusterGraph *g, const GArray *namings, guint from, guint to, guint64 slot)
{
    guint n = 0;
    for (guint i = from; i < to && n < LIMIT_NAMED; i++)
        n += cluster_graph_node(g, g_array_index(namings, Naming, i).from)->slot == slot;
    return n;
}

/* How many pages of one language a page names, by page, language and kind. */
static gpointer list_key(const ClusterGraph *g, const Naming *n)
{
    guint slot = g_bit_nth_lsf((gulong)cluster_graph_node(g, n->to)->slot, -1);
    return GSIZE_TO_POINTER(((gsize)n->from << 6 | slot) * N_CLAIMS + n->kind);
}

static GHashTable *count_lists(const ClusterGraph *g, const GArray *namings)
{
    GHashTable *lists = g_hash_table_new(g_direct_hash, g_direct_equal);
    for (guint i = 0; i < namings->len; i++) {
        gpointer key = list_key(g, &g_array_index(namings, Naming, i));
        g_hash_table_insert(lists, key,
                            GUINT_TO_POINTER(GPOINTER_TO_UINT(g_hash_table_lookup(lists, key)) + 1));
    }
    return lists;
}

/* A naming that is not returned: namings [from, to) are those of the same page. */
static void judge_one_way(const ClusterGraph *g, const GArray *namings, guint from, guint to, const Naming *n,
                          guint listed, GArray *edges)
{
    const ClusterNode *source = cluster_graph_node(g, n->from), *target = cluster_graph_node(g, n->to);
    guint likewise = count_likewise(g, namings, from, to, source->slot);
    gboolean leads_home = cluster_is_home(target->page.url) && !cluster_is_home(source->page.url);
    const char *fate = leads_home                ? fate_home
                       : likewise >= LIMIT_NAMED ? fate_many
                       : listed >= LIMIT_NAMED   ? fate_list
                                                 : "";
    double weight = one_way[n->kind].weight * (likewise > 1 || listed > 1 ? SHARED : 1);
    add_edge(g, edges, n->from, n->to, one_way[n->kind].evidence, weight, fate);
}

/* Namings [from, to) are those of one page, of one kind. */
static void judge_namings(const ClusterGraph *g, const GArray *namings, guint from, guint to,
                          GHashTable *lists, GArray *edges)
{
    gboolean is_crowded = FALSE;
    for (guint i = from; i < to; i++)
        is_crowded = is_crowded || g_array_index(namings, Naming, i).is_crowded;
    for (guint i = from; i < to; i++) {
        const Naming *n = &g_array_index(namings, Naming, i);
        guint listed = GPOINTER_TO_UINT(g_hash_table_lookup(lists, list_key(g, n)));
        if (!is_named_back(namings, n) && !is_crowded)
            judge_one_way(g, namings, from, to, n, listed, edges);
        else if (n->from < n->to && is_named_back(namings, n))
            add_edge(g, edges, n->from, n->to, both_ways[n->kind].evidence, both_ways[n->kind].weight, "");
    }
}

static void add_claimed(const ClusterGraph *g, GArray *edges)
{
    g_autoptr(GArray) namings = list_namings(g);
    g_autoptr(GHashTable) lists = count_lists(g, namings);
    for (guint i = 0, from = 0; i <= namings->len; i++) {
        const Naming *n = &g_array_index(namings, Naming, i), *first = &g_array_index(namings, Naming, from);
        if (i < namings->len && n->kind == first->kind && n->to == first->to)
            continue;
        judge_namings(g, namings, from, i, lists, edges);
        from = i;
    }
}

/* ------------------------------------------------------------------ facts in common */

typedef struct {
    const char *text;
    guint node;
    gint64 id;
} Fact;

static gint compare_facts(gconstpointer a, gconstpointer b)
{
    const Fact *x = a, *y = b;
    int by_text = x->text == y->text ? 0 : strcmp(x->text, y->text);
    if (by_text)
        return by_text;
    return x->id < y->id ? -1 : x->id > y->id;
}

static GArray *list_facts(const ClusterGraph *g, ClusterPeers kind)
{
    GArray *facts = g_array_new(FALSE, FALSE, sizeof(Fact));
    for (guint i = 0; i < g->nodes->len; i++) {
        const ClusterNode *n = cluster_graph_node(g, i);
        const char *const texts[N_PEERS] = {n->page.group, n->page.pattern, n->page.symbols};
        Fact f = {texts[kind], i, n->page.id};
        if (n->is_indexed && *f.text)
            g_array_append_val(facts, f);
    }
    g_array_sort(facts, compare_facts);
    return facts;
}

/* Facts [from, to) are the same: are their pages all of different languages? */
static gboolean are_all_different(const ClusterGraph *g, const GArray *facts, guint from, guint to)
{
    guint64 seen = 0;
    for (guint i = from; i < to; i++) {
        guint64 slot = cluster_graph_node(g, g_array_index(facts, Fact, i).node)->slot;
        if (seen & slot)
            return FALSE;
        seen |= slot;
    }
    return TRUE;
}

/* Each with each of another language; those of one group with its first. */
static void add_peers(const ClusterGraph *g, ClusterPeers kind, const GArray *facts, guint from, guint to,
                      GArray *edges)
{
    static const char *const evidence[N_PEERS] = {"group", "pattern", "symbols"};
    static const double weights[N_PEERS] = {WEIGHT_GROUP, WEIGHT_PATTERN, WEIGHT_SYMBOLS};
    if (to - from > (kind == PEERS_GROUP ? LIMIT_GROUP : LIMIT_PEERS) ||
        (kind == PEERS_SYMBOLS && !are_all_different(g, facts, from, to)))
        return;
    for (guint i = from; i < (kind == PEERS_GROUP ? from + 1 : to); i++)
        for (guint k = i + 1; k < to; k++) {
            guint a = g_array_index(facts, Fact, i).node, b = g_array_index(facts, Fact, k).node;
            if (kind == PEERS_GROUP || cluster_graph_node(g, a)->slot != cluster_graph_node(g, b)->slot)
                add_edge(g, edges, a, b, evidence[kind], weights[kind], "");
        }
}

static void add_common(const ClusterGraph *g, ClusterPeers kind, GArray *edges)
{
    g_autoptr(GArray) facts = list_facts(g, kind);
    for (guint i = 0, from = 0; i <= facts->len; i++) {
        const Fact *f = &g_array_index(facts, Fact, i), *first = &g_array_index(facts, Fact, from);
        if (i < facts->len && g_str_equal(f->text, first->text))
            continue;
        add_peers(g, kind, facts, from, i, edges);
        from = i;
    }
}

/* The nearest are the surest. */
static void add_near(const ClusterGraph *g, GArray *edges)
{
    g_autoptr(GArray) pairs = cluster_near_find(g);
    for (guint i = 0; i < pairs->len; i++) {
        const NearPair *p = &g_array_index(pairs, NearPair, i);
        double weight = WEIGHT_NUMBERS * (1 - 0.5 * p->distance / FINGERPRINT_NEAR);
        add_edge(g, edges, p->a, p->b, "numbers", weight, p->fate);
    }
}

/* ------------------------------------------------------------------ */

static gint compare_edges(gconstpointer a, gconstpointer b, gpointer graph)
{
    const ClusterEdge *x = a, *y = b;
    const ClusterGraph *g = graph;
    gint64 xa = cluster_graph_node(g, x->a)->page.id, ya = cluster_graph_node(g, y->a)->page.id;
    gint64 xb = cluster_graph_node(g, x->b)->page.id, yb = cluster_graph_node(g, y->b)->page.id;
    if (xa != ya)
        return xa < ya ? -1 : 1;
    if (xb != yb)
        return xb < yb ? -1 : 1;
    int by_evidence = strcmp(x->evidence, y->evidence);
    return by_evidence ? by_evidence : x->weight > y->weight ? -1 : x->weight < y->weight;
}

/* Two pages may name each other one way each, by claims of different kinds; of one kind the stronger stays.
 */
static void drop_repeated(GArray *edges)
{
    ClusterEdge *all = (ClusterEdge *)edges->data;
    guint kept = 0;
    for (guint i = 0; i < edges->len; i++) {
        const ClusterEdge *last = kept ? &all[kept - 1] : NULL;
        if (!last || last->a != all[i].a || last->b != all[i].b ||
            !g_str_equal(last->evidence, all[i].evidence))
            all[kept++] = all[i];
    }
    g_array_set_size(edges, kept);
}

GArray *cluster_edges_find(const ClusterGraph *g)
{
    GArray *edges = g_array_new(FALSE, FALSE, sizeof(ClusterEdge));
    add_claimed(g, edges);
    for (ClusterPeers kind = 0; kind < N_PEERS; kind++)
        add_common(g, kind, edges);
    add_near(g, edges);
    g_array_sort_with_data(edges, compare_edges, (gpointer)g);
    drop_repeated(edges);
    return edges;
}
