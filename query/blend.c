#include "query/blend.h"

#include <string.h>

#include "langs/message.h"
#include "shim/limits.h"

/* Asks a language; one that cannot answer is left out with a notice, unless it is the one that is asked for. */
static gboolean ask(Panel *p, Answer *a, guint list, gint64 deadline_us, GError **error)
{
    const LangProfile *asked = p->question.request->lang, *lang = p->searcher->rooms[list].profile;
    const InquiryRange range = {.limit = LIMIT_BLEND, .has_facets = TRUE, .deadline_us = deadline_us};
    g_autoptr(GError) cause = NULL;
    if (panel_ask(p, list, &range, &cause)) {
        inquiry_add_facets(p->lists[list].inquiry, a);
        if (lang == asked)
            inquiry_describe(p->lists[list].inquiry, a);
        return TRUE;
    }
    if (lang == asked)
        g_propagate_error(error, g_steal_pointer(&cause));
    else
        answer_add_notice(a, "language-missing",
                          message_text_1(asked, "notice_language_missing", lang_name(lang)));
    return lang != asked;
}

static gint compare_counts(gconstpointer a, gconstpointer b)
{
    const FacetValue *x = a, *y = b;
    return x->count != y->count ? (x->count > y->count ? -1 : 1) : strcmp(x->value, y->value);
}

/* Pages were counted: so many of them are a cluster as among the hits that were looked at. */
static void count_clusters(Answer *a, guint clusters, guint64 seen)
{
    for (guint f = 0; f < a->facets->len; f++) {
        GArray *values = g_array_index(a->facets, Facet, f).values;
        for (guint i = 0; i < values->len; i++) {
            FacetValue *v = &g_array_index(values, FacetValue, i);
            v->count = MAX(1, seen ? (v->count * (guint64)clusters + seen / 2) / seen : 1);
        }
        g_array_sort(values, compare_counts);
    }
}

/* How many clusters there are, from how many there are among the hits that were looked at. */
static void estimate_total(const Panel *p, Answer *a, guint clusters)
{
    guint64 matches = 0, seen = 0;
    for (guint i = 0; i < p->n; i++) {
        const Inquiry *q = p->lists[i].inquiry;
        matches += q ? q->found->total : 0;
        seen += q ? q->found->hits->len : 0;
        a->total_is_estimate |= q && (q->found->total_is_estimate || q->found->total > q->found->hits->len);
    }
    a->total = seen ? clusters * matches / seen : 0;
    a->reachable = clusters;
    count_clusters(a, clusters, seen);
}

typedef struct {
    const Fused *fused;
    gint64 date;
} Dated;

static gint compare_dates(gconstpointer a, gconstpointer b)
{
    const Dated *x = a, *y = b;
    return x->date < y->date ? 1 : x->date > y->date ? -1 : 0;
}

/* The newest of its pages that were found. */
static gint64 find_date(const Panel *p, const Fused *fused)
{
    gint64 date = RECORD_DATE_UNKNOWN;
    for (guint i = 0; i < fused->votes->len; i++) {
        const FuseVote *vote = &g_array_index(fused->votes, FuseVote, i);
        date = MAX(date, inquiry_date(p->lists[vote->list].inquiry, vote->place));
    }
    return date;
}

/* Dates are comparable whatever the language. */
static GPtrArray *sort_by_date(const Panel *p, const GPtrArray *clusters)
{
    GPtrArray *sorted = g_ptr_array_new();
    g_autoptr(GArray) dated = g_array_new(FALSE, FALSE, sizeof(Dated));
    for (guint i = 0; i < clusters->len; i++) {
        Dated d = {clusters->pdata[i], find_date(p, clusters->pdata[i])};
        g_array_append_val(dated, d);
    }
    g_array_sort(dated, compare_dates);
    for (guint i = 0; i < dated->len; i++)
        g_ptr_array_add(sorted, (gpointer)g_array_index(dated, Dated, i).fused);
    return sorted;
}

gboolean blend_ask(Panel *p, Answer *a, guint offset, guint limit, gint64 deadline_us, GError **error)
{
    const Request *request = p->question.request;
    guint first = panel_find(p, p->question.tongue); /* it may know a title to ask the others for */
    if (!ask(p, a, first, deadline_us, error))
        return FALSE;
    for (guint i = 0; i < p->n; i++)
        if (i != first && !ask(p, a, i, deadline_us, error))
            return FALSE;
    g_autoptr(Fusion) fusion = panel_fuse(p, NULL);
    const GPtrArray *clusters = fusion_sort(fusion);
    g_autoptr(GPtrArray) by_date = request->sort == SORT_NEWEST ? sort_by_date(p, clusters) : NULL;
    clusters = by_date ? by_date : clusters;
    estimate_total(p, a, clusters->len);
    for (guint i = offset; i < MIN(clusters->len, offset + limit); i++) {
        Result *r = panel_show(p, clusters->pdata[i], request->lang, a, error);
        if (!r)
            return FALSE;
        g_ptr_array_add(a->results, r);
    }
    return TRUE;
}
