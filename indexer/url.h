/*
 * url.h: URLs by the WHATWG URL Standard, for http and https only, and the one normalised spelling of each page.
 *
 * Two spellings of one page must not become two documents: all URLs pass through here before anything else sees them.
 */
#ifndef ISOGLOT_URL_H
#define ISOGLOT_URL_H

#include <glib.h>

G_BEGIN_DECLS

/*
 * `reference` resolved against `base` (NULL: reference must be absolute), normalised: scheme and host lower case, IDN as
 * punycode, default port dropped, dot segments removed, percent-encoding as the standard writes it, unreserved
 * characters decoded, no fragment, no user information. NULL: not a valid http(s) URL, or longer than LIMIT_URL.
 * g_free().
 */
char *url_resolve(const char *base, const char *reference);

/* The host of a normalised URL (without port), g_free(). */
char *url_host(const char *url);

/* Path segments of a normalised URL, percent-decoded, NULL-terminated; g_strfreev(). */
char **url_segments(const char *url);

G_END_DECLS

#endif
