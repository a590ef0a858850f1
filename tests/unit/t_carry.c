/* The promises of query/carry.h, between any two languages there are: words that no language has, and a lexicon for them. */
#include <string.h>

#include "indexer/words.h"
#include "langs/lexeme.h"
#include "langs/romanise.h"
#include "query/carry.h"
#include "shim/limits.h"
#include "tests/unit/shelf.h"

/* The same pages in every language; each is named by its last letter. */
static const ShelfPage pages[] = {
    {.url = "https://one.example/a", .title = "Antenna", .text = "Antenna satellite, 2030."},
    {.url = "https://two.example/b", .title = "Radio", .text = "Radio transponder and satellite."},
    {.url = "https://two.example/c", .title = "Orbit", .text = "Far orbit of guterres."},
    {.url = "https://two.example/d", .title = "Space", .text = "Nothing else here."},
};

typedef struct {
    const char *source, *target;
    float probability;
    guint pairs;
    LexiconOrigin origin;
} Known;

static const Known known[] = {
    {"zorpel", "satellite", 0.9, 41, LEXICON_LEARNED},
    {"zorpel", "orbit", 0.1, 2, LEXICON_LEARNED},
    {"zorpel blickum", "radio transponder", 1, 3, LEXICON_TITLE},
    {"blickum", "antenna", 1, 0, LEXICON_TERMINOLOGY},
    {"frabjousen", "orbit", 0.8, 9, LEXICON_LEARNED},
};

typedef struct {
    Shelf shelf;
    LangAnalyser *analysers[32];
    Vocabulary *vocabularies[32];
    Sounds *sounds[32];
    IndexReader *readers[32];
    Lexicon *lexicons[32];
} Desk;

static void write_lexicon(Desk *d, guint from)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(LexiconWriter) writer = lexicon_writer_new();
    for (guint to = 0; to < lang_count(); to++) {
        for (guint i = 0; i < G_N_ELEMENTS(known) && to != from; i++) {
            const Known *k = &known[i];
            g_autofree char *key = lexeme_key(d->analysers[from], k->source, strlen(k->source));
            g_autofree char *words = lexeme_key(d->analysers[to], k->target, strlen(k->target));
            const LexiconEntry entry = {lang_code(lang_get(to)), words, k->target, k->probability, k->pairs, k->origin};
            lexicon_writer_add(writer, key, &entry);
        }
    }
    g_assert_true(lexicon_writer_write(writer, d->shelf.data, lang_code(lang_get(from)), 0, &error));
    d->lexicons[from] = lexicon_open(d->shelf.data, lang_code(lang_get(from)));
}

static void desk_open(Desk *d)
{
    g_autoptr(GError) error = NULL;
    g_assert_cmpuint(lang_count(), <=, G_N_ELEMENTS(d->analysers));
    shelf_open(&d->shelf, pages, G_N_ELEMENTS(pages));
    for (guint i = 0; i < lang_count(); i++) {
        const LangProfile *lang = lang_get(i);
        g_autofree char *path = generation_current(d->shelf.data, lang_code(lang));
        g_autofree char *fingerprint = lang_fingerprint(lang);
        g_assert_true(words_write(path, lang, &error));
        d->analysers[i] = lang_analyser_new(lang, &error);
        d->vocabularies[i] = vocabulary_open(path);
        d->sounds[i] = sounds_open(path);
        d->readers[i] = index_reader_open(path, fingerprint, &error);
        g_assert_no_error(error);
    }
    for (guint i = 0; i < lang_count(); i++)
        write_lexicon(d, i);
}

static void desk_close(Desk *d)
{
    for (guint i = 0; i < lang_count(); i++) {
        lang_analyser_free(d->analysers[i]);
        vocabulary_close(d->vocabularies[i]);
        sounds_close(d->sounds[i]);
        index_reader_close(d->readers[i]);
        lexicon_close(d->lexicons[i]);
    }
    shelf_close(&d->shelf);
}

static Carried *carry(Desk *d, guint from, guint to, const char *query)
{
    g_autoptr(Request) request = request_new(lang_get(to));
    g_free(request->query);
    request->query = request_clean_query(query);
    const CarryEnd here = {d->analysers[from], d->vocabularies[from], d->sounds[from]};
    const CarryEnd there = {d->analysers[to], d->vocabularies[to], d->sounds[to]};
    return query_carry(request, &here, &there, d->lexicons[from], QUERY_NARROW);
}

/* Last letters of the URLs found, the best first. */
static char *find(Desk *d, guint to, const Carried *carried)
{
    g_autoptr(GError) error = NULL;
    const IndexSearch search = {.limit = 10};
    g_autoptr(IndexResult) found = index_reader_search(d->readers[to], carried->query->tree, &search, &error);
    g_assert_no_error(error);
    GString *letters = g_string_new(NULL);
    for (guint i = 0; i < found->hits->len; i++) {
        const IndexHit *hit = &g_array_index(found->hits, IndexHit, i);
        g_string_append_c(letters, hit->url[strlen(hit->url) - 1]);
    }
    return g_string_free(letters, FALSE);
}

static char *sorted(char *letters)
{
    for (char *p = letters; *p; p++)
        for (char *q = p + 1; *q; q++)
            if (*q < *p) {
                char c = *p;
                *p = *q;
                *q = c;
            }
    return letters;
}

typedef struct {
    const char *query, *found; /* in the order of the alphabet; behind '!': the first alone counts */
} Row;

static void check_rows(gconstpointer data)
{
    Desk d;
    desk_open(&d);
    for (guint from = 0; from < lang_count(); from++) {
        guint to = (from + 1) % lang_count();
        for (const Row *row = data; row->query; row++) {
            g_autoptr(Carried) carried = carry(&d, from, to, row->query);
            g_autofree char *letters = find(&d, to, carried);
            if (*row->found == '!')
                letters[MIN(strlen(letters), 1)] = '\0';
            g_test_message("%s to %s: '%s' found '%s'", lang_code(lang_get(from)), lang_code(lang_get(to)), row->query,
                           letters);
            g_assert_cmpstr(sorted(letters), ==, *row->found == '!' ? row->found + 1 : row->found);
        }
    }
    desk_close(&d);
}

static const Row longest_run[] = {{"zorpel blickum", "!b"}, {"blickum zorpel", "!a"}, {"blickum", "a"}, {0}};
static const Row themselves[] = {{"2030", "a"}, {"satellite", "ab"}, {"transponder", "b"}, {0}};
static const Row relatives[] = {{"frabjousenk", "c"}, {"frabjo", ""}, {0}};
static const Row operators[] = {{"zorpel -blickum", "bc"},
                                {"zorpel +blickum", "a"},
                                {"\"zorpel blickum\"", "b"},
                                {"blickum OR frabjousen", "ac"},
                                {"zorpel site:one.example", "a"},
                                {"title:frabjousen", "c"},
                                {"zorpel -site:one.example", "bc"},
                                {"trans*", "b"},
                                {0}};
static const Row nothing[] = {{"unheard", ""}, {"unheard site:two.example", ""}, {"", ""}, {0}};
/* What is hardly trusted finds, but does not refuse. */
static const Row trusted[] = {{"zorpel", "abc"}, {"frabjousen -zorpel", "c"}, {0}};

static const CarryStep *find_step(const Carried *c, const char *target)
{
    for (guint i = 0; i < c->steps->len; i++)
        if (g_str_equal(g_array_index(c->steps, CarryStep, i).target, target))
            return &g_array_index(c->steps, CarryStep, i);
    return NULL;
}

/* Does the other language hear in the name what this one does, and know it from a page? */
static gboolean is_heard(const Desk *d, guint from, guint to)
{
    RomanisedKey here;
    g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(SoundWord));
    if (from != to && romanise_name(lang_get(from), "guterres", here))
        sounds_find(d->sounds[to], here, 1, words);
    return words->len > 0;
}

static void check_name(Desk *d, guint from, guint to)
{
    g_autoptr(Carried) near = carry(d, from, to, "gutterres"), far = carry(d, from, to, "gutenberg");
    g_autofree char *found = find(d, to, near), *not_found = find(d, to, far);
    const CarryStep *step = find_step(near, "guterres");
    g_test_message("%s to %s: %s", lang_code(lang_get(from)), lang_code(lang_get(to)), found);
    g_assert_cmpstr(found, ==, "c");
    g_assert_cmpstr(not_found, ==, "");
    g_assert_cmpstr(step->way, ==, "sound");
    g_assert_cmpfloat(step->weight, <, 1);
}

static void a_name_goes_by_its_sound(void)
{
    Desk d;
    guint pairs = 0;
    desk_open(&d);
    for (guint from = 0; from < lang_count(); from++)
        for (guint to = 0; to < lang_count(); to++) {
            if (!is_heard(&d, from, to))
                continue;
            check_name(&d, from, to);
            pairs++;
        }
    desk_close(&d);
    if (!pairs)
        g_test_skip("no two languages are written in the letters of this test's names");
}

static void every_way_is_told(void)
{
    Desk d;
    desk_open(&d);
    g_autoptr(Carried) c = carry(&d, 0, 1, "zorpel 2030 blickum -frabjousen");
    const CarryStep *learned = find_step(c, "satellite"), *shared = find_step(c, "2030");
    const CarryStep *term = find_step(c, "antenna");
    g_assert_cmpstr(learned->way, ==, "learned");
    g_assert_cmpstr(learned->source, ==, "zorpel");
    g_assert_cmpuint(learned->pairs, ==, 41);
    g_assert_cmpstr(shared->way, ==, "shared");
    g_assert_cmpfloat(shared->weight, ==, 1);
    g_assert_cmpstr(term->way, ==, "terminology");
    g_assert_cmpfloat(learned->weight, >, find_step(c, "orbit")->weight);
    g_assert_cmpuint(c->steps->len, ==, 4); /* none of the refused word */
    g_autofree char *text = carried_text(c);
    g_assert_cmpstr(text, ==, "satellite 2030 antenna");
    desk_close(&d);
}

static void coverage_is_the_share_that_came_across(void)
{
    Desk d;
    desk_open(&d);
    g_autoptr(Carried) all = carry(&d, 0, 1, "zorpel blickum"), half = carry(&d, 0, 1, "zorpel unheard");
    g_autoptr(Carried) none = carry(&d, 0, 1, "unheard"), empty = carry(&d, 0, 1, "");
    g_assert_cmpfloat(all->coverage, ==, 1);
    g_assert_cmpfloat_with_epsilon(half->coverage, 0.5, 0.01); /* no page has either word: both are as rare */
    g_assert_cmpfloat(none->coverage, ==, 0);
    g_assert_cmpfloat(empty->coverage, ==, 0);
    desk_close(&d);
}

static void its_words_are_marked(void)
{
    Desk d;
    desk_open(&d);
    g_autoptr(Carried) c = carry(&d, 0, 1, "zorpel -blickum");
    g_assert_true(g_hash_table_contains(c->query->terms, "satellite"));
    g_assert_false(g_hash_table_contains(c->query->terms, "antenna"));
    desk_close(&d);
}

static void words_beyond_the_limit_are_left_out(void)
{
    Desk d;
    desk_open(&d);
    g_autoptr(GString) query = g_string_new(NULL);
    for (guint i = 0; i < LIMIT_QUERY_TERMS; i++)
        g_string_append_printf(query, "%u ", 1000 + i);
    g_autoptr(Carried) just = carry(&d, 0, 1, query->str);
    g_assert_false(just->query->is_cut);
    g_string_append(query, "zorpel");
    g_autoptr(Carried) more = carry(&d, 0, 1, query->str);
    g_assert_true(more->query->is_cut);
    g_assert_null(find_step(more, "satellite"));
    desk_close(&d);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_data_func("/carry/the_longest_run_goes_first", longest_run, check_rows);
    g_test_add_data_func("/carry/numbers_and_shared_words_are_themselves", themselves, check_rows);
    g_test_add_data_func("/carry/an_unknown_word_goes_by_its_relatives", relatives, check_rows);
    g_test_add_func("/carry/a_name_goes_by_its_sound", a_name_goes_by_its_sound);
    g_test_add_data_func("/carry/operators_are_carried_along", operators, check_rows);
    g_test_add_data_func("/carry/nothing_carried_matches_nothing", nothing, check_rows);
    g_test_add_data_func("/carry/a_word_is_refused_by_what_is_trusted", trusted, check_rows);
    g_test_add_func("/carry/every_way_is_told", every_way_is_told);
    g_test_add_func("/carry/coverage_is_the_share_that_came_across", coverage_is_the_share_that_came_across);
    g_test_add_func("/carry/its_words_are_marked", its_words_are_marked);
    g_test_add_func("/carry/words_beyond_the_limit_are_left_out", words_beyond_the_limit_are_left_out);
    return g_test_run();
}
