/*
 * parse.h: the query language, from what was typed to a query tree.
 *
 * Words are joined by OR: BM25 ranks pages with more of them first. `"a phrase"`, `-word`, `+word`, `OR`,
 * `word*`, `title:word`, `site:host`, `type:`, `lang:`, `after:`, `before:`. OR joins its two neighbours; if
 * one of them must match (+, a phrase), one of them must. With - and + the word itself counts, in all its
 * forms, but not its parts (grams). Wide characters do as well; typographic quotation marks are no operators, and in a
 * sentence that was pasted no quotation marks are. Anything malformed is searched as words; parsing cannot fail.
 */
#ifndef ISOGLOT_PARSE_H
#define ISOGLOT_PARSE_H

#include "query/request.h"
#include "shim/index.h"
#include "shim/vocabulary.h"

G_BEGIN_DECLS

typedef struct {
    QueryNode *tree;      /* QUERY_NOTHING when there is nothing to search for */
    GHashTable *terms;    /* terms to be marked, with the prefix of their form; a wildcard ends in '*' */
    guint words;          /* words that are searched */
    gboolean is_cut;      /* words beyond LIMIT_QUERY_TERMS were left out */
    char *short_wildcard; /* a wildcard with too few letters, or NULL */
} ParsedQuery;

/*
 * The query with its operators as ASCII; g_free(): a keyboard for Chinese types the wide forms (U+FF01 … U+FF5E) and other
 * spaces. Typographic quotation marks stay what they are: people paste sentences with a name quoted in them, and a phrase
 * that must match would leave them with nothing (measured: nDCG@10 falls by .02 in languages that write guillemets).
 */
char *query_plain(const char *query);

/* The language that `lang:` in the query asks for, one of `languages`; NULL: none. */
const LangProfile *query_find_language(const char *query, const GPtrArray *languages);

/*
 * QUERY_WIDE: what else only raises a page (query/expand.h) is enough to match, for several words that find nothing.
 * QUERY_CORE: the words alone, without what only raises a page: half the time, when the best hits are enough.
 */
typedef enum { QUERY_NARROW, QUERY_WIDE, QUERY_CORE } QueryWidth;

/* What is asked for in the query, without its operators, fields and refused words; g_free(). */
char *query_words(const Request *request, LangAnalyser *analyser);

/* `vocabulary`: the site's words in this language, for relatives and for what was mistyped; NULL: only what was typed. */
ParsedQuery *query_parse(const Request *request, LangAnalyser *analyser, Vocabulary *vocabulary, QueryWidth width);
void parsed_query_free(ParsedQuery *parsed);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ParsedQuery, parsed_query_free)

G_END_DECLS

#endif
