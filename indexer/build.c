#include "indexer/build.h"

#include <string.h>
#include <unistd.h>

#include "indexer/decide.h"
#include "indexer/extract.h"
#include "indexer/post.h"
#include "indexer/recover.h"
#include "indexer/url.h"
#include "shim/disk.h"
#include "shim/limits.h"
#include "shim/vocabulary.h"

#define STALE_PERCENT 1

/* One language of the site during a build. */
typedef struct {
    const LangProfile *profile;
    IndexWriter *writer; /* opened when first needed */
    LangAnalyser *analyser;
    GPtrArray *leaving;  /* ids to remove, once the batch's additions are committed */
    char *build_path;    /* bulk: where the new generation grows */
} Room;

struct Build {
    const Config *config;
    BuildMode mode;
    int lock;
    guint generation;
    Ledger *ledger;
    GPtrArray *languages; /* LangProfile* */
    Room *rooms;          /* one per language, same order */
    LangIdentifier *identifier;
    Poster *poster;
    guint batch_pages;
    gsize batch_text;
    guint64 pages, excluded;
    GPtrArray *editions, *counts;
};

static void count_free(gpointer p)
{
    BuildCount *c = p;
    g_free(c->name);
    g_free(c);
}

static BuildCount *add_count(GPtrArray *counts, const char *name)
{
    for (guint i = 0; i < counts->len; i++) {
        BuildCount *c = g_ptr_array_index(counts, i);
        if (g_str_equal(c->name, name))
            return c;
    }
    BuildCount *c = g_new0(BuildCount, 1);
    c->name = g_strdup(name);
    g_ptr_array_add(counts, c);
    return c;
}

/* A bulk build starts every language's new generation, so that all are replaced together. */
static gboolean open_rooms(Build *b, GError **error)
{
    b->rooms = g_new0(Room, b->languages->len);
    b->generation = generation_next(b->config->data);
    for (guint i = 0; i < b->languages->len; i++) {
        Room *room = &b->rooms[i];
        room->profile = g_ptr_array_index(b->languages, i);
        room->leaving = g_ptr_array_new_with_free_func(g_free);
        add_count(b->counts, lang_code(room->profile));
        if (b->mode == BUILD_BULK) {
            g_autofree char *fingerprint = lang_fingerprint(room->profile);
            room->build_path =
                generation_build_path(b->config->data, lang_code(room->profile), b->generation, error);
            room->writer = room->build_path ? index_writer_open(room->build_path, lang_code(room->profile),
                                                                fingerprint, error)
                                            : NULL;
            if (!room->writer)
                return FALSE;
        }
    }
    return TRUE;
}

Build *build_open(const Config *config, BuildMode mode, GError **error)
{
    g_autoptr(Build) b = g_new0(Build, 1);
    b->config = config;
    b->mode = mode;
    b->editions = g_ptr_array_new_with_free_func(count_free);
    b->counts = g_ptr_array_new_with_free_func(count_free);
    b->poster = poster_new();
    b->lock = -1;
    b->languages = lang_find_all((const char *const *)config->languages, error);
    if (!b->languages || (b->lock = data_lock(config->data, error)) < 0)
        return NULL;
    b->identifier = lang_identifier_new(b->languages);
    b->ledger = ledger_open(config->data, LEDGER_WRITE, error);
    if (!b->ledger || !recover(b->ledger, config->data, error) ||
        (mode == BUILD_BULK && !ledger_begin_build(b->ledger, error)) || !open_rooms(b, error))
        return NULL;
    return g_steal_pointer(&b);
}

void build_close(Build *b)
{
    for (guint i = 0; b->rooms && i < b->languages->len; i++) {
        Room *room = &b->rooms[i];
        g_clear_pointer(&room->writer, index_writer_close);
        g_clear_pointer(&room->analyser, lang_analyser_free);
        if (room->leaving)
            g_ptr_array_unref(room->leaving);
        g_free(room->build_path);
    }
    g_free(b->rooms);
    g_clear_pointer(&b->identifier, lang_identifier_free);
    g_clear_pointer(&b->ledger, ledger_close);
    g_clear_pointer(&b->languages, g_ptr_array_unref);
    poster_free(b->poster);
    g_ptr_array_unref(b->editions);
    g_ptr_array_unref(b->counts);
    if (b->lock >= 0)
        close(b->lock);
    g_free(b);
}

static Room *find_room(Build *b, const char *code)
{
    for (guint i = 0; i < b->languages->len; i++)
        if (g_str_equal(lang_code(b->rooms[i].profile), code))
            return &b->rooms[i];
    return NULL;
}

/* Opens what the room needs to put pages. */
static gboolean prepare_room(Build *b, Room *room, GError **error)
{
    if (!room->writer)
        room->writer = open_live_writer(b->config->data, room->profile, error);
    if (room->writer && !room->analyser)
        room->analyser = lang_analyser_new(room->profile, error);
    return room->writer && room->analyser;
}

static GArray *list_links(const Build *b, const Document *doc)
{
    GArray *links = g_array_new(FALSE, FALSE, sizeof(LedgerLink));
    for (guint i = 0; i < doc->links->len; i++) {
        const Link *l = g_ptr_array_index(doc->links, i);
        g_autofree char *host = url_host(l->url);
        LedgerLink link = {l->url, l->text, l->lang, l->nofollow || (doc->robots & ROBOTS_NOFOLLOW)};
        if (config_has_host(b->config, host))
            g_array_append_val(links, link);
    }
    return links;
}

static GArray *list_alternates(const Document *doc)
{
    GArray *alternates = g_array_new(FALSE, FALSE, sizeof(LedgerAlternate));
    for (guint i = 0; i < doc->alternates->len; i++) {
        const Alternate *a = g_ptr_array_index(doc->alternates, i);
        LedgerAlternate row = {a->url, a->lang, a->evidence == ALTERNATE_LINK_HEADER ? "http" : "html"};
        g_array_append_val(alternates, row);
    }
    return alternates;
}

/* A canonical of a foreign host is a defect and does not count. */
static void check_canonical(const Build *b, const Page *page, const Document *doc, Decision *d)
{
    g_autofree char *ours = url_host(page->url), *theirs = url_host(doc->canonical);
    gboolean foreign = *b->config->hosts ? !config_has_host(b->config, theirs) : !g_str_equal(ours, theirs);
    LedgerDefect defect = {"canonical-foreign", doc->canonical};
    if (*doc->canonical && foreign)
        g_array_append_val(d->defects, defect);
}

static void count_page(Build *b, const Decision *d, gboolean is_indexed)
{
    BuildCount *edition = add_count(b->editions, *d->edition ? d->edition : "-");
    BuildCount *lang = is_indexed ? add_count(b->counts, lang_code(d->decided)) : NULL;
    BuildCount *both[] = {edition, lang};
    for (guint i = 0; i < 2; i++) {
        if (!both[i])
            continue;
        both[i]->pages++;
        both[i]->untranslated += d->purity == PURITY_UNTRANSLATED;
        both[i]->mixed += d->purity == PURITY_MIXED;
    }
    b->pages += is_indexed;
    b->excluded += !is_indexed;
}

static gboolean put_ledger(Build *b, const Page *page, const Document *doc, const Decision *d, const char *hash,
                           const char *staged, GError **error)
{
    g_autoptr(GArray) links = list_links(b, doc), alternates = list_alternates(doc);
    LedgerPage row = {.url = page->url,
                      .state = *staged ? PAGE_PRESENT : PAGE_EXCLUDED,
                      .content_hash = hash,
                      .title = doc->title,
                      .declared = d->declared,
                      .declared_source = d->declared_source,
                      .detected = d->detected ? lang_code(d->detected) : "",
                      .decided = d->decided ? lang_code(d->decided) : "",
                      .confidence = d->confidence,
                      .declared_share = d->declared_share,
                      .purity = d->purity,
                      .fetched_at = page->fetched_at,
                      .date = doc->date,
                      .bytes = page->body ? g_bytes_get_size(page->body) : doc->text->len,
                      .words = d->words,
                      .type = doc->type,
                      .group = page->group ? page->group : "",
                      .edition = d->edition};
    return ledger_put(b->ledger, &row, staged, links, alternates, d->defects, error);
}

static gboolean put_index(Build *b, const Page *page, const Document *doc, const Decision *d, const char *hash,
                          GError **error)
{
    Room *room = find_room(b, lang_code(d->decided));
    const ConfigSection *section = config_find_section(b->config, page->url);
    if (!prepare_room(b, room, error))
        return FALSE;
    const IndexDocument *posted = poster_post(b->poster, page->url, doc, room->analyser,
                                              section ? section->name : "", page->group ? page->group : "", hash);
    return index_writer_put(room->writer, posted, error);
}

/* Notes that the page has to leave the index it is in (incremental builds; a bulk build starts empty). */
static void leave(Build *b, const char *url, const char *from, const char *to)
{
    Room *room = b->mode == BUILD_INCREMENTAL && *from && !g_str_equal(from, to) ? find_room(b, from) : NULL;
    if (room)
        g_ptr_array_add(room->leaving, index_id(url));
}

static gboolean commit_leaving(Build *b, GError **error)
{
    for (guint i = 0; i < b->languages->len; i++) {
        Room *room = &b->rooms[i];
        if (!room->leaving->len)
            continue;
        if (!prepare_room(b, room, error))
            return FALSE;
        for (guint j = 0; j < room->leaving->len; j++)
            if (!index_writer_remove(room->writer, g_ptr_array_index(room->leaving, j), error))
                return FALSE;
        g_ptr_array_set_size(room->leaving, 0);
        if (!index_writer_commit(room->writer, error))
            return FALSE;
    }
    return TRUE;
}

/* One batch: staged in the ledger, committed in the indexes, acknowledged (a bulk build acknowledges at its end). */
static gboolean flush(Build *b, GError **error)
{
    if (!ledger_commit(b->ledger, error))
        return FALSE;
    for (guint i = 0; i < b->languages->len; i++)
        if (b->rooms[i].writer && !index_writer_commit(b->rooms[i].writer, error))
            return FALSE;
    b->batch_pages = 0;
    b->batch_text = 0;
    return b->mode == BUILD_BULK || (commit_leaving(b, error) && ledger_acknowledge(b->ledger, error));
}

/* A page that the operator has taken out stays out until a version of it is fetched that is newer. */
static gboolean is_removed(const LedgerPlace *place, const Page *page)
{
    return place->state == PAGE_REMOVED && page->fetched_at <= place->removed_at;
}

static gboolean is_expired(const Document *doc)
{
    return doc->unavailable_after != G_MININT64 && doc->unavailable_after < g_get_real_time() / G_USEC_PER_SEC;
}

/* In a bulk build the newest version of a URL wins, as in an incremental one: the old posting leaves its language. */
static gboolean drop_earlier(Build *b, const char *url, const Decision *d, GError **error)
{
    g_autofree char *id = index_id(url);
    for (guint i = 0; b->mode == BUILD_BULK && i < b->languages->len; i++)
        if (b->rooms[i].profile != d->decided && !index_writer_remove(b->rooms[i].writer, id, error))
            return FALSE;
    return TRUE;
}

static gboolean put_document(Build *b, const Page *page, const Document *doc, GError **error)
{
    LedgerPlace place;
    g_autofree char *hreflang = NULL;
    if (!ledger_find(b->ledger, page->url, &place, error) ||
        !ledger_find_hreflang(b->ledger, page->url, &hreflang, error))
        return FALSE;
    if (is_removed(&place, page))
        return TRUE;
    g_autoptr(Decision) d = decide(page, doc, hreflang, b->config, b->languages, b->identifier);
    check_canonical(b, page, doc, d);
    gboolean is_indexed = d->decided && !(doc->robots & ROBOTS_NOINDEX) && !is_expired(doc);
    const char *staged = is_indexed ? lang_code(d->decided) : "";
    g_autofree char *hash = document_hash(doc);
    /* The index first: a document that it refuses must leave no trace in the ledger. */
    if ((is_indexed && !put_index(b, page, doc, d, hash, error)) ||
        !put_ledger(b, page, doc, d, hash, staged, error) ||
        (place.found && !drop_earlier(b, page->url, d, error)))
        return FALSE;
    leave(b, page->url, place.indexed_lang, staged);
    count_page(b, d, is_indexed);
    b->batch_text += doc->text->len;
    if (++b->batch_pages < LIMIT_BATCH_PAGES && b->batch_text < LIMIT_BATCH_TEXT)
        return TRUE;
    return flush(b, error);
}

gboolean build_put(Build *b, const Page *page, GError **error)
{
    g_autoptr(Document) doc = extract(page, error);
    if (doc && put_document(b, page, doc, error))
        return TRUE;
    g_prefix_error(error, "%s: ", page->source ? page->source : page->url);
    return FALSE;
}

gboolean build_remove(Build *b, const char *url, GError **error)
{
    LedgerPlace place;
    if (!ledger_find(b->ledger, url, &place, error) ||
        !ledger_remove(b->ledger, url, g_get_real_time() / G_USEC_PER_SEC, error))
        return FALSE;
    leave(b, url, place.indexed_lang, "");
    return TRUE;
}

/* The finished generation, compacted in the place of the one that grew. */
static gboolean compact(Room *room, GError **error)
{
    g_autofree char *compacted = g_strconcat(room->build_path, ".compact", NULL);
    g_clear_pointer(&room->writer, index_writer_close);
    if (!index_compact(room->build_path, compacted, error))
        return FALSE;
    disk_remove(room->build_path);
    return vocabulary_write(compacted, error) && disk_publish(compacted, room->build_path, error);
}

/* The live generations' vocabularies follow when the number of pages has changed by more than STALE_PERCENT. */
static gboolean refresh_vocabularies(Build *b, GError **error)
{
    for (guint i = 0; i < b->languages->len; i++) {
        if (!b->rooms[i].writer)
            continue;
        g_autofree char *live = generation_current(b->config->data, lang_code(b->rooms[i].profile));
        g_autoptr(Vocabulary) vocabulary = vocabulary_open(live);
        guint64 now = index_writer_count(b->rooms[i].writer), then = vocabulary_documents(vocabulary);
        if ((MAX(now, then) - MIN(now, then)) * 100 > now * STALE_PERCENT && !vocabulary_write(live, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean publish(Build *b, GError **error)
{
    g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
    for (guint i = 0; i < b->languages->len; i++) {
        g_strv_builder_add(builder, lang_code(b->rooms[i].profile));
        if (!compact(&b->rooms[i], error))
            return FALSE;
    }
    g_auto(GStrv) codes = g_strv_builder_end(builder);
    if (!ledger_plan_publication(b->ledger, (const char *const *)codes, b->generation, error))
        return FALSE;
    for (char **code = codes; *code; code++)
        if (!generation_publish(b->config->data, *code, b->generation, error))
            return FALSE;
    if (!ledger_finish_publication(b->ledger, error))
        return FALSE;
    for (char **code = codes; *code; code++)
        generation_prune(b->config->data, *code);
    b->mode = BUILD_INCREMENTAL;
    return TRUE;
}

gboolean build_finish(Build *b, GError **error)
{
    return flush(b, error) && (b->mode == BUILD_INCREMENTAL ? refresh_vocabularies(b, error) : publish(b, error));
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

const GPtrArray *build_editions(const Build *b)
{
    return b->editions;
}

const GPtrArray *build_languages(const Build *b)
{
    return b->counts;
}
