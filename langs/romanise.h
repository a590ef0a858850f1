/*
 * romanise.h: words by their sound: how a language's own letters are written in Latin ones, and the keys by
 * which the many ways to do so meet.
 *
 * A key is made of the word itself, letter by letter as ICU's transliterator writes it (a table made when the
 * program is built), and of what people type, in the same way: by the rules of the language's folder,
 * langs/LANG/romanise.txt, in which the usual schemes are one: "shchuka", "schuka", "ščuka". A character with
 * several readings gives several keys.
 *
 *     # comment
 *     letters = Cyrl ru-ru_Latn/BGN    script, and ICU's transliterator of its letters
 *     letter е = e                     a letter of it that is written otherwise, optional
 *     readings = kHanyuPinlu           a field of Unihan (UAX #38) with further readings of its characters, optional
 *     vowels = optional                the language leaves vowels out, people may type them
 *     words = together                 the language writes its words without spaces, people may type syllables apart
 *     shch = s                         what is written so counts as …; ^ at its beginning, $ at its end: of a word
 *     x = h ks                         either; "-" is nothing
 *     name zh = j                      only for names, see below
 *
 * Of the rules that fit the longest is taken; what none mentions is kept if it is a Latin letter or digit and
 * dropped otherwise; then equal neighbours become one. A language whose letters are Latin needs no file; it
 * may have rules for names.
 *
 * A key of a name is coarser, the same in all languages: classes of consonants, vowels left out. Guterres,
 * Гутерриш and غوتيريش have one. It begins with '~', so that both kinds stand in one table (shim/sound.h) and
 * never meet.
 */
#ifndef ISOGLOT_ROMANISE_H
#define ISOGLOT_ROMANISE_H

#include "langs/lang.h"

G_BEGIN_DECLS

#define ROMANISE_KEYS 8    /* of one word */
#define ROMANISE_LENGTH 48 /* bytes of a key or of a romanised word, with its end; what is longer is cut */
#define ROMANISE_NAME '~'

typedef char RomanisedKey[ROMANISE_LENGTH];

/* Are the language's words romanised at all; are they written together? */
gboolean romanise_has(const LangProfile *lang);
gboolean romanise_is_together(const LangProfile *lang);

/* Does a key account for all letters, vowels, too? */
gboolean romanise_is_exact(const LangProfile *lang);

/* Keys of a folded word of the language; gives their number, at most ROMANISE_KEYS. 0: the word has no letter
 * of the language's script, or one that has no Latin form. */
guint romanise_word(const LangProfile *lang, const char *word, RomanisedKey keys[ROMANISE_KEYS]);

/* Keys of what was typed in Latin letters, with or without marks, for a word of the language. 0: it has other
 * letters. */
guint romanise_typed(const LangProfile *lang, const char *typed, RomanisedKey keys[ROMANISE_KEYS]);

/* The word in Latin letters without marks: "москва" → "moskva"; a word of Latin letters is itself. FALSE: see
 * romanise_word(). */
gboolean romanise_spell(const LangProfile *lang, const char *word, RomanisedKey latin);

/* The word's key as a name; FALSE: it has none, having fewer than two consonants. */
gboolean romanise_name(const LangProfile *lang, const char *word, RomanisedKey key);

/* How far what was typed, or a word that romanise_spell() has written, is from the folded word, in letters:
 * vowels and those of one class are nearer to each other. */
double romanise_distance(const LangProfile *lang, const char *latin, const char *word);

G_END_DECLS

#endif
