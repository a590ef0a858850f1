/*
 * reply.h: what a route answers with, and how it is sent: status, headers, body.
 *
 * Every reply has a policy that forbids what the page does not need, no sniffing and no referrer to others. A reply whose
 * `etag` the visitor has already is sent as 304, one to HEAD without its body.
 */
#ifndef ISOGLOT_REPLY_H
#define ISOGLOT_REPLY_H

#include "query/gateway.h"
#include "query/search.h"

G_BEGIN_DECLS

/* All but `status` and `type` may be left 0. */
typedef struct {
    guint status;
    const char *type;        /* Content-Type; a constant */
    const LangProfile *lang; /* Content-Language, or NULL */
    const char *caching;     /* Cache-Control; NULL: no-cache, ask whether it has changed */
    char *etag;              /* with its quotes, or NULL; owned */
    char *location;          /* Location of 301, relative, without anything of the visitor's; or NULL; owned */
    char *body;              /* owned; NULL: empty */
    gsize n;                 /* bytes of the body; 0: up to its NUL */
    guint retry_s;           /* Retry-After; 0: none */
    const char *allow;       /* Allow; NULL: none */
    char *const *assets;     /* other sites whose styles, scripts, fonts and images the page may have; NULL: none */
} Reply;

/* The words of a status ("Not Found"). */
const char *reply_reason(guint status);

/* Has the visitor what `etag` names (If-None-Match of GET or HEAD)? Then the body need not be made. */
gboolean reply_is_known(const Reply *reply, Gateway *gateway);

/* Frees what the reply owns; it owns nothing then. */
void reply_clear(Reply *reply);

/* Whom a reply is for: methods, validators and origins are those of the request. `origins`: other sites whose pages may
 * read it (CORS, by the configuration). Clears the reply. */
void reply_send(Reply *reply, Gateway *gateway, char *const *origins);

G_END_DECLS

#endif
