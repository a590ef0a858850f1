/*
 * speller.h: what the two halves of spelling.h share, for query/spelling*.c only: the words of one query, and
 * what the site tells about them. spelling.c corrects words that are written apart, spelling_run.c those that
 * are not.
 */
#ifndef ISOGLOT_SPELLER_H
#define ISOGLOT_SPELLER_H

#include "langs/lang.h"
#include "shim/vocabulary.h"

G_BEGIN_DECLS

/* A word of the query. */
typedef struct {
    gsize start, end;  /* bytes of the query */
    char *word, *main; /* folded; its main term with prefix */
    gboolean is_stop, is_han, is_known;
} Typed;

typedef struct {
    const char *query;
    LangAnalyser *analyser;
    Vocabulary *vocabulary;
    IndexReader *reader;
    GArray *words; /* Typed */
} Speller;

/* Does the query have a word that the site knows, no stop word, beside its words [first, last)? */
gboolean speller_has_company(const Speller *speller, guint first, guint last);

/* Documents that have `term`, with its prefix, together with any such word; counted up to some 1,000. */
guint64 speller_count_company(const Speller *speller, const char *term, guint first, guint last);

/* Appends the run of Han words [first, last), which stand together, to `out`: as it was typed, or corrected.
 * FALSE: the index cannot be read. */
gboolean speller_correct_run(const Speller *speller, guint first, guint last, GString *out,
                             gboolean *is_corrected, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
