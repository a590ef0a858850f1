/*
 * inquiry.h: a question put to one language's index: what is asked there, and what was found. For the files
 * of query/ that answer.
 *
 * This is the one place where a question becomes a query of an index, whatever language it is written in;
 * what is found is given as hits, of which only those become results, with a snippet, that are shown.
 */
#ifndef ISOGLOT_INQUIRY_H
#define ISOGLOT_INQUIRY_H

#include "query/parse.h"
#include "query/room.h"

G_BEGIN_DECLS

/* Which hits are wanted. */
typedef struct {
    guint offset, limit; /* ranks [offset, offset + limit) of the index's own list */
    guint depth;         /* ranks that the total must be exact for */
    gboolean has_facets;
    gint64 deadline_us;
} InquiryRange;

typedef struct {
    Room *room;
    ParsedQuery *parsed;
    IndexSearch search;
    IndexResult *found;
} Inquiry;

/* Opens the room and asks. `request`: its query is the one that is searched. Errors of room_open() and
 * index_reader_search(). */
Inquiry *inquiry_new(const Searcher *searcher, Room *room, const Request *request, const InquiryRange *range,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The hit at place `i` of `found` as a result without ranks; `answer` lends the work for its snippet.
 * FAULT_REINDEX: its record is none. */
Result *inquiry_result(const Inquiry *inquiry, guint i, Answer *answer,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What the terms of the hits at `places` (guint) gave to their weights, as index_reader_explain() does. */
GPtrArray *inquiry_explain(const Inquiry *inquiry, const GArray *places,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Facets and notices of the question itself become the answer's. */
void inquiry_describe(const Inquiry *inquiry, Answer *answer);

void inquiry_free(Inquiry *inquiry);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Inquiry, inquiry_free)

G_END_DECLS

#endif
