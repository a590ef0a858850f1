#include "indexer/revisit.h"

#include <string.h>

#include "indexer/extract.h"
#include "indexer/url.h"
#include "shim/limits.h"

typedef struct {
    guint64 offset;
    Page *page; /* the revisit's own URL, head and date, without a body; NULL once it is resolved */
    char *id, *digest, *url; /* what is known of the original; "" for what is not */
    gint64 date;             /* of the original, 0 unknown */
    gboolean names_other;    /* says itself that the original has another URL */
    gsize size;              /* bytes that this note takes, about */
} Revisit;

struct Revisits {
    GHashTable *by_url; /* the page's URL → Revisit, the last of each URL */
    GHashTable *wanted; /* id, digest or URL of an original → GPtrArray of Revisit; made when first asked */
    GPtrArray *orphans; /* Revisit, the first at the end */
    gsize size;
};

static void revisit_free(gpointer p)
{
    Revisit *r = p;
    g_clear_pointer(&r->page, page_free);
    g_free(r->id);
    g_free(r->digest);
    g_free(r->url);
    g_free(r);
}

Revisits *revisits_new(void)
{
    Revisits *s = g_new0(Revisits, 1);
    s->by_url = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, revisit_free);
    return s;
}

void revisits_free(Revisits *s)
{
    g_hash_table_unref(s->by_url);
    g_clear_pointer(&s->wanted, g_hash_table_unref);
    g_clear_pointer(&s->orphans, g_ptr_array_unref);
    g_free(s);
}

gboolean is_found_document(const Page *page)
{
    return page->http_status == 200 && page->media_type && extract_reads(page->media_type);
}

static gsize size_of(const Revisit *r)
{
    const Page *p = r->page;
    const char *strings[] = {p->url,         p->url,           p->media_type, p->charset, p->content_language,
                             p->link_header, p->robots_header, r->id,         r->digest,  r->url};
    gsize n = 512; /* the structures, and their places in the tables */
    for (guint i = 0; i < G_N_ELEMENTS(strings); i++)
        n += strings[i] ? strlen(strings[i]) : 0;
    return n;
}

static void drop(Revisits *s, const char *url)
{
    const Revisit *r = g_hash_table_lookup(s->by_url, url);
    if (!r)
        return;
    s->size -= r->size;
    g_hash_table_remove(s->by_url, url);
}

/* Can its page be a document, as far as its own head says? */
static gboolean may_be_document(const Page *page)
{
    return page->http_status == 0 ||
           (page->http_status == 200 && (!page->media_type || is_found_document(page)));
}

gboolean revisits_note(Revisits *s, const WarcRecord *w, GError **error)
{
    g_autoptr(Page) page = warc_page(w, error);
    if (!page)
        return FALSE;
    g_autofree char *url = url_resolve(NULL, w->refers_to_url);
    gboolean is_same = url && g_str_equal(url, page->url),
             is_mute = !url && !*w->refers_to_id && !*w->payload_digest;
    if (is_same || is_mute || !may_be_document(page))
        return TRUE;
    drop(s, page->url);
    Revisit *r = g_new0(Revisit, 1);
    r->offset = w->offset;
    r->page = g_steal_pointer(&page);
    r->id = g_strdup(w->refers_to_id);
    r->digest = g_ascii_strdown(w->payload_digest, -1);
    r->names_other = url != NULL;
    r->url = url ? g_steal_pointer(&url) : g_strdup("");
    r->date = w->refers_to_date;
    r->size = size_of(r);
    if (s->size + r->size > LIMIT_WARC_REVISITS) {
        revisit_free(r);
        g_set_error_literal(error, FAULT, FAULT_SKIP, "more revisits than can be kept in mind");
        return FALSE;
    }
    s->size += r->size;
    g_hash_table_insert(s->by_url, g_strdup(r->page->url), r);
    return TRUE;
}

void revisits_forget(Revisits *s, const Page *page)
{
    const Revisit *r = g_hash_table_lookup(s->by_url, page->url);
    if (r && r->page->fetched_at <= page->fetched_at)
        drop(s, page->url);
}

gboolean revisits_any(const Revisits *s)
{
    return g_hash_table_size(s->by_url) > 0;
}

static void want(Revisits *s, const char *key, Revisit *r)
{
    if (!*key)
        return;
    GPtrArray *list = g_hash_table_lookup(s->wanted, key);
    if (!list)
        g_hash_table_insert(s->wanted, g_strdup(key), list = g_ptr_array_new());
    g_ptr_array_add(list, r);
}

static void make_wanted(Revisits *s)
{
    GHashTableIter iter;
    gpointer value;
    s->wanted = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
    g_hash_table_iter_init(&iter, s->by_url);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        Revisit *r = value;
        want(s, r->id, r);
        want(s, r->digest, r);
        want(s, r->url, r);
    }
}

/* The names by which a record may be wanted. */
typedef struct {
    const char *id;
    char *digest, *url;
} Names;

static void names_clear(Names *n)
{
    g_free(n->digest);
    g_free(n->url);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Names, names_clear)

static Names names_of(const WarcRecord *w)
{
    char *url = url_resolve(NULL, w->url);
    return (Names){w->id, g_ascii_strdown(w->payload_digest, -1), url ? url : g_strdup("")};
}

/* A URL alone names the original only together with its date, and where no digest contradicts. */
static gboolean is_original(const WarcRecord *w, const Names *n, const Revisit *r)
{
    if ((*r->id && g_str_equal(r->id, n->id)) || (*r->digest && g_str_equal(r->digest, n->digest)))
        return TRUE;
    return g_str_equal(r->url, n->url) && (!r->date || r->date == w->date) && (!*r->digest || !*n->digest);
}

/* Calls `func` with each revisit that waits for this record; FALSE of it ends. */
static void each_waiting(Revisits *s, const WarcRecord *w, gboolean (*func)(Revisit *r, gpointer user),
                         gpointer user)
{
    if (!s->wanted)
        make_wanted(s);
    g_auto(Names) names = names_of(w);
    const char *keys[] = {names.id, names.digest, names.url};
    for (guint k = 0; k < G_N_ELEMENTS(keys); k++) {
        const GPtrArray *list = *keys[k] ? g_hash_table_lookup(s->wanted, keys[k]) : NULL;
        for (guint i = 0; list && i < list->len; i++) {
            Revisit *r = g_ptr_array_index(list, i);
            if (r->page && is_original(w, &names, r) && !func(r, user))
                return;
        }
    }
}

static gboolean note_wanted(Revisit *r, gpointer user)
{
    (void)r;
    *(gboolean *)user = TRUE;
    return FALSE;
}

gboolean revisits_want(Revisits *s, const WarcRecord *w)
{
    gboolean wanted = FALSE;
    each_waiting(s, w, note_wanted, &wanted);
    return wanted;
}

/* What the revisit's own head does not say, its original does. */
static void complete(Page *p, const Page *original)
{
    p->body = g_bytes_ref(original->body);
    p->truncated |= original->truncated;
    if (!p->media_type) {
        p->media_type = g_strdup(original->media_type);
        g_free(p->charset);
        p->charset = g_strdup(original->charset);
    }
    if (p->http_status)
        return;
    p->http_status = original->http_status;
    p->content_language = g_strdup(original->content_language);
    p->link_header = g_strdup(original->link_header);
    p->robots_header = g_strdup(original->robots_header);
    p->last_modified = original->last_modified;
}

typedef struct {
    const Page *original;
    const char *path;
    GPtrArray *pages;
} Resolution;

static gboolean resolve(Revisit *r, gpointer user)
{
    const Resolution *found = user;
    g_autoptr(Page) page = g_steal_pointer(&r->page);
    if (g_str_equal(page->url, found->original->url))
        return TRUE; /* the same URL after all */
    complete(page, found->original);
    page->source = g_strdup_printf("%s:%" G_GUINT64_FORMAT, found->path, r->offset);
    if (is_found_document(page))
        g_ptr_array_add(found->pages, g_steal_pointer(&page));
    return TRUE;
}

void revisits_resolve(Revisits *s, const WarcRecord *w, const Page *original, const char *path,
                      GPtrArray *pages)
{
    Resolution found = {original, path, pages};
    each_waiting(s, w, resolve, &found);
}

static gint compare_offsets(gconstpointer a, gconstpointer b)
{
    const Revisit *x = *(Revisit *const *)a, *y = *(Revisit *const *)b;
    return x->offset < y->offset ? 1 : -1;
}

gboolean revisits_next_orphan(Revisits *s, guint64 *offset)
{
    if (!s->orphans) {
        GHashTableIter iter;
        gpointer r;
        s->orphans = g_ptr_array_new();
        g_hash_table_iter_init(&iter, s->by_url);
        while (g_hash_table_iter_next(&iter, NULL, &r))
            if (((Revisit *)r)->page && ((Revisit *)r)->names_other)
                g_ptr_array_add(s->orphans, r);
        g_ptr_array_sort(s->orphans, compare_offsets);
    }
    if (!s->orphans->len)
        return FALSE;
    const Revisit *r = g_ptr_array_steal_index(s->orphans, s->orphans->len - 1);
    *offset = r->offset;
    return TRUE;
}
