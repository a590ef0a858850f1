/*
 * parity_speed.h: how long an answer takes in each language, and how long it takes until a page is found: the
 * service chapter "speed" (PARITY.md, indicator 15).
 *
 * The delay from publication to being found is known of pages only that say when they were published, and were
 * published after the site was first read; it is the time from that date, which has no finer grain than the page
 * gives it, until the page was read as it stands in the index.
 *
 * Figures, by language, service: latency-p50, latency-p95 (milliseconds); delay (days, median).
 */
#ifndef ISOGLOT_PARITY_SPEED_H
#define ISOGLOT_PARITY_SPEED_H

#include "query/parity.h"
#include "query/selftest.h"

G_BEGIN_DECLS

gboolean parity_speed(Report *report, const Selftest *selftest, Ledger *ledger,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
