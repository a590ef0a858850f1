#include "query/ways.h"

#include <math.h>
#include <string.h>

#include "langs/romanise.h"

#define LEARNED_LEAST 0.02 /* probability of an entry that is a way at all */
#define LEARNED_MOST 6     /* entries that are ways of one run */
#define FLATTEN 0.5        /* power of an entry's probability, as a share of the best one's … */
#define FLATTEN_BEST 0.2   /* … and of the best one's: what little is known is better than nothing */
#define NAMESAKES_READ 200 /* words with the same consonants that are looked at … */
#define NAMESAKES_MOST 3   /* … and taken */
#define LIKENESS_LEAST 0.7 /* of a name that sounds alike */

static void way_clear(gpointer p)
{
    g_free(((Way *)p)->target);
}

static GArray *ways_new(void)
{
    GArray *ways = g_array_new(FALSE, FALSE, sizeof(Way));
    g_array_set_clear_func(ways, way_clear);
    return ways;
}

static void add_way(GArray *ways, const char *target, const char *name, double weight, guint pairs)
{
    const Way way = {g_strdup(target), name, weight, pairs};
    g_array_append_val(ways, way);
}

static gint compare_ways(gconstpointer a, gconstpointer b)
{
    const Way *x = a, *y = b;
    return x->weight < y->weight ? 1 : x->weight > y->weight ? -1 : 0;
}

/* The heaviest `most`. */
static void keep_best(GArray *ways, guint most)
{
    g_array_sort(ways, compare_ways);
    if (ways->len > most)
        g_array_set_size(ways, most);
}

/* ------------------------------------------------------------------ written alike */

typedef struct {
    const Vocabulary *vocabulary;
    gboolean is_known, has_digits;
} Alike;

static void see_token(const Token *t, gpointer user)
{
    Alike *alike = user;
    if (t->form != TOKEN_WORD)
        return;
    alike->is_known |= vocabulary_find(alike->vocabulary, t->term) > 0;
    alike->has_digits |= strcspn(t->term, "0123456789") < strlen(t->term);
}

static Alike look_alike(const char *source, const CarryEnd *to)
{
    Alike alike = {.vocabulary = to->vocabulary};
    lang_analyse(to->analyser, source, strlen(source), see_token, &alike);
    return alike;
}

/* "b" in a list, the C of "vitamin C". */
static gboolean is_letter_of_list(const char *source)
{
    return g_ascii_isalpha(source[0]) && !source[1];
}

/* ------------------------------------------------------------------ the lexicon */

static void add_entries(GArray *ways, const GArray *entries)
{
    double best = 0;
    for (guint i = 0; i < entries->len; i++)
        best = MAX(best, g_array_index(entries, LexiconEntry, i).probability);
    for (guint i = 0; i < entries->len; i++) {
        const LexiconEntry *e = &g_array_index(entries, LexiconEntry, i);
        double weight = pow(e->probability / best, FLATTEN) * pow(best, FLATTEN_BEST);
        if (e->probability >= LEARNED_LEAST)
            add_way(ways, e->shown, lexicon_origin_name(e->origin), weight, e->pairs);
    }
    keep_best(ways, LEARNED_MOST);
}

/* ------------------------------------------------------------------ sounding alike */

static double likeness(const char *word, const char *latin, const CarryEnd *from, const char *other,
                       const CarryEnd *to)
{
    const LangProfile *here = lang_analyser_profile(from->analyser),
                      *there = lang_analyser_profile(to->analyser);
    RomanisedKey other_latin;
    if (!romanise_spell(there, other, other_latin))
        return 0;
    /* From the side that leaves vowels out, if one does. */
    double distance = MIN(romanise_distance(there, latin, other), romanise_distance(here, other_latin, word));
    return 1 - distance / MAX(strlen(latin), strlen(other_latin));
}

static void add_namesakes(GArray *ways, const char *word, const CarryEnd *from, const CarryEnd *to)
{
    const LangProfile *here = lang_analyser_profile(from->analyser);
    RomanisedKey key, latin;
    if (!to->sounds || !romanise_name(here, word, key) || !romanise_spell(here, word, latin))
        return;
    g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(SoundWord));
    sounds_find(to->sounds, key, NAMESAKES_READ, words);
    for (guint i = 0; i < words->len; i++) {
        const char *other = g_array_index(words, SoundWord, i).word;
        double weight = likeness(word, latin, from, other, to);
        if (weight >= LIKENESS_LEAST)
            add_way(ways, other, "sound", weight, 0);
    }
    keep_best(ways, NAMESAKES_MOST);
}

GArray *ways_find(const WaysRun *run, const CarryEnd *from, const CarryEnd *to)
{
    GArray *ways = ways_new();
    Alike alike = look_alike(run->source, to);
    gboolean is_itself = alike.has_digits || is_letter_of_list(run->source);
    if (!is_itself)
        add_entries(ways, run->entries);
    if (is_itself || alike.is_known)
        add_way(ways, run->source, "shared", 1, 0);
    if (!ways->len && run->word)
        add_namesakes(ways, run->word, from, to);
    if (!ways->len && run->word && strcmp(run->word, run->stem) != 0)
        add_namesakes(ways, run->stem, from, to);
    return ways;
}
