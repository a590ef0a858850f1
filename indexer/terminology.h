/*
 * terminology.h: what an organisation calls things, in the lexicon: the files of `terminology =` and the
 * names of countries and languages.
 *
 * A file is SKOS as RDF/XML, N-Triples (.nt) or Turtle, or TBX of version 2 or 3; its content says which, its
 * ending only where the content cannot. It is UTF-8, UTF-16 with its mark, or XML in the encoding that it
 * declares. Nothing that a file names is opened. Terms in languages that are not configured are passed over;
 * a term that cannot be used is told with file, line and reason, and costs only itself; a file that stops
 * being well-formed keeps what came before.
 */
#ifndef ISOGLOT_TERMINOLOGY_H
#define ISOGLOT_TERMINOLOGY_H

#include "indexer/concept.h"
#include "shim/config.h"

G_BEGIN_DECLS

typedef struct {
    guint files;    /* read, also in part */
    guint concepts; /* with at least one term in the languages */
    guint terms;
    guint entries; /* in all directions, those of names not among them */
    guint names;   /* entries that come from CLDR */
    guint refused; /* mistakes, told or not */
} TerminologyCount;

/* A mistake: "terms.tbx: line 12: a term is empty"; of each file LIMIT_TERM_MESSAGES at most. */
typedef void (*TerminologyTell)(const char *message, gpointer user);

/*
 * Adds the entries of all files of `config` (may be NULL: none) and of CLDR to the writers; `languages`
 * (LangProfile *) and the writer of each in the same order. *count is added to. FAULT_STOP: ICU's data is
 * missing.
 */
gboolean terminology_add(const Config *config, const GPtrArray *languages, LexiconWriter *const *writers,
                         TerminologyTell tell, gpointer user, TerminologyCount *count,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
