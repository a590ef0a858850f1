/* The promises of indexer/dedup.h and shim/duplicate.h, on a ledger without indexes: what would be indexed is
 * what it says. */
#include <string.h>

#include "indexer/dedup.h"
#include "indexer/simhash.h"
#include "shim/disk.h"
#include "shim/frontier.h"

#define PAGES 10
#define NEAR G_GUINT64_CONSTANT(0xF0F0)

typedef struct {
    char *data;
    Ledger *ledger;
    PageText pages[PAGES];
    gboolean is_there[PAGES];
} Place;

static void set_up(Place *p, gconstpointer data)
{
    g_autoptr(GError) error = NULL;
    p->data = g_dir_make_tmp("isoglot-t-XXXXXX", NULL);
    p->ledger = ledger_open(p->data, LEDGER_WRITE, &error);
    g_assert_no_error(error);
    if (data)
        g_assert_true(ledger_begin_build(p->ledger, NULL));
}

static void tear_down(Place *p, gconstpointer data)
{
    (void)data;
    ledger_close(p->ledger);
    disk_remove(p->data);
    g_free(p->data);
    for (guint i = 0; i < PAGES; i++) {
        g_free(p->pages[i].url);
        g_free(p->pages[i].canonical);
    }
}

/* As indexer/build.c does it, without an index. */
static void put(Place *p, const PageText *text)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Dedup) d = dedup_choose(p->ledger, text->url, text, &error);
    g_assert_no_error(error);
    LedgerPage page = {.url = text->url,
                       .state = d->duplicate_of ? PAGE_DUPLICATE : PAGE_PRESENT,
                       .content_hash = text->content_hash,
                       .title = text->title,
                       .declared = "",
                       .declared_source = "",
                       .detected = "",
                       .decided = text->lang,
                       .type = "",
                       .group = "",
                       .edition = "",
                       .is_from_http = text->is_from_http,
                       .simhash = text->simhash,
                       .canonical = text->canonical,
                       .duplicate_of = d->duplicate_of};
    g_assert_true(ledger_put(p->ledger, &page, d->duplicate_of ? "" : text->lang, NULL, NULL, NULL, &error));
    g_assert_true(dedup_settle(p->ledger, d, &error));
}

static void take_out(Place *p, const char *url)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Dedup) d = dedup_choose(p->ledger, url, NULL, &error);
    g_assert_no_error(error);
    g_assert_true(ledger_remove(p->ledger, url, PAGE_REMOVED, 1, &error) &&
                  dedup_settle(p->ledger, d, &error));
}

static gboolean add_column(const char *const *columns, guint n, gpointer list)
{
    (void)n;
    g_ptr_array_add(list, g_strdup(columns[0]));
    return TRUE;
}

static void put_by_url(Place *p, const char *url)
{
    for (guint i = 0; i < PAGES; i++)
        if (p->pages[i].url && g_str_equal(p->pages[i].url, url))
            put(p, &p->pages[i]);
}

/* Puts again what returns, as a feed would, until nothing does. */
static void put_returning(Place *p)
{
    for (guint round = 0; round < 20; round++) {
        g_autoptr(GPtrArray) urls = g_ptr_array_new_with_free_func(g_free);
        g_assert_true(duplicate_each_returning(p->ledger, add_column, urls, NULL));
        if (!urls->len)
            return;
        for (guint i = 0; i < urls->len; i++)
            put_by_url(p, g_ptr_array_index(urls, i));
    }
    g_assert_not_reached();
}

static gboolean is_in_index(Place *p, const char *url)
{
    LedgerPlace place;
    g_assert_true(ledger_find(p->ledger, url, &place, NULL));
    return place.is_staged ? *place.staged_lang != '\0' : *place.indexed_lang != '\0';
}

static PageState state_of(Place *p, const char *url)
{
    LedgerPlace place;
    g_assert_true(ledger_find(p->ledger, url, &place, NULL));
    return place.state;
}

static void assert_indexed(Place *p, const char *const *urls, guint n)
{
    for (guint i = 0; i < n; i++)
        g_assert_cmpint(is_in_index(p, urls[i]), ==, i == 0);
}

static PageText page(const char *url, const char *hash, const char *canonical)
{
    return (PageText){.url = (char *)url,
                      .lang = (char *)"la",
                      .title = (char *)"Title",
                      .content_hash = (char *)hash,
                      .canonical = (char *)canonical,
                      .is_from_http = TRUE};
}

/* Puts the pages in every order of three, and looks that only the first of `pages` is in the index. */
static void put_in_every_order(Place *p, const PageText *pages)
{
    static const guint orders[][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    const char *urls[] = {pages[0].url, pages[1].url, pages[2].url};
    for (guint i = 0; i < 3; i++) {
        p->pages[i] = pages[i];
        p->pages[i].url = g_strdup(pages[i].url);
        p->pages[i].canonical = g_strdup(pages[i].canonical);
    }
    for (guint o = 0; o < G_N_ELEMENTS(orders); o++) {
        for (guint i = 0; i < 3; i++)
            put(p, &pages[orders[o][i]]);
        put_returning(p);
        assert_indexed(p, urls, 3);
        for (guint i = 0; i < 3; i++)
            take_out(p, urls[i]);
    }
}

static void the_shorter_url_stays_then_the_lesser(Place *p, gconstpointer data)
{
    (void)data;
    const PageText pages[] = {page("http://x/a", "1", ""), page("http://x/b", "1", ""),
                              page("http://x/a/", "1", "")};
    put_in_every_order(p, pages);
}

static void the_canonical_stays(Place *p, gconstpointer data)
{
    (void)data;
    const PageText pages[] = {page("http://x/long", "1", ""), page("http://x/a", "1", ""),
                              page("http://x/b", "1", "http://x/long")};
    put_in_every_order(p, pages);
}

/* By what the page that comes says itself, and no longer by what it said before. */
static void a_page_is_judged_by_what_it_says_now(Place *p, gconstpointer data)
{
    (void)data;
    const PageText named = page("http://x/long", "1", ""), other = page("http://x/a", "2", "http://x/long"),
                   naming = page("http://x/a", "1", "http://x/long"), silent = page("http://x/a", "1", "");
    put(p, &named);
    put(p, &other);
    put(p, &naming);
    g_assert_true(is_in_index(p, named.url));
    g_assert_cmpint(state_of(p, naming.url), ==, PAGE_DUPLICATE);
    put(p, &silent);
    g_assert_true(is_in_index(p, silent.url));
    g_assert_cmpint(state_of(p, named.url), ==, PAGE_DUPLICATE);
}

static void of_a_chain_of_canonicals_the_end_stays(Place *p, gconstpointer data)
{
    (void)data;
    const PageText pages[] = {page("http://x/end", "1", ""), page("http://x/b", "1", "http://x/end"),
                              page("http://x/a", "1", "http://x/b")};
    put_in_every_order(p, pages);
}

static void a_loop_of_canonicals_is_harmless(Place *p, gconstpointer data)
{
    (void)data;
    const PageText pages[] = {page("http://x/a", "1", "http://x/b"), page("http://x/b", "1", "http://x/c"),
                              page("http://x/c", "1", "http://x/a")};
    put_in_every_order(p, pages);
}

static void a_canonical_that_is_not_there_is_harmless(Place *p, gconstpointer data)
{
    (void)data;
    const PageText pages[] = {page("http://x/a", "1", "http://x/"), page("http://x/b", "1", "http://x/"),
                              page("http://x/c", "1", "http://x/")};
    put_in_every_order(p, pages);
}

static void what_did_not_come_over_http_is_never_left_out(Place *p, gconstpointer data)
{
    (void)data;
    PageText record = page("http://x/a-long-name", "1", ""), other = page("http://x/another-name", "1", "");
    const PageText crawled = page("http://x/a", "1", "http://x/a");
    record.is_from_http = other.is_from_http = FALSE;
    put(p, &crawled);
    put(p, &record);
    put(p, &other);
    g_assert_true(is_in_index(p, record.url));
    g_assert_true(is_in_index(p, other.url));
    g_assert_cmpint(state_of(p, crawled.url), ==, PAGE_DUPLICATE);
}

static gint count_defects(Place *p, const char *url)
{
    const char *argv[] = {"sqlite3", NULL, NULL, NULL};
    g_autofree char *file = g_build_filename(p->data, "ledger.db", NULL), *out = NULL;
    g_autofree char *sql = g_strdup_printf("SELECT count(*) FROM defect WHERE code='canonical-differs'"
                                           " AND page=(SELECT id FROM url WHERE url='%s')",
                                           url);
    argv[1] = file;
    argv[2] = sql;
    g_assert_true(ledger_commit(p->ledger, NULL));
    g_assert_true(
        g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, NULL, NULL, NULL));
    return atoi(out);
}

static void a_canonical_that_differs_is_a_defect(Place *p, gconstpointer data)
{
    (void)data;
    PageText a = page("http://x/a", "1", "http://x/b"), b = page("http://x/b", "2", "");
    put(p, &a);
    g_assert_cmpint(count_defects(p, a.url), ==, 0); /* not known yet */
    put(p, &b);
    g_assert_cmpint(count_defects(p, a.url), ==, 1);
    put(p, &a);
    g_assert_cmpint(count_defects(p, a.url), ==, 1);
    g_assert_true(is_in_index(p, a.url) && is_in_index(p, b.url));
    b.content_hash = (char *)"1";
    put(p, &b);
    g_assert_cmpint(count_defects(p, a.url), ==, 0);
    b.lang = (char *)"eo";
    put(p, &b);
    g_assert_cmpint(count_defects(p, a.url), ==, 1); /* across languages */
    take_out(p, b.url);
    g_assert_cmpint(count_defects(p, a.url), ==, 0);
}

static void near_needs_the_title_and_three_bits(Place *p, gconstpointer data)
{
    (void)data;
    PageText a = page("http://x/a", "1", ""), b = page("http://x/b", "2", "");
    a.simhash = NEAR;
    const guint64 near[] = {0, 7, G_GUINT64_CONSTANT(0x8000000080000001),
                            G_GUINT64_CONSTANT(0x8000800000008000)};
    const guint64 far[] = {15, G_GUINT64_CONSTANT(0x8000800080008000)};
    put(p, &a);
    for (guint i = 0; i < G_N_ELEMENTS(near); i++) {
        b.simhash = NEAR ^ near[i];
        put(p, &b);
        g_assert_cmpint(state_of(p, b.url), ==, PAGE_DUPLICATE);
    }
    for (guint i = 0; i < G_N_ELEMENTS(far); i++) {
        b.simhash = NEAR ^ far[i];
        put(p, &b);
        g_assert_true(is_in_index(p, b.url));
    }
    b.simhash = NEAR;
    b.title = (char *)"Another title";
    put(p, &b);
    g_assert_true(is_in_index(p, b.url));
    a.simhash = b.simhash = 0; /* both too short */
    b.title = a.title;
    put(p, &a);
    put(p, &b);
    g_assert_true(is_in_index(p, b.url));
}

static void languages_are_apart(Place *p, gconstpointer data)
{
    (void)data;
    PageText a = page("http://x/a", "1", ""), b = page("http://x/b", "1", "");
    b.lang = (char *)"eo";
    put(p, &a);
    put(p, &b);
    g_assert_true(is_in_index(p, a.url) && is_in_index(p, b.url));
}

static void what_returns_is_fetched_anew_or_forgotten(Place *p, gconstpointer data)
{
    (void)data;
    const PageText a = page("http://x/a", "1", ""), b = page("http://x/bb", "1", ""),
                   c = page("http://x/c/c", "1", "");
    g_autoptr(FrontierHost) host = NULL;
    g_autoptr(FrontierEntry) entry = NULL;
    g_assert_true(frontier_find_host(p->ledger, "http://x", &host, NULL));
    g_assert_true(frontier_add(p->ledger, host->id, b.url, 1, 0, 0, NULL));
    g_assert_true(frontier_find(p->ledger, b.url, &entry, NULL));
    entry->pass = 3;
    g_free(entry->etag);
    entry->etag = g_strdup("\"1\"");
    g_assert_true(frontier_settle(p->ledger, entry, NULL));
    put(p, &c);
    put(p, &b);                                        /* c is left out for it … */
    put(p, &a);                                        /* … and it for this one */
    g_assert_true(duplicate_recrawl(p->ledger, NULL)); /* it does not return */
    g_clear_pointer(&entry, frontier_entry_free);
    g_assert_true(frontier_find(p->ledger, b.url, &entry, NULL));
    g_assert_cmpint(entry->pass, ==, 3);
    take_out(p, a.url);
    g_assert_true(duplicate_recrawl(p->ledger, NULL));
    g_clear_pointer(&entry, frontier_entry_free);
    g_assert_true(frontier_find(p->ledger, b.url, &entry, NULL));
    g_assert_cmpint(entry->pass, ==, 0);
    g_assert_cmpint(entry->due_at, >, 0);
    g_assert_cmpstr(entry->etag, ==, "");
    g_assert_true(duplicate_forget_returning(p->ledger, NULL));
    g_assert_cmpint(state_of(p, b.url), ==, PAGE_SEEN);
    p->pages[0] = c;
    p->pages[0].url = g_strdup(c.url);
    p->pages[0].canonical = g_strdup(c.canonical);
    put_returning(p);
    g_assert_true(is_in_index(p, c.url));
}

/* ------------------------------------------------------------------ any pages, in any order */

static gboolean is_same(const PageText *a, const PageText *b)
{
    return g_str_equal(a->content_hash, b->content_hash) ||
           (a->simhash && b->simhash && g_str_equal(a->title, b->title) &&
            simhash_distance(a->simhash, b->simhash) <= SIMHASH_NEAR);
}

static guint grade(const Place *p, guint i)
{
    const PageText *page = &p->pages[i];
    gboolean is_named = FALSE;
    if (!page->is_from_http)
        return 3;
    for (guint k = 0; k < PAGES; k++)
        is_named |=
            p->is_there[k] && g_str_equal(p->pages[k].canonical, page->url) && is_same(&p->pages[k], page);
    return !is_named ? 0 : *page->canonical && !g_str_equal(page->canonical, page->url) ? 1 : 2;
}

static gboolean comes_before(const Place *p, guint a, guint b)
{
    const char *one = p->pages[a].url, *other = p->pages[b].url;
    if (grade(p, a) != grade(p, b))
        return grade(p, a) > grade(p, b);
    return strlen(one) != strlen(other) ? strlen(one) < strlen(other) : strcmp(one, other) < 0;
}

/* By the words of the header, from all pages at once. */
static void assert_is_as_stated(Place *p)
{
    guint order[PAGES], n = 0;
    gboolean stays[PAGES] = {0};
    for (guint i = 0; i < PAGES; i++) {
        if (!p->is_there[i])
            continue;
        guint at = n++;
        for (; at && comes_before(p, i, order[at - 1]); at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
    for (guint i = 0; i < n; i++) {
        const PageText *page = &p->pages[order[i]];
        stays[order[i]] = TRUE;
        for (guint k = 0; k < i; k++) {
            const PageText *before = &p->pages[order[k]];
            if (stays[order[k]] && is_same(before, page) && (before->is_from_http || page->is_from_http))
                stays[order[i]] = FALSE;
        }
        g_assert_cmpint(is_in_index(p, page->url), ==, stays[order[i]]);
    }
}

static void draw_page(Place *p, guint i, GRand *dice)
{
    /* A content is a title and a text, and so one simhash: each is near to the next, but for the last, which
     * is short. */
    static const struct {
        const char *hash, *title;
        guint64 simhash;
    } contents[] = {{"1", "One", 0x700}, {"2", "One", 0x708}, {"3", "One", 0x738}, {"4", "One", 0x7f8},
                    {"5", "Two", 0x700}, {"6", "Two", 0x701}, {"7", "Two", 0}};
    PageText *page = &p->pages[i];
    guint named = g_rand_int_range(dice, 0, 2 * PAGES);
    g_free(page->url);
    g_free(page->canonical);
    page->url = g_strdup_printf("http://x/%.*s%u", (int)(i % 3), "aaa", i);
    page->canonical =
        named < PAGES ? g_strdup_printf("http://x/%.*s%u", (int)(named % 3), "aaa", named) : g_strdup("");
    page->lang = (char *)"la";
    guint content = g_rand_int_range(dice, 0, G_N_ELEMENTS(contents));
    page->content_hash = (char *)contents[content].hash;
    page->title = (char *)contents[content].title;
    page->simhash = contents[content].simhash;
    page->is_from_http = g_rand_int_range(dice, 0, 8) != 0;
}

static void what_stays_depends_on_the_pages_alone(Place *p, gconstpointer data)
{
    g_autoptr(GRand) dice = g_rand_new_with_seed(7);
    for (guint i = 0; i < PAGES; i++)
        draw_page(p, i, dice);
    for (guint step = 0; step < 3000; step++) {
        guint i = g_rand_int_range(dice, 0, PAGES), what = g_rand_int_range(dice, 0, 4);
        if (what == 0 && p->is_there[i]) {
            take_out(p, p->pages[i].url);
            p->is_there[i] = FALSE;
        } else {
            draw_page(p, i, dice);
            put(p, &p->pages[i]);
            p->is_there[i] = TRUE;
        }
        if (step % 50 == 0 && !data)
            g_assert_true(ledger_acknowledge(p->ledger, NULL));
        if (step % 7 == 0) {
            put_returning(p);
            assert_is_as_stated(p);
        }
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name) g_test_add("/dedup/" #name, Place, NULL, set_up, name, tear_down)
    ADD(the_shorter_url_stays_then_the_lesser);
    ADD(the_canonical_stays);
    ADD(a_page_is_judged_by_what_it_says_now);
    ADD(of_a_chain_of_canonicals_the_end_stays);
    ADD(a_loop_of_canonicals_is_harmless);
    ADD(a_canonical_that_is_not_there_is_harmless);
    ADD(what_did_not_come_over_http_is_never_left_out);
    ADD(a_canonical_that_differs_is_a_defect);
    ADD(near_needs_the_title_and_three_bits);
    ADD(languages_are_apart);
    ADD(what_returns_is_fetched_anew_or_forgotten);
    ADD(what_stays_depends_on_the_pages_alone);
    g_test_add("/dedup/what_stays_depends_on_the_pages_alone_in_a_bulk_build", Place, "bulk", set_up,
               what_stays_depends_on_the_pages_alone, tear_down);
    return g_test_run();
}
