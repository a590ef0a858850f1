#include <stdlib.h>
#include <string.h>

#include "indexer/inflate.h"
#include "indexer/url.h"
#include "indexer/warc.h"
#include "shim/limits.h"

/* Length of the header block with its empty line; 0: it does not end. */
static gsize header_length(const GByteArray *block)
{
    gsize n = MIN(block->len, LIMIT_HTTP_HEADER);
    for (gsize i = 0; i + 1 < n; i++) {
        if (block->data[i] != '\n')
            continue;
        if (block->data[i + 1] == '\n')
            return i + 2;
        if (block->data[i + 1] == '\r' && i + 2 < n && block->data[i + 2] == '\n')
            return i + 3;
    }
    return 0;
}

static void add_header(char **field, const char *value)
{
    char *joined = *field ? g_strconcat(*field, ", ", value, NULL) : g_strdup(value);
    g_free(*field);
    *field = joined;
}

/* "text/html; charset=utf-8" into media type and charset. */
static void read_content_type(Page *page, const char *value)
{
    g_free(page->media_type);
    g_autofree char *type = g_ascii_strdown(value, strcspn(value, "; \t"));
    page->media_type = g_strdup(type);
    g_autofree char *lower = g_ascii_strdown(value, -1);
    const char *charset = strstr(lower, "charset=");
    if (!charset)
        return;
    charset += strlen("charset=");
    charset += *charset == '"';
    g_free(page->charset);
    page->charset = g_strndup(charset, strcspn(charset, "\"; \t"));
}

typedef struct {
    char *transfer, *content;
} Encodings;

static void read_header(Page *page, char *line, Encodings *encodings)
{
    char *colon = strchr(line, ':');
    if (!colon)
        return;
    *colon = '\0';
    const char *value = g_strstrip(colon + 1);
    struct {
        const char *name;
        char **field;
    } fields[] = {{"content-language", &page->content_language}, {"link", &page->link_header},
                  {"x-robots-tag", &page->robots_header},       {"transfer-encoding", &encodings->transfer},
                  {"content-encoding", &encodings->content}};
    for (guint i = 0; i < G_N_ELEMENTS(fields); i++)
        if (g_ascii_strcasecmp(line, fields[i].name) == 0)
            add_header(fields[i].field, value);
    if (g_ascii_strcasecmp(line, "content-type") == 0)
        read_content_type(page, value);
}

/* Undoes chunked transfer coding (RFC 9112 7.1); a body that was stored without it comes back as it is. */
static GByteArray *dechunk(const guint8 *body, gsize n)
{
    g_autoptr(GByteArray) out = g_byte_array_new();
    gsize at = 0;
    while (at < n) {
        char *end;
        const char *line = (const char *)body + at;
        const guint8 *newline = memchr(line, '\n', MIN(n - at, 1024));
        guint64 size = newline && g_ascii_isxdigit(*line) ? g_ascii_strtoull(line, &end, 16) : 0;
        gsize data = newline ? (gsize)(newline + 1 - body) : n;
        if (!newline || !g_ascii_isxdigit(*line) || !strchr("\r\n; ", *end) || size > n)
            return out->len ? g_steal_pointer(&out) : NULL;
        if (size == 0)
            break;
        g_byte_array_append(out, body + data, MIN(size, n - data));
        at = data + size;
        while (at < n && (body[at] == '\r' || body[at] == '\n'))
            at++;
    }
    return g_steal_pointer(&out);
}

/* The codings, undone in the reverse of the order in which they were applied. */
static GByteArray *decode(const Encodings *e, const guint8 *body, gsize n, gboolean *cut, GError **error)
{
    g_autoptr(GByteArray) current = NULL;
    if (e->transfer && strstr(e->transfer, "chunked"))
        current = dechunk(body, n);
    if (!current)
        g_byte_array_append(current = g_byte_array_new(), body, n);
    g_auto(GStrv) codings = g_strsplit(e->content ? e->content : "", ",", 4);
    for (guint i = g_strv_length(codings); i-- > 0;) {
        gboolean part_cut;
        GByteArray *next = inflate_body(codings[i], current->data, current->len, LIMIT_PAGE, &part_cut, error);
        if (!next)
            return NULL;
        *cut |= part_cut;
        g_byte_array_unref(current);
        current = next;
    }
    *cut |= current->len > LIMIT_PAGE;
    g_byte_array_set_size(current, MIN(current->len, LIMIT_PAGE));
    return g_steal_pointer(&current);
}

static gboolean read_http(Page *page, const GByteArray *block, GError **error)
{
    gsize head = header_length(block);
    if (!head || memcmp(block->data, "HTTP/", 5) != 0) {
        g_set_error_literal(error, FAULT, FAULT_SKIP, "not an HTTP response");
        return FALSE;
    }
    g_autofree char *raw = g_strndup((char *)block->data, head);
    g_autofree char *text = g_utf8_make_valid(raw, -1);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    const char *status = strchr(lines[0], ' ');
    page->http_status = status ? atoi(status) : 0;
    Encodings encodings = {NULL, NULL};
    for (char **line = lines + 1; *line; line++)
        read_header(page, *line, &encodings);
    g_autoptr(GByteArray) body = decode(&encodings, block->data + head, block->len - head, &page->truncated, error);
    g_free(encodings.transfer);
    g_free(encodings.content);
    if (body)
        page->body = g_byte_array_free_to_bytes(g_steal_pointer(&body));
    return page->body != NULL;
}

Page *warc_page(const WarcRecord *record, GError **error)
{
    g_autoptr(Page) page = page_new();
    page->url = url_resolve(NULL, record->url);
    if (!page->url) {
        g_set_error(error, FAULT, FAULT_SKIP, "not an http or https URL: '%s'", record->url);
        return NULL;
    }
    page->fetched_at = record->date;
    page->truncated = record->truncated;
    if (g_str_has_prefix(record->content_type, "application/http"))
        return read_http(page, record->block, error) ? g_steal_pointer(&page) : NULL;
    read_content_type(page, record->content_type);
    page->http_status = 200;
    page->body = g_bytes_new(record->block->data, record->block->len);
    return g_steal_pointer(&page);
}
