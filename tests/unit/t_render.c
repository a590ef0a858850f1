/* The promises of query/render.h, query/answer.h, query/search.h and query/cgi.h, over a real index of every language. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "langs/message.h"
#include "query/cgi.h"
#include "query/json.h"
#include "query/render.h"
#include "query/snippet.h"
#include "shim/limits.h"
#include "shim/vocabulary.h"
#include "tests/unit/shelf.h"

#define HOSTILE "<script>alert(1)</script>\"'&"
#define N_MANY 24

static const ShelfPage hostile[] = {
    {.url = "https://x.example/a",
     .title = HOSTILE " satellite",
     .text = HOSTILE " satellite \x1b[31m " HOSTILE},
    {.url = "https://x.example/b",
     .title = "Satellite",
     .text = "Nothing here.",
     .description = "All about the orbit satellite."},
    {.url = "https://x.example/c",
     .title = "Orbit antenna",
     .text = "Only for members.",
     .description = "Secret.",
     .max_snippet = 1},
};

static void open_many(Shelf *s)
{
    ShelfPage pages[N_MANY];
    char urls[N_MANY][32];
    for (guint i = 0; i < N_MANY; i++) {
        g_snprintf(urls[i], sizeof urls[i], "https://x.example/%u", i);
        pages[i] = (ShelfPage){.url = urls[i], .title = "Page", .text = "A satellite.", .date = 1588291200};
    }
    shelf_open(s, pages, N_MANY);
}

static Answer *ask(Shelf *s, Request *request, const char *query)
{
    g_autoptr(GError) error = NULL;
    g_free(request->query);
    request->query = g_strdup(query);
    Answer *answer = searcher_ask(s->searcher, request, &error);
    g_assert_no_error(error);
    return answer;
}

static void nothing_of_a_page_or_query_is_markup(void)
{
    Shelf s;
    shelf_open(&s, hostile, G_N_ELEMENTS(hostile));
    for (guint i = 0; i < lang_count(); i++) {
        g_autoptr(Request) request = request_new(lang_get(i));
        g_autoptr(Answer) answer = ask(&s, request, HOSTILE " satellite");
        g_autofree char *html = render_html(request, answer, searcher_languages(s.searcher), s.config, NULL);
        g_assert_cmpuint(answer->results->len, ==, 2);
        g_assert_null(strstr(html, "<script>"));
        g_assert_null(strstr(html, "alert(1)</script>"));
        g_assert_nonnull(strstr(html, "&lt;script&gt;"));
        g_assert_nonnull(strstr(html, "<mark>"));
        g_autofree char *text = render_text(answer);
        g_assert_null(strchr(text, '\x1b'));
    }
    shelf_close(&s);
}

static void the_page_says_its_language_and_direction(void)
{
    Shelf s;
    shelf_open(&s, hostile, G_N_ELEMENTS(hostile));
    for (guint i = 0; i < lang_count(); i++) {
        const LangProfile *lang = lang_get(i);
        g_autoptr(Request) request = request_new(lang);
        g_autoptr(Answer) answer = ask(&s, request, "satellite");
        g_autofree char *html = render_html(request, answer, searcher_languages(s.searcher), s.config, NULL);
        g_autofree char *root =
            g_strdup_printf("<html lang=\"%s\" dir=\"%s\">", lang_code(lang), lang_direction(lang));
        g_autofree char *article =
            g_strdup_printf("<article lang=\"%s\" dir=\"%s\">", lang_code(lang), lang_direction(lang));
        g_assert_nonnull(strstr(html, root));
        g_assert_nonnull(strstr(html, article));
        const char *at = html;
        for (guint other = 0; other < lang_count(); other++) {
            g_autofree char *entry = g_strdup_printf("hreflang=\"%s\"", lang_code(lang_get(other)));
            at = strstr(at, entry);
            g_assert_nonnull(at); /* all languages, in the order of the bar */
        }
        g_assert_nonnull(strstr(html, "role=\"status\""));
    }
    shelf_close(&s);
}

static void a_page_of_ten_is_small(void)
{
    Shelf s;
    open_many(&s);
    for (guint i = 0; i < lang_count(); i++) {
        g_autoptr(Request) request = request_new(lang_get(i));
        g_autoptr(Answer) answer = ask(&s, request, "satellite");
        g_autofree char *html = render_html(request, answer, searcher_languages(s.searcher), s.config, NULL);
        g_assert_cmpuint(answer->results->len, ==, 10);
        g_assert_cmpuint(strlen(html), <, 30 * 1024);
        g_assert_nonnull(strstr(html, "rel=\"next\""));
        g_assert_null(strstr(html, "rel=\"prev\""));
    }
    shelf_close(&s);
}

static void a_shell_has_the_search_in_its_place(void)
{
    Shelf s;
    shelf_open(&s, hostile, G_N_ELEMENTS(hostile));
    g_autoptr(Request) request = request_new(lang_get(0));
    g_autoptr(Answer) answer = ask(&s, request, "satellite " RENDER_SHELL_MARKER RENDER_SHELL_HEAD);
    const GPtrArray *languages = searcher_languages(s.searcher);
    g_autofree char *whole = render_html(request, answer, languages, s.config,
                                         "<head>" RENDER_SHELL_HEAD "</head><nav>" RENDER_SHELL_MARKER "</nav>" RENDER_SHELL_MARKER);
    g_autofree char *body = render_html(request, answer, languages, s.config, "<title>x</title>" RENDER_SHELL_MARKER "<p>");
    g_autofree char *none = render_html(request, answer, languages, s.config, "<title>x</title>");
    const char *const in_head[] = {"<title>", "style.css", "isoglot.js", "noindex"};
    for (guint i = 0; i < G_N_ELEMENTS(in_head); i++)
        g_assert_true(strstr(whole, in_head[i]) < strstr(whole, "</head>"));
    g_assert_nonnull(strstr(whole, "</head><nav><div class=\"isoglot\""));
    g_assert_true(g_str_has_suffix(whole, "</div>\n</nav>" RENDER_SHELL_MARKER)); /* the first mark is the one */
    g_assert_null(strstr(whole, "<main"));
    g_assert_true(g_str_has_prefix(body, "<title>x</title><link rel=\"stylesheet\""));
    g_assert_true(g_str_has_suffix(body, "</div>\n<p>"));
    g_assert_true(g_str_has_prefix(none, "<title>x</title><link") && g_str_has_suffix(none, "</div>\n"));
    shelf_close(&s);
}

static void an_error_stands_in_its_shell_and_leads_to_the_search(void)
{
    Shelf s;
    shelf_open(&s, hostile, G_N_ELEMENTS(hostile));
    for (guint i = 0; i < lang_count(); i++) {
        const LangProfile *lang = lang_get(i);
        ShownError error = {lang, "error_not_found", 404, s.config, searcher_languages(s.searcher),
                            "<head>" RENDER_SHELL_HEAD "</head><nav>" RENDER_SHELL_MARKER "</nav>", "../"};
        g_autofree char *shelled = render_html_error(&error), *words = message_text(lang, error.key);
        error.shell = NULL;
        g_autofree char *alone = render_html_error(&error);
        const char *const both[] = {words, "href=\"../style.css\"", "action=\"../search\"", "href=\"../search?lang="};
        for (guint k = 0; k < G_N_ELEMENTS(both); k++) {
            g_assert_nonnull(strstr(shelled, both[k]));
            g_assert_nonnull(strstr(alone, both[k]));
        }
        g_assert_nonnull(strstr(shelled, "</head><nav><div class=\"isoglot\""));
        g_assert_null(strstr(shelled, "<main"));
        g_assert_nonnull(strstr(alone, "<main"));
    }
    shelf_close(&s);
}

static void json_has_every_key_of_the_contract(void)
{
    static const char *const top[] = {
        "query",   "lang",      "direction", "total",           "total_is_estimate",
        "took_ms", "corrected", "results",   "other_languages", "facets",
        "notices"};
    static const char *const each[] = {"rank",       "url",   "title",  "snippet", "lang",
                                       "direction",  "date",  "type",   "section", "cluster",
                                       "alternates", "score", "explain"};
    Shelf s;
    shelf_open(&s, hostile, G_N_ELEMENTS(hostile));
    for (guint i = 0; i < lang_count(); i++) {
        g_autoptr(Request) request = request_new(lang_get(i));
        request->explain = TRUE;
        g_autoptr(Answer) answer = ask(&s, request, HOSTILE " satellite site:x.example");
        g_autofree char *text = render_json(request, answer, s.config);
        json_t *json = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
        g_assert_nonnull(json);
        for (guint k = 0; k < G_N_ELEMENTS(top); k++)
            g_assert_nonnull(json_object_get(json, top[k]));
        json_t *first = json_array_get(json_object_get(json, "results"), 0);
        for (guint k = 0; k < G_N_ELEMENTS(each); k++)
            g_assert_nonnull(json_object_get(first, each[k]));
        json_t *terms = json_object_get(json_object_get(first, "explain"), "terms");
        g_assert_cmpuint(json_array_size(terms), >, 0);
        for (gsize t = 0; t < json_array_size(terms); t++) /* filters are no reason for a rank */
            g_assert_null(
                strstr(json_string_value(json_object_get(json_array_get(terms, t), "term")), "x.example"));
        json_decref(json);
    }
    shelf_close(&s);
}

static void explained_weights_add_up_to_the_score(void)
{
    static const char *const queries[] = {"orbit satellite", "title:orbit", "\"orbit antenna\" satellite", "sat* -nothing",
                                          "+orbit satellite title:antenna"};
    Shelf s;
    shelf_open(&s, hostile, G_N_ELEMENTS(hostile));
    for (guint i = 0; i < lang_count() * G_N_ELEMENTS(queries); i++) {
        const char *query = queries[i / lang_count()];
        g_autoptr(Request) request = request_new(lang_get(i % lang_count()));
        request->explain = TRUE;
        g_autoptr(Answer) answer = ask(&s, request, query);
        g_autofree char *text = render_json(request, answer, s.config), *plain = render_text(answer);
        json_t *json = json_loads(text, 0, NULL), *result;
        gsize r, t;
        g_assert_cmpuint(answer->results->len, >, 0);
        g_assert_nonnull(strstr(plain, "matched: "));
        json_array_foreach(json_object_get(json, "results"), r, result)
        {
            json_t *terms = json_object_get(json_object_get(result, "explain"), "terms"), *term;
            double sum = 0;
            gboolean has_title = FALSE;
            g_assert_cmpuint(json_array_size(terms), >, 0);
            json_array_foreach(terms, t, term)
            {
                g_assert_true(json_is_real(json_object_get(term, "weight")));
                sum += json_real_value(json_object_get(term, "weight"));
                has_title |= g_str_equal(json_string_value(json_object_get(term, "field")), "title");
            }
            g_assert_cmpfloat_with_epsilon(sum, json_number_value(json_object_get(result, "score")), 1e-9);
            g_assert_true(has_title || !g_str_equal(query, "title:orbit"));
        }
        json_decref(json);
    }
    shelf_close(&s);
}

static char *snippet_of(const Answer *answer, const char *url)
{
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < answer->results->len; i++) {
        const Result *r = answer->results->pdata[i];
        for (guint p = 0; g_str_equal(r->url, url) && p < r->snippet->len; p++)
            g_string_append(out, g_array_index(r->snippet, SnippetPart, p).text);
    }
    return g_string_free(out, FALSE);
}

static void a_description_stands_in_when_the_text_has_no_match(void)
{
    Shelf s;
    shelf_open(&s, hostile, G_N_ELEMENTS(hostile));
    g_autoptr(Request) request = request_new(lang_get(0));
    g_autoptr(Answer) answer = ask(&s, request, "satellite antenna");
    g_autofree char *b = snippet_of(answer, hostile[1].url), *c = snippet_of(answer, hostile[2].url);
    g_assert_cmpstr(b, ==, hostile[1].description);
    g_assert_cmpint(g_utf8_strlen(c, -1), <=, 2); /* one character and the dots */
    shelf_close(&s);
}

/* All languages together, without clusters: pages of the list, put side by side, are the list; nothing twice, nothing left
 * out. */
static void pages_of_all_languages_side_by_side_are_the_list(void)
{
    Shelf s;
    open_many(&s);
    for (guint i = 0; i < lang_count(); i++) { /* by which the others know that the word is theirs, too */
        g_autofree char *path = generation_current(s.data, lang_code(lang_get(i)));
        g_assert_true(vocabulary_write(path, NULL));
    }
    g_autoptr(Request) request = request_new(lang_get(0));
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    request->all_languages = TRUE;
    request->per_page = 7;
    guint total = N_MANY * lang_count();
    for (guint place = 0; place < total; request->page++) {
        g_autoptr(Answer) answer = ask(&s, request, "satellite");
        g_assert_cmpuint(answer->total, ==, total);
        g_assert_cmpuint(answer->reachable, ==, total);
        for (guint f = 0; f < answer->facets->len; f++) { /* all have one date */
            const Facet *facet = &g_array_index(answer->facets, Facet, f);
            if (g_str_equal(facet->slot, "year"))
                g_assert_cmpuint(g_array_index(facet->values, FacetValue, 0).count, ==, total);
        }
        g_assert_cmpuint(answer->results->len, ==, MIN(7, total - place));
        for (guint i = 0; i < answer->results->len; i++, place++) {
            const Result *r = answer->results->pdata[i];
            g_assert_cmpuint(r->rank, ==, place + 1);
            g_assert_true(g_hash_table_add(seen, g_strconcat(lang_code(r->lang), r->url, NULL)));
        }
    }
    shelf_close(&s);
}

static void a_run_has_one_line_a_result(void)
{
    Shelf s;
    open_many(&s);
    g_autoptr(Request) request = request_new(lang_get(0));
    g_autoptr(Answer) answer = ask(&s, request, "satellite");
    g_autofree char *run = render_trec(answer, "q7");
    g_auto(GStrv) lines = g_strsplit(g_strchomp(run), "\n", -1);
    g_assert_cmpuint(g_strv_length(lines), ==, 10);
    for (guint i = 0; i < 10; i++) {
        g_auto(GStrv) fields = g_strsplit(lines[i], " ", -1);
        g_assert_cmpuint(g_strv_length(fields), ==, 6);
        g_assert_cmpstr(fields[0], ==, "q7");
        g_assert_cmpuint(strtoul(fields[3], NULL, 10), ==, i + 1);
        g_assert_cmpstr(fields[5], ==, "isoglot");
    }
    shelf_close(&s);
}

typedef struct {
    Gateway gateway;
    GString *out;
} TextGateway;

static const char *variable(G_GNUC_UNUSED Gateway *gateway, const char *name)
{
    return g_getenv(name);
}

static gssize read_nothing(G_GNUC_UNUSED Gateway *gateway, G_GNUC_UNUSED char *bytes, G_GNUC_UNUSED gsize n)
{
    return 0;
}

static void write_text(Gateway *gateway, const char *bytes, gsize n)
{
    g_string_append_len(((TextGateway *)gateway)->out, bytes, n);
}

static char *request_page(Shelf *s, const char *method, const char *path, const char *query, GError **error)
{
    TextGateway gateway = {{variable, read_nothing, write_text, NULL}, g_string_new(NULL)};
    g_setenv("REQUEST_METHOD", method, TRUE);
    g_setenv("PATH_INFO", path, TRUE);
    g_setenv("QUERY_STRING", query, TRUE);
    const CgiSite site = {s->searcher, s->config, NULL};
    gboolean ok = cgi_answer(&site, &gateway.gateway, error);
    g_assert_true(ok == !g_str_has_prefix(gateway.out->str, "Status: 5"));
    return g_string_free(gateway.out, FALSE);
}

static void every_request_gets_its_status(void)
{
    static const struct {
        const char *method, *path, *query, *start, *has;
    } rows[] = {
        {"GET", "/search", "", "Status: 200", "Content-Type: text/html"},
        {"GET", "/search", "q=satellite", "Status: 200", "default-src 'none'"},
        {"GET", "/search", "q=satellite&format=json", "Status: 200", "Content-Type: application/json"},
        {"GET", "/search", "q=%ff", "Status: 400", "Content-Type: text/html"},
        {"GET", "/search", "p=0&format=json", "Status: 400", "Content-Type: application/json"},
        {"GET", "/nowhere", "", "Status: 404", "Vary:"},
        {"POST", "/search", "q=satellite", "Status: 405", "Allow: GET, HEAD"},
        {"GET", "/indexnow", "url=x&key=x", "Status: 403", "Content-Type: text/plain"},
        {"PUT", "/indexnow", "", "Status: 405", "Allow: GET, POST"},
        {"GET", "/style.css", "", "Status: 200", "text/css"},
        {"GET", "/healthz", "", "Status: 200", "ok\n"},
    };
    Shelf s;
    shelf_open(&s, hostile, G_N_ELEMENTS(hostile));
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *reply = request_page(&s, rows[i].method, rows[i].path, rows[i].query, NULL);
        g_assert_true(g_str_has_prefix(reply, rows[i].start));
        g_assert_nonnull(strstr(reply, rows[i].has));
        g_assert_nonnull(strstr(reply, "X-Content-Type-Options: nosniff"));
    }
    g_autofree char *head = request_page(&s, "HEAD", "/search", "q=satellite", NULL);
    g_assert_true(g_str_has_suffix(head, "\r\n\r\n"));
    shelf_close(&s);
}

static void without_an_index_health_and_search_say_so(void)
{
    Shelf s;
    shelf_open(&s, hostile, G_N_ELEMENTS(hostile));
    g_autofree char *index = g_build_filename(s.data, "index", NULL);
    disk_remove(index);
    static const char *const paths[] = {"/healthz", "/search"};
    for (guint i = 0; i < G_N_ELEMENTS(paths); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *reply = request_page(&s, "GET", paths[i], "q=satellite", &error);
        g_assert_true(g_str_has_prefix(reply, "Status: 503"));
        g_assert_nonnull(error);
        g_assert_null(strstr(reply, s.data)); /* the log is told, the visitor is not */
    }
    shelf_close(&s);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/render/nothing_of_a_page_or_query_is_markup", nothing_of_a_page_or_query_is_markup);
    g_test_add_func("/render/the_page_says_its_language_and_direction",
                    the_page_says_its_language_and_direction);
    g_test_add_func("/render/a_page_of_ten_is_small", a_page_of_ten_is_small);
    g_test_add_func("/render/a_shell_has_the_search_in_its_place", a_shell_has_the_search_in_its_place);
    g_test_add_func("/render/an_error_stands_in_its_shell_and_leads_to_the_search",
                    an_error_stands_in_its_shell_and_leads_to_the_search);
    g_test_add_func("/render/json_has_every_key_of_the_contract", json_has_every_key_of_the_contract);
    g_test_add_func("/render/explained_weights_add_up_to_the_score", explained_weights_add_up_to_the_score);
    g_test_add_func("/render/a_description_stands_in_when_the_text_has_no_match",
                    a_description_stands_in_when_the_text_has_no_match);
    g_test_add_func("/render/a_run_has_one_line_a_result", a_run_has_one_line_a_result);
    g_test_add_func("/search/pages_of_all_languages_side_by_side_are_the_list", pages_of_all_languages_side_by_side_are_the_list);
    g_test_add_func("/cgi/every_request_gets_its_status", every_request_gets_its_status);
    g_test_add_func("/cgi/without_an_index_health_and_search_say_so",
                    without_an_index_health_and_search_say_so);
    return g_test_run();
}
