#include "query/reply.h"

#include <string.h>

const char *reply_reason(guint status)
{
    static const struct {
        guint status;
        const char *text;
    } reasons[] = {
        {200, "OK"},
        {202, "Accepted"},
        {204, "No Content"},
        {301, "Moved Permanently"},
        {304, "Not Modified"},
        {400, "Bad Request"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {411, "Length Required"},
        {413, "Content Too Large"},
        {414, "URI Too Long"},
        {422, "Unprocessable Content"},
        {429, "Too Many Requests"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(reasons); i++)
        if (reasons[i].status == status)
            return reasons[i].text;
    return "Service Unavailable";
}

/* Weak comparison (RFC 9110, 8.8.3.2) of a tag with a list, "*" being any. */
static gboolean has_tag(const char *list, const char *tag)
{
    g_auto(GStrv) tags = g_strsplit(list ? list : "", ",", -1);
    for (char **t = tags; *t; t++) {
        const char *one = g_strstrip(*t);
        one += g_str_has_prefix(one, "W/") ? 2 : 0;
        if (g_str_equal(one, tag + (g_str_has_prefix(tag, "W/") ? 2 : 0)) || g_str_equal(one, "*"))
            return TRUE;
    }
    return FALSE;
}

gboolean reply_is_known(const Reply *r, Gateway *g)
{
    return r->etag && (gateway_is_method(g, "GET") || gateway_is_method(g, "HEAD")) &&
           has_tag(gateway_variable(g, "HTTP_IF_NONE_MATCH"), r->etag);
}

/* The visitor's origin is given back in the configuration's own words. */
static void add_origin(GString *out, Gateway *g, char *const *origins)
{
    const char *origin = gateway_variable(g, "HTTP_ORIGIN");
    for (; origins && origin && *origins; origins++)
        if (g_str_equal(*origins, origin))
            g_string_append_printf(out, "Access-Control-Allow-Origin: %s\r\n", *origins);
}

/* What a page may do; nothing inline, nothing of others but `assets`. */
static void add_policy(GString *out, char *const *assets)
{
    g_autofree char *others = assets ? g_strjoinv(" ", (char **)assets) : g_strdup("");
    g_string_append(out, "Content-Security-Policy: default-src 'none'");
    static const char *const kinds[] = {"style", "script", "img", "font", "connect"};
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
        g_string_append_printf(out, "; %s-src 'self'%s%s", kinds[i], *others ? " " : "", others);
    g_string_append(out, "; form-action 'self'; base-uri 'none'; frame-ancestors 'self'\r\n"
                         "X-Content-Type-Options: nosniff\r\nReferrer-Policy: same-origin\r\n");
}

static void add_headers(GString *out, const Reply *r, Gateway *g, char *const *origins)
{
    g_string_append_printf(out, "Status: %u %s\r\n", r->status, reply_reason(r->status));
    if (r->status != 304 && r->status != 204)
        g_string_append_printf(out, "Content-Type: %s\r\nContent-Length: %zu\r\n", r->type, r->n);
    if (r->lang)
        g_string_append_printf(out, "Content-Language: %s\r\n", lang_code(r->lang));
    if (r->etag)
        g_string_append_printf(out, "ETag: %s\r\n", r->etag);
    if (r->location)
        g_string_append_printf(out, "Location: %s\r\n", r->location);
    if (r->allow)
        g_string_append_printf(out, "Allow: %s\r\n", r->allow);
    if (r->retry_s)
        g_string_append_printf(out, "Retry-After: %u\r\n", r->retry_s);
    g_string_append_printf(out, "Vary: Accept, Accept-Language%s\r\nCache-Control: %s\r\n",
                           origins && *origins ? ", Origin" : "", r->caching ? r->caching : "no-cache");
    add_origin(out, g, origins);
    add_policy(out, r->assets);
    g_string_append(out, "\r\n");
}

void reply_clear(Reply *r)
{
    g_clear_pointer(&r->body, g_free);
    g_clear_pointer(&r->etag, g_free);
    g_clear_pointer(&r->location, g_free);
}

void reply_send(Reply *r, Gateway *g, char *const *origins)
{
    g_autoptr(GString) head = g_string_new(NULL);
    if (r->body && !r->n)
        r->n = strlen(r->body);
    if (r->status == 200 && reply_is_known(r, g))
        r->status = 304;
    add_headers(head, r, g, origins);
    g->write(g, head->str, head->len);
    if (r->n && r->status != 304 && !gateway_is_method(g, "HEAD"))
        g->write(g, r->body, r->n);
    reply_clear(r);
}
