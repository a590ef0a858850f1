/*
 * carry.h: a query carried into another language: never a translated text, but a query tree of what its words may be
 * there, each way weighed by how much it is trusted.
 *
 * In the order of trust: symbols, numbers and what is written alike in both; the organisation's terminology, names of
 * countries and languages, titles of translated pages and words learned from them (shim/lexicon.h), the longest run of
 * words first, and for a word that is not there those that begin as it does; names that sound alike
 * (langs/romanise.h). The ways of one word are joined by OR, each weighed by a root of its probability; one synonym
 * of all, or evening out their rarity, gave no more (measured, see the README). Every one is told, for explain.
 */
#ifndef ISOGLOT_CARRY_H
#define ISOGLOT_CARRY_H

#include "query/parse.h"
#include "shim/lexicon.h"
#include "shim/sound.h"

G_BEGIN_DECLS

/* One way from a part of the query into the other language; owns its strings. */
typedef struct {
    char *source;      /* as typed: "широкополосный доступ" */
    char *target;      /* as people write it there: "haut débit" */
    const char *way;   /* shared, terminology, name, title, learned, sound: a constant */
    double weight;     /* 0 … 1 */
    guint pairs;       /* page pairs it was learned from; 0: not learned */
} CarryStep;

typedef struct {
    ParsedQuery *query; /* its tree is QUERY_NOTHING when too little could be carried */
    GArray *steps;      /* CarryStep, in the order of the query; none of refused words */
    double coverage;    /* share of the query's words, by weight, that have come across; 0 … 1 */
} Carried;

/* One side of the way. */
typedef struct {
    LangAnalyser *analyser;
    Vocabulary *vocabulary; /* of its index; never NULL */
    Sounds *sounds;   /* of its index, where the query goes to; NULL: names are not sought by their sound */
} CarryEnd;

/*
 * Carries `request`'s query, written in the language of `from`, to `to`. `lexicon`: of the source language. Filters of the
 * request and operators of the query are carried with it: -word and "phrases" as the words that they are there (a word is
 * refused by what it is with some certainty only), word* as it stands. A run of words that is carried as one counts once in
 * LIMIT_QUERY_TERMS. A query of which nothing can be carried is one that matches nothing, no error. `width`: not QUERY_WIDE.
 * Some 1 ms.
 */
Carried *query_carry(const Request *request, const CarryEnd *from, const CarryEnd *to, const Lexicon *lexicon,
                     QueryWidth width);

/* What it is there in short: of each run of words the most trusted way, in the order of the query; g_free(). */
char *carried_text(const Carried *carried);
void carried_free(Carried *carried);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Carried, carried_free)

G_END_DECLS

#endif
