/* The promises of query/tongue.h, in every language there is: pages and queries made of its stop words. */
#include <string.h>

#include "indexer/words.h"
#include "query/tongue.h"
#include "tests/unit/sample.h"
#include "tests/unit/shelf.h"

#define PAGE_WORDS 400
#define QUERY_WORDS 6

/* A site of which each language has a page with its own words and a name that all have. */
static void open_site(Shelf *s)
{
    g_autoptr(GError) error = NULL;
    s->data = g_dir_make_tmp("isoglot-t-XXXXXX", &error);
    for (guint i = 0; i < lang_count(); i++) {
        const LangProfile *lang = lang_get(i);
        GString *text = sample_text(lang, 1, PAGE_WORDS);
        g_string_append(text, " Guterres");
        const ShelfPage page = {.url = "https://one.example/a", .title = "A", .text = text->str};
        shelf_fill(s->data, lang, &page, 1);
        g_autofree char *path = generation_current(s->data, lang_code(lang));
        g_assert_true(words_write(path, lang, &error));
        g_string_free(text, TRUE);
    }
    s->config = config_open(NULL, s->data, &error);
    s->searcher = searcher_new(s->config, &error);
    g_assert_no_error(error);
}

static const LangProfile *tell(Shelf *s, Request *request, const LangProfile *asked, const char *query)
{
    g_autoptr(GError) error = NULL;
    g_free(request->query);
    request->query = request_clean_query(query);
    const LangProfile *tongue = query_tongue(s->searcher, request, asked, &error);
    g_assert_no_error(error);
    return tongue;
}

static void each_language_is_told_from_each_other(void)
{
    Shelf s;
    open_site(&s);
    for (guint asked = 0; asked < lang_count(); asked++) {
        for (guint i = 0; i < lang_count(); i++) {
            GString *query = sample_text(lang_get(i), 1, QUERY_WORDS); /* words of the page */
            g_autoptr(Request) request = request_new(lang_get(asked));
            const LangProfile *tongue = tell(&s, request, lang_get(asked), query->str);
            g_test_message("'%s', %s, is %s", query->str, lang_code(lang_get(i)), lang_code(tongue));
            g_assert_true(tongue == lang_get(i));
            g_string_free(query, TRUE);
        }
    }
    shelf_close(&s);
}

/* What is the same in all languages, and what no language has. */
static void the_asked_language_stands_in_doubt(void)
{
    static const char *const queries[] = {"Guterres", "H.264", "2030", "xqzvw", "", "+++", "A/RES/77/1"};
    Shelf s;
    open_site(&s);
    for (guint i = 0; i < lang_count(); i++)
        for (guint k = 0; k < G_N_ELEMENTS(queries); k++) {
            g_autoptr(Request) request = request_new(lang_get(i));
            g_assert_true(tell(&s, request, lang_get(i), queries[k]) == lang_get(i));
        }
    shelf_close(&s);
}

static void operators_are_no_words(void)
{
    Shelf s;
    open_site(&s);
    for (guint i = 0; i < lang_count(); i++) {
        const LangProfile *asked = lang_get(i), *other = lang_get((i + 1) % lang_count());
        GString *words = sample_text(asked, 1, 2), *others = sample_text(other, 1, QUERY_WORDS);
        g_strstrip(others->str);
        g_autofree char *query = g_strdup_printf("%s site:one.example after:2024 -\"%s\"", words->str, others->str);
        g_autoptr(Request) request = request_new(asked);
        g_assert_true(tell(&s, request, asked, query) == asked);
        g_string_free(words, TRUE);
        g_string_free(others, TRUE);
    }
    shelf_close(&s);
}

static void what_the_request_says_goes(void)
{
    Shelf s;
    open_site(&s);
    const LangProfile *asked = lang_get(0), *other = lang_get(1);
    GString *query = sample_text(other, 1, QUERY_WORDS);
    g_autoptr(Request) request = request_new(asked);
    g_assert_true(tell(&s, request, asked, query->str) == other);
    request->is_literal = TRUE;
    g_assert_true(tell(&s, request, asked, query->str) == asked);
    request->tongue = lang_get(2);
    g_assert_true(tell(&s, request, asked, query->str) == lang_get(2));
    g_string_free(query, TRUE);
    shelf_close(&s);
}

static void an_asked_language_without_an_index_is_an_error(void)
{
    Shelf s;
    g_autoptr(GError) error = NULL;
    open_site(&s);
    g_autofree char *path = g_build_filename(s.data, "index", lang_code(lang_get(0)), NULL);
    disk_remove(path);
    g_autoptr(Request) request = request_new(lang_get(0));
    g_assert_null(query_tongue(s.searcher, request, lang_get(0), &error));
    g_assert_error(error, FAULT, FAULT_STOP);
    shelf_close(&s);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/tongue/each_language_is_told_from_each_other", each_language_is_told_from_each_other);
    g_test_add_func("/tongue/the_asked_language_stands_in_doubt", the_asked_language_stands_in_doubt);
    g_test_add_func("/tongue/operators_are_no_words", operators_are_no_words);
    g_test_add_func("/tongue/what_the_request_says_goes", what_the_request_says_goes);
    g_test_add_func("/tongue/an_asked_language_without_an_index_is_an_error",
                    an_asked_language_without_an_index_is_an_error);
    return g_test_run();
}
