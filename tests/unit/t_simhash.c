/* The promises of indexer/simhash.h. */
#include "indexer/simhash.h"

#include <string.h>

#include "tests/unit/sample.h"

static guint64 hash(const char *text)
{
    return simhash(text, strlen(text));
}

/* `n` words "w0 w1 …", each followed by `between`. */
static GString *count_words(guint n, const char *between)
{
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < n; i++)
        g_string_append_printf(text, "w%u%s", i, between);
    return text;
}

static void a_short_text_has_none(void)
{
    g_autoptr(GString) least = count_words(SIMHASH_SHINGLES_LEAST + 2, " ");
    g_autoptr(GString) less = count_words(SIMHASH_SHINGLES_LEAST + 1, " ");
    g_assert_cmpuint(hash(least->str), !=, 0);
    g_assert_cmpuint(hash(less->str), ==, 0);
    g_assert_cmpuint(hash(""), ==, 0);
}

static void punctuation_case_width_and_space_make_no_difference(void)
{
    g_autoptr(GString) plain = count_words(100, " "), marked = count_words(100, ",\n \"");
    g_autofree char *upper = g_ascii_strup(plain->str, -1);
    g_autoptr(GString) wide = g_string_new(NULL);
    for (const char *p = plain->str; *p; p++)
        g_string_append_unichar(wide, *p == ' ' ? 0x3000 : 0xFF00 + *p - 0x20);
    g_assert_cmpuint(hash(marked->str), ==, hash(plain->str));
    g_assert_cmpuint(hash(upper), ==, hash(plain->str));
    g_assert_cmpuint(hash(wide->str), ==, hash(plain->str));
}

static void the_order_of_words_makes_a_difference(void)
{
    g_autoptr(GString) forth = count_words(100, " "), back = g_string_new(NULL);
    for (guint i = 100; i--;)
        g_string_append_printf(back, "w%u ", i);
    g_assert_cmpuint(simhash_distance(hash(forth->str), hash(back->str)), >, 10);
}

static void letters_of_wide_scripts_are_words(void)
{
    g_autoptr(GString) run = g_string_new(NULL), spaced = g_string_new(NULL);
    for (guint i = 0; i < SIMHASH_SHINGLES_LEAST + 2; i++) {
        g_string_append_unichar(run, 0x4E00 + 7 * i);
        g_string_append_unichar(spaced, 0x4E00 + 7 * i);
        g_string_append_c(spaced, ' ');
    }
    g_assert_cmpuint(hash(run->str), !=, 0);
    g_assert_cmpuint(hash(run->str), ==, hash(spaced->str));
}

static void a_changed_word_is_near_in_every_language(void)
{
    for (guint i = 0; i < lang_count(); i++) {
        g_autoptr(GString) text = sample_text(lang_get(i), 1, 1000), more = g_string_new(text->str);
        g_string_append(more, "2024");
        g_assert_cmpuint(simhash_distance(hash(text->str), hash(more->str)), <=, SIMHASH_NEAR);
    }
}

static void other_texts_are_far_in_every_language(void)
{
    for (guint i = 0; i < lang_count(); i++)
        for (guint seed = 1; seed < 20; seed++) {
            g_autoptr(GString) one = sample_text(lang_get(i), seed, 1000),
                               other = sample_text(lang_get(i), seed + 1, 1000);
            g_assert_cmpuint(simhash_distance(hash(one->str), hash(other->str)), >, 10);
        }
}

static void ill_formed_text_is_read(void)
{
    g_autoptr(GString) text = count_words(100, " \xff\xc3 ");
    g_assert_cmpuint(hash(text->str), !=, 0);
}

static void the_distance_is_the_number_of_bits_that_differ(void)
{
    g_assert_cmpuint(simhash_distance(5, 5), ==, 0);
    g_assert_cmpuint(simhash_distance(1, 6), ==, 3);
    g_assert_cmpuint(simhash_distance(0, G_MAXUINT64), ==, 64);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name) g_test_add_func("/simhash/" #name, name)
    ADD(a_short_text_has_none);
    ADD(punctuation_case_width_and_space_make_no_difference);
    ADD(the_order_of_words_makes_a_difference);
    ADD(letters_of_wide_scripts_are_words);
    ADD(a_changed_word_is_near_in_every_language);
    ADD(other_texts_are_far_in_every_language);
    ADD(ill_formed_text_is_read);
    ADD(the_distance_is_the_number_of_bits_that_differ);
    return g_test_run();
}
