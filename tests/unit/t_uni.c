/* The promises of langs/uni.h: words are ICU's, whichever way they are found. */
#include <string.h>
#include <unicode/ubrk.h>

#include "langs/uni.h"

/* What may meet in a text: letters, digits and marks of ASCII, and characters with which the rules begin to matter. */
static const char *const parts[] = {
    "a", "b", "Z", "1", "2", "0", ".", ",", ";", ":", "'", "\"", "_", "-", "@", "/", " ", "\n", "\t", "(",
    "\xC3\xA9", "\xD0\xB4", "\xD9\x85",
    "\xC3\x97", "\xD8\x8C", "\xD9\x8B", "\xD2\x87", "\xD1", "\xCC\x81", "\xE4\xB8\xAD", "\xE6\x96\x87", "\xE2\x80\x99", "\xE2\x80\x8D", "\xC2\xAD",
    "\xF0\x9F\x98\x80", "\xD7\x90", "\xE3\x82\xAB", "\xE0\xB8\x81", "\xFF", "\x01", "\r", "\xC2\xA0", "\xE2\x80\x8B",
    "a plain text that is longer than what is left to ICU among other text, so it is not left "};
#define N_PLAIN 23

static GString *make_text(GRand *random)
{
    GString *text = g_string_new(NULL);
    guint n = g_rand_int_range(random, 1, 25), of = g_rand_boolean(random) ? N_PLAIN : G_N_ELEMENTS(parts);
    for (guint i = 0; i < n; i++)
        g_string_append(text, parts[g_rand_int_range(random, 0, of)]);
    return text;
}

/* ICU's next word [*start, *end) of the text it was set to; its status, 0: none. */
static int next_of_icu(UBreakIterator *words, int32_t *start, int32_t *end)
{
    for (*start = *end; (*end = ubrk_next(words)) != UBRK_DONE; *start = *end)
        if (ubrk_getRuleStatus(words) >= UBRK_WORD_NUMBER)
            return ubrk_getRuleStatus(words);
    return 0;
}

static void compare(UBreakIterator *words, UniBreaker *breaker, const GString *text)
{
    UErrorCode status = U_ZERO_ERROR;
    UText *utext = utext_openUTF8(NULL, text->str, text->len, &status);
    ubrk_setUText(words, utext, &status);
    int32_t icu_start, icu_end = ubrk_first(words);
    gsize start, end;
    UniKind kind;
    uni_breaker_start(breaker, text->str, text->len);
    for (int found; (found = next_of_icu(words, &icu_start, &icu_end));) {
        g_assert_true(uni_breaker_next(breaker, &start, &end, &kind));
        g_assert_cmpint(start, ==, icu_start);
        g_assert_cmpint(end, ==, icu_end);
        g_assert_cmpint(kind, ==, found >= UBRK_WORD_IDEO ? UNI_HAN : found >= UBRK_WORD_LETTER ? UNI_LETTERS : UNI_NUMBER);
    }
    g_assert_false(uni_breaker_next(breaker, &start, &end, &kind));
    utext_close(utext);
}

static void words_are_those_of_icu(void)
{
    UErrorCode status = U_ZERO_ERROR;
    UBreakIterator *words = ubrk_open(UBRK_WORD, "", NULL, 0, &status);
    g_autoptr(UniBreaker) breaker = uni_breaker_new(NULL);
    g_autoptr(GRand) random = g_rand_new_with_seed(1);
    for (guint i = 0; i < 20000; i++) {
        g_autoptr(GString) text = make_text(random);
        compare(words, breaker, text);
    }
    ubrk_close(words);
}

/* Whether a character is plain makes no difference, wherever it stands. */
static void every_letter_is_what_it_is_to_icu(void)
{
    UErrorCode status = U_ZERO_ERROR;
    UBreakIterator *words = ubrk_open(UBRK_WORD, "", NULL, 0, &status);
    g_autoptr(UniBreaker) breaker = uni_breaker_new(NULL);
    for (gunichar c = 0x80; c < 0x800; c++) {
        char letter[7] = "";
        g_unichar_to_utf8(c, letter);
        g_autoptr(GString) text = g_string_new("a*b * 1* *2 *.* *'a 1.* *_ _* **");
        g_string_replace(text, "*", letter, 0);
        compare(words, breaker, text);
    }
    ubrk_close(words);
}

static void sentences_end_at_marks_of_every_script(void)
{
    static const gunichar marks[] = {0x21, 0x2E, 0x3F, 0x61F, 0x6D4, 0x964, 0x3002, 0xFF01, 0xFF1F};
    static const gunichar others[] = {0x20, 0x2C, 0x3A, 0x3B, 0x61, 0x60C, 0x61B, 0x3001, 0xFF0C, 0x4E00};
    for (guint i = 0; i < G_N_ELEMENTS(marks); i++)
        g_assert_true(uni_ends_sentence(marks[i]));
    for (guint i = 0; i < G_N_ELEMENTS(others); i++)
        g_assert_false(uni_ends_sentence(others[i]));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/uni/words_are_those_of_icu", words_are_those_of_icu);
    g_test_add_func("/uni/every_letter_is_what_it_is_to_icu", every_letter_is_what_it_is_to_icu);
    g_test_add_func("/uni/sentences_end_at_marks_of_every_script", sentences_end_at_marks_of_every_script);
    return g_test_run();
}
