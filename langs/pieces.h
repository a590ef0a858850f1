/*
 * pieces.h: how much a text looks like each language, by the pieces of its words; for langs/identify.c only.
 *
 * A language's model is langs/LANG/identify.txt: weights of short strings for the language itself and for the languages
 * most like it, its rivals, against the rest of the world's (langs/tools/learn.py says how they were learned). A model is
 * a list of classes, the language first. The Makefile turns the models of all languages into one constant trie
 * (langs/tools/trie.c), so that a text is walked once, and that nothing has to be opened.
 */
#ifndef ISOGLOT_PIECES_H
#define ISOGLOT_PIECES_H

#include <glib.h>

G_BEGIN_DECLS

#define PIECES_CLASSES 512   /* of all models together, at most */
#define PIECES_LETTERS 640   /* of a text that are read, at most */
#define PIECES_TENTHS 10.0   /* weights and biases are in tenths */

/*
 * The trie, a hash table with linear probing: a node is a letter behind a parent, and is named by its place. 0: free.
 * Lowest bits: the letter; then the parent, PIECE_ROOT for a first letter; then the first of its weights, 0 for none.
 */
typedef guint64 PieceNode;
#define PIECE_LETTER_BITS 21
#define PIECE_PARENT_BITS 20
#define PIECE_ROOT ((1u << PIECE_PARENT_BITS) - 1)
#define PIECE_NODE(letter, parent, weights) \
    ((guint64)(letter) | (guint64)(parent) << PIECE_LETTER_BITS | \
     (guint64)(weights) << (PIECE_LETTER_BITS + PIECE_PARENT_BITS))
#define PIECE_KEY(node) ((node) & ((G_GUINT64_CONSTANT(1) << (PIECE_LETTER_BITS + PIECE_PARENT_BITS)) - 1))
#define PIECE_WEIGHTS(node) ((guint)((node) >> (PIECE_LETTER_BITS + PIECE_PARENT_BITS)))

/* Place where the search for a letter behind `parent` begins, before masking. */
static inline guint piece_place(guint parent, guint32 letter)
{
    guint32 h = (parent * 0x9E3779B1u) ^ (letter * 0x85EBCA6Bu);
    return h ^ h >> 15;
}

typedef struct {
    guint16 class;
    gint8 weight;
    gint8 is_last; /* of the node's */
} PieceWeight;

typedef struct {
    const char *code; /* BCP 47 */
    int bias;
} PieceClass;

typedef struct {
    const char *code;
    guint first, n; /* classes */
} PieceModel;

extern const PieceNode piece_nodes[];
extern const guint piece_mask; /* places - 1 */
extern const PieceWeight piece_weights[];
extern const PieceClass piece_classes[];
extern const PieceModel piece_models[];
extern const guint piece_models_n;

/* NULL: the language has no model. */
const PieceModel *piece_model_find(const char *code);

/* The letters of a text as the models see them: lower case, '_' for what is between words and at both ends. */
typedef struct {
    gunichar letters[PIECES_LETTERS];
    guint n, walked;
    int sums[PIECES_CLASSES]; /* weights met so far, by class */
} PieceStream;

/* Where a sentence may begin, and so a word with a capital letter that is no name: after these, and at the start. */
static inline gboolean piece_ends_sentence(gunichar c)
{
    return c == '.' || c == '!' || c == '?' || c == ':' || c == ';' || c == 0x2026 || c == 0x2192;
}

/* Fills the letters from `text`: those of the Latin script, or those of all others (learn.py, stream()). Names, which are
 * written alike in many languages, can be left out: words with a capital letter where no sentence begins. */
void piece_stream_start(PieceStream *stream, const char *text, gsize n, gboolean is_latin, gboolean is_without_names);

/* Adds up the weights of the next `letters`; FALSE: there were none left. */
gboolean piece_stream_walk(PieceStream *stream, guint letters);

/*
 * The logarithm of the odds that what was walked is in the model's language, where half of what there is to judge is.
 * `rival`: code of the likeliest of its rivals when that is likelier than the language, else "".
 */
double piece_model_score(const PieceModel *model, const PieceStream *stream, const char **rival);

/* By how much the model's language is likelier than its rival `code`, logarithm of odds; 0: it has no such rival. */
double piece_model_lead(const PieceModel *model, const PieceStream *stream, const char *code);

G_END_DECLS

#endif
