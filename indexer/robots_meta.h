/*
 * robots_meta.h: what a page says about its own use, in robots meta elements and X-Robots-Tag headers.
 *
 * There is no standard; this is what the large search engines document alike: noindex, nofollow, none,
 * nosnippet, max-snippet:N, noarchive, unavailable_after:DATE. Case does not count, other directives and
 * malformed values are passed over, and of several that speak to us the most restrictive holds, wherever it
 * stands.
 */
#ifndef ISOGLOT_ROBOTS_META_H
#define ISOGLOT_ROBOTS_META_H

#include "indexer/page.h"

G_BEGIN_DECLS

/*
 * Reads the content of a meta element, or the X-Robots-Tag headers of a page, one a line, into robots,
 * max_snippet and unavailable_after of the document. Commas, or semicolons, part directives. A name before
 * them ("otherbot: noindex, nofollow, isoglot: none") says to whom those speak that follow on its line; we
 * are FETCH_PRODUCT, "*" and "robots". A date is in ISO 8601 or a form of RFC 9110 5.6.7 (its comma parts
 * nothing), without a zone in UTC.
 */
void robots_meta_read(const char *text, Document *document);

G_END_DECLS

#endif
