#include "query/gateway.h"

#include <errno.h>
#include <string.h>

G_DEFINE_QUARK(gateway, gateway_status)

const char *gateway_variable(Gateway *g, const char *name)
{
    return g->variable(g, name);
}

gboolean gateway_is_method(Gateway *g, const char *method)
{
    return g_strcmp0(gateway_variable(g, "REQUEST_METHOD"), method) == 0;
}

void gateway_finish(Gateway *g)
{
    if (g->finish)
        g->finish(g);
}

gboolean gateway_refuse(GError **error, guint status, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *message = g_strdup_vprintf(format, args);
    va_end(args);
    g_set_error_literal(error, GATEWAY_STATUS, status, message);
    return FALSE;
}

static gboolean get_length(Gateway *g, gsize most, gsize *length, GError **error)
{
    const char *text = gateway_variable(g, "CONTENT_LENGTH");
    if (!text || !*text)
        return gateway_refuse(error, 411, "Content-Length is missing");
    if (strspn(text, "0123456789") != strlen(text))
        return gateway_refuse(error, 400, "Content-Length is not a number");
    guint64 n = g_ascii_strtoull(text, NULL, 10); /* what is too large for it is the largest */
    *length = n;
    return n <= most || gateway_refuse(error, 413, "more than %zu bytes", most);
}

static gboolean read_all(Gateway *g, char *bytes, gsize n, GError **error)
{
    while (n) {
        gssize got = g->read(g, bytes, n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return gateway_refuse(error, 400, "body is shorter than Content-Length");
        bytes += got;
        n -= got;
    }
    return TRUE;
}

char *gateway_read_body(Gateway *g, gsize most, gsize *n, GError **error)
{
    if (!get_length(g, most, n, error))
        return NULL;
    g_autofree char *bytes = g_malloc(*n + 1);
    bytes[*n] = '\0';
    return read_all(g, bytes, *n, error) ? g_steal_pointer(&bytes) : NULL;
}

static gboolean is_made_of(const char *text, const char *letters)
{
    return text && *text && strspn(text, letters) == strlen(text);
}

char *gateway_address(Gateway *g)
{
    const char *host = gateway_variable(g, "SERVER_NAME"), *port = gateway_variable(g, "SERVER_PORT"),
               *https = gateway_variable(g, "HTTPS"), *script = gateway_variable(g, "SCRIPT_NAME");
    gboolean is_https = https && *https && g_ascii_strcasecmp(https, "off") != 0;
    if (!is_made_of(host, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS ".-[]:") || !is_made_of(port, G_CSET_DIGITS))
        return NULL;
    gboolean is_usual = g_str_equal(port, is_https ? "443" : "80");
    g_autofree char *path = g_uri_escape_string(script ? script : "", "/", FALSE);
    gsize n = strlen(path);
    return g_strdup_printf("%s://%s%s%s%.*s", is_https ? "https" : "http", host, is_usual ? "" : ":",
                           is_usual ? "" : port, (int)(n && path[n - 1] == '/' ? n - 1 : n), path);
}
