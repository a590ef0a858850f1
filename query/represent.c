#include "query/represent.h"

#include <string.h>

#include "query/json.h"
#include "query/render.h"
#include "query/reply.h"

static char *show_html(const Shown *s)
{
    return render_html(s->request, s->answer, s->languages, s->config, s->shell);
}

static char *show_json(const Shown *s)
{
    return render_json(s->request, s->answer, s->config);
}

static char *show_json_error(const ShownError *e)
{
    return render_json_error(e->key, reply_reason(e->status));
}

static char *show_rss_error(const ShownError *e)
{
    return render_rss_error(e->lang, e->key);
}

static const Representation representations[] = {
    {"html", "text/html", "text/html; charset=utf-8", TRUE, show_html, render_html_error},
    {"json", "application/json", "application/json", FALSE, show_json, show_json_error},
    {"rss", "application/rss+xml", "application/rss+xml; charset=utf-8", FALSE, render_rss, show_rss_error},
};

const Representation *representation_find(const char *format)
{
    for (guint i = 0; i < G_N_ELEMENTS(representations); i++)
        if (g_str_equal(representations[i].format, format))
            return &representations[i];
    return NULL;
}

/* How precisely a media range names a type: 3 itself, 2 its kind, 1 anything, 0 not at all. */
static guint precision(const char *range, const char *type)
{
    gsize kind = strcspn(type, "/") + 1;
    if (g_ascii_strcasecmp(range, type) == 0)
        return 3;
    if (g_ascii_strncasecmp(range, type, kind) == 0 && g_str_equal(range + kind, "*"))
        return 2;
    return g_str_equal(range, "*/*");
}

/* The quality of a range with its parameters, "text/html;level=1;q=0.5", of which only the range is left. */
static double take_quality(char *range)
{
    double quality = 1;
    g_auto(GStrv) parts = g_strsplit(range, ";", -1);
    for (char **p = parts + 1; *parts && *p; p++)
        if (g_ascii_strncasecmp(g_strstrip(*p), "q=", 2) == 0)
            quality = CLAMP(g_ascii_strtod(*p + 2, NULL), 0, 1);
    range[strcspn(range, ";")] = '\0';
    g_strstrip(range);
    return quality;
}

const Representation *representation_negotiate(const char *accept)
{
    struct {
        guint precision;
        double quality;
    } wanted[G_N_ELEMENTS(representations)] = {0};
    g_auto(GStrv) ranges = g_strsplit(accept ? accept : "", ",", -1);
    for (char **r = ranges; *r; r++) {
        double quality = take_quality(*r);
        for (guint i = 0; i < G_N_ELEMENTS(representations); i++) {
            guint found = precision(*r, representations[i].type);
            if (found > wanted[i].precision) {
                wanted[i].precision = found;
                wanted[i].quality = quality;
            }
        }
    }
    guint best = 0;
    for (guint i = 1; i < G_N_ELEMENTS(representations); i++)
        if (wanted[i].quality > wanted[best].quality ||
            (wanted[i].quality > 0 && wanted[i].quality == wanted[best].quality &&
             wanted[i].precision > wanted[best].precision))
            best = i;
    return &representations[best];
}
