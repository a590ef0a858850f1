#include "query/panel.h"

#include "shim/limits.h"

#define TITLE_RANKS 3 /* of a list: among these a page is looked for whose title the query is */

Panel *panel_new(Searcher *searcher, const Request *request, const LangProfile *tongue)
{
    Panel *p = g_new0(Panel, 1);
    p->searcher = searcher;
    p->clusters = clusters_new(searcher);
    p->question = (Question){searcher, request, tongue, p->clusters, NULL};
    p->n = searcher->languages->len;
    p->lists = g_new0(PanelList, p->n);
    p->trust = g_new0(double, p->n);
    return p;
}

void panel_free(Panel *p)
{
    for (guint i = 0; i < p->n; i++) {
        g_clear_pointer(&p->lists[i].inquiry, inquiry_free);
        g_clear_pointer(&p->lists[i].ranking, g_array_unref);
    }
    clusters_free(p->clusters);
    g_free(p->lists);
    g_free(p->trust);
    g_free(p);
}

guint panel_find(const Panel *p, const LangProfile *lang)
{
    guint i = 0;
    while (p->searcher->rooms[i].profile != lang)
        i++;
    return i;
}

/* That of the page at a place of the list, which is in the cluster; NULL: the ledger does not know it as one of an index. */
static const char *title_of(const PanelList *list, const Ranked *r)
{
    const char *url = inquiry_hit(list->inquiry, r->place)->url;
    for (guint i = 0; r->cluster && i < r->cluster->members->len; i++) {
        const ClusterMember *m = &g_array_index(r->cluster->members, ClusterMember, i);
        if (g_str_equal(m->url, url))
            return m->title;
    }
    return NULL;
}

static void find_title(Panel *p, const PanelList *list)
{
    for (guint i = 0; i < MIN(list->ranking->len, TITLE_RANKS) && !p->question.title; i++) {
        const Ranked *r = &g_array_index(list->ranking, Ranked, i);
        const char *title = title_of(list, r);
        if (title && question_is_title(&p->question, list->inquiry->room, title))
            p->question.title = r->cluster;
    }
}

gboolean panel_put(Panel *p, guint i, const InquiryRange *range, GError **error)
{
    PanelList *list = &p->lists[i];
    g_clear_pointer(&list->inquiry, inquiry_free);
    g_clear_pointer(&list->ranking, g_array_unref);
    list->inquiry = inquiry_new(&p->question, &p->searcher->rooms[i], range, error);
    list->most = range->limit;
    return list->inquiry != NULL;
}

gboolean panel_search(Panel *p, guint i, GError **error)
{
    PanelList *list = &p->lists[i];
    if (!inquiry_search(list->inquiry, &p->question, error)) {
        g_clear_pointer(&list->inquiry, inquiry_free);
        return FALSE;
    }
    list->ranking = ranking_new(list->inquiry, p->clusters, list->most, &list->twice);
    p->trust[i] = list->inquiry->asked.coverage;
    if (p->searcher->rooms[i].profile == p->question.tongue)
        find_title(p, list);
    return TRUE;
}

gboolean panel_ask(Panel *p, guint i, const InquiryRange *range, GError **error)
{
    return panel_put(p, i, range, error) && panel_search(p, i, error);
}

/* What two lists say of what they have in common: sums of scores that should be equal. */
typedef struct {
    double own, other;
} Common;

#define ALIKE_RANKS 5    /* so many ranks of the smaller collection are compared (below) */
#define ALIKE_WEIGHT 0.5 /* of the assumption that the best score of the own list means the same in both */

/* Clusters that stand in both. */
static void compare_clusters(const GArray *own, const GArray *other, Common *common)
{
    g_autoptr(GHashTable) known = g_hash_table_new(NULL, NULL);
    for (guint i = 0; i < own->len; i++) {
        const Ranked *r = &g_array_index(own, Ranked, i);
        if (r->cluster)
            g_hash_table_insert(known, (gpointer)r->cluster, (gpointer)r);
    }
    for (guint i = 0; i < other->len; i++) {
        const Ranked *r = &g_array_index(other, Ranked, i), *same = g_hash_table_lookup(known, r->cluster);
        common->own += same ? same->score : 0;
        common->other += same ? r->score : 0;
    }
}

/* Ranks that should be alike: of collections of N and M pages the k-th of the one and the (k·M/N)-th of the other. They keep
 * a language with few pages, which few clusters can speak for, from gaining by that. */
static void compare_ranks(const Panel *p, guint own, guint other, Common *common)
{
    const guint lists[] = {own, other};
    double pages[2];
    for (guint i = 0; i < 2; i++)
        pages[i] = index_reader_count(p->searcher->rooms[lists[i]].reader);
    double least = MIN(pages[0], pages[1]);
    for (guint k = 0; k < ALIKE_RANKS && least > 0; k++) {
        double score[2];
        for (guint i = 0; i < 2; i++) {
            const GArray *ranking = p->lists[lists[i]].ranking;
            double at = (k + 0.5) * pages[i] / least;
            if (at >= ranking->len)
                return;
            score[i] = g_array_index(ranking, Ranked, (guint)at).score;
        }
        common->own += score[0];
        common->other += score[1];
    }
}

/*
 * What the scores of a list must be multiplied by to be comparable with those of the query's own language. A carried query
 * has more alternatives than a page can have, and languages differ in how many forms of a word there are; the clusters that
 * stand in both lists tell how much, and ranks that should be alike.
 */
static double calibrate(const Panel *p, guint list)
{
    guint tongue = panel_find(p, p->question.tongue);
    const GArray *own = p->lists[tongue].ranking, *other = p->lists[list].ranking;
    if (!own || own == other || !own->len || !other->len)
        return 1;
    double best = ALIKE_WEIGHT * g_array_index(own, Ranked, 0).score;
    Common common = {best, best};
    compare_clusters(own, other, &common);
    compare_ranks(p, tongue, list, &common);
    return common.other > 0 ? common.own / common.other : 1;
}

Fusion *panel_fuse(const Panel *p, const LangProfile *without)
{
    Fusion *fusion = fusion_new(p->trust, p->n);
    g_autofree gboolean *is_known = g_new0(gboolean, p->n);
    for (guint i = 0; i < p->n; i++) {
        const GArray *ranking = p->searcher->rooms[i].profile == without ? NULL : p->lists[i].ranking;
        double factor = ranking ? calibrate(p, i) : 1;
        for (guint k = 0; ranking && k < ranking->len; k++) {
            const Ranked *r = &g_array_index(ranking, Ranked, k);
            if (without && clusters_has_page(r->cluster, without))
                continue;
            for (guint l = 0; l < p->n; l++)
                is_known[l] = clusters_has_page(r->cluster, p->searcher->rooms[l].profile);
            const FuseVote vote = {i, r->rank, MIN(factor * r->score, 1), r->place};
            fusion_add(fusion, r->cluster, is_known, &vote);
        }
    }
    return fusion;
}

/* The list whose page is shown: where `lang` has no page, that of the query's language or the one that ranks
 * it highest. */
static guint choose_list(const Panel *p, const Fused *fused, const LangProfile *lang, Version *version)
{
    const LangProfile *wishes[] = {lang, p->question.tongue};
    for (guint i = 0; i < G_N_ELEMENTS(wishes); i++) {
        guint list = panel_find(p, wishes[i]);
        if (!p->lists[list].inquiry)
            continue;
        *version = i == 0 ? VERSION_ASKED : VERSION_QUERY;
        if (fused_find_vote(fused, list) ||
            (fused->cluster && cluster_get_member(fused->cluster, lang_code(wishes[i]))))
            return list;
    }
    const FuseVote *best = &g_array_index(fused->votes, FuseVote, 0);
    for (guint i = 1; i < fused->votes->len; i++) {
        const FuseVote *vote = &g_array_index(fused->votes, FuseVote, i);
        if (vote->rank < best->rank || (vote->rank == best->rank && vote->score > best->score))
            best = vote;
    }
    *version = VERSION_BEST;
    return best->list;
}

/* The page of the cluster that is not among the hits of its language; NULL without an error: it is not in the
 * index. */
static Result *show_member(const Panel *p, guint list, const Cluster *cluster, Answer *answer, GError **error)
{
    const Inquiry *q = p->lists[list].inquiry;
    const ClusterMember *m = cluster_get_member(cluster, lang_code(q->room->profile));
    g_autofree char *id = index_id(m->url), *record = NULL;
    gsize n;
    if (!index_reader_find_record(q->room->reader, id, &record, &n, error) || !record)
        return NULL;
    return inquiry_show(q, record, n, answer, error);
}

static gboolean explain(const Panel *p, const Fused *fused, const FuseVote *shown, gboolean may_tell, Result *r,
                        GError **error)
{
    r->votes = g_array_new(FALSE, FALSE, sizeof(BlendVote));
    for (guint i = 0; i < p->n; i++) {
        const LangProfile *lang = p->searcher->rooms[i].profile;
        const FuseVote *vote = fused_find_vote(fused, i);
        BlendVote blend = {lang, vote ? vote->rank : 0, vote ? vote->score : 0};
        if (vote || (p->trust[i] > 0 && clusters_has_page(fused->cluster, lang)))
            g_array_append_val(r->votes, blend);
    }
    if (!shown || !may_tell)
        return TRUE;
    g_autoptr(GArray) places = g_array_new(FALSE, FALSE, sizeof(guint));
    g_array_append_val(places, shown->place);
    return inquiry_explain(p->lists[shown->list].inquiry, places, &r, error);
}

Result *panel_show(const Panel *p, const Fused *fused, const LangProfile *lang, Answer *answer, GError **error)
{
    Version version;
    g_autoptr(GError) cause = NULL;
    guint list = choose_list(p, fused, lang, &version);
    const FuseVote *vote = fused_find_vote(fused, list);
    g_autoptr(Result) r = vote ? inquiry_result(p->lists[list].inquiry, vote->place, answer, &cause)
                               : show_member(p, list, fused->cluster, answer, &cause);
    if (!r && !cause) { /* it has left the index since the ledger was read */
        vote = &g_array_index(fused->votes, FuseVote, 0);
        version = VERSION_BEST;
        r = inquiry_result(p->lists[vote->list].inquiry, vote->place, answer, &cause);
    }
    if (!r && !cause)
        g_set_error(&cause, FAULT, FAULT_RETRY, "index '%s' changed while it was read", lang_code(p->searcher->rooms[list].profile));
    if (!r || (answer->request->explain && !explain(p, fused, vote, answer->results->len < LIMIT_EXPLAINED, r, &cause))) {
        g_propagate_error(error, g_steal_pointer(&cause));
        return NULL;
    }
    r->score = fused->score;
    r->version = version;
    r->rank_in_language = vote ? vote->rank : 0;
    clusters_describe(p->clusters, fused->cluster, r);
    return g_steal_pointer(&r);
}
