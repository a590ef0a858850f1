/*
 * identify.h: the language of a text among the profiles, with a confidence, or "none of these".
 *
 * A text is judged block by block (a block is a line: a paragraph, a heading, a list item), because real pages are half
 * translated; the shares of a page's words in each language follow PARITY.md's definitions of untranslated and mixed.
 */
#ifndef ISOGLOT_IDENTIFY_H
#define ISOGLOT_IDENTIFY_H

#include <glib.h>

#include "langs/lang.h"

G_BEGIN_DECLS

typedef struct {
    const LangProfile *lang; /* NULL: in none of the configured languages, or cannot be told */
    char other[12];          /* when lang is NULL: BCP 47 code of the language it seems to be in, or "" */
    double confidence;       /* 0 … 1 */
} LangGuess;

typedef struct {
    const LangProfile *lang; /* NULL: all other languages together */
    guint64 words;
} LangShare;

typedef struct LangIdentifier LangIdentifier;

/* `profiles` (LangProfile*): the languages of the site; kept by reference. */
LangIdentifier *lang_identifier_new(const GPtrArray *profiles);

/* Language of one text. `hint`: the language it is declared to be in, a weak prior for short text; NULL: none. */
LangGuess lang_identify(LangIdentifier *identifier, const char *text, gsize n, const LangProfile *hint);

/*
 * Words of a text by language, judged line by line; lines too short to tell count with their neighbours'. Gives one
 * LangShare per configured language with words in it, most words first, and one with lang NULL for words of other
 * languages. Text without letters counts nowhere. Free with g_array_unref().
 */
GArray *lang_identify_shares(LangIdentifier *identifier, const char *text, gsize n, const LangProfile *hint);

void lang_identifier_free(LangIdentifier *identifier);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LangIdentifier, lang_identifier_free)

G_END_DECLS

#endif
