/* The promises of query/kept.h. */
#include <glib.h>
#include <string.h>

#include "query/kept.h"

#define ROOM 1600 /* sixteen bodies of a hundred bytes */

static void add(KeptReplies *kept, const char *key, gsize n, char letter)
{
    g_autofree char *body = g_strnfill(n, letter);
    const Reply reply = {.status = 200, .type = "text/plain", .etag = (char *)"\"tag\"", .body = body, .n = n};
    kept_add(kept, key, &reply, &(VisitCount){0});
}

static gboolean has(KeptReplies *kept, const char *key)
{
    Reply reply = {0};
    VisitCount count = {0};
    gboolean is_there = kept_find(kept, key, &reply, &count);
    reply_clear(&reply);
    return is_there;
}

static void a_reply_is_given_again_byte_for_byte_as_often_as_it_is_asked_for(void)
{
    static const char body[] = "a\0b";
    char query[] = "satellite";
    g_autoptr(KeptReplies) kept = kept_new(ROOM);
    const Reply reply = {.status = 200, .type = "image/png", .caching = "no-store", .etag = (char *)"\"x\"", .body = (char *)body, .n = 3};
    const VisitCount count = {.kind = COUNT_SEARCH, .search = {.query = query, .is_gap = TRUE}, .query = query};
    kept_add(kept, "key", &reply, &count);
    for (guint i = 0; i < 3; i++) {
        Reply found = {0};
        VisitCount counted = {0};
        g_assert_true(kept_find(kept, "key", &found, &counted));
        g_assert_cmpmem(found.body, found.n, body, 3);
        g_assert_cmpuint(found.status, ==, 200);
        g_assert_cmpstr(found.type, ==, "image/png");
        g_assert_cmpstr(found.caching, ==, "no-store");
        g_assert_cmpstr(found.etag, ==, "\"x\"");
        g_assert_cmpint(counted.kind, ==, COUNT_SEARCH);
        g_assert_true(counted.search.is_gap);
        g_assert_true(counted.search.query == counted.query && counted.query != query);
        g_assert_cmpstr(counted.query, ==, "satellite");
        reply_clear(&found);
        g_free(counted.query);
    }
}

static void what_is_not_there_leaves_the_reply_as_it_was(void)
{
    g_autoptr(KeptReplies) kept = kept_new(ROOM);
    Reply reply = {.status = 202};
    VisitCount count = {.rank = 7};
    g_assert_false(kept_find(kept, "key", &reply, &count));
    g_assert_cmpuint(reply.status, ==, 202);
    g_assert_cmpuint(count.rank, ==, 7);
}

static void what_nobody_asks_for_goes_first(void)
{
    g_autoptr(KeptReplies) kept = kept_new(ROOM);
    for (guint i = 0; i < 16; i++)
        add(kept, (char[]){'a' + i, '\0'}, ROOM / 16, 'x');
    g_assert_true(has(kept, "a"));
    add(kept, "new", ROOM / 16, 'x');
    g_assert_true(has(kept, "a"));
    g_assert_false(has(kept, "b"));
    g_assert_true(has(kept, "c"));
    add(kept, "small", 1, 'x'); /* which needs the room of one more */
    g_assert_false(has(kept, "d"));
    g_assert_true(has(kept, "e"));
}

static void a_key_has_one_reply(void)
{
    g_autoptr(KeptReplies) kept = kept_new(ROOM);
    for (guint i = 0; i < 100; i++)
        add(kept, "key", ROOM / 16, 'a' + i % 26);
    add(kept, "other", ROOM / 16, 'x');
    Reply reply = {0};
    VisitCount count = {0};
    g_assert_true(kept_find(kept, "key", &reply, &count));
    g_assert_cmpint(*reply.body, ==, 'a' + 99 % 26);
    g_assert_true(has(kept, "other"));
    reply_clear(&reply);
}

static void what_is_too_large_or_no_answer_is_not_kept(void)
{
    g_autoptr(KeptReplies) kept = kept_new(ROOM);
    static const Reply gone = {.status = 404, .body = (char *)"gone"}, empty = {.status = 200};
    add(kept, "large", ROOM / 16 + 1, 'x');
    kept_add(kept, "gone", &gone, &(VisitCount){0});
    kept_add(kept, "empty", &empty, &(VisitCount){0});
    g_assert_false(has(kept, "large") || has(kept, "gone") || has(kept, "empty"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/kept/given-again", a_reply_is_given_again_byte_for_byte_as_often_as_it_is_asked_for);
    g_test_add_func("/kept/not-there", what_is_not_there_leaves_the_reply_as_it_was);
    g_test_add_func("/kept/first-to-go", what_nobody_asks_for_goes_first);
    g_test_add_func("/kept/one-reply", a_key_has_one_reply);
    g_test_add_func("/kept/not-kept", what_is_too_large_or_no_answer_is_not_kept);
    return g_test_run();
}
