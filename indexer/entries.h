/*
 * entries.h: what a lexicon is to hold, from what has been learned of two languages: words, titles and headings.
 */
#ifndef ISOGLOT_ENTRIES_H
#define ISOGLOT_ENTRIES_H

#include "indexer/model.h"
#include "shim/lexicon.h"

G_BEGIN_DECLS

/* An entry with its key; free with entry_clear(). */
typedef struct {
    char *key, *words, *shown;
    LexiconOrigin origin;
    float probability;
    guint32 pairs;
} Entry;

/* What the words of a are in b (`forward`), or those of b in a: only those that the model is confident of. A GArray of
 * Entry that frees them. */
GArray *entries_of_words(const Model *model, gboolean forward);

/* Titles of pages, and headings that the model understands, as wholes. */
GArray *entries_of_titles(const Model *model, const GArray *beads, gboolean forward);

G_END_DECLS

#endif
