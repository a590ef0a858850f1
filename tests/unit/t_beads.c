/* The promises of indexer/beads.h. */
#include "indexer/beads.h"
#include "tests/unit/tongues.h"

/* The beads of pages that are given as text on both sides: words of a = words of b. */
static void expect(const char *const *a, const char *const *b, guint n, const char *expected)
{
    g_autoptr(Bitext) x = tongue_bitext(0, NULL, a, n), y = tongue_bitext(1, NULL, b, n);
    g_autofree guint32 *alike = beads_match_words(x, y);
    g_autoptr(GArray) beads = beads_find(x, y, alike);
    g_autoptr(GString) got = g_string_new(NULL);
    for (guint i = 0; i < beads->len; i++) {
        const Bead *bead = &g_array_index(beads, Bead, i);
        g_autofree char *of_a = bitext_key(x, bead->a, bead->n_a), *of_b = bitext_key(y, bead->b, bead->n_b);
        g_string_append_printf(got, "%u:%s=%s%s; ", bead->page, of_a, of_b, bead->is_heading ? "+" : "");
    }
    g_assert_cmpstr(got->str, ==, expected);
}

#define EXPECT(a, b, expected) expect((const char *const[]){a}, (const char *const[]){b}, 1, expected)

static void blocks_and_within_them_sentences_are_aligned(void)
{
    EXPECT("10 11 12. 13 14 15 16 17 18.\n19 20.", "60 61 62. 63 64 65 66 67 68.\n69 70.",
           "0:10 11 12=60 61 62; 0:13 14 15 16 17 18=63 64 65 66 67 68; 0:19 20=69 70; ");
}

/* All blocks are of one length, which tells nothing. */
static void anchors_find_what_lengths_do_not(void)
{
#define A " 3100000000000000000000000000000000000000 3200000000000000000000000000000000000000"
#define B " 8100000000000000000000000000000000000000 8200000000000000000000000000000000000000"
    static const char *const a[] = {"501" A "\n502" A "\n503" A, "505" A "\n506" A};
    static const char *const b[] = {"502" B "\n503" B, "504" B "\n505" B "\n506" B};
    expect(a, b, 2, "0:502" A "=502" B "+; 0:503" A "=503" B "+; 1:505" A "=505" B "+; 1:506" A "=506" B "+; ");
}

static void pages_of_one_side_have_none(void)
{
    expect((const char *const[]){"10", "11", NULL}, (const char *const[]){NULL, "61", "62"}, 3, "1:11=61+; ");
}

static void what_is_the_same_on_many_pages_is_one_bead(void)
{
    expect((const char *const[]){"10 11.\n12.", "10 11.\n13."}, (const char *const[]){"60 61.\n62.", "60 61.\n63."}, 2,
           "0:10 11=60 61; 0:12=62; 1:13=63; ");
}

static void what_is_not_translated_is_no_bead(void)
{
    EXPECT("10 11 12.\n20 21.", "10 11 12.\n70 71.", "0:20 21=70 71; ");
    EXPECT("10 11 12 13 14.\n20 21.", "10 11 12 13 64.\n70 71.", "0:20 21=70 71; ");
}

static void headings_have_no_mark_at_their_end(void)
{
    EXPECT("10 11\n12 13.\n14 15", "60 61\n62 63\n64 65.", "0:10 11=60 61+; 0:12 13=62 63; 0:14 15=64 65; ");
}

static void titles_are_aligned_with_titles_and_are_no_headings(void)
{
    static const char *const texts[] = {"10."}, *const others[] = {"60."};
    g_autoptr(Bitext) x = tongue_bitext(0, (const char *const[]){"20 21 22"}, texts, 1);
    g_autoptr(Bitext) y = tongue_bitext(1, (const char *const[]){"70"}, others, 1);
    g_autofree guint32 *alike = beads_match_words(x, y);
    g_autoptr(GArray) beads = beads_find(x, y, alike);
    g_assert_cmpuint(beads->len, ==, 2);
    g_assert_cmpuint(g_array_index(beads, Bead, 0).n_a, ==, 3);
    g_assert_cmpuint(g_array_index(beads, Bead, 0).n_b, ==, 1);
    g_assert_false(g_array_index(beads, Bead, 0).is_heading);
}

static void foreign_sentences_are_in_none(void)
{
    static const char *const texts[] = {"10.\n11."}, *const others[] = {"60.\n61."};
    g_autoptr(Bitext) x = tongue_bitext(0, NULL, texts, 1), y = tongue_bitext(1, NULL, others, 1);
    g_array_index(y->sentences, BitextSentence, 0).is_foreign = TRUE;
    g_autofree guint32 *alike = beads_match_words(x, y);
    g_autoptr(GArray) beads = beads_find(x, y, alike);
    g_assert_cmpuint(beads->len, ==, 1);
    g_assert_cmpuint(g_array_index(beads, Bead, 0).a, ==, 1);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define TEST(name) g_test_add_func("/beads/" #name, name)
    TEST(blocks_and_within_them_sentences_are_aligned);
    TEST(anchors_find_what_lengths_do_not);
    TEST(pages_of_one_side_have_none);
    TEST(what_is_the_same_on_many_pages_is_one_bead);
    TEST(what_is_not_translated_is_no_bead);
    TEST(headings_have_no_mark_at_their_end);
    TEST(titles_are_aligned_with_titles_and_are_no_headings);
    TEST(foreign_sentences_are_in_none);
    return g_test_run();
}
