#include "indexer/pagerank.h"

#include <math.h>

#include "shim/limits.h"

#define DAMPING .85
#define CONVERGED 1e-6
#define MOST_ROUNDS 200
#define LEAST_WEIGHT 1e-9 /* of a link, so that one on every page still leads somewhere */

struct LinkGraph {
    guint32 n;
    guint32 from;      /* whose links are being added */
    guint32 *begins;   /* n + 1: where the links of each node begin */
    guint32 *added_by; /* of each node: 1 + the node that linked to it last */
    guint32 *links_to; /* how many nodes link to it */
    GArray *links;     /* guint32: targets */
};

LinkGraph *link_graph_new(guint32 n)
{
    LinkGraph *g = g_new0(LinkGraph, 1);
    g->n = n;
    g->begins = g_new0(guint32, (gsize)n + 1);
    g->added_by = g_new0(guint32, n);
    g->links_to = g_new0(guint32, n);
    g->links = g_array_new(FALSE, FALSE, sizeof(guint32));
    return g;
}

void link_graph_free(LinkGraph *g)
{
    g_free(g->begins);
    g_free(g->added_by);
    g_free(g->links_to);
    g_array_unref(g->links);
    g_free(g);
}

void link_graph_add(LinkGraph *g, guint32 from, guint32 to)
{
    while (g->from < from)
        g->begins[++g->from] = g->links->len;
    if (from == to || g->added_by[to] == from + 1 || g->links->len == LIMIT_LINKS_RANKED)
        return;
    g->added_by[to] = from + 1;
    g->links_to[to]++;
    g_array_append_val(g->links, to);
}

guint link_graph_count(const LinkGraph *g)
{
    return g->links->len;
}

/* Of each node: the share of linking nodes that link to it. */
static double *coverage(const LinkGraph *g)
{
    double *shares = g_new0(double, g->n);
    guint linking = 0;
    for (guint32 i = 0; i < g->n; i++)
        linking += g->begins[i + 1] > g->begins[i];
    for (guint32 i = 0; linking && i < g->n; i++)
        shares[i] = (double)g->links_to[i] / linking;
    return shares;
}

/* Of each node: the sum of its links' weights. */
static double *sum_weights(const LinkGraph *g, const double *weights)
{
    const guint32 *links = (const guint32 *)g->links->data;
    double *sums = g_new0(double, g->n);
    for (guint32 i = 0; i < g->n; i++)
        for (guint32 k = g->begins[i]; k < g->begins[i + 1]; k++)
            sums[i] += weights[links[k]];
    return sums;
}

/* One round, from `old` to `new`; gives the sum of the differences. */
static double iterate(const LinkGraph *g, const double *weights, const double *sums, const double *old,
                      double *new)
{
    const guint32 *links = (const guint32 *)g->links->data;
    double idle = 0, change = 0;
    for (guint32 i = 0; i < g->n; i++)
        new[i] = 0;
    for (guint32 i = 0; i < g->n; i++) {
        double share = sums[i] > 0 ? old[i] / sums[i] : 0;
        idle += sums[i] > 0 ? 0 : old[i];
        for (guint32 k = g->begins[i]; k < g->begins[i + 1]; k++)
            new[links[k]] += share;
    }
    for (guint32 i = 0; i < g->n; i++) {
        new[i] = (1 - DAMPING + DAMPING * idle) / g->n + DAMPING *weights[i] * new[i];
        change += fabs(new[i] - old[i]);
    }
    return change;
}

/* As multiples of the mean, of what stands nearly everywhere the mean itself. */
static void normalise(const LinkGraph *g, const double *shares, double *ranks)
{
    double sum = 0;
    for (guint32 i = 0; i < g->n; i++) {
        ranks[i] = (1 - shares[i]) * ranks[i] * g->n + shares[i];
        sum += ranks[i];
    }
    for (guint32 i = 0; i < g->n; i++)
        ranks[i] *= g->n / sum;
}

double *link_graph_rank(LinkGraph *g)
{
    while (g->from < g->n)
        g->begins[++g->from] = g->links->len;
    g_autofree double *shares = coverage(g), *weights = g_new(double, g->n), *old = g_new(double, g->n);
    double *new = g_new(double, g->n);
    for (guint32 i = 0; i < g->n; i++) {
        weights[i] = MAX(1 - shares[i], LEAST_WEIGHT);
        new[i] = 1.0 / g->n;
    }
    g_autofree double *sums = sum_weights(g, weights);
    double change = 1;
    for (guint round = 0; round < MOST_ROUNDS && change >= CONVERGED; round++) {
        double *swapped = old;
        old = new;
        new = swapped;
        change = iterate(g, weights, sums, old, new);
    }
    normalise(g, shares, new);
    return new;
}
