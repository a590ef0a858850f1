/*
 * candidates.h: which words of one language may be translations of which of another: those that stand in the
 * same beads more often than chance would have it (Dunning's log-likelihood ratio, "Accurate Methods for the
 * Statistics of Surprise and Coincidence", 1993).
 */
#ifndef ISOGLOT_CANDIDATES_H
#define ISOGLOT_CANDIDATES_H

#include "indexer/beads.h"

G_BEGIN_DECLS

/* A word of b that a word of a may be translated by. */
typedef struct {
    guint32 word;
    float forward, backward; /* probability of it given a's word, and of a's word given it */
    float count;             /* how often the one is the other, by the model's estimate */
    guint32 pages;           /* in how many page pairs it surely is */
    guint32 last_page;       /* the last of them, or BITEXT_NONE */
} Candidate;

/*
 * The candidates of word w of a, in the order of their numbers, are [rows[w], rows[w + 1]): the
 * LIMIT_LEARN_CANDIDATES that are most strongly associated with it. Their probabilities are guesses
 * (Jaccard's index of the beads), their counts 0. `rows` has room for one more than a's words. g_free().
 * Time: the product of each bead's two lengths, together.
 */
Candidate *candidates_find(const Bitext *a, const Bitext *b, const GArray *beads, guint32 *rows);

G_END_DECLS

#endif
