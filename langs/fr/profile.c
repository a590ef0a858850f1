#include "langs/profile.h"

#include "langs/uni.h"
#include "langs/fr/tables.h"

/* Grevisse, Le bon usage, § 44-45; "aujourd'hui" and "presqu'île" are words of their own. */
static const char *const elisions[] = {"l",   "d",     "c",      "j",      "m",       "n",      "s",    "t",
                                       "qu",  "jusqu", "lorsqu", "puisqu", "quoiqu",  "quelqu", NULL};

const LangProfile lang_fr = {
    .code = "fr",
    .name = "Français",
    .order = 4,
    .is_rtl = FALSE,
    .script = "Latn",
    .revision = 1,
    .stemmer = "french",
    .elisions = elisions,
    .fold_after = uni_drop_accents,
    .stopwords = stopwords,
    .messages = messages,
    .n_messages = G_N_ELEMENTS(messages),
};
