/*
 * extract.h: from the bytes of a page to a document. One function without other state.
 *
 * Adding a format adds one file extract_NAME.c and one row to the table in extract.c.
 */
#ifndef ISOGLOT_EXTRACT_H
#define ISOGLOT_EXTRACT_H

#include "indexer/page.h"

G_BEGIN_DECLS

/*
 * What the indexer sees of `page`. FAULT_SKIP: nothing to index in it, and why ("empty page", "not a document:
 * image/png" …). Costs time linear in the page; text deeper than any parser's limit is kept (FACTS.md, libxml2).
 */
Document *extract(const Page *page, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Is this a media type that extract() reads? Others are no documents and are passed over in silence. */
gboolean extract_reads(const char *media_type);

/* Media type by the file name's ending ("a.html" → "text/html"), or NULL for what is no document. */
const char *extract_media_type(const char *path);

G_END_DECLS

#endif
