/* The promises of langs/seek.h, and of lang_seek(), which stands on it: nothing that is sought is passed over. */
#include "langs/seek.h"

#include <string.h>

#include "tests/unit/sample.h"

#define HANDBOOK "/usr/share/doc/debian-handbook/html"
#define TEXTS 150 /* of each language; `-m thorough`: a hundred times as many */
#define WORDS 3000

/* Characters by which scripts, marks, digits, forms and what is ill-formed meet in a text. */
static const struct {
    gunichar first, last;
} ranges[] = {{0x21, 0x2F},     {0x30, 0x39},     {0x3A, 0x7E},     {0xA0, 0xFF},       {0x100, 0x17F},
              {0x300, 0x330},   {0x370, 0x3FF},   {0x400, 0x47F},   {0x5D0, 0x5F4},     {0x600, 0x6FF},
              {0x620, 0x652},   {0x660, 0x669},   {0x905, 0x94D},   {0xE01, 0xE3A},     {0x1100, 0x11FF},
              {0x1F80, 0x1FFF}, {0x200B, 0x200F}, {0x2010, 0x2030}, {0x202F, 0x2040},   {0x2080, 0x2089},
              {0x2100, 0x2188}, {0x24B6, 0x24E9}, {0x3000, 0x3020}, {0x3041, 0x30FF},   {0x3200, 0x33FF},
              {0x4E00, 0x9FFF}, {0x4E00, 0x4E20}, {0xAC00, 0xAC20}, {0xF900, 0xFAFF},   {0xFB00, 0xFB4F},
              {0xFB50, 0xFDFF}, {0xFE00, 0xFEFF}, {0xFF01, 0xFFEF}, {0x1F100, 0x1F1FF}, {0x20000, 0x20100}};

static const char *const joints[] = {" ",
                                     " ",
                                     " ",
                                     "",
                                     "",
                                     "-",
                                     ".",
                                     "'",
                                     "’",
                                     "ʼ",
                                     "/",
                                     "_",
                                     "\n",
                                     "\t",
                                     ",",
                                     ":",
                                     "@",
                                     "\xC2\xA0",
                                     "\xE2\x80\xAF",
                                     "，",
                                     "。",
                                     "・",
                                     "ー",
                                     "\xFF",
                                     "\xE4"};

static void add_character(GString *text, GRand *dice)
{
    guint i = g_rand_int_range(dice, 0, G_N_ELEMENTS(ranges));
    if (g_rand_int_range(dice, 0, 40) == 0)
        g_string_append_c(text, g_rand_int_range(dice, 0x80, 0x100)); /* ill-formed */
    else
        g_string_append_unichar(text, g_rand_int_range(dice, ranges[i].first, ranges[i].last + 1));
}

/* A word of letters that the language's own words are made of, of one or two other ones, or of anything. */
static void add_word(GString *text, const char *letters, GRand *dice)
{
    const glong n = g_utf8_strlen(letters, -1);
    gboolean is_own = g_rand_int_range(dice, 0, 3) > 0;
    for (gint i = g_rand_int_range(dice, 1, 9); i > 0; i--) {
        if (is_own && g_rand_int_range(dice, 0, 12))
            g_string_append_unichar(text,
                                    g_utf8_get_char(g_utf8_offset_to_pointer(letters, g_rand_int_range(dice, 0, n))));
        else
            add_character(text, dice);
    }
}

static GString *random_text(const char *letters, GRand *dice, guint words)
{
    GString *text = g_string_new(NULL);
    while (words--) {
        add_word(text, letters, dice);
        g_string_append(text, joints[g_rand_int_range(dice, 0, G_N_ELEMENTS(joints))]);
    }
    return text;
}

/* ------------------------------------------------------------------ the same tokens */

typedef struct {
    GHashTable *terms; /* NULL: all tokens */
    GString *tokens;   /* all that is told of them but their positions */
} Seen;

static char *key_of(const Token *t)
{
    return g_strconcat(token_form_prefix(t->form), t->term, NULL);
}

static void see(const Token *t, gpointer user)
{
    Seen *seen = user;
    g_autofree char *key = key_of(t);
    if (t->form != TOKEN_PART && g_hash_table_contains(seen->terms, key))
        g_string_append_printf(seen->tokens, "%s %u-%u %d %g %s\n", key, t->start, t->end, t->is_stop,
                               (double)t->weight, t->rule);
}

static void collect(const Token *t, gpointer terms)
{
    if (t->form != TOKEN_PART)
        g_hash_table_add(terms, key_of(t));
}

/* Seeks each term by itself, and with the one before it. */
static void assert_all_is_found(LangAnalyser *a, const char *text, gsize n)
{
    g_autoptr(GHashTable) all = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    lang_analyse(a, text, n, collect, all);
    GHashTableIter iter;
    gpointer term, before = NULL;
    for (g_hash_table_iter_init(&iter, all); g_hash_table_iter_next(&iter, &term, NULL); before = term) {
        g_autoptr(GHashTable) terms = g_hash_table_new(g_str_hash, g_str_equal);
        g_hash_table_add(terms, term);
        if (before && g_str_hash(term) % 4 == 0)
            g_hash_table_add(terms, before);
        g_autoptr(GString) analysed = g_string_new(NULL), sought = g_string_new(NULL);
        lang_analyse(a, text, n, see, &(Seen){terms, analysed});
        lang_set_sought(a, terms);
        lang_seek(a, text, n, see, &(Seen){terms, sought});
        if (!g_string_equal(analysed, sought)) {
            g_autofree char *shown = g_strescape(text, NULL), *shown_term = g_strescape(term, NULL);
            g_test_message("'%s' sought in \"%s\"", shown_term, shown);
        }
        g_assert_cmpstr(sought->str, ==, analysed->str);
    }
}

static void nothing_sought_is_passed_over_in_any_text(void)
{
    const guint texts = g_test_thorough() ? TEXTS * 100 : TEXTS;
    for (guint i = 0; i < lang_count(); i++) {
        g_autoptr(LangAnalyser) a = lang_analyser_new(lang_get(i), NULL);
        g_autoptr(GRand) dice = g_rand_new_with_seed(i);
        g_autoptr(GString) letters = sample_text(lang_get(i), i, 300);
        g_strdelimit(letters->str, " '", letters->str[0]);
        for (guint t = 0; t < texts; t++) {
            g_autoptr(GString) text = random_text(letters->str, dice, g_rand_int_range(dice, 1, 12));
            assert_all_is_found(a, text->str, text->len);
        }
    }
}

/* Each word by itself: the profile's promise about how stems begin. */
static void words_begin_as_the_profile_tells(void)
{
    const guint words = g_test_thorough() ? WORDS * 100 : WORDS;
    for (guint i = 0; i < lang_count(); i++) {
        g_autoptr(LangAnalyser) a = lang_analyser_new(lang_get(i), NULL);
        g_autoptr(GRand) dice = g_rand_new_with_seed(100 + i);
        g_autoptr(GString) letters = sample_text(lang_get(i), i, 300);
        g_strdelimit(letters->str, " '", letters->str[0]);
        for (guint w = 0; w < words; w++) {
            g_autoptr(GString) word = random_text(letters->str, dice, 1);
            assert_all_is_found(a, word->str, word->len);
        }
    }
}

/* Where the division of a word depends on what is further on, or the letters on their neighbours. */
static void what_is_rarely_written_is_found(void)
{
    static const char *const texts[] = {"卫foo_ミ",
                                        "卫foo.bar_ミ",
                                        "卫foo'bar_ミ",
                                        "卫é_ミ星",
                                        "卫foo，ミ",
                                        "卫foo‿ミ",
                                        "卫foo、星",
                                        "foo卫_ミ",
                                        "a.牘ﾘ\xE2\x80\xAF"
                                        "eu",
                                        "⼈⼯智能",
                                        "丈㍖星",
                                        "e\xCC\x81 и\xCC\x86",
                                        "\xE4\xE5\xBD\xA0\xE4\xBD\xA0",
                                        "a \xCC\x8A@b",
                                        "CO₂-卫星"};
    for (guint i = 0; i < lang_count(); i++) {
        g_autoptr(LangAnalyser) a = lang_analyser_new(lang_get(i), NULL);
        for (guint t = 0; t < G_N_ELEMENTS(texts); t++)
            assert_all_is_found(a, texts[t], strlen(texts[t]));
    }
}

static char *read_page(const char *folder, const char *file)
{
    g_autofree char *path = g_build_filename(folder, file, NULL), *html = NULL;
    g_assert_true(g_file_get_contents(path, &html, NULL, NULL));
    g_autoptr(GRegex) tags = g_regex_new("<[^>]*>", 0, 0, NULL);
    return g_regex_replace_literal(tags, html, -1, 0, " ", 0, NULL);
}

/* Tokens of the first pages of a book, sought one at a time in the line they stand in. */
static void assert_book_is_found(LangAnalyser *a, const char *folder, guint pages)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    for (const char *name; pages && (name = g_dir_read_name(dir));) {
        if (!g_str_has_suffix(name, ".html"))
            continue;
        pages--;
        g_autofree char *text = read_page(folder, name);
        g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
        for (char **line = lines; *line; line++)
            if (strlen(*line) < 400)
                assert_all_is_found(a, *line, strlen(*line));
    }
}

static void words_of_books_begin_as_the_profile_tells(void)
{
    g_autoptr(GDir) editions = g_dir_open(HANDBOOK, 0, NULL);
    if (!editions) {
        g_test_skip("no debian-handbook");
        return;
    }
    for (const char *name; (name = g_dir_read_name(editions));) {
        g_autofree char *folder = g_build_filename(HANDBOOK, name, NULL);
        const LangProfile *lang = lang_find(name);
        g_autoptr(LangAnalyser) a = lang ? lang_analyser_new(lang, NULL) : NULL;
        if (a)
            assert_book_is_found(a, folder, g_test_thorough() ? G_MAXUINT : 3);
    }
}

/* ------------------------------------------------------------------ what is passed over */

/* Letters of text that are not passed over when one is sought. */
static gsize left_of(const LangProfile *lang, const char *text, const char *term)
{
    Seeker *s = seeker_new(lang);
    g_autoptr(GHashTable) terms = g_hash_table_new(g_str_hash, g_str_equal);
    g_hash_table_add(terms, (gpointer)term);
    seeker_set_terms(s, terms);
    seeker_start(s, text, strlen(text));
    gsize start, end, left = 0, before = 0;
    while (seeker_next(s, &start, &end)) {
        g_assert_cmpuint(start, >=, before);
        g_assert_cmpuint(end, >, start);
        g_assert_cmpuint(end, <=, strlen(text));
        left += end - start;
        before = end;
    }
    seeker_free(s);
    return left;
}

static void most_of_a_text_is_passed_over(void)
{
    for (guint i = 0; i < lang_count(); i++) {
        g_autoptr(GString) text = sample_text(lang_get(i), i, 2000);
        gsize strange = left_of(lang_get(i), text->str, "ωμ"); /* letters that are several, as ligatures are */
        g_assert_cmpuint(strange, <, text->len / 20);
        g_string_append(text, "lua-Ωμέγα, 在中国“ωμ”，不在。");
        gsize left = left_of(lang_get(i), text->str, "ωμ") - strange;
        g_assert_cmpuint(left, >=, strlen("lua-Ωμέγα,“ωμ”，"));
        g_assert_cmpuint(left, <=, strlen("lua-Ωμέγα,“ωμ”，") + strlen("在中国不在。"));
    }
}

static void nothing_is_passed_over_where_nothing_is_known(void)
{
    for (guint i = 0; i < lang_count(); i++) {
        LangProfile unknown = *lang_get(i);
        unknown.beginnings = NULL;
        g_assert_cmpuint(left_of(&unknown, "one two", "ωμ"), ==, strlen("one two"));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/seek/nothing_sought_is_passed_over_in_any_text", nothing_sought_is_passed_over_in_any_text);
    g_test_add_func("/seek/words_begin_as_the_profile_tells", words_begin_as_the_profile_tells);
    g_test_add_func("/seek/what_is_rarely_written_is_found", what_is_rarely_written_is_found);
    g_test_add_func("/seek/words_of_books_begin_as_the_profile_tells", words_of_books_begin_as_the_profile_tells);
    g_test_add_func("/seek/most_of_a_text_is_passed_over", most_of_a_text_is_passed_over);
    g_test_add_func("/seek/nothing_is_passed_over_where_nothing_is_known",
                    nothing_is_passed_over_where_nothing_is_known);
    return g_test_run();
}
