#include <string.h>

#include "langs/profile.h"

#include "langs/fr/tables.h"

/* Grevisse, Le bon usage, § 44-45; "aujourd'hui" and "presqu'île" are words of their own. */
static const char *const elisions[] = {"l",   "d",     "c",      "j",      "m",       "n",      "s",    "t",
                                       "qu",  "jusqu", "lorsqu", "puisqu", "quoiqu",  "quelqu", NULL};

/* The stemmer knows some suffixes only with their accents, which the folded word has lost: they are written back where
 * the ending leaves no doubt. Longest first. */
static const struct {
    const char *plain, *accented;
} suffixes[] = {{"ites", "ités"}, {"ite", "ité"}, {"iere", "ière"}, {"ieres", "ières"}, {"erent", "èrent"}, {"ees", "ées"}, {"ee", "ée"}};

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

const LangProfile lang_fr = {
    .code = "fr",
    .name = "Français",
    .order = 4,
    .is_rtl = FALSE,
    .script = "Latn",
    .revision = 3,
    .stemmer = "french",
    .elisions = elisions,
    .strip = strip,
    .part_letters = 4,
    .stopwords = stopwords,
    .messages = messages,
    .n_messages = G_N_ELEMENTS(messages),
};
