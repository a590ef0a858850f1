#include <math.h>
#include <string.h>

#include "langs/romanise.h"
#include "query/sounding.h"
#include "shim/schema.h"

#define TYPED_LEAST 4 /* letters of a text in Latin letters */
#define TYPED_MOST 96
#define KEY_MOST 36     /* letters of one word */
#define STARTS_MOST 12  /* words that begin at one place … */
#define ENDS_MOST 6     /* … and that end at one, of which the best ways go on */
#define STRANGERS_FEW 5 /* words for each pair of neighbours that are strangers */
#define COST_OF_WORD 3.0
#define COST_OF_SINGLE 1.0    /* of a word of one character */
#define COST_OF_STRANGERS 6.0 /* of neighbours that never stand side by side */

/* The best way through what was typed up to the end of one word. */
typedef struct {
    const char *word;
    guint32 documents;
    double cost;
    gint before;        /* the way it continues, an index into `ways`; -1: it is the first word */
    guint n, strangers; /* words of the way; neighbours that no page has side by side */
} Way;

typedef struct {
    const Speller *speller;
    const char *typed;
    gsize n;
    GArray *ways;                 /* Way */
    GArray *ends[TYPED_MOST + 1]; /* guint: the ways that end at each place, the best first */
} Lattice;

static gunichar last_letter(const char *word)
{
    return g_utf8_get_char(g_utf8_prev_char(word + strlen(word)));
}

static gboolean is_single(const char *word)
{
    return !*g_utf8_next_char(word);
}

/* Pages on which the end of `before` and the beginning of `word` stand side by side. */
static guint32 count_beside(const Lattice *l, const char *before, const char *word)
{
    char term[32];
    guint32 documents = 0;
    gsize n = g_strlcpy(term, PREFIX_GRAM, sizeof term);
    n += g_unichar_to_utf8(last_letter(before), term + n);
    n += g_unichar_to_utf8(g_utf8_get_char(word), term + n);
    term[n] = '\0';
    return index_reader_term_frequency(l->speller->reader, term, &documents, NULL) ? documents : 0;
}

static gint compare_ways(gconstpointer a, gconstpointer b, gpointer user)
{
    const Lattice *l = user;
    double x = g_array_index(l->ways, Way, *(const guint *)a).cost,
           y = g_array_index(l->ways, Way, *(const guint *)b).cost;
    return x < y ? -1 : x > y;
}

/* Continues the ways that end at `at` with a word, by the best of them. What a word costs is how rare it is;
 * behind another, half of that and half how rare it is there. */
static void add_word(Lattice *l, gsize at, gsize end, const SoundWord *w)
{
    double all = vocabulary_documents(l->speller->vocabulary);
    double rarity = log((all + 1) / (w->documents + 0.5));
    double own = COST_OF_WORD + (is_single(w->word) ? COST_OF_SINGLE : 0);
    Way best = {w->word, w->documents, own + rarity, -1, 1, 0};
    for (guint i = 0; at && i < l->ends[at]->len; i++) {
        guint before = g_array_index(l->ends[at], guint, i);
        const Way *b = &g_array_index(l->ways, Way, before);
        guint32 beside = count_beside(l, b->word, w->word);
        double cost =
            b->cost + own +
            (beside ? (rarity + log((b->documents + 1) / (beside + 0.5))) / 2 : rarity + COST_OF_STRANGERS);
        if (best.before < 0 || cost < best.cost)
            best = (Way){w->word, w->documents, cost, before, b->n + 1, b->strangers + !beside};
    }
    guint place = l->ways->len;
    g_array_append_val(l->ways, best);
    g_array_append_val(l->ends[end], place);
}

/* All words that begin at `at`. */
static void add_words(Lattice *l, gsize at)
{
    for (gsize end = at + 1; end <= l->n && end - at <= KEY_MOST; end++) {
        char key[KEY_MOST + 1];
        g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(SoundWord));
        g_strlcpy(key, l->typed + at, end - at + 1);
        if (!sounds_has_start(l->speller->sounds, key))
            return;
        sounds_find(l->speller->sounds, key, STARTS_MOST, words);
        for (guint i = 0; i < words->len; i++)
            add_word(l, at, end, &g_array_index(words, SoundWord, i));
    }
}

/* The text of a way; NULL: it is no text of this site, but characters in a row. */
static char *write_way(const Lattice *l, const Way *way)
{
    GString *out = g_string_new(NULL);
    if (way->strangers * STRANGERS_FEW > way->n || (way->n == 1 && is_single(way->word)))
        return g_string_free(out, TRUE);
    for (const Way *w = way;; w = &g_array_index(l->ways, Way, w->before)) {
        g_string_prepend(out, w->word);
        if (w->before < 0)
            return g_string_free(out, FALSE);
    }
}

char *sounding_divide(const Speller *s, const char *typed)
{
    Lattice l = {
        .speller = s, .typed = typed, .n = strlen(typed), .ways = g_array_new(FALSE, FALSE, sizeof(Way))};
    char *text = NULL;
    for (gsize i = 0; i <= MIN(l.n, TYPED_MOST); i++)
        l.ends[i] = g_array_new(FALSE, FALSE, sizeof(guint));
    for (gsize at = 0; l.n >= TYPED_LEAST && l.n <= TYPED_MOST && at <= l.n; at++) {
        g_array_sort_with_data(l.ends[at], compare_ways, &l);
        if (l.ends[at]->len > ENDS_MOST)
            g_array_set_size(l.ends[at], ENDS_MOST);
        if (at < l.n && (!at || l.ends[at]->len))
            add_words(&l, at);
        if (at == l.n && l.ends[at]->len)
            text = write_way(&l, &g_array_index(l.ways, Way, g_array_index(l.ends[at], guint, 0)));
    }
    for (gsize i = 0; i <= MIN(l.n, TYPED_MOST); i++)
        g_array_unref(l.ends[i]);
    g_array_unref(l.ways);
    return text;
}
