/*
 * What the analysis stands on, by the published suites: Unicode's forms and words as ICU gives them and as they come
 * through our doors, and Snowball's stems.
 */
#include <libstemmer.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "langs/lang.h"
#include "langs/uni.h"
#include "tests/unit/suite.h"

#define NORMALIZATION "unicode/NormalizationTest-8.0.0.txt.gz"
#define WORD_BREAKS "unicode/WordBreakTest.txt"
#define NEWEST "15.0" /* Unicode of the oldest ICU that we are built with */
#define MAX_LANGS 64

/* "0041 0308" as UTF-8. */
static char *text_of_codes(const char *codes)
{
    GString *text = g_string_new(NULL);
    g_auto(GStrv) fields = g_strsplit(codes, " ", -1);
    for (char **f = fields; *f; f++)
        if (g_ascii_isxdigit(**f))
            g_string_append_unichar(text, strtoul(*f, NULL, 16));
    return g_string_free(text, FALSE);
}

/* ------------------------------------------------------------------ normalisation */

static void check_form(const UNormalizer2 *form, const char *text, const char *expected)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar source[256], normal[256];
    char back[1024];
    int32_t n;
    u_strFromUTF8(source, G_N_ELEMENTS(source), &n, text, -1, &status);
    n = unorm2_normalize(form, source, n, normal, G_N_ELEMENTS(normal), &status);
    u_strToUTF8(back, sizeof back, NULL, normal, n, &status);
    g_assert_true(U_SUCCESS(status));
    g_assert_cmpstr(back, ==, expected);
}

typedef struct {
    char *column[5]; /* source, NFC, NFD, NFKC, NFKD */
} Forms;

static gboolean forms_parse(const char *line, Forms *forms)
{
    if (!g_ascii_isxdigit(*line))
        return FALSE;
    g_auto(GStrv) fields = g_strsplit(line, ";", 6);
    g_assert_cmpuint(g_strv_length(fields), ==, 6);
    for (guint i = 0; i < 5; i++)
        forms->column[i] = text_of_codes(fields[i]);
    return TRUE;
}

static void forms_clear(Forms *forms)
{
    for (guint i = 0; i < 5; i++)
        g_free(forms->column[i]);
}

/* The conditions in the head of NormalizationTest.txt. */
static void check_forms(const Forms *f)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *nfc = unorm2_getNFCInstance(&status), *nfd = unorm2_getNFDInstance(&status);
    const UNormalizer2 *nfkc = unorm2_getNFKCInstance(&status), *nfkd = unorm2_getNFKDInstance(&status);
    g_assert_true(U_SUCCESS(status));
    for (guint i = 0; i < 5; i++) {
        check_form(nfc, f->column[i], f->column[i < 3 ? 1 : 3]);
        check_form(nfd, f->column[i], f->column[i < 3 ? 2 : 4]);
        check_form(nfkc, f->column[i], f->column[3]);
        check_form(nfkd, f->column[i], f->column[4]);
    }
}

static void forms_are_those_of_the_suite(void)
{
    if (suite_is_absent("unicode"))
        return;
    guint rows = 0;
    g_auto(GStrv) lines = suite_read_lines(NORMALIZATION);
    for (char **line = lines; *line; line++) {
        Forms forms;
        if (!forms_parse(*line, &forms))
            continue;
        check_forms(&forms);
        forms_clear(&forms);
        rows++;
    }
    g_assert_cmpuint(rows, ==, 18593);
}

static void add_token(const Token *t, gpointer terms)
{
    g_string_append_printf(terms, " %u:%s=%s", t->position, token_form_name(t->form), t->term);
}

static char *terms_of(LangAnalyser *a, const char *text)
{
    GString *terms = g_string_new(NULL);
    lang_analyse(a, text, strlen(text), add_token, terms);
    return g_string_free(terms, FALSE);
}

static gboolean is_same_term(LangAnalyser *a, const Forms *f)
{
    g_autofree char *terms = terms_of(a, f->column[0]);
    g_autofree char *composed = terms_of(a, f->column[1]), *decomposed = terms_of(a, f->column[2]);
    return g_str_equal(terms, composed) && g_str_equal(terms, decomposed);
}

/* ICU 72 takes a composed Hangul syllable with a mark over it for no word, the same in its letters for one. */
static gboolean is_struck_hangul(const char *text)
{
    gunichar second = g_utf8_get_char(g_utf8_next_char(text));
    return g_unichar_get_script(g_utf8_get_char(text)) == G_UNICODE_SCRIPT_HANGUL && second == 0x334;
}

static void every_spelling_of_a_character_is_one_term(void)
{
    if (suite_is_absent("unicode"))
        return;
    g_auto(GStrv) lines = suite_read_lines(NORMALIZATION);
    for (guint i = 0; i < lang_count(); i++) {
        g_autoptr(LangAnalyser) a = lang_analyser_new(lang_get(i), NULL);
        for (char **line = lines; *line; line++) {
            Forms forms;
            if (!forms_parse(*line, &forms))
                continue;
            if (!is_same_term(a, &forms) && !is_struck_hangul(forms.column[0]))
                g_error("spellings of one character give several terms: %s", *line);
            forms_clear(&forms);
        }
    }
}

/* ------------------------------------------------------------------ words */

/* One row of WordBreakTest.txt: the text, and where it may be divided (bytes, ascending, 0 and the end among them). */
static char *parse_breaks(const char *line, GArray *breaks)
{
    GString *text = g_string_new(NULL);
    g_autofree char *data = g_strndup(line, strcspn(line, "\t#"));
    g_auto(GStrv) fields = g_strsplit(data, " ", -1);
    g_array_set_size(breaks, 0);
    for (char **f = fields; *f; f++) {
        guint32 at = text->len;
        if (g_str_has_prefix(*f, "÷"))
            g_array_append_val(breaks, at);
        else if (g_ascii_isxdigit(**f))
            g_string_append_unichar(text, strtoul(*f, NULL, 16));
    }
    return g_string_free(text, FALSE);
}

static gboolean is_known(const char *text)
{
    UVersionInfo age, newest;
    u_versionFromString(newest, NEWEST);
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        u_charAge(g_utf8_get_char(p), age);
        if (age[0] && memcmp(age, newest, sizeof age) > 0)
            return FALSE;
    }
    return TRUE;
}

static UBreakIterator *open_breaks(UBreakIteratorType type, const char *text, UText *at)
{
    UErrorCode status = U_ZERO_ERROR;
    UBreakIterator *breaks = ubrk_open(type, "", NULL, 0, &status);
    utext_openUTF8(at, text, -1, &status);
    ubrk_setUText(breaks, at, &status);
    g_assert_true(U_SUCCESS(status));
    return breaks;
}

/* ICU 72 and CLDR 42 divide at a colon in all languages but two, which the suite does not. */
static gboolean is_beside_colon(const char *text, guint32 at)
{
    const char *before = g_utf8_prev_char(text + at);
    while (before > text && uni_extends(g_utf8_get_char(before)))
        before = g_utf8_prev_char(before);
    return text[at] == ':' || *before == ':';
}

/* ICU divides where the suite says, and our door gives those of the parts that are words. TRUE: apart from colons. */
static gboolean check_breaks(UniBreaker *breaker, const char *text, const GArray *breaks)
{
    UText utext = UTEXT_INITIALIZER;
    UBreakIterator *icu = open_breaks(UBRK_WORD, text, &utext);
    guint32 start = ubrk_first(icu), end;
    gsize word_start, word_end;
    gboolean has_colons = FALSE;
    UniKind kind;
    uni_breaker_start(breaker, text, strlen(text));
    for (guint i = 1; (end = ubrk_next(icu)) != (guint32)UBRK_DONE; start = end) {
        g_assert_cmpuint(i, <, breaks->len);
        if (end == g_array_index(breaks, guint32, i))
            i++;
        else
            has_colons = TRUE;
        g_assert_true(end == g_array_index(breaks, guint32, i - 1) || is_beside_colon(text, end));
        if (ubrk_getRuleStatus(icu) < UBRK_WORD_NUMBER)
            continue;
        g_assert_true(uni_breaker_next(breaker, &word_start, &word_end, &kind));
        g_assert_cmpuint(word_start, ==, start);
        g_assert_cmpuint(word_end, ==, end);
    }
    g_assert_cmpuint(start, ==, g_array_index(breaks, guint32, breaks->len - 1));
    g_assert_false(uni_breaker_next(breaker, &word_start, &word_end, &kind));
    ubrk_close(icu);
    utext_close(&utext);
    return has_colons;
}

static void words_are_those_of_the_suite(void)
{
    if (suite_is_absent("unicode"))
        return;
    guint rows = 0, rows_with_colons = 0;
    g_autoptr(UniBreaker) breaker = uni_breaker_new(NULL);
    g_autoptr(GArray) breaks = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_auto(GStrv) lines = suite_read_lines(WORD_BREAKS);
    for (char **line = lines; *line; line++) {
        if (!g_str_has_prefix(*line, "÷"))
            continue;
        g_autofree char *text = parse_breaks(*line, breaks);
        if (is_known(text) && check_breaks(breaker, text, breaks))
            rows_with_colons++;
        rows++;
    }
    g_assert_cmpuint(rows, ==, 1823);
    g_assert_cmpuint(rows_with_colons, <=, 15);
}

static void check_token(const Token *t, gpointer characters)
{
    if (!ubrk_isBoundary(characters, t->start) || !ubrk_isBoundary(characters, t->end))
        g_error("a token ends inside a character: '%s' (%s), bytes %u to %u", t->term, t->rule, t->start, t->end);
}

static void check_characters(LangAnalyser *const *analysers, const char *text)
{
    UText utext = UTEXT_INITIALIZER;
    UBreakIterator *characters = open_breaks(UBRK_CHARACTER, text, &utext);
    for (LangAnalyser *const *a = analysers; *a; a++)
        lang_analyse(*a, text, strlen(text), check_token, characters);
    ubrk_close(characters);
    utext_close(&utext);
}

static void no_token_begins_or_ends_inside_a_character(void)
{
    if (suite_is_absent("unicode"))
        return;
    LangAnalyser *analysers[MAX_LANGS + 1] = {NULL};
    g_assert_cmpuint(lang_count(), <=, MAX_LANGS);
    for (guint i = 0; i < lang_count(); i++)
        analysers[i] = lang_analyser_new(lang_get(i), NULL);
    g_autoptr(GArray) breaks = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_auto(GStrv) word_lines = suite_read_lines(WORD_BREAKS), form_lines = suite_read_lines(NORMALIZATION);
    for (char **line = word_lines; *line; line++) {
        g_autofree char *text = g_str_has_prefix(*line, "÷") ? parse_breaks(*line, breaks) : g_strdup("");
        check_characters(analysers, text);
    }
    for (char **line = form_lines; *line; line++) {
        Forms forms;
        if (!forms_parse(*line, &forms))
            continue;
        for (guint i = 0; i < 5; i++)
            check_characters(analysers, forms.column[i]);
        forms_clear(&forms);
    }
    for (guint i = 0; i < lang_count(); i++)
        lang_analyser_free(analysers[i]);
}

/* ------------------------------------------------------------------ stems */

/*
 * Words whose stem is another one in the suite, of 2026, than in Snowball 2.2, of 2021, which Debian has: exceptions and
 * regions that came between. A newer Snowball may make fewer of them, none may make more.
 */
static const char *const restemmed[] = {
    "added", "adding", "apologists", "archaeologists", "ebbed", "ebbing", "emergencies", "emergency", "entomologist",
    "erred", "erring", "evening", "evenings", "genealogist", "geologist", "geologists", "hying", "interfered",
    "interfering", "internal", "internality", "internalization", "internalize", "internalized", "internalizes",
    "internally", "internalness", "international", "internationally", "internationals", "internment", "internments",
    "interval", "intervals", "lateral", "laterally", "offing", "oncologist", "oncologists", "organic", "organically",
    "organism", "organization", "organizations", "organize", "organized", "ornithologist", "ornithologists", "paste",
    "pasted", "pasting", "psychologist", "universal", "universally", "universities", "university", "vying", NULL};

static void check_stems(const char *algorithm, const char *words_name, const char *stems_name)
{
    struct sb_stemmer *stemmer = sb_stemmer_new(algorithm, "UTF_8");
    g_assert_nonnull(stemmer);
    g_auto(GStrv) words = suite_read_lines(words_name), stems = suite_read_lines(stems_name);
    guint n = g_strv_length(words), others = 0;
    g_assert_cmpuint(n, >, 10000);
    g_assert_cmpuint(n, ==, g_strv_length(stems));
    for (guint i = 0; i < n; i++) {
        const char *stem = (const char *)sb_stemmer_stem(stemmer, (const sb_symbol *)words[i], strlen(words[i]));
        if (g_str_equal(stem, stems[i]))
            continue;
        if (!g_strv_contains(restemmed, words[i]))
            g_error("%s: '%s' became '%s', not '%s'", algorithm, words[i], stem, stems[i]);
        others++;
    }
    sb_stemmer_delete(stemmer);
    g_test_message("%s: %u words, %u known to differ", algorithm, n, others);
}

static void stems_are_those_of_the_suite(void)
{
    if (suite_is_absent("snowball"))
        return;
    guint lists = 0;
    for (guint i = 0; i < lang_count(); i++) {
        const char *algorithm = lang_stemmer(lang_get(i));
        g_autofree char *words = g_strdup_printf("snowball/%s-voc.txt.gz", algorithm ? algorithm : "");
        g_autofree char *stems = g_strdup_printf("snowball/%s-output.txt.gz", algorithm ? algorithm : "");
        g_autofree char *path = suite_path(words);
        if (!algorithm || !g_file_test(path, G_FILE_TEST_EXISTS))
            continue;
        check_stems(algorithm, words, stems);
        lists++;
    }
    g_assert_cmpuint(lists, >, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/unicode/forms_are_those_of_the_suite", forms_are_those_of_the_suite);
    g_test_add_func("/unicode/every_spelling_of_a_character_is_one_term", every_spelling_of_a_character_is_one_term);
    g_test_add_func("/unicode/words_are_those_of_the_suite", words_are_those_of_the_suite);
    g_test_add_func("/unicode/no_token_begins_or_ends_inside_a_character",
                    no_token_begins_or_ends_inside_a_character);
    g_test_add_func("/unicode/stems_are_those_of_the_suite", stems_are_those_of_the_suite);
    return g_test_run();
}
