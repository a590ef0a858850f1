#include "indexer/outline.h"

#include <string.h>

#include "indexer/xml.h"
#include "shim/limits.h"

struct Outline {
    const Fingerprint *fingerprint;
    Document *document;
    GChecksum *content; /* of its own text */
    guint level;        /* of the last heading, 0: none yet */
    guint navigation;   /* open elements from the outermost nav on; 0: none */
    gsize before_link;  /* length of the navigation's text before the open link */
    char *href;         /* of the open link; NULL: none is open */
    guint href_line;
    gboolean has_label; /* the open link says something */
};

Outline *outline_new(const Fingerprint *fingerprint, Document *document)
{
    Outline *o = g_new0(Outline, 1);
    o->fingerprint = fingerprint;
    o->document = document;
    o->content = g_checksum_new(G_CHECKSUM_SHA256);
    return o;
}

void outline_free(Outline *o)
{
    g_checksum_free(o->content);
    g_free(o->href);
    g_free(o);
}

static void add_defect(Outline *o, const char *code, const char *detail, guint line)
{
    guint n = 0;
    for (guint i = 0; i < o->document->defects->len; i++)
        n += g_str_equal(((const DocumentDefect *)g_ptr_array_index(o->document->defects, i))->code, code);
    if (n < LIMIT_PAGE_DEFECTS)
        document_add_defect(o->document, code, detail, line);
}

static gboolean says_something(const char *const *attributes, const char *name)
{
    const char *value = html_attribute(attributes, name);
    return value && value[strspn(value, " \t\r\n\f")];
}

static gboolean is_hidden(const char *const *attributes)
{
    const char *role = html_attribute(attributes, "role"), *hidden = html_attribute(attributes, "aria-hidden");
    return (role && (g_ascii_strcasecmp(role, "presentation") == 0 || g_ascii_strcasecmp(role, "none") == 0)) ||
           (hidden && g_ascii_strcasecmp(hidden, "true") == 0);
}

static gboolean has_label(const char *const *attributes)
{
    return says_something(attributes, "aria-label") || says_something(attributes, "aria-labelledby") ||
           says_something(attributes, "title");
}

static void on_image(Outline *o, const char *const *attributes)
{
    o->has_label |= says_something(attributes, "alt") || has_label(attributes);
    if (html_attribute(attributes, "alt") || is_hidden(attributes) || has_label(attributes))
        return;
    const char *src = html_attribute(attributes, "src");
    add_defect(o, "image-alt", src && !g_str_has_prefix(src, "data:") ? src : "", html_line(attributes));
}

static void on_heading(Outline *o, guint level, const char *const *attributes)
{
    if (o->level && level > o->level + 1) {
        g_autofree char *detail = g_strdup_printf("h%u, h%u", o->level, level);
        add_defect(o, "heading-skip", detail, html_line(attributes));
    }
    o->level = level;
    o->document->n_headings += !fingerprint_is_shared(o->fingerprint);
}

static void end_link(Outline *o)
{
    if (o->href && !o->has_label)
        add_defect(o, "empty-link", o->href, o->href_line);
    g_clear_pointer(&o->href, g_free);
}

static void on_link(Outline *o, const char *const *attributes)
{
    const char *href = html_attribute(attributes, "href");
    end_link(o);
    if (!href)
        return;
    o->href = g_strdup(href);
    o->href_line = html_line(attributes);
    o->has_label = has_label(attributes) || is_hidden(attributes);
    o->before_link = o->document->navigation->len;
    o->document->n_links += *href != '#' && !fingerprint_is_shared(o->fingerprint);
}

static gboolean is_heading(const char *name)
{
    return name[0] == 'h' && name[1] >= '1' && name[1] <= '6' && !name[2];
}

/* What a page may show instead of text; what is in it is not read. */
static gboolean is_picture(const char *name)
{
    static const char *const names[] = {"svg", "object", "iframe", "video", "canvas", "button", "input", "math", NULL};
    return g_strv_contains(names, name);
}

void outline_start(Outline *o, const char *name, const char *const *attributes)
{
    o->navigation += o->navigation || g_str_equal(name, "nav");
    if (is_heading(name))
        on_heading(o, name[1] - '0', attributes);
    else if (g_str_equal(name, "a"))
        on_link(o, attributes);
    else if (g_str_equal(name, "img"))
        on_image(o, attributes);
    else if (g_str_equal(name, "table"))
        o->document->n_tables += !fingerprint_is_shared(o->fingerprint);
    else if (o->href)
        o->has_label |= is_picture(name) || has_label(attributes);
    if (g_str_equal(name, "html") || g_str_equal(name, "body")) {
        const char *dir = html_attribute(attributes, "dir");
        o->document->is_rtl |= dir && g_ascii_strcasecmp(dir, "rtl") == 0;
        if (g_str_equal(name, "html"))
            o->document->line_html = html_line(attributes);
    }
}

void outline_end(Outline *o, const char *name)
{
    if (g_str_equal(name, "a"))
        end_link(o);
    o->navigation -= o->navigation > 0;
    if (o->navigation)
        g_string_append_c(o->document->navigation, '\n');
}

/* White space is how the source is laid out, and no content. */
static void add_content(Outline *o, const char *text, gsize n)
{
    for (gsize i = 0, start; i < n; i++) {
        for (start = i; i < n && !g_ascii_isspace(text[i]); i++)
            ;
        if (i > start)
            g_checksum_update(o->content, (const guchar *)text + start, i - start);
    }
}

void outline_text(Outline *o, const char *text, gsize n)
{
    if (!fingerprint_is_shared(o->fingerprint))
        add_content(o, text, n);
    for (gsize i = 0; i < n && o->href && !o->has_label; i++)
        o->has_label = !g_ascii_isspace(text[i]);
    if (o->navigation && o->document->navigation->len + n <= LIMIT_NAVIGATION)
        g_string_append_len(o->document->navigation, text, n);
}

void outline_end_language(Outline *o, const char *code, gboolean is_named_by_text)
{
    if (o->navigation && o->href)
        g_string_truncate(o->document->navigation, o->before_link);
    GString *bar = o->document->bar;
    g_auto(GStrv) codes = g_strsplit(bar->str, " ", -1);
    if (is_named_by_text && !g_strv_contains((const char *const *)codes, code))
        g_string_append_printf(bar, "%s%s", bar->len ? " " : "", code);
}

void outline_finish(Outline *o, gboolean has_title)
{
    end_link(o);
    if (!has_title)
        document_add_defect(o->document, "missing-title", "", o->document->line_html);
    add_content(o, o->document->title, strlen(o->document->title));
    g_free(o->document->own_hash);
    o->document->own_hash = g_strdup(g_checksum_get_string(o->content));
    o->document->has_outline = TRUE;
}
