/*
 * charset.h: from the bytes of a page to UTF-8, as the WHATWG Encoding Standard reads labels. The only door to ICU's
 * converters and its charset detector.
 */
#ifndef ISOGLOT_CHARSET_H
#define ISOGLOT_CHARSET_H

#include <glib.h>

G_BEGIN_DECLS

/* Encoding named by a byte order mark at the start, with its length in *n_mark; NULL: there is none. */
const char *charset_of_mark(const char *bytes, gsize n, gsize *n_mark);

/* Standard name of the encoding that a label means ("latin1" → "windows-1252"); NULL: no such encoding. */
const char *charset_of_label(const char *label);

/* ICU's guess for bytes of which nothing is known; windows-1252 when it has none. */
const char *charset_detect(const char *bytes, gsize n);

/* Bytes as UTF-8 without NUL; what is malformed becomes U+FFFD. `encoding` as charset_of_label() gives it. g_free(). */
char *charset_decode(const char *bytes, gsize n, const char *encoding, gsize *out_n);

G_END_DECLS

#endif
