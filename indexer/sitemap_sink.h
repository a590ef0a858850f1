/*
 * sitemap_sink.h: where the readers of a sitemap's forms put what they find: limits and URLs are looked at
 * here, once.
 */
#ifndef ISOGLOT_SITEMAP_SINK_H
#define ISOGLOT_SITEMAP_SINK_H

#include "indexer/sitemap.h"

G_BEGIN_DECLS

typedef struct {
    const char *base; /* URL of the sitemap */
    const SitemapEvents *events;
    gpointer user;
    Sitemap *sitemap;
    gint64 latest;    /* date that is still believed */
    gboolean is_done; /* nothing more is wanted: LIMIT_SITEMAP_URLS is reached */
} SitemapSink;

/* Tells a mistake; `line` 0: of no line. */
void sitemap_sink_put_error(SitemapSink *sink, guint line, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* Tells an entry. `entry` has all but its url, which is `reference`, to be judged; a relative one is refused
 * without `base`. */
void sitemap_sink_put(SitemapSink *sink, guint line, const char *base, const char *reference,
                      SitemapEntry *entry);

/* As url_resolve(), without the white space of any script around, and never of bytes that were no UTF-8.
 * g_free(). */
char *sitemap_sink_resolve(const char *base, const char *reference);

G_END_DECLS

#endif
