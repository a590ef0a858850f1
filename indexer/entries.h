/*
 * entries.h: what a lexicon is to hold, from what has been learned of two languages: words, titles and
 * headings.
 */
#ifndef ISOGLOT_ENTRIES_H
#define ISOGLOT_ENTRIES_H

#include "indexer/translations.h"
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

/* Titles of pages, and headings that the model understands, as wholes. */
GArray *entries_of_titles(const Model *model, const GArray *beads, gboolean forward);

G_END_DECLS

#endif
