/* The promises of indexer/crawl.h on hosts: their robots.txt, their trouble, their redirects; and on visits. */
#include "tests/unit/crawl_site.h"

#define BUSY "503 Busy\r\nRetry-After: 0"

static void stop_serving(Fixture *f)
{
    g_array_set_size(f->routes, 0);
    f->server->routes = (Route *)(gpointer)f->routes->data;
}

/* ------------------------------------------------------------------ robots.txt */

static void what_robots_txt_forbids_is_not_asked_for(Fixture *f, gconstpointer data)
{
    (void)data;
    serve_site(f);
    serve_html(f, "/robots.txt", "200 OK", "User-agent: *\nDisallow: /b\n");
    CrawlCounts n = crawl(f);
    g_assert_cmpuint(n.blocked, ==, 1);
    g_assert_cmpuint(server_count(f->server, "/b"), ==, 0);
    assert_feed(f, "/ /a /c ");
    g_autoptr(FrontierEntry) b = find(f, "/b");
    g_assert_cmpstr(b->error, ==, "disallowed by robots.txt: 'Disallow: /b'");
    g_assert_cmpint(b->blocked_since, >, 0);
}

static void each_pass_asks_for_robots_txt_and_visits_use_it(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    serve_site(f);
    crawl(f);
    g_usleep(G_USEC_PER_SEC); /* a pass is known by its second */
    crawl(f);
    g_assert_cmpuint(server_count(f->server, "/robots.txt"), ==, 2);
    g_autoptr(Crawl) c = open_crawl(f);
    g_autoptr(GPtrArray) urls = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(urls, server_url(f->server, "127.0.0.1", "/a"));
    server_forget(f->server);
    g_assert_true(crawl_visit(c, urls, &error));
    g_assert_cmpuint(server_count(f->server, "/robots.txt"), ==, 0);
    g_assert_cmpuint(server_count(f->server, "/a"), ==, 1);
    g_assert_cmpuint(server_count(f->server, "/b"), ==, 0);
}

static void assert_left_alone(Fixture *f, const char *status)
{
    serve_site(f);
    serve_html(f, "/robots.txt", status, "");
    g_autoptr(Crawl) c = open_crawl(f);
    pass(f, c);
    const CrawlCounts *n = crawl_counts(c);
    g_assert_cmpuint(n->fetched, ==, 0);
    g_assert_cmpuint(n->closed->len, ==, 1);
    g_assert_nonnull(strstr(g_ptr_array_index(n->closed, 0), "its robots.txt cannot be had: HTTP status"));
    g_assert_cmpuint(server_count(f->server, "/robots.txt"), ==, LIMIT_ATTEMPTS);
}

static void a_host_whose_robots_txt_cannot_be_had_is_left_alone(Fixture *f, gconstpointer data)
{
    (void)data;
    assert_left_alone(f, BUSY);
}

static void a_robots_txt_that_says_429_is_no_permission(Fixture *f, gconstpointer data)
{
    (void)data;
    assert_left_alone(f, "429 Slow Down\r\nRetry-After: 0");
}

static void a_robots_txt_that_was_had_counts_for_a_day_of_trouble(Fixture *f, gconstpointer data)
{
    (void)data;
    serve_site(f);
    serve_html(f, "/robots.txt", "200 OK", "User-agent: *\nDisallow: /b\n");
    crawl(f);
    serve_html(f, "/robots.txt", BUSY, "");
    server_forget(f->server);
    crawl(f);
    g_assert_cmpuint(server_count(f->server, "/a"), ==, 1);
    g_assert_cmpuint(server_count(f->server, "/b"), ==, 0);
}

/* ------------------------------------------------------------------ hosts in trouble */

static void trouble_is_tried_again_and_then_closes_the_host(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GString) home = g_string_new("<p>");
    for (guint i = 0; i < 40; i++)
        g_string_append_printf(home, "<a href=/busy%u>x</a>", i);
    serve_html(f, "/", "200 OK", home->str);
    for (guint i = 0; i < 40; i++) {
        g_autofree char *target = g_strdup_printf("/busy%u", i);
        serve_html(f, target, BUSY, "");
    }
    g_autoptr(Crawl) c = open_crawl(f);
    pass(f, c);
    const CrawlCounts *n = crawl_counts(c);
    g_assert_cmpuint(n->closed->len, ==, 1);
    g_assert_nonnull(strstr(g_ptr_array_index(n->closed, 0), "5 URLs in a row failed, the last one: HTTP status 503"));
    g_assert_cmpuint(n->fetched, <, 20); /* those that were under way, but not all */
    g_assert_cmpuint(n->waiting, >, 20);
    g_autoptr(FrontierEntry) last = entry_of(f, crawl_ledger(c), "/busy39");
    g_assert_cmpint(last->pass, ==, 0);
}

static void a_page_in_trouble_is_asked_for_so_often(Fixture *f, gconstpointer data)
{
    (void)data;
    serve_site(f);
    serve_html(f, "/b", BUSY, "");
    CrawlCounts n = crawl(f);
    g_assert_cmpuint(server_count(f->server, "/b"), ==, LIMIT_ATTEMPTS);
    g_assert_cmpuint(n.failed, ==, 1);
    assert_feed(f, "/ /a /c ");
    g_autoptr(FrontierEntry) b = find(f, "/b");
    g_assert_cmpstr(b->error, ==, "HTTP status 503");
}

static void a_long_retry_after_ends_it_and_the_next_crawl_keeps_it(Fixture *f, gconstpointer data)
{
    (void)data;
    serve_site(f);
    serve_html(f, "/", "503 Busy\r\nRetry-After: 1000000", "");
    g_autoptr(Ledger) ledger = NULL;
    g_autoptr(FrontierHost) host = NULL;
    g_autofree char *origin = server_url(f->server, "127.0.0.1", "");
    gint64 now = g_get_real_time() / G_USEC_PER_SEC;
    crawl(f);
    server_forget(f->server);
    CrawlCounts n = crawl(f);
    g_assert_cmpuint(n.waiting, ==, 1);
    g_assert_cmpuint(f->server->requests->len, ==, 0);
    ledger = ledger_open(f->settings.data, LEDGER_WRITE, NULL);
    g_assert_true(frontier_find_host(ledger, origin, &host, NULL));
    g_assert_cmpint(host->wait_until, >=, now + LIMIT_RETRY_AFTER_S);
    g_assert_cmpint(host->wait_until, <=, now + LIMIT_RETRY_AFTER_S + 5);
}

/* ------------------------------------------------------------------ redirects */

static void a_redirect_is_followed_as_a_url_of_its_own(Fixture *f, gconstpointer data)
{
    (void)data;
    serve_html(f, "/", "302 Found\r\nLocation: /home", "");
    serve_html(f, "/home", "200 OK", "<title>Home</title><p>home");
    CrawlCounts n = crawl(f);
    g_assert_cmpuint(n.redirects, ==, 1);
    g_assert_cmpuint(n.new_pages, ==, 1);
    assert_feed(f, "/home ");
    g_autoptr(FrontierEntry) root = find(f, "/"), home = find(f, "/home");
    g_assert_true(g_str_has_suffix(root->redirect, "/home"));
    g_assert_cmpuint(home->hops, ==, 1);
}

static void redirects_end(Fixture *f, gconstpointer data)
{
    (void)data;
    serve_html(f, "/", "200 OK", "<p><a href=/loop>l</a> <a href=/r0>r</a> <a href=/out>o</a>");
    serve_html(f, "/loop", "301 Moved\r\nLocation: /loop", "");
    serve_html(f, "/out", "301 Moved\r\nLocation: http://203.0.113.1/", "");
    for (guint i = 0; i < 30; i++) {
        g_autofree char *from = g_strdup_printf("/r%u", i),
                        *head = g_strdup_printf("301 Moved\r\nLocation: /r%u", i + 1);
        serve_html(f, from, head, "");
    }
    CrawlCounts n = crawl(f);
    g_assert_cmpuint(n.fetched, ==, 1 + 2 + LIMIT_REDIRECTS + 1);
    g_autoptr(FrontierEntry) loop = find(f, "/loop"), last = find(f, "/r10"), beyond = find(f, "/r11");
    g_assert_cmpstr(loop->error, ==, "redirects to itself");
    g_assert_nonnull(last);
    g_assert_null(beyond);
}

/* ------------------------------------------------------------------ visits */

static void visit(Fixture *f, Crawl *c, const char *target)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) urls = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(urls, server_url(f->server, "127.0.0.1", target));
    g_ptr_array_add(urls, g_strdup("http://foreign.example/"));
    g_assert_true(crawl_visit(c, urls, &error));
    g_assert_no_error(error);
}

static void a_visit_looks_at_once_and_only_at_these(Fixture *f, gconstpointer data)
{
    (void)data;
    serve_site(f);
    g_autoptr(Crawl) c = open_crawl(f);
    visit(f, c, "/a");
    visit(f, c, "/a");
    g_assert_cmpuint(server_count(f->server, "/a"), ==, 2);
    g_assert_cmpuint(server_count(f->server, "/"), ==, 0);
    g_assert_cmpuint(f->pages->len, ==, 1);
    g_autoptr(FrontierEntry) a = entry_of(f, crawl_ledger(c), "/a");
    g_assert_cmpuint(a->depth, ==, 1); /* no seed, whose text is believed whatever it is */
}

static void a_host_that_was_closed_is_tried_again_by_the_next_visit(Fixture *f, gconstpointer data)
{
    (void)data;
    gint64 now = g_get_real_time() / G_USEC_PER_SEC;
    serve_site(f);
    serve_html(f, "/robots.txt", BUSY, "");
    g_autoptr(Crawl) c = open_crawl(f);
    visit(f, c, "/a");
    g_assert_cmpuint(server_count(f->server, "/a"), ==, 0);
    g_assert_cmpuint(crawl_counts(c)->closed->len, ==, 1);
    g_autoptr(FrontierEntry) later = entry_of(f, crawl_ledger(c), "/a");
    g_assert_cmpint(later->due_at, >=, now + LIMIT_INTERVAL_TROUBLE_S);
    g_assert_cmpint(later->checked_at, ==, 0);
    serve_html(f, "/robots.txt", "200 OK", "");
    visit(f, c, "/a");
    g_assert_cmpuint(server_count(f->server, "/a"), ==, 1);
    g_assert_cmpuint(f->pages->len, ==, 1);
}

static void a_visit_keeps_a_retry_after(Fixture *f, gconstpointer data)
{
    (void)data;
    serve_site(f);
    serve_html(f, "/a", "503 Busy\r\nRetry-After: 1000", "");
    g_autoptr(Crawl) c = open_crawl(f);
    visit(f, c, "/a");
    visit(f, c, "/b");
    g_assert_cmpuint(server_count(f->server, "/a"), ==, 1);
    g_assert_cmpuint(server_count(f->server, "/b"), ==, 0);
}

/* ------------------------------------------------------------------ politeness */

static void requests_begin_apart_without_burning_time(Fixture *f, gconstpointer data)
{
    (void)data;
    serve_site(f);
    gint64 begin = g_get_monotonic_time();
    clock_t cpu = clock();
    crawl(f);
    gint64 took = g_get_monotonic_time() - begin;
    g_assert_cmpint(took, >=, 6 * 200 * 1000); /* robots.txt, sitemap, probe and four pages */
    g_assert_cmpint((clock() - cpu) * G_USEC_PER_SEC / CLOCKS_PER_SEC, <, took / 2);
    stop_serving(f);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD_WITH(name, crawl) g_test_add("/crawl/" #name, Fixture, crawl, set_up, name, tear_down)
#define ADD(name) ADD_WITH(name, NULL)
    ADD(what_robots_txt_forbids_is_not_asked_for);
    ADD(each_pass_asks_for_robots_txt_and_visits_use_it);
    ADD(a_host_whose_robots_txt_cannot_be_had_is_left_alone);
    ADD(a_robots_txt_that_says_429_is_no_permission);
    ADD(a_robots_txt_that_was_had_counts_for_a_day_of_trouble);
    ADD_WITH(trouble_is_tried_again_and_then_closes_the_host, "delay_ms = 0\nconcurrency = 12");
    ADD(a_page_in_trouble_is_asked_for_so_often);
    ADD(a_long_retry_after_ends_it_and_the_next_crawl_keeps_it);
    ADD(a_redirect_is_followed_as_a_url_of_its_own);
    ADD(redirects_end);
    ADD(a_visit_looks_at_once_and_only_at_these);
    ADD(a_host_that_was_closed_is_tried_again_by_the_next_visit);
    ADD(a_visit_keeps_a_retry_after);
    ADD_WITH(requests_begin_apart_without_burning_time, "delay_ms = 200");
    return g_test_run();
}
