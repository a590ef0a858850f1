/*
 * typeahead.h: the keys by which a text is found while its beginning is typed.
 *
 * A key is the text's folded words (lang_fold_word()), parted by single spaces, from the beginning of one of them on:
 * "Union européenne de radio" is found by "union eu", by "europeenne" and by "RADIO". Words are divided at whatever is no
 * letter, mark or digit, so that no dictionary is needed and half a word meets the whole one; Han characters are words
 * of their own without a space between them, so that a key may begin at each.
 *
 * Where the language is romanised (romanise.h) there are further keys, which begin with TYPEAHEAD_ROMANISED: the words
 * as they are written in Latin letters, the first in each way that it is read.
 */
#ifndef ISOGLOT_TYPEAHEAD_H
#define ISOGLOT_TYPEAHEAD_H

#include "langs/lang.h"

G_BEGIN_DECLS

#define TYPEAHEAD_ROMANISED "~"
#define TYPEAHEAD_STARTS 8 /* words of a text, from the first, at which keys begin */

/* Appends the text's folded words, parted by single spaces; nothing when it has none. Ill-formed bytes part words. */
void typeahead_fold(const LangProfile *lang, const char *text, GString *out);

/* Called for each key: it is what stands in `text` from byte `start` on; `place` is the number of the word that it begins
 * with, from 0; numbers before the first word ("4.2 Installation") do not count. Of one text the calls for it follow each other; it lives as long as the call. */
typedef void (*TypeaheadFunc)(const char *text, gsize start, guint place, gpointer user);

/* The keys of what typeahead_fold() has made. */
void typeahead_each_key(const LangProfile *lang, const char *folded, TypeaheadFunc func, gpointer user);

/* The beginnings of keys that what was typed asks for, the folded one first: char*, none when nothing was typed. */
GPtrArray *typeahead_typed(const LangProfile *lang, const char *typed);

G_END_DECLS

#endif
