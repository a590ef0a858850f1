#include "query/kept.h"

#include <string.h>

#define SHARE 16 /* a reply may have this part of the room */

typedef struct {
    char *key;
    Reply reply;
    VisitCount count;
    GList link; /* in `order` */
} Kept;

struct KeptReplies {
    GHashTable *by_key; /* Kept */
    GQueue order;       /* of them, the last asked for first */
    gsize n, most;      /* bytes of bodies */
};

static void copy_reply(const Reply *from, Reply *to)
{
    *to = *from;
    to->etag = g_strdup(from->etag);
    to->n = !from->n ? strlen(from->body) : from->n;
    to->body = g_malloc(to->n + 1);
    memcpy(to->body, from->body, to->n);
    to->body[to->n] = '\0';
}

static void copy_count(const VisitCount *from, VisitCount *to)
{
    *to = *from;
    to->search.query = to->query = g_strdup(from->query);
}

static void free_one(gpointer p)
{
    Kept *k = p;
    g_free(k->key);
    g_free(k->reply.etag);
    g_free(k->reply.body);
    g_free(k->count.query);
    g_free(k);
}

KeptReplies *kept_new(gsize most)
{
    KeptReplies *kept = g_new0(KeptReplies, 1);
    kept->by_key = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_one);
    kept->most = most;
    return kept;
}

gboolean kept_find(KeptReplies *kept, const char *key, Reply *reply, VisitCount *count)
{
    Kept *k = g_hash_table_lookup(kept->by_key, key);
    if (!k)
        return FALSE;
    g_queue_unlink(&kept->order, &k->link);
    g_queue_push_head_link(&kept->order, &k->link);
    copy_reply(&k->reply, reply);
    copy_count(&k->count, count);
    return TRUE;
}

static void drop(KeptReplies *kept, Kept *k)
{
    g_queue_unlink(&kept->order, &k->link);
    kept->n -= k->reply.n;
    g_hash_table_remove(kept->by_key, k->key);
}

void kept_add(KeptReplies *kept, const char *key, const Reply *reply, const VisitCount *count)
{
    if (reply->status != 200 || !reply->body)
        return;
    Kept *k = g_new0(Kept, 1), *before = g_hash_table_lookup(kept->by_key, key);
    copy_reply(reply, &k->reply);
    if (k->reply.n > kept->most / SHARE) {
        free_one(k);
        return;
    }
    if (before)
        drop(kept, before);
    copy_count(count, &k->count);
    k->key = g_strdup(key);
    k->link.data = k;
    kept->n += k->reply.n;
    g_hash_table_insert(kept->by_key, k->key, k);
    g_queue_push_head_link(&kept->order, &k->link);
    while (kept->n > kept->most)
        drop(kept, g_queue_peek_tail(&kept->order));
}

void kept_free(KeptReplies *kept)
{
    g_hash_table_unref(kept->by_key);
    g_free(kept);
}
