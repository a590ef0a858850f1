/*
 * compact.h: live generations made small again.
 *
 * Many small updates leave an index larger than it has to be: free blocks, half-filled ones. When a language's index needs
 * COMPACT_FACTOR times the bytes a page that it needed when it was compacted last (state `compacted LANG` of the
 * ledger), it is compacted into a new generation, which is published by renaming. Readers
 * see the old one or the new one whole; the old one is kept until the next publication.
 */
#ifndef ISOGLOT_COMPACT_H
#define ISOGLOT_COMPACT_H

#include "shim/config.h"

G_BEGIN_DECLS

#define COMPACT_FACTOR 1.4

/* Looks at each configured language and compacts where it pays; *compacted of them. After a bulk build, `are_compact`, it
 * only takes note of what compact means. Takes the lock of the indexes:
 * FAULT_RETRY: another process has it; FAULT_STOP: no room on the disk, the index stays as it was. */
gboolean compact_where_it_pays(const Config *config, gboolean are_compact, guint *compacted,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
