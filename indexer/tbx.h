/*
 * tbx.h: concepts from TBX, the exchange format of terminology: version 2 (martif, termEntry, langSet, tig or
 * ntig; a DOCTYPE that names its DTD is passed over) and version 3 (ISO 30042:2019: tbx, conceptEntry,
 * langSec, termSec; both of its styles, DCA and DCT).
 *
 * The usage of a term is its administrativeStatus or normativeAuthorization: preferred, admitted (also
 * without any), deprecated and superseded, which are keys only.
 */
#ifndef ISOGLOT_TBX_H
#define ISOGLOT_TBX_H

#include "indexer/concept.h"
#include "indexer/xml.h"

G_BEGIN_DECLS

typedef struct Tbx Tbx;

/* `events` must outlive it. */
Tbx *tbx_new(const ConceptEvents *events);

/* The document's next bytes, as xml_reader_feed(); concepts are told as they end. */
gboolean tbx_feed(Tbx *tbx, const char *bytes, gsize n, gboolean is_last,
                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

void tbx_free(Tbx *tbx);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Tbx, tbx_free)

G_END_DECLS

#endif
