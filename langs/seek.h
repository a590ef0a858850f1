/*
 * seek.h: where in a text sought terms may stand, found without dividing the text into words; for langs/analyse.c.
 *
 * A term begins with a letter that is known, and few words of a text begin with it. The text is read in stretches, each
 * of which is divided into words without regard to what is around it: what stands between spaces, and in it Han apart
 * from what is written beside it. A stretch is passed over where no word can begin with such a letter. Words begin at
 * every character but at a letter behind another from which UAX #29 never parts it; what the letters are read for is
 * learned from the folding itself, a character at a time, and how stems begin is told by the profile
 * (LangProfile.beginnings). Where that tells nothing, or at characters that change with those before them, nothing is
 * passed over.
 */
#ifndef ISOGLOT_SEEK_H
#define ISOGLOT_SEEK_H

#include "langs/profile.h"

G_BEGIN_DECLS

typedef struct Seeker Seeker;

/* Keeps what it learns of characters: up to 256 KB, of which a text touches a few pages. */
Seeker *seeker_new(const LangProfile *profile);

/* Sets what is sought in all texts from now on: `terms` (char*, with the prefix of their form, or the beginning of words),
 * of which nothing is kept. */
void seeker_set_terms(Seeker *seeker, GHashTable *terms);

/* Starts on `text`, which must stay until the last seeker_next(). */
void seeker_start(Seeker *seeker, const char *text, gsize n);

/* The next bytes [start, end) in which terms may stand that are sought; FALSE: there are none. */
gboolean seeker_next(Seeker *seeker, gsize *start, gsize *end);

void seeker_free(Seeker *seeker);

G_END_DECLS

#endif
