#include "indexer/translations.h"

#define LEAST_PROBABILITY 0.03
#define LEAST_COUNT 0.3     /* how often it must be, by the model's estimate */
#define UNSURE 0.3          /* added to what a word's translations count together */
#define MOST_TRANSLATIONS 8 /* of one word */
#define PIVOT 0.8           /* weight of the way by a third language against the direct one */

static gint compare_translations(gconstpointer x, gconstpointer y)
{
    const Translation *a = x, *b = y;
    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    if (a->probability != b->probability)
        return a->probability > b->probability ? -1 : 1;
    return a->word < b->word ? -1 : a->word > b->word;
}

/* Takes the list: in order, the best of each key, with their rows. */
static Translations *arrange(GArray *list, guint n_keys)
{
    Translations *t = g_new0(Translations, 1);
    t->n_keys = n_keys;
    t->rows = g_new0(guint32, n_keys + 2);
    t->list = list;
    g_array_sort(list, compare_translations);
    Translation *all = (Translation *)(gpointer)list->data;
    guint n = 0;
    for (guint i = 0; i < list->len; i++) {
        if (t->rows[all[i].key + 1] == MOST_TRANSLATIONS)
            continue;
        t->rows[all[i].key + 1]++;
        all[n++] = all[i];
    }
    g_array_set_size(list, n);
    for (guint k = 0; k < n_keys; k++)
        t->rows[k + 1] += t->rows[k];
    return t;
}

Translations *translations_find(const Model *m, gboolean forward)
{
    GArray *list = g_array_new(FALSE, FALSE, sizeof(Translation));
    for (guint w = 0; w < m->a->words->len; w++)
        for (guint32 k = m->rows[w]; k < m->rows[w + 1]; k++) {
            const Candidate *c = &m->candidates[k];
            double all = forward ? m->of_a[w] : m->of_b[c->word];
            Translation t = {forward ? w : c->word, forward ? c->word : w, c->count / (all + UNSURE), c->pages};
            if (c->count >= LEAST_COUNT && t.probability >= LEAST_PROBABILITY)
                g_array_append_val(list, t);
        }
    return arrange(list, forward ? m->a->words->len : m->b->words->len);
}

/* What the ways of one key add up to. */
typedef struct {
    float *sum;      /* by word of the target */
    guint32 *pages;  /* likewise */
    GArray *touched; /* guint32: words */
} Adder;

static const Translation *translations_of(const Translations *t, guint32 key, guint *n)
{
    *n = t && key < t->n_keys ? t->rows[key + 1] - t->rows[key] : 0;
    return *n ? &g_array_index(t->list, Translation, t->rows[key]) : NULL;
}

static void add_way(Adder *a, guint32 word, float weight, guint32 pages)
{
    if (a->sum[word] == 0)
        g_array_append_val(a->touched, word);
    a->sum[word] += weight;
    a->pages[word] = MAX(a->pages[word], pages);
}

/* FALSE: the third language knows nothing of the key. */
static gboolean add_pivot(Adder *a, const Pivot *pivot, guint32 key)
{
    guint n, m;
    const Translation *first = translations_of(pivot->to, key, &n);
    for (guint i = 0; i < n; i++) {
        const Translation *second = translations_of(pivot->from, first[i].word, &m);
        for (guint j = 0; j < m; j++)
            add_way(a, second[j].word, PIVOT * first[i].probability * second[j].probability,
                    MIN(first[i].pages, second[j].pages));
    }
    return n > 0;
}

static void join_key(GArray *list, Adder *a, const Translations *direct, const Pivot *pivots, guint n, guint32 key)
{
    guint n_direct;
    const Translation *t = translations_of(direct, key, &n_direct);
    float ways = 1;
    for (guint i = 0; i < n_direct; i++)
        add_way(a, t[i].word, t[i].probability, t[i].pages);
    for (guint i = 0; i < n; i++)
        ways += add_pivot(a, &pivots[i], key) ? PIVOT : 0;
    for (guint i = 0; i < a->touched->len; i++) {
        guint32 word = g_array_index(a->touched, guint32, i);
        Translation joined = {key, word, a->sum[word] / ways, a->pages[word]};
        if (joined.probability >= LEAST_PROBABILITY)
            g_array_append_val(list, joined);
        a->sum[word] = a->pages[word] = 0;
    }
    g_array_set_size(a->touched, 0);
}

Translations *translations_join(const Translations *direct, const Pivot *pivots, guint n, guint n_keys, guint n_words)
{
    g_autofree float *sum = g_new0(float, n_words + 1);
    g_autofree guint32 *pages = g_new0(guint32, n_words + 1);
    g_autoptr(GArray) touched = g_array_new(FALSE, FALSE, sizeof(guint32));
    Adder adder = {sum, pages, touched};
    GArray *list = g_array_new(FALSE, FALSE, sizeof(Translation));
    for (guint32 key = 0; key < n_keys; key++)
        join_key(list, &adder, direct, pivots, n, key);
    return arrange(list, n_keys);
}

void translations_free(Translations *t)
{
    g_free(t->rows);
    g_array_unref(t->list);
    g_free(t);
}
