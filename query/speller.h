/*
 * speller.h: what the rungs of rescue.h share, for query/rescue.c and its rungs only: the words of one query,
 * what the site tells about them, and what it would tell about others.
 */
#ifndef ISOGLOT_SPELLER_H
#define ISOGLOT_SPELLER_H

#include "langs/lang.h"
#include "shim/sound.h"
#include "shim/vocabulary.h"

G_BEGIN_DECLS

/* A word of the query. */
typedef struct {
    gsize start, end;  /* bytes of the query */
    char *word, *main; /* folded; its main term with prefix */
    gboolean is_stop, is_han;
    guint32 documents; /* that have its main term, or the word itself */
} Typed;

/* What the query has between two spaces. */
typedef struct {
    gsize start, end;  /* bytes of the query, without signs around it */
    guint first, last; /* its words [first, last) */
    guint unknown;     /* of them, those that no page has */
    gboolean is_cut;   /* a sign stands inside that is a letter on other keyboards */
    gboolean is_meant; /* the visitor says so: quotation marks, signs, an asterisk, a known field */
} Chunk;

typedef struct {
    const char *query;
    LangAnalyser *analyser;
    Vocabulary *vocabulary;
    Sounds *sounds;
    IndexReader *reader;
    GArray *words;   /* Typed */
    GArray *chunks;  /* Chunk */
    guint unknown;   /* words that no page has, of chunks that are not meant */
    gboolean is_cut; /* is any of them? */
} Speller;

/* Reads `query` and looks its words up. `speller` has its index set, the rest is made; FALSE: the index
 * cannot be read. */
gboolean speller_read(Speller *speller, const char *query, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void speller_clear(Speller *speller);

char *speller_chunk(const Speller *speller, const Chunk *chunk); /* its text; g_free() */

/* Appends the query with the texts of `instead`, which has a place for each chunk, in the places of those; NULL: it stays. */
void speller_write(const Speller *speller, char *const *instead, GString *out);

/* Does the visitor say what stands at [start, end): in quotation marks, with a sign, an asterisk, as a
 * field's value? */
gboolean speller_is_meant(const char *query, gsize start, gsize end);

/* Does the query have a word that the site knows, no stop word, beside its words [first, last)? */
gboolean speller_has_company(const Speller *speller, guint first, guint last);

/* Documents that have `term`, with its prefix, together with any such word; counted up to some 1,000. */
guint64 speller_count_company(const Speller *speller, const char *term, guint first, guint last);

/* What the site knows of a text that the query does not have: of its very words, the forms of long ones
 * counting, too. */
typedef struct {
    guint known, unknown, stops; /* words: on some page; on none; of the known ones, stop words */
    guint letters;               /* of the longest known word, but for short stop words */
    guint32 documents;           /* that have the least frequent known word */
} Verdict;

gboolean speller_judge(const Speller *speller, const char *text, Verdict *verdict,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The folded word with the accents and marks that the site's best page on it gives it; g_free(). */
char *speller_spell(const Speller *speller, const char *word);

/* Appends the run of Han words [first, last), which stand together, to `out`: as it was typed, or corrected.
 * FALSE: the index cannot be read. */
gboolean speller_correct_run(const Speller *speller, guint first, guint last, GString *out, gboolean *is_corrected,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
