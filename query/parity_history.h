/*
 * parity_history.h: the report's figures among those of earlier reports: the service chapter "trends".
 *
 * What is followed are the figures named in parity_history.c; all figures are kept.
 */
#ifndef ISOGLOT_PARITY_HISTORY_H
#define ISOGLOT_PARITY_HISTORY_H

#include "query/parity.h"

G_BEGIN_DECLS

/* The chapter: what has changed since the report of `input->compare`, or else the last one before, and a table of
 * lines for each figure that is followed. FAULT_USAGE: there is no report of that date. */
gboolean parity_trends(Report *report, const ParityInput *input, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The report's figures become those of its date in the ledger. */
gboolean parity_remember(const Report *report, Ledger *ledger, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
