/*
 * publish.h: the new generation of all languages' indexes takes the place of the old one.
 */
#ifndef ISOGLOT_PUBLISH_H
#define ISOGLOT_PUBLISH_H

#include "shim/ledger.h"

G_BEGIN_DECLS

/* `codes`: languages whose gen-N.build is complete. It is decided in the ledger first, so that the next start ends what a
 * crash has left (recover.h). Errors are the ledger's and the disk's. */
gboolean publish_generation(Ledger *ledger, const char *data, const char *const *codes, guint generation,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
