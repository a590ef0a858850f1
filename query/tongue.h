/*
 * tongue.h: the language that a query is written in.
 *
 * People ask in the language of the page they are on, and names, symbols and loan words are of all languages:
 * a query is in the asked language unless everything speaks for another one of the site's. That is when words
 * of it stand on no page of the asked language, its letters and their order look like another language
 * (langs/identify.h), and more of its words stand on that language's pages.
 */
#ifndef ISOGLOT_TONGUE_H
#define ISOGLOT_TONGUE_H

#include "query/room.h"

G_BEGIN_DECLS

/*
 * The language of `query`, one of the searcher's; `asked` when it cannot be told. A query all of whose words
 * the asked language's pages have costs their look-up, another one opens the index of the language that it
 * seems to be in. FAULT_STOP, FAULT_REINDEX: the asked language cannot be searched.
 */
const LangProfile *query_tongue(Searcher *searcher, const LangProfile *asked, const char *query,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
