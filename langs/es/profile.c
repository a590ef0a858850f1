#include "langs/profile.h"

#include "langs/es/tables.h"

const LangProfile lang_es = {
    .code = "es",
    .name = "Español",
    .order = 6,
    .is_rtl = FALSE,
    .script = "Latn",
    .revision = 2,
    .stemmer = "spanish",
    .stopwords = stopwords,
    .messages = messages,
    .n_messages = G_N_ELEMENTS(messages),
};
