#include "langs/profile.h"

#include <stdlib.h>

#include "langs/zh/tables.h"

#include "langs/zh/simplified.h"

static int compare(const void *a, const void *b)
{
    const LangLetter *x = a, *y = b;
    return x->from < y->from ? -1 : x->from > y->from;
}

/* What NFKC makes of compatibility characters may be traditional once more, and rare characters are longer than theirs. */
static void fold(GString *word)
{
    g_autofree char *source = g_strndup(word->str, word->len);
    g_string_truncate(word, 0);
    for (const char *p = source; *p; p = g_utf8_next_char(p)) {
        LangLetter key = {g_utf8_get_char(p), 0};
        const LangLetter *pair = bsearch(&key, simplified, G_N_ELEMENTS(simplified), sizeof key, compare);
        g_string_append_unichar(word, pair ? pair->to : key.from);
    }
}

const LangProfile lang_zh = {
    .code = "zh",
    .name = "中文",
    .order = 2,
    .is_rtl = FALSE,
    .script = "Hani",
    .revision = 3,
    .stemmer = NULL,
    .respelt = simplified,
    .n_respelt = G_N_ELEMENTS(simplified),
    .fold = fold,
    .stopwords = stopwords,
    .messages = messages,
    .n_messages = G_N_ELEMENTS(messages),
};
