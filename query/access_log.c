#include "query/access_log.h"

#include <gio/gio.h>
#include <stdio.h>
#include <string.h>

#include "shim/limits.h"

/* ------------------------------------------------------------------ one line */

static const char *const programs[] = {"bot", "crawl", "spider", "slurp", "monitor"};

/* Takes the next field, parted by spaces; NULL: there is none. */
static char *take_field(char **rest)
{
    char *field = *rest, *end = strchr(field, ' ');
    if (!*field || !end)
        return NULL;
    *end = '\0';
    *rest = end + 1;
    return field;
}

/* Takes what stands between two marks, in which the closing one may be escaped. */
static char *take_marked(char **rest, char open, char close)
{
    char *begin = *rest, *p;
    if (*begin != open)
        return NULL;
    for (p = begin + 1; *p && *p != close; p++)
        if (*p == '\\' && p[1])
            p++;
    if (!*p)
        return NULL;
    *p = '\0';
    *rest = p + 1 + (p[1] == ' ');
    return begin + 1;
}

/* 10/Oct/2000:13:55:36 -0700 */
static gboolean parse_time(const char *text, gint64 *time)
{
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    char month[4], sign;
    int day, year, hour, minute, second, zone;
    if (sscanf(text, "%2d/%3[A-Za-z]/%4d:%2d:%2d:%2d %c%4d", &day, month, &year, &hour, &minute, &second, &sign,
               &zone) != 8)
        return FALSE;
    const char *found = strstr(months, month);
    if (!found || strlen(month) != 3 || (found - months) % 3 || (sign != '+' && sign != '-'))
        return FALSE;
    g_autoptr(GDateTime) utc = g_date_time_new_utc(year, (found - months) / 3 + 1, day, hour, minute, MIN(second, 59));
    if (!utc)
        return FALSE;
    gint64 offset = (zone / 100 * 60 + zone % 100) * 60;
    *time = g_date_time_to_unix(utc) - (sign == '-' ? -offset : offset);
    return TRUE;
}

static gboolean names_program(const char *agent)
{
    g_autofree char *lower = g_ascii_strdown(agent, -1);
    for (guint i = 0; i < G_N_ELEMENTS(programs); i++)
        if (strstr(lower, programs[i]))
            return TRUE;
    return FALSE;
}

/* The target of "GET /path HTTP/1.1", from its path on; NULL: another method, or no path. */
static char *find_target(char *request)
{
    char *rest = request, *method = take_field(&rest);
    if (!method || !g_str_equal(method, "GET"))
        return NULL;
    rest[strcspn(rest, " #")] = '\0';
    if (*rest != '/' && (g_str_has_prefix(rest, "http://") || g_str_has_prefix(rest, "https://")))
        rest = (char *)access_log_path(rest);
    return *rest == '/' ? rest : NULL;
}

gboolean access_log_parse(char *line, gsize n, gint64 *time, char **target, gboolean *is_program)
{
    char *rest = line, *when, *request, *status;
    *target = NULL;
    *is_program = FALSE;
    if (memchr(line, '\0', n) || !take_field(&rest) || !take_field(&rest))
        return FALSE;
    /* the user's name may have spaces in it */
    rest = strstr(rest, " [");
    if (!rest)
        return FALSE;
    rest++;
    if (!(when = take_marked(&rest, '[', ']')) || !parse_time(when, time))
        return FALSE;
    if (!(request = take_marked(&rest, '"', '"')))
        return FALSE;
    g_autofree char *tail = g_strconcat(rest, " ", NULL);
    char *fields = tail;
    status = take_field(&fields);
    if (!status || strlen(status) != 3 || strspn(status, "0123456789") != 3 || !take_field(&fields))
        return FALSE;
    if (take_marked(&fields, '"', '"')) {
        const char *agent = take_marked(&fields, '"', '"');
        *is_program = agent && names_program(agent);
    }
    if (g_str_equal(status, "200") || g_str_equal(status, "304"))
        *target = find_target(request);
    return TRUE;
}

const char *access_log_path(const char *url)
{
    const char *host = strstr(url, "://");
    const char *path = host ? strpbrk(host + 3, "/?") : NULL;
    return path && *path == '/' ? path : "/";
}

/* ------------------------------------------------------------------ the count */

AccessLog *access_log_new(void)
{
    AccessLog *log = g_new0(AccessLog, 1);
    log->views = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    return log;
}

void access_log_free(AccessLog *log)
{
    g_hash_table_unref(log->views);
    g_free(log);
}

guint64 access_log_find(const AccessLog *log, const char *url)
{
    const guint64 *views = g_hash_table_lookup(log->views, access_log_path(url));
    return views ? *views : 0;
}

static void count_view(AccessLog *log, const char *target)
{
    guint64 *views = g_hash_table_lookup(log->views, target);
    log->counted++;
    if (!views && g_hash_table_size(log->views) < LIMIT_ACCESS_PATHS) {
        views = g_new0(guint64, 1);
        g_hash_table_insert(log->views, g_strdup(target), views);
    }
    if (views)
        ++*views;
}

typedef struct {
    AccessLog *log;
    gint64 from, until;
    GString *line;
    gboolean is_long; /* its line is passed over */
} Reading;

static void end_line(Reading *r)
{
    gint64 time;
    char *target;
    gboolean is_program;
    if (r->line->len && r->line->str[r->line->len - 1] == '\r')
        g_string_truncate(r->line, r->line->len - 1);
    if (r->line->len || r->is_long) {
        AccessLog *log = r->log;
        log->lines++;
        if (r->is_long || !access_log_parse(r->line->str, r->line->len, &time, &target, &is_program))
            log->malformed++;
        else if (time < r->from || time >= r->until)
            log->outside++;
        else if (!target)
            log->others++;
        else if (is_program)
            log->programs++;
        else
            count_view(log, target);
    }
    g_string_truncate(r->line, 0);
    r->is_long = FALSE;
}

static void take_bytes(Reading *r, const char *bytes, gsize n)
{
    for (const char *end = bytes + n; bytes < end;) {
        const char *stop = memchr(bytes, '\n', end - bytes);
        gsize part = (stop ? stop : end) - bytes;
        r->is_long |= r->line->len + part > LIMIT_ACCESS_LINE;
        if (!r->is_long)
            g_string_append_len(r->line, bytes, part);
        if (stop)
            end_line(r);
        bytes += part + (stop != NULL);
    }
}

/* ------------------------------------------------------------------ files */

typedef struct {
    GConverter *inflater; /* NULL: the file is plain */
    gboolean is_open;     /* a member of it has begun and not ended */
    gboolean is_over;     /* what comes behind the last member is no gzip: passed over */
} Decoding;

/* Undoes gzip, member after member. */
static gboolean inflate_bytes(Decoding *d, const guint8 *bytes, gsize n, Reading *r, GError **error)
{
    char out[16384];
    for (gsize used = 0; used < n && !d->is_over;) {
        gsize read = 0, written = 0;
        if (!d->is_open && bytes[used] != 0x1f) {
            d->is_over = TRUE;
            break;
        }
        GConverterResult result =
            g_converter_convert(d->inflater, bytes + used, n - used, out, sizeof out, 0, &read, &written, error);
        if (result == G_CONVERTER_ERROR)
            return FALSE;
        take_bytes(r, out, written);
        used += read;
        d->is_open = result != G_CONVERTER_FINISHED;
        if (!d->is_open)
            g_converter_reset(d->inflater);
    }
    return TRUE;
}

static gboolean read_all(GInputStream *in, Reading *r, GError **error)
{
    g_autofree guint8 *bytes = g_malloc(65536);
    g_autoptr(GZlibDecompressor) inflater = NULL;
    Decoding d = {NULL, FALSE, FALSE};
    gsize n;
    for (gboolean is_first = TRUE;; is_first = FALSE) {
        if (!g_input_stream_read_all(in, bytes, 65536, &n, NULL, error))
            return FALSE;
        if (!n)
            break;
        if (is_first && n >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b) {
            inflater = g_zlib_decompressor_new(G_ZLIB_COMPRESSOR_FORMAT_GZIP);
            d.inflater = G_CONVERTER(inflater);
        }
        if (!d.inflater)
            take_bytes(r, (const char *)bytes, n);
        else if (!inflate_bytes(&d, bytes, n, r, error))
            return FALSE;
    }
    end_line(r);
    if (d.is_open)
        g_set_error(error, FAULT, FAULT_USAGE, "it ends early");
    return !d.is_open;
}

gboolean access_log_read(AccessLog *log, const char *path, gint64 from, gint64 until, GError **error)
{
    g_autoptr(GString) line = g_string_new(NULL);
    g_autoptr(GFile) file = g_file_new_for_path(path);
    g_autoptr(GError) cause = NULL;
    Reading r = {log, from, until, line, FALSE};
    g_autoptr(GFileInputStream) in = g_file_read(file, NULL, &cause);
    if (in && read_all(G_INPUT_STREAM(in), &r, &cause))
        return TRUE;
    g_set_error(error, FAULT, FAULT_USAGE, "cannot read access log '%s': %s", path, cause->message);
    return FALSE;
}
