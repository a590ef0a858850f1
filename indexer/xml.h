/*
 * xml.h: HTML as a stream of events. The only door to libxml2.
 *
 * The parser opens no file and no connection, follows elements to any depth, and stops at nothing. Tags, comments and
 * character references are read as HTML 5 has it (html5.h says what is left out); which element closes which, as libxml2
 * does. Names are lower case.
 */
#ifndef ISOGLOT_XML_H
#define ISOGLOT_XML_H

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
    const char *const *wanted; /* names of the attributes that are given, lower case, NULL at the end */
    /* `attributes`: name, value, name, value, …, NULL; a value may be NULL. NULL itself: there are none. */
    void (*start)(const char *name, const char *const *attributes, gpointer user);
    void (*end)(const char *name, gpointer user);
    void (*text)(const char *text, gsize n, gpointer user);
    void (*comment)(const char *text, gpointer user);
} HtmlEvents;

/* Once, before several threads call html_parse(). */
void html_prepare(void);

/* `text` is valid UTF-8 without NUL. `is_xml`: the page is XHTML and was written for an XML parser. */
void html_parse(const char *text, gsize n, gboolean is_xml, const HtmlEvents *events, gpointer user);

G_END_DECLS

#endif
