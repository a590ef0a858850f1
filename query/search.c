#include "query/search.h"

#include "query/blend.h"
#include "query/elsewhere.h"
#include "query/rescue.h"
#include "query/tongue.h"
#include "shim/limits.h"

#define SPARE 10 /* hits that are asked for beyond those that are wanted, because of clusters that stand there twice */
#define ROUNDS 4 /* a list is asked for, at most, because of clusters that stand in it twice */

/* The list's places [first, first + limit) as results. */
static gboolean add_results(const Panel *p, const PanelList *list, guint first, guint limit, Answer *a, GError **error)
{
    g_autoptr(GArray) places = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint i = first; i < MIN(list->ranking->len, first + limit); i++) {
        const Ranked *ranked = &g_array_index(list->ranking, Ranked, i);
        g_autoptr(GError) cause = NULL;
        Result *r = inquiry_result(list->inquiry, ranked->place, a, &cause);
        if (cause) {
            g_propagate_error(error, g_steal_pointer(&cause));
            return FALSE;
        }
        if (!r)
            continue;
        g_ptr_array_add(a->results, r);
        g_array_append_val(places, ranked->place);
        r->rank_in_language = ranked->rank;
        clusters_describe(p->clusters, ranked->cluster, r);
    }
    return !a->request->explain ||
           inquiry_explain(list->inquiry, places, (Result *const *)a->results->pdata, error);
}

/* Asks for the list's places up to `last`; again, for more hits, when some were second pages of a cluster. */
static gboolean ask_list(Panel *p, guint list, guint first, guint last, gint64 deadline_us, GError **error)
{
    InquiryRange range = {
        .offset = first, .limit = last - first, .spare = SPARE, .has_facets = TRUE, .deadline_us = deadline_us};
    for (guint round = 0; round < ROUNDS; round++, range.spare += SPARE << round) {
        if (!panel_ask(p, list, &range, error))
            return FALSE;
        const PanelList *l = &p->lists[list];
        if (l->ranking->len >= range.limit || l->inquiry->found->hits->len < range.limit + range.spare)
            break;
    }
    return TRUE;
}

static gboolean ask_one(Panel *p, Answer *a, const LangProfile *lang, guint offset, gint64 deadline_us, GError **error)
{
    guint list = panel_find(p, lang), limit = p->question.request->per_page;
    guint first = offset + limit <= LIMIT_COLLAPSED ? 0 : offset;
    const PanelList *l = &p->lists[list];
    if (!ask_list(p, list, first, offset + limit, deadline_us, error) ||
        !add_results(p, l, offset - first, limit, a, error))
        return FALSE;
    inquiry_describe(l->inquiry, a);
    inquiry_add_facets(l->inquiry, a);
    a->total = l->inquiry->found->total - l->twice;
    a->total_is_estimate = l->inquiry->found->total_is_estimate;
    a->reachable = MIN(a->total, LIMIT_DEPTH_OF_RESULTS / limit * limit);
    const Carried *carried = l->inquiry->asked.carried;
    gboolean is_carried = carried && carried->steps->len;
    return !is_carried || rescue_tell(l->inquiry->room, a, RESCUE_TRANSLATION, carried_text(carried), deadline_us, error);
}

static Answer *ask(Searcher *s, const Request *request, GError **error)
{
    gint64 started = g_get_monotonic_time();
    gint64 deadline_us = started + LIMIT_DEADLINE_MS * G_GINT64_CONSTANT(1000);
    g_autoptr(Answer) a = answer_new(request);
    guint offset = (request->page - 1) * request->per_page;
    const LangProfile *named = query_find_language(request->query, s->languages);
    const LangProfile *lang = named ? named : request->lang;
    gboolean is_blend = request->all_languages && !named;
    const LangProfile *tongue = query_tongue(s, request, lang, error);
    if (!tongue)
        return NULL;
    a->tongue = tongue;
    if (!is_blend && tongue == lang && !rescue_answer(s, searcher_find_room(s, lang), a, deadline_us, error))
        return NULL;
    Request searched = *request;
    searched.query = a->corrected ? a->corrected : request->query;
    g_autoptr(Panel) panel = panel_new(s, &searched, tongue);
    if (is_blend ? !blend_ask(panel, a, offset, request->per_page, deadline_us, error)
                 : !ask_one(panel, a, lang, offset, deadline_us, error))
        return NULL;
    gboolean is_first = request->page == 1 && *request->query && !request->is_run;
    if (is_first && lang == request->lang && !is_blend && !elsewhere_ask(panel, a, deadline_us, error))
        return NULL;
    for (guint i = 0; i < a->results->len; i++)
        ((Result *)a->results->pdata[i])->rank = offset + i + 1;
    a->took_us = g_get_monotonic_time() - started;
    return g_steal_pointer(&a);
}

Answer *searcher_ask(Searcher *s, const Request *request, GError **error)
{
    Answer *a = ask(s, request, error);
    searcher_leave_ledger(s);
    return a;
}
