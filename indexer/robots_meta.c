#include <stdlib.h>
#include <string.h>

#include "indexer/extract_html.h"
#include "shim/record.h"

gint64 parse_date(const char *text)
{
    g_autofree char *clean = g_strstrip(g_strdup(text));
    g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
    g_autofree char *whole = strlen(clean) == 10   ? g_strconcat(clean, "T00:00:00Z", NULL)
                             : strlen(clean) == 16 ? g_strconcat(clean, ":00", NULL)
                                                   : g_strdup(clean);
    g_autoptr(GDateTime) when = g_date_time_new_from_iso8601(whole, utc);
    return when ? g_date_time_to_unix(when) : RECORD_DATE_UNKNOWN;
}

static void limit_snippet(Document *d, gint32 most)
{
    if (most >= 0 && (d->max_snippet < 0 || most < d->max_snippet))
        d->max_snippet = most;
}

static void read_directive(const char *name, const char *value, Document *d)
{
    if (g_str_equal(name, "noindex"))
        d->robots |= ROBOTS_NOINDEX;
    else if (g_str_equal(name, "nofollow"))
        d->robots |= ROBOTS_NOFOLLOW;
    else if (g_str_equal(name, "none"))
        d->robots |= ROBOTS_NOINDEX | ROBOTS_NOFOLLOW;
    else if (g_str_equal(name, "noarchive"))
        d->robots |= ROBOTS_NOARCHIVE;
    else if (g_str_equal(name, "nosnippet"))
        limit_snippet(d, 0);
    else if (g_str_equal(name, "max-snippet") && value)
        limit_snippet(d, atoi(value));
    else if (g_str_equal(name, "unavailable_after") && value)
        d->unavailable_after = parse_date(value);
}

void robots_directives(const char *text, Document *d)
{
    g_auto(GStrv) parts = g_strsplit(text, ",", 64);
    for (char **part = parts; *part; part++) {
        char *value = strchr(*part, ':');
        if (value)
            *value++ = '\0';
        g_autofree char *name = g_ascii_strdown(g_strstrip(*part), -1);
        /* "otherbot: noindex" speaks to another robot. */
        gboolean known = !value || g_str_equal(name, "max-snippet") || g_str_equal(name, "unavailable_after");
        if (known)
            read_directive(name, value ? g_strstrip(value) : NULL, d);
        else if (g_str_equal(name, "isoglot"))
            robots_directives(value, d);
    }
}
