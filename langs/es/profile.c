#include "langs/profile.h"

#include "langs/uni.h"
#include "langs/es/tables.h"

const LangProfile lang_es = {
    .code = "es",
    .name = "Español",
    .order = 6,
    .is_rtl = FALSE,
    .script = "Latn",
    .revision = 1,
    .stemmer = "spanish",
    .fold_after = uni_drop_accents,
    .stopwords = stopwords,
    .messages = messages,
    .n_messages = G_N_ELEMENTS(messages),
};
