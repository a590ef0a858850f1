/*
 * http.h: what an HTTP response says of a page (RFC 9110, RFC 9112), wherever the response was kept.
 */
#ifndef ISOGLOT_HTTP_H
#define ISOGLOT_HTTP_H

#include <glib.h>

#include "indexer/page.h"

G_BEGIN_DECLS

/*
 * Reads a response's head into the page: http_status, media_type, charset, content_language, link_header,
 * robots_header, last_modified. Folded lines are one, white space before a colon is dropped (RFC 9112 5).
 * `head` ends with its empty line or with itself. FAULT_SKIP: not an HTTP response.
 */
gboolean http_read_head(const char *head, gsize n, Page *page, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * Reads a whole stored response: the head as above, and the body with chunks and content codings (inflate.h) undone. A
 * body said to be chunked that is not comes as it is (crawlers store both); what stands behind the last chunk is dropped.
 * page->truncated becomes TRUE when the body ends early or is cut at LIMIT_PAGE. FAULT_SKIP: no HTTP response, its head
 * does not end within LIMIT_HTTP_HEADER, or the body cannot be decoded.
 */
gboolean http_read_response(const guint8 *response, gsize n, Page *page, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * The same of a message in two parts, as libcurl gives it: the body's chunks are joined already. It is cut at `ceiling`
 * decoded bytes.
 */
gboolean http_read_message(const char *head, gsize head_n, const guint8 *body, gsize n, gsize ceiling, Page *page,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Value of the first field `name` of a head, bytes as they came, white space around it dropped; NULL: none. g_free(). */
char *http_find_field(const char *head, gsize n, const char *name) G_GNUC_WARN_UNUSED_RESULT;

/* Seconds since 1970 of a date in one of the three forms of RFC 9110 5.6.7; 0: none of them. */
gint64 http_parse_date(const char *value);

/* Reads "text/html; charset=utf-8" into the page's media type and charset. */
void http_read_content_type(const char *value, Page *page);

G_END_DECLS

#endif
