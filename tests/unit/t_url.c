/* The promises of indexer/url.h and indexer/host.h. */
#include <string.h>

#include "indexer/host.h"
#include "indexer/url.h"
#include "shim/limits.h"
#include "tests/unit/suite.h"

static void check(const char *base, const char *reference, const char *expected)
{
    g_autofree char *url = url_resolve(base, reference);
    g_assert_cmpstr(url, ==, expected);
    g_autofree char *again = url ? url_resolve(NULL, url) : NULL;
    g_assert_cmpstr(again, ==, url);
}

/* A URL of the suite as a C string: NUL in front is dropped as other controls are, elsewhere it is percent-encoded. */
static char *text_of(const json_t *json)
{
    const char *p = json_string_value(json);
    gsize n = p ? json_string_length(json) : 0;
    GString *out = g_string_new(NULL);
    while (n && !*p)
        p++, n--;
    for (gsize i = 0; i < n; i++) {
        if (p[i])
            g_string_append_c(out, p[i]);
        else
            g_string_append(out, "%00");
    }
    return g_string_free(out, FALSE);
}

/* The standard's result without fragment, user information and empty query, its escapes in our spelling. */
static char *normalise(const char *href)
{
    GString *out = g_string_new(NULL);
    gsize n = strcspn(href, "#"), scheme = strcspn(href, "/") + 2;
    n -= href[n - 1] == '?';
    const char *path = strchr(href + scheme, '/'), *at = g_strrstr_len(href, path - href, "@");
    g_string_append_len(out, href, scheme);
    for (const char *p = at ? at + 1 : href + scheme; p < href + n; p++) {
        int value = *p == '%' && g_ascii_isxdigit(p[1]) && g_ascii_isxdigit(p[2])
                        ? g_ascii_xdigit_value(p[1]) * 16 + g_ascii_xdigit_value(p[2])
                        : -1;
        if (value > 0 && (g_ascii_isalnum(value) || strchr("-._~", value)))
            g_string_append_c(out, value);
        else if (value >= 0)
            g_string_append_printf(out, "%%%02X", value);
        else
            g_string_append_c(out, *p);
        p += value >= 0 ? 2 : 0;
    }
    return g_string_free(out, FALSE);
}

static void urls_are_those_of_the_web_platform_tests(void)
{
    guint http = 0, failures = 0;
    gsize i;
    if (suite_is_absent("url-rules"))
        return;
    json_t *suite = suite_read_json("url-rules/wpt-urltestdata.json"), *row;
    json_array_foreach(suite, i, row) {
        if (!json_is_object(row))
            continue; /* a comment */
        g_autofree char *input = text_of(json_object_get(row, "input")), *raw_base = text_of(json_object_get(row, "base"));
        g_autofree char *base = url_resolve(NULL, raw_base);
        const char *href = json_string_value(json_object_get(row, "href"));
        if (href && (g_str_has_prefix(href, "http:") || g_str_has_prefix(href, "https:"))) {
            g_autofree char *expected = normalise(href);
            check(base, input, expected);
            http++;
        } else {
            check(base, input, NULL);
            failures += json_is_true(json_object_get(row, "failure"));
        }
    }
    g_assert_cmpuint(http, ==, 244);
    g_assert_cmpuint(failures, ==, 267);
    json_decref(suite);
}

/* Where the normalisation of crawler-commons differs on purpose. */
static const struct {
    const char *reason, *input, *ours;
} differences[] = {
    {"the standard keeps these characters", "http://x.com/?x[y]=1", "http://x.com/?x[y]=1"},
    {"", "http://www.example.com/a/c/../b/search?q=foobar^", "http://www.example.com/a/b/search?q=foobar^"},
    {"", "http://www.example.com/a/c/../b/search?q=foobar`", "http://www.example.com/a/b/search?q=foobar`"},
    {"", "http://www.example.com/a/c/../b/search?q=foobar|", "http://www.example.com/a/b/search?q=foobar|"},
    {"the standard keeps a '%' that escapes nothing", "http://www.example.com/p%zz%77%v", "http://www.example.com/p%zzw%v"},
    {"", "https://www.last.fm/music/Prefuse+73/_/90%+of+My+Mind+Is+With+You",
     "https://www.last.fm/music/Prefuse+73/_/90%+of+My+Mind+Is+With+You"},
    {"", "http://www.example.com/a/c/../b/search?q=foobar%", "http://www.example.com/a/b/search?q=foobar%"},
    {"", "http://www.example.com/search?q=foobar%", "http://www.example.com/search?q=foobar%"},
    {"", "http://www.example.com/search?q=foobar%2", "http://www.example.com/search?q=foobar%2"},
    {"an empty segment is a segment: servers may tell the pages apart", "http://foo.com//aa/bb/foo.html",
     "http://foo.com//aa/bb/foo.html"},
    {"", "http://foo.com/aa//bb/foo.html", "http://foo.com/aa//bb/foo.html"},
    {"", "http://foo.com/aa/bb//foo.html", "http://foo.com/aa/bb//foo.html"},
    {"", "http://foo.com//aa//bb//foo.html", "http://foo.com//aa//bb//foo.html"},
    {"", "http://foo.com////aa////bb//foo.html", "http://foo.com////aa////bb//foo.html"},
    {"", "http://foo.com////aa////bb////foo.html", "http://foo.com////aa////bb////foo.html"},
    {"http and https with a host only", "file:///foo/bar.txt", NULL},
    {"", "ftp:/", NULL},
    {"", "http:////", NULL},
    {"", "http:///////", NULL},
    {"", "foo.com/index.html", NULL},
    {"", "ftp://foo.com/index.html", NULL},
    {"", "file:/path/index.html", NULL},
    {"", "file:/var/www/html/////./bar/index.html", NULL},
    {"", "file:/var/www/html/foo/../bar/index.html", NULL},
    {"", "//server/file", NULL},
    {"another name to HTTP, TLS and robots.txt", "https://www.example.org./", "https://www.example.org./"},
    {"the order and form of parameters is the server's own", "http://example.com/?b=1&a=1", "http://example.com/?b=1&a=1"},
    {"", "http://foo.com/foo.html?b=1&a=1", "http://foo.com/foo.html?b=1&a=1"},
    {"", "http://foo.com/index?b=2&a=1", "http://foo.com/index?b=2&a=1"},
    {"", "http://foo.com/index?b=2&a=1#c", "http://foo.com/index?b=2&a=1"},
    {"", "http://foo.com/index?a=1&b=", "http://foo.com/index?a=1&b="},
    {"", "http://foo.com/index?b&a=1", "http://foo.com/index?b&a=1"},
    {"", "http://foo.com/index?b=&a=1", "http://foo.com/index?b=&a=1"},
    {"", "http://foo.com/index?b=1&a=1&", "http://foo.com/index?b=1&a=1&"},
    {"", "http://foo.com/index?&b=1&a=1", "http://foo.com/index?&b=1&a=1"},
    {"", "http://foo.com/index?&=1&a=1", "http://foo.com/index?&=1&a=1"},
    {"", "http://foo.com/index?=1&b=1&a=1", "http://foo.com/index?=1&b=1&a=1"},
    {"the file resolves without normalising", "http://user:pass@foo:21/bar;par?b#c", "http://foo:21/bar;par?b"},
    {"", "/a%2fc", "http://example.org/a%2Fc"},
    {"", "/a/%2f/c", "http://example.org/a/%2F/c"},
    {"", "#right-menu", "https://example.org/product/red-table"},
};

/* One field of a line of comma-separated values, quoted or not. */
static char *take_field(const char **p)
{
    GString *field = g_string_new(NULL);
    *p += strspn(*p, " ");
    gboolean is_quoted = **p == '"';
    for (*p += is_quoted; **p && (is_quoted || **p != ','); ++*p) {
        if (is_quoted && **p == '"' && *++*p != '"')
            break;
        g_string_append_c(field, **p);
    }
    *p += strcspn(*p, ",");
    *p += **p == ',';
    return g_strchomp(g_string_free(field, FALSE));
}

static void check_line(const char *line, gboolean has_base, guint *n_differences)
{
    g_autofree char *input = take_field(&line), *second = take_field(&line), *third = take_field(&line);
    g_autofree char *base = has_base ? url_resolve(NULL, second) : NULL;
    const char *expected = has_base ? third : second;
    for (guint i = 0; i < G_N_ELEMENTS(differences); i++) {
        if (!g_str_equal(differences[i].input, input))
            continue;
        g_assert_cmpstr(differences[i].ours, !=, expected);
        expected = differences[i].ours;
        ++*n_differences;
    }
    check(base, input, expected && *expected ? expected : NULL);
}

static void urls_are_those_of_crawler_commons_but_for_a_list(void)
{
    static const struct {
        const char *file;
        gboolean has_base;
    } files[] = {{"weirdToNormalizedUrls.csv", FALSE}, {"url-resolve.csv", TRUE}, {"invalidUrls.csv", FALSE}};
    if (suite_is_absent("url-rules"))
        return;
    guint rows = 0, n_differences = 0;
    for (guint i = 0; i < G_N_ELEMENTS(files); i++) {
        gsize n;
        g_autofree char *name = g_build_filename("url-rules", files[i].file, NULL), *text = suite_read(name, &n);
        g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
        for (char **line = lines; *line; line++) {
            if (**line == '#' || strspn(*line, " \r") == strlen(*line))
                continue;
            check_line(*line, files[i].has_base, &n_differences);
            rows++;
        }
    }
    g_assert_cmpuint(rows, ==, 112 + 22 + 2);
    g_assert_cmpuint(n_differences, ==, G_N_ELEMENTS(differences));
}

#define BASE "http://a.example/b/c/d.html?e=f"

static void references_are_resolved_as_browsers_do(void)
{
    check(BASE, "", BASE);
    check(BASE, "#x", BASE);
    check(BASE, "?", "http://a.example/b/c/d.html");
    check(BASE, "?x=y", "http://a.example/b/c/d.html?x=y");
    check(BASE, "x", "http://a.example/b/c/x");
    check(BASE, "..", "http://a.example/b/");
    check(BASE, "../../../../x/.", "http://a.example/x/");
    check(BASE, "%2E%2e/x", "http://a.example/b/x");
    check(BASE, "\\x\\..\\y?\\z", "http://a.example/y?\\z");
    check(BASE, " \n//B.example\t/x ", "http://b.example/x");
    check(BASE, "https:x", "https://x/");
    check(BASE, "http:x", "http://a.example/b/c/x");
    check(BASE, "mailto:x@b.example", NULL);
    check(BASE, "javascript:void(0)", NULL);
    check(NULL, "x", NULL);
    check(NULL, "//b.example/", NULL);
    check(NULL, "http:///b.example", "http://b.example/");
    check(NULL, "http://", NULL);
}

static void spellings_of_one_page_are_one(void)
{
    check(NULL, "HTTP://User:Pass@A.Example:80?#x", "http://a.example/");
    check(NULL, "https://a.example:0443/", "https://a.example/");
    check(NULL, "http://a.example/%7euser/%c3%a9/é%41", "http://a.example/~user/%C3%A9/%C3%A9A");
    check(NULL, "http://a.example/a b?c d'\"", "http://a.example/a%20b?c%20d%27%22");
    check(NULL, "http://a.example/?", "http://a.example/");
    check(NULL, "http://a.example/\xFF", "http://a.example/%FF");
    /* "%%36%31" is the text "%61", not the letter. */
    check(NULL, "http://a.example/%%36%31%%7E/%6%31", "http://a.example/%%361%~/%6%31");
}

static void hosts_have_one_spelling(void)
{
    check(NULL, "http://EXAMPLE。com/", "http://example.com/");
    check(NULL, "http://faß.example/", "http://xn--fa-hia.example/");
    check(NULL, "http://ex%41mple.com/", "http://example.com/");
    check(NULL, "http://0x7F.1/", "http://127.0.0.1/");
    check(NULL, "http://017700000001/", "http://127.0.0.1/");
    check(NULL, "http://4294967295./", "http://255.255.255.255/");
    check(NULL, "http://4294967296/", NULL);
    check(NULL, "http://1.2.3.4.5/", NULL);
    check(NULL, "http://1.2.3.08/", NULL);
    check(NULL, "http://a.0x/", NULL);
    check(NULL, "http://[2001:DB8:0:0:1::0]:8080/", "http://[2001:db8:0:0:1::]:8080/");
    check(NULL, "http://[::127.0.0.1]/", "http://[::7f00:1]/");
    check(NULL, "http://[1:0:0:4:0:0:0:8]/", "http://[1:0:0:4::8]/");
    check(NULL, "http://[0:1:0:1:0:1:0:1]/", "http://[0:1:0:1:0:1:0:1]/");
    check(NULL, "http://[::]/", "http://[::]/");
    static const char *const bad[] = {"[::1",      "[::1%eth0]", "::1",   "[1::2::3]", "a b", "a%00b", "a%zz", "%FF",
                                      "a<b",       "a:65536",    "a:8x",  "@",         "u@",  ":80",   "[]",   "xn--\xFF",
                                      "\xE2\x80\x8B", "a^b",     "a|b",   "1.2.3.999", "[::1]x"};
    for (guint i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autofree char *url = g_strdup_printf("http://%s/p", bad[i]);
        check(NULL, url, NULL);
    }
}

static void a_host_that_is_refused_leaves_nothing(void)
{
    g_autoptr(GString) out = g_string_new("x");
    g_assert_false(host_parse("a<", 2, out));
    g_assert_false(host_parse("1.2.3.4.5", 9, out));
    g_assert_false(host_parse("1.2.999.4", 9, out));
    g_assert_false(host_parse("", 0, out));
    g_assert_cmpstr(out->str, ==, "x");
    g_assert_true(host_parse("B.cut", 1, out));
    g_assert_cmpstr(out->str, ==, "xb");
}

static void urls_beyond_the_limit_are_refused(void)
{
    g_autofree char *path = g_strnfill(LIMIT_URL - strlen("http://a.example/"), 'x');
    g_autofree char *longest = g_strconcat("http://a.example/", path, NULL), *longer = g_strconcat(longest, "x", NULL);
    check(NULL, longest, longest);
    check(NULL, longer, NULL);
    g_autoptr(GString) host = g_string_new("http://");
    for (gunichar c = 0x4E00; c < 0x9E00; c++)
        g_string_append_unichar(host, c);
    check(NULL, host->str, NULL);
    g_autofree char *dots = g_strnfill(3 * 100000, '.');
    for (gsize i = 2; i < 3 * 100000; i += 3)
        dots[i] = '/';
    check(BASE, dots, "http://a.example/");
}

static void host_and_segments_are_the_urls_own(void)
{
    static const struct {
        const char *url, *host;
    } rows[] = {{"http://a.example/b", "a.example"},
                {"http://a.example:81?x=[y]", "a.example"},
                {"https://[::1]:8080/", "[::1]"},
                {"http://[::1]/#fragment", "[::1]"},
                {"/relative", ""}};
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *host = url_host(rows[i].url);
        g_assert_cmpstr(host, ==, rows[i].host);
    }
    g_auto(GStrv) segments = url_segments("http://a.example//b%20c/d%2Fe/?f/g#h/i");
    g_autofree char *joined = g_strjoinv("|", segments);
    g_assert_cmpstr(joined, ==, "b c|d/e");
}

static void an_origin_ends_before_the_path(void)
{
    static const char *const rows[][2] = {{"https://x.example:8080/a?b=http://c/", "https://x.example:8080"},
                                          {"http://x.example?a", "http://x.example"},
                                          {"http://x.example#a", "http://x.example"},
                                          {"http://x.example", "http://x.example"},
                                          {"", ""}};
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *origin = url_origin(rows[i][0]);
        g_assert_cmpstr(origin, ==, rows[i][1]);
    }
}

#define ADD(test) g_test_add_func("/url/" #test, test)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD(urls_are_those_of_the_web_platform_tests);
    ADD(urls_are_those_of_crawler_commons_but_for_a_list);
    ADD(references_are_resolved_as_browsers_do);
    ADD(spellings_of_one_page_are_one);
    ADD(hosts_have_one_spelling);
    ADD(a_host_that_is_refused_leaves_nothing);
    ADD(urls_beyond_the_limit_are_refused);
    ADD(host_and_segments_are_the_urls_own);
    ADD(an_origin_ends_before_the_path);
    return g_test_run();
}
