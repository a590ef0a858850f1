#include "indexer/cluster_defects.h"

#include <string.h>

#include "indexer/url.h"
#include "langs/tag.h"
#include "shim/limits.h"

typedef struct {
    const ClusterGraph *graph;
    const GArray *edges;
    const Config *config;
    GHashTable *named; /* "from to" of every hreflang, as node numbers, to the page behind it */
    guint node;        /* the page whose defects are being written … */
    guint written;     /* … and how many have been */
    GError **error;
} Inspector;

static gboolean put(Inspector *in, const char *code, const char *format, ...) G_GNUC_PRINTF(3, 4);
static gboolean put(Inspector *in, const char *code, const char *format, ...)
{
    if (in->written++ >= LIMIT_CLUSTER_DEFECTS)
        return TRUE;
    va_list args;
    va_start(args, format);
    g_autofree char *detail = g_strdup_vprintf(format, args);
    va_end(args);
    const LedgerDefect defect = {.code = code, .detail = detail};
    return clustering_put_defect(in->graph->ledger, cluster_graph_node(in->graph, in->node)->page.id, &defect,
                                 in->error);
}

static gboolean is_default(const GraphClaim *c)
{
    return g_ascii_strcasecmp(c->lang, "x-default") == 0;
}

static gpointer name_of(guint from, guint to)
{
    return GSIZE_TO_POINTER((gsize)from << 32 | to);
}

static GHashTable *list_named(const ClusterGraph *g)
{
    GHashTable *named = g_hash_table_new(g_direct_hash, g_direct_equal);
    for (guint i = 0; i < g->claims->len; i++) {
        const GraphClaim *c = &g_array_index(g->claims, GraphClaim, i);
        guint to = cluster_graph_node(g, c->to)->leads_to;
        if (c->kind == CLAIM_HREFLANG && to != NO_NODE)
            g_hash_table_add(named, name_of(c->from, to));
    }
    return named;
}

/* ------------------------------------------------------------------ one claim */

/* The first edge of two pages, in their order; where it would stand if there is none. */
static guint find_edge(const Inspector *in, gint64 low, gint64 high)
{
    guint begin = 0, end = in->edges->len;
    while (begin < end) {
        guint middle = begin + (end - begin) / 2;
        const ClusterEdge *e = &g_array_index(in->edges, ClusterEdge, middle);
        gint64 a = cluster_graph_node(in->graph, e->a)->page.id, b = cluster_graph_node(in->graph, e->b)->page.id;
        if (a < low || (a == low && b < high))
            begin = middle + 1;
        else
            end = middle;
    }
    return begin;
}

/* The fate of a claim's edge; fate_many when so many say the same that none of them has an edge. */
static const char *fate_of(const Inspector *in, const GraphClaim *c, guint to)
{
    static const char *const evidence[N_CLAIMS][2] = {{"reciprocal", "hreflang"}, {"bar", "bar"}, {"schema", "schema"}};
    const ClusterGraph *g = in->graph;
    gint64 from_id = cluster_graph_node(g, c->from)->page.id, to_id = cluster_graph_node(g, to)->page.id;
    gint64 low = MIN(from_id, to_id), high = MAX(from_id, to_id);
    for (guint i = find_edge(in, low, high); i < in->edges->len; i++) {
        const ClusterEdge *e = &g_array_index(in->edges, ClusterEdge, i);
        if (cluster_graph_node(g, e->a)->page.id != low || cluster_graph_node(g, e->b)->page.id != high)
            break;
        if (g_str_equal(e->evidence, evidence[c->kind][0]) || g_str_equal(e->evidence, evidence[c->kind][1]))
            return e->fate;
    }
    return cluster_graph_node(g, c->to)->claims_to[c->kind == CLAIM_BAR] >= LIMIT_CLAIMS_TO ? fate_many : "";
}

static gboolean is_of_site(const Inspector *in, const char *url)
{
    g_autofree char *host = url_host(url);
    return config_has_host(in->config, host);
}

/* There is no page behind the claim. */
static gboolean inspect_nowhere(Inspector *in, const GraphClaim *c)
{
    const ClusterNode *to = cluster_graph_node(in->graph, c->to);
    gboolean is_gone = to->page.state == PAGE_GONE || to->page.state == PAGE_REMOVED || to->page.is_failing;
    if (is_gone || *to->page.redirect)
        return put(in, c->kind == CLAIM_BAR ? "bar-broken" : "alternate-broken", "%s: %s", c->lang,
                   to->page.url);
    return c->kind == CLAIM_BAR || !is_of_site(in, to->page.url) ||
           put(in, "alternate-unknown", "%s: %s", c->lang, to->page.url);
}

/* It leads to a page, but not by the page's own URL. */
static gboolean inspect_way(Inspector *in, const GraphClaim *c, const ClusterNode *page)
{
    const ClusterNode *to = cluster_graph_node(in->graph, c->to);
    gboolean is_bar = c->kind == CLAIM_BAR;
    if (to != page && to->page.state != PAGE_DUPLICATE)
        return put(in, is_bar ? "bar-redirect" : "alternate-redirect", "%s: %s → %s", c->lang, to->page.url,
                   page->page.url);
    const char *canonical = to != page ? page->page.url : to->page.canonical;
    return is_bar || !*canonical || g_str_equal(canonical, to->page.url) ||
           put(in, "alternate-noncanonical", "%s: %s → %s", c->lang, to->page.url, canonical);
}

/* It is not the translation that it is said to be. */
static gboolean inspect_page(Inspector *in, const GraphClaim *c, guint to)
{
    const ClusterNode *page = cluster_graph_node(in->graph, to);
    const char *fate = fate_of(in, c, to);
    const LangProfile *says = lang_find(c->lang);
    gboolean is_bar = c->kind == CLAIM_BAR;
    if (says && *page->lang && !g_str_equal(lang_code(says), page->lang) &&
        !put(in, is_bar ? "bar-language" : "alternate-language", "%s: %s (%s)", c->lang, page->page.url,
             page->lang))
        return FALSE;
    if (fate == fate_home)
        return put(in, is_bar ? "bar-home" : "alternate-home", "%s: %s", c->lang, page->page.url);
    if (fate == fate_many)
        return put(in, is_bar ? "bar-many" : "alternate-many", "%s: %s", c->lang, page->page.url);
    return !g_str_has_prefix(fate, "second") ||
           put(in, "two-pages", "%s: %s", c->lang, page->page.url);
}

static gboolean inspect_claim(Inspector *in, const GraphClaim *c)
{
    guint to = cluster_graph_node(in->graph, c->to)->leads_to;
    g_autofree char *problem = c->kind == CLAIM_HREFLANG ? tag_find_problem(c->lang) : NULL;
    if (problem && !put(in, "alternate-code", "%s: %s: %s", c->lang, problem,
                        cluster_graph_node(in->graph, c->to)->page.url))
        return FALSE;
    if (to == NO_NODE)
        return inspect_nowhere(in, c);
    if (to == in->node)
        return TRUE;
    if (!inspect_way(in, c, cluster_graph_node(in->graph, to)) ||
        (!is_default(c) && !inspect_page(in, c, to)))
        return FALSE;
    return c->kind != CLAIM_HREFLANG || is_default(c) ||
           g_hash_table_contains(in->named, name_of(to, in->node)) ||
           put(in, "missing-return", "%s: %s", c->lang, cluster_graph_node(in->graph, to)->page.url);
}

/* ------------------------------------------------------------------ one page */

/* Claims [from, to) are the page's: does it say two pages to be in one language, and does it name itself? */
static gboolean inspect_set(Inspector *in, guint from, guint to)
{
    g_autoptr(GHashTable) targets = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    gboolean has_self = FALSE, has_any = FALSE;
    for (guint i = from; i < to; i++) {
        const GraphClaim *c = &g_array_index(in->graph->claims, GraphClaim, i);
        guint target = cluster_graph_node(in->graph, c->to)->leads_to;
        if (c->kind != CLAIM_HREFLANG || is_default(c))
            continue;
        has_any = TRUE;
        has_self = has_self || target == in->node;
        char *tag = g_ascii_strdown(c->lang, -1);
        gpointer other = g_hash_table_lookup(targets, tag);
        if (other && target != NO_NODE && GPOINTER_TO_UINT(other) != target + 1 &&
            !put(in, "two-pages", "%s: %s, %s", c->lang,
                 cluster_graph_node(in->graph, GPOINTER_TO_UINT(other) - 1)->page.url,
                 cluster_graph_node(in->graph, target)->page.url)) {
            g_free(tag);
            return FALSE;
        }
        if (target == NO_NODE)
            g_free(tag);
        else
            g_hash_table_replace(targets, tag, GUINT_TO_POINTER(target + 1));
    }
    return !has_any || has_self || put(in, "missing-self", "%u", g_hash_table_size(targets));
}

static gboolean inspect_canonical(Inspector *in)
{
    const ClusterGraph *g = in->graph;
    const ClusterNode *n = cluster_graph_node(g, in->node);
    guint canonical =
        *n->page.canonical ? GPOINTER_TO_UINT(g_hash_table_lookup(g->urls, n->page.canonical)) : 0;
    const ClusterNode *other = canonical ? cluster_graph_node(g, canonical - 1) : NULL;
    return !other || !*other->lang || !*n->lang || g_str_equal(other->lang, n->lang) ||
           put(in, "canonical-language", "%s (%s)", other->page.url, other->lang);
}

static gboolean inspect(Inspector *in, guint from, guint to)
{
    in->written = 0;
    if (!inspect_canonical(in) || !inspect_set(in, from, to))
        return FALSE;
    for (guint i = from; i < to; i++)
        if (!inspect_claim(in, &g_array_index(in->graph->claims, GraphClaim, i)))
            return FALSE;
    return TRUE;
}

gboolean cluster_defects_write(const ClusterGraph *g, const GArray *edges, const Config *config,
                               GError **error)
{
    g_autoptr(GHashTable) named = list_named(g);
    Inspector in = {.graph = g, .edges = edges, .config = config, .named = named, .error = error};
    guint from = 0;
    for (in.node = 0; in.node < g->nodes->len; in.node++) {
        const ClusterNode *n = cluster_graph_node(g, in.node);
        while (from < g->claims->len && g_array_index(g->claims, GraphClaim, from).from < in.node)
            from++;
        guint to = from;
        while (to < g->claims->len && g_array_index(g->claims, GraphClaim, to).from == in.node)
            to++;
        if (n->is_page && n->is_whole && !inspect(&in, from, to))
            return FALSE;
        from = to;
    }
    return TRUE;
}
