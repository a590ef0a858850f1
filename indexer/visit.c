#include "indexer/visit.h"

#include <string.h>

#include "indexer/extract.h"
#include "indexer/robots_meta.h"
#include "indexer/simhash.h"
#include "indexer/warc_writer.h"
#include "shim/limits.h"

#define SHORTEST_ECHO 4         /* bytes of a URL's part that is looked for in the text */
#define NOINDEX_MARK " noindex" /* behind the digest of a payload that came with it */

static gboolean is_success(guint status)
{
    return status >= 200 && status < 300;
}

/* The URL, its path and the path's last segment may stand in a text that is otherwise the same for all of them. */
static char *hash_bare(const Document *d, const char *url)
{
    const char *host = strstr(url, "://"), *path = host ? strchr(host + 3, '/') : NULL;
    const char *const own[] = {url, path, path ? strrchr(path, '/') + 1 : NULL};
    g_autoptr(GString) text = g_string_new(d->title);
    g_string_append_c(text, '\n');
    g_string_append_len(text, d->text->str, d->text->len);
    for (guint i = 0; i < G_N_ELEMENTS(own); i++)
        if (own[i] && strlen(own[i]) >= SHORTEST_ECHO)
            g_string_replace(text, own[i], "", 0);
    return g_compute_checksum_for_string(G_CHECKSUM_SHA256, text->str, text->len);
}

/* Does the head alone say noindex? */
static gboolean says_noindex(const Response *response)
{
    g_autoptr(Page) page = response_page(response, NULL);
    g_autoptr(Document) d = document_new();
    if (page && page->robots_header)
        robots_meta_read(page->robots_header, d);
    return (d->robots & ROBOTS_NOINDEX) != 0;
}

void visit_examine(Visit *v)
{
    v->is_news = v->response && v->response->status == 304 && says_noindex(v->response);
    if (!v->response || !is_success(v->response->status))
        return;
    v->payload = warc_payload_digest(v->response->body->data, v->response->body->len);
    v->page = response_page(v->response, &v->error);
    if (!v->page || !v->page->media_type || !extract_reads(v->page->media_type))
        return;
    g_autoptr(GError) cause = NULL;
    v->document = extract(v->page, &cause);
    if (!v->document) /* an empty page is a page */
        return;
    if (v->document->robots & ROBOTS_NOINDEX) { /* which a header may say of the same bytes */
        g_autofree char *digest = g_steal_pointer(&v->payload);
        v->payload = g_strconcat(digest, NOINDEX_MARK, NULL);
    }
    v->text_hash = document_hash(v->document);
    v->bare_hash = hash_bare(v->document, v->response->url);
    v->simhash = simhash(v->document->text->str, v->document->text->len);
}

void visit_clear(Visit *v)
{
    g_clear_pointer(&v->response, response_free);
    g_clear_error(&v->error);
    g_clear_pointer(&v->page, page_free);
    g_clear_pointer(&v->document, document_free);
    g_clear_pointer(&v->payload, g_free);
    g_clear_pointer(&v->text_hash, g_free);
    g_clear_pointer(&v->bare_hash, g_free);
}

gboolean visit_is_trouble(const Visit *v)
{
    return !v->response ? g_error_matches(v->error, FAULT, FAULT_RETRY)
                        : v->response->status == 429 || v->response->status >= 500;
}

static void set_text(char **where, const char *text)
{
    g_free(*where);
    *where = g_strdup(text ? text : "");
}

static void set_error(FrontierEntry *e, const char *format, ...) G_GNUC_PRINTF(2, 3);
static void set_error(FrontierEntry *e, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_free(e->error);
    e->error = g_strdup_vprintf(format, args);
    va_end(args);
}

/* A version lasts about as long as the ones before: shorter after a change, longer without. */
static void learn_interval(FrontierEntry *e, gboolean has_changed)
{
    gint64 interval = e->interval_s ? e->interval_s : LIMIT_INTERVAL_FIRST_S;
    interval = has_changed ? interval / 2 : interval * 3 / 2;
    e->interval_s = CLAMP(interval, LIMIT_INTERVAL_LEAST_S, LIMIT_INTERVAL_MOST_S);
}

void visit_forget_version(FrontierEntry *e)
{
    set_text(&e->etag, "");
    set_text(&e->last_modified, "");
    set_text(&e->payload, "");
}

/* Gone for certain: the feed will say so, after which only a whole version brings the page back (warc_writer.h). */
static void set_gone(FrontierEntry *e, const char *why)
{
    set_text(&e->verdict, why);
    visit_forget_version(e);
}

/* Whatever kept the page away is over. */
static void be_present(FrontierEntry *e)
{
    set_text(&e->error, "");
    set_text(&e->verdict, "");
    set_text(&e->redirect, "");
    e->missing_since = 0;
}

static VisitResult judge_same(FrontierEntry *e, gint64 now)
{
    gboolean is_noindex = g_str_equal(e->verdict, "noindex"); /* which the version says that is still the one */
    be_present(e);
    set_text(&e->verdict, is_noindex ? "noindex" : "");
    learn_interval(e, FALSE);
    e->due_at = now + e->interval_s;
    return VISIT_SAME;
}

static VisitResult judge_document(const Visit *v, FrontierEntry *e, gint64 now)
{
    const Response *r = v->response;
    if (e->fetched_at && *e->payload && g_strcmp0(v->payload, e->payload) == 0)
        return judge_same(e, now);
    if (!v->document && *e->text_hash) {
        set_error(e, "no document any more");
        return VISIT_NOTHING;
    }
    be_present(e);
    if (e->fetched_at)
        learn_interval(e, g_strcmp0(v->text_hash, e->text_hash) != 0);
    else
        e->interval_s = LIMIT_INTERVAL_FIRST_S;
    e->due_at = now + e->interval_s;
    e->fetched_at = r->fetched_at;
    set_text(&e->etag, r->etag);
    set_text(&e->last_modified, r->last_modified);
    set_text(&e->payload, v->payload);
    set_text(&e->text_hash, v->text_hash);
    if (v->document && v->document->robots & ROBOTS_NOINDEX && *e->indexed_lang)
        set_text(&e->verdict, "noindex");
    return v->document ? VISIT_NEW : VISIT_NOTHING;
}

static gboolean is_missing_text(const Visit *v, const MissingText *missing, const FrontierEntry *e)
{
    gboolean is_believed = e->depth == 0 && (!e->fetched_at || g_strcmp0(e->text_hash, missing->before) == 0);
    if (!*missing->text_hash || !v->document || is_believed || g_str_equal(v->text_hash, e->text_hash))
        return FALSE;
    return g_str_equal(v->bare_hash, missing->text_hash) ||
           (v->simhash && missing->simhash && simhash_distance(v->simhash, missing->simhash) <= SIMHASH_NEAR);
}

static VisitResult judge_redirect(const Response *r, FrontierEntry *e)
{
    if (!r->redirect)
        set_error(e, "HTTP status %u to nowhere", r->status);
    else if (g_str_equal(r->redirect, e->url))
        set_error(e, "redirects to itself");
    else
        set_error(e, "redirects to '%s'", r->redirect);
    set_text(&e->redirect, r->redirect);
    return VISIT_OTHER;
}

static VisitResult judge_missing(FrontierEntry *e, gint64 now)
{
    set_error(e, "HTTP status 404");
    if (!e->missing_since)
        e->missing_since = now;
    else if (now - e->missing_since >= MISSING_S)
        set_gone(e, "missing");
    return VISIT_OTHER;
}

static VisitResult judge(const Visit *v, const MissingText *missing, gint64 now, FrontierEntry *e)
{
    guint status = v->response ? v->response->status : 0;
    if (v->error) {
        set_text(&e->error, v->error->message);
        return VISIT_NOTHING;
    }
    if (status == 304 && *e->payload)
        return judge_same(e, now);
    if (is_success(status) && !is_missing_text(v, missing, e))
        return judge_document(v, e, now);
    if (is_success(status)) {
        set_error(e, "HTTP status %u, with the text of pages that are not there", status);
        return VISIT_NOTHING;
    }
    if (status >= 300 && status < 400 && status != 304)
        return judge_redirect(v->response, e);
    if (status == 404)
        return judge_missing(e, now);
    set_error(e, "HTTP status %u", status);
    if (status == 410)
        set_gone(e, "410");
    return status == 410 ? VISIT_OTHER : VISIT_NOTHING;
}

VisitResult visit_judge(const Visit *v, const MissingText *missing, gint64 pass, gint64 now, FrontierEntry *e)
{
    guint status = v->response ? v->response->status : 0, before = e->status;
    if (v->is_news && *e->payload && !g_str_has_suffix(e->payload, NOINDEX_MARK)) {
        visit_forget_version(e);
        e->due_at = now;
        return VISIT_NOTHING; /* this pass has not looked at it yet */
    }
    e->pass = pass;
    e->checked_at = now;
    e->status = status;
    e->due_at = now + LIMIT_INTERVAL_TROUBLE_S;
    e->blocked_since = 0;
    if (status != 404)
        e->missing_since = 0;
    VisitResult result = judge(v, missing, now, e);
    return result == VISIT_OTHER && status == before ? VISIT_NOTHING : result;
}

void visit_judge_blocked(const char *rule, gint64 pass, gint64 now, FrontierEntry *e)
{
    e->pass = pass;
    e->checked_at = now;
    e->due_at = now + LIMIT_INTERVAL_TROUBLE_S;
    set_error(e, "disallowed by robots.txt: '%s'", rule);
    if (!e->blocked_since)
        e->blocked_since = now;
    else if (now - e->blocked_since >= MISSING_S)
        set_gone(e, "blocked");
}

void visit_judge_out(const char *reason, gint64 pass, gint64 now, FrontierEntry *e)
{
    e->pass = pass;
    e->due_at = now + LIMIT_INTERVAL_MOST_S;
    set_error(e, "not followed: %s", reason);
}
