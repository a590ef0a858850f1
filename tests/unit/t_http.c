/* The promises of indexer/http.h. */
#include "indexer/http.h"
#include "shim/limits.h"
#include "tests/unit/archive.h"

#define TEXT "<html><title>One</title><p>The harbour in the morning.</html>"

static Page *respond(const char *head, gconstpointer body, gsize n, GError **error)
{
    g_autoptr(GByteArray) response = g_byte_array_new();
    Page *page = page_new();
    g_byte_array_append(response, (const guint8 *)head, strlen(head));
    g_byte_array_append(response, body, n);
    if (http_read_response(response->data, response->len, page, error))
        return page;
    page_free(page);
    return NULL;
}

static void the_head_fills_the_page(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Page) p = respond(
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-type: Text/HTML; Charset=\"KOI8-R\"\r\n"
        "Link: <a>; rel=canonical\r\nlink: <b>; rel=alternate\r\nX-Robots-Tag: noindex\r\n"
        "x-robots-tag: other: none\r\nContent-Language: und\r\nLast-Modified: Sun, 06 Nov 1994 08:49:37 GMT\r\nbroken line\r\n\r\n",
        TEXT, strlen(TEXT), &error);
    g_assert_no_error(error);
    g_assert_cmpuint(p->http_status, ==, 200);
    g_assert_cmpstr(p->media_type, ==, "text/html");
    g_assert_cmpstr(p->charset, ==, "koi8-r");
    g_assert_cmpstr(p->link_header, ==, "<a>; rel=canonical, <b>; rel=alternate");
    g_assert_cmpstr(p->robots_header, ==, "noindex\nother: none");
    g_assert_cmpstr(p->content_language, ==, "und");
    g_assert_cmpint(p->last_modified, ==, 784111777);
    assert_body(p, TEXT);
}

static void folded_lines_are_one(void)
{
    static const char head[] = "HTTP/1.1 200\r\nContent-Type \t: text/html;\r\n\tcharset=koi8-r\r\n"
                               "Link:\n <a>;\n rel=canonical\r\nX: 1\r\n Content-Language: ru\r\n\r\n";
    g_autoptr(Page) page = page_new();
    g_assert_true(http_read_head(head, strlen(head), page, NULL));
    g_assert_cmpstr(page->media_type, ==, "text/html");
    g_assert_cmpstr(page->charset, ==, "koi8-r");
    g_assert_cmpstr(page->link_header, ==, "<a>;  rel=canonical");
    g_assert_null(page->content_language);
}

static void every_form_of_date_is_read(void)
{
    static const char *const dates[] = {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
                                        "Sun Nov  6 08:49:37 1994"};
    for (guint i = 0; i < G_N_ELEMENTS(dates); i++) {
        g_autofree char *head = g_strdup_printf("HTTP/1.0 200\nLast-Modified: %s\n\n", dates[i]);
        g_autoptr(Page) page = page_new();
        g_assert_true(http_read_head(head, strlen(head), page, NULL));
        g_assert_cmpint(page->last_modified, ==, 784111777);
    }
}

#define CHUNKED "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n"

static void chunks_are_joined(void)
{
    static const struct {
        const char *body, *expected;
        gboolean truncated;
    } rows[] = {
        {"5\r\nhello\r\n6;x=y\r\n world\r\n0\r\nTrailer: z\r\n\r\n", "hello world", FALSE},
        {"5\r\nhello\r\n0\r\n\r\ngarbage 7\r\nmore", "hello", FALSE},
        {"5\r\nhello\r\ngarbage", "hello", TRUE},
        {"5 \nhello\n0\n\n", "hello", FALSE},
        {"5\r\nhello\r\n", "hello", TRUE},
        {"ff\r\nhello", "hello", TRUE},
        {"5\r\nhel", "hel", TRUE},
        {"0\r\n\r\n", "", FALSE},
        {"<p>not chunked", "<p>not chunked", FALSE},
        {"Added later: not chunked", "Added later: not chunked", FALSE},
        {"2\r\nnot chunked either", "2\r\nnot chunked either", FALSE},
        {"5\r\nhello\r\nfffffffffffffffffffff\r\nx", "hellox", TRUE},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(Page) page = respond(CHUNKED, rows[i].body, strlen(rows[i].body), &error);
        g_assert_no_error(error);
        assert_body(page, rows[i].expected);
        g_assert_true(page->truncated == rows[i].truncated);
    }
}

static void codings_are_undone_in_reverse(void)
{
    g_autoptr(GByteArray) inner = pack(AS_ZLIB, TEXT, strlen(TEXT));
    g_autoptr(GByteArray) outer = pack_brotli(inner->data, inner->len);
    g_autoptr(GError) error = NULL;
    g_autoptr(Page) page =
        respond("HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\nContent-Encoding: br\r\n\r\n", outer->data,
                outer->len, &error);
    g_assert_no_error(error);
    assert_body(page, TEXT);
}

static void what_is_no_response_is_refused(void)
{
    g_autofree char *endless = g_strnfill(LIMIT_HTTP_HEADER + 10, 'x');
    const char *const bad[] = {
        "", "HTTP/1.1 200 OK", "HTTP/1.1 200 OK\r\nA: b\r\n", "<html>\r\n\r\n", "HTTP/1.1\n\n", endless};
    for (guint i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(Page) page = page_new();
        g_assert_false(http_read_response((const guint8 *)bad[i], strlen(bad[i]), page, &error));
        g_assert_error(error, FAULT, FAULT_SKIP);
    }
}

static void a_message_in_two_parts_has_its_chunks_joined_already(void)
{
    static const char head[] =
        CHUNKED "X-Robots-Tag: noindex\r\n"; /* what follows the empty line is no head */
    static const char body[] = "5\r\nhello\r\n0\r\n\r\n";
    g_autoptr(GError) error = NULL;
    g_autoptr(Page) page = page_new();
    g_assert_true(
        http_read_message(head, strlen(head), (const guint8 *)body, strlen(body), LIMIT_PAGE, page, &error));
    assert_body(page, body);
    g_assert_null(page->robots_header);
}

static void a_message_is_cut_at_its_ceiling(void)
{
    static const char head[] = "HTTP/1.1 200 OK\r\n\r\n";
    g_autoptr(Page) cut = page_new(), whole = page_new();
    g_assert_true(http_read_message(head, strlen(head), (const guint8 *)"hello", 5, 4, cut, NULL));
    g_assert_true(cut->truncated);
    assert_body(cut, "hell");
    g_assert_true(http_read_message(head, strlen(head), (const guint8 *)"hello", 5, 5, whole, NULL));
    g_assert_false(whole->truncated);
    assert_body(whole, "hello");
}

static void a_field_is_found_by_its_name(void)
{
    static const char head[] = "HTTP/1.1 200 ETag: status\r\nX-ETag: x\r\netag : space\r\nETAG:\t 1 \r\n"
                               "ETag: 2\r\nLast:\n\nBody: no\r\n";
    static const struct {
        const char *name, *expected;
    } rows[] = {{"ETag", "1"},  {"X-ETag", "x"}, {"Last", ""},
                {"Body", NULL}, {"Tag", NULL},   {"HTTP/1.1 200 ETag", NULL}};
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *found = http_find_field(head, strlen(head), rows[i].name);
        g_assert_cmpstr(found, ==, rows[i].expected);
    }
    for (gsize n = 0; n <= strlen(head); n++) { /* never beyond its end */
        g_autofree char *copy = g_memdup2(head, n);
        g_autofree char *found = http_find_field(copy ? copy : "", n, "none");
        g_assert_null(found);
    }
}

static void a_body_beyond_the_limit_is_cut_and_said(void)
{
    g_autofree char *big = g_strnfill(LIMIT_PAGE + 1, 'x');
    g_autoptr(Page) cut = respond("HTTP/1.1 200 OK\r\n\r\n", big, LIMIT_PAGE + 1, NULL);
    g_autoptr(Page) whole = respond("HTTP/1.1 200 OK\r\n\r\n", big, LIMIT_PAGE, NULL);
    g_assert_true(cut->truncated);
    g_assert_cmpuint(g_bytes_get_size(cut->body), ==, LIMIT_PAGE);
    g_assert_false(whole->truncated);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name) g_test_add_func("/http/" #name, name)
    ADD(the_head_fills_the_page);
    ADD(folded_lines_are_one);
    ADD(every_form_of_date_is_read);
    ADD(chunks_are_joined);
    ADD(codings_are_undone_in_reverse);
    ADD(what_is_no_response_is_refused);
    ADD(a_message_in_two_parts_has_its_chunks_joined_already);
    ADD(a_message_is_cut_at_its_ceiling);
    ADD(a_field_is_found_by_its_name);
    ADD(a_body_beyond_the_limit_is_cut_and_said);
    return g_test_run();
}
