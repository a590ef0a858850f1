/*
 * xml.h: HTML and XML as a stream of events. The only door to libxml2.
 *
 * Neither parser opens a file or a connection. The one of HTML follows elements to any depth, and stops at
 * nothing. Tags, comments and character references are read as HTML 5 has it (html5.h says what is left out);
 * which element closes which, as libxml2 does. Names are lower case. The one of XML stops at the first
 * mistake that has no sure repair (xml_repair.h), at any DOCTYPE, and below LIMIT_XML_DEPTH elements; no
 * entity is ever declared or looked up.
 */
#ifndef ISOGLOT_XML_H
#define ISOGLOT_XML_H

#include <glib.h>

#include "indexer/html5.h"
#include "shim/error.h"

G_BEGIN_DECLS

typedef struct {
    const char *const *wanted; /* names of the attributes that are given, lower case, NULL at the end */
    /* `attributes`: name, value, name, value, …, NULL; a value may be NULL. NULL itself: there are none. Some elements
     * (html5.h) have one more, HTML_LINE. */
    void (*start)(const char *name, const char *const *attributes, gpointer user);
    void (*end)(const char *name, gpointer user);
    void (*text)(const char *text, gsize n, gpointer user);
    void (*comment)(const char *text, gpointer user);
    void (*data)(const char *json, gpointer user); /* a script that is JSON-LD (html5.h); after all else */
} HtmlEvents;

/* Value of an attribute, "" for one without; NULL: there is none of this name (lower case). */
const char *html_attribute(const char *const *attributes, const char *name);

/* The value of HTML_LINE; 0: the element has none. */
guint html_line(const char *const *attributes);

/* Once, before several threads call html_parse() or make readers of XML. */
void html_prepare(void);

/* `text` is valid UTF-8 without NUL. `is_xml`: the page is XHTML and was written for an XML parser. */
void html_parse(const char *text, gsize n, gboolean is_xml, const HtmlEvents *events, gpointer user);

/* An element's name in XML: `prefix` is NULL where there is none, `uri` where no namespace is bound to it. */
typedef struct {
    const char *name, *prefix, *uri;
} XmlName;

typedef struct {
    /* `attributes` as above, but never NULL, each by its local name or as "xml:base", values resolved;
     * namespaces are none. */
    void (*start)(const XmlName *name, const char *const *attributes, gpointer user);
    void (*end)(gpointer user);
    void (*text)(const char *text, gsize n, gpointer user);      /* in pieces, from CDATA too */
    void (*repair)(guint line, const char *what, gpointer user); /* each kind once */
} XmlEvents;

typedef struct XmlReader XmlReader;

/* `events` must outlive the reader. Memory does not grow with the document. */
XmlReader *xml_reader_new(const XmlEvents *events, gpointer user);

/* From now on a DOCTYPE is passed over that only names a DTD, which nobody opens; see xml_repair.h. */
void xml_reader_pass_doctype(XmlReader *reader);

/* The document's next bytes, UTF-8 whatever its declaration says; `is_last`: there are no more. FAULT_SKIP:
 * line and mistake; what came before it has been told by events, and nothing comes after. */
gboolean xml_reader_feed(XmlReader *reader, const char *bytes, gsize n, gboolean is_last,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

guint xml_reader_line(const XmlReader *reader); /* of the event that is told */

/* Did the document end within an end tag? Then the element's text is whole. */
gboolean xml_reader_is_in_end_tag(const XmlReader *reader);

void xml_reader_free(XmlReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(XmlReader, xml_reader_free)

G_END_DECLS

#endif
