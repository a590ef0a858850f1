/*
 * bootstrap.h: how far a figure may be trusted that was measured on a sample: the interval in which it falls in 95 of
 * 100 samples drawn from the sample itself. Percentile method: Efron and Tibshirani, An Introduction to the
 * Bootstrap, 1993, chapter 13.
 *
 * The draws begin at a fixed seed, so that the same values give the same interval.
 */
#ifndef ISOGLOT_BOOTSTRAP_H
#define ISOGLOT_BOOTSTRAP_H

#include <glib.h>

G_BEGIN_DECLS

#define BOOTSTRAP_ROUNDS 1000
#define BOOTSTRAP_LEVEL .95

/* The figure of one resample; draws what it needs from `random`. NaN: it is not defined there, and the round does
 * not count. */
typedef double (*BootstrapFunc)(GRand *random, gconstpointer user);

/* FALSE: the figure was defined in fewer than half of the rounds. */
gboolean bootstrap_interval(BootstrapFunc func, gconstpointer user, double *low, double *high);

/* Mean of as many values (double, none NaN) as there are, drawn with replacement; NaN: there are none. */
double bootstrap_mean(GRand *random, const GArray *values);

/* A share that was measured on `n` things, as another `n` would have shown it: drawn from the normal distribution that
 * approximates the binomial, within 0 … 1. NaN stays NaN. */
double bootstrap_share(GRand *random, double share, guint64 n);

G_END_DECLS

#endif
