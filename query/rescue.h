/*
 * rescue.h: the ladder for what people type: what was meant by a query with words that no page has.
 *
 * That words are folded and stemmed comes before, in the analysis: a direct match always stands. Then, only
 * where words are left that no page has, and always from the words of the site's own pages:
 *
 *   layout           typed with another keyboard layout active (langs/keyboard.h), each letter accounted for
 *                    (query/retype.h)
 *   transliteration  the language's own words typed in Latin letters (langs/romanise.h, query/sounding.h)
 *   spelling         words nearest to those that were typed (query/spelling.h)
 *   translation      written in another language (query/carry.h; by its own caller)
 *
 * A reading that accounts for each letter goes before a guess: so layout before spelling, and
 * transliteration, unless it is of few letters in a language that leaves vowels out, as almost anything is a
 * skeleton of two consonants: that goes behind. Where words are written together, what people type is how they
 * sound: that is tried first, and with other keyboards' keys. Words in quotation marks, with a sign, with an asterisk or of
 * a field are what the visitor says they are.
 */
#ifndef ISOGLOT_RESCUE_H
#define ISOGLOT_RESCUE_H

#include "query/room.h"

G_BEGIN_DECLS

/* spelling, layout, transliteration, translation */
const char *rescue_kind_name(RescueKind kind);

/* Says in the language that `query` was searched instead, and why; g_free(). */
char *rescue_message(const LangProfile *lang, RescueKind kind, const char *query);

/*
 * What to search instead of `query` (as query_plain() makes it) in the open room, in *rescued (g_free()), and
 * which rung found it; NULL: the query stands. FALSE: the index cannot be read. A query all of whose words
 * are on some page costs the look-up of its words, another about 1 ms.
 */
gboolean rescue_query(const Searcher *searcher, Room *room, const char *query, char **rescued, RescueKind *kind,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * Does so for the answer's request, unless that says to search it literally: opens the room, fills the
 * answer's `corrected` with what goes with it, and counts what was typed as it stands. Errors of room_open()
 * and index_reader_search().
 */
gboolean rescue_answer(const Searcher *searcher, Room *room, Answer *answer, gint64 deadline_us,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Says in the answer that `query`, which becomes the answer's, was searched instead, and counts what was typed as it stands
 * in the open room. FALSE: the index cannot be read. */
gboolean rescue_tell(const Room *room, Answer *answer, RescueKind kind, char *query, gint64 deadline_us,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
