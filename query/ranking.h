/*
 * ranking.h: the hits of one index as that language's list, in which each cluster stands once. For the files
 * of query/ that answer.
 *
 * A cluster may have two pages in one index: a page that was never translated is in the index of the language
 * of its text, beside the real one. The cluster keeps its best place, and is shown by the page that is that
 * language's.
 */
#ifndef ISOGLOT_RANKING_H
#define ISOGLOT_RANKING_H

#include "query/inquiry.h"

G_BEGIN_DECLS

typedef struct {
    const Cluster *cluster; /* NULL: the page is in none */
    guint place;            /* in the inquiry, of the hit that is shown */
    guint rank;             /* from 1 */
    double score;           /* inquiry_score() of its best hit */
} Ranked;

/* Ranked, best first, with ranks from the inquiry's offset on; at most `most`. What is left of the hits is looked at only for
 * pages that are their language's own. *twice: hits that stood for a cluster that was there already. */
GArray *ranking_new(const Inquiry *inquiry, Clusters *clusters, guint most, guint *twice);

G_END_DECLS

#endif
