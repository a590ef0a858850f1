/*
 * lang.h: what a language is to this program, and the only analysis of text that there is.
 *
 * Pages, queries, snippets, suggestions and spelling all pass through lang_analyse(), so that what is typed meets what
 * was published. A language is one folder of langs/ (profile.c, stopwords.txt, messages.txt, golden.tsv, README.md …);
 * the registry of them is generated from the folders by the Makefile. Nothing outside its folder names a language.
 *
 * Rules: text is UTF-8 (const char *, gsize), need not be NUL-terminated, and ill-formed bytes are skipped as if they
 * were spaces. Profiles are constant data and may be shared; an analyser is a handle, used by one thread at a time.
 */
#ifndef ISOGLOT_LANG_H
#define ISOGLOT_LANG_H

#include <glib.h>

#include "langs/keyboard.h"
#include "shim/error.h"

G_BEGIN_DECLS

typedef struct LangProfile LangProfile; /* langs/profile.h, for the folders of langs/ only */

/* ------------------------------------------------------------------ the registry */

/* Languages there are, in the order of the UN's language bar (PARITY.md), further ones by code. */
guint lang_count(void);
const LangProfile *lang_get(guint i);

/* By BCP 47 tag, RFC 4647 Lookup (a tag with a region finds its language, case-insensitive, also with '_'); NULL if there
 * is none. */
const LangProfile *lang_find(const char *tag);

/* The language that a link with this text leads to: its code, or one of its names in itself or in English, whatever the case
 * and white space around; NULL: none. */
const LangProfile *lang_find_by_name(const char *text);

/* The profiles of `codes` in the order of the language bar; NULL or empty: all. FAULT_USAGE names an unknown code.
 * The array does not own the profiles. */
GPtrArray *lang_find_all(const char *const *codes, GError **error) G_GNUC_WARN_UNUSED_RESULT;

const char *lang_code(const LangProfile *profile);      /* BCP 47, lower case; also the name of its folder and index */
const char *lang_name(const LangProfile *profile);      /* in the language itself: "Français" */
const char *lang_direction(const LangProfile *profile); /* "ltr" or "rtl" */
const char *lang_stemmer(const LangProfile *profile);   /* its Snowball algorithm; NULL: words have no stems */

/* Best of `offered` (LangProfile*) for an Accept-Language header, RFC 9110 12.5.4 weights and RFC 4647 Lookup;
 * the first of `offered` when nothing fits or the header is NULL. Never fails on a malformed header. */
const LangProfile *lang_negotiate(const char *accept_language, const GPtrArray *offered);

/* What must be equal for an index to be readable: analysis revision of the profile, ICU and Snowball version, schema.
 * Free with g_free(). */
char *lang_fingerprint(const LangProfile *profile);

/* ------------------------------------------------------------------ analysis */

typedef enum {
    TOKEN_WORD,  /* the folded word; has the word's position; PREFIX_WORD */
    TOKEN_STEM,  /* its stem; PREFIX_STEM */
    TOKEN_GRAM,  /* Han bigram or unigram, with its own source range; PREFIX_GRAM */
    TOKEN_EXACT, /* as written, casefolded only; given only where folding changed it; PREFIX_EXACT */
    TOKEN_PART,  /* letters of the word that stand together, edges written '_': it helps to rank, it is no match by itself;
                    PREFIX_GRAM */
} TokenForm;

/* One token. All tokens made from one word share its position and source range (grams: the range of their own). */
typedef struct {
    const char *term;    /* without prefix, NUL-terminated, at most LIMIT_TERM - 8 bytes; valid during the callback */
    guint32 start, end;  /* source bytes [start, end): the author's own spelling, for highlights */
    guint32 position;    /* of the word: 1, 2, 3 … */
    TokenForm form;
    gboolean is_stop;    /* a stop word: indexed, but left out of queries that have others */
    float weight;        /* what the token counts in a query, relative to the word's main token (1.0) */
    const char *rule;    /* the rule that made it, for `isoglot analyse`; a constant string */
} Token;

typedef void (*TokenFunc)(const Token *token, gpointer user);

typedef struct LangAnalyser LangAnalyser;

/* Opening costs ICU's break iterator (about 1 ms); keep it. FAULT_STOP: ICU's data is missing. */
LangAnalyser *lang_analyser_new(const LangProfile *profile, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Calls `func` for each token of `text`, positions ascending; documents and queries alike. Cannot fail: what is no word
 * gives no token. A word longer than a term may be is cut between characters. Time is linear in `n`. */
void lang_analyse(LangAnalyser *analyser, const char *text, gsize n, TokenFunc func, gpointer user);

/* Sets what lang_seek() is to find from now on: `terms` (char*, with prefix, or the beginning of words), of which nothing is
 * kept. */
void lang_set_sought(LangAnalyser *analyser, GHashTable *terms);

/* As lang_analyse(), but without parts and without true positions, and tokens that are not among the terms of
 * lang_set_sought(), which must have been called, may be left out. That spares the division, the folding and the stemming of
 * most words where the profile tells how words and stems begin. */
void lang_seek(LangAnalyser *analyser, const char *text, gsize n, TokenFunc func, gpointer user);

/* Words of `text` by UAX #29 (ICU dictionaries included), as the report counts them. */
guint64 lang_count_words(LangAnalyser *analyser, const char *text, gsize n);

void lang_analyser_free(LangAnalyser *analyser);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LangAnalyser, lang_analyser_free)

/* The analyser's language. */
const LangProfile *lang_analyser_profile(const LangAnalyser *analyser);

/* What a word's relatives by spelling count in a query of this language: tuned where its data are; 0: nothing. */
double lang_kinship(const LangProfile *profile);

/* A number that is the same for characters that sound alike; 0: the language gives none. */
guint lang_sound(const LangProfile *profile, gunichar c);

/* Characters whose shape is similar to that of `c`, at most LANG_LOOKALIKES, in `others`; returns how many. */
#define LANG_LOOKALIKES 64
guint lang_lookalikes(const LangProfile *profile, gunichar c, gunichar others[LANG_LOOKALIKES]);

/* The keyboard layouts that people have who write the language, from 0; NULL behind the last. */
const LangLayout *lang_layout(const LangProfile *profile, guint i);

/* Prefix of schema.h for a form. */
const char *token_form_prefix(TokenForm form);
const char *token_form_name(TokenForm form); /* word, stem, gram, exact, part */

G_END_DECLS

#endif
