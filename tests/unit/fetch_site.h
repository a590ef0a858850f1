/*
 * fetch_site.h: transfers and a site on loopback, for the tests of indexer/fetch.h.
 */
#ifndef ISOGLOT_TEST_FETCH_SITE_H
#define ISOGLOT_TEST_FETCH_SITE_H

#include <dlfcn.h>
#include <netdb.h>

#include "indexer/fetch.h"
#include "shim/limits.h"
#include "tests/unit/archive.h"
#include "tests/unit/server.h"

#define OK_5 "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n"

/* Those of whoever runs the tests. */
static inline void forget_proxies(void)
{
    const char *const proxies[] = {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"};
    for (guint i = 0; i < G_N_ELEMENTS(proxies); i++)
        g_unsetenv(proxies[i]);
}

/* What a transfer came to. */
typedef struct {
    Response *response;
    GError *error;
    guint calls, sent;
} Outcome;

static inline void take(Response *response, const GError *error, gpointer user)
{
    Outcome *o = user;
    g_assert_true(!response != !error);
    o->response = response;
    o->error = error ? g_error_copy(error) : NULL;
    o->calls++;
}

static inline void outcome_clear(Outcome *o)
{
    g_clear_pointer(&o->response, response_free);
    g_clear_error(&o->error);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Outcome, outcome_clear)

static inline void run_all(Fetcher *f)
{
    while (fetcher_run(f, 1000))
        ;
}

static inline Outcome fetch(Fetcher *f, const FetchRequest *request)
{
    Outcome o = {0};
    fetcher_start(f, request, take, &o);
    g_assert_cmpuint(o.calls, ==, 0);
    run_all(f);
    g_assert_cmpuint(o.calls, ==, 1);
    return o;
}

static inline Fetcher *open_fetcher(void)
{
    static const char *const all[] = {"*", NULL};
    return fetcher_new(&(FetchOptions){.private_hosts = all});
}

/* The routes are served for the time of one test; `url` makes URLs of targets. */
typedef struct {
    Server *server;
    Fetcher *fetcher;
    GPtrArray *urls;
} Site;

static inline void site_open(Site *s, const Route *routes)
{
    s->server = server_new(routes);
    s->fetcher = open_fetcher();
    s->urls = g_ptr_array_new_with_free_func(g_free);
}

static inline void site_clear(Site *s)
{
    fetcher_free(s->fetcher);
    server_free(s->server);
    g_ptr_array_unref(s->urls);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Site, site_clear)

static const char *site_url_at(Site *s, const char *host, const char *target)
{
    char *url = server_url(s->server, host, target);
    g_ptr_array_add(s->urls, url);
    return url;
}

static const char *site_url(Site *s, const char *target)
{
    return site_url_at(s, "127.0.0.1", target);
}

static inline void assert_fault(const Outcome *o, gint code, const char *why)
{
    g_assert_error(o->error, FAULT, code);
    g_assert_true(g_str_has_prefix(o->error->message, "cannot fetch '"));
    if (!strstr(o->error->message, why))
        g_error("'%s' does not say '%s'", o->error->message, why);
}

/* A resolver that knows what a hostile name server would say: *.inside.example is this machine, hang.example
 * is silent. */
int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints, struct addrinfo **found)
{
    int (*real)(const char *, const char *, const struct addrinfo *, struct addrinfo **) =
        (int (*)(const char *, const char *, const struct addrinfo *, struct addrinfo **))dlsym(RTLD_NEXT,
                                                                                                "getaddrinfo");
    if (node && g_str_has_suffix(node, "inside.example"))
        node = "127.0.0.1";
    if (node && strcmp(node, "hang.example") == 0)
        g_usleep(3 * G_USEC_PER_SEC);
    return node && g_str_has_suffix(node, ".example") ? EAI_NONAME : real(node, service, hints, found);
}

#endif
