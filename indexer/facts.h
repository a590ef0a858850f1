/*
 * facts.h: what is known of a prepared page, put into the ledger.
 */
#ifndef ISOGLOT_FACTS_H
#define ISOGLOT_FACTS_H

#include "indexer/prepare.h"
#include "shim/ledger.h"

G_BEGIN_DECLS

/* Puts a page's facts, shape and version, links, alternates and defects; staged into the index of its language if it is
 * PAGE_PRESENT, else into none. `duplicate_of`: with PAGE_DUPLICATE. Errors are the ledger's. */
gboolean facts_put(Ledger *ledger, const Page *page, const Prepared *prepared, PageState state,
                   gint64 duplicate_of, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
