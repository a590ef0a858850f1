#include "indexer/dedup.h"

#include <string.h>

#include "indexer/simhash.h"

/* Where a page stands in the order in which pages stay. */
typedef struct {
    guint grade;
    const char *url;
} Rank;

static gboolean is_alike(const PageText *a, const PageText *b)
{
    if (!g_str_equal(a->lang, b->lang))
        return FALSE;
    return g_str_equal(a->content_hash, b->content_hash) ||
           (a->simhash && b->simhash && g_str_equal(a->title, b->title) &&
            simhash_distance(a->simhash, b->simhash) <= SIMHASH_NEAR);
}

/* Can one be left out for the other? */
static gboolean excludes(const PageText *a, const PageText *b)
{
    return (a->is_from_http || b->is_from_http) && is_alike(a, b);
}

static gboolean names(const PageText *page, const PageText *target)
{
    return g_str_equal(page->canonical, target->url);
}

typedef struct {
    const PageText *target, *coming;
    gboolean is_named;
} Naming;

static gboolean look_at_naming(PageText *text, gpointer user)
{
    g_autoptr(PageText) page = text;
    Naming *n = user;
    gboolean is_outdated = n->coming && g_str_equal(page->url, n->coming->url);
    n->is_named = !is_outdated && is_alike(page, n->target);
    return !n->is_named;
}

/* `coming`: a page whose row in the ledger is not its version yet; NULL: there is none. */
static gboolean find_rank(Ledger *ledger, const PageText *page, const PageText *coming, Rank *rank,
                          GError **error)
{
    *rank = (Rank){3, page->url};
    if (!page->is_from_http)
        return TRUE;
    Naming n = {page, coming, names(page, page) || (coming && names(coming, page) && is_alike(coming, page))};
    if (!n.is_named && !duplicate_each_naming(ledger, page->url, look_at_naming, &n, error))
        return FALSE;
    gboolean names_another = *page->canonical && !names(page, page);
    rank->grade = !n.is_named ? 0 : names_another ? 1 : 2;
    return TRUE;
}

static gboolean is_before(const Rank *a, const Rank *b)
{
    gsize length_a = strlen(a->url), length_b = strlen(b->url);
    if (a->grade != b->grade)
        return a->grade > b->grade;
    return length_a != length_b ? length_a < length_b : strcmp(a->url, b->url) < 0;
}

/* The first of the pages in the index that come before `page` and are the same, its id in *first, 0 for none;
 * those that come behind are appended to `behind`, unless it is NULL. */
static gboolean compare(Ledger *ledger, const PageText *page, const PageText *coming, gint64 *first,
                        GPtrArray *behind, GError **error)
{
    g_autoptr(GPtrArray) like = g_ptr_array_new_with_free_func((GDestroyNotify)page_text_free);
    Rank own, best = {0}, its;
    gboolean is_ranked = FALSE;
    *first = 0;
    if (!duplicate_list_like(ledger, page, like, error))
        return FALSE;
    for (guint i = 0; i < like->len; i++) {
        PageText *other = g_ptr_array_index(like, i);
        if (!excludes(page, other))
            continue;
        if (!is_ranked && !find_rank(ledger, page, coming, &own, error))
            return FALSE;
        is_ranked = TRUE;
        if (!find_rank(ledger, other, coming, &its, error))
            return FALSE;
        if (!is_before(&its, &own)) {
            if (behind)
                g_ptr_array_add(behind, g_steal_pointer(&like->pdata[i]));
        } else if (!*first || is_before(&its, &best)) {
            *first = other->id;
            best = its;
        }
    }
    return TRUE;
}

Dedup *dedup_choose(Ledger *ledger, const char *url, const PageText *now, GError **error)
{
    g_autoptr(Dedup) d = g_new0(Dedup, 1);
    d->url = g_strdup(url);
    d->losers = g_ptr_array_new_with_free_func((GDestroyNotify)page_text_free);
    if (!duplicate_find(ledger, url, &d->before, error) ||
        (now && !compare(ledger, now, now, &d->duplicate_of, d->losers, error)))
        return NULL;
    if (d->duplicate_of)
        g_ptr_array_set_size(d->losers, 0);
    return g_steal_pointer(&d);
}

/* A page that is left out: for which one now? */
static gboolean recheck(Ledger *ledger, const PageText *page, GError **error)
{
    gint64 first;
    return compare(ledger, page, NULL, &first, NULL, error) &&
           (first == page->duplicate_of || duplicate_put(ledger, page->id, first, error));
}

static gboolean recheck_all(Ledger *ledger, const GPtrArray *pages, GError **error)
{
    for (guint i = 0; i < pages->len; i++)
        if (!recheck(ledger, g_ptr_array_index(pages, i), error))
            return FALSE;
    return TRUE;
}

static gboolean is_unchanged(const PageText *before, const PageText *now)
{
    return before && now && before->is_from_http == now->is_from_http && before->simhash == now->simhash &&
           g_str_equal(before->lang, now->lang) && g_str_equal(before->title, now->title) &&
           g_str_equal(before->content_hash, now->content_hash) &&
           g_str_equal(before->canonical, now->canonical);
}

/* The page that `page` names as canonical, NULL if it names none but itself or it is not known. */
static gboolean find_canonical(Ledger *ledger, const PageText *page, PageText **target, GError **error)
{
    *target = NULL;
    return !page || !*page->canonical || names(page, page) ||
           duplicate_find(ledger, page->canonical, target, error);
}

/* What was left out for a loser of the same content stays so: it is the same as whatever the loser is left
 * out for, and comes behind it. So a page whose URLs come in descending order costs no more than in another.
 */
static gboolean list_of_other_content(Ledger *ledger, const PageText *loser, GPtrArray *pages, GError **error)
{
    g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func((GDestroyNotify)page_text_free);
    if (!duplicate_list_of(ledger, loser->id, all, error))
        return FALSE;
    for (guint i = 0; i < all->len; i++)
        if (!g_str_equal(((PageText *)g_ptr_array_index(all, i))->content_hash, loser->content_hash))
            g_ptr_array_add(pages, g_steal_pointer(&all->pdata[i]));
    return TRUE;
}

/* Pages that are left out and may have another reason now, or none: those that were left out for the losers
 * or for the version before, or for the page that it named; and the one that is named now, which may have won
 * by it. */
static gboolean recheck_others(Ledger *ledger, const Dedup *d, const PageText *now, GError **error)
{
    g_autoptr(GPtrArray) pages = g_ptr_array_new_with_free_func((GDestroyNotify)page_text_free);
    g_autoptr(PageText) named_before = NULL, named = NULL;
    for (guint i = 0; i < d->losers->len; i++)
        if (!list_of_other_content(ledger, g_ptr_array_index(d->losers, i), pages, error))
            return FALSE;
    if (!is_unchanged(d->before, now)) {
        if (!find_canonical(ledger, d->before, &named_before, error) ||
            !find_canonical(ledger, now, &named, error) ||
            (d->before && !duplicate_list_of(ledger, d->before->id, pages, error)) ||
            (named_before && !duplicate_list_of(ledger, named_before->id, pages, error)))
            return FALSE;
        if (named && named->is_left_out)
            g_ptr_array_add(pages, g_steal_pointer(&named));
    }
    return recheck_all(ledger, pages, error);
}

static gboolean put_canonical_defect(Ledger *ledger, const PageText *page, const PageText *target,
                                     GError **error)
{
    const LedgerDefect defect = {.code = "canonical-differs", .detail = page->canonical};
    return target && !is_alike(page, target) ? duplicate_put_defect(ledger, page->id, &defect, error)
                                             : duplicate_drop_defect(ledger, page->id, defect.code, error);
}

static gboolean add_text(PageText *page, gpointer pages)
{
    g_ptr_array_add(pages, page);
    return TRUE;
}

/* Of the page itself, and of those that name it. */
static gboolean put_canonical_defects(Ledger *ledger, const Dedup *d, const PageText *now, GError **error)
{
    g_autoptr(GPtrArray) naming = g_ptr_array_new_with_free_func((GDestroyNotify)page_text_free);
    g_autoptr(PageText) target = NULL;
    if (!find_canonical(ledger, now, &target, error) ||
        (target && !put_canonical_defect(ledger, now, target, error)))
        return FALSE;
    if (is_unchanged(d->before, now))
        return TRUE;
    if (!duplicate_each_naming(ledger, d->url, add_text, naming, error))
        return FALSE;
    for (guint i = 0; i < naming->len; i++)
        if (!put_canonical_defect(ledger, g_ptr_array_index(naming, i), now, error))
            return FALSE;
    return TRUE;
}

gboolean dedup_settle(Ledger *ledger, const Dedup *d, GError **error)
{
    g_autoptr(PageText) now = NULL;
    if (!duplicate_find(ledger, d->url, &now, error))
        return FALSE;
    for (guint i = 0; i < d->losers->len; i++)
        if (!duplicate_put(ledger, ((PageText *)g_ptr_array_index(d->losers, i))->id, now->id, error))
            return FALSE;
    return recheck_others(ledger, d, now, error) && put_canonical_defects(ledger, d, now, error);
}

void dedup_free(Dedup *d)
{
    g_free(d->url);
    g_clear_pointer(&d->before, page_text_free);
    g_ptr_array_unref(d->losers);
    g_free(d);
}
