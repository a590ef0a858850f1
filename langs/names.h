/*
 * names.h: what countries and languages are called in each language, from CLDR by ICU. The only door to ICU's
 * resource bundles.
 *
 * Of the languages of the world those are named that are asked for or an official language somewhere (CLDR,
 * territoryInfo): most of the others bear names that mean something else in some language ("mari", "even").
 * Regions are countries, their dependencies, and continents and their parts (UN M.49).
 */
#ifndef ISOGLOT_NAMES_H
#define ISOGLOT_NAMES_H

#include "langs/lang.h"

G_BEGIN_DECLS

typedef enum { NAME_REGION, NAME_LANGUAGE } NameKind;

/* One name of a thing; strings are valid during the callback. */
typedef struct {
    const char *code;            /* "MM", "002", "zh_Hant": CLDR's */
    const LangProfile *language; /* that the name is of */
    const char *name;            /* "Myanmar (Burma)" */
    gboolean is_main;            /* else a short or variant form: "Burma", "Ivory Coast" */
} Name;

typedef void (*NameFunc)(const Name *name, gpointer user);

/* Calls `func` for every name in `languages` (LangProfile *), all of one thing together: of each language the
 * main one, then its other forms but for abbreviations with points. Things come in the order of their codes.
 * A language that CLDR does not know gives none. Some 20 ms. */
void names_each(NameKind kind, const GPtrArray *languages, NameFunc func, gpointer user);

/* What a language is called in another, as CLDR writes it inside a sentence; its own name (lang_name()) where CLDR has
 * none. g_free(). */
char *names_language(const LangProfile *language, const LangProfile *in);

G_END_DECLS

#endif
