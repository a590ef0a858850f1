/*
 * sitemap.h: what a site says of its own pages: sitemaps 0.9 (sitemaps.org/protocol.html), RSS and Atom.
 *
 * The bytes alone say what they are, as names and media types are often wrong: gzip by its magic (one layer;
 * HTTP's own coding is undone already), XML by its first character, else a list of URLs, one a line. Of XML
 * the root element says whether it is a urlset, a sitemapindex, RSS (0.9x, 1.0, 2.0) or Atom (1.0, 0.3). The
 * encoding is that of a byte order mark, else of the XML declaration, else UTF-8.
 *
 * Strict where a mistake could mean another page or harm: no DOCTYPE, no entity, nothing else is ever opened;
 * a URL must be absolute (in Atom it may be relative), http or https, and in UTF-8. Lenient where sites err
 * and the meaning is plain:
 *
 * 1. Repaired, and each kind told once as an error (xml_repair.h): an "&" that is not escaped, bytes that are
 *    not UTF-8, characters that XML does not have. White space before the XML declaration is passed over.
 * 2. Namespaces may be wrong, missing or not declared. Elements of an extension (image:loc) are told by their
 *    place and prefix, language links (xhtml:link under any prefix) by their attributes.
 * 3. A <url> or <sitemap> with several <loc> is so many entries; one without has its own text for a URL. A
 *    <loc> may stand outside, or have elements in it. RSS may have its URL in <guid>.
 *
 * A mistake without a sure repair ends the reading. What came before it is kept, and of an entry that is open
 * the URL if it is whole and the mistake is not within another element of the entry.
 *
 * Dates by date.h; priority and changefreq are ignored. Whether a sitemap may speak for a URL, and whether
 * two entries are the same, the caller decides.
 */
#ifndef ISOGLOT_SITEMAP_H
#define ISOGLOT_SITEMAP_H

#include <glib.h>

#include "shim/error.h"

G_BEGIN_DECLS

typedef enum {
    SITEMAP_UNKNOWN,
    SITEMAP_URLSET,
    SITEMAP_INDEX,
    SITEMAP_TEXT,
    SITEMAP_RSS,
    SITEMAP_ATOM
} SitemapType;

typedef struct {
    char *lang; /* as written: "zh-Hans", "x-default" */
    char *url;  /* normalised */
} SitemapAlternate;

/* All of it lives as long as the callback. */
typedef struct {
    const char *url; /* normalised by url_resolve() */
    gint64 lastmod; /* seconds since 1970; RECORD_DATE_UNKNOWN if absent, malformed, before 1970 or later than
                       tomorrow */
    gboolean is_sitemap; /* of an index: another sitemap, no page */
    const SitemapAlternate *
        alternates; /* n_alternates of them, at most LIMIT_ALTERNATES, in order; the page itself may be one */
    guint n_alternates;
} SitemapEntry;

typedef struct {
    void (*entry)(const SitemapEntry *entry, gpointer user);
    /* A mistake that did not end everything: what was refused or repaired, with its line; one line of valid
     * UTF-8. At most LIMIT_SITEMAP_ERRORS are told. */
    void (*error)(const char *message, gpointer user);
} SitemapEvents;

typedef struct {
    SitemapType type;
    guint n_entries;    /* told, at most LIMIT_SITEMAP_URLS */
    guint n_errors;     /* with those that were not told */
    gboolean truncated; /* entries may be missing: cut, damaged, not well-formed, or beyond a limit; an error
                           says which */
} Sitemap;

/*
 * Reads the `n` bytes of the sitemap at `url` (normalised) and tells its entries in order. `media_type` (may
 * be NULL) is only asked where the bytes leave it open: without any URL they are an empty list if it is
 * "text/plain", else no sitemap. FAULT_SKIP: no sitemap at all, and why; `sitemap` is filled in either case.
 * Costs time linear in n; memory does not grow with it, unless the encoding is another than UTF-8 (then up to
 * 4 × LIMIT_SITEMAP).
 */
gboolean sitemap_read(const char *url, const char *media_type, const guint8 *bytes, gsize n,
                      const SitemapEvents *events, gpointer user, Sitemap *sitemap,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* "urlset", "sitemapindex", "text", "rss", "atom"; NULL for SITEMAP_UNKNOWN. */
const char *sitemap_type_name(SitemapType type);

G_END_DECLS

#endif
