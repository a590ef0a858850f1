/*
 * blend.h: one list of clusters from the indexes of all languages. For query/search.c.
 */
#ifndef ISOGLOT_BLEND_H
#define ISOGLOT_BLEND_H

#include "query/panel.h"

G_BEGIN_DECLS

/*
 * Fills results, total, facets and notices of `answer`: places [offset, offset + limit) of one list, in which
 * each cluster stands once, made of the first LIMIT_BLEND hits of each language. The asked language must
 * answer (errors of inquiry_new()); another that cannot is left out, with a notice.
 */
gboolean blend_ask(Panel *panel, Answer *answer, guint offset, guint limit, gint64 deadline_us,
                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
