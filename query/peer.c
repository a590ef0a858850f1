#include "query/peer.h"

#include <math.h>

#define PRECISION 1e-16
#define STEPS 10000

/* P(a, x) without its factor: x^n / (a (a + 1) … (a + n)), summed up. For x < a + 1. */
static double gamma_series(double a, double x)
{
    double term = 1 / a, sum = term;
    for (guint n = 1; n < STEPS && term > sum * PRECISION; n++) {
        term *= x / (a + n);
        sum += term;
    }
    return sum;
}

/* Q(a, x) without its factor, by Lentz's way of evaluating a continued fraction. */
static double gamma_fraction(double a, double x)
{
    double b = x + 1 - a, c = 1e300, d = 1 / b, h = d;
    for (guint i = 1; i < STEPS; i++) {
        double an = i * (a - i);
        b += 2;
        d = 1 / (an * d + b);
        c = b + an / c;
        h *= d * c;
        if (fabs(d * c - 1) < PRECISION)
            break;
    }
    return h;
}

double chi_square_survival(double x, guint freedom)
{
    if (!(x > 0))
        return 1;
    double a = freedom / 2.0, y = x / 2, factor = exp(a * log(y) - y - lgamma(a));
    return y < a + 1 ? 1 - factor * gamma_series(a, y) : factor * gamma_fraction(a, y);
}

gboolean kruskal_wallis(const double *values, const guint *groups, guint n, guint n_groups, double *h, double *p)
{
    g_autofree double *sums = g_new0(double, n_groups);
    g_autofree guint *sizes = g_new0(guint, n_groups);
    double total = 0, spread = 0, between = 0;
    guint filled = 0;
    for (guint i = 0; i < n; i++) {
        sums[groups[i]] += values[i];
        filled += sizes[groups[i]]++ == 0;
        total += values[i];
    }
    for (guint i = 0; i < n; i++)
        spread += (values[i] - total / n) * (values[i] - total / n);
    if (filled < 2 || spread <= 0)
        return FALSE;
    for (guint g = 0; g < n_groups; g++)
        if (sizes[g])
            between += sizes[g] * (sums[g] / sizes[g] - total / n) * (sums[g] / sizes[g] - total / n);
    *h = (n - 1) * between / spread;
    *p = chi_square_survival(*h, filled - 1);
    return TRUE;
}

static gint compare_pages(gconstpointer a, gconstpointer b)
{
    const PeerPage *x = a, *y = b;
    if (x->level != y->level)
        return x->level < y->level ? 1 : -1;
    return x->lang != y->lang ? (x->lang < y->lang ? -1 : 1) : 0;
}

static guint count_languages(const PeerPage *pages, guint n)
{
    guint most = 0;
    for (guint i = 0; i < n; i++)
        most = MAX(most, pages[i].lang + 1);
    return most;
}

/* How many of each language there are; g_free(). */
static guint *count_pages(const PeerPage *pages, guint n, guint n_languages)
{
    guint *counts = g_new0(guint, n_languages);
    for (guint i = 0; i < n; i++)
        counts[pages[i].lang]++;
    return counts;
}

static gboolean is_telling(const PeerPage *pages, guint n, guint n_languages)
{
    g_autofree guint *counts = count_pages(pages, n, n_languages);
    guint languages = 0;
    for (guint l = 0; l < n_languages; l++)
        languages += counts[l] >= PEER_LEAST;
    return languages >= 2;
}

/* The test on one level, of the languages that have enough pages. */
static gboolean test_level(const PeerPage *pages, guint n, guint n_languages, double *p)
{
    g_autofree guint *counts = count_pages(pages, n, n_languages), *groups = g_new(guint, n);
    g_autofree double *ranks = g_new(double, n);
    guint used = 0;
    double h;
    for (guint i = 0; i < n; i++) {
        guint rank = pages[i].rank;
        if (counts[pages[i].lang] < PEER_LEAST)
            continue;
        ranks[used] = rank && rank <= PEER_DEPTH ? rank : PEER_DEPTH + 1;
        groups[used++] = pages[i].lang;
    }
    return kruskal_wallis(ranks, groups, used, n_languages, &h, p);
}

/* Where the level that begins at `first` ends, together with those that it needs to tell anything. */
static guint end_of_level(const PeerPage *all, guint first, guint n, guint n_languages)
{
    guint end = first;
    while (end < n) {
        guint level = all[end].level;
        while (end < n && all[end].level == level)
            end++;
        if (is_telling(all + first, end - first, n_languages))
            break;
    }
    return end;
}

PeerState peer_measure(GArray *pages, double *p)
{
    g_array_sort(pages, compare_pages);
    const PeerPage *all = (const PeerPage *)pages->data;
    guint n = pages->len, n_languages = count_languages(all, n), defined = 0;
    if (!is_telling(all, n, n_languages))
        return PEER_FEW;
    double sum = 0, value;
    for (guint first = 0, end; first < n; first = end) {
        end = end_of_level(all, first, n, n_languages);
        /* what is left and tells nothing goes with the level before it */
        if (end < n && !is_telling(all + end, n - end, n_languages))
            end = n;
        if (test_level(all + first, end - first, n_languages, &value)) {
            sum += value;
            defined++;
        }
    }
    if (!defined)
        return PEER_EQUAL;
    *p = sum / defined;
    return PEER_DEFINED;
}
