/*
 * beads.h: the translated pages of two languages as beads: a run of words, and the run that it is translated
 * by.
 *
 * Blocks are aligned with blocks, and within them sentences with sentences (indexer/align.h); titles with
 * titles and descriptions with descriptions. What is the same on many pages (menus, footers) is one bead, and
 * what is not translated (the same words on both sides) is none.
 */
#ifndef ISOGLOT_BEADS_H
#define ISOGLOT_BEADS_H

#include "indexer/bitext.h"

G_BEGIN_DECLS

typedef struct {
    guint32 a, b;     /* first token of each side */
    guint16 n_a, n_b; /* how many; none of them is 0 */
    guint32 page;
    gboolean is_heading; /* a sentence each, and neither ends with a mark: heading, item, label */
} Bead;

/*
 * The beads of all pages that both sides have, in the order of pages; g_array_unref(). `anchors`: for each
 * word of `b` the word of `a` that it is or is known to translate, or BITEXT_NONE.
 */
GArray *beads_find(const Bitext *a, const Bitext *b, const guint32 *anchors);

/* For each word of `b` the word of `a` that is written alike, or BITEXT_NONE; g_free(). */
guint32 *beads_match_words(const Bitext *a, const Bitext *b);

G_END_DECLS

#endif
