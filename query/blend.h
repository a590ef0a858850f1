/*
 * blend.h: one list of results from the indexes of all languages. For query/search.c.
 */
#ifndef ISOGLOT_BLEND_H
#define ISOGLOT_BLEND_H

#include "query/room.h"

G_BEGIN_DECLS

/*
 * Fills results, total, facets and notices of `answer` from all languages of the site: the places [offset,
 * offset + limit) of one list. The asked language must answer (errors of inquiry_new()); another that cannot
 * is left out, with a notice.
 */
gboolean blend_ask(Searcher *searcher, Answer *answer, const Request *request, guint offset, guint limit,
                   gint64 deadline_us, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
