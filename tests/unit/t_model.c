/* The promises of indexer/model.h, and of the candidates, translations, phrases and entries that begin and end it. */
#include "indexer/entries.h"
#include "shim/limits.h"
#include "tests/unit/tongues.h"

#define PAGES 20

/* Two tongues that say the same on PAGES pages, and what is learned of them. */
typedef struct {
    GPtrArray *texts[2];
    Bitext *a, *b;
    guint32 *alike;
    GArray *beads;
    Model *model;
} Fixture;

static void learn(Fixture *f)
{
    f->a = tongue_bitext(0, NULL, (const char *const *)f->texts[0]->pdata, PAGES);
    f->b = tongue_bitext(1, NULL, (const char *const *)f->texts[1]->pdata, PAGES);
    f->alike = beads_match_words(f->a, f->b);
    f->beads = beads_find(f->a, f->b, f->alike);
    f->model = model_learn(f->a, f->b, f->beads);
}

static void write_pages(Fixture *f, gboolean (*skips)(guint tongue, guint block))
{
    for (guint t = 0; t < 2; t++) {
        f->texts[t] = g_ptr_array_new_with_free_func(g_free);
        for (guint page = 0; page < PAGES; page++) {
            GString *text = g_string_new(NULL);
            tongue_talk(text, t, page, 8, skips);
            g_ptr_array_add(f->texts[t], g_string_free(text, FALSE));
        }
    }
}

static void set_up(Fixture *f, gconstpointer data)
{
    (void)data;
    write_pages(f, NULL);
    learn(f);
}

static void tear_down(Fixture *f, gconstpointer data)
{
    (void)data;
    model_free(f->model);
    g_array_unref(f->beads);
    g_free(f->alike);
    bitext_free(f->a);
    bitext_free(f->b);
    g_ptr_array_unref(f->texts[0]);
    g_ptr_array_unref(f->texts[1]);
}

static guint thing_of(const Bitext *text, guint32 word)
{
    return g_ascii_strtoull(g_ptr_array_index(text->words, word), NULL, 10) % 10000;
}

/* How many things have what they are called as their first translation. */
static guint count_right(const Translations *t, const Bitext *from, const Bitext *to)
{
    guint right = 0;
    for (guint32 key = 0; key < t->n_keys; key++) {
        const Translation *first = &g_array_index(t->list, Translation, t->rows[key]);
        right += t->rows[key] < t->rows[key + 1] && thing_of(from, key) == thing_of(to, first->word);
    }
    return right;
}

static void words_are_learned_both_ways(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(Translations) forward = translations_find(f->model, TRUE), back = translations_find(f->model, FALSE);
    g_assert_cmpuint(count_right(forward, f->a, f->b), ==, THINGS);
    g_assert_cmpuint(count_right(back, f->b, f->a), ==, THINGS);
}

static gboolean skip_some(guint tongue, guint block)
{
    return block == 2 + tongue || block == 6;
}

static void words_are_learned_when_blocks_are_missing(Fixture *f, gconstpointer data)
{
    tear_down(f, data);
    write_pages(f, skip_some);
    learn(f);
    g_autoptr(Translations) forward = translations_find(f->model, TRUE);
    g_assert_cmpuint(count_right(forward, f->a, f->b), >=, THINGS * 9 / 10);
}

static void probabilities_of_a_word_are_no_more_than_one(Fixture *f, gconstpointer data)
{
    (void)data;
    for (guint w = 0; w < f->a->words->len; w++) {
        double all = 0;
        for (guint32 k = f->model->rows[w]; k < f->model->rows[w + 1]; k++) {
            g_assert_cmpfloat(f->model->candidates[k].forward, >=, 0);
            all += f->model->candidates[k].forward;
        }
        g_assert_cmpfloat(all, <=, 1.0001);
    }
}

static void candidates_are_few_and_in_order(Fixture *f, gconstpointer data)
{
    (void)data;
    for (guint w = 0; w < f->a->words->len; w++) {
        g_assert_cmpuint(f->model->rows[w + 1] - f->model->rows[w], <=, LIMIT_LEARN_CANDIDATES);
        for (guint32 k = f->model->rows[w] + 1; k < f->model->rows[w + 1]; k++)
            g_assert_cmpuint(f->model->candidates[k - 1].word, <, f->model->candidates[k].word);
    }
}

static void pages_are_counted_once_a_word(Fixture *f, gconstpointer data)
{
    (void)data;
    guint most = 0;
    for (guint32 k = 0; k < f->model->rows[f->a->words->len]; k++)
        most = MAX(most, f->model->candidates[k].pages);
    g_assert_cmpuint(most, >, PAGES / 2);
    g_assert_cmpuint(most, <=, PAGES);
}

static void links_join_what_is_the_same(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(ModelReader) reader = model_reader_new(f->model);
    g_autoptr(GArray) links = g_array_new(FALSE, FALSE, sizeof(ModelLink));
    guint right = 0, all = 0;
    for (guint i = 0; i < f->beads->len; i++) {
        const Bead *bead = &g_array_index(f->beads, Bead, i);
        model_reader_find(reader, bead, links);
        for (guint k = 0; k < links->len; k++) {
            const ModelLink *l = &g_array_index(links, ModelLink, k);
            g_assert_true(l->probability >= 0 && l->probability <= 1);
            if (l->probability < 0.5)
                continue;
            all++;
            right += thing_of(f->a, g_array_index(f->a->tokens, guint32, bead->a + l->i)) ==
                     thing_of(f->b, g_array_index(f->b->tokens, guint32, bead->b + l->j));
        }
    }
    g_assert_cmpuint(all, >, f->beads->len * 3);
    g_assert_cmpuint(right, >=, all * 95 / 100);
}

static void anchors_are_what_words_translate(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autofree guint32 *anchors = model_anchors(f->model, f->alike);
    guint right = 0;
    for (guint32 w = 0; w < f->b->words->len; w++)
        right += anchors[w] != BITEXT_NONE && thing_of(f->a, anchors[w]) == thing_of(f->b, w);
    g_assert_cmpuint(right, >=, THINGS * 9 / 10);
}

/* ------------------------------------------------------------------ by way of a third language */

static Translations *make(guint32 key, guint32 word, float probability)
{
    Translations *t = g_new0(Translations, 1);
    Translation one = {key, word, probability, 7};
    t->n_keys = key + 1;
    t->rows = g_new0(guint32, key + 3);
    t->rows[key + 1] = 1;
    t->list = g_array_new(FALSE, FALSE, sizeof(Translation));
    g_array_append_val(t->list, one);
    return t;
}

static void a_third_language_adds_its_way(Fixture *f, gconstpointer data)
{
    (void)f;
    (void)data;
    g_autoptr(Translations) direct = make(1, 5, 0.6), to = make(1, 8, 0.9), from = make(8, 6, 0.8);
    const Pivot pivots[] = {{to, from}};
    g_autoptr(Translations) joined = translations_join(direct, pivots, 1, 3, 10);
    g_assert_cmpuint(joined->rows[1], ==, 0);
    g_assert_cmpuint(joined->rows[2], ==, 2);
    const Translation *t = &g_array_index(joined->list, Translation, 0);
    g_assert_cmpuint(t[0].word, ==, 5);
    g_assert_cmpuint(t[1].word, ==, 6);
    g_assert_cmpuint(t[1].pages, ==, 7);
    g_assert_cmpfloat(t[0].probability, <, 0.6);
    g_assert_cmpfloat(t[0].probability + t[1].probability, <, 1);
}

static void what_ways_agree_on_gains(Fixture *f, gconstpointer data)
{
    (void)f;
    (void)data;
    g_autoptr(Translations) direct = make(1, 5, 0.6), to = make(1, 8, 1), from = make(8, 5, 1);
    const Pivot pivots[] = {{to, from}};
    g_autoptr(Translations) joined = translations_join(direct, pivots, 1, 3, 10);
    g_assert_cmpuint(joined->list->len, ==, 1);
    g_assert_cmpfloat(g_array_index(joined->list, Translation, 0).probability, >, 0.6);
}

static void without_pivots_the_direct_way_is_all(Fixture *f, gconstpointer data)
{
    (void)f;
    (void)data;
    g_autoptr(Translations) direct = make(1, 5, 0.6), joined = translations_join(direct, NULL, 0, 3, 10);
    g_assert_cmpfloat_with_epsilon(g_array_index(joined->list, Translation, 0).probability, 0.6, 1e-6);
    g_autoptr(Translations) nothing = translations_join(NULL, NULL, 0, 3, 10);
    g_assert_cmpuint(nothing->list->len, ==, 0);
}

/* ------------------------------------------------------------------ phrases */

/* Tongue 1 says thing 7 in two words. */
static void learn_long_word(Fixture *f, gconstpointer data)
{
    tear_down(f, data);
    write_pages(f, NULL);
    for (guint page = 0; page < PAGES; page++) {
        g_auto(GStrv) parts = g_strsplit(f->texts[1]->pdata[page], "20007", -1);
        g_free(f->texts[1]->pdata[page]);
        f->texts[1]->pdata[page] = g_strjoinv("20701 20702", parts);
    }
    learn(f);
}

static const Entry *find_entry(const GArray *entries, const char *key, const char *words)
{
    for (guint i = 0; i < entries->len; i++) {
        const Entry *e = &g_array_index(entries, Entry, i);
        if (g_str_equal(e->key, key) && g_str_equal(e->words, words))
            return e;
    }
    return NULL;
}

static void a_word_that_is_two_is_a_phrase(Fixture *f, gconstpointer data)
{
    learn_long_word(f, data);
    g_autoptr(GArray) phrases = phrases_find(f->model, f->beads);
    g_autoptr(Translations) words = translations_find(f->model, TRUE), back = translations_find(f->model, FALSE);
    g_autoptr(GArray) entries = entries_of_phrases(f->a, f->b, phrases, TRUE, words);
    g_autoptr(GArray) reverse = entries_of_phrases(f->b, f->a, phrases, FALSE, back);
    const Entry *e = find_entry(entries, "10007", "20701 20702"), *r = find_entry(reverse, "20701 20702", "10007");
    g_assert_nonnull(e);
    g_assert_cmpstr(e->shown, ==, "20701 20702");
    g_assert_cmpint(e->origin, ==, LEXICON_LEARNED);
    g_assert_cmpuint(e->pairs, >=, 2);
    g_assert_cmpfloat(e->probability, >, 0.5);
    g_assert_nonnull(r);
}

static float probability_of(const Translations *t, guint32 key, guint32 word)
{
    for (guint32 k = t->rows[key]; k < t->rows[key + 1]; k++)
        if (g_array_index(t->list, Translation, k).word == word)
            return g_array_index(t->list, Translation, k).probability;
    return 0;
}

static void parts_lose_what_the_whole_has(Fixture *f, gconstpointer data)
{
    learn_long_word(f, data);
    guint32 key = bitext_find(f->a, "10007"), part = bitext_find(f->b, "20701");
    g_autoptr(GArray) phrases = phrases_find(f->model, f->beads);
    g_autoptr(Translations) words = translations_find(f->model, TRUE);
    float before = probability_of(words, key, part);
    phrases_discount(phrases, TRUE, f->a, f->b, words);
    g_assert_cmpfloat(before, >, 0.2);
    g_assert_cmpfloat(probability_of(words, key, part), <, before / 2);
}

static void what_its_words_say_is_no_phrase_of_the_lexicon(Fixture *f, gconstpointer data)
{
    learn_long_word(f, data);
    g_autoptr(GArray) phrases = phrases_find(f->model, f->beads);
    g_autoptr(Translations) words = translations_find(f->model, TRUE);
    g_autoptr(GArray) entries = entries_of_phrases(f->a, f->b, phrases, TRUE, words);
    for (guint i = 0; i < entries->len; i++) {
        const Entry *e = &g_array_index(entries, Entry, i);
        guint n = 0, m = 0;
        for (const char *p = e->key; *p; p++)
            n += *p == ' ';
        for (const char *p = e->words; *p; p++)
            m += *p == ' ';
        g_assert_cmpuint(n, !=, m);
        g_assert_cmpuint(n, <, PHRASE_WORDS);
    }
}

/* ------------------------------------------------------------------ entries */

static void words_become_entries(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(Translations) words = translations_find(f->model, TRUE);
    g_autoptr(GArray) entries = entries_of_words(f->a, f->b, words);
    const Entry *e = find_entry(entries, "10003", "20003");
    g_assert_nonnull(e);
    g_assert_cmpstr(e->shown, ==, "20003");
    g_assert_cmpint(e->origin, ==, LEXICON_LEARNED);
    g_assert_cmpfloat(e->probability, >, 0.5);
    g_assert_cmpuint(e->pairs, >, 1);
}

/* Of a title that is translated in two ways each has its share. */
static void titles_are_entries_as_wholes(Fixture *f, gconstpointer data)
{
    (void)f;
    (void)data;
    static const char *const titles[][3] = {{"10001 10002", "10001 10002", "10001 10002"}, {"20009", "20009", "20008"}};
    static const char *const texts[][3] = {{"10001 10002 10003\n10004 10005 10006 10007", "10008.", "10009."},
                                           {"20001 20002 20003\n29991 29992 29993 29994", "20008.", "20009."}};
    g_autoptr(Bitext) a = tongue_bitext(0, titles[0], texts[0], 3), b = tongue_bitext(1, titles[1], texts[1], 3);
    g_autofree guint32 *alike = beads_match_words(a, b);
    g_autoptr(GArray) beads = beads_find(a, b, alike);
    g_autoptr(Model) model = model_learn(a, b, beads);
    g_autoptr(GArray) entries = entries_of_titles(model, beads, TRUE), back = entries_of_titles(model, beads, FALSE);
    const Entry *often = find_entry(entries, "10001 10002", "20009"),
                *once = find_entry(entries, "10001 10002", "20008");
    g_assert_cmpint(often->origin, ==, LEXICON_TITLE);
    g_assert_cmpuint(often->pairs, ==, 2);
    g_assert_cmpfloat_with_epsilon(often->probability, 2 / 3.0, 1e-5);
    g_assert_cmpfloat_with_epsilon(once->probability, 1 / 3.0, 1e-5);
    g_assert_nonnull(find_entry(back, "20009", "10001 10002"));
}

static void headings_that_are_understood_are_entries(Fixture *f, gconstpointer data)
{
    tear_down(f, data);
    write_pages(f, NULL);
    char *old = f->texts[0]->pdata[0], *other = f->texts[1]->pdata[0];
    f->texts[0]->pdata[0] = g_strconcat("10001 10002 10003\n", old, NULL);
    f->texts[1]->pdata[0] = g_strconcat("20001 20002 20003\n", other, NULL);
    g_free(old);
    g_free(other);
    learn(f);
    g_autoptr(GArray) entries = entries_of_titles(f->model, f->beads, TRUE);
    g_assert_cmpuint(entries->len, ==, 1);
    g_assert_nonnull(find_entry(entries, "10001 10002 10003", "20001 20002 20003"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define TEST(name) g_test_add("/model/" #name, Fixture, NULL, set_up, name, tear_down)
    TEST(words_are_learned_both_ways);
    TEST(words_are_learned_when_blocks_are_missing);
    TEST(probabilities_of_a_word_are_no_more_than_one);
    TEST(candidates_are_few_and_in_order);
    TEST(pages_are_counted_once_a_word);
    TEST(links_join_what_is_the_same);
    TEST(anchors_are_what_words_translate);
    TEST(a_third_language_adds_its_way);
    TEST(what_ways_agree_on_gains);
    TEST(without_pivots_the_direct_way_is_all);
    TEST(a_word_that_is_two_is_a_phrase);
    TEST(parts_lose_what_the_whole_has);
    TEST(what_its_words_say_is_no_phrase_of_the_lexicon);
    TEST(words_become_entries);
    TEST(titles_are_entries_as_wholes);
    TEST(headings_that_are_understood_are_entries);
    return g_test_run();
}
