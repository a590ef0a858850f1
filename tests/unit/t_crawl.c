/* The promises of indexer/crawl.h, against a server on loopback whose answers change between the crawls. */
#include "tests/unit/crawl_site.h"

/* ------------------------------------------------------------------ a pass */

static void a_pass_puts_what_is_new_or_changed_into_the_feed(Fixture *f, gconstpointer data)
{
    (void)data;
    serve_site(f);
    CrawlCounts n = crawl(f);
    g_assert_cmpuint(n.fetched, ==, 4);
    g_assert_cmpuint(n.new_pages, ==, 4);
    g_assert_cmpuint(f->pages->len, ==, 4);
    assert_feed(f, "/ /a /b /c ");
    serve_html(f, "/a", "304 Not Modified", "");
    serve_html(f, "/b", "200 OK", "<title>B</title><p>the market has closed");
    n = crawl(f);
    g_assert_cmpuint(n.changed, ==, 1);
    g_assert_cmpuint(n.unchanged, ==, 3);
    g_assert_cmpuint(f->pages->len, ==, 1);
    assert_feed(f, "/ /a /b /c /b ");
}

static void assert_conditional(Fixture *f, guint expected)
{
    guint conditional = 0;
    serve_site(f);
    crawl(f);
    server_forget(f->server);
    crawl(f);
    for (guint i = 0; i < f->server->requests->len; i++)
        conditional +=
            strstr(g_ptr_array_index(f->server->requests, i), "\r\nIf-None-Match: \"a\"\r\n") != NULL;
    g_assert_cmpuint(conditional, ==, expected);
}

static void what_is_known_is_asked_for_with_its_validators(Fixture *f, gconstpointer data)
{
    (void)data;
    assert_conditional(f, 1);
}

static void what_is_unchanged_but_for_a_noindex_is_asked_for_whole_in_the_same_pass(Fixture *f, gconstpointer data)
{
    (void)data;
    serve_html(f, "/", "200 OK\r\nETag: \"1\"", "<p>the first page");
    crawl(f);
    server_forget(f->server);
    serve_html(f, "/", "304 Not Modified\r\nX-Robots-Tag: noindex", "");
    crawl(f);
    g_assert_cmpuint(server_count(f->server, "/"), ==, 2);
}

static void a_fresh_crawl_asks_for_whole_pages(Fixture *f, gconstpointer data)
{
    (void)data;
    f->options.is_fresh = TRUE;
    assert_conditional(f, 0);
}

static void a_limit_of_pages_ends_a_crawl_and_the_next_goes_on(Fixture *f, gconstpointer data)
{
    (void)data;
    serve_site(f);
    f->options.max_pages = 2;
    CrawlCounts n = crawl(f);
    g_assert_cmpuint(n.fetched, ==, 2);
    g_assert_cmpuint(n.waiting, ==, 2);
    n = crawl(f);
    g_assert_cmpuint(n.waiting, ==, 0);
    assert_feed(f, "/ /a /b /c ");
    g_assert_cmpuint(server_count(f->server, "/"), ==, 1);
}

static void a_stop_ends_a_crawl(Fixture *f, gconstpointer data)
{
    (void)data;
    int stopped = 1;
    serve_site(f);
    f->options.stopped = &stopped;
    CrawlCounts n = crawl(f);
    g_assert_cmpuint(n.fetched, ==, 0);
    g_assert_cmpuint(n.waiting, ==, 1);
}

static void stop_soon(const CrawlCounts *counts, gpointer stopped)
{
    *(int *)stopped = counts->new_pages > 0;
}

static void what_is_under_way_is_dropped_by_a_stop_and_fetched_by_the_next(Fixture *f, gconstpointer data)
{
    (void)data;
    int stopped = 0;
    serve_site(f);
    for (guint i = 0; i < f->routes->len; i++) /* /a, /b and /c never end */
        if (strlen(g_array_index(f->routes, Route, i).target) > 1)
            g_array_index(f->routes, Route, i) =
                (Route){g_array_index(f->routes, Route, i).target, NULL, NULL, SERVE_NEVER};
    f->options.stopped = &stopped;
    Crawl *c = open_crawl(f);
    crawl_on_progress(c, stop_soon, &stopped);
    pass(f, c);
    crawl_close(c);
    g_assert_cmpuint(server_count(f->server, "/a"), ==, 1);
    serve_site(f);
    stopped = 0;
    crawl(f);
    assert_feed(f, "/ /a /b /c ");
}

static void a_crawl_needs_a_seed(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autoptr(Config) bare = config_open(NULL, f->settings.data, NULL);
    g_assert_null(crawl_open(bare, &f->options, &error));
    g_assert_error(error, FAULT, FAULT_USAGE);
}

static void a_seed_that_is_not_of_the_site_is_named(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_strfreev(f->settings.config->start);
    f->settings.config->start = g_strsplit("http://other.example/", " ", 0);
    g_autoptr(Crawl) c = open_crawl(f);
    g_assert_false(crawl_pass(c, f->held, &error));
    g_assert_error(error, FAULT, FAULT_USAGE);
    g_assert_nonnull(strstr(error->message, "'http://other.example/' is not followed: foreign"));
}

static void there_is_one_crawl_at_a_time(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autoptr(Crawl) first = open_crawl(f);
    g_assert_null(crawl_open(f->settings.config, &f->options, &error));
    g_assert_error(error, FAULT, FAULT_RETRY);
}

static void sitemaps_are_read_and_again_by_a_pass_that_goes_on(Fixture *f, gconstpointer data)
{
    (void)data;
    serve_site(f);
    serve_html(f, "/d", "200 OK", "<title>D</title><p>only the sitemap knows this page");
    g_autofree char *url = server_url(f->server, "127.0.0.1", "/d");
    g_autofree char *sitemap = g_strdup_printf(
        "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"><url><loc>%s</loc></url></urlset>",
        url);
    serve_html(f, "/sitemap.xml", "500 Trouble\r\nRetry-After: 0", "");
    f->options.max_pages = 1;
    crawl(f);
    serve_html(f, "/sitemap.xml", "200 OK", sitemap);
    f->options.max_pages = 0;
    crawl(f);
    g_assert_cmpuint(server_count(f->server, "/d"), ==, 1);
    g_assert_cmpuint(server_count(f->server, "/robots.txt"), ==, 1); /* in one pass it is asked for once */
}

/* ------------------------------------------------------------------ robots.txt */

static void what_the_configuration_excludes_by_now_is_not_asked_for(Fixture *f, gconstpointer data)
{
    (void)data;
    serve_html(f, "/", "200 OK", "<a href=/a>a</a>");
    serve_html(f, "/a", "200 OK", "<p>a page");
    crawl(f);
    g_assert_cmpuint(server_count(f->server, "/a"), ==, 1);
    g_strfreev(f->settings.config->crawl.exclude);
    f->settings.config->crawl.exclude = g_strsplit("*/a", " ", 0);
    crawl(f);
    g_assert_cmpuint(server_count(f->server, "/a"), ==, 1);
}

/* ------------------------------------------------------------------ visits */

static void getting_past_the_frontier_keeps_to_the_site(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    serve_html(f, "/key.txt", "200 OK", "key");
    g_autoptr(Crawl) c = open_crawl(f);
    g_autofree char *url = server_url(f->server, "127.0.0.1", "/key.txt");
    g_autoptr(Page) page = crawl_get(c, url, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(g_bytes_get_size(page->body), ==, 3);
    g_assert_null(crawl_get(c, "http://127.0.0.2/key.txt", &error));
    g_assert_error(error, FAULT, FAULT_SKIP);
    g_assert_null(entry_of(f, crawl_ledger(c), "/key.txt"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD_WITH(name, crawl) g_test_add("/crawl/" #name, Fixture, crawl, set_up, name, tear_down)
#define ADD(name) ADD_WITH(name, NULL)
    ADD(a_pass_puts_what_is_new_or_changed_into_the_feed);
    ADD(what_is_known_is_asked_for_with_its_validators);
    ADD(what_is_unchanged_but_for_a_noindex_is_asked_for_whole_in_the_same_pass);
    ADD(a_fresh_crawl_asks_for_whole_pages);
    ADD(a_limit_of_pages_ends_a_crawl_and_the_next_goes_on);
    ADD(a_stop_ends_a_crawl);
    ADD(what_is_under_way_is_dropped_by_a_stop_and_fetched_by_the_next);
    ADD(a_crawl_needs_a_seed);
    ADD(a_seed_that_is_not_of_the_site_is_named);
    ADD(there_is_one_crawl_at_a_time);
    ADD(sitemaps_are_read_and_again_by_a_pass_that_goes_on);
    ADD(what_the_configuration_excludes_by_now_is_not_asked_for);
    ADD(getting_past_the_frontier_keeps_to_the_site);
    return g_test_run();
}
