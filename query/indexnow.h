/*
 * indexnow.h: pings, by which a site says which of its pages are new, changed or gone (IndexNow,
 * https://www.indexnow.org/documentation).
 *
 * A ping is checked and queued (shim/queue.h), nothing is fetched here: whoever drains the queue looks for
 * the key on the host, normalises the URLs and fetches them. Therefore what is taken is answered with 202,
 * received and the key yet to be validated, and never with 200. A ping is taken whole or not at all.
 */
#ifndef ISOGLOT_INDEXNOW_H
#define ISOGLOT_INDEXNOW_H

#include "query/gateway.h"
#include "shim/config.h"

G_BEGIN_DECLS

/* What a ping says, unchecked. Texts are valid UTF-8 without NUL. */
typedef struct {
    char *host;         /* as a POST names it; "" for a GET, which names none */
    char *key;          /* "" for none */
    char *key_location; /* URL of the key file, "" for none */
    GPtrArray *urls;    /* char*, each once, in the order in which they came */
    GHashTable *seen;   /* the same ones, to find them */
} Ping;

Ping *ping_new(void);
void ping_add_url(Ping *ping, const char *url); /* copies; one that is there already is passed over */
void ping_free(Ping *ping);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Ping, ping_free)

/*
 * May the ping be taken? In this order, by the code of the error (GATEWAY_STATUS):
 *
 *   403  its key is not that of the configuration, or the configuration has none
 *   422  it has more than LIMIT_INDEXNOW_URLS URLs; or one of them, or the key file, cannot be taken
 *
 * A URL can be taken that is absolute, http or https, of at most LIMIT_URL bytes, without user information,
 * white space, controls and backslashes; on a host about which pings are taken (config_takes_pings()), which
 * is the ping's host too; and, if a key file is named, on the host of that and below its folder.
 *
 * Keys are compared in a time that does not tell how much of one is right.
 */
gboolean ping_check(const Ping *ping, const Config *config, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * Answers GET ?url=…&key=…[&keyLocation=…] and POST of JSON (json.h): the HTTP status, and in *text one line
 * that says why; g_free(). A body is read of a POST of at most LIMIT_INDEXNOW_BODY only (gateway_read_body()).
 *
 *   202  queued, or waiting already         405  neither GET nor POST
 *   400  malformed                          411, 413  a POST without CONTENT_LENGTH, or too long
 *   403, 422  see ping_check()              429  too many: the queue is full, or LIMIT_INDEXNOW_RATE
 *   503  the ledger is busy or fails; only then *error is set, for the server's log
 */
guint indexnow_answer(const Config *config, Gateway *gateway, char **text, GError **error);

G_END_DECLS

#endif
