/*
 * spelling.h: did you mean? The query with its mistyped words replaced by words of the site.
 *
 * A word is mistyped when neither it nor its stem is in the index. Candidates are the site's own words
 * nearest to it (shim/vocabulary.h), and where words are not written apart, those that sound alike, or of
 * which one character looks alike; they are ranked by how few letters differ, by their frequency, and by the
 * company of the query's other words. A character that no word of the dictionary contains there is also
 * mistyped when a word of which one looks like it is on 50 times as many pages. Words in quotation marks,
 * with a sign, with an asterisk or of a known field are what the visitor says they are; in a whole sentence a
 * strange word is left alone (query/expand.h helps it).
 */
#ifndef ISOGLOT_SPELLING_H
#define ISOGLOT_SPELLING_H

#include "query/speller.h"

G_BEGIN_DECLS

/* The corrected query, as the site spells it, in *corrected (g_free()); NULL: there is nothing to correct.
 * FALSE: the index cannot be read. At most LIMIT_CORRECTIONS words are corrected. */
gboolean spelling_correct(const Speller *speller, char **corrected, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
