/*
 * cover.h: how much of a question a page has, whatever its words weigh in the page's language. For the files of query/ that
 * answer.
 *
 * A word of the question counts once, by the way into the page's language that the page has most of: a run of words that
 * was carried as one counts as many words as it has. A word that could not be carried counts as not there.
 */
#ifndef ISOGLOT_COVER_H
#define ISOGLOT_COVER_H

#include "query/inquiry.h"

G_BEGIN_DECLS

/* Of each hit of the inquiry, in their order, the share of the question's words, 0 … 1; stop words do not count. Costs one
 * look-up per word and way. FAULT_RETRY, FAULT_REINDEX: as index_reader_search(). */
gboolean cover_hits(const Inquiry *inquiry, double *coverage, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
