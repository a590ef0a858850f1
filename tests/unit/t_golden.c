/*
 * The golden rows: langs/LANG/golden.tsv of every language there is, walked; what becomes of what people type
 * and publish.
 *
 * A line is a row, its columns are divided by tabs; empty lines are none, and lines that begin with '#' say
 * the reason or the source of the rows below. \uXXXX in a text is that character, for those that cannot be
 * seen. Rows:
 *
 *   TEXT  TOKENS    position by position, divided by spaces: `word`, or `word:stem` where the stem differs
 * from the word; what is written together as `+whole` (`+whole:stem`) behind its last piece A  =  B the same
 * stems, or words where there is no stem, position by position: each finds all of the other A  ==  B the same
 * words, too, wholes included: phrases match as well A  ~  B         who asks for A finds a page with B: each
 * word of A that is no stop word has its word, its stem, or what is written together at its place in B; or
 * its Han bigrams, all of them (its one letter, if it has no bigram) A  !  B         A and B have no word,
 * stem or whole in common
 */
#include <stdio.h>
#include <string.h>

#include "langs/lang.h"

/* One position. The first word and its stem are its own, the others are of what is written together. */
typedef struct {
    GPtrArray *words, *stems, *grams; /* char*; a whole without a stem has NULL among the stems */
    gboolean is_stop;
} Slot;

static void slot_free(gpointer slot)
{
    Slot *s = slot;
    g_ptr_array_unref(s->words);
    g_ptr_array_unref(s->stems);
    g_ptr_array_unref(s->grams);
    g_free(s);
}

static void take_token(const Token *t, gpointer user)
{
    GPtrArray *slots = user;
    if (t->position > slots->len) {
        Slot *s = g_new0(Slot, 1);
        s->words = g_ptr_array_new_with_free_func(g_free);
        s->stems = g_ptr_array_new_with_free_func(g_free);
        s->grams = g_ptr_array_new_with_free_func(g_free);
        s->is_stop = t->is_stop;
        g_ptr_array_add(slots, s);
    }
    Slot *s = slots->pdata[slots->len - 1];
    if (t->form == TOKEN_WORD) {
        g_ptr_array_add(s->words, g_strdup(t->term));
        g_ptr_array_add(s->stems, NULL);
    } else if (t->form == TOKEN_STEM) {
        s->stems->pdata[s->stems->len - 1] = g_strdup(t->term);
    } else if (t->form == TOKEN_GRAM) {
        g_ptr_array_add(s->grams, g_strdup(t->term));
    }
}

static int hex_value(const char *digits)
{
    int value = 0;
    for (guint i = 0; i < 4; i++) {
        if (!g_ascii_isxdigit(digits[i]))
            return -1;
        value = 16 * value + g_ascii_xdigit_value(digits[i]);
    }
    return value;
}

static GPtrArray *analyse(LangAnalyser *a, const char *written)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (const char *p = written; *p; p++) {
        int c = g_str_has_prefix(p, "\\u") ? hex_value(p + 2) : -1;
        if (c > 0) {
            g_string_append_unichar(text, c);
            p += 5;
        } else {
            g_string_append_c(text, *p);
        }
    }
    GPtrArray *slots = g_ptr_array_new_with_free_func(slot_free);
    lang_analyse(a, text->str, text->len, take_token, slots);
    return slots;
}

/* The words of a slot from `first` on, as a row has them. */
static void append_words(GString *out, const Slot *s, guint first, guint limit)
{
    for (guint i = first; i < MIN(limit, s->words->len); i++) {
        const char *word = s->words->pdata[i], *stem = s->stems->pdata[i];
        g_string_append_printf(out, "%s%s%s", out->len ? " " : "", i ? "+" : "", word);
        if (stem && !g_str_equal(stem, word))
            g_string_append_printf(out, ":%s", stem);
    }
}

static char *render(const GPtrArray *slots)
{
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < slots->len; i++)
        append_words(out, slots->pdata[i], 0, G_MAXUINT);
    return g_string_free(out, FALSE);
}

/* Stems, or words where there is none, without what is written together. */
static char *render_stems(const GPtrArray *slots)
{
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < slots->len; i++) {
        const Slot *s = slots->pdata[i];
        const char *stem = s->stems->pdata[0];
        g_string_append_printf(out, "%s ", stem ? stem : (const char *)s->words->pdata[0]);
    }
    return g_string_free(out, FALSE);
}

static gboolean has(const GPtrArray *terms, const char *term)
{
    for (guint i = 0; i < terms->len; i++)
        if (g_strcmp0(terms->pdata[i], term) == 0)
            return TRUE;
    return FALSE;
}

/* Is the gram, word or stem anywhere among `slots`? Forms are kept apart, as in the index. */
static gboolean has_gram(const GPtrArray *slots, const char *gram)
{
    for (guint i = 0; i < slots->len; i++)
        if (has(((Slot *)slots->pdata[i])->grams, gram))
            return TRUE;
    return FALSE;
}

static gboolean shares_word(const Slot *s, const GPtrArray *slots)
{
    for (guint i = 0; i < slots->len; i++) {
        const Slot *other = slots->pdata[i];
        for (guint w = 0; w < s->words->len; w++)
            if (has(other->words, s->words->pdata[w]) ||
                (s->stems->pdata[w] && has(other->stems, s->stems->pdata[w])))
                return TRUE;
    }
    return FALSE;
}

static gboolean shares_grams(const Slot *s, const GPtrArray *slots)
{
    gboolean has_bigram = FALSE;
    for (guint i = 0; i < s->grams->len; i++) {
        const char *gram = s->grams->pdata[i];
        has_bigram |= *g_utf8_next_char(gram) != '\0';
    }
    for (guint i = 0; i < s->grams->len; i++) {
        const char *gram = s->grams->pdata[i];
        if ((!has_bigram || *g_utf8_next_char(gram)) && !has_gram(slots, gram))
            return FALSE;
    }
    return s->grams->len > 0;
}

static gboolean finds(const GPtrArray *query, const GPtrArray *page)
{
    gboolean has_words = FALSE;
    for (guint i = 0; i < query->len; i++)
        has_words |= !((Slot *)query->pdata[i])->is_stop;
    for (guint i = 0; i < query->len; i++) {
        const Slot *s = query->pdata[i];
        if (!(has_words && s->is_stop) && !shares_word(s, page) && !shares_grams(s, page))
            return FALSE;
    }
    return query->len > 0;
}

static gboolean meets(const GPtrArray *a, const GPtrArray *b)
{
    for (guint i = 0; i < a->len; i++)
        if (shares_word(a->pdata[i], b))
            return TRUE;
    return FALSE;
}

static gboolean are_same(char *(*rendered)(const GPtrArray *), const GPtrArray *a, const GPtrArray *b)
{
    g_autofree char *x = rendered(a), *y = rendered(b);
    return *x && g_str_equal(x, y);
}

/* Does the relation hold? FALSE also where there is no such relation. */
static gboolean holds(const char *relation, const GPtrArray *a, const GPtrArray *b)
{
    if (g_str_equal(relation, "="))
        return are_same(render_stems, a, b);
    if (g_str_equal(relation, "=="))
        return are_same(render, a, b);
    if (g_str_equal(relation, "~"))
        return finds(a, b);
    return g_str_equal(relation, "!") && a->len && b->len && !meets(a, b);
}

/* TRUE: the row is right. Otherwise `expected` and `got` are filled. */
static gboolean check_row(LangAnalyser *a, char **columns, char **expected, char **got)
{
    guint n = g_strv_length(columns);
    g_autoptr(GPtrArray) first = n > 1 ? analyse(a, columns[0]) : NULL;
    g_autoptr(GPtrArray) other = n == 3 ? analyse(a, columns[2]) : NULL;
    g_autofree char *tokens = first ? render(first) : NULL, *others = other ? render(other) : NULL;
    *expected = g_strjoinv("  ", columns);
    if (n == 2) {
        *got = g_strdup(tokens);
        return g_str_equal(tokens, columns[1]);
    }
    *got = n == 3 ? g_strdup_printf("%s | %s", tokens, others) : g_strdup("no row of two or three columns");
    return n == 3 && holds(columns[1], first, other);
}

static void rows_are_as_judged(gconstpointer data)
{
    const LangProfile *lang = data;
    g_autofree char *path = g_strdup_printf("langs/%s/golden.tsv", lang_code(lang)), *text = NULL;
    if (!g_file_get_contents(path, &text, NULL, NULL)) {
        g_test_skip("no golden rows");
        return;
    }
    g_autoptr(LangAnalyser) analyser = lang_analyser_new(lang, NULL);
    g_assert_nonnull(analyser);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    guint rows = 0, failed = 0;
    for (guint i = 0; lines[i]; i++) {
        if (!*lines[i] || *lines[i] == '#')
            continue;
        g_auto(GStrv) columns = g_strsplit(lines[i], "\t", -1);
        g_autofree char *expected = NULL, *got = NULL;
        rows++;
        if (check_row(analyser, columns, &expected, &got))
            continue;
        failed++;
        fprintf(stderr, "%s:%u: expected: %s\n    got: %s\n", path, i + 1, expected, got);
    }
    g_test_message("%s: %u rows", path, rows);
    g_assert_cmpuint(rows, >, 0);
    g_assert_cmpuint(failed, ==, 0);
}

static const char *const judged[][4] = {
    /* the row, and what it must be: a check that cannot fail is none */
    {"xyzzy", "=", "xyzzy", "y"},       {"xyzzy", "=", "plugh", ""},
    {"xyzzy", "==", "XYZZY", "y"},      {"xyzzy", "==", "plugh", ""},
    {"xyzzy", "~", "plugh xyzzy", "y"}, {"xyzzy plugh", "~", "xyzzy", ""},
    {"xyzzy", "!", "plugh", "y"},       {"xyzzy", "!", "xyzzy", ""},
    {"xyzzy", "?", "xyzzy", ""},        {"\\u0078yzzy", "==", "xyzzy", "y"},
};

static void wrong_rows_fail(void)
{
    for (guint l = 0; l < lang_count(); l++) {
        g_autoptr(LangAnalyser) analyser = lang_analyser_new(lang_get(l), NULL);
        for (guint i = 0; i < G_N_ELEMENTS(judged); i++) {
            const char *const columns[] = {judged[i][0], judged[i][1], judged[i][2], NULL};
            g_autofree char *expected = NULL, *got = NULL;
            gboolean is_right = check_row(analyser, (char **)columns, &expected, &got);
            g_assert_cmpint(is_right, ==, *judged[i][3] != '\0');
        }
        const char *const wrong[] = {"xyzzy", "plugh", NULL};
        g_autofree char *expected = NULL, *got = NULL;
        g_assert_false(check_row(analyser, (char **)wrong, &expected, &got));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (guint i = 0; i < lang_count(); i++) {
        g_autofree char *name = g_strconcat("/golden/rows_are_as_judged/", lang_code(lang_get(i)), NULL);
        g_test_add_data_func(name, lang_get(i), rows_are_as_judged);
    }
    g_test_add_func("/golden/wrong_rows_fail", wrong_rows_fail);
    return g_test_run();
}
