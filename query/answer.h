/*
 * answer.h: an answer, as it is made by search.h and shown by render.h and json.h.
 */
#ifndef ISOGLOT_ANSWER_H
#define ISOGLOT_ANSWER_H

#include "query/request.h"

G_BEGIN_DECLS

/* The same page in another language. */
typedef struct {
    const LangProfile *lang;
    char *url;
} ResultAlternate;

/* A term of the query and what it gave to a result's score. */
typedef struct {
    char *term;      /* with its prefix */
    double weight;
    char *source;    /* the words of the query that were carried to it; NULL: it was asked for as it stands */
    const char *way; /* of carry.h: learned, title, shared …; with `source`, like the next */
    guint pairs;     /* page pairs that this was learned from; 0: it was not */
} Reason;

/* What one language's list said about a cluster that stands in a list of several (fuse.h). */
typedef struct {
    const LangProfile *lang;
    guint rank;   /* in that list, from 1; 0: the cluster has a page in the language, but not in its list */
    double score; /* 0 … 1 */
} BlendVote;

/* Why this one of a cluster's pages is shown. */
typedef enum {
    VERSION_ASKED, /* it is in the language that is asked for */
    VERSION_QUERY, /* there is none in that; it is in the language that the query is written in */
    VERSION_BEST,  /* there is none in either; it stands highest in the list of its language */
} Version;

/* One result; owns its strings. */
typedef struct {
    const LangProfile *lang;
    char *url, *title, *type, *section;
    GArray *snippet;              /* SnippetPart */
    gint64 date;                  /* RECORD_DATE_UNKNOWN: none */
    double score;                 /* comparable within its language only; of several languages: within the list */
    guint rank, rank_in_language; /* from 1 */
    gint64 cluster;               /* its id in the ledger; 0: it is in none */
    double authority;             /* of the cluster, as a multiple of the mean */
    GArray *alternates;           /* ResultAlternate, in the order of the language bar; NULL: none */
    Version version;
    char *notice;                 /* that the page is not there in the asked language, but where; NULL: it is */
    GArray *reasons;              /* Reason, the heaviest first, when asked to explain; or NULL */
    GArray *votes;                /* BlendVote, likewise; NULL: one language was asked */
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
    const char *code; /* query-cut, wildcard, language-missing, elsewhere */
    char *text;       /* in the request's language */
} Notice;

/* What was wrong with a query that another one was searched for instead (query/rescue.h). */
typedef enum {
    RESCUE_SPELLING,
    RESCUE_LAYOUT,          /* typed with another keyboard layout active */
    RESCUE_TRANSLITERATION, /* typed in the letters of another script */
    RESCUE_TRANSLATION,     /* written in another language */
} RescueKind;

/* Matches in a language. */
typedef struct {
    const LangProfile *lang;
    guint64 total;
} FoundIn;

typedef struct {
    const Request *request;
    const LangProfile *tongue;  /* that the query is written in; NULL: of an answer that was not asked for */
    guint64 total;
    guint64 reachable;          /* results that can be turned to, page by page */
    gboolean total_is_estimate;
    char *corrected;        /* the query that was searched instead of the one typed, or NULL */
    RescueKind corrected_kind; /* why; with `corrected` */
    guint64 original_total; /* what the typed one would have found; with `corrected` */
    gint64 took_us;
    GPtrArray *results;   /* Result* */
    GPtrArray *elsewhere; /* Result*: clusters that have no page in the asked language, but answer */
    GArray *found_in;     /* FoundIn: when there are no results, what other languages have */
    GArray *facets;       /* Facet */
    GArray *notices;      /* Notice */
    gsize snippet_work;   /* bytes that may still be analysed for snippets (LIMIT_SNIPPET_WORK) */
} Answer;

/* An answer without results; it refers to `request`. */
Answer *answer_new(const Request *request);

void answer_add_notice(Answer *answer, const char *code, char *text); /* takes text */

Result *result_new(const LangProfile *lang);
void result_add_alternate(Result *result, const LangProfile *lang, const char *url);

/* The languages that it can be read in, its own and those of its alternates, in the order of the language bar. */
GPtrArray *result_languages(const Result *result);

void result_free(Result *result);
void answer_free(Answer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Answer, answer_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Result, result_free)

G_END_DECLS

#endif
