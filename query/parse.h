/*
 * parse.h: the query language, from what was typed to a query tree.
 *
 * Words are joined by OR: BM25 ranks pages with more of them first. `"a phrase"`, `-word`, `+word`, `OR`, `word*`,
 * `title:word`, `site:host`, `type:`, `after:`, `before:`. Anything malformed is searched as words; parsing cannot fail.
 */
#ifndef ISOGLOT_PARSE_H
#define ISOGLOT_PARSE_H

#include "query/request.h"
#include "shim/index.h"

G_BEGIN_DECLS

typedef struct {
    QueryNode *tree;      /* QUERY_NOTHING when there is nothing to search for */
    GHashTable *terms;    /* terms that count as matched, without prefix: word, stem and grams; for snippets */
    guint words;          /* words that are searched */
    gboolean is_cut;      /* words beyond LIMIT_QUERY_TERMS were left out */
    char *short_wildcard; /* a wildcard with too few letters, or NULL */
} ParsedQuery;

ParsedQuery *query_parse(const Request *request, LangAnalyser *analyser);
void parsed_query_free(ParsedQuery *parsed);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ParsedQuery, parsed_query_free)

G_END_DECLS

#endif
