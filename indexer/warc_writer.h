/*
 * warc_writer.h: the feed that the crawler leaves, as WARC 1.1 files (ISO 28500:2017), one gzip member per
 * record.
 *
 * Data on disk: FOLDER/isoglot-YYYYMMDDhhmmss-NNNNN.warc.gz. The time (UTC) is when the file was begun; it
 * never goes back, even if the clock does, and the number tells files of one second apart: so the order of
 * names is the order of writing, which a rebuild follows. A writer begins a file of its own with its first
 * record and never appends to one that it finds: what a crash has cut off stays the end of its file, where it
 * costs a reader that one record (warc.h), until the next crawl takes it away. A file begins with a `warcinfo` record; one that has reached its
 * limit is made durable and followed by another.
 *
 * A response's block is its head and its body as libcurl gives it: chunks joined, content codings as they
 * came. Two lines of the head are therefore not written as they came, because readers would be misled:
 * First, `Transfer-Encoding` is renamed `X-Crawler-Transfer-Encoding`, as Nutch and Common Crawl do. A reader
 * looks for chunks behind it, and a text that begins with a number can look like one; wget keeps the chunks
 * instead, which libcurl gives only in place of the joined body, and not all readers undo. Second, `HTTP/2`
 * and later become `HTTP/1.1`, the real one stands in `WARC-Protocol` (IIPC proposal 42; many readers know no
 * other version). What libcurl appends to a head, a trailer behind the body, is left out.
 *
 * What a rebuild has to know beyond what was fetched is said in `metadata` records (WARC 6.6) with the one
 * warc-field WARC_GONE (warc.h). Only pages belong in the feed: a robots.txt that were written would be read
 * as a page.
 *
 * Errors: FAULT_SKIP, this record cannot be written, nothing was; FAULT_STOP, the disk refuses (full,
 * broken), the path named: the file is cut back to its last whole record, if that can be done, and the writer
 * may be used again. Memory: some 350 KB. A writer is used by one thread.
 */
#ifndef ISOGLOT_WARC_WRITER_H
#define ISOGLOT_WARC_WRITER_H

#include <glib.h>

#include "shim/error.h"

G_BEGIN_DECLS

typedef struct WarcWriter WarcWriter;

/* Why a body is not whole (WARC 5.13). */
typedef enum {
    WARC_WHOLE,
    WARC_CUT_LENGTH,     /* at a ceiling of ours */
    WARC_CUT_TIME,       /* it took too long */
    WARC_CUT_DISCONNECT, /* the connection broke */
} WarcCut;

/* One response, redirects and errors included. All belongs to the caller. */
typedef struct {
    const char *url;  /* absolute; written as url.h normalises it */
    const char *head; /* of the final response alone, from "HTTP/" on */
    gsize head_n;
    const guint8 *body; /* as received: content codings not undone; NULL if it is empty */
    gsize body_n;
    gint64 fetched_at; /* seconds since 1970 */
    const char *ip;    /* of the server, "192.0.2.1" or "2001:db8::1"; NULL: unknown */
    WarcCut cut;
    const char *request; /* the request's head, written as a record of its own; NULL: not kept */
    gsize request_n;
} WarcResponse;

/*
 * Makes `folder` if it is missing. `contact` is the operator's, for the warcinfo record: a name, an address;
 * NULL for none. A file that has `file_limit` bytes is followed by another; 0: LIMIT_WARC_FILE. FAULT_STOP.
 */
WarcWriter *warc_writer_open(const char *folder, const char *contact, guint64 file_limit,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Writes a response, and its request. FAULT_SKIP: no http or https URL, or no HTTP head. */
gboolean warc_writer_put_response(WarcWriter *writer, const WarcResponse *response,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * Writes a revisit record instead of a response that says nothing new of its URL: status 304 (profile
 * server-not-modified), or the same payload as before (identical-payload-digest); the head is kept, the body
 * left out. `original_at` is when the URL's last response of status 200 was fetched. If a page is not what
 * that response said, it must be written whole: after another payload in between, and after
 * warc_writer_put_gone(). Errors as above.
 */
gboolean warc_writer_put_revisit(WarcWriter *writer, const WarcResponse *response, gint64 original_at,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * Writes that the crawler holds a page for gone for certain and takes it out of the index (410, 404 twice,
 * and no guard against shrinking speaks against it): a rebuild will leave out what the feed said of the URL
 * before. The responses themselves decide nothing. FAULT_SKIP: no http or https URL.
 */
gboolean warc_writer_put_gone(WarcWriter *writer, const char *url, gint64 gone_at,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * Makes all records durable that were put. Each record is in the file when its function returns and outlives
 * the process; this makes it outlive the machine. FAULT_STOP: records since the last sync may be lost, fetch
 * them again.
 */
gboolean warc_writer_sync(WarcWriter *writer, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Name of the file in the folder, NULL while none was begun (g_free()), and the bytes in it: where its next record will begin. */
void warc_writer_get_position(const WarcWriter *writer, char **file, guint64 *offset);

/* A number for the name of such a file, YYYYMMDDhhmmssNNNNN, in the order of writing; 0: not such a name. */
gint64 warc_file_number(const char *name);

/* Without a sync: what was put since the last one is left to the kernel. */
void warc_writer_close(WarcWriter *writer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(WarcWriter, warc_writer_close)

/* WARC-Payload-Digest of a body as received: "sha1:" and 32 letters of base32 (RFC 4648). g_free(). */
char *warc_payload_digest(const guint8 *body, gsize n);

G_END_DECLS

#endif
