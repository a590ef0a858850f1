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
 * The language of the request's query, one of the searcher's: what the request says, else what is found out;
 * `asked`, the language whose index answers, when it cannot be told or what was typed is to be searched as it
 * stands. A query all of whose words the asked language's pages have costs their look-up, some 0.1 ms;
 * another one opens the index of the language that it seems to be in. NULL with FAULT_STOP, FAULT_REINDEX:
 * the asked language cannot be searched.
 */
const LangProfile *query_tongue(Searcher *searcher, const Request *request, const LangProfile *asked,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
