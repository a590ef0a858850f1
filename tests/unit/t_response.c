/* The promises of indexer/response.h. */
#include "indexer/response.h"
#include "shim/limits.h"
#include "tests/unit/archive.h"

#define BASE "http://a.example/dir/page"

static Response *respond(guint status, const char *fields, gconstpointer body, gsize n)
{
    Response *r = response_new(BASE);
    g_string_printf(r->head, "HTTP/1.1 %u x\r\n%s\r\n", status, fields);
    g_byte_array_append(r->body, body, n);
    r->status = status;
    r->fetched_at = 784111777; /* Sun, 06 Nov 1994 08:49:37 GMT */
    response_read_head(r);
    return r;
}

static void redirects_are_resolved_and_normalised(void)
{
    static const struct {
        guint status;
        const char *fields, *expected;
    } rows[] = {
        {301, "Location: ../x%7Ey#f\r\n", "http://a.example/x~y"},
        {302, "location:https://B.example:443\r\n", "https://b.example/"},
        {303, "LOCATION: \t/a b \r\n", "http://a.example/a%20b"},
        {307, "Location: //c.example/é\r\n", "http://c.example/%C3%A9"},
        {308, "X-Location: /wrong\r\nLocation: ?q\r\nLocation: /second\r\n", "http://a.example/dir/page?q"},
        {300, "Location: /preferred\r\n", "http://a.example/preferred"},
        {304, "Location: /x\r\n", NULL},
        {305, "Location: /x\r\n", NULL},
        {200, "Location: /x\r\n", NULL},
        {201, "Location: /x\r\n", NULL},
        {301, "Location: ftp://a.example/\r\n", NULL},
        {301, "Location: file:///etc/passwd\r\n", NULL},
        {301, "Location: javascript:x\r\n", NULL},
        {301, "\r\nLocation: /in-the-body\r\n", NULL},
        {301, "", NULL},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(Response) r = respond(rows[i].status, rows[i].fields, "", 0);
        g_assert_cmpstr(r->redirect, ==, rows[i].expected);
    }
}

static void validators_are_kept_if_they_can_be_sent_back(void)
{
    g_autofree char *longest = g_strnfill(LIMIT_VALIDATOR, 'e');
    g_autofree char *fits = g_strdup_printf("ETag: %s\r\n", longest);
    g_autofree char *too_long = g_strdup_printf("ETag: %sx\r\n", longest);
    g_autoptr(Response) r = respond(200, "etag: W/\"a, b\"\r\nLast-Modified:  yesterday \r\n", "", 0);
    g_assert_cmpstr(r->etag, ==, "W/\"a, b\"");
    g_assert_cmpstr(r->last_modified, ==, "yesterday");
    g_autoptr(Response) at_limit = respond(200, fits, "", 0);
    g_assert_cmpstr(at_limit->etag, ==, longest);
    const char *const bad[] = {"ETag: a\rX-Field: b\r\n", "ETag: \xFF\r\n", "ETag: \x7F\r\n", "ETag:\r\n",
                               too_long};
    for (guint i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autoptr(Response) none = respond(200, bad[i], "", 0);
        g_assert_null(none->etag);
    }
}

static void retry_after_is_seconds_or_a_date(void)
{
    static const struct {
        const char *fields;
        gint64 expected;
    } rows[] = {
        {"Retry-After: 120\r\n", 120},
        {"Retry-After: 0\r\n", 0},
        {"Retry-After: 99999999999999999999999\r\n", G_MAXINT32},
        {"Retry-After: Sun, 06 Nov 1994 08:50:37 GMT\r\n", 60},
        {"Retry-After: Sun, 06 Nov 1994 08:50:37 GMT\r\nDate: Sun, 06 Nov 1994 08:50:27 GMT\r\n", 10},
        {"Retry-After: Sun, 06 Nov 1994 08:00:00 GMT\r\n", 0},
        {"Retry-After: soon\r\n", -1},
        {"Retry-After: -5\r\n", -1},
        {"", -1},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(Response) r = respond(503, rows[i].fields, "", 0);
        g_assert_cmpint(r->retry_after, ==, rows[i].expected);
    }
}

static void a_page_is_decoded_and_says_where_it_came_from(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GByteArray) packed = pack(AS_GZIP, "hello", 5);
    g_autoptr(Response) r =
        respond(404, "Content-Type: text/plain\r\nContent-Encoding: gzip\r\n", packed->data, packed->len);
    g_autoptr(Page) page = response_page(r, &error);
    g_assert_no_error(error);
    g_assert_cmpmem(g_bytes_get_data(page->body, NULL), g_bytes_get_size(page->body), "hello", 5);
    g_assert_cmpstr(page->url, ==, BASE);
    g_assert_cmpstr(page->source, ==, BASE);
    g_assert_cmpstr(page->media_type, ==, "text/plain");
    g_assert_cmpuint(page->http_status, ==, 404);
    g_assert_cmpint(page->fetched_at, ==, r->fetched_at);
}

static void check_page(const char *fields, gconstpointer body, gsize n, gsize ceiling, gint code,
                       const char *why)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Response) r = respond(200, fields, body, n);
    r->ceiling = ceiling;
    g_autoptr(Page) page = response_page(r, &error);
    g_assert_null(page);
    g_assert_error(error, FAULT, code);
    g_assert_true(g_str_has_prefix(error->message, "cannot fetch '" BASE "': "));
    g_assert_nonnull(strstr(error->message, why));
}

static void a_page_beyond_its_ceiling_is_refused(void)
{
    g_autofree char *text = make_noise(2000);
    g_autoptr(GByteArray) packed = pack(AS_GZIP, text, 2000);
    check_page("Content-Encoding: gzip\r\n", packed->data, packed->len, 1999, FAULT_SKIP,
               "more than 1999 bytes");
    check_page("", text, 2000, 1999, FAULT_SKIP, "more than 1999 bytes");
    g_autoptr(Response) whole = respond(200, "Content-Encoding: gzip\r\n", packed->data, packed->len);
    whole->ceiling = 2000;
    g_autoptr(Page) page = response_page(whole, NULL);
    g_assert_cmpuint(g_bytes_get_size(page->body), ==, 2000);
}

static void a_ceiling_may_be_higher_than_a_pages(void)
{
    g_autofree char *text = make_noise(LIMIT_PAGE + 1);
    g_autoptr(Response) r = respond(200, "", text, LIMIT_PAGE + 1);
    r->ceiling = LIMIT_PAGE + 1;
    g_autoptr(Page) page = response_page(r, NULL);
    g_assert_cmpuint(g_bytes_get_size(page->body), ==, LIMIT_PAGE + 1);
    check_page("", text, LIMIT_PAGE + 1, 0, FAULT_SKIP, "too large");
}

static void bombs_damage_and_cuts_are_told_apart(void)
{
    gsize n = LIMIT_INFLATE_FREE * 8;
    g_autofree char *zeros = g_malloc0(n), *text = make_noise(2000);
    g_autoptr(GByteArray) bomb = pack(AS_GZIP, zeros, n), packed = pack(AS_GZIP, text, 2000);
    check_page("Content-Encoding: gzip\r\n", bomb->data, bomb->len, 0, FAULT_SKIP, "grows more than allowed");
    check_page("Content-Encoding: gzip\r\n", "\x1f\x8b\x08 garbage", 11, 0, FAULT_SKIP, "damaged");
    check_page("Content-Encoding: zip\r\n", text, 2000, 0, FAULT_SKIP, "unknown coding 'zip'");
    check_page("Content-Encoding: gzip\r\n", packed->data, packed->len - 20, 0, FAULT_RETRY, "ends early");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name) g_test_add_func("/response/" #name, name)
    ADD(redirects_are_resolved_and_normalised);
    ADD(validators_are_kept_if_they_can_be_sent_back);
    ADD(retry_after_is_seconds_or_a_date);
    ADD(a_page_is_decoded_and_says_where_it_came_from);
    ADD(a_page_beyond_its_ceiling_is_refused);
    ADD(a_ceiling_may_be_higher_than_a_pages);
    ADD(bombs_damage_and_cuts_are_told_apart);
    return g_test_run();
}
