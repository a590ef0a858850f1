#include "query/carry.h"

#include <string.h>

#include "langs/lexeme.h"
#include "query/parser.h"
#include "query/ways.h"

#define WAYS_WITH_RELATIVES 2 /* further ways of a word stand for themselves: relatives are what carrying costs */
#define REFUSES 0.5           /* weight of a way that a refused word is refused by */
#define FAMILY_LETTERS 4      /* that words of one family begin with, at least … */
#define FAMILY_LIKENESS 0.7   /* … and as a share of the longer one */
#define FAMILY_MOST 8         /* words of a family that are looked up */

/* A word of the query. */
typedef struct {
    char *word, *key;
    guint32 start, end; /* bytes of the passage */
    double rarity;
} Word;

typedef struct {
    const CarryEnd *from, *to;
    const Lexicon *lexicon;
    const char *target; /* code of the other language */
    GArray *steps;
    double all, across; /* rarity of the words, and of those that have come across */
} Carrier;

/* ------------------------------------------------------------------ the words of a passage */

typedef struct {
    GArray *words;
    Vocabulary *vocabulary;
    gboolean with_stops;
} Reading;

static void word_clear(gpointer p)
{
    g_free(((Word *)p)->word);
    g_free(((Word *)p)->key);
}

static void take_word(const Lexeme *l, gpointer user)
{
    Reading *r = user;
    if (l->is_stop && !r->with_stops)
        return;
    double rarity = vocabulary_rarity(r->vocabulary, vocabulary_find(r->vocabulary, l->word));
    Word word = {g_strdup(l->word), g_strdup(l->key), l->start, l->end, rarity};
    g_array_append_val(r->words, word);
}

/* Stop words only when there are no others. */
static GArray *read_words(const CarryEnd *from, const char *text, gsize n)
{
    GArray *words = g_array_new(FALSE, FALSE, sizeof(Word));
    g_array_set_clear_func(words, word_clear);
    Reading reading = {words, from->vocabulary, FALSE};
    lexeme_each(from->analyser, text, n, take_word, &reading);
    reading.with_stops = TRUE;
    if (!words->len)
        lexeme_each(from->analyser, text, n, take_word, &reading);
    return words;
}

/* The entries of the longest run of words from `first` on that stands in the lexicon; returns its words, 1 if
 * none does. */
static guint find_run(const Carrier *c, const GArray *words, guint first, GArray *entries)
{
    g_autoptr(GString) key = g_string_new(NULL);
    for (guint n = MIN(words->len - first, LEXICON_WORDS); n > 0; n--) {
        g_string_truncate(key, 0);
        for (guint i = first; i < first + n; i++) {
            g_string_append(key, i > first ? " " : "");
            g_string_append(key, g_array_index(words, Word, i).key);
        }
        lexicon_find(c->lexicon, key->str, c->target, entries);
        if (entries->len)
            return n;
    }
    return 1;
}

/* Words of the lexicon that begin as a word does: other forms of it, mostly. */
typedef struct {
    const Lexicon *lexicon;
    const char *key, *target;
    GArray *entries;
    guint taken;
} Family;

static glong letters_shared(const char *a, const char *b)
{
    glong n = 0;
    while (*a && g_utf8_get_char(a) == g_utf8_get_char(b)) {
        a = g_utf8_next_char(a);
        b = g_utf8_next_char(b);
        n++;
    }
    return n;
}

static gboolean take_relative(const char *key, gpointer user)
{
    Family *f = user;
    if (strchr(key, ' '))
        return TRUE;
    double longest = MAX(g_utf8_strlen(key, -1), g_utf8_strlen(f->key, -1));
    double likeness = letters_shared(key, f->key) / longest;
    if (likeness < FAMILY_LIKENESS)
        return TRUE;
    guint old = f->entries->len;
    lexicon_find(f->lexicon, key, f->target, f->entries);
    for (guint i = old; i < f->entries->len; i++)
        g_array_index(f->entries, LexiconEntry, i).probability *= likeness;
    return ++f->taken < FAMILY_MOST;
}

/* What the relatives of a word that the lexicon does not have are there. */
static void find_family(const Carrier *c, const char *key, GArray *entries)
{
    glong letters = g_utf8_strlen(key, -1);
    if (letters < FAMILY_LETTERS)
        return;
    g_autofree char *start = g_utf8_substring(key, 0, MAX(FAMILY_LETTERS, (glong)(letters * FAMILY_LIKENESS)));
    Family family = {c->lexicon, key, c->target, entries, 0};
    lexicon_each_key(c->lexicon, start, take_relative, &family);
}

/* ------------------------------------------------------------------ placing what they are there */

static QueryNode *scaled(double weight, QueryNode *node)
{
    return weight == 1 || !node ? node : query_node_scale(weight, node);
}

/* Any of the ways, each with its weight; as much of the passage as it stands for is asked for as the passage
 * is. */
static void place_ways(const Carrier *c, Parser *parser, const Passage *passage, const GArray *ways)
{
    gboolean is_bound = passage->sign != SIGN_NONE || passage->is_phrase;
    gboolean is_marked = passage->sign != SIGN_MINUS;
    QueryNode *any = query_node_new(QUERY_OR);
    for (guint i = 0; i < ways->len; i++) {
        const Way *way = &g_array_index(ways, Way, i);
        const Passage there = {passage->sign, way->target, strlen(way->target), is_bound, passage->title_only};
        QueryNode *helps = NULL;
        parser->vocabulary = i < WAYS_WITH_RELATIVES ? c->to->vocabulary : NULL;
        if (passage->sign == SIGN_MINUS && way->weight < REFUSES)
            continue;
        query_node_add(any, scaled(way->weight, is_bound ? parser_whole(parser, &there, is_marked)
                                                         : parser_any(parser, &there, is_marked, &helps)));
        query_node_add(parser->helps, scaled(way->weight, helps));
    }
    parser_place(parser, is_bound && passage->sign == SIGN_NONE ? SIGN_PLUS : passage->sign, any);
}

static void add_steps(Carrier *c, const char *source, const GArray *ways)
{
    for (guint i = 0; i < ways->len; i++) {
        const Way *way = &g_array_index(ways, Way, i);
        const CarryStep step = {g_strdup(source), g_strdup(way->target), way->way, way->weight, way->pairs};
        g_array_append_val(c->steps, step);
    }
}

/* Carries the run of `n` words from `first` on; what of it has come across. */
static GArray *carry_run(Carrier *c, const Passage *passage, const GArray *words, guint first, guint n, GArray *entries)
{
    const Word *word = &g_array_index(words, Word, first), *last = &g_array_index(words, Word, first + n - 1);
    g_autofree char *source = g_strndup(passage->text + word->start, last->end - word->start);
    gboolean is_family = n == 1 && !entries->len;
    if (is_family)
        find_family(c, word->key, entries);
    const WaysRun run = {.source = source,
                         .word = n == 1 ? word->word : NULL,
                         .stem = n == 1 ? word->key : NULL,
                         .entries = entries,
                         .is_family = is_family};
    GArray *ways = ways_find(&run, c->from, c->to);
    for (guint i = first; i < first + n; i++) {
        c->all += g_array_index(words, Word, i).rarity;
        c->across += ways->len ? g_array_index(words, Word, i).rarity : 0;
    }
    if (passage->sign != SIGN_MINUS)
        add_steps(c, source, ways);
    return ways;
}

static void place_carried(Parser *parser, const Passage *passage, gpointer user)
{
    Carrier *c = user;
    g_autoptr(GArray) words = read_words(c->from, passage->text, passage->n);
    guint n = 1;
    for (guint i = 0; i < words->len && parser_take(parser, 1); i += n) {
        g_autoptr(GArray) entries = g_array_new(FALSE, FALSE, sizeof(LexiconEntry));
        n = find_run(c, words, i, entries);
        g_autoptr(GArray) ways = carry_run(c, passage, words, i, n, entries);
        if (!ways->len)
            continue;
        if (i)
            parser_close_group(parser);
        place_ways(c, parser, passage, ways);
    }
}

/* ------------------------------------------------------------------ the whole query */

static void step_clear(gpointer p)
{
    g_free(((CarryStep *)p)->source);
    g_free(((CarryStep *)p)->target);
}

Carried *query_carry(const Request *request, const CarryEnd *from, const CarryEnd *to, const Lexicon *lexicon,
                     QueryWidth width)
{
    Carried *carried = g_new0(Carried, 1);
    carried->steps = g_array_new(FALSE, FALSE, sizeof(CarryStep));
    g_array_set_clear_func(carried->steps, step_clear);
    Carrier carrier = {.from = from,
                       .to = to,
                       .lexicon = lexicon,
                       .target = lang_code(lang_analyser_profile(to->analyser)),
                       .steps = carried->steps};
    Parser parser = {.analyser = to->analyser,
                     .vocabulary = to->vocabulary,
                     .width = width,
                     .place = place_carried,
                     .user = &carrier,
                     .takes_runs = TRUE};
    carried->query = parser_read(&parser, request);
    if (carrier.all > 0 && carrier.across == 0) { /* filters alone would give all pages */
        query_node_free(carried->query->tree);
        carried->query->tree = query_node_new(QUERY_NOTHING);
    }
    carried->coverage = carrier.all > 0 ? carrier.across / carrier.all : 0;
    return carried;
}

char *carried_text(const Carried *carried)
{
    GString *text = g_string_new(NULL);
    const char *source = NULL;
    double best = 0;
    gsize start = 0;
    for (guint i = 0; i < carried->steps->len; i++) {
        const CarryStep *step = &g_array_index(carried->steps, CarryStep, i);
        gboolean is_new = !source || !g_str_equal(step->source, source);
        if (!is_new && step->weight <= best)
            continue;
        start = is_new ? text->len : start;
        g_string_truncate(text, start);
        g_string_append(text, start ? " " : "");
        g_string_append(text, step->target);
        source = step->source;
        best = step->weight;
    }
    return g_string_free(text, FALSE);
}

void carried_free(Carried *carried)
{
    parsed_query_free(carried->query);
    g_array_unref(carried->steps);
    g_free(carried);
}
