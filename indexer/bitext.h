/*
 * bitext.h: the translated pages of a site in one language, as numbers: what alignment and learning work on.
 *
 * A page is a run of blocks, a block a run of sentences, a sentence a run of tokens. Words are numbered; stop
 * words are no tokens. Page i is of cluster i of all languages alike; block 0 of a page is its title, block 1
 * its description. The text is what the index keeps for snippets (shim/record.h), so that no feed is read.
 *
 * Memory: 8 bytes per token (at most LIMIT_LEARN_TOKENS), some 100 per spelling of a word. Used by one thread
 * at a time while it is read, by any number afterwards.
 */
#ifndef ISOGLOT_BITEXT_H
#define ISOGLOT_BITEXT_H

#include "langs/identify.h"

G_BEGIN_DECLS

#define BITEXT_NONE G_MAXUINT32 /* no word */

typedef struct {
    guint32 first_token;
    guint32 letters;     /* characters, for its length */
    gboolean is_open;    /* ends without a mark: a title, a heading, an item of a list */
    gboolean is_foreign; /* surely in another language: not translated */
} BitextSentence;

/* Of each run, the place where it begins; one more at the end says where the last one ends. */
typedef struct {
    const LangProfile *profile;
    GPtrArray *words;  /* by number: as in a key of the lexicon; not owned */
    GHashTable *ids;   /* word → number + 1 */
    GArray *tokens;    /* guint32: number of the word */
    GArray *spellings; /* guint32: of each token, for bitext_shown() */
    GArray *sentences; /* BitextSentence */
    GArray *blocks;    /* guint32: number of the first sentence */
    GArray *pages;     /* guint32: number of the first block */
    GPtrArray *spelt;  /* by number: what stands before the word, '\n', the word as written; not owned */
    GHashTable *spelt_ids;
    GArray *typical; /* guint32: by word, a token of it in its most frequent spelling */
    GStringChunk *strings;
} Bitext;

Bitext *bitext_new(const LangProfile *profile);
void bitext_free(Bitext *bitext);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Bitext, bitext_free)

/* How pages are read. */
typedef struct {
    LangAnalyser *analyser;
    LangIdentifier *identifier; /* NULL: no sentence is foreign */
    guint most;                 /* tokens of one page, after which no more blocks are read */
} BitextReading;

/* Adds the page of the next cluster; `title` NULL: the cluster has none in this language. */
void bitext_add(Bitext *bitext, const BitextReading *reading, const char *title, const char *description,
                const char *text);

/* Writes the ends of the last runs and finds the typical spellings: before anything is read. */
void bitext_finish(Bitext *bitext);

/* Number of a word, or BITEXT_NONE. */
guint32 bitext_find(const Bitext *bitext, const char *word);

/* Tokens of a sentence; sentences of a block; blocks of a page. *n may be 0. */
const guint32 *bitext_tokens(const Bitext *bitext, guint32 sentence, guint *n);
guint32 bitext_sentences(const Bitext *bitext, guint32 block, guint *n); /* the first */
guint32 bitext_blocks(const Bitext *bitext, guint32 page, guint *n);     /* the first */

/* `n` tokens as a key of the lexicon; g_free(). */
char *bitext_key(const Bitext *bitext, guint32 first_token, guint n);

/* `n` tokens as people write them, with what stands between: "droits de l'homme". g_free(). */
char *bitext_shown(const Bitext *bitext, guint32 first_token, guint n);

G_END_DECLS

#endif
