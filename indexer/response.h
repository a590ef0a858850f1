/*
 * response.h: one answer of a web server, as it came, and what its head says to a crawler (RFC 9110).
 */
#ifndef ISOGLOT_RESPONSE_H
#define ISOGLOT_RESPONSE_H

#include "indexer/page.h"

G_BEGIN_DECLS

/* The answer to one request to one URL. What follows from the head is read by response_read_head(). */
typedef struct {
    char *url;         /* asked, normalised */
    GString *head;     /* of the final response as it came, status line to empty line */
    GByteArray *body;  /* as it came: transfer coding undone, content coding not */
    gsize ceiling;     /* decoded bytes that a page may have; 0: LIMIT_PAGE */
    char *ip;          /* address that answered, as text; NULL: unknown, or behind a proxy */
    gint64 fetched_at; /* seconds since 1970, when it was asked */
    gint64 elapsed_ms; /* from then to the last byte */
    guint status;      /* 200, 404 … */
    char *redirect; /* where a redirect leads, resolved and normalised; NULL: none, or none that is http(s) */
    char *etag,
        *last_modified; /* validators as the server gave them; NULL: none, or none that could be sent back */
    gint64 retry_after; /* seconds from the answer on, ≥ 0; -1: not said */
} Response;

/* With nothing but a URL: empty head and body, no status, retry_after -1. */
Response *response_new(const char *url) G_GNUC_WARN_UNUSED_RESULT;
void response_free(Response *response);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Response, response_free)

/*
 * Fills from `head` and `status`: redirect, of 300, 301, 302, 303, 307 and 308 with a Location; etag and
 * last_modified, unless they are longer than LIMIT_VALIDATOR or no clean text; retry_after, from a number of
 * seconds or a date, which counts from the answer's own Date, so that a server whose clock is wrong means the
 * same (RFC 9110 10.2.3).
 */
void response_read_head(Response *response);

/*
 * The page: head read and body decoded (http.h), url, source and fetched_at set. Any status has one.
 * FAULT_SKIP: the decoded body has more than `ceiling` bytes, grows beyond all measure (LIMIT_INFLATE_RATIO)
 * or cannot be decoded; FAULT_RETRY: a compressed body ends early.
 */
Page *response_page(const Response *response, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
