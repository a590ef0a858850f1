/*
 * concept.h: one thing and what it is called in several languages, on its way into the lexicon. Terminologies
 * (skos.h, tbx.h) and ICU's names (langs/names.h) all end here.
 *
 * Each term leads to those of the same concept in every other language: a preferred one with probability 1,
 * an admitted one with 0.6. What is not to be used any more, or never was right, is understood but never
 * suggested. A term that ends with a qualifier in parentheses ("carrier (telecommunications)") is a key as it
 * stands, and what it is called without.
 */
#ifndef ISOGLOT_CONCEPT_H
#define ISOGLOT_CONCEPT_H

#include "langs/lang.h"
#include "shim/lexicon.h"

G_BEGIN_DECLS

typedef enum {
    TERM_PREFERRED,
    TERM_ADMITTED,
    TERM_KEY, /* deprecated, superseded, hidden: others are found by it, it is not */
} TermUse;

typedef struct Concept Concept;

Concept *concept_new(void);

/*
 * Adds a term; white space around it goes and inside it is made single. FALSE: refused, and `reason` is a
 * constant that says why: empty, longer than LIMIT_TERM_TEXT, more than LIMIT_CONCEPT_TERMS in the language.
 */
gboolean concept_add(Concept *concept, const LangProfile *language, const char *text, TermUse use,
                     const char **reason);

guint concept_count(const Concept *concept); /* terms */
void concept_free(Concept *concept);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Concept, concept_free)

/* ------------------------------------------------------------------ into the lexicon */

/* Takes concepts and gives their entries to the writers of the lexicons. */
typedef struct ConceptSink ConceptSink;

/* `languages` (LangProfile *) and the writer of each, in the same order; both must outlive the sink. */
ConceptSink *concept_sink_new(const GPtrArray *languages, LexiconWriter *const *writers,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The language of the sink that a BCP 47 tag stands for ("zh-Hans", "fr_CA"), or NULL. */
const LangProfile *concept_sink_language(const ConceptSink *sink, const char *tag);

/* Entries given. Beyond LIMIT_TERM_ENTRIES in all nothing is given any more, and concept_sink_is_full(). */
guint concept_sink_put(ConceptSink *sink, const Concept *concept, LexiconOrigin origin);
gboolean concept_sink_is_full(const ConceptSink *sink);

/* What a reader of terminologies tells: concepts with at least one term of the languages, and what it had to
 * refuse. */
typedef struct {
    const ConceptSink *sink; /* whose languages are wanted */
    void (*concept)(const Concept *concept, gpointer user);
    void (*mistake)(guint line, const char *what, gpointer user);
    gpointer user;
} ConceptEvents;

void concept_sink_free(ConceptSink *sink);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ConceptSink, concept_sink_free)

G_END_DECLS

#endif
