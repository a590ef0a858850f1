#include "indexer/http.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "indexer/inflate.h"
#include "shim/limits.h"

#define LONGEST_CHUNK_LINE 1024

/* How the body is wrapped; "" where it is not. */
typedef struct {
    char *transfer, *content;
} Codings;

static void codings_clear(Codings *c)
{
    g_free(c->transfer);
    g_free(c->content);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Codings, codings_clear)

/* Length of the head with its empty line; 0: it does not end. */
static gsize head_length(const guint8 *response, gsize n)
{
    n = MIN(n, LIMIT_HTTP_HEADER);
    for (gsize i = 0; i + 1 < n; i++) {
        if (response[i] != '\n')
            continue;
        if (response[i + 1] == '\n')
            return i + 2;
        if (response[i + 1] == '\r' && i + 2 < n && response[i + 2] == '\n')
            return i + 3;
    }
    return 0;
}

static void add_value(char **field, const char *between, const char *value)
{
    char *joined = *field ? g_strconcat(*field, between, value, NULL) : g_strdup(value);
    g_free(*field);
    *field = joined;
}

void http_read_content_type(const char *value, Page *page)
{
    g_free(page->media_type);
    page->media_type = g_ascii_strdown(value, strcspn(value, "; \t"));
    g_autofree char *lower = g_ascii_strdown(value, -1);
    const char *charset = strstr(lower, "charset=");
    if (!charset)
        return;
    charset += strlen("charset=");
    charset += *charset == '"' || *charset == '\'';
    g_free(page->charset);
    page->charset = g_strndup(charset, strcspn(charset, "\"'; \t"));
}

gint64 http_parse_date(const char *value)
{
    static const char *const forms[] = {"%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT",
                                        "%a %b %e %H:%M:%S %Y"};
    for (guint i = 0; i < G_N_ELEMENTS(forms); i++) {
        struct tm when = {0};
        const char *end = strptime(value, forms[i], &when);
        if (end && !*end)
            return timegm(&when);
    }
    return 0;
}

static void read_line(char *line, Page *page, Codings *codings)
{
    char *colon = strchr(line, ':');
    if (!colon)
        return;
    *colon = '\0';
    g_strchomp(line); /* some servers put white space before the colon */
    const char *value = g_strstrip(colon + 1);
    struct {
        const char *name;
        char **field;
        const char *between;
    } fields[] = {{"content-language", &page->content_language, ", "},
                  {"link", &page->link_header, ", "},
                  {"x-robots-tag", &page->robots_header, "\n"}, /* what is said to one robot ends with the header */
                  {"transfer-encoding", &codings->transfer, ", "},
                  {"content-encoding", &codings->content, ", "}};
    for (guint i = 0; i < G_N_ELEMENTS(fields); i++)
        if (g_ascii_strcasecmp(line, fields[i].name) == 0)
            add_value(fields[i].field, fields[i].between, value);
    if (g_ascii_strcasecmp(line, "content-type") == 0)
        http_read_content_type(value, page);
    if (g_ascii_strcasecmp(line, "last-modified") == 0)
        page->last_modified = http_parse_date(value);
}

/* A line that begins with white space continues the one before (RFC 9112 5.2). */
static void unfold(char *head)
{
    for (char *end = strchr(head, '\n'); end; end = strchr(end + 1, '\n'))
        if (end[1] == ' ' || end[1] == '\t') {
            *end = ' ';
            if (end > head && end[-1] == '\r')
                end[-1] = ' ';
        }
}

static gboolean read_head(const char *head, gsize n, Page *page, Codings *codings, GError **error)
{
    g_autofree char *raw = g_strndup(head, n);
    unfold(raw);
    g_autofree char *text = g_utf8_make_valid(raw, -1);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    const char *status = lines[0] ? strchr(lines[0], ' ') : NULL;
    if (!status || !g_str_has_prefix(lines[0], "HTTP/")) {
        g_set_error_literal(error, FAULT, FAULT_SKIP, "not an HTTP response");
        return FALSE;
    }
    page->http_status = strtoul(status, NULL, 10);
    for (char **line = lines + 1; *line && *g_strchomp(*line); line++)
        read_line(*line, page, codings);
    return TRUE;
}

char *http_find_field(const char *head, gsize n, const char *name)
{
    gsize name_n = strlen(name);
    const char *end = head + n;
    for (const char *line = memchr(head, '\n', n); line && ++line < end && *line != '\r' && *line != '\n';
         line = memchr(line, '\n', end - line)) {
        const char *newline = memchr(line, '\n', end - line);
        gsize line_n = (newline ? newline : end) - line;
        if (line_n > name_n && line[name_n] == ':' && g_ascii_strncasecmp(line, name, name_n) == 0)
            return g_strstrip(g_strndup(line + name_n + 1, line_n - name_n - 1));
    }
    return NULL;
}

gboolean http_read_head(const char *head, gsize n, Page *page, GError **error)
{
    g_auto(Codings) codings = {NULL, NULL};
    return read_head(head, n, page, &codings, error);
}

/* Length of a chunk's first line, its end included, and the size it gives; 0: not such a line (RFC 9112 7.1).
 */
static gsize chunk_line(const guint8 *body, gsize n, guint64 *size)
{
    const guint8 *newline = memchr(body, '\n', MIN(n, LONGEST_CHUNK_LINE));
    if (!newline || !g_ascii_isxdigit(*body))
        return 0;
    char *end; /* the newline stops the conversion */
    *size = g_ascii_strtoull((const char *)body, &end, 16);
    end += strspn(end, " \t");
    return *end == '\n' || *end == '\r' || *end == ';' ? (gsize)(newline + 1 - body) : 0;
}

/* Undoes chunked transfer coding; NULL: the body is not chunked. *cut: the last chunk is missing. */
static GByteArray *dechunk(const guint8 *body, gsize n, gboolean *cut)
{
    g_autoptr(GByteArray) out = g_byte_array_new();
    for (gsize at = 0, chunks = 0; at < n; chunks++) {
        guint64 size;
        gsize line = chunk_line(body + at, n - at, &size);
        if (!line && !chunks)
            return NULL;
        if (!line)
            break;
        if (size == 0)
            return g_steal_pointer(&out);
        at += line;
        g_byte_array_append(out, body + at, MIN(size, n - at));
        if (size > n - at)
            break;
        at += size;
        gsize end = at < n && body[at] == '\r' ? at + 1 : at;
        if (end < n && body[end] != '\n' && !chunks)
            return NULL; /* a text that happens to begin with a number */
        at = end < n && body[end] == '\n' ? end + 1 : at;
    }
    *cut = TRUE;
    return g_steal_pointer(&out);
}

/* Gives the page its body, the codings undone in the reverse of the order in which they were applied. */
static gboolean set_body(const Codings *c, const guint8 *body, gsize n, gsize ceiling, Page *page,
                         GError **error)
{
    g_autoptr(GByteArray) current = NULL;
    if (c->transfer && strcasestr(c->transfer, "chunked"))
        current = dechunk(body, n, &page->truncated);
    if (!current)
        g_byte_array_append(current = g_byte_array_new(), body, n);
    g_auto(GStrv) codings = g_strsplit(c->content ? c->content : "", ",", 4);
    for (guint i = g_strv_length(codings); i-- > 0 && current->len;) {
        gboolean part_cut;
        GByteArray *next =
            inflate_body(codings[i], current->data, current->len, ceiling, &part_cut, error);
        if (!next)
            return FALSE;
        page->truncated |= part_cut;
        g_byte_array_unref(current);
        current = next;
    }
    page->truncated |= current->len > ceiling;
    g_byte_array_set_size(current, MIN(current->len, ceiling));
    page->body = g_byte_array_free_to_bytes(g_steal_pointer(&current));
    return TRUE;
}

gboolean http_read_response(const guint8 *response, gsize n, Page *page, GError **error)
{
    g_auto(Codings) codings = {NULL, NULL};
    gsize body = 0;
    do { /* an interim response ("100 Continue") goes before the final one */
        gsize head = head_length(response + body, n - body);
        if (!head) {
            g_set_error_literal(error, FAULT, FAULT_SKIP, "not an HTTP response: its head does not end");
            return FALSE;
        }
        if (!read_head((const char *)response + body, head, page, &codings, error))
            return FALSE;
        body += head;
    } while (page->http_status / 100 == 1);
    return set_body(&codings, response + body, n - body, LIMIT_PAGE, page, error);
}

gboolean http_read_message(const char *head, gsize head_n, const guint8 *body, gsize n, gsize ceiling,
                           Page *page, GError **error)
{
    g_auto(Codings) codings = {NULL, NULL};
    if (!read_head(head, head_n, page, &codings, error))
        return FALSE;
    g_clear_pointer(&codings.transfer, g_free);
    return set_body(&codings, body, n, ceiling, page, error);
}
