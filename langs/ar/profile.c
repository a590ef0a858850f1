#include <string.h>

#include "langs/profile.h"

#include "langs/ar/tables.h"

/* Letters that people write one for another: alef with and without hamza, final ya and alef maqsura, ta marbuta and ha;
 * after Larkey, Ballesteros and Connell, "Light Stemming for Arabic Information Retrieval" (2007), normalisation. */
static gunichar fold_letter(gunichar c)
{
    switch (c) {
    case 0x622: /* alef with madda */
    case 0x623: /* alef with hamza above */
    case 0x625: /* alef with hamza below */
    case 0x671: /* alef wasla */
        return 0x627;
    case 0x649: /* alef maqsura */
    case 0x6CC: /* Farsi ya */
        return 0x64A;
    case 0x629: /* ta marbuta */
        return 0x647;
    case 0x6A9: /* keheh */
        return 0x643;
    case 0x640: /* tatweel */
    case 0x670: /* superscript alef */
        return 0;
    }
    return c >= 0x64B && c <= 0x65F ? 0 : c; /* vowel and other marks */
}

static void fold(GString *word)
{
    g_autofree char *source = g_strndup(word->str, word->len);
    g_string_truncate(word, 0);
    for (const char *p = source; *p; p = g_utf8_next_char(p)) {
        gunichar c = fold_letter(g_utf8_get_char(p));
        if (c)
            g_string_append_unichar(word, c);
    }
}

/* Affixes of Larkey, Ballesteros and Connell's light10, longest first; the letters that must remain are theirs, too. */
static const char *const fronts[] = {"وال", "فال", "بال", "كال", "ولل", "لل", "ال", NULL};
static const char *const tails[] = {"ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي", NULL};
#define LEFT_BY_WAW 3
#define LEFT_BY_FRONT 2
#define LEFT_BY_TAIL 2
#define LETTER 2 /* bytes */

static void strip(GString *word)
{
    if (g_str_has_prefix(word->str, "و") && word->len >= (1 + LEFT_BY_WAW) * LETTER)
        g_string_erase(word, 0, LETTER);
    for (const char *const *f = fronts; *f; f++) {
        if (g_str_has_prefix(word->str, *f) && word->len >= strlen(*f) + LEFT_BY_FRONT * LETTER) {
            g_string_erase(word, 0, strlen(*f));
            break;
        }
    }
    for (const char *const *t = tails; *t; t++)
        if (g_str_has_suffix(word->str, *t) && word->len >= strlen(*t) + LEFT_BY_TAIL * LETTER)
            g_string_truncate(word, word->len - strlen(*t));
}

const LangProfile lang_ar = {
    .code = "ar",
    .name = "عربي",
    .order = 1,
    .is_rtl = TRUE,
    .script = "Arab",
    .revision = 3,
    .stemmer = "arabic",
    .fold = fold,
    .strip = strip,
    .stopwords = stopwords,
    .messages = messages,
    .n_messages = G_N_ELEMENTS(messages),
};
