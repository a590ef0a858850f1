/* The promises of indexer/crawl.h on what it leaves: the feed after a crash, and pages that are held. */
#include "tests/unit/crawl_site.h"

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
    server_forget(f->server);
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
    server_forget(f->server);
    CrawlCounts n = crawl(f);
    g_assert_cmpuint(n.new_pages, ==, 3);
    g_assert_cmpuint(n.fetched, ==, 1);
}

static void a_full_disk_is_an_error_that_names_the_feed_and_loses_nothing(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    struct rlimit before, small = {1024 * 1024, RLIM_INFINITY};
    g_autofree char *noise = make_noise(4 * 1024 * 1024), *page = g_strconcat("<title>C</title><p>", noise, NULL);
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

static void they_are_held_by_the_next_crawl_too_and_believed_when_they_are_back(Fixture *f, gconstpointer data)
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

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD_WITH(name, crawl) g_test_add("/crawl/" #name, Fixture, crawl, set_up, name, tear_down)
#define ADD(name) ADD_WITH(name, NULL)
    ADD(what_is_in_the_feed_is_settled_and_not_fetched_again);
    ADD(what_was_settled_from_the_feed_is_marked);
    ADD(a_record_that_was_cut_off_costs_that_page);
    ADD(a_full_disk_is_an_error_that_names_the_feed_and_loses_nothing);
    ADD(pages_that_change_to_one_text_are_held);
    ADD(they_are_held_by_the_next_crawl_too_and_believed_when_they_are_back);
    ADD(two_pages_may_change_to_one_text);
    return g_test_run();
}
