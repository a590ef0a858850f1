/* The promises of langs/keyboard.h, of all layouts that there are. */
#include <string.h>

#include "langs/lang.h"

/* Calls `func` for each pair of layouts. */
typedef void (*PairFunc)(const LangLayout *a, const LangLayout *b);

static void each_pair(PairFunc func)
{
    const LangLayout *a, *b;
    guint pairs = 0;
    for (guint i = 0; i < lang_count(); i++)
        for (guint m = 0; (a = lang_layout(lang_get(i), m)); m++)
            for (guint j = 0; j < lang_count(); j++)
                for (guint n = 0; (b = lang_layout(lang_get(j), n)); n++, pairs++)
                    func(a, b);
    g_assert_cmpuint(pairs, >, 0);
}

/* What the keys f, d, g give, which are letters in every layout. */
static char *letters_of(const LangLayout *layout)
{
    const LangLayout *first = NULL;
    for (guint i = 0; i < lang_count() && !first; i++)
        first = lang_layout(lang_get(i), 0);
    char *text = NULL;
    for (guint i = 0; i < lang_count(); i++) {
        const LangLayout *latin;
        for (guint n = 0; !text && (latin = lang_layout(lang_get(i), n)); n++) {
            g_autofree char *there = layout_retype(latin, layout, "fdg", FALSE);
            text = g_strdup(there);
        }
    }
    return text ? text : g_strdup("fdg");
}

static void check_there_and_back(const LangLayout *a, const LangLayout *b)
{
    g_autofree char *text = letters_of(a), *there = layout_retype(a, b, text, FALSE);
    if (!there) /* both give the same */
        return;
    g_autofree char *back = layout_retype(b, a, there, FALSE);
    g_assert_cmpstr(back, ==, text);
    g_autofree char *upper = g_utf8_strup(text, -1), *same = layout_retype(a, b, upper, FALSE);
    g_assert_cmpstr(same, ==, there);
}

static void what_was_typed_comes_back(void)
{
    each_pair(check_there_and_back);
}

static void check_same(const LangLayout *a, const LangLayout *b)
{
    g_autofree char *text = letters_of(a), *spaced = g_strdup_printf("%s  %s", text, text);
    g_autofree char *same = layout_retype(a, a, text, FALSE), *one = layout_retype(a, b, text, FALSE),
                    *both = layout_retype(a, b, spaced, FALSE);
    g_assert_null(same);
    g_autofree char *expected = one ? g_strdup_printf("%s  %s", one, one) : NULL;
    g_assert_cmpstr(both, ==, expected);
    g_autofree char *nothing = layout_retype(a, b, "", FALSE);
    g_assert_null(nothing);
}

static void the_same_is_nothing_and_spaces_stay(void)
{
    each_pair(check_same);
}

static void check_foreign(const LangLayout *a, const LangLayout *b)
{
    g_autofree char *foreign = layout_retype(a, b, "ꙮ", FALSE), *broken = layout_retype(a, b, "\xFF", FALSE);
    g_assert_null(foreign);
    g_assert_null(broken);
    g_autofree char *text = letters_of(a), *quoted = g_strdup_printf("«%s»", text);
    g_autofree char *one = layout_retype(a, b, text, FALSE), *signs = layout_retype(a, b, quoted, FALSE);
    g_autofree char *expected = one ? g_strdup_printf("«%s»", one) : NULL;
    g_assert_cmpstr(signs, ==, expected);
}

static void letters_without_a_key_are_refused_and_signs_stay(void)
{
    each_pair(check_foreign);
}

/* A letter with a mark that has no key of its own, typed with two, is these two keys elsewhere, and comes
 * back as one. */
static guint marked;
static void check_marks(const LangLayout *a, const LangLayout *b)
{
    static const char *const letters[] = {"ê", "ó", "è", "ü"};
    for (guint i = 0; i < G_N_ELEMENTS(letters); i++) {
        g_autofree char *there = layout_retype(a, b, letters[i], FALSE),
                        *down = there ? g_utf8_strdown(there, -1) : NULL;
        g_autofree char *back =
            there && g_utf8_strlen(there, -1) == 2 ? layout_retype(b, a, there, FALSE) : NULL;
        if (!back || !g_str_equal(there, down)) /* capitals count as small letters, and Shift is forgotten */
            continue;
        g_assert_cmpstr(back, ==, letters[i]);
        marked++;
    }
}

static void keys_of_marks_wait_for_their_letter(void)
{
    each_pair(check_marks);
    g_assert_cmpuint(marked, >, 0);
}

/* A key that gives several letters: they come from it, or each from its own key. */
static guint several;
static void check_several(const LangLayout *a, const LangLayout *b)
{
    for (char c = 'a'; c <= 'z'; c++) {
        const char typed[2] = {c, '\0'};
        g_autofree char *there = layout_retype(a, b, typed, FALSE);
        if (!there || g_utf8_strlen(there, -1) < 2 ||
            !g_unichar_isalpha(g_utf8_get_char(g_utf8_next_char(there))))
            continue;
        g_autofree char *whole = layout_retype(b, a, there, FALSE),
                        *single = layout_retype(b, a, there, TRUE);
        g_assert_cmpstr(whole, ==, typed);
        g_assert_cmpuint(strlen(single), ==, g_utf8_strlen(there, -1));
        several++;
    }
}

static void a_key_may_give_several_letters(void)
{
    each_pair(check_several);
    g_assert_cmpuint(several, >, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name) g_test_add_func("/keyboard/" #name, name)
    ADD(what_was_typed_comes_back);
    ADD(the_same_is_nothing_and_spaces_stay);
    ADD(letters_without_a_key_are_refused_and_signs_stay);
    ADD(keys_of_marks_wait_for_their_letter);
    ADD(a_key_may_give_several_letters);
    return g_test_run();
}
