/* The promises of query/measure.h. */
#include "query/measure.h"

#include <math.h>

/* A ranking of so many ids. */
static GArray *list(guint n, const gint64 *ids)
{
    GArray *ranking = g_array_new(FALSE, FALSE, sizeof(gint64));
    return g_array_append_vals(ranking, ids, n);
}
#define LIST(...) list(sizeof((const gint64[]){__VA_ARGS__}) / sizeof(gint64), (const gint64[]){__VA_ARGS__})

static GArray *numbers(guint n, const double *values)
{
    GArray *all = g_array_new(FALSE, FALSE, sizeof(double));
    return n ? g_array_append_vals(all, values, n) : all;
}

static guint overlap_by_hand(const GArray *a, const GArray *b, guint depth)
{
    guint n = 0;
    for (guint i = 0; i < MIN(depth, a->len); i++)
        for (guint k = 0; k < MIN(depth, b->len); k++)
            n += g_array_index(a, gint64, i) == g_array_index(b, gint64, k);
    return n;
}

/* Equation 32 of Webber, Moffat and Zobel, written down as it stands there. */
static double rbo_by_hand(const GArray *s, const GArray *l, double p)
{
    double sum = 0;
    guint x_s = overlap_by_hand(s, l, s->len), x_l = overlap_by_hand(s, l, l->len);
    for (guint d = 1; d <= l->len; d++)
        sum += overlap_by_hand(s, l, d) / (double)d * pow(p, d);
    for (guint d = s->len + 1; d <= l->len; d++)
        sum += x_s * (double)(d - s->len) / ((double)s->len * d) * pow(p, d);
    return (1 - p) / p * sum + ((double)(x_l - (double)x_s) / l->len + (double)x_s / s->len) * pow(p, l->len);
}

/* So many different ids below `most`. */
static GArray *draw(GRand *random, guint n, guint most)
{
    GArray *ranking = g_array_new(FALSE, FALSE, sizeof(gint64));
    while (ranking->len < n) {
        gint64 id = g_rand_int_range(random, 0, most);
        if (!measure_rank(ranking, id))
            g_array_append_val(ranking, id);
    }
    return ranking;
}

static void reciprocal_rank_is_0_below_the_depth(void)
{
    g_assert_cmpfloat(measure_reciprocal_rank(1, 10), ==, 1);
    g_assert_cmpfloat(measure_reciprocal_rank(10, 10), ==, .1);
    g_assert_cmpfloat(measure_reciprocal_rank(11, 10), ==, 0);
    g_assert_cmpfloat(measure_reciprocal_rank(0, 10), ==, 0);
}

static void ndcg_weighs_levels_and_ranks(void)
{
    g_autoptr(GHashTable) levels = g_hash_table_new(g_int64_hash, g_int64_equal);
    gint64 ids[] = {1, 3, 9};
    g_hash_table_insert(levels, &ids[0], GUINT_TO_POINTER(2));
    g_hash_table_insert(levels, &ids[1], GUINT_TO_POINTER(1));
    g_hash_table_insert(levels, &ids[2], GUINT_TO_POINTER(1));
    g_autoptr(GArray) ranking = LIST(1, 2, 3, 4);
    double best = 3 / log2(2) + 1 / log2(3) + 1 / log2(4);
    g_assert_cmpfloat_with_epsilon(measure_ndcg(ranking, levels, 10), (3 / log2(2) + 1 / log2(4)) / best, 1e-12);
    g_assert_cmpfloat_with_epsilon(measure_ndcg(ranking, levels, 2), 3 / (3 + 1 / log2(3)), 1e-12);
    g_assert_cmpfloat_with_epsilon(measure_recall(ranking, levels, 100), 2.0 / 3, 1e-12);
    g_assert_cmpfloat_with_epsilon(measure_recall(ranking, levels, 1), 1.0 / 3, 1e-12);
}

static void without_relevant_pages_nothing_is_defined(void)
{
    g_autoptr(GHashTable) levels = g_hash_table_new(g_int64_hash, g_int64_equal);
    g_autoptr(GArray) ranking = LIST(1);
    g_assert_true(isnan(measure_ndcg(ranking, levels, 10)));
    g_assert_true(isnan(measure_recall(ranking, levels, 10)));
}

static void rbo_is_equation_32_whatever_the_lengths(void)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(32);
    for (guint i = 0; i < 500; i++) {
        guint n = g_rand_int_range(random, 1, 20), m = g_rand_int_range(random, n, 24);
        g_autoptr(GArray) s = draw(random, n, 30), l = draw(random, m, 30);
        double p = g_rand_double_range(random, .1, .99), by_hand = rbo_by_hand(s, l, p);
        g_assert_cmpfloat_with_epsilon(measure_rbo(s, l, p), by_hand, 1e-12);
        g_assert_cmpfloat_with_epsilon(measure_rbo(l, s, p), by_hand, 1e-12);
    }
}

static void rbo_of_equal_lists_is_1_and_of_disjoint_ones_0(void)
{
    g_autoptr(GArray) a = LIST(1, 2, 3), b = LIST(1, 2, 3), c = LIST(4, 5, 6), longer = LIST(2, 1);
    g_autoptr(GArray) one = LIST(1);
    g_assert_cmpfloat_with_epsilon(measure_rbo(a, b, .9), 1, 1e-12);
    g_assert_cmpfloat_with_epsilon(measure_rbo(a, c, .9), 0, 1e-12);
    g_assert_cmpfloat_with_epsilon(measure_rbo(one, longer, .9), .45, 1e-12);
}

static void rbo_of_two_empty_lists_is_not_defined(void)
{
    g_autoptr(GArray) empty = list(0, NULL), full = LIST(1);
    g_assert_true(isnan(measure_rbo(empty, empty, .9)));
    g_assert_cmpfloat(measure_rbo(empty, full, .9), ==, 0);
    g_assert_cmpfloat(measure_rbo(full, empty, .9), ==, 0);
}

static void means_and_quantiles_pass_over_what_is_not_defined(void)
{
    const double values[] = {4, NAN, 1, 3, 2};
    g_autoptr(GArray) all = numbers(5, values), none = numbers(0, NULL);
    guint n;
    g_assert_cmpfloat(measure_mean(all, &n), ==, 2.5);
    g_assert_cmpuint(n, ==, 4);
    g_assert_cmpfloat(measure_quantile(all, .5), ==, 2.5);
    g_assert_cmpfloat(measure_quantile(all, 0), ==, 1);
    g_assert_cmpfloat(measure_quantile(all, 1), ==, 4);
    g_assert_true(isnan(measure_mean(none, &n)));
    g_assert_cmpuint(n, ==, 0);
    g_assert_true(isnan(measure_quantile(none, .5)));
}

static void a_geometric_mean_leaves_out_nan_but_no_0(void)
{
    g_assert_cmpfloat_with_epsilon(measure_geometric_mean((const double[]){2, NAN, 8}, 3), 4, 1e-12);
    g_assert_cmpfloat(measure_geometric_mean((const double[]){2, 0, NAN}, 3), ==, 0);
    g_assert_true(isnan(measure_geometric_mean((const double[]){NAN}, 1)));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/measure/reciprocal_rank_is_0_below_the_depth", reciprocal_rank_is_0_below_the_depth);
    g_test_add_func("/measure/ndcg_weighs_levels_and_ranks", ndcg_weighs_levels_and_ranks);
    g_test_add_func("/measure/without_relevant_pages_nothing_is_defined", without_relevant_pages_nothing_is_defined);
    g_test_add_func("/measure/rbo_is_equation_32_whatever_the_lengths", rbo_is_equation_32_whatever_the_lengths);
    g_test_add_func("/measure/rbo_of_equal_lists_is_1_and_of_disjoint_ones_0",
                    rbo_of_equal_lists_is_1_and_of_disjoint_ones_0);
    g_test_add_func("/measure/rbo_of_two_empty_lists_is_not_defined", rbo_of_two_empty_lists_is_not_defined);
    g_test_add_func("/measure/means_and_quantiles_pass_over_what_is_not_defined",
                    means_and_quantiles_pass_over_what_is_not_defined);
    g_test_add_func("/measure/a_geometric_mean_leaves_out_nan_but_no_0", a_geometric_mean_leaves_out_nan_but_no_0);
    return g_test_run();
}
