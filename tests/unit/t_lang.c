/* The promises of langs/: every language there is, walked. */
#include <string.h>

#include "langs/charset.h"
#include "langs/identify.h"
#include "langs/lang.h"
#include "langs/message.h"
#include "shim/limits.h"

static void every_language_is_found_by_its_tags(void)
{
    g_assert_cmpuint(lang_count(), >, 0);
    for (guint i = 0; i < lang_count(); i++) {
        const LangProfile *p = lang_get(i);
        g_autofree char *regional = g_strconcat(lang_code(p), "-ZZ", NULL), *upper = g_ascii_strup(lang_code(p), -1);
        g_assert_true(lang_find(lang_code(p)) == p);
        g_assert_true(lang_find(regional) == p);
        g_assert_true(lang_find(upper) == p);
    }
    g_assert_null(lang_find("qqq"));
    g_assert_null(lang_find(""));
}

static void every_language_is_found_by_its_names(void)
{
    for (guint i = 0; i < lang_count(); i++) {
        const LangProfile *p = lang_get(i);
        g_autofree char *upper = g_utf8_strup(lang_name(p), -1), *spaced = g_strconcat(" ", lang_code(p), "\n", NULL);
        g_autofree char *more = g_strconcat(lang_name(p), " x", NULL);
        g_assert_true(lang_find_by_name(lang_name(p)) == p);
        g_assert_true(lang_find_by_name(upper) == p);
        g_assert_true(lang_find_by_name(spaced) == p);
        g_assert_null(lang_find_by_name(more));
    }
    g_assert_null(lang_find_by_name(""));
    g_assert_null(lang_find_by_name("Esperanto"));
    g_assert_nonnull(lang_find_by_name("العربية"));
    g_assert_nonnull(lang_find_by_name("RUSSIAN"));
}

static void no_line_breaks_before_a_sign_or_within_quotation_marks(void)
{
    static const char *const breaks[] = {" :", " ;", " !", " ?", " %", "« ", " »"};
    for (guint i = 0; i < lang_count(); i++)
        for (guint m = 0; m < message_count(lang_get(i)); m++)
            for (guint k = 0; k < G_N_ELEMENTS(breaks); k++)
                g_assert_null(strstr(message_pattern(lang_get(i), message_key(lang_get(i), m)), breaks[k]));
}

static void a_year_is_one_group_of_digits(void)
{
    for (guint i = 0; i < lang_count(); i++) {
        g_autofree char *year = message_year(lang_get(i), 2025), *two = message_number(lang_get(i), 2);
        g_assert_cmpint(g_utf8_strlen(year, -1), ==, 4);
        g_assert_true(g_str_has_prefix(year, two)); /* the same digits as of other numbers */
    }
}

static void every_message_formats_in_every_language(void)
{
    MessageArgument arguments[] = {MESSAGE_ARG_NUMBER(3), MESSAGE_ARG_NUMBER(7)};
    for (guint i = 0; i < lang_count(); i++) {
        const LangProfile *p = lang_get(i);
        g_assert_cmpuint(message_count(p), ==, message_count(lang_get(0)));
        for (guint m = 0; m < message_count(p); m++) {
            const char *key = message_key(p, m), *pattern = message_pattern(p, key);
            arguments[0] = strstr(pattern, "{0,") ? MESSAGE_ARG_NUMBER(3) : MESSAGE_ARG_TEXT("word");
            arguments[1] = strstr(pattern, "{1,") ? MESSAGE_ARG_NUMBER(7) : MESSAGE_ARG_TEXT("word");
            g_autofree char *text = message_format(p, key, arguments, 2);
            g_assert_cmpstr(text, !=, key);
            g_assert_true(*text && !strchr(text, '{'));
        }
        g_autofree char *date = message_date(p, 1700000000);
        g_assert_true(*date);
    }
}

typedef struct {
    const char *text;
    guint32 position, tokens;
} Walk;

static void check_token(const Token *t, gpointer user)
{
    Walk *w = user;
    gsize n = strlen(w->text);
    g_assert_cmpuint(t->start, <, t->end);
    g_assert_cmpuint(t->end, <=, n);
    g_assert_cmpuint(t->position, >=, w->position);
    g_assert_true(g_utf8_validate(t->term, -1, NULL) && *t->term);
    g_assert_true(g_utf8_validate(w->text + t->start, t->end - t->start, NULL));
    w->position = t->position;
    w->tokens++;
}

static void tokens_point_at_their_source(void)
{
    static const char *const texts[] = {"plain words 2024", "l’école d'été Œuvre naïve", "Ёлка и мёд",
                                        "والمدرسةُ العربيّة ٢٠٢٤", "聯合國與联合国 ＩＴＵ"};
    for (guint i = 0; i < lang_count(); i++) {
        g_autoptr(LangAnalyser) a = lang_analyser_new(lang_get(i), NULL);
        for (guint t = 0; t < G_N_ELEMENTS(texts); t++) {
            Walk walk = {texts[t], 0, 0};
            lang_analyse(a, texts[t], strlen(texts[t]), check_token, &walk);
            g_assert_cmpuint(walk.tokens, >, 0);
        }
        g_autofree char *endless = g_strnfill(100000, 'x');
        Walk walk = {endless, 0, 0};
        lang_analyse(a, endless, strlen(endless), check_token, &walk);
        lang_analyse(a, "\xff\xfe\x80", 3, check_token, &(Walk){"\xff\xfe\x80", 0, 0});
    }
}

static void check_length(const Token *t, gpointer user)
{
    guint *tokens = user;
    g_assert_cmpuint(strlen(t->term), <=, LIMIT_TERM - 8);
    ++*tokens;
}

/* Words that grow while they are folded: letters of two scripts, ligatures of whole sentences, and both joined. */
static void no_term_is_longer_than_a_term_may_be(void)
{
    g_autofree char *latin = g_strnfill(230, 'a');
    g_autoptr(GString) ligatures = g_string_new(NULL);
    for (guint i = 0; i < 12; i++)
        g_string_append(ligatures, "\uFDFA");
    g_autofree char *mixed = g_strconcat(latin, "я \u05D0", latin, NULL);
    g_autofree char *joined = g_strconcat(ligatures->str, "-", ligatures->str, "/ab-", ligatures->str, NULL);
    const char *texts[] = {latin, mixed, ligatures->str, joined};
    for (guint i = 0; i < lang_count(); i++) {
        g_autoptr(LangAnalyser) a = lang_analyser_new(lang_get(i), NULL);
        for (guint t = 0; t < G_N_ELEMENTS(texts); t++) {
            guint tokens = 0;
            lang_analyse(a, texts[t], strlen(texts[t]), check_length, &tokens);
            g_assert_cmpuint(tokens, >, 0);
        }
    }
}

/* What is `c` mistaken for is in turn mistaken for `c`; returns how many there are. */
static guint check_lookalikes(const LangProfile *p, gunichar c)
{
    gunichar others[LANG_LOOKALIKES], back[LANG_LOOKALIKES];
    guint n = lang_lookalikes(p, c, others);
    for (guint i = 0; i < n; i++) {
        gboolean is_mutual = FALSE;
        guint m = lang_lookalikes(p, others[i], back);
        for (guint k = 0; k < m; k++)
            is_mutual |= back[k] == c;
        g_assert_true(is_mutual);
        g_assert_cmpuint(others[i], !=, c);
        g_assert_true(i == 0 || others[i - 1] < others[i]);
    }
    return n;
}

static void lookalikes_are_mutual_and_none_is_left_out(void)
{
    guint pairs = 0;
    for (guint i = 0; i < lang_count(); i++) {
        for (gunichar c = 0; c < 0x20000; c++) {
            guint n = check_lookalikes(lang_get(i), c);
            g_assert_cmpuint(n, <, LANG_LOOKALIKES);
            pairs += n;
        }
    }
    g_assert_cmpuint(pairs, >, 0);
}

/* Of the pairs of langs/LANG/lookalikes.txt, where a language has it, four in five are known. */
static void what_is_taught_to_look_alike_mostly_does(void)
{
    for (guint i = 0; i < lang_count(); i++) {
        g_autofree char *path = g_strdup_printf("langs/%s/lookalikes.txt", lang_code(lang_get(i))), *text = NULL;
        if (!g_file_get_contents(path, &text, NULL, NULL))
            continue;
        g_auto(GStrv) words = g_strsplit_set(strchr(text, '\n') + 1, " \n", -1);
        guint pairs = 0, known = 0;
        for (guint j = 0; words[j]; j++) {
            gunichar others[LANG_LOOKALIKES];
            if (g_utf8_strlen(words[j], -1) != 2)
                continue;
            guint n = lang_lookalikes(lang_get(i), g_utf8_get_char(words[j]), others);
            gunichar second = g_utf8_get_char(g_utf8_next_char(words[j]));
            pairs++;
            for (guint k = 0; k < n; k++)
                known += others[k] == second;
        }
        g_assert_cmpuint(pairs, >, 0);
        g_assert_cmpuint(known * 5, >=, pairs * 4);
    }
}

static void other_characters_have_no_lookalikes(void)
{
    gunichar others[LANG_LOOKALIKES];
    for (guint i = 0; i < lang_count(); i++) {
        g_assert_cmpuint(lang_lookalikes(lang_get(i), 'a', others), ==, 0);
        g_assert_cmpuint(lang_lookalikes(lang_get(i), 0, others), ==, 0);
        g_assert_cmpuint(lang_lookalikes(lang_get(i), 0x10FFFF, others), ==, 0);
    }
}

static void charsets_are_read_by_their_labels(void)
{
    gsize n;
    g_autofree char *russian = charset_decode("\xcf\xf0\xe8\xe2\xe5\xf2", 6, charset_of_label("CP1251"), &n);
    g_assert_cmpstr(russian, ==, "Привет");
    g_autofree char *chinese = charset_decode("\xd6\xd0\xce\xc4", 4, charset_of_label(" gb2312 "), &n);
    g_assert_cmpstr(chinese, ==, "中文");
    g_autofree char *broken = charset_decode("a\xff z", 4, "UTF-8", &n);
    g_assert_cmpstr(broken, ==, "a\xEF\xBF\xBD z");
    g_assert_cmpstr(charset_of_label("latin1"), ==, "windows-1252");
    g_assert_null(charset_of_label("utf-7"));
}

static void a_list_has_its_texts_in_order(void)
{
    const char *const texts[] = {"xxa", "xxb", "xxc"};
    for (guint i = 0; i < lang_count(); i++) {
        for (guint n = 0; n <= 3; n++) {
            g_autofree char *list = message_list(lang_get(i), texts, n);
            const char *at = list;
            for (guint k = 0; k < n; k++) {
                at = strstr(at, texts[k]);
                g_assert_nonnull(at);
            }
            g_assert_true(n != 1 || g_str_equal(list, "xxa"));
            g_assert_true(n != 0 || !*list);
        }
        g_autofree char *three = message_list(lang_get(i), texts, 3);
        g_assert_cmpuint(strlen(three), >, 9); /* joined by something */
    }
}

/* Tokens of one kind, each as "start end". */
typedef struct {
    GHashTable *of_term; /* term with prefix → GString */
    const char *only;    /* NULL: all */
} Seen;

static void see(const Token *t, gpointer user)
{
    Seen *seen = user;
    g_autofree char *term = g_strconcat(token_form_prefix(t->form), t->term, NULL);
    if (t->form == TOKEN_PART || (seen->only && !g_str_equal(seen->only, term)))
        return;
    GString *places = g_hash_table_lookup(seen->of_term, term);
    if (!places) {
        places = g_string_new(NULL);
        g_hash_table_insert(seen->of_term, g_strdup(term), places);
    }
    g_string_append_printf(places, "%u-%u ", t->start, t->end);
}

static void free_places(gpointer places)
{
    g_string_free(places, TRUE);
}

static void assert_every_term_is_found(LangAnalyser *a, const char *text)
{
    Seen all = {g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_places), NULL};
    lang_analyse(a, text, strlen(text), see, &all);
    GHashTableIter iter;
    gpointer term, places;
    g_hash_table_iter_init(&iter, all.of_term);
    while (g_hash_table_iter_next(&iter, &term, &places)) {
        g_autoptr(GHashTable) sought = g_hash_table_new(g_str_hash, g_str_equal);
        Seen found = {g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_places), term};
        g_hash_table_add(sought, term);
        lang_set_sought(a, sought);
        lang_seek(a, text, strlen(text), see, &found);
        const GString *again = g_hash_table_lookup(found.of_term, term);
        g_assert_cmpstr(again ? again->str : term, ==, ((GString *)places)->str);
        g_hash_table_unref(found.of_term);
    }
    g_hash_table_unref(all.of_term);
}

/* On what people type, as golden rows and stop words have it. */
static void seeking_gives_what_is_sought_as_analysing_does(void)
{
    static const char *const files[] = {"golden.tsv", "stopwords.txt"};
    for (guint i = 0; i < lang_count(); i++) {
        g_autoptr(LangAnalyser) a = lang_analyser_new(lang_get(i), NULL);
        for (guint f = 0; f < G_N_ELEMENTS(files); f++) {
            g_autofree char *path = g_build_filename("langs", lang_code(lang_get(i)), files[f], NULL), *text = NULL;
            g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
            g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
            for (char **line = lines; *line; line++)
                assert_every_term_is_found(a, *line);
        }
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/lang/every_language_is_found_by_its_tags", every_language_is_found_by_its_tags);
    g_test_add_func("/lang/every_language_is_found_by_its_names", every_language_is_found_by_its_names);
    g_test_add_func("/lang/a_list_has_its_texts_in_order", a_list_has_its_texts_in_order);
    g_test_add_func("/lang/no_line_breaks_before_a_sign_or_within_quotation_marks",
                    no_line_breaks_before_a_sign_or_within_quotation_marks);
    g_test_add_func("/lang/a_year_is_one_group_of_digits", a_year_is_one_group_of_digits);
    g_test_add_func("/lang/every_message_formats_in_every_language", every_message_formats_in_every_language);
    g_test_add_func("/lang/tokens_point_at_their_source", tokens_point_at_their_source);
    g_test_add_func("/lang/no_term_is_longer_than_a_term_may_be", no_term_is_longer_than_a_term_may_be);
    g_test_add_func("/lang/lookalikes_are_mutual_and_none_is_left_out", lookalikes_are_mutual_and_none_is_left_out);
    g_test_add_func("/lang/what_is_taught_to_look_alike_mostly_does", what_is_taught_to_look_alike_mostly_does);
    g_test_add_func("/lang/other_characters_have_no_lookalikes", other_characters_have_no_lookalikes);
    g_test_add_func("/lang/seeking_gives_what_is_sought_as_analysing_does", seeking_gives_what_is_sought_as_analysing_does);
    g_test_add_func("/lang/charsets_are_read_by_their_labels", charsets_are_read_by_their_labels);
    return g_test_run();
}
