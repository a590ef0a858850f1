/*
 * stops: writes the folded stop words of all languages, build/langs/stops.c. Run by the Makefile when the program is built:
 * folding them anew in each process would take a tenth of a CGI's time.
 */
#include <stdio.h>
#include <string.h>

#include "langs/profile.h"
#include "langs/uni.h"

static gint compare_words(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static GPtrArray *fold_all(const LangProfile *p)
{
    GPtrArray *words = g_ptr_array_new_with_free_func(g_free);
    for (const char *const *s = p->stopwords; *s; s++) {
        g_autoptr(GString) word = g_string_new(NULL);
        uni_casefold(*s, strlen(*s), word);
        lang_fold_word(p, word);
        g_ptr_array_add(words, g_strdup(word->str));
    }
    g_ptr_array_sort(words, compare_words);
    return words;
}

/* One text and the places of the words in it: no pointers, which each process would have to relocate. */
static void print_words(const char *code, const GPtrArray *words)
{
    g_autoptr(GString) places = g_string_new(NULL);
    gsize at = 0;
    printf("static const char text_%s[] =", code);
    for (guint i = 0; i < words->len; i++) {
        const char *word = words->pdata[i];
        printf("\n    \"%s\\0\"", word);
        g_string_append_printf(places, "%zu,", at);
        at += strlen(word) + 1;
    }
    printf(";\nstatic const guint16 places_%s[] = {%s};\n\n", code, places->str);
    g_assert(at <= G_MAXUINT16);
}

int main(void)
{
    printf("#include \"langs/profile.h\"\n\n");
    for (guint i = 0; i < lang_registry_n; i++) {
        g_autoptr(GPtrArray) words = fold_all(lang_registry[i]);
        print_words(lang_registry[i]->code, words);
    }
    printf("const LangStops lang_stops[] = {\n");
    for (guint i = 0; i < lang_registry_n; i++) {
        const char *code = lang_registry[i]->code;
        printf("    {text_%s, places_%s, G_N_ELEMENTS(places_%s)},\n", code, code, code);
    }
    printf("};\n");
    return 0;
}
