#include "query/bootstrap.h"

#include <math.h>

#include "query/measure.h"

#define SEED 191

gboolean bootstrap_interval(BootstrapFunc func, gconstpointer user, double *low, double *high)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(SEED);
    g_autoptr(GArray) figures = g_array_new(FALSE, FALSE, sizeof(double));
    for (guint i = 0; i < BOOTSTRAP_ROUNDS; i++) {
        double figure = func(random, user);
        if (!isnan(figure))
            g_array_append_val(figures, figure);
    }
    if (figures->len < BOOTSTRAP_ROUNDS / 2)
        return FALSE;
    *low = measure_quantile(figures, (1 - BOOTSTRAP_LEVEL) / 2);
    *high = measure_quantile(figures, (1 + BOOTSTRAP_LEVEL) / 2);
    return TRUE;
}

double bootstrap_mean(GRand *random, const GArray *values)
{
    double sum = 0;
    for (guint i = 0; i < values->len; i++)
        sum += g_array_index(values, double, g_rand_int(random) % values->len);
    return values->len ? sum / values->len : NAN;
}

double bootstrap_share(GRand *random, double share, guint64 n)
{
    if (isnan(share) || !n)
        return share;
    /* Box and Muller, 1958; 1 - u, because the logarithm of 0 is none */
    double u = 1 - g_rand_double(random), v = g_rand_double(random);
    double normal = sqrt(-2 * log(u)) * cos(2 * G_PI * v);
    return CLAMP(share + normal * sqrt(share * (1 - share) / n), 0, 1);
}
