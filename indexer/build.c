#include "indexer/build.h"

#include <string.h>
#include <unistd.h>

#include "indexer/authority.h"
#include "indexer/cluster.h"
#include "indexer/count.h"
#include "indexer/dedup.h"
#include "indexer/facts.h"
#include "indexer/prepare.h"
#include "indexer/publish.h"
#include "indexer/recover.h"
#include "indexer/room.h"
#include "indexer/suggest.h"
#include "indexer/workers.h"
#include "shim/disk.h"
#include "shim/frontier.h"
#include "shim/limits.h"

/* A page on its way: read, being prepared, and then put in its turn. */
typedef struct {
    Job job; /* first */
    Build *build;
    Page *page;
    char *hreflang; /* with which it was prepared */
    gsize bytes;
    Prepared *prepared;
    GError *error;
} Coming;

struct Build {
    const Config *config;
    BuildMode mode;
    int lock;
    guint generation;
    Ledger *ledger;
    GPtrArray *languages; /* LangProfile* */
    GPtrArray *rooms;     /* Room*, one per language, same order */
    Workers *workers;
    Preparer **preparers; /* one per worker, and one of our own behind them */
    GQueue coming;        /* Coming*, in the order of the feed */
    gsize coming_bytes;
    GQueue writing;       /* Job* of the rooms, oldest first */
    guint batch_pages;
    BuildRefusalFunc refused;
    gpointer refused_user;
    guint64 pages, excluded, duplicates;
    GPtrArray *editions, *counts;
};

/* A bulk build starts every language's new generation, so that all are replaced together. */
static gboolean open_rooms(Build *b, GError **error)
{
    b->generation = b->mode == BUILD_BULK ? generation_next(b->config->data) : 0;
    for (guint i = 0; i < b->languages->len; i++) {
        const LangProfile *lang = g_ptr_array_index(b->languages, i);
        Room *room = room_new(b->config->data, lang, b->generation, b->workers, error);
        if (!room)
            return FALSE;
        g_ptr_array_add(b->rooms, room);
        counts_find(b->counts, lang_code(lang));
    }
    return TRUE;
}

static void open_preparers(Build *b)
{
    guint n = workers_count(b->workers) + 1;
    b->preparers = g_new0(Preparer *, n);
    for (guint i = 0; i < n; i++)
        b->preparers[i] = preparer_new(b->config, b->languages);
}

Build *build_open(const Config *config, BuildMode mode, GError **error)
{
    g_autoptr(Build) b = g_new0(Build, 1);
    b->config = config;
    b->mode = mode;
    b->editions = counts_new();
    b->counts = counts_new();
    b->rooms = g_ptr_array_new_with_free_func((GDestroyNotify)room_free);
    b->lock = -1;
    b->languages = lang_find_all((const char *const *)config->languages, error);
    if (!b->languages || (b->lock = data_lock(config->data, error)) < 0)
        return NULL;
    b->ledger = ledger_open(config->data, LEDGER_WRITE, error);
    if (!b->ledger || !recover(b->ledger, config->data, error) ||
        (mode == BUILD_BULK && !ledger_begin_build(b->ledger, error)))
        return NULL;
    b->workers = workers_new();
    open_preparers(b);
    if (!open_rooms(b, error))
        return NULL;
    return g_steal_pointer(&b);
}

static void coming_free(gpointer p)
{
    Coming *c = p;
    page_free(c->page);
    g_free(c->hreflang);
    g_clear_pointer(&c->prepared, prepared_free);
    g_clear_error(&c->error);
    g_free(c);
}

void build_close(Build *b)
{
    guint n = b->workers ? workers_count(b->workers) + 1 : 0;
    g_clear_pointer(&b->workers, workers_free); /* waits for them: nothing below is in use any more */
    for (guint i = 0; i < n; i++)
        preparer_free(b->preparers[i]);
    g_free(b->preparers);
    g_queue_clear_full(&b->coming, coming_free);
    g_queue_clear(&b->writing);
    g_ptr_array_unref(b->rooms);
    g_clear_pointer(&b->ledger, ledger_close);
    g_clear_pointer(&b->languages, g_ptr_array_unref);
    g_ptr_array_unref(b->editions);
    g_ptr_array_unref(b->counts);
    if (b->lock >= 0)
        close(b->lock);
    g_free(b);
}

void build_on_refusal(Build *b, BuildRefusalFunc func, gpointer user)
{
    b->refused = func;
    b->refused_user = user;
}

static Room *find_room(Build *b, const char *code)
{
    for (guint i = 0; i < b->rooms->len; i++)
        if (g_str_equal(lang_code(room_lang(g_ptr_array_index(b->rooms, i))), code))
            return g_ptr_array_index(b->rooms, i);
    return NULL;
}

static void count_page(Build *b, const Decision *d, PageState state)
{
    counts_add(b->editions, *d->edition ? d->edition : "-", d->purity);
    if (state == PAGE_PRESENT)
        counts_add(b->counts, lang_code(d->decided), d->purity);
    b->pages += state == PAGE_PRESENT;
    b->excluded += state == PAGE_EXCLUDED;
    b->duplicates += state == PAGE_DUPLICATE;
}

/* Those that a bulk build leaves out it has put and counted before. */
static void count_losers(Build *b, const Dedup *d)
{
    b->duplicates += d->losers->len;
    for (guint i = 0; b->mode == BUILD_BULK && i < d->losers->len; i++) {
        const PageText *loser = g_ptr_array_index(d->losers, i);
        counts_drop(b->counts, loser->lang, loser->purity);
        b->pages--;
    }
}

/* Begins to write what waits in a room. At most one write more than there are workers is under way: memory is bounded. */
static gboolean write_room(Build *b, Room *room, gboolean commits, GError **error)
{
    Job *job;
    if (!room_write(room, commits, &job, error))
        return FALSE;
    if (job)
        g_queue_push_tail(&b->writing, job);
    while (g_queue_get_length(&b->writing) > workers_count(b->workers) + 1)
        workers_wait(b->workers, g_queue_pop_head(&b->writing));
    return TRUE;
}

typedef gboolean (*RoomFunc)(Room *room, GError **error);

static gboolean each_room(Build *b, RoomFunc func, GError **error)
{
    for (guint i = 0; i < b->rooms->len; i++)
        if (!func(g_ptr_array_index(b->rooms, i), error))
            return FALSE;
    return TRUE;
}

/* One batch: staged in the ledger, committed in the indexes, acknowledged (a bulk build acknowledges at its end). */
static gboolean flush(Build *b, GError **error)
{
    if (!ledger_commit(b->ledger, error))
        return FALSE;
    b->batch_pages = 0;
    if (b->mode == BUILD_BULK)
        return TRUE;
    for (guint i = 0; i < b->rooms->len; i++)
        if (!write_room(b, g_ptr_array_index(b->rooms, i), TRUE, error))
            return FALSE;
    return each_room(b, room_wait, error) && each_room(b, room_remove, error) && ledger_acknowledge(b->ledger, error);
}

/* A page that the operator has taken out, or that is gone, stays out until a version of it is fetched that is newer. */
static gboolean is_removed(const LedgerPlace *place, const Page *page)
{
    gboolean is_out = place->state == PAGE_REMOVED || place->state == PAGE_GONE;
    return is_out && page->fetched_at <= place->removed_at && !page->is_asked;
}

/* The crawl has found that this version is one of many that have become one text: that before it stays. */
static gboolean is_held(const LedgerPlace *place, const Page *page)
{
    return page->http_status && place->held_at && page->fetched_at == place->held_at;
}

/* What a live batch has written is in its index when the batch is finished: before a page can leave again, that is done.
 * It comes before anything is put that leaving is part of, so that no half of it can be in a batch. */
static gboolean finish_written(Build *b, const char *url, const char *to, GError **error)
{
    LedgerPlace place;
    g_autofree char *id = index_id(url);
    if (b->mode == BUILD_BULK)
        return TRUE;
    if (!ledger_find(b->ledger, url, &place, error))
        return FALSE;
    const Room *staged = place.is_staged ? find_room(b, place.staged_lang) : NULL;
    return !staged || room_has_waiting(staged, id) || g_str_equal(place.staged_lang, to) || flush(b, error);
}

/*
 * Takes out the versions before this one, which goes `to` a language, "" for none: a live index's with the removals of
 * the batch, one of this build where it waits or has been written.
 */
static gboolean leave(Build *b, const char *url, const char *to, GError **error)
{
    LedgerPlace place;
    g_autofree char *id = index_id(url);
    if (!ledger_find(b->ledger, url, &place, error))
        return FALSE;
    Room *staged = place.is_staged ? find_room(b, place.staged_lang) : NULL;
    Room *indexed = find_room(b, place.indexed_lang);
    if (staged && !room_drop(staged, id) && b->mode == BUILD_BULK)
        room_leave(staged, id);
    if (indexed && b->mode == BUILD_INCREMENTAL && !g_str_equal(place.indexed_lang, to))
        room_leave(indexed, id);
    return TRUE;
}

/* The version before this one leaves, and the pages for which it stays. */
static gboolean leave_all(Build *b, const Dedup *d, const char *to, GError **error)
{
    gboolean ok = finish_written(b, d->url, to, error);
    for (guint i = 0; ok && i < d->losers->len; i++)
        ok = finish_written(b, ((const PageText *)g_ptr_array_index(d->losers, i))->url, "", error);
    ok = ok && leave(b, d->url, to, error);
    for (guint i = 0; ok && i < d->losers->len; i++)
        ok = leave(b, ((const PageText *)g_ptr_array_index(d->losers, i))->url, "", error);
    return ok;
}

static gboolean write_full_rooms(Build *b, GError **error)
{
    gsize all = 0;
    for (guint i = 0; i < b->rooms->len; i++)
        all += room_waiting_bytes(g_ptr_array_index(b->rooms, i));
    for (guint i = 0; i < b->rooms->len; i++) {
        Room *room = g_ptr_array_index(b->rooms, i);
        gboolean is_full = room_waiting(room) >= LIMIT_WRITE_PAGES || room_waiting_bytes(room) >= LIMIT_WRITE_BYTES;
        if ((is_full || all >= LIMIT_BATCH_BYTES) && !write_room(b, room, FALSE, error))
            return FALSE;
    }
    return TRUE;
}

/* Which of the pages that are the same as this one stays. */
static Dedup *choose(Build *b, const Page *page, const Prepared *p, GError **error)
{
    const PageText text = {.url = page->url,
                           .lang = (char *)(p->posted ? lang_code(p->decision->decided) : ""),
                           .title = p->document->title,
                           .content_hash = p->hash,
                           .canonical = (char *)p->canonical,
                           .simhash = p->simhash,
                           .is_from_http = page->http_status != 0};
    return dedup_choose(b->ledger, page->url, p->posted ? &text : NULL, error);
}

static gboolean put_prepared(Build *b, const Page *page, Prepared *p, GError **error)
{
    LedgerPlace place;
    if (!ledger_find(b->ledger, page->url, &place, error))
        return FALSE;
    if (is_removed(&place, page) || is_held(&place, page))
        return TRUE;
    g_autoptr(Dedup) d = choose(b, page, p, error);
    if (!d)
        return FALSE;
    PageState state = !p->posted ? PAGE_EXCLUDED : d->duplicate_of ? PAGE_DUPLICATE : PAGE_PRESENT;
    const char *to = state == PAGE_PRESENT ? lang_code(p->decision->decided) : "";
    if (!leave_all(b, d, to, error) || !facts_put(b->ledger, page, p, state, d->duplicate_of, error) ||
        !dedup_settle(b->ledger, d, error))
        return FALSE;
    count_page(b, p->decision, state);
    count_losers(b, d);
    if (*to)
        room_put(find_room(b, to), g_steal_pointer(&p->posted), p->posted_n);
    if (!write_full_rooms(b, error))
        return FALSE;
    return ++b->batch_pages < LIMIT_BATCH_PAGES || flush(b, error);
}

/* The page as prepared, or an error; runs in a worker, or in our own thread with a preparer of its own. */
static void prepare_coming(Job *job, guint thread)
{
    Coming *c = (Coming *)job;
    g_clear_pointer(&c->prepared, prepared_free);
    g_clear_error(&c->error);
    c->prepared = prepare(c->build->preparers[thread], c->page, c->hreflang, &c->error);
    g_prefix_error(&c->error, "%s: ", c->page->source ? c->page->source : c->page->url);
}

/* Other pages may have said meanwhile in which language the page is: then it is prepared again. */
static gboolean refresh(Build *b, Coming *c, GError **error)
{
    g_autofree char *hreflang = NULL;
    if (!ledger_find_hreflang(b->ledger, c->page->url, &hreflang, error))
        return FALSE;
    gboolean is_stale = c->prepared && decision_depends(c->prepared->decision, c->hreflang, hreflang);
    g_free(c->hreflang);
    c->hreflang = g_steal_pointer(&hreflang);
    if (is_stale)
        prepare_coming(&c->job, workers_count(b->workers));
    return TRUE;
}

static gboolean put_oldest(Build *b, GError **error)
{
    Coming *c = g_queue_pop_head(&b->coming);
    workers_wait(b->workers, &c->job);
    b->coming_bytes -= c->bytes;
    gboolean ok = refresh(b, c, error);
    gboolean is_refused = g_error_matches(c->error, FAULT, FAULT_SKIP);
    if (ok && is_refused && b->refused)
        b->refused(c->error, b->refused_user);
    else if (ok && !is_refused && c->error)
        g_propagate_error(error, g_steal_pointer(&c->error));
    ok = ok && (is_refused || (c->prepared && put_prepared(b, c->page, c->prepared, error)));
    coming_free(c);
    return ok;
}

gboolean build_put(Build *b, Page *page, GError **error)
{
    Coming *c = g_new0(Coming, 1);
    *c = (Coming){.job.run = prepare_coming, .build = b, .page = page};
    if (!ledger_find_hreflang(b->ledger, page->url, &c->hreflang, error)) {
        coming_free(c);
        return FALSE;
    }
    c->bytes = (page->body ? g_bytes_get_size(page->body) : 0) + (page->text ? strlen(page->text) : 0);
    b->coming_bytes += c->bytes;
    g_queue_push_tail(&b->coming, c);
    workers_start(b->workers, &c->job);
    while (g_queue_get_length(&b->coming) > LIMIT_AHEAD ||
           (b->coming_bytes > LIMIT_AHEAD_BYTES && g_queue_get_length(&b->coming) > 1))
        if (!put_oldest(b, error))
            return FALSE;
    return TRUE;
}

gboolean build_wait(Build *b, GError **error)
{
    while (!g_queue_is_empty(&b->coming))
        if (!put_oldest(b, error))
            return FALSE;
    return TRUE;
}

static gboolean take_out(Build *b, const char *url, PageState state, gint64 now, GError **error)
{
    g_autoptr(Dedup) d = dedup_choose(b->ledger, url, NULL, error);
    return d && leave_all(b, d, "", error) &&
           ledger_remove(b->ledger, url, state, now, error) &&
           dedup_settle(b->ledger, d, error);
}

gboolean build_remove(Build *b, const char *url, GError **error)
{
    return build_wait(b, error) && take_out(b, url, PAGE_REMOVED, g_get_real_time() / G_USEC_PER_SEC, error);
}

gboolean build_put_gone(Build *b, const char *url, gint64 gone_at, GError **error)
{
    LedgerPlace place;
    if (!build_wait(b, error) || !ledger_find(b->ledger, url, &place, error))
        return FALSE;
    gboolean is_there = *place.staged_lang || (!place.is_staged && *place.indexed_lang) || place.state == PAGE_DUPLICATE;
    return !is_there || place.fetched_at > gone_at || take_out(b, url, PAGE_GONE, gone_at, error);
}

gboolean build_remove_gone(Build *b, guint *removed, GError **error)
{
    g_autoptr(GPtrArray) urls = g_ptr_array_new_with_free_func(g_free);
    gint64 now = g_get_real_time() / G_USEC_PER_SEC;
    *removed = 0;
    if (!build_wait(b, error) || !frontier_each_gone(b->ledger, ledger_collect, urls, error))
        return FALSE;
    for (guint i = 0; i < urls->len; i++) {
        const char *url = g_ptr_array_index(urls, i);
        LedgerPlace place;
        if (!ledger_find(b->ledger, url, &place, error) || !take_out(b, url, PAGE_GONE, now, error))
            return FALSE;
        *removed += place.state != PAGE_DUPLICATE;
    }
    return TRUE;
}

static gboolean publish(Build *b, GError **error)
{
    g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
    for (guint i = 0; i < b->rooms->len; i++) {
        Room *room = g_ptr_array_index(b->rooms, i);
        g_strv_builder_add(builder, lang_code(room_lang(room)));
        if (!write_room(b, room, TRUE, error))
            return FALSE;
    }
    if (!each_room(b, room_merge, error) || !each_room(b, room_wait_merged, error))
        return FALSE;
    g_auto(GStrv) codes = g_strv_builder_end(builder);
    return publish_generation(b->ledger, b->config->data, (const char *const *)codes, b->generation, error);
}

static gboolean suggest(Build *b, GError **error)
{
    for (guint i = 0; i < b->rooms->len; i++) {
        const Room *room = g_ptr_array_index(b->rooms, i);
        SuggestOccasion occasion = b->mode == BUILD_BULK    ? SUGGEST_ALL
                                   : room_has_written(room) ? SUGGEST_CHANGED
                                                            : SUGGEST_BELATED;
        if (!suggest_update(b->ledger, b->config->data, room_lang(room), occasion, error))
            return FALSE;
    }
    return TRUE;
}

gboolean build_finish(Build *b, GError **error)
{
    return build_wait(b, error) && duplicate_recrawl(b->ledger, error) && flush(b, error) &&
           (b->mode == BUILD_INCREMENTAL ? each_room(b, room_refresh, error) : publish(b, error)) &&
           cluster_update(b->ledger, b->config, b->languages, b->mode == BUILD_BULK ? CLUSTER_ALL : CLUSTER_CHANGES, error) &&
           authority_update(b->ledger, b->languages, b->mode == BUILD_BULK ? AUTHORITY_ALL : b->pages, error) &&
           suggest(b, error);
}

Ledger *build_ledger(Build *b)
{
    return b->ledger;
}

guint64 build_pages(const Build *b)
{
    return b->pages;
}

guint64 build_excluded(const Build *b)
{
    return b->excluded;
}

guint64 build_duplicates(const Build *b)
{
    return b->duplicates;
}

const GPtrArray *build_editions(const Build *b)
{
    return b->editions;
}

const GPtrArray *build_languages(const Build *b)
{
    return b->counts;
}
