/*
 * align.h: which units (blocks, sentences) of a text are which of its translation.
 *
 * A dynamic programme over both in their order, after Gale and Church, "A Program for Aligning Sentences in
 * Bilingual Corpora" (1993): beads of one or two units a side, or of one that has nothing on the other; each
 * costs the less the more usual its kind is, the better its lengths fit and the more of its anchors are on
 * both sides. Anchors are numbers, names, symbols, or words that are known to be translations: whatever the
 * caller can number alike on both sides.
 */
#ifndef ISOGLOT_ALIGN_H
#define ISOGLOT_ALIGN_H

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
    guint32 letters;
    const guint32 *anchors; /* in any order, each as often as it occurs; those that are on one side only do no harm */
    guint n_anchors;
} AlignUnit;

/* Units [a, a + n_a) of the one side are [b, b + n_b) of the other; none of them is 0. */
typedef struct {
    guint a, n_a, b, n_b;
} AlignBead;

/*
 * Aligns at most LIMIT_ALIGN_UNITS of either side; `ratio`: letters of the second side per letter of the
 * first. Beads in their order; g_array_unref(). Units without a counterpart are in none. Time and memory: n
 * times m, 6 bytes of memory each.
 */
GArray *align_units(const AlignUnit *a, guint n, const AlignUnit *b, guint m, double ratio);

G_END_DECLS

#endif
