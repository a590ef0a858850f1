/*
 * translations.h: what the words of one language are in another, with probabilities: from a model of the two,
 * and by way of third languages, whose models were learned from other beads and err in other places
 * (triangulation: Cohn and Lapata, "Machine Translation by Triangulation", 2007).
 */
#ifndef ISOGLOT_TRANSLATIONS_H
#define ISOGLOT_TRANSLATIONS_H

#include "indexer/model.h"

G_BEGIN_DECLS

typedef struct {
    guint32 key, word; /* numbers, in the source and in the target language */
    float probability;
    guint32 pages; /* page pairs that it was seen in */
} Translation;

typedef struct {
    guint32 n_keys; /* words of the source language */
    guint32 *rows;  /* of key k: [rows[k], rows[k + 1]), the most probable first */
    GArray *list;   /* Translation */
} Translations;

/* Those that the model is confident of: of a's words, or of b's. */
Translations *translations_find(const Model *model, gboolean forward);

/* The way by a third language. */
typedef struct {
    const Translations *to, *from; /* from the source to it, from it to the target */
} Pivot;

/* The mean of the direct way, which may be NULL, and of those by way of the `n` pivots. */
Translations *translations_join(const Translations *direct, const Pivot *pivots, guint n, guint n_keys, guint n_words);

void translations_free(Translations *translations);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Translations, translations_free)

G_END_DECLS

#endif
