/* The promises of query/snippet.h. */
#include <string.h>

#include "query/parse.h"
#include "query/snippet.h"
#include "shim/limits.h"

typedef struct {
    GString *all, *hits; /* the text shown; the marked parts, each followed by '|' */
} Shown;

static void shown_clear(Shown *s)
{
    g_string_free(s->all, TRUE);
    g_string_free(s->hits, TRUE);
}

static Shown show(const LangProfile *lang, const char *query, const char *text, gint32 max_characters,
                  gsize *work)
{
    g_autoptr(LangAnalyser) analyser = lang_analyser_new(lang, NULL);
    g_autoptr(Request) request = request_new(lang);
    g_free(request->query);
    request->query = request_clean_query(query);
    g_autoptr(ParsedQuery) parsed = query_parse(request, analyser, NULL, QUERY_NARROW);
    g_autoptr(GArray) parts = snippet_make(analyser, parsed->terms, text, max_characters, work);
    Shown s = {g_string_new(NULL), g_string_new(NULL)};
    for (guint i = 0; i < parts->len; i++) {
        const SnippetPart *part = &g_array_index(parts, SnippetPart, i);
        g_assert_true(g_utf8_validate(part->text, -1, NULL) && *part->text);
        g_string_append(s.all, part->text);
        if (part->is_hit)
            g_string_append_printf(s.hits, "%s|", part->text);
    }
    return s;
}

static void check(const char *query, const char *text, const char *hits)
{
    for (guint i = 0; i < lang_count(); i++) {
        gsize work = LIMIT_SNIPPET_WORK;
        Shown s = show(lang_get(i), query, text, -1, &work);
        g_assert_cmpstr(s.all->str, ==, text);
        g_assert_cmpstr(s.hits->str, ==, hits);
        shown_clear(&s);
    }
}

static void words_are_marked_as_the_author_wrote_them(void)
{
    check("satellite", "A SATELLITE, two Satellite.", "SATELLITE|Satellite|");
    check("ITU", "from ＩＴＵ here", "ＩＴＵ|");
    check("satel*", "Satellite and satelsat but not sat", "Satellite|satelsat|");
    check("nothing", "A satellite.", "");
    check("satellite -orbit", "satellite orbit", "satellite|");
}

/* Queries of the language's own visitors, found in a text made of them. */
static void queries_of_every_language_are_marked(void)
{
    for (guint i = 0; i < lang_count(); i++) {
        g_autofree char *path = g_build_filename("langs", lang_code(lang_get(i)), "queries.tsv", NULL),
                        *all = NULL;
        if (!g_file_get_contents(path, &all, NULL, NULL))
            continue;
        g_auto(GStrv) lines = g_strsplit(all, "\n", -1);
        for (char **line = lines; *line; line++) {
            gsize work = LIMIT_SNIPPET_WORK, n = strcspn(*line, "\t");
            if (**line == '#' || !n)
                continue;
            g_autofree char *query = g_strndup(*line, n), *text = g_strdup_printf("xx. %s. xx", query);
            Shown s = show(lang_get(i), query, text, -1, &work);
            g_assert_cmpstr(s.all->str, ==, text);
            g_assert_cmpuint(s.hits->len, >, 0);
            g_assert_null(strstr(s.hits->str, "xx"));
            shown_clear(&s);
        }
    }
}

static void the_window_with_most_different_terms_is_shown(void)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < 300; i++)
        g_string_append(text, "antenna filler ");
    g_string_append(text, "HERE antenna orbit satellite END");
    for (guint i = 0; i < 300; i++)
        g_string_append(text, " filler orbit");
    for (guint i = 0; i < lang_count(); i++) {
        gsize work = LIMIT_SNIPPET_WORK;
        Shown s = show(lang_get(i), "antenna orbit satellite", text->str, -1, &work);
        g_assert_nonnull(strstr(s.all->str, "antenna orbit satellite"));
        g_assert_cmpint(g_utf8_strlen(s.all->str, -1), <=, LIMIT_SNIPPET + 2);
        g_assert_true(g_str_has_prefix(s.all->str, "…") && g_str_has_suffix(s.all->str, "…"));
        shown_clear(&s);
    }
}

/* The same sentence in letters of one, two and three bytes gives windows of the same length. */
static void a_window_is_as_long_in_every_script(void)
{
    static const char *const letters[] = {"e", "ж", "ع", "は"};
    for (guint l = 0; l < G_N_ELEMENTS(letters); l++) {
        g_autoptr(GString) text = g_string_new(NULL);
        for (guint i = 0; i < 4000; i++)
            g_string_append_printf(text, i == 2000 ? " antenna " : i % 6 ? "%s" : "%s ", letters[l]);
        for (guint i = 0; i < lang_count(); i++) {
            gsize work = LIMIT_SNIPPET_WORK;
            Shown s = show(lang_get(i), "antenna", text->str, -1, &work);
            g_assert_cmpstr(s.hits->str, ==, "antenna|");
            g_assert_cmpint(g_utf8_strlen(s.all->str, -1), >=, LIMIT_SNIPPET - 24);
            const char *hit = strstr(s.all->str, "antenna");
            g_assert_cmpint(g_utf8_strlen(s.all->str, hit - s.all->str), >=, LIMIT_SNIPPET / 4 - 24);
            shown_clear(&s);
        }
    }
}

static void without_a_match_the_beginning_is_shown(void)
{
    gsize work = LIMIT_SNIPPET_WORK;
    Shown s = show(lang_get(0), "nothing", "The beginning\nof a page", -1, &work);
    g_assert_cmpstr(s.all->str, ==, "The beginning of a page");
    shown_clear(&s);
    s = show(lang_get(0), "nothing", "", -1, &work);
    g_assert_cmpstr(s.all->str, ==, "");
    shown_clear(&s);
}

static void the_pages_own_limit_is_kept(void)
{
    const char *text = "one two three satellite four five six seven eight nine ten eleven twelve";
    for (gint32 limit = 0; limit < 60; limit++) {
        gsize work = LIMIT_SNIPPET_WORK;
        Shown s = show(lang_get(0), "satellite", text, limit, &work);
        glong dots =
            (g_str_has_prefix(s.all->str, "…") ? 1 : 0) + (g_str_has_suffix(s.all->str, "…") ? 1 : 0);
        g_assert_cmpint(g_utf8_strlen(s.all->str, -1) - dots, <=, limit);
        shown_clear(&s);
    }
}

static void work_is_counted_and_ends(void)
{
    g_autoptr(GString) text = g_string_new(NULL);
    while (text->len < 100000)
        g_string_append(text, "word ");
    g_string_append(text, "satellite");
    gsize work = LIMIT_SNIPPET_WORK;
    Shown first = show(lang_get(0), "word", text->str, -1, &work);
    g_assert_cmpuint(work, <, LIMIT_SNIPPET_WORK);
    work = 0;
    Shown last = show(lang_get(0), "word", text->str, -1, &work);
    g_assert_cmpuint(work, ==, 0);
    g_assert_cmpuint(last.hits->len, >, 0);
    shown_clear(&first);
    shown_clear(&last);
}

/* Words of 1 to `most` letters, with spaces between them or none, and one that is sought in their middle. */
static GString *words_around(const char *letter, const char *between, guint most, const char *word, guint seed)
{
    g_autoptr(GRand) dice = g_rand_new_with_seed(seed);
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < 400; i++) {
        for (gint n = g_rand_int_range(dice, 1, most + 1); n > 0; n--)
            g_string_append(text, letter);
        g_string_append(text, between);
        if (i == 200)
            g_string_append_printf(text, "%s%s", word, between);
    }
    return text;
}

/* What is shown without the dots, and where it stands in the text. */
static const char *find_shown(const Shown *s, const char *text)
{
    const char *shown = s->all->str + strlen("…");
    g_assert_true(g_str_has_prefix(s->all->str, "…") && g_str_has_suffix(s->all->str, "…"));
    g_string_truncate(s->all, s->all->len - strlen("…"));
    const char *place = strstr(text, shown);
    g_assert_nonnull(place);
    g_assert_nonnull(strstr(shown, "antenna")); /* which the text has once */
    return place;
}

static gboolean is_letter_at(const char *p)
{
    return g_unichar_isalnum(g_utf8_get_char(p));
}

static void no_word_is_cut_in_two(void)
{
    static const char *const letters[] = {"e", "ж", "ع", "ἂ", "e\xCC\x81"};
    static const char *const between[] = {" ", "-", "/", "، ", " \xE2\x80\x93 "};
    for (guint l = 0; l < G_N_ELEMENTS(letters); l++) {
        for (guint seed = 1; seed < 60; seed++) {
            g_autoptr(GString) text =
                words_around(letters[l], between[seed % G_N_ELEMENTS(between)], seed, "antenna", seed);
            for (guint i = 0; i < lang_count(); i++) {
                gsize work = LIMIT_SNIPPET_WORK;
                Shown s = show(lang_get(i), "antenna", text->str, -1, &work);
                const char *from = find_shown(&s, text->str), *to = from + s.all->len - strlen("…");
                g_assert_false(is_letter_at(g_utf8_prev_char(from)) && is_letter_at(from));
                g_assert_false(g_unichar_ismark(g_utf8_get_char(to)));
                g_assert_false(is_letter_at(g_utf8_prev_char(to)) && is_letter_at(to));
                g_assert_cmpint(g_utf8_strlen(s.all->str, -1), <=, LIMIT_SNIPPET + 2);
                shown_clear(&s);
            }
        }
    }
}

/* Where words are not written apart, no character is lost for the sake of a word. */
static void what_is_written_without_spaces_is_cut_between_characters(void)
{
    g_autoptr(GString) text = words_around("三", "，", 100, "antenna", 1);
    for (guint i = 0; i < lang_count(); i++) {
        gsize work = LIMIT_SNIPPET_WORK;
        Shown s = show(lang_get(i), "antenna", text->str, -1, &work);
        g_assert_cmpstr(s.hits->str, ==, "antenna|");
        g_assert_cmpint(g_utf8_strlen(s.all->str, -1), >=, LIMIT_SNIPPET - 2);
        g_assert_false(g_str_has_prefix(s.all->str, "…，"));
        shown_clear(&s);
    }
}

/* Bytes of every kind at every place, in front of a match, in it, behind it, and at the end of the window: show() finds
 * every part well-formed. */
static void nothing_ill_formed_is_shown(void)
{
    static const char *const bytes[] = {"\xFF", "\x80", "\xC3", "\xE4\xB8", "\xF0\x9F", "\xED\xA0\x80"};
    g_autoptr(GString) whole = g_string_new("one сателлит 卫星 satellite");
    while (whole->len < 2000)
        g_string_append(whole, " antenna, орбита，轨道");
    for (gsize at = 0; at <= whole->len; at += at < 60 ? 1 : 37) {
        g_autoptr(GString) text = g_string_new(whole->str);
        g_string_insert(text, at, bytes[at % G_N_ELEMENTS(bytes)]);
        for (guint i = 0; i < lang_count(); i++) {
            gsize work = LIMIT_SNIPPET_WORK;
            Shown s = show(lang_get(i), "satellite 轨道", text->str, -1, &work);
            if (g_str_has_suffix(s.all->str, "…"))
                g_string_truncate(s.all, s.all->len - strlen("…"));
            if (g_str_has_prefix(s.all->str, "…"))
                g_string_erase(s.all, 0, strlen("…"));
            g_assert_nonnull(strstr(text->str, s.all->str));
            g_assert_cmpuint(s.hits->len, >, 0);
            shown_clear(&s);
        }
    }
}

static void what_is_all_ill_formed_gives_nothing(void)
{
    gsize work = LIMIT_SNIPPET_WORK;
    Shown s = show(lang_get(0), "satellite", "\xFF\x80\x80", -1, &work);
    g_assert_cmpuint(s.all->len, ==, 0);
    shown_clear(&s);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/snippet/words_are_marked_as_the_author_wrote_them",
                    words_are_marked_as_the_author_wrote_them);
    g_test_add_func("/snippet/queries_of_every_language_are_marked", queries_of_every_language_are_marked);
    g_test_add_func("/snippet/the_window_with_most_different_terms_is_shown",
                    the_window_with_most_different_terms_is_shown);
    g_test_add_func("/snippet/a_window_is_as_long_in_every_script", a_window_is_as_long_in_every_script);
    g_test_add_func("/snippet/without_a_match_the_beginning_is_shown",
                    without_a_match_the_beginning_is_shown);
    g_test_add_func("/snippet/the_pages_own_limit_is_kept", the_pages_own_limit_is_kept);
    g_test_add_func("/snippet/no_word_is_cut_in_two", no_word_is_cut_in_two);
    g_test_add_func("/snippet/what_is_written_without_spaces_is_cut_between_characters",
                    what_is_written_without_spaces_is_cut_between_characters);
    g_test_add_func("/snippet/nothing_ill_formed_is_shown", nothing_ill_formed_is_shown);
    g_test_add_func("/snippet/what_is_all_ill_formed_gives_nothing", what_is_all_ill_formed_gives_nothing);
    g_test_add_func("/snippet/work_is_counted_and_ends", work_is_counted_and_ends);
    return g_test_run();
}
