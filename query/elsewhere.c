#include "query/elsewhere.h"

#include "langs/message.h"
#include "query/cover.h"
#include "shim/limits.h"

#define SHARE_OF_BEST 0.6  /* of the best score of a list, which a cluster must reach there, and … */
#define COVERAGE_LEAST 0.3 /* … of the question, which its page must have */

/* Of each list and hit, how much of the question it has. */
typedef struct {
    double **of_hits;
    guint n;
} Coverage;

static void coverage_clear(Coverage *c)
{
    for (guint i = 0; i < c->n; i++)
        g_free(c->of_hits[i]);
    g_free(c->of_hits);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Coverage, coverage_clear)

/* Has a list anything that the asked language lacks? */
static gboolean has_more(const PanelList *list, const LangProfile *lang)
{
    for (guint i = 0; list->ranking && i < list->ranking->len; i++)
        if (!clusters_has_page(g_array_index(list->ranking, Ranked, i).cluster, lang))
            return TRUE;
    return FALSE;
}

static gboolean cover(const Panel *p, Coverage *c, GError **error)
{
    c->n = p->n;
    c->of_hits = g_new0(double *, p->n);
    for (guint i = 0; i < p->n; i++) {
        const Inquiry *q = p->lists[i].inquiry;
        const LangProfile *lang = p->question.request->lang;
        if (!q || q->room->profile == lang || !has_more(&p->lists[i], lang))
            continue;
        c->of_hits[i] = g_new0(double, q->found->hits->len);
        if (!cover_hits(q, c->of_hits[i], error))
            return FALSE;
    }
    return TRUE;
}

static double score_at(const GArray *ranking, guint rank)
{
    return g_array_index(ranking, Ranked, rank - 1).score;
}

/* Is it nearly the best that there is in a language, its pages that the visitor's has as well included, and most of what
 * was asked for? */
static gboolean is_answer(const Panel *p, const Fused *fused, const Coverage *c)
{
    for (guint i = 0; i < fused->votes->len; i++) {
        const FuseVote *vote = &g_array_index(fused->votes, FuseVote, i);
        const GArray *ranking = p->lists[vote->list].ranking;
        if (score_at(ranking, vote->rank) >= SHARE_OF_BEST * score_at(ranking, 1) &&
            c->of_hits[vote->list][vote->place] >= COVERAGE_LEAST)
            return TRUE;
    }
    return FALSE;
}

static void count_found(const Panel *p, Answer *a)
{
    for (guint i = 0; i < p->n; i++) {
        const Inquiry *q = p->lists[i].inquiry;
        if (!q || q->room->profile == p->question.request->lang || !q->found->total)
            continue;
        FoundIn found = {q->room->profile, q->found->total};
        g_array_append_val(a->found_in, found);
    }
}

/* A name of a language in a text of another, which may be written in the other direction: isolated (UAX 9).
 * g_free() */
static char *isolate_name(const LangProfile *lang, const LangProfile *text)
{
    gboolean is_same = g_str_equal(lang_direction(lang), lang_direction(text));
    return g_strconcat(is_same ? "" : "\u2068", lang_name(lang), is_same ? "" : "\u2069", NULL);
}

/* That the page is not there in `lang`, and in which languages it is. g_free() */
static char *make_notice(const Result *r, const LangProfile *lang)
{
    g_autoptr(GPtrArray) languages = result_languages(r);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < languages->len; i++)
        g_ptr_array_add(names, isolate_name(languages->pdata[i], lang));
    g_autofree char *list = message_list(lang, (const char *const *)names->pdata, names->len);
    const MessageArgument arguments[] = {MESSAGE_ARG_TEXT(lang_name(lang)), MESSAGE_ARG_TEXT(list)};
    return message_format(lang, "available_in", arguments, 2);
}

/* What answers and is not there in the asked language. */
static gboolean add_clusters(const Panel *p, Answer *a, GError **error)
{
    const LangProfile *lang = p->question.request->lang;
    g_auto(Coverage) coverage = {0};
    if (!cover(p, &coverage, error))
        return FALSE;
    g_autoptr(Fusion) fusion = panel_fuse(p, lang);
    const GPtrArray *clusters = fusion_sort(fusion);
    for (guint i = 0; i < clusters->len && a->elsewhere->len < LIMIT_ELSEWHERE; i++) {
        if (!is_answer(p, clusters->pdata[i], &coverage))
            continue;
        Result *r = panel_show(p, clusters->pdata[i], lang, a, error);
        if (!r)
            return FALSE;
        g_ptr_array_add(a->elsewhere, r);
        r->notice = make_notice(r, lang);
        r->rank = a->elsewhere->len;
    }
    return TRUE;
}

/* Can a language have what the asked one does not? The query's own is always asked: it tells what the others are asked, and
 * how their scores compare. */
static gboolean may_have_more(const Panel *p, guint i, const InquiryRange *range)
{
    const LangProfile *lang = p->question.request->lang, *other = p->searcher->rooms[i].profile;
    if (other == lang)
        return FALSE;
    return !range->is_brief || other == p->question.tongue || !clusters_have_all(p->clusters, other, lang);
}

/* Asks the others. FALSE: nothing can come of it, since none of them has enough of the question; where it is known what
 * each would be asked before any has answered, that is known without a search. */
static gboolean ask_others(Panel *p, const InquiryRange *range)
{
    gboolean is_settled = p->question.tongue == p->question.request->lang, has_hope = !is_settled || !range->is_brief;
    for (guint i = 0; i < p->n && is_settled; i++)
        if (may_have_more(p, i, range) && panel_put(p, i, range, NULL))
            has_hope |= p->lists[i].inquiry->asked.coverage >= COVERAGE_LEAST;
    for (guint i = 0; i < p->n && has_hope; i++) {
        if (!may_have_more(p, i, range))
            continue;
        gboolean is_put = is_settled ? p->lists[i].inquiry != NULL : panel_put(p, i, range, NULL);
        if (!is_put || !panel_search(p, i, NULL))
            p->trust[i] = 0;
    }
    return has_hope;
}

gboolean elsewhere_ask(Panel *p, Answer *a, gint64 deadline_us, GError **error)
{
    const LangProfile *lang = p->question.request->lang;
    const InquiryRange range = {.limit = LIMIT_ELSEWHERE_HITS, .is_brief = a->total > 0, .deadline_us = deadline_us};
    if (!ask_others(p, &range))
        return TRUE;
    if (!a->total)
        count_found(p, a);
    if (clusters_are_known(p->clusters) && !add_clusters(p, a, error))
        return FALSE;
    const MessageArgument arguments[] = {MESSAGE_ARG_TEXT(lang_name(lang)), MESSAGE_ARG_NUMBER(a->elsewhere->len)};
    if (a->elsewhere->len)
        answer_add_notice(a, "elsewhere", message_format(lang, "notice_elsewhere", arguments, 2));
    else if (a->found_in->len)
        answer_add_notice(a, "elsewhere", message_text_1(lang, "notice_found_in", lang_name(lang)));
    return TRUE;
}
