/*
 * The promises of query/rescue.h and of its rungs, of each language that has rows in langs/LANG/rescue.tsv:
 * typed TAB what is searched instead TAB why. The site is made of what is right in them.
 */
#include <string.h>

#include "indexer/words.h"
#include "query/parse.h"
#include "query/rescue.h"

#include "shelf.h"
#include "shim/limits.h"

/* One row; another language's rows are in their order behind each other. */
typedef struct {
    const LangProfile *lang;
    char *typed, *expected, *kind;
} Row;

typedef struct {
    Shelf shelf;
    GArray *rows;
} Place;

static void clear_row(gpointer p)
{
    Row *r = p;
    g_free(r->typed);
    g_free(r->expected);
    g_free(r->kind);
}

static void read_rows(const LangProfile *lang, GArray *rows)
{
    g_autofree char *path = g_build_filename("langs", lang_code(lang), "rescue.tsv", NULL), *text = NULL;
    if (!g_file_get_contents(path, &text, NULL, NULL))
        return;
    g_auto(GStrv) lines = g_strsplit(g_strchomp(text), "\n", -1);
    for (guint i = 0; lines[i]; i++) {
        g_auto(GStrv) f = g_strsplit(lines[i], "\t", 3);
        if (*lines[i] == '#')
            continue;
        g_assert_cmpuint(g_strv_length(f), ==, 3);
        Row row = {lang, g_strdup(f[0]), g_strdup(f[1]), g_strdup(f[2])};
        g_array_append_val(rows, row);
    }
}

static gboolean is_rescued(const Row *r)
{
    return !g_str_equal(r->expected, "-");
}

/* A page for each row's right query. */
static void fill(const char *data, const LangProfile *lang, const GArray *rows)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GArray) pages = g_array_new(FALSE, FALSE, sizeof(ShelfPage));
    g_autoptr(GPtrArray) urls = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < rows->len; i++) {
        const Row *r = &g_array_index(rows, Row, i);
        char *url = g_strdup_printf("http://r.example/%u", i);
        g_ptr_array_add(urls, url);
        ShelfPage page = {.url = url, .title = r->expected, .text = r->expected};
        if (r->lang == lang && is_rescued(r))
            g_array_append_val(pages, page);
    }
    ShelfPage other = {.url = "http://r.example/debian", .title = "debian", .text = "debian"};
    g_array_append_val(pages, other);
    shelf_fill(data, lang, (const ShelfPage *)(gpointer)pages->data, pages->len);
    g_autofree char *live = generation_current(data, lang_code(lang));
    g_assert_true(words_write(live, lang, &error));
    g_assert_no_error(error);
}

static void set_up(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    p->rows = g_array_new(FALSE, FALSE, sizeof(Row));
    g_array_set_clear_func(p->rows, clear_row);
    p->shelf.data = g_dir_make_tmp("isoglot-t-XXXXXX", NULL);
    for (guint i = 0; i < lang_count(); i++)
        read_rows(lang_get(i), p->rows);
    g_assert_cmpuint(p->rows->len, >, 20);
    for (guint i = 0; i < lang_count(); i++)
        fill(p->shelf.data, lang_get(i), p->rows);
    p->shelf.config = config_open(NULL, p->shelf.data, &error);
    g_assert_no_error(error);
    p->shelf.searcher = searcher_new(p->shelf.config, &error);
    g_assert_no_error(error);
}

static void tear_down(Place *p, gconstpointer data)
{
    (void)data;
    g_array_unref(p->rows);
    shelf_close(&p->shelf);
}

/* What is searched instead and why, as a row writes it; g_free(). */
static char *rescue(Place *p, const LangProfile *lang, const char *query)
{
    g_autoptr(GError) error = NULL;
    Room *room = searcher_find_room(p->shelf.searcher, lang);
    g_autofree char *rescued = NULL;
    RescueKind kind;
    g_assert_true(room_open(p->shelf.searcher, room, &error));
    g_assert_true(rescue_query(p->shelf.searcher, room, query, &rescued, &kind, &error));
    g_assert_no_error(error);
    return rescued ? g_strdup_printf("%s\t%s", rescued, rescue_kind_name(kind)) : g_strdup("-\t-");
}

static void expect(Place *p, const LangProfile *lang, const char *query, const char *expected)
{
    g_autofree char *got = rescue(p, lang, query);
    if (!g_str_equal(got, expected))
        g_error("%s: '%s' is taken for '%s', not '%s'", lang_code(lang), query, got, expected);
}

static void each_rung_finds_what_was_meant(Place *p, gconstpointer data)
{
    (void)data;
    for (guint i = 0; i < p->rows->len; i++) {
        const Row *r = &g_array_index(p->rows, Row, i);
        g_autofree char *expected = g_strdup_printf("%s\t%s", r->expected, r->kind);
        expect(p, r->lang, r->typed, expected);
    }
}

static void a_query_of_known_words_stands(Place *p, gconstpointer data)
{
    (void)data;
    for (guint i = 0; i < p->rows->len; i++) {
        const Row *r = &g_array_index(p->rows, Row, i);
        if (is_rescued(r))
            expect(p, r->lang, r->expected, "-\t-");
        expect(p, r->lang, "debian", "-\t-");
        expect(p, r->lang, "", "-\t-");
    }
}

static void what_is_meant_stands(Place *p, gconstpointer data)
{
    static const char *const ways[] = {"+%s", "-%s", "\"%s\"", "title:%s", "%s*"};
    (void)data;
    for (guint i = 0; i < p->rows->len; i++) {
        const Row *r = &g_array_index(p->rows, Row, i);
        if (strchr(r->typed, ' ') || strpbrk(r->typed, "\"+:"))
            continue;
        for (guint w = 0; w < G_N_ELEMENTS(ways); w++) {
            g_autoptr(GString) query = g_string_new(ways[w]);
            g_string_replace(query, "%s", r->typed, 0);
            expect(p, r->lang, query->str, "-\t-");
        }
    }
}

/* The answer has the words that were searched, says why in the request's language, and stands literally where
 * asked to. */
static void the_answer_says_what_was_searched(Place *p, gconstpointer data)
{
    (void)data;
    for (guint i = 0; i < p->rows->len; i++) {
        g_autoptr(GError) error = NULL;
        const Row *r = &g_array_index(p->rows, Row, i);
        g_autoptr(Request) request = request_new(r->lang);
        g_free(request->query);
        request->query = g_strdup(r->typed);
        g_autoptr(Answer) a = searcher_ask(p->shelf.searcher, request, &error);
        g_assert_no_error(error);
        g_assert_cmpstr(a->corrected, ==, is_rescued(r) ? r->expected : NULL);
        request->is_literal = TRUE;
        g_autoptr(Answer) literal = searcher_ask(p->shelf.searcher, request, &error);
        g_assert_no_error(error);
        g_assert_null(literal->corrected);
    }
}

static void every_language_says_why(void)
{
    for (guint i = 0; i < lang_count(); i++) {
        for (RescueKind kind = RESCUE_SPELLING; kind <= RESCUE_TRANSLATION; kind++) {
            g_autofree char *says = rescue_message(lang_get(i), kind, "<query>"),
                            *other = rescue_message(lang_get(i), RESCUE_SPELLING, "<query>");
            g_assert_nonnull(strstr(says, "<query>"));
            g_assert_true(kind == RESCUE_SPELLING || !g_str_equal(says, other));
        }
    }
}

/* Whatever is typed: no fault, and nothing that is no UTF-8 or longer than a query may be. */
static void anything_can_be_typed(Place *p, gconstpointer data)
{
    static const char *const pieces[] = {"a", "я",  "ا",  "中", " ",  "'",  ";", "[", "\"",
                                         "-", ":",  "1",  "é",  "ˇ",  "zha", "^", "~", "،",
                                         "–", "xi", "an", "sh", "لا", "\t", "*", "@"};
    g_autoptr(GRand) dice = g_rand_new_with_seed(5);
    (void)data;
    for (guint i = 0; i < 3000; i++) {
        g_autoptr(GString) query = g_string_new(NULL);
        for (guint n = g_rand_int_range(dice, 1, i % 50 ? 20 : 400); n > 0; n--)
            g_string_append(query, pieces[g_rand_int_range(dice, 0, G_N_ELEMENTS(pieces))]);
        g_autofree char *plain = query_plain(query->str), *got = rescue(p, lang_get(i % lang_count()), plain);
        g_assert_true(g_utf8_validate(got, -1, NULL));
        g_assert_cmpuint(strlen(got), <, LIMIT_QUERY + 64);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name) g_test_add("/rescue/" #name, Place, NULL, set_up, name, tear_down)
    ADD(each_rung_finds_what_was_meant);
    ADD(a_query_of_known_words_stands);
    ADD(what_is_meant_stands);
    ADD(the_answer_says_what_was_searched);
    g_test_add_func("/rescue/every_language_says_why", every_language_says_why);
    ADD(anything_can_be_typed);
    return g_test_run();
}
