/*
 * translations.h: a site's pages and what they say of their translations, put into a ledger without indexes; for the tests of
 * clustering.
 */
#ifndef ISOGLOT_TEST_TRANSLATIONS_H
#define ISOGLOT_TEST_TRANSLATIONS_H

#include <string.h>

#include "indexer/cluster.h"
#include "langs/lang.h"
#include "shim/cluster.h"
#include "shim/clustering.h"
#include "shim/duplicate.h"
#include "shim/frontier.h"
#include "tests/unit/place.h"

#define SITE "https://a.example/"

/* One page as a feed would give it; lists are of strings, NULL for none. */
typedef struct {
    const char *url, *lang, *declared;
    const char *const *alternates; /* "tag url" */
    const char *const *links;      /* "tag url" */
    const char *group, *symbols, *canonical;
    guint64 fingerprint;
    PagePurity purity;
} Version;

static inline const char *code(guint i)
{
    return lang_code(lang_get(i));
}

static inline GPtrArray *all_languages(void)
{
    return lang_find_all(NULL, NULL);
}

static inline GArray *list_alternates(const char *const *list, GStringChunk *texts)
{
    GArray *alternates = g_array_new(FALSE, FALSE, sizeof(LedgerAlternate));
    for (; list && *list; list++) {
        const char *space = strchr(*list, ' ');
        LedgerAlternate a = {space + 1, g_string_chunk_insert_len(texts, *list, space - *list), "html"};
        g_array_append_val(alternates, a);
    }
    return alternates;
}

static inline GArray *list_links(const char *const *list, GStringChunk *texts)
{
    GArray *links = g_array_new(FALSE, FALSE, sizeof(LedgerLink));
    for (; list && *list; list++) {
        const char *space = strchr(*list, ' ');
        LedgerLink link = {space + 1, "text", g_string_chunk_insert_len(texts, *list, space - *list), FALSE, 0};
        g_array_append_val(links, link);
    }
    return links;
}

static inline void put_version(Place *p, const Version *v)
{
    g_autoptr(GStringChunk) texts = g_string_chunk_new(256);
    g_autoptr(GArray) alternates = list_alternates(v->alternates, texts), links = list_links(v->links, texts);
    g_autoptr(GError) error = NULL;
    LedgerPage page = {.url = v->url,
                       .state = *v->lang ? PAGE_PRESENT : PAGE_EXCLUDED,
                       .content_hash = "1",
                       .title = v->url,
                       .declared = v->declared ? v->declared : v->lang,
                       .declared_source = "html",
                       .detected = v->lang,
                       .decided = v->lang,
                       .type = "html",
                       .group = v->group ? v->group : "",
                       .edition = "",
                       .purity = v->purity,
                       .canonical = v->canonical,
                       .fingerprint = v->fingerprint,
                       .symbols = v->symbols};
    g_assert_true(ledger_put(p->ledger, &page, v->lang, links, alternates, NULL, &error));
    g_assert_true(ledger_acknowledge(p->ledger, &error));
}

static inline void update_as(Place *p, ClusterMode mode, const char *const *patterns)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Config) config = config_open(NULL, p->data, &error);
    g_autoptr(GPtrArray) languages = all_languages();
    g_strfreev(config->url_patterns);
    config->url_patterns = g_strdupv((char **)patterns);
    g_assert_true(cluster_update(p->ledger, config, languages, mode, &error));
}

static inline void update(Place *p)
{
    static const char *const none[] = {NULL};
    update_as(p, CLUSTER_ALL, none);
}

static inline Cluster *find(Place *p, const char *url)
{
    g_autoptr(GError) error = NULL;
    Cluster *c;
    g_assert_true(cluster_find(p->ledger, url, &c, &error));
    return c;
}

static inline gint64 id_of(Place *p, const char *url)
{
    g_autoptr(Cluster) c = find(p, url);
    return c ? c->id : 0;
}

static inline gboolean are_together(Place *p, const char *a, const char *b)
{
    return id_of(p, a) && id_of(p, a) == id_of(p, b);
}

/* What stands about a page: edges, or defects. */
static inline char *rows_about(Place *p, const char *url,
                        gboolean (*each)(Ledger *, gint64, LedgerRowFunc, gpointer, GError **))
{
    g_autoptr(Cluster) c = find(p, url);
    GString *rows = g_string_new(NULL);
    for (guint i = 0; c && i < c->members->len; i++) {
        const ClusterMember *m = &g_array_index(c->members, ClusterMember, i);
        if (g_str_equal(m->url, url))
            g_assert_true(each(p->ledger, m->page, add_columns, rows, NULL));
    }
    return g_string_free(rows, FALSE);
}

static inline void assert_has(Place *p, const char *url, const char *row,
                       gboolean (*each)(Ledger *, gint64, LedgerRowFunc, gpointer, GError **))
{
    g_autofree char *rows = rows_about(p, url, each);
    if (!strstr(rows, row))
        g_error("'%s' is not in:\n%s", row, rows);
}

static inline void assert_lacks(Place *p, const char *url, const char *row)
{
    g_autofree char *rows = rows_about(p, url, cluster_each_defect);
    if (strstr(rows, row))
        g_error("'%s' is in:\n%s", row, rows);
}

/* "tag url" of a page of this site. */
#define NAMES(list, ...) const char *const list[] = {__VA_ARGS__, NULL}

static inline char *naming(guint lang, const char *url)
{
    return g_strconcat(code(lang), " ", url, NULL);
}
static inline void settle_url(Place *p, const char *url, const char *redirect, const char *failure)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(FrontierHost) host = NULL;
    g_autoptr(FrontierEntry) entry = NULL;
    g_assert_true(frontier_find_host(p->ledger, "https://a.example", &host, &error));
    g_assert_true(frontier_add(p->ledger, host->id, url, 0, 0, 0, &error));
    g_assert_true(frontier_find(p->ledger, url, &entry, &error));
    g_free(entry->redirect);
    g_free(entry->error);
    entry->redirect = g_strdup(redirect);
    entry->error = g_strdup(failure);
    g_assert_true(frontier_settle(p->ledger, entry, &error) && ledger_commit(p->ledger, &error));
}

/* The page is the same as another, which is in the index in its place. */
static inline void leave_out(Place *p, const char *url, const char *kept)
{
    g_autoptr(PageText) text = NULL, other = NULL;
    g_autoptr(GError) error = NULL;
    g_assert_true(duplicate_find(p->ledger, url, &text, &error) && duplicate_find(p->ledger, kept, &other, &error));
    if (!text || !other || other->is_left_out || g_str_equal(url, kept))
        return;
    g_assert_true(duplicate_put(p->ledger, text->id, other->id, &error) && ledger_acknowledge(p->ledger, &error));
}

#endif
