#include "query/inquiry.h"

#include "langs/message.h"
#include "query/snippet.h"
#include "shim/limits.h"
#include "shim/schema.h"

#define EXACT_TOTAL_BELOW 1000 /* matches that are counted before the total may be an estimate */

static const guint facet_slots[] = {SLOT_SECTION, SLOT_TYPE, SLOT_YEAR};
static const char *const facet_names[] = {"section", "type", "year"};

/* What was typed as a query of the room's index. */
static ParsedQuery *put(const Room *room, const Request *request, QueryWidth width)
{
    return query_parse(request, room->analyser, room->vocabulary, width);
}

static gboolean ask(Inquiry *q, const Request *request, QueryWidth width, GError **error)
{
    g_clear_pointer(&q->parsed, parsed_query_free);
    g_clear_pointer(&q->found, index_result_free);
    q->parsed = put(q->room, request, width);
    q->found = index_reader_search(q->room->reader, q->parsed->tree, &q->search, error);
    return q->found != NULL;
}

Inquiry *inquiry_new(const Searcher *s, Room *room, const Request *request, const InquiryRange *range,
                     GError **error)
{
    if (!room_open(s, room, error))
        return NULL;
    g_autoptr(Inquiry) q = g_new0(Inquiry, 1);
    q->room = room;
    q->search = (IndexSearch){.offset = range->offset,
                              .limit = range->limit,
                              .check_at_least = MAX(EXACT_TOTAL_BELOW, range->depth),
                              .sort = request->sort,
                              .facet_slots = facet_slots,
                              .n_facet_slots = range->has_facets ? G_N_ELEMENTS(facet_slots) : 0,
                              .now = g_get_real_time() / G_USEC_PER_SEC,
                              .deadline_us = range->deadline_us};
    if (!ask(q, request, QUERY_NARROW, error))
        return NULL;
    if (!q->found->total && q->parsed->words > 1 && !ask(q, request, QUERY_WIDE, error))
        return NULL;
    return g_steal_pointer(&q);
}

static gboolean has_hit(const GArray *snippet)
{
    for (guint i = 0; i < snippet->len; i++)
        if (g_array_index(snippet, SnippetPart, i).is_hit)
            return TRUE;
    return FALSE;
}

Result *inquiry_result(const Inquiry *q, guint i, Answer *answer, GError **error)
{
    const IndexHit *hit = &g_array_index(q->found->hits, IndexHit, i);
    LangAnalyser *analyser = q->room->analyser;
    gsize *work = &answer->snippet_work;
    Record record;
    g_autoptr(GVariant) holder = NULL;
    if (!record_parse(hit->record, hit->record_n, &record, &holder, error))
        return NULL;
    Result *r = g_new0(Result, 1);
    r->lang = q->room->profile;
    r->url = g_strdup(record.url);
    r->title = g_strdup(record.title);
    r->type = g_strdup(record.type);
    r->section = g_strdup(record.section);
    r->group = g_strdup(record.group);
    r->snippet = snippet_make(analyser, q->parsed->terms, record.text, record.max_snippet, work);
    if (!has_hit(r->snippet) && *record.description && record.max_snippet != 0) {
        g_array_unref(r->snippet); /* the author's own words say more than the page's first ones */
        r->snippet = snippet_make(analyser, q->parsed->terms, record.description, record.max_snippet, work);
    }
    r->date = record.date;
    r->score = hit->weight;
    return r;
}

GPtrArray *inquiry_explain(const Inquiry *q, const GArray *places, GError **error)
{
    IndexResult some = {.hits = g_array_new(FALSE, FALSE, sizeof(IndexHit))};
    for (guint i = 0; i < places->len; i++)
        g_array_append_val(some.hits,
                           g_array_index(q->found->hits, IndexHit, g_array_index(places, guint, i)));
    GPtrArray *reasons = index_reader_explain(q->room->reader, q->parsed->tree, &q->search, &some, error);
    g_array_unref(some.hits);
    return reasons;
}

static void add_facets(Answer *a, const IndexResult *found)
{
    for (guint f = 0; f < found->facets->len; f++) {
        Facet facet = {facet_names[f], g_array_new(FALSE, FALSE, sizeof(FacetValue))};
        const GArray *values = g_ptr_array_index(found->facets, f);
        for (guint i = 0; i < values->len; i++) {
            const IndexFacet *v = &g_array_index(values, IndexFacet, i);
            FacetValue value = {g_strdup(v->value), v->count};
            g_array_append_val(facet.values, value);
        }
        g_array_append_val(a->facets, facet);
    }
}

void inquiry_describe(const Inquiry *q, Answer *a)
{
    const LangProfile *lang = a->request->lang;
    add_facets(a, q->found);
    if (q->parsed->is_cut)
        answer_add_notice(
            a, "query-cut",
            message_format(lang, "notice_query_cut", &MESSAGE_ARG_NUMBER(LIMIT_QUERY_TERMS), 1));
    if (q->parsed->short_wildcard)
        answer_add_notice(a, "wildcard", message_text_1(lang, "notice_wildcard", q->parsed->short_wildcard));
}

void inquiry_free(Inquiry *q)
{
    g_clear_pointer(&q->parsed, parsed_query_free);
    g_clear_pointer(&q->found, index_result_free);
    g_free(q);
}
