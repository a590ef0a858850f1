/*
 * segment.h: a text as pieces, the units that become words; for langs/ only.
 *
 * ICU's words (UAX #29 with its dictionaries) are the ground. A word that has marks inside ("example.org", "foo_bar",
 * "a:b") is divided at them, and every piece knows the one mark that joins it to the piece before ("C25/39", "ITU-T",
 * "name@example.org"), so that what is written together can be found whole and in parts, in every language alike.
 * Apostrophes and the marks inside numbers stay inside their piece.
 */
#ifndef ISOGLOT_SEGMENT_H
#define ISOGLOT_SEGMENT_H

#include "langs/uni.h"

G_BEGIN_DECLS

typedef struct {
    gsize start, end; /* bytes of the text */
    UniKind kind;
    gunichar joiner;  /* the one mark between the piece before and this one; 0: none, or something else */
} Piece;

typedef struct Segmenter Segmenter;

/* Costs ICU's break iterator (about 1 ms); keep it. FAULT_STOP: ICU's data is missing. */
Segmenter *segmenter_new(GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Starts on `text`, which must stay until the last segmenter_next(). */
void segmenter_start(Segmenter *segmenter, const char *text, gsize n);

/* The next piece, in order; FALSE at the end. */
gboolean segmenter_next(Segmenter *segmenter, Piece *piece);

void segmenter_free(Segmenter *segmenter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Segmenter, segmenter_free)

/* Is it one of the marks that join pieces into one name? */
gboolean segment_joins(gunichar c);

/* Bytes of an apostrophe (straight, curly, modifier letter) at `p`; 0: there is none. */
gsize segment_apostrophe(const char *p, const char *end);

G_END_DECLS

#endif
