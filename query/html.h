/*
 * html.h: how markup is written, so that nothing of a page or a query ever is any. For query/render_*.c.
 */
#ifndef ISOGLOT_HTML_H
#define ISOGLOT_HTML_H

#include "langs/message.h"

G_BEGIN_DECLS

/* Text, escaped for element content and quoted attributes alike. Control characters, which HTML has no way to write, are
 * shown as U+FFFD; tab and line feed stay. */
void html_add_text(GString *out, const char *text);

/* A literal with each %s replaced by the next argument, escaped. NULL ends the arguments. */
void html_add(GString *out, const char *format, ...) G_GNUC_NULL_TERMINATED;

/* The same for XML: the noncharacters that no XML document may have (XML 1.0, 2.2) become U+FFFD, too. */
void xml_add(GString *out, const char *format, ...) G_GNUC_NULL_TERMINATED;

/* A message, escaped. */
void html_add_message(GString *out, const LangProfile *lang, const char *key,
                      const MessageArgument *arguments, guint n);

/* The name of a language in itself, marked as such. */
void html_add_language(GString *out, const LangProfile *lang);

/* lang and dir of what is in this language: ` lang="…" dir="…"`. */
void html_add_lang(GString *out, const LangProfile *lang);

/*
 * A message in which names of languages stand, each marked as such: the text arguments of `arguments` may
 * hold those that html_mark() gives for the places of `languages` (LangProfile*).
 */
void html_add_languages_message(GString *out, const LangProfile *lang, const char *key,
                                const MessageArgument *arguments, guint n, const GPtrArray *languages);

/* A formatted message in which html_mark(0) stands for a visitor's or a page's own text, which is set apart (<bdi>), since
 * its direction may be another one. */
void html_add_quoting(GString *out, const char *message, const char *text);

/* Stands for the i-th language in such a message; a private character, NUL-terminated. */
typedef struct {
    char text[8];
} HtmlMark;
HtmlMark html_mark(guint i);

G_END_DECLS

#endif
