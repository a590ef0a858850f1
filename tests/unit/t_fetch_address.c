/* The promises of indexer/fetch.h on where a request may go: private addresses, proxies, redirects. */
#include "tests/unit/fetch_site.h"

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
    g_autofree char *message =
        g_strdup_printf("cannot fetch 'http://a.inside.example:%u/': its address 127.0.0.1 is private", s.server->port);
    g_assert_cmpstr(o.error->message, ==, message);
    g_assert_cmpuint(server_connections(s.server), ==, 0);
}

static void a_private_host_is_private_under_its_name_only(void)
{
    static const Route routes[] = {{"/", OK_5, "hello", SERVE}, {0}};
    g_auto(Site) s;
    site_open(&s, routes);
    g_autoptr(Fetcher) f =
        fetcher_new(&(FetchOptions){.private_hosts = (const char *[]){"x.example", "a.inside.example", NULL}});
    g_auto(Outcome) named = fetch(f, &(FetchRequest){.url = site_url_at(&s, "a.inside.example", "/")});
    g_assert_no_error(named.error);
    g_auto(Outcome) other = fetch(f, &(FetchRequest){.url = site_url_at(&s, "b.inside.example", "/")});
    assert_fault(&other, FAULT_SKIP, "is private");
    g_auto(Outcome) number = fetch(f, &(FetchRequest){.url = site_url(&s, "/")});
    assert_fault(&number, FAULT_SKIP, "is private");
}

static void a_proxy_serves_all_but_private_hosts(void)
{
    static const Route routes[] = {{"http://public.example/", OK_5, "proxy", SERVE}, {"/", OK_5, "hello", SERVE}, {0}};
    g_auto(Site) s;
    site_open(&s, routes);
    g_setenv("http_proxy", site_url(&s, ""), TRUE);
    g_autoptr(Fetcher) f = fetcher_new(&(FetchOptions){.private_hosts = (const char *[]){"a.inside.example", NULL}});
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
        {"/away", "HTTP/1.1 301 Moved\r\nConnection: close\r\nLocation: http://b.inside.example/\r\n", NULL, SERVE},
        {"/home", "HTTP/1.1 301 Moved\r\nConnection: close\r\nLocation: /\r\n", NULL, SERVE},
        {0}};
    g_auto(Site) s;
    site_open(&s, routes);
    g_auto(Outcome) away = {0}, none = {0};
    g_autoptr(Page) home = fetch_named(site_url(&s, "/home"), NULL);
    g_assert_cmpuint(home->http_status, ==, 200);
    g_assert_null(fetch_named(site_url(&s, "/away"), &away.error));
    assert_fault(&away, FAULT_SKIP, "cannot fetch 'http://b.inside.example/': its address 127.0.0.1 is private");
    g_assert_null(fetch_named("ftp://127.0.0.1/", &none.error));
    assert_fault(&none, FAULT_SKIP, "no http or https URL");
}

int main(int argc, char **argv)
{
    forget_proxies();
    g_test_init(&argc, &argv, NULL);
#define ADD(name) g_test_add_func("/fetch/" #name, name)
    ADD(no_redirect_is_followed);
    ADD(private_addresses_are_refused_before_they_are_connected_to);
    ADD(a_private_host_is_private_under_its_name_only);
    ADD(a_proxy_serves_all_but_private_hosts);
    ADD(get_follows_redirects_and_decodes);
    ADD(a_named_url_leads_to_no_other_private_host);
    return g_test_run();
}
