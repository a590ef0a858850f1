/*
 * parity_searches.h: what visitors search and what they find: the service chapters "searches" (PARITY.md, indicator 12)
 * and "answers" (13), from the query log (shim/querylog.h), if the site keeps one.
 *
 * What fewer than LIMIT_REPORT_LEAST searches tell is not told.
 *
 * Figures, by language of the interface and of all, service: searches, zero-hits, rescued, gap, clicked.
 */
#ifndef ISOGLOT_PARITY_SEARCHES_H
#define ISOGLOT_PARITY_SEARCHES_H

#include "query/parity.h"

G_BEGIN_DECLS

/* Adds both chapters; behind those on supply, whose figure `pages` the searches are compared with. FAULT_STOP: the
 * log is there and cannot be read; FAULT_RETRY. */
gboolean parity_searches(Report *report, const ParityInput *input, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
