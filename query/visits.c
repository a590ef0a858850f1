#include "query/visits.h"

#include <string.h>

#include "langs/uni.h"
#include "shim/limits.h"

static char *one_form(const char *query)
{
    g_autoptr(GString) folded = g_string_new(NULL);
    uni_casefold(query, strlen(query), folded);
    g_auto(GStrv) words = g_strsplit(folded->str, " ", -1);
    g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
    for (char **w = words; *w; w++)
        if (**w)
            g_strv_builder_add(builder, *w);
    g_auto(GStrv) kept = g_strv_builder_end(builder);
    return g_strjoinv(" ", kept);
}

/* Is there anything of an answer in other languages? */
static gboolean is_elsewhere(const Answer *a)
{
    gboolean found = a->elsewhere && a->elsewhere->len > 0;
    for (guint i = 0; !found && a->found_in && i < a->found_in->len; i++)
        found = g_array_index(a->found_in, FoundIn, i).total > 0;
    return found;
}

void visits_note_search(const Visit *v, const Answer *a)
{
    const Request *request = a->request;
    if (!v->config->has_log || !*request->query || request->page != 1 || gateway_is_method(v->gateway, "HEAD"))
        return;
    v->count->kind = COUNT_SEARCH;
    v->count->query = one_form(request->query);
    v->count->search = (QueryLogSearch){
        .now = g_get_real_time() / G_USEC_PER_SEC,
        .lang = lang_code(request->lang),
        .query_lang = a->tongue ? lang_code(a->tongue) : "",
        .query = v->count->query,
        .is_zero = a->total == 0,
        .is_rescued = a->corrected != NULL,
        .is_gap = a->total == 0 && is_elsewhere(a),
        .took_ms = a->took_us / 1000,
    };
}

void visits_note_again(const Visit *v)
{
    v->count->search.now = g_get_real_time() / G_USEC_PER_SEC;
    v->count->search.took_ms = 0;
}

/* Reads "lang=…&rank=…"; FALSE: it is not that. */
static gboolean read_click(const Visit *v, const char *body)
{
    guint64 rank = 0;
    const LangProfile *lang = NULL;
    g_auto(GStrv) pairs = g_strsplit(body, "&", LIMIT_PARAMETERS);
    for (char **p = pairs; *p; p++) {
        if (g_str_has_prefix(*p, "lang="))
            lang = lang_find(*p + strlen("lang="));
        else if (!g_str_has_prefix(*p, "rank=") ||
                 !g_ascii_string_to_unsigned(*p + strlen("rank="), 10, 1, LIMIT_DEPTH_OF_RESULTS, &rank, NULL))
            return FALSE;
    }
    if (!rank || !lang || !g_ptr_array_find((GPtrArray *)searcher_languages(v->searcher), lang, NULL))
        return FALSE;
    *v->count = (VisitCount){.kind = COUNT_CLICK, .lang = lang_code(lang), .rank = rank};
    return TRUE;
}

void visits_answer_click(const Visit *v, Reply *reply, G_GNUC_UNUSED GError **error)
{
    g_autoptr(GError) cause = NULL;
    gsize n;
    g_autofree char *body = v->config->has_log ? gateway_read_body(v->gateway, LIMIT_CLICK_BODY, &n, &cause) : NULL;
    reply->caching = "no-store";
    reply->status = 204;
    if (!v->config->has_log)
        visit_fail(v, 404, "error_not_found", reply);
    else if (!body || strlen(body) != n || !read_click(v, body))
        visit_fail(v, cause ? (guint)cause->code : 400, "error_bad_request", reply);
}

static gboolean write_count(const Config *config, const VisitCount *c, GError **error)
{
    g_autoptr(QueryLog) log = NULL;
    return query_log_open(config->data, LEDGER_WRITE, &log, error) &&
           (c->kind == COUNT_SEARCH
                ? query_log_add(log, &c->search, error)
                : query_log_add_click(log, g_get_real_time() / G_USEC_PER_SEC, c->lang, c->rank, error));
}

gboolean visits_count(const Config *config, VisitCount *c, GError **error)
{
    gboolean ok = c->kind == COUNT_NOTHING || write_count(config, c, error);
    g_free(c->query);
    *c = (VisitCount){0};
    return ok;
}
