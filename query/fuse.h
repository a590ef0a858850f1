/*
 * fuse.h: one list of clusters from the lists of several languages. Pure; it knows neither index nor ledger.
 *
 * A cluster that has pages in many languages stands in many lists, and must gain nothing by it. So what
 * counts is the mean of what the lists say that could know it: those of the languages that it has a page in,
 * each with the trust that the list deserves. A list that could know it and does not have it says 0.
 */
#ifndef ISOGLOT_FUSE_H
#define ISOGLOT_FUSE_H

#include <glib.h>

G_BEGIN_DECLS

/* What one list says. */
typedef struct {
    guint list;   /* its number */
    guint rank;   /* from 1 */
    double score; /* 0 … 1 */
    guint place;  /* the caller's */
} FuseVote;

typedef struct {
    gconstpointer cluster; /* the caller's; NULL: a page by itself */
    double score;          /* 0 … 1 */
    GArray *votes;         /* FuseVote, in the order in which they were added; at least one */
} Fused;

typedef struct Fusion Fusion;

/* `trust`: of each of the `n` lists, 0 … 1; it must live as long as the fusion. */
Fusion *fusion_new(const double *trust, guint n);

/* A place of a list. `is_known`: of each list, could it know the cluster? The same for all votes about one
 * cluster. */
void fusion_add(Fusion *fusion, gconstpointer cluster, const gboolean *is_known, const FuseVote *vote);

/* The clusters, best first (Fused); of equal ones that which was added first. Lives as long as the fusion. */
const GPtrArray *fusion_sort(Fusion *fusion);

/* The vote of a list about a cluster, or NULL. */
const FuseVote *fused_find_vote(const Fused *fused, guint list);

void fusion_free(Fusion *fusion);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Fusion, fusion_free)

G_END_DECLS

#endif
