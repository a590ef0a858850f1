/* The promises of indexer/near.h. */
#include "indexer/near.h"

#include "indexer/simhash.h"

/* `n` fingerprints, many of them near to some of the others. */
static guint64 *make(guint n)
{
    g_autoptr(GRand) dice = g_rand_new_with_seed(n);
    guint64 *all = g_new(guint64, n);
    for (guint i = 0; i < n; i++) {
        all[i] = (guint64)g_rand_int(dice) << 32 | g_rand_int(dice);
        guint flips = i % 2 ? g_rand_int_range(dice, 0, NEAR_MOST + 4) : 0;
        if (flips)
            all[i] = all[g_rand_int_range(dice, 0, i)];
        while (flips--)
            all[i] ^= G_GUINT64_CONSTANT(1) << g_rand_int_range(dice, 0, 64);
    }
    return all;
}

static gint compare(gconstpointer a, gconstpointer b)
{
    return *(const guint *)a < *(const guint *)b ? -1 : 1;
}

static void check_all(guint n, guint most)
{
    g_autofree guint64 *all = make(n);
    g_autoptr(NearIndex) index = near_index_new(all, n);
    guint pairs = 0, asked = 0;
    for (guint i = 0; i < n; i += 1 + n / 500) {
        g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(guint));
        near_index_find(index, all[i], most, n, found);
        g_array_sort(found, compare);
        asked++;
        for (guint k = 0, at = 0; k < n; k++) {
            if (simhash_distance(all[i], all[k]) > most)
                continue;
            g_assert_cmpuint(at, <, found->len);
            g_assert_cmpuint(g_array_index(found, guint, at), ==, k);
            at++;
            pairs++;
        }
    }
    g_assert_cmpuint(pairs, >=, asked + most); /* itself, and others */
}

static void nothing_is_missed_and_nothing_comes_twice(void)
{
    for (guint most = 0; most <= NEAR_MOST; most += 3) {
        check_all(600, most);
        check_all(5000, most);
    }
}

static void no_more_than_the_limit_are_found(void)
{
    const guint sizes[] = {100, 10000};
    for (guint s = 0; s < G_N_ELEMENTS(sizes); s++) {
        g_autofree guint64 *all = g_new0(guint64, sizes[s]);
        g_autoptr(NearIndex) index = near_index_new(all, sizes[s]);
        g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(guint));
        near_index_find(index, 1, NEAR_MOST, 7, found);
        g_assert_cmpuint(found->len, ==, 7);
    }
}

static void of_none_none_is_found(void)
{
    g_autoptr(NearIndex) index = near_index_new(NULL, 0);
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(guint));
    near_index_find(index, 1, NEAR_MOST, 7, found);
    g_assert_cmpuint(found->len, ==, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name) g_test_add_func("/near/" #name, name)
    ADD(nothing_is_missed_and_nothing_comes_twice);
    ADD(no_more_than_the_limit_are_found);
    ADD(of_none_none_is_found);
    return g_test_run();
}
