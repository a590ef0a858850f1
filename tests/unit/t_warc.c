/* The promises of indexer/warc.h. */
#include <fcntl.h>

#include "indexer/warc.h"
#include "shim/limits.h"
#include "tests/unit/archive.h"

#define DATE "2024-01-02T03:04:05Z"
#define SECONDS 1704164645
#define N_RECORDS 3

static WarcReader *read_bytes(const GByteArray *bytes)
{
    return warc_reader_new(open_bytes(bytes->data, bytes->len));
}

/* Three responses; `offsets` (N_RECORDS + 1) get where each begins. */
static GByteArray *make_file(gboolean gzip, guint64 *offsets)
{
    GByteArray *file = g_byte_array_new();
    for (guint i = 0; i < N_RECORDS; i++) {
        g_autoptr(GByteArray) record = g_byte_array_new();
        g_autofree char *url = g_strdup_printf("http://x.example/%u", i);
        add_response(record, url, DATE, "", "<p>Harbour");
        g_autoptr(GByteArray) packed =
            gzip ? pack(AS_GZIP, record->data, record->len) : g_byte_array_ref(record);
        offsets[i] = file->len;
        g_byte_array_append(file, packed->data, packed->len);
    }
    offsets[N_RECORDS] = file->len;
    return file;
}

static WarcRecord *next(WarcReader *reader)
{
    g_autoptr(GError) error = NULL;
    WarcRecord *record;
    g_assert_true(warc_next(reader, &record, &error));
    g_assert_no_error(error);
    return record;
}

static void records_are_given_with_their_offsets(void)
{
    for (gboolean gzip = FALSE; gzip <= TRUE; gzip++) {
        guint64 offsets[N_RECORDS + 1];
        g_autoptr(GByteArray) file = make_file(gzip, offsets);
        g_autoptr(WarcReader) reader = read_bytes(file);
        for (guint i = 0; i < N_RECORDS; i++) {
            g_autoptr(WarcRecord) w = next(reader);
            g_autoptr(Page) page = warc_page(w, NULL);
            g_autofree char *url = g_strdup_printf("http://x.example/%u", i);
            g_assert_cmpstr(w->url, ==, url);
            g_assert_cmpuint(w->offset, ==, offsets[i]);
            g_assert_cmpuint(warc_reader_offset(reader), ==, offsets[i]);
            g_assert_cmpint(page->fetched_at, ==, SECONDS);
            g_assert_cmpuint(page->http_status, ==, 200);
            g_assert_cmpstr(page->charset, ==, "utf-8");
            g_assert_cmpmem(g_bytes_get_data(page->body, NULL), g_bytes_get_size(page->body), "<p>Harbour",
                            10);
        }
        g_assert_null(next(reader));
        g_assert_null(next(reader));
        g_assert_cmpuint(warc_reader_position(reader), ==, file->len);
    }
}

/* Whole records before the cut are given, the rest is one refusal that names its offset. */
static void a_cut_at_any_byte_costs_one_record(void)
{
    for (gboolean gzip = FALSE; gzip <= TRUE; gzip++) {
        guint64 offsets[N_RECORDS + 1];
        g_autoptr(GByteArray) file = make_file(gzip, offsets);
        for (guint cut = 0; cut < file->len; cut++) {
            g_autoptr(WarcReader) reader = warc_reader_new(open_bytes(file->data, cut));
            guint given = 0, refused = 0;
            for (;;) {
                g_autoptr(GError) error = NULL;
                g_autoptr(WarcRecord) w = NULL;
                gboolean ok = warc_next(reader, &w, &error);
                if (ok && !w)
                    break;
                given += ok;
                refused += !ok;
                if (!ok) {
                    g_autofree char *place =
                        g_strdup_printf("offset %" G_GUINT64_FORMAT ":", warc_reader_offset(reader));
                    g_assert_error(error, FAULT, FAULT_SKIP);
                    g_assert_nonnull(strstr(error->message, place));
                }
                g_assert_cmpuint(given + refused, <=, N_RECORDS + 1);
            }
            guint whole = 0;
            while (whole < N_RECORDS && offsets[whole + 1] <= cut)
                whole++;
            g_assert_cmpuint(given, >=, whole);
            /* A gzip member whose last bytes are cut has given its record before that is seen. */
            g_assert_cmpuint(given, <=, whole + 1);
            g_assert_cmpuint(refused, <=, 1);
            g_assert_true(gzip || given + refused <= whole + 1);
            /* A plain record is whole without the empty lines behind it; one byte of a gzip header tells
             * nothing. */
            g_assert_true(refused || given > whole || cut == offsets[whole] || cut < 2);
        }
    }
}

static void after_a_bad_record_comes_the_next(void)
{
    static const char *const bad[] = {
        "no record at all\r\n\r\n",
        "WARC/0.9 old\r\n\r\n",
        "WARC/1.1\r\nWARC-Type: response\r\n\r\n",
        "WARC/1.1\r\nContent-Length: -1\r\n\r\n",
        "WARC/1.1\r\nContent-Length: 99999999999999999999999\r\n\r\n",
        "WARC/1.1\r\nContent-Length: 12 apples\r\n\r\n",
    };
    for (guint i = 0; i < G_N_ELEMENTS(bad); i++) {
        for (gboolean gzip = FALSE; gzip <= TRUE; gzip++) {
            guint64 offsets[N_RECORDS + 1];
            g_autoptr(GByteArray) good = make_file(gzip, offsets), file = g_byte_array_new();
            g_autoptr(GByteArray) first = gzip ? pack(AS_GZIP, bad[i], strlen(bad[i])) : g_byte_array_new();
            g_autoptr(GError) error = NULL;
            WarcRecord *none;
            if (gzip)
                g_byte_array_append(file, first->data, first->len);
            else
                g_byte_array_append(file, (const guint8 *)bad[i], strlen(bad[i]));
            g_byte_array_append(file, good->data, good->len);
            g_autoptr(WarcReader) reader = read_bytes(file);
            g_assert_false(warc_next(reader, &none, &error));
            g_assert_error(error, FAULT, FAULT_SKIP);
            for (guint r = 0; r < N_RECORDS; r++)
                warc_record_free(next(reader));
            g_assert_null(next(reader));
        }
    }
}

static void every_version_is_read(void)
{
    static const char *const versions[] = {"0.17", "0.18", "1.0", "1.1"};
    g_autoptr(GByteArray) file = g_byte_array_new();
    for (guint i = 0; i < G_N_ELEMENTS(versions); i++)
        add_record_of(file, versions[i],
                      "WARC-Type: resource\r\nWARC-Target-URI:\r\n <http://x.example/>\r\nwarc-date: " DATE
                      "\r\nContent-Type: text/plain\r\n\t;charset=utf-8\r\n",
                      "text", 4);
    g_autoptr(WarcReader) reader = read_bytes(file);
    for (guint i = 0; i < G_N_ELEMENTS(versions); i++) {
        g_autoptr(WarcRecord) w = next(reader);
        g_assert_cmpstr(w->url, ==, "http://x.example/");
        g_assert_cmpstr(w->content_type, ==, "text/plain ;charset=utf-8");
        g_assert_cmpint(w->date, ==, SECONDS);
    }
}

static void a_header_without_end_is_refused(void)
{
    g_autofree char *line = g_strnfill(2 * LIMIT_WARC_HEADER, 'x');
    g_autoptr(GString) many = g_string_new(NULL);
    while (many->len < 2 * LIMIT_WARC_HEADER)
        g_string_append(many, "X: y\r\n");
    const char *const ends[] = {line, many->str};
    for (guint i = 0; i < 2; i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *text = g_strconcat("WARC/1.1\r\n", ends[i], "\r\n\r\n", NULL);
        g_autoptr(WarcReader) reader = warc_reader_new(open_bytes(text, strlen(text)));
        WarcRecord *none;
        g_assert_false(warc_next(reader, &none, &error));
        g_assert_error(error, FAULT, FAULT_SKIP);
        g_assert_null(next(reader));
    }
}

static void a_block_is_kept_up_to_its_limit(void)
{
    gsize n = LIMIT_WARC_BLOCK + 1000;
    g_autofree char *big = g_strnfill(n, 'x');
    g_autoptr(GByteArray) file = g_byte_array_new();
    add_record(file, "WARC-Type: resource\r\nWARC-Target-URI: http://x.example/\r\n", big);
    add_record(file, "WARC-Type: resource\r\nWARC-Target-URI: http://x.example/2\r\n", "x");
    g_autoptr(WarcReader) reader = read_bytes(file);
    g_autoptr(WarcRecord) w = next(reader);
    g_autoptr(WarcRecord) after = next(reader);
    g_assert_cmpuint(w->block->len, ==, LIMIT_WARC_BLOCK);
    g_assert_true(w->truncated);
    g_assert_cmpstr(after->url, ==, "http://x.example/2");
    g_assert_false(after->truncated);
}

static void a_resource_is_a_page_as_it_stands(void)
{
    g_autoptr(GByteArray) file = g_byte_array_new();
    add_record(file,
               "WARC-Type: resource\r\nWARC-Target-URI: HTTP://X.example:80/a\r\nContent-Type: text/plain; "
               "charset=big5\r\n",
               "HTTP/1.1 is a protocol");
    g_autoptr(WarcReader) reader = read_bytes(file);
    g_autoptr(WarcRecord) w = next(reader);
    g_autoptr(Page) page = warc_page(w, NULL);
    g_assert_cmpstr(page->url, ==, "http://x.example/a");
    g_assert_cmpstr(page->media_type, ==, "text/plain");
    g_assert_cmpstr(page->charset, ==, "big5");
    g_assert_cmpuint(g_bytes_get_size(page->body), ==, strlen("HTTP/1.1 is a protocol"));
}

static void a_revisit_has_a_head_and_no_body(void)
{
    g_autoptr(GByteArray) file = g_byte_array_new();
    add_record(file,
               "WARC-Type: revisit\r\nWARC-Target-URI: http://x.example/b\r\nWARC-Truncated: length\r\n"
               "WARC-Refers-To: <urn:uuid:1>\r\nWARC-Refers-To-Target-URI: <http://x.example/a>\r\n"
               "WARC-Refers-To-Date: " DATE "\r\nWARC-Payload-Digest: sha1:ABC\r\n",
               HTML_OK);
    add_record(file, "WARC-Type: revisit\r\nWARC-Target-URI: http://x.example/b\r\n", "");
    g_autoptr(WarcReader) reader = read_bytes(file);
    g_autoptr(WarcRecord) w = next(reader);
    g_autoptr(WarcRecord) bare = next(reader);
    g_autoptr(Page) page = warc_page(w, NULL), bare_page = warc_page(bare, NULL);
    g_assert_cmpstr(w->refers_to_id, ==, "urn:uuid:1");
    g_assert_cmpstr(w->refers_to_url, ==, "http://x.example/a");
    g_assert_cmpint(w->refers_to_date, ==, SECONDS);
    g_assert_cmpstr(w->payload_digest, ==, "sha1:ABC");
    g_assert_null(page->body);
    g_assert_false(page->truncated);
    g_assert_cmpuint(page->http_status, ==, 200);
    g_assert_cmpuint(bare_page->http_status, ==, 0);
}

static void segments_are_joined_in_order_and_within_the_limit(void)
{
    g_autofree char *big = g_strnfill(LIMIT_WARC_BLOCK - 2, 'x');
    g_autoptr(GByteArray) file = g_byte_array_new();
    add_record(file, "WARC-Type: response\r\nWARC-Segment-Number: 1\r\nWARC-Record-ID: <1>\r\n", "one");
    add_record(file, "WARC-Type: continuation\r\nWARC-Segment-Number: 2\r\nWARC-Segment-Origin-ID: <1>\r\n",
               "two");
    add_record(file, "WARC-Type: continuation\r\nWARC-Segment-Number: 4\r\nWARC-Segment-Total-Length: 9\r\n",
               "four");
    add_record(file, "WARC-Type: continuation\r\nWARC-Segment-Number: 3\r\n", big);
    g_autoptr(WarcReader) reader = read_bytes(file);
    g_autoptr(WarcRecord) one = next(reader);
    g_autoptr(WarcRecord) two = next(reader);
    g_autoptr(WarcRecord) four = next(reader);
    g_autoptr(WarcRecord) three = next(reader);
    g_assert_cmpuint(one->segment, ==, 1);
    g_assert_cmpstr(two->origin_id, ==, one->id);
    g_assert_true(four->is_last);
    warc_record_continue(one, two, 2);
    g_assert_false(one->truncated);
    g_assert_cmpmem(one->block->data, one->block->len, "onetwo", 6);
    warc_record_continue(one, four, 3);
    g_assert_true(one->truncated);
    g_assert_cmpmem(one->block->data, one->block->len, "onetwo", 6);
    warc_record_continue(one, three, 3);
    g_assert_cmpuint(one->block->len, ==, LIMIT_WARC_BLOCK);
}

static void what_is_no_page_is_refused(void)
{
    static const struct {
        const char *url, *block;
    } rows[] = {{"dns:x.example", HTML_OK},
                {"", HTML_OK},
                {"http://", HTML_OK},
                {"http://x.example/", "ICY 200 OK\r\n\r\n"}};
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GByteArray) file = g_byte_array_new();
        g_autoptr(GError) error = NULL;
        g_autofree char *fields = g_strdup_printf(
            "WARC-Type: response\r\nContent-Type: application/http\r\nWARC-Target-URI: %s\r\n", rows[i].url);
        add_record(file, fields, rows[i].block);
        g_autoptr(WarcReader) reader = read_bytes(file);
        g_autoptr(WarcRecord) w = next(reader);
        g_assert_null(warc_page(w, &error));
        g_assert_error(error, FAULT, FAULT_SKIP);
    }
}

static void a_file_that_cannot_be_read_is_at_its_end(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(WarcReader) reader = warc_reader_new(open("/", O_RDONLY | O_DIRECTORY));
    WarcRecord *none;
    g_assert_false(warc_next(reader, &none, &error));
    g_assert_error(error, FAULT, FAULT_STOP);
    g_assert_null(next(reader));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name) g_test_add_func("/warc/" #name, name)
    ADD(records_are_given_with_their_offsets);
    ADD(a_cut_at_any_byte_costs_one_record);
    ADD(after_a_bad_record_comes_the_next);
    ADD(every_version_is_read);
    ADD(a_header_without_end_is_refused);
    ADD(a_block_is_kept_up_to_its_limit);
    ADD(a_resource_is_a_page_as_it_stands);
    ADD(a_revisit_has_a_head_and_no_body);
    ADD(segments_are_joined_in_order_and_within_the_limit);
    ADD(what_is_no_page_is_refused);
    ADD(a_file_that_cannot_be_read_is_at_its_end);
    return g_test_run();
}
