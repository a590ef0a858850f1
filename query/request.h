/*
 * request.h: what is asked, from a query string or a command line; checked and capped.
 */
#ifndef ISOGLOT_REQUEST_H
#define ISOGLOT_REQUEST_H

#include <glib.h>

#include "langs/lang.h"
#include "shim/index.h"
#include "shim/record.h"

G_BEGIN_DECLS

typedef struct Representation Representation; /* query/represent.h */

typedef struct {
    char *query;               /* as typed: valid UTF-8 without control characters, at most LIMIT_QUERY bytes */
    const LangProfile *lang;
    const LangProfile *tongue; /* that the query is written in; NULL: to be found out (query/tongue.h) */
    guint page, per_page;      /* from 1; 1 … LIMIT_PER_PAGE */
    IndexSort sort;
    char *section, *type, *site; /* "" for any */
    gint64 after, before;      /* seconds since 1970, or RECORD_DATE_UNKNOWN */
    const Representation *form; /* of the answer; NULL: nobody said */
    gboolean all_languages, explain;
    gboolean is_run;           /* results are listed, no more: without snippets, nor what other languages have */
    gboolean is_literal;       /* spelling=0: what was typed is searched, whatever the site has */
} Request;

Request *request_new(const LangProfile *lang);
void request_free(Request *request);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Request, request_free)

/*
 * A request from QUERY_STRING, Accept-Language and Accept (each may be NULL), for a site in `languages`. FAULT_SKIP: it
 * is malformed (ill-formed percent-encoding or UTF-8, too long, a number or language that does not exist): answer 400.
 */
Request *request_parse(const char *query_string, const char *accept_language, const char *accept,
                       const GPtrArray *languages, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A name or value of application/x-www-form-urlencoded; NULL for ill-formed escapes, NUL or UTF-8. g_free(). */
char *request_decode(const char *text);

/* Makes a query safe to carry around: control characters become spaces, ends are trimmed, cut at LIMIT_QUERY. g_free() */
char *request_clean_query(const char *query);

/* Seconds since 1970 of YYYY, YYYY-MM or YYYY-MM-DD; RECORD_DATE_UNKNOWN: not a date. */
gint64 request_parse_date(const char *text);

/* The request as a query string with one parameter changed (value NULL: left out), percent-encoded. g_free(). */
char *request_link(const Request *request, const char *parameter, const char *value);

G_END_DECLS

#endif
