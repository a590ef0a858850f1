/*
 * entity.h: character references, by the HTML standard (section 13.2.5.72 and after), which knows 2,125 names.
 */
#ifndef ISOGLOT_ENTITY_H
#define ISOGLOT_ENTITY_H

#include <glib.h>

G_BEGIN_DECLS

/*
 * Reads the reference that begins with the "&" at p[0] and appends its characters to `out`. Numbers are read as browsers
 * read them: 0x80 – 0x9F as windows-1252, what is no character as U+FFFD. In an attribute a name without semicolon before
 * "=", a letter or a digit is no reference ("?a=1&copy=2"). Returns the bytes read; 0: no reference, nothing appended.
 */
gsize entity_decode(const char *p, gsize n, gboolean in_attribute, GString *out);

G_END_DECLS

#endif
