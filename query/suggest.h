/*
 * suggest.h: what is suggested while a query is typed (shim/suggest.h, langs/typeahead.h).
 */
#ifndef ISOGLOT_QUERY_SUGGEST_H
#define ISOGLOT_QUERY_SUGGEST_H

#include "query/cgi.h"

G_BEGIN_DECLS

/* The suggestions of a language for what was typed so far, of which LIMIT_PREFIX bytes count, the best first: char*, at
 * most `most`. None while there are none, or nothing was typed. */
GPtrArray *suggest_find(const Config *config, const LangProfile *lang, const char *typed, guint most);

/* GET /suggest?q=…&lang=…: OpenSearch suggestions (json.h), with an address of each. Any search that this is the beginning
 * of has them: what is asked for may be empty, and the filters of a search are passed over. */
RouteFunc suggest_answer;

G_END_DECLS

#endif
