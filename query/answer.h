/*
 * answer.h: an answer, as it is made by search.h and shown by render.h and json.h.
 */
#ifndef ISOGLOT_ANSWER_H
#define ISOGLOT_ANSWER_H

#include "query/request.h"

G_BEGIN_DECLS

/* One result; owns its strings. */
typedef struct {
    const LangProfile *lang;
    char *url, *title, *type, *section, *group;
    GArray *snippet;              /* SnippetPart */
    gint64 date;                  /* RECORD_DATE_UNKNOWN: none */
    double score;                 /* comparable within its language only */
    guint rank, rank_in_language; /* from 1 */
    GArray *terms;                /* IndexTermWeight, the heaviest first, when asked to explain; or NULL */
} Result;

typedef struct {
    const char *slot; /* section, type, year */
    GArray *values;   /* FacetValue */
} Facet;

typedef struct {
    char *value;
    guint count;
} FacetValue;

typedef struct {
    const char *code; /* query-cut, wildcard, language-missing */
    char *text;       /* in the request's language */
} Notice;

/* What was wrong with a query that another one was searched for instead (query/rescue.h). */
typedef enum {
    RESCUE_SPELLING,
    RESCUE_LAYOUT,          /* typed with another keyboard layout active */
    RESCUE_TRANSLITERATION, /* typed in the letters of another script */
    RESCUE_TRANSLATION,     /* written in another language */
} RescueKind;

typedef struct {
    const Request *request;
    guint64 total;
    gboolean total_is_estimate;
    char *corrected;        /* the query that was searched instead of the one typed, or NULL */
    RescueKind corrected_kind; /* why; with `corrected` */
    guint64 original_total; /* what the typed one would have found; with `corrected` */
    gint64 took_us;
    GPtrArray *results;   /* Result* */
    GPtrArray *elsewhere; /* Result*, other languages; filled from clusters */
    GArray *facets;       /* Facet */
    GArray *notices;      /* Notice */
    gsize snippet_work;   /* bytes that may still be analysed for snippets (LIMIT_SNIPPET_WORK) */
} Answer;

/* An answer without results; it refers to `request`. */
Answer *answer_new(const Request *request);

void answer_add_notice(Answer *answer, const char *code, char *text); /* takes text */

void result_free(Result *result);
void answer_free(Answer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Answer, answer_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Result, result_free)

G_END_DECLS

#endif
