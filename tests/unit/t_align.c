/* The promises of indexer/align.h. */
#include "indexer/align.h"
#include "shim/limits.h"

#define MOST 64

/* A side: lengths, each perhaps with an anchor: 100, 120/7 is a unit of 120 letters with anchor 7. */
typedef struct {
    AlignUnit units[MOST];
    guint32 anchors[MOST];
    guint n;
} Side;

static void read_side(const char *text, Side *side)
{
    g_auto(GStrv) words = g_strsplit(text, " ", -1);
    side->n = 0;
    for (char **w = words; *w; w++) {
        char *end;
        AlignUnit *u = &side->units[side->n];
        u->letters = g_ascii_strtoull(*w, &end, 10);
        u->n_anchors = *end == '/';
        if (u->n_anchors)
            side->anchors[side->n] = g_ascii_strtoull(end + 1, NULL, 10);
        u->anchors = &side->anchors[side->n++];
    }
}

static void expect_at(const char *a, const char *b, double ratio, const char *expected)
{
    Side x, y;
    read_side(a, &x);
    read_side(b, &y);
    g_autoptr(GArray) beads = align_units(x.units, x.n, y.units, y.n, ratio);
    g_autoptr(GString) got = g_string_new(NULL);
    for (guint i = 0; i < beads->len; i++) {
        const AlignBead *bead = &g_array_index(beads, AlignBead, i);
        g_string_append_printf(got, "%s%u", i ? " " : "", bead->a);
        if (bead->n_a > 1)
            g_string_append_printf(got, "+%u", bead->a + 1);
        g_string_append_printf(got, "=%u", bead->b);
        if (bead->n_b > 1)
            g_string_append_printf(got, "+%u", bead->b + 1);
    }
    g_assert_cmpstr(got->str, ==, expected);
}

static void expect(const char *a, const char *b, const char *expected)
{
    expect_at(a, b, 1, expected);
}

static void units_of_fitting_lengths_are_beads(void)
{
    expect("100 20 300", "104 19 310", "0=0 1=1 2=2");
    expect("50", "50", "0=0");
}

static void a_unit_that_is_missing_is_in_no_bead(void)
{
    expect("100 200 400 60 200", "104 410 62 190", "0=0 2=1 3=2 4=3");
    expect("104 410 62 190", "100 200 400 60 200", "0=0 1=2 2=3 3=4");
}

static void two_units_may_be_one(void)
{
    expect("200 100 120 50", "200 222 50", "0=0 1+2=1 3=2");
    expect("200 222 50", "200 100 120 50", "0=0 1=1+2 2=3");
}

static void lengths_are_compared_by_the_ratio(void)
{
    expect_at("100 200 400", "40 80 160", 0.4, "0=0 1=1 2=2");
    expect_at("100 300 30", "40 12", 0.4, "0=0 2=1");
}

static void anchors_say_more_than_lengths(void)
{
    expect("100/1 100/2 100/3", "100/2 100/3", "1=0 2=1");
    expect("100/1 100/2 100/3", "100/1 100/3", "0=0 2=1");
}

static void anchors_of_one_side_do_no_harm(void)
{
    expect("100/1 100/2 100/3", "100/4 100/5 100/6", "0=0 1=1 2=2");
}

/* Eight times on each side: it would join everything with everything. */
static void anchors_that_are_everywhere_tell_nothing(void)
{
    expect("90/1 300/1 20/1 90/1 300/1 20/1 500/1 20/1 70/1", "90/1 300/1 20/1 90/1 300/1 20/1 500/1 20/1 70/1",
           "0=0 1=1 2=2 3=3 4=4 5=5 6=6 7=7 8=8");
}

static void nothing_is_aligned_with_nothing(void)
{
    g_autoptr(GArray) none = align_units(NULL, 0, NULL, 0, 1);
    g_assert_cmpuint(none->len, ==, 0);
    AlignUnit unit = {10, NULL, 0};
    g_autoptr(GArray) one_side = align_units(&unit, 1, NULL, 0, 1);
    g_assert_cmpuint(one_side->len, ==, 0);
}

static void empty_units_are_aligned(void)
{
    expect("0 0", "0 0", "0=0 1=1");
}

static void no_more_than_the_limit_is_aligned(void)
{
    g_autofree AlignUnit *units = g_new0(AlignUnit, LIMIT_ALIGN_UNITS + 50);
    for (guint i = 0; i < LIMIT_ALIGN_UNITS + 50; i++)
        units[i].letters = 20 + i % 7 * 40;
    g_autoptr(GArray) beads = align_units(units, LIMIT_ALIGN_UNITS + 50, units, LIMIT_ALIGN_UNITS + 50, 1);
    g_assert_cmpuint(beads->len, ==, LIMIT_ALIGN_UNITS);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define TEST(name) g_test_add_func("/align/" #name, name)
    TEST(units_of_fitting_lengths_are_beads);
    TEST(a_unit_that_is_missing_is_in_no_bead);
    TEST(two_units_may_be_one);
    TEST(lengths_are_compared_by_the_ratio);
    TEST(anchors_say_more_than_lengths);
    TEST(anchors_of_one_side_do_no_harm);
    TEST(anchors_that_are_everywhere_tell_nothing);
    TEST(nothing_is_aligned_with_nothing);
    TEST(empty_units_are_aligned);
    TEST(no_more_than_the_limit_is_aligned);
    return g_test_run();
}
