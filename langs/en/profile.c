#include <string.h>

#include "langs/profile.h"

#include "langs/en/tables.h"

#include "langs/en/keyboard.h"

/* The possessive, and verbs that lean on a pronoun: "the Union's", "we'll" is no "well". */
static const char *const endings[] = {"s", "ll", "re", "ve", "d", "m", NULL};

/* Plurals that no suffix tells (Quirk et al., A Comprehensive Grammar of the English Language, chapter 5). Whole words. */
static const LangChange plurals[] = {
    {"men", "man"},           {"women", "woman"},           {"children", "child"},        {"feet", "foot"},
    {"teeth", "tooth"},       {"mice", "mouse"},            {"geese", "goose"},           {"wives", "wife"},
    {"halves", "half"},       {"shelves", "shelf"},         {"knives", "knife"},          {"thieves", "thief"},
    {"criteria", "criterion"}, {"phenomena", "phenomenon"}, {"indices", "index"},         {"appendices", "appendix"},
    {"matrices", "matrix"},   {"vertices", "vertex"},       {"curricula", "curriculum"},  {"memoranda", "memorandum"},
    {"addenda", "addendum"},  {"errata", "erratum"},        {"bacteria", "bacterium"},    {"fora", "forum"},
    {"chairmen", "chairman"}, {"policemen", "policeman"},   {"fishermen", "fisherman"},   {"firemen", "fireman"},
    {"gentlemen", "gentleman"}, {"servicemen", "serviceman"}, {"workmen", "workman"}};

/* British spellings, by the end of the word, without the plural's s; "to" is the American one. */
static const LangChange endings_respelt[] = {{"centre", "center"},       {"metre", "meter"},     {"litre", "liter"},
                                         {"fibre", "fiber"},         {"theatre", "theater"}, {"calibre", "caliber"},
                                         {"programme", "program"},   {"catalogue", "catalog"},
                                         {"dialogue", "dialog"},     {"analogue", "analog"}, {"women", "woman"},
                                         {"smen", "sman"}};

/* … and by its beginning, so that all that is derived goes along. */
static const LangChange beginnings_respelt[] = {
    {"labour", "labor"},   {"colour", "color"},     {"favour", "favor"},         {"behaviour", "behavior"},
    {"honour", "honor"},   {"harbour", "harbor"},   {"neighbour", "neighbor"},   {"endeavour", "endeavor"},
    {"vapour", "vapor"},   {"humour", "humor"},     {"armour", "armor"},         {"flavour", "flavor"},
    {"rumour", "rumor"},   {"tumour", "tumor"},     {"defence", "defense"},      {"offence", "offense"},
    {"licence", "license"}};

/* Words that the stemmer of Snowball 2.2 makes one with others (later ones except them): all that begins with the one is
 * stemmed as the other, which keeps "international" from "intern" and "organization" from "organ". */
static const LangChange families[] = {
    {"internation", "internat"}, {"internal", "interna"},  {"interval", "interva"},     {"interfer", "interfere"},
    {"universit", "universit"},     {"universal", "universa"}, {"organiza", "organiz"},    {"organize", "organiz"},
    {"organizi", "organiz"},        {"emergenc", "emergenc"}, {"evening", "evenin"},       {"lateral", "latera"},
    {"added", "add"},               {"adding", "add"}};

/* "-ise" that is no suffix, by what stands before it. */
static const char *const no_suffix[] = {"pr", "prom", "prem", "dem", "advert", "franch", "chast", "merchand",
                                        "parad", "expert", "treat", NULL};

/* Most words differ in the first letter: that costs no call. */
static gboolean begins(const GString *word, const char *start)
{
    return *word->str == *start && g_str_has_prefix(word->str, start);
}

static void replace(GString *word, gsize at, gsize n, const char *to)
{
    g_string_erase(word, at, n);
    g_string_insert(word, at, to);
}

static void respell(GString *word)
{
    gsize n = word->len - g_str_has_suffix(word->str, "s");
    for (guint i = 0; i < G_N_ELEMENTS(endings_respelt); i++) {
        gsize length = strlen(endings_respelt[i].from);
        if (n >= length && memcmp(word->str + n - length, endings_respelt[i].from, length) == 0) {
            replace(word, n - length, length, endings_respelt[i].to);
            return;
        }
    }
    for (guint i = 0; i < G_N_ELEMENTS(beginnings_respelt); i++) {
        if (begins(word, beginnings_respelt[i].from)) {
            replace(word, 0, strlen(beginnings_respelt[i].from), beginnings_respelt[i].to);
            return;
        }
    }
}

/* Is the "is" or "ys" behind n letters the suffix that is also written with z? */
static gboolean is_suffix(const char *word, gsize n)
{
    if (word[n] == 'y')
        return n >= 4 && word[n - 1] == 'l'; /* analyse, paralyse, catalyse */
    if (n < 3 || strchr("vwaou", word[n - 1]) || (word[n - 1] == 'c' && word[n - 2] != 'i'))
        return FALSE;
    for (const char *const *no = no_suffix; *no; no++)
        if (n >= strlen(*no) && memcmp(word + n - strlen(*no), *no, strlen(*no)) == 0)
            return FALSE;
    return TRUE;
}

/* "-ise" as "-ize", as the UN, ITU and ISO spell it. */
static void respell_ise(GString *word)
{
    static const char *const tails[] = {"sational", "sation", "sations", "se", "sed", "ses", "sing", "ser", "sers"};
    if (!strchr(word->str + MIN(word->len, 1), 's'))
        return;
    for (guint i = 0; i < G_N_ELEMENTS(tails); i++) {
        gsize n = strlen(tails[i]);
        if (word->len <= n || !g_str_has_suffix(word->str, tails[i]))
            continue;
        gsize at = word->len - n;
        if ((word->str[at - 1] == 'i' || word->str[at - 1] == 'y') && is_suffix(word->str, at - 1))
            word->str[at] = 'z';
        return;
    }
}

static void strip(GString *word)
{
    if (lang_change_word(plurals, G_N_ELEMENTS(plurals), word))
        return;
    respell(word);
    respell_ise(word);
    for (guint i = 0; i < G_N_ELEMENTS(families); i++) {
        if (begins(word, families[i].from)) {
            g_string_assign(word, families[i].to);
            return;
        }
    }
}

/* "men", "feet", "mice" (above), and the stemmer's "dying". */
static const LangLetter seconds[] = {{'e', 'a'}, {'e', 'o'}, {'i', 'o'}, {'y', 'i'}, {0}};
static const LangBeginnings beginnings = {NULL, seconds, ""};

const LangProfile lang_en = {
    .code = "en",
    .name = "English",
    .order = 3,
    .is_rtl = FALSE,
    .script = "Latn",
    .revision = 3,
    .stemmer = "english",
    .endings = endings,
    .strip = strip,
    .beginnings = &beginnings,
    .kinship = 0.1,
    .layouts = layouts,
    .n_layouts = G_N_ELEMENTS(layouts),
    .stopwords = stopwords,
    .messages = messages,
    .n_messages = G_N_ELEMENTS(messages),
};
