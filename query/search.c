#include "query/search.h"

#include <string.h>

#include "langs/message.h"
#include "query/parse.h"
#include "query/rescue.h"
#include "query/snippet.h"
#include "shim/disk.h"
#include "shim/limits.h"
#include "shim/schema.h"

#define EXACT_TOTAL_BELOW 1000 /* matches that are counted before the total may be an estimate */

typedef struct {
    const LangProfile *profile;
    IndexReader *reader;
    LangAnalyser *analyser;
    Vocabulary *vocabulary;
    Sounds *sounds;
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
        g_clear_pointer(&s->rooms[i].vocabulary, vocabulary_close);
        g_clear_pointer(&s->rooms[i].sounds, sounds_close);
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
    if (room->reader && !room->vocabulary)
        room->vocabulary = vocabulary_open(path);
    if (room->reader && !room->sounds)
        room->sounds = sounds_open(path);
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
    g_clear_pointer(&r->terms, g_array_unref);
    g_free(r);
}

static gboolean has_hit(const GArray *snippet)
{
    for (guint i = 0; i < snippet->len; i++)
        if (g_array_index(snippet, SnippetPart, i).is_hit)
            return TRUE;
    return FALSE;
}

static Result *make_result(const Room *room, const IndexHit *hit, GHashTable *terms, gsize *work,
                           GError **error)
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
    r->snippet = snippet_make(room->analyser, terms, record.text, record.max_snippet, work);
    if (!has_hit(r->snippet) && *record.description && record.max_snippet != 0) {
        g_array_unref(r->snippet); /* the author's own words say more than the page's first ones */
        r->snippet = snippet_make(room->analyser, terms, record.description, record.max_snippet, work);
    }
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

static gboolean add_hits(Room *room, Answer *a, const IndexResult *found, const ParsedQuery *parsed,
                         guint offset, GPtrArray *results, GError **error)
{
    for (guint i = 0; i < found->hits->len; i++) {
        const IndexHit *hit = &g_array_index(found->hits, IndexHit, i);
        Result *r = make_result(room, hit, parsed->terms, &a->snippet_work, error);
        if (!r)
            return FALSE;
        g_ptr_array_add(results, r);
        r->rank_in_language = offset + i + 1;
    }
    return TRUE;
}

/* `results`: as add_hits() has just added them. */
static gboolean explain_hits(Room *room, const IndexResult *found, const ParsedQuery *parsed, const IndexSearch *search,
                             GPtrArray *results, GError **error)
{
    g_autoptr(GPtrArray) reasons = index_reader_explain(room->reader, parsed->tree, search, found, error);
    guint first = results->len - found->hits->len;
    for (guint i = 0; reasons && i < reasons->len; i++)
        ((Result *)results->pdata[first + i])->terms = g_array_ref(reasons->pdata[i]);
    return reasons != NULL;
}

/* One language's part of an answer. */
typedef struct {
    Room *room;
    guint offset, limit; /* ranks [offset, offset + limit) are shown */
    guint depth;         /* ranks that the total must be exact for */
    gboolean is_main;    /* its facets and notices are the answer's; said once */
    guint64 total;
} Share;

/* Appends the share's hits to `results`; NULL: only counts. */
static gboolean ask_share(Searcher *s, Share *share, Answer *a, gint64 deadline_us, GPtrArray *results,
                          GError **error)
{
    if (!open_room(s, share->room, error))
        return FALSE;
    Request searched = *a->request;
    searched.query = a->corrected ? a->corrected : searched.query;
    Room *room = share->room;
    g_autoptr(ParsedQuery) parsed = query_parse(&searched, room->analyser, room->vocabulary, QUERY_NARROW);
    IndexSearch search = {.offset = share->offset,
                          .limit = results ? share->limit : 0,
                          .check_at_least = MAX(EXACT_TOTAL_BELOW, share->depth),
                          .sort = a->request->sort,
                          .facet_slots = facet_slots,
                          .n_facet_slots = share->is_main ? G_N_ELEMENTS(facet_slots) : 0,
                          .now = g_get_real_time() / G_USEC_PER_SEC,
                          .deadline_us = deadline_us};
    g_autoptr(IndexResult) found = index_reader_search(room->reader, parsed->tree, &search, error);
    if (found && !found->total && parsed->words > 1) {
        g_clear_pointer(&parsed, parsed_query_free);
        g_clear_pointer(&found, index_result_free);
        parsed = query_parse(&searched, room->analyser, room->vocabulary, QUERY_WIDE);
        found = index_reader_search(room->reader, parsed->tree, &search, error);
    }
    if (!found)
        return FALSE;
    share->total = found->total;
    a->total_is_estimate |= found->total_is_estimate;
    if (share->is_main) {
        add_facets(a, found);
        add_query_notices(a, parsed);
    }
    share->is_main = FALSE;
    return !results || (add_hits(share->room, a, found, parsed, share->offset, results, error) &&
                        (!a->request->explain ||
                         explain_hits(share->room, found, parsed, &search, results, error)));
}

/* Which ranks of each language stand at places [offset, offset + limit) when all take turns, rank by rank. */
static void divide(Share *shares, guint n, guint offset, guint limit)
{
    guint place = 0;
    for (guint64 rank = 0, left = 1; left && place < offset + limit; rank++) {
        left = 0;
        for (guint i = 0; i < n && place < offset + limit; i++) {
            if (rank >= shares[i].total)
                continue;
            left++;
            if (place++ < offset)
                shares[i].offset++;
            else
                shares[i].limit++;
        }
    }
}

/* One result from each list in turn, by rank: weights of different indexes are never compared. */
static void take_turns(const Share *shares, GPtrArray **lists, guint n, GPtrArray *results)
{
    guint64 first = G_MAXUINT64, last = 0;
    for (guint i = 0; i < n; i++) {
        first = lists[i]->len ? MIN(first, shares[i].offset) : first;
        last = MAX(last, (guint64)shares[i].offset + lists[i]->len);
    }
    for (guint64 rank = first; rank < last; rank++) {
        for (guint i = 0; i < n; i++) {
            if (rank < shares[i].offset || rank >= (guint64)shares[i].offset + lists[i]->len)
                continue;
            g_ptr_array_add(results, lists[i]->pdata[rank - shares[i].offset]);
            lists[i]->pdata[rank - shares[i].offset] = NULL;
        }
    }
}

static void free_if_any(gpointer result)
{
    if (result)
        result_free(result);
}

/* Totals first, so that only those records are read that are shown, however deep. The asked language must
 * answer; another that cannot is left out, with a notice. */
static gboolean count_all(Searcher *s, Answer *a, Share *shares, guint depth, gint64 deadline_us,
                          GError **error)
{
    for (guint i = 0; i < s->languages->len; i++) {
        g_autoptr(GError) cause = NULL;
        gboolean is_asked = s->rooms[i].profile == a->request->lang;
        shares[i] = (Share){.room = &s->rooms[i], .depth = depth, .is_main = is_asked};
        if (ask_share(s, &shares[i], a, deadline_us, NULL, &cause)) {
            a->total += shares[i].total;
            continue;
        }
        if (is_asked) {
            g_propagate_error(error, g_steal_pointer(&cause));
            return FALSE;
        }
        add_notice(
            a, "language-missing",
            message_text_1(a->request->lang, "notice_language_missing", lang_name(s->rooms[i].profile)));
    }
    return TRUE;
}

static gboolean ask_all(Searcher *s, Answer *a, guint offset, guint limit, gint64 deadline_us, GError **error)
{
    guint n = s->languages->len;
    g_autofree Share *shares = g_new0(Share, n);
    if (!count_all(s, a, shares, offset + limit, deadline_us, error))
        return FALSE;
    divide(shares, n, offset, limit);
    g_autoptr(GPtrArray) holder = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
    gboolean ok = TRUE;
    for (guint i = 0; i < n; i++) {
        GPtrArray *list = g_ptr_array_new_with_free_func(free_if_any);
        g_ptr_array_add(holder, list);
        if (ok && shares[i].limit)
            ok = ask_share(s, &shares[i], a, deadline_us, list, error);
    }
    take_turns(shares, (GPtrArray **)holder->pdata, n, a->results);
    return ok;
}

/* Corrects the query by the words of the language that is asked; what was typed is counted as it stands. */
static gboolean correct(Searcher *s, Answer *a, Room *room, gint64 deadline_us, GError **error)
{
    g_autofree char *plain = query_plain(a->request->query), *corrected = NULL;
    if (a->request->is_literal)
        return TRUE;
    if (!open_room(s, room, error))
        return FALSE;
    const RescueIndex index = {room->analyser, room->vocabulary, room->sounds, room->reader};
    if (!rescue_query(&index, plain, &corrected, &a->corrected_kind, error))
        return FALSE;
    if (!corrected)
        return TRUE;
    g_autoptr(ParsedQuery) typed = query_parse(a->request, room->analyser, NULL, QUERY_NARROW);
    const IndexSearch search = {
        .check_at_least = EXACT_TOTAL_BELOW, .now = g_get_real_time() / G_USEC_PER_SEC, .deadline_us = deadline_us};
    g_autoptr(IndexResult) found = index_reader_search(room->reader, typed->tree, &search, error);
    if (!found)
        return FALSE;
    a->original_total = found->total;
    a->corrected = g_steal_pointer(&corrected);
    return TRUE;
}

static gboolean ask_one(Searcher *s, Answer *a, const LangProfile *lang, guint offset, guint limit,
                        gint64 deadline_us, GError **error)
{
    Share share = {.room = s->rooms, .offset = offset, .limit = limit, .is_main = TRUE};
    while (share.room->profile != lang)
        share.room++;
    if (!correct(s, a, share.room, deadline_us, error) ||
        !ask_share(s, &share, a, deadline_us, a->results, error))
        return FALSE;
    a->total = share.total;
    return TRUE;
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
    a->snippet_work = LIMIT_SNIPPET_WORK;
    guint offset = (request->page - 1) * request->per_page, limit = request->per_page;
    gint64 deadline_us = started + LIMIT_DEADLINE_MS * G_GINT64_CONSTANT(1000);
    const LangProfile *named = query_find_language(request->query, s->languages);
    gboolean ok = request->all_languages && !named
                      ? ask_all(s, a, offset, limit, deadline_us, error)
                      : ask_one(s, a, named ? named : request->lang, offset, limit, deadline_us, error);
    if (!ok)
        return NULL;
    for (guint i = 0; i < a->results->len; i++)
        ((Result *)a->results->pdata[i])->rank = offset + i + 1;
    a->took_us = g_get_monotonic_time() - started;
    return g_steal_pointer(&a);
}

void answer_free(Answer *a)
{
    g_free(a->corrected);
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
