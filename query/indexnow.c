#include "query/indexnow.h"

#include <string.h>

#include "langs/uni.h"
#include "query/json.h"
#include "shim/limits.h"
#include "shim/queue.h"

/* ------------------------------------------------------------------ pings */

Ping *ping_new(void)
{
    Ping *p = g_new0(Ping, 1);
    p->host = g_strdup("");
    p->key = g_strdup("");
    p->key_location = g_strdup("");
    p->urls = g_ptr_array_new_with_free_func(g_free);
    p->seen = g_hash_table_new(g_str_hash, g_str_equal);
    return p;
}

void ping_add_url(Ping *p, const char *url)
{
    if (g_hash_table_contains(p->seen, url))
        return;
    char *copy = g_strdup(url);
    g_ptr_array_add(p->urls, copy);
    g_hash_table_add(p->seen, copy);
}

void ping_free(Ping *p)
{
    g_free(p->host);
    g_free(p->key);
    g_free(p->key_location);
    g_hash_table_unref(p->seen);
    g_ptr_array_unref(p->urls);
    g_free(p);
}

/* ------------------------------------------------------------------ checks */

/* Digests are compared, all of them: neither how long the key is nor where it differs changes the time. */
static gboolean is_key(const char *key, const char *configured)
{
    g_autofree char *a = g_compute_checksum_for_string(G_CHECKSUM_SHA256, key, -1);
    g_autofree char *b = g_compute_checksum_for_string(G_CHECKSUM_SHA256, configured, -1);
    guint difference = !*configured;
    for (gsize i = 0; a[i]; i++)
        difference |= a[i] ^ b[i];
    return difference == 0;
}

/* Where a URL is. */
typedef struct {
    char *host; /* lower case, ASCII; an IPv6 address in brackets */
    guint port;
    char *path;
} Place;

static void place_clear(Place *p)
{
    g_free(p->host);
    g_free(p->path);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Place, place_clear)

/* Has it only what GUri and browsers read alike? */
static gboolean is_plain(const char *url)
{
    for (const char *p = url; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (c == '\\' || g_unichar_iscntrl(c) || g_unichar_isspace(c))
            return FALSE;
    }
    return strlen(url) <= LIMIT_URL;
}

/* FALSE: it cannot be taken. */
static gboolean find_place(const char *url, Place *place)
{
    g_autofree char *scheme = NULL, *user = NULL, *host = NULL;
    int port;
    if (!is_plain(url) ||
        !g_uri_split(url, G_URI_FLAGS_PARSE_RELAXED | G_URI_FLAGS_ENCODED | G_URI_FLAGS_NON_DNS, &scheme,
                     &user, &host, &port, &place->path, NULL, NULL, NULL))
        return FALSE;
    gboolean is_https = g_ascii_strcasecmp(scheme ? scheme : "", "https") == 0;
    if ((!is_https && g_ascii_strcasecmp(scheme ? scheme : "", "http") != 0) || user || !host || !*host)
        return FALSE;
    g_autoptr(GString) name = g_string_new(NULL);
    g_autofree char *decoded = g_uri_unescape_string(host, NULL); /* GUri encodes what is not ASCII */
    if (strchr(host, ':'))
        g_string_printf(name, "[%s]", host);
    else if (!decoded || strpbrk(decoded, "%:@/?#[]") || !uni_domain_to_ascii(decoded, name))
        return FALSE;
    place->host = g_ascii_strdown(name->str, -1);
    place->port = port > 0 ? (guint)port : is_https ? 443 : 80;
    return TRUE;
}

/* Is it the host that the ping names, with or without a port? */
static gboolean is_named(const Place *place, const char *named)
{
    g_autofree char *with_port = g_strdup_printf("%s:%u", place->host, place->port);
    g_autoptr(GString) host = g_string_new(NULL);
    return uni_domain_to_ascii(named, host) &&
           (g_str_equal(host->str, place->host) || g_str_equal(host->str, with_port));
}

/* Finds the place of a URL, on a host of the configuration and of the ping; `what` is its name. */
static gboolean check_url(const char *url, const char *what, const Ping *ping, const Config *config,
                          Place *place, GError **error)
{
    if (!find_place(url, place))
        return gateway_refuse(error, 422, "%s: not an http or https URL that can be taken", what);
    if (!config_takes_pings(config, place->host, place->port))
        return gateway_refuse(error, 422, "%s: not on a host about which pings are taken", what);
    return !*ping->host || is_named(place, ping->host) ||
           gateway_refuse(error, 422, "%s: not on the host of the ping", what);
}

/* Dot segments, plain or encoded, lead out of a folder, whose path has n bytes. */
static gboolean is_below(const char *path, const char *folder, gsize n)
{
    if (n <= 1)
        return TRUE;
    g_autofree char *plain = g_uri_unescape_string(path, NULL);
    g_autofree char *closed = plain ? g_strconcat(plain, "/", NULL) : NULL;
    return closed && strncmp(path, folder, n) == 0 && !strstr(closed, "/../");
}

/* A key file is for the URLs of its host below its folder (IndexNow, "Verifying ownership", option 2). */
static gboolean check_urls(const Ping *ping, const Config *config, const Place *key_file, GError **error)
{
    const char *slash = key_file->path ? strrchr(key_file->path, '/') : NULL;
    gsize folder = slash ? slash + 1 - key_file->path : 0;
    for (guint i = 0; i < ping->urls->len; i++) {
        g_auto(Place) place = {0};
        g_autofree char *what = g_strdup_printf("URL %u", i + 1);
        if (!check_url(g_ptr_array_index(ping->urls, i), what, ping, config, &place, error))
            return FALSE;
        if (key_file->host &&
            (!g_str_equal(place.host, key_file->host) || !is_below(place.path, key_file->path, folder)))
            return gateway_refuse(error, 422, "%s: not on the host or not below the folder of the key file", what);
    }
    return TRUE;
}

gboolean ping_check(const Ping *ping, const Config *config, GError **error)
{
    g_auto(Place) key_file = {0};
    if (!is_key(ping->key, config->indexnow_key))
        return gateway_refuse(error, 403, *ping->key ? "wrong key" : "no key");
    if (ping->urls->len > LIMIT_INDEXNOW_URLS)
        return gateway_refuse(error, 422, "more than %d URLs", LIMIT_INDEXNOW_URLS);
    if (*ping->key_location && !check_url(ping->key_location, "keyLocation", ping, config, &key_file, error))
        return FALSE;
    return check_urls(ping, config, &key_file, error);
}

/* ------------------------------------------------------------------ requests */

static gboolean read_pair(Ping *ping, char *pair, GError **error)
{
    char *equals = strchr(pair, '=');
    if (equals)
        *equals++ = '\0';
    g_autofree char *name = request_decode(pair), *value = request_decode(equals ? equals : "");
    if (!name || !value)
        return gateway_refuse(error, 400, "ill-formed encoding in the query string");
    char **field = g_str_equal(name, "key")           ? &ping->key
                   : g_str_equal(name, "keyLocation") ? &ping->key_location
                                                      : NULL;
    gboolean is_url = g_str_equal(name, "url");
    if ((field && **field) || (is_url && ping->urls->len))
        return gateway_refuse(error, 400, "'%s' is given twice", name);
    if (is_url && *value)
        ping_add_url(ping, value);
    if (field) {
        g_free(*field);
        *field = g_steal_pointer(&value);
    }
    return TRUE;
}

static Ping *parse_query(const char *query, GError **error)
{
    g_autoptr(Ping) ping = ping_new();
    g_auto(GStrv) pairs = g_strsplit(query, "&", LIMIT_PARAMETERS + 1);
    gboolean ok = strlen(query) <= LIMIT_QUERY_STRING || gateway_refuse(error, 400, "query string is too long");
    ok = ok && (g_strv_length(pairs) <= LIMIT_PARAMETERS || gateway_refuse(error, 400, "too many parameters"));
    for (char **pair = pairs; ok && *pair; pair++)
        ok = read_pair(ping, *pair, error);
    ok = ok && (ping->urls->len || gateway_refuse(error, 400, "'url' is missing"));
    return ok ? g_steal_pointer(&ping) : NULL;
}

static Ping *read_post(Gateway *gateway, GError **error)
{
    gsize n = 0;
    g_autofree char *bytes = gateway_read_body(gateway, LIMIT_INDEXNOW_BODY, &n, error);
    return bytes ? json_parse_ping(bytes, n, error) : NULL;
}

static Ping *read_ping(Gateway *gateway, GError **error)
{
    const char *method = gateway_variable(gateway, "REQUEST_METHOD"), *query = gateway_variable(gateway, "QUERY_STRING");
    if (!method || g_str_equal(method, "GET"))
        return parse_query(query ? query : "", error);
    if (g_str_equal(method, "POST"))
        return read_post(gateway, error);
    gateway_refuse(error, 405, "neither GET nor POST");
    return NULL;
}

/* ------------------------------------------------------------------ answers */

static gboolean queue_ping(const Ping *ping, const Config *config, guint *queued, GError **error)
{
    g_autoptr(Ledger) ledger = ledger_open(config->data, LEDGER_WRITE, error);
    g_autoptr(GError) cause = NULL;
    if (!ledger)
        return FALSE;
    if (queue_put_ping(ledger, ping->urls, ping->key, ping->key_location, g_get_real_time(), queued, &cause))
        return ledger_commit(ledger, error);
    if (g_error_matches(cause, FAULT, FAULT_SKIP))
        return gateway_refuse(error, 429, "%s", cause->message);
    g_propagate_error(error, g_steal_pointer(&cause));
    return FALSE;
}

static char *take(const Config *config, Gateway *gateway, GError **error)
{
    guint queued;
    g_autoptr(Ping) ping = read_ping(gateway, error);
    if (!ping || !ping_check(ping, config, error) || !queue_ping(ping, config, &queued, error))
        return NULL;
    return g_strdup_printf("received: %u queued, %u waiting already\n", queued, ping->urls->len - queued);
}

/* The reason as one line, whatever of the ping stands in it. */
static char *one_line(const char *message)
{
    char *valid = g_utf8_make_valid(message, -1);
    for (char *p = valid; *p; p++)
        if (g_ascii_iscntrl(*p))
            *p = ' ';
    char *line = g_strconcat(valid, "\n", NULL);
    g_free(valid);
    return line;
}

guint indexnow_answer(const Config *config, Gateway *gateway, char **text, GError **error)
{
    g_autoptr(GError) cause = NULL;
    *text = take(config, gateway, &cause);
    if (*text)
        return 202;
    gboolean is_status = cause->domain == GATEWAY_STATUS,
             is_malformed = g_error_matches(cause, FAULT, FAULT_SKIP);
    *text = one_line(is_status || is_malformed ? cause->message : "cannot be taken now");
    guint status = is_status ? (guint)cause->code : is_malformed ? 400 : 503;
    if (status == 503)
        g_propagate_error(error, g_steal_pointer(&cause));
    return status;
}
