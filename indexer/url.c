#include "indexer/url.h"

#include <string.h>

#include "indexer/host.h"
#include "shim/limits.h"

/* A part of a URL as it stands in its text; p is NULL where there is none. */
typedef struct {
    const char *p;
    gsize n;
} Part;

typedef struct {
    Part scheme, authority, path, query;
} Parts;

static Part take(const char **p, const char *stops)
{
    Part part = {*p, strcspn(*p, stops)};
    *p += part.n;
    return part;
}

static gboolean is_scheme(Part part, const char *name)
{
    return part.p && part.n == strlen(name) && g_ascii_strncasecmp(part.p, name, part.n) == 0;
}

static Part take_scheme(const char **p)
{
    gsize n = 0;
    if (g_ascii_isalpha(**p))
        while (g_ascii_isalnum((*p)[n]) || ((*p)[n] && strchr("+-.", (*p)[n])))
            n++;
    if (!n || (*p)[n] != ':')
        return (Part){NULL, 0};
    Part part = {*p, n};
    *p += n + 1;
    return part;
}

/* Splits a reference that was cleaned; `base_scheme` decides what "http:x" is (section 4.4, "scheme state"). */
static Parts split(const char *reference, Part base_scheme)
{
    Parts parts = {0};
    const char *p = reference;
    parts.scheme = take_scheme(&p);
    gboolean is_same = base_scheme.p && parts.scheme.n == base_scheme.n &&
                       g_ascii_strncasecmp(parts.scheme.p, base_scheme.p, base_scheme.n) == 0;
    if ((p[0] == '/' && p[1] == '/') || (parts.scheme.p && !is_same)) {
        p += strspn(p, "/");
        parts.authority = take(&p, "/?#");
    }
    parts.path = take(&p, "?#");
    if (*p == '?') {
        p++;
        parts.query = take(&p, "#");
    }
    return parts;
}

/* Drops what the standard drops (controls and spaces around, tab and newlines inside) and reads backslashes as slashes. */
static char *clean_reference(const char *reference)
{
    GString *clean = g_string_new(NULL);
    const char *end = reference + strlen(reference);
    while (reference < end && (guchar)*reference <= ' ')
        reference++;
    while (end > reference && (guchar)end[-1] <= ' ')
        end--;
    gboolean in_path = TRUE;
    for (; reference < end; reference++) {
        in_path = in_path && *reference != '?' && *reference != '#';
        if (!strchr("\t\n\r", *reference))
            g_string_append_c(clean, in_path && *reference == '\\' ? '/' : *reference);
    }
    return g_string_free(clean, FALSE);
}

/* Would a hexadecimal digit at the end of `out` make a "%" of it, which stands for itself, the head of an escape? */
static gboolean ends_in_bare_percent(const GString *out)
{
    return (out->len > 0 && out->str[out->len - 1] == '%') || (out->len > 1 && out->str[out->len - 2] == '%');
}

/* Percent-encodes what must be, decodes what need not be (RFC 3986 6.2.2), upper-case hexadecimal digits. */
static void append_encoded(GString *out, const char *p, gsize n, const char *encoded)
{
    for (gsize i = 0; i < n; i++) {
        gsize plain = i;
        while (i < n && (g_ascii_isalnum(p[i]) || p[i] == '/' || p[i] == '-' || p[i] == '_' || p[i] == '.'))
            i++;
        g_string_append_len(out, p + plain, i - plain);
        if (i == n)
            return;
        guchar c = p[i];
        if (c == '%' && i + 2 < n && g_ascii_isxdigit(p[i + 1]) && g_ascii_isxdigit(p[i + 2])) {
            guchar value = g_ascii_xdigit_value(p[i + 1]) * 16 + g_ascii_xdigit_value(p[i + 2]);
            gboolean is_unreserved = g_ascii_isalnum(value) || (value && strchr("-._~", value));
            if (is_unreserved && !(g_ascii_isxdigit(value) && ends_in_bare_percent(out)))
                g_string_append_c(out, value);
            else
                g_string_append_printf(out, "%%%02X", value);
            i += 2;
        } else if (c <= ' ' || c >= 0x7F || strchr(encoded, c)) {
            g_string_append_printf(out, "%%%02X", c);
        } else {
            g_string_append_c(out, c);
        }
    }
}

/* Is the segment of n bytes so many dots, each "." or "%2e" as browsers have it? */
static gboolean is_dots(const char *segment, gsize n, guint dots)
{
    guint found = 0;
    for (const char *end = segment + n; segment < end; found++) {
        if (*segment != '.' && g_ascii_strncasecmp(segment, "%2e", 3) != 0)
            return FALSE;
        segment += *segment == '.' ? 1 : 3;
    }
    return found == dots;
}

/* RFC 3986 5.2.4 over an absolute path, in one pass: `out` always ends with the slash behind the last whole segment. */
static char *remove_dots(const char *path)
{
    GString *out = g_string_new("/");
    for (const char *p = path + (*path == '/');; p++) {
        gsize n = strcspn(p, "/");
        if (is_dots(p, n, 2)) {
            const char *before = out->len > 1 ? memrchr(out->str, '/', out->len - 1) : out->str;
            g_string_truncate(out, before + 1 - out->str);
        } else if (!is_dots(p, n, 1)) {
            g_string_append_len(out, p, n + (p[n] == '/'));
        }
        p += n;
        if (!*p)
            return g_string_free(out, FALSE);
    }
}

/* FALSE: not a port. */
static gboolean append_port(GString *out, Part port, guint default_port)
{
    guint number = 0;
    for (gsize i = 0; i < port.n; i++) {
        if (!g_ascii_isdigit(port.p[i]) || number > G_MAXUINT16)
            return FALSE;
        number = number * 10 + g_ascii_digit_value(port.p[i]);
    }
    if (number > G_MAXUINT16)
        return FALSE;
    if (port.n && number != default_port)
        g_string_append_printf(out, ":%u", number);
    return TRUE;
}

/* Nothing but small ASCII letters and digits with dots between them, and no address: nothing to normalise. */
static gboolean is_plain_host(Part host)
{
    char before = '.', first = '0'; /* of the last label */
    for (gsize i = 0; i < host.n; i++) {
        char c = host.p[i];
        if (!g_ascii_islower(c) && !g_ascii_isdigit(c) && !(c == '.' && before != '.'))
            return FALSE;
        first = before == '.' ? c : first;
        before = c;
    }
    return before != '.' && g_ascii_islower(first);
}

/* Host and port, normalised, without user information; FALSE: not a host. */
static gboolean append_authority(GString *out, Part authority, guint default_port)
{
    if (is_plain_host(authority)) {
        g_string_append_len(out, authority.p, authority.n);
        return TRUE;
    }
    const char *end = authority.p + authority.n, *at = authority.n ? memrchr(authority.p, '@', authority.n) : NULL;
    const char *host = at ? at + 1 : authority.p;
    const char *bracket = host < end && *host == '[' ? memchr(host, ']', end - host) : NULL;
    const char *from = bracket ? bracket : host;
    const char *colon = from < end ? memchr(from, ':', end - from) : NULL;
    const char *host_end = colon ? colon : end;
    if (host == host_end || !host_parse(host, host_end - host, out))
        return FALSE;
    return !colon || append_port(out, (Part){colon + 1, end - colon - 1}, default_port);
}

/* The reference's path, laid over the base's. */
static char *merge_path(const Parts *ref, const Parts *base)
{
    if (ref->authority.p || (ref->path.n && *ref->path.p == '/'))
        return g_strndup(ref->path.p, ref->path.n);
    if (!ref->path.n)
        return g_strndup(base->path.p, base->path.n);
    gsize folder = base->path.n;
    while (folder && base->path.p[folder - 1] != '/')
        folder--;
    return g_strdup_printf("%.*s%.*s", (int)folder, base->path.p, (int)ref->path.n, ref->path.p);
}

char *url_resolve(const char *base, const char *reference)
{
    g_autofree char *clean = clean_reference(reference);
    Parts from = split(base ? base : "", (Part){0}), ref = split(clean, from.scheme);
    Part scheme = ref.scheme.p ? ref.scheme : from.scheme, authority = ref.authority.p ? ref.authority : from.authority;
    gboolean is_https = is_scheme(scheme, "https");
    if ((!is_https && !is_scheme(scheme, "http")) || !authority.p)
        return NULL;
    g_autoptr(GString) out = g_string_new(is_https ? "https://" : "http://");
    if (!append_authority(out, authority, is_https ? 443 : 80))
        return NULL;
    g_autofree char *path = merge_path(&ref, &from);
    g_autofree char *plain = remove_dots(path);
    gsize n = strlen(plain);
    if (n > 3 * LIMIT_URL) /* three bytes become one, at best */
        return NULL;
    append_encoded(out, plain, n, "\"<>`{}^");
    Part query = ref.query.p || ref.path.n || ref.authority.p ? ref.query : from.query;
    if (query.n) {
        g_string_append_c(out, '?');
        append_encoded(out, query.p, query.n, "\"<>'");
    }
    return out->len <= LIMIT_URL ? g_strdup(out->str) : NULL;
}

char *url_host(const char *url)
{
    Part authority = split(url, (Part){0}).authority;
    const char *bracket = authority.n ? memchr(authority.p, ']', authority.n) : NULL;
    const char *from = bracket ? bracket : authority.p;
    const char *colon = authority.n ? memchr(from, ':', authority.p + authority.n - from) : NULL;
    return g_strndup(authority.p ? authority.p : "", colon ? (gsize)(colon - authority.p) : authority.n);
}

char *url_origin(const char *url)
{
    const char *host = strstr(url, "://");
    const char *end = host ? strpbrk(host + 3, "/?#") : NULL;
    return end ? g_strndup(url, end - url) : g_strdup(url);
}

char **url_segments(const char *url)
{
    Part path = split(url, (Part){0}).path;
    g_autofree char *text = g_strndup(path.p, path.n);
    g_auto(GStrv) raw = g_strsplit(text, "/", -1);
    g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
    for (char **s = raw; *s; s++) {
        g_autofree char *decoded = g_uri_unescape_string(*s, NULL);
        if (**s)
            g_strv_builder_add(builder, decoded ? decoded : *s);
    }
    return g_strv_builder_end(builder);
}
