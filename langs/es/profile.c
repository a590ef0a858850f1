#include <string.h>

#include "langs/profile.h"

#include "langs/es/tables.h"

/* The stemmer knows some suffixes only with their accents, which the folded word has lost: they are written back where
 * the ending leaves no doubt. */
static const struct {
    const char *plain, *accented;
} suffixes[] = {{"cion", "ción"}, {"sion", "sión"}, {"xion", "xión"}, {"logia", "logía"}, {"logias", "logías"}};

static void strip(GString *word)
{
    for (guint i = 0; i < G_N_ELEMENTS(suffixes); i++) {
        if (!g_str_has_suffix(word->str, suffixes[i].plain))
            continue;
        g_string_truncate(word, word->len - strlen(suffixes[i].plain));
        g_string_append(word, suffixes[i].accented);
        return;
    }
}

const LangProfile lang_es = {
    .code = "es",
    .name = "Español",
    .order = 6,
    .is_rtl = FALSE,
    .script = "Latn",
    .revision = 3,
    .stemmer = "spanish",
    .strip = strip,
    .part_letters = 4,
    .stopwords = stopwords,
    .messages = messages,
    .n_messages = G_N_ELEMENTS(messages),
};
