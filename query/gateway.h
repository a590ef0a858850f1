/*
 * gateway.h: a web server's request as this program meets it (RFC 3875), as CGI, as FastCGI or in a test.
 *
 * A gateway is made by who owns the connection (cgi_main.c) and lives for one request. What it says was written by the
 * visitor, HTTP_* above all: it is checked before it is used, and never given back as it came.
 */
#ifndef ISOGLOT_GATEWAY_H
#define ISOGLOT_GATEWAY_H

#include <glib.h>

#include "shim/error.h"

G_BEGIN_DECLS

typedef struct Gateway Gateway;
struct Gateway {
    const char *(*variable)(Gateway *gateway, const char *name); /* NULL: not set */
    gssize (*read)(Gateway *gateway, char *bytes, gsize n);      /* of the body; as read(2) */
    void (*write)(Gateway *gateway, const char *bytes, gsize n); /* of the answer; a visitor who has gone is no error */
    void (*finish)(Gateway *gateway); /* the answer is whole; what follows does not delay it. NULL: nothing is to be done */
};

/* A variable of the request; NULL: it is not set. It lives as long as the request. */
const char *gateway_variable(Gateway *gateway, const char *name);

/* Is this the request's method? */
gboolean gateway_is_method(Gateway *gateway, const char *method);

/* Errors whose code is the HTTP status that the visitor gets, and whose message may be shown. gateway_refuse() sets one
 * and is FALSE. */
#define GATEWAY_STATUS (gateway_status_quark())
GQuark gateway_status_quark(void);
gboolean gateway_refuse(GError **error, guint status, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* The answer is whole and may go to the visitor. */
void gateway_finish(Gateway *gateway);

/*
 * The body: exactly CONTENT_LENGTH bytes (*n), and a NUL behind them; g_free(). GATEWAY_STATUS: 411 without CONTENT_LENGTH,
 * 413 when that is more than `most`, 400 when it is no number or the body is shorter; nothing is read but for the last.
 */
char *gateway_read_body(Gateway *gateway, gsize most, gsize *n, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * The address below which the routes are, without a slash at its end ("https://www.example.org/find"), by what the server
 * says of itself: SERVER_NAME, SERVER_PORT, HTTPS, SCRIPT_NAME. NULL: it says none that can be one. g_free(). A server
 * without a name of its own takes Host for it: where that matters, the configuration says the address ([query] url).
 */
char *gateway_address(Gateway *gateway);

G_END_DECLS

#endif
