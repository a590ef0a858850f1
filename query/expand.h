/*
 * expand.h: what a word stands for beside itself: words of the site that are spelt alike.
 *
 * Source is the site's own vocabulary (shim/vocabulary.h), never a dictionary. Stems that begin like the word's stem
 * count together as one weak synonym; words that share its rare parts count each by what they share; a word that the
 * site does not have is taken, weakly, for the nearest ones that it has. Measured on the relevance benchmark: see the
 * README's figures.
 */
#ifndef ISOGLOT_EXPAND_H
#define ISOGLOT_EXPAND_H

#include "langs/lang.h"
#include "shim/vocabulary.h"

G_BEGIN_DECLS

/*
 * Adds to `match` (QUERY_OR) what else the folded word `word`, with the stem `stem` (NULL: none), is taken for: its
 * family, and the nearest words if the site does not have it; and to `help` (QUERY_OR) what only raises pages that match.
 * Terms that deserve a mark on the page are added to `marked` (GHashTable of char* with prefix, which it owns; or NULL).
 * Not to be called from inside lang_analyse().
 */
void expand_word(Vocabulary *vocabulary, LangAnalyser *analyser, const char *word, const char *stem, QueryNode *match,
                 QueryNode *help, GHashTable *marked);

/* Letters that may be wrong in a word so that it is still taken for another: none in short ones. */
guint expand_tolerance(const char *word);

G_END_DECLS

#endif
