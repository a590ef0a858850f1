/*
 * cgi.h: one request of the web, answered (RFC 3875). Routes are PATH_INFO: one table, in cgi.c. Who adds one writes a
 * RouteFunc in a file of his own and a row there.
 */
#ifndef ISOGLOT_CGI_H
#define ISOGLOT_CGI_H

#include "query/reply.h"

G_BEGIN_DECLS

typedef struct VisitCount VisitCount;   /* query/visits.h */
typedef struct KeptReplies KeptReplies; /* query/kept.h */

/* What a process answers from. */
typedef struct {
    Searcher *searcher;
    const Config *config;
    KeptReplies *kept; /* of searches, which may be answered by them; NULL: each is made */
} CgiSite;

/* A request, as its route sees it. */
typedef struct {
    Gateway *gateway;
    Searcher *searcher;
    const Config *config;
    KeptReplies *kept; /* or NULL */
    const char *path; /* PATH_INFO; "/search" when there is none */
    guint64 stamp;    /* of what is searched (searcher_refresh()) */
    VisitCount *count; /* what it is counted as, after it was answered */
} Visit;

/* Fills the reply, whose status is 200 before. *error: what was wrong, for the server's log; the visitor is not told. */
typedef void RouteFunc(const Visit *visit, Reply *reply, GError **error);

/* Makes the reply an error with the message of key `key`, in the form that the visitor understands (represent.h). */
void visit_fail(const Visit *visit, guint status, const char *key, Reply *reply);

/* The language asked for, by `lang=` if that is right, else by Accept-Language. */
const LangProfile *visit_language(const Visit *visit);

/* The address below which the routes are: [query] url, else what the server says (gateway_address()), else "". g_free() */
char *visit_address(const Visit *visit);

/* Answers the request: headers with Status, empty line, body; always. *error: what the server's log should have, whatever was
 * answered. FALSE: the answer was 503, or it was not counted. */
gboolean cgi_answer(const CgiSite *site, Gateway *gateway, GError **error);

/* Answers with 503 and Retry-After, at next to no cost: more is asked than can be answered soon. */
void cgi_refuse(const CgiSite *site, Gateway *gateway);

G_END_DECLS

#endif
