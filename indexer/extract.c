#include "indexer/extract.h"

#include <string.h>

#include "indexer/extract_html.h"
#include "indexer/fingerprint.h"
#include "indexer/link_header.h"
#include "indexer/robots_meta.h"
#include "indexer/symbol.h"
#include "langs/charset.h"
#include "shim/limits.h"

/* A format: the file endings and media types it is known by, the type it is indexed as, and its reader. */
typedef struct {
    const char *type;
    const char *media_types[4];
    const char *endings[5];
    void (*read)(const Page *page, const char *text, gsize n, Document *document);
} Format;

/* Lines are the blocks of a text without markup. */
static guint64 fingerprint_lines(const char *text, gsize n)
{
    g_autoptr(Fingerprint) f = fingerprint_new();
    for (const char *p = text, *end = text + n, *next; p < end; p = next) {
        const char *line_end = memchr(p, '\n', end - p);
        next = line_end ? line_end + 1 : end;
        fingerprint_text(f, p, next - p);
        fingerprint_break(f);
    }
    return fingerprint_finish(f);
}

static void read_text(const Page *page, const char *text, gsize n, Document *d)
{
    (void)page;
    d->fingerprint = fingerprint_lines(text, n);
    g_string_append_len(d->text, text, n);
    g_string_append_len(d->prose, text, n);
}

static const Format formats[] = {
    {"html", {"text/html", "application/xhtml+xml"}, {".html", ".htm", ".xhtml", ".xht"}, extract_html},
    {"text", {"text/plain"}, {".txt"}, read_text},
};

static const Format *find_format(const char *media_type)
{
    for (guint i = 0; i < G_N_ELEMENTS(formats); i++)
        for (const char *const *m = formats[i].media_types; *m; m++)
            if (g_ascii_strcasecmp(*m, media_type) == 0)
                return &formats[i];
    return NULL;
}

gboolean extract_reads(const char *media_type)
{
    return find_format(media_type) != NULL;
}

const char *extract_media_type(const char *path)
{
    const char *dot = strrchr(path, '.');
    for (guint i = 0; dot && i < G_N_ELEMENTS(formats); i++)
        for (const char *const *e = formats[i].endings; *e; e++)
            if (g_ascii_strcasecmp(*e, dot) == 0)
                return formats[i].media_types[0];
    return NULL;
}

static void set(char **field, const char *value)
{
    g_free(*field);
    *field = g_strdup(value);
}

/* Is this UTF-8, perhaps with stray NUL bytes, perhaps cut within its last character? UTF-16 has many NULs. */
static gboolean is_utf8(const char *p, gsize n)
{
    const char *end = p + n, *bad;
    gsize n_nul = 0;
    while (!g_utf8_validate(p, end - p, &bad) && !*bad) {
        n_nul++;
        p = bad + 1;
    }
    return end - bad < 4 && n_nul < n / 8 + 1;
}

/* By the order of the HTML standard (13.2.3.2): byte order mark, HTTP, meta; then by looking at the bytes. */
static const char *find_encoding(const Page *page, const Format *format, const char *bytes, gsize n, gsize *n_mark,
                                 Document *d)
{
    const char *encoding = charset_of_mark(bytes, n, n_mark), *source = "bom";
    if (!encoding && page->charset) {
        encoding = charset_of_label(page->charset);
        source = "http";
    }
    if (!encoding && format->read == extract_html) {
        encoding = html_find_encoding(bytes, n);
        source = "meta";
    }
    if (!encoding) {
        gboolean is_default = is_utf8(bytes, n);
        encoding = is_default ? "UTF-8" : charset_detect(bytes, n);
        source = is_default ? "default" : "detected";
    }
    set(&d->encoding, encoding);
    set(&d->encoding_source, source);
    return encoding;
}

/* A page that a feed gives as text. */
static Document *from_record(const Page *page)
{
    g_autoptr(Document) d = document_new();
    set(&d->type, "text");
    set(&d->encoding, "UTF-8");
    set(&d->encoding_source, "feed");
    set(&d->title, page->title ? page->title : "");
    g_string_assign(d->text, page->text);
    g_string_assign(d->prose, page->text);
    d->fingerprint = fingerprint_lines(page->text, strlen(page->text));
    d->date = page->date;
    return g_steal_pointer(&d);
}

static gboolean has_text(const Document *d)
{
    return strspn(d->text->str, " \n\t\r") < d->text->len || *d->title;
}

Document *extract(const Page *page, GError **error)
{
    g_autoptr(Document) d = NULL;
    gsize n = 0, n_mark = 0;
    const char *bytes = page->body ? g_bytes_get_data(page->body, &n) : NULL;
    if (!page->body && page->text) {
        d = from_record(page);
    } else {
        const Format *format = find_format(page->media_type ? page->media_type : "text/html");
        if (!format) {
            g_set_error(error, FAULT, FAULT_SKIP, "not a document: %s", page->media_type);
            return NULL;
        }
        d = document_new();
        bytes = bytes ? bytes : ""; /* an empty GBytes has no data */
        set(&d->type, format->type);
        d->truncated = page->truncated || n > LIMIT_PAGE;
        n = MIN(n, LIMIT_PAGE);
        const char *encoding = find_encoding(page, format, bytes, n, &n_mark, d);
        if (!charset_is_safe(encoding)) {
            g_set_error_literal(error, FAULT, FAULT_SKIP, "declared in an encoding that no browser decodes");
            return NULL;
        }
        gsize text_n;
        g_autofree char *text = charset_decode(bytes + n_mark, n - n_mark, encoding, &text_n);
        format->read(page, text, text_n, d);
    }
    if (page->robots_header)
        robots_meta_read(page->robots_header, d);
    if (page->link_header)
        link_header_read(page->link_header, page->url, d);
    g_autofree char *symbols = symbols_find(d->title, page->url);
    set(&d->symbols, symbols);
    if (!has_text(d)) {
        g_set_error_literal(error, FAULT, FAULT_SKIP, "empty page");
        return NULL;
    }
    return g_steal_pointer(&d);
}
