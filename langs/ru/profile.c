#include <string.h>

#include "langs/profile.h"

#include "langs/ru/tables.h"

#include "langs/ru/keyboard.h"
#include "langs/ru/romanise.h"

/* Letters that look alike in both scripts, typed or scanned one for the other; casefolded, so "H" and "В" are
 * among them. A word of both may be of either. */
#define ALIKE(latin, cyrillic) {latin, cyrillic}, {cyrillic, latin}
static const LangLetter lookalikes[] = {
    ALIKE('a', 0x430), ALIKE('b', 0x432), ALIKE('c', 0x441), ALIKE('e', 0x435), ALIKE('h', 0x43D), ALIKE('k', 0x43A),
    ALIKE('m', 0x43C), ALIKE('o', 0x43E), ALIKE('p', 0x440), ALIKE('t', 0x442), ALIKE('x', 0x445), ALIKE('y', 0x443), {0}};

/* The letter of the other script; 0: there is none. */
static gunichar find_lookalike(gunichar c)
{
    for (const LangLetter *l = lookalikes; l->from; l++)
        if (l->from == c)
            return l->to;
    return 0;
}

static const LangBeginnings beginnings = {lookalikes, lookalikes, ""};

/* What a word is made of. */
typedef struct {
    guint latin, cyrillic;
    guint latin_only, cyrillic_only; /* letters that are in one script only */
} Letters;

static gboolean has_latin(const GString *word)
{
    for (gsize i = 0; i < word->len; i++)
        if (g_ascii_isalpha(word->str[i]))
            return TRUE;
    return FALSE;
}

static Letters count_letters(const GString *word)
{
    Letters n = {0};
    for (const char *p = word->str; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        gboolean is_latin = g_ascii_isalpha(*p), is_cyrillic = c >= 0x400 && c < 0x530;
        n.latin += is_latin;
        n.cyrillic += is_cyrillic;
        n.latin_only += is_latin && !find_lookalike(c);
        n.cyrillic_only += is_cyrillic && !find_lookalike(c);
    }
    return n;
}

static void change_script(GString *word, gboolean to_latin)
{
    g_autofree char *source = g_strndup(word->str, word->len);
    g_string_truncate(word, 0);
    for (const char *p = source; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p), other = (c < 0x80) != to_latin ? find_lookalike(c) : 0;
        g_string_append_unichar(word, other ? other : c);
    }
}

/* ё is written е in most texts; the letters are told apart in dictionaries only. A word of two scripts
 * belongs to the one that has the letters which do not look alike: "Mосква", "СOVID". */
static void fold(GString *word)
{
    if (strstr(word->str, "ё"))
        g_string_replace(word, "ё", "е", 0);
    if (!has_latin(word))
        return;
    Letters n = count_letters(word);
    if (n.latin && n.cyrillic && !n.latin_only)
        change_script(word, FALSE);
    else if (n.latin && n.cyrillic && !n.cyrillic_only)
        change_script(word, TRUE);
}

/* Nouns whose own end the stemmer takes for an ending of verbs or cases in some of their forms only: "канал"
 * would be "кана", "каналов" "канал", and "систем" "сист". Also in compounds: "телеканал". */
static const char *const nouns[] = {
    "аудит",  "визит",    "вызов",  "дефицит",   "диплом",  "домен",   "журнал",  "интервал",
    "канал",  "кредит",   "лимит",  "материал",  "обмен",   "объем",   "орбит",   "основ",
    "остров", "персонал", "портал", "потенциал", "прием",   "проблем", "режим",   "реклам",
    "саммит", "сигнал",   "систем", "терминал",  "транзит", "филиал",  "экзамен",
};
static const char *const cases[] = {"", "а", "ы", "и", "у", "е", "ой", "ою", "ом", "ов", "ам", "ами", "ах"};
#define CASE_LEFT_ALONE "ов" /* cut by the stemmer, and nothing else with it */

static void strip(GString *word)
{
    for (guint c = 0; c < G_N_ELEMENTS(cases); c++) {
        if (!g_str_has_suffix(word->str, cases[c]))
            continue;
        gsize n = word->len - strlen(cases[c]);
        for (guint i = 0; i < G_N_ELEMENTS(nouns); i++) {
            gsize length = strlen(nouns[i]);
            if (length > n || memcmp(word->str + n - length, nouns[i], length) != 0)
                continue;
            g_string_truncate(word, n);
            g_string_append(word, CASE_LEFT_ALONE);
            return;
        }
    }
}

static const char *const names[] = {"русский язык", "russian", NULL};

const LangProfile lang_ru = {
    .code = "ru",
    .name = "Русский",
    .names = names,
    .order = 5,
    .is_rtl = FALSE,
    .script = "Cyrl",
    .revision = 3,
    .stemmer = "russian",
    .fold = fold,
    .strip = strip,
    .beginnings = &beginnings,
    .kinship = 0.1,
    .romanised = &romanised,
    .layouts = layouts,
    .n_layouts = G_N_ELEMENTS(layouts),
    .stopwords = stopwords,
    .messages = messages,
    .n_messages = G_N_ELEMENTS(messages),
};
