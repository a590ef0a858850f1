/*
 * detect.h: the language of a text by CLD2, seen from C. The only door to CLD2.
 *
 * CLD2 knows some 80 languages; which of them the site has is langs/identify.h's business. It is useless for a word or
 * two, and says "English" when it does not know: look at `is_reliable`. Thread-safe; cannot fail.
 */
#ifndef ISOGLOT_DETECT_H
#define ISOGLOT_DETECT_H

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
    char code[16];        /* BCP 47, "" unknown */
    gboolean is_reliable;
    int percent;          /* of the text's letters in that language, 0 … 100 */
} DetectedLanguage;

/* `text` must be valid UTF-8; it is read as plain text. At most 2 GB. */
DetectedLanguage detect_language(const char *text, gsize n);

G_END_DECLS

#endif
