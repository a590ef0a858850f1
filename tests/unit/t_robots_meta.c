/* The promises of indexer/robots_meta.h and indexer/link_header.h. */
#include <string.h>

#include "indexer/link_header.h"
#include "indexer/robots_meta.h"
#include "shim/limits.h"
#include "shim/record.h"

#define NONE (ROBOTS_NOINDEX | ROBOTS_NOFOLLOW)

static Document *read_two(const char *one, const char *other)
{
    Document *d = document_new();
    robots_meta_read(one, d);
    robots_meta_read(other, d);
    return d;
}

static void check(const char *text, guint robots, gint32 max_snippet)
{
    g_autoptr(Document) d = read_two(text, "");
    if (d->robots != robots || d->max_snippet != max_snippet)
        g_error("'%s': robots %u, max_snippet %d", text, d->robots, d->max_snippet);
}

static void directives_are_those_of_the_search_engines(void)
{
    check("", 0, -1);
    check("noindex", ROBOTS_NOINDEX, -1);
    check(" NoFollow ,", ROBOTS_NOFOLLOW, -1);
    check("NONE", NONE, -1);
    check("noarchive", ROBOTS_NOARCHIVE, -1);
    check("nosnippet", 0, 0);
    check("max-snippet:50", 0, 50);
    check("Max-Snippet : 0", 0, 0);
    check("max-snippet:-1", 0, -1);
    check("max-snippet:99999999999", 0, G_MAXINT32);
    check("noindex, nofollow; noarchive", NONE | ROBOTS_NOARCHIVE, -1);
    check("noindex nofollow", NONE, -1);
}

static void other_directives_and_malformed_values_are_passed_over(void)
{
    check("all, index, follow, notranslate, noimageindex, indexifembedded, max-image-preview:none, "
          "max-video-preview:0",
          0, -1);
    check("max-snippet, max-snippet:, max-snippet:few, max-snippet:5x, max-snippet:-7", 0, -1);
    check("noindexer, no index, xnoindex, :::, ,,, :noindex", 0, -1);
    g_autoptr(Document) d = read_two("unavailable_after: soon",
                                     "unavailable_after, unavailable_after:, unavailable_after: 99 Foo 2010");
    g_assert_cmpint(d->unavailable_after, ==, RECORD_DATE_UNKNOWN);
}

static void most_restrictive_holds(void)
{
    check("index, noindex, index, follow, all", ROBOTS_NOINDEX, -1);
    check("max-snippet:20, max-snippet:50, max-snippet:-1", 0, 20);
    check("nosnippet, max-snippet:50", 0, 0);
    g_autoptr(Document) d = read_two("unavailable_after: 2024-03-01, max-snippet:9, nofollow",
                                     "unavailable_after: 2024-02-29, max-snippet:8, all");
    g_assert_cmpint(d->unavailable_after, ==, 1709164800);
    g_assert_cmpint(d->max_snippet, ==, 8);
    g_assert_cmpuint(d->robots, ==, ROBOTS_NOFOLLOW);
    g_autoptr(Document) other = read_two("unavailable_after: 2024-02-29", "unavailable_after: 2024-03-01");
    g_assert_cmpint(other->unavailable_after, ==, 1709164800);
}

static void dates_are_of_rfc_850_and_1123_and_iso_8601(void)
{
    static const struct {
        const char *date;
        gint64 seconds;
    } rows[] = {
        {"Sunday, 06-Nov-94 08:49:37 GMT", 784111777},
        {"Sun, 06 Nov 1994 08:49:37 GMT", 784111777},
        {"Sun Nov  6 08:49:37 1994", 784111777},
        {"06 Nov 1994 08:49:37", 784111777},
        {"06-Nov-1994 08:49:37 GMT", 784111777},
        {"25 Jun 2010 15:00:00 PST", 1277506800},
        {"Fri, 25 Jun 2010 15:00:00 +0200", 1277470800},
        {"Sunday, 06-Nov-1994 08:49:37 UTC", 784111777},
        {"1994-11-06T08:49:37Z", 784111777},
        {"1994-11-06T10:49:37+02:00", 784111777},
        {"1994-11-06 08:49:37", 784111777},
        {"2024-02-29", 1709164800},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *text = g_strdup_printf("nofollow, UNAVAILABLE_AFTER: %s , noarchive", rows[i].date);
        g_autoptr(Document) d = read_two(text, "");
        if (d->unavailable_after != rows[i].seconds)
            g_error("'%s': %" G_GINT64_FORMAT, rows[i].date, d->unavailable_after);
        g_assert_cmpuint(d->robots, ==, ROBOTS_NOFOLLOW | ROBOTS_NOARCHIVE);
    }
    check("unavailable_after: Sunday, noindex", ROBOTS_NOINDEX, -1);
}

static void what_speaks_to_another_robot_does_not_count(void)
{
    check("otherbot: noindex, nofollow, max-snippet:5", 0, -1);
    check("otherbot: noindex, isoglot: nofollow, noarchive", ROBOTS_NOFOLLOW | ROBOTS_NOARCHIVE, -1);
    check("nofollow, otherbot: noindex", ROBOTS_NOFOLLOW, -1);
    check("ISOGLOT: none, max-snippet:5", NONE, 5);
    check("*: noindex", ROBOTS_NOINDEX, -1);
    check("isoglot: max-snippet: 5, other-bot_2: max-snippet: 1", 0, 5);
    check("otherbot: unavailable_after: Sun, 06 Nov 1994 08:49:37 GMT, noindex", 0, -1);
    check("otherbot: noindex\nnofollow", ROBOTS_NOFOLLOW, -1);
    check("otherbot: noindex\nisoglot: nofollow\nlast: none", ROBOTS_NOFOLLOW, -1);
}

static void any_text_is_survived(void)
{
    static const char *const parts[] = {",",        ":",  "a:", "unavailable_after:", "unavailable_after: x,",
                                        "noindex:", "\n", " ",  "max-snippet:",       ";"};
    for (guint i = 0; i < G_N_ELEMENTS(parts); i++) {
        g_autoptr(GString) text = g_string_new(NULL);
        while (text->len < 300000)
            g_string_append(text, parts[i]);
        g_autoptr(Document) d = read_two(text->str, "nofollow");
        g_assert_cmpuint(d->robots, ==, ROBOTS_NOFOLLOW);
    }
}

static Document *read_links(const char *header)
{
    Document *d = document_new();
    link_header_read(header, "http://site.example/docs/page.pdf", d);
    return d;
}

static void canonical_is_the_first_url(void)
{
    static const struct {
        const char *header, *canonical;
    } rows[] = {
        {"<other.html>; rel=canonical", "http://site.example/docs/other.html"},
        {"</n>; rel=next, </c>; title=\"a, b; rel=x\"; REL=\"alternate Canonical\"", "http://site.example/c"},
        {"<ftp://h/>; rel=canonical, <>; rel=\"canonical\", </c>; rel=canonical",
         "http://site.example/docs/page.pdf"},
        {"</c>; title=\"; rel=canonical\", </d>; rel=\"canonical-not\", </e>; rev=canonical", ""},
        {"</c>;rel=next;title=canonical", ""},
        {"rel=canonical, <, >;, <\"", ""},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(Document) d = read_links(rows[i].header);
        g_assert_cmpstr(d->canonical, ==, rows[i].canonical);
    }
    g_autoptr(Document) d = document_new();
    document_set_canonical(d, "http://site.example/", "/of-the-page");
    link_header_read("</of-the-header>; rel=canonical", "http://site.example/", d);
    g_assert_cmpstr(d->canonical, ==, "http://site.example/of-the-page");
}

static void alternates_are_as_many_as_there_is_room_for(void)
{
    g_autoptr(GString) header = g_string_new("<//h/a>; rel=alternate; hreflang=\"x-default\"");
    for (guint i = 0; i < 2 * LIMIT_ALTERNATES; i++)
        g_string_append_printf(header, ", </%u>; rel=alternate; hreflang=qq", i);
    g_autoptr(Document) d = read_links(header->str);
    g_assert_cmpuint(d->alternates->len, ==, LIMIT_ALTERNATES);
    const Alternate *first = g_ptr_array_index(d->alternates, 0),
                    *second = g_ptr_array_index(d->alternates, 1);
    g_assert_cmpstr(first->url, ==, "http://h/a");
    g_assert_cmpstr(first->lang, ==, "x-default");
    g_assert_cmpstr(second->url, ==, "http://site.example/0");
    g_assert_cmpint(second->evidence, ==, ALTERNATE_LINK_HEADER);
}

#define ADD(test) g_test_add_func("/robots_meta/" #test, test)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD(directives_are_those_of_the_search_engines);
    ADD(other_directives_and_malformed_values_are_passed_over);
    ADD(most_restrictive_holds);
    ADD(dates_are_of_rfc_850_and_1123_and_iso_8601);
    ADD(what_speaks_to_another_robot_does_not_count);
    ADD(any_text_is_survived);
    ADD(canonical_is_the_first_url);
    ADD(alternates_are_as_many_as_there_is_room_for);
    return g_test_run();
}
