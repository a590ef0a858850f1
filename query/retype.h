/*
 * retype.h: a query that was typed with another keyboard layout active than the one that was meant.
 *
 * Tried are the layouts of the searched language against those of all languages, each in both directions:
 * Latin words are typed on the keyboard of another script, too. A reading is taken when what it makes of the
 * strange words is on pages of the site, and then for what stands beside them where that gives the more
 * frequent words. At least one must have three letters, four within one script, and be no short stop word.
 */
#ifndef ISOGLOT_RETYPE_H
#define ISOGLOT_RETYPE_H

#include "query/speller.h"

G_BEGIN_DECLS

/* The query as it was meant, in *meant (g_free()); NULL: no layout makes words of the site of it. */
gboolean retype_query(const Speller *speller, char **meant, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same where words are written together and people type how they sound: all of it has become Latin
 * letters and then words. */
gboolean retype_sounding(const Speller *speller, char **meant, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
