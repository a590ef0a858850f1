/*
 * parity_difference.h: does a page tell as much as its translations?
 *
 * Compared are the answers of one cluster (parity_facts.h); an untranslated page is none.
 *
 * Length: how many words a language takes for one of another is learned from the site itself: of each pair of languages the
 * median ratio of words over the complete clusters, those that have all languages; over all clusters that have both if
 * there are fewer than PARITY_LEAST_PAIRS of those; if there are too few of these, too, the pair is not compared. Pages
 * below PARITY_LEAST_WORDS words teach nothing. A page's expected length is the median of what its translations make
 * expected; nothing is said where that is below PARITY_LEAST_WORDS.
 *   skeleton        below PARITY_SKELETON of that
 *   differs-length  else below 1 / PARITY_RATIO of it, or above PARITY_RATIO times
 *
 * Structure: headings, links and tables of the page's own content against the median of its translations.
 *   differs-headings, differs-links  by more than PARITY_COUNTS, and by more than a quarter of the median
 *   differs-tables                   by one or more
 *   differs-numbers                  numbers of three digits and more that all its translations have, two at least,
 *                                    and the page lacks; nothing is said of pages with so many that the set tells nothing.
 *                                    One may hide behind another with the same bit: some are missed, none is invented
 *
 * Where a page has one translation only, nobody can say which of the two is right: only the one with less is told of.
 */
#ifndef ISOGLOT_PARITY_DIFFERENCE_H
#define ISOGLOT_PARITY_DIFFERENCE_H

#include "query/parity_finding.h"

G_BEGIN_DECLS

#define PARITY_LEAST_PAIRS 8
#define PARITY_LEAST_WORDS 50
#define PARITY_SKELETON 0.4
#define PARITY_RATIO 1.6
#define PARITY_COUNTS 2
#define PARITY_NUMBERS_MOST 40 /* bits of a set of 64 */

extern const char *const parity_difference_codes[];

/* Is the page one that is compared: an answer with a translation beside it? */
gboolean parity_is_compared(const ParityFacts *facts, const ParityPage *page);

gboolean parity_find_differences(const ParityFacts *facts, const ParityPage *only, ParityFindingFunc func,
                                 gpointer user, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The chapter: that of its findings, and the ratios of lengths that were learned. */
gboolean parity_add_discrepancy(const ParityFacts *facts, Report *report, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Medians of the words of each language (row) for one word of each other (column), as learned; NaN: not known.
 * languages × languages; g_free(). */
double *parity_learn_ratios(const ParityFacts *facts);

/* The median of `n` values, which are sorted; of an even number the mean of the middle two. n is 1 or more. */
double parity_median(double *values, guint n);

G_END_DECLS

#endif
