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

void result_free(Result *r)
{
    char *strings[] = {r->url, r->title, r->type, r->section, r->group};
    for (guint i = 0; i < G_N_ELEMENTS(strings); i++)
        g_free(strings[i]);
    g_clear_pointer(&r->snippet, g_array_unref);
    g_clear_pointer(&r->terms, g_array_unref);
    g_free(r);
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
