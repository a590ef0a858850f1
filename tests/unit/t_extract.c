/* The promises of indexer/extract.h and indexer/extract_html.h. */
#include <string.h>

#include "indexer/extract.h"
#include "langs/lang.h"
#include "shim/limits.h"
#include "shim/record.h"
#include "tests/unit/suite.h"

#define PAGE_URL "http://site.example/docs/page.html"

static Page *new_page(const char *bytes, gsize n)
{
    Page *page = page_new();
    page->url = g_strdup(PAGE_URL);
    page->media_type = g_strdup("text/html");
    page->body = g_bytes_new(bytes, n);
    return page;
}

static Document *read_bytes(const char *bytes, gsize n)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Page) page = new_page(bytes, n);
    Document *d = extract(page, &error);
    g_assert_no_error(error);
    g_assert_true(g_utf8_validate(d->text->str, d->text->len, NULL));
    return d;
}

static Document *read_page(const char *html)
{
    return read_bytes(html, strlen(html));
}

static void check_text(const char *html, const char *text)
{
    g_autoptr(Document) d = read_page(html);
    g_strchomp(d->text->str);
    g_assert_cmpstr(d->text->str, ==, text);
}

/* Without white space, as the suite has its texts. */
static char *squeeze(const char *text)
{
    GString *out = g_string_new(NULL);
    for (; *text; text = g_utf8_next_char(text)) {
        gunichar c = g_utf8_get_char(text);
        if (!g_unichar_isspace(c) && !(c >= 0x1C && c <= 0x1F) && c != 0x85)
            g_string_append_unichar(out, c);
    }
    return g_string_free(out, FALSE);
}

static gboolean is_text_case_equal(const json_t *row)
{
    const json_t *html = json_object_get(row, "html");
    g_autoptr(Page) page = new_page(json_string_value(html), json_string_length(html));
    page->charset = g_strdup("utf-8");
    g_autoptr(Document) d = extract(page, NULL);
    g_autofree char *got = squeeze(d ? d->text->str : "");
    g_autofree char *expected = squeeze(json_string_value(json_object_get(row, "text_squeezed")));
    return g_str_equal(got, expected);
}

/* Known to differ: text that a table puts before itself (its order only), options outside a select, frame sets. */
static void texts_are_those_of_the_suite(void)
{
    if (suite_is_absent("html5lib-tree"))
        return;
    json_t *suite = suite_read_json("html5lib-tree/text-cases.json"), *row;
    guint equal = 0;
    gsize i;
    json_array_foreach(suite, i, row)
        equal += is_text_case_equal(row);
    g_test_message("%u of %u texts are equal", equal, (guint)json_array_size(suite));
    g_assert_cmpuint(json_array_size(suite), ==, 1592);
    g_assert_cmpuint(equal, >=, 1570);
    json_decref(suite);
}

static void pages_of_attackers_are_survived(void)
{
    if (suite_is_absent("xml-attacks"))
        return;
    g_autofree char *folder = suite_path("xml-attacks/html");
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    guint pages = 0;
    for (const char *name; (name = g_dir_read_name(dir)) != NULL; pages++) {
        g_autofree char *path = g_build_filename("xml-attacks/html", name, NULL);
        gsize n;
        g_autofree char *bytes = suite_read(path, &n);
        for (gsize cut = n; cut > 0; cut = cut > 4000 ? cut - 3989 : cut / 2) {
            g_autoptr(Page) page = new_page(bytes, cut);
            g_autoptr(Document) d = extract(page, NULL);
            g_assert_true(!d || g_utf8_validate(d->text->str, d->text->len, NULL));
        }
    }
    g_assert_cmpuint(pages, >=, 40);
}

static void references_are_read_as_browsers_do(void)
{
    check_text("<p>&eacute;&amp;&lt;b&gt;&#8364;&#x20AC;", "é&<b>€€");
    check_text("<p>&#128;&#146;&#x99;&#0;&#xD800;&#1114112;", "€’™���");
    check_text("<p>&NotEqualTilde;&Kopf;&lang;", "≂̸𝕂⟨");
    check_text("<p>&copy2024 &notit; &notin; &AMP &fooquux; &;&#;&#x;", "©2024 ¬it; ∉ & &fooquux; &;&#;&#x;");
    g_autoptr(Document) d = read_page("<a href='?a=1&copy=2&amp;b=%26&#x26;c'>x</a>");
    g_assert_cmpstr(((Link *)g_ptr_array_index(d->links, 0))->url, ==, PAGE_URL "?a=1&copy=2&b=%26&c");
}

static void what_is_no_text_is_left_out(void)
{
    static const char *const elements[] = {"script", "style",  "textarea", "select", "template", "svg",  "math",
                                           "iframe", "noembed", "noframes", "xmp",    "noscript", "datalist"};
    for (guint i = 0; i < G_N_ELEMENTS(elements); i++) {
        const char *e = elements[i];
        g_autofree char *html = g_strdup_printf("<p>a<%s x='>'>hidden</%s >b<p>c", e, e);
        g_autoptr(Document) d = read_page(html);
        g_autofree char *text = squeeze(d->text->str);
        g_assert_cmpstr(text, ==, "abc");
    }
    check_text("a<script>'<!-- <script> </script> </p>'</script>b<script><!-- <script> </script>c", "ab");
    check_text("a<script>if (a<b) '</scr' + 'ipt>'</script>b", "ab");
    check_text("a<svg><title>hidden</title><style>x<y</style></svg>b<svg><g>hidden<p>c", "ab\nc");
    check_text("a<!--> b <!-- > hidden --!> c <!x> d <?php e ?> </ f> g", "a b c d g");
    check_text("<p>1 < 2 <3 && 4<", "1 < 2 <3 && 4<");
    check_text("a</body></html>b", "ab");
    check_text("</div></head>a", "a");
}

static void blocks_are_parted_by_lines(void)
{
    g_autoptr(Document) d = read_page("<h1>A  <b>b</b>c</h1>d e<br>f<ul><li>g<li>h</ul><pre>code</pre>i");
    g_assert_cmpstr(d->text->str, ==, "A bc\nd e\nf\ng\nh\ncode\ni\n");
    g_assert_cmpstr(d->prose->str, ==, "A bc\nd e\nf\ng\nh\ni\n");
}

static void xhtml_closes_elements_by_a_slash(void)
{
    check_text("<?xml version='1.0'?><html><head><script src='x'/><title/></head><body><a name='x'/>a<svg/>b", "ab");
    check_text("<?xml version='1.0'?><html><body><p>a<![CDATA[<b>]]></p>", "a<b>");
    check_text("<body>a<div/>b<![CDATA[x]]>", "a\nb");
}

static void title_is_the_element_or_the_first_heading(void)
{
    g_autoptr(Document) d = read_page("<title> A &amp;\n <b> </title><title>B</title><h1>C <i>d</i></h1><h2>E</h2>");
    g_assert_cmpstr(d->title, ==, "A & <b>");
    g_assert_cmpuint(d->headings->len, ==, 2);
    g_assert_cmpstr(g_ptr_array_index(d->headings, 0), ==, "C d");
    g_assert_cmpstr(g_ptr_array_index(d->headings, 1), ==, "E");
    g_autoptr(Document) untitled = read_page("<p>a<h2>Heading</h2>");
    g_assert_cmpstr(untitled->title, ==, "Heading");
    g_autofree char *long_title = g_strnfill(3 * LIMIT_TITLE, 't');
    g_autofree char *html = g_strdup_printf("<title>%s</title>", long_title);
    g_autoptr(Document) cut = read_page(html);
    g_assert_cmpuint(strlen(cut->title), ==, LIMIT_TITLE);
    g_autoptr(Document) drawing = read_page("<svg><title>no</title></svg><title>yes</title>");
    g_assert_cmpstr(drawing->title, ==, "yes");
}

static void description_and_dates_come_from_meta_elements(void)
{
    g_autoptr(Document) d = read_page("<meta property='og:description' content='o'><META NAME=Description CONTENT=' de '>"
                                      "<meta name=dcterms.date content=2024-02-29><time datetime=2020-01-01></time>x");
    g_assert_cmpstr(d->description, ==, "de");
    g_assert_cmpint(d->date, ==, 1709164800);
    g_autoptr(Document) timed = read_page("<time datetime='2024-02-29T01:00:00+01:00'>x</time>");
    g_assert_cmpint(timed->date, ==, 1709164800);
    g_autoptr(Document) undated = read_page("<meta name=date content=yesterday>x");
    g_assert_cmpint(undated->date, ==, RECORD_DATE_UNKNOWN);
}

static void links_are_resolved_against_the_base(void)
{
    g_autoptr(Document) d = read_page("<a href='a.html#x' rel='x NoFollow' hreflang=qq>A <b>b</b></a><a href='#here'>no</a>"
                                      "<a href='mailto:x@y'>no</a><area href='/c'><base href='/other/'><a href=d>D");
    g_assert_cmpuint(d->links->len, ==, 3);
    g_autoptr(Document) named = read_page("<a href=a lang=qq>A</a>");
    g_assert_cmpstr(((Link *)g_ptr_array_index(named->links, 0))->lang, ==, "qq");
    for (guint i = 0; i < lang_count(); i++) {
        g_autofree char *html = g_strdup_printf("<a href=a>%s</a>", lang_name(lang_get(i)));
        g_autoptr(Document) bar = read_page(html);
        g_assert_cmpstr(((Link *)g_ptr_array_index(bar->links, 0))->lang, ==, lang_code(lang_get(i)));
    }
    const Link *a = g_ptr_array_index(d->links, 0), *c = g_ptr_array_index(d->links, 1), *e = g_ptr_array_index(d->links, 2);
    g_assert_cmpstr(a->url, ==, "http://site.example/docs/a.html");
    g_assert_cmpstr(a->text, ==, "A b");
    g_assert_cmpstr(a->lang, ==, "qq");
    g_assert_true(a->nofollow && !c->nofollow);
    g_assert_cmpstr(c->url, ==, "http://site.example/c");
    g_assert_cmpstr(e->url, ==, "http://site.example/other/d");
    g_assert_cmpstr(e->text, ==, "D");
}

static void language_is_what_html_and_http_declare(void)
{
    g_autoptr(Document) d = read_page("<html lang=qq-ZZ><body lang=xx><meta http-equiv=Content-Language content='yy, zz'>x");
    g_assert_cmpstr(d->lang_html, ==, "qq-ZZ");
    g_assert_cmpstr(d->lang_http, ==, "yy");
    g_autoptr(Document) xml = read_page("<html xml:lang='qq'><p>x");
    g_assert_cmpstr(xml->lang_html, ==, "qq");
    g_autoptr(Page) page = new_page("<meta http-equiv=content-language content=zz>x", 46);
    page->content_language = g_strdup("yy, zz");
    g_autoptr(Document) http = extract(page, NULL);
    g_assert_cmpstr(http->lang_http, ==, "yy");
    g_assert_cmpstr(http->lang_html, ==, "");
}

static void alternates_and_canonical_come_from_elements_and_headers(void)
{
    const char *html = "<link rel='alternate' hreflang=x-default href=/x><link rel=alternate href=/feed>"
                       "<link rel=Canonical href='//other.example/c#f'><link rel=canonical href=/second>x";
    g_autoptr(Page) page = new_page(html, strlen(html));
    page->link_header = g_strdup("</h>; rel=\"alternate\"; hreflang=\"qq\", </n>; rel=next");
    g_autoptr(Document) d = extract(page, NULL);
    g_assert_cmpstr(d->canonical, ==, "http://other.example/c");
    g_assert_cmpuint(d->alternates->len, ==, 2);
    const Alternate *x = g_ptr_array_index(d->alternates, 0), *h = g_ptr_array_index(d->alternates, 1);
    g_assert_cmpstr(x->url, ==, "http://site.example/x");
    g_assert_cmpstr(x->lang, ==, "x-default");
    g_assert_cmpint(x->evidence, ==, ALTERNATE_LINK_ELEMENT);
    g_assert_cmpstr(h->url, ==, "http://site.example/h");
    g_assert_cmpstr(h->lang, ==, "qq");
    g_assert_cmpint(h->evidence, ==, ALTERNATE_LINK_HEADER);
}

static void robots_directives_add_up(void)
{
    const char *html = "<meta name=robots content='noarchive, max-snippet:50'><meta name=Isoglot content=nofollow>x";
    g_autoptr(Page) page = new_page(html, strlen(html));
    page->robots_header = g_strdup("otherbot: noindex\nmax-snippet: 20, unavailable_after: 2024-02-29");
    g_autoptr(Document) d = extract(page, NULL);
    g_assert_cmpuint(d->robots, ==, ROBOTS_NOARCHIVE | ROBOTS_NOFOLLOW);
    g_assert_cmpint(d->max_snippet, ==, 20);
    g_assert_cmpint(d->unavailable_after, ==, 1709164800);
    g_autoptr(Document) none = read_page("<meta name=robots content=NONE><meta name=otherbot content=noarchive>x");
    g_assert_cmpuint(none->robots, ==, ROBOTS_NOINDEX | ROBOTS_NOFOLLOW);
}

static void headers_speak_for_pages_of_any_type(void)
{
    g_autoptr(Page) page = new_page("plain", 5);
    g_free(page->media_type);
    page->media_type = g_strdup("text/plain");
    page->robots_header = g_strdup("noindex, nosnippet");
    page->link_header = g_strdup("<c.txt>; rel=canonical, <fr.txt>; rel=alternate; hreflang=qq");
    g_autoptr(Document) d = extract(page, NULL);
    g_assert_cmpuint(d->robots, ==, ROBOTS_NOINDEX);
    g_assert_cmpint(d->max_snippet, ==, 0);
    g_assert_cmpstr(d->canonical, ==, "http://site.example/docs/c.txt");
    g_assert_cmpuint(d->alternates->len, ==, 1);
}

/* RFC 8288, 3.2: a base element means the links of the page, not those of the header. */
static void headers_are_relative_to_the_page(void)
{
    const char *html = "<base href='/elsewhere/'><link rel=alternate hreflang=qq href=a>x";
    g_autoptr(Page) page = new_page(html, strlen(html));
    page->link_header = g_strdup("<c>; rel=canonical");
    g_autoptr(Document) d = extract(page, NULL);
    g_assert_cmpstr(d->canonical, ==, "http://site.example/docs/c");
    g_assert_cmpstr(((Alternate *)g_ptr_array_index(d->alternates, 0))->url, ==, "http://site.example/elsewhere/a");
}

static void check_shown(const char *html, const char *text, const char *shown)
{
    g_autoptr(Document) d = read_page(html);
    g_autofree char *snippet_text = g_strchomp(document_snippet_text(d));
    g_strchomp(d->text->str);
    g_assert_cmpstr(d->text->str, ==, text);
    g_assert_cmpstr(snippet_text, ==, shown);
}

static void what_is_not_to_be_shown_is_text_but_no_snippet(void)
{
    check_shown("<p>a <span data-nosnippet>b</span> c", "a b c", "a c");
    check_shown("<p>a<div data-nosnippet>b<p>c<br><b>d</b><div data-nosnippet=x>e</div>f</div>g", "a\nb\nc\nd\ne\nf\ng", "a\ng");
    check_shown("<p DATA-NoSnippet='false'>a<p>b", "a\nb", "b");
    check_shown("<section data-nosnippet><img data-nosnippet src=x>a</section><span data-nosnippet></span>b", "a\nb", "b");
    check_shown("a<div data-nosnippet>b<i>c", "a\nbc", "a");
    check_shown("a<span data-nosnippet>b</div>c</span></p></span>d", "abc\nd", "a\nd");
    check_shown("data-nosnippet <b title=data-nosnippet>b</b>", "data-nosnippet b", "data-nosnippet b");
}

static void parts_not_shown_beyond_the_limit_hide_what_is_between(void)
{
    g_autoptr(GString) html = g_string_new(NULL);
    for (guint i = 0; i < LIMIT_NOSNIPPET + 5; i++)
        g_string_append(html, "<b>s</b><b data-nosnippet>h</b>");
    g_string_append(html, "z");
    g_autoptr(Document) d = read_page(html->str);
    g_autofree char *shown = document_snippet_text(d);
    g_assert_cmpuint(strlen(shown), ==, LIMIT_NOSNIPPET + strlen("z\n"));
    g_assert_null(strchr(shown, 'h'));
}

static void noindex_comments_keep_text_out(void)
{
    check_text("a <!-- noindex --> menu <!-- /noindex --> b", "a b");
    check_text("a <!--googleoff: index-->menu<!--googleon: index--> b<!--htdig_noindex-->c", "a b");
    g_autoptr(Document) d = read_page("x<!--noindex--><a href=/a>menu</a><!--/noindex-->");
    g_assert_cmpuint(d->links->len, ==, 1);
}

static void text_below_256_elements_is_kept(void)
{
    g_autoptr(GString) html = g_string_new("first");
    for (guint i = 0; i < 5000; i++)
        g_string_append(html, i % 2 ? "<div>" : "<b>");
    g_string_append(html, "<p>deep");
    g_autoptr(Document) d = read_page(html->str);
    g_assert_nonnull(strstr(d->text->str, "first"));
    g_assert_nonnull(strstr(d->text->str, "deep"));
}

/* 100,000 attributes take libxml2 16 s. */
static void hostile_sizes_cost_linear_time(void)
{
    static const char *const parts[] = {"<a ", " x=\"", "<!--", "<![CDATA[", "&", "&#", "<script><!--", "<title>", "</", "<p ",
                                        "<svg><style>", "<select>", "<template>", "</p>", "<table><td>", "&amp", "--!", "<"};
    gint64 before = g_get_monotonic_time();
    for (guint i = 0; i < G_N_ELEMENTS(parts); i++) {
        g_autoptr(GString) html = g_string_new("text");
        for (guint k = 0; k < 20000; k++)
            g_string_append(html, parts[i]);
        g_autoptr(Document) d = read_page(html->str);
    }
    g_autoptr(GString) html = g_string_new("text<a ");
    for (guint k = 0; k < 100000; k++)
        g_string_append_printf(html, "a%u=%u ", k, k);
    g_string_append(html, "href=/x>link</a>");
    g_autoptr(Document) d = read_page(html->str);
    g_assert_cmpuint(d->links->len, ==, 0); /* the hundred attributes that are kept do not have it */
    g_assert_nonnull(strstr(d->text->str, "textlink"));
    g_assert_cmpint(g_get_monotonic_time() - before, <, 60 * G_USEC_PER_SEC);
}

static void odd_bytes_are_repaired(void)
{
    g_autoptr(Document) nul = read_bytes("<p>a\0b<scr\0ipt>x</script>", 26);
    g_assert_cmpstr(nul->text->str, ==, "ab\n");
    g_autoptr(Page) page = new_page("<p>a\xFFz\xE2\x82", 8);
    page->charset = g_strdup("utf-8");
    g_autoptr(Document) d = extract(page, NULL);
    g_assert_cmpstr(d->text->str, ==, "a�z�\n");
    page->truncated = TRUE;
    g_autoptr(Document) cut = extract(page, NULL);
    g_assert_true(cut->truncated && !d->truncated);
}

static void what_is_longer_than_the_limit_is_cut_and_reported(void)
{
    g_autofree char *bytes = g_malloc(LIMIT_PAGE + 10);
    memset(bytes, ' ', LIMIT_PAGE + 10);
    memcpy(bytes, "first", 5);
    memcpy(bytes + LIMIT_PAGE + 4, "last", 4);
    g_autoptr(Document) d = read_bytes(bytes, LIMIT_PAGE + 10);
    g_assert_true(d->truncated);
    g_assert_nonnull(strstr(d->text->str, "first"));
    g_assert_null(strstr(d->text->str, "last"));
}

static void what_is_no_document_is_refused(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Page) empty = new_page("<p> <script>x</script>", 22);
    g_assert_null(extract(empty, &error));
    g_assert_error(error, FAULT, FAULT_SKIP);
    g_clear_error(&error);
    g_autoptr(Page) image = new_page("x", 1);
    g_free(image->media_type);
    image->media_type = g_strdup("image/png");
    g_assert_null(extract(image, &error));
    g_assert_error(error, FAULT, FAULT_SKIP);
    g_assert_true(extract_reads("TEXT/HTML") && !extract_reads("image/png"));
    g_assert_cmpstr(extract_media_type("a/b.HTM"), ==, "text/html");
    g_assert_null(extract_media_type("a/b.css"));
}

#define ADD(test) g_test_add_func("/extract/" #test, test)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD(texts_are_those_of_the_suite);
    ADD(pages_of_attackers_are_survived);
    ADD(references_are_read_as_browsers_do);
    ADD(what_is_no_text_is_left_out);
    ADD(blocks_are_parted_by_lines);
    ADD(xhtml_closes_elements_by_a_slash);
    ADD(title_is_the_element_or_the_first_heading);
    ADD(description_and_dates_come_from_meta_elements);
    ADD(links_are_resolved_against_the_base);
    ADD(language_is_what_html_and_http_declare);
    ADD(alternates_and_canonical_come_from_elements_and_headers);
    ADD(robots_directives_add_up);
    ADD(headers_speak_for_pages_of_any_type);
    ADD(headers_are_relative_to_the_page);
    ADD(what_is_not_to_be_shown_is_text_but_no_snippet);
    ADD(parts_not_shown_beyond_the_limit_hide_what_is_between);
    ADD(noindex_comments_keep_text_out);
    ADD(text_below_256_elements_is_kept);
    ADD(hostile_sizes_cost_linear_time);
    ADD(odd_bytes_are_repaired);
    ADD(what_is_longer_than_the_limit_is_cut_and_reported);
    ADD(what_is_no_document_is_refused);
    return g_test_run();
}
