#include "query/inquiry.h"

#include <string.h>

#include "langs/message.h"
#include "query/authority.h"
#include "query/snippet.h"
#include "shim/limits.h"
#include "shim/schema.h"

static const guint facet_slots[] = {SLOT_SECTION, SLOT_TYPE, SLOT_YEAR};
static const char *const facet_names[] = {"section", "type", "year"};

static gboolean put(Inquiry *q, const Question *question, QueryWidth width, GError **error)
{
    asked_clear(&q->asked);
    return question_put(question, q->room, width, &q->asked, error);
}

/* The best hits of what nothing was asked for are none: their index need not be opened. */
static gboolean search(Inquiry *q, const Question *question, GError **error)
{
    g_clear_pointer(&q->found, index_result_free);
    if (q->is_brief && q->asked.parsed->tree->op == QUERY_NOTHING)
        q->found = index_result_new();
    else if (room_open(question->searcher, q->room, error))
        q->found = authority_search(q->is_brief ? NULL : question->clusters, q->room, q->asked.parsed, &q->search, error);
    return q->found != NULL;
}

static void free_record(gpointer record)
{
    if (record)
        g_string_free(record, TRUE);
}

Inquiry *inquiry_new(const Question *question, Room *room, const InquiryRange *range, GError **error)
{
    if (!room_open_words(question->searcher, room, error))
        return NULL;
    g_autoptr(Inquiry) q = g_new0(Inquiry, 1);
    q->room = room;
    q->is_brief = range->is_brief;
    q->search = (IndexSearch){.offset = range->offset,
                              .limit = range->limit + range->spare,
                              .check_at_least = range->is_brief ? 0 : LIMIT_EXACT_TOTAL,
                              .sort = question->request->sort,
                              .facet_slots = facet_slots,
                              .n_facet_slots = range->has_facets ? G_N_ELEMENTS(facet_slots) : 0,
                              .now = g_get_real_time() / G_USEC_PER_SEC,
                              .deadline_us = range->deadline_us};
    return put(q, question, q->is_brief ? QUERY_CORE : QUERY_NARROW, error) ? g_steal_pointer(&q) : NULL;
}

gboolean inquiry_search(Inquiry *q, const Question *question, GError **error)
{
    if (!search(q, question, error))
        return FALSE;
    gboolean is_wider = !q->found->total && !q->asked.carried && q->asked.parsed->words > 1;
    if (is_wider && (!put(q, question, QUERY_WIDE, error) || !search(q, question, error)))
        return FALSE;
    q->records = g_ptr_array_new_with_free_func(free_record);
    g_ptr_array_set_size(q->records, q->found->hits->len);
    return TRUE;
}

const IndexHit *inquiry_hit(const Inquiry *q, guint i)
{
    return &g_array_index(q->found->hits, IndexHit, i);
}

double inquiry_score(const Inquiry *q, guint i)
{
    double most = q->found->max_weight;
    return most > 0 ? MIN(inquiry_hit(q, i)->weight / most, 1) : 0;
}

/* The hit's record, read once; of no bytes: the page has left the index. FALSE: the index cannot be read. */
static gboolean read_hit(const Inquiry *q, guint i, const GString **record, GError **error)
{
    *record = q->records->pdata[i];
    if (*record)
        return TRUE;
    g_autofree char *data = NULL;
    gsize n = 0;
    if (!index_reader_read_record(q->room->reader, inquiry_hit(q, i), &data, &n, error))
        return FALSE;
    *record = q->records->pdata[i] = g_string_new_len(data, data ? n : 0);
    return TRUE;
}

static gboolean parse_hit(const Inquiry *q, guint i, Record *record)
{
    const GString *bytes;
    return read_hit(q, i, &bytes, NULL) && bytes->len && record_parse(bytes->str, bytes->len, record, NULL);
}

gint64 inquiry_date(const Inquiry *q, guint i)
{
    Record record;
    return parse_hit(q, i, &record) ? record.date : RECORD_DATE_UNKNOWN;
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
    const GString *record;
    if (!read_hit(q, i, &record, error) || !record->len)
        return NULL;
    Result *r = inquiry_show(q, record->str, record->len, answer, error);
    if (r)
        r->score = inquiry_hit(q, i)->weight;
    return r;
}

Result *inquiry_show(const Inquiry *q, const char *data, gsize n, Answer *answer, GError **error)
{
    GHashTable *terms = q->asked.parsed->terms;
    LangAnalyser *analyser = q->room->analyser;
    gsize *work = &answer->snippet_work;
    Record record;
    if (!record_parse(data, n, &record, error))
        return NULL;
    Result *r = result_new(q->room->profile);
    r->url = g_strdup(record.url);
    r->title = g_strdup(record.title);
    r->type = g_strdup(record.type);
    r->section = g_strdup(record.section);
    r->date = record.date;
    gint32 most = answer->request->is_run ? 0 : record.max_snippet;
    r->snippet = snippet_make(analyser, terms, record.text, most, work);
    if (!has_hit(r->snippet) && *record.description && most != 0) {
        g_array_unref(r->snippet); /* the author's own words say more than the page's first ones */
        r->snippet = snippet_make(analyser, terms, record.description, most, work);
    }
    return r;
}

static void clear_reason(gpointer p)
{
    g_free(((Reason *)p)->term);
    g_free(((Reason *)p)->source);
}

/* The terms that a step has led to, with their prefixes. */
typedef struct {
    GHashTable *steps; /* term → CarryStep */
    const CarryStep *step;
} StepTerms;

static void add_step_term(const Token *t, gpointer user)
{
    StepTerms *s = user;
    char *term = g_strconcat(token_form_prefix(t->form), t->term, NULL);
    if (g_hash_table_contains(s->steps, term))
        g_free(term);
    else
        g_hash_table_insert(s->steps, term, (gpointer)s->step);
}

/* NULL: nothing was carried. */
static GHashTable *collect_step_terms(const Inquiry *q)
{
    if (!q->asked.carried)
        return NULL;
    StepTerms s = {g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL), NULL};
    const GArray *steps = q->asked.carried->steps;
    for (guint i = 0; i < steps->len; i++) {
        s.step = &g_array_index(steps, CarryStep, i);
        lang_analyse(q->room->analyser, s.step->target, strlen(s.step->target), add_step_term, &s);
    }
    return s.steps;
}

static GArray *make_reasons(const Inquiry *q, const GArray *weights, GHashTable *steps)
{
    GArray *reasons = g_array_new(FALSE, FALSE, sizeof(Reason));
    g_array_set_clear_func(reasons, clear_reason);
    for (guint i = 0; i < weights->len; i++) {
        const IndexTermWeight *w = &g_array_index(weights, IndexTermWeight, i);
        const char *bare = w->term + (w->term[0] == PREFIX_TITLE[0] ? 1 : 0);
        const CarryStep *step = steps ? g_hash_table_lookup(steps, bare) : NULL;
        Reason reason = {g_strdup(w->term), w->weight, NULL, NULL, 0};
        if (step) {
            reason.source = g_strdup(step->source);
            reason.way = step->way;
            reason.pairs = step->pairs;
        } else if (q->asked.typed) {
            reason.source = g_strdup(q->asked.typed);
            reason.way = "title";
        }
        g_array_append_val(reasons, reason);
    }
    return reasons;
}

gboolean inquiry_explain(const Inquiry *q, const GArray *places, Result *const *results, GError **error)
{
    g_autoptr(GArray) hits = g_array_new(FALSE, FALSE, sizeof(IndexHit));
    for (guint i = 0; i < MIN(places->len, LIMIT_EXPLAINED); i++)
        g_array_append_vals(hits, inquiry_hit(q, g_array_index(places, guint, i)), 1);
    const IndexResult some = {.hits = hits};
    g_autoptr(GPtrArray) all = index_reader_explain(q->room->reader, q->asked.parsed->tree, &q->search, &some, error);
    g_autoptr(GHashTable) steps = collect_step_terms(q);
    for (guint i = 0; all && i < all->len; i++)
        results[i]->reasons = make_reasons(q, all->pdata[i], steps);
    return all != NULL;
}

/* The values of a facet that may have been counted in another language already. */
static GArray *find_values(Answer *a, const char *slot)
{
    for (guint i = 0; i < a->facets->len; i++)
        if (g_str_equal(g_array_index(a->facets, Facet, i).slot, slot))
            return g_array_index(a->facets, Facet, i).values;
    Facet facet = {slot, g_array_new(FALSE, FALSE, sizeof(FacetValue))};
    g_array_append_val(a->facets, facet);
    return facet.values;
}

static void add_value(GArray *values, const IndexFacet *counted)
{
    for (guint i = 0; i < values->len; i++) {
        FacetValue *v = &g_array_index(values, FacetValue, i);
        if (g_str_equal(v->value, counted->value)) {
            v->count += counted->count;
            return;
        }
    }
    FacetValue value = {g_strdup(counted->value), counted->count};
    g_array_append_val(values, value);
}

void inquiry_add_facets(const Inquiry *q, Answer *a)
{
    for (guint f = 0; f < q->found->facets->len; f++) {
        GArray *values = find_values(a, facet_names[f]);
        const GArray *counted = g_ptr_array_index(q->found->facets, f);
        for (guint i = 0; i < counted->len; i++)
            add_value(values, &g_array_index(counted, IndexFacet, i));
    }
}

void inquiry_describe(const Inquiry *q, Answer *a)
{
    const LangProfile *lang = a->request->lang;
    const ParsedQuery *parsed = q->asked.parsed;
    if (parsed->is_cut)
        answer_add_notice(a, "query-cut",
                          message_format(lang, "notice_query_cut", &MESSAGE_ARG_NUMBER(LIMIT_QUERY_TERMS), 1));
    if (parsed->short_wildcard)
        answer_add_notice(a, "wildcard", message_text_1(lang, "notice_wildcard", parsed->short_wildcard));
}

void inquiry_free(Inquiry *q)
{
    asked_clear(&q->asked);
    g_clear_pointer(&q->found, index_result_free);
    g_clear_pointer(&q->records, g_ptr_array_unref);
    g_free(q);
}
