/* The promises of indexer/crawl.h, against a server on loopback whose answers change between the crawls. */
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/resource.h>
#include <time.h>

#include "indexer/crawl.h"
#include "indexer/feed.h"
#include "indexer/ingest.h"
#include "shim/frontier.h"
#include "shim/limits.h"
#include "tests/unit/archive.h"
#include "tests/unit/server.h"
#include "tests/unit/settings.h"

#define ONE_BY_ONE "delay_ms = 0\nconcurrency = 1"
#define BUSY "503 Busy\r\nRetry-After: 0"

typedef struct {
    Server *server;
    GArray *routes;        /* Route */
    GStringChunk *strings; /* theirs */
    Settings settings;
    CrawlOptions options;
    GPtrArray *held, *pages; /* messages of the guard; URLs of versions that came out */
} Fixture;

/* From now on `target` is answered so: "200 OK" and, behind line ends, further fields. */
static void serve_html(Fixture *f, const char *target, const char *status, const char *body)
{
    gboolean is_html = g_str_has_prefix(status, "200") && !strchr(target, '.');
    g_autofree char *head = g_strdup_printf("HTTP/1.1 %s\r\nContent-Length: %zu\r\n%s", status, strlen(body),
                                            is_html ? "Content-Type: text/html; charset=utf-8\r\n"
                                                    : "Content-Type: text/plain\r\n");
    Route route = {g_string_chunk_insert(f->strings, target), g_string_chunk_insert(f->strings, head),
                   g_string_chunk_insert(f->strings, body), SERVE};
    for (guint i = 0; i < f->routes->len; i++)
        if (strcmp(g_array_index(f->routes, Route, i).target, target) == 0)
            g_array_remove_index(f->routes, i--);
    g_array_append_val(f->routes, route);
    f->server->routes = (Route *)(gpointer)f->routes->data;
}

static void stop_serving(Fixture *f)
{
    g_array_set_size(f->routes, 0);
    f->server->routes = (Route *)(gpointer)f->routes->data;
}

static void set_up(Fixture *f, gconstpointer crawl)
{
    static const Route none[] = {{0}};
    f->routes = g_array_new(TRUE, TRUE, sizeof(Route));
    f->strings = g_string_chunk_new(4096);
    f->held = g_ptr_array_new_with_free_func(g_free);
    f->pages = g_ptr_array_new_with_free_func(g_free);
    f->server = server_new(none);
    g_autofree char *lines = g_strdup_printf("[site]\nstart = http://127.0.0.1:%u/\n[crawl]\n%s\n",
                                             f->server->port, crawl ? (const char *)crawl : ONE_BY_ONE);
    settings_open(&f->settings, lines);
}

static void tear_down(Fixture *f, gconstpointer crawl)
{
    (void)crawl;
    server_free(f->server);
    settings_clear(&f->settings);
    g_array_unref(f->routes);
    g_string_chunk_free(f->strings);
    g_ptr_array_unref(f->held);
    g_ptr_array_unref(f->pages);
}

static void note_page(Page *page, gpointer user)
{
    Fixture *f = user;
    g_ptr_array_add(f->pages, g_strdup(strrchr(page->url, '/')));
    page_free(page);
}

static Crawl *open_crawl(Fixture *f)
{
    g_autoptr(GError) error = NULL;
    Crawl *c = crawl_open(f->settings.config, &f->options, &error);
    g_assert_no_error(error);
    crawl_on_page(c, note_page, f);
    g_ptr_array_set_size(f->pages, 0);
    return c;
}

static void pass(Fixture *f, Crawl *c)
{
    g_autoptr(GError) error = NULL;
    g_assert_true(crawl_pass(c, f->held, &error));
    g_assert_no_error(error);
}

/* One crawl from its opening to its end; what it counted, but for strings. */
static CrawlCounts crawl(Fixture *f)
{
    g_autoptr(Crawl) c = open_crawl(f);
    pass(f, c);
    return *crawl_counts(c);
}

/* How often the server was asked for this target since the last call of forget_requests(). */
static guint requests(Fixture *f, const char *target)
{
    guint n = 0;
    g_autofree char *line = g_strdup_printf("GET %s HTTP", target);
    g_mutex_lock(&f->server->lock);
    for (guint i = 0; i < f->server->requests->len; i++)
        n += g_str_has_prefix(g_ptr_array_index(f->server->requests, i), line);
    g_mutex_unlock(&f->server->lock);
    return n;
}

static void forget_requests(Fixture *f)
{
    g_mutex_lock(&f->server->lock);
    g_ptr_array_set_size(f->server->requests, 0);
    g_mutex_unlock(&f->server->lock);
}

static FrontierEntry *entry_of(Fixture *f, Ledger *ledger, const char *target)
{
    FrontierEntry *entry = NULL;
    g_autofree char *url = server_url(f->server, "127.0.0.1", target);
    g_assert_true(frontier_find(ledger, url, &entry, NULL));
    return entry;
}

/* The same when no crawl is open. */
static FrontierEntry *find(Fixture *f, const char *target)
{
    g_autoptr(Ledger) ledger = ledger_open(f->settings.data, LEDGER_WRITE, NULL);
    return entry_of(f, ledger, target);
}

static gint compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The paths of pages in all files of the feed, in order. */
static char *read_feed(const Fixture *f)
{
    g_autofree char *folder = g_build_filename(f->settings.data, "feed", NULL);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    g_autoptr(GString) all = g_string_new(NULL);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    for (const char *name; (name = g_dir_read_name(dir));)
        g_ptr_array_add(names, g_build_filename(folder, name, NULL));
    g_ptr_array_sort(names, compare_names);
    for (guint i = 0; i < names->len; i++) {
        g_autoptr(Feed) feed = feed_open(g_ptr_array_index(names, i), &(FeedOptions){0}, NULL);
        for (gboolean is_end = FALSE; !is_end;) {
            g_autoptr(Page) page = NULL;
            is_end = feed_next(feed, &page, NULL) && !page;
            if (page)
                g_string_append_printf(all, "%s ", strrchr(page->url, '/'));
        }
    }
    return g_strdup(all->str);
}

static void assert_feed(const Fixture *f, const char *expected)
{
    g_autofree char *found = read_feed(f);
    g_assert_cmpstr(found, ==, expected);
}

/* "/" and what it links to, each page with a text of its own. */
static void serve_site(Fixture *f)
{
    serve_html(f, "/", "200 OK",
               "<title>Home</title><p>home <a href=/a>a</a> <a href=/b>b</a> <a href=/c>c</a>");
    serve_html(f, "/a", "200 OK\r\nETag: \"a\"", "<title>A</title><p>the harbour in the morning");
    serve_html(f, "/b", "200 OK", "<title>B</title><p>the market at noon");
    serve_html(f, "/c", "200 OK", "<title>C</title><p>the theatre in the evening");
}

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
    forget_requests(f);
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
    forget_requests(f);
    serve_html(f, "/", "304 Not Modified\r\nX-Robots-Tag: noindex", "");
    crawl(f);
    g_assert_cmpuint(requests(f, "/"), ==, 2);
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
    g_assert_cmpuint(requests(f, "/"), ==, 1);
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
    g_assert_cmpuint(requests(f, "/a"), ==, 1);
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
    g_assert_cmpuint(requests(f, "/d"), ==, 1);
    g_assert_cmpuint(requests(f, "/robots.txt"), ==, 1); /* in one pass it is asked for once */
}

/* ------------------------------------------------------------------ robots.txt */

static void what_robots_txt_forbids_is_not_asked_for(Fixture *f, gconstpointer data)
{
    (void)data;
    serve_site(f);
    serve_html(f, "/robots.txt", "200 OK", "User-agent: *\nDisallow: /b\n");
    CrawlCounts n = crawl(f);
    g_assert_cmpuint(n.blocked, ==, 1);
    g_assert_cmpuint(requests(f, "/b"), ==, 0);
    assert_feed(f, "/ /a /c ");
    g_autoptr(FrontierEntry) b = find(f, "/b");
    g_assert_cmpstr(b->error, ==, "disallowed by robots.txt: 'Disallow: /b'");
    g_assert_cmpint(b->blocked_since, >, 0);
}

static void what_the_configuration_excludes_by_now_is_not_asked_for(Fixture *f, gconstpointer data)
{
    (void)data;
    serve_html(f, "/", "200 OK", "<a href=/a>a</a>");
    serve_html(f, "/a", "200 OK", "<p>a page");
    crawl(f);
    g_assert_cmpuint(requests(f, "/a"), ==, 1);
    g_strfreev(f->settings.config->crawl.exclude);
    f->settings.config->crawl.exclude = g_strsplit("*/a", " ", 0);
    crawl(f);
    g_assert_cmpuint(requests(f, "/a"), ==, 1);
}

static void each_pass_asks_for_robots_txt_and_visits_use_it(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    serve_site(f);
    crawl(f);
    g_usleep(G_USEC_PER_SEC); /* a pass is known by its second */
    crawl(f);
    g_assert_cmpuint(requests(f, "/robots.txt"), ==, 2);
    g_autoptr(Crawl) c = open_crawl(f);
    g_autoptr(GPtrArray) urls = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(urls, server_url(f->server, "127.0.0.1", "/a"));
    forget_requests(f);
    g_assert_true(crawl_visit(c, urls, &error));
    g_assert_cmpuint(requests(f, "/robots.txt"), ==, 0);
    g_assert_cmpuint(requests(f, "/a"), ==, 1);
    g_assert_cmpuint(requests(f, "/b"), ==, 0);
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
    g_assert_cmpuint(requests(f, "/robots.txt"), ==, LIMIT_ATTEMPTS);
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
    forget_requests(f);
    crawl(f);
    g_assert_cmpuint(requests(f, "/a"), ==, 1);
    g_assert_cmpuint(requests(f, "/b"), ==, 0);
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
    g_assert_nonnull(
        strstr(g_ptr_array_index(n->closed, 0), "5 URLs in a row failed, the last one: HTTP status 503"));
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
    g_assert_cmpuint(requests(f, "/b"), ==, LIMIT_ATTEMPTS);
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
    forget_requests(f);
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

/* ------------------------------------------------------------------ crashes */

static void copy_ledger(const Fixture *f, const char *from, const char *to)
{
    g_autofree char *source = g_build_filename(f->settings.data, from, NULL), *bytes = NULL;
    g_autofree char *target = g_build_filename(f->settings.data, to, NULL);
    gsize n;
    g_assert_true(g_file_get_contents(source, &bytes, &n, NULL));
    g_assert_true(g_file_set_contents(target, bytes, n, NULL));
}

/* As if the machine had lost what the ledger was told after the first page. */
static void lose_ledger_after_first_page(Fixture *f)
{
    f->options.max_pages = 1;
    crawl(f);
    copy_ledger(f, "ledger.db", "ledger.old");
    f->options.max_pages = 0;
    crawl(f);
    copy_ledger(f, "ledger.old", "ledger.db");
}

static void what_is_in_the_feed_is_settled_and_not_fetched_again(Fixture *f, gconstpointer data)
{
    (void)data;
    serve_site(f);
    lose_ledger_after_first_page(f);
    forget_requests(f);
    CrawlCounts n = crawl(f);
    g_assert_cmpuint(n.fetched, ==, 0);
    g_assert_cmpuint(n.new_pages, ==, 3);
    g_assert_cmpuint(n.waiting, ==, 0);
    assert_feed(f, "/ /a /b /c ");
    g_autoptr(FrontierEntry) a = find(f, "/a");
    g_assert_cmpstr(a->etag, ==, "\"a\"");
    g_assert_cmpuint(a->status, ==, 200);
}

static char *last_file(const Fixture *f)
{
    g_autoptr(GPtrArray) names = ingest_list_own(f->settings.config);
    g_assert_cmpuint(names->len, >, 0);
    return g_strdup(g_ptr_array_index(names, names->len - 1));
}

static void what_was_settled_from_the_feed_is_marked(Fixture *f, gconstpointer data)
{
    (void)data;
    serve_site(f);
    lose_ledger_after_first_page(f);
    CrawlCounts n = crawl(f);
    g_assert_cmpuint(n.new_pages, ==, 3);
    g_autoptr(Ledger) ledger = ledger_open(f->settings.data, LEDGER_WRITE, NULL);
    g_autofree char *file = NULL;
    gint64 offset;
    g_assert_true(frontier_get_feed(ledger, &file, &offset, NULL));
    g_autofree char *path = g_build_filename(f->settings.data, "feed", file, NULL), *last = last_file(f);
    g_assert_cmpstr(file, ==, last);
    GStatBuf status;
    g_assert_cmpint(g_stat(path, &status), ==, 0);
    g_assert_cmpint(offset, ==, status.st_size);
    g_clear_pointer(&ledger, ledger_close);
    f->options.stopped = &(int){1};
    g_assert_cmpuint(crawl(f).unchanged, ==, 0); /* not a second time */
}

static void a_record_that_was_cut_off_costs_that_page(Fixture *f, gconstpointer data)
{
    (void)data;
    serve_site(f);
    lose_ledger_after_first_page(f);
    g_autofree char *name = last_file(f), *path = g_build_filename(f->settings.data, "feed", name, NULL);
    GStatBuf status;
    g_assert_cmpint(g_stat(path, &status), ==, 0);
    g_assert_cmpint(truncate(path, status.st_size - 20), ==, 0);
    forget_requests(f);
    CrawlCounts n = crawl(f);
    g_assert_cmpuint(n.new_pages, ==, 3);
    g_assert_cmpuint(n.fetched, ==, 1);
}

static void a_full_disk_is_an_error_that_names_the_feed_and_loses_nothing(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    struct rlimit before, small = {1024 * 1024, RLIM_INFINITY};
    g_autofree char *noise = make_noise(4 * 1024 * 1024),
                    *page = g_strconcat("<title>C</title><p>", noise, NULL);
    g_assert_cmpint(getrlimit(RLIMIT_FSIZE, &before), ==, 0);
    small.rlim_max = before.rlim_max;
    signal(SIGXFSZ, SIG_IGN);
    serve_site(f);
    serve_html(f, "/c", "200 OK", page);
    Crawl *c = open_crawl(f);
    setrlimit(RLIMIT_FSIZE, &small);
    gboolean ok = crawl_pass(c, f->held, &error);
    setrlimit(RLIMIT_FSIZE, &before);
    crawl_close(c);
    g_assert_false(ok);
    g_assert_error(error, FAULT, FAULT_STOP);
    g_assert_nonnull(strstr(error->message, "/feed/isoglot-"));
    crawl(f);
    assert_feed(f, "/ /a /b /c ");
}

/* ------------------------------------------------------------------ many pages that change to one text */

#define WALL "<title>Login</title><p>please give your name and password"

static void put_wall(Fixture *f)
{
    serve_html(f, "/a", "200 OK", WALL "<!-- a -->");
    serve_html(f, "/b", "200 OK", WALL "<!-- b -->");
    serve_html(f, "/c", "200 OK", WALL "<!-- c -->");
}

static gboolean is_held(Fixture *f, const char *target)
{
    g_autoptr(FrontierEntry) entry = find(f, target);
    return entry->held_at && entry->held_at == entry->fetched_at;
}

static void pages_that_change_to_one_text_are_held(Fixture *f, gconstpointer data)
{
    (void)data;
    serve_site(f);
    crawl(f);
    g_usleep(G_USEC_PER_SEC); /* versions are known by their second */
    put_wall(f);
    CrawlCounts n = crawl(f);
    g_assert_cmpuint(n.held, ==, 3);
    g_assert_true(is_held(f, "/a") && is_held(f, "/b") && is_held(f, "/c"));
    g_assert_false(is_held(f, "/"));
}

static void they_are_held_by_the_next_crawl_too_and_believed_when_they_are_back(Fixture *f,
                                                                                gconstpointer data)
{
    (void)data;
    serve_site(f);
    crawl(f);
    g_usleep(G_USEC_PER_SEC);
    put_wall(f);
    crawl(f);
    g_usleep(G_USEC_PER_SEC);
    CrawlCounts n = crawl(f);
    g_assert_cmpuint(n.held, ==, 3);
    g_assert_true(is_held(f, "/a") && is_held(f, "/b") && is_held(f, "/c"));
    g_usleep(G_USEC_PER_SEC);
    serve_site(f);
    n = crawl(f);
    g_assert_cmpuint(n.held, ==, 0);
    g_assert_cmpuint(n.changed, ==, 3);
    g_assert_cmpuint(f->pages->len, ==, 3);
    g_assert_false(is_held(f, "/a") || is_held(f, "/b") || is_held(f, "/c"));
}

static void two_pages_may_change_to_one_text(Fixture *f, gconstpointer data)
{
    (void)data;
    serve_site(f);
    crawl(f);
    g_usleep(G_USEC_PER_SEC);
    serve_html(f, "/a", "200 OK", WALL);
    serve_html(f, "/b", "200 OK", WALL);
    CrawlCounts n = crawl(f);
    g_assert_cmpuint(n.held, ==, 0);
    g_assert_cmpuint(n.changed, ==, 2);
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
    g_assert_cmpuint(requests(f, "/a"), ==, 2);
    g_assert_cmpuint(requests(f, "/"), ==, 0);
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
    g_assert_cmpuint(requests(f, "/a"), ==, 0);
    g_assert_cmpuint(crawl_counts(c)->closed->len, ==, 1);
    g_autoptr(FrontierEntry) later = entry_of(f, crawl_ledger(c), "/a");
    g_assert_cmpint(later->due_at, >=, now + LIMIT_INTERVAL_TROUBLE_S);
    g_assert_cmpint(later->checked_at, ==, 0);
    serve_html(f, "/robots.txt", "200 OK", "");
    visit(f, c, "/a");
    g_assert_cmpuint(requests(f, "/a"), ==, 1);
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
    g_assert_cmpuint(requests(f, "/a"), ==, 1);
    g_assert_cmpuint(requests(f, "/b"), ==, 0);
}

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
    ADD(what_robots_txt_forbids_is_not_asked_for);
    ADD(what_the_configuration_excludes_by_now_is_not_asked_for);
    ADD(each_pass_asks_for_robots_txt_and_visits_use_it);
    ADD(a_host_whose_robots_txt_cannot_be_had_is_left_alone);
    ADD(a_robots_txt_that_says_429_is_no_permission);
    ADD(a_robots_txt_that_was_had_counts_for_a_day_of_trouble);
    ADD_WITH(trouble_is_tried_again_and_then_closes_the_host, "delay_ms = 0\nconcurrency = 12");
    ADD(a_page_in_trouble_is_asked_for_so_often);
    ADD(a_long_retry_after_ends_it_and_the_next_crawl_keeps_it);
    ADD(a_redirect_is_followed_as_a_url_of_its_own);
    ADD(redirects_end);
    ADD(what_is_in_the_feed_is_settled_and_not_fetched_again);
    ADD(what_was_settled_from_the_feed_is_marked);
    ADD(a_record_that_was_cut_off_costs_that_page);
    ADD(a_full_disk_is_an_error_that_names_the_feed_and_loses_nothing);
    ADD(pages_that_change_to_one_text_are_held);
    ADD(they_are_held_by_the_next_crawl_too_and_believed_when_they_are_back);
    ADD(two_pages_may_change_to_one_text);
    ADD(a_visit_looks_at_once_and_only_at_these);
    ADD(a_host_that_was_closed_is_tried_again_by_the_next_visit);
    ADD(a_visit_keeps_a_retry_after);
    ADD(getting_past_the_frontier_keeps_to_the_site);
    ADD_WITH(requests_begin_apart_without_burning_time, "delay_ms = 200");
    return g_test_run();
}
