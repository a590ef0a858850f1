/*
 * peer.h: are relevant pages of all languages ranked alike? PEER, Probability of Equal Expected Rank: Yang, Jänich,
 * Mayfield and Lawrie, Language Fairness in Multilingual Information Retrieval, SIGIR 2024; and the test it is made of,
 * Kruskal and Wallis, Use of Ranks in One-Criterion Variance Analysis, JASA 47, 1952.
 *
 * It is a p-value: when no language is preferred it is spread evenly over 0 … 1, so what is watched is the share of
 * questions below .05, which should not exceed 5 %.
 */
#ifndef ISOGLOT_PEER_H
#define ISOGLOT_PEER_H

#include <glib.h>

G_BEGIN_DECLS

#define PEER_DEPTH 20 /* ranks beyond are the tail rank, PEER_DEPTH + 1 */
#define PEER_LEAST 3  /* relevant pages of a language, below which it is not compared */

/* One relevant page: its level (1 and more), its language as any number, its rank; 0: not among the first
 * PEER_DEPTH. */
typedef struct {
    guint level, lang, rank;
} PeerPage;

typedef enum {
    PEER_DEFINED,
    PEER_FEW,   /* not two languages have PEER_LEAST relevant pages */
    PEER_EQUAL, /* all ranks are equal, among them: nothing relevant was retrieved */
} PeerState;

/*
 * PEER@20 of one question: the mean over levels of the test's p on the raw ranks, grouped by language, with one
 * degree of freedom less than languages. A level in which not two languages have PEER_LEAST pages says nothing (with
 * one page each, p is never below .4) and is counted with the next lower one. *p is set when the result is
 * PEER_DEFINED. Sorts `pages` (PeerPage).
 */
PeerState peer_measure(GArray *pages, double *p);

/* The test on values taken as they are, without ranking them anew, of `n` values whose groups are numbered 0 …
 * n_groups - 1. FALSE: fewer than two groups have values, or all values are equal. */
gboolean kruskal_wallis(const double *values, const guint *groups, guint n, guint n_groups, double *h, double *p);

/* Probability that chi square with `freedom` degrees (1 and more) exceeds `x`: the regularised upper incomplete
 * gamma function Q(freedom / 2, x / 2), by its series or its continued fraction (Abramowitz and Stegun 6.5.29,
 * 6.5.31); relative error below 1e-12. 1 for x <= 0. */
double chi_square_survival(double x, guint freedom);

G_END_DECLS

#endif
