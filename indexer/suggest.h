/*
 * suggest.h: what is suggested while a query is typed, made of what the site has: the titles of its pages, their headings,
 * and what is asked for often (shim/querylog.h, where the site keeps it and it can be read).
 *
 * Texts that fold alike (langs/typeahead.h) are one. A text weighs more the more pages have it as their title and the
 * more authority their clusters have, the more of them have it as a heading (but one that many pages have, as "See also",
 * tells nothing and is left out), the oftener it is asked for, and the shorter it is. What is suggested finds something:
 * titles and headings are those of pages that are in the index; of a query most searches found something, and each of its
 * words still stands on some page. What would be read as an operator (query/parse.h) is not suggested.
 *
 * All of a language is made anew, by bulk builds and after changes; see suggest_update().
 */
#ifndef ISOGLOT_INDEXER_SUGGEST_H
#define ISOGLOT_INDEXER_SUGGEST_H

#include "langs/lang.h"
#include "shim/ledger.h"

G_BEGIN_DECLS

/* The text with its white space single; NULL: it cannot be suggested (empty, longer than LIMIT_SUGGESTION or
 * LIMIT_SUGGESTION_LETTERS, with an operator). g_free() */
char *suggestion_text(const char *text);

typedef enum { SUGGEST_ALL, SUGGEST_CHANGED, SUGGEST_BELATED } SuggestOccasion;

/*
 * Makes the suggestions of a language: after a bulk build (SUGGEST_ALL), a change of its index, or belatedly, those that a
 * change before should have made. 100,000 pages in one language cost some 0.8 s; so that a site that changes all the time spends a
 * twentieth of its time on it at most, a change is only noted (DATA/suggest/LANG.due) while the ones there are younger than
 * twenty times what they took, if that was a tenth of a second or more: those of some 10,000 pages are made with each change.
 * Whoever writes the indexes calls it, holding their lock. Errors are the ledger's, the index's and the disk's; then the
 * suggestions stay as they were.
 */
gboolean suggest_update(Ledger *ledger, const char *data, const LangProfile *lang, SuggestOccasion occasion,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Are there changes that were noted, and is it time for them? */
gboolean suggest_is_due(const char *data, const LangProfile *lang);

G_END_DECLS

#endif
