#include "langs/profile.h"

#include <stdlib.h>

#include "langs/zh/tables.h"

#include "langs/zh/simplified.h"

static int compare(const void *a, const void *b)
{
    guint32 x = *(const guint32 *)a, y = *(const guint32 *)b;
    return x < y ? -1 : x > y;
}

/* Traditional characters become simplified ones, each by its own (the table is made from ICU's data). */
static void fold(GString *word)
{
    g_autofree char *source = g_strndup(word->str, word->len);
    g_string_truncate(word, 0);
    for (const char *p = source; *p; p = g_utf8_next_char(p)) {
        guint32 c = g_utf8_get_char(p);
        const guint32 *pair = bsearch(&c, simplified, G_N_ELEMENTS(simplified), sizeof simplified[0], compare);
        g_string_append_unichar(word, pair ? pair[1] : c);
    }
}

const LangProfile lang_zh = {
    .code = "zh",
    .name = "中文",
    .order = 2,
    .is_rtl = FALSE,
    .script = "Hani",
    .revision = 1,
    .stemmer = NULL,
    .has_han_grams = TRUE,
    .fold_before = fold,
    .stopwords = stopwords,
    .messages = messages,
    .n_messages = G_N_ELEMENTS(messages),
};
