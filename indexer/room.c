#include "indexer/room.h"

#include "indexer/recover.h"
#include "indexer/words.h"
#include "shim/disk.h"
#include "shim/limits.h"
#include "shim/vocabulary.h"

#define STALE_PERCENT 1

/* A writer, and the documents that a worker is putting through it. */
typedef struct {
    Job job; /* first */
    IndexWriter *writer;
    const char *shard; /* its path, in room->shards */
    guint pages;       /* in the shard */
    GPtrArray *documents;
    gboolean commits;  /* when they have been put */
    gboolean is_dirty; /* a live room's: something was put since the last commit */
    GError *error;
} Lane;

typedef struct {
    Job job; /* first */
    const Room *room;
    char **sources;
    GError *error;
} Merge;

struct Room {
    const char *data;
    const LangProfile *lang;
    Workers *workers;
    char *build_path, *fingerprint; /* build_path: NULL in a live room */
    GPtrArray *waiting;  /* IndexDocument*, NULL for one that was dropped */
    GHashTable *places;  /* id → place in `waiting` + 1 */
    guint n_waiting;
    gsize waiting_bytes;
    GHashTable *leaving; /* ids */
    gboolean must_leave; /* before more is written: a document waits under an id that is leaving */
    Lane lanes[LIMIT_LANES];
    guint n_lanes, next_lane;
    GPtrArray *shards;   /* char* paths */
    Merge merge;
};

Room *room_new(const char *data, const LangProfile *lang, guint generation, Workers *workers, GError **error)
{
    g_autoptr(Room) r = g_new0(Room, 1);
    r->data = data;
    r->lang = lang;
    r->workers = workers;
    r->fingerprint = lang_fingerprint(lang);
    r->waiting = g_ptr_array_new_with_free_func(g_free);
    r->places = g_hash_table_new(g_str_hash, g_str_equal);
    r->leaving = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    r->shards = g_ptr_array_new_with_free_func(g_free);
    r->n_lanes = generation ? LIMIT_LANES : 1;
    if (generation && !(r->build_path = generation_build_path(data, lang_code(lang), generation, error)))
        return NULL;
    return g_steal_pointer(&r);
}

void room_free(Room *r)
{
    for (guint i = 0; i < r->n_lanes; i++) {
        g_clear_pointer(&r->lanes[i].writer, index_writer_close);
        g_clear_pointer(&r->lanes[i].documents, g_ptr_array_unref);
        g_clear_error(&r->lanes[i].error);
    }
    g_strfreev(r->merge.sources);
    g_clear_error(&r->merge.error);
    g_ptr_array_unref(r->shards);
    g_hash_table_unref(r->leaving);
    g_hash_table_unref(r->places);
    g_ptr_array_unref(r->waiting);
    g_free(r->fingerprint);
    g_free(r->build_path);
    g_free(r);
}

const LangProfile *room_lang(const Room *r)
{
    return r->lang;
}

guint room_waiting(const Room *r)
{
    return r->n_waiting;
}

gsize room_waiting_bytes(const Room *r)
{
    return r->waiting_bytes;
}

gboolean room_has_waiting(const Room *r, const char *id)
{
    return g_hash_table_contains(r->places, id);
}

gboolean room_drop(Room *r, const char *id)
{
    guint place = GPOINTER_TO_UINT(g_hash_table_lookup(r->places, id));
    if (!place)
        return FALSE;
    g_hash_table_remove(r->places, id);
    g_clear_pointer(&r->waiting->pdata[place - 1], g_free);
    r->n_waiting--;
    return TRUE;
}

void room_put(Room *r, IndexDocument *document, gsize n)
{
    (void)room_drop(r, document->id);
    if (!r->build_path)
        g_hash_table_remove(r->leaving, document->id);
    else if (g_hash_table_contains(r->leaving, document->id))
        r->must_leave = TRUE;
    g_ptr_array_add(r->waiting, document);
    g_hash_table_insert(r->places, (gpointer)document->id, GUINT_TO_POINTER(r->waiting->len));
    r->n_waiting++;
    r->waiting_bytes += n;
}

void room_leave(Room *r, const char *id)
{
    g_hash_table_add(r->leaving, g_strdup(id));
}

/* Runs in a worker. */
static void write_lane(Job *job, guint thread)
{
    (void)thread;
    Lane *lane = (Lane *)job;
    gboolean ok = TRUE;
    for (guint i = 0; ok && i < lane->documents->len; i++) {
        IndexDocument **d = (IndexDocument **)&lane->documents->pdata[i];
        ok = !*d || index_writer_put(lane->writer, *d, &lane->error);
        g_clear_pointer(d, g_free);
    }
    g_clear_pointer(&lane->documents, g_ptr_array_unref);
    if (ok && lane->commits)
        (void)!index_writer_commit(lane->writer, &lane->error);
}

static gboolean wait_lane(Room *r, Lane *lane, GError **error)
{
    workers_wait(r->workers, &lane->job);
    if (!lane->error)
        return TRUE;
    g_propagate_error(error, g_error_copy(lane->error));
    return FALSE;
}

gboolean room_wait(Room *r, GError **error)
{
    for (guint i = 0; i < r->n_lanes; i++)
        if (!wait_lane(r, &r->lanes[i], error))
            return FALSE;
    return TRUE;
}

static gboolean open_lane(Room *r, Lane *lane, GError **error)
{
    if (lane->writer && (!r->build_path || lane->pages < LIMIT_SHARD_PAGES))
        return TRUE;
    g_clear_pointer(&lane->writer, index_writer_close);
    lane->pages = 0;
    if (!r->build_path) {
        lane->writer = open_live_writer(r->data, r->lang, error);
    } else {
        char *path = g_strdup_printf("%s.%u", r->build_path, r->shards->len + 1);
        g_ptr_array_add(r->shards, path);
        lane->shard = path;
        lane->writer = index_writer_open_shard(path, lang_code(r->lang), r->fingerprint, error);
    }
    return lane->writer != NULL;
}

static gboolean remove_from(Room *r, IndexWriter *writer, GError **error)
{
    GHashTableIter iter;
    gpointer id;
    g_hash_table_iter_init(&iter, r->leaving);
    while (g_hash_table_iter_next(&iter, &id, NULL))
        if (!index_writer_remove(writer, id, error))
            return FALSE;
    return index_writer_commit(writer, error);
}

static IndexWriter *find_writer(Room *r, const char *path)
{
    for (guint i = 0; i < r->n_lanes; i++)
        if (r->lanes[i].writer && r->lanes[i].shard == path)
            return r->lanes[i].writer;
    return NULL;
}

/* Earlier versions and duplicates leave the shards; opening and committing them all is dear. */
static gboolean remove_outdated(Room *r, GError **error)
{
    if (!g_hash_table_size(r->leaving))
        return TRUE;
    if (!room_wait(r, error))
        return FALSE;
    for (guint i = 0; i < r->shards->len; i++) {
        const char *path = g_ptr_array_index(r->shards, i);
        g_autoptr(IndexWriter) closed = NULL;
        IndexWriter *writer = find_writer(r, path);
        if (!writer)
            writer = closed = index_writer_open_shard(path, lang_code(r->lang), r->fingerprint, error);
        if (!writer || !remove_from(r, writer, error))
            return FALSE;
    }
    g_hash_table_remove_all(r->leaving);
    r->must_leave = FALSE;
    return TRUE;
}

gboolean room_write(Room *r, gboolean commits, Job **job, GError **error)
{
    *job = NULL;
    Lane *lane = &r->lanes[r->next_lane];
    if (!r->n_waiting && !(commits && lane->is_dirty))
        return TRUE;
    r->next_lane = (r->next_lane + 1) % r->n_lanes;
    gboolean is_due = r->build_path && (r->must_leave || g_hash_table_size(r->leaving) >= LIMIT_LEAVING);
    if ((is_due && !remove_outdated(r, error)) || !wait_lane(r, lane, error) || !open_lane(r, lane, error))
        return FALSE;
    lane->pages += r->n_waiting;
    lane->commits = commits || r->build_path;
    lane->is_dirty = !lane->commits;
    lane->documents = r->waiting;
    r->waiting = g_ptr_array_new_with_free_func(g_free);
    g_hash_table_remove_all(r->places);
    r->n_waiting = 0;
    r->waiting_bytes = 0;
    lane->job.run = write_lane;
    workers_start(r->workers, *job = &lane->job);
    return TRUE;
}

gboolean room_remove(Room *r, GError **error)
{
    Lane *lane = &r->lanes[0];
    if (!g_hash_table_size(r->leaving))
        return TRUE;
    if (!wait_lane(r, lane, error) || !open_lane(r, lane, error) || !remove_from(r, lane->writer, error))
        return FALSE;
    g_hash_table_remove_all(r->leaving);
    return TRUE;
}

gboolean room_has_written(const Room *r)
{
    return r->lanes[0].writer != NULL;
}

gboolean room_refresh(Room *r, GError **error)
{
    const IndexWriter *writer = r->lanes[0].writer;
    if (!writer)
        return TRUE;
    g_autofree char *live = generation_current(r->data, lang_code(r->lang));
    g_autoptr(Vocabulary) vocabulary = vocabulary_open(live);
    guint64 now = index_writer_count(writer), then = vocabulary_documents(vocabulary);
    return (MAX(now, then) - MIN(now, then)) * 100 <= now * STALE_PERCENT || words_write(live, r->lang, error);
}

/* Runs in a worker. */
static void run_merge(Job *job, guint thread)
{
    (void)thread;
    Merge *m = (Merge *)job;
    const Room *r = m->room;
    if (*m->sources) {
        (void)!(index_merge((const char *const *)m->sources, r->build_path, &m->error) &&
                words_write(r->build_path, r->lang, &m->error));
        for (char **s = m->sources; *s; s++)
            disk_remove(*s);
    } else {
        IndexWriter *empty = index_writer_open(r->build_path, lang_code(r->lang), r->fingerprint, &m->error);
        index_writer_close(empty);
        (void)!(empty && words_write(r->build_path, r->lang, &m->error));
    }
}

gboolean room_merge(Room *r, GError **error)
{
    if (!remove_outdated(r, error) || !room_wait(r, error))
        return FALSE;
    for (guint i = 0; i < r->n_lanes; i++)
        g_clear_pointer(&r->lanes[i].writer, index_writer_close);
    g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
    for (guint i = 0; i < r->shards->len; i++)
        g_strv_builder_add(builder, g_ptr_array_index(r->shards, i));
    r->merge = (Merge){.job.run = run_merge, .room = r, .sources = g_strv_builder_end(builder)};
    workers_start(r->workers, &r->merge.job);
    return TRUE;
}

gboolean room_wait_merged(Room *r, GError **error)
{
    workers_wait(r->workers, &r->merge.job);
    if (!r->merge.error)
        return TRUE;
    g_propagate_error(error, g_error_copy(r->merge.error));
    return FALSE;
}
