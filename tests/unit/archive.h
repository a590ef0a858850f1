/*
 * archive.h: WARC records, compressed bytes and temporary files, made by the tests that read them.
 */
#ifndef ISOGLOT_TEST_ARCHIVE_H
#define ISOGLOT_TEST_ARCHIVE_H

#include <brotli/encode.h>
#include <gio/gio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "indexer/page.h"

/* How a coding compresses; a raw one has no header at all. */
typedef enum {
    AS_GZIP = G_ZLIB_COMPRESSOR_FORMAT_GZIP,
    AS_ZLIB = G_ZLIB_COMPRESSOR_FORMAT_ZLIB,
    AS_RAW = G_ZLIB_COMPRESSOR_FORMAT_RAW
} Packing;

static inline GByteArray *pack(Packing packing, gconstpointer bytes, gsize n)
{
    g_autoptr(GZlibCompressor) z = g_zlib_compressor_new((GZlibCompressorFormat)packing, 9);
    GByteArray *out = g_byte_array_new();
    GConverterResult code = G_CONVERTER_CONVERTED;
    while (code != G_CONVERTER_FINISHED) {
        guint8 chunk[65536];
        gsize taken = 0, got = 0;
        code = g_converter_convert(G_CONVERTER(z), bytes, n, chunk, sizeof chunk, G_CONVERTER_INPUT_AT_END,
                                   &taken, &got, NULL);
        g_assert_cmpint(code, !=, G_CONVERTER_ERROR);
        g_byte_array_append(out, chunk, got);
        bytes = (const guint8 *)bytes + taken;
        n -= taken;
    }
    return out;
}

static inline GByteArray *pack_brotli(gconstpointer bytes, gsize n)
{
    size_t room = BrotliEncoderMaxCompressedSize(n);
    GByteArray *out = g_byte_array_new();
    g_byte_array_set_size(out, room);
    g_assert_true(
        BrotliEncoderCompress(5, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_GENERIC, n, bytes, &room, out->data));
    g_byte_array_set_size(out, room);
    return out;
}

/* `n` bytes that compress a little, always the same. */
static inline char *make_noise(gsize n)
{
    char *bytes = g_malloc(n + 1);
    g_autoptr(GRand) rand = g_rand_new_with_seed(7);
    for (gsize i = 0; i < n; i++)
        bytes[i] = "etaoin shrdlu"[g_rand_int_range(rand, 0, 13)];
    bytes[n] = '\0';
    return bytes;
}

/* One record: `fields` are header lines, each ending in "\r\n", without the version and the length. */
static inline void add_record_of(GByteArray *out, const char *version, const char *fields,
                                 gconstpointer block, gsize n)
{
    g_autofree char *head = g_strdup_printf("WARC/%s\r\n%sContent-Length: %zu\r\n\r\n", version, fields, n);
    g_byte_array_append(out, (const guint8 *)head, strlen(head));
    g_byte_array_append(out, block, n);
    g_byte_array_append(out, (const guint8 *)"\r\n\r\n", 4);
}

static inline void add_record(GByteArray *out, const char *fields, const char *block)
{
    add_record_of(out, "1.1", fields, block, strlen(block));
}

#define HTML_OK "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=UTF-8\r\n\r\n"

/* A response of `url` at `date` with an HTML body; `more` are further WARC fields. */
static inline void add_response(GByteArray *out, const char *url, const char *date, const char *more,
                                const char *body)
{
    g_autofree char *fields =
        g_strdup_printf("WARC-Type: response\r\nWARC-Target-URI: %s\r\nWARC-Date: %s\r\n"
                        "Content-Type: application/http; msgtype=response\r\n%s",
                        url, date, more);
    g_autofree char *block = g_strconcat(HTML_OK, body, NULL);
    add_record(out, fields, block);
}

/* A file without a name that holds these bytes, open at its beginning. */
static inline int open_bytes(gconstpointer bytes, gsize n)
{
    g_autofree char *path = NULL;
    int fd = g_file_open_tmp("isoglot-t-XXXXXX", &path, NULL);
    g_assert_cmpint(fd, >=, 0);
    unlink(path);
    while (n) {
        ssize_t some = write(fd, bytes, n);
        g_assert_cmpint(some, >, 0);
        bytes = (const guint8 *)bytes + some;
        n -= some;
    }
    g_assert_cmpint(lseek(fd, 0, SEEK_SET), ==, 0);
    return fd;
}

static inline void assert_body(const Page *page, const char *expected)
{
    gsize n;
    const char *body = g_bytes_get_data(page->body, &n);
    g_assert_cmpmem(body, n, expected, strlen(expected));
}

#endif
