/*
 * url.h: URLs by the WHATWG URL Standard, for http and https only, and the one normalised spelling of each page.
 *
 * Two spellings of one page must not become two documents: all URLs pass through here before anything else sees them. A
 * reference is first resolved as browsers do it, then normalised further, as far as RFC 3986 (6.2.2) says that nothing but
 * the spelling changes. A record of a JSON Lines feed keeps its fragment, as that is its identity: its reader (json.c) puts it
 * behind the URL that it got from here; url_host(), url_origin() and url_segments() pass over it.
 */
#ifndef ISOGLOT_URL_H
#define ISOGLOT_URL_H

#include <glib.h>

G_BEGIN_DECLS

/*
 * `reference` resolved against `base`; `base` is NULL (then the reference must be absolute) or has come from here itself.
 *
 * By the standard (section 4.4): white space and controls around and newlines inside dropped, backslashes read as slashes,
 * scheme and host in lower case, host by host.h, default port dropped, dot segments (".", "%2e") removed, what must be
 * percent-encoded encoded as UTF-8. Beyond it: no user information, no fragment, no "?" without a query, unreserved
 * characters decoded ("%7E" → "~"), hexadecimal digits in upper case ("%2f" → "%2F"). Nothing else is changed: not a double
 * slash, the order of parameters, a dot behind the host, or a "%" that escapes nothing.
 *
 * Idempotent: a URL from here resolves to itself. NULL: not a valid http(s) URL, or longer than LIMIT_URL. g_free().
 */
char *url_resolve(const char *base, const char *reference);

/* The host of a normalised URL, without port, an IPv6 address with its brackets; "" if it has none. g_free(). */
char *url_host(const char *url);

/* "https://host:8080" of a normalised URL. g_free(). */
char *url_origin(const char *url);

/* Path segments of a normalised URL, percent-decoded, NULL-terminated; g_strfreev(). */
char **url_segments(const char *url);

G_END_DECLS

#endif
