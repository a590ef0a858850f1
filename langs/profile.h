/*
 * profile.h: what a language's folder gives, for langs/ only.
 *
 * A folder langs/LANG/ holds profile.c, which defines `const LangProfile lang_LANG`, and data files that the Makefile
 * turns into tables of the same names as declared below: stopwords.txt, messages.txt and, where there are such, romanise.txt and keyboard.txt.
 * Everything a language is, is
 * in this struct; no shared code asks which language it has before it.
 */
#ifndef ISOGLOT_PROFILE_H
#define ISOGLOT_PROFILE_H

#include "langs/keyboard.h"
#include "langs/lang.h"

G_BEGIN_DECLS

typedef struct {
    const char *key, *pattern;
} LangMessage;

/* A change of one word in place. */
typedef void (*LangFoldFunc)(GString *word);

/* A character and the one that is read for it. */
typedef struct {
    gunichar from, to;
} LangLetter;

/* A word or a part of one, and what it becomes. */
typedef struct {
    const char *from, *to;
} LangChange;

/* A letter and how it is written in Latin ones: several rows, the most usual first, of one that is read in several ways. */
typedef struct {
    gunichar from;
    char to[8];
} LangSpelt;

/* What langs/LANG/romanise.txt says (langs/romanise.h). */
typedef struct {
    const LangSpelt *letters; /* sorted */
    guint n_letters;
    const LangChange *rules, *names; /* `from` is NULL behind the last */
    gboolean has_optional_vowels, is_together;
} LangRomanised;

/* What the keys of a layout give, without and with Shift: langs/LANG/keyboard.txt (langs/keyboard.h). */
#define LANG_KEYS 47
struct LangLayout {
    char name[16];
    char keys[2][LANG_KEYS][8];
};

/*
 * The letters that words and their stems begin with, which spares most of a text its analysis when a few are sought
 * (langs/seek.h). The first letter is that of the written word, folded by itself, or one that stands behind letters of
 * `before` only, or behind others where letters of ASCII follow them (if `before` has any at all); the second is the
 * letter behind it, if a stem has one; so are the further letters of a folded word. Where it is another, a row of `firsts`
 * or `seconds` says so; 0 stands for anything, with anything behind it. A word of one letter has a stem of one.
 */
typedef struct {
    const LangLetter *firsts;  /* a letter, folded by itself, and one that a word or stem begins with in its place; `from` is
                                  0 behind the last; or NULL */
    const LangLetter *seconds; /* so for the second letter of words and stems, and the further ones of words */
    const char *before;        /* folded letters that may stand before the stem; "": none */
} LangBeginnings;

struct LangProfile {
    const char *code;            /* BCP 47; the folder's name */
    const char *name;            /* in the language itself */
    const char *const *names;    /* further ones by which links lead to it, in itself and in English, casefolded; NULL-terminated, or NULL */
    int order;                   /* place in the UN's language bar; others 100 and more */
    gboolean is_rtl;
    const char *script;          /* ISO 15924, of its letters */
    int revision;                /* of the analysis: raise it when the tokens change */
    const char *stemmer;         /* Snowball algorithm, or NULL */
    const LangLetter *respelt;   /* characters replaced in the text before it is divided into words; sorted, or NULL */
    guint n_respelt;             /* only those whose two UTF-8 forms are of one length count then */
    const LangLetter *sounds;    /* characters and a number for the sound of each, above 0; sorted, or NULL */
    guint n_sounds;
    const LangLetter *lookalikes; /* characters, and each of those of similar shape; sorted, or NULL */
    guint n_lookalikes;
    const char *const *elisions; /* words cut off before an apostrophe, casefolded, NULL-terminated; or NULL */
    const char *const *clitics;  /* further ones, cut off only where a letter of `vowels` follows; or NULL */
    const char *vowels;          /* ASCII, for the folded letter */
    const char *const *endings;  /* endings cut off behind a word, with their apostrophe; or NULL */
    LangFoldFunc fold;           /* spelling variants made one, after uni_fold_spelling(); or NULL */
    LangFoldFunc strip;          /* what goes from the folded word before the stemmer: affixes it does not know; or NULL */
    const LangBeginnings *beginnings; /* NULL: nothing is known of them */
    guint part_letters;          /* length of the parts of words that are indexed, too, where words vary inside; 0: none */
    double kinship;              /* what a word's relatives by spelling count in a query (query/expand.h); 0: nothing */
    const LangRomanised *romanised; /* or NULL */
    const LangLayout *layouts;    /* keyboards that people have who write the language; or NULL */
    guint n_layouts;
    const char *const *stopwords; /* NULL-terminated */
    const LangMessage *messages; /* sorted by key */
    guint n_messages;
};

/* The spellings of a casefolded word that are one in this language (uni_fold_spelling() and `fold`). */
void lang_fold_word(const LangProfile *profile, GString *word);

/* What `c` is read for in a sorted table; 0: it is not there. */
gunichar lang_find_letter(const LangLetter *letters, guint n, gunichar c);

/* Puts what a whole word, or its ending, is changed to in its place, by the first row that fits. FALSE: none does. */
gboolean lang_change_word(const LangChange *changes, guint n, GString *word);
gboolean lang_change_ending(const LangChange *changes, guint n, GString *word);

/* The table that the Makefile makes from the folders, in the order of the language bar. */
extern const LangProfile *const lang_registry[];
extern const guint lang_registry_n;

/* The stop words, folded, in the order of bytes: `text` + places[i]. */
typedef struct {
    const char *text;
    const guint16 *places;
    guint n;
} LangStops;

/* The table that the Makefile makes of them (langs/tools/stops.c), in the order of lang_registry. */
extern const LangStops lang_stops[];

G_END_DECLS

#endif
