/* The promises of langs/lexeme.h, in every language. */
#include <string.h>

#include "langs/lexeme.h"

static LangAnalyser *open_analyser(guint i)
{
    g_autoptr(GError) error = NULL;
    LangAnalyser *analyser = lang_analyser_new(lang_get(i), &error);
    g_assert_no_error(error);
    return analyser;
}

static char *key_of(LangAnalyser *analyser, const char *text)
{
    return lexeme_key(analyser, text, strlen(text));
}

/* What the analysis makes of a word by itself: its stem, or else the folded word. */
static void keep_main(const Token *token, gpointer user)
{
    GString *last = user;
    if (token->form == TOKEN_STEM || (token->form == TOKEN_WORD && !last->len))
        g_string_assign(last, token->term);
}

static void a_word_is_its_stem_or_else_folded(void)
{
    for (guint i = 0; i < lang_count(); i++) {
        g_autoptr(LangAnalyser) analyser = open_analyser(i);
        const char *name = lang_name(lang_get(i));
        g_autoptr(GString) expected = g_string_new(NULL);
        lang_analyse(analyser, name, strlen(name), keep_main, expected);
        g_autofree char *key = key_of(analyser, name);
        g_assert_cmpstr(key, ==, expected->str);
    }
}

static void words_are_parted_by_single_spaces(void)
{
    for (guint i = 0; i < lang_count(); i++) {
        g_autoptr(LangAnalyser) analyser = open_analyser(i);
        g_autofree char *key = key_of(analyser, "  2024,\n 365 ");
        g_assert_cmpstr(key, ==, "2024 365");
    }
}

static void parts_of_what_is_written_together_are_words(void)
{
    for (guint i = 0; i < lang_count(); i++) {
        g_autoptr(LangAnalyser) analyser = open_analyser(i);
        g_autofree char *joined = key_of(analyser, "xyz-qrs"), *parted = key_of(analyser, "xyz qrs");
        g_assert_cmpstr(joined, ==, parted);
    }
}

/* The first stop word of the language's own list. */
static char *first_stop_word(const LangProfile *profile)
{
    g_autofree char *path = g_build_filename("langs", lang_code(profile), "stopwords.txt", NULL),
                    *text = NULL;
    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line; line++)
        if (**line && **line != '#')
            return g_strdup(*line);
    g_assert_not_reached();
}

static void count_stops(const Lexeme *lexeme, gpointer user)
{
    guint *n = user;
    n[lexeme->is_stop ? 1 : 0]++;
}

static void stop_words_are_told_but_no_part_of_a_key(void)
{
    for (guint i = 0; i < lang_count(); i++) {
        g_autoptr(LangAnalyser) analyser = open_analyser(i);
        g_autofree char *stop = first_stop_word(lang_get(i)), *text = g_strdup_printf("%s 2024", stop);
        guint n[2] = {0, 0};
        lexeme_each(analyser, text, strlen(text), count_stops, n);
        g_assert_cmpuint(n[0], ==, 1);
        g_assert_cmpuint(n[1], ==, 1);
        g_autofree char *key = key_of(analyser, text), *nothing = key_of(analyser, stop);
        g_assert_cmpstr(key, ==, "2024");
        g_assert_null(nothing);
    }
}

static void no_words_and_too_many_have_no_key(void)
{
    g_autoptr(LangAnalyser) analyser = open_analyser(0);
    g_autoptr(GString) text = g_string_new(NULL);
    g_assert_null(key_of(analyser, ""));
    g_assert_null(key_of(analyser, " -- "));
    for (guint i = 0; i < LEXICON_WORDS; i++)
        g_string_append_printf(text, "%u ", 10 + i);
    g_autofree char *most = key_of(analyser, text->str);
    g_assert_nonnull(most);
    g_string_append(text, "99");
    g_assert_null(key_of(analyser, text->str));
}

static void add_source(const Lexeme *lexeme, gpointer user)
{
    g_string_append_printf(user, "%u:%u-%u ", lexeme->position, lexeme->start, lexeme->end);
}

static void places_are_those_of_the_source(void)
{
    g_autoptr(LangAnalyser) analyser = open_analyser(0);
    g_autoptr(GString) places = g_string_new(NULL);
    lexeme_each(analyser, "abc, 12 xy-z", 12, add_source, places);
    g_assert_cmpstr(places->str, ==, "1:0-3 2:5-7 3:8-10 4:11-12 ");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/lexeme/a_word_is_its_stem_or_else_folded", a_word_is_its_stem_or_else_folded);
    g_test_add_func("/lexeme/words_are_parted_by_single_spaces", words_are_parted_by_single_spaces);
    g_test_add_func("/lexeme/parts_of_what_is_written_together_are_words",
                    parts_of_what_is_written_together_are_words);
    g_test_add_func("/lexeme/stop_words_are_told_but_no_part_of_a_key",
                    stop_words_are_told_but_no_part_of_a_key);
    g_test_add_func("/lexeme/no_words_and_too_many_have_no_key", no_words_and_too_many_have_no_key);
    g_test_add_func("/lexeme/places_are_those_of_the_source", places_are_those_of_the_source);
    return g_test_run();
}
