#include "query/suggest.h"

#include <string.h>

#include "langs/typeahead.h"
#include "query/json.h"
#include "query/opensearch.h"
#include "shim/limits.h"
#include "shim/suggest.h"

/* As much of it as counts. */
static char *cut(const char *typed)
{
    char *clean = request_clean_query(typed);
    if (strlen(clean) > LIMIT_PREFIX)
        *g_utf8_find_prev_char(clean, clean + LIMIT_PREFIX + 1) = '\0';
    return clean;
}

GPtrArray *suggest_find(const Config *config, const LangProfile *lang, const char *typed, guint most)
{
    GPtrArray *texts = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *fingerprint = lang_fingerprint(lang), *start = cut(typed);
    g_autoptr(Suggestions) suggestions = suggestions_open(config->data, lang_code(lang), fingerprint);
    g_autoptr(GPtrArray) starts = typeahead_typed(lang, start);
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(Suggestion));
    for (guint i = 0; i < starts->len; i++)
        suggestions_find(suggestions, g_ptr_array_index(starts, i), most, found);
    for (guint i = 0; i < found->len; i++)
        g_ptr_array_add(texts, g_strdup(g_array_index(found, Suggestion, i).text));
    return texts;
}

/* What was typed, as it came; "" for nothing. The query string has been parsed before. */
static char *typed_of(const char *query_string)
{
    g_auto(GStrv) pairs = g_strsplit(query_string ? query_string : "", "&", LIMIT_PARAMETERS + 1);
    char *typed = NULL;
    for (char **p = pairs; *p && !typed; p++)
        if (g_str_has_prefix(*p, "q="))
            typed = request_decode(*p + strlen("q="));
    return typed ? typed : g_strdup("");
}

static char *address_of(const char *address, const LangProfile *lang, const char *text)
{
    g_autoptr(Request) request = request_new(lang);
    g_free(request->query);
    request->query = g_strdup(text);
    g_autofree char *query = request_link(request, "", NULL);
    return g_strconcat(address, *address ? "/search" : "search", query, NULL);
}

void suggest_answer(const Visit *v, Reply *reply, G_GNUC_UNUSED GError **error)
{
    const char *query_string = gateway_variable(v->gateway, "QUERY_STRING");
    g_autoptr(Request) request = request_parse(query_string, gateway_variable(v->gateway, "HTTP_ACCEPT_LANGUAGE"), NULL,
                                               searcher_languages(v->searcher), NULL);
    if (!request) {
        visit_fail(v, 400, "error_bad_request", reply);
        return;
    }
    g_autofree char *typed = typed_of(query_string), *address = visit_address(v);
    g_autoptr(GPtrArray) texts = suggest_find(v->config, request->lang, typed, LIMIT_SUGGESTED);
    g_autoptr(GPtrArray) urls = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < texts->len; i++)
        g_ptr_array_add(urls, address_of(address, request->lang, g_ptr_array_index(texts, i)));
    reply->type = SUGGESTIONS_TYPE;
    reply->lang = request->lang;
    reply->caching = "max-age=60";
    reply->body = render_json_suggestions(typed, texts, urls);
}
