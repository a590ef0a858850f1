#include "indexer/warc_writer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "indexer/inflate.h"
#include "indexer/url.h"
#include "indexer/warc.h"
#include "shim/disk.h"
#include "shim/limits.h"

#define NAME_START "isoglot-"
#define NAME_END ".warc.gz"
#define STAMP_DIGITS 14 /* YYYYMMDDhhmmss */
#define SHA1_BYTES 20
#define PROFILE "http://netpreserve.org/warc/1.1/revisit/"
#define SPECIFICATION "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"

struct WarcWriter {
    char *folder, *contact;
    guint64 file_limit;
    DeflateStream *file;  /* NULL: the next record begins one */
    char *path, *info_id; /* of the file */
    gboolean is_new;      /* the folder's entry is not durable yet */
    gboolean is_torn;     /* the file does not end with a whole record, and could not be cut */
};

/* A record's header and the parts of its block. */
typedef struct {
    GString *header, *head;
    const guint8 *body;
    gsize body_n;
} Record;

static void record_clear(Record *r)
{
    g_string_free(r->header, TRUE);
    g_string_free(r->head, TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Record, record_clear)

/* ------------------------------------------------------------------ digests and fields */

static char *base32(const guint8 *bytes, gsize n)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    GString *out = g_string_new(NULL);
    guint waiting = 0, bits = 0;
    for (gsize i = 0; i < n; i++) {
        waiting = (waiting << 8 | bytes[i]) & 0xFFF;
        for (bits += 8; bits >= 5; bits -= 5)
            g_string_append_c(out, letters[waiting >> (bits - 5) & 31]);
    }
    return g_string_free(out, FALSE); /* twenty bytes leave no bits */
}

/* Of two parts of a block, one behind the other. */
static char *digest(const char *head, gsize head_n, const guint8 *body, gsize body_n)
{
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA1);
    guint8 bytes[SHA1_BYTES];
    gsize n = sizeof bytes;
    g_checksum_update(sum, (const guchar *)head, head_n);
    g_checksum_update(sum, body, body_n);
    g_checksum_get_digest(sum, bytes, &n);
    g_autofree char *text = base32(bytes, n);
    return g_strconcat("sha1:", text, NULL);
}

char *warc_payload_digest(const guint8 *body, gsize n)
{
    return digest("", 0, body, n);
}

/* A value is one line, whatever it was. */
static void put_field(GString *fields, const char *name, const char *value)
{
    g_autofree char *line = g_strdup(value);
    for (char *p = line; *p; p++)
        if (g_ascii_iscntrl(*p))
            *p = ' ';
    g_string_append_printf(fields, "%s: %s\r\n", name, line);
}

static void put_date(GString *fields, const char *name, gint64 seconds)
{
    g_autoptr(GDateTime) when = g_date_time_new_from_unix_utc(seconds);
    g_autofree char *date = g_date_time_format_iso8601(when);
    put_field(fields, name, date);
}

static char *make_id(void)
{
    g_autofree char *uuid = g_uuid_string_random();
    return g_strdup_printf("<urn:uuid:%s>", uuid);
}

static Record begin_record(const WarcWriter *w, const char *type, const char *id, gint64 date)
{
    Record r = {g_string_new("WARC/1.1\r\n"), g_string_new(NULL), NULL, 0};
    put_field(r.header, "WARC-Type", type);
    put_field(r.header, "WARC-Record-ID", id);
    put_date(r.header, "WARC-Date", date);
    if (!g_str_equal(type, "warcinfo"))
        put_field(r.header, "WARC-Warcinfo-ID", w->info_id);
    return r;
}

/* Writes a record as one gzip member. */
static gboolean write_record(WarcWriter *w, Record *r, GError **error)
{
    g_autofree char *sum = digest(r->head->str, r->head->len, r->body, r->body_n);
    put_field(r->header, "WARC-Block-Digest", sum);
    g_string_append_printf(r->header, "Content-Length: %zu\r\n\r\n", r->head->len + r->body_n);
    return deflate_stream_write(w->file, r->header->str, r->header->len, error) &&
           deflate_stream_write(w->file, r->head->str, r->head->len, error) &&
           deflate_stream_write(w->file, r->body, r->body_n, error) &&
           deflate_stream_write(w->file, "\r\n\r\n", 4, error) && deflate_stream_end(w->file, error);
}

/* ------------------------------------------------------------------ files */

/* Is this a name that a writer has given? */
static gboolean is_ours(const char *name)
{
    if (!g_str_has_prefix(name, NAME_START) || !g_str_has_suffix(name, NAME_END))
        return FALSE;
    const char *stamp = name + strlen(NAME_START), *serial = stamp + STAMP_DIGITS + 1;
    return strspn(stamp, "0123456789") == STAMP_DIGITS && serial[-1] == '-' &&
           g_str_equal(serial + strspn(serial, "0123456789"), NAME_END);
}

/* A name behind all that are there, so that a clock set back does not change the order. */
static char *next_path(const char *folder)
{
    g_autoptr(GDateTime) now = g_date_time_new_now_utc();
    g_autofree char *stamp = g_date_time_format(now, "%Y%m%d%H%M%S");
    g_autofree char *last = g_strdup("");
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name;
    guint serial = 1;
    while (dir && (name = g_dir_read_name(dir)))
        if (is_ours(name) && strcmp(name, last) > 0) {
            g_free(last);
            last = g_strdup(name);
        }
    if (*last && strncmp(last + strlen(NAME_START), stamp, STAMP_DIGITS) >= 0) {
        memcpy(stamp, last + strlen(NAME_START), STAMP_DIGITS);
        serial = strtoul(last + strlen(NAME_START) + STAMP_DIGITS + 1, NULL, 10) + 1;
    }
    return g_strdup_printf("%s/" NAME_START "%s-%05u" NAME_END, folder, stamp, serial);
}

static gboolean write_info(WarcWriter *w, GError **error)
{
    g_autofree char *name = g_path_get_basename(w->path);
    g_auto(Record) r = begin_record(w, "warcinfo", w->info_id, g_get_real_time() / G_USEC_PER_SEC);
    put_field(r.header, "WARC-Filename", name);
    put_field(r.header, "Content-Type", "application/warc-fields");
    put_field(r.head, "software", "Isoglot/1.0");
    put_field(r.head, "format", "WARC File Format 1.1");
    put_field(r.head, "conformsTo", SPECIFICATION);
    put_field(r.head, "robots", "classic");
    if (w->contact)
        put_field(r.head, "operator", w->contact);
    return write_record(w, &r, error);
}

static void drop_file(WarcWriter *w)
{
    g_clear_pointer(&w->file, deflate_stream_free);
    g_clear_pointer(&w->path, g_free);
    g_clear_pointer(&w->info_id, g_free);
    w->is_torn = FALSE;
}

static gboolean begin_file(WarcWriter *w, GError **error)
{
    int fd;
    do { /* another writer may take the name first */
        g_free(w->path);
        w->path = next_path(w->folder);
        fd = open(w->path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0644);
    } while (fd < 0 && errno == EEXIST);
    if (fd < 0) {
        g_set_error(error, FAULT, FAULT_STOP, "cannot create '%s': %s", w->path, g_strerror(errno));
        drop_file(w);
        return FALSE;
    }
    w->file = deflate_stream_new(fd, w->path);
    w->info_id = make_id();
    w->is_new = TRUE;
    if (write_info(w, error))
        return TRUE;
    (void)unlink(w->path);
    drop_file(w);
    return FALSE;
}

gboolean warc_writer_sync(WarcWriter *w, GError **error)
{
    if (!w->file)
        return TRUE;
    if (!deflate_stream_sync(w->file, error) || (w->is_new && !disk_sync(w->folder, error)))
        return FALSE;
    w->is_new = FALSE;
    return TRUE;
}

/* A file is open that takes another record. */
static gboolean prepare_file(WarcWriter *w, GError **error)
{
    if (w->file && !w->is_torn && deflate_stream_size(w->file) < w->file_limit)
        return TRUE;
    if (!warc_writer_sync(w, error))
        return FALSE;
    drop_file(w);
    return begin_file(w, error);
}

/* After a failure: takes back what was written behind the last whole record. */
static gboolean take_back(WarcWriter *w, guint64 size)
{
    w->is_torn = !deflate_stream_cut(w->file, size, NULL);
    return FALSE;
}

/* ------------------------------------------------------------------ responses */

/* The protocol whose messages are told in the form of HTTP/1.1; NULL: that one or an older. */
static const char *find_protocol(const char *head)
{
    char version = head[strlen("HTTP/")];
    return version == '2' ? "h2" : version == '3' ? "h3" : NULL;
}

/* The head as it is stored (see the header), up to its empty line. */
static void store_head(GString *out, const char *head, gsize n)
{
    static const char name[] = "Transfer-Encoding:";
    const char *end = head + n, *at = head;
    if (find_protocol(head)) {
        g_string_append(out, "HTTP/1.1");
        while (at < end && !g_ascii_isspace(*at))
            at++;
    }
    while (at < end && *at != '\n' && !(*at == '\r' && at + 1 < end && at[1] == '\n')) {
        const char *newline = memchr(at, '\n', end - at), *next = newline ? newline + 1 : end;
        if ((gsize)(next - at) > strlen(name) && g_ascii_strncasecmp(at, name, strlen(name)) == 0)
            g_string_append(out, "X-Crawler-");
        g_string_append_len(out, at, next - at);
        at = next;
    }
    g_string_append(out, g_str_has_suffix(out->str, "\n") ? "\r\n" : "\r\n\r\n");
}

static void put_connection(GString *header, const WarcResponse *r)
{
    const char *protocol = find_protocol(r->head);
    if (r->ip)
        put_field(header, "WARC-IP-Address", r->ip);
    if (protocol)
        put_field(header, "WARC-Protocol", protocol);
}

/* The other end of the exchange: a record of its own, which names the response's. */
static gboolean write_request(WarcWriter *w, const WarcResponse *r, const char *url, const char *response_id,
                              GError **error)
{
    g_autofree char *id = make_id();
    g_auto(Record) record = begin_record(w, "request", id, r->fetched_at);
    put_field(record.header, "WARC-Target-URI", url);
    put_field(record.header, "WARC-Concurrent-To", response_id);
    put_connection(record.header, r);
    put_field(record.header, "Content-Type", "application/http;msgtype=request");
    g_string_append_len(record.head, r->request, r->request_n);
    return write_record(w, &record, error);
}

static gboolean is_not_modified(const WarcResponse *r)
{
    const char *space = memchr(r->head, ' ', r->head_n);
    return space && r->head + r->head_n - space > 4 && memcmp(space, " 304", 4) == 0;
}

static void put_payload_digest(GString *header, const WarcResponse *r)
{
    g_autofree char *sum = warc_payload_digest(r->body, r->body_n);
    put_field(header, "WARC-Payload-Digest", sum);
}

/* What makes a record a revisit of the same URL. */
static void put_original(GString *header, const WarcResponse *r, const char *url, gint64 original_at)
{
    put_field(header, "WARC-Profile",
              is_not_modified(r) ? PROFILE "server-not-modified" : PROFILE "identical-payload-digest");
    put_field(header, "WARC-Refers-To-Target-URI", url);
    put_date(header, "WARC-Refers-To-Date", original_at);
}

/* A revisit if `original_at` is given. */
static gboolean write_response(WarcWriter *w, const WarcResponse *r, const char *url, const char *id,
                               const gint64 *original_at, GError **error)
{
    static const char *const reasons[] = {NULL, "length", "time", "disconnect"};
    g_auto(Record) record = begin_record(w, original_at ? "revisit" : "response", id, r->fetched_at);
    put_field(record.header, "WARC-Target-URI", url);
    put_connection(record.header, r);
    if (original_at)
        put_original(record.header, r, url, *original_at);
    if (!original_at || !is_not_modified(r))
        put_payload_digest(record.header, r);
    if (!original_at && reasons[r->cut])
        put_field(record.header, "WARC-Truncated", reasons[r->cut]);
    put_field(record.header, "Content-Type", "application/http;msgtype=response");
    store_head(record.head, r->head, r->head_n);
    record.body = original_at ? NULL : r->body;
    record.body_n = original_at ? 0 : r->body_n;
    return write_record(w, &record, error);
}

static char *normalise(const char *url, GError **error)
{
    char *normal = url_resolve(NULL, url);
    if (!normal)
        g_set_error(error, FAULT, FAULT_SKIP, "not an http or https URL: '%s'", url);
    return normal;
}

static gboolean put(WarcWriter *w, const WarcResponse *r, const gint64 *original_at, GError **error)
{
    g_autofree char *url = normalise(r->url, error), *id = make_id();
    if (!url)
        return FALSE;
    if (r->head_n < strlen("HTTP/1") || memcmp(r->head, "HTTP/", strlen("HTTP/")) != 0) {
        g_set_error(error, FAULT, FAULT_SKIP, "not an HTTP response: '%s'", url);
        return FALSE;
    }
    if (!prepare_file(w, error))
        return FALSE;
    guint64 start = deflate_stream_size(w->file);
    return (write_response(w, r, url, id, original_at, error) &&
            (!r->request || write_request(w, r, url, id, error))) ||
           take_back(w, start);
}

gboolean warc_writer_put_response(WarcWriter *w, const WarcResponse *response, GError **error)
{
    return put(w, response, NULL, error);
}

gboolean warc_writer_put_revisit(WarcWriter *w, const WarcResponse *response, gint64 original_at,
                                 GError **error)
{
    return put(w, response, &original_at, error);
}

gboolean warc_writer_put_gone(WarcWriter *w, const char *url, gint64 gone_at, GError **error)
{
    g_autofree char *normal = normalise(url, error), *id = make_id();
    if (!normal || !prepare_file(w, error))
        return FALSE;
    guint64 start = deflate_stream_size(w->file);
    g_auto(Record) r = begin_record(w, "metadata", id, gone_at);
    put_field(r.header, "WARC-Target-URI", normal);
    put_field(r.header, "Content-Type", "application/warc-fields");
    g_string_assign(r.head, WARC_GONE);
    return write_record(w, &r, error) || take_back(w, start);
}

/* ------------------------------------------------------------------ the writer */

WarcWriter *warc_writer_open(const char *folder, const char *contact, guint64 file_limit, GError **error)
{
    g_autofree char *parent = g_path_get_dirname(folder);
    if (g_mkdir_with_parents(folder, 0755) != 0) {
        g_set_error(error, FAULT, FAULT_STOP, "cannot make '%s': %s", folder, g_strerror(errno));
        return NULL;
    }
    if (!disk_sync(parent, error))
        return NULL;
    WarcWriter *w = g_new0(WarcWriter, 1);
    w->folder = g_strdup(folder);
    w->contact = g_strdup(contact);
    w->file_limit = file_limit ? file_limit : LIMIT_WARC_FILE;
    return w;
}

void warc_writer_get_position(const WarcWriter *w, char **file, guint64 *offset)
{
    *file = w->file ? g_path_get_basename(w->path) : NULL;
    *offset = w->file ? deflate_stream_size(w->file) : 0;
}

gint64 warc_file_number(const char *name)
{
    char time[15], number[6];
    if (sscanf(name, "isoglot-%14[0-9]-%5[0-9].warc.gz", time, number) != 2)
        return 0;
    return g_ascii_strtoll(time, NULL, 10) * 100000 + g_ascii_strtoll(number, NULL, 10);
}

void warc_writer_close(WarcWriter *w)
{
    drop_file(w);
    g_free(w->folder);
    g_free(w->contact);
    g_free(w);
}
