/*
 * ways.h: what a run of a query's words may be in another language; for carry.c.
 *
 * In the order of trust: what is written alike in both and stands on pages of the other language; the entries of the lexicon;
 * what sounds alike, for a word that the lexicon does not know or has hardly seen. Numbers and single letters of a list are what
 * they are, nothing else.
 */
#ifndef ISOGLOT_WAYS_H
#define ISOGLOT_WAYS_H

#include "query/carry.h"

G_BEGIN_DECLS

typedef struct {
    char *target;    /* as people write it there */
    const char *way; /* as in CarryStep */
    double weight;   /* what it counts as a way of its words; 0 … 1 */
    guint pairs;
} Way;

/* The words of a run. */
typedef struct {
    const char *source; /* as typed */
    const char *word;   /* folded, of the only word; NULL: there are several */
    const char *stem;   /* likewise; the word when it has no stem */
    gboolean is_family;    /* the entries are those of words that are like it */
    const GArray *entries; /* LexiconEntry of the run in the other language, maybe none */
} WaysRun;

/* The run's ways (Way), most trusted first; maybe none. g_array_unref(). */
GArray *ways_find(const WaysRun *run, const CarryEnd *from, const CarryEnd *to);

G_END_DECLS

#endif
