/*
 * phrases.h: runs of words that are translated as a whole: "broadband", "haut débit"; a Chinese word that the
 * dictionary has divided.
 *
 * From the links of each bead the runs are taken that are linked with each other and with nothing else (Och
 * and Ney, "The Alignment Template Approach", 2004), of at most PHRASE_WORDS words a side and more than one
 * on one of them, without a mark between. What is seen in one page pair only is none. Memory: at most
 * LIMIT_LEARN_PHRASES runs are counted at once; when there are more, those seen once are forgotten (lossy
 * counting: Manku and Motwani, 2002).
 */
#ifndef ISOGLOT_PHRASES_H
#define ISOGLOT_PHRASES_H

#include "indexer/translations.h"

G_BEGIN_DECLS

#define PHRASE_WORDS 3

typedef struct {
    guint32 a, b; /* tokens with which an example begins, on each side */
    guint8 n_a, n_b;
    guint32 count, pages; /* how often the one is the other; in how many page pairs */
    guint32 last_page;
    float forward, backward; /* probability of b's words given a's, and the reverse */
} Phrase;

/* The phrases of two languages, in no certain order; g_array_unref(). */
GArray *phrases_find(const Model *model, const GArray *beads);

/* Are the words, one by one, what the whole is, by these translations? */
gboolean phrase_is_composed(const Phrase *phrase, gboolean forward, const Bitext *from, const Bitext *to,
                            const Translations *words);

/* What single words are translated by only because they are a part of what they are translated by loses what
 * the whole has. */
void phrases_discount(const GArray *phrases, gboolean forward, const Bitext *from, const Bitext *to,
                      Translations *words);

G_END_DECLS

#endif
