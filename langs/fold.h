/*
 * fold.h: what a piece of text becomes before it is stemmed; for analyse.c.
 */
#ifndef ISOGLOT_FOLD_H
#define ISOGLOT_FOLD_H

#include "langs/profile.h"
#include "langs/uni.h"

G_BEGIN_DECLS

/* Cuts a word to the length of a term. Folding and stemming may make it longer once more: whatever becomes a term passes
 * through here last. */
void fold_cut(GString *word);

/* Folds a piece: `exact` is as written, casefolded, `word` folded, empty if nothing remains; *cut: bytes elided at its
 * start. Gives the rule. */
const char *fold_piece(const LangProfile *profile, const char *source, gsize n, UniKind kind, GString *exact,
                       GString *word, gsize *cut);

G_END_DECLS

#endif
