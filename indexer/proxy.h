/*
 * proxy.h: the proxies that the environment names, and which URLs go through one.
 *
 * http_proxy for http, https_proxy or HTTPS_PROXY for https, else all_proxy or ALL_PROXY (HTTP_PROXY is not
 * read: in a CGI a visitor could set it). no_proxy or NO_PROXY lists what goes direct, parted by commas or
 * spaces: host names (their subdomains too), addresses, address ranges ("10.0.0.0/8"), "*" for all.
 */
#ifndef ISOGLOT_PROXY_H
#define ISOGLOT_PROXY_H

#include <glib.h>

G_BEGIN_DECLS

typedef struct Proxies Proxies;

/* As the environment is now. */
Proxies *proxies_new(void);
void proxies_free(Proxies *proxies);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Proxies, proxies_free)

/*
 * The proxy for a normalised URL, as the environment spells it, or NULL: direct. What is this machine's or
 * this network's by its very name never goes through one: an address that is not public (address.h),
 * "localhost" and names below it (RFC 6761 6.3). g_free().
 */
char *proxies_find(const Proxies *proxies, const char *url) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
