#include "query/suggest.h"

#include <string.h>

#include "langs/typeahead.h"
#include "query/request.h"
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
