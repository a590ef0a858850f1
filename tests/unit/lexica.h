/*
 * lexica.h: lexicons of all languages there are, written to a temporary data directory and read again.
 */
#ifndef ISOGLOT_TEST_LEXICA_H
#define ISOGLOT_TEST_LEXICA_H

#include <string.h>

#include "langs/lexeme.h"
#include "shim/disk.h"

typedef struct {
    char *data;
    GPtrArray *languages;
    LexiconWriter **writers;
} Lexica;

static inline void lexica_open(Lexica *l)
{
    g_autoptr(GError) error = NULL;
    l->data = g_dir_make_tmp("isoglot-t-XXXXXX", NULL);
    l->languages = lang_find_all(NULL, &error);
    g_assert_no_error(error);
    l->writers = g_new0(LexiconWriter *, l->languages->len);
    for (guint i = 0; i < l->languages->len; i++)
        l->writers[i] = lexicon_writer_new();
}

static inline void lexica_clear(Lexica *l)
{
    for (guint i = 0; i < l->languages->len; i++)
        lexicon_writer_free(l->writers[i]);
    g_free(l->writers);
    g_ptr_array_unref(l->languages);
    disk_remove(l->data);
    g_free(l->data);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Lexica, lexica_clear)

static inline char *lexica_key(guint language, const char *text)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(LangAnalyser) analyser = lang_analyser_new(lang_get(language), &error);
    g_assert_no_error(error);
    return lexeme_key(analyser, text, strlen(text));
}

/* What a text of the language `from` leads to in `to`: "shown (origin probability)", parted by "; ";
 * g_free(). */
static inline char *lexica_find(const Lexica *l, guint from, const char *text, guint to)
{
    g_autoptr(GError) error = NULL;
    const char *code = lang_code(lang_get(from));
    g_assert_true(lexicon_writer_write(l->writers[from], l->data, code, 0, &error));
    g_assert_no_error(error);
    g_autoptr(Lexicon) lexicon = lexicon_open(l->data, code);
    g_autoptr(GArray) entries = g_array_new(FALSE, FALSE, sizeof(LexiconEntry));
    g_autofree char *key = lexica_key(from, text);
    g_autoptr(GString) found = g_string_new(NULL);
    if (key)
        lexicon_find(lexicon, key, lang_code(lang_get(to)), entries);
    for (guint i = 0; i < entries->len; i++) {
        const LexiconEntry *e = &g_array_index(entries, LexiconEntry, i);
        g_autofree char *words = lexica_key(to, e->shown);
        g_assert_cmpstr(e->words, ==, words);
        g_string_append_printf(found, "%s%s (%s %.1f)", i ? "; " : "", e->shown,
                               lexicon_origin_name(e->origin), e->probability);
    }
    return g_strdup(found->str);
}

#endif
