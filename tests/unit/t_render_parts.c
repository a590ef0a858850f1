/* The promises of query/render_parts.h. */
#include <string.h>

#include "langs/message.h"
#include "query/render_parts.h"
#include "query/snippet.h"

typedef struct {
    Config *config;
    Request *request;
    Answer *answer;
    GPtrArray *languages;
} Stage;

static void stage_open(Stage *s, gconstpointer data)
{
    (void)data;
    s->config = config_open(NULL, "/nowhere", NULL);
    s->request = request_new(lang_get(0));
    s->answer = answer_new(s->request);
    s->languages = g_ptr_array_new();
    for (guint i = 0; i < lang_count(); i++)
        g_ptr_array_add(s->languages, (gpointer)lang_get(i));
}

static void stage_close(Stage *s, gconstpointer data)
{
    (void)data;
    g_ptr_array_unref(s->languages);
    answer_free(s->answer);
    request_free(s->request);
    config_free(s->config);
}

/* A facet with values "20", "19", … of n, each less frequent than the one before. */
static void add_facet(Stage *s, const char *slot, const char *beginning, guint n)
{
    Facet facet = {slot, g_array_new(FALSE, FALSE, sizeof(FacetValue))};
    for (guint i = 0; i < n; i++) {
        FacetValue value = {g_strdup_printf("%s%u", beginning, 20 - i), 1000 + 100 - i};
        g_array_append_val(facet.values, value);
    }
    g_array_append_val(s->answer->facets, facet);
}

static char *filters_of(const Stage *s)
{
    const View view = {.request = s->request, .answer = s->answer, .languages = s->languages, .config = s->config};
    GString *out = g_string_new(NULL);
    render_filters(out, &view);
    return g_string_free(out, FALSE);
}

static char *result_of(const Stage *s, const Result *result, guint level)
{
    const View view = {.request = s->request, .answer = s->answer, .languages = s->languages, .config = s->config};
    GString *out = g_string_new(NULL);
    render_result(out, &view, result, level);
    return g_string_free(out, FALSE);
}

static void has(const char *html, const char *text)
{
    if (!strstr(html, text))
        g_test_message("'%s' is not in:\n%s", text, html);
    g_assert_nonnull(strstr(html, text));
}

static void a_year_is_from_its_first_day_to_the_next_ones(Stage *s, gconstpointer data)
{
    (void)data;
    add_facet(s, "year", "20", 3);
    g_autofree char *free_choice = filters_of(s);
    g_autofree char *label = message_year(s->request->lang, 2019);
    g_autofree char *link = g_strdup_printf("after=2019-01-01&amp;before=2020-01-01\">%s ", label);
    g_autofree char *current = g_strdup_printf("\" aria-current=\"true\">%s ", label);
    has(free_choice, link);
    g_assert_false(render_is_filtered(s->request));
    s->request->after = request_parse_date("2019");
    s->request->before = request_parse_date("2020");
    g_autofree char *chosen = filters_of(s);
    has(chosen, current);
    g_assert_true(render_is_filtered(s->request));
    s->request->before = request_parse_date("2020-02"); /* a year and a month are none */
    g_autofree char *other = filters_of(s);
    g_assert_null(strstr(other, current));
}

static void what_is_chosen_can_be_given_up_even_without_results(Stage *s, gconstpointer data)
{
    (void)data;
    add_facet(s, "section", "", 0);
    g_free(s->request->section);
    s->request->section = g_strdup("a&b");
    g_autofree char *html = filters_of(s), *without = render_unfiltered_link(s->request);
    g_autofree char *all = message_text(s->request->lang, "filter_all");
    g_autofree char *choice = g_strdup_printf("\">%s</a>", all);
    has(html, choice);
    has(html, "aria-current=\"true\">a&amp;b</a>");
    g_assert_null(strstr(without, "section"));
}

static void one_value_is_no_choice(Stage *s, gconstpointer data)
{
    (void)data;
    add_facet(s, "type", "", 1);
    g_autofree char *html = filters_of(s);
    g_assert_null(strstr(html, "by-type"));
}

static void many_choices_are_folded_away(Stage *s, gconstpointer data)
{
    (void)data;
    add_facet(s, "section", "s", 6);
    add_facet(s, "type", "", 5);
    g_autofree char *html = filters_of(s);
    const char *section = strstr(html, "by-section"), *type = strstr(html, "by-type");
    const char *folded = strstr(html, "<details>"), *last = strstr(html, ">s15 ");
    g_assert_true(section < folded && folded < last && last < type);
    g_assert_null(strstr(type, "<details>"));
}

static void sections_are_called_by_their_titles_and_counts_are_written_as_the_language_does(Stage *s,
                                                                                            gconstpointer data)
{
    (void)data;
    ConfigSection section = {(char *)"s20", NULL, g_hash_table_new(g_str_hash, g_str_equal)};
    g_hash_table_insert(section.titles, (char *)lang_code(lang_get(0)), (char *)"Its <title>");
    g_ptr_array_set_free_func(s->config->sections, NULL);
    g_ptr_array_add(s->config->sections, &section);
    add_facet(s, "section", "s", 2);
    g_autofree char *html = filters_of(s), *count = message_number(lang_get(0), 1100);
    g_autofree char *choice = g_strdup_printf("\">Its &lt;title&gt; <bdi class=\"count\">%s</bdi></a>", count);
    has(html, choice);
    s->request->all_languages = TRUE;
    g_autofree char *all = filters_of(s);
    has(all, choice);
    g_hash_table_unref(section.titles);
}

static void each_step_of_an_address_keeps_its_direction(Stage *s, gconstpointer data)
{
    (void)data;
    g_autoptr(Result) r = result_new(lang_get(0));
    r->url = g_strdup("https://x.example/%D8%A3//b%3Cb%3E/%ff?q=a%26b");
    r->title = g_strdup("");
    r->type = g_strdup("pdf");
    r->section = g_strdup("");
    r->date = RECORD_DATE_UNKNOWN;
    r->snippet = g_array_new(FALSE, FALSE, sizeof(SnippetPart));
    g_autofree char *html = result_of(s, r, 3);
    has(html,
        "<p class=\"url\"><bdi>x.example</bdi> › <bdi>أ</bdi> › <bdi>b&lt;b&gt;</bdi> › <bdi>%ff?q=a%26b</bdi></p>");
    has(html, "<h3><a href=\"https://x.example/%D8%A3//b%3Cb%3E/%ff?q=a%26b\">");
    has(html, "<span class=\"type\">PDF</span>");
}

static void what_is_not_the_pages_own_is_in_the_visitors_language(Stage *s, gconstpointer data)
{
    (void)data;
    const LangProfile *other = lang_get(lang_count() - 1);
    g_autoptr(Result) r = result_new(other);
    r->url = g_strdup("https://x.example/");
    r->title = g_strdup("Title");
    r->type = g_strdup("html");
    r->section = g_strdup("");
    r->date = 1588291200;
    r->snippet = g_array_new(FALSE, FALSE, sizeof(SnippetPart));
    g_autofree char *html = result_of(s, r, 2), *date = message_date(s->request->lang, r->date);
    g_autofree char *article = g_strdup_printf("<article lang=\"%s\"", lang_code(other));
    g_autofree char *facts = g_strdup_printf("<p class=\"facts\" lang=\"%s\" dir=\"%s\"><span class=\"date\">%s</span>",
                                             lang_code(s->request->lang), lang_direction(s->request->lang), date);
    g_autofree char *name = g_strdup_printf("<bdi lang=\"%s\" dir=\"%s\">%s</bdi>", lang_code(other),
                                            lang_direction(other), lang_name(other));
    has(html, article);
    has(html, facts);
    has(html, name);
    g_assert_null(strstr(html, "class=\"type\""));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name) g_test_add("/render_parts/" #name, Stage, NULL, stage_open, name, stage_close)
    ADD(a_year_is_from_its_first_day_to_the_next_ones);
    ADD(what_is_chosen_can_be_given_up_even_without_results);
    ADD(one_value_is_no_choice);
    ADD(many_choices_are_folded_away);
    ADD(sections_are_called_by_their_titles_and_counts_are_written_as_the_language_does);
    ADD(each_step_of_an_address_keeps_its_direction);
    ADD(what_is_not_the_pages_own_is_in_the_visitors_language);
    return g_test_run();
}
