/* The promises of indexer/fetch.h, against real servers on loopback. */
#include <dlfcn.h>
#include <netdb.h>

#include "indexer/fetch.h"
#include "shim/limits.h"
#include "tests/unit/archive.h"
#include "tests/unit/server.h"

#define OK_5 "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n"
#define N_TRANSFERS 20

/* What a transfer came to. */
typedef struct {
    Response *response;
    GError *error;
    guint calls, sent;
} Outcome;

static void take(Response *response, const GError *error, gpointer user)
{
    Outcome *o = user;
    g_assert_true(!response != !error);
    o->response = response;
    o->error = error ? g_error_copy(error) : NULL;
    o->calls++;
}

static void outcome_clear(Outcome *o)
{
    g_clear_pointer(&o->response, response_free);
    g_clear_error(&o->error);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Outcome, outcome_clear)

static void run_all(Fetcher *f)
{
    while (fetcher_run(f, 1000))
        ;
}

static Outcome fetch(Fetcher *f, const FetchRequest *request)
{
    Outcome o = {0};
    fetcher_start(f, request, take, &o);
    g_assert_cmpuint(o.calls, ==, 0);
    run_all(f);
    g_assert_cmpuint(o.calls, ==, 1);
    return o;
}

static Fetcher *open_fetcher(void)
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

static void site_open(Site *s, const Route *routes)
{
    s->server = server_new(routes);
    s->fetcher = open_fetcher();
    s->urls = g_ptr_array_new_with_free_func(g_free);
}

static void site_clear(Site *s)
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

static void assert_fault(const Outcome *o, gint code, const char *why)
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
        (int (*)(const char *, const char *, const struct addrinfo *, struct addrinfo **))dlsym(
            RTLD_NEXT, "getaddrinfo");
    if (node && g_str_has_suffix(node, "inside.example"))
        node = "127.0.0.1";
    if (node && strcmp(node, "hang.example") == 0)
        g_usleep(3 * G_USEC_PER_SEC);
    return node && g_str_has_suffix(node, ".example") ? EAI_NONAME : real(node, service, hints, found);
}

static void a_response_comes_as_it_was(void)
{
    static const Route routes[] = {
        {"/page",
         "HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\nHTTP/1.1 200 Fine\r\nETag: \"1\"\r\n"
         "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Encoding: gzip\r\n"
         "Transfer-Encoding: chunked\r\n",
         "3\r\nabc\r\n2\r\nde\r\n0\r\nETag: \"trailer\"\r\n\r\n", SERVE_LATE},
        {0}};
    g_auto(Site) s;
    site_open(&s, routes);
    gint64 now = g_get_real_time() / G_USEC_PER_SEC;
    g_auto(Outcome) o = fetch(s.fetcher, &(FetchRequest){.url = site_url(&s, "/page")});
    const Response *r = o.response;
    g_assert_cmpstr(r->url, ==, site_url(&s, "/page"));
    g_assert_cmpuint(r->status, ==, 200);
    g_assert_true(g_str_has_prefix(r->head->str, "HTTP/1.1 200 Fine\r\nETag: \"1\"\r\n"));
    g_assert_true(g_str_has_suffix(r->head->str, "chunked\r\n\r\n")); /* without the trailer */
    g_assert_cmpmem(r->body->data, r->body->len, "abcde", 5);
    g_assert_cmpstr(r->etag, ==, "\"1\"");
    g_assert_cmpstr(r->last_modified, ==, "Sun, 06 Nov 1994 08:49:37 GMT");
    g_assert_cmpstr(r->ip, ==, "127.0.0.1");
    g_assert_cmpint(r->fetched_at, >=, now);
    g_assert_cmpint(r->fetched_at, <=, now + 5);
    g_assert_cmpint(r->elapsed_ms, >=, 200);
    g_assert_cmpint(r->elapsed_ms, <, 5000);
    g_assert_null(r->redirect);
    g_assert_cmpint(r->retry_after, ==, -1);
}

static void transfers_go_side_by_side(void)
{
    static const Route routes[] = {{"/late", OK_5, "hello", SERVE_LATE}, {0}};
    g_auto(Site) s;
    site_open(&s, routes);
    Outcome outcomes[N_TRANSFERS] = {0};
    gint64 begin = g_get_monotonic_time();
    for (guint i = 0; i < N_TRANSFERS; i++)
        fetcher_start(s.fetcher, &(FetchRequest){.url = site_url(&s, "/late")}, take, &outcomes[i]);
    run_all(s.fetcher);
    g_assert_cmpint(g_get_monotonic_time() - begin, <, N_TRANSFERS / 2 * 200 * 1000);
    for (guint i = 0; i < N_TRANSFERS; i++) {
        g_assert_cmpuint(outcomes[i].calls, ==, 1);
        g_assert_cmpuint(outcomes[i].response->body->len, ==, 5);
        outcome_clear(&outcomes[i]);
    }
}

/* Follows itself until it has been called ten times. */
typedef struct {
    Site site;
    guint calls;
} Chain;

static void start_next(Response *response, const GError *error, gpointer user)
{
    Chain *c = user;
    g_assert_no_error(error);
    response_free(response);
    if (++c->calls < 10)
        fetcher_start(c->site.fetcher, &(FetchRequest){.url = site_url(&c->site, "/")}, start_next, c);
}

static void done_may_start_more(void)
{
    static const Route routes[] = {{"/", OK_5, "hello", SERVE}, {0}};
    Chain c = {0};
    site_open(&c.site, routes);
    fetcher_start(c.site.fetcher, &(FetchRequest){.url = site_url(&c.site, "/")}, start_next, &c);
    g_assert_cmpuint(fetcher_run(c.site.fetcher, 5000), ==, 1); /* one has ended, another has begun */
    g_assert_cmpuint(c.calls, ==, 1);
    run_all(c.site.fetcher);
    g_assert_cmpuint(c.calls, ==, 10);
    g_assert_cmpuint(server_connections(c.site.server), ==, 1); /* kept alive */
    site_clear(&c.site);
}

static void run_keeps_its_time(void)
{
    static const Route routes[] = {{"/never", NULL, NULL, SERVE_NEVER}, {0}};
    g_auto(Site) s;
    site_open(&s, routes);
    g_auto(Outcome) o = {0};
    gint64 begin = g_get_monotonic_time();
    g_assert_cmpuint(fetcher_run(s.fetcher, 5000), ==, 0); /* nothing under way */
    fetcher_start(s.fetcher, &(FetchRequest){.url = site_url(&s, "/never")}, take, &o);
    g_assert_cmpuint(fetcher_run(s.fetcher, 0), ==, 1);
    g_assert_cmpint(g_get_monotonic_time() - begin, <, 200 * 1000);
    g_assert_cmpuint(fetcher_run(s.fetcher, 300), ==, 1);
    g_assert_cmpint(g_get_monotonic_time() - begin, >=, 300 * 1000);
    g_assert_cmpint(g_get_monotonic_time() - begin, <, 2000 * 1000);
    g_assert_cmpuint(o.calls, ==, 0);
}

static void look_at_outcome(gpointer user)
{
    Outcome *o = user;
    g_assert_cmpuint(o->calls, ==, 0); /* it has not ended */
    o->sent++;
}

static void sent_is_called_when_the_request_has_gone_out(void)
{
    static const Route routes[] = {{"/late", OK_5, "hello", SERVE_LATE}, {0}};
    g_auto(Site) s;
    site_open(&s, routes);
    for (guint i = 0; i < 2; i++) { /* on a new connection, and on one that stands */
        g_auto(Outcome) o = {0};
        fetcher_start(s.fetcher, &(FetchRequest){.url = site_url(&s, "/late"), .sent = look_at_outcome}, take, &o);
        g_assert_cmpuint(o.sent, ==, 0);
        run_all(s.fetcher);
        g_assert_cmpuint(o.sent, ==, 1);
        g_assert_cmpuint(o.calls, ==, 1);
    }
    g_assert_cmpuint(server_connections(s.server), ==, 1);
}

static void free_drops_what_is_under_way(void)
{
    static const Route routes[] = {{"/never", OK_5, "he", SERVE_NEVER}, {0}};
    g_auto(Site) s;
    site_open(&s, routes);
    Outcome o = {0};
    Fetcher *f = open_fetcher();
    g_autofree char *url = g_strdup(site_url(&s, "/never"));
    fetcher_start(f, &(FetchRequest){.url = url}, take, &o);
    memset(url, 'x', strlen(url)); /* the request was copied */
    fetcher_run(f, 200);
    g_assert_cmpuint(server_connections(s.server), ==, 1);
    fetcher_free(f);
    g_assert_cmpuint(o.calls, ==, 0);
}

static void a_silent_name_server_stops_nobody(void)
{
    static const Route routes[] = {{"/", OK_5, "hello", SERVE}, {0}};
    g_auto(Site) s;
    site_open(&s, routes);
    Outcome silent = {0};
    g_auto(Outcome) o = {0};
    Fetcher *f = open_fetcher();
    gint64 begin = g_get_monotonic_time();
    fetcher_start(f, &(FetchRequest){.url = "http://hang.example/"}, take, &silent);
    fetcher_start(f, &(FetchRequest){.url = site_url(&s, "/")}, take, &o);
    g_assert_cmpuint(fetcher_run(f, 2000), ==, 1);
    g_assert_cmpuint(o.calls, ==, 1);
    fetcher_free(f);
    g_assert_cmpint(g_get_monotonic_time() - begin, <, 2000 * 1000);
    g_assert_cmpuint(silent.calls, ==, 0);
    g_usleep(3 * G_USEC_PER_SEC); /* until the name server's thread has ended */
}

static void no_redirect_is_followed(void)
{
    static const Route routes[] = {
        {"/moved", "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: to?x#y\r\n", NULL, SERVE},
        {"/ftp", "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: ftp://127.0.0.1/\r\n", NULL, SERVE},
        {0}};
    g_auto(Site) s;
    site_open(&s, routes);
    g_auto(Outcome) moved = fetch(s.fetcher, &(FetchRequest){.url = site_url(&s, "/moved")});
    g_assert_cmpuint(moved.response->status, ==, 302);
    g_assert_cmpstr(moved.response->redirect, ==, site_url(&s, "/to?x"));
    g_auto(Outcome) ftp = fetch(s.fetcher, &(FetchRequest){.url = site_url(&s, "/ftp")});
    g_assert_null(ftp.response->redirect);
    g_assert_cmpuint(s.server->requests->len, ==, 2);
}

/* Asks and gives what the server was told; g_free(). */
static char *request_sent(Site *s, const FetchRequest *request)
{
    g_auto(Outcome) o = fetch(s->fetcher, request);
    g_assert_no_error(o.error);
    return server_last(s->server);
}

static void a_request_says_what_it_should_and_no_more(void)
{
    static const Route routes[] = {{"/", OK_5 "Set-Cookie: id=1\r\n", "hello", SERVE}, {0}};
    g_auto(Site) s;
    site_open(&s, routes);
    g_autofree char *first = request_sent(&s, &(FetchRequest){.url = site_url(&s, "/")});
    g_autofree char *second = request_sent(&s, &(FetchRequest){.url = site_url(&s, "/")});
    g_autofree char *expected =
        g_strdup_printf("GET / HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nUser-Agent: Isoglot/1.0\r\n"
                        "Accept: */*\r\nAccept-Encoding: gzip\r\n\r\n",
                        s.server->port);
    g_assert_cmpstr(first, ==, expected);
    g_assert_cmpstr(second, ==, expected); /* no cookie */
    g_autofree char *third = request_sent(
        &s, &(FetchRequest){.url = site_url(&s, "/"), .etag = "\"1\"", .last_modified = "yesterday"});
    g_assert_nonnull(strstr(third, "\r\nIf-None-Match: \"1\"\r\nIf-Modified-Since: yesterday\r\n"));
    fetcher_free(s.fetcher);
    s.fetcher = fetcher_new(&(FetchOptions){.user_agent = "Other/2 (+http://a.example/)",
                                            .private_hosts = (const char *[]){"*", NULL}});
    g_autofree char *fourth = request_sent(&s, &(FetchRequest){.url = site_url(&s, "/")});
    g_assert_nonnull(strstr(fourth, "\r\nUser-Agent: Other/2 (+http://a.example/)\r\n"));
}

static void a_body_has_a_ceiling_as_it_comes(void)
{
    static const Route routes[] = {
        {"/", OK_5, "hello", SERVE},
        {"/chunked", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n", "5\r\nhello\r\n0\r\n\r\n", SERVE},
        {0}};
    g_auto(Site) s;
    site_open(&s, routes);
    for (const char *const *target = (const char *[]){"/", "/chunked", NULL}; *target; target++) {
        g_auto(Outcome) fits = fetch(s.fetcher, &(FetchRequest){.url = site_url(&s, *target), .ceiling = 5});
        g_assert_no_error(fits.error);
        g_assert_cmpuint(fits.response->ceiling, ==, 5);
        g_auto(Outcome) o = fetch(s.fetcher, &(FetchRequest){.url = site_url(&s, *target), .ceiling = 4});
        assert_fault(&o, FAULT_SKIP, "too large, its body has more than 4 bytes");
    }
}

static void a_head_has_a_ceiling(void)
{
    g_autofree char *lines = g_strnfill(LIMIT_HTTP_HEADER, 'x');
    for (gsize i = 0; i + 1 < LIMIT_HTTP_HEADER; i += 1000)
        memcpy(lines + i, "\r\nX:", 4);
    g_autofree char *head = g_strconcat("HTTP/1.1 200 OK", lines, "\r\n", NULL);
    const Route routes[] = {{"/", head, NULL, SERVE_NEVER}, {0}};
    g_auto(Site) s;
    site_open(&s, routes);
    g_auto(Outcome) o = fetch(s.fetcher, &(FetchRequest){.url = site_url(&s, "/")});
    assert_fault(&o, FAULT_SKIP, "too large, its head has more than");
}

static void a_body_that_is_not_whole_is_asked_for_again(void)
{
    static const Route routes[] = {
        {"/short", "HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n", "hello", SERVE},
        {"/chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n", "9\r\nhello",
         SERVE},
        {"/no-last-chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n",
         "5\r\nhello\r\n", SERVE},
        {"/reset", "HTTP/1.1 200 OK\r\n", "hello", SERVE_RESET},
        {"/nothing", NULL, NULL, SERVE},
        {"/head-reset", "HTTP/1.1 200 OK\r\nETag: 1", NULL, SERVE_RESET},
        {"/half-a-head", "HTTP/1.1 200 OK\r\nConnection: close\r\nETag: 1", NULL, SERVE},
        {0}};
    g_auto(Site) s;
    site_open(&s, routes);
    for (const Route *route = routes; route->target; route++) {
        g_auto(Outcome) o = fetch(s.fetcher, &(FetchRequest){.url = site_url(&s, route->target)});
        assert_fault(&o, FAULT_RETRY, route->target);
    }
    g_auto(Outcome) nobody = fetch(s.fetcher, &(FetchRequest){.url = "http://nobody.example/"});
    assert_fault(&nobody, FAULT_RETRY, "nobody.example");
    g_auto(Outcome) closed = fetch(s.fetcher, &(FetchRequest){.url = "http://127.0.0.1:1/"});
    assert_fault(&closed, FAULT_RETRY, "127.0.0.1:1");
}

static void what_is_no_http_is_refused(void)
{
    static const Route routes[] = {{"/", "\x01\x02 noise", NULL, SERVE}, {0}};
    g_auto(Site) s;
    site_open(&s, routes);
    const char *const urls[] = {site_url(&s, "/"),
                                "ftp://127.0.0.1/",
                                "file:///etc/passwd",
                                "gopher://a.example/",
                                "dict://127.0.0.1/",
                                "no URL",
                                ""};
    for (guint i = 0; i < G_N_ELEMENTS(urls); i++) {
        g_auto(Outcome) o = fetch(s.fetcher, &(FetchRequest){.url = urls[i]});
        assert_fault(&o, FAULT_SKIP, urls[i]);
    }
}

static void private_addresses_are_refused_before_they_are_connected_to(void)
{
    static const Route routes[] = {{"/", OK_5, "hello", SERVE}, {0}};
    g_auto(Site) s;
    site_open(&s, routes);
    g_autoptr(Fetcher) closed = fetcher_new(NULL);
    const char *const hosts[] = {"127.0.0.1", "localhost", "a.inside.example", "[::ffff:7f00:1]"};
    for (guint i = 0; i < G_N_ELEMENTS(hosts); i++) {
        g_auto(Outcome) o = fetch(closed, &(FetchRequest){.url = site_url_at(&s, hosts[i], "/")});
        assert_fault(&o, FAULT_SKIP, "is private");
    }
    g_auto(Outcome) o = fetch(closed, &(FetchRequest){.url = site_url_at(&s, "a.inside.example", "/")});
    g_autofree char *message = g_strdup_printf(
        "cannot fetch 'http://a.inside.example:%u/': its address 127.0.0.1 is private", s.server->port);
    g_assert_cmpstr(o.error->message, ==, message);
    g_assert_cmpuint(server_connections(s.server), ==, 0);
}

static void a_private_host_is_private_under_its_name_only(void)
{
    static const Route routes[] = {{"/", OK_5, "hello", SERVE}, {0}};
    g_auto(Site) s;
    site_open(&s, routes);
    g_autoptr(Fetcher) f = fetcher_new(
        &(FetchOptions){.private_hosts = (const char *[]){"x.example", "a.inside.example", NULL}});
    g_auto(Outcome) named = fetch(f, &(FetchRequest){.url = site_url_at(&s, "a.inside.example", "/")});
    g_assert_no_error(named.error);
    g_auto(Outcome) other = fetch(f, &(FetchRequest){.url = site_url_at(&s, "b.inside.example", "/")});
    assert_fault(&other, FAULT_SKIP, "is private");
    g_auto(Outcome) number = fetch(f, &(FetchRequest){.url = site_url(&s, "/")});
    assert_fault(&number, FAULT_SKIP, "is private");
}

static void a_proxy_serves_all_but_private_hosts(void)
{
    static const Route routes[] = {
        {"http://public.example/", OK_5, "proxy", SERVE}, {"/", OK_5, "hello", SERVE}, {0}};
    g_auto(Site) s;
    site_open(&s, routes);
    g_setenv("http_proxy", site_url(&s, ""), TRUE);
    g_autoptr(Fetcher) f =
        fetcher_new(&(FetchOptions){.private_hosts = (const char *[]){"a.inside.example", NULL}});
    g_auto(Outcome) proxied = fetch(f, &(FetchRequest){.url = "http://public.example/"});
    g_assert_no_error(proxied.error);
    g_assert_cmpmem(proxied.response->body->data, proxied.response->body->len, "proxy", 5);
    g_assert_null(proxied.response->ip);
    g_auto(Outcome) direct = fetch(f, &(FetchRequest){.url = site_url_at(&s, "a.inside.example", "/")});
    g_assert_no_error(direct.error);
    g_assert_cmpmem(direct.response->body->data, direct.response->body->len, "hello", 5);
    guint asked = s.server->requests->len;
    g_auto(Outcome) loopback = fetch(f, &(FetchRequest){.url = "http://127.0.0.1:1/"});
    assert_fault(&loopback, FAULT_SKIP, "is private");
    g_assert_cmpuint(s.server->requests->len, ==, asked);
    g_unsetenv("http_proxy");
}

static void get_follows_redirects_and_decodes(void)
{
    static const Route routes[] = {
        {"/", "HTTP/1.1 301 Moved\r\nContent-Length: 0\r\nLocation: /b\r\n", NULL, SERVE},
        {"/b", "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: /c\r\n", NULL, SERVE},
        {"/c", OK_5 "Content-Type: text/plain\r\n", "hello", SERVE},
        {"/loop", "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: /loop\r\n", NULL, SERVE},
        {"/ftp", "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: ftp://a.example/\r\n", NULL, SERVE},
        {0}};
    g_auto(Site) s;
    site_open(&s, routes);
    g_auto(Outcome) loop = {0}, ftp = {0}, other = {0};
    fetcher_start(s.fetcher, &(FetchRequest){.url = site_url(&s, "/c")}, take, &other);
    g_autoptr(Page) page = fetcher_get(s.fetcher, site_url(&s, "/"), NULL);
    g_assert_cmpstr(page->url, ==, site_url(&s, "/c"));
    g_assert_cmpstr(page->media_type, ==, "text/plain");
    g_assert_cmpuint(g_bytes_get_size(page->body), ==, 5);
    run_all(s.fetcher);
    g_assert_cmpuint(other.calls, ==, 1); /* it went on meanwhile */
    g_assert_null(fetcher_get(s.fetcher, site_url(&s, "/loop"), &loop.error));
    assert_fault(&loop, FAULT_SKIP, "redirect loop");
    g_assert_null(fetcher_get(s.fetcher, site_url(&s, "/ftp"), &ftp.error));
    assert_fault(&ftp, FAULT_SKIP, "redirects to 'ftp://a.example/'");
}

static void a_named_url_leads_to_no_other_private_host(void)
{
    static const Route routes[] = {
        {"/", OK_5, "hello", SERVE},
        {"/away", "HTTP/1.1 301 Moved\r\nConnection: close\r\nLocation: http://b.inside.example/\r\n", NULL,
         SERVE},
        {"/home", "HTTP/1.1 301 Moved\r\nConnection: close\r\nLocation: /\r\n", NULL, SERVE},
        {0}};
    g_auto(Site) s;
    site_open(&s, routes);
    g_auto(Outcome) away = {0}, none = {0};
    g_autoptr(Page) home = fetch_named(site_url(&s, "/home"), NULL);
    g_assert_cmpuint(home->http_status, ==, 200);
    g_assert_null(fetch_named(site_url(&s, "/away"), &away.error));
    assert_fault(&away, FAULT_SKIP,
                 "cannot fetch 'http://b.inside.example/': its address 127.0.0.1 is private");
    g_assert_null(fetch_named("ftp://127.0.0.1/", &none.error));
    assert_fault(&none, FAULT_SKIP, "no http or https URL");
}

int main(int argc, char **argv)
{
    const char *const proxies[] = {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"};
    for (guint i = 0; i < G_N_ELEMENTS(proxies); i++)
        g_unsetenv(proxies[i]);
    g_test_init(&argc, &argv, NULL);
#define ADD(name) g_test_add_func("/fetch/" #name, name)
    ADD(a_response_comes_as_it_was);
    ADD(transfers_go_side_by_side);
    ADD(done_may_start_more);
    ADD(run_keeps_its_time);
    ADD(sent_is_called_when_the_request_has_gone_out);
    ADD(free_drops_what_is_under_way);
    ADD(a_silent_name_server_stops_nobody);
    ADD(no_redirect_is_followed);
    ADD(a_request_says_what_it_should_and_no_more);
    ADD(a_body_has_a_ceiling_as_it_comes);
    ADD(a_head_has_a_ceiling);
    ADD(a_body_that_is_not_whole_is_asked_for_again);
    ADD(what_is_no_http_is_refused);
    ADD(private_addresses_are_refused_before_they_are_connected_to);
    ADD(a_private_host_is_private_under_its_name_only);
    ADD(a_proxy_serves_all_but_private_hosts);
    ADD(get_follows_redirects_and_decodes);
    ADD(a_named_url_leads_to_no_other_private_host);
    return g_test_run();
}
