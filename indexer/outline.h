/*
 * outline.h: how a web page is made, beside its text: what a report counts, and the mistakes in it that shut readers out.
 *
 * Counted, of a page's own content (fingerprint_is_shared()): headings, links that lead elsewhere, tables; and the hash by
 * which it is known that this content has changed, and not the footer of all pages. Found, with the
 * line where it stands (WCAG 2.2, and the criterion):
 *
 *   image-alt     an image without the attribute alt, unless its role or aria-hidden says that it says nothing, or
 *                 aria-label what it says (1.1.1); alt="" is no mistake, so are decorations marked
 *   empty-link    a link with neither text nor an image with one, nor a label (2.4.4)
 *   heading-skip  a heading more than one level below the heading before it (1.3.1, axe-core's heading-order)
 *   missing-title no title element with text (2.4.2)
 *
 * Of each at most LIMIT_PAGE_DEFECTS, in the order of the page. In which language its parts are is judged elsewhere (parts.h).
 *
 * Fed by whoever reads the page, in its order, after the fingerprint. Time is linear.
 */
#ifndef ISOGLOT_OUTLINE_H
#define ISOGLOT_OUTLINE_H

#include "indexer/fingerprint.h"
#include "indexer/page.h"

G_BEGIN_DECLS

typedef struct Outline Outline;

/* Both are kept by reference, and what is found goes to the document. */
Outline *outline_new(const Fingerprint *fingerprint, Document *document);

/* An element begins (`name` in lower case; attributes as of xml.h) and ends. Ends may be missing. */
void outline_start(Outline *outline, const char *name, const char *const *attributes);
void outline_end(Outline *outline, const char *name);

/* Text of the page, in pieces; also what is kept out of the index, which readers see. */
void outline_text(Outline *outline, const char *text, gsize n);

/* A link named by text or hreflang has ended that leads to a language: it is no part of the navigation's own text. Those
 * that a text names a language by are the language bar. */
void outline_end_language(Outline *outline, const char *code, gboolean is_named_by_text);

/* The page has been read, its title is known; `has_title`: from a title element that has text. */
void outline_finish(Outline *outline, gboolean has_title);

void outline_free(Outline *outline);

G_END_DECLS

#endif
