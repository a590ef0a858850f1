#include "indexer/host.h"

#include <arpa/inet.h>
#include <string.h>

#include "langs/uni.h"
#include "shim/limits.h"

/* "[…]", the brackets included. */
static gboolean parse_ipv6(const char *host, gsize n, GString *out)
{
    guint8 address[16];
    if (n < 2 || host[n - 1] != ']')
        return FALSE;
    g_autofree char *text = g_strndup(host + 1, n - 2);
    if (inet_pton(AF_INET6, text, address) != 1)
        return FALSE;
    guint zeros = 8, most = 1, run = 0; /* where the longest run of two zeros or more begins, and how long it is */
    for (guint i = 0; i < 8; i++) {
        run = address[2 * i] || address[2 * i + 1] ? 0 : run + 1;
        if (run > most) {
            most = run;
            zeros = i + 1 - run;
        }
    }
    g_string_append_c(out, '[');
    for (guint i = 0; i < 8; i++) {
        if (i == zeros) {
            g_string_append(out, i ? ":" : "::");
            i += most - 1;
        } else {
            g_string_append_printf(out, "%x%s", address[2 * i] << 8 | address[2 * i + 1], i < 7 ? ":" : "");
        }
    }
    g_string_append_c(out, ']');
    return TRUE;
}

/* A number of an IPv4 address: decimal, octal after "0", hexadecimal after "0x"; too large ones are cut to 2^33. */
static gboolean parse_ipv4_number(const char *text, guint64 *number)
{
    guint base = 10;
    if (!*text)
        return FALSE;
    if (text[0] == '0' && g_ascii_tolower(text[1]) == 'x') {
        base = 16;
        text += 2;
    } else if (text[0] == '0' && text[1]) {
        base = 8;
        text++;
    }
    for (*number = 0; *text; text++) {
        int digit = g_ascii_xdigit_value(*text);
        if (digit < 0 || digit >= (int)base)
            return FALSE;
        *number = MIN(*number * base + digit, G_GUINT64_CONSTANT(1) << 33);
    }
    return TRUE;
}

/* The labels of a host, without an empty last one. */
static char **labels_of(const char *host)
{
    char **labels = g_strsplit(host, ".", -1);
    guint n = g_strv_length(labels);
    if (n > 1 && !*labels[n - 1])
        g_clear_pointer(&labels[n - 1], g_free);
    return labels;
}

static gboolean ends_in_number(const char *host)
{
    g_auto(GStrv) labels = labels_of(host);
    guint64 number;
    guint n = g_strv_length(labels);
    const char *last = n ? labels[n - 1] : "";
    return *last && (strspn(last, "0123456789") == strlen(last) || parse_ipv4_number(last, &number));
}

static gboolean parse_ipv4(const char *host, GString *out)
{
    g_auto(GStrv) labels = labels_of(host);
    guint n = g_strv_length(labels);
    guint64 address = 0, number;
    if (n > 4)
        return FALSE;
    for (guint i = 0; i < n; i++) {
        gboolean is_last = i == n - 1;
        if (!parse_ipv4_number(labels[i], &number) || number >= G_GUINT64_CONSTANT(1) << (is_last ? 8 * (5 - n) : 8))
            return FALSE;
        address += is_last ? number : number << (8 * (3 - i));
    }
    g_string_append_printf(out, "%u.%u.%u.%u", (guint)(address >> 24), (guint)(address >> 16 & 255),
                           (guint)(address >> 8 & 255), (guint)(address & 255));
    return TRUE;
}

static char *percent_decode(const char *text, gsize n)
{
    GString *out = g_string_sized_new(n);
    for (gsize i = 0; i < n; i++) {
        if (text[i] == '%' && i + 2 < n && g_ascii_isxdigit(text[i + 1]) && g_ascii_isxdigit(text[i + 2])) {
            g_string_append_c(out, g_ascii_xdigit_value(text[i + 1]) << 4 | g_ascii_xdigit_value(text[i + 2]));
            i += 2;
        } else {
            g_string_append_c(out, text[i]);
        }
    }
    gboolean has_nul = memchr(out->str, '\0', out->len) != NULL;
    return g_string_free(out, has_nul); /* NULL where there was a NUL */
}

/* "Forbidden domain code points" of the standard. */
static gboolean is_forbidden(char c)
{
    return (guchar)c <= ' ' || c == 0x7F || strchr("#%/:<>?@[\\]^|", c);
}

gboolean host_parse(const char *host, gsize n, GString *out)
{
    if (n > LIMIT_URL) /* punycode of a label is quadratic in it */
        return FALSE;
    if (n && *host == '[')
        return parse_ipv6(host, n, out);
    g_autofree char *decoded = percent_decode(host, n);
    g_autoptr(GString) domain = g_string_new(NULL);
    if (!decoded || !uni_domain_to_ascii(decoded, domain) || !domain->len)
        return FALSE;
    for (gsize i = 0; i < domain->len; i++)
        if (is_forbidden(domain->str[i]))
            return FALSE;
    if (ends_in_number(domain->str))
        return parse_ipv4(domain->str, out);
    g_string_append_len(out, domain->str, domain->len);
    return TRUE;
}
