/*
 * cluster_graph.h: pages and what is said about their translations, in memory, for clustering.
 *
 * A graph holds either all that the ledger knows, or the neighbourhood of some pages. A node is one URL; it
 * is *whole* when all claims about it and all pages that share a fact with it are in the graph, so that every
 * edge of it can be judged as if the graph held everything. Claims say "this is that page in another
 * language"; a claim about a URL that redirects, or is left out as a duplicate, leads to the page behind it.
 *
 * Memory: with six languages that name each other some 1.4 KB a page, edges included. Errors are the ledger's.
 */
#ifndef ISOGLOT_CLUSTER_GRAPH_H
#define ISOGLOT_CLUSTER_GRAPH_H

#include "indexer/pattern.h"
#include "langs/lang.h"
#include "shim/clustering.h"

G_BEGIN_DECLS

#define NO_NODE G_MAXUINT

typedef struct {
    ClusterPage page; /* its strings belong to the graph; `pattern` as it is now */
    const char *pattern_before;
    gboolean is_page; /* known, and no duplicate: in an index, or kept out of it */
    gboolean is_indexed;
    const char *lang; /* code that it may be in a cluster; "" : none of the configured, or in no index */
    guint64 slot;     /* one bit, for its language: pages of one cluster have different ones */
    guint leads_to;   /* the node of the page behind it, itself for a page; NO_NODE: none */
    gboolean is_whole;
    gboolean is_read, is_counted; /* claims of and about it are here, and counted */
    GArray *touches;    /* of a neighbourhood: nodes (guint) at the other ends of claims; NULL: none */
    guint claims_to[2]; /* how many alternates and bar links lead here; crowded from LIMIT_CLAIMS_TO */
} ClusterNode;

/* Kinds of claims, the stronger first. */
typedef enum { CLAIM_HREFLANG, CLAIM_BAR, CLAIM_SCHEMA, N_CLAIMS } ClaimKind;

typedef struct {
    guint from, to;   /* nodes; `to` as it was written, leads_to tells the page */
    const char *lang; /* tag as written, "" for none */
    ClaimKind kind;
} GraphClaim;

typedef struct {
    Ledger *ledger;
    const GPtrArray *languages; /* LangProfile*, the configured ones */
    const Patterns *patterns;
    GArray *nodes;          /* ClusterNode */
    GArray *claims;         /* GraphClaim, sorted, each once, after cluster_graph_close_claims() */
    GHashTable *ids, *urls; /* url id and URL → node + 1 */
    GHashTable *slots;      /* language → bit number + 1 */
    GArray *fingerprints;   /* ClusterFingerprint, of all pages in an index; NULL until they are needed */
    GStringChunk *texts;
} ClusterGraph;

ClusterGraph *cluster_graph_new(Ledger *ledger, const GPtrArray *languages);
void cluster_graph_free(ClusterGraph *graph);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ClusterGraph, cluster_graph_free)

/* Everything there is; all nodes are whole. */
gboolean cluster_graph_load_all(ClusterGraph *graph, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The node of a URL id, read from the ledger if it is not there; NO_NODE: the ledger has no such row. */
gboolean cluster_graph_find(ClusterGraph *graph, gint64 id, guint *node,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Makes a node whole: reads the claims of it and about it, those about and of the pages that these lead to,
 * and its peers. */
gboolean cluster_graph_complete(ClusterGraph *graph, guint node, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Appends to `ids` the pages in an index whose fingerprint is near to a node's (cluster_near.h), LIMIT_PEERS + 1 at most. */
gboolean cluster_graph_list_near(ClusterGraph *graph, guint node, GArray *ids, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* After reading, and before claims are looked at: sorts them, and drops what was read twice. */
void cluster_graph_close_claims(ClusterGraph *graph);

/* Puts each page's pattern into its node, those that come later included; `patterns` have to stay. Before it
 * is called they are as the ledger has them. */
void cluster_graph_set_patterns(ClusterGraph *graph, const Patterns *patterns);

static inline ClusterNode *cluster_graph_node(const ClusterGraph *graph, guint i)
{
    return &g_array_index(graph->nodes, ClusterNode, i);
}

G_END_DECLS

#endif
