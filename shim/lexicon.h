/*
 * lexicon.h: what a word or a run of words of one language is in the others, as tables that readers map.
 *
 * Data on disk: DATA/lexicon/LANG, one file per source language, written whole or not at all by `isoglot learn` and never
 * the only place of anything: learned from the site's own translations, from terminologies and from ICU's names.
 *
 *     header | keys in byte order: place of the text, place and number of their entries
 *            | entries: target language, place of the text, probability, pairs, origin | texts
 *
 * A key is what lang_analyse() makes of the source words: for each word, but for stop words, its stem (where the language
 * has stems, else its folded word), parted by single spaces; at most LEXICON_WORDS of them. What an entry leads to is
 * made the same way in the target language, so that query and index meet; `shown` is how people write it there.
 *
 * Opening maps the file: no cost at start. A file that is damaged gives no or wrong entries, never a fault; its texts are
 * UTF-8. Rules of index.h hold.
 */
#ifndef ISOGLOT_LEXICON_H
#define ISOGLOT_LEXICON_H

#include <glib.h>

#include "shim/error.h"

G_BEGIN_DECLS

#define LEXICON_WORDS 16  /* of one key */
#define LEXICON_FOLDER "lexicon"

/* Where an entry comes from, in the order of trust. */
typedef enum {
    LEXICON_TERMINOLOGY, /* a terminology of the organisation */
    LEXICON_NAME,        /* names of countries and languages (CLDR) */
    LEXICON_TITLE,       /* title or heading of a page and of its translation */
    LEXICON_LEARNED,     /* learned from translated pages */
} LexiconOrigin;

const char *lexicon_origin_name(LexiconOrigin origin); /* terminology, name, title, learned */

/* One translation; strings live as long as the lexicon. */
typedef struct {
    const char *target;   /* code of the language */
    const char *words;    /* as a key is written, in the target language */
    const char *shown;    /* "haut débit" */
    float probability;    /* that the words are what the key is in this language; 0 … 1 */
    guint32 pairs;        /* page pairs that it was seen in; 0 unless learned or a title */
    LexiconOrigin origin;
} LexiconEntry;

typedef struct Lexicon Lexicon;

/* The lexicon of the source language `code`; one without entries when there is none or it cannot be read. */
Lexicon *lexicon_open(const char *data, const char *code);

/* Appends the entries of `key` for the target language, most trusted and then most probable first, to `entries`
 * (LexiconEntry). */
void lexicon_find(const Lexicon *lexicon, const char *key, const char *target, GArray *entries);

guint32 lexicon_count(const Lexicon *lexicon); /* keys */

/* Called for each key that begins with `start`, in byte order; return FALSE to stop. */
typedef gboolean (*LexiconKeyFunc)(const char *key, gpointer user);
void lexicon_each_key(const Lexicon *lexicon, const char *start, LexiconKeyFunc func, gpointer user);

/* Called for each entry: keys in byte order, the entries of one by target and then as lexicon_find() gives them; return
 * FALSE to stop. */
typedef gboolean (*LexiconFunc)(const char *key, const LexiconEntry *entry, gpointer user);
void lexicon_each(const Lexicon *lexicon, LexiconFunc func, gpointer user);

void lexicon_close(Lexicon *lexicon);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Lexicon, lexicon_close)

/* ------------------------------------------------------------------ writing */

typedef struct LexiconWriter LexiconWriter;

LexiconWriter *lexicon_writer_new(void);

/* Strings are copied; they must be UTF-8, and `words` not empty. The same key, target, words and origin given again: the
 * more probable stays. Memory: 64 bytes and the new texts. */
void lexicon_writer_add(LexiconWriter *writer, const char *key, const LexiconEntry *entry);

/* Writes the lexicon of `code`, durable and whole or not at all; what readers have open stays as it is. Of more than
 * `most` bytes (0: 4 GB) the least trusted and then the least probable entries are left out. The writer keeps what is
 * left. FAULT_STOP: the disk refuses, the lexicon that was there stays. */
gboolean lexicon_writer_write(LexiconWriter *writer, const char *data, const char *code, gsize most,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

void lexicon_writer_free(LexiconWriter *writer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LexiconWriter, lexicon_writer_free)

G_END_DECLS

#endif
