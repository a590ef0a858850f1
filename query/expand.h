/*
 * expand.h: what a word stands for beside itself: words of the site that are spelt alike.
 *
 * A word of the site is helped by its relatives (a little: "telecommunications" may stand where "telecom" was asked for);
 * a word that the site does not have is taken for the nearest ones that it has. Source: the site's own vocabulary
 * (shim/vocabulary.h), never a dictionary.
 */
#ifndef ISOGLOT_EXPAND_H
#define ISOGLOT_EXPAND_H

#include "langs/lang.h"
#include "shim/vocabulary.h"

G_BEGIN_DECLS

/*
 * What is searched beside the folded word `word`; NULL: nothing. Terms that deserve a mark on the page are added to
 * `marked` (GHashTable of char* with prefix, which it owns; or NULL). Must not be called from inside lang_analyse().
 */
QueryNode *expand_word(const Vocabulary *vocabulary, LangAnalyser *analyser, const char *word, GHashTable *marked);

/* Letters that may be wrong in a word so that it is still taken for another: none in short ones. */
guint expand_tolerance(const char *word);

G_END_DECLS

#endif
