/*
 * parity_index.h: the headline (PARITY.md, indicator 18): one number for each language and one for the site, the
 * language that is served worst, and the first page of the report.
 *
 * The index of a language is the geometric mean of coverage (2), freshness (6) and MRR@10 of the self-test as a
 * share of the best language's (16), each 0 … 1, of which those without data are left out and named. That of the
 * site is the geometric mean over its languages, so that none can be made up for by another, and 0 as soon as one
 * has nothing. Zero-hit rates (13) depend on who has searched: they come into the index of the service chapter
 * "answers" alone.
 *
 * Figures read: coverage, fresh (by language; by language and section), mrr. Figures made: index (by language; of
 * all; of all by section, from the first two), index-service (the same with zero-hits, by language and of all;
 * service).
 */
#ifndef ISOGLOT_PARITY_INDEX_H
#define ISOGLOT_PARITY_INDEX_H

#include "query/parity.h"
#include "query/selftest.h"

G_BEGIN_DECLS

#define PARITY_FIRST_PAGES 10 /* of the working list "missing", that the first page shows */
#define PARITY_WORST_SECTIONS 3

/* To be called behind all chapters that it reads: the chapter "index" and the first page (summary, first). */
void parity_index(Report *report, const Config *config, const Selftest *selftest);

/* To be called behind it, and behind the chapter "answers", where searches were counted: that chapter tells the
 * index with them. */
void parity_index_with_searches(Report *report);

/* The index of a language from what its report has so far, with zero-hits or without; NaN: nothing is known. */
double parity_language_index(const Report *report, const LangProfile *lang, gboolean with_searches);

/* That of the site; NaN: nothing is known. */
double parity_site_index(const Report *report, gboolean with_searches);

G_END_DECLS

#endif
