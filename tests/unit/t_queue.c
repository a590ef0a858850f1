/* The promises of shim/queue.h. */
#include <sys/wait.h>
#include <unistd.h>

#include "shim/limits.h"
#include "shim/queue.h"
#include "tests/unit/place.h"

#define A "http://x.example/a"
#define B "http://x.example/b"
#define NOW (G_GINT64_CONSTANT(1000000000) * G_USEC_PER_SEC)

static gint64 put(Place *p, const char *url, QueueSource source)
{
    g_autoptr(GError) error = NULL;
    gint64 id = 0;
    const char *key = source == QUEUE_INDEXNOW ? "key" : "", *location = source == QUEUE_INDEXNOW ? B : "";
    g_assert_true(queue_put(p->ledger, url, source, key, location, NOW, &id, &error));
    g_assert_no_error(error);
    g_assert_cmpint(id, >, 0);
    return id;
}

/* A ping of n URLs, the first of them number `from`. */
static gboolean ping(Place *p, guint from, guint n, gint64 now_us, guint *queued, GError **error)
{
    g_autoptr(GPtrArray) urls = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < n; i++)
        g_ptr_array_add(urls, g_strdup_printf("http://x.example/%u", from + i));
    return queue_put_ping(p->ledger, urls, "key", "", now_us, queued, error);
}

static void commit(Place *p)
{
    g_assert_true(ledger_commit(p->ledger, NULL));
}

static GPtrArray *next(Place *p, guint most)
{
    g_autoptr(GError) error = NULL;
    GPtrArray *items = g_ptr_array_new_with_free_func((GDestroyNotify)queue_item_free);
    g_assert_true(queue_next(p->ledger, most, items, &error));
    g_assert_no_error(error);
    return items;
}

static void assert_next(Place *p, const char *expected)
{
    g_autoptr(GPtrArray) items = next(p, 100);
    g_autoptr(GString) urls = g_string_new(NULL);
    for (guint i = 0; i < items->len; i++)
        g_string_append_printf(urls, "%s ", ((QueueItem *)g_ptr_array_index(items, i))->url);
    g_assert_cmpstr(urls->str, ==, expected);
}

static void assert_count(Place *p, gint64 since_us, guint waiting, guint pinged)
{
    g_autoptr(GError) error = NULL;
    guint w, n;
    g_assert_true(queue_count(p->ledger, since_us, &w, &n, &error));
    g_assert_cmpuint(w, ==, waiting);
    g_assert_cmpuint(n, ==, pinged);
}

static void what_is_queued_is_what_comes(Place *p, gconstpointer data)
{
    (void)data;
    gint64 id = put(p, A, QUEUE_INDEXNOW);
    g_autoptr(GPtrArray) items = next(p, 10);
    g_assert_cmpuint(items->len, ==, 1);
    const QueueItem *item = g_ptr_array_index(items, 0);
    g_assert_cmpint(item->id, ==, id);
    g_assert_cmpstr(item->url, ==, A);
    g_assert_cmpint(item->source, ==, QUEUE_INDEXNOW);
    g_assert_cmpstr(item->key, ==, "key");
    g_assert_cmpstr(item->key_location, ==, B);
    g_assert_cmpint(item->queued_at, ==, NOW);
}

static void nothing_is_queued_before_it_is_committed(Place *p, gconstpointer data)
{
    (void)data;
    put(p, A, QUEUE_REINDEX);
    assert_sqlite(p, "SELECT count(*) FROM queue", "0");
    commit(p);
    assert_sqlite(p, "SELECT count(*) FROM queue", "1");
    put(p, B, QUEUE_REINDEX);
    close_ledger(p);
    open_ledger(p);
    assert_next(p, A " ");
}

static void a_url_that_waits_is_not_queued_again(Place *p, gconstpointer data)
{
    (void)data;
    guint queued;
    gint64 id = put(p, A, QUEUE_INDEXNOW);
    g_assert_cmpint(put(p, A, QUEUE_INDEXNOW), ==, id);
    g_assert_true(ping(p, 1, 3, NOW, &queued, NULL));
    g_assert_cmpuint(queued, ==, 3);
    g_assert_true(ping(p, 2, 3, NOW, &queued, NULL));
    g_assert_cmpuint(queued, ==, 1);
    assert_count(p, 0, 5, 5);
    g_assert_true(queue_finish(p->ledger, id, "", NOW, NULL));
    g_assert_cmpint(put(p, A, QUEUE_INDEXNOW), !=, id); /* but one that was dealt with is */
}

static void the_more_urgent_source_is_kept(Place *p, gconstpointer data)
{
    (void)data;
    put(p, A, QUEUE_INDEXNOW);
    put(p, A, QUEUE_REINDEX);
    put(p, A, QUEUE_INDEXNOW);
    g_autoptr(GPtrArray) items = next(p, 10);
    g_assert_cmpuint(items->len, ==, 1);
    g_assert_cmpint(((QueueItem *)g_ptr_array_index(items, 0))->source, ==, QUEUE_REINDEX);
}

static void a_second_ping_brings_its_key_and_an_order_none(Place *p, gconstpointer data)
{
    (void)data;
    gint64 id = put(p, A, QUEUE_INDEXNOW);
    g_assert_true(queue_put(p->ledger, A, QUEUE_INDEXNOW, "new", "", NOW, &id, NULL));
    put(p, A, QUEUE_REINDEX);
    commit(p);
    assert_sqlite(p, "SELECT key, key_location FROM queue", "new|");
    guint queued;
    g_assert_true(ping(p, 1, 1, NOW, &queued, NULL));
    commit(p);
    g_assert_true(queue_put(p->ledger, "http://x.example/1", QUEUE_INDEXNOW, "other", B, NOW, &id, NULL));
    g_assert_true(ping(p, 1, 1, NOW, &queued, NULL));
    commit(p);
    assert_sqlite(p, "SELECT key, key_location FROM queue WHERE url<>'" A "'", "key|");
}

static void orders_come_before_pings_and_the_oldest_first(Place *p, gconstpointer data)
{
    (void)data;
    put(p, "http://x.example/3", QUEUE_INDEXNOW);
    put(p, "http://x.example/4", QUEUE_INDEXNOW);
    put(p, "http://x.example/1", QUEUE_REINDEX);
    put(p, "http://x.example/2", QUEUE_REINDEX);
    assert_next(p, "http://x.example/1 http://x.example/2 http://x.example/3 http://x.example/4 ");
    g_autoptr(GPtrArray) items = next(p, 3);
    g_assert_cmpuint(items->len, ==, 3);
    g_assert_true(queue_next(p->ledger, 1, items, NULL)); /* appended */
    g_assert_cmpuint(items->len, ==, 4);
}

static void the_queue_is_bounded(Place *p, gconstpointer data)
{
    (void)data;
    guint queued;
    gint64 id;
    g_autoptr(GError) error = NULL;
    const gint64 later = NOW + INDEXNOW_RATE_S * G_USEC_PER_SEC + 1;
    g_assert_true(ping(p, 0, LIMIT_QUEUE - 1, NOW, &queued, NULL));
    g_assert_false(ping(p, LIMIT_QUEUE - 2, 3, later, &queued, &error)); /* one waits, two do not */
    g_assert_error(error, FAULT, FAULT_SKIP);
    g_clear_error(&error);
    assert_count(p, 0, LIMIT_QUEUE - 1, LIMIT_QUEUE - 1); /* none of them was queued */
    put(p, A, QUEUE_REINDEX);
    g_assert_false(queue_put(p->ledger, B, QUEUE_REINDEX, "", "", later, &id, &error));
    g_assert_error(error, FAULT, FAULT_SKIP);
    g_assert_cmpint(put(p, A, QUEUE_REINDEX), >, 0); /* what waits needs no room */
    g_assert_true(ping(p, 0, LIMIT_QUEUE - 1, later, &queued, NULL));
    g_assert_cmpuint(queued, ==, 0);
    g_assert_true(queue_finish(p->ledger, put(p, A, QUEUE_REINDEX), "", later, NULL));
    put(p, B, QUEUE_REINDEX);
}

static void pings_have_a_rate_and_orders_have_not(Place *p, gconstpointer data)
{
    (void)data;
    guint queued;
    g_autoptr(GError) error = NULL;
    const gint64 second = G_USEC_PER_SEC, rate = INDEXNOW_RATE_S * second;
    g_assert_true(ping(p, 0, LIMIT_INDEXNOW_RATE, NOW, &queued, NULL));
    commit(p);
    g_free(sqlite(
        p, "UPDATE queue SET result='', finished_at=queued_at")); /* all dealt with, so there is room */
    assert_count(p, NOW, 0, LIMIT_INDEXNOW_RATE);
    assert_count(p, NOW + 1, 0, 0);
    g_assert_false(ping(p, 1, 1, NOW + rate, &queued, &error));
    g_assert_error(error, FAULT, FAULT_SKIP);
    g_clear_error(&error);
    assert_count(p, 0, 0, LIMIT_INDEXNOW_RATE);
    put(p, A, QUEUE_REINDEX);
    g_assert_true(ping(p, 1, 1, NOW + rate + 1, &queued, &error));
    g_assert_cmpuint(queued, ==, 1);
}

static void a_result_is_found_once_there_is_one(Place *p, gconstpointer data)
{
    (void)data;
    const gint64 good = put(p, A, QUEUE_REINDEX), bad = put(p, B, QUEUE_REINDEX);
    char *result = (char *)"";
    g_assert_true(queue_find_result(p->ledger, good, &result, NULL));
    g_assert_null(result);
    g_assert_true(queue_finish(p->ledger, good, "", NOW, NULL));
    g_assert_true(queue_finish(p->ledger, bad, "404", NOW, NULL));
    g_assert_true(queue_find_result(p->ledger, good, &result, NULL));
    g_assert_cmpstr(result, ==, "");
    g_free(result);
    g_assert_true(queue_find_result(p->ledger, bad, &result, NULL));
    g_assert_cmpstr(result, ==, "404");
    g_free(result);
    g_assert_true(queue_find_result(p->ledger, bad + 1, &result, NULL)); /* not known: dealt with */
    g_assert_cmpstr(result, ==, "");
    g_free(result);
    g_assert_true(queue_finish(p->ledger, bad + 1, "404", NOW, NULL));
    assert_next(p, "");
}

static void pruning_forgets_what_was_dealt_with_before(Place *p, gconstpointer data)
{
    (void)data;
    const gint64 old = put(p, A, QUEUE_INDEXNOW), young = put(p, B, QUEUE_INDEXNOW);
    put(p, "http://x.example/c", QUEUE_INDEXNOW);
    g_assert_true(queue_finish(p->ledger, old, "404", NOW, NULL));
    g_assert_true(queue_finish(p->ledger, young, "404", NOW + 1, NULL));
    g_assert_true(queue_prune(p->ledger, NOW + 1, NULL));
    commit(p);
    assert_sqlite(p, "SELECT group_concat(substr(url, 18)) FROM queue", "b,c");
    g_assert_cmpint(put(p, A, QUEUE_INDEXNOW), >, old); /* an id is never given twice */
}

/* In a child: so many pings, each through a ledger of its own; how many were not taken. */
static int ping_often(const char *folder, guint from, guint n)
{
    Place own = {.data = (char *)folder};
    int refused = 0;
    for (guint i = 0; i < n; i++) {
        guint queued;
        open_ledger(&own);
        refused += !ping(&own, from + i, 1, NOW, &queued, NULL) || !ledger_commit(own.ledger, NULL);
        close_ledger(&own);
    }
    return refused;
}

static void writers_side_by_side_lose_nothing(Place *p, gconstpointer data)
{
    (void)data;
    enum { CHILDREN = 8, EACH = 25 };
    pid_t children[CHILDREN];
    for (guint i = 0; i < CHILDREN; i++)
        if ((children[i] = fork()) == 0)
            _exit(ping_often(p->data, i * EACH, EACH));
    for (guint i = 0; i < CHILDREN; i++) {
        int status;
        g_assert_cmpint(waitpid(children[i], &status, 0), ==, children[i]);
        g_assert_cmpint(status, ==, 0);
    }
    assert_count(p, 0, CHILDREN * EACH, CHILDREN * EACH);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name) g_test_add("/queue/" #name, Place, NULL, set_up, name, tear_down)
    ADD(what_is_queued_is_what_comes);
    ADD(nothing_is_queued_before_it_is_committed);
    ADD(a_url_that_waits_is_not_queued_again);
    ADD(the_more_urgent_source_is_kept);
    ADD(a_second_ping_brings_its_key_and_an_order_none);
    ADD(orders_come_before_pings_and_the_oldest_first);
    ADD(the_queue_is_bounded);
    ADD(pings_have_a_rate_and_orders_have_not);
    ADD(a_result_is_found_once_there_is_one);
    ADD(pruning_forgets_what_was_dealt_with_before);
    ADD(writers_side_by_side_lose_nothing);
    return g_test_run();
}
