#include "langs/profile.h"

#include "langs/ru/tables.h"

/* ё is written е in most texts; the letters are told apart in dictionaries only. */
static void fold(GString *word)
{
    g_string_replace(word, "ё", "е", 0);
}

const LangProfile lang_ru = {
    .code = "ru",
    .name = "Русский",
    .order = 5,
    .is_rtl = FALSE,
    .script = "Cyrl",
    .revision = 1,
    .stemmer = "russian",
    .fold_before = fold,
    .stopwords = stopwords,
    .messages = messages,
    .n_messages = G_N_ELEMENTS(messages),
};
