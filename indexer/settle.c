#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "indexer/errand.h"
#include "indexer/ingest.h"
#include "indexer/warc.h"
#include "shim/limits.h"

gboolean crawl_discover(Crawl *c, const char *url, guint depth, guint hops, gint64 lastmod, gboolean is_vouched,
                        GError **error)
{
    const char *reason;
    g_autofree char *plain = scope_normalise(c->scope, url, &reason);
    if (!plain) {
        if (!g_str_equal(reason, "foreign") && !g_str_equal(reason, "no document"))
            scope_skip(c->scope, url, reason);
        return TRUE;
    }
    gboolean is_new = !g_hash_table_contains(c->seen, url_key(plain));
    if (!is_new && !lastmod && depth)
        return TRUE;
    if (is_new && !is_vouched && !scope_count(c->scope, plain)) {
        scope_skip(c->scope, plain, "too many URLs of one pattern");
        return TRUE;
    }
    CrawlHost *h = crawl_find_host(c, plain, error);
    if (!h)
        return FALSE;
    g_hash_table_add(c->seen, url_key(plain));
    h->is_drained &= !is_new;
    return frontier_add(c->ledger, h->known->id, plain, depth, hops, lastmod, error);
}

static gboolean discover_links(Crawl *c, const Document *d, guint depth, GError **error)
{
    for (guint i = 0; i < d->links->len && !(d->robots & ROBOTS_NOFOLLOW); i++) {
        const Link *link = g_ptr_array_index(d->links, i);
        if (!link->nofollow && !crawl_discover(c, link->url, depth, 0, 0, FALSE, error))
            return FALSE;
    }
    for (guint i = 0; i < d->alternates->len; i++) {
        const Alternate *a = g_ptr_array_index(d->alternates, i);
        if (!crawl_discover(c, a->url, depth, 0, 0, FALSE, error))
            return FALSE;
    }
    return !*d->canonical || crawl_discover(c, d->canonical, depth, 0, 0, FALSE, error);
}

/* A visit, which asks the frontier for nothing more, goes on to where it is led. */
static gboolean follow(Crawl *c, const char *url, guint hops, GError **error)
{
    const char *reason;
    g_autofree char *plain = scope_normalise(c->scope, url, &reason);
    CrawlHost *h = plain ? crawl_find_host(c, plain, error) : NULL;
    FrontierEntry *target = NULL;
    if (!h || !frontier_find(c->ledger, plain, &target, error))
        return !plain;
    if (target)
        crawl_push_page(h, target, hops);
    return TRUE;
}

static gboolean discover_redirect(Crawl *c, const Errand *e, GError **error)
{
    const FrontierEntry *entry = e->entry;
    if (!*entry->redirect)
        return TRUE;
    if (entry->hops >= LIMIT_REDIRECTS) {
        scope_skip(c->scope, entry->url, "too many redirects");
        return TRUE;
    }
    return crawl_discover(c, entry->redirect, entry->depth, entry->hops + 1, 0, FALSE, error) &&
           (c->is_pass || e->is_replay || e->hops >= LIMIT_REDIRECTS || follow(c, entry->redirect, e->hops + 1, error));
}

/* ------------------------------------------------------------------ many pages that change to one text */

/* Takes the reason. */
static void set_held(FrontierEntry *e, char *why)
{
    g_free(e->error);
    e->error = why;
    e->held_at = e->fetched_at;
    visit_forget_version(e);
}

static char *describe_change(guint others)
{
    return g_strdup_printf("changed to the text to which %u other pages changed, too: not believed", others);
}

/* A version that was not believed stays so while the page has its text. The feed has it once, with the time by which a
 * build passes over it: of several a rebuild would take all but the last. */
static gboolean stays_held(FrontierEntry *e, VisitResult result, const char *before, gint64 held_at)
{
    if (result != VISIT_NEW || !held_at || e->held_at != held_at || !g_str_equal(before, e->text_hash))
        return FALSE;
    e->fetched_at = held_at;
    set_held(e, g_strdup("still the text to which other pages changed, too: not believed"));
    return TRUE;
}

/* The pages that changed to this text before and were believed then. */
static gboolean hold_others(Crawl *c, const GPtrArray *urls, GError **error)
{
    for (guint i = 0; i + 1 < urls->len; i++) {
        FrontierEntry *other;
        if (!frontier_find(c->ledger, g_ptr_array_index(urls, i), &other, error))
            return FALSE;
        if (!other)
            continue;
        set_held(other, describe_change(urls->len - 1));
        c->counts.held++;
        gboolean ok = frontier_settle(c->ledger, other, error);
        frontier_entry_free(other);
        if (!ok)
            return FALSE;
    }
    return TRUE;
}

void crawl_forget_changes(Crawl *c)
{
    gint64 now = crawl_now();
    if (now - c->changed_since <= LIMIT_SHRINK_WINDOW_S)
        return;
    g_hash_table_remove_all(c->changed);
    c->changed_since = now;
}

static gboolean weigh_change(Crawl *c, const char *text_hash, FrontierEntry *entry, GError **error)
{
    GPtrArray *urls = g_hash_table_lookup(c->changed, text_hash);
    if (!urls) {
        urls = g_ptr_array_new_with_free_func(g_free);
        g_hash_table_insert(c->changed, g_strdup(text_hash), urls);
    }
    if (g_ptr_array_find_with_equal_func(urls, entry->url, g_str_equal, NULL))
        return TRUE; /* to and fro */
    g_ptr_array_add(urls, g_strdup(entry->url));
    if (urls->len < LIMIT_CHANGED_TO_ONE)
        return TRUE;
    set_held(entry, describe_change(urls->len - 1));
    c->counts.held++;
    return urls->len > LIMIT_CHANGED_TO_ONE || hold_others(c, urls, error);
}

/* ------------------------------------------------------------------ the feed */

static gint64 current_file(const WarcWriter *writer)
{
    g_autofree char *name = NULL;
    guint64 offset;
    warc_writer_get_position(writer, &name, &offset);
    return name ? warc_file_number(name) : 0;
}

static gboolean record(Crawl *c, const Visit *v, VisitResult result, gint64 original_at, FrontierEntry *entry,
                       GError **error)
{
    const Response *r = v->response;
    if (result == VISIT_NOTHING || !r)
        return TRUE;
    WarcResponse w = {.url = r->url,
                      .head = r->head->str,
                      .head_n = r->head->len,
                      .body = r->body->data,
                      .body_n = r->body->len,
                      .fetched_at = r->fetched_at,
                      .ip = r->ip};
    g_autoptr(GError) cause = NULL;
    gboolean ok = result == VISIT_SAME ? warc_writer_put_revisit(c->writer, &w, original_at, &cause)
                                       : warc_writer_put_response(c->writer, &w, &cause);
    if (ok && result == VISIT_NEW)
        entry->feed = current_file(c->writer);
    if (ok || g_error_matches(cause, FAULT, FAULT_SKIP))
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&cause));
    return FALSE;
}

static void count(CrawlCounts *n, const FrontierEntry *e, VisitResult result, gboolean was_known)
{
    if (result == VISIT_NEW)
        (*(was_known ? &n->changed : &n->new_pages))++;
    else if (result == VISIT_SAME)
        n->unchanged++;
    else if (*e->redirect)
        n->redirects++;
    else if (e->status == 404 || e->status == 410)
        n->missing++;
    else if (*e->error)
        n->failed++;
}

gboolean crawl_settle(Crawl *c, Errand *e, GError **error)
{
    Visit *v = &e->visit;
    FrontierEntry *entry = e->entry;
    gint64 original_at = entry->fetched_at;
    g_autofree char *before = g_strdup(entry->text_hash);
    MissingText missing = host_missing_text(e->host);
    gint64 now = e->is_replay ? v->response->fetched_at : crawl_now();
    VisitResult result = visit_judge(v, &missing, c->pass.number, now, entry);
    if (!c->options->allows_shrink && stays_held(entry, result, before, original_at)) {
        c->counts.held++;
        result = VISIT_NOTHING;
    }
    if (!e->is_replay && !record(c, v, result, original_at, entry, error))
        return FALSE;
    count(&c->counts, entry, result, original_at != 0);
    gboolean has_changed = result == VISIT_NEW && *before && !g_str_equal(before, entry->text_hash);
    if (has_changed && !c->options->allows_shrink && !weigh_change(c, v->bare_hash, entry, error))
        return FALSE;
    if (v->document && !discover_links(c, v->document, entry->depth + 1, error))
        return FALSE;
    if (!discover_redirect(c, e, error) || !frontier_settle(c->ledger, entry, error))
        return FALSE;
    g_hash_table_remove(e->host->loaded, &entry->id);
    e->host->is_drained &= entry->pass >= c->pass.number;
    if (result == VISIT_NEW && entry->held_at != entry->fetched_at && c->on_page)
        c->on_page(g_steal_pointer(&v->page), c->page_user);
    return TRUE;
}

/* ------------------------------------------------------------------ what the feed has and the frontier has not */

/* The answer that a record of ours holds; NULL: none. */
static Response *read_response(const WarcRecord *w)
{
    const guint8 *end = memmem(w->block->data, w->block->len, "\r\n\r\n", 4);
    if (!end || w->truncated)
        return NULL;
    gsize head_n = end + 4 - w->block->data;
    g_autoptr(Response) r = response_new(w->url);
    g_string_append_len(r->head, (const char *)w->block->data, head_n);
    g_byte_array_append(r->body, end + 4, w->block->len - head_n);
    r->fetched_at = w->date;
    r->status = head_n > 12 ? g_ascii_strtoull(r->head->str + 9, NULL, 10) : 0;
    response_read_head(r);
    return r->status ? g_steal_pointer(&r) : NULL;
}

/* A record of the feed as if its answer had just come. */
static gboolean replay_record(Crawl *c, const WarcRecord *w, gint64 file, GError **error)
{
    gboolean is_answer = g_str_equal(w->type, "response") || g_str_equal(w->type, "revisit");
    Response *response = is_answer ? read_response(w) : NULL;
    FrontierEntry *entry = NULL;
    CrawlHost *h = response ? crawl_find_host(c, w->url, error) : NULL;
    /* A sitemap may have named it, whose URLs were not committed. */
    if (!h || !crawl_discover(c, w->url, 1, 0, 0, TRUE, error) || !frontier_find(c->ledger, w->url, &entry, error) ||
        !entry) {
        g_clear_pointer(&response, response_free);
        return !*error;
    }
    Errand *e = errand_new(h, ERRAND_PAGE, w->url);
    e->is_replay = TRUE;
    e->entry = entry;
    e->visit.response = response;
    if (g_str_equal(w->type, "revisit"))
        response->status = 304;
    visit_examine(&e->visit);
    if (g_str_equal(w->type, "response"))
        entry->feed = file;
    gboolean ok = crawl_settle(c, e, error);
    errand_free(e);
    c->uncommitted++;
    return ok;
}

/* What a crash has cut off at the end of a file is no record: it goes, so that no reader stumbles over it. */
static void cut_torn_end(const char *path, gint64 *end, gint64 torn_at)
{
    if (torn_at >= 0 && truncate(path, torn_at) == 0)
        *end = torn_at;
}

/* The file's records from `offset` on; *end is then the size of the file, to which nobody appends any more. */
static gboolean replay_file(Crawl *c, const char *path, gint64 offset, gint64 *end, GError **error)
{
    g_autofree char *name = g_path_get_basename(path);
    gint64 torn_at = -1;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0 || (*end = lseek(fd, 0, SEEK_END)) < 0 || lseek(fd, offset, SEEK_SET) < 0) {
        g_set_error(error, FAULT, FAULT_STOP, "cannot read feed '%s': %s", path, g_strerror(errno));
        if (fd >= 0)
            close(fd);
        return FALSE;
    }
    g_autoptr(WarcReader) reader = warc_reader_new(fd);
    for (;;) {
        g_autoptr(WarcRecord) w = NULL;
        g_autoptr(GError) cause = NULL;
        gboolean ok = warc_next(reader, &w, &cause);
        if (ok && !w)
            break;
        if (!ok && !g_error_matches(cause, FAULT, FAULT_SKIP)) {
            g_propagate_error(error, g_steal_pointer(&cause));
            return FALSE;
        }
        torn_at = ok ? -1 : torn_at >= 0 ? torn_at : offset + (gint64)warc_reader_offset(reader);
        GError *fatal = NULL;
        if (ok && !replay_record(c, w, warc_file_number(name), &fatal)) {
            g_propagate_error(error, fatal);
            return FALSE;
        }
    }
    cut_torn_end(path, end, torn_at);
    return TRUE;
}

gboolean crawl_replay(Crawl *c, GError **error)
{
    g_autofree char *folder = g_build_filename(c->config->data, "feed", NULL), *marked = NULL;
    gint64 offset;
    if (!frontier_get_feed(c->ledger, &marked, &offset, error))
        return FALSE;
    g_autoptr(GPtrArray) names = ingest_list_own(c->config);
    for (guint i = 0; i < names->len; i++) {
        const char *name = g_ptr_array_index(names, i);
        if (strcmp(name, marked) < 0)
            continue;
        g_autofree char *path = g_build_filename(folder, name, NULL);
        gint64 begin = g_str_equal(name, marked) ? offset : 0, end;
        if (!replay_file(c, path, begin, &end, error) || (end > begin && !frontier_put_feed(c->ledger, name, end, error)))
            return FALSE;
    }
    return TRUE;
}
