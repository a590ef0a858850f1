#include "query/search.h"

#include "query/blend.h"
#include "query/inquiry.h"
#include "query/rescue.h"
#include "shim/limits.h"

/* All hits of the inquiry, which begin at rank `offset`, as results. */
static gboolean add_results(Answer *a, const Inquiry *q, guint offset, GError **error)
{
    g_autoptr(GArray) places = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint i = 0; i < q->found->hits->len; i++) {
        Result *r = inquiry_result(q, i, a, error);
        if (!r)
            return FALSE;
        g_ptr_array_add(a->results, r);
        g_array_append_val(places, i);
        r->rank_in_language = offset + i + 1;
    }
    g_autoptr(GPtrArray) reasons = a->request->explain ? inquiry_explain(q, places, error) : NULL;
    for (guint i = 0; reasons && i < reasons->len; i++)
        ((Result *)a->results->pdata[i])->terms = g_array_ref(reasons->pdata[i]);
    return reasons || !a->request->explain;
}

/* `request`: the one that is searched, in the language of the room. */
static gboolean ask_one(Searcher *s, Answer *a, Room *room, const Request *request, guint offset, gint64 deadline_us,
                        GError **error)
{
    const InquiryRange range = {.offset = offset,
                                .limit = request->per_page,
                                .has_facets = TRUE,
                                .deadline_us = deadline_us};
    g_autoptr(Inquiry) q = inquiry_new(s, room, request, &range, error);
    if (!q || !add_results(a, q, offset, error))
        return FALSE;
    inquiry_describe(q, a);
    a->total = q->found->total;
    a->total_is_estimate = q->found->total_is_estimate;
    return TRUE;
}

Answer *searcher_ask(Searcher *s, const Request *request, GError **error)
{
    gint64 started = g_get_monotonic_time();
    gint64 deadline_us = started + LIMIT_DEADLINE_MS * G_GINT64_CONSTANT(1000);
    g_autoptr(Answer) a = answer_new(request);
    guint offset = (request->page - 1) * request->per_page;
    const LangProfile *named = query_find_language(request->query, s->languages);
    Room *room = searcher_find_room(s, named ? named : request->lang);
    gboolean is_blend = request->all_languages && !named;
    if (!is_blend && !rescue_answer(s, room, a, deadline_us, error))
        return NULL;
    Request searched = *request;
    searched.query = a->corrected ? a->corrected : request->query;
    if (is_blend ? !blend_ask(s, a, &searched, offset, request->per_page, deadline_us, error)
                 : !ask_one(s, a, room, &searched, offset, deadline_us, error))
        return NULL;
    for (guint i = 0; i < a->results->len; i++)
        ((Result *)a->results->pdata[i])->rank = offset + i + 1;
    a->took_us = g_get_monotonic_time() - started;
    return g_steal_pointer(&a);
}
