/* The promises of query/parity.h that need no site. */
#include "query/parity.h"

#include "shim/limits.h"

static guint64 least(guint n, const guint64 *counts)
{
    return parity_least_told(counts, n);
}

static void fewer_than_the_least_are_never_told(void)
{
    g_assert_cmpuint(least(3, (const guint64[]){100, 50, 0}), ==, LIMIT_REPORT_LEAST);
    g_assert_cmpuint(least(4, (const guint64[]){100, 3, 2, 50}), ==, LIMIT_REPORT_LEAST);
    g_assert_cmpuint(least(0, NULL), ==, LIMIT_REPORT_LEAST);
}

static void nor_can_they_be_known_from_the_sum(void)
{
    g_assert_cmpuint(least(3, (const guint64[]){100, 4, 50}), >, 50);
    g_assert_cmpuint(least(3, (const guint64[]){100, 4, 50}), <=, 100);
    g_assert_cmpuint(least(2, (const guint64[]){100, 1}), >, 100);
    g_assert_cmpuint(least(1, (const guint64[]){3}), ==, LIMIT_REPORT_LEAST);
}

/* Whatever the counts are, what is left of the sum is nothing or enough, or everything. */
static void whatever_the_counts_are(void)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(5);
    for (guint round = 0; round < 2000; round++) {
        guint64 counts[6], all = 0, hidden = 0;
        for (guint i = 0; i < 6; i++)
            all += counts[i] = g_rand_int_range(random, 0, 12);
        guint64 told = least(6, counts);
        for (guint i = 0; i < 6; i++)
            hidden += counts[i] < told ? counts[i] : 0;
        g_assert_true(!hidden || hidden >= LIMIT_REPORT_LEAST || hidden == all);
    }
}

static void a_language_is_found_by_its_code(void)
{
    g_autoptr(GPtrArray) languages = lang_find_all(NULL, NULL);
    for (guint i = 0; i < languages->len; i++)
        g_assert_cmpuint(parity_find_language(languages, lang_code(languages->pdata[i])), ==, i);
    g_assert_cmpuint(parity_find_language(languages, ""), ==, languages->len);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/parity/fewer_than_the_least_are_never_told", fewer_than_the_least_are_never_told);
    g_test_add_func("/parity/nor_can_they_be_known_from_the_sum", nor_can_they_be_known_from_the_sum);
    g_test_add_func("/parity/whatever_the_counts_are", whatever_the_counts_are);
    g_test_add_func("/parity/a_language_is_found_by_its_code", a_language_is_found_by_its_code);
    return g_test_run();
}
