#include "langs/profile.h"

#include "langs/ru/tables.h"

/* Latin letters that look like Cyrillic ones, typed or scanned inside Russian words. */
static const LangLetter lookalikes[] = {{'a', 0x430}, {'b', 0x432}, {'c', 0x441}, {'e', 0x435}, {'h', 0x43D}, {'k', 0x43A},
                                        {'m', 0x43C}, {'o', 0x43E}, {'p', 0x440}, {'t', 0x442}, {'x', 0x445}, {'y', 0x443}};

static gunichar find_cyrillic(gunichar c)
{
    for (guint i = 0; i < G_N_ELEMENTS(lookalikes); i++)
        if (lookalikes[i].from == c)
            return lookalikes[i].to;
    return 0;
}

/* Is the word Cyrillic but for letters that only look so? */
static gboolean is_disguised(const GString *word)
{
    guint latin = 0, cyrillic = 0;
    for (const char *p = word->str; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (c < 0x80 && !find_cyrillic(c))
            return FALSE;
        latin += c < 0x80;
        cyrillic += c >= 0x400 && c < 0x530;
    }
    return latin && cyrillic;
}

/* ё is written е in most texts; the letters are told apart in dictionaries only. */
static void fold(GString *word)
{
    g_string_replace(word, "ё", "е", 0);
    if (!is_disguised(word))
        return;
    g_autofree char *source = g_strndup(word->str, word->len);
    g_string_truncate(word, 0);
    for (const char *p = source; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        g_string_append_unichar(word, c < 0x80 ? find_cyrillic(c) : c);
    }
}

const LangProfile lang_ru = {
    .code = "ru",
    .name = "Русский",
    .order = 5,
    .is_rtl = FALSE,
    .script = "Cyrl",
    .revision = 3,
    .stemmer = "russian",
    .fold = fold,
    .stopwords = stopwords,
    .messages = messages,
    .n_messages = G_N_ELEMENTS(messages),
};
