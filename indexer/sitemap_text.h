/*
 * sitemap_text.h: a sitemap that is a list of URLs, one a line; as a stream.
 */
#ifndef ISOGLOT_SITEMAP_TEXT_H
#define ISOGLOT_SITEMAP_TEXT_H

#include "indexer/sitemap_sink.h"

G_BEGIN_DECLS

typedef struct SitemapText SitemapText;

SitemapText *sitemap_text_new(SitemapSink *sink);

/* The next bytes, UTF-8 or not. Lines end with LF, CR or both; empty ones are passed over, each that is no
 * URL is an error. */
void sitemap_text_feed(SitemapText *text, const char *bytes, gsize n);

/* The last line, unless the bytes were cut: then it may be incomplete. */
void sitemap_text_finish(SitemapText *text, gboolean is_cut);

void sitemap_text_free(SitemapText *text);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SitemapText, sitemap_text_free)

G_END_DECLS

#endif
