/*
 * elsewhere.h: what the other languages have that the visitor's does not. For query/search.c.
 *
 * Only clusters without any page in the visitor's language are shown, and only those that answer: nearly as
 * well as the best that their language has, and most of the question.
 */
#ifndef ISOGLOT_ELSEWHERE_H
#define ISOGLOT_ELSEWHERE_H

#include "query/panel.h"

G_BEGIN_DECLS

/*
 * Fills `elsewhere` of `answer`, at most LIMIT_ELSEWHERE clusters, and, when it has no results, `found_in`.
 * `panel`: the visitor's language, that of the request, has been asked. A language that cannot answer is left
 * out; without a ledger nothing is known to be missing. FAULT_REINDEX: an index is damaged.
 */
gboolean elsewhere_ask(Panel *panel, Answer *answer, gint64 deadline_us,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
