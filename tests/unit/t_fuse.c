/* The promises of query/fuse.h. */
#include "query/fuse.h"

#define N 3

static const double even[N] = {1, 1, 1};
static const char one[] = "one", two[] = "two"; /* clusters are pointers to anything */

/* A vote of a list about a cluster that the lists of `known` (bits) could know. */
static void add(Fusion *f, const char *cluster, guint known, guint list, guint rank, double score)
{
    gboolean is_known[N];
    for (guint i = 0; i < N; i++)
        is_known[i] = known >> i & 1;
    const FuseVote vote = {list, rank, score, 10 * list + rank};
    fusion_add(f, cluster, is_known, &vote);
}

static const Fused *at(const GPtrArray *all, guint i)
{
    g_assert_cmpuint(i, <, all->len);
    return all->pdata[i];
}

static void a_cluster_gains_nothing_by_many_pages(void)
{
    g_autoptr(Fusion) f = fusion_new(even, N);
    add(f, one, 7, 0, 1, .6);
    add(f, one, 7, 1, 1, .6);
    add(f, one, 7, 2, 1, .6);
    add(f, two, 1, 0, 2, .6);
    const GPtrArray *all = fusion_sort(f);
    g_assert_cmpuint(all->len, ==, 2);
    g_assert_cmpfloat_with_epsilon(at(all, 0)->score, .6, 1e-9);
    g_assert_cmpfloat_with_epsilon(at(all, 1)->score, .6, 1e-9);
}

static void a_list_that_could_know_a_cluster_and_has_it_not_says_0(void)
{
    g_autoptr(Fusion) f = fusion_new(even, N);
    add(f, one, 7, 0, 1, .9);
    add(f, two, 1, 0, 2, .5);
    const GPtrArray *all = fusion_sort(f);
    g_assert_true(at(all, 0)->cluster == two);
    g_assert_cmpfloat_with_epsilon(at(all, 1)->score, .3, 1e-9);
}

static void lists_count_by_their_trust(void)
{
    const double trust[N] = {1, .25, 0};
    g_autoptr(Fusion) f = fusion_new(trust, N);
    add(f, one, 7, 0, 1, .5);
    add(f, one, 7, 1, 1, 1);
    add(f, one, 7, 2, 1, 1);
    add(f, two, 4, 2, 2, 1);
    const GPtrArray *all = fusion_sort(f);
    g_assert_cmpfloat_with_epsilon(at(all, 0)->score, (.5 + .25) / 1.25, 1e-9);
    g_assert_cmpfloat(at(all, 1)->score, ==, 0);
}

static void a_page_in_no_cluster_stands_by_itself(void)
{
    g_autoptr(Fusion) f = fusion_new(even, N);
    add(f, NULL, 0, 0, 1, .4);
    add(f, NULL, 0, 1, 1, .8);
    const GPtrArray *all = fusion_sort(f);
    g_assert_cmpuint(all->len, ==, 2);
    g_assert_cmpfloat_with_epsilon(at(all, 0)->score, .8, 1e-9);
    g_assert_cmpfloat_with_epsilon(at(all, 1)->score, .4, 1e-9);
}

static void of_equal_ones_the_first_stays_first(void)
{
    g_autoptr(Fusion) f = fusion_new(even, N);
    for (guint i = 1; i <= 40; i++)
        add(f, NULL, 1, 0, i, .5);
    const GPtrArray *all = fusion_sort(f);
    for (guint i = 0; i < 40; i++)
        g_assert_cmpuint(fused_find_vote(at(all, i), 0)->rank, ==, i + 1);
}

static void votes_are_found_by_their_list(void)
{
    g_autoptr(Fusion) f = fusion_new(even, N);
    add(f, one, 7, 2, 4, .1);
    add(f, one, 7, 0, 3, .2);
    const Fused *fused = at(fusion_sort(f), 0);
    g_assert_cmpuint(fused->votes->len, ==, 2);
    g_assert_cmpuint(fused_find_vote(fused, 2)->place, ==, 24);
    g_assert_cmpuint(fused_find_vote(fused, 0)->rank, ==, 3);
    g_assert_null(fused_find_vote(fused, 1));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/fuse/a_cluster_gains_nothing_by_many_pages", a_cluster_gains_nothing_by_many_pages);
    g_test_add_func("/fuse/a_list_that_could_know_a_cluster_and_has_it_not_says_0",
                    a_list_that_could_know_a_cluster_and_has_it_not_says_0);
    g_test_add_func("/fuse/lists_count_by_their_trust", lists_count_by_their_trust);
    g_test_add_func("/fuse/a_page_in_no_cluster_stands_by_itself", a_page_in_no_cluster_stands_by_itself);
    g_test_add_func("/fuse/of_equal_ones_the_first_stays_first", of_equal_ones_the_first_stays_first);
    g_test_add_func("/fuse/votes_are_found_by_their_list", votes_are_found_by_their_list);
    return g_test_run();
}
