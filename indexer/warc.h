/*
 * warc.h: records of a WARC file (ISO 28500:2017), 1.0 and 1.1, plain or gzip per record.
 */
#ifndef ISOGLOT_WARC_H
#define ISOGLOT_WARC_H

#include <glib.h>

#include "indexer/page.h"

G_BEGIN_DECLS

typedef struct WarcReader WarcReader;

typedef struct {
    guint64 offset;      /* in the file: of the gzip member, or of the record's first byte */
    char *type;          /* response, request, revisit … */
    char *url;           /* WARC-Target-URI without angle brackets, "" for none */
    char *id;            /* WARC-Record-ID */
    char *first;         /* WARC-Segment-Origin-ID of a continuation, "" for none */
    char *content_type;
    gint64 date;         /* seconds since 1970, 0 unknown */
    gboolean truncated;  /* WARC-Truncated, or the block is longer than LIMIT_PAGE */
    gboolean is_segment; /* the first of several segments: the rest follows in continuation records */
    GByteArray *block;
} WarcRecord;

/* Takes `fd`. */
WarcReader *warc_reader_new(int fd);

/* TRUE and *record NULL: the end. FALSE, FAULT_SKIP: a bad record, named by its offset; call again. */
gboolean warc_next(WarcReader *reader, WarcRecord **record, GError **error) G_GNUC_WARN_UNUSED_RESULT;

void warc_record_free(WarcRecord *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(WarcRecord, warc_record_free)
guint64 warc_reader_position(const WarcReader *reader); /* bytes of the file taken */
void warc_reader_free(WarcReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(WarcReader, warc_reader_free)

/* A page from a response or resource record: HTTP taken apart, transfer and content encodings undone. FAULT_SKIP. */
Page *warc_page(const WarcRecord *record, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
