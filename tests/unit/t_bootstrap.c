/* The promises of query/bootstrap.h. */
#include "query/bootstrap.h"

#include <math.h>

static double draw_mean(GRand *random, gconstpointer values)
{
    return bootstrap_mean(random, values);
}

static double draw_nothing(GRand *random, gconstpointer user)
{
    (void)random;
    (void)user;
    return NAN;
}

/* 0, 1, 0, 1 …: mean .5, standard error .5 / sqrt(n). */
static GArray *make_sample(guint n)
{
    GArray *values = g_array_new(FALSE, FALSE, sizeof(double));
    for (guint i = 0; i < n; i++) {
        double value = i % 2;
        g_array_append_val(values, value);
    }
    return values;
}

static void the_interval_is_two_standard_errors_wide_on_both_sides(void)
{
    g_autoptr(GArray) values = make_sample(400);
    double low, high;
    g_assert_true(bootstrap_interval(draw_mean, values, &low, &high));
    g_assert_cmpfloat_with_epsilon(low, .5 - 1.96 * .025, .008);
    g_assert_cmpfloat_with_epsilon(high, .5 + 1.96 * .025, .008);
}

static void the_same_values_give_the_same_interval(void)
{
    g_autoptr(GArray) values = make_sample(50);
    double low[2], high[2];
    for (guint i = 0; i < 2; i++)
        g_assert_true(bootstrap_interval(draw_mean, values, &low[i], &high[i]));
    g_assert_cmpfloat(low[0], ==, low[1]);
    g_assert_cmpfloat(high[0], ==, high[1]);
}

static void a_figure_that_is_not_defined_has_no_interval(void)
{
    g_autoptr(GArray) values = make_sample(0);
    double low, high;
    g_assert_false(bootstrap_interval(draw_nothing, NULL, &low, &high));
    g_assert_false(bootstrap_interval(draw_mean, values, &low, &high));
}

static void a_share_stays_one_and_certainty_stays_certain(void)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(1);
    double sum = 0;
    for (guint i = 0; i < 2000; i++) {
        double share = bootstrap_share(random, .9, 20);
        g_assert_true(share >= 0 && share <= 1);
        sum += bootstrap_share(random, .5, 100);
    }
    g_assert_cmpfloat_with_epsilon(sum / 2000, .5, .005);
    g_assert_cmpfloat(bootstrap_share(random, 1, 10), ==, 1);
    g_assert_cmpfloat(bootstrap_share(random, 0, 10), ==, 0);
    g_assert_true(isnan(bootstrap_share(random, NAN, 10)));
    g_assert_cmpfloat(bootstrap_share(random, .25, 0), ==, .25);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/bootstrap/the_interval_is_two_standard_errors_wide_on_both_sides",
                    the_interval_is_two_standard_errors_wide_on_both_sides);
    g_test_add_func("/bootstrap/the_same_values_give_the_same_interval", the_same_values_give_the_same_interval);
    g_test_add_func("/bootstrap/a_figure_that_is_not_defined_has_no_interval",
                    a_figure_that_is_not_defined_has_no_interval);
    g_test_add_func("/bootstrap/a_share_stays_one_and_certainty_stays_certain",
                    a_share_stays_one_and_certainty_stays_certain);
    return g_test_run();
}
