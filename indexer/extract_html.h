/*
 * extract_html.h: what the indexer sees of an HTML page.
 */
#ifndef ISOGLOT_EXTRACT_HTML_H
#define ISOGLOT_EXTRACT_HTML_H

#include "indexer/page.h"

G_BEGIN_DECLS

/* Encoding (langs/charset.h) that a meta element or XML declaration in the page's first 1,024 bytes names, or NULL. As in
 * the HTML standard's prescan (13.2.3.2), comments are passed over, UTF-16 means UTF-8, x-user-defined windows-1252. */
const char *html_find_encoding(const char *bytes, gsize n);

/* Fills `document` from the page's text, which is valid UTF-8. */
void extract_html(const Page *page, const char *text, gsize n, Document *document);

G_END_DECLS

#endif
