/*
 * simhash.h: 64 bits that are nearly the same for texts that are nearly the same.
 *
 * M. Charikar, "Similarity estimation techniques from rounding algorithms" (STOC 2002), as used on the web by
 * G. Manku, A. Jain and A. Das Sarma, "Detecting near-duplicates for web crawling" (WWW 2007), whose distance
 * of 3 is SIMHASH_NEAR. Each three words that stand together are hashed; a bit is set if it is set in most of
 * these hashes.
 *
 * A word is a run of letters, marks and digits, casefolded; each letter of a wide script (Han, kana, hangul)
 * is a word of its own, as they are written without spaces. So all languages are treated alike, and none has
 * to be known.
 */
#ifndef ISOGLOT_SIMHASH_H
#define ISOGLOT_SIMHASH_H

#include <glib.h>

G_BEGIN_DECLS

#define SIMHASH_SHINGLES_LEAST 40 /* of a text, for it to have a simhash */
#define SIMHASH_NEAR 3            /* bits in which near-duplicates differ, at most */

/* Of UTF-8 text; punctuation, case, width and white space make no difference. 0: the text is too short. Time
 * is linear. */
guint64 simhash(const char *text, gsize n);

/* The same of any features, such as the structure of a page: each counts by its weight. */
typedef struct {
    guint64 weight;     /* of all features */
    guint32 counts[64]; /* of those with this bit */
} SimhashSum;           /* {0}: none yet */

/* `feature` is any number that tells it from others; it is hashed here. Its weights must not exceed 2^32 in all. */
void simhash_add(SimhashSum *sum, guint64 feature, guint weight);

/* 0 only if there are no features. */
guint64 simhash_of_sum(const SimhashSum *sum);

/* A hash of bytes, for features: FNV-1a, begun anew (0) or gone on from another's. */
guint64 simhash_bytes(guint64 hash, const char *bytes, gsize n);

/* Bits in which they differ, 0 … 64. One that is 0 is near to nothing: ask before. */
guint simhash_distance(guint64 a, guint64 b);

G_END_DECLS

#endif
