/*
 * link_header.h: Link headers of HTTP (RFC 8288), where a page without markup names its versions.
 */
#ifndef ISOGLOT_LINK_HEADER_H
#define ISOGLOT_LINK_HEADER_H

#include "indexer/page.h"

G_BEGIN_DECLS

/*
 * Reads the headers, joined by commas, into canonical (RFC 6596; the first that is known stays, so those of
 * the page itself go first) and alternates of the document. `url` is the page's: what they say is relative to
 * it, not to any base element.
 */
void link_header_read(const char *header, const char *url, Document *document);

G_END_DECLS

#endif
