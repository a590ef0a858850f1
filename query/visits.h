/*
 * visits.h: what visitors do, counted, where the configuration says so ([query] log = true; shim/querylog.h).
 *
 * What is to be counted is noted while the request is answered and written after the answer was sent (gateway_finish()), so
 * that a log that is busy, read-only or full costs no visitor anything: then it is not counted.
 *
 * A search counts when its first page is asked for, in whatever form, but not by HEAD, and not when the visitor
 * has the page already (304). Its query is counted as casefolded
 * text with single spaces. A click is what the result page tells by POST /click; the visitor is not sent by another way.
 */
#ifndef ISOGLOT_VISITS_H
#define ISOGLOT_VISITS_H

#include "query/cgi.h"
#include "shim/querylog.h"

G_BEGIN_DECLS

/* What one request is counted as; nothing while `kind` is COUNT_NOTHING. */
struct VisitCount {
    enum { COUNT_NOTHING, COUNT_SEARCH, COUNT_CLICK } kind;
    QueryLogSearch search;
    char *query; /* of `search`; owned */
    const char *lang;
    guint rank; /* of a click, from 1 */
};

void visits_note_search(const Visit *visit, const Answer *answer);

/* The search that the visit's count tells of was answered once more, now, by what was kept of it. */
void visits_note_again(const Visit *visit);

/*
 * POST /click with `lang=` and `rank=` (1 … LIMIT_DEPTH_OF_RESULTS) as application/x-www-form-urlencoded in at most
 * LIMIT_CLICK_BODY bytes, as navigator.sendBeacon() sends it: 204. 404 while nothing is counted; 400, 411, 413 for what is
 * malformed.
 */
RouteFunc visits_answer_click;

/* Writes what was noted, and forgets it. FAULT_RETRY, FAULT_STOP: it is not counted, and why. */
gboolean visits_count(const Config *config, VisitCount *count, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
