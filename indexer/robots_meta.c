#include "indexer/robots_meta.h"

#include <string.h>

#include "indexer/date.h"
#include "indexer/fetch.h"
#include "shim/record.h"

static const struct {
    const char *name;
    guint robots;
    gboolean is_nosnippet;
} directives[] = {
    {"noindex", ROBOTS_NOINDEX, FALSE},
    {"nofollow", ROBOTS_NOFOLLOW, FALSE},
    {"none", ROBOTS_NOINDEX | ROBOTS_NOFOLLOW, FALSE},
    {"noarchive", ROBOTS_NOARCHIVE, FALSE},
    {"nosnippet", 0, TRUE},
};

static void limit_snippet(Document *d, gint64 most)
{
    if (most >= 0 && (d->max_snippet < 0 || most < d->max_snippet))
        d->max_snippet = most;
}

static void read_directive(const char *name, Document *d)
{
    for (guint i = 0; i < G_N_ELEMENTS(directives); i++) {
        if (g_ascii_strcasecmp(name, directives[i].name) != 0)
            continue;
        d->robots |= directives[i].robots;
        if (directives[i].is_nosnippet)
            limit_snippet(d, 0);
    }
}

/* Some part them by spaces alone. */
static void read_directives(const char *text, Document *d)
{
    while (*(text += strspn(text, " \t\r\f\v"))) {
        gsize n = strcspn(text, " \t\r\f\v");
        char name[16];
        if (n < sizeof name) {
            g_strlcpy(name, text, n + 1);
            read_directive(name, d);
        }
        text += n;
    }
}

static void read_max_snippet(const char *value, Document *d)
{
    char *end;
    gint64 most = g_ascii_strtoll(value, &end, 10);
    end += strspn(end, " \t\r");
    if (end > value && !*end)
        limit_snippet(d, MIN(most, G_MAXINT32));
}

static gint64 read_date(const char *text)
{
    gint64 when = date_parse_iso8601(text);
    return when != RECORD_DATE_UNKNOWN ? when : fetch_parse_date(text);
}

/* The weekday of a date ends with a comma: then *rest, at the next directive, is moved behind the date. */
static void read_unavailable_after(const char *value, const char **rest, Document *d)
{
    gint64 when = read_date(value);
    if (when == RECORD_DATE_UNKNOWN && **rest == ',') {
        gsize n = 1 + strcspn(*rest + 1, ",;\n");
        g_autofree char *whole = g_strdup_printf("%s%.*s", value, (int)MIN(n, 64), *rest);
        when = read_date(whole);
        *rest += when != RECORD_DATE_UNKNOWN ? n : 0;
    }
    if (when != RECORD_DATE_UNKNOWN &&
        (d->unavailable_after == RECORD_DATE_UNKNOWN || when < d->unavailable_after))
        d->unavailable_after = when;
}

/* Is this the name of a robot, as it may stand before a colon? Parts of a date are not. */
static gboolean is_agent(const char *name)
{
    gsize n = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-*");
    return n && !name[n] && !g_ascii_isdigit(*name);
}

static gboolean is_us(const char *agent)
{
    return g_ascii_strcasecmp(agent, FETCH_PRODUCT) == 0 || g_ascii_strcasecmp(agent, "robots") == 0 ||
           g_str_equal(agent, "*");
}

/* One part of a line, up to its comma at *rest; *is_ours: do the directives speak to us from here on? */
static void read_part(char *part, const char **rest, gboolean *is_ours, Document *d)
{
    for (char *colon; (colon = strchr(part, ':')) != NULL; part = colon + 1) {
        *colon = '\0';
        g_autofree char *name = g_ascii_strdown(g_strstrip(part), -1);
        if (g_str_equal(name, "unavailable_after") && *is_ours)
            return read_unavailable_after(g_strstrip(colon + 1), rest, d);
        if (g_str_equal(name, "max-snippet") && *is_ours)
            return read_max_snippet(colon + 1, d);
        if (g_str_has_prefix(name, "max-") || g_str_equal(name, "unavailable_after") || !is_agent(name))
            return;
        *is_ours = is_us(name);
    }
    if (*is_ours)
        read_directives(part, d);
}

void robots_meta_read(const char *text, Document *d)
{
    gboolean is_ours = TRUE;
    while (*text) {
        gsize n = strcspn(text, ",;\n");
        g_autofree char *part = g_strndup(text, n);
        text += n;
        read_part(part, &text, &is_ours, d);
        is_ours |= *text == '\n';
        text += *text != '\0';
    }
}
