/*
 * sounding.h: words of the site that were typed in Latin letters, as they sound.
 *
 * Candidates are the words whose keys (langs/romanise.h, shim/sound.h) are the typed one's, ranked by how
 * near their letters are, by their frequency, and by the company of the query's other words. Where words are
 * written together, what was typed apart or together is divided into the likeliest words: those of many pages
 * whose neighbours stand side by side on some page (a path through the lattice of words; Viterbi 1967).
 */
#ifndef ISOGLOT_SOUNDING_H
#define ISOGLOT_SOUNDING_H

#include "query/speller.h"

G_BEGIN_DECLS

/*
 * The query as it was meant, as the site spells it, in *meant (g_free()); NULL: it has no strange words that
 * sound so. The first only takes what can hardly be anything else: where the language writes its vowels, or
 * of many letters, or with the marks of a scheme.
 */
gboolean sounding_find_sure(const Speller *speller, char **meant, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean sounding_find(const Speller *speller, char **meant, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* For words that are written together: what the key `typed` of several chunks is; NULL: it is no text.
 * g_free(). */
char *sounding_divide(const Speller *speller, const char *typed);

G_END_DECLS

#endif
