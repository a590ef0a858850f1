/*
 * search.h: a question answered from the indexes, ready to be shown.
 */
#ifndef ISOGLOT_SEARCH_H
#define ISOGLOT_SEARCH_H

#include "query/request.h"
#include "query/rescue.h"
#include "shim/config.h"
#include "shim/index.h"

G_BEGIN_DECLS

/* One result; owns its strings. */
typedef struct {
    const LangProfile *lang;
    char *url, *title, *type, *section, *group;
    GArray *snippet;      /* SnippetPart */
    gint64 date;          /* RECORD_DATE_UNKNOWN: none */
    double score;         /* comparable within its language only */
    guint rank, rank_in_language; /* from 1 */
    GArray *terms;        /* IndexTermWeight, the heaviest first, when asked to explain; or NULL */
} Result;

typedef struct {
    const char *slot;     /* section, type, year */
    GArray *values;       /* FacetValue */
} Facet;

typedef struct {
    char *value;
    guint count;
} FacetValue;

typedef struct {
    const char *code;     /* query-cut, wildcard, language-missing */
    char *text;           /* in the request's language */
} Notice;

typedef struct {
    const Request *request;
    guint64 total;
    gboolean total_is_estimate;
    char *corrected;            /* the query that was searched instead of the one typed, or NULL */
    RescueKind corrected_kind;  /* with `corrected`: what was wrong with the typed one */
    guint64 original_total;     /* what the typed one would have found; with `corrected` */
    gint64 took_us;
    GPtrArray *results;         /* Result* */
    GPtrArray *elsewhere;       /* Result*, other languages; filled from clusters */
    GArray *facets;             /* Facet */
    GArray *notices;            /* Notice */
    gsize snippet_work;         /* bytes that may still be analysed for snippets (LIMIT_SNIPPET_WORK) */
} Answer;

/* The indexes of a site, opened when they are needed. One thread. */
typedef struct Searcher Searcher;

Searcher *searcher_new(const Config *config, GError **error) G_GNUC_WARN_UNUSED_RESULT;
const GPtrArray *searcher_languages(const Searcher *searcher);

/* FAULT_STOP, FAULT_REINDEX: the asked language's index cannot be searched, and why. The answer refers to `request`. */
Answer *searcher_ask(Searcher *searcher, const Request *request, GError **error) G_GNUC_WARN_UNUSED_RESULT;

void answer_free(Answer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Answer, answer_free)
void searcher_free(Searcher *searcher);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Searcher, searcher_free)

G_END_DECLS

#endif
