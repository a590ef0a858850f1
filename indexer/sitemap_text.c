#include "indexer/sitemap_text.h"

#include <string.h>

#include "shim/limits.h"
#include "shim/record.h"

struct SitemapText {
    SitemapSink *sink;
    GString *line; /* as far as it has come, at most LIMIT_SITEMAP_FIELD of it and one byte */
    guint n_lines;
    gboolean ends_with_cr;
};

SitemapText *sitemap_text_new(SitemapSink *sink)
{
    SitemapText *t = g_new0(SitemapText, 1);
    t->sink = sink;
    t->line = g_string_new(NULL);
    return t;
}

static void end_line(SitemapText *t)
{
    SitemapEntry entry = {.lastmod = RECORD_DATE_UNKNOWN};
    g_autofree char *line = g_utf8_make_valid(t->line->str, t->line->len);
    t->n_lines++;
    if (t->line->len > LIMIT_SITEMAP_FIELD)
        sitemap_sink_put_error(t->sink, t->n_lines, "too long for a URL");
    else if (*g_strstrip(line))
        sitemap_sink_put(t->sink, t->n_lines, NULL, line, &entry);
    g_string_truncate(t->line, 0);
}

void sitemap_text_feed(SitemapText *t, const char *bytes, gsize n)
{
    const char *end = bytes + n;
    for (const char *p = bytes; p < end && !t->sink->is_done; p++) {
        gboolean is_second = *p == '\n' && t->ends_with_cr; /* of CR LF */
        t->ends_with_cr = *p == '\r';
        if (is_second)
            continue;
        if (*p == '\n' || *p == '\r')
            end_line(t);
        else if (t->line->len <= LIMIT_SITEMAP_FIELD)
            g_string_append_c(t->line, *p);
    }
}

void sitemap_text_finish(SitemapText *t, gboolean is_cut)
{
    if (t->line->len && !is_cut)
        end_line(t);
}

void sitemap_text_free(SitemapText *t)
{
    g_string_free(t->line, TRUE);
    g_free(t);
}
