#include "langs/profile.h"

#include "langs/fr/tables.h"

#include "langs/fr/keyboard.h"

/* Grevisse, Le bon usage, § 44-45; "aujourd'hui" and "presqu'île" are words of their own. */
static const char *const elisions[] = {"l", "d", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "quelqu", NULL};

/* Words that stand before a verb or "y", "en" lose their vowel before another only: "N'Djamena", "M'Bow" keep theirs. */
static const char *const clitics[] = {"c", "j", "m", "n", "s", "t", NULL};

/* Plurals that the stemmer takes for those of other words. Whole words. */
static const LangChange plurals[] = {{"travaux", "travail"}, {"vitraux", "vitrail"}, {"coraux", "corail"}, {"baux", "bail"},
                                 {"yeux", "oeil"},       {"cieux", "ciel"},
                                 {"delais", "delai"},    {"essais", "essai"},    {"quais", "quai"},    {"balais", "balai"},
                                 {"minerais", "minerai"}, {"remblais", "remblai"}};

/* The stemmer knows some suffixes only with their accents, which the folded word has lost: they are written back where
 * the ending leaves no doubt. "-ais" is an adjective's far more often than an imperfect's: as its feminine, it is not cut
 * off ("français" is no "franc"). "-ions" is a noun's plural, and where it is a verb's the noun is its own. Longest first. */
static const LangChange suffixes[] = {{"ites", "ités"},     {"ite", "ité"}, {"iere", "ière"}, {"ieres", "ières"},
                                  {"erent", "èrent"},   {"ees", "ées"}, {"ee", "ée"},     {"ais", "aise"},
                                  {"ions", "ion"}};

static void strip(GString *word)
{
    if (!lang_change_word(plurals, G_N_ELEMENTS(plurals), word))
        lang_change_ending(suffixes, G_N_ELEMENTS(suffixes), word);
}

static const LangLetter firsts[] = {{'y', 'o'}, {0}};  /* "yeux", "oeil" */
static const LangLetter seconds[] = {{'y', 'i'}, {0}}; /* the stemmer makes "ay" "ai" */
static const LangBeginnings beginnings = {firsts, seconds, ""};

static const char *const names[] = {"french", NULL};

const LangProfile lang_fr = {
    .code = "fr",
    .name = "Français",
    .names = names,
    .order = 4,
    .is_rtl = FALSE,
    .script = "Latn",
    .revision = 3,
    .stemmer = "french",
    .elisions = elisions,
    .clitics = clitics,
    .vowels = "aeiouyh",
    .strip = strip,
    .beginnings = &beginnings,
    .part_letters = 4,
    .layouts = layouts,
    .n_layouts = G_N_ELEMENTS(layouts),
    .stopwords = stopwords,
    .messages = messages,
    .n_messages = G_N_ELEMENTS(messages),
};
