/* The promises of indexer/inflate.h. */
#include <fcntl.h>

#include "indexer/inflate.h"
#include "shim/limits.h"
#include "tests/unit/archive.h"

#define TEXT "<html><title>One</title><p>The harbour in the morning.</html>"

typedef GByteArray *Packer(gconstpointer bytes, gsize n);

static GByteArray *as_gzip(gconstpointer bytes, gsize n)
{
    return pack(AS_GZIP, bytes, n);
}

static GByteArray *as_zlib(gconstpointer bytes, gsize n)
{
    return pack(AS_ZLIB, bytes, n);
}

static GByteArray *as_raw(gconstpointer bytes, gsize n)
{
    return pack(AS_RAW, bytes, n);
}

static const struct {
    const char *coding;
    Packer *packer;
} codings[] = {
    {"gzip", as_gzip}, {" X-GZip ", as_gzip}, {"deflate", as_zlib}, {"deflate", as_raw}, {"br", pack_brotli}};

static void every_coding_is_undone(void)
{
    gsize n = 2 * 1024 * 1024; /* beyond LIMIT_INFLATE_FREE, so that the ratio is looked at */
    g_autofree char *noise = make_noise(n);
    for (guint i = 0; i < G_N_ELEMENTS(codings); i++) {
        g_autoptr(GError) error = NULL;
        gboolean cut = TRUE;
        g_autoptr(GByteArray) packed = codings[i].packer(noise, n);
        g_autoptr(GByteArray) out =
            inflate_body(codings[i].coding, packed->data, packed->len, LIMIT_PAGE, &cut, &error);
        g_assert_no_error(error);
        g_assert_cmpmem(out->data, out->len, noise, n);
        g_assert_false(cut);
    }
}

static void more_than_the_limit_is_cut_and_said(void)
{
    gsize n = 300000;
    g_autofree char *noise = make_noise(n);
    for (gsize limit = 1000; limit <= n; limit += n - 1000) {
        for (guint i = 0; i < G_N_ELEMENTS(codings); i++) {
            gboolean cut;
            g_autoptr(GByteArray) packed = codings[i].packer(noise, n);
            g_autoptr(GByteArray) out =
                inflate_body(codings[i].coding, packed->data, packed->len, limit, &cut, NULL);
            g_assert_cmpmem(out->data, out->len, noise, limit);
            g_assert_true(cut == (limit < n));
        }
    }
}

static void a_bomb_is_refused(void)
{
    gsize n = 64 * 1024 * 1024;
    g_autofree char *zeros = g_malloc0(n);
    for (guint i = 0; i < G_N_ELEMENTS(codings); i++) {
        g_autoptr(GError) error = NULL;
        gboolean cut;
        g_autoptr(GByteArray) packed = codings[i].packer(zeros, n);
        g_assert_null(inflate_body(codings[i].coding, packed->data, packed->len, LIMIT_PAGE, &cut, &error));
        g_assert_error(error, FAULT, FAULT_SKIP);
        g_assert_nonnull(strstr(error->message, "grows"));
    }
}

/* A little that compresses very well is no bomb. */
static void below_the_free_size_the_ratio_does_not_count(void)
{
    g_autofree char *zeros = g_malloc0(LIMIT_INFLATE_FREE);
    for (guint i = 0; i < G_N_ELEMENTS(codings); i++) {
        gboolean cut;
        g_autoptr(GByteArray) packed = codings[i].packer(zeros, LIMIT_INFLATE_FREE);
        g_autoptr(GByteArray) out =
            inflate_body(codings[i].coding, packed->data, packed->len, LIMIT_PAGE, &cut, NULL);
        g_assert_cmpuint(out->len, ==, LIMIT_INFLATE_FREE);
        g_assert_false(cut);
    }
}

static void a_cut_at_any_byte_gives_a_part_and_is_said(void)
{
    g_autofree char *noise = make_noise(3000);
    for (guint i = 0; i < G_N_ELEMENTS(codings); i++) {
        g_autoptr(GByteArray) packed = codings[i].packer(noise, 3000);
        for (guint n = 1; n < packed->len; n++) {
            g_autoptr(GError) error = NULL;
            gboolean cut;
            g_autoptr(GByteArray) out =
                inflate_body(codings[i].coding, packed->data, n, LIMIT_PAGE, &cut, &error);
            g_assert_no_error(error);
            g_assert_true(cut);
            g_assert_cmpuint(out->len, <=, 3000);
        }
    }
}

static void damage_at_the_start_is_refused_and_later_cuts(void)
{
    g_autofree char *noise = make_noise(200000);
    for (guint i = 0; i < G_N_ELEMENTS(codings); i++) {
        g_autoptr(GError) error = NULL;
        gboolean cut;
        g_autoptr(GByteArray) packed = codings[i].packer(noise, 200000);
        memset(packed->data + packed->len / 2, 0xFF, packed->len / 4);
        g_autoptr(GByteArray) out =
            inflate_body(codings[i].coding, packed->data, packed->len, LIMIT_PAGE, &cut, &error);
        g_assert_no_error(error);
        g_assert_true(cut);
        g_assert_cmpuint(out->len, >, 0);
        memset(packed->data + 2, 0xFF, packed->len - 2);
        g_assert_null(inflate_body(codings[i].coding, packed->data, packed->len, LIMIT_PAGE, &cut, &error));
        g_assert_error(error, FAULT, FAULT_SKIP);
    }
}

static gboolean take_piece(const guint8 *bytes, gsize n, gpointer out)
{
    g_byte_array_append(out, bytes, n);
    return ((GByteArray *)out)->len < 250000; /* then no more is wanted */
}

static gboolean count_piece(const guint8 *bytes, gsize n, gpointer total)
{
    *(gsize *)total += n;
    return bytes != NULL;
}

static void gzip_comes_in_pieces_within_the_limits(void)
{
    g_autofree char *noise = make_noise(200000);
    g_autoptr(GByteArray) packed = pack(AS_GZIP, noise, 100000);
    g_autoptr(GByteArray) second = pack(AS_GZIP, noise + 100000, 100000);
    g_byte_array_append(packed, second->data, second->len);
    gsize two = packed->len;
    g_byte_array_append(packed, (const guint8 *)"behind the last", 15);
    for (gsize limit = 150000; limit <= 250000; limit += 50000) {
        g_autoptr(GByteArray) out = g_byte_array_new();
        g_autoptr(GError) error = NULL;
        gboolean cut;
        g_assert_true(inflate_gzip(packed->data, packed->len, limit, take_piece, out, &cut, &error));
        g_assert_cmpmem(out->data, out->len, noise, MIN(limit, 200000));
        g_assert_true(cut == (limit < 200000));
    }
    g_autoptr(GByteArray) part = g_byte_array_new();
    g_autoptr(GError) error = NULL;
    gboolean cut;
    g_assert_false(inflate_gzip(packed->data, two - 100, 200000, take_piece, part, &cut, &error));
    g_assert_error(error, FAULT, FAULT_SKIP);
    g_assert_cmpuint(part->len, >, 100000);
}

static void gzip_in_pieces_ends_when_no_more_is_wanted_and_at_a_bomb(void)
{
    gsize n = 8 * 1024 * 1024, total = 0;
    g_autofree char *zeros = g_malloc0(n), *noise = make_noise(n);
    g_autoptr(GByteArray) bomb = pack(AS_GZIP, zeros, n), honest = pack(AS_GZIP, noise, n);
    g_autoptr(GByteArray) out = g_byte_array_new();
    g_autoptr(GError) error = NULL;
    gboolean cut;
    g_assert_true(inflate_gzip(honest->data, honest->len, n, take_piece, out, &cut, &error));
    g_assert_cmpuint(out->len, <, 400000);
    g_assert_false(cut);
    g_assert_false(inflate_gzip(bomb->data, bomb->len, n, count_piece, &total, &cut, &error));
    g_assert_cmpuint(total, <, 2 * LIMIT_INFLATE_FREE);
    g_assert_nonnull(strstr(error->message, "grows"));
}

static void what_is_no_coding_comes_as_it_is(void)
{
    static const char *const names[] = {"gzip", "none", " UTF-8 "};
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        gboolean cut;
        g_autoptr(GByteArray) out =
            inflate_body(names[i], (const guint8 *)TEXT, strlen(TEXT), LIMIT_PAGE, &cut, NULL);
        g_assert_cmpmem(out->data, out->len, TEXT, strlen(TEXT));
    }
}

static void an_unknown_coding_is_named(void)
{
    g_autoptr(GError) error = NULL;
    gboolean cut;
    g_assert_null(inflate_body("compress", (const guint8 *)TEXT, strlen(TEXT), LIMIT_PAGE, &cut, &error));
    g_assert_error(error, FAULT, FAULT_SKIP);
    g_assert_nonnull(strstr(error->message, "compress"));
}

/* Reads all that comes; -1: it ended with an error. */
static gssize read_all(InflateStream *s, GByteArray *out, GError **error)
{
    guint8 chunk[100];
    gssize n;
    while ((n = inflate_stream_read(s, chunk, sizeof chunk, error)) > 0)
        g_byte_array_append(out, chunk, n);
    return n;
}

static void a_stream_reads_plain_and_any_number_of_members(void)
{
    g_autoptr(GByteArray) member = as_gzip(TEXT, strlen(TEXT)), nothing = as_gzip("", 0),
                          file = g_byte_array_new();
    g_byte_array_append(file, member->data, member->len);
    for (guint i = 0; i < 100000; i++) /* empty ones cost no stack */
        g_byte_array_append(file, nothing->data, nothing->len);
    g_byte_array_append(file, member->data, member->len);
    g_autoptr(InflateStream) s = inflate_stream_new(open_bytes(file->data, file->len));
    g_autoptr(GByteArray) out = g_byte_array_new(), plain = g_byte_array_new();
    g_assert_cmpint(read_all(s, out, NULL), ==, 0);
    g_assert_cmpuint(out->len, ==, 2 * strlen(TEXT));
    g_assert_true(inflate_stream_is_gzip(s));
    g_assert_cmpuint(inflate_stream_position(s), ==, file->len);
    g_autoptr(InflateStream) p = inflate_stream_new(open_bytes(TEXT, strlen(TEXT)));
    g_assert_cmpint(read_all(p, plain, NULL), ==, 0);
    g_assert_cmpmem(plain->data, plain->len, TEXT, strlen(TEXT));
    g_assert_false(inflate_stream_is_gzip(p));
}

static void a_stream_goes_on_behind_a_damaged_member(void)
{
    g_autoptr(GByteArray) member = as_gzip(TEXT, strlen(TEXT)), file = g_byte_array_new(),
                          out = g_byte_array_new();
    g_autoptr(GError) error = NULL;
    g_byte_array_append(file, member->data, member->len);
    g_byte_array_append(file, member->data, member->len);
    memset(file->data + 20, 0xFF, 20);
    g_autoptr(InflateStream) s = inflate_stream_new(open_bytes(file->data, file->len));
    g_assert_cmpint(read_all(s, out, &error), ==, -1);
    g_assert_error(error, FAULT, FAULT_SKIP);
    g_byte_array_set_size(out, 0);
    g_assert_true(inflate_stream_skip_member(s));
    g_assert_cmpint(read_all(s, out, NULL), ==, 0);
    g_assert_cmpmem(out->data, out->len, TEXT, strlen(TEXT));
}

static void a_file_that_cannot_be_read_stops_the_stream(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(InflateStream) s = inflate_stream_new(open("/", O_RDONLY | O_DIRECTORY));
    guint8 byte;
    g_assert_cmpint(inflate_stream_read(s, &byte, 1, &error), ==, -1);
    g_assert_error(error, FAULT, FAULT_STOP);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name) g_test_add_func("/inflate/" #name, name)
    ADD(every_coding_is_undone);
    ADD(more_than_the_limit_is_cut_and_said);
    ADD(a_bomb_is_refused);
    ADD(below_the_free_size_the_ratio_does_not_count);
    ADD(a_cut_at_any_byte_gives_a_part_and_is_said);
    ADD(damage_at_the_start_is_refused_and_later_cuts);
    ADD(gzip_comes_in_pieces_within_the_limits);
    ADD(gzip_in_pieces_ends_when_no_more_is_wanted_and_at_a_bomb);
    ADD(what_is_no_coding_comes_as_it_is);
    ADD(an_unknown_coding_is_named);
    ADD(a_stream_reads_plain_and_any_number_of_members);
    ADD(a_stream_goes_on_behind_a_damaged_member);
    ADD(a_file_that_cannot_be_read_stops_the_stream);
    return g_test_run();
}
