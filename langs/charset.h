/*
 * charset.h: from the bytes of a page to UTF-8, by the WHATWG Encoding Standard. The only door to ICU's converters and its
 * charset detector.
 *
 * Labels are those of the standard (section 4.2, langs/charset_labels.txt) and no others: UTF-7 and the EBCDIC family,
 * which hide markup, are unknown. ICU decodes; where its tables differ from the standard's (langs/charset_exceptions.txt)
 * the standard holds, and an ASCII byte that follows a malformed lead byte is kept, as it is a quote or "<" to a browser.
 */
#ifndef ISOGLOT_CHARSET_H
#define ISOGLOT_CHARSET_H

#include <glib.h>

G_BEGIN_DECLS

/* Encoding named by a byte order mark at the start, with its length in *n_mark; NULL: there is none. */
const char *charset_of_mark(const char *bytes, gsize n, gsize *n_mark);

/* Standard name of the encoding that a label means, whatever its case and the white space around it ("latin1" →
 * "windows-1252"); NULL: no such label. The name is constant, and itself a label. */
const char *charset_of_label(const char *label);

/* FALSE for "replacement": encodings such as ISO-2022-KR that are not decoded, as an attack could hide in them. */
gboolean charset_is_safe(const char *encoding);

/* ICU's guess, by the first 64 KB, for bytes of which nothing is known; windows-1252 when it has none. */
const char *charset_detect(const char *bytes, gsize n);

/*
 * Bytes as UTF-8 without NUL, which is dropped; each malformed sequence becomes one U+FFFD, as section 3.2 has it for each
 * decoder (but in ISO-2022-JP a line's end returns to ASCII, and a sequence that is cut may count as several). A byte order
 * mark is not removed. `encoding` as charset_of_label() gives it; of "replacement" and what is no encoding comes one U+FFFD
 * in all. Costs time linear in n; the result is at most 3 n bytes long. g_free().
 */
char *charset_decode(const char *bytes, gsize n, const char *encoding, gsize *out_n);

G_END_DECLS

#endif
