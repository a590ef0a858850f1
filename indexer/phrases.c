#include "indexer/phrases.h"

#include <string.h>

#include "shim/limits.h"

#define LINKED 0.2 /* probability of a link that counts */
#define LEAST_PAGES 2
#define LEAST_PROBABILITY 0.1 /* both ways */
#define UNSURE 0.5            /* added to how often the words occur */
#define MOST_LIKELY 2         /* translations of a word that are looked at to compose a whole */

typedef struct {
    const Bitext *a, *b;
    GHashTable *found; /* hash of both runs → Phrase */
    GArray *links;     /* ModelLink, of one bead */
    GArray *surest;    /* ModelLink, those that count */
} Finder;

static const guint32 *words_of(const Bitext *text, guint32 first)
{
    return &g_array_index(text->tokens, guint32, first);
}

static guint64 hash_run(guint64 hash, const guint32 *words, guint n)
{
    for (guint i = 0; i < n; i++)
        hash = (hash ^ words[i]) * 0x100000001B3;
    hash = (hash ^ (G_MAXUINT32 - n)) * 0xFF51AFD7ED558CCD;
    return hash ^ hash >> 33;
}

/* ------------------------------------------------------------------ taking them from the beads */

/* Are the words parted by spaces and small words only? */
static gboolean is_run(const Bitext *text, guint32 first, guint n)
{
    for (guint i = 1; i < n; i++) {
        const char *p = g_ptr_array_index(text->spelt, g_array_index(text->spellings, guint32, first + i));
        for (; *p != '\n'; p = g_utf8_next_char(p)) {
            gunichar c = g_utf8_get_char(p);
            if (!g_unichar_isalpha(c) && !g_unichar_isspace(c) && !g_unichar_ismark(c) && c != '\'' && c != 0x2019 &&
                c != '-')
                return FALSE;
        }
    }
    return TRUE;
}

static gboolean forget_single(gpointer key, gpointer value, gpointer user)
{
    const Phrase *p = value;
    (void)key;
    (void)user;
    return p->count == 1;
}

static void count_phrase(Finder *f, const Phrase *seen, guint32 page)
{
    guint64 hash =
        hash_run(hash_run(0xCBF29CE484222325, words_of(f->a, seen->a), seen->n_a), words_of(f->b, seen->b), seen->n_b);
    Phrase *p = g_hash_table_lookup(f->found, GSIZE_TO_POINTER(hash));
    if (!p) {
        if (g_hash_table_size(f->found) >= LIMIT_LEARN_PHRASES)
            g_hash_table_foreach_remove(f->found, forget_single, NULL);
        if (g_hash_table_size(f->found) >= LIMIT_LEARN_PHRASES)
            return;
        p = g_memdup2(seen, sizeof *seen);
        g_hash_table_insert(f->found, GSIZE_TO_POINTER(hash), p);
    }
    p->count++;
    p->pages += p->last_page != page;
    p->last_page = page;
}

/* The words of b that the run [i, i + n) of a is linked with: their span, if all words of both are linked
 * with each other and with nothing else. */
static gboolean find_span(const Finder *f, guint i, guint n, guint *first, guint *last)
{
    guint of_a = 0, of_b = 0;
    *first = G_MAXUINT;
    *last = 0;
    for (guint k = 0; k < f->surest->len; k++) {
        const ModelLink *l = &g_array_index(f->surest, ModelLink, k);
        if (l->i < i || l->i >= i + n)
            continue;
        *first = MIN(*first, l->j);
        *last = MAX(*last, l->j);
        of_a |= 1u << (l->i - i);
    }
    if (of_a != (1u << n) - 1 || *last - *first >= PHRASE_WORDS)
        return FALSE;
    for (guint k = 0; k < f->surest->len; k++) {
        const ModelLink *l = &g_array_index(f->surest, ModelLink, k);
        if (l->j < *first || l->j > *last)
            continue;
        if (l->i < i || l->i >= i + n)
            return FALSE;
        of_b |= 1u << (l->j - *first);
    }
    return of_b == (1u << (*last - *first + 1)) - 1;
}

static void take_phrases(Finder *f, const Bead *bead)
{
    guint first, last;
    g_array_set_size(f->surest, 0);
    for (guint k = 0; k < f->links->len; k++)
        if (g_array_index(f->links, ModelLink, k).probability >= LINKED)
            g_array_append_val(f->surest, g_array_index(f->links, ModelLink, k));
    for (guint i = 0; i < bead->n_a; i++)
        for (guint n = 1; n <= PHRASE_WORDS && i + n <= bead->n_a; n++) {
            if (!find_span(f, i, n, &first, &last) || (n == 1 && first == last))
                continue;
            Phrase p = {bead->a + i, bead->b + first, n, last - first + 1, 0, 0, BITEXT_NONE, 0, 0};
            if (is_run(f->a, p.a, p.n_a) && is_run(f->b, p.b, p.n_b))
                count_phrase(f, &p, bead->page);
        }
}

/* ------------------------------------------------------------------ how often their words occur */

/* Counts the runs of one side that are in `counts` already. */
static void count_runs(const Bitext *text, guint32 first, guint n, GHashTable *counts)
{
    for (guint i = 0; i < n; i++)
        for (guint k = 1; k <= PHRASE_WORDS && i + k <= n; k++) {
            gpointer hash = GSIZE_TO_POINTER(hash_run(0, words_of(text, first + i), k)), value;
            if (g_hash_table_lookup_extended(counts, hash, NULL, &value))
                g_hash_table_insert(counts, hash, GUINT_TO_POINTER(GPOINTER_TO_UINT(value) + 1));
        }
}

static float share(GHashTable *counts, const Bitext *text, guint32 first, guint n, guint count)
{
    gpointer hash = GSIZE_TO_POINTER(hash_run(0, words_of(text, first), n));
    return MIN(count / (GPOINTER_TO_UINT(g_hash_table_lookup(counts, hash)) + UNSURE), 1);
}

/* The phrases seen in pages enough; their runs are to be counted. */
static void keep_frequent(const Finder *f, GArray *phrases, GHashTable *of_a, GHashTable *of_b)
{
    GHashTableIter iter;
    gpointer value;
    g_hash_table_iter_init(&iter, f->found);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        const Phrase *p = value;
        if (p->pages < LEAST_PAGES)
            continue;
        g_array_append_vals(phrases, p, 1);
        g_hash_table_insert(of_a, GSIZE_TO_POINTER(hash_run(0, words_of(f->a, p->a), p->n_a)), NULL);
        g_hash_table_insert(of_b, GSIZE_TO_POINTER(hash_run(0, words_of(f->b, p->b), p->n_b)), NULL);
    }
}

static void weigh_phrases(const Finder *f, GArray *phrases, const GArray *beads)
{
    g_autoptr(GHashTable) of_a = g_hash_table_new(NULL, NULL), of_b = g_hash_table_new(NULL, NULL);
    guint n = 0;
    keep_frequent(f, phrases, of_a, of_b);
    for (guint i = 0; i < beads->len; i++) {
        const Bead *bead = &g_array_index(beads, Bead, i);
        count_runs(f->a, bead->a, bead->n_a, of_a);
        count_runs(f->b, bead->b, bead->n_b, of_b);
    }
    for (guint i = 0; i < phrases->len; i++) {
        Phrase p = g_array_index(phrases, Phrase, i);
        p.forward = share(of_a, f->a, p.a, p.n_a, p.count);
        p.backward = share(of_b, f->b, p.b, p.n_b, p.count);
        if (MIN(p.forward, p.backward) >= LEAST_PROBABILITY)
            g_array_index(phrases, Phrase, n++) = p;
    }
    g_array_set_size(phrases, n);
}

GArray *phrases_find(const Model *m, const GArray *beads)
{
    g_autoptr(GHashTable) found = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    g_autoptr(GArray) links = g_array_new(FALSE, FALSE, sizeof(ModelLink));
    g_autoptr(GArray) surest = g_array_new(FALSE, FALSE, sizeof(ModelLink));
    g_autoptr(ModelReader) reader = model_reader_new(m);
    GArray *phrases = g_array_new(FALSE, FALSE, sizeof(Phrase));
    Finder f = {m->a, m->b, found, links, surest};
    for (guint i = 0; i < beads->len; i++) {
        model_reader_find(reader, &g_array_index(beads, Bead, i), links);
        take_phrases(&f, &g_array_index(beads, Bead, i));
    }
    weigh_phrases(&f, phrases, beads);
    return phrases;
}

/* ------------------------------------------------------------------ beside single words */

/* A phrase as it is read in one direction. */
typedef struct {
    const guint32 *key, *words;
    guint n_key, n_words;
    float probability;
} Direction;

static Direction direct(const Phrase *p, gboolean forward, const Bitext *from, const Bitext *to)
{
    return forward ? (Direction){words_of(from, p->a), words_of(to, p->b), p->n_a, p->n_b, p->forward}
                   : (Direction){words_of(from, p->b), words_of(to, p->a), p->n_b, p->n_a, p->backward};
}

/* The translation of a key by a word, or NULL; its rank in *rank. */
static Translation *find_word(const Translations *words, guint32 key, guint32 word, guint *rank)
{
    for (guint32 k = key < words->n_keys ? words->rows[key] : 0; key < words->n_keys && k < words->rows[key + 1]; k++) {
        Translation *t = &g_array_index(words->list, Translation, k);
        *rank = k - words->rows[key];
        if (t->word == word)
            return t;
    }
    return NULL;
}

gboolean phrase_is_composed(const Phrase *phrase, gboolean forward, const Bitext *from, const Bitext *to,
                            const Translations *words)
{
    Direction d = direct(phrase, forward, from, to);
    guint composed = 0, rank;
    for (guint j = 0; j < d.n_words; j++)
        for (guint i = 0; i < d.n_key; i++)
            if (find_word(words, d.key[i], d.words[j], &rank) && rank < MOST_LIKELY) {
                composed++;
                break;
            }
    return d.n_key == d.n_words && composed == d.n_words;
}

void phrases_discount(const GArray *phrases, gboolean forward, const Bitext *from, const Bitext *to,
                      Translations *words)
{
    for (guint p = 0; p < phrases->len; p++) {
        Direction d = direct(&g_array_index(phrases, Phrase, p), forward, from, to);
        double parts = 0;
        guint rank;
        for (guint j = 0; d.n_key == 1 && j < d.n_words; j++) {
            const Translation *t = find_word(words, *d.key, d.words[j], &rank);
            parts += t ? t->probability : 0;
        }
        for (guint j = 0; parts > 0 && j < d.n_words; j++) {
            Translation *t = find_word(words, *d.key, d.words[j], &rank);
            if (t)
                t->probability *= 1 - MIN(d.probability / parts, 1);
        }
    }
}
