/*
 * The promises of langs/romanise.h. What words of a language are in Latin letters stands in
 * langs/LANG/romanised.tsv: a word TAB what people type for it, which must meet the word; "!" before the
 * word: must not; "~": it must as a name.
 */
#include <string.h>

#include "langs/romanise.h"

static gboolean has_common(RomanisedKey *a, guint n, RomanisedKey *b, guint m)
{
    for (guint i = 0; i < n; i++)
        for (guint j = 0; j < m; j++)
            if (g_str_equal(a[i], b[j]))
                return TRUE;
    return FALSE;
}

/* A language whose letters are Latin. */
static const LangProfile *find_latin(void)
{
    for (guint i = 0; i < lang_count(); i++)
        if (!romanise_has(lang_get(i)))
            return lang_get(i);
    g_assert_not_reached();
}

static gboolean meets(const LangProfile *lang, const char *word, const char *typed)
{
    RomanisedKey keys[ROMANISE_KEYS], others[ROMANISE_KEYS];
    guint n = romanise_word(lang, word, keys), m = romanise_typed(lang, typed, others);
    g_assert_cmpuint(n, >, 0);
    return has_common(keys, n, others, m);
}

static gboolean meets_as_name(const LangProfile *lang, const char *word, const char *typed)
{
    RomanisedKey key, other;
    return romanise_name(lang, word, key) && romanise_name(find_latin(), typed, other) &&
           g_str_equal(key, other);
}

static void check_row(const LangProfile *lang, const char *row)
{
    g_auto(GStrv) sides = g_strsplit(row, "\t", 2);
    g_assert_cmpuint(g_strv_length(sides), ==, 2);
    g_auto(GStrv) forms = g_strsplit(sides[1], " ", -1);
    const char *word = sides[0] + (*row == '!' || *row == '~');
    for (guint i = 0; forms[i]; i++) {
        gboolean is_met = *row == '~' ? meets_as_name(lang, word, forms[i]) : meets(lang, word, forms[i]);
        if (is_met == (*row == '!'))
            g_error("%s: '%s' and '%s' must %smeet", lang_code(lang), word, forms[i],
                    *row == '!' ? "not " : "");
    }
}

static void usual_schemes_meet_the_word(void)
{
    guint rows = 0;
    for (guint i = 0; i < lang_count(); i++) {
        g_autofree char *path = g_build_filename("langs", lang_code(lang_get(i)), "romanised.tsv", NULL),
                        *text = NULL;
        if (!romanise_has(lang_get(i)))
            continue;
        g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
        g_auto(GStrv) lines = g_strsplit(g_strchomp(text), "\n", -1);
        for (guint j = 0; lines[j]; j++, rows++)
            if (*lines[j] != '#')
                check_row(lang_get(i), lines[j]);
    }
    g_assert_cmpuint(rows, >, 40);
}

/* Of each language: the letters of its tests' words are all known, and a Latin word has no key. */
static void only_words_of_the_script_have_keys(void)
{
    RomanisedKey keys[ROMANISE_KEYS];
    for (guint i = 0; i < lang_count(); i++) {
        g_assert_cmpuint(romanise_word(lang_get(i), "linux", keys), ==, 0);
        g_assert_cmpuint(romanise_word(lang_get(i), "", keys), ==, 0);
        g_assert_cmpuint(romanise_word(lang_get(i), "ꙮ", keys), ==, 0);
        g_assert_cmpuint(romanise_word(lang_get(i), "ﬀ\xFF", keys), ==, 0);
        g_assert_cmpuint(romanise_typed(lang_get(i), "", keys), ==, 0);
        g_assert_cmpuint(romanise_typed(lang_get(i), "2024", keys), ==, 0);
        g_assert_cmpuint(romanise_typed(lang_get(i), "αβγ", keys), ==, 0);
        g_assert_cmpuint(romanise_typed(lang_get(i), "linux", keys) > 0, ==, romanise_has(lang_get(i)));
    }
}

static void what_is_long_is_cut(void)
{
    RomanisedKey keys[ROMANISE_KEYS], key;
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < 1000; i++)
        g_string_append(text, i % 2 ? "t" : "jx");
    for (guint i = 0; i < lang_count(); i++) {
        guint n = romanise_typed(lang_get(i), text->str, keys);
        g_assert_cmpuint(n, <=, ROMANISE_KEYS);
        for (guint k = 0; k < n; k++)
            g_assert_cmpuint(strlen(keys[k]), <, ROMANISE_LENGTH);
        g_assert_true(romanise_spell(lang_get(i), text->str, key));
        g_assert_cmpuint(strlen(key), ==, ROMANISE_LENGTH - 1);
        g_assert_true(romanise_name(lang_get(i), text->str, key));
        g_assert_cmpuint(strlen(key), <, ROMANISE_LENGTH);
    }
}

static void keys_of_names_never_meet_others(void)
{
    RomanisedKey key;
    g_assert_true(romanise_name(find_latin(), "guterres", key));
    g_assert_cmpstr(key, ==, "~KTLS");
    g_assert_true(romanise_name(find_latin(), "schmidt", key));
    g_assert_cmpstr(key, ==, "~SMT");
    g_assert_false(romanise_name(find_latin(), "aia", key));
    g_assert_false(romanise_name(find_latin(), "eye2", key));
}

static void latin_words_are_spelt_as_they_are(void)
{
    RomanisedKey latin;
    g_assert_true(romanise_spell(find_latin(), "moskva", latin));
    g_assert_cmpstr(latin, ==, "moskva");
    g_assert_false(romanise_spell(find_latin(), "2024", latin));
}

/* Measured in the language that leaves vowels out, as far as there is one, and in the others. */
static void nearer_letters_cost_less(void)
{
    const LangProfile *lang = find_latin();
    g_assert_cmpfloat(romanise_distance(lang, "guterres", "guterres"), ==, 0);
    g_assert_cmpfloat(romanise_distance(lang, "guteres", "guterres"), <, 0.2);
    g_assert_cmpfloat(romanise_distance(lang, "Guterreš", "guterres"), ==, 0);
    g_assert_cmpfloat(romanise_distance(lang, "guterris", "guterres"), <, 1);
    g_assert_cmpfloat(romanise_distance(lang, "guberres", "guterres"), ==, 1);
    g_assert_cmpfloat(romanise_distance(lang, "xyz", "guterres"), >, 5);
    g_assert_cmpfloat(romanise_distance(lang, "αβγ", "guterres"), >, 5);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name) g_test_add_func("/romanise/" #name, name)
    ADD(usual_schemes_meet_the_word);
    ADD(only_words_of_the_script_have_keys);
    ADD(what_is_long_is_cut);
    ADD(keys_of_names_never_meet_others);
    ADD(latin_words_are_spelt_as_they_are);
    ADD(nearer_letters_cost_less);
    return g_test_run();
}
