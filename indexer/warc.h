/*
 * warc.h: records of a WARC file, plain or gzip per record (ISO 28500:2017; versions 0.17, 0.18, 1.0 and 1.1).
 */
#ifndef ISOGLOT_WARC_H
#define ISOGLOT_WARC_H

#include <glib.h>

#include "indexer/page.h"

G_BEGIN_DECLS

typedef struct WarcReader WarcReader;

/* Strings are valid UTF-8, "" where the record says nothing. */
typedef struct {
    guint64 offset;       /* in the file: of the gzip member, or of the record's first byte */
    char *type;           /* response, request, revisit … */
    char *url;            /* WARC-Target-URI without angle brackets */
    char *id;             /* WARC-Record-ID */
    char *content_type;
    char *payload_digest; /* WARC-Payload-Digest: algorithm, colon, value, as written */
    gint64 date;          /* seconds since 1970, 0 unknown */
    gboolean truncated;   /* WARC-Truncated (but for a revisit, whose payload is meant to be left out), or cut at a limit */
    /* A revisit: where the payload it leaves out was kept. */
    char *refers_to_id, *refers_to_url; /* WARC-Refers-To, WARC-Refers-To-Target-URI */
    gint64 refers_to_date;              /* WARC-Refers-To-Date, 0 unknown */
    /* A record in segments: the first has number 1; the others are of type continuation. */
    guint segment;        /* WARC-Segment-Number, 0: whole */
    char *origin_id;      /* WARC-Segment-Origin-ID: the first one's id */
    gboolean is_last;     /* has WARC-Segment-Total-Length */
    GByteArray *block;    /* at most LIMIT_WARC_BLOCK of it */
} WarcRecord;

/* Takes `fd`; reads from where it stands. */
WarcReader *warc_reader_new(int fd);

/*
 * TRUE and *record NULL: the end. FALSE, FAULT_SKIP: a bad record, named by its offset; call again, the reader has gone
 * on to the next gzip member or the next line that begins a record. FALSE, FAULT_STOP: the file cannot be read.
 */
gboolean warc_next(WarcReader *reader, WarcRecord **record, GError **error) G_GNUC_WARN_UNUSED_RESULT;

void warc_record_free(WarcRecord *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(WarcRecord, warc_record_free)
guint64 warc_reader_offset(const WarcReader *reader);   /* of the record last given or refused */
guint64 warc_reader_position(const WarcReader *reader); /* bytes of the file taken */
void warc_reader_free(WarcReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(WarcReader, warc_reader_free)

/* Appends a continuation's block to the record it continues. One that is not its next segment marks it truncated. */
void warc_record_continue(WarcRecord *first, const WarcRecord *continuation, guint expected);

/* The warc-field of a metadata record that takes a page out (warc_writer.h writes it). */
#define WARC_GONE "isoglot-state: gone\r\n"

/* Does the crawler say here that the page of the record's URL is gone for certain? */
gboolean warc_is_gone(const WarcRecord *record);

/*
 * A page from a response, resource or revisit record: HTTP taken apart, transfer and content encodings undone. A
 * revisit's page has no body, and http_status 0 if its record holds no response head. FAULT_SKIP: no http or https URL,
 * or what http.h refuses. A record that says gone: http_status 410, no body.
 */
Page *warc_page(const WarcRecord *record, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
