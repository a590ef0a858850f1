/*
 * parity_views.h: which pages are read, by language: the report's chapter "views" (PARITY.md, indicator 14), from
 * the access logs that are given (query/access_log.h), and what they tell of how much a page is wanted.
 *
 * Views of a URL that several pages of the site end in, on different hosts, count for none of them. What fewer than
 * LIMIT_REPORT_LEAST views tell is not told.
 *
 * Figures: views (by language).
 */
#ifndef ISOGLOT_PARITY_VIEWS_H
#define ISOGLOT_PARITY_VIEWS_H

#include "query/parity.h"

G_BEGIN_DECLS

typedef struct ParityViews ParityViews;

/* Reads the access logs of `input`, of its period, and joins them with the ledger's pages. *views is NULL when there
 * are no logs. FAULT_USAGE: one cannot be read, named; and the ledger's errors. */
gboolean parity_views_read(const ParityInput *input, ParityViews **views, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void parity_views_free(ParityViews *views);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ParityViews, parity_views_free)

/* Views of all pages of a cluster: a ParityDemandFunc. */
double parity_views_demand(gint64 cluster, gpointer views);

/* Adds the chapter, behind those on supply; `views` may be NULL: it says so. */
void parity_views(Report *report, const ParityViews *views);

G_END_DECLS

#endif
