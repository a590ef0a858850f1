#include "indexer/candidates.h"

#include <math.h>
#include <string.h>

#include "shim/limits.h"

#define UNSURE 0.5 /* beads that two words are taken to be in besides, one without the other */

/* Which beads each word of one side is in: [rows[w], rows[w + 1]) of `beads`. */
typedef struct {
    guint32 *rows, *beads;
} Occurrences;

static const guint32 *words_of(const Bitext *text, guint32 first)
{
    return &g_array_index(text->tokens, guint32, first);
}

static const Bead *bead_at(const GArray *beads, guint i)
{
    return &g_array_index(beads, Bead, i);
}

static Occurrences find_occurrences(const Bitext *a, const GArray *beads)
{
    Occurrences o = {g_new0(guint32, a->words->len + 2), NULL};
    guint32 *next = o.rows + 1; /* while it is filled, where the next occurrence of a word goes */
    for (guint i = 0; i < beads->len; i++)
        for (guint k = 0; k < bead_at(beads, i)->n_a; k++)
            next[words_of(a, bead_at(beads, i)->a)[k] + 1]++;
    for (guint w = 0; w < a->words->len; w++)
        next[w + 1] += next[w];
    o.beads = g_new(guint32, next[a->words->len] + 1);
    for (guint i = 0; i < beads->len; i++)
        for (guint k = 0; k < bead_at(beads, i)->n_a; k++)
            o.beads[next[words_of(a, bead_at(beads, i)->a)[k]]++] = i;
    return o;
}

typedef struct {
    guint32 word, together;
    double strength;
} Association;

static double entropy_part(double k, double n)
{
    return k > 0 ? k * log(k / n) : 0;
}

/* Dunning's log-likelihood ratio of two words that are in n_a and n_b of n beads, together in k. */
static double measure_association(double k, double n_a, double n_b, double n)
{
    double a = n_a - k, b = n_b - k, neither = MAX(n - n_a - n_b + k, 0);
    if (k * n <= n_a * n_b)
        return 0;
    return 2 * (entropy_part(k, n) + entropy_part(a, n) + entropy_part(b, n) + entropy_part(neither, n) -
                entropy_part(n_a, n) - entropy_part(n_b, n) - entropy_part(n - n_a, n) - entropy_part(n - n_b, n));
}

static gint compare_strength(gconstpointer x, gconstpointer y)
{
    const Association *a = x, *b = y;
    if (a->strength != b->strength)
        return a->strength > b->strength ? -1 : 1;
    return a->word < b->word ? -1 : a->word > b->word;
}

static gint compare_words(gconstpointer x, gconstpointer y)
{
    const Association *a = x, *b = y;
    return a->word < b->word ? -1 : a->word > b->word;
}

/* Counts the beads that words share with one word. */
typedef struct {
    guint32 *together, *seen, *of_b; /* by word of b: beads shared, last bead counted, beads it is in */
    GArray *touched;                 /* guint32 */
    GArray *found;                   /* Association */
} Counter;

/* Beads that each word of b is in. */
static void count_words(const Bitext *b, const GArray *beads, Counter *c)
{
    for (guint i = 0; i < beads->len; i++)
        for (guint k = 0; k < bead_at(beads, i)->n_b; k++) {
            guint32 word = words_of(b, bead_at(beads, i)->b)[k];
            c->of_b[word] += c->seen[word] != i + 1;
            c->seen[word] = i + 1;
        }
    memset(c->seen, 0, b->words->len * sizeof(guint32));
}

/* The beads [from, to) of one word; gives how many they are, each once. `stamp` grows by their number. */
static guint count_together(const Bitext *b, const GArray *beads, const guint32 *from, const guint32 *to, Counter *c,
                            guint32 *stamp)
{
    guint n = 0;
    for (const guint32 *o = from; o < to; o++) {
        if (o > from && o[-1] == *o)
            continue;
        n++;
        ++*stamp;
        for (guint k = 0; k < bead_at(beads, *o)->n_b; k++) {
            guint32 word = words_of(b, bead_at(beads, *o)->b)[k];
            if (c->seen[word] == *stamp)
                continue;
            c->seen[word] = *stamp;
            if (!c->together[word]++)
                g_array_append_val(c->touched, word);
        }
    }
    return n;
}

/* Puts the strongest candidates of a word into `out`. */
static void add_candidates(GArray *out, Counter *c, guint n_a, guint n)
{
    g_array_set_size(c->found, 0);
    for (guint i = 0; i < c->touched->len; i++) {
        guint32 word = g_array_index(c->touched, guint32, i);
        Association a = {word, c->together[word], measure_association(c->together[word], n_a, c->of_b[word], n)};
        c->together[word] = 0;
        if (a.strength > 0 || n == 1)
            g_array_append_val(c->found, a);
    }
    g_array_set_size(c->touched, 0);
    g_array_sort(c->found, compare_strength);
    g_array_set_size(c->found, MIN(c->found->len, LIMIT_LEARN_CANDIDATES));
    g_array_sort(c->found, compare_words);
    for (guint i = 0; i < c->found->len; i++) {
        const Association *a = &g_array_index(c->found, Association, i);
        double likeness = a->together / (n_a + c->of_b[a->word] - a->together + UNSURE); /* Jaccard's */
        Candidate candidate = {a->word, likeness, likeness, 0, 0, BITEXT_NONE};
        g_array_append_val(out, candidate);
    }
}

Candidate *candidates_find(const Bitext *a, const Bitext *b, const GArray *beads, guint32 *rows)
{
    Occurrences o = find_occurrences(a, beads);
    GArray *candidates = g_array_new(FALSE, FALSE, sizeof(Candidate));
    guint n_words = b->words->len + 1;
    Counter c = {g_new0(guint32, n_words), g_new0(guint32, n_words), g_new0(guint32, n_words),
                 g_array_new(FALSE, FALSE, sizeof(guint32)), g_array_new(FALSE, FALSE, sizeof(Association))};
    guint32 stamp = 0;
    count_words(b, beads, &c);
    for (guint w = 0; w < a->words->len; w++) {
        rows[w] = candidates->len;
        guint n_a = count_together(b, beads, o.beads + o.rows[w], o.beads + o.rows[w + 1], &c, &stamp);
        add_candidates(candidates, &c, n_a, beads->len);
    }
    rows[a->words->len] = candidates->len;
    guint32 *buffers[] = {o.rows, o.beads, c.together, c.seen, c.of_b};
    for (guint i = 0; i < G_N_ELEMENTS(buffers); i++)
        g_free(buffers[i]);
    g_array_unref(c.touched);
    g_array_unref(c.found);
    return (Candidate *)(gpointer)g_array_free(candidates, FALSE);
}
