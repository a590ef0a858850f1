#include "query/search.h"

#include <string.h>

#include "langs/message.h"
#include "query/parse.h"
#include "query/snippet.h"
#include "shim/disk.h"
#include "shim/limits.h"
#include "shim/schema.h"

#define EXACT_TOTAL_BELOW 1000 /* matches that are counted before the total may be an estimate */

typedef struct {
    const LangProfile *profile;
    IndexReader *reader;
    LangAnalyser *analyser;
} Room;

struct Searcher {
    const Config *config;
    GPtrArray *languages;
    Room *rooms;
};

static const guint facet_slots[] = {SLOT_SECTION, SLOT_TYPE, SLOT_YEAR};
static const char *const facet_names[] = {"section", "type", "year"};

Searcher *searcher_new(const Config *config, GError **error)
{
    GPtrArray *languages = lang_find_all((const char *const *)config->languages, error);
    if (!languages)
        return NULL;
    Searcher *s = g_new0(Searcher, 1);
    s->config = config;
    s->languages = languages;
    s->rooms = g_new0(Room, languages->len);
    for (guint i = 0; i < languages->len; i++)
        s->rooms[i].profile = g_ptr_array_index(languages, i);
    return s;
}

void searcher_free(Searcher *s)
{
    for (guint i = 0; i < s->languages->len; i++) {
        g_clear_pointer(&s->rooms[i].reader, index_reader_close);
        g_clear_pointer(&s->rooms[i].analyser, lang_analyser_free);
    }
    g_ptr_array_unref(s->languages);
    g_free(s->rooms);
    g_free(s);
}

const GPtrArray *searcher_languages(const Searcher *s)
{
    return s->languages;
}

static gboolean open_room(Searcher *s, Room *room, GError **error)
{
    g_autofree char *path = generation_current(s->config->data, lang_code(room->profile));
    g_autofree char *fingerprint = lang_fingerprint(room->profile);
    if (!room->reader)
        room->reader = index_reader_open(path, fingerprint, error);
    if (room->reader && !room->analyser)
        room->analyser = lang_analyser_new(room->profile, error);
    return room->reader && room->analyser;
}

static void result_free(gpointer p)
{
    Result *r = p;
    char *strings[] = {r->url, r->title, r->type, r->section, r->group};
    for (guint i = 0; i < G_N_ELEMENTS(strings); i++)
        g_free(strings[i]);
    if (r->snippet)
        g_array_unref(r->snippet);
    g_strfreev(r->terms);
    g_free(r);
}

static Result *make_result(const Room *room, const IndexHit *hit, GHashTable *terms, GError **error)
{
    Record record;
    g_autoptr(GVariant) holder = NULL;
    if (!record_parse(hit->record, hit->record_n, &record, &holder, error))
        return NULL;
    Result *r = g_new0(Result, 1);
    r->lang = room->profile;
    r->url = g_strdup(record.url);
    r->title = g_strdup(record.title);
    r->type = g_strdup(record.type);
    r->section = g_strdup(record.section);
    r->group = g_strdup(record.group);
    r->snippet = snippet_make(room->analyser, terms, record.text, record.max_snippet);
    r->date = record.date;
    r->score = hit->weight;
    return r;
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

static void add_notice(Answer *a, const char *code, char *text)
{
    Notice notice = {code, text};
    g_array_append_val(a->notices, notice);
}

static void add_query_notices(Answer *a, const ParsedQuery *parsed)
{
    const LangProfile *lang = a->request->lang;
    if (parsed->is_cut)
        add_notice(a, "query-cut",
                   message_format(lang, "notice_query_cut", &MESSAGE_ARG_NUMBER(LIMIT_QUERY_TERMS), 1));
    if (parsed->short_wildcard)
        add_notice(a, "wildcard", message_text_1(lang, "notice_wildcard", parsed->short_wildcard));
}

/* Hits [offset, offset + limit) of one language, appended to `results`. */
static gboolean ask_language(Searcher *s, Room *room, Answer *a, guint offset, guint limit, gboolean is_asked,
                             GPtrArray *results, GError **error)
{
    if (!open_room(s, room, error))
        return FALSE;
    g_autoptr(ParsedQuery) parsed = query_parse(a->request, room->analyser);
    IndexSearch search = {.offset = offset,
                          .limit = limit,
                          .check_at_least = EXACT_TOTAL_BELOW,
                          .sort = a->request->sort,
                          .facet_slots = facet_slots,
                          .n_facet_slots = is_asked ? G_N_ELEMENTS(facet_slots) : 0,
                          .deadline_us = g_get_monotonic_time() + LIMIT_DEADLINE_MS * 1000};
    g_autoptr(IndexResult) found = index_reader_search(room->reader, parsed->tree, &search, error);
    if (!found)
        return FALSE;
    for (guint i = 0; i < found->hits->len; i++) {
        const IndexHit *hit = &g_array_index(found->hits, IndexHit, i);
        Result *r = make_result(room, hit, parsed->terms, error);
        if (!r)
            return FALSE;
        r->rank_in_language = offset + i + 1;
        if (a->request->explain)
            r->terms = index_reader_matching_terms(room->reader, parsed->tree, hit->docid, NULL);
        g_ptr_array_add(results, r);
    }
    a->total += found->total;
    a->total_is_estimate |= found->total_is_estimate;
    if (is_asked) {
        add_facets(a, found);
        add_query_notices(a, parsed);
    }
    return TRUE;
}

/* One from each language in turn, by rank: weights of different indexes are never compared. */
static void take_turns(GPtrArray **lists, guint n, guint offset, guint limit, GPtrArray *results)
{
    guint place = 0;
    for (guint rank = 0, left = 1; left && results->len < limit; rank++) {
        left = 0;
        for (guint i = 0; i < n && results->len < limit; i++) {
            if (rank >= lists[i]->len)
                continue;
            left++;
            if (place++ < offset)
                continue;
            g_ptr_array_add(results, lists[i]->pdata[rank]);
            lists[i]->pdata[rank] = NULL;
        }
    }
}

static void free_if_any(gpointer result)
{
    if (result)
        result_free(result);
}

/* The asked language must answer; another that cannot is left out, with a notice. */
static gboolean ask_all(Searcher *s, Answer *a, guint offset, guint limit, GError **error)
{
    g_autofree GPtrArray **lists = g_new0(GPtrArray *, s->languages->len);
    gboolean ok = TRUE;
    for (guint i = 0; i < s->languages->len; i++) {
        gboolean is_asked = s->rooms[i].profile == a->request->lang;
        g_autoptr(GError) cause = NULL;
        lists[i] = g_ptr_array_new_with_free_func(free_if_any);
        if (!ok || ask_language(s, &s->rooms[i], a, 0, offset + limit, is_asked, lists[i], &cause))
            continue;
        if (is_asked) {
            g_propagate_error(error, g_steal_pointer(&cause));
            ok = FALSE;
        } else {
            add_notice(a, "language-missing",
                       message_text_1(a->request->lang, "notice_language_missing", lang_name(s->rooms[i].profile)));
        }
    }
    take_turns(lists, s->languages->len, offset, limit, a->results);
    for (guint i = 0; i < s->languages->len; i++)
        g_ptr_array_unref(lists[i]);
    return ok;
}

Answer *searcher_ask(Searcher *s, const Request *request, GError **error)
{
    gint64 started = g_get_monotonic_time();
    g_autoptr(Answer) a = g_new0(Answer, 1);
    a->request = request;
    a->results = g_ptr_array_new_with_free_func(result_free);
    a->elsewhere = g_ptr_array_new_with_free_func(result_free);
    a->facets = g_array_new(FALSE, FALSE, sizeof(Facet));
    a->notices = g_array_new(FALSE, FALSE, sizeof(Notice));
    guint offset = (request->page - 1) * request->per_page;
    if (request->all_languages) {
        if (!ask_all(s, a, offset, request->per_page, error))
            return NULL;
    } else {
        Room *room = s->rooms;
        while (room->profile != request->lang)
            room++;
        if (!ask_language(s, room, a, offset, request->per_page, TRUE, a->results, error))
            return NULL;
    }
    for (guint i = 0; i < a->results->len; i++)
        ((Result *)a->results->pdata[i])->rank = offset + i + 1;
    a->took_us = g_get_monotonic_time() - started;
    return g_steal_pointer(&a);
}

void answer_free(Answer *a)
{
    g_ptr_array_unref(a->results);
    g_ptr_array_unref(a->elsewhere);
    for (guint f = 0; f < a->facets->len; f++) {
        GArray *values = g_array_index(a->facets, Facet, f).values;
        for (guint i = 0; i < values->len; i++)
            g_free(g_array_index(values, FacetValue, i).value);
        g_array_unref(values);
    }
    g_array_unref(a->facets);
    for (guint i = 0; i < a->notices->len; i++)
        g_free(g_array_index(a->notices, Notice, i).text);
    g_array_unref(a->notices);
    g_free(a);
}
