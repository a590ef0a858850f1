/* The promises of shim/frontier.h. */
#include "tests/unit/frontier_pages.h"

static void assert_open(Place *p, gint64 pass, const char *expected)
{
    assert_each_from(p, frontier_each_open_host, pass, expected);
}

static void assert_due(Place *p, gint64 now, guint most, const char *expected)
{
    g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func((GDestroyNotify)frontier_entry_free);
    g_assert_true(frontier_next_due(p->ledger, now, most, entries, NULL));
    assert_urls(entries, expected);
}

static void assert_state(Place *p, const char *url, PageState state)
{
    LedgerPlace place;
    g_assert_true(ledger_find(p->ledger, url, &place, NULL));
    g_assert_cmpstr(page_state_name(place.state), ==, page_state_name(state));
}

/* ------------------------------------------------------------------ passes */

static void a_pass_is_kept_and_at_first_there_was_none(Place *p, gconstpointer data)
{
    (void)data;
    Pass pass = {9, 9, 9};
    g_assert_true(frontier_get_pass(p->ledger, &pass, NULL));
    g_assert_true(pass.number == 0 && pass.started_at == 0 && pass.finished_at == 0);
    g_assert_true(frontier_put_pass(p->ledger, &(Pass){2, 1700000000, 0}, NULL));
    commit(p);
    g_assert_true(frontier_put_pass(p->ledger, &(Pass){3, 1800000000, 1800000001}, NULL));
    close_ledger(p); /* which was not committed */
    open_ledger(p);
    g_assert_true(frontier_get_pass(p->ledger, &pass, NULL));
    g_assert_true(pass.number == 2 && pass.started_at == 1700000000 && pass.finished_at == 0);
}

static void how_far_the_feed_is_settled_is_kept(Place *p, gconstpointer data)
{
    (void)data;
    char *file = NULL;
    gint64 offset = 9;
    g_assert_true(frontier_get_feed(p->ledger, &file, &offset, NULL));
    g_assert_cmpstr(file, ==, "");
    g_assert_cmpint(offset, ==, 0);
    g_free(file);
    g_assert_true(frontier_put_feed(p->ledger, "crawl-1.warc.gz", G_GINT64_CONSTANT(5000000000), NULL));
    commit(p);
    close_ledger(p);
    open_ledger(p);
    g_assert_true(frontier_get_feed(p->ledger, &file, &offset, NULL));
    g_assert_cmpstr(file, ==, "crawl-1.warc.gz");
    g_assert_cmpint(offset, ==, G_GINT64_CONSTANT(5000000000));
    g_free(file);
}

/* ------------------------------------------------------------------ hosts */

static void a_host_is_made_once_and_empty(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(FrontierHost) host = NULL;
    g_assert_true(frontier_find_host(p->ledger, X, &host, NULL));
    g_assert_cmpstr(host->origin, ==, X);
    g_assert_cmpstr(host->robots, ==, "");
    g_assert_cmpstr(host->probe, ==, "");
    g_assert_true(host->robots_status == 0 && host->robots_at == 0 && host->wait_until == 0);
    g_assert_cmpint(host_id(p, X), ==, host->id);
    g_assert_cmpint(host_id(p, Y), !=, host->id);
    commit(p);
    assert_sqlite(p, "SELECT count(*) FROM host", "2");
}

static void what_is_known_of_a_host_is_kept(Place *p, gconstpointer data)
{
    (void)data;
    FrontierHost known = {host_id(p, X),  (char *)X, (char *)"User-agent: *\n", 200, 1, 2,
                          (char *)"hash", G_MININT64};
    host_id(p, Y);
    g_assert_true(frontier_put_host(p->ledger, &known, NULL));
    commit(p);
    g_autoptr(FrontierHost) host = NULL, other = NULL;
    g_assert_true(frontier_find_host(p->ledger, X, &host, NULL));
    g_assert_cmpint(host->id, ==, known.id);
    g_assert_cmpstr(host->robots, ==, known.robots);
    g_assert_cmpuint(host->robots_status, ==, 200);
    g_assert_cmpint(host->robots_at, ==, 1);
    g_assert_cmpint(host->wait_until, ==, 2);
    g_assert_cmpstr(host->probe, ==, "hash");
    g_assert_cmpint(host->probe_simhash, ==, G_MININT64);
    g_assert_true(frontier_find_host(p->ledger, Y, &other, NULL));
    g_assert_cmpstr(other->robots, ==, "");
}

static void a_host_is_open_while_a_url_of_it_was_not_looked_at(Place *p, gconstpointer data)
{
    (void)data;
    host_id(p, "http://empty.example");
    add(p, X, A, 0);
    add(p, X, B, 0);
    add(p, Y, Y "/", 0);
    assert_open(p, 1, X "\n" Y "\n");
    look(p, Y "/", 1, "", "");
    look(p, A, 1, "", "");
    assert_open(p, 1, X "\n");
    look(p, B, 1, "", "");
    assert_open(p, 1, "");
    assert_open(p, 2, X "\n" Y "\n");
}

/* ------------------------------------------------------------------ URLs */

static void adding_again_changes_only_a_smaller_depth_and_a_lastmod(Place *p, gconstpointer data)
{
    (void)data;
    static const struct {
        guint depth, hops;
        gint64 lastmod;
        guint kept_depth;
        gint64 kept_lastmod;
    } rows[] = {{5, 1, 0, 5, 0},     {7, 2, 0, 5, 0},   {3, 2, 0, 3, 0},
                {4, 2, 100, 3, 100}, {4, 2, 0, 3, 100}, {2, 2, 90, 2, 90}};
    gint64 host = host_id(p, X);
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_assert_true(frontier_add(p->ledger, host, A, rows[i].depth, rows[i].hops, rows[i].lastmod, NULL));
        g_autoptr(FrontierEntry) entry = find(p, A);
        g_assert_cmpuint(entry->depth, ==, rows[i].kept_depth);
        g_assert_cmpint(entry->lastmod, ==, rows[i].kept_lastmod);
        g_assert_cmpuint(entry->hops, ==, 1);
    }
    look(p, A, 1, "", "");
    g_assert_true(frontier_add(p->ledger, host, A, 0, 0, 0, NULL));
    g_autoptr(FrontierEntry) entry = find(p, A);
    g_assert_cmpint(entry->pass, ==, 1);
}

static void what_is_not_in_the_frontier_is_not_found(Place *p, gconstpointer data)
{
    (void)data;
    put_page(p, B, PAGE_PRESENT, "la"); /* a page that was never crawled */
    g_assert_null(find(p, A));
    g_assert_null(find(p, B));
}

static void an_entry_begins_empty_with_the_id_of_its_url(Place *p, gconstpointer data)
{
    (void)data;
    put_page(p, B, PAGE_PRESENT, "la");
    add(p, X, A, 1);
    add(p, X, B, 1);
    g_autoptr(FrontierEntry) a = find(p, A), b = find(p, B);
    commit(p);
    g_autofree char *ids = g_strdup_printf("%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT, b->id, a->id);
    assert_sqlite(p, "SELECT group_concat(id) FROM (SELECT id FROM url ORDER BY url DESC)", ids);
    g_assert_cmpstr(b->indexed_lang, ==, "la");
    const char *texts[] = {a->error,     a->etag,     a->last_modified, a->payload,
                           a->text_hash, a->redirect, a->verdict,       a->indexed_lang};
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
        g_assert_cmpstr(texts[i], ==, "");
    g_assert_true(a->pass == 0 && a->status == 0 && a->checked_at == 0 && a->fetched_at == 0 &&
                  a->due_at == 1);
}

static void what_was_never_looked_at_comes_first(Place *p, gconstpointer data)
{
    (void)data;
    add(p, X, A, 0);
    look(p, A, 1, "", "");
    add(p, X, B, 5);
    add(p, X, C, 2);
    add(p, Y, Y "/", 0);
    assert_next(p, X, 2, 10, C " " B " " A " ");
    assert_next(p, X, 2, 2, C " " B " ");
    assert_next(p, X, 1, 10, C " " B " ");
    assert_next(p, Y, 1, 10, Y "/ ");
}

/* What was looked at and committed before a crash is not looked at again. */
static void a_pass_resumes_where_it_stopped(Place *p, gconstpointer data)
{
    (void)data;
    add(p, X, A, 0);
    add(p, X, B, 0);
    add(p, X, C, 0);
    look(p, A, 1, "", "");
    commit(p);
    look(p, B, 1, "", "");
    close_ledger(p);
    open_ledger(p);
    assert_next(p, X, 1, 10, B " " C " ");
}

static void set_due(Place *p, const char *url, gint64 due_at)
{
    g_autoptr(FrontierEntry) entry = find(p, url);
    entry->due_at = due_at;
    g_assert_true(frontier_settle(p->ledger, entry, NULL));
}

static void what_is_due_comes_the_longest_first(Place *p, gconstpointer data)
{
    (void)data;
    const char *urls[] = {A, B, C, Y "/"};
    const gint64 due_at[] = {300, 100, 200, 0};
    for (guint i = 0; i < G_N_ELEMENTS(urls); i++) {
        add(p, X, urls[i], 0);
        set_due(p, urls[i], due_at[i]);
    }
    assert_due(p, 99, 10, "");
    assert_due(p, 200, 10, B " " C " ");
    assert_due(p, 1000, 10, B " " C " " A " ");
    assert_due(p, 1000, 1, B " ");
}

static void a_newer_lastmod_makes_due(Place *p, gconstpointer data)
{
    (void)data;
    const struct {
        gint64 fetched_at, known, lastmod;
        gboolean is_due;
    } rows[] = {{500, 0, 400, FALSE}, {500, 0, 600, TRUE},    {500, 300, 300, FALSE},
                {500, 300, 200, FALSE}, {500, 300, 400, TRUE}, {500, 300, 0, FALSE}};
    add(p, X, A, 0);
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(FrontierEntry) entry = find(p, A);
        entry->fetched_at = rows[i].fetched_at;
        entry->lastmod = rows[i].known;
        entry->due_at = 1000;
        g_assert_true(frontier_settle(p->ledger, entry, NULL));
        g_assert_true(frontier_add(p->ledger, host_id(p, X), A, 0, 0, rows[i].lastmod, NULL));
        assert_due(p, 999, 10, rows[i].is_due ? A " " : "");
    }
}

static void a_forgotten_version_has_no_validators(Place *p, gconstpointer data)
{
    (void)data;
    add(p, X, A, 0);
    g_autoptr(FrontierEntry) entry = find(p, A);
    g_free(entry->etag);
    g_free(entry->payload);
    entry->etag = g_strdup("\"e\"");
    entry->payload = g_strdup("sha1:x");
    g_assert_true(frontier_settle(p->ledger, entry, NULL) && frontier_forget(p->ledger, A, NULL));
    g_autoptr(FrontierEntry) after = find(p, A);
    g_assert_true(!*after->etag && !*after->last_modified && !*after->payload);
}

static void settling_writes_all_but_the_url(Place *p, gconstpointer data)
{
    (void)data;
    add(p, X, A, 0);
    add(p, X, B, 0);
    g_autoptr(FrontierEntry) e = find(p, A);
    gint64 *numbers[] = {&e->pass,   &e->checked_at,    &e->fetched_at,    &e->lastmod, &e->interval_s,
                         &e->due_at, &e->missing_since, &e->blocked_since, &e->held_at};
    char **texts[] = {&e->error,     &e->etag,     &e->last_modified, &e->payload,
                      &e->text_hash, &e->redirect, &e->verdict};
    for (guint i = 0; i < G_N_ELEMENTS(numbers); i++)
        *numbers[i] = 1001 + i;
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
        set(texts[i], (char[]){'a' + i, '\0'});
    e->depth = 1;
    e->hops = 2;
    e->status = 3;
    set(&e->url, B);
    g_assert_true(frontier_settle(p->ledger, e, NULL));
    commit(p);
    assert_sqlite(
        p,
        "SELECT pass, checked_at, fetched_at, lastmod, interval_s, due_at, missing_since, blocked_since,"
        " held_at, error, etag, last_modified, payload, text_hash, redirect, verdict, depth, hops, status,"
        " (SELECT url FROM url WHERE url.id=crawl.id) FROM crawl WHERE pass>0",
        "1001|1002|1003|1004|1005|1006|1007|1008|1009|a|b|c|d|e|f|g|1|2|3|" A);
    g_autoptr(FrontierEntry) read = find(p, A), other = find(p, B);
    g_assert_cmpint(read->held_at, ==, 1009);
    g_assert_cmpint(read->blocked_since, ==, 1008);
    g_assert_cmpint(read->missing_since, ==, 1007);
    g_assert_cmpuint(read->status, ==, 3);
    g_assert_cmpstr(read->text_hash, ==, "e");
    g_assert_cmpstr(read->redirect, ==, "f");
    g_assert_cmpint(other->pass, ==, 0);
}

static void a_present_page_is_unknown_while_there_is_an_error(Place *p, gconstpointer data)
{
    (void)data;
    static const PageState states[] = {PAGE_SEEN, PAGE_EXCLUDED, PAGE_REMOVED, PAGE_GONE};
    put_page(p, A, PAGE_PRESENT, "la");
    add(p, X, A, 0);
    look(p, A, 1, "timeout", "");
    assert_state(p, A, PAGE_UNKNOWN);
    look(p, A, 2, "timeout", "");
    assert_state(p, A, PAGE_UNKNOWN);
    look(p, A, 3, "", "");
    assert_state(p, A, PAGE_PRESENT);
    add(p, X, B, 0);
    for (guint i = 0; i < G_N_ELEMENTS(states); i++) { /* others stay what they are */
        put_page(p, B, states[i], "");
        look(p, B, 1, "timeout", "");
        assert_state(p, B, states[i]);
        look(p, B, 1, "", "");
        assert_state(p, B, states[i]);
    }
}

static void a_version_that_is_held_is_known_by_its_time(Place *p, gconstpointer data)
{
    (void)data;
    add(p, X, A, 0);
    add(p, X, B, 0);
    g_autoptr(FrontierEntry) held = find(p, A);
    held->held_at = 1234;
    g_assert_true(frontier_settle(p->ledger, held, NULL));
    g_autoptr(FrontierEntry) a = find(p, A), b = find(p, B);
    g_assert_cmpint(a->held_at, ==, 1234);
    g_assert_cmpint(b->held_at, ==, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name) g_test_add("/frontier/" #name, Place, NULL, set_up, name, tear_down)
    ADD(a_pass_is_kept_and_at_first_there_was_none);
    ADD(how_far_the_feed_is_settled_is_kept);
    ADD(a_host_is_made_once_and_empty);
    ADD(what_is_known_of_a_host_is_kept);
    ADD(a_host_is_open_while_a_url_of_it_was_not_looked_at);
    ADD(adding_again_changes_only_a_smaller_depth_and_a_lastmod);
    ADD(what_is_not_in_the_frontier_is_not_found);
    ADD(an_entry_begins_empty_with_the_id_of_its_url);
    ADD(what_was_never_looked_at_comes_first);
    ADD(a_pass_resumes_where_it_stopped);
    ADD(what_is_due_comes_the_longest_first);
    ADD(a_newer_lastmod_makes_due);
    ADD(a_forgotten_version_has_no_validators);
    ADD(settling_writes_all_but_the_url);
    ADD(a_present_page_is_unknown_while_there_is_an_error);
    ADD(a_version_that_is_held_is_known_by_its_time);
    return g_test_run();
}
