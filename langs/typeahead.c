#include "langs/typeahead.h"

#include <string.h>

#include "langs/profile.h"
#include "langs/romanise.h"
#include "langs/uni.h"

static gboolean is_of_word(gunichar c)
{
    return g_unichar_isalnum(c) || g_unichar_ismark(c);
}

static gboolean is_han(const char *p)
{
    return g_unichar_get_script(g_utf8_get_char(p)) == G_UNICODE_SCRIPT_HAN;
}

static void add_word(const LangProfile *lang, const char *word, gsize n, GString *out)
{
    g_autoptr(GString) folded = g_string_new_len(word, n);
    lang_fold_word(lang, folded);
    if (folded->len && out->len)
        g_string_append_c(out, ' ');
    g_string_append_len(out, folded->str, folded->len);
}

void typeahead_fold(const LangProfile *lang, const char *text, GString *out)
{
    g_autoptr(GString) folded = g_string_new(NULL), words = g_string_new(NULL);
    uni_casefold(text, strlen(text), folded);
    const char *word = NULL, *p = folded->str;
    for (; *p; p = g_utf8_next_char(p)) {
        gboolean is_inside = is_of_word(g_utf8_get_char(p));
        if (is_inside && !word)
            word = p;
        if (!is_inside && word) {
            add_word(lang, word, p - word, words);
            word = NULL;
        }
    }
    if (word)
        add_word(lang, word, p - word, words);
    g_string_append_len(out, words->str, words->len);
}

static void give_folded(const char *folded, TypeaheadFunc func, gpointer user)
{
    guint place = 0;
    char before = ' ';
    for (const char *p = folded; *p && place < TYPEAHEAD_STARTS; before = *p, p = g_utf8_next_char(p)) {
        if (*p == ' ' || (before != ' ' && !is_han(p)))
            continue;
        func(folded, p - folded, place, user);
        place += !g_ascii_isdigit(*p);
    }
}

/* A word as it is written in Latin letters, in each way; one that is none of the script's stands for itself. */
static guint romanise_any(const LangProfile *lang, const char *word, RomanisedKey keys[ROMANISE_KEYS])
{
    guint n = romanise_word(lang, word, keys);
    if (!n)
        n = romanise_typed(lang, word, keys);
    if (!n && g_str_is_ascii(word))
        g_strlcpy(keys[n++], word, ROMANISE_LENGTH);
    return n;
}

/* Words from the second on, each in the way that it is read mostly; what has no Latin form ends the key. */
static char *join_rest(const LangProfile *lang, char *const *words)
{
    GString *rest = g_string_new(NULL);
    for (guint i = 0; i < TYPEAHEAD_STARTS && words[i]; i++) {
        RomanisedKey keys[ROMANISE_KEYS];
        if (!romanise_any(lang, words[i], keys))
            break;
        g_string_append_printf(rest, "%s%s", romanise_is_together(lang) ? "" : " ", keys[0]);
    }
    return g_string_free(rest, FALSE);
}

static void give_romanised(const LangProfile *lang, char *const *words, guint place, TypeaheadFunc func, gpointer user)
{
    RomanisedKey keys[ROMANISE_KEYS];
    guint n = romanise_word(lang, *words, keys);
    if (!n)
        return;
    g_autofree char *rest = join_rest(lang, words + 1);
    for (guint i = 0; i < n; i++) {
        g_autofree char *key = g_strconcat(TYPEAHEAD_ROMANISED, keys[i], rest, NULL);
        func(key, 0, place, user);
    }
}

void typeahead_each_key(const LangProfile *lang, const char *folded, TypeaheadFunc func, gpointer user)
{
    give_folded(folded, func, user);
    if (!romanise_has(lang))
        return;
    g_auto(GStrv) words = g_strsplit(folded, " ", -1);
    guint place = 0;
    for (guint i = 0; words[i] && place < TYPEAHEAD_STARTS; place += !g_ascii_isdigit(*words[i++]))
        give_romanised(lang, words + i, place, func, user);
}

GPtrArray *typeahead_typed(const LangProfile *lang, const char *typed)
{
    GPtrArray *starts = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GString) folded = g_string_new(NULL);
    RomanisedKey keys[ROMANISE_KEYS];
    typeahead_fold(lang, typed, folded);
    if (!folded->len)
        return starts;
    g_ptr_array_add(starts, g_strdup(folded->str));
    g_autofree char *trimmed = g_strstrip(g_strdup(typed));
    g_auto(GStrv) words = g_strsplit_set(trimmed, " \t", -1);
    guint n = *words ? romanise_typed(lang, *words, keys) : 0;
    g_autofree char *rest = n ? join_rest(lang, words + 1) : NULL;
    for (guint i = 0; i < n; i++)
        g_ptr_array_add(starts, g_strconcat(TYPEAHEAD_ROMANISED, keys[i], rest, NULL));
    return starts;
}
