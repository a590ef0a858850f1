/* The promises of indexer/outline.h and indexer/parts.h. */
#include <string.h>

#include "indexer/extract.h"
#include "indexer/parts.h"
#include "shim/limits.h"

static Document *read_page(const char *html)
{
    g_autoptr(Page) page = page_new();
    g_autoptr(GError) error = NULL;
    page->url = g_strdup("http://site.example/page.html");
    page->media_type = g_strdup("text/html");
    page->body = g_bytes_new(html, strlen(html));
    Document *d = extract(page, &error);
    g_assert_no_error(error);
    return d;
}

/* "code line detail" of each defect, those of one code. */
static char *list_defects(const Document *d, const char *code)
{
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < d->defects->len; i++) {
        const DocumentDefect *defect = g_ptr_array_index(d->defects, i);
        if (g_str_equal(defect->code, code))
            g_string_append_printf(out, "%u %s\n", defect->line, defect->detail);
    }
    return g_string_free(out, FALSE);
}

static void check(const char *html, const char *code, const char *expected)
{
    g_autoptr(Document) d = read_page(html);
    g_autofree char *defects = list_defects(d, code);
    g_assert_cmpstr(defects, ==, expected);
}

static void an_image_needs_alt_unless_it_says_that_it_says_nothing(void)
{
    check("<p>x</p>\n<img src=a.png>\n\n<img src='b.png' alt='B'>", "image-alt", "2 a.png\n");
    check("<img src=a alt=''><img src=b alt><img src=c role=presentation><img src=d role=none>"
          "<img src=e aria-hidden=true><img src=f aria-label=F>x",
          "image-alt", "");
    check("<img src='data:image/png;base64,AAAA'>x", "image-alt", "1 \n");
}

static void a_link_needs_text_or_an_image_that_has_one(void)
{
    check("x<a href='/a'>\n </a>", "empty-link", "1 /a\n");
    check("x\n<a href='/a'><img src=a alt=''></a><a href='/b'>", "empty-link", "2 /a\n2 /b\n");
    check("x<a href='/a'>A</a><a href='/b'><img src=b alt=B></a><a href='/c' aria-label=C></a><a href='/d' title=D></a>"
          "<!--noindex--><a href='/h'>H</a><!--/noindex--><a name=e></a><a href='/f'><svg><title>F</title></svg></a><a href='/g'><span aria-label=G></span></a>",
          "empty-link", "");
}

static void a_heading_is_at_most_one_level_below_the_one_before(void)
{
    check("<h1>A</h1>\n<h3>B</h3><h2>C</h2>\n<h4>D</h4>", "heading-skip", "2 h1, h3\n3 h2, h4\n");
    check("<h3>A</h3><h4>B</h4><h1>C</h1><h2>D</h2>", "heading-skip", "");
}

static void a_page_needs_a_title_with_text(void)
{
    check("<!DOCTYPE html>\n<html><title> </title><h1>A</h1>", "missing-title", "2 \n");
    check("<title>A</title><p>x", "missing-title", "");
}

static void lines_are_those_of_the_source(void)
{
    check("<script>\n\n</script><style>\n</style><!--\n\n--><p title='\n'>x</p>\n<img src=a>", "image-alt", "8 a\n");
    check("<p>x</p><a line=99 href='/a'></a>", "empty-link", "1 /a\n");
}

static void what_pages_share_is_not_counted(void)
{
    g_autoptr(Document) d =
        read_page("<header><h1>Site</h1><a href='/'>Home</a></header><nav><table></table></nav>"
                  "<main><h1>A</h1><h2>B</h2><a href='/x'>X</a><a href='#y'>Y</a><table></table></main>"
                  "<footer><h2>F</h2></footer>");
    g_assert_true(d->has_outline);
    g_assert_cmpuint(d->n_headings, ==, 2);
    g_assert_cmpuint(d->n_links, ==, 1);
    g_assert_cmpuint(d->n_tables, ==, 1);
}

static void numbers_are_the_same_however_they_are_written(void)
{
    g_autoptr(Document) a = read_page("<p>1,234 people, 12 of 2025</p>");
    g_autoptr(Document) b = read_page("<p>1 234, 2025; 99, \331\241</p>"), c = read_page("<p>1234</p>");
    g_assert_cmpuint(a->numbers, ==, b->numbers);
    g_assert_cmpuint(a->numbers & c->numbers, ==, c->numbers);
    g_assert_cmpuint(a->numbers, !=, c->numbers);
}

static void the_bar_is_what_languages_are_named_by(void)
{
    g_autoptr(GString) html = g_string_new("<nav>Menu");
    g_autofree char *expected = g_strdup_printf("%s %s", lang_code(lang_get(1)), lang_code(lang_get(0)));
    for (guint i = 3; i-- > 0;)
        g_string_append_printf(html, "<a href='/%u'>%s</a>", i % 2, lang_name(lang_get(i % 2 ? 1 : 0)));
    g_string_append_printf(html, "<a href='/x' hreflang='%s'>the text</a></nav>x", lang_code(lang_get(2)));
    g_autoptr(Document) d = read_page(html->str);
    g_autofree char *turned = g_strdup_printf("%s %s", lang_code(lang_get(0)), lang_code(lang_get(1)));
    g_assert_true(g_str_equal(d->bar->str, expected) || g_str_equal(d->bar->str, turned));
    g_assert_cmpstr(g_strstrip(d->navigation->str), ==, "Menu");
}

static void the_hash_is_of_the_own_content(void)
{
    g_autoptr(Document) a = read_page("<title>T</title><p>one two</p><footer>2025</footer>");
    g_autoptr(Document) b = read_page("<title>T</title>\n<p>one\n  <b>two</b></p><nav>New</nav><footer>2026</footer>");
    g_autoptr(Document) text = read_page("<title>T</title><p>one three</p><footer>2025</footer>");
    g_autoptr(Document) title = read_page("<title>U</title><p>one two</p><footer>2025</footer>");
    g_assert_cmpstr(a->own_hash, ==, b->own_hash);
    g_assert_cmpstr(a->own_hash, !=, text->own_hash);
    g_assert_cmpstr(a->own_hash, !=, title->own_hash);
}

static void direction_stands_on_html_or_body(void)
{
    g_autoptr(Document) html = read_page("<html dir=RTL><body>x"), body = read_page("<html><body dir=rtl>x");
    g_autoptr(Document) none = read_page("<html dir=ltr><body><p dir=rtl>x");
    g_assert_true(html->is_rtl && body->is_rtl && !none->is_rtl);
}

static void of_one_code_a_ceiling_is_told(void)
{
    g_autoptr(GString) html = g_string_new("x");
    for (guint i = 0; i < 2 * LIMIT_PAGE_DEFECTS; i++)
        g_string_append(html, "<img src=a>");
    g_autoptr(Document) d = read_page(html->str);
    g_assert_cmpuint(d->defects->len, ==, LIMIT_PAGE_DEFECTS + 1); /* and that there is no title */
}

/* ------------------------------------------------------------------ parts.h */

/* A sentence of the language, as its tests have it; g_free(). */
static char *sentence(guint lang)
{
    g_autofree char *path = g_strdup_printf("langs/%s/identify_test.tsv", lang_code(lang_get(lang))), *text = NULL;
    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    const char *row = strstr(text, "sentence\t") + strlen("sentence\t");
    return g_strndup(row, strcspn(row, "\n"));
}

/* Codes of the defects of a page of language 0 with this title and navigation. */
static char *judge(const char *title, const char *navigation)
{
    g_autofree char *text = sentence(0);
    g_autofree char *html =
        g_strdup_printf("<html lang='%s' dir='%s'><title>%s</title><nav><p>%s</p></nav><p>%s", lang_code(lang_get(0)),
                        lang_direction(lang_get(0)), title, navigation, text);
    g_autoptr(Document) d = read_page(html);
    g_autoptr(GPtrArray) languages = lang_find_all(NULL, NULL);
    g_autoptr(LangIdentifier) identifier = lang_identifier_new(languages);
    g_autoptr(Page) page = page_new();
    page->url = g_strdup("http://site.example/page.html");
    g_autoptr(Decision) decision = decide(page, d, "", NULL, languages, identifier);
    GString *codes = g_string_new(NULL);
    parts_judge(d, languages, identifier, decision);
    for (guint i = 0; i < decision->defects->len; i++)
        g_string_append_printf(codes, "%s ", g_array_index(decision->defects, LedgerDefect, i).code);
    return g_string_free(codes, FALSE);
}

static void a_part_in_another_language_is_told(void)
{
    g_autofree char *own = sentence(0), *foreign = sentence(1);
    g_autofree char *clean = judge(own, own), *title = judge(foreign, own), *navigation = judge(own, foreign);
    g_autofree char *name = judge("ITU-T X.509", "ITU");
    g_assert_null(strstr(clean, "language"));
    g_assert_nonnull(strstr(title, "title-language"));
    g_assert_null(strstr(title, "navigation-language"));
    g_assert_nonnull(strstr(navigation, "navigation-language"));
    g_assert_null(strstr(name, "title-language"));
}

#define TEST(name) g_test_add_func("/outline/" #name, name)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    TEST(an_image_needs_alt_unless_it_says_that_it_says_nothing);
    TEST(a_link_needs_text_or_an_image_that_has_one);
    TEST(a_heading_is_at_most_one_level_below_the_one_before);
    TEST(a_page_needs_a_title_with_text);
    TEST(lines_are_those_of_the_source);
    TEST(what_pages_share_is_not_counted);
    TEST(numbers_are_the_same_however_they_are_written);
    TEST(the_bar_is_what_languages_are_named_by);
    TEST(the_hash_is_of_the_own_content);
    TEST(direction_stands_on_html_or_body);
    TEST(of_one_code_a_ceiling_is_told);
    TEST(a_part_in_another_language_is_told);
    return g_test_run();
}
