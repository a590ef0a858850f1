/*
 * cgi.h: one request of the web, answered (RFC 3875). Routes are PATH_INFO.
 */
#ifndef ISOGLOT_CGI_H
#define ISOGLOT_CGI_H

#include <stdio.h>

#include "query/search.h"

G_BEGIN_DECLS

/* Looks up a CGI variable; NULL when it is not set. */
typedef const char *(*CgiVariable)(const char *name);

/* Answers the request that `variable` describes, and whose body can be read from the file descriptor `in`, on `out`: headers
 * with Status, empty line, body; always. FALSE: the answer was 503, and why, for the server's log; visitors are not told. */
gboolean cgi_answer(Searcher *searcher, const Config *config, CgiVariable variable, int in, FILE *out, GError **error);

G_END_DECLS

#endif
