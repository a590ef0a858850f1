#include "query/json.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "query/rescue.h"
#include "query/snippet.h"
#include "shim/limits.h"
#include "shim/nesting.h"
#include "shim/schema.h"

void json_add_text(GString *out, const char *text)
{
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    json_t *value = json_string(valid);
    char *quoted = json_dumps(value, JSON_ENCODE_ANY);
    g_string_append(out, quoted);
    free(quoted);
    json_decref(value);
}

static json_t *text_or_null(const char *text)
{
    return text && *text ? json_string(text) : json_null();
}

static json_t *date_json(gint64 seconds)
{
    g_autoptr(GDateTime) when = seconds == RECORD_DATE_UNKNOWN ? NULL : g_date_time_new_from_unix_utc(seconds);
    g_autofree char *text = when ? g_date_time_format_iso8601(when) : NULL;
    return text_or_null(text);
}

/* A term and what it gave, its form and field by its prefixes (schema.h); NULL: a filter, which is no reason for a rank. */
static json_t *term_json(const Reason *t)
{
    static const char *const filters[] = {PREFIX_HOST, PREFIX_TYPE, PREFIX_SECTION, PREFIX_YEAR, PREFIX_ID};
    for (guint i = 0; i < G_N_ELEMENTS(filters); i++)
        if (g_str_has_prefix(t->term, filters[i]))
            return NULL;
    gboolean is_title = t->term[0] == PREFIX_TITLE[0];
    const char *bare = t->term + (is_title ? 1 : 0);
    const char *form = *bare == PREFIX_STEM[0] ? "stem" : *bare == PREFIX_GRAM[0] ? "gram" : "exact";
    gboolean has_prefix = g_ascii_isupper(*bare);
    json_t *term = json_pack("{s:s, s:s, s:s, s:f}", "term", bare + (has_prefix ? 1 : 0), "form",
                             t->source ? "translation" : form, "field", is_title ? "title" : "text", "weight", t->weight);
    if (t->source)
        json_object_update_new(term, json_pack("{s:s, s:s, s:i}", "source", t->source, "way", t->way, "pairs", (int)t->pairs));
    return term;
}

static json_t *blend_json(const Result *r)
{
    if (!r->votes)
        return json_null();
    json_t *lists = json_array();
    for (guint i = 0; i < r->votes->len; i++) {
        const BlendVote *v = &g_array_index(r->votes, BlendVote, i);
        json_array_append_new(lists, json_pack("{s:s, s:o, s:f}", "lang", lang_code(v->lang), "rank",
                                               v->rank ? json_integer(v->rank) : json_null(), "score", v->score));
    }
    return json_pack("{s:f, s:o}", "score", r->score, "lists", lists);
}

static json_t *explain_json(const Result *r)
{
    static const char *const versions[] = {"asked-language", "query-language", "best-ranked"};
    json_t *terms = json_array();
    for (guint i = 0; r->reasons && i < r->reasons->len; i++) {
        json_t *term = term_json(&g_array_index(r->reasons, Reason, i));
        if (term)
            json_array_append_new(terms, term);
    }
    return json_pack("{s:o, s:f, s:o, s:o, s:s}", "terms", terms, "authority", r->authority, "rank_in_language",
                     r->rank_in_language ? json_integer(r->rank_in_language) : json_null(), "blend", blend_json(r),
                     "why_this_version", versions[r->version]);
}

static json_t *alternates_json(const Result *r)
{
    json_t *alternates = json_object();
    for (guint i = 0; r->alternates && i < r->alternates->len; i++) {
        const ResultAlternate *other = &g_array_index(r->alternates, ResultAlternate, i);
        json_object_set_new(alternates, lang_code(other->lang), json_string(other->url));
    }
    return alternates;
}

static json_t *cluster_json(const Result *r)
{
    g_autofree char *id = r->cluster ? g_strdup_printf("%" G_GINT64_FORMAT, r->cluster) : NULL;
    return text_or_null(id);
}

static json_t *result_json(const Result *r, gboolean is_explained)
{
    json_t *snippet = json_array();
    for (guint i = 0; i < r->snippet->len; i++) {
        const SnippetPart *part = &g_array_index(r->snippet, SnippetPart, i);
        json_array_append_new(snippet, json_pack("{s:s, s:b}", "text", part->text, "hit", (int)part->is_hit));
    }
    json_t *result = json_pack("{s:i, s:s, s:s, s:o, s:s, s:s, s:o, s:s, s:o, s:o, s:o, s:f}", "rank", (int)r->rank, "url",
                               r->url, "title", r->title, "snippet", snippet, "lang", lang_code(r->lang), "direction",
                               lang_direction(r->lang), "date", date_json(r->date), "type", r->type, "section",
                               text_or_null(r->section), "cluster", cluster_json(r),
                               "alternates", alternates_json(r), "score", r->score);
    if (r->notice)
        json_object_set_new(result, "notice", json_string(r->notice));
    if (is_explained)
        json_object_set_new(result, "explain", explain_json(r));
    return result;
}

static json_t *results_json(const GPtrArray *results, gboolean is_explained)
{
    json_t *array = json_array();
    for (guint i = 0; i < results->len; i++)
        json_array_append_new(array, result_json(g_ptr_array_index(results, i), is_explained));
    return array;
}

/* The section's title in the visitor's language; other values are their own labels. */
static const char *label_of(const Config *config, const LangProfile *lang, const char *slot, const char *value)
{
    return g_str_equal(slot, "section") ? config_section_title(config, value, lang_code(lang)) : value;
}

static json_t *facets_json(const Answer *a, const Config *config)
{
    json_t *facets = json_pack("{s:[], s:[], s:[]}", "section", "type", "year");
    for (guint f = 0; f < a->facets->len; f++) {
        const Facet *facet = &g_array_index(a->facets, Facet, f);
        for (guint i = 0; i < facet->values->len; i++) {
            const FacetValue *v = &g_array_index(facet->values, FacetValue, i);
            json_array_append_new(json_object_get(facets, facet->slot),
                                  json_pack("{s:s, s:s, s:i}", "value", v->value, "label",
                                            label_of(config, a->request->lang, facet->slot, v->value), "count",
                                            (int)v->count));
        }
    }
    return facets;
}

static char *finish(json_t *json)
{
    char *raw = json_dumps(json, JSON_COMPACT);
    char *text = g_strconcat(raw ? raw : "{}", "\n", NULL);
    free(raw);
    json_decref(json);
    return text;
}

static json_t *corrected_json(const Answer *a)
{
    if (!a->corrected)
        return json_null();
    return json_pack("{s:s, s:s, s:I}", "query", a->corrected, "kind", rescue_kind_name(a->corrected_kind), "original_total",
                     (json_int_t)a->original_total);
}

static json_t *notices_json(const Answer *a)
{
    json_t *notices = json_array();
    for (guint i = 0; i < a->notices->len; i++) {
        const Notice *n = &g_array_index(a->notices, Notice, i);
        json_array_append_new(notices, json_pack("{s:s, s:s}", "code", n->code, "text", n->text));
    }
    return notices;
}

char *render_json(const Request *request, const Answer *a, const Config *config)
{
    return finish(json_pack("{s:s, s:s, s:s, s:I, s:b, s:f, s:o, s:o, s:o, s:o, s:o}", "query", request->query, "lang",
                            lang_code(request->lang), "direction", lang_direction(request->lang), "total",
                            (json_int_t)a->total, "total_is_estimate", (int)a->total_is_estimate, "took_ms",
                            a->took_us / 1000.0, "corrected", corrected_json(a), "results",
                            results_json(a->results, request->explain), "other_languages",
                            results_json(a->elsewhere, request->explain), "facets", facets_json(a, config), "notices",
                            notices_json(a)));
}

char *render_json_error(const char *code, const char *text)
{
    return finish(json_pack("{s:{s:s, s:s}}", "error", "code", code, "text", text));
}

char *render_json_suggestions(const char *typed, const GPtrArray *texts, const GPtrArray *urls)
{
    json_t *lists[] = {json_array(), json_array(), json_array()};
    for (guint i = 0; i < texts->len; i++) {
        json_array_append_new(lists[0], json_string(g_ptr_array_index(texts, i)));
        json_array_append_new(lists[1], json_string(""));
        json_array_append_new(lists[2], json_string(g_ptr_array_index(urls, i)));
    }
    return finish(json_pack("[s, o, o, o]", typed, lists[0], lists[1], lists[2]));
}

/* ------------------------------------------------------------------ pings */

static gboolean fail(GError **error, const char *key, const char *expected)
{
    g_set_error(error, FAULT, FAULT_SKIP, "'%s': expected %s", key, expected);
    return FALSE;
}

/* Replaces *value, which stays as it is where the key is absent. */
static gboolean get_text(const json_t *object, const char *key, gboolean is_required, char **value, GError **error)
{
    const json_t *v = json_object_get(object, key);
    if (!v && !is_required)
        return TRUE;
    if (!json_is_string(v))
        return fail(error, key, "a text");
    g_free(*value);
    *value = g_strdup(json_string_value(v));
    return TRUE;
}

static gboolean get_urls(const json_t *object, Ping *ping, GError **error)
{
    const json_t *list = json_object_get(object, "urlList");
    gsize n = json_array_size(list);
    if (!n)
        return fail(error, "urlList", "a list of URLs");
    for (gsize i = 0; i < n; i++) {
        const char *url = json_string_value(json_array_get(list, i));
        if (!url)
            return fail(error, "urlList", "texts only");
        ping_add_url(ping, url);
    }
    return TRUE;
}

static gboolean read_ping(const json_t *object, Ping *ping, GError **error)
{
    if (!json_is_object(object))
        return fail(error, "body", "an object");
    return get_text(object, "host", TRUE, &ping->host, error) && get_urls(object, ping, error) &&
           get_text(object, "key", FALSE, &ping->key, error) &&
           get_text(object, "keyLocation", FALSE, &ping->key_location, error);
}

/* What a parser should not see, or would not: jansson passes over a NUL behind a number. NULL: nothing. */
static const char *find_fault(const char *text, gsize n)
{
    if (memchr(text, '\0', n))
        return "NUL";
    return nesting_exceeds(text, n, LIMIT_JSON_DEPTH, LIMIT_INDEXNOW_VALUES) ? "nested too deep, or too many values" : NULL;
}

Ping *json_parse_ping(const char *text, gsize n, GError **error)
{
    json_error_t where;
    const char *fault = find_fault(text, n);
    json_t *json = fault ? NULL : json_loadb(text, n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &where);
    if (!json) {
        g_set_error(error, FAULT, FAULT_SKIP, "not JSON: %s", fault ? fault : where.text);
        return NULL;
    }
    g_autoptr(Ping) ping = ping_new();
    gboolean ok = read_ping(json, ping, error);
    json_decref(json);
    return ok ? g_steal_pointer(&ping) : NULL;
}

static json_t *share_json(double share)
{
    return isnan(share) ? json_null() : json_real(share);
}

char *render_json_headline(const char *report, const char *digest, double index, const char *worst, double worst_index)
{
    json_t *headline = json_pack("{s:s, s:s, s:o, s:o}", "report", report, "digest", digest, "index", share_json(index),
                                 "worst", json_null());
    if (worst)
        json_object_set_new(headline, "worst",
                            json_pack("{s:s, s:o}", "lang", worst, "index", share_json(worst_index)));
    char *text = json_dumps(headline, JSON_INDENT(1) | JSON_REAL_PRECISION(6)), *line = g_strconcat(text, "\n", NULL);
    free(text);
    json_decref(headline);
    return line;
}
