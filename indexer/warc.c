#include "indexer/warc.h"

#include <stdlib.h>
#include <string.h>

#include "indexer/extract_html.h"
#include "indexer/inflate.h"
#include "shim/limits.h"
#include "shim/record.h"

struct WarcReader {
    InflateStream *stream;
    GByteArray *pending; /* read from the stream, not yet taken */
    gsize taken;         /* of pending */
    guint64 pending_offset; /* of pending's first byte (plain) or of its member (gzip) */
    gboolean ended;
};

WarcReader *warc_reader_new(int fd)
{
    WarcReader *r = g_new0(WarcReader, 1);
    r->stream = inflate_stream_new(fd);
    r->pending = g_byte_array_new();
    return r;
}

void warc_reader_free(WarcReader *r)
{
    inflate_stream_free(r->stream);
    g_byte_array_unref(r->pending);
    g_free(r);
}

void warc_record_free(WarcRecord *record)
{
    char *strings[] = {record->type, record->url, record->id, record->first, record->content_type};
    for (guint i = 0; i < G_N_ELEMENTS(strings); i++)
        g_free(strings[i]);
    if (record->block)
        g_byte_array_unref(record->block);
    g_free(record);
}

guint64 warc_reader_position(const WarcReader *r)
{
    return inflate_stream_position(r->stream);
}

static gsize available(const WarcReader *r)
{
    return r->pending->len - r->taken;
}

/* Reads more; FALSE at the end (no error) or on damage (error set). */
static gboolean fill(WarcReader *r, GError **error)
{
    guint8 chunk[16384];
    if (r->taken == r->pending->len) {
        g_byte_array_set_size(r->pending, r->taken = 0);
        r->pending_offset = inflate_stream_offset(r->stream);
    }
    gssize n = inflate_stream_read(r->stream, chunk, sizeof chunk, error);
    if (n > 0)
        g_byte_array_append(r->pending, chunk, n);
    return n > 0;
}

/* Takes one line without its end; NULL at the end or when it is too long. */
static char *take_line(WarcReader *r, gsize limit, GError **error)
{
    gsize from = 0;
    for (;;) {
        guint8 *start = r->pending->data + r->taken;
        guint8 *end = available(r) > from ? memchr(start + from, '\n', available(r) - from) : NULL;
        if (end) {
            gsize n = end - start;
            r->taken += n + 1;
            return g_strndup((char *)start, n && start[n - 1] == '\r' ? n - 1 : n);
        }
        from = available(r);
        if (from > limit || !fill(r, error))
            return NULL;
    }
}

/* Takes `n` bytes, keeping at most `keep` of them. FALSE: the file ends before. */
static gboolean take_block(WarcReader *r, guint64 n, gsize keep, GByteArray *out, GError **error)
{
    while (n) {
        if (!available(r) && !fill(r, error))
            return FALSE;
        gsize some = MIN(n, available(r));
        if (out->len < keep)
            g_byte_array_append(out, r->pending->data + r->taken, MIN(some, keep - out->len));
        r->taken += some;
        n -= some;
    }
    return TRUE;
}

static gboolean bad(GError **error, guint64 offset, const char *what)
{
    g_clear_error(error);
    g_set_error(error, FAULT, FAULT_SKIP, "record at offset %" G_GUINT64_FORMAT ": %s", offset, what);
    return FALSE;
}

/* After a bad record: the next gzip member, or the next line that begins a record. */
static void resynchronise(WarcReader *r)
{
    if (inflate_stream_is_gzip(r->stream)) {
        g_byte_array_set_size(r->pending, r->taken = 0);
        r->ended = !inflate_stream_skip_member(r->stream);
        return;
    }
    for (;;) {
        while (available(r) < 8)
            if (!fill(r, NULL)) {
                r->ended = TRUE;
                return;
            }
        guint8 *start = r->pending->data + r->taken;
        guint8 *found = memmem(start, available(r), "\nWARC/1.", 8);
        r->taken += found ? (gsize)(found + 1 - start) : available(r) - 7;
        if (found)
            return;
    }
}

/* Reads "Name: value" lines into a table of lower-case names, up to the empty line. */
static GHashTable *take_headers(WarcReader *r, GError **error)
{
    g_autoptr(GHashTable) headers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    for (gsize total = 0; total < LIMIT_WARC_HEADER;) {
        g_autofree char *line = take_line(r, LIMIT_WARC_HEADER, error);
        if (!line)
            return NULL;
        total += strlen(line) + 2;
        if (!*line)
            return g_steal_pointer(&headers);
        char *colon = strchr(line, ':');
        if (colon) {
            g_autofree char *name = g_ascii_strdown(line, colon - line);
            g_hash_table_insert(headers, g_strdup(g_strstrip(name)), g_strdup(g_strstrip(colon + 1)));
        }
    }
    return NULL;
}

static char *header(GHashTable *headers, const char *name)
{
    const char *value = g_hash_table_lookup(headers, name);
    g_autofree char *clean = g_utf8_make_valid(value ? value : "", -1);
    return g_steal_pointer(&clean);
}

static WarcRecord *make_record(GHashTable *headers, guint64 offset)
{
    WarcRecord *w = g_new0(WarcRecord, 1);
    w->offset = offset;
    w->type = header(headers, "warc-type");
    w->url = header(headers, "warc-target-uri");
    gsize n = strlen(w->url);
    if (n > 2 && w->url[0] == '<' && w->url[n - 1] == '>') { /* as wget and WARC 1.0 write it */
        memmove(w->url, w->url + 1, n - 2);
        w->url[n - 2] = '\0';
    }
    w->id = header(headers, "warc-record-id");
    w->first = header(headers, "warc-segment-origin-id");
    w->content_type = header(headers, "content-type");
    g_autofree char *date = header(headers, "warc-date");
    gint64 seconds = parse_date(date);
    w->date = seconds == RECORD_DATE_UNKNOWN ? 0 : seconds;
    w->truncated = g_hash_table_contains(headers, "warc-truncated");
    w->is_segment = !*w->first && g_hash_table_contains(headers, "warc-segment-number");
    w->block = g_byte_array_new();
    return w;
}

gboolean warc_next(WarcReader *r, WarcRecord **record, GError **error)
{
    *record = NULL;
    g_autofree char *version = NULL;
    g_autoptr(GError) cause = NULL;
    guint64 offset = 0;
    do { /* the empty lines behind the record before */
        g_clear_pointer(&version, g_free);
        if (r->ended || (!available(r) && !fill(r, &cause)))
            return r->ended || !cause || (resynchronise(r), bad(error, inflate_stream_offset(r->stream), cause->message));
        offset = r->pending_offset + (inflate_stream_is_gzip(r->stream) ? 0 : r->taken);
        version = take_line(r, LIMIT_WARC_HEADER, &cause);
    } while (version && !*version);
    g_autoptr(GHashTable) headers =
        version && g_str_has_prefix(version, "WARC/1.") ? take_headers(r, &cause) : NULL;
    const char *length = headers ? g_hash_table_lookup(headers, "content-length") : NULL;
    guint64 n;
    if (!length || !g_ascii_string_to_unsigned(length, 10, 0, G_MAXINT64, &n, NULL)) {
        resynchronise(r);
        return bad(error, offset, cause ? cause->message : headers ? "no Content-Length" : "not a WARC record");
    }
    g_autoptr(WarcRecord) w = make_record(headers, offset);
    gsize keep = LIMIT_PAGE + LIMIT_HTTP_HEADER;
    if (!take_block(r, n, keep, w->block, &cause)) {
        resynchronise(r);
        return bad(error, offset, cause ? cause->message : "the file ends inside it");
    }
    w->truncated |= n > keep;
    *record = g_steal_pointer(&w);
    return TRUE;
}
