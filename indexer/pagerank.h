/*
 * pagerank.h: how much a site itself links to each of its things: PageRank (Brin and Page, 1998) over a graph
 * of links.
 *
 * Damping .85; what a node without links has is spread over all; until two rounds differ by less than 1e-6 in
 * sum.
 *
 * A link that stands nearly everywhere is navigation and tells nothing of what it leads to. So a link counts 1 - c,
 * where c is the share of the linking nodes that link to its target; and the result of a target is (1 - c) times its
 * PageRank and c times the mean, that is, nobody's opinion.
 */
#ifndef ISOGLOT_PAGERANK_H
#define ISOGLOT_PAGERANK_H

#include <glib.h>

G_BEGIN_DECLS

typedef struct LinkGraph LinkGraph;

/* Nodes are 0 … n - 1. Memory: 24 bytes a node, 4 a link. */
LinkGraph *link_graph_new(guint32 n);

/* Links must come in the order of `from`; a link to itself, and a further one to the same node, are passed
 * over. Beyond LIMIT_LINKS_RANKED links, the rest is. */
void link_graph_add(LinkGraph *graph, guint32 from, guint32 to);

guint link_graph_count(const LinkGraph *graph); /* links that count */

/* The rank of each node as a multiple of the mean; all 1 where there are no links. g_free(). 3 million links
 * take some 0.5 s. */
double *link_graph_rank(LinkGraph *graph);

void link_graph_free(LinkGraph *graph);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LinkGraph, link_graph_free)

G_END_DECLS

#endif
