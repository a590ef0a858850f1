#include "query/measure.h"

#include <math.h>

static gint64 id_at(const GArray *ranking, guint i)
{
    return g_array_index(ranking, gint64, i);
}

double measure_reciprocal_rank(guint rank, guint depth)
{
    return rank && rank <= depth ? 1.0 / rank : 0;
}

guint measure_rank(const GArray *ranking, gint64 id)
{
    for (guint i = 0; i < ranking->len; i++)
        if (id_at(ranking, i) == id)
            return i + 1;
    return 0;
}

static double gain(guint level, guint rank)
{
    return (exp2(level) - 1) / log2(rank + 1);
}

static gint compare_descending(gconstpointer a, gconstpointer b)
{
    guint x = *(const guint *)a, y = *(const guint *)b;
    return x < y ? 1 : x > y ? -1 : 0;
}

static double best_gain(GHashTable *levels, guint depth)
{
    g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(guint));
    GHashTableIter iter;
    gpointer level;
    g_hash_table_iter_init(&iter, levels);
    while (g_hash_table_iter_next(&iter, NULL, &level)) {
        guint value = GPOINTER_TO_UINT(level);
        g_array_append_val(all, value);
    }
    g_array_sort(all, compare_descending);
    double sum = 0;
    for (guint i = 0; i < MIN(all->len, depth); i++)
        sum += gain(g_array_index(all, guint, i), i + 1);
    return sum;
}

double measure_ndcg(const GArray *ranking, GHashTable *levels, guint depth)
{
    double sum = 0, best = best_gain(levels, depth);
    for (guint i = 0; i < MIN(ranking->len, depth); i++) {
        gint64 id = id_at(ranking, i);
        sum += gain(GPOINTER_TO_UINT(g_hash_table_lookup(levels, &id)), i + 1);
    }
    return best > 0 ? sum / best : NAN;
}

double measure_recall(const GArray *ranking, GHashTable *levels, guint depth)
{
    guint found = 0, relevant = g_hash_table_size(levels);
    for (guint i = 0; i < MIN(ranking->len, depth); i++) {
        gint64 id = id_at(ranking, i);
        found += g_hash_table_contains(levels, &id);
    }
    return relevant ? (double)found / relevant : NAN;
}

/* Takes the id in; was it in the other list's set? */
static guint meet(GHashTable *mine, GHashTable *others, const GArray *ranking, guint i)
{
    gint64 *id = &g_array_index(ranking, gint64, i);
    g_hash_table_add(mine, id);
    return g_hash_table_contains(others, id);
}

double measure_rbo(const GArray *a, const GArray *b, double p)
{
    const GArray *s = a->len <= b->len ? a : b, *l = s == a ? b : a;
    if (!s->len)
        return l->len ? 0 : NAN;
    g_autoptr(GHashTable) in_s = g_hash_table_new(g_int64_hash, g_int64_equal);
    g_autoptr(GHashTable) in_l = g_hash_table_new(g_int64_hash, g_int64_equal);
    double sum = 0, agreement = 0, power = 1;
    guint overlap = 0, short_overlap = 0;
    for (guint d = 1; d <= l->len; d++) {
        overlap += d <= s->len && meet(in_s, in_l, s, d - 1);
        overlap += meet(in_l, in_s, l, d - 1);
        if (d == s->len)
            short_overlap = overlap;
        /* beyond the end of the shorter list it goes on as it was */
        double further = d > s->len ? short_overlap * (double)(d - s->len) / s->len : 0;
        agreement = (overlap + further) / d;
        power *= p;
        sum += agreement * power;
    }
    return (1 - p) / p * sum + agreement * power;
}

double measure_mean(const GArray *values, guint *n)
{
    double sum = 0;
    guint defined = 0;
    for (guint i = 0; i < values->len; i++) {
        double value = g_array_index(values, double, i);
        if (isnan(value))
            continue;
        sum += value;
        defined++;
    }
    if (n)
        *n = defined;
    return defined ? sum / defined : NAN;
}

static gint compare_doubles(gconstpointer a, gconstpointer b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y ? 1 : 0;
}

double measure_quantile(const GArray *values, double q)
{
    g_autoptr(GArray) sorted = g_array_new(FALSE, FALSE, sizeof(double));
    for (guint i = 0; i < values->len; i++)
        if (!isnan(g_array_index(values, double, i)))
            g_array_append_vals(sorted, &g_array_index(values, double, i), 1);
    if (!sorted->len)
        return NAN;
    g_array_sort(sorted, compare_doubles);
    double place = q * (sorted->len - 1), low = floor(place);
    double first = g_array_index(sorted, double, (guint)low);
    double second = g_array_index(sorted, double, MIN((guint)low + 1, sorted->len - 1));
    return first + (place - low) * (second - first);
}

double measure_geometric_mean(const double *values, guint n)
{
    double sum = 0;
    guint defined = 0;
    for (guint i = 0; i < n; i++) {
        if (isnan(values[i]))
            continue;
        if (values[i] <= 0)
            return 0;
        sum += log(values[i]);
        defined++;
    }
    return defined ? exp(sum / defined) : NAN;
}
