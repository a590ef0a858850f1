#include "langs/profile.h"

#include "langs/en/tables.h"

static const char *const endings[] = {"s", NULL};

const LangProfile lang_en = {
    .code = "en",
    .name = "English",
    .order = 3,
    .is_rtl = FALSE,
    .script = "Latn",
    .revision = 2,
    .stemmer = "english",
    .endings = endings,
    .kinship = 0.1,
    .stopwords = stopwords,
    .messages = messages,
    .n_messages = G_N_ELEMENTS(messages),
};
