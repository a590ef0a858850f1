#include "indexer/proxy.h"

#include <gio/gio.h>
#include <string.h>

#include "indexer/address.h"
#include "indexer/url.h"

struct Proxies {
    char *http, *https;
    GProxyResolver *exceptions; /* answers "direct://" for what is in no_proxy */
};

/* The first of the variables that says something, or NULL. */
static char *read_variable(const char *const *names)
{
    for (; *names; names++) {
        const char *value = g_getenv(*names);
        if (value && *value)
            return g_strdup(value);
    }
    return NULL;
}

/* An exception as GIO reads it, or NULL: it warns of what it cannot read. Changes `text`. */
static const char *read_exception(char *text)
{
    gsize n = strlen(text);
    if (n > 1 && *text == '[' && text[n - 1] == ']') {
        text[n - 1] = '\0';
        text++;
    }
    g_autoptr(GInetAddressMask) mask = g_inet_address_mask_new_from_string(text, NULL);
    const char *name = text + strspn(text, "*."), *colon = strchr(text, ':');
    gboolean is_host = (g_ascii_isalnum(*name) || *name == '_') &&
                       (!colon || g_ascii_string_to_unsigned(colon + 1, 10, 1, 65535, NULL, NULL));
    return mask || is_host ? text : NULL;
}

static GProxyResolver *read_exceptions(void)
{
    g_autofree char *list = read_variable((const char *const[]){"no_proxy", "NO_PROXY", NULL});
    g_auto(GStrv) parts = g_strsplit_set(list ? list : "", ", \t", -1);
    g_autoptr(GStrvBuilder) hosts = g_strv_builder_new();
    gboolean is_all = FALSE;
    for (char **part = parts; *part; part++) {
        is_all |= g_str_equal(*part, "*");
        const char *exception = read_exception(*part);
        if (exception)
            g_strv_builder_add(hosts, exception);
    }
    g_auto(GStrv) ignored = g_strv_builder_end(hosts);
    return g_simple_proxy_resolver_new(is_all ? "direct://" : "http://proxy.invalid", ignored);
}

Proxies *proxies_new(void)
{
    Proxies *p = g_new0(Proxies, 1);
    p->http = read_variable((const char *const[]){"http_proxy", "all_proxy", "ALL_PROXY", NULL});
    p->https =
        read_variable((const char *const[]){"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", NULL});
    p->exceptions = read_exceptions();
    return p;
}

void proxies_free(Proxies *p)
{
    g_free(p->http);
    g_free(p->https);
    g_object_unref(p->exceptions);
    g_free(p);
}

static gboolean is_private_address(const char *host)
{
    g_autofree char *bare = g_strdup(*host == '[' ? host + 1 : host);
    bare[strcspn(bare, "]")] = '\0';
    g_autoptr(GInetAddress) inet = g_inet_address_new_from_string(bare);
    if (!inet)
        return FALSE;
    g_autoptr(GSocketAddress) socket = g_inet_socket_address_new(inet, 0);
    struct sockaddr_storage native;
    return g_socket_address_to_native(socket, &native, sizeof native, NULL) &&
           !address_is_public((const struct sockaddr *)&native);
}

static gboolean is_local(const char *url)
{
    g_autofree char *host = url_host(url);
    gsize n = strlen(host);
    if (n && host[n - 1] == '.')
        host[n - 1] = '\0';
    return g_str_equal(host, "localhost") || g_str_has_suffix(host, ".localhost") || is_private_address(host);
}

static gboolean is_exception(const Proxies *p, const char *url)
{
    g_auto(GStrv) found = g_proxy_resolver_lookup(p->exceptions, url, NULL, NULL);
    return !found || !found[0] || g_str_equal(found[0], "direct://");
}

char *proxies_find(const Proxies *p, const char *url)
{
    const char *proxy = g_str_has_prefix(url, "https:") ? p->https : p->http;
    return !proxy || is_local(url) || is_exception(p, url) ? NULL : g_strdup(proxy);
}
