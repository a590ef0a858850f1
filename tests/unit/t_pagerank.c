/* The promises of indexer/pagerank.h. */
#include <math.h>

#include "indexer/pagerank.h"

#define N 40

static double *ranks_of(LinkGraph *graph)
{
    double *ranks = link_graph_rank(graph);
    g_assert_nonnull(ranks);
    return ranks;
}

/* The definition, link by link, far beyond the point where it does not change any more. */
static void rank_plainly(const gboolean links[N][N], double ranks[N])
{
    double share[N] = {0}, old[N], linking = 0;
    for (guint i = 0; i < N; i++) {
        gboolean has = FALSE;
        for (guint k = 0; k < N; k++)
            has |= links[i][k];
        linking += has;
    }
    for (guint k = 0; k < N; k++) {
        for (guint i = 0; i < N; i++)
            share[k] += links[i][k] / linking;
        old[k] = 1.0 / N;
    }
    for (guint round = 0; round < 1000; round++) {
        for (guint k = 0; k < N; k++)
            ranks[k] = .15 / N;
        for (guint i = 0; i < N; i++) {
            double sum = 0;
            for (guint k = 0; k < N; k++)
                sum += links[i][k] ? 1 - share[k] : 0;
            for (guint k = 0; k < N; k++)
                ranks[k] += .85 * old[i] * (sum > 0 ? (links[i][k] ? (1 - share[k]) / sum : 0) : 1.0 / N);
        }
        for (guint k = 0; k < N; k++)
            old[k] = ranks[k];
    }
    double sum = 0;
    for (guint k = 0; k < N; k++)
        sum += ranks[k] = (1 - share[k]) * ranks[k] * N + share[k];
    for (guint k = 0; k < N; k++)
        ranks[k] *= N / sum;
}

static void ranks_are_those_of_the_definition(void)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(7);
    for (guint run = 0; run < 20; run++) {
        gboolean links[N][N] = {{FALSE}};
        double expected[N], sum = 0;
        g_autoptr(LinkGraph) graph = link_graph_new(N);
        for (guint i = 0; i < N; i++) {
            guint n = g_rand_int_range(random, 0, 9);
            for (guint k = 0; k < n; k++) {
                guint to = g_rand_int_range(random, 0, k % 2 ? N : N / 4);
                link_graph_add(graph, i, to);
                links[i][to] |= i != to;
            }
        }
        rank_plainly(links, expected);
        g_autofree double *ranks = ranks_of(graph);
        for (guint i = 0; i < N; i++) {
            g_assert_cmpfloat_with_epsilon(ranks[i], expected[i], 1e-4);
            sum += ranks[i];
        }
        g_assert_cmpfloat_with_epsilon(sum, N, 1e-6);
    }
}

static void without_links_all_are_equal(void)
{
    g_autoptr(LinkGraph) none = link_graph_new(0), graph = link_graph_new(3);
    g_autofree double *no_ranks = link_graph_rank(none), *ranks = ranks_of(graph);
    for (guint i = 0; i < 3; i++)
        g_assert_cmpfloat_with_epsilon(ranks[i], 1, 1e-9);
}

static void links_to_itself_and_further_ones_do_not_count(void)
{
    g_autoptr(LinkGraph) graph = link_graph_new(3);
    link_graph_add(graph, 0, 0);
    link_graph_add(graph, 0, 1);
    link_graph_add(graph, 0, 1);
    link_graph_add(graph, 0, 2);
    link_graph_add(graph, 2, 1);
    link_graph_add(graph, 2, 1);
    g_assert_cmpuint(link_graph_count(graph), ==, 3);
}

/* All nodes but one link to 0, which is navigation, and each to its neighbour; ten of them to 5. */
static void what_stands_nearly_everywhere_tells_nothing(void)
{
    guint n = 1000;
    g_autoptr(LinkGraph) graph = link_graph_new(n);
    for (guint i = 0; i < n; i++) {
        link_graph_add(graph, i, 0);
        link_graph_add(graph, i, (i + 1) % n);
        if (i % 100 == 7)
            link_graph_add(graph, i, 5);
    }
    g_autofree double *ranks = ranks_of(graph);
    g_assert_cmpfloat(ranks[0], <, 1.5);
    g_assert_cmpfloat(ranks[0], >, .5);
    g_assert_cmpfloat(ranks[5], >, 3);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/pagerank/ranks_are_those_of_the_definition", ranks_are_those_of_the_definition);
    g_test_add_func("/pagerank/without_links_all_are_equal", without_links_all_are_equal);
    g_test_add_func("/pagerank/links_to_itself_and_further_ones_do_not_count",
                    links_to_itself_and_further_ones_do_not_count);
    g_test_add_func("/pagerank/what_stands_nearly_everywhere_tells_nothing",
                    what_stands_nearly_everywhere_tells_nothing);
    return g_test_run();
}
