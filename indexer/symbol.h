/*
 * symbol.h: the symbols by which organisations call their documents, whatever the language: "A/RES/77/1",
 * "S-100", "H.264", "COM(2020) 123", "ISO 9001".
 *
 * A symbol is a run of Latin letters and digits, parted by one or two of the marks "-./_:()", with a letter
 * in upper case and a digit in it. A number belongs to it also behind a space, if a bracket closes before or
 * letters in upper case stand there alone. Words of more than four letters with one in lower case are in no
 * symbol. In a URL's path and query the same is looked for, segment by segment (those that stand together without a
 * letter in lower case are one: "A/RES/77/1"), without the file's ending, and without what names a language
 * behind the last mark: its code, or a single letter ("S-100-E.pdf").
 */
#ifndef ISOGLOT_SYMBOL_H
#define ISOGLOT_SYMBOL_H

#include <glib.h>

G_BEGIN_DECLS

/*
 * The symbols of a page, each once, in the order of bytes, parted by spaces: "" for none, at most
 * LIMIT_SYMBOLS, those of the title first. They are folded so that their spellings are one: in lower case,
 * marks left out, but "-" between two digits ("A/RES/77/1" and "A-RES-77-1" are "ares77-1"). `url` is
 * normalised (url.h). g_free().
 */
char *symbols_find(const char *title, const char *url);

G_END_DECLS

#endif
