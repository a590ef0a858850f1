#include "indexer/align.h"

#include <math.h>
#include <string.h>

#include "shim/limits.h"

#define VARIANCE 6.8   /* of the length per letter (Gale and Church) … */
#define FREEDOM 0.10   /* … and what translators take besides, as a share of the whole */
#define GAIN 3.0       /* of an anchor that is on both sides */
#define LOSS 0.7       /* of one that is on the other page, but not in this bead */
#define MOST_PLACES 64 /* pairs of units that one anchor joins; a more frequent one tells nothing */

/* The kinds of beads, and the cost of each: the logarithm of its share (Gale and Church, table 5). */
static const struct {
    guint8 n_a, n_b;
    double cost;
} kinds[] = {{1, 1, 0.12}, {1, 0, 5.3}, {0, 1, 5.3}, {2, 1, 3.1}, {1, 2, 3.1}, {2, 2, 4.5}};

typedef struct {
    guint32 anchor;
    guint16 unit, side;
} Place;

typedef struct {
    const AlignUnit *a, *b;
    guint n, m;
    double ratio;
    float *shared;      /* n × m: weight of the anchors that both units have */
    float *of_a, *of_b; /* weight of all anchors of a unit */
} Aligner;

static gint compare_places(gconstpointer x, gconstpointer y)
{
    const Place *a = x, *b = y;
    if (a->anchor != b->anchor)
        return a->anchor < b->anchor ? -1 : 1;
    return a->side != b->side ? (a->side < b->side ? -1 : 1) : a->unit < b->unit ? -1 : a->unit > b->unit;
}

static void list_places(GArray *places, const AlignUnit *units, guint n, guint16 side)
{
    for (guint i = 0; i < n; i++)
        for (guint k = 0; k < units[i].n_anchors; k++) {
            Place place = {units[i].anchors[k], i, side};
            g_array_append_val(places, place);
        }
}

/* One anchor: the units of the first side [0, n_a) and of the second [n_a, n). The fewer it joins, the more
 * it tells. */
static void weigh_anchor(Aligner *al, const Place *p, guint n_a, guint n)
{
    guint n_b = n - n_a;
    if (!n_a || !n_b || (guint64)n_a * n_b > MOST_PLACES)
        return;
    float weight = 1 / sqrtf((float)n_a * n_b);
    for (guint i = 0; i < n_a; i++) {
        al->of_a[p[i].unit] += weight;
        for (guint j = n_a; j < n; j++)
            al->shared[(gsize)p[i].unit * al->m + p[j].unit] += weight;
    }
    for (guint j = n_a; j < n; j++)
        al->of_b[p[j].unit] += weight;
}

static void weigh_anchors(Aligner *al)
{
    g_autoptr(GArray) places = g_array_new(FALSE, FALSE, sizeof(Place));
    list_places(places, al->a, al->n, 0);
    list_places(places, al->b, al->m, 1);
    g_array_sort(places, compare_places);
    Place *p = (Place *)(gpointer)places->data;
    guint kept = 0;
    for (guint i = 0; i < places->len; i++) /* each once a unit */
        if (!kept || compare_places(&p[kept - 1], &p[i]) != 0)
            p[kept++] = p[i];
    for (guint i = 0, n, n_a; i < kept; i += n) {
        for (n = n_a = 0; i + n < kept && p[i + n].anchor == p[i].anchor; n++)
            n_a += p[i + n].side == 0;
        weigh_anchor(al, p + i, n_a, n);
    }
}

/* What the bead of the units before (i, j) costs. */
static double cost_bead(const Aligner *al, guint i, guint j, guint kind)
{
    double cost = kinds[kind].cost, letters_a = 0, letters_b = 0, shared = 0, all = 0;
    if (!kinds[kind].n_a || !kinds[kind].n_b)
        return cost;
    for (guint k = 1; k <= kinds[kind].n_a; k++) {
        letters_a += al->a[i - k].letters * al->ratio;
        all += al->of_a[i - k];
        for (guint l = 1; l <= kinds[kind].n_b; l++)
            shared += al->shared[(gsize)(i - k) * al->m + j - l];
    }
    for (guint l = 1; l <= kinds[kind].n_b; l++) {
        letters_b += al->b[j - l].letters;
        all += al->of_b[j - l];
    }
    double mean = (letters_a + letters_b) / 2, deviation = letters_a - letters_b;
    double length = deviation * deviation / (2 * (VARIANCE * mean + FREEDOM * FREEDOM * mean * mean + 1));
    return cost + length - GAIN * shared + LOSS * MAX(all - 2 * shared, 0);
}

/* Fills the kind of the last bead of the cheapest way to each place; `cost` has two rows before the current
 * one. */
static void find_ways(const Aligner *al, guint8 *way)
{
    gsize width = al->m + 1;
    g_autofree double *cost = g_new(double, 3 * width);
    for (guint i = 0; i <= al->n; i++)
        for (guint j = 0; j <= al->m; j++) {
            double *here = &cost[(i % 3) * width + j];
            *here = i || j ? HUGE_VAL : 0;
            for (guint k = 0; k < G_N_ELEMENTS(kinds); k++) {
                if (kinds[k].n_a > i || kinds[k].n_b > j)
                    continue;
                double before = cost[((i - kinds[k].n_a) % 3) * width + j - kinds[k].n_b];
                double all = before + cost_bead(al, i, j, k);
                if (all < *here) {
                    *here = all;
                    way[i * width + j] = k;
                }
            }
        }
}

static GArray *collect_beads(const Aligner *al, const guint8 *way)
{
    GArray *beads = g_array_new(FALSE, FALSE, sizeof(AlignBead));
    for (guint i = al->n, j = al->m; i || j;) {
        guint kind = way[i * ((gsize)al->m + 1) + j];
        i -= kinds[kind].n_a;
        j -= kinds[kind].n_b;
        AlignBead bead = {i, kinds[kind].n_a, j, kinds[kind].n_b};
        if (bead.n_a && bead.n_b)
            g_array_append_val(beads, bead);
    }
    AlignBead *b = (AlignBead *)(gpointer)beads->data;
    for (guint i = 0; i < beads->len / 2; i++) {
        AlignBead other = b[i];
        b[i] = b[beads->len - 1 - i];
        b[beads->len - 1 - i] = other;
    }
    return beads;
}

GArray *align_units(const AlignUnit *a, guint n, const AlignUnit *b, guint m, double ratio)
{
    Aligner al = {.a = a, .b = b, .n = MIN(n, LIMIT_ALIGN_UNITS), .m = MIN(m, LIMIT_ALIGN_UNITS), .ratio = ratio};
    g_autofree float *shared = al.shared = g_new0(float, (gsize)al.n *al.m + 1);
    g_autofree float *of_a = al.of_a = g_new0(float, al.n + 1), *of_b = al.of_b = g_new0(float, al.m + 1);
    g_autofree guint8 *way = g_new0(guint8, (gsize)(al.n + 1) * (al.m + 1));
    weigh_anchors(&al);
    find_ways(&al, way);
    return collect_beads(&al, way);
}
