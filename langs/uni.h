/*
 * uni.h: Unicode text by ICU. The only door to ICU's text functions; UTF-16 does not leave it.
 */
#ifndef ISOGLOT_UNI_H
#define ISOGLOT_UNI_H

#include <glib.h>

#include "shim/error.h"

G_BEGIN_DECLS

/* Appends NFKC_Casefold (UAX #31) of `text` to `out`: case, width, ligatures, presentation forms and invisible
 * characters (soft hyphen, ZWSP, BOM) are folded away. Canonically equivalent texts give the same (The Unicode Standard,
 * D145). Ill-formed bytes become U+FFFD. */
void uni_casefold(const char *text, gsize n, GString *out);

/*
 * The spellings that everybody takes for the same, in any language: marks of Latin and Greek letters dropped ("é" → "e"),
 * stress marks of any letter dropped, œ and æ spelt out, letters with a stroke plain ("ø" → "o"), digits of all systems
 * as ASCII, apostrophes dropped. Other scripts' letters are kept: "й" is not "и". The word is NFKC_Casefold text.
 */
void uni_fold_spelling(GString *word);

/* Is it one of the spaces that words are divided at without regard to what is around (the breaker's stretches)? */
static inline gboolean uni_is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t';
}

typedef enum { UNI_NONE, UNI_NUMBER, UNI_LETTERS, UNI_HAN } UniKind;

typedef struct UniBreaker UniBreaker;

/* A word iterator (UAX #29 with ICU's dictionaries), for ICU to open when a text first needs it. FAULT_STOP: ICU's data is
 * missing. */
UniBreaker *uni_breaker_new(GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Starts on `text`, which must stay until the last uni_breaker_next(). */
void uni_breaker_start(UniBreaker *breaker, const char *text, gsize n);

/* The next segment [start, end) that is a word or number, in bytes; FALSE at the end. */
gboolean uni_breaker_next(UniBreaker *breaker, gsize *start, gsize *end, UniKind *kind);

void uni_breaker_free(UniBreaker *breaker);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(UniBreaker, uni_breaker_free)

/* Does the character belong to the one before it, so that nothing may be divided between them (UAX #29, GB9, GB9a)? */
gboolean uni_extends(gunichar c);

/* Is it one of the letters, ASCII among them, that UAX #29 never parts from one another? (Not all of those.) */
gboolean uni_is_plain_letter(gunichar c);

/* Is the character visible, and does it stay the same whatever stands before it, be it divided or folded (UAX #15,
 * boundaries of normalization)? */
gboolean uni_stands_alone(gunichar c);

/* Does the character end a sentence (UAX #29, STerm; ATerm too, which as often abbreviates a word)? */
gboolean uni_ends_sentence(gunichar c);

/* Number of ICU's script by its ISO 15924 name ("Arab"); -1: unknown. */
int uni_script_code(const char *name);

/* Script of the letter; -1 for what is no letter or belongs to several scripts. */
int uni_script_of(gunichar c);

/*
 * Appends a domain name as ASCII by UTS #46 (nontransitional, with the bidi and joiner rules, without STD3 and length
 * checks), as the WHATWG URL Standard's "domain to ASCII" asks; what is ASCII already is put into lower case only, be its
 * punycode right or wrong. FALSE: it has no such form, or is empty; `out` is as it was.
 */
gboolean uni_domain_to_ascii(const char *domain, GString *out) G_GNUC_WARN_UNUSED_RESULT;

/* ICU's version, for fingerprints. */
const char *uni_version(void);

G_END_DECLS

#endif
