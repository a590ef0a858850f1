/*
 * extract_html.h: what the indexer sees of an HTML page.
 */
#ifndef ISOGLOT_EXTRACT_HTML_H
#define ISOGLOT_EXTRACT_HTML_H

#include "indexer/page.h"

G_BEGIN_DECLS

/* Encoding label that the page's first 1,024 bytes declare (HTML standard 13.2.3.2, "prescan"), or NULL; g_free(). */
char *html_find_charset(const char *bytes, gsize n);

/* Fills `document` from the page's text, which is valid UTF-8. */
void extract_html(const Page *page, const char *text, gsize n, Document *document);

/* Reads the directives of a robots meta element or X-Robots-Tag header into the document; the most restrictive win. */
void robots_directives(const char *value, Document *document);

/* Seconds since 1970 of an ISO 8601 date or time, or RECORD_DATE_UNKNOWN. */
gint64 parse_date(const char *text);

G_END_DECLS

#endif
