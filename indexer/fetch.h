/*
 * fetch.h: pages from the web, by http and https alone. The only door to libcurl.
 *
 * A Fetcher keeps what outlives a page (connections, names, TLS sessions). One transfer asks one URL; redirects are
 * followed above the transfers, hop by hop, so that every address is looked at before it is asked.
 *
 * Ceilings: LIMIT_PAGE bytes as they come and as they are decoded, whatever the server says of lengths and codings;
 * LIMIT_HTTP_HEADER for a head; LIMIT_REDIRECTS; LIMIT_FETCH_… for time. A body that did not come whole is never given as a page.
 */
#ifndef ISOGLOT_FETCH_H
#define ISOGLOT_FETCH_H

#include "indexer/page.h"

G_BEGIN_DECLS

/* Seconds since 1970 of a date in one of the forms of RFC 9110 5.6.7, weekday and zone (then UTC) not needed, names of
 * zones as in mail (RFC 5322 4.3); else RECORD_DATE_UNKNOWN. */
gint64 fetch_parse_date(const char *text);

/* The product that robots.txt and X-Robots-Tag may name, as it stands in User-Agent (RFC 9309 2.2.1). */
#define FETCH_PRODUCT "Isoglot"

typedef struct Fetcher Fetcher;

Fetcher *fetcher_new(void);
void fetcher_free(Fetcher *fetcher);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Fetcher, fetcher_free)

/*
 * Fetches `url` and waits for it: head, decoded body, http_status, fetched_at; `url` of the page is where the redirects
 * led. Any status comes back, what it means the caller knows.
 * FAULT_SKIP, asking again will not help: no http or https URL, also of a redirect; a redirect loop (each hop named),
 * too many redirects; a head or body beyond its ceiling, a body that cannot be decoded. FAULT_RETRY: no such host at
 * the moment, connection refused or broken, a certificate that is not trusted, too slow, an incomplete body.
 */
Page *fetcher_get(Fetcher *fetcher, const char *url, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
