/*
 * search.h: a question answered from the indexes, ready to be shown.
 */
#ifndef ISOGLOT_SEARCH_H
#define ISOGLOT_SEARCH_H

#include "query/answer.h"
#include "shim/config.h"

G_BEGIN_DECLS

/* The indexes of a site, opened when they are needed. One thread. */
typedef struct Searcher Searcher;

Searcher *searcher_new(const Config *config, GError **error) G_GNUC_WARN_UNUSED_RESULT;
const GPtrArray *searcher_languages(const Searcher *searcher);

/* Closes what was opened of files that others have changed since the last call (a commit, a new generation, a lexicon, another
 * ledger), so that it is opened anew when it is needed; for who answers more than once. A number that differs from the
 * last one whenever an answer could. Costs four look-ups of a file per language. */
guint64 searcher_refresh(Searcher *searcher);

/* FAULT_STOP, FAULT_REINDEX: the asked language's index cannot be searched, and why. The answer refers to `request`. */
Answer *searcher_ask(Searcher *searcher, const Request *request, GError **error) G_GNUC_WARN_UNUSED_RESULT;

void searcher_free(Searcher *searcher);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Searcher, searcher_free)

G_END_DECLS

#endif
