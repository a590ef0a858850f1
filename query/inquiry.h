/*
 * inquiry.h: a question put to one language's index: what is asked there, and what was found. For the files
 * of query/ that answer.
 *
 * This is the one place where a question becomes a query of an index, whatever language it is written in;
 * what is found is given as hits, of which only those become results, with a snippet, that are shown.
 */
#ifndef ISOGLOT_INQUIRY_H
#define ISOGLOT_INQUIRY_H

#include "query/question.h"

G_BEGIN_DECLS

/* Which hits are wanted. */
typedef struct {
    guint offset, limit; /* ranks [offset, offset + limit) of the index's own list … */
    guint spare;         /* … and so many more, for clusters that stand in it twice */
    gboolean has_facets;
    gboolean is_brief; /* the best hits are enough: QUERY_CORE, an estimated total, no links (authority.h) */
    gint64 deadline_us;
} InquiryRange;

typedef struct {
    Room *room;
    Asked asked;
    IndexSearch search;
    gboolean is_brief;  /* as in InquiryRange */
    IndexResult *found; /* NULL until inquiry_search() */
    GPtrArray *records; /* GString*, of each hit; NULL: not read yet */
} Inquiry;

/* What is asked for there, and how much of the question that is; nothing is searched yet. Errors of room_open_words() and
 * question_put(). */
Inquiry *inquiry_new(const Question *question, Room *room, const InquiryRange *range,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Opens the room and searches, once. Errors of room_open(), question_put() and index_reader_search(): the inquiry is good for
 * nothing else then. */
gboolean inquiry_search(Inquiry *inquiry, const Question *question, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The hit at place `i` of `found`. */
const IndexHit *inquiry_hit(const Inquiry *inquiry, guint i);

/* The weight of the hit at place `i` of `found` as a share of what a page could reach that has all of the question, 0 … 1:
 * comparable between languages. */
double inquiry_score(const Inquiry *inquiry, guint i);

/* Date of the hit at place `i`; RECORD_DATE_UNKNOWN also when its record cannot be read. */
gint64 inquiry_date(const Inquiry *inquiry, guint i);

/* The hit at place `i` as a result without ranks; `answer` lends the work for its snippet. NULL without an error: the page
 * has left the index since it was found. FAULT_REINDEX: its record is none. */
Result *inquiry_result(const Inquiry *inquiry, guint i, Answer *answer, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same of any record of this index: a page that was not among the hits. */
Result *inquiry_show(const Inquiry *inquiry, const char *record, gsize n, Answer *answer,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Gives the results made of the hits at `places` (guint, as many) their reasons, the first LIMIT_EXPLAINED of them. Costs one small search per leaf of the
 * query. */
gboolean inquiry_explain(const Inquiry *inquiry, const GArray *places, Result *const *results,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Notices of the question itself become the answer's. */
void inquiry_describe(const Inquiry *inquiry, Answer *answer);

/* What was counted, if `has_facets`, is added to the answer's facets: pages of this language. */
void inquiry_add_facets(const Inquiry *inquiry, Answer *answer);

void inquiry_free(Inquiry *inquiry);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Inquiry, inquiry_free)

G_END_DECLS

#endif
