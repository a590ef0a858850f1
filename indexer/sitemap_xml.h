/*
 * sitemap_xml.h: the XML forms of a sitemap (urlset, sitemapindex, RSS, Atom) as a stream.
 */
#ifndef ISOGLOT_SITEMAP_XML_H
#define ISOGLOT_SITEMAP_XML_H

#include "indexer/sitemap_sink.h"

G_BEGIN_DECLS

typedef struct SitemapXml SitemapXml;

SitemapXml *sitemap_xml_new(SitemapSink *sink);

/* The next bytes, UTF-8; the root element sets the sitemap's type. FAULT_SKIP: not well-formed, no sitemap,
 * with its line. */
gboolean sitemap_xml_feed(SitemapXml *xml, const char *bytes, gsize n,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* There is no more. Call it also after a failure: it tells the entry that is still open, if its URL is whole
 * and none of its children is open. */
gboolean sitemap_xml_finish(SitemapXml *xml, GError **error) G_GNUC_WARN_UNUSED_RESULT;

void sitemap_xml_free(SitemapXml *xml);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SitemapXml, sitemap_xml_free)

G_END_DECLS

#endif
