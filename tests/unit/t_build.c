/* The promises of indexer/build.h about which pages are put and which leave, in every language there is. */
#include "indexer/build.h"

#include "shim/disk.h"
#include "shim/duplicate.h"
#include "shim/frontier.h"
#include "shim/index.h"
#include "shim/limits.h"
#include "tests/unit/sample.h"

#define NOW 1700000000

typedef struct {
    char *data;
    Config *config;
    const LangProfile *lang;
    Build *build;
} Place;

static void open_build(Place *p, BuildMode mode)
{
    g_autoptr(GError) error = NULL;
    p->build = build_open(p->config, mode, &error);
    g_assert_no_error(error);
}

static void finish(Place *p)
{
    g_autoptr(GError) error = NULL;
    g_assert_true(build_finish(p->build, &error));
    g_assert_no_error(error);
    g_clear_pointer(&p->build, build_close);
}

static void set_up(Place *p, gconstpointer lang)
{
    g_autoptr(GError) error = NULL;
    p->lang = lang ? lang : lang_get(0);
    p->data = g_dir_make_tmp("isoglot-t-XXXXXX", NULL);
    p->config = config_open(NULL, p->data, &error);
    g_assert_no_error(error);
}

static void tear_down(Place *p, gconstpointer lang)
{
    (void)lang;
    config_free(p->config);
    disk_remove(p->data);
    g_free(p->data);
}

/* A page as HTTP gives it: text number `seed`, and behind it `more`. */
static Page *make_page(const Place *p, const char *url, guint seed, const char *more, gint64 fetched_at)
{
    g_autoptr(GString) text = sample_text(p->lang, seed, 1000);
    char *html = g_strdup_printf("<title>Title</title><p>%s%s", text->str, more);
    Page *page = page_new();
    page->url = g_strdup(url);
    page->media_type = g_strdup("text/html");
    page->charset = g_strdup("utf-8");
    page->lang = g_strdup(lang_code(p->lang));
    page->body = g_bytes_new_take(html, strlen(html));
    page->http_status = 200;
    page->fetched_at = fetched_at;
    return page;
}

static void put_page(Place *p, Page *page)
{
    g_autoptr(GError) error = NULL;
    g_assert_true(build_put(p->build, page, &error) && build_wait(p->build, &error));
    g_assert_no_error(error);
}

static void put(Place *p, const char *url, guint seed, const char *more)
{
    put_page(p, make_page(p, url, seed, more, NOW));
}

/* URLs that are in the language's index, as the ledger says; the index itself has as many, and these. */
static char *list_indexed(const Place *p)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Ledger) ledger = ledger_open(p->data, LEDGER_READ, &error);
    g_autofree char *path = generation_current(p->data, lang_code(p->lang));
    g_autoptr(IndexReader) reader = index_reader_open(path, NULL, NULL); /* NULL: nothing was ever put */
    g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
    g_assert_no_error(error);
    const char *const urls[] = {"http://x.example/a", "http://x.example/b", "http://x.example/c",
                                "http://x.example/a/", "http://x.example/A?b=1"};
    for (guint i = 0; i < G_N_ELEMENTS(urls); i++) {
        LedgerPlace place;
        gsize n;
        g_autofree char *id = index_id(urls[i]), *record = NULL;
        g_assert_true(ledger_find(ledger, urls[i], &place, NULL));
        g_assert_true(!reader || index_reader_find_record(reader, id, &record, &n, NULL));
        g_assert_cmpint(record != NULL, ==, *place.indexed_lang != '\0');
        if (record)
            g_ptr_array_add(paths, g_strdup(urls[i] + strlen("http://x.example/")));
    }
    g_ptr_array_add(paths, NULL);
    return g_strjoinv(" ", (char **)paths->pdata);
}

static void assert_indexed(const Place *p, const char *expected)
{
    g_autofree char *found = list_indexed(p);
    g_assert_cmpstr(found, ==, expected);
}

static void assert_state(const Place *p, const char *url, PageState state)
{
    LedgerPlace place;
    g_autoptr(Ledger) ledger = ledger_open(p->data, LEDGER_READ, NULL);
    g_assert_true(ledger_find(ledger, url, &place, NULL));
    g_assert_cmpstr(page_state_name(place.state), ==, page_state_name(state));
}

static void of_pages_that_are_the_same_one_is_indexed_in_any_order(Place *p, gconstpointer data)
{
    (void)data;
    const char *const urls[] = {"http://x.example/a", "http://x.example/a/", "http://x.example/b",
                                "http://x.example/A?b=1"};
    const char *const more[] = {"", "", "2024", ""}; /* the third is near */
    for (guint mode = BUILD_INCREMENTAL; mode <= BUILD_BULK; mode++)
        for (guint first = 0; first < 4; first++) {
            open_build(p, mode);
            for (guint i = 0; i < 4; i++)
                put(p, urls[(first + i) % 4], 1, more[(first + i) % 4]);
            finish(p);
            assert_indexed(p, "a");
            assert_state(p, urls[2], PAGE_DUPLICATE);
            disk_remove(p->data);
        }
}

static void other_pages_of_one_title_are_all_indexed(Place *p, gconstpointer data)
{
    (void)data;
    open_build(p, BUILD_BULK);
    put(p, "http://x.example/a", 1, "");
    put(p, "http://x.example/b", 2, "");
    put(p, "http://x.example/c", 3, "");
    finish(p);
    assert_indexed(p, "a b c");
}

static void pages_of_folders_and_records_are_all_indexed(Place *p, gconstpointer data)
{
    (void)data;
    const char *const urls[] = {"http://x.example/a", "http://x.example/b"};
    open_build(p, BUILD_BULK);
    for (guint i = 0; i < 2; i++) {
        Page *page = make_page(p, urls[i], 1, "", NOW);
        page->http_status = 0;
        put_page(p, page);
    }
    finish(p);
    assert_indexed(p, "a b");
}

static gboolean count_row(const char *const *columns, guint n, gpointer number)
{
    (void)columns;
    (void)n;
    ++*(guint *)number;
    return TRUE;
}

static void assert_returning(Place *p, guint expected)
{
    guint n = 0;
    g_assert_true(duplicate_each_returning(build_ledger(p->build), count_row, &n, NULL));
    g_assert_cmpuint(n, ==, expected);
}

static void a_duplicate_returns_when_the_page_in_its_place_leaves(Place *p, gconstpointer data)
{
    (void)data;
    open_build(p, BUILD_INCREMENTAL);
    put(p, "http://x.example/a", 1, "");
    put(p, "http://x.example/b", 1, "");
    put(p, "http://x.example/c", 1, "");
    finish(p);
    open_build(p, BUILD_INCREMENTAL);
    g_assert_true(build_remove(p->build, "http://x.example/a", NULL));
    assert_returning(p, 2);
    put(p, "http://x.example/c", 1, "");
    assert_returning(p, 1); /* b comes before c */
    put(p, "http://x.example/b", 1, "");
    assert_returning(p, 0);
    finish(p);
    assert_indexed(p, "b");
    assert_state(p, "http://x.example/c", PAGE_DUPLICATE);
}

static void a_duplicate_returns_when_the_page_in_its_place_changes(Place *p, gconstpointer data)
{
    (void)data;
    for (guint mode = BUILD_INCREMENTAL; mode <= BUILD_BULK; mode++) {
        open_build(p, mode);
        put(p, "http://x.example/a", 1, "");
        put(p, "http://x.example/b", 1, "");
        put(p, "http://x.example/a", 2, "");
        assert_returning(p, 1);
        put(p, "http://x.example/b", 1, "");
        assert_returning(p, 0);
        finish(p);
        assert_indexed(p, "a b");
        disk_remove(p->data);
    }
}

/* More pages than a room holds back before it writes, and then the page for which the first has to leave. */
static void a_page_that_was_written_leaves_for_another(Place *p, gconstpointer data)
{
    (void)data;
    for (guint mode = BUILD_INCREMENTAL; mode <= BUILD_BULK; mode++) {
        open_build(p, mode);
        put(p, "http://x.example/a/", 1, "");
        for (guint i = 0; i < LIMIT_WRITE_PAGES; i++) {
            g_autofree char *url = g_strdup_printf("http://x.example/other/%u", i);
            put(p, url, 100 + i, "");
        }
        put(p, "http://x.example/a", 1, "");
        put(p, "http://x.example/a/", 2, ""); /* and returns with another text */
        put(p, "http://x.example/a/", 1, "");
        g_assert_cmpuint(build_duplicates(p->build), ==, 2);
        finish(p);
        assert_indexed(p, "a");
        g_autofree char *path = generation_current(p->data, lang_code(p->lang));
        g_autoptr(IndexReader) reader = index_reader_open(path, NULL, NULL);
        g_assert_cmpuint(index_reader_count(reader), ==, LIMIT_WRITE_PAGES + 1);
        disk_remove(p->data);
    }
}

/* What the crawl writes: a released verdict on this page, seen at this time. */
static void put_verdict(Place *p, const char *url, gint64 checked_at)
{
    Ledger *ledger = build_ledger(p->build);
    g_autoptr(FrontierHost) host = NULL;
    g_autoptr(FrontierEntry) entry = NULL;
    g_assert_true(frontier_find_host(ledger, "http://x.example", &host, NULL));
    g_assert_true(frontier_add(ledger, host->id, url, 1, 0, 0, NULL));
    g_assert_true(frontier_find(ledger, url, &entry, NULL));
    entry->checked_at = checked_at;
    g_free(entry->verdict);
    entry->verdict = g_strdup("410");
    g_assert_true(frontier_settle(ledger, entry, NULL));
    g_assert_true(frontier_release(ledger, "http://x.example", lang_code(p->lang), NULL));
}

static void gone_pages_leave_and_return_with_a_later_version(Place *p, gconstpointer data)
{
    (void)data;
    guint removed;
    gint64 later = g_get_real_time() / G_USEC_PER_SEC + 10;
    for (guint mode = BUILD_INCREMENTAL; mode <= BUILD_BULK; mode++) {
        open_build(p, BUILD_INCREMENTAL);
        put(p, "http://x.example/a", 1, "");
        put(p, "http://x.example/b", 2, "");
        put(p, "http://x.example/c", 2, "");
        finish(p);
        open_build(p, mode);
        put_verdict(p, "http://x.example/a", NOW + 1);
        put_verdict(p, "http://x.example/c", NOW + 1); /* a duplicate: out of no index */
        put(p, "http://x.example/a", 1, "");
        put(p, "http://x.example/b", 2, "");
        put(p, "http://x.example/c", 2, "");
        g_assert_true(build_remove_gone(p->build, &removed, NULL));
        g_assert_cmpuint(removed, ==, 1);
        put(p, "http://x.example/a", 1, ""); /* a feed has it still */
        finish(p);
        assert_indexed(p, "b");
        assert_state(p, "http://x.example/a", PAGE_GONE);
        assert_state(p, "http://x.example/c", PAGE_GONE);
        open_build(p, BUILD_INCREMENTAL);
        put_page(p, make_page(p, "http://x.example/a", 1, "", later));
        g_assert_true(
            build_remove_gone(p->build, &removed, NULL)); /* the verdict was not about this version */
        g_assert_cmpuint(removed, ==, 0);
        finish(p);
        assert_indexed(p, "a b");
        assert_state(p, "http://x.example/a", PAGE_PRESENT);
        disk_remove(p->data);
    }
}

static void put_gone(Place *p, const char *url, gint64 gone_at)
{
    g_autoptr(GError) error = NULL;
    g_assert_true(build_put_gone(p->build, url, gone_at, &error));
    g_assert_no_error(error);
}

static void a_page_that_the_feed_says_is_gone_leaves_if_its_version_is_not_newer(Place *p, gconstpointer data)
{
    (void)data;
    for (guint mode = BUILD_INCREMENTAL; mode <= BUILD_BULK; mode++) {
        open_build(p, mode);
        put(p, "http://x.example/a", 1, "");
        put(p, "http://x.example/b", 2, "");
        put(p, "http://x.example/c", 3, "");
        put_gone(p, "http://x.example/a", NOW);
        put_gone(p, "http://x.example/b", NOW - 1);
        put_gone(p, "http://x.example/none", NOW); /* in no index */
        finish(p);
        assert_indexed(p, "b c");
        assert_state(p, "http://x.example/a", PAGE_GONE);
        assert_state(p, "http://x.example/b", PAGE_PRESENT);
        open_build(p, BUILD_INCREMENTAL);
        put_gone(p, "http://x.example/b", NOW); /* it is in a live index */
        put(p, "http://x.example/a", 1, "");    /* the version that was gone */
        put_page(p, make_page(p, "http://x.example/a", 1, "", NOW + 1));
        finish(p);
        assert_indexed(p, "a c");
        disk_remove(p->data);
    }
}

static void a_duplicate_that_the_feed_says_is_gone_returns_no_more(Place *p, gconstpointer data)
{
    (void)data;
    open_build(p, BUILD_INCREMENTAL);
    put(p, "http://x.example/a", 1, "");
    put(p, "http://x.example/b", 1, "");
    put_gone(p, "http://x.example/b", NOW);
    put_gone(p, "http://x.example/a", NOW);
    assert_returning(p, 0);
    finish(p);
    assert_indexed(p, "");
    assert_state(p, "http://x.example/b", PAGE_GONE);
}

static void noindex_waits_for_the_guard(Place *p, gconstpointer data)
{
    (void)data;
    const char *const url = "http://x.example/a";
    open_build(p, BUILD_INCREMENTAL);
    put(p, url, 1, "");
    finish(p);
    for (guint is_released = FALSE; is_released <= TRUE; is_released++) {
        open_build(p, BUILD_INCREMENTAL);
        Ledger *ledger = build_ledger(p->build);
        put_verdict(p, url, NOW + 5);
        g_autoptr(FrontierEntry) entry = NULL;
        g_assert_true(frontier_find(ledger, url, &entry, NULL));
        g_free(entry->verdict);
        entry->verdict = g_strdup("noindex");
        entry->fetched_at = NOW + 5;
        g_assert_true(frontier_settle(ledger, entry, NULL));
        if (is_released)
            g_assert_true(frontier_release_page(ledger, url, NULL));
        Page *page = make_page(p, url, 1, "", NOW + 5);
        page->robots_header = g_strdup("noindex");
        put_page(p, page);
        finish(p);
        assert_indexed(p, is_released ? "" : "a");
    }
}

static void a_version_that_is_held_is_not_put(Place *p, gconstpointer data)
{
    (void)data;
    LedgerPlace before, after;
    open_build(p, BUILD_INCREMENTAL);
    put(p, "http://x.example/a", 1, "");
    finish(p);
    open_build(p, BUILD_INCREMENTAL);
    put_verdict(p, "http://x.example/a", NOW);
    g_autoptr(FrontierEntry) held = NULL;
    g_assert_true(frontier_find(build_ledger(p->build), "http://x.example/a", &held, NULL));
    held->held_at = NOW + 5;
    g_assert_true(frontier_settle(build_ledger(p->build), held, NULL));
    g_assert_true(ledger_find(build_ledger(p->build), "http://x.example/a", &before, NULL));
    put_page(p, make_page(p, "http://x.example/a", 2, "", NOW + 5));
    finish(p);
    open_build(p, BUILD_BULK);
    put(p, "http://x.example/a", 1, "");
    put_page(p, make_page(p, "http://x.example/a", 2, "", NOW + 5));
    finish(p);
    g_autoptr(Ledger) ledger = ledger_open(p->data, LEDGER_READ, NULL);
    g_assert_true(ledger_find(ledger, "http://x.example/a", &after, NULL));
    g_assert_cmpstr(before.content_hash, ==, after.content_hash);
    assert_indexed(p, "a");
}

static void a_removed_page_returns_when_asked_for(Place *p, gconstpointer data)
{
    (void)data;
    gint64 now = g_get_real_time() / G_USEC_PER_SEC;
    open_build(p, BUILD_INCREMENTAL);
    put(p, "http://x.example/a", 1, "");
    g_assert_true(build_remove(p->build, "http://x.example/a", NULL)); /* which a batch was putting */
    put_page(p, make_page(p, "http://x.example/a", 1, "", now - 1));
    finish(p);
    assert_indexed(p, "");
    open_build(p, BUILD_INCREMENTAL);
    Page *page = make_page(p, "http://x.example/a", 1, "", now - 1);
    page->is_asked = TRUE;
    put_page(p, page);
    finish(p);
    assert_indexed(p, "a");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (guint i = 0; i < lang_count(); i++) {
        g_autofree char *name =
            g_strdup_printf("/build/of_pages_that_are_the_same_one_is_indexed_in_any_order/%u", i);
        g_test_add(name, Place, lang_get(i), set_up, of_pages_that_are_the_same_one_is_indexed_in_any_order,
                   tear_down);
    }
#define ADD(name) g_test_add("/build/" #name, Place, NULL, set_up, name, tear_down)
    ADD(other_pages_of_one_title_are_all_indexed);
    ADD(pages_of_folders_and_records_are_all_indexed);
    ADD(a_duplicate_returns_when_the_page_in_its_place_leaves);
    ADD(a_duplicate_returns_when_the_page_in_its_place_changes);
    ADD(a_page_that_was_written_leaves_for_another);
    ADD(gone_pages_leave_and_return_with_a_later_version);
    ADD(a_page_that_the_feed_says_is_gone_leaves_if_its_version_is_not_newer);
    ADD(a_duplicate_that_the_feed_says_is_gone_returns_no_more);
    ADD(noindex_waits_for_the_guard);
    ADD(a_version_that_is_held_is_not_put);
    ADD(a_removed_page_returns_when_asked_for);
    return g_test_run();
}
