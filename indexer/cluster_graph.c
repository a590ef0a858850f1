#include "indexer/cluster_graph.h"

#include <string.h>

#include "indexer/fingerprint.h"
#include "indexer/simhash.h"
#include "shim/limits.h"

#define SLOTS 64

ClusterGraph *cluster_graph_new(Ledger *ledger, const GPtrArray *languages)
{
    ClusterGraph *g = g_new0(ClusterGraph, 1);
    g->ledger = ledger;
    g->languages = languages;
    g->nodes = g_array_new(FALSE, FALSE, sizeof(ClusterNode));
    g->claims = g_array_new(FALSE, FALSE, sizeof(GraphClaim));
    g->ids = g_hash_table_new(g_direct_hash, g_direct_equal);
    g->urls = g_hash_table_new(g_str_hash, g_str_equal);
    g->slots = g_hash_table_new(g_str_hash, g_str_equal);
    g->texts = g_string_chunk_new(64 * 1024);
    return g;
}

void cluster_graph_free(ClusterGraph *g)
{
    for (guint i = 0; i < g->nodes->len; i++)
        g_clear_pointer(&cluster_graph_node(g, i)->touches, g_array_unref);
    g_array_unref(g->nodes);
    g_array_unref(g->claims);
    g_hash_table_unref(g->ids);
    g_hash_table_unref(g->urls);
    g_hash_table_unref(g->slots);
    g_clear_pointer(&g->fingerprints, g_array_unref);
    g_string_chunk_free(g->texts);
    g_free(g);
}

/* ------------------------------------------------------------------ the language of a page */

/* Code of the configured language that a tag names, or "". */
static const char *configured(const ClusterGraph *g, const char *tag)
{
    const LangProfile *lang = *tag ? lang_find(tag) : NULL;
    return lang && g_ptr_array_find((GPtrArray *)g->languages, lang, NULL) ? lang_code(lang) : "";
}

/*
 * The language that the page is in for its readers: declared, or else decided. Of a page whose text is in
 * another language than it declares, its URL may say that the declaration is a mistake, not the text.
 */
static const char *language_of(const ClusterGraph *g, const ClusterPage *p)
{
    const char *declared = configured(g, p->declared), *edition = configured(g, p->edition);
    gboolean is_untranslated = p->purity == PURITY_UNTRANSLATED;
    if (is_untranslated && *edition && g_str_equal(edition, p->decided))
        return edition;
    gboolean is_foreign = *p->declared && !*declared && (is_untranslated || !*p->decided);
    return *declared || is_foreign ? declared : configured(g, p->decided);
}

/* One bit for each language; there are more bits than languages in sight, further ones share the last. */
static guint64 slot_of(ClusterGraph *g, const char *lang)
{
    guint slot = GPOINTER_TO_UINT(g_hash_table_lookup(g->slots, lang));
    if (!slot) {
        slot = MIN(g_hash_table_size(g->slots) + 1, SLOTS);
        g_hash_table_insert(g->slots, (gpointer)lang, GUINT_TO_POINTER(slot));
    }
    return G_GUINT64_CONSTANT(1) << (slot - 1);
}

/* A page in no index, or of none of the languages, has a place of its own kind: there may be one of it, too.
 */
static void set_slot(ClusterGraph *g, ClusterNode *n)
{
    const char *lang = language_of(g, &n->page);
    n->lang = n->is_indexed ? lang : "";
    if (*n->lang) {
        n->slot = slot_of(g, n->lang);
        return;
    }
    const char *tag = *lang ? lang : *n->page.declared ? n->page.declared : n->page.decided;
    g_autofree char *name = g_strdup_printf("-%.*s", (int)strcspn(tag, "-_"), tag);
    n->slot = slot_of(g, g_string_chunk_insert_const(g->texts, name));
}

/* ------------------------------------------------------------------ nodes */

static void keep(ClusterGraph *g, const char **text)
{
    *text = **text ? g_string_chunk_insert_const(g->texts, *text) : "";
}

static void set_pattern(ClusterGraph *g, ClusterNode *n)
{
    g_autofree char *key = n->is_indexed ? patterns_key(g->patterns, n->page.url, n->lang) : NULL;
    n->page.pattern = key ? g_string_chunk_insert_const(g->texts, key) : "";
}

static void add_page(const ClusterPage *page, gpointer user)
{
    ClusterGraph *g = user;
    ClusterNode n = {.page = *page, .lang = "", .leads_to = NO_NODE};
    n.page.url = g_string_chunk_insert(g->texts, page->url);
    const char **texts[] = {&n.page.declared, &n.page.decided, &n.page.indexed_lang, &n.page.edition,
                            &n.page.group,    &n.page.symbols, &n.page.pattern,      &n.page.canonical,
                            &n.page.lang,     &n.page.redirect};
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
        keep(g, texts[i]);
    n.pattern_before = n.page.pattern;
    n.is_indexed = *page->indexed_lang != '\0';
    n.is_page = n.is_indexed || page->state == PAGE_EXCLUDED;
    if (n.is_page)
        set_slot(g, &n);
    if (g->patterns)
        set_pattern(g, &n);
    g_array_append_val(g->nodes, n);
    g_hash_table_insert(g->ids, GSIZE_TO_POINTER(page->id), GUINT_TO_POINTER(g->nodes->len));
    g_hash_table_insert(g->urls, (gpointer)n.page.url, GUINT_TO_POINTER(g->nodes->len));
}

static guint node_of(const ClusterGraph *g, gint64 id)
{
    return GPOINTER_TO_UINT(g_hash_table_lookup(g->ids, GSIZE_TO_POINTER(id))) -
           1; /* NO_NODE if there is none */
}

static gboolean resolve(ClusterGraph *g, guint node, GError **error);

static gboolean find_url(ClusterGraph *g, const char *url, guint *node, GError **error)
{
    gboolean is_new = !g_hash_table_contains(g->urls, url);
    if (is_new && !clustering_find_url(g->ledger, url, add_page, g, error))
        return FALSE;
    *node = GPOINTER_TO_UINT(g_hash_table_lookup(g->urls, url)) - 1;
    return !is_new || *node == NO_NODE || resolve(g, *node, error);
}

/* The next URL on the way to the page behind a node. */
static gboolean step(ClusterGraph *g, guint node, guint *next, GError **error)
{
    const ClusterNode *n = cluster_graph_node(g, node);
    *next = NO_NODE;
    if (n->page.state == PAGE_DUPLICATE)
        return !n->page.duplicate_of || cluster_graph_find(g, n->page.duplicate_of, next, error);
    return !*n->page.redirect || find_url(g, n->page.redirect, next, error);
}

/* Finds the page behind a node, over at most LIMIT_REDIRECTS others. */
static gboolean resolve(ClusterGraph *g, guint node, GError **error)
{
    guint at = node;
    for (guint hops = 0; at != NO_NODE && !cluster_graph_node(g, at)->is_page; hops++)
        if (hops == LIMIT_REDIRECTS)
            at = NO_NODE;
        else if (!step(g, at, &at, error))
            return FALSE;
    cluster_graph_node(g, node)->leads_to = at;
    return TRUE;
}

gboolean cluster_graph_find(ClusterGraph *g, gint64 id, guint *node, GError **error)
{
    *node = node_of(g, id);
    if (*node != NO_NODE)
        return TRUE;
    if (!clustering_find_page(g->ledger, id, add_page, g, error))
        return FALSE;
    *node = node_of(g, id);
    return *node == NO_NODE || resolve(g, *node, error);
}

/* ------------------------------------------------------------------ claims */

/* Claims as they are read, before their nodes are. */
typedef struct {
    ClusterGraph *graph;
    GArray *read; /* RawClaim */
} Reader;

typedef struct {
    gint64 page, target;
    const char *lang;
    ClaimKind kind;
} RawClaim;

static void read_claim(const ClusterClaim *c, gpointer user)
{
    Reader *r = user;
    ClaimKind kind = g_str_equal(c->evidence, "bar")      ? CLAIM_BAR
                     : g_str_equal(c->evidence, "schema") ? CLAIM_SCHEMA
                                                          : CLAIM_HREFLANG;
    RawClaim raw = {c->page, c->target, *c->lang ? g_string_chunk_insert_const(r->graph->texts, c->lang) : "",
                    kind};
    g_array_append_val(r->read, raw);
}

static gboolean add_claims(ClusterGraph *g, const GArray *read, GError **error)
{
    for (guint i = 0; i < read->len; i++) {
        const RawClaim *raw = &g_array_index(read, RawClaim, i);
        GraphClaim c = {.lang = raw->lang, .kind = raw->kind};
        if (!cluster_graph_find(g, raw->page, &c.from, error) ||
            !cluster_graph_find(g, raw->target, &c.to, error))
            return FALSE;
        if (c.from != NO_NODE && c.to != NO_NODE)
            g_array_append_val(g->claims, c);
    }
    return TRUE;
}

static void count_claims(ClusterGraph *g)
{
    for (guint i = 0; i < g->claims->len; i++) {
        const GraphClaim *c = &g_array_index(g->claims, GraphClaim, i);
        cluster_graph_node(g, c->to)->claims_to[c->kind == CLAIM_BAR]++;
    }
}

gboolean cluster_graph_load_all(ClusterGraph *g, GError **error)
{
    g_autoptr(GArray) read = g_array_new(FALSE, FALSE, sizeof(RawClaim));
    Reader r = {g, read};
    if (!clustering_each_page(g->ledger, add_page, g, error))
        return FALSE;
    for (guint i = 0; i < g->nodes->len; i++)
        if (!resolve(g, i, error))
            return FALSE;
    if (!clustering_each_claim(g->ledger, read_claim, &r, error) || !add_claims(g, read, error))
        return FALSE;
    for (guint i = 0; i < g->nodes->len; i++)
        cluster_graph_node(g, i)->is_whole = TRUE;
    count_claims(g);
    return TRUE;
}

/* ------------------------------------------------------------------ the neighbourhood */

static void touch(ClusterGraph *g, guint node, guint other)
{
    ClusterNode *n = cluster_graph_node(g, node);
    if (!n->touches)
        n->touches = g_array_new(FALSE, FALSE, sizeof(guint));
    g_array_append_val(n->touches, other);
}

/* Claims from this one on have been added: they are a node's, or about it or what leads to it by whatever way. */
static void touch_all(ClusterGraph *g, guint node, guint from)
{
    for (guint i = from; i < g->claims->len; i++) {
        GraphClaim c = g_array_index(g->claims, GraphClaim, i);
        guint about = cluster_graph_node(g, c.to)->leads_to;
        touch(g, c.from, c.to);
        touch(g, c.to, c.from);
        if (c.from != node && c.to != node)
            touch(g, node, c.from);
        if (about != NO_NODE && about != c.to) {
            touch(g, c.from, about);
            touch(g, about, c.from);
        }
    }
}

/* Claims that a node makes, and those about it and about what leads to it. */
static gboolean read_about(ClusterGraph *g, guint node, GError **error)
{
    g_autoptr(GArray) read = g_array_new(FALSE, FALSE, sizeof(RawClaim));
    g_autoptr(GArray) leading = g_array_new(FALSE, FALSE, sizeof(gint64));
    g_autoptr(GHashTable) seen = g_hash_table_new(g_direct_hash, g_direct_equal); /* redirects may go in a circle */
    Reader r = {g, read};
    gint64 id = cluster_graph_node(g, node)->page.id;
    g_array_append_val(leading, id);
    if (!clustering_each_claim_of(g->ledger, id, read_claim, &r, error))
        return FALSE;
    for (guint i = 0; i < leading->len && g_hash_table_size(seen) < LIMIT_CLAIMS_TO; i++) {
        guint about, before = read->len;
        gint64 at = g_array_index(leading, gint64, i);
        if (!g_hash_table_add(seen, GSIZE_TO_POINTER(at)))
            continue;
        if (!cluster_graph_find(g, at, &about, error) ||
            !clustering_each_claim_to(g->ledger, at, LIMIT_CLAIMS_TO, read_claim, &r, error) ||
            !clustering_list_leading(g->ledger, at, cluster_graph_node(g, about)->page.url, leading, error))
            return FALSE;
        ClusterNode *n = cluster_graph_node(g, about);
        for (guint k = before; !n->is_counted && k < read->len; k++)
            n->claims_to[g_array_index(read, RawClaim, k).kind == CLAIM_BAR]++;
        n->is_counted = TRUE;
    }
    guint first = g->claims->len;
    if (!add_claims(g, read, error))
        return FALSE;
    touch_all(g, node, first);
    return TRUE;
}

static gboolean read_about_once(ClusterGraph *g, guint node, GError **error)
{
    ClusterNode *n = cluster_graph_node(g, node);
    if (n->is_read)
        return TRUE;
    n->is_read = TRUE;
    return read_about(g, node, error);
}

/* The page that it names as canonical. */
static gboolean read_canonical(ClusterGraph *g, guint node, GError **error)
{
    const char *url = cluster_graph_node(g, node)->page.canonical;
    guint canonical;
    return !*url || find_url(g, url, &canonical, error);
}

gboolean cluster_graph_list_near(ClusterGraph *g, guint node, GArray *ids, GError **error)
{
    const ClusterPage page = cluster_graph_node(g, node)->page;
    if (!page.numbers)
        return TRUE;
    if (!g->fingerprints) {
        g->fingerprints = g_array_new(FALSE, FALSE, sizeof(ClusterFingerprint));
        if (!clustering_list_fingerprints(g->ledger, g->fingerprints, error))
            return FALSE;
    }
    guint most = ids->len + LIMIT_PEERS + 1;
    for (guint i = 0; i < g->fingerprints->len && ids->len < most; i++) {
        const ClusterFingerprint *f = &g_array_index(g->fingerprints, ClusterFingerprint, i);
        if (f->page != page.id && simhash_distance(f->numbers, page.numbers) < FINGERPRINT_NEAR + FINGERPRINT_MARGIN)
            g_array_append_val(ids, f->page);
    }
    return TRUE;
}

static gboolean read_peers(ClusterGraph *g, guint node, GError **error)
{
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(gint64));
    for (ClusterPeers fact = 0; fact < N_PEERS; fact++)
        if (!clustering_list_peers(g->ledger, fact, &cluster_graph_node(g, node)->page,
                                   fact == PEERS_GROUP ? LIMIT_GROUP : LIMIT_PEERS + 1, ids, error))
            return FALSE;
    if (!cluster_graph_list_near(g, node, ids, error))
        return FALSE;
    for (guint i = 0; i < ids->len; i++) {
        guint peer;
        if (!cluster_graph_find(g, g_array_index(ids, gint64, i), &peer, error))
            return FALSE;
    }
    return TRUE;
}

gboolean cluster_graph_complete(ClusterGraph *g, guint node, GError **error)
{
    if (cluster_graph_node(g, node)->is_whole)
        return TRUE;
    cluster_graph_node(g, node)->is_whole = TRUE;
    if (!read_about_once(g, node, error) || !read_peers(g, node, error) || !read_canonical(g, node, error))
        return FALSE;
    for (guint i = 0;; i++) {
        const GArray *touches = cluster_graph_node(g, node)->touches;
        if (!touches || i == touches->len)
            return TRUE;
        if (!read_about_once(g, g_array_index(touches, guint, i), error))
            return FALSE;
    }
}

/* Those of one node together, and those in the order of url ids, so that the same claims are always in the
 * same order. */
static gint compare_claims(gconstpointer a, gconstpointer b, gpointer graph)
{
    const GraphClaim *x = a, *y = b;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    if (x->to != y->to)
        return cluster_graph_node(graph, x->to)->page.id < cluster_graph_node(graph, y->to)->page.id ? -1 : 1;
    return x->kind != y->kind ? (gint)x->kind - (gint)y->kind : strcmp(x->lang, y->lang);
}

void cluster_graph_close_claims(ClusterGraph *g)
{
    guint kept = 0;
    g_array_sort_with_data(g->claims, compare_claims, g);
    for (guint i = 0; i < g->claims->len; i++) {
        GraphClaim *claims = (GraphClaim *)g->claims->data;
        if (!kept || compare_claims(&claims[kept - 1], &claims[i], g) != 0)
            claims[kept++] = claims[i];
    }
    g_array_set_size(g->claims, kept);
}

void cluster_graph_set_patterns(ClusterGraph *g, const Patterns *patterns)
{
    g->patterns = patterns;
    for (guint i = 0; i < g->nodes->len; i++)
        set_pattern(g, cluster_graph_node(g, i));
}
