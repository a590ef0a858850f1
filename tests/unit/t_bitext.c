/* The promises of indexer/bitext.h. */
#include "indexer/bitext.h"
#include "shim/limits.h"
#include "tests/unit/sample.h"

typedef struct {
    LangAnalyser *analyser;
    BitextReading how;
    Bitext *text;
} Fixture;

static void set_up(Fixture *f, gconstpointer data)
{
    g_autoptr(GError) error = NULL;
    (void)data;
    f->analyser = lang_analyser_new(lang_get(0), &error);
    g_assert_no_error(error);
    f->how = (BitextReading){f->analyser, NULL, G_MAXUINT};
    f->text = bitext_new(lang_get(0));
}

static void tear_down(Fixture *f, gconstpointer data)
{
    (void)data;
    bitext_free(f->text);
    lang_analyser_free(f->analyser);
}

static void read_one(Fixture *f, const char *title, const char *description, const char *text)
{
    bitext_add(f->text, &f->how, title, description, text);
    bitext_finish(f->text);
}

/* The page as blocks in brackets, sentences with their tokens, those without a mark at their end with a plus. */
static void expect(const Fixture *f, guint32 page, const char *expected)
{
    g_autoptr(GString) got = g_string_new(NULL);
    guint blocks, sentences, n;
    guint32 block = bitext_blocks(f->text, page, &blocks);
    for (guint b = 0; b < blocks; b++) {
        guint32 first = bitext_sentences(f->text, block + b, &sentences);
        g_string_append_c(got, '[');
        for (guint32 s = first; s < first + sentences; s++) {
            const guint32 *tokens = bitext_tokens(f->text, s, &n);
            for (guint i = 0; i < n; i++)
                g_string_append_printf(got, "%s ", (const char *)g_ptr_array_index(f->text->words, tokens[i]));
            g_string_append(got, g_array_index(f->text->sentences, BitextSentence, s).is_open ? "+" : "|");
        }
        g_string_append_c(got, ']');
    }
    g_assert_cmpstr(got->str, ==, expected);
}

static void a_page_is_its_title_its_description_and_its_blocks(Fixture *f, gconstpointer data)
{
    (void)data;
    read_one(f, "10 20", "30.", "40\n50 60.\n\n70");
    expect(f, 0, "[10 20 +][30 |][40 +][50 60 |][70 +]");
}

static void what_is_missing_is_an_empty_run(Fixture *f, gconstpointer data)
{
    (void)data;
    bitext_add(f->text, &f->how, "1", "", "2");
    bitext_add(f->text, &f->how, NULL, NULL, NULL);
    bitext_add(f->text, &f->how, "", "", "");
    read_one(f, "3", "", "");
    expect(f, 0, "[1 +][][2 +]");
    expect(f, 1, "");
    expect(f, 2, "[][]");
    expect(f, 3, "[3 +][]");
}

static void sentences_end_at_their_marks(Fixture *f, gconstpointer data)
{
    (void)data;
    read_one(f, "", "", "10 20. 30! 40? 50\n60。70！80\n3.5 90");
    expect(f, 0, "[][][10 20 |30 |40 |50 +][60 |70 |80 +][3.5 90 +]");
}

static void a_full_stop_before_a_small_letter_ends_none(Fixture *f, gconstpointer data)
{
    (void)data;
    guint n;
    read_one(f, "", "", "Xyz. qrs 10. Xyz");
    (void)bitext_sentences(f->text, 2, &n);
    g_assert_cmpuint(n, ==, 2);
}

static void stop_words_are_no_tokens(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GString) text = sample_text(lang_get(0), 1, 20);
    g_string_append(text, "2024");
    read_one(f, "", "", text->str);
    expect(f, 0, "[][][2024 +]");
}

static void equal_words_have_equal_numbers(Fixture *f, gconstpointer data)
{
    (void)data;
    guint n;
    read_one(f, "", "", "Xyz 12 xyz 12 qrs");
    const guint32 *tokens = bitext_tokens(f->text, 0, &n);
    g_assert_cmpuint(n, ==, 5);
    g_assert_cmpuint(tokens[0], ==, tokens[2]);
    g_assert_cmpuint(tokens[1], ==, tokens[3]);
    g_assert_cmpuint(tokens[0], !=, tokens[1]);
    g_assert_cmpuint(bitext_find(f->text, "12"), ==, tokens[1]);
    g_assert_cmpuint(bitext_find(f->text, "13"), ==, BITEXT_NONE);
}

static void tokens_are_shown_as_written_with_what_stands_between(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GString) stop = sample_text(lang_get(0), 1, 1);
    g_autofree char *between = g_strdup_printf("10 - %s 20, XYZ", stop->str);
    read_one(f, "", "", between);
    g_autofree char *shown = bitext_shown(f->text, 0, 3), *second = bitext_shown(f->text, 1, 1);
    g_assert_cmpstr(shown, ==, between);
    g_assert_cmpstr(second, ==, "20");
    g_autofree char *key = bitext_key(f->text, 0, 2);
    g_assert_cmpstr(key, ==, "10 20");
}

static void what_stands_between_is_not_kept_when_it_is_long(Fixture *f, gconstpointer data)
{
    (void)data;
    read_one(f, "", "", "10 ------------------------------------ 20");
    g_autofree char *shown = bitext_shown(f->text, 0, 2);
    g_assert_cmpstr(shown, ==, "10 20");
}

static void the_typical_spelling_is_the_most_frequent(Fixture *f, gconstpointer data)
{
    (void)data;
    read_one(f, "", "", "XYZ, xyz; xyz\nXyz 10 XYZ 20 xyz");
    guint32 word = bitext_find(f->text, "xyz");
    if (word == BITEXT_NONE) /* its stem is another */
        word = g_array_index(f->text->tokens, guint32, 0);
    g_autofree char *shown = bitext_shown(f->text, g_array_index(f->text->typical, guint32, word), 1);
    g_assert_cmpstr(shown, ==, "xyz");
}

static void no_more_blocks_are_read_than_there_may_be_words(Fixture *f, gconstpointer data)
{
    (void)data;
    f->how.most = 3;
    read_one(f, "", "", "1 2\n3 4\n5 6");
    expect(f, 0, "[][][1 2 +][3 4 +]");
}

static void a_long_sentence_is_cut(Fixture *f, gconstpointer data)
{
    (void)data;
    guint n;
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < LIMIT_LEARN_SENTENCE + 50; i++)
        g_string_append_printf(text, "%u ", i);
    read_one(f, "", "", text->str);
    (void)bitext_tokens(f->text, 0, &n);
    g_assert_cmpuint(n, ==, LIMIT_LEARN_SENTENCE);
}

static void a_sentence_in_another_language_is_foreign(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) profiles = lang_find_all(NULL, &error);
    g_autoptr(LangIdentifier) identifier = lang_identifier_new(profiles);
    g_autoptr(GString) own = sample_text(lang_get(0), 1, 40), other = sample_text(lang_get(1), 1, 40);
    g_autofree char *both = g_strdup_printf("%s\n%s\n2024", own->str, other->str);
    f->how.identifier = identifier;
    read_one(f, "", "", both);
    g_assert_false(g_array_index(f->text->sentences, BitextSentence, 0).is_foreign);
    g_assert_true(g_array_index(f->text->sentences, BitextSentence, 1).is_foreign);
    g_assert_false(g_array_index(f->text->sentences, BitextSentence, 2).is_foreign);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define TEST(name) g_test_add("/bitext/" #name, Fixture, NULL, set_up, name, tear_down)
    TEST(a_page_is_its_title_its_description_and_its_blocks);
    TEST(what_is_missing_is_an_empty_run);
    TEST(sentences_end_at_their_marks);
    TEST(a_full_stop_before_a_small_letter_ends_none);
    TEST(stop_words_are_no_tokens);
    TEST(equal_words_have_equal_numbers);
    TEST(tokens_are_shown_as_written_with_what_stands_between);
    TEST(what_stands_between_is_not_kept_when_it_is_long);
    TEST(the_typical_spelling_is_the_most_frequent);
    TEST(no_more_blocks_are_read_than_there_may_be_words);
    TEST(a_long_sentence_is_cut);
    TEST(a_sentence_in_another_language_is_foreign);
    return g_test_run();
}
