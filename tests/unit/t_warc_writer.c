/* The promises of indexer/warc_writer.h; and of indexer/inflate.h, what it writes. */
#include "tests/unit/warc_folder.h"

/* The page of the record number `n` (from 0) of the first file. */
static Page *read_page(const Place *p, guint n)
{
    g_autofree char *path = path_of(p, 0);
    g_autoptr(WarcReader) reader = warc_reader_new(open(path, O_RDONLY | O_CLOEXEC));
    for (;; n--) {
        g_autoptr(WarcRecord) w = NULL;
        g_assert_true(warc_next(reader, &w, NULL));
        if (n)
            continue;
        Page *page = warc_page(w, NULL);
        g_assert_nonnull(page);
        return page;
    }
}

#define assert_lacks(text, part) g_assert_null(strstr(text, part))

/* ------------------------------------------------------------------ records */

static void a_file_begins_with_warcinfo(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(WarcWriter) w = open_writer(p, 0);
    put_page(w, URL, PAGE);
    g_autofree char *text = read_text(p, 0), *records = describe(p, 0);
    g_autoptr(GPtrArray) names = list(p);
    g_autofree char *name = g_strdup_printf("WARC-Filename: %s\r\n", (char *)g_ptr_array_index(names, 0));
    g_assert_true(g_str_has_prefix(text, "WARC/1.1\r\nWARC-Type: warcinfo\r\nWARC-Record-ID: <urn:uuid:"));
    assert_has(text, name);
    assert_has(text, "software: Isoglot/");
    assert_has(text, "format: WARC File Format 1.1\r\n");
    assert_has(text, "robots: classic\r\n");
    assert_has(text, "operator: Webmaster <web@x.example>\r\n");
    g_assert_cmpstr(records, ==, "warcinfo 0 ;response 200 " URL ";");
}

static void a_response_is_written_whole(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(WarcWriter) w = open_writer(p, 0);
    WarcResponse r = response("HTTP://X.example:80/a", HEAD, PAGE);
    r.ip = "192.0.2.1";
    put(w, &r);
    g_autofree char *text = read_text(p, 0), *sum = warc_payload_digest(r.body, r.body_n),
                    *payload = g_strdup_printf("WARC-Payload-Digest: %s\r\n", sum);
    g_autoptr(Page) page = read_page(p, 1);
    assert_has(text, "WARC-Type: response\r\n");
    assert_has(text, "WARC-Date: 2024-01-02T03:04:05Z\r\n");
    assert_has(text, "WARC-Target-URI: " URL "\r\n");
    assert_has(text, "WARC-IP-Address: 192.0.2.1\r\n");
    assert_has(text, "Content-Type: application/http;msgtype=response\r\n");
    assert_has(text, payload);
    assert_has(text, "WARC-Block-Digest: sha1:");
    assert_has(text, "\r\n\r\n" HEAD PAGE "\r\n\r\n");
    assert_lacks(text, "WARC-Truncated");
    assert_lacks(text, "WARC-Protocol");
    g_assert_cmpint(page->fetched_at, ==, AT);
    assert_body(page, PAGE);
}

static void a_digest_is_sha1_in_base32(void)
{
    g_autofree char *nothing = warc_payload_digest(NULL, 0),
                    *abc = warc_payload_digest((const guint8 *)"abc", 3);
    g_assert_cmpstr(nothing, ==, "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ");
    g_assert_cmpstr(abc, ==, "sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5"); /* RFC 3174, TEST1 */
}

static void every_record_is_a_gzip_member(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(WarcWriter) w = open_writer(p, 0);
    g_autofree char *noise = make_noise(300000);
    for (guint i = 0; i < 3; i++)
        put_page(w, URL, noise);
    g_autofree char *path = path_of(p, 0);
    g_autoptr(WarcReader) reader = warc_reader_new(open(path, O_RDONLY | O_CLOEXEC));
    for (guint i = 0; i < 4; i++) {
        g_autoptr(WarcRecord) record = NULL;
        g_autoptr(WarcRecord) same = NULL;
        g_assert_true(warc_next(reader, &record, NULL));
        int fd = open(path, O_RDONLY | O_CLOEXEC);
        lseek(fd, record->offset, SEEK_SET);
        g_autoptr(WarcReader) at = warc_reader_new(fd);
        g_assert_true(warc_next(at, &same, NULL));
        g_assert_cmpstr(record->id, ==, same->id);
    }
}

/* A text that a reader of chunks would take apart. */
static void a_joined_body_is_not_said_to_be_chunked(Place *p, gconstpointer data)
{
    (void)data;
    static const char trap[] = "5\r\nHello\r\n0\r\n\r\nand more";
    g_autoptr(WarcWriter) w = open_writer(p, 0);
    WarcResponse r = response(
        URL, "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\nContent-Type: text/plain\r\n\r\n", trap);
    put(w, &r);
    g_autofree char *text = read_text(p, 0);
    g_autoptr(Page) page = read_page(p, 1);
    assert_has(text, "\r\nX-Crawler-transfer-encoding: chunked\r\n");
    g_assert_false(page->truncated);
    assert_body(page, trap);
}

static void a_coded_body_stays_coded(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(WarcWriter) w = open_writer(p, 0);
    g_autoptr(GByteArray) packed = pack(AS_GZIP, PAGE, strlen(PAGE));
    WarcResponse r =
        response(URL, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n", "");
    r.body = packed->data;
    r.body_n = packed->len;
    put(w, &r);
    g_autofree char *text = read_text(p, 0), *sum = warc_payload_digest(packed->data, packed->len);
    g_autoptr(Page) page = read_page(p, 1);
    assert_has(text, sum);
    assert_body(page, PAGE);
}

static void a_later_protocol_is_told_as_http_1_1(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(WarcWriter) w = open_writer(p, 0);
    WarcResponse r = response(URL, "HTTP/2 200 \r\ncontent-type: text/html\r\n\r\n", PAGE);
    put(w, &r);
    g_autofree char *text = read_text(p, 0);
    assert_has(text, "\r\nWARC-Protocol: h2\r\n");
    assert_has(text, "\r\n\r\nHTTP/1.1 200 \r\ncontent-type: text/html\r\n\r\n" PAGE "\r\n\r\n");
}

static void a_head_ends_once(Place *p, gconstpointer data)
{
    (void)data;
    static const char *const heads[] = {"HTTP/1.1 200 OK\r\nA: b\r\n\r\nTrailer: c\r\n\r\n",
                                        "HTTP/1.1 200 OK\r\nA: b\r\n", "HTTP/1.1 200 OK\r\nA: b"};
    for (guint i = 0; i < G_N_ELEMENTS(heads); i++) {
        g_autoptr(WarcWriter) w = open_writer(p, 0);
        WarcResponse r = response(URL, heads[i], PAGE);
        put(w, &r);
        g_autofree char *text = read_text(p, i);
        assert_has(text, "\r\n\r\nHTTP/1.1 200 OK\r\nA: b\r\n\r\n" PAGE "\r\n\r\n");
    }
}

static void a_cut_body_says_why(Place *p, gconstpointer data)
{
    (void)data;
    static const char *const reasons[] = {NULL, "length", "time", "disconnect"};
    for (guint i = WARC_WHOLE; i <= WARC_CUT_DISCONNECT; i++) {
        g_autoptr(WarcWriter) w = open_writer(p, 0);
        WarcResponse r = response(URL, HEAD, PAGE);
        r.cut = i;
        put(w, &r);
        g_autofree char *text = read_text(p, i),
                        *line = g_strdup_printf("\r\nWARC-Truncated: %s\r\n", reasons[i]);
        g_assert_true((strstr(text, line) != NULL) == (i != WARC_WHOLE));
    }
}

static void a_request_names_its_response(Place *p, gconstpointer data)
{
    (void)data;
    static const char request[] = "GET /a HTTP/1.1\r\nHost: x.example\r\n\r\n";
    g_autoptr(WarcWriter) w = open_writer(p, 0);
    WarcResponse r = response(URL, HEAD, PAGE);
    r.request = request;
    r.request_n = strlen(request);
    put(w, &r);
    g_autofree char *text = read_text(p, 0), *records = describe(p, 0);
    g_assert_cmpstr(records, ==, "warcinfo 0 ;response 200 " URL ";request 0 " URL ";");
    const char *id = strstr(strstr(text, "WARC-Type: response"), "<urn:"), *end = strchr(id, '>');
    g_autofree char *line = g_strdup_printf("WARC-Concurrent-To: %.*s>\r\n", (int)(end - id), id);
    assert_has(text, line);
    assert_has(text, request);
}

static void what_is_no_response_is_refused_and_nothing_written(Place *p, gconstpointer data)
{
    (void)data;
    static const char *const rows[][2] = {
        {"ftp://x.example/", HEAD}, {"", HEAD}, {URL, ""}, {URL, "HTTP/"}, {URL, "ICY 200 OK\r\n\r\n"}};
    g_autoptr(WarcWriter) w = open_writer(p, 0);
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        WarcResponse r = response(rows[i][0], rows[i][1], PAGE);
        g_assert_false(warc_writer_put_response(w, &r, &error));
        g_assert_error(error, FAULT, FAULT_SKIP);
    }
    g_autoptr(GPtrArray) names = list(p);
    g_assert_cmpuint(names->len, ==, 0);
}

static void a_value_is_one_line(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(WarcWriter) w = warc_writer_open(p->folder, "me\r\nrobots: ignore", 0, NULL);
    WarcResponse r = response(URL, HEAD, PAGE);
    r.ip = "::1\r\nWARC-Type: metadata";
    put(w, &r);
    g_autofree char *text = read_text(p, 0);
    assert_has(text, "operator: me  robots: ignore\r\n");
    assert_has(text, "WARC-IP-Address: ::1  WARC-Type: metadata\r\n");
}

/* ------------------------------------------------------------------ revisits, and pages that are gone */

static void a_revisit_keeps_the_head_and_names_its_original(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(WarcWriter) w = open_writer(p, 0);
    WarcResponse same = response(URL, HEAD, PAGE),
                 not_modified =
                     response("http://x.example/b", "HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\n\r\n", "");
    put(w, &same);
    same.fetched_at = AT + 86400;
    g_assert_true(warc_writer_put_revisit(w, &same, AT, NULL));
    g_autofree char *first = read_text(p, 0), *sum = warc_payload_digest(same.body, same.body_n);
    const char *revisit = strstr(first, "WARC-Type: revisit\r\n");
    assert_has(revisit, "WARC-Profile: http://netpreserve.org/warc/1.1/revisit/identical-payload-digest\r\n");
    assert_has(revisit,
               "WARC-Refers-To-Target-URI: " URL "\r\nWARC-Refers-To-Date: 2024-01-02T03:04:05Z\r\n");
    assert_has(revisit, sum);
    g_assert_true(g_str_has_suffix(revisit, "\r\n\r\n" HEAD "\r\n\r\n"));
    g_assert_true(warc_writer_put_revisit(w, &not_modified, AT, NULL));
    g_autofree char *text = read_text(p, 0), *records = describe(p, 0);
    revisit = strstr(text, "http://x.example/b");
    assert_has(revisit, "WARC-Profile: http://netpreserve.org/warc/1.1/revisit/server-not-modified\r\n");
    assert_has(revisit, "WARC-Refers-To-Target-URI: http://x.example/b\r\n");
    assert_has(revisit, "\r\n\r\nHTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\n\r\n\r\n\r\n");
    assert_lacks(revisit, "WARC-Payload-Digest");
    g_assert_cmpstr(records, ==,
                    "warcinfo 0 ;response 200 " URL ";revisit 200 " URL ";revisit 304 http://x.example/b;");
}

/* "status url body;" of each page that the feed gives. */
static char *read_feed(const Place *p, gboolean gives_gone)
{
    GString *out = g_string_new(NULL);
    g_autoptr(GPtrArray) names = list(p);
    for (guint i = 0; i < names->len; i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *path = path_of(p, i);
        g_autoptr(Feed) feed = feed_open(path, &(FeedOptions){.gives_gone = gives_gone}, &error);
        g_assert_no_error(error);
        for (;;) {
            g_autoptr(Page) page = NULL;
            gboolean ok = feed_next(feed, &page, &error);
            g_assert_no_error(error);
            g_assert_true(ok);
            if (!page)
                break;
            gsize n = 0;
            const char *body = page->body ? g_bytes_get_data(page->body, &n) : "";
            g_string_append_printf(out, "%u %s %.*s;", page->http_status, page->url, (int)n, body);
            g_assert_nonnull(page->source);
            g_assert_cmpint(page->fetched_at, >=, AT);
        }
    }
    return g_string_free(out, FALSE);
}

static void a_feed_gives_what_is_gone_when_asked(Place *p, gconstpointer data)
{
    (void)data;
    static const char *const answers[] = {
        "HTTP/1.1 410 Gone\r\nContent-Type: text/html\r\n\r\n",
        "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n",
        "HTTP/1.1 301 Moved\r\nLocation: /b\r\nContent-Type: text/html\r\n\r\n"};
    g_autoptr(WarcWriter) w = open_writer(p, 1); /* one record a file */
    g_autoptr(GError) error = NULL;
    put_page(w, URL, "one");
    for (guint i = 0; i < G_N_ELEMENTS(answers); i++) {
        WarcResponse r = response(URL, answers[i], "no page");
        put(w, &r);
    }
    g_autofree char *answered = read_feed(p, TRUE);
    g_assert_cmpstr(answered, ==, "200 " URL " one;");
    g_assert_true(warc_writer_put_gone(w, "http://X.example/a", AT + 1, &error));
    put_page(w, URL, "two");
    g_autofree char *asked = read_feed(p, TRUE), *not_asked = read_feed(p, FALSE);
    g_assert_cmpstr(asked, ==, "200 " URL " one;410 " URL " ;200 " URL " two;");
    g_assert_cmpstr(not_asked, ==, "200 " URL " one;200 " URL " two;");
    g_assert_false(warc_writer_put_gone(w, "mailto:x", AT, &error));
    g_assert_error(error, FAULT, FAULT_SKIP);
}

/* ------------------------------------------------------------------ other programs */

/* A small crawl, left in $ISOGLOT_TEST_FEED if that is given: tests/cases/warc_write.t lets other programs
 * read it. */
static void a_crawl_is_read_back(Place *p, gconstpointer data)
{
    (void)data;
    const char *kept = g_getenv("ISOGLOT_TEST_FEED");
    Place place = {kept ? (char *)kept : p->folder};
    static const char chunked[] =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/html\r\n\r\n";
    g_autoptr(WarcWriter) w = open_writer(&place, 3000);
    WarcResponse r =
        response("http://x.example/old", HEAD, "<p>The old lighthouse stands at the harbour entrance.");
    put(w, &r);
    r = response("http://x.example/chunked", chunked,
                 "<p>The new lighthouse stands on the island, far from the coast.");
    r.request = "GET /chunked HTTP/1.1\r\nHost: x.example\r\n\r\n";
    r.request_n = strlen(r.request);
    r.ip = "2001:db8::1";
    put(w, &r);
    g_autoptr(GByteArray) packed = pack(AS_GZIP, "<p>A lighthouse keeper writes a letter to his sister.", 53);
    r = response("http://x.example/coded",
                 "HTTP/2 200 \r\ncontent-encoding: gzip\r\ncontent-type: text/html\r\n\r\n", "");
    r.body = packed->data;
    r.body_n = packed->len;
    put(w, &r);
    g_assert_true(warc_writer_put_revisit(w, &r, AT, NULL));
    r = response("http://x.example/old", "HTTP/1.1 410 Gone\r\n\r\n", "");
    put(w, &r);
    g_assert_true(warc_writer_put_gone(w, "http://x.example/old", AT + 1, NULL));
    g_autofree char *noise = make_noise(4000);
    r = response("http://x.example/noise", HEAD, noise);
    r.cut = WARC_CUT_LENGTH;
    put(w, &r);
    r = response("http://x.example/next", HEAD, "<p>The harbour has no lighthouse any more.");
    put(w, &r);
    g_assert_true(warc_writer_sync(w, NULL));
    g_autofree char *pages = read_feed(&place, TRUE);
    assert_has(pages, "200 http://x.example/coded <p>A lighthouse keeper writes");
    assert_has(pages, "410 http://x.example/old ;");
    g_autoptr(GPtrArray) names = list(&place);
    g_assert_cmpuint(names->len, >=, 2);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/warc_writer/a_digest_is_sha1_in_base32", a_digest_is_sha1_in_base32);
#define ADD(name) g_test_add("/warc_writer/" #name, Place, NULL, set_up, name, tear_down)
    ADD(a_file_begins_with_warcinfo);
    ADD(a_response_is_written_whole);
    ADD(every_record_is_a_gzip_member);
    ADD(a_joined_body_is_not_said_to_be_chunked);
    ADD(a_coded_body_stays_coded);
    ADD(a_later_protocol_is_told_as_http_1_1);
    ADD(a_head_ends_once);
    ADD(a_cut_body_says_why);
    ADD(a_request_names_its_response);
    ADD(what_is_no_response_is_refused_and_nothing_written);
    ADD(a_value_is_one_line);
    ADD(a_revisit_keeps_the_head_and_names_its_original);
    ADD(a_feed_gives_what_is_gone_when_asked);
    ADD(a_crawl_is_read_back);
    return g_test_run();
}
