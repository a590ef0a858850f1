/* The promises of query/parse.h and query/search.h: what a query finds, in every language there is. */
#include <string.h>

#include "query/parse.h"
#include "shim/limits.h"
#include "tests/unit/shelf.h"

#define DAY_IN_2020 1588291200
#define DAY_IN_2024 1706745600

/* Loan words, so that the same pages stand in every language; each page is named by its last letter. */
static const ShelfPage pages[] = {
    {.url = "https://one.example/a",
     .title = "Antenna",
     .text = "Antenna satellite orbit.",
     .date = DAY_IN_2020},
    {.url = "https://two.example/b",
     .title = "Orbit",
     .text = "Satellite antenna, far from earth.",
     .date = DAY_IN_2024},
    {.url = "https://two.example/c", .title = "Radio", .text = "Radio transponder."},
};

/* Asks and gives the last letters of the URLs found, sorted. */
static char *found(Shelf *s, const LangProfile *lang, const char *query)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Request) request = request_new(lang);
    g_free(request->query);
    request->query = request_clean_query(query);
    g_autoptr(Answer) answer = searcher_ask(s->searcher, request, &error);
    g_assert_no_error(error);
    char letters[8] = "";
    for (char c = 'a'; c <= 'c'; c++)
        for (guint i = 0; i < answer->results->len; i++) {
            const char *url = ((Result *)answer->results->pdata[i])->url;
            if (url[strlen(url) - 1] == c)
                letters[strlen(letters)] = c;
        }
    return g_strdup(letters);
}

static void expect(Shelf *s, const char *query, const char *letters)
{
    for (guint i = 0; i < lang_count(); i++) {
        g_autofree char *got = found(s, lang_get(i), query);
        if (!g_str_equal(got, letters))
            g_test_message("%s: '%s' found '%s'", lang_code(lang_get(i)), query, got);
        g_assert_cmpstr(got, ==, letters);
    }
}

typedef struct {
    const char *query, *found;
} Row;

static void check_rows(gconstpointer data)
{
    Shelf s;
    shelf_open(&s, pages, G_N_ELEMENTS(pages));
    for (const Row *row = data; row->query; row++)
        expect(&s, row->query, row->found);
    shelf_close(&s);
}

static const Row words[] = {{"satellite", "ab"}, {"satellite radio", "abc"}, {"nowhere", ""}, {"", ""}, {0}};
static const Row phrases[] = {{"\"satellite antenna\"", "b"},
                              {"\"antenna satellite\"", "a"},
                              {"\"orbit satellite\"", ""},
                              {"«satellite antenna»", "ab"},
                              {"“satellite antenna”", "ab"},
                              {"＂satellite antenna＂", "b"},
                              {0}};
static const Row signs[] = {{"satellite -earth", "a"},
                            {"satellite +earth", "b"},
                            {"satellite -\"antenna satellite\"", "b"},
                            {"radio +satellite", "ab"},
                            {"satellite －earth", "a"},
                            {"+satellite-antenna", "b"},
                            {"satellite\u3000-earth", "a"},
                            {0}};
static const Row or_rows[] = {{"\"satellite antenna\" OR \"antenna satellite\"", "ab"},
                              {"+earth OR +transponder", "bc"},
                              {"radio OR earth", "bc"},
                              {"+satellite +earth OR +transponder", "b"},
                              {"OR", ""},
                              {"OR OR radio OR", "c"},
                              {0}};
static const Row fields[] = {{"title:orbit", "b"},
                             {"satellite site:two.example", "b"},
                             {"satellite -site:two.example", "a"},
                             {"site:two.example", "bc"},
                             {"satellite after:2021", "b"},
                             {"satellite before:2021", "a"},
                             {"satellite -after:2021", "a"},
                             {"satellite before:2020-05-01", ""},
                             {"satellite after:2020-05-01 before:2020-05-02", "a"},
                             {"radio before:2030", ""},
                             {"site:", ""},
                             {"satellite xyz:", "ab"},
                             {0}};
static const Row wildcards[] = {{"trans*", "c"}, {"anten*", "ab"}, {"an*", ""},
                                {"***", ""},     {"an*na", ""}, {0}};
static const Row malformed[] = {{"\"satellite", "ab"},
                                {"+", ""},
                                {"- + \"", ""},
                                {"satellite \"\"", "ab"},
                                {"((satellite))", "ab"},
                                {"satellite AND", "ab"},
                                {"after:never satellite", "ab"},
                                {0}};

static void the_named_language_is_searched(void)
{
    Shelf s;
    shelf_open(&s, pages, G_N_ELEMENTS(pages));
    for (guint i = 0; i < lang_count(); i++) {
        g_autoptr(GError) error = NULL;
        const LangProfile *other = lang_get((i + 1) % lang_count());
        g_autoptr(Request) request = request_new(lang_get(i));
        g_free(request->query);
        request->query = g_strconcat("satellite lang:", lang_code(other), NULL);
        g_autoptr(Answer) answer = searcher_ask(s.searcher, request, &error);
        g_assert_no_error(error);
        g_assert_cmpuint(answer->results->len, ==, 2);
        g_assert_true(((Result *)answer->results->pdata[0])->lang == other);
    }
    shelf_close(&s);
}

static void has_gram(const Token *t, gpointer user)
{
    *(gboolean *)user |= t->form == TOKEN_GRAM;
}

/* Where words are not written apart, a refused word refuses itself and not the pages that share a letter with
 * it. */
static void a_refused_word_is_not_its_letters(void)
{
    static const ShelfPage han[] = {
        {.url = "https://x.example/a", .title = "", .text = "联合国安全理事会。"},
        {.url = "https://x.example/b", .title = "", .text = "今天天气很好，合作愉快。"},
        {.url = "https://x.example/c", .title = "", .text = "中国的天气。"}};
    static const Row rows[] = {{"天气 -联合国", "bc"},
                               {"合作 -联合国", "b"},
                               {"+联合国", "a"},
                               {"+合作", "b"},
                               {"+国", "ac"},
                               {"天气 -国", "b"},
                               {0}};
    for (guint i = 0; i < lang_count(); i++) {
        gboolean grams = FALSE;
        g_autoptr(LangAnalyser) analyser = lang_analyser_new(lang_get(i), NULL);
        lang_analyse(analyser, han[0].text, strlen(han[0].text), has_gram, &grams);
        if (!grams)
            continue;
        Shelf s;
        shelf_open(&s, han, G_N_ELEMENTS(han));
        for (const Row *row = rows; row->query; row++) {
            g_autofree char *got = found(&s, lang_get(i), row->query);
            g_test_message("'%s' found '%s'", row->query, got);
            g_assert_cmpstr(got, ==, row->found);
        }
        shelf_close(&s);
    }
}

static ParsedQuery *parse(const LangProfile *lang, const char *query)
{
    g_autoptr(LangAnalyser) analyser = lang_analyser_new(lang, NULL);
    g_autoptr(Request) request = request_new(lang);
    g_free(request->query);
    request->query = request_clean_query(query);
    return query_parse(request, analyser, NULL, QUERY_NARROW);
}

static guint count_terms(const QueryNode *node)
{
    guint n = node->term != NULL;
    for (guint i = 0; i < node->children->len; i++)
        n += count_terms(node->children->pdata[i]);
    return n;
}

static void words_are_capped_however_they_are_written(void)
{
    static const char *const shapes[] = {"w%u ",       "+w%u ", "-w%u ",   "\"w%u x\" ",
                                         "title:w%u ", "w%u-",  "wxyz%u* "};
    for (guint shape = 0; shape < G_N_ELEMENTS(shapes); shape++) {
        g_autoptr(GString) query = g_string_new(NULL);
        g_auto(GStrv) halves = g_strsplit(shapes[shape], "%u", 2);
        for (guint i = 0; query->len < LIMIT_QUERY; i++)
            g_string_append_printf(query, "%s%u%s", halves[0], i, halves[1]);
        for (guint i = 0; i < lang_count(); i++) {
            g_autoptr(ParsedQuery) parsed = parse(lang_get(i), query->str);
            g_assert_cmpuint(parsed->words, <=, LIMIT_QUERY_TERMS);
            g_assert_true(parsed->is_cut);
            g_assert_cmpuint(count_terms(parsed->tree), <=, LIMIT_QUERY_TERMS * 12);
        }
    }
}

static void a_short_wildcard_is_named(void)
{
    for (guint i = 0; i < lang_count(); i++) {
        g_autoptr(ParsedQuery) parsed = parse(lang_get(i), "xy* satellite");
        g_assert_cmpstr(parsed->short_wildcard, ==, "xy*");
        g_assert_true(parsed->tree->op != QUERY_NOTHING);
    }
}

static void refused_words_are_not_marked(void)
{
    for (guint i = 0; i < lang_count(); i++) {
        g_autoptr(ParsedQuery) parsed = parse(lang_get(i), "satellite -orbit");
        g_assert_true(g_hash_table_contains(parsed->terms, "satellite"));
        g_assert_false(g_hash_table_contains(parsed->terms, "orbit"));
    }
}

static void the_words_of_a_query_are_without_operators(void)
{
    static const char *const rows[][2] = {{"antenna \"far orbit\" -radio +earth OR space", "antenna far orbit earth space "},
                                          {"site:one.example tele* title:sun after:2020 moon", "sun moon "},
                                          {"-radio", ""}};
    g_autoptr(GError) error = NULL;
    g_autoptr(LangAnalyser) analyser = lang_analyser_new(lang_get(0), &error);
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(Request) request = request_new(lang_get(0));
        g_free(request->query);
        request->query = g_strdup(rows[i][0]);
        g_autofree char *text = query_words(request, analyser);
        g_assert_cmpstr(text, ==, rows[i][1]);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_data_func("/parse/words_are_joined_by_or", words, check_rows);
    g_test_add_data_func("/parse/phrases_are_in_order_in_all_quotation_marks", phrases, check_rows);
    g_test_add_data_func("/parse/signs_ask_for_and_refuse", signs, check_rows);
    g_test_add_data_func("/parse/or_joins_its_neighbours", or_rows, check_rows);
    g_test_add_data_func("/parse/fields_restrict_and_can_be_refused", fields, check_rows);
    g_test_add_data_func("/parse/wildcards_expand", wildcards, check_rows);
    g_test_add_data_func("/parse/malformed_is_searched_as_words", malformed, check_rows);
    g_test_add_func("/parse/the_named_language_is_searched", the_named_language_is_searched);
    g_test_add_func("/parse/a_refused_word_is_not_its_letters", a_refused_word_is_not_its_letters);
    g_test_add_func("/parse/words_are_capped_however_they_are_written",
                    words_are_capped_however_they_are_written);
    g_test_add_func("/parse/a_short_wildcard_is_named", a_short_wildcard_is_named);
    g_test_add_func("/parse/the_words_of_a_query_are_without_operators", the_words_of_a_query_are_without_operators);
    g_test_add_func("/parse/refused_words_are_not_marked", refused_words_are_not_marked);
    return g_test_run();
}
