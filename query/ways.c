#include "query/ways.h"

#include <math.h>
#include <string.h>

#include "langs/romanise.h"

#define LEARNED_LEAST 0.02    /* probability of an entry that is a way at all */
#define LEARNED_MOST 6        /* entries that are ways of one run */
#define FLATTEN 0.4           /* power of the probability of an entry, or what is little known counts too little */
#define NAMESAKES_READ 200    /* words with the same consonants that are looked at … */
#define NAMESAKES_MOST 2      /* … and taken */
#define LIKENESS_LEAST 0.7    /* of a name that sounds alike … */
#define LIKENESS_SHORT 0.05   /* … and so much more for each consonant that it has less than … */
#define CONSONANTS 5          /* … these, since short names sound like many words … */
#define LIKENESS_COGNATE 0.85 /* … and, spelt out, of one beside what the lexicon has seen on … */
#define PAIRS_FEW 2           /* … so many pairs of pages at most */

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
    for (guint i = 0; i < entries->len; i++) {
        const LexiconEntry *e = &g_array_index(entries, LexiconEntry, i);
        if (e->probability >= LEARNED_LEAST)
            add_way(ways, e->shown, lexicon_origin_name(e->origin), pow(e->probability, FLATTEN), e->pairs);
    }
    keep_best(ways, LEARNED_MOST);
}

/* Are the entries hardly more than a guess? */
static gboolean is_guess(const GArray *entries)
{
    for (guint i = 0; i < entries->len; i++) {
        const LexiconEntry *e = &g_array_index(entries, LexiconEntry, i);
        if (e->origin != LEXICON_LEARNED || e->pairs > PAIRS_FEW)
            return FALSE;
    }
    return TRUE;
}

/* ------------------------------------------------------------------ sounding alike */

typedef struct {
    const CarryEnd *from, *to;
    const char *word;
    RomanisedKey latin;
} Name;

/* `is_spelt`: a vowel that one side leaves out is a difference. */
static double find_likeness(const Name *name, const char *other, gboolean is_spelt)
{
    const LangProfile *here = lang_analyser_profile(name->from->analyser);
    const LangProfile *there = lang_analyser_profile(name->to->analyser);
    RomanisedKey latin;
    if (!romanise_spell(there, other, latin))
        return 0;
    double a = romanise_distance(there, name->latin, other), b = romanise_distance(here, latin, name->word);
    return 1 - (is_spelt ? MAX(a, b) : MIN(a, b)) / MAX(strlen(name->latin), strlen(latin));
}

/* How alike a name has to sound, by its key, which has a letter per consonant behind the first. */
static double least_likeness(const RomanisedKey key)
{
    gsize consonants = strlen(key) - 1;
    return LIKENESS_LEAST + (consonants < CONSONANTS ? LIKENESS_SHORT * (CONSONANTS - consonants) : 0);
}

/* Adds the words that sound alike; with `is_cognate` only those that are nearly spelt alike. */
static void add_namesakes(GArray *ways, const char *word, const CarryEnd *from, const CarryEnd *to, gboolean is_cognate)
{
    const LangProfile *here = lang_analyser_profile(from->analyser);
    Name name = {from, to, word, {0}};
    RomanisedKey key;
    if (!to->sounds || !romanise_name(here, word, key) || !romanise_spell(here, word, name.latin))
        return;
    g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(SoundWord));
    g_autoptr(GArray) found = ways_new();
    double least = is_cognate ? LIKENESS_COGNATE : least_likeness(key);
    sounds_find(to->sounds, key, NAMESAKES_READ, words);
    for (guint i = 0; i < words->len; i++) {
        const char *other = g_array_index(words, SoundWord, i).word;
        double likeness = find_likeness(&name, other, is_cognate);
        if (likeness >= least)
            add_way(found, other, "sound", likeness, 0);
    }
    keep_best(found, NAMESAKES_MOST);
    for (guint i = 0; i < found->len; i++) {
        const Way *way = &g_array_index(found, Way, i);
        add_way(ways, way->target, way->way, way->weight, 0);
    }
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
    guint known = ways->len;
    gboolean is_cognate = known && !run->is_family;
    if (!run->word || is_itself || alike.is_known || (is_cognate && !is_guess(run->entries)))
        return ways;
    add_namesakes(ways, run->word, from, to, is_cognate);
    if (ways->len == known && strcmp(run->word, run->stem) != 0)
        add_namesakes(ways, run->stem, from, to, is_cognate);
    return ways;
}
