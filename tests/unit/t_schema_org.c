/* The promises of indexer/schema_org.h, through whole pages. */
#include "indexer/extract.h"

#include <string.h>

#include "shim/limits.h"

/* "tag url|tag url" of the page's alternates that schema.org gives, behind its own language. */
static char *read_schema(const char *html)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Page) page = page_new();
    page->url = g_strdup("http://site.example/page");
    page->body = g_bytes_new(html, strlen(html));
    g_autoptr(Document) d = extract(page, &error);
    g_assert_no_error(error);
    GString *out = g_string_new(d->lang_schema);
    for (guint i = 0; i < d->alternates->len; i++) {
        const Alternate *a = g_ptr_array_index(d->alternates, i);
        g_assert_cmpstr(alternate_evidence_name(a->evidence), ==, "schema");
        g_string_append_printf(out, "|%s %s", a->lang, a->url);
    }
    return g_string_free(out, FALSE);
}

static void check(const char *html, const char *expected)
{
    g_autofree char *page = g_strconcat("<p>text</p>", html, NULL), *found = read_schema(page);
    g_assert_cmpstr(found, ==, expected);
}

static void check_json(const char *json, const char *expected)
{
    g_autofree char *html = g_strconcat("<script type='application/ld+json'>", json, "</script>", NULL);
    check(html, expected);
}

static void json_ld_names_translations_and_language(void)
{
    check_json("{\"@type\":\"Article\",\"inLanguage\":\"eo\",\"workTranslation\":"
               "[{\"@id\":\"/la\",\"inLanguage\":\"la\"},{\"url\":\"http://x.example/"
               "qq#a\",\"inLanguage\":\"qq-Latn\"}],"
               "\"translationOfWork\":\"/first\"}",
               "eo|la http://site.example/la|qq-Latn http://x.example/qq| http://site.example/first");
    check_json("{\"schema:inLanguage\":{\"@value\":\"eo\"},\"http://schema.org/"
               "translationOfWork\":{\"@id\":\"/la\"}}",
               "eo| http://site.example/la");
}

static void a_graph_may_refer(void)
{
    check_json("{\"@graph\":[{\"@id\":\"http://site.example/page#me\",\"workTranslation\":{\"@id\":\"#la\"}},"
               "{\"@id\":\"#la\",\"url\":\"/la\",\"inLanguage\":\"la\"}]}",
               "|la http://site.example/la");
    check_json("[{\"@id\":\"/page\",\"inLanguage\":\"eo\",\"workTranslation\":{\"@id\":\"/la\"}},"
               "{\"@id\":\"/la\",\"inLanguage\":\"la\",\"translationOfWork\":{\"@id\":\"/page\"}}]",
               "eo|la http://site.example/la");
}

static void what_is_not_the_page_says_nothing(void)
{
    check_json("{\"url\":\"/other\",\"inLanguage\":\"eo\",\"workTranslation\":\"/la\"}", "");
    check_json("{\"about\":{\"inLanguage\":\"eo\",\"workTranslation\":\"/la\"}}", "");
    check_json("{\"mainEntity\":{\"@id\":\"/page\",\"inLanguage\":\"eo\",\"workTranslation\":\"/la\"}}",
               "eo| http://site.example/la");
    check_json("{\"@id\":\"_:b0\",\"inLanguage\":\"eo\"}", "eo");
}

static void a_page_is_also_what_it_names_as_canonical(void)
{
    check("<link rel=canonical href='https://site.example/page'>"
          "<script type='application/ld+json'>{\"url\":\"https://site.example/page\",\"inLanguage\":\"eo\"}</script>",
          "eo");
}

static void a_language_is_a_tag(void)
{
    check_json("{\"inLanguage\":\"Esperanto\"}", "");
    check_json("{\"inLanguage\":[\"eo\",\"la\"]}", "");
    check_json("{\"inLanguage\":{\"@type\":\"Language\",\"name\":\"Esperanto\",\"alternateName\":\"eo\"}}",
               "eo");
    check_json("{\"inLanguage\":[\"eo\"", "");
}

static void other_scripts_and_ill_formed_ones_say_nothing(void)
{
    check("<script>{\"inLanguage\":\"eo\"}</script>", "");
    check("<script type=application/json>{\"inLanguage\":\"eo\"}</script>", "");
    check("<template><script type=application/ld+json>{\"inLanguage\":\"eo\"}</script></template>", "");
    check("<SCRIPT TYPE=' Application/LD+JSON; x'>{\"inLanguage\":\"eo\"}</SCRIPT>", "eo");
    check_json("{\"inLanguage\":\"eo\",}", "");
    check_json("", "");
}

static void hostile_json_is_bounded(void)
{
    g_autoptr(GString) deep = g_string_new("{\"inLanguage\":\"eo\",\"a\":");
    g_autoptr(GString) large = g_string_new("{\"inLanguage\":\"eo\",\"a\":\"");
    for (guint i = 0; i < LIMIT_JSON_DEPTH; i++)
        g_string_append_c(deep, '[');
    for (guint i = 0; i < LIMIT_JSON_DEPTH; i++)
        g_string_append_c(deep, ']');
    g_string_append_c(deep, '}');
    check_json(deep->str, "");
    gsize start = large->len;
    g_string_set_size(large, LIMIT_JSON_LD);
    memset(large->str + start, 'x', large->len - start);
    g_string_append(large, "\"}");
    check_json(large->str, "");
    check_json("{\"@id\":\"#a\",\"workTranslation\":{\"@id\":\"#a\",\"workTranslation\":{\"@id\":\"#a\"}}}",
               "| http://site.example/page| http://site.example/page");
}

static void microdata_names_translations_and_language(void)
{
    check("<div itemscope itemtype='https://schema.org/Article'><meta itemprop=inLanguage content=eo>"
          "<link itemprop=workTranslation hreflang=la href=/la>"
          "<p itemprop='x workTranslation' itemscope><a itemprop=url href=/qq>q</a><i itemprop=inLanguage> "
          "qq </i></p></div>",
          "eo|la http://site.example/la|qq http://site.example/qq");
    check("<div itemscope itemid=/page><div itemprop=translationOfWork itemscope itemid=/la></div></div>",
          "| http://site.example/la");
    check("<div itemscope><p itemprop=inLanguage itemscope><span itemprop=alternateName>eo</span></p></div>",
          "eo");
}

static void microdata_of_other_things_says_nothing(void)
{
    check("<meta itemprop=inLanguage content=eo><link itemprop=workTranslation href=/la>", "");
    check("<div itemscope><link itemprop=workTranslation href=/la><link itemprop=url href=/other></div>", "");
    check("<div itemscope><div itemprop=about itemscope><meta itemprop=inLanguage content=eo></div></div>",
          "");
}

static void open_items_end_with_the_page(void)
{
    check("<div itemscope><p><link itemprop=workTranslation href=/la><div itemscope itemprop=workTranslation "
          "itemid=/qq>",
          "| http://site.example/la| http://site.example/qq");
    g_autoptr(GString) deep = g_string_new("<link rel=x>");
    for (guint i = 0; i < 1000; i++)
        g_string_append(deep, "<div itemscope itemprop=workTranslation>");
    check(deep->str, "");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name) g_test_add_func("/schema_org/" #name, name)
    ADD(json_ld_names_translations_and_language);
    ADD(a_graph_may_refer);
    ADD(what_is_not_the_page_says_nothing);
    ADD(a_page_is_also_what_it_names_as_canonical);
    ADD(a_language_is_a_tag);
    ADD(other_scripts_and_ill_formed_ones_say_nothing);
    ADD(hostile_json_is_bounded);
    ADD(microdata_names_translations_and_language);
    ADD(microdata_of_other_things_says_nothing);
    ADD(open_items_end_with_the_page);
    return g_test_run();
}
