#include <string.h>

#include "langs/profile.h"

#include "langs/es/tables.h"

#include "langs/es/keyboard.h"

/*
 * Endings as the stemmer needs them. It knows some suffixes only with their accents, which the folded word has lost: they
 * are written back where the ending leaves no doubt. It takes the end of "mujer", "joven", "celular" for a verb's and cuts
 * it off, but not in their plurals, which therefore become singulars first ("ciudad", too); and it knows no "voz" in
 * "voces".
 */
static const LangChange suffixes[] = {{"cion", "ción"},     {"sion", "sión"}, {"xion", "xión"}, {"logia", "logía"},
                                      {"logias", "logías"}, {"ares", "ar"},   {"eres", "er"},   {"enes", "en"},
                                      {"ades", "ad"},       {"z", "c"}};

static gboolean is_vowel(char c)
{
    return c && strchr("aeiou", c);
}

/* Plurals too short for the stemmer, which leaves three letters: "años", "usos", "días", "vías". */
static gboolean is_short_plural(const GString *word)
{
    const char *w = word->str;
    return word->len == 4 && w[3] == 's' && strchr("aeo", w[2]) && is_vowel(w[0]) != is_vowel(w[1]) &&
           !g_str_equal(w, "dios");
}

static void strip(GString *word)
{
    if (g_str_equal(word->str, "interes")) { /* no plural of "inter" */
        g_string_assign(word, "intereses");
        return;
    }
    if (is_short_plural(word)) {
        g_string_truncate(word, 3);
        return;
    }
    lang_change_ending(suffixes, G_N_ELEMENTS(suffixes), word);
}

/* The ending "z", which may be all there is of a word, or all but its first letter. */
static const LangLetter endings[] = {{'z', 'c'}, {0}};
static const LangBeginnings beginnings = {endings, endings, ""};

static const char *const names[] = {"castellano", "spanish", NULL};

const LangProfile lang_es = {
    .code = "es",
    .name = "Español",
    .names = names,
    .order = 6,
    .is_rtl = FALSE,
    .script = "Latn",
    .revision = 3,
    .stemmer = "spanish",
    .strip = strip,
    .beginnings = &beginnings,
    .part_letters = 4,
    .layouts = layouts,
    .n_layouts = G_N_ELEMENTS(layouts),
    .stopwords = stopwords,
    .messages = messages,
    .n_messages = G_N_ELEMENTS(messages),
};
