/* The promises of indexer/fetch.h, against real servers on loopback. */
#include "tests/unit/fetch_site.h"

#define N_TRANSFERS 20

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

int main(int argc, char **argv)
{
    forget_proxies();
    g_test_init(&argc, &argv, NULL);
#define ADD(name) g_test_add_func("/fetch/" #name, name)
    ADD(a_response_comes_as_it_was);
    ADD(transfers_go_side_by_side);
    ADD(done_may_start_more);
    ADD(run_keeps_its_time);
    ADD(sent_is_called_when_the_request_has_gone_out);
    ADD(free_drops_what_is_under_way);
    ADD(a_silent_name_server_stops_nobody);
    ADD(a_request_says_what_it_should_and_no_more);
    ADD(a_body_has_a_ceiling_as_it_comes);
    ADD(a_head_has_a_ceiling);
    ADD(a_body_that_is_not_whole_is_asked_for_again);
    ADD(what_is_no_http_is_refused);
    return g_test_run();
}
