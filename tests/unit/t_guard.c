/* The promises of indexer/guard.h. */
#include "indexer/guard.h"

#include "indexer/feed.h"
#include "shim/frontier.h"
#include "shim/limits.h"
#include "tests/unit/place.h"

#define X "http://x.example"
#define Y "http://y.example"
#define NOW G_GINT64_CONSTANT(1700000000)

typedef struct {
    Place place;
    GPtrArray *held;
    gint64 since;
} Fixture;

static void begin(Fixture *f, gconstpointer data)
{
    set_up(&f->place, data);
    f->held = g_ptr_array_new_with_free_func(g_free);
    f->since = NOW;
}

static void end(Fixture *f, gconstpointer data)
{
    tear_down(&f->place, data);
    g_ptr_array_unref(f->held);
}

static FrontierEntry *find(Fixture *f, const char *url)
{
    FrontierEntry *entry = NULL;
    g_assert_true(frontier_find(f->place.ledger, url, &entry, NULL));
    return entry;
}

/* A page in the index of a language, which the crawl has looked at and given this verdict. */
static void put(Fixture *f, const char *origin, const char *url, const char *lang, const char *verdict)
{
    Ledger *ledger = f->place.ledger;
    g_autoptr(FrontierHost) host = NULL;
    put_page(&f->place, url, PAGE_PRESENT, lang);
    g_assert_true(frontier_find_host(ledger, origin, &host, NULL));
    g_assert_true(frontier_add(ledger, host->id, url, 1, 0, 0, NULL));
    g_autoptr(FrontierEntry) entry = find(f, url);
    entry->pass = 1;
    entry->checked_at = entry->fetched_at = NOW - 10;
    g_free(entry->verdict);
    entry->verdict = g_strdup(verdict);
    g_assert_true(frontier_settle(ledger, entry, NULL));
}

/* `n` pages, the first `gone` of them with the verdict. */
static void put_many(Fixture *f, const char *origin, const char *lang, guint n, guint gone,
                     const char *verdict)
{
    for (guint i = 0; i < n; i++) {
        g_autofree char *url = g_strdup_printf("%s/%s/%03u", origin, lang, i);
        put(f, origin, url, lang, i < gone ? verdict : "");
    }
}

static void judge(Fixture *f, gboolean allows_shrink)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *folder = g_build_filename(f->place.data, "feed", NULL);
    g_autoptr(WarcWriter) writer = warc_writer_open(folder, NULL, 0, &error);
    g_ptr_array_set_size(f->held, 0);
    g_assert_true(guard_judge(f->place.ledger, writer, allows_shrink, f->since, NOW, f->held, &error));
    g_assert_no_error(error);
}

static gboolean count_row(const char *const *columns, guint n, gpointer number)
{
    (void)columns;
    (void)n;
    ++*(guint *)number;
    return TRUE;
}

/* Pages that are released. */
static guint count_gone(Fixture *f)
{
    guint n = 0;
    g_assert_true(frontier_each_gone(f->place.ledger, count_row, &n, NULL));
    return n;
}

static void assert_judged(Fixture *f, guint gone, guint held)
{
    judge(f, FALSE);
    g_assert_cmpuint(count_gone(f), ==, gone);
    g_assert_cmpuint(f->held->len, ==, held);
}

/* The pages that the feed says are gone, each with its time behind it. */
static char *read_gone(const Fixture *f)
{
    g_autofree char *folder = g_build_filename(f->place.data, "feed", NULL);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    g_autoptr(GString) all = g_string_new(NULL);
    for (const char *name; dir && (name = g_dir_read_name(dir));) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        g_autoptr(Feed) feed = feed_open(path, &(FeedOptions){.gives_gone = TRUE}, NULL);
        for (gboolean is_end = FALSE; !is_end;) {
            g_autoptr(Page) page = NULL;
            is_end = feed_next(feed, &page, NULL) && !page;
            if (page && page->http_status == 410)
                g_string_append_printf(all, "%s@%" G_GINT64_FORMAT " ", page->url, page->fetched_at - NOW);
        }
    }
    return g_strdup(all->str);
}

static void assert_feed(const Fixture *f, const char *expected)
{
    g_autofree char *found = read_gone(f);
    g_assert_cmpstr(found, ==, expected);
}

/* ------------------------------------------------------------------ how many */

static void a_tenth_of_a_host_may_go_and_no_more(Fixture *f, gconstpointer data)
{
    (void)data;
    put_many(f, X, "la", 100, 10, "410");
    put_many(f, Y, "eo", 100, 11, "410");
    judge(f, FALSE);
    g_assert_cmpuint(count_gone(f), ==, 10);
    g_assert_cmpuint(f->held->len, ==, 2); /* the host, and its language */
    g_assert_cmpstr(
        g_ptr_array_index(f->held, 0), ==,
        "11 of 100 pages of 'eo' seem to be gone, more than 10 %: none is taken out; if they are, crawl with "
        "--allow-shrink");
    g_assert_true(g_str_has_prefix(g_ptr_array_index(f->held, 1), "11 of 100 pages of '" Y "' seem"));
}

static void the_limit_is_rounded_up_so_that_one_page_may_always_go(Fixture *f, gconstpointer data)
{
    (void)data;
    static const struct {
        guint pages, gone, released;
    } rows[] = {{1, 1, 1},  {2, 1, 1},  {2, 2, 0},  {10, 1, 1}, {10, 2, 0},
                {11, 2, 2}, {11, 3, 0}, {20, 2, 2}, {20, 3, 0}};
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        put_many(f, X, "la", rows[i].pages, rows[i].gone, "410");
        assert_judged(f, rows[i].released, rows[i].released ? 0 : 2);
        close_ledger(&f->place);
        disk_remove(f->place.data);
        g_assert_cmpint(g_mkdir(f->place.data, 0700), ==, 0);
        open_ledger(&f->place);
    }
}

static void a_language_counts_over_all_hosts(Fixture *f, gconstpointer data)
{
    (void)data;
    put_many(f, X, "la", 10, 1, "410"); /* each host may lose one … */
    put_many(f, X, "eo", 100, 0, "");
    put_many(f, Y, "la", 1, 1, "410");
    put_many(f, Y, "eo", 100, 0, "");
    put_many(f, "http://z.example", "la", 1, 1,
             "410"); /* … but of the language's twelve three are too many */
    assert_judged(f, 0, 1);
    g_assert_nonnull(strstr(g_ptr_array_index(f->held, 0), "3 of 12 pages of 'la'"));
}

static void a_host_counts_over_all_languages(Fixture *f, gconstpointer data)
{
    (void)data;
    put_many(f, X, "la", 5, 1, "410");
    put_many(f, X, "eo", 5, 1, "410");
    put_many(f, Y, "la", 50, 0, "");
    put_many(f, Y, "eo", 50, 0, "");
    assert_judged(f, 0, 1);
    g_assert_nonnull(strstr(g_ptr_array_index(f->held, 0), "2 of 10 pages of '" X "'"));
}

static void whatever_the_reason_it_is_held(Fixture *f, gconstpointer data)
{
    (void)data;
    put_many(f, X, "la", 12, 1, "410");
    put(f, X, X "/b", "la", "missing");
    put(f, X, X "/c", "la", "noindex");
    put(f, X, X "/d", "la", "blocked");
    assert_judged(f, 0, 2);
}

static void the_operator_may_allow_it(Fixture *f, gconstpointer data)
{
    (void)data;
    put_many(f, X, "la", 10, 10, "410");
    judge(f, TRUE);
    g_assert_cmpuint(count_gone(f), ==, 10);
    g_assert_cmpuint(f->held->len, ==, 0);
}

static void what_left_since_is_counted_in(Fixture *f, gconstpointer data)
{
    (void)data;
    gint64 now = g_get_real_time() / G_USEC_PER_SEC;
    put_many(f, X, "la", 20, 2, "410");
    g_assert_true(ledger_remove(f->place.ledger, X "/la/000", PAGE_GONE, NOW, NULL));
    g_assert_true(ledger_remove(f->place.ledger, X "/la/001", PAGE_GONE, NOW, NULL));
    g_assert_true(ledger_acknowledge(f->place.ledger, NULL));
    put(f, X, X "/la/002", "la", "410");
    assert_judged(f, 0, 2); /* three of twenty */
    put(f, X, X "/la/002", "la", "410");
    f->since = NOW + 1; /* a window in which nothing left: one of eighteen */
    assert_judged(f, 1, 0);
    g_assert_cmpint(now, >, NOW);
}

/* ------------------------------------------------------------------ what comes of it */

static void withheld_pages_stay_and_are_told_again_while_it_lasts(Fixture *f, gconstpointer data)
{
    (void)data;
    put_many(f, X, "la", 10, 5, "410");
    assert_judged(f, 0, 2);
    g_autoptr(FrontierEntry) entry = find(f, X "/la/000");
    g_assert_cmpstr(entry->verdict, ==, "");
    g_assert_cmpstr(entry->indexed_lang, ==, "la");
    assert_judged(f, 0, 0); /* nothing is new */
    put_many(f, X, "la", 10, 5, "410");
    assert_judged(f, 0, 2);
}

static void a_withheld_noindex_is_held(Fixture *f, gconstpointer data)
{
    (void)data;
    LedgerPlace place;
    put_many(f, X, "la", 10, 5, "noindex");
    g_assert_true(ledger_find(f->place.ledger, X "/la/000", &place, NULL));
    g_assert_cmpint(place.held_at, ==, NOW - 10); /* while it waits for the guard */
    assert_judged(f, 0, 2);
    g_autoptr(FrontierEntry) entry = find(f, X "/la/000");
    g_assert_cmpint(entry->held_at, ==, entry->fetched_at);
    g_assert_cmpstr(entry->etag, ==, "");
    g_assert_true(ledger_find(f->place.ledger, X "/la/000", &place, NULL));
    g_assert_cmpint(place.held_at, ==, NOW - 10);
}

static void a_released_noindex_is_not_held(Fixture *f, gconstpointer data)
{
    (void)data;
    LedgerPlace place;
    put_many(f, X, "la", 10, 1, "noindex");
    assert_judged(f, 1, 0);
    g_assert_true(ledger_find(f->place.ledger, X "/la/000", &place, NULL));
    g_assert_cmpint(place.held_at, ==, 0);
}

static void what_is_released_is_noted_in_the_feed(Fixture *f, gconstpointer data)
{
    (void)data;
    put_many(f, X, "la", 20, 1, "410");
    put(f, X, X "/b", "la", "noindex"); /* says so itself */
    assert_judged(f, 2, 0);
    assert_feed(f, X "/la/000@0 ");
}

static void what_is_withheld_is_not_noted(Fixture *f, gconstpointer data)
{
    (void)data;
    put_many(f, X, "la", 10, 5, "410");
    assert_judged(f, 0, 2);
    assert_feed(f, "");
}

/* The page has redirected for good to a page that is present, or is not. */
static void redirect(Fixture *f, const char *url, const char *target, guint status)
{
    g_autoptr(FrontierEntry) entry = find(f, url);
    g_free(entry->redirect);
    g_free(entry->error);
    g_free(entry->etag);
    entry->etag = g_strdup("1");
    entry->redirect = g_strdup(target);
    entry->error = g_strdup("redirects");
    entry->status = status;
    g_assert_true(frontier_settle(f->place.ledger, entry, NULL));
}

static void a_page_that_moved_goes_when_its_target_is_present(Fixture *f, gconstpointer data)
{
    (void)data;
    put_many(f, X, "la", 50, 0, "");
    g_autoptr(FrontierEntry) target = find(f, X "/la/049");
    target->status = 200;
    g_assert_true(frontier_settle(f->place.ledger, target, NULL));
    redirect(f, X "/la/000", X "/la/049", 301);
    redirect(f, X "/la/001", X "/la/049", 308);
    redirect(f, X "/la/002", X "/la/049", 302); /* for now */
    redirect(f, X "/la/003", X "/la/048", 301); /* which was never seen */
    redirect(f, X "/la/004", X "/la/000", 301); /* which moved itself */
    assert_judged(f, 2, 0);
    assert_feed(f, X "/la/000@0 " X "/la/001@0 ");
    g_autoptr(FrontierEntry) moved = find(f, X "/la/000");
    g_assert_cmpstr(moved->verdict, ==, "moved");
    g_assert_cmpstr(moved->etag, ==, ""); /* should it return, it comes whole */
}

static void what_is_released_and_not_taken_out_yet_is_counted_in(Fixture *f, gconstpointer data)
{
    (void)data;
    put_many(f, X, "la", 20, 2, "410");
    assert_judged(f, 2, 0);
    put_many(f, X, "la", 3, 3, "410"); /* one more, by the next crawl, before anybody has indexed */
    assert_judged(f, 2, 2);
}

static void it_is_durable(Fixture *f, gconstpointer data)
{
    (void)data;
    put_many(f, X, "la", 10, 1, "410");
    judge(f, FALSE);
    close_ledger(&f->place);
    open_ledger(&f->place);
    g_assert_cmpuint(count_gone(f), ==, 1);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name) g_test_add("/guard/" #name, Fixture, NULL, begin, name, end)
    ADD(a_tenth_of_a_host_may_go_and_no_more);
    ADD(the_limit_is_rounded_up_so_that_one_page_may_always_go);
    ADD(a_language_counts_over_all_hosts);
    ADD(a_host_counts_over_all_languages);
    ADD(whatever_the_reason_it_is_held);
    ADD(the_operator_may_allow_it);
    ADD(what_left_since_is_counted_in);
    ADD(what_is_released_and_not_taken_out_yet_is_counted_in);
    ADD(withheld_pages_stay_and_are_told_again_while_it_lasts);
    ADD(a_withheld_noindex_is_held);
    ADD(a_released_noindex_is_not_held);
    ADD(what_is_released_is_noted_in_the_feed);
    ADD(what_is_withheld_is_not_noted);
    ADD(a_page_that_moved_goes_when_its_target_is_present);
    ADD(it_is_durable);
    return g_test_run();
}
