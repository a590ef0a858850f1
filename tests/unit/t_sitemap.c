/* The promises of indexer/sitemap.h. */
#include "indexer/sitemap.h"
#include "shim/limits.h"
#include "shim/record.h"
#include "tests/unit/archive.h"
#include "tests/unit/suite.h"

#define URL "http://site.example/maps/sitemap.xml"
#define NS " xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'"
#define URLSET "<urlset" NS " xmlns:xhtml='http://www.w3.org/1999/xhtml'>"

static void on_entry(const SitemapEntry *entry, gpointer user)
{
    g_autoptr(GDateTime) when =
        entry->lastmod == RECORD_DATE_UNKNOWN ? NULL : g_date_time_new_from_unix_utc(entry->lastmod);
    g_autofree char *date = when ? g_date_time_format(when, " %FT%T") : g_strdup("");
    g_string_append_printf(user, "%s%s%s", entry->is_sitemap ? "index " : "", entry->url, date);
    for (guint i = 0; i < entry->n_alternates; i++)
        g_string_append_printf(user, " %s=%s", entry->alternates[i].lang, entry->alternates[i].url);
    g_string_append_c(user, '\n');
}

static void on_error(const char *message, gpointer user)
{
    g_assert_true(g_utf8_validate(message, -1, NULL) && !strchr(message, '\n'));
    g_string_append_printf(user, "- %s\n", message);
}

/* The sitemap as text: its type or "-" with the refusal, its entries and mistakes in the order told. */
static char *read_typed(const char *media_type, gconstpointer bytes, gsize n, Sitemap *sitemap)
{
    static const SitemapEvents events = {on_entry, on_error};
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) told = g_string_new(NULL);
    gboolean ok = sitemap_read(URL, media_type, bytes, n, &events, told, sitemap, &error);
    g_assert_true(ok == (error == NULL) && ok == (sitemap->type != SITEMAP_UNKNOWN));
    if (error)
        g_assert_error(error, FAULT, FAULT_SKIP);
    return g_strconcat(ok ? sitemap_type_name(sitemap->type) : error->message, "\n", told->str, NULL);
}

static void check_n(const void *bytes, gsize n, const char *expected)
{
    Sitemap sitemap;
    g_autofree char *got = read_typed(NULL, bytes, n, &sitemap);
    g_assert_cmpstr(got, ==, expected);
}

static void check(const char *text, const char *expected)
{
    g_autoptr(GByteArray) packed = pack(AS_GZIP, text, strlen(text));
    check_n(text, strlen(text), expected);
    check_n(packed->data, packed->len, expected);
}

static void a_urlset_is_read(void)
{
    check("<?xml version='1.0' encoding='UTF-8'?>\n" URLSET
          "<url><loc>\n  HTTP://Site.example:80/a?x=1&amp;y=%7e#f \n</loc><lastmod> 2024-05-06 </lastmod>"
          "<changefreq>daily</changefreq><priority>0.8</priority></url>\n"
          "<url><lastmod>2024-05-06T07:08:09+02:00</lastmod><loc><![CDATA[http://site.example/b?x=1&y=2]]></"
          "loc></url>"
          "<url><loc>http://site.example/<![CDATA[c]]>/</loc><lastmod>yesterday</lastmod></url></urlset>",
          "urlset\nhttp://site.example/a?x=1&y=~ 2024-05-06T00:00:00\nhttp://site.example/b?x=1&y=2 "
          "2024-05-06T05:08:09\n"
          "http://site.example/c/\n");
    check("<urlset/>", "urlset\n");
}

static void an_index_has_sitemaps(void)
{
    check("<sitemapindex" NS
          "><sitemap><loc>http://site.example/1.xml.gz</loc><lastmod><![CDATA[2004-10-01T18:23:17+00:00]]>"
          "</lastmod></sitemap><sitemap><loc>http://site.example/2.xml</loc></sitemap></sitemapindex>",
          "sitemapindex\nindex http://site.example/1.xml.gz 2004-10-01T18:23:17\nindex "
          "http://site.example/2.xml\n");
    check("<sitemapindex><sitemap>\nhttp://site.example/a?b=1&amp;c=2\n</sitemap></sitemapindex>",
          "sitemapindex\nindex http://site.example/a?b=1&c=2\n");
}

static void alternates_are_read_in_any_prefix(void)
{
    static const char expected[] = "urlset\nhttp://site.example/en de-CH=http://site.example/de?a=1&b=2 "
                                   "x-default=http://site.example/\n";
    static const char *const declarations[] = {"xmlns:%s='http://www.w3.org/1999/xhtml'", "",
                                               "xmlns:%s='http://www.w3.org/TR/xhtml11/xhtml11_schema.html'"};
    static const char *const prefixes[] = {"xhtml", "h"};
    for (guint i = 0; i < 6; i++) {
        const char *p = prefixes[i / 3];
        g_auto(GStrv) parts = g_strsplit(declarations[i % 3], "%s", -1);
        g_autofree char *declaration = g_strjoinv(p, parts);
        g_autofree char *xml = g_strdup_printf(
            "<urlset" NS " %s><url><loc>http://site.example/en</loc>"
            "<%s:link rel='Alternate' hreflang=' de-CH ' href='http://site.example/de?a=1&amp;b=2'/>"
            "<%s:link rel='alternate' hreflang='x-default' href='http://site.example/'/>"
            "<%s:link rel='canonical' hreflang='fr' href='http://site.example/fr'/>"
            "<%s:link rel='alternate' media='handheld' href='http://m.site.example/'/></url></urlset>",
            declaration, p, p, p, p);
        check(xml, expected);
    }
    check(URLSET
          "<url><loc>http://site.example/en</loc><o:link xmlns:o='urn:o' rel='alternate' hreflang='de' "
          "href='http://site.example/de'/><xhtml:link rel='alternate' hreflang='es' "
          "href='/es'/></url></urlset>",
          "urlset\n- line 1: a language link without http or https URL\nhttp://site.example/en\n");
}

static void alternates_have_limits(void)
{
    Sitemap sitemap;
    g_autoptr(GString) xml = g_string_new("<urlset><url><loc>http://a.example/</loc>");
    for (guint i = 0; i <= LIMIT_ALTERNATES; i++)
        g_string_append(xml,
                        "<link rel='alternate' hreflang='xxéééééééééééééééééééé' href='http://a.example/'/>");
    g_string_append(xml, "</url></urlset>");
    g_autofree char *got = read_typed(NULL, xml->str, xml->len, &sitemap);
    g_assert_true(g_utf8_validate(got, -1, NULL));
    g_assert_nonnull(strstr(got, "- line 1: more than 256 language links of one page\n"));
    g_auto(GStrv) words = g_strsplit(strstr(got, "\nhttp"), " ", -1);
    g_assert_cmpuint(g_strv_length(words), ==, 1 + LIMIT_ALTERNATES);
}

static void extensions_are_passed_over(void)
{
    check(
        "<urlset" NS " xmlns:image='http://www.google.com/schemas/sitemap-image/1.1' "
        "xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'><url><image:image><image:loc>http://"
        "site.example/i.jpg"
        "</image:loc></image:image><news:loc>http://site.example/n</news:loc><loc>http://site.example/a</loc>"
        "<video><loc>http://site.example/v</loc></video>"
        "<news:news><news:publication_date>2008-12-23</news:publication_date></news:news></url></urlset>",
        "urlset\nhttp://site.example/a\n");
}

static void namespaces_may_be_wrong_or_missing(void)
{
    static const char *const opening[] = {"<urlset>",
                                          "<urlset xmlns='http://www.google.com/schemas/sitemap/0.84'>",
                                          "<urlset xmlns='nonsense'>", "<urlset xmlns='' xmlns:s='x'>"};
    for (guint i = 0; i < G_N_ELEMENTS(opening); i++) {
        g_autofree char *xml =
            g_strconcat(opening[i], "<url><loc>http://site.example/a</loc></url></urlset>", NULL);
        check(xml, "urlset\nhttp://site.example/a\n");
    }
    check("<s:urlset "
          "xmlns:s='http://www.sitemaps.org/schemas/sitemap/0.9'><s:url><s:loc>http://site.example/a</s:loc>"
          "</s:url></s:urlset>",
          "urlset\nhttp://site.example/a\n");
    check("<s:urlset><s:url><s:loc>http://site.example/a</s:loc></s:url></s:urlset>",
          "urlset\nhttp://site.example/a\n");
}

static void what_sites_get_wrong_is_read(void)
{
    check("\n\n <?xml version='1.0'?>" URLSET "<url><loc>http://site.example/?a=1&b=2</loc></url></urlset>",
          "urlset\n- line 3: '&' is not escaped\nhttp://site.example/?a=1&b=2\n");
    check(
        URLSET
        "<url><loc><url><![CDATA[http://site.example/a]]></url></loc><lastmod>2015</lastmod></url></urlset>",
        "urlset\nhttp://site.example/a 2015-01-01T00:00:00\n");
    check(URLSET "<url><loc>http://site.example/a</loc><loc>http://site.example/b</loc></url></urlset>",
          "urlset\nhttp://site.example/a\nhttp://site.example/b\n");
    check(URLSET "<loc>http://site.example/a</loc><url>http://site.example/b</url></urlset>",
          "urlset\nhttp://site.example/a\nhttp://site.example/b\n");
    check(
        URLSET "<url><news>\xE9\x01</news><loc>http://site.example/a</loc></url></urlset>",
        "urlset\n- line 1: not UTF-8\n- line 1: a character that XML does not have\nhttp://site.example/a\n");
}

static void what_is_no_url_is_refused_by_line(void)
{
    check(
        URLSET
        "<url><loc>/a</loc></url>\n<url><loc>ftp://site.example/</loc></url>\n<url><loc> </loc></url>\n"
        "<url><loc>http://site.example/\xE9</loc></url><url><loc>http://site.example/z</loc></url></urlset>",
        "urlset\n- line 4: not UTF-8\n- line 1: no absolute http or https URL: '/a'\n"
        "- line 2: no absolute http or https URL: 'ftp://site.example/'\n- line 3: an entry without URL\n"
        "- line 4: no absolute http or https URL: "
        "'http://site.example/\xEF\xBF\xBD'\nhttp://site.example/z\n");
}

static void a_mistake_keeps_what_came_before(void)
{
    Sitemap sitemap;
    static const char *const tails[] = {"<url><loc>http://site.example/b</loc><lastm",
                                        "<url><loc>http://site.example/b</lo",
                                        "<url><loc>http://site.example/b</loc></urlset>"};
    for (guint i = 0; i < G_N_ELEMENTS(tails); i++) {
        g_autofree char *xml =
            g_strconcat(URLSET "<url><loc>http://site.example/a</loc></url>", tails[i], NULL);
        g_autofree char *got = read_typed(NULL, xml, strlen(xml), &sitemap);
        g_assert_true(g_str_has_prefix(
            got, "urlset\nhttp://site.example/a\nhttp://site.example/b\n- line 1: not well-formed: "));
        g_assert_true(sitemap.truncated && sitemap.n_entries == 2 && sitemap.n_errors == 1);
    }
    check(URLSET "<url><loc>http://site.example/a</loc></url><url><loc>http://site.exam",
          "urlset\nhttp://site.example/a\n- line 1: not well-formed: it ends too early\n");
    check(URLSET
          "<url><loc>http://site.example/a</loc></url><url><loc>http://site.example/b</loc><news><titl",
          "urlset\nhttp://site.example/a\n- line 1: not well-formed: it ends too early\n");
}

static void rss_is_read(void)
{
    check("\n<!-- a feed -->\n<rss version='2.0' "
          "xmlns:atom='http://www.w3.org/2005/Atom'><channel><link>http://site.example/</link>"
          "<pubDate>Sun, 06 Sep 2009 16:20:00 +0000</pubDate><item><atom:link href='http://site.example/no'/>"
          "<link>http://site.example/1</link><guid isPermaLink='false'>7bd204c6</guid>"
          "<pubDate>Sun, 06 Sep 2009 16:20:00 "
          "+0000</pubDate></item><item><guid>http://site.example/2</guid></item>"
          "<item><link>http://site.example/<![CDATA[3?a&b]]></link><pubDate>2009-09-06</pubDate></item>"
          "<item><title>no URL</title><guid>7bd204c6</guid></item></channel></rss>",
          "rss\nhttp://site.example/1 2009-09-06T16:20:00\nhttp://site.example/2\nhttp://site.example/3?a&b "
          "2009-09-06T00:00:00\n");
    check("<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/' "
          "xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><link>http://site.example/pub</link></"
          "channel><image><link>"
          "http://site.example/i</link></image><item><link>http://site.example/a</link><dc:date>2000-08-09</"
          "dc:date></item></rdf:RDF>",
          "rss\nhttp://site.example/a 2000-08-09T00:00:00\n");
}

static void atom_is_read(void)
{
    check("<feed xmlns='http://www.w3.org/2005/Atom'><link "
          "href='http://site.example/'/><updated>2003-12-13T18:30:02Z</updated>"
          "<entry><link rel='edit' href='/edit'/><link href='../a'/><link rel='alternate' hreflang='fr' "
          "href='/fr/a'/>"
          "<published>2003-12-12</published><updated>2003-12-13T18:30:02Z</updated><content type='xhtml'>"
          "<div xmlns='http://www.w3.org/1999/xhtml'><link href='/no'/></div></content></entry>"
          "<entry xml:base='http://site.example/x/'><link "
          "href='b'/><published>2003-12-12</published></entry></feed>",
          "atom\nhttp://site.example/a 2003-12-13T18:30:02 "
          "fr=http://site.example/fr/a\nhttp://site.example/x/b 2003-12-12T00:00:00\n");
    check("<feed version='0.3' xmlns='http://purl.org/atom/ns#'><entry><link rel='alternate' "
          "href='http://site.example/a'/>"
          "<issued>1997-07-16</issued></entry></feed>",
          "atom\nhttp://site.example/a 1997-07-16T00:00:00\n");
}

static void a_list_of_urls_is_read(void)
{
    check("http://site.example/a\r\n\r\n  https://Site.example/b?x=%7E \rhttp://site.example/c d\nother "
          "stuff\nhttp://site.example/e",
          "text\nhttp://site.example/a\nhttps://site.example/b?x=~\nhttp://site.example/c%20d\n"
          "- line 5: no absolute http or https URL: 'other stuff'\nhttp://site.example/e\n");
    check("\xEF\xBB\xBFhttp://site.example/\xC3\xA9", "text\nhttp://site.example/%C3%A9\n");
}

static void encodings_are_undone(void)
{
    check("\xEF\xBB\xBF<?xml version='1.0' "
          "encoding='UTF-8'?><urlset><url><loc>http://site.example/é</loc></url></urlset>",
          "urlset\nhttp://site.example/%C3%A9\n");
    check("<?xml version=\"1.0\" "
          "encoding=\"windows-1251\"?><urlset><url><loc>http://site.example/\xEF</loc></url></urlset>",
          "urlset\nhttp://site.example/%D0%BF\n");
    static const char *const utf16[] = {"UTF-16LE", "UTF-16BE"};
    static const char text[] =
        "\xEF\xBB\xBF<?xml version='1.0' encoding='UTF-16'?><urlset><url><loc>http://site.example/п</loc>"
        "</url></urlset>";
    for (guint i = 0; i < 4; i++) {
        gsize n, skipped = i / 2 ? 3 : 0; /* with and without the mark */
        g_autofree char *bytes =
            g_convert(text + skipped, sizeof text - 1 - skipped, utf16[i % 2], "UTF-8", NULL, &n, NULL);
        check_n(bytes, n, "urlset\nhttp://site.example/%D0%BF\n");
    }
}

static void a_doctype_is_refused(void)
{
    check("<?xml version='1.0'?>\n<!DOCTYPE urlset [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>" URLSET
          "<url><loc>http://site.example/&e;</loc></url></urlset>",
          "line 2: a DOCTYPE or other declaration is not allowed\n");
    check("<!DOCTYPE html><html><body>Not found</body></html>",
          "line 1: a DOCTYPE or other declaration is not allowed\n");
}

static void what_is_no_sitemap_is_refused_with_its_reason(void)
{
    check("<html><body>Not found</body></html>", "no sitemap: its root element is 'html'\n");
    check("this is a bogus sitemap", "no sitemap: neither XML nor a list of URLs\n- line 1: no absolute http "
                                     "or https URL: 'this is a bogus sitemap'\n");
    check("\x89PNG\r\n\x1A\n", "no sitemap: neither XML nor text\n");
    check("<!-- a comment -->", "line 1: not well-formed: it ends too early\n");
    check_n("", 0, "no sitemap: empty\n");
    check_n(" \n ", 3, "no sitemap: empty\n");
    g_autoptr(GByteArray) once = pack(AS_GZIP, "http://site.example/", 20),
                          twice = pack(AS_GZIP, once->data, once->len);
    check_n(twice->data, twice->len, "no sitemap: gzip within gzip\n");
    check("<?xml version='1.0' encoding='iso-2022-kr'?><urlset/>", "no sitemap: its encoding is not read\n");
}

static void the_media_type_decides_only_what_is_open(void)
{
    Sitemap sitemap;
    g_autofree char *empty = read_typed("text/plain", "", 0, &sitemap);
    g_assert_cmpstr(empty, ==, "text\n");
    g_autofree char *xml = read_typed("text/plain", "<urlset/>", 9, &sitemap);
    g_assert_cmpstr(xml, ==, "urlset\n");
    g_autofree char *text = read_typed("application/xml", "http://a.example/", 17, &sitemap);
    g_assert_cmpstr(text, ==, "text\nhttp://a.example/\n");
}

static void a_date_to_come_is_unknown(void)
{
    for (guint hours = 12; hours <= 36; hours += 24) {
        g_autoptr(GDateTime) now = g_date_time_new_now_utc();
        g_autoptr(GDateTime) then = g_date_time_add_hours(now, hours);
        g_autofree char *date = g_date_time_format(then, "%FT%T");
        g_autofree char *xml = g_strdup_printf(
            "<urlset><url><loc>http://a.example/</loc><lastmod>%sZ</lastmod></url></urlset>", date);
        g_autofree char *expected =
            g_strdup_printf("urlset\nhttp://a.example/%s%s\n", hours < 24 ? " " : "", hours < 24 ? date : "");
        check(xml, expected);
    }
    check("<urlset><url><loc>http://a.example/</loc><lastmod>1969-12-31</lastmod></url></urlset>",
          "urlset\nhttp://a.example/\n");
}

/* `n` entries, as XML or text. */
static GString *make_large(gboolean is_xml, guint n)
{
    GString *out = g_string_new(is_xml ? "<urlset>" : "");
    for (guint i = 0; i < n; i++)
        g_string_append_printf(
            out, is_xml ? "<url><loc>http://a.example/%u</loc></url>" : "http://a.example/%u\n", i);
    return g_string_append(out, is_xml ? "</urlset>" : "");
}

static void more_urls_than_the_limit_are_dropped_and_said(void)
{
    for (guint i = 0; i < 4; i++) {
        Sitemap sitemap;
        gboolean is_over = i % 2;
        g_autoptr(GString) text = make_large(i / 2, LIMIT_SITEMAP_URLS + is_over);
        g_autofree char *got = read_typed(NULL, text->str, text->len, &sitemap);
        g_assert_cmpuint(sitemap.n_entries, ==, LIMIT_SITEMAP_URLS);
        g_assert_true(sitemap.truncated == is_over && sitemap.n_errors == (is_over ? 1 : 0));
        g_assert_true(!is_over || g_str_has_suffix(got, "more than 50000 URLs, the rest is dropped\n"));
    }
}

static void more_bytes_than_the_limit_are_dropped_and_said(void)
{
    for (guint i = 0; i < 2; i++) {
        Sitemap sitemap;
        g_autoptr(GString) text = make_large(i, 1000);
        gsize n = text->len;
        g_string_append(text, i ? "" : "http://a.example/last");
        g_string_insert_len(text, i ? n - 9 : n, "\n", 1);
        g_autofree char *blank = g_strnfill(LIMIT_SITEMAP, ' ');
        g_string_insert(text, i ? n - 9 : n, blank);
        g_autofree char *got = read_typed(NULL, text->str, text->len, &sitemap);
        g_assert_true(sitemap.n_entries == 1000 && sitemap.truncated && sitemap.n_errors >= 1);
        g_assert_nonnull(strstr(got, "more than 52428800 bytes, the rest is dropped\n"));
    }
}

static void gzip_that_is_cut_keeps_what_came_before(void)
{
    g_autoptr(GString) text = make_large(TRUE, 40000), lines = make_large(FALSE, 40000);
    GString *const both[] = {text, lines};
    for (guint i = 0; i < 2; i++) {
        Sitemap sitemap;
        g_autoptr(GByteArray) packed = pack(AS_GZIP, both[i]->str, both[i]->len);
        g_autofree char *got = read_typed(NULL, packed->data, packed->len / 2, &sitemap);
        g_assert_true(sitemap.truncated && sitemap.n_errors == 1 && sitemap.n_entries > 1000);
        g_assert_true(g_str_has_suffix(got, "- cannot decode the body: cut\n"));
    }
    g_autofree char *spaces = g_strnfill(40 * 1024 * 1024, ' ');
    g_string_append(lines, spaces);
    Sitemap sitemap;
    g_autoptr(GString) bomb = g_string_new("<urlset><url><loc>http://a.example/</loc></url>");
    g_string_append(bomb, spaces);
    g_autoptr(GByteArray) packed = pack(AS_GZIP, bomb->str, bomb->len);
    g_autofree char *got = read_typed(NULL, packed->data, packed->len, &sitemap);
    g_assert_cmpstr(got, ==,
                    "urlset\nhttp://a.example/\n- cannot decode the body: it grows more than allowed\n");
}

static void mistakes_beyond_the_limit_are_counted(void)
{
    Sitemap sitemap;
    g_autoptr(GString) text = g_string_new("http://a.example/\n");
    for (guint i = 0; i < 1000; i++)
        g_string_append(text, "no\n");
    g_autofree char *got = read_typed(NULL, text->str, text->len, &sitemap);
    g_auto(GStrv) lines = g_strsplit(got, "\n", -1);
    g_assert_cmpuint(g_strv_length(lines), ==, 2 + LIMIT_SITEMAP_ERRORS + 1);
    g_assert_cmpuint(sitemap.n_errors, ==, 1000);
}

static void a_cut_at_any_byte_is_survived(void)
{
    static const char xml[] =
        "<?xml version='1.0'?><!-- c -->" URLSET "<url><loc>http://a.example/<![CDATA[é]]>&amp;</loc>"
        "<xhtml:link rel='alternate' hreflang='ar' href='http://a.example/ar'/></url></urlset>";
    for (gsize n = 0; n < sizeof xml; n++) {
        Sitemap sitemap;
        g_autofree char *bytes = g_memdup2(xml, n); /* so that a byte too far is seen */
        g_autofree char *got = read_typed(NULL, bytes, n, &sitemap);
        g_assert_cmpuint(sitemap.n_entries, <=, 1);
    }
}

static void every_file_of_the_suite_is_refused(void)
{
    static const char *const folders[] = {"xml-attacks/recurse", "xml-attacks"};
    if (suite_is_absent("xml-attacks"))
        return;
    guint n_files = 0;
    for (guint i = 0; i < G_N_ELEMENTS(folders); i++) {
        g_autofree char *path = suite_path(folders[i]);
        g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
        for (const char *name; (name = g_dir_read_name(dir));) {
            if (!g_str_has_suffix(name, ".xml"))
                continue;
            Sitemap sitemap;
            gsize n;
            g_autofree char *file = g_build_filename(folders[i], name, NULL);
            g_autofree char *bytes = suite_read(file, &n);
            g_autofree char *got = read_typed(NULL, bytes, n, &sitemap);
            g_assert_nonnull(strstr(got, "a DOCTYPE or other declaration is not allowed\n"));
            n_files++;
        }
    }
    g_assert_cmpuint(n_files, >, 10);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/sitemap/a_urlset_is_read", a_urlset_is_read);
    g_test_add_func("/sitemap/an_index_has_sitemaps", an_index_has_sitemaps);
    g_test_add_func("/sitemap/alternates_are_read_in_any_prefix", alternates_are_read_in_any_prefix);
    g_test_add_func("/sitemap/alternates_have_limits", alternates_have_limits);
    g_test_add_func("/sitemap/extensions_are_passed_over", extensions_are_passed_over);
    g_test_add_func("/sitemap/namespaces_may_be_wrong_or_missing", namespaces_may_be_wrong_or_missing);
    g_test_add_func("/sitemap/what_sites_get_wrong_is_read", what_sites_get_wrong_is_read);
    g_test_add_func("/sitemap/what_is_no_url_is_refused_by_line", what_is_no_url_is_refused_by_line);
    g_test_add_func("/sitemap/a_mistake_keeps_what_came_before", a_mistake_keeps_what_came_before);
    g_test_add_func("/sitemap/rss_is_read", rss_is_read);
    g_test_add_func("/sitemap/atom_is_read", atom_is_read);
    g_test_add_func("/sitemap/a_list_of_urls_is_read", a_list_of_urls_is_read);
    g_test_add_func("/sitemap/encodings_are_undone", encodings_are_undone);
    g_test_add_func("/sitemap/a_doctype_is_refused", a_doctype_is_refused);
    g_test_add_func("/sitemap/what_is_no_sitemap_is_refused_with_its_reason",
                    what_is_no_sitemap_is_refused_with_its_reason);
    g_test_add_func("/sitemap/the_media_type_decides_only_what_is_open",
                    the_media_type_decides_only_what_is_open);
    g_test_add_func("/sitemap/a_date_to_come_is_unknown", a_date_to_come_is_unknown);
    g_test_add_func("/sitemap/more_urls_than_the_limit_are_dropped_and_said",
                    more_urls_than_the_limit_are_dropped_and_said);
    g_test_add_func("/sitemap/more_bytes_than_the_limit_are_dropped_and_said",
                    more_bytes_than_the_limit_are_dropped_and_said);
    g_test_add_func("/sitemap/gzip_that_is_cut_keeps_what_came_before",
                    gzip_that_is_cut_keeps_what_came_before);
    g_test_add_func("/sitemap/mistakes_beyond_the_limit_are_counted", mistakes_beyond_the_limit_are_counted);
    g_test_add_func("/sitemap/a_cut_at_any_byte_is_survived", a_cut_at_any_byte_is_survived);
    g_test_add_func("/sitemap/every_file_of_the_suite_is_refused", every_file_of_the_suite_is_refused);
    return g_test_run();
}
