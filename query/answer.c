#include "query/answer.h"

#include "shim/limits.h"

static void free_result(gpointer result)
{
    result_free(result);
}

Answer *answer_new(const Request *request)
{
    Answer *a = g_new0(Answer, 1);
    a->request = request;
    a->results = g_ptr_array_new_with_free_func(free_result);
    a->elsewhere = g_ptr_array_new_with_free_func(free_result);
    a->found_in = g_array_new(FALSE, FALSE, sizeof(FoundIn));
    a->facets = g_array_new(FALSE, FALSE, sizeof(Facet));
    a->notices = g_array_new(FALSE, FALSE, sizeof(Notice));
    a->snippet_work = LIMIT_SNIPPET_WORK;
    return a;
}

void answer_add_notice(Answer *a, const char *code, char *text)
{
    Notice notice = {code, text};
    g_array_append_val(a->notices, notice);
}

static void clear_alternate(gpointer alternate)
{
    g_free(((ResultAlternate *)alternate)->url);
}

Result *result_new(const LangProfile *lang)
{
    Result *r = g_new0(Result, 1);
    r->lang = lang;
    r->authority = 1;
    return r;
}

void result_add_alternate(Result *r, const LangProfile *lang, const char *url)
{
    if (!r->alternates) {
        r->alternates = g_array_new(FALSE, FALSE, sizeof(ResultAlternate));
        g_array_set_clear_func(r->alternates, clear_alternate);
    }
    ResultAlternate alternate = {lang, g_strdup(url)};
    g_array_append_val(r->alternates, alternate);
}

GPtrArray *result_languages(const Result *r)
{
    GPtrArray *languages = g_ptr_array_new();
    for (guint i = 0; i < lang_count(); i++) {
        gboolean has = r->lang == lang_get(i);
        for (guint k = 0; r->alternates && k < r->alternates->len; k++)
            has |= g_array_index(r->alternates, ResultAlternate, k).lang == lang_get(i);
        if (has)
            g_ptr_array_add(languages, (gpointer)lang_get(i));
    }
    return languages;
}

void result_free(Result *r)
{
    char *strings[] = {r->url, r->title, r->type, r->section, r->notice};
    GArray *arrays[] = {r->snippet, r->alternates, r->reasons, r->votes};
    for (guint i = 0; i < G_N_ELEMENTS(strings); i++)
        g_free(strings[i]);
    for (guint i = 0; i < G_N_ELEMENTS(arrays); i++)
        if (arrays[i])
            g_array_unref(arrays[i]);
    g_free(r);
}

void answer_free(Answer *a)
{
    g_free(a->corrected);
    g_ptr_array_unref(a->results);
    g_ptr_array_unref(a->elsewhere);
    g_array_unref(a->found_in);
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
