/*
 * parity_quality.h: the report's chapters "selftest" (PARITY.md, indicator 16) and "equity" (17), of one self-test.
 *
 * Figures: mrr, found (by language), overlap (by language: mean RBO with the others; and of all), unfair (share of
 * questions whose PEER is below .05).
 */
#ifndef ISOGLOT_PARITY_QUALITY_H
#define ISOGLOT_PARITY_QUALITY_H

#include "query/parity.h"
#include "query/selftest.h"

G_BEGIN_DECLS

#define QUALITY_DEPTH 10 /* of MRR, and ranks that count as found */
#define OVERLAP_PERSISTENCE .9

void parity_selftest(Report *report, const Selftest *selftest);
void parity_equity(Report *report, const Selftest *selftest);

/* Reciprocal ranks of a language's questions (double), in the order of the draw; g_array_unref(). */
GArray *parity_reciprocal_ranks(const Selftest *selftest, guint lang);

/*
 * What is relevant to a question nobody has judged: clusters that at least two languages have among their first ten
 * for it. `answers` are the `n` of one question; the pages of those clusters, with their ranks in `blend`, are
 * appended to `pages` (PeerPage).
 */
void parity_add_relevant(const Selftest *selftest, SelftestAnswer *const *answers, guint n, const GArray *blend,
                         GArray *pages);

G_END_DECLS

#endif
