/*
 * pattern_learn.h: finds by a site's own pages where its URLs say their language (pattern.h).
 *
 * Two looks at all pages. First with all codes of a page's own language taken out of its URL at once, since a
 * site may say it twice (/fr/page.fr.html); then with each marker alone, whatever it is, and with nothing at
 * each place. Pages that then have the same URL, in different languages, support the markers that were taken
 * out of them.
 *
 *   a code of the language       counts with any support
 *   another text                 needs PATTERN_LEAST pages of one language, which are most of those that have it, and a
 *                                good part of which has a page beside it
 *   nothing                      needs three pages of one language, beside markers that count
 */
#ifndef ISOGLOT_PATTERN_LEARN_H
#define ISOGLOT_PATTERN_LEARN_H

#include "indexer/pattern.h"

G_BEGIN_DECLS

#define PATTERN_LEAST 5

/* Calls `func` with each rule found, in no order. */
void pattern_learn(const PatternExample *examples, guint n, PatternRuleFunc func, gpointer user);

G_END_DECLS

#endif
