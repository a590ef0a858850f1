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
    if (c >= 0x64B && c <= 0x65F) /* vowel and other marks */
        return 0;
    int digit = g_unichar_digit_value(c);
    return digit >= 0 ? (gunichar)('0' + digit) : c;
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

const LangProfile lang_ar = {
    .code = "ar",
    .name = "عربي",
    .order = 1,
    .is_rtl = TRUE,
    .script = "Arab",
    .revision = 1,
    .stemmer = "arabic",
    .fold_before = fold,
    .stopwords = stopwords,
    .messages = messages,
    .n_messages = G_N_ELEMENTS(messages),
};
