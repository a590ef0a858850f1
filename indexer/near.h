/*
 * near.h: of many 64-bit fingerprints those that differ from one in few bits, without looking at all.
 *
 * Of four blocks of 16 bits at least one differs in no more than a quarter of the bits (the pigeonhole
 * principle; Manku, Jain and Das Sarma, WWW 2007, section 3), so that in tables of the four blocks few values
 * have to be looked up. Nothing is missed. A question costs some 15 us among 100,000; memory is 48 bytes
 * each.
 */
#ifndef ISOGLOT_NEAR_H
#define ISOGLOT_NEAR_H

#include <glib.h>

G_BEGIN_DECLS

#define NEAR_MOST 15 /* bits that may be asked for */

typedef struct NearIndex NearIndex;

/* The fingerprints are copied. */
NearIndex *near_index_new(const guint64 *fingerprints, guint n);

/* Appends to `found` (guint) the places of those that differ in at most `most` bits, in no order; no more
 * than `limit`. */
void near_index_find(const NearIndex *index, guint64 fingerprint, guint most, guint limit, GArray *found);

void near_index_free(NearIndex *index);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NearIndex, near_index_free)

G_END_DECLS

#endif
