/*
 * vocabulary.h: the words of one language's index, findable by likeness: relatives of a word, and what a mistyped one
 * meant.
 *
 * Data on disk: DATA/index/LANG/gen-N/vocabulary, made from the index beside it and never the only place of anything:
 *
 *     header | entry per word, in byte order: place of its text, its documents
 *            | triple per three letters that stand together (edges included): hash, its words and documents, place of
 *              their list
 *            | lists of words (ids as varints, each the distance to the one before) | texts
 *
 * Readers map it. Looking for relatives costs one pass over the lists of the word's triples, some 0.1 ms for 100,000
 * words. It may lag behind the index: a word missing here is found all the same when it is typed as it stands there.
 *
 * Words are PREFIX_WORD terms without digits, of 3 to VOCABULARY_LETTERS letters (Han: 2). Rules of index.h hold.
 */
#ifndef ISOGLOT_VOCABULARY_H
#define ISOGLOT_VOCABULARY_H

#include "shim/index.h"

G_BEGIN_DECLS

#define VOCABULARY_LETTERS 32

typedef struct Vocabulary Vocabulary;

/* Writes the vocabulary of the index at `dir` into it, whole or not at all. Memory: about 60 bytes per word. */
gboolean vocabulary_write(const char *dir, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The vocabulary of the index at `dir`; one without words when there is none yet or it is cut short. In a file that is
 * damaged otherwise words may be missing or wrong, but they are UTF-8. */
Vocabulary *vocabulary_open(const char *dir);
void vocabulary_close(Vocabulary *vocabulary);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Vocabulary, vocabulary_close)

guint32 vocabulary_count(const Vocabulary *vocabulary);     /* words */
guint64 vocabulary_documents(const Vocabulary *vocabulary); /* documents of the index when it was written */

/* Documents with this very word; 0: it is not here. */
guint32 vocabulary_find(const Vocabulary *vocabulary, const char *word);

/* BM25's weight of what stands in so many of all documents. */
double vocabulary_rarity(const Vocabulary *vocabulary, guint32 documents);

typedef struct {
    const char *word;   /* the vocabulary's */
    guint32 documents;
    double kinship;     /* sum over the shared triples of BM25's weight of their documents: rare parts tell more */
    guint distance;     /* letters to change, insert, leave out or exchange with their neighbour */
} VocabularyWord;

/* The words, itself included, that share most of what is rare in `word`, best first; `distance` is not filled.
 * An array of VocabularyWord, g_array_unref(). */
GArray *vocabulary_relatives(Vocabulary *vocabulary, const char *word, guint most);

/* Words at most `distance` (1 or 2) letters away from `word`, nearest first, then the more frequent first. Those that share
 * none of its triples are not found: one letter may be wrong anywhere in four, two exchanged anywhere in five. */
GArray *vocabulary_nearest(Vocabulary *vocabulary, const char *word, guint distance, guint most);

/* Called for each word in byte order; return FALSE to stop. */
typedef gboolean (*VocabularyFunc)(const char *word, guint32 documents, gpointer user);
void vocabulary_each(const Vocabulary *vocabulary, VocabularyFunc func, gpointer user);

G_END_DECLS

#endif
