/* The promises of query/peer.h. */
#include "query/peer.h"

#include <math.h>

static GArray *pages(guint n, const PeerPage *all)
{
    GArray *list = g_array_new(FALSE, FALSE, sizeof(PeerPage));
    return g_array_append_vals(list, all, n);
}

static void survival_equals_its_closed_forms(void)
{
    for (double x = 1e-6; x < 400; x *= 1.3) {
        double even = exp(-x / 2), odd = erfc(sqrt(x / 2));
        const double wanted[] = {odd, even, odd + sqrt(2 * x / G_PI) * even, even * (1 + x / 2)};
        for (guint i = 0; i < G_N_ELEMENTS(wanted); i++)
            g_assert_cmpfloat_with_epsilon(chi_square_survival(x, i + 1) / wanted[i], 1, 1e-11);
    }
    g_assert_cmpfloat(chi_square_survival(0, 3), ==, 1);
    g_assert_cmpfloat(chi_square_survival(-1, 3), ==, 1);
}

/* The critical values of every table of the distribution. */
static void survival_equals_the_tables(void)
{
    const struct {
        double x;
        guint freedom;
        double p;
    } rows[] = {{3.841458820694124, 1, .05},
                {5.991464547107979, 2, .05},
                {11.070497693516351, 5, .05},
                {20.515005652432873, 5, .001},
                {15.086272469388987, 5, .01}};
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
        g_assert_cmpfloat_with_epsilon(chi_square_survival(rows[i].x, rows[i].freedom), rows[i].p, 1e-12);
}

/* H of three values above three others is 27/7, as every text on the test has it. */
static void the_test_gives_the_textbooks_h(void)
{
    const double values[] = {1, 2, 3, 4, 5, 6};
    double h, p;
    g_assert_true(kruskal_wallis(values, (const guint[]){0, 0, 0, 1, 1, 1}, 6, 2, &h, &p));
    g_assert_cmpfloat_with_epsilon(h, 27.0 / 7, 1e-12);
    g_assert_cmpfloat_with_epsilon(p, erfc(sqrt(27.0 / 14)), 1e-12);
    g_assert_true(kruskal_wallis(values, (const guint[]){0, 1, 0, 1, 0, 1}, 6, 3, &h, &p));
    g_assert_cmpfloat_with_epsilon(h, 3.0 / 7, 1e-12);
}

/* With tied values H is what its formula by squared deviations from the grand mean gives. */
static void the_test_takes_ties_as_they_are(void)
{
    const double values[] = {1, 1, 4, 21, 21, 21, 3};
    const guint groups[] = {0, 1, 0, 1, 2, 2, 0};
    double h, p, mean = 72.0 / 7, of_all = 0;
    for (guint i = 0; i < 7; i++)
        of_all += pow(values[i] - mean, 2);
    double between = 3 * pow(8.0 / 3 - mean, 2) + 2 * pow(11 - mean, 2) + 2 * pow(21 - mean, 2);
    g_assert_true(kruskal_wallis(values, groups, 7, 3, &h, &p));
    g_assert_cmpfloat_with_epsilon(h, 6 * between / of_all, 1e-12);
    g_assert_cmpfloat_with_epsilon(p, exp(-h / 2), 1e-12);
}

static void the_test_is_not_defined_for_one_group_or_equal_values(void)
{
    double h, p;
    g_assert_false(kruskal_wallis((const double[]){1, 2, 3}, (const guint[]){1, 1, 1}, 3, 2, &h, &p));
    g_assert_false(kruskal_wallis((const double[]){2, 2, 2}, (const guint[]){0, 1, 1}, 3, 2, &h, &p));
    g_assert_false(kruskal_wallis(NULL, NULL, 0, 2, &h, &p));
}

static void what_was_not_retrieved_shares_the_tail_rank(void)
{
    /* ranks 1, 2, 3 of one language; 4, 5 and the tail, 21, of the other */
    g_autoptr(GArray) list =
        pages(6, (const PeerPage[]){{1, 0, 1}, {1, 0, 2}, {1, 0, 3}, {1, 1, 4}, {1, 1, 5}, {1, 1, 0}});
    g_autoptr(GArray) deep =
        pages(6, (const PeerPage[]){{1, 0, 1}, {1, 0, 2}, {1, 0, 3}, {1, 1, 4}, {1, 1, 5}, {1, 1, 77}});
    double p, other, h, wanted;
    g_assert_true(
        kruskal_wallis((const double[]){1, 2, 3, 4, 5, 21}, (const guint[]){0, 0, 0, 1, 1, 1}, 6, 2, &h, &wanted));
    g_assert_cmpint(peer_measure(list, &p), ==, PEER_DEFINED);
    g_assert_cmpfloat_with_epsilon(p, wanted, 1e-12);
    g_assert_cmpint(peer_measure(deep, &other), ==, PEER_DEFINED);
    g_assert_cmpfloat(p, ==, other);
}

static void it_needs_three_relevant_pages_in_two_languages(void)
{
    g_autoptr(GArray) few = pages(5, (const PeerPage[]){{1, 0, 1}, {1, 0, 2}, {1, 0, 3}, {1, 1, 4}, {1, 1, 5}});
    g_autoptr(GArray) none = pages(0, (const PeerPage[]){{0, 0, 0}});
    double p;
    g_assert_cmpint(peer_measure(few, &p), ==, PEER_FEW);
    g_assert_cmpint(peer_measure(none, &p), ==, PEER_FEW);
}

static void a_language_with_fewer_is_not_compared(void)
{
    g_autoptr(GArray) with =
        pages(7, (const PeerPage[]){{1, 0, 1}, {1, 0, 2}, {1, 0, 3}, {1, 1, 4}, {1, 1, 5}, {1, 1, 6}, {1, 2, 20}});
    double p;
    g_assert_cmpint(peer_measure(with, &p), ==, PEER_DEFINED);
    g_assert_cmpfloat_with_epsilon(p, chi_square_survival(27.0 / 7, 1), 1e-12);
}

static void when_all_ranks_are_equal_it_is_not_defined(void)
{
    g_autoptr(GArray) tail =
        pages(6, (const PeerPage[]){{1, 0, 0}, {1, 0, 0}, {1, 0, 30}, {1, 1, 0}, {1, 1, 0}, {1, 1, 0}});
    double p;
    g_assert_cmpint(peer_measure(tail, &p), ==, PEER_EQUAL);
}

static void a_level_that_tells_nothing_is_counted_with_the_next(void)
{
    /* level 2 has one page of each, level 1 two: together three */
    const PeerPage all[] = {{2, 0, 1}, {2, 1, 4}, {1, 0, 2}, {1, 0, 3}, {1, 1, 5}, {1, 1, 6}};
    g_autoptr(GArray) list = pages(6, all);
    double p;
    g_assert_cmpint(peer_measure(list, &p), ==, PEER_DEFINED);
    g_assert_cmpfloat_with_epsilon(p, chi_square_survival(27.0 / 7, 1), 1e-12);
}

static void levels_count_alike(void)
{
    PeerPage all[12];
    for (guint i = 0; i < 12; i++)
        all[i] = (PeerPage){i < 6 ? 2 : 1, i / 3 % 2, i < 6 ? i + 1 : 7 + (i % 3) * 2 + i / 3 % 2};
    g_autoptr(GArray) list = pages(12, all);
    double p, h, first, second;
    g_assert_true(
        kruskal_wallis((const double[]){1, 2, 3, 4, 5, 6}, (const guint[]){0, 0, 0, 1, 1, 1}, 6, 2, &h, &first));
    g_assert_true(
        kruskal_wallis((const double[]){1, 3, 5, 2, 4, 6}, (const guint[]){0, 0, 0, 1, 1, 1}, 6, 2, &h, &second));
    g_assert_cmpint(peer_measure(list, &p), ==, PEER_DEFINED);
    g_assert_cmpfloat_with_epsilon(p, (first + second) / 2, 1e-12);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/peer/survival_equals_its_closed_forms", survival_equals_its_closed_forms);
    g_test_add_func("/peer/survival_equals_the_tables", survival_equals_the_tables);
    g_test_add_func("/peer/the_test_gives_the_textbooks_h", the_test_gives_the_textbooks_h);
    g_test_add_func("/peer/the_test_takes_ties_as_they_are", the_test_takes_ties_as_they_are);
    g_test_add_func("/peer/the_test_is_not_defined_for_one_group_or_equal_values",
                    the_test_is_not_defined_for_one_group_or_equal_values);
    g_test_add_func("/peer/what_was_not_retrieved_shares_the_tail_rank", what_was_not_retrieved_shares_the_tail_rank);
    g_test_add_func("/peer/it_needs_three_relevant_pages_in_two_languages",
                    it_needs_three_relevant_pages_in_two_languages);
    g_test_add_func("/peer/a_language_with_fewer_is_not_compared", a_language_with_fewer_is_not_compared);
    g_test_add_func("/peer/when_all_ranks_are_equal_it_is_not_defined", when_all_ranks_are_equal_it_is_not_defined);
    g_test_add_func("/peer/a_level_that_tells_nothing_is_counted_with_the_next",
                    a_level_that_tells_nothing_is_counted_with_the_next);
    g_test_add_func("/peer/levels_count_alike", levels_count_alike);
    return g_test_run();
}
