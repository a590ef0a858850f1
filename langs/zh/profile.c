#include "langs/profile.h"

#include "langs/zh/tables.h"

#include "langs/zh/keyboard.h"
#include "langs/zh/romanise.h"
#include "langs/zh/shape.h"
#include "langs/zh/simplified.h"
#include "langs/zh/sound.h"

/* What NFKC makes of compatibility characters may be traditional once more, and rare characters are longer than theirs. */
static void fold(GString *word)
{
    g_autofree char *source = g_strndup(word->str, word->len);
    g_string_truncate(word, 0);
    for (const char *p = source; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p), other = lang_find_letter(simplified, G_N_ELEMENTS(simplified), c);
        g_string_append_unichar(word, other ? other : c);
    }
}

static const char *const names[] = {"简体中文", "汉语", "华语", "chinese", NULL};

const LangProfile lang_zh = {
    .code = "zh",
    .name = "中文",
    .names = names,
    .order = 2,
    .is_rtl = FALSE,
    .script = "Hani",
    .revision = 3,
    .stemmer = NULL,
    .respelt = simplified,
    .n_respelt = G_N_ELEMENTS(simplified),
    .sounds = sounds,
    .n_sounds = G_N_ELEMENTS(sounds),
    .lookalikes = lookalikes,
    .n_lookalikes = G_N_ELEMENTS(lookalikes),
    .fold = fold,
    .beginnings = &(const LangBeginnings){.before = ""},
    .kinship = 0.1,
    .romanised = &romanised,
    .layouts = layouts,
    .n_layouts = G_N_ELEMENTS(layouts),
    .stopwords = stopwords,
    .messages = messages,
    .n_messages = G_N_ELEMENTS(messages),
};
