/*
 * prune.h: files of our own feed that nobody needs any more.
 *
 * A file is superseded when every page in it has a later version in a later file, or is gone. Files are pruned from the
 * oldest on, as far as that holds without a gap, so that a rebuild from what is left never brings back a page whose end a
 * pruned file has told. The file that is written last stays, and what has not been indexed yet; while a version is held
 * (FrontierEntry, held_at) nothing is pruned, as the one before it may be needed.
 */
#ifndef ISOGLOT_PRUNE_H
#define ISOGLOT_PRUNE_H

#include "shim/config.h"
#include "shim/ledger.h"

G_BEGIN_DECLS

/* Removes them; *pruned of them. The caller holds the crawl's lock. FAULT_STOP. */
gboolean prune_feed(const Config *config, Ledger *ledger, guint *pruned, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
