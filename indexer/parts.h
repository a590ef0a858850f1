/*
 * parts.h: is what stands around a page's text in its language, too? And does a page of a language that is written from
 * right to left say so?
 *
 * Found, as defects of the page: title-language, description-language, navigation-language (the text, and the language
 * that it is in), missing-dir. A part's language is told by identify.h, with the page's own language as a hint; it is
 * believed to be another one when the confidence is at least PARTS_SURE and there are PARTS_LETTERS letters, as names and
 * loan words are alike in many languages.
 */
#ifndef ISOGLOT_PARTS_H
#define ISOGLOT_PARTS_H

#include "indexer/decide.h"

G_BEGIN_DECLS

#define PARTS_SURE 0.95
#define PARTS_LETTERS 12

/* Adds to `decision->defects` what is wrong with the parts, and what the document's source was found to have; the details
 * of the latter belong to the document. */
void parts_judge(const Document *document, const GPtrArray *languages, LangIdentifier *identifier, Decision *decision);

G_END_DECLS

#endif
