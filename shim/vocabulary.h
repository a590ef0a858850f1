/*
 * vocabulary.h: the words of one language's index, findable by likeness, for what was mistyped and for its relatives.
 *
 * Data on disk: DATA/index/LANG/gen-N/vocabulary, made from the index beside it and never the only place of anything. It
 * is a header, then for each word in byte order a signature (64 bits: a hash of each two letters that stand together),
 * the place of its text and the number of its documents, then the texts. Readers map it; looking for a likeness is one
 * pass over the signatures, about 1 ms for a million words. It may lag behind the index: a word missing here is found
 * all the same when it is typed as it stands there.
 *
 * Words are PREFIX_WORD terms of 3 to VOCABULARY_LETTERS letters without digits. Rules of index.h hold.
 */
#ifndef ISOGLOT_VOCABULARY_H
#define ISOGLOT_VOCABULARY_H

#include "shim/index.h"

G_BEGIN_DECLS

#define VOCABULARY_LETTERS 32

typedef struct Vocabulary Vocabulary;

/* Writes the vocabulary of the index at `dir` into it, whole or not at all. Memory: about 40 bytes per word. */
gboolean vocabulary_write(const char *dir, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The vocabulary of the index at `dir`; one without words when there is none yet or it is damaged. */
Vocabulary *vocabulary_open(const char *dir);
void vocabulary_close(Vocabulary *vocabulary);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Vocabulary, vocabulary_close)

guint32 vocabulary_count(const Vocabulary *vocabulary); /* words */
guint64 vocabulary_documents(const Vocabulary *vocabulary); /* documents of the index when it was written */

/* Documents with this very word; 0: it is not here. */
guint32 vocabulary_find(const Vocabulary *vocabulary, const char *word);

typedef struct {
    const char *word;   /* the vocabulary's */
    guint32 documents;
    double likeness;    /* Dice coefficient of the two words' letter triples, edges included: 1, the same … 0 */
    guint distance;     /* letters to change, insert, leave out or exchange with their neighbour; at most VOCABULARY_FAR */
} VocabularyWord;

#define VOCABULARY_FAR 3

/*
 * Words like `word`, itself included, most alike first, at most `most`: those with a likeness of `least` and more, or a
 * distance of `distance` and less. An array of VocabularyWord, g_array_unref().
 */
GArray *vocabulary_similar(const Vocabulary *vocabulary, const char *word, double least, guint distance, guint most);

G_END_DECLS

#endif
