/*
 * learn.h: the cross-language lexicons (shim/lexicon.h), learned from the site's own translated pages.
 *
 * Pages come from the clusters of the ledger, their texts from the indexes. They are read by one thread per
 * language, then each two languages are learned by one thread, on all processors but no more than
 * LIMIT_LEARN_THREADS: aligned (indexer/beads.h), learned (indexer/model.h), aligned again with what has been
 * learned, and learned once more. The result does not depend on the order in which threads are done.
 *
 * Memory: 8 bytes per word that is read (at most LIMIT_LEARN_TOKENS of each language), and for each thread
 * what model.h says; 251 MB for 20,000 pages on two processors. The indexes may be written meanwhile.
 */
#ifndef ISOGLOT_LEARN_H
#define ISOGLOT_LEARN_H

#include "indexer/terminology.h"

G_BEGIN_DECLS

/* What one language has learned of another. */
typedef struct {
    const char *source, *target;  /* codes; constants */
    guint pages;                  /* page pairs */
    guint beads;                  /* sentences that were aligned */
    guint words, phrases, titles; /* entries */
} LearnCount;

/* What is told while it goes on, by one thread at a time but not always the same; each may be NULL. */
typedef struct {
    void (*step)(guint done, guint steps, gpointer user); /* a step is done, of so many */
    TerminologyTell refuse;                               /* a mistake in a terminology */
    gpointer user;
} LearnEvents;

/*
 * Learns the lexicons of all configured languages, adds what terminologies and CLDR say, and writes them:
 * each whole or not at all, the first when all is known, so that whatever happens before leaves the old ones.
 * `counts` (LearnCount) is emptied, and gets each two languages that have page pairs. FAULT_RETRY: another
 * process is at it; FAULT_REINDEX, FAULT_STOP as index.h and ledger.h say.
 */
gboolean learn(const Config *config, const LearnEvents *events, GArray *counts, TerminologyCount *terms,
               GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
