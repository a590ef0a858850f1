#include "indexer/url.h"

#include <string.h>

#include "shim/limits.h"

/* Parts of a URL as they stand in its text; a part that is not there has p NULL. */
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

/* Splits by RFC 3986 appendix B, with WHATWG's reading of backslashes done before. */
static Parts split(const char *url)
{
    Parts parts = {.path = {url, 0}};
    const char *p = url;
    gsize scheme = strcspn(p, ":/?#");
    if (p[scheme] == ':' && scheme > 0 && g_ascii_isalpha(*p)) {
        parts.scheme = (Part){p, scheme};
        p += scheme + 1;
    }
    if (p[0] == '/' && p[1] == '/') {
        p += 2;
        while (parts.scheme.p && *p == '/')
            p++;
        parts.authority = take(&p, "/?#");
    }
    parts.path = take(&p, "?#");
    if (*p == '?') {
        p++;
        parts.query = take(&p, "#");
    }
    return parts;
}

/* Drops what WHATWG drops (spaces around, tab and newlines inside) and reads backslashes of the path as slashes. */
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
            if (g_ascii_isalnum(value) || (value && strchr("-._~", value)))
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

/* Is the segment so many dots, each as such or percent-encoded? */
static gboolean is_dots(const char *segment, guint dots)
{
    for (; dots; dots--) {
        gsize n = *segment == '.' ? 1 : g_ascii_strncasecmp(segment, "%2e", 3) == 0 ? 3 : 0;
        if (!n)
            return FALSE;
        segment += n;
    }
    return !*segment;
}

/* RFC 3986 5.2.4 over an absolute path. */
static char *remove_dots(const char *path)
{
    g_auto(GStrv) segments = g_strsplit(path + (*path == '/'), "/", -1);
    g_autoptr(GPtrArray) kept = g_ptr_array_new();
    for (char **s = segments; *s; s++) {
        gboolean last = s[1] == NULL;
        if (is_dots(*s, 2)) {
            if (kept->len)
                g_ptr_array_set_size(kept, kept->len - 1);
            if (last)
                g_ptr_array_add(kept, (gpointer) "");
        } else if (!is_dots(*s, 1)) {
            g_ptr_array_add(kept, *s);
        } else if (last) {
            g_ptr_array_add(kept, (gpointer) "");
        }
    }
    g_ptr_array_add(kept, NULL);
    g_autofree char *joined = g_strjoinv("/", (char **)kept->pdata);
    return g_strconcat("/", joined, NULL);
}

/* Nothing but small ASCII letters, digits and dots between them: nothing to normalise. */
static gboolean is_plain_host(Part host)
{
    gboolean inside = FALSE;
    for (gsize i = 0; i < host.n; i++) {
        gboolean is_letter = g_ascii_islower(host.p[i]) || g_ascii_isdigit(host.p[i]);
        if (!is_letter && !(inside && host.p[i] == '.'))
            return FALSE;
        inside = is_letter;
    }
    return inside;
}

/* Host and port, normalised; FALSE: not a host. */
static gboolean append_authority(GString *out, Part authority, gboolean is_https)
{
    if (is_plain_host(authority)) {
        g_string_append_len(out, authority.p, authority.n);
        return TRUE;
    }
    g_autofree char *text = g_strndup(authority.p, authority.n);
    char *host = strrchr(text, '@');
    host = host ? host + 1 : text;
    char *port = strrchr(host, ':');
    if (port && strchr(port, ']'))
        port = NULL;
    if (port)
        *port++ = '\0';
    g_autofree char *decoded = g_uri_unescape_string(host, NULL);
    g_autofree char *ascii = decoded ? g_hostname_to_ascii(decoded) : NULL;
    if (!ascii || !*ascii || strpbrk(ascii, " #%/:<>?@\\^|") || (*ascii == '[') != (ascii[strlen(ascii) - 1] == ']'))
        if (!ascii || *ascii != '[')
            return FALSE;
    g_autofree char *lower = g_ascii_strdown(ascii, -1);
    g_string_append(out, lower);
    if (!port || !*port)
        return TRUE;
    guint64 number;
    if (!g_ascii_string_to_unsigned(port, 10, 0, 65535, &number, NULL))
        return FALSE;
    if (number != (is_https ? 443u : 80u))
        g_string_append_printf(out, ":%" G_GUINT64_FORMAT, number);
    return TRUE;
}

/* The reference's path, laid over the base's. */
static char *merge_path(const Parts *ref, const Parts *base)
{
    if (ref->authority.p || !base || (ref->path.n && *ref->path.p == '/'))
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
    Parts ref = split(clean), from = split(base ? base : "");
    gboolean relative = base && (!ref.scheme.p || (ref.scheme.n == from.scheme.n && !ref.authority.p &&
                                                   g_ascii_strncasecmp(ref.scheme.p, from.scheme.p, ref.scheme.n) == 0));
    Part scheme = ref.scheme.p ? ref.scheme : from.scheme;
    gboolean is_https = scheme.n == 5 && g_ascii_strncasecmp(scheme.p, "https", 5) == 0;
    if (!is_https && !(scheme.n == 4 && g_ascii_strncasecmp(scheme.p, "http", 4) == 0))
        return NULL;
    Part authority = ref.authority.p ? ref.authority : relative ? from.authority : (Part){0};
    g_autoptr(GString) out = g_string_new(is_https ? "https://" : "http://");
    if (!authority.p || !append_authority(out, authority, is_https))
        return NULL;
    g_autofree char *path = merge_path(&ref, relative ? &from : NULL);
    g_autofree char *plain = remove_dots(path);
    append_encoded(out, plain, strlen(plain), "\"<>`{}^");
    Part query = ref.query.p || ref.path.n || ref.authority.p || !relative ? ref.query : from.query;
    if (query.p) {
        g_string_append_c(out, '?');
        append_encoded(out, query.p, query.n, "\"<>'");
    }
    return out->len <= LIMIT_URL ? g_strdup(out->str) : NULL;
}

char *url_host(const char *url)
{
    Parts parts = split(url);
    gsize n = parts.authority.p ? strcspn(parts.authority.p, "/?#") : 0;
    g_autofree char *host = g_strndup(parts.authority.p ? parts.authority.p : "", n);
    char *port = strrchr(host, ':');
    if (port && !strchr(port, ']'))
        *port = '\0';
    return g_steal_pointer(&host);
}

char **url_segments(const char *url)
{
    Parts parts = split(url);
    g_autofree char *path = g_strndup(parts.path.p, parts.path.n);
    g_auto(GStrv) raw = g_strsplit(path, "/", -1);
    g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
    for (char **s = raw; *s; s++) {
        g_autofree char *decoded = g_uri_unescape_string(*s, NULL);
        if (**s)
            g_strv_builder_add(builder, decoded ? decoded : *s);
    }
    return g_strv_builder_end(builder);
}
