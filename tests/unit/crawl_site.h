/*
 * crawl_site.h: a site on loopback, its crawl and what is left of it, for the tests of indexer/crawl.h.
 */
#ifndef ISOGLOT_TEST_CRAWL_SITE_H
#define ISOGLOT_TEST_CRAWL_SITE_H

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

typedef struct {
    Server *server;
    GArray *routes;        /* Route */
    GStringChunk *strings; /* theirs */
    Settings settings;
    CrawlOptions options;
    GPtrArray *held, *pages; /* messages of the guard; URLs of versions that came out */
} Fixture;

/* From now on `target` is answered so: "200 OK" and, behind line ends, further fields. */
static inline void serve_html(Fixture *f, const char *target, const char *status, const char *body)
{
    gboolean is_html = g_str_has_prefix(status, "200") && !strchr(target, '.');
    g_autofree char *head =
        g_strdup_printf("HTTP/1.1 %s\r\nContent-Length: %zu\r\n%s", status, strlen(body),
                        is_html ? "Content-Type: text/html; charset=utf-8\r\n" : "Content-Type: text/plain\r\n");
    Route route = {g_string_chunk_insert(f->strings, target), g_string_chunk_insert(f->strings, head),
                   g_string_chunk_insert(f->strings, body), SERVE};
    for (guint i = 0; i < f->routes->len; i++)
        if (strcmp(g_array_index(f->routes, Route, i).target, target) == 0)
            g_array_remove_index(f->routes, i--);
    g_array_append_val(f->routes, route);
    f->server->routes = (Route *)(gpointer)f->routes->data;
}

static inline void set_up(Fixture *f, gconstpointer crawl)
{
    static const Route none[] = {{0}};
    f->routes = g_array_new(TRUE, TRUE, sizeof(Route));
    f->strings = g_string_chunk_new(4096);
    f->held = g_ptr_array_new_with_free_func(g_free);
    f->pages = g_ptr_array_new_with_free_func(g_free);
    f->server = server_new(none);
    g_autofree char *lines = g_strdup_printf("[site]\nstart = http://127.0.0.1:%u/\n[crawl]\n%s\n", f->server->port,
                                             crawl ? (const char *)crawl : ONE_BY_ONE);
    settings_open(&f->settings, lines);
}

static inline void tear_down(Fixture *f, gconstpointer crawl)
{
    (void)crawl;
    server_free(f->server);
    settings_clear(&f->settings);
    g_array_unref(f->routes);
    g_string_chunk_free(f->strings);
    g_ptr_array_unref(f->held);
    g_ptr_array_unref(f->pages);
}

static inline void note_page(Page *page, gpointer user)
{
    Fixture *f = user;
    g_ptr_array_add(f->pages, g_strdup(strrchr(page->url, '/')));
    page_free(page);
}

static inline Crawl *open_crawl(Fixture *f)
{
    g_autoptr(GError) error = NULL;
    Crawl *c = crawl_open(f->settings.config, &f->options, &error);
    g_assert_no_error(error);
    crawl_on_page(c, note_page, f);
    g_ptr_array_set_size(f->pages, 0);
    return c;
}

static inline void pass(Fixture *f, Crawl *c)
{
    g_autoptr(GError) error = NULL;
    g_assert_true(crawl_pass(c, f->held, &error));
    g_assert_no_error(error);
}

/* One crawl from its opening to its end; what it counted, but for strings. */
static inline CrawlCounts crawl(Fixture *f)
{
    g_autoptr(Crawl) c = open_crawl(f);
    pass(f, c);
    return *crawl_counts(c);
}

static inline FrontierEntry *entry_of(Fixture *f, Ledger *ledger, const char *target)
{
    FrontierEntry *entry = NULL;
    g_autofree char *url = server_url(f->server, "127.0.0.1", target);
    g_assert_true(frontier_find(ledger, url, &entry, NULL));
    return entry;
}

/* The same when no crawl is open. */
static inline FrontierEntry *find(Fixture *f, const char *target)
{
    g_autoptr(Ledger) ledger = ledger_open(f->settings.data, LEDGER_WRITE, NULL);
    return entry_of(f, ledger, target);
}

static inline gint compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The paths of pages in all files of the feed, in order. */
static inline char *read_feed(const Fixture *f)
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

static inline void assert_feed(const Fixture *f, const char *expected)
{
    g_autofree char *found = read_feed(f);
    g_assert_cmpstr(found, ==, expected);
}

/* "/" and what it links to, each page with a text of its own. */
static inline void serve_site(Fixture *f)
{
    serve_html(f, "/", "200 OK", "<title>Home</title><p>home <a href=/a>a</a> <a href=/b>b</a> <a href=/c>c</a>");
    serve_html(f, "/a", "200 OK\r\nETag: \"a\"", "<title>A</title><p>the harbour in the morning");
    serve_html(f, "/b", "200 OK", "<title>B</title><p>the market at noon");
    serve_html(f, "/c", "200 OK", "<title>C</title><p>the theatre in the evening");
}

#endif
