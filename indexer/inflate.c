#include "indexer/inflate.h"

#include <brotli/decode.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "shim/limits.h"

#define CHUNK 65536
#define LONGEST_SHOWN 40     /* characters of a name that is refused */
#define WINDOW_ANY (15 + 32) /* gzip or zlib, told by the header */
#define WINDOW_GZIP (15 + 16)
#define WINDOW_RAW (-15)
#define WINDOW_GZIP (15 + 16)
#define MEMORY_LEVEL 8 /* zlib's default */
#define LEVEL 4        /* of deflate: zlib's default, 6, takes 1.4 times as long to make 3 % less of the handbook */

static gboolean is_bomb(gsize in, gsize out)
{
    return out > LIMIT_INFLATE_FREE && out / MAX(in, 1) > LIMIT_INFLATE_RATIO;
}

static gboolean fail(GError **error, const char *what)
{
    g_set_error(error, FAULT, FAULT_SKIP, "cannot decode the body: %s", what);
    return FALSE;
}

/* Appends what fits; TRUE: something did not. */
static gboolean append(GByteArray *out, const guint8 *chunk, gsize n, gsize limit)
{
    gsize room = limit - out->len;
    g_byte_array_append(out, chunk, MIN(n, room));
    return n > room;
}

static gboolean inflate_zlib(int window, const guint8 *body, gsize n, gsize limit, GByteArray *out,
                             gboolean *cut, GError **error)
{
    z_stream z = {.next_in = (Bytef *)body, .avail_in = n};
    guint8 chunk[CHUNK];
    if (inflateInit2(&z, window) != Z_OK)
        return fail(error, "zlib refuses");
    int code = Z_OK;
    gboolean over = FALSE;
    while (code == Z_OK && !over) {
        z.next_out = chunk;
        z.avail_out = sizeof chunk;
        code = inflate(&z, Z_NO_FLUSH);
        over = append(out, chunk, sizeof chunk - z.avail_out, limit);
        if (is_bomb(n, out->len)) {
            inflateEnd(&z);
            return fail(error, "it grows more than allowed");
        }
        if (code == Z_STREAM_END && z.avail_in && inflateReset(&z) == Z_OK && window == WINDOW_ANY)
            code = z.next_in[0] == 0x1F ? Z_OK : Z_STREAM_END;
    }
    inflateEnd(&z);
    *cut = over || code != Z_STREAM_END;
    return out->len > 0 || code == Z_STREAM_END || code == Z_BUF_ERROR || fail(error, "damaged");
}

gboolean inflate_gzip(const guint8 *body, gsize n, gsize limit, InflateFunc *take, gpointer user,
                      gboolean *cut, GError **error)
{
    z_stream z = {.next_in = (Bytef *)body, .avail_in = n};
    guint8 chunk[CHUNK];
    if (inflateInit2(&z, WINDOW_GZIP) != Z_OK)
        return fail(error, "zlib refuses");
    int code = Z_OK;
    gsize total = 0;
    gboolean goes_on = TRUE;
    *cut = FALSE;
    while (code == Z_OK && goes_on && !*cut && !is_bomb(n, total)) {
        z.next_out = chunk;
        z.avail_out = sizeof chunk;
        code = inflate(&z, Z_NO_FLUSH);
        gsize got = sizeof chunk - z.avail_out, room = limit - total;
        *cut = got > room;
        total += got;
        goes_on = !got || take(chunk, MIN(got, room), user);
        if (code == Z_STREAM_END && z.avail_in > 1 && z.next_in[0] == 0x1F && z.next_in[1] == 0x8B)
            code = inflateReset(&z);
    }
    inflateEnd(&z);
    if (is_bomb(n, total))
        return fail(error, "it grows more than allowed");
    return code == Z_STREAM_END || !goes_on || *cut || fail(error, code == Z_DATA_ERROR ? "damaged" : "cut");
}

static gboolean inflate_brotli(const guint8 *body, gsize n, gsize limit, GByteArray *out, gboolean *cut,
                               GError **error)
{
    BrotliDecoderState *state = BrotliDecoderCreateInstance(NULL, NULL, NULL);
    guint8 chunk[CHUNK];
    gsize left = n;
    gboolean over = FALSE;
    BrotliDecoderResult code = BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT;
    while (code == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT && !over && !is_bomb(n, out->len)) {
        guint8 *next = chunk;
        size_t room = sizeof chunk;
        code = BrotliDecoderDecompressStream(state, &left, &body, &room, &next, NULL);
        over = append(out, chunk, sizeof chunk - room, limit);
    }
    BrotliDecoderDestroyInstance(state);
    if (is_bomb(n, out->len))
        return fail(error, "it grows more than allowed");
    *cut = over || code != BROTLI_DECODER_RESULT_SUCCESS;
    return out->len > 0 || code != BROTLI_DECODER_RESULT_ERROR || fail(error, "damaged");
}

/* RFC 9110 8.4.1.2 means zlib's format; some servers send the raw one, which may look like the other. */
static gboolean inflate_deflate(const guint8 *body, gsize n, gsize limit, GByteArray *out, gboolean *cut,
                                GError **error)
{
    gboolean has_header = n > 1 && (body[0] & 0x0F) == 8 && (body[0] * 256 + body[1]) % 31 == 0;
    g_autoptr(GError) cause = NULL;
    if (has_header && inflate_zlib(WINDOW_ANY, body, n, limit, out, cut, &cause))
        return TRUE;
    if (!out->len)
        return inflate_zlib(WINDOW_RAW, body, n, limit, out, cut, error);
    g_propagate_error(error, g_steal_pointer(&cause));
    return FALSE;
}

/* What stands there and is no coding: the charset, or the word of another header. */
static gboolean is_no_coding(const char *name)
{
    static const char *const names[] = {"",     "identity", "none",       "utf-8",        "utf8", "7bit",
                                        "8bit", "binary",   "iso-8859-1", "windows-1251", NULL};
    return g_strv_contains(names, name);
}

GByteArray *inflate_body(const char *encoding, const guint8 *body, gsize n, gsize limit, gboolean *cut,
                         GError **error)
{
    g_autoptr(GByteArray) out = g_byte_array_new();
    g_autofree char *name = g_strstrip(g_ascii_strdown(encoding, -1));
    gboolean is_gzip = g_str_equal(name, "gzip") || g_str_equal(name, "x-gzip"), ok;
    *cut = FALSE;
    /* Some crawlers keep the body decoded, and the header as it was. */
    if (is_no_coding(name) || (is_gzip && n > 1 && memcmp(body, "\x1F\x8B", 2) != 0)) {
        g_byte_array_append(out, body, MIN(n, limit));
        *cut = n > limit;
        ok = TRUE;
    } else if (is_gzip) {
        ok = inflate_zlib(WINDOW_ANY, body, n, limit, out, cut, error);
    } else if (g_str_equal(name, "deflate")) {
        ok = inflate_deflate(body, n, limit, out, cut, error);
    } else if (g_str_equal(name, "br")) {
        ok = inflate_brotli(body, n, limit, out, cut, error);
    } else {
        g_autofree char *shown = g_utf8_substring(name, 0, MIN(g_utf8_strlen(name, -1), LONGEST_SHOWN));
        g_autofree char *what = g_strdup_printf("unknown coding '%s'", shown);
        ok = fail(error, what);
    }
    return ok ? g_steal_pointer(&out) : NULL;
}

struct InflateStream {
    int fd;
    guint8 input[CHUNK];
    z_stream z;
    gboolean is_gzip, has_begun, at_member;
    int failure;    /* errno of a read that failed */
    guint64 taken;  /* bytes of the file read, or passed over before it was given */
    guint64 member; /* offset of the open member */
};

InflateStream *inflate_stream_new(int fd)
{
    InflateStream *s = g_new0(InflateStream, 1);
    off_t begin = lseek(fd, 0, SEEK_CUR); /* -1: a pipe */
    s->fd = fd;
    s->taken = MAX(begin, 0);
    s->at_member = TRUE;
    return s;
}

/* Refills the input; FALSE at the end of the file. */
static gboolean refill(InflateStream *s)
{
    if (s->z.avail_in)
        return TRUE;
    ssize_t n;
    while ((n = read(s->fd, s->input, sizeof s->input)) < 0 && errno == EINTR)
        ;
    s->failure = n < 0 ? errno : 0;
    s->z.next_in = s->input;
    s->z.avail_in = MAX(n, 0);
    s->taken += s->z.avail_in;
    return n > 0;
}

guint64 inflate_stream_position(const InflateStream *s)
{
    return s->taken - s->z.avail_in;
}

guint64 inflate_stream_offset(const InflateStream *s)
{
    return s->is_gzip && !s->at_member ? s->member : inflate_stream_position(s);
}

gboolean inflate_stream_is_gzip(const InflateStream *s)
{
    return s->is_gzip;
}

static gssize damaged(const InflateStream *s, GError **error, const char *what)
{
    if (s->failure) {
        g_set_error(error, FAULT, FAULT_STOP, "cannot read on: %s", g_strerror(s->failure));
        return -1;
    }
    g_set_error(error, FAULT, FAULT_SKIP, "gzip member at offset %" G_GUINT64_FORMAT " is %s", s->member,
                what);
    return -1;
}

/* Reads from the open gzip member; 0: it ended without another byte. */
static gssize read_member(InflateStream *s, void *buffer, gsize n, GError **error)
{
    if (s->at_member)
        s->member = inflate_stream_position(s);
    s->z.next_out = buffer;
    s->z.avail_out = n;
    while (s->z.avail_out == n) {
        if (!refill(s))
            return damaged(s, error, "cut");
        s->at_member = FALSE;
        int code = inflate(&s->z, Z_NO_FLUSH);
        if (code == Z_STREAM_END) {
            inflateReset(&s->z);
            s->at_member = TRUE;
            break;
        }
        if (code != Z_OK && code != Z_BUF_ERROR)
            return damaged(s, error, "damaged");
    }
    return n - s->z.avail_out;
}

gssize inflate_stream_read(InflateStream *s, void *buffer, gsize n, GError **error)
{
    for (;;) {
        if (!refill(s))
            return s->failure || (s->is_gzip && !s->at_member) ? damaged(s, error, "cut") : 0;
        if (!s->has_begun) {
            s->has_begun = TRUE;
            s->is_gzip = s->z.avail_in > 1 && s->input[0] == 0x1F && s->input[1] == 0x8B;
            if (s->is_gzip && inflateInit2(&s->z, WINDOW_ANY) != Z_OK)
                return damaged(s, error, "refused by zlib");
        }
        if (s->is_gzip) {
            gssize got = read_member(s, buffer, n, error);
            if (got)
                return got;
            continue;
        }
        gsize some = MIN(n, s->z.avail_in);
        memcpy(buffer, s->z.next_in, some);
        s->z.next_in += some;
        s->z.avail_in -= some;
        return some;
    }
}

gboolean inflate_stream_skip_member(InflateStream *s)
{
    static const guint8 magic[] = {0x1F, 0x8B, 0x08};
    if (!s->is_gzip)
        return FALSE;
    inflateReset(&s->z);
    s->at_member = TRUE;
    /* Begin behind the damaged member's own magic; one that is cut by the end of the input buffer is passed
     * over. */
    while (refill(s)) {
        guint8 *found = memmem(s->z.next_in, s->z.avail_in, magic, sizeof magic);
        guint8 *stop = found ? found : s->z.next_in + s->z.avail_in;
        s->z.avail_in -= stop - s->z.next_in;
        s->z.next_in = stop;
        if (found)
            return TRUE;
    }
    return FALSE;
}

void inflate_stream_free(InflateStream *s)
{
    if (s->is_gzip)
        inflateEnd(&s->z);
    close(s->fd);
    g_free(s);
}

struct DeflateStream {
    int fd;
    char *path;
    z_stream z;
    guint8 output[CHUNK];
    guint64 size;
};

static void empty_output(DeflateStream *s)
{
    s->z.next_out = s->output;
    s->z.avail_out = sizeof s->output;
}

DeflateStream *deflate_stream_new(int fd, const char *path)
{
    DeflateStream *s = g_new0(DeflateStream, 1);
    s->fd = fd;
    s->path = g_strdup(path);
    int code = deflateInit2(&s->z, LEVEL, Z_DEFLATED, WINDOW_GZIP, MEMORY_LEVEL, Z_DEFAULT_STRATEGY);
    g_assert(code == Z_OK); /* only for lack of memory */
    empty_output(s);
    return s;
}

static gboolean fail_file(const DeflateStream *s, const char *doing, GError **error)
{
    g_set_error(error, FAULT, FAULT_STOP, "cannot %s '%s': %s", doing, s->path, g_strerror(errno));
    return FALSE;
}

static gboolean write_output(DeflateStream *s, GError **error)
{
    for (guint8 *from = s->output; from < s->z.next_out;) {
        ssize_t n = write(s->fd, from, s->z.next_out - from);
        if (n < 0 && errno != EINTR)
            return fail_file(s, "write", error);
        from += MAX(n, 0);
        s->size += MAX(n, 0);
    }
    empty_output(s);
    return TRUE;
}

gboolean deflate_stream_write(DeflateStream *s, const void *bytes, gsize n, GError **error)
{
    s->z.next_in = (Bytef *)bytes;
    while (n) {
        uInt some = MIN(n, G_MAXINT);
        s->z.avail_in = some;
        deflate(&s->z, Z_NO_FLUSH);
        n -= some - s->z.avail_in;
        if (!s->z.avail_out && !write_output(s, error))
            return FALSE;
    }
    return TRUE;
}

gboolean deflate_stream_end(DeflateStream *s, GError **error)
{
    s->z.avail_in = 0;
    while (deflate(&s->z, Z_FINISH) != Z_STREAM_END)
        if (!write_output(s, error))
            return FALSE;
    deflateReset(&s->z);
    return write_output(s, error);
}

gboolean deflate_stream_sync(DeflateStream *s, GError **error)
{
    return fdatasync(s->fd) == 0 || fail_file(s, "sync", error);
}

gboolean deflate_stream_cut(DeflateStream *s, guint64 size, GError **error)
{
    deflateReset(&s->z);
    empty_output(s);
    if (ftruncate(s->fd, size) != 0)
        return fail_file(s, "truncate", error);
    s->size = size;
    return TRUE;
}

guint64 deflate_stream_size(const DeflateStream *s)
{
    return s->size;
}

void deflate_stream_free(DeflateStream *s)
{
    deflateEnd(&s->z);
    close(s->fd);
    g_free(s->path);
    g_free(s);
}
