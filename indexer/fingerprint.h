/*
 * fingerprint.h: 64 bits that are nearly the same for a page and its translations, and far apart for
 * different pages.
 *
 * Translators leave some things as they are: the numbers of a text, names and symbols in Latin letters with a
 * digit or several capitals ("IPv6", "TCP"), code, the pictures, the levels of headings, the shape of tables
 * and lists, what is linked to on other sites. Each is a feature of a simhash (indexer/simhash.h), weighed by
 * how much it tells; words are none, and no language has to be known. Digits of all systems and the ways to
 * write one number are the same (langs/number.h).
 *
 * Left out is what all pages of a site share: nav, aside and footer elements, a header that is not an
 * article's, and the text and pictures of links.
 *
 * Fed by whoever reads the page, in its order; memory is bounded by LIMIT_FEATURES. Time is linear.
 */
#ifndef ISOGLOT_FINGERPRINT_H
#define ISOGLOT_FINGERPRINT_H

#include <glib.h>

G_BEGIN_DECLS

#define FINGERPRINT_LEAST 24 /* weight of the features of a page that has one: some six numbers */
/* Bits in which those of translations differ at most, mostly. Of the Debian Handbook, 762 pages in six languages,
 * these are 93 of 100 pairs of translations and none of 193,237 other pairs; pages with little text can be as near
 * by chance. */
#define FINGERPRINT_NEAR 12
#define FINGERPRINT_FAR 22   /* more bits than these separate 96 of 100 pairs of different pages, one of 1,000 translations */
#define FINGERPRINT_MARGIN 2 /* further bits in which the next nearest page differs, at least */

typedef struct Fingerprint Fingerprint;

Fingerprint *fingerprint_new(void);

/* An element begins (`name` in lower case) and ends. Ends may be missing. */
void fingerprint_start(Fingerprint *fingerprint, const char *name);
void fingerprint_end(Fingerprint *fingerprint, const char *name);

/* Text that readers see, valid UTF-8, in pieces. fingerprint_break(): what follows is another block. */
void fingerprint_text(Fingerprint *fingerprint, const char *text, gsize n);
void fingerprint_break(Fingerprint *fingerprint);

/* A picture, by its address as written; a link to another site, by its URL. */
void fingerprint_image(Fingerprint *fingerprint, const char *src);
void fingerprint_foreign_link(Fingerprint *fingerprint, const char *url);

/* Is this part of the page one that pages of a site share? */
gboolean fingerprint_is_shared(const Fingerprint *fingerprint);

/* Set of the numbers of three digits and more that were in the text, as shim/shape.h has it. */
guint64 fingerprint_numbers(const Fingerprint *fingerprint);

/* 0: the page has too little of all that. */
guint64 fingerprint_finish(Fingerprint *fingerprint);

void fingerprint_free(Fingerprint *fingerprint);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Fingerprint, fingerprint_free)

G_END_DECLS

#endif
