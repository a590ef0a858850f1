/*
 * suggest.h: what is suggested while a query is typed (shim/suggest.h, langs/typeahead.h).
 */
#ifndef ISOGLOT_QUERY_SUGGEST_H
#define ISOGLOT_QUERY_SUGGEST_H

#include "langs/lang.h"
#include "shim/config.h"

G_BEGIN_DECLS

/* The suggestions of a language for what was typed so far, of which LIMIT_PREFIX bytes count, the best first: char*, at
 * most `most`. None while there are none, or nothing was typed. */
GPtrArray *suggest_find(const Config *config, const LangProfile *lang, const char *typed, guint most);

G_END_DECLS

#endif
