/*
 * tongues.h: made-up languages, for the tests of learning: a thing is a number, and what it is called in tongue t is
 * that number plus 10000 t. Numbers are words in every language there is, stems of none, and no language claims them.
 */
#ifndef ISOGLOT_TEST_TONGUES_H
#define ISOGLOT_TEST_TONGUES_H

#include "indexer/bitext.h"

#define THINGS 60

static inline void tongue_say(GString *out, guint tongue, guint thing)
{
    g_string_append_printf(out, "%u ", 10000 * (tongue + 1) + thing);
}

/* `n` blocks of one or two sentences about things; the same seed says the same in every tongue. A block for which `skips`
 * says so is left out. */
static inline void tongue_talk(GString *out, guint tongue, guint seed, guint n,
                               gboolean (*skips)(guint tongue, guint block))
{
    g_autoptr(GRand) dice = g_rand_new_with_seed(seed);
    for (guint block = 0; block < n; block++) {
        g_autoptr(GString) text = g_string_new(NULL);
        for (gint s = g_rand_int_range(dice, 1, 3); s > 0; s--) {
            for (gint w = g_rand_int_range(dice, 3, 12); w > 0; w--)
                tongue_say(text, tongue, g_rand_int_range(dice, 0, THINGS));
            text->str[text->len - 1] = 0x2E;
            g_string_append_c(text, 0x20);
        }
        if (!skips || !skips(tongue, block))
            g_string_append_printf(out, "%s\n", text->str);
    }
}

static inline Bitext *tongue_bitext(guint tongue, const char *const *titles, const char *const *texts, guint n)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(LangAnalyser) analyser = lang_analyser_new(lang_get(tongue), &error);
    g_assert_no_error(error);
    const BitextReading how = {analyser, NULL, G_MAXUINT};
    Bitext *text = bitext_new(lang_get(tongue));
    for (guint i = 0; i < n; i++)
        bitext_add(text, &how, titles ? titles[i] : texts[i] ? "" : NULL, "", texts[i]);
    bitext_finish(text);
    return text;
}

#endif
