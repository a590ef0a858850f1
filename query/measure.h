/*
 * measure.h: the figures by which rankings are judged and compared. Numbers in, numbers out; for the report.
 *
 * A ranking is an array of ids (gint64), the best first, none twice. What is not defined is NaN, and each function
 * says when that is; a mean is taken over the values that are defined, and their number told beside it.
 *
 * Sources: reciprocal rank: Voorhees, The TREC-8 question answering track report, 1999. nDCG: Järvelin and Kekäläinen,
 * Cumulated gain-based evaluation of IR techniques, TOIS 20(4), 2002, with the gains 2^level - 1 of Burges et al., ICML
 * 2005. Rank-biased overlap: Webber, Moffat and Zobel, A similarity measure for indefinite rankings, TOIS 28(4), 2010,
 * equation 32.
 */
#ifndef ISOGLOT_MEASURE_H
#define ISOGLOT_MEASURE_H

#include <glib.h>

G_BEGIN_DECLS

/* 1 / rank; 0 for what was not found (rank 0) or stands below `depth`. Always defined. */
double measure_reciprocal_rank(guint rank, guint depth);

/* Place of `id` in a ranking, from 1; 0: it is not there. */
guint measure_rank(const GArray *ranking, gint64 id);

/* `levels`: id (gint64*) → level (GUINT_TO_POINTER), 1 and more. NaN: nothing is relevant. */
double measure_ndcg(const GArray *ranking, GHashTable *levels, guint depth);
double measure_recall(const GArray *ranking, GHashTable *levels, guint depth);

/*
 * Rank-biased overlap, extrapolated, of two rankings that may differ in length: 0 … 1; 1 for equal ones. `p`, 0 < p
 * < 1, is how surely a reader goes on to the next rank. NaN: both are empty, of which nothing can be said; one that
 * is empty and one that is not have 0. Time and memory are linear in the lengths.
 */
double measure_rbo(const GArray *a, const GArray *b, double p);

/* Mean of the values that are not NaN, and how many there are in *n (may be NULL). NaN: none. */
double measure_mean(const GArray *values, guint *n);

/* The value (double) below which a share `q` (0 … 1) of the defined values lies, interpolated between neighbours;
 * NaN: none. */
double measure_quantile(const GArray *values, double q);

/* Geometric mean of those of `n` values that are not NaN; 0 when one of them is 0. NaN: all are. */
double measure_geometric_mean(const double *values, guint n);

G_END_DECLS

#endif
