/*
 * lexeme.h: a text as the words that the lexicon knows it by (shim/lexicon.h): of each word its stem where
 * the language has stems, else the folded word. Who learns, who takes terms in and who carries a query must
 * get the same from the same text, so it is made here and nowhere else.
 *
 * Rules of lang.h hold.
 */
#ifndef ISOGLOT_LEXEME_H
#define ISOGLOT_LEXEME_H

#include "langs/lang.h"
#include "shim/lexicon.h"

G_BEGIN_DECLS

/* One word; of what is written together ("ITU-T") each part is one. */
typedef struct {
    const char *key;    /* valid during the callback */
    const char *word;   /* folded; likewise */
    guint32 start, end; /* source bytes [start, end) */
    guint32 position;   /* as the token's: 1, 2, 3 … */
    gboolean is_stop;   /* no part of a key */
} Lexeme;

typedef void (*LexemeFunc)(const Lexeme *lexeme, gpointer user);

/* Calls `func` for each word, stop words too, positions ascending. */
void lexeme_each(LangAnalyser *analyser, const char *text, gsize n, LexemeFunc func, gpointer user);

/* The key of a whole text, g_free(); NULL: it has no word but stop words, or more than LEXICON_WORDS others.
 */
char *lexeme_key(LangAnalyser *analyser, const char *text, gsize n);

G_END_DECLS

#endif
