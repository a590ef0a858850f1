/*
 * html5.h: a page as an HTML 5 tokenizer reads it, written so that an HTML 4 parser reads the same.
 *
 * libxml2 knows the elements of a page and when one closes another, but it takes comments, scripts, character references
 * and broken tags otherwise than browsers do, and stops at </html>. So a page passes through here first.
 */
#ifndef ISOGLOT_HTML5_H
#define ISOGLOT_HTML5_H

#include <glib.h>

G_BEGIN_DECLS

/* The attribute that tells in which line of the page an element begins, from 1. A page's own one of this name is never
 * kept. */
#define HTML_LINE "line"

/*
 * The page `text`, valid UTF-8, by the tokenizer of the HTML standard (section 13.2.5): g_string_free().
 *
 * Character references are resolved, attribute values quoted, broken markup is left out; so are </body>, </html>, and what
 * is no text: script, style, textarea, select, template, svg, math, iframe, noembed, noframes, xmp and plaintext elements
 * with all that is in them. Scripts that are JSON-LD (type application/ld+json) are added to `data` as strings, unless that
 * is NULL; one longer than LIMIT_JSON_LD is left out. Of the first LIMIT_ATTRIBUTES of a tag those are kept that are
 * `wanted` (lower case, NULL at the end), of comments those short enough to be a mark (such as "noindex"). In XML, "/>"
 * closes every element and CDATA is text. The elements a, area, html, img and headings get HTML_LINE; of svg the outermost
 * stays, empty. Costs time linear in n.
 */
GString *html5_rewrite(const char *text, gsize n, gboolean is_xml, const char *const *wanted, GPtrArray *data);

G_END_DECLS

#endif
