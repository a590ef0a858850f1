/* The promises of indexer/watch.h about orders, pings and hosts in trouble, against a server on loopback. */
#include "indexer/watch.h"

#include "shim/frontier.h"
#include "shim/limits.h"
#include "shim/queue.h"
#include "shim/suggest.h"
#include "tests/unit/sample.h"
#include "tests/unit/server.h"
#include "tests/unit/settings.h"

#define BUSY "HTTP/1.1 503 Busy\r\nRetry-After: 0\r\nContent-Length: 0\r\n"

typedef struct {
    Server *server;
    Route routes[8];
    guint n;
    GStringChunk *strings;
    Settings settings;
    int stopped;
    GString *notes;
    gint64 id; /* of the order */
} Fixture;

static void serve(Fixture *f, const char *target, const char *head, const char *body)
{
    f->routes[f->n++] = (Route){target, g_string_chunk_insert(f->strings, head), body, SERVE};
}

static void serve_page(Fixture *f, const char *target, const char *more)
{
    g_autoptr(GString) text = sample_text(lang_get(0), f->n, 500);
    g_autofree char *html =
        g_strdup_printf("<html lang=%s><title>T</title><p>%s", lang_code(lang_get(0)), text->str);
    g_autofree char *head = g_strdup_printf(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n%sContent-Length: %zu\r\n", more,
        strlen(html));
    serve(f, target, head, g_string_chunk_insert(f->strings, html));
}

static void set_up(Fixture *f, gconstpointer data)
{
    (void)data;
    f->strings = g_string_chunk_new(4096);
    f->notes = g_string_new(NULL);
    f->server = server_new(f->routes);
    g_autofree char *lines =
        g_strdup_printf("[site]\nstart = http://127.0.0.1:%u/\n[crawl]\ndelay_ms = 0\n", f->server->port);
    settings_open(&f->settings, lines);
}

static void tear_down(Fixture *f, gconstpointer data)
{
    (void)data;
    server_free(f->server);
    settings_clear(&f->settings);
    g_string_chunk_free(f->strings);
    g_string_free(f->notes, TRUE);
}

static void add_note(const char *note, gpointer user)
{
    g_string_append_printf(user, "%s\n", note);
}

static Watch *open_watch(Fixture *f)
{
    g_autoptr(GError) error = NULL;
    Watch *w = watch_open(f->settings.config, &f->stopped, &error);
    g_assert_no_error(error);
    watch_on_note(w, add_note, f->notes);
    return w;
}

static void order(Fixture *f, const char *target, QueueSource source, const char *key_location)
{
    g_autoptr(Ledger) ledger = ledger_open(f->settings.data, LEDGER_WRITE, NULL);
    g_autofree char *url = server_url(f->server, "127.0.0.1", target);
    g_autofree char *location =
        *key_location ? server_url(f->server, "127.0.0.1", key_location) : g_strdup("");
    g_assert_true(queue_put(ledger, url, source, source == QUEUE_INDEXNOW ? "12345678" : "", location,
                            g_get_real_time(), &f->id, NULL));
    g_assert_true(ledger_commit(ledger, NULL));
}

static gboolean do_round(Watch *w, gboolean and_due)
{
    g_autoptr(GError) error = NULL;
    gboolean did;
    g_assert_true(watch_round(w, and_due, &did, &error));
    g_assert_no_error(error);
    return did;
}

/* NULL: it waits still. */
static char *result_of(const Fixture *f)
{
    g_autoptr(Ledger) ledger = ledger_open(f->settings.data, LEDGER_WRITE, NULL);
    char *result;
    g_assert_true(queue_find_result(ledger, f->id, &result, NULL));
    return result;
}

static gboolean is_indexed(const Fixture *f, const char *target)
{
    LedgerPlace place;
    g_autoptr(Ledger) ledger = ledger_open(f->settings.data, LEDGER_WRITE, NULL);
    g_autofree char *url = server_url(f->server, "127.0.0.1", target);
    g_assert_true(ledger_find(ledger, url, &place, NULL));
    return *place.indexed_lang != '\0';
}

static void an_order_is_searchable_when_it_is_answered(Fixture *f, gconstpointer data)
{
    (void)data;
    serve_page(f, "/a", "");
    order(f, "/a", QUEUE_REINDEX, "");
    g_autoptr(Watch) w = open_watch(f);
    g_assert_true(do_round(w, FALSE));
    g_autofree char *result = result_of(f);
    g_assert_cmpstr(result, ==, "");
    g_assert_true(is_indexed(f, "/a"));
    g_assert_false(do_round(w, FALSE));
}

static void an_order_that_was_not_carried_out_is_not_answered_as_done(Fixture *f, gconstpointer data)
{
    (void)data;
    serve_page(f, "/a", "");
    order(f, "/a", QUEUE_REINDEX, "");
    g_autoptr(Watch) w = open_watch(f);
    do_round(w, FALSE);
    g_autoptr(Ledger) ledger = ledger_open(f->settings.data, LEDGER_WRITE, NULL);
    g_autofree char *origin = server_url(f->server, "127.0.0.1", "");
    g_autoptr(FrontierHost) host = NULL;
    g_assert_true(frontier_find_host(ledger, origin, &host, NULL));
    host->wait_until = g_get_real_time() / G_USEC_PER_SEC + 1000;
    g_assert_true(frontier_put_host(ledger, host, NULL) && ledger_commit(ledger, NULL));
    g_clear_pointer(&w, watch_close);
    w = open_watch(f);
    g_usleep(G_USEC_PER_SEC); /* what was looked at in this second has been looked at */
    order(f, "/a", QUEUE_REINDEX, "");
    do_round(w, FALSE);
    g_autofree char *result = result_of(f);
    g_assert_cmpstr(result, ==, "not visited, its host is left alone");
    g_assert_nonnull(strstr(f->notes->str, "it asked to be left alone for"));
    g_assert_true(is_indexed(f, "/a"));
}

static void what_is_due_on_a_host_in_trouble_does_not_come_back_at_once(Fixture *f, gconstpointer data)
{
    (void)data;
    serve(f, "/robots.txt", BUSY, NULL);
    g_autoptr(Watch) w = open_watch(f);
    order(f, "/a", QUEUE_REINDEX, "");
    do_round(w, FALSE);
    g_autofree char *result = result_of(f);
    g_assert_cmpstr(result, !=, "");
    g_assert_true(do_round(w, TRUE)); /* the seed, which was not known before */
    g_assert_false(do_round(w, TRUE));
    g_assert_cmpuint(server_count(f->server, "/robots.txt"), ==, 2 * LIMIT_ATTEMPTS);
}

static void what_is_not_of_the_site_any_more_is_not_asked_for_and_not_due(Fixture *f, gconstpointer data)
{
    (void)data;
    static const Route none[] = {{0}};
    Server *elsewhere = server_new(none);
    g_autofree char *origin = server_url(elsewhere, "127.0.0.1", "");
    g_autofree char *url = server_url(elsewhere, "127.0.0.1", "/a");
    g_autoptr(Ledger) ledger = ledger_open(f->settings.data, LEDGER_WRITE, NULL);
    g_autoptr(FrontierHost) host = NULL;
    g_assert_true(frontier_find_host(ledger, origin, &host, NULL));
    g_assert_true(frontier_add(ledger, host->id, url, 1, 0, 0, NULL) && ledger_commit(ledger, NULL));
    g_autoptr(Watch) w = open_watch(f);
    g_assert_true(do_round(w, TRUE)); /* the seed, too */
    g_assert_false(do_round(w, TRUE));
    g_assert_cmpuint(elsewhere->requests->len, ==, 0);
    g_autoptr(FrontierEntry) entry = NULL;
    g_assert_true(frontier_find(ledger, url, &entry, NULL));
    g_assert_cmpstr(entry->error, ==, "not followed: foreign");
    server_free(elsewhere);
}

static void make_due(const Fixture *f, const char *target)
{
    g_autoptr(Ledger) ledger = ledger_open(f->settings.data, LEDGER_WRITE, NULL);
    g_autofree char *url = server_url(f->server, "127.0.0.1", target);
    g_autoptr(FrontierEntry) entry = NULL;
    g_assert_true(frontier_find(ledger, url, &entry, NULL));
    entry->due_at = 1;
    g_assert_true(frontier_settle(ledger, entry, NULL) && ledger_commit(ledger, NULL));
}

static void what_is_gone_and_not_believed_is_told(Fixture *f, gconstpointer data)
{
    (void)data;
    static const char *const targets[] = {"/a", "/b"};
    for (guint i = 0; i < G_N_ELEMENTS(targets); i++) {
        serve_page(f, targets[i], "");
        order(f, targets[i], QUEUE_REINDEX, "");
    }
    g_autoptr(Watch) w = open_watch(f);
    do_round(w, FALSE);
    for (guint i = 0; i < G_N_ELEMENTS(targets); i++) {
        f->routes[i].head = "HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n";
        f->routes[i].body = NULL;
        make_due(f, targets[i]);
    }
    do_round(w, TRUE);
    g_assert_nonnull(strstr(f->notes->str, "\nheld: 2 of 2 pages of 'http://127.0.0.1:"));
    g_assert_true(is_indexed(f, "/a") && is_indexed(f, "/b"));
}

static void a_ping_is_believed_by_its_key(Fixture *f, gconstpointer data)
{
    (void)data;
    serve_page(f, "/a", "");
    serve(f, "/12345678.txt", "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 9\r\n",
          "12345678\n");
    order(f, "/a", QUEUE_INDEXNOW, "");
    g_autoptr(Watch) w = open_watch(f);
    do_round(w, FALSE);
    g_autofree char *result = result_of(f);
    g_assert_cmpstr(result, ==, "");
    g_assert_true(is_indexed(f, "/a"));
}

static void a_key_that_is_missing_is_asked_for_once_in_a_round(Fixture *f, gconstpointer data)
{
    (void)data;
    order(f, "/a", QUEUE_INDEXNOW, "");
    order(f, "/b", QUEUE_INDEXNOW, "");
    g_autoptr(Watch) w = open_watch(f);
    do_round(w, FALSE);
    g_autofree char *result = result_of(f);
    g_assert_true(g_str_has_prefix(result, "its key is not at '"));
    g_assert_cmpuint(server_count(f->server, "/12345678.txt"), ==, 1);
    order(f, "/a", QUEUE_INDEXNOW, "");
    do_round(w, FALSE);
    g_assert_cmpuint(server_count(f->server, "/12345678.txt"), ==, 2);
}

static void a_key_on_another_host_is_none(Fixture *f, gconstpointer data)
{
    (void)data;
    static const Route other[] = {
        {"/key", "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 8\r\n", "12345678", SERVE},
        {0}};
    Server *elsewhere = server_new(other);
    g_autofree char *target = server_url(elsewhere, "127.0.0.1", "/key");
    g_autofree char *head =
        g_strdup_printf("HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: %s\r\n", target);
    serve_page(f, "/a", "");
    serve(f, "/redirect?to=elsewhere", head, NULL); /* an open redirect of the site */
    order(f, "/a", QUEUE_INDEXNOW, "/redirect?to=elsewhere");
    g_autoptr(Watch) w = open_watch(f);
    do_round(w, FALSE);
    g_autofree char *result = result_of(f);
    g_assert_true(g_str_has_prefix(result, "its key is not at '"));
    g_assert_cmpuint(server_count(f->server, "/a"), ==, 0);
    server_free(elsewhere);
}

static void an_order_that_a_stop_cuts_short_stays_queued(Fixture *f, gconstpointer data)
{
    (void)data;
    serve_page(f, "/a", "");
    order(f, "/a", QUEUE_REINDEX, "");
    Watch *w = open_watch(f);
    f->stopped = TRUE;
    do_round(w, FALSE);
    watch_close(w);
    g_assert_null(result_of(f));
    f->stopped = FALSE;
    g_autoptr(Watch) next = open_watch(f);
    do_round(next, FALSE);
    g_autofree char *result = result_of(f);
    g_assert_cmpstr(result, ==, "");
}

static void a_ping_that_a_stop_cuts_short_stays_queued(Fixture *f, gconstpointer data)
{
    (void)data;
    order(f, "/a", QUEUE_INDEXNOW, "");
    g_autoptr(Watch) w = open_watch(f);
    f->stopped = TRUE;
    do_round(w, FALSE);
    g_assert_null(result_of(f));
}

/* Until it is time for them a round leaves them (indexer/suggest.h): here after some twenty times no time. */
static void belated_suggestions_are_made_by_a_round_with_nothing_else_to_do(Fixture *f, gconstpointer data)
{
    (void)data;
    serve_page(f, "/a", "");
    order(f, "/a", QUEUE_REINDEX, "");
    g_autoptr(Watch) w = open_watch(f);
    g_assert_true(do_round(w, FALSE));
    g_autofree char *name = g_strconcat(lang_code(lang_get(0)), ".due", NULL);
    g_autofree char *due = g_build_filename(f->settings.data, SUGGEST_FOLDER, name, NULL);
    g_assert_true(g_file_set_contents(due, "", 0, NULL));
    for (guint i = 0; i < 200 && g_file_test(due, G_FILE_TEST_EXISTS); i++) {
        g_assert_false(do_round(w, FALSE));
        g_usleep(G_USEC_PER_SEC / 10);
    }
    g_assert_false(g_file_test(due, G_FILE_TEST_EXISTS));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name) g_test_add("/watch/" #name, Fixture, NULL, set_up, name, tear_down)
    ADD(an_order_is_searchable_when_it_is_answered);
    ADD(an_order_that_was_not_carried_out_is_not_answered_as_done);
    ADD(what_is_due_on_a_host_in_trouble_does_not_come_back_at_once);
    ADD(what_is_not_of_the_site_any_more_is_not_asked_for_and_not_due);
    ADD(what_is_gone_and_not_believed_is_told);
    ADD(a_ping_is_believed_by_its_key);
    ADD(a_key_that_is_missing_is_asked_for_once_in_a_round);
    ADD(a_key_on_another_host_is_none);
    ADD(an_order_that_a_stop_cuts_short_stays_queued);
    ADD(a_ping_that_a_stop_cuts_short_stays_queued);
    ADD(belated_suggestions_are_made_by_a_round_with_nothing_else_to_do);
    return g_test_run();
}
