#include "indexer/sitemap_sink.h"

#include <string.h>

#include "indexer/url.h"
#include "shim/limits.h"
#include "shim/record.h"

#define LONGEST_SHOWN 80 /* characters of a text that is refused */
#define REPLACEMENT "\xEF\xBF\xBD"

void sitemap_sink_put_error(SitemapSink *s, guint line, const char *format, ...)
{
    if (++s->sitemap->n_errors > LIMIT_SITEMAP_ERRORS)
        return;
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *what = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_autofree char *message = line ? g_strdup_printf("line %u: %s", line, what) : g_steal_pointer(&what);
    s->events->error(message, s->user);
}

static gboolean is_blank(gunichar c)
{
    return g_unichar_isspace(c) || g_unichar_iscntrl(c) || c == 0xFEFF || c == 0x200B;
}

static char *strip(const char *text)
{
    const char *end = text + strlen(text);
    while (*text && is_blank(g_utf8_get_char(text)))
        text = g_utf8_next_char(text);
    for (const char *last = end; end > text; end = last) {
        last = g_utf8_prev_char(end);
        if (!is_blank(g_utf8_get_char(last)))
            break;
    }
    return g_strndup(text, end - text);
}

char *sitemap_sink_resolve(const char *base, const char *reference)
{
    g_autofree char *text = strip(reference);
    return *text && !strstr(text, REPLACEMENT) ? url_resolve(base, text) : NULL;
}

/* A text for a message: one line, short. */
static char *show(const char *text)
{
    g_autofree char *stripped = strip(text);
    char *shown = g_utf8_substring(stripped, 0, MIN(g_utf8_strlen(stripped, -1), LONGEST_SHOWN));
    for (char *p = shown; *p; p++)
        if (g_ascii_iscntrl(*p))
            *p = ' ';
    return shown;
}

void sitemap_sink_put(SitemapSink *s, guint line, const char *base, const char *reference,
                      SitemapEntry *entry)
{
    if (s->is_done)
        return;
    g_autofree char *url = sitemap_sink_resolve(base, reference);
    if (!url) {
        g_autofree char *shown = show(s->sitemap->n_errors < LIMIT_SITEMAP_ERRORS ? reference : "");
        sitemap_sink_put_error(s, line, "no %shttp or https URL: '%s'", base ? "" : "absolute ", shown);
        return;
    }
    if (s->sitemap->n_entries == LIMIT_SITEMAP_URLS) {
        sitemap_sink_put_error(s, line, "more than %d URLs, the rest is dropped", LIMIT_SITEMAP_URLS);
        s->sitemap->truncated = s->is_done = TRUE;
        return;
    }
    entry->url = url;
    if (entry->lastmod < 0 || entry->lastmod > s->latest)
        entry->lastmod = RECORD_DATE_UNKNOWN;
    s->sitemap->n_entries++;
    s->events->entry(entry, s->user);
}
