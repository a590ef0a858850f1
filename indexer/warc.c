#include "indexer/warc.h"

#include <stdlib.h>
#include <string.h>

#include "indexer/date.h"
#include "indexer/http.h"
#include "indexer/inflate.h"
#include "indexer/url.h"
#include "shim/limits.h"
#include "shim/record.h"

struct WarcReader {
    InflateStream *stream;
    GByteArray *pending;    /* read from the stream, not yet taken */
    gsize taken;            /* of pending */
    guint64 pending_offset; /* of pending's first byte (plain) or of its member (gzip) */
    guint64 record_offset;
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
    char *strings[] = {record->type,         record->url,          record->id,
                       record->content_type, record->origin_id,    record->payload_digest,
                       record->refers_to_id, record->refers_to_url};
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

guint64 warc_reader_offset(const WarcReader *r)
{
    return r->record_offset;
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
    } else if (r->taken >= sizeof chunk) { /* headers without blocks never use it up */
        g_byte_array_remove_range(r->pending, 0, r->taken);
        r->pending_offset += inflate_stream_is_gzip(r->stream) ? 0 : r->taken;
        r->taken = 0;
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

/* After a bad record: the next gzip member, or the next line that begins a record. */
static void resynchronise(WarcReader *r)
{
    static const char mark[] = "\nWARC/";
    const gsize n_mark = sizeof mark - 1;
    if (inflate_stream_is_gzip(r->stream)) {
        g_byte_array_set_size(r->pending, r->taken = 0);
        r->ended = !inflate_stream_skip_member(r->stream);
        return;
    }
    for (gboolean at_line = TRUE;; at_line = FALSE) {
        while (available(r) < n_mark)
            if (!fill(r, NULL)) {
                r->ended = TRUE;
                return;
            }
        guint8 *start = r->pending->data + r->taken;
        if (at_line && memcmp(start, mark + 1, n_mark - 1) == 0)
            return;
        guint8 *found = memmem(start, available(r), mark, n_mark);
        r->taken += found ? (gsize)(found + 1 - start) : available(r) - (n_mark - 1);
        if (found)
            return;
    }
}

static gboolean is_known_version(const char *line)
{
    return g_str_has_prefix(line, "WARC/1.") || g_str_has_prefix(line, "WARC/0.17") ||
           g_str_has_prefix(line, "WARC/0.18");
}

/* Reads "Name: value" lines, which may be folded, into a table of lower-case names, up to the empty line. */
static GHashTable *take_headers(WarcReader *r, GError **error)
{
    g_autoptr(GHashTable) headers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    g_autofree char *name = NULL;
    for (gsize total = 0; total < LIMIT_WARC_HEADER;) {
        g_autofree char *line = take_line(r, LIMIT_WARC_HEADER, error);
        if (!line)
            return NULL;
        total += strlen(line) + 2;
        if (!*line)
            return g_steal_pointer(&headers);
        char *colon = strchr(line, ':');
        if (name && (*line == ' ' || *line == '\t')) {
            const char *before = g_hash_table_lookup(headers, name);
            g_hash_table_insert(headers, g_strdup(name),
                                g_strconcat(before, *before ? " " : "", g_strstrip(line), NULL));
        } else if (colon) {
            *colon = '\0';
            g_free(name);
            name = g_ascii_strdown(g_strstrip(line), -1);
            g_hash_table_insert(headers, g_strdup(name), g_strdup(g_strstrip(colon + 1)));
        }
    }
    return NULL;
}

static char *header(GHashTable *headers, const char *name)
{
    const char *value = g_hash_table_lookup(headers, name);
    return g_utf8_make_valid(value ? value : "", -1);
}

/* A URI or id; some programs, and WARC 1.0's own grammar, put angle brackets around it. */
static char *header_uri(GHashTable *headers, const char *name)
{
    char *uri = header(headers, name);
    gsize n = strlen(uri);
    if (n > 2 && uri[0] == '<' && uri[n - 1] == '>') {
        memmove(uri, uri + 1, n - 2);
        uri[n - 2] = '\0';
    }
    return uri;
}

static gint64 header_date(GHashTable *headers, const char *name)
{
    g_autofree char *date = header(headers, name);
    gint64 seconds = date_parse_iso8601(date);
    return seconds == RECORD_DATE_UNKNOWN ? 0 : seconds;
}

static WarcRecord *make_record(GHashTable *headers, guint64 offset)
{
    WarcRecord *w = g_new0(WarcRecord, 1);
    g_autofree char *segment = header(headers, "warc-segment-number");
    w->offset = offset;
    w->type = header(headers, "warc-type");
    w->url = header_uri(headers, "warc-target-uri");
    w->id = header_uri(headers, "warc-record-id");
    w->content_type = header(headers, "content-type");
    w->payload_digest = header(headers, "warc-payload-digest");
    w->date = header_date(headers, "warc-date");
    w->truncated = g_hash_table_contains(headers, "warc-truncated") && !g_str_equal(w->type, "revisit");
    w->refers_to_id = header_uri(headers, "warc-refers-to");
    w->refers_to_url = header_uri(headers, "warc-refers-to-target-uri");
    w->refers_to_date = header_date(headers, "warc-refers-to-date");
    w->segment = strtoul(segment, NULL, 10);
    w->origin_id = header_uri(headers, "warc-segment-origin-id");
    w->is_last = g_hash_table_contains(headers, "warc-segment-total-length");
    w->block = g_byte_array_new();
    return w;
}

/* The line that begins the next record; NULL without an error at the end of the file. */
static char *take_version(WarcReader *r, GError **error)
{
    for (;;) { /* empty lines stand behind the record before */
        if (r->ended || (!available(r) && !fill(r, error)))
            return NULL;
        r->record_offset = r->pending_offset + (inflate_stream_is_gzip(r->stream) ? 0 : r->taken);
        g_autofree char *line = take_line(r, LIMIT_WARC_HEADER, error);
        if (line && *line)
            return g_steal_pointer(&line);
        if (line)
            continue;
        if (available(r) == 1 && r->pending->data[r->taken] == '\r')
            return NULL; /* a last empty line that was cut is no loss */
        r->taken += MIN(available(r), 1); /* what does not end is not looked at twice */
        return g_strdup("");
    }
}

/* Names what is wrong with the record and goes on behind it; a file that cannot be read is at its end. */
static gboolean refuse(WarcReader *r, GError *cause, const char *what, GError **error)
{
    if (g_error_matches(cause, FAULT, FAULT_STOP)) {
        r->ended = TRUE;
        g_propagate_error(error, g_error_copy(cause));
        return FALSE;
    }
    resynchronise(r);
    g_set_error(error, FAULT, FAULT_SKIP, "record at offset %" G_GUINT64_FORMAT ": %s", r->record_offset,
                cause ? cause->message : what);
    return FALSE;
}

gboolean warc_next(WarcReader *r, WarcRecord **record, GError **error)
{
    g_autoptr(GError) cause = NULL;
    guint64 n;
    *record = NULL;
    g_autofree char *version = take_version(r, &cause);
    if (!version && cause)
        r->record_offset = inflate_stream_offset(r->stream);
    if (!version)
        return !cause || refuse(r, cause, NULL, error);
    if (cause || !is_known_version(version))
        return refuse(r, cause, "not a WARC record", error);
    g_autoptr(GHashTable) headers = take_headers(r, &cause);
    if (!headers)
        return refuse(r, cause, "its header does not end", error);
    const char *length = g_hash_table_lookup(headers, "content-length");
    if (!length || !g_ascii_string_to_unsigned(length, 10, 0, G_MAXINT64, &n, NULL))
        return refuse(r, NULL, "no Content-Length", error);
    g_autoptr(WarcRecord) w = make_record(headers, r->record_offset);
    if (!take_block(r, n, LIMIT_WARC_BLOCK, w->block, &cause))
        return refuse(r, cause, "the file ends inside it", error);
    w->truncated |= n > LIMIT_WARC_BLOCK;
    *record = g_steal_pointer(&w);
    return TRUE;
}

void warc_record_continue(WarcRecord *first, const WarcRecord *continuation, guint expected)
{
    gsize room = LIMIT_WARC_BLOCK - first->block->len;
    first->truncated |= continuation->truncated || continuation->block->len > room;
    if (continuation->segment != expected)
        first->truncated = TRUE;
    else
        g_byte_array_append(first->block, continuation->block->data, MIN(room, continuation->block->len));
}

gboolean warc_is_gone(const WarcRecord *w)
{
    return g_str_equal(w->type, "metadata") && g_str_equal(w->content_type, "application/warc-fields") &&
           w->block->len == strlen(WARC_GONE) && memcmp(w->block->data, WARC_GONE, strlen(WARC_GONE)) == 0;
}

static gboolean is_http(const WarcRecord *w)
{
    /* Some programs name the payload's type in a response record. */
    gboolean looks_so = w->block->len > 5 && memcmp(w->block->data, "HTTP/", 5) == 0;
    return g_str_has_prefix(w->content_type, "application/http") ||
           (g_str_equal(w->type, "response") && looks_so);
}

Page *warc_page(const WarcRecord *w, GError **error)
{
    g_autoptr(Page) page = page_new();
    page->url = url_resolve(NULL, w->url);
    if (!page->url) {
        g_set_error(error, FAULT, FAULT_SKIP, "not an http or https URL: '%s'", w->url);
        return NULL;
    }
    page->fetched_at = w->date;
    page->truncated = w->truncated;
    gboolean ok = TRUE;
    if (warc_is_gone(w)) {
        page->http_status = 410;
    } else if (g_str_equal(w->type, "revisit")) {
        ok = !w->block->len ||
             http_read_head((char *)w->block->data, MIN(w->block->len, LIMIT_HTTP_HEADER), page, error);
    } else if (is_http(w)) {
        ok = http_read_response(w->block->data, w->block->len, page, error);
    } else {
        http_read_content_type(w->content_type, page);
        page->http_status = 200;
        page->body = g_bytes_new(w->block->data, w->block->len);
    }
    return ok ? g_steal_pointer(&page) : NULL;
}
