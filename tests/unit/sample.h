/*
 * sample.h: texts in every language there is, made of its stop words, so that no test names a language.
 */
#ifndef ISOGLOT_TEST_SAMPLE_H
#define ISOGLOT_TEST_SAMPLE_H

#include <glib.h>
#include <string.h>

#include "langs/lang.h"

/* `n` words; another seed gives another text. g_string_free(). */
static inline GString *sample_text(const LangProfile *lang, guint seed, guint n)
{
    g_autofree char *path = g_strdup_printf("langs/%s/stopwords.txt", lang_code(lang)), *all = NULL;
    g_autoptr(GRand) dice = g_rand_new_with_seed(seed);
    g_assert_true(g_file_get_contents(path, &all, NULL, NULL));
    g_auto(GStrv) words = g_strsplit(all, "\n", -1);
    GString *text = g_string_new(NULL);
    while (n) {
        const char *word = words[g_rand_int_range(dice, 0, g_strv_length(words))];
        gsize length = strcspn(word, " \t#");
        if (!length)
            continue;
        g_string_append_len(text, word, length);
        g_string_append_c(text, ' ');
        n--;
    }
    return text;
}

#endif
