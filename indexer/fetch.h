/*
 * fetch.h: pages from the web, by http and https alone, many at a time. The only door to libcurl.
 *
 * A Fetcher keeps what outlives a request (connections, names, TLS sessions) and drives any number of
 * transfers; how many at a time and to which host is its owner's politeness. One transfer asks one URL and
 * follows no redirect: that is done above the transfers, so that every hop is judged before it is asked.
 *
 *     fetcher_start(f, &request, done, user);
 *     while (fetcher_run(f, 1000)) …            `done` is called in here, and may start more
 *
 * Addresses: what is connected to must be a global unicast address (address.h), whatever name led there at
 * that moment; a private one is refused unless its host is in private_hosts. Proxies of the environment
 * (proxy.h) are used but for private_hosts, which are asked directly. The address behind a proxy is the
 * proxy's to judge; literal private addresses and "localhost" never reach one. Ceilings, whatever the server
 * says of lengths and codings: the request's for a body, as it comes and as it is decoded; LIMIT_HTTP_HEADER
 * for a head; LIMIT_FETCH_… for time; LIMIT_CONNECTIONS kept open. Certificates are verified by the system's
 * authorities, or those of the file that SSL_CERT_FILE names. HTTP/2 is spoken where TLS offers it. No cookie
 * is kept, no password is sent. gzip is asked for; inflate.h reads more.
 *
 * A Fetcher is used by one thread; several share nothing.
 */
#ifndef ISOGLOT_FETCH_H
#define ISOGLOT_FETCH_H

#include "indexer/response.h"

G_BEGIN_DECLS

/* The product that robots.txt and X-Robots-Tag may name, as it stands in User-Agent (RFC 9309 2.2.1). */
#define FETCH_PRODUCT "Isoglot"

typedef struct {
    const char *user_agent; /* the whole User-Agent field; NULL: FETCH_PRODUCT "/1.0" */
    const char *const
        *private_hosts; /* hosts, as url_host() gives them, whose addresses may be private (loopback,
                           link-local …), NULL-terminated; "*" stands for all; NULL: none */
} FetchOptions;

typedef struct Fetcher Fetcher;

/* Copies the options; NULL: the defaults. Reads the environment (proxies, SSL_CERT_FILE) once, now. */
Fetcher *fetcher_new(const FetchOptions *options) G_GNUC_WARN_UNUSED_RESULT;

/* Transfers under way are dropped, and their `done` is not called. Not from within a `done`. */
void fetcher_free(Fetcher *fetcher);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Fetcher, fetcher_free)

typedef struct {
    const char *url;           /* normalised (url.h) */
    const char *etag;          /* validators of the version that is known, as a Response gave them: sent as */
    const char *last_modified; /* If-None-Match and If-Modified-Since; NULL: none */
    gsize ceiling;             /* bytes of the body, as it comes and decoded; 0: LIMIT_PAGE */
    void (*sent)(gpointer user); /* is called when the request has gone out, before `done`; may call nothing of the
                                    Fetcher. NULL: nobody asks */
} FetchRequest;

/*
 * The end of a transfer: a response, which `done` takes, of any status; or NULL and why.
 * FAULT_SKIP, asking again will not help: no http or https URL; a private address; a head or body beyond its
 * ceiling; no HTTP. FAULT_RETRY: no such host at the moment, connection refused or broken, a certificate that
 * is not trusted, too slow, a body that did not come whole. `done` may call fetcher_start(), and nothing else
 * of the Fetcher.
 */
typedef void (*FetchDoneFunc)(Response *response, const GError *error, gpointer user);

/* Begins one transfer of one hop; the request is copied. `done` is called by fetcher_run(), never from here.
 */
void fetcher_start(Fetcher *fetcher, const FetchRequest *request, FetchDoneFunc done, gpointer user);

/*
 * Drives what is under way until at least one transfer has ended, nothing is under way, or `timeout_ms` is
 * over, which 0 makes a look without waiting. Gives the number of transfers under way then, those that `done`
 * started included.
 */
guint fetcher_run(Fetcher *fetcher, guint timeout_ms);

/*
 * Fetches `url` and waits for it, following redirects: head, decoded body, http_status, fetched_at; `url` of
 * the page is where they led. Any status comes back, what it means the caller knows. Other transfers go on,
 * and their `done` is called. Errors as of FetchDoneFunc and response_page(), and FAULT_SKIP: a redirect to
 * what is no http or https URL, a redirect loop (each hop named), more than LIMIT_REDIRECTS.
 */
Page *fetcher_get(Fetcher *fetcher, const char *url, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same, once, for a URL that the operator has named: its host may be private, one that it redirects to
 * may not. */
Page *fetch_named(const char *url, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Seconds since 1970 of a date in one of the forms of RFC 9110 5.6.7, weekday and zone (then UTC) not needed, names of
 * zones as in mail (RFC 5322 4.3); else RECORD_DATE_UNKNOWN. */
gint64 fetch_parse_date(const char *text);

G_END_DECLS

#endif
