#include "indexer/response.h"

#include <string.h>

#include "indexer/http.h"
#include "indexer/url.h"
#include "shim/limits.h"

#define REDIRECTS 300, 301, 302, 303, 307, 308 /* 304 to 306 lead nowhere (RFC 9110 15.4) */

Response *response_new(const char *url)
{
    Response *r = g_new0(Response, 1);
    r->url = g_strdup(url);
    r->head = g_string_new(NULL);
    r->body = g_byte_array_new();
    r->retry_after = -1;
    return r;
}

void response_free(Response *r)
{
    g_free(r->url);
    g_string_free(r->head, TRUE);
    g_byte_array_unref(r->body);
    g_free(r->ip);
    g_free(r->redirect);
    g_free(r->etag);
    g_free(r->last_modified);
    g_free(r);
}

static gboolean is_redirect(guint status)
{
    static const guint redirects[] = {REDIRECTS};
    for (guint i = 0; i < G_N_ELEMENTS(redirects); i++)
        if (redirects[i] == status)
            return TRUE;
    return FALSE;
}

static char *find_redirect(const Response *r)
{
    if (!is_redirect(r->status))
        return NULL;
    g_autofree char *location = http_find_field(r->head->str, r->head->len, "Location");
    g_autofree char *text = location ? g_utf8_make_valid(location, -1) : NULL;
    return text ? url_resolve(r->url, text) : NULL;
}

/* A field that will go back in a request: no controls, which could begin another one. */
static char *find_validator(const Response *r, const char *name)
{
    g_autofree char *value = http_find_field(r->head->str, r->head->len, name);
    if (!value || !*value || strlen(value) > LIMIT_VALIDATOR || !g_utf8_validate(value, -1, NULL))
        return NULL;
    for (const char *p = value; *p; p++)
        if (g_ascii_iscntrl(*p))
            return NULL;
    return g_steal_pointer(&value);
}

static gint64 find_retry_after(const Response *r)
{
    g_autofree char *value = http_find_field(r->head->str, r->head->len, "Retry-After");
    if (!value)
        return -1;
    if (*value && !value[strspn(value, "0123456789")])
        return MIN(g_ascii_strtoull(value, NULL, 10), G_MAXINT32);
    gint64 then = http_parse_date(value);
    if (!then)
        return -1;
    g_autofree char *date = http_find_field(r->head->str, r->head->len, "Date");
    gint64 now = date ? http_parse_date(date) : 0;
    return CLAMP(then - (now ? now : r->fetched_at), 0, G_MAXINT32);
}

void response_read_head(Response *r)
{
    g_free(r->redirect);
    g_free(r->etag);
    g_free(r->last_modified);
    r->redirect = find_redirect(r);
    r->etag = find_validator(r, "ETag");
    r->last_modified = find_validator(r, "Last-Modified");
    r->retry_after = find_retry_after(r);
}

Page *response_page(const Response *r, GError **error)
{
    gsize ceiling = r->ceiling ? r->ceiling : LIMIT_PAGE;
    g_autoptr(Page) page = page_new();
    page->url = g_strdup(r->url);
    page->source = g_strdup(r->url);
    page->fetched_at = r->fetched_at;
    if (!http_read_message(r->head->str, r->head->len, r->body->data, r->body->len, ceiling, page, error)) {
        g_prefix_error(error, "cannot fetch '%s': ", r->url);
        return NULL;
    }
    if (!page->truncated)
        return g_steal_pointer(&page);
    if (g_bytes_get_size(page->body) == ceiling)
        g_set_error(error, FAULT, FAULT_SKIP,
                    "cannot fetch '%s': too large, its body has more than %zu bytes", r->url, ceiling);
    else
        g_set_error(error, FAULT, FAULT_RETRY, "cannot fetch '%s': its body ends early", r->url);
    return NULL;
}
