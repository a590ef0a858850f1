/*
 * recover.h: finishes or undoes what a crash has left between ledger and indexes (the protocol of shim/ledger.h).
 */
#ifndef ISOGLOT_RECOVER_H
#define ISOGLOT_RECOVER_H

#include "langs/lang.h"
#include "shim/index.h"
#include "shim/ledger.h"

G_BEGIN_DECLS

/* Opens the live index of a language for writing, made if there is none. */
IndexWriter *open_live_writer(const char *data, const LangProfile *lang, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Ends in a state in which every page is in exactly the index that the ledger names. The caller holds the lock. */
gboolean recover(Ledger *ledger, const char *data, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
