#include "indexer/date.h"

#include <string.h>

#include "shim/record.h"

typedef struct {
    int year, month, day, hour, minute, second, offset_minutes;
} Moment;

static void skip_space(const char **p)
{
    while (g_ascii_isspace(**p))
        ++*p;
}

static gboolean skip_char(const char **p, char c)
{
    gboolean is_there = **p == c;
    *p += is_there;
    return is_there;
}

/* Reads a number of `least` to `most` digits; returns how many there were, 0 if too few. */
static int read_number(const char **p, int least, int most, int *value)
{
    int n = 0;
    for (*value = 0; n < most && g_ascii_isdigit((*p)[n]); n++)
        *value = *value * 10 + (*p)[n] - '0';
    if (n < least)
        return 0;
    *p += n;
    return n;
}

/* "10:30", "10:30:45", "10:30:45.82" */
static gboolean read_time(const char **p, Moment *m)
{
    int fraction;
    if (!read_number(p, 1, 2, &m->hour) || !skip_char(p, ':') || !read_number(p, 2, 2, &m->minute))
        return FALSE;
    if (!skip_char(p, ':'))
        return TRUE;
    if (!read_number(p, 2, 2, &m->second))
        return FALSE;
    m->second = m->second == 60 ? 59 : m->second; /* a leap second */
    if (!skip_char(p, '.') && !skip_char(p, ','))
        return TRUE;
    gboolean has_digits = FALSE;
    while (read_number(p, 1, 1, &fraction))
        has_digits = TRUE;
    return has_digits;
}

/* "+02:00", "+0200", "+02" */
static gboolean read_offset(const char **p, Moment *m)
{
    int sign = **p == '-' ? -1 : 1, hours, minutes = 0;
    ++*p;
    if (!read_number(p, 2, 2, &hours))
        return FALSE;
    gboolean has_colon = skip_char(p, ':');
    if (!read_number(p, 2, 2, &minutes) && has_colon)
        return FALSE;
    m->offset_minutes = sign * (hours * 60 + minutes);
    return hours < 24 && minutes < 60;
}

static gint64 moment_get_seconds(const Moment *m)
{
    g_autoptr(GDateTime) when = g_date_time_new_utc(m->year, m->month, m->day, m->hour, m->minute, m->second);
    return when ? g_date_time_to_unix(when) - m->offset_minutes * 60 : RECORD_DATE_UNKNOWN;
}

static gboolean read_w3c_time(const char **p, Moment *m)
{
    ++*p;
    if (!read_time(p, m))
        return FALSE;
    skip_space(p);
    if (**p == '+' || **p == '-')
        return read_offset(p, m);
    if (**p == 'Z' || **p == 'z')
        ++*p;
    return TRUE;
}

gint64 date_parse_w3c(const char *text)
{
    Moment m = {.month = 1, .day = 1};
    const char *p = text;
    skip_space(&p);
    gboolean ok = read_number(&p, 4, 4, &m.year);
    if (ok && skip_char(&p, '-')) {
        ok = read_number(&p, 2, 2, &m.month);
        if (ok && skip_char(&p, '-')) {
            ok = read_number(&p, 2, 2, &m.day);
            if (ok && (*p == 'T' || *p == 't' || (*p == ' ' && g_ascii_isdigit(p[1]))))
                ok = read_w3c_time(&p, &m);
        }
    }
    skip_space(&p);
    return ok && !*p ? moment_get_seconds(&m) : RECORD_DATE_UNKNOWN;
}

static gboolean read_month(const char **p, Moment *m)
{
    static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";
    for (m->month = 1; m->month <= 12; m->month++)
        if (g_ascii_strncasecmp(*p, names + 3 * (m->month - 1), 3) == 0)
            break;
    while (g_ascii_isalpha(**p))
        ++*p;
    return m->month <= 12;
}

/* RFC 2822 4.3: what two and three digits mean. */
static gboolean read_mail_year(const char **p, Moment *m)
{
    int n = read_number(p, 2, 4, &m->year);
    if (n == 2 && m->year < 50)
        m->year += 2000;
    else if (n == 2 || n == 3)
        m->year += 1900;
    return n > 0;
}

static gboolean read_mail_zone(const char **p, Moment *m)
{
    static const struct {
        const char *name;
        int hours;
    } zones[] = {{"EDT", -4}, {"EST", -5}, {"CDT", -5}, {"CST", -6},
                 {"MDT", -6}, {"MST", -7}, {"PDT", -7}, {"PST", -8}};
    if (**p == '+' || **p == '-')
        return read_offset(p, m);
    gsize n = 0;
    while (g_ascii_isalpha((*p)[n]))
        n++;
    for (guint i = 0; i < G_N_ELEMENTS(zones); i++)
        if (n == 3 && g_ascii_strncasecmp(*p, zones[i].name, 3) == 0)
            m->offset_minutes = zones[i].hours * 60;
    *p += n;
    return n > 0;
}

/* A comment may stand behind the zone: "+0100 (CET)". */
static gboolean is_at_end(const char *p)
{
    skip_space(&p);
    return !*p || (*p == '(' && strchr(p, ')'));
}

gint64 date_parse_mail(const char *text)
{
    Moment m = {0};
    const char *p = text;
    skip_space(&p);
    while (g_ascii_isalpha(*p))
        p++;
    p += *p == ',' || *p == '.';
    skip_space(&p);
    if (!read_number(&p, 1, 2, &m.day))
        return RECORD_DATE_UNKNOWN;
    p += strspn(p, " \t\r\n-");
    if (!read_month(&p, &m))
        return RECORD_DATE_UNKNOWN;
    p += strspn(p, " \t\r\n-.");
    if (!read_mail_year(&p, &m))
        return RECORD_DATE_UNKNOWN;
    skip_space(&p);
    if (!read_time(&p, &m))
        return RECORD_DATE_UNKNOWN;
    skip_space(&p);
    return read_mail_zone(&p, &m) && is_at_end(p) ? moment_get_seconds(&m) : RECORD_DATE_UNKNOWN;
}

gint64 date_parse_iso8601(const char *text)
{
    g_autofree char *clean = g_strstrip(g_strdup(text));
    g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
    g_autofree char *whole = strlen(clean) == 10   ? g_strconcat(clean, "T00:00:00Z", NULL)
                             : strlen(clean) == 16 && clean[13] == ':' ? g_strconcat(clean, ":00", NULL)
                                                   : g_strdup(clean);
    g_autoptr(GDateTime) when = g_date_time_new_from_iso8601(whole, utc);
    return when ? g_date_time_to_unix(when) : RECORD_DATE_UNKNOWN;
}
