/* The promises of indexer/feed.h for WARC, and of indexer/revisit.h. */
#include "tests/unit/feed_folder.h"

#define DATE "2024-01-02T03:04:05Z"
#define LATER "2024-02-02T03:04:05Z"

static int read_bytes(Place *p, const char *name, const GByteArray *bytes)
{
    g_autofree char *path = in_folder(p, name);
    g_assert_true(g_file_set_contents(path, (const char *)bytes->data, bytes->len, NULL));
    return read_feed(p, path, &(FeedOptions){0});
}

/* ------------------------------------------------------------------ WARC */

static void a_warc_gives_documents_and_passes_the_rest(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(GByteArray) file = g_byte_array_new();
    add_record(file, "WARC-Type: warcinfo\r\n", "software: test");
    add_record(file, "WARC-Type: request\r\nWARC-Target-URI: http://x.example/a\r\n", "GET /a HTTP/1.1\r\n\r\n");
    add_response(file, "<http://x.example/a>", DATE, "", "a");
    add_response(file, "dns:x.example", DATE, "", "no page");
    add_record(file, "WARC-Type: response\r\nWARC-Target-URI: http://x.example/b\r\n",
               "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\nno page");
    add_record(file, "WARC-Type: response\r\nWARC-Target-URI: http://x.example/c\r\n",
               "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nno page");
    add_record(file, "WARC-Type: response\r\nWARC-Target-URI: http://x.example/d\r\n", "<p>bad");
    add_record(file, "WARC-Type: resource\r\nWARC-Target-URI: http://x.example/e\r\nContent-Type: text/plain\r\n", "e");
    add_record(file, "WARC-Type: resource\r\nWARC-Target-URI: file:///f\r\nContent-Type: text/plain\r\n", "f");
    add_record(file, "WARC-Type: revisit\r\nWARC-Target-URI: http://x.example/d\r\n", "");
    g_assert_cmpint(read_bytes(p, "a.warc", file), ==, -1);
    g_assert_cmpstr(p->pages->str, ==, "http://x.example/a a\nhttp://x.example/e e\n");
    /* /d says nothing of its type: no document, no refusal. */
    g_assert_cmpstr(p->refusals->str, ==, "");
}

static void segments_are_one_page(Place *p, gconstpointer data)
{
    (void)data;
    static const char first[] = "WARC-Segment-Number: 1\r\nWARC-Record-ID: <urn:1>\r\n";
    static const char next[] = "WARC-Type: continuation\r\nWARC-Segment-Origin-ID: <urn:1>\r\nWARC-Segment-Number: ";
    g_autofree char *second = g_strconcat(next, "2\r\n", NULL),
                    *third = g_strconcat(next, "3\r\nWARC-Segment-Total-Length: 99\r\n", NULL);
    g_autoptr(GByteArray) file = g_byte_array_new();
    add_response(file, "http://x.example/long", DATE, first, "one ");
    add_response(file, "http://x.example/between", DATE, "", "b");
    add_record(file, second, "two ");
    add_record(file, third, "three");
    g_assert_cmpint(read_bytes(p, "a.warc", file), ==, -1);
    g_assert_cmpstr(p->pages->str, ==, "http://x.example/between b\nhttp://x.example/long one two three\n");
    g_assert_cmpuint(p->truncated, ==, 0);
    g_byte_array_set_size(file, 0);
    add_response(file, "http://x.example/long", DATE, first, "one ");
    add_record(file, third, "three");
    add_response(file, "http://x.example/other", DATE, first, "other");
    g_assert_cmpint(read_bytes(p, "a.warc", file), ==, -1);
    g_assert_cmpstr(p->pages->str, ==, "http://x.example/long one \nhttp://x.example/other other\n");
    g_assert_cmpuint(p->truncated, ==, 2);
}

#define REVISIT(url, date, more)                                                                                       \
    "WARC-Type: revisit\r\nWARC-Target-URI: " url "\r\nWARC-Date: " date                                               \
    "\r\nWARC-Profile: http://netpreserve.org/warc/1.1/revisit/identical-payload-digest\r\n" more

static void a_revisit_of_another_url_is_given_with_its_payload(Place *p, gconstpointer data)
{
    (void)data;
    static const char *const ways[] = {
        "WARC-Refers-To: <urn:1>\r\n",
        "WARC-Payload-Digest: SHA1:aBC\r\n",
        "WARC-Refers-To-Target-URI: http://x.example/a\r\nWARC-Refers-To-Date: " DATE "\r\n",
        "WARC-Refers-To-Target-URI: http://X.example:80/a\r\n",
        "WARC-Refers-To-Target-URI: http://x.example/a\r\nWARC-Payload-Digest: sha1:abc\r\n",
    };
    for (guint i = 0; i < 4 * G_N_ELEMENTS(ways); i++) {
        g_autoptr(GByteArray) file = g_byte_array_new();
        g_autofree char *fields = g_strconcat(REVISIT("http://x.example/b", DATE, ""), ways[i / 4], NULL);
        gboolean comes_first = i & 1, has_head = i & 2;
        if (comes_first)
            add_record(file, fields, has_head ? HTML_OK : "");
        add_response(file, "http://x.example/a", DATE, "WARC-Record-ID: <urn:1>\r\nWARC-Payload-Digest: sha1:abc\r\n",
                     "a");
        if (!comes_first)
            add_record(file, fields, has_head ? HTML_OK : "");
        g_assert_cmpint(read_bytes(p, "a.warc", file), ==, -1);
        g_assert_cmpstr(p->pages->str, ==, "http://x.example/a a\nhttp://x.example/b a\n");
        g_assert_cmpstr(p->refusals->str, ==, "");
        g_autoptr(GByteArray) packed = pack(AS_GZIP, file->data, file->len); /* one member for all records */
        g_assert_cmpint(read_bytes(p, "a.warc.gz", packed), ==, -1);
        g_assert_cmpstr(p->pages->str, ==, "http://x.example/a a\nhttp://x.example/b a\n");
    }
}

static void a_revisit_of_the_same_url_is_passed_over(Place *p, gconstpointer data)
{
    (void)data;
    static const char *const more[] = {
        "WARC-Refers-To-Target-URI: http://x.example/a\r\n",
        "WARC-Refers-To-Target-URI: http://x.example/a\r\nWARC-Payload-Digest: sha1:other\r\n",
        "WARC-Refers-To: <urn:not-here>\r\n",
        "WARC-Refers-To: <urn:1>\r\n",
        "WARC-Payload-Digest: sha1:other\r\n",
        "WARC-Payload-Digest: sha1:abc\r\n",
        "",
    };
    g_autoptr(GByteArray) file = g_byte_array_new();
    add_response(file, "http://x.example/a", DATE, "WARC-Record-ID: <urn:1>\r\nWARC-Payload-Digest: sha1:abc\r\n", "a");
    for (guint i = 0; i < G_N_ELEMENTS(more); i++) {
        g_autofree char *fields = g_strconcat(REVISIT("http://x.example/a", LATER, ""), more[i], NULL);
        add_record(file, fields, HTML_OK);
        add_record(file, fields, "HTTP/1.1 304 Not Modified\r\n\r\n");
    }
    g_assert_cmpint(read_bytes(p, "a.warc", file), ==, -1);
    g_assert_cmpstr(p->pages->str, ==, "http://x.example/a a\n");
    g_assert_cmpstr(p->refusals->str, ==, "");
}

static void a_revisit_without_its_original_is_refused(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(GByteArray) file = g_byte_array_new();
    add_record(file, REVISIT("http://x.example/b", DATE, "WARC-Refers-To-Target-URI: http://x.example/gone\r\n"),
               HTML_OK);
    guint second = file->len;
    add_record(file, REVISIT("http://x.example/c", DATE, "WARC-Refers-To-Target-URI: http://x.example/gone\r\n"), "");
    add_record(file, REVISIT("http://x.example/d", DATE, "WARC-Refers-To-Target-URI: http://x.example/gone\r\n"),
               "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n");
    add_response(file, "http://x.example/a", DATE, "", "a");
    g_assert_cmpint(read_bytes(p, "a.warc", file), ==, -1);
    g_autofree char *path = in_folder(p, "a.warc");
    g_autofree char *expected = g_strdup_printf("%s:0: revisit of a record that is not in this feed\n"
                                                "%s:%u: revisit of a record that is not in this feed\n",
                                                path, path, second);
    g_assert_cmpstr(p->pages->str, ==, "http://x.example/a a\n");
    g_assert_cmpstr(p->refusals->str, ==, expected);
}

static void another_version_is_not_the_original(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(GByteArray) file = g_byte_array_new();
    add_response(file, "http://x.example/a", DATE, "WARC-Payload-Digest: sha1:old\r\n", "old");
    add_response(file, "http://x.example/a", LATER, "WARC-Payload-Digest: sha1:new\r\n", "new");
    add_record(file,
               REVISIT("http://x.example/b", LATER,
                       "WARC-Refers-To-Target-URI: http://x.example/a\r\nWARC-Payload-Digest: sha1:new\r\n"),
               "");
    add_record(file,
               REVISIT("http://x.example/c", LATER,
                       "WARC-Refers-To-Target-URI: http://x.example/a\r\nWARC-Refers-To-Date: " DATE "\r\n"),
               "");
    add_record(file,
               REVISIT("http://x.example/d", LATER,
                       "WARC-Refers-To-Target-URI: http://x.example/a\r\nWARC-Payload-Digest: sha1:third\r\n"),
               "");
    g_assert_cmpint(read_bytes(p, "a.warc", file), ==, -1);
    g_assert_cmpstr(p->pages->str, ==,
                    "http://x.example/a old\nhttp://x.example/a new\nhttp://x.example/c old\nhttp://x.example/b new\n");
    g_assert_cmpuint(g_strrstr(p->refusals->str, "not in this feed") != NULL, ==, 1);
}

static void a_newer_page_of_its_own_replaces_a_revisit(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(GByteArray) file = g_byte_array_new();
    add_response(file, "http://x.example/a", DATE, "WARC-Payload-Digest: sha1:abc\r\n", "a");
    add_record(file, REVISIT("http://x.example/b", DATE, "WARC-Payload-Digest: sha1:abc\r\n"), HTML_OK);
    add_response(file, "http://x.example/b", LATER, "", "b");
    g_assert_cmpint(read_bytes(p, "a.warc", file), ==, -1);
    g_assert_cmpstr(p->pages->str, ==, "http://x.example/a a\nhttp://x.example/b b\n");
}

static void a_revisit_keeps_its_own_head(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(GByteArray) file = g_byte_array_new();
    g_autoptr(GError) error = NULL;
    add_response(file, "http://x.example/a", DATE, "WARC-Payload-Digest: sha1:abc\r\n", "a");
    add_record(file, REVISIT("http://x.example/b", LATER, "WARC-Payload-Digest: sha1:abc\r\n"),
               "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=big5\r\nX-Robots-Tag: noindex\r\n\r\n");
    g_autofree char *path = in_folder(p, "a.warc");
    g_assert_true(g_file_set_contents(path, (const char *)file->data, file->len, NULL));
    g_autoptr(Feed) feed = feed_open(path, &(FeedOptions){0}, &error);
    g_autoptr(Page) a = NULL;
    g_autoptr(Page) b = NULL;
    g_assert_true(feed_next(feed, &a, &error) && feed_next(feed, &b, &error));
    g_assert_cmpstr(b->robots_header, ==, "noindex");
    g_assert_cmpstr(b->media_type, ==, "text/plain");
    g_assert_cmpstr(b->charset, ==, "big5");
    g_assert_cmpint(b->fetched_at, >, a->fetched_at);
}

static void the_memory_for_revisits_is_bounded(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(GByteArray) file = g_byte_array_new();
    g_autofree char *pad = g_strnfill(60000, 'x');
    guint n = LIMIT_WARC_REVISITS / 60000 + 10;
    for (guint i = 0; i < n; i++) {
        g_autofree char *fields = g_strdup_printf("WARC-Type: revisit\r\nWARC-Target-URI: http://x.example/%u\r\n"
                                                  "WARC-Refers-To-Target-URI: http://x.example/gone\r\n",
                                                  i);
        g_autofree char *head = g_strdup_printf("HTTP/1.1 200 OK\r\nLink: %s\r\n\r\n", pad);
        add_record(file, fields, head);
    }
    g_assert_cmpint(read_bytes(p, "a.warc", file), ==, -1);
    g_auto(GStrv) lines = g_strsplit(p->refusals->str, "\n", -1);
    g_assert_cmpuint(g_strv_length(lines), ==, n + 1);
    g_assert_nonnull(strstr(p->refusals->str, "more revisits than"));
}

/* Three responses and, between them, the word that the second page is gone; offsets[i] is where each record begins. */
static GByteArray *make_own_feed(guint64 *offsets)
{
    static const char *const urls[] = {"http://x.example/a", "http://x.example/b", NULL, "http://x.example/c"};
    GByteArray *file = g_byte_array_new();
    for (guint i = 0; i < 4; i++) {
        g_autoptr(GByteArray) record = g_byte_array_new();
        if (urls[i])
            add_response(record, urls[i], DATE, "", urls[i] + strlen("http://x.example/"));
        else
            add_record(record,
                       "WARC-Type: metadata\r\nWARC-Target-URI: http://x.example/b\r\nWARC-Date: " LATER
                       "\r\nContent-Type: application/warc-fields\r\n",
                       WARC_GONE);
        g_autoptr(GByteArray) packed = pack(AS_GZIP, record->data, record->len);
        offsets[i] = file->len;
        g_byte_array_append(file, packed->data, packed->len);
    }
    offsets[4] = file->len;
    return file;
}

static void a_warc_is_read_from_one_offset_until_another(Place *p, gconstpointer data)
{
    (void)data;
    guint64 offsets[5];
    static const char *const pages[] = {"http://x.example/a a\n", "http://x.example/b b\n", "",
                                        "http://x.example/c c\n"};
    g_autoptr(GByteArray) file = make_own_feed(offsets);
    g_autofree char *path = in_folder(p, "a.warc.gz");
    g_assert_true(g_file_set_contents(path, (const char *)file->data, file->len, NULL));
    for (guint from = 0; from < 5; from++)
        for (guint until = from; until < 5; until++) {
            g_autoptr(GString) expected = g_string_new(NULL);
            for (guint i = from; i < (offsets[until] ? until : 4); i++) /* 0: to the end */
                g_string_append(expected, pages[i]);
            g_assert_cmpint(read_feed(p, path, &(FeedOptions){.from = offsets[from], .until = offsets[until]}), ==, -1);
            g_assert_cmpstr(p->pages->str, ==, expected->str);
            g_assert_cmpstr(p->refusals->str, ==, "");
        }
}

static void what_stands_behind_until_is_not_looked_at(Place *p, gconstpointer data)
{
    (void)data;
    guint64 offsets[5];
    g_autoptr(GByteArray) file = make_own_feed(offsets);
    g_autofree char *path = in_folder(p, "a.warc.gz");
    memset(file->data + offsets[3], 'x', file->len - offsets[3]); /* no record at all */
    g_assert_true(g_file_set_contents(path, (const char *)file->data, file->len, NULL));
    g_assert_cmpint(read_feed(p, path, &(FeedOptions){.until = offsets[3]}), ==, -1);
    g_assert_cmpstr(p->pages->str, ==, "http://x.example/a a\nhttp://x.example/b b\n");
    g_assert_cmpstr(p->refusals->str, ==, "");
}

static void a_refusal_names_the_place_in_the_file(Place *p, gconstpointer data)
{
    (void)data;
    guint64 offsets[5];
    g_autoptr(GByteArray) file = make_own_feed(offsets);
    g_autofree char *path = in_folder(p, "a.warc.gz"), *place = NULL;
    memset(file->data + offsets[3] + 20, 'x', 30);
    g_assert_true(g_file_set_contents(path, (const char *)file->data, file->len, NULL));
    g_assert_cmpint(read_feed(p, path, &(FeedOptions){.from = offsets[1]}), ==, -1);
    place = g_strdup_printf("a.warc.gz: record at offset %" G_GUINT64_FORMAT ": ", offsets[3]);
    if (!strstr(p->refusals->str, place))
        g_error("'%s' does not name '%s'", p->refusals->str, place);
}

/* The second reading goes over the whole file, up to the same end. */
static void an_original_may_stand_before_the_first_record_that_is_read(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(GByteArray) file = g_byte_array_new();
    g_autofree char *path = in_folder(p, "a.warc"), *pad = g_strnfill(1000, 'x');
    add_response(file, "http://x.example/pad", DATE, "", pad);
    add_response(file, "http://x.example/a", DATE, "WARC-Payload-Digest: sha1:abc\r\n", "a");
    guint from = file->len;
    add_record(file, REVISIT("http://x.example/b", LATER, "WARC-Payload-Digest: sha1:abc\r\n"), HTML_OK);
    guint until = file->len;
    add_response(file, "http://x.example/c", DATE, "", "c");
    g_assert_true(g_file_set_contents(path, (const char *)file->data, file->len, NULL));
    g_assert_cmpint(read_feed(p, path, &(FeedOptions){.from = from, .until = until}), ==, -1);
    g_assert_cmpstr(p->pages->str, ==, "http://x.example/b a\n");
}

static void what_the_crawler_says_is_gone_is_given_to_who_asks(Place *p, gconstpointer data)
{
    (void)data;
    guint64 offsets[5];
    g_autoptr(GError) error = NULL;
    g_autoptr(GByteArray) file = make_own_feed(offsets);
    g_autofree char *path = in_folder(p, "a.warc.gz");
    g_assert_true(g_file_set_contents(path, (const char *)file->data, file->len, NULL));
    g_autoptr(Feed) feed = feed_open(path, &(FeedOptions){.from = offsets[2], .gives_gone = TRUE}, &error);
    g_autoptr(Page) gone = NULL, next = NULL;
    g_assert_true(feed_next(feed, &gone, &error) && feed_next(feed, &next, &error));
    g_assert_cmpstr(gone->url, ==, "http://x.example/b");
    g_assert_cmpuint(gone->http_status, ==, 410);
    g_assert_null(gone->body);
    g_assert_cmpint(gone->fetched_at, ==, 1706843045); /* LATER */
    g_assert_cmpstr(next->url, ==, "http://x.example/c");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name) g_test_add("/feed/" #name, Place, NULL, set_up, name, tear_down)
    ADD(a_warc_gives_documents_and_passes_the_rest);
    ADD(segments_are_one_page);
    ADD(a_revisit_of_another_url_is_given_with_its_payload);
    ADD(a_revisit_of_the_same_url_is_passed_over);
    ADD(a_revisit_without_its_original_is_refused);
    ADD(another_version_is_not_the_original);
    ADD(a_newer_page_of_its_own_replaces_a_revisit);
    ADD(a_revisit_keeps_its_own_head);
    ADD(the_memory_for_revisits_is_bounded);
    ADD(a_warc_is_read_from_one_offset_until_another);
    ADD(what_stands_behind_until_is_not_looked_at);
    ADD(a_refusal_names_the_place_in_the_file);
    ADD(an_original_may_stand_before_the_first_record_that_is_read);
    ADD(what_the_crawler_says_is_gone_is_given_to_who_asks);
    return g_test_run();
}
