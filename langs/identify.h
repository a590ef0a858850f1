/*
 * identify.h: the language of a text among the profiles, with a confidence, or "none of these".
 *
 * The letters of the text say which scripts are possible; each profile's model (pieces.h, learned from its folder's
 * identify.txt) says how much the text looks like its language rather than like another one; CLD2, which knows more
 * languages, but no short texts, is asked where the models are not clear.
 * Pages are judged block by block (a block is a line: a paragraph, a heading, a list item), because real pages are half
 * translated; the shares of a page's words in each language follow PARITY.md's definitions of untranslated and mixed.
 *
 * Cost: 30 (paragraphs) to 65 us (titles) per KB of text, where CLD2 for every line would cost 35: CLD2 is asked for one
 * sentence in seven and for one paragraph in thirty. Of a line the models read 640 letters at most. Opening costs nothing.
 */
#ifndef ISOGLOT_IDENTIFY_H
#define ISOGLOT_IDENTIFY_H

#include <glib.h>

#include "langs/lang.h"

G_BEGIN_DECLS

typedef struct {
    const LangProfile *lang; /* NULL: in none of the configured languages, or cannot be told */
    char other[12];          /* when lang is NULL: BCP 47 code of the language it seems to be in, or "" */
    double confidence;       /* that the guess is right, 0 … 1; see below */
} LangGuess;

/*
 * What a confidence means: of one to five words that are in a language of the profiles, guesses with confidence .9 are
 * right in nine of ten cases or more (tests/bench/identify prints the figures). If half of what is asked is in none of
 * them, a short text with .9 is right in seven of ten: neighbours share words. A sentence nearly always gets .99 and
 * more. A name or loan word that is written alike in many languages gets little: below .8 a guess decides nothing.
 */
typedef struct {
    const LangProfile *lang; /* NULL: see `other` */
    char other[12];          /* when lang is NULL: BCP 47 code of the language it seems to be, or "" */
    guint64 words;
} LangShare;

typedef struct LangIdentifier LangIdentifier;

/* `profiles` (LangProfile*): the languages of the site; kept by reference. */
LangIdentifier *lang_identifier_new(const GPtrArray *profiles);

/* Language of one text: a page, a title, a query. `hint`: the language it is declared to be in, or that of the visitor's
 * page: a weak prior, which decides only what could be one or the other; NULL: none. Text without letters gives no
 * language and confidence 0. */
LangGuess lang_identify(LangIdentifier *identifier, const char *text, gsize n, const LangProfile *hint);

/*
 * Words of a text by language, judged line by line; lines too short to tell count with their neighbours'. Gives one
 * LangShare per configured language with words in it, most words first, then one per other language that the words
 * seem to be in. Text without letters counts nowhere. Free with g_array_unref().
 */
GArray *lang_identify_shares(LangIdentifier *identifier, const char *text, gsize n, const LangProfile *hint);

void lang_identifier_free(LangIdentifier *identifier);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LangIdentifier, lang_identifier_free)

G_END_DECLS

#endif
