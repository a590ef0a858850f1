/*
 * record.h: what a result page shows of a document, as bytes in the index (schema.h).
 *
 * The bytes are one GVariant tuple of strings and numbers, in the machine's byte order; the index's fingerprint names
 * the schema, so no older form is ever read.
 */
#ifndef ISOGLOT_RECORD_H
#define ISOGLOT_RECORD_H

#include <glib.h>

#include "shim/error.h"

G_BEGIN_DECLS

#define RECORD_DATE_UNKNOWN G_MININT64

/* Strings are UTF-8, never NULL ("" where unknown). */
typedef struct {
    const char *url;
    const char *title;
    const char *description; /* the author's own, from meta; may stand in for a snippet */
    const char *text;        /* the page's text, blocks parted by '\n', as far as it may be shown, cut at LIMIT_SNIPPET_TEXT */
    const char *type;        /* html, … as PREFIX_TYPE */
    const char *section;     /* name of the section, "" for none */
    const char *group;       /* cluster named by the feed (JSON Lines), "" for none */
    const char *content_hash; /* SHA-256 of title and text, hexadecimal: equal hash, equal page */
    gint64 date;             /* seconds since 1970, UTC, or RECORD_DATE_UNKNOWN */
    gint32 max_snippet;      /* characters a snippet may show (robots max-snippet); -1: no limit; 0: none */
} Record;

/* The bytes for `record`; free with g_free(). Never fails; text beyond LIMIT_SNIPPET_TEXT is cut between characters. */
char *record_pack(const Record *record, gsize *n);

/* Reads bytes made by record_pack(); nothing is copied: the strings of `record` live as long as `data`. FAULT_REINDEX: these
 * are not such bytes. The text alone, most of the bytes, is not checked to be UTF-8: where it is looked at, that is to be
 * done first. */
gboolean record_parse(const char *data, gsize n, Record *record, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Checks the text of a record that was read, for who looks at all of it. FAULT_REINDEX: it is no UTF-8. */
gboolean record_check_text(const Record *record, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The URL in such bytes, without a look at the rest; NULL: there is none. Lives as long as `data`. */
const char *record_url(const char *data, gsize n);

G_END_DECLS

#endif
