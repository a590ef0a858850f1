/*
 * entries.h: what a lexicon is to hold, from what has been learned of two languages: words, titles and
 * headings.
 */
#ifndef ISOGLOT_ENTRIES_H
#define ISOGLOT_ENTRIES_H

#include "indexer/phrases.h"
#include "shim/lexicon.h"

G_BEGIN_DECLS

/* An entry with its key. */
typedef struct {
    char *key, *words, *shown;
    LexiconOrigin origin;
    float probability;
    guint32 pairs;
} Entry;

/* The words of `from` and what they are in `to`. A GArray of Entry that frees them. */
GArray *entries_of_words(const Bitext *from, const Bitext *to, const Translations *translations);

/* Phrases that are more than their words, by the translations of these. */
GArray *entries_of_phrases(const Bitext *from, const Bitext *to, const GArray *phrases, gboolean forward,
                           const Translations *words);

/* Titles of pages, and headings that the model understands, as wholes. */
GArray *entries_of_titles(const Model *model, const GArray *beads, gboolean forward);

G_END_DECLS

#endif
