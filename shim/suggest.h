/*
 * suggest.h: what is suggested while a query is typed, as one file per language that readers map.
 *
 * Data on disk: DATA/suggest/LANG, made from the ledger, the index and the query log and never the only place of anything;
 * written whole or not at all:
 *
 *     header | entry per key, in byte order of the keys: places of key and text, weight
 *            | the greatest weight of each BLOCK entries | texts
 *
 * A key is made by its writer (langs/typeahead.h); several keys lead to one text, and several keys share their bytes, each
 * being an end of the one before. The file stands beside the generations of the index: a new generation serves with
 * the suggestions of the one before until its own are there. It names the analysis that made its keys, and no other
 * reads it.
 *
 * A look-up is a binary search, and a walk over the blocks of the keys that begin so, of which only those are opened that
 * have something better than what is found already: some 0.1 ms for a letter that half a million keys begin with.
 *
 * Rules: opening maps the file; one that is damaged gives no or wrong suggestions, never a fault, and its texts are UTF-8.
 * FAULT_STOP: the disk refuses, what was there stays.
 */
#ifndef ISOGLOT_SUGGEST_H
#define ISOGLOT_SUGGEST_H

#include <glib.h>

#include "shim/error.h"

G_BEGIN_DECLS

#define SUGGEST_FOLDER "suggest"

typedef struct Suggestions Suggestions;

/* Those of the language with this code; none when there is no such file, or another analysis made it. */
Suggestions *suggestions_open(const char *data, const char *code, const char *fingerprint);
void suggestions_close(Suggestions *suggestions);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Suggestions, suggestions_close)

guint32 suggestions_count(const Suggestions *suggestions); /* keys */

typedef struct {
    const char *text; /* lives as long as the suggestions */
    float weight;
} Suggestion;

/* Puts into `found` (Suggestion) the texts whose keys begin with `start`, the weightiest first, with what is there already at
 * most `most`; each text stands there once. */
void suggestions_find(const Suggestions *suggestions, const char *start, guint most, GArray *found);

/* When they were written, in seconds since 1970, and what that took; 0, 0: never. */
void suggestions_age(const Suggestions *suggestions, gint64 *written_at, guint *took_ms);

/* ------------------------------------------------------------------ writing */

typedef struct SuggestionWriter SuggestionWriter;

SuggestionWriter *suggestion_writer_new(void);

/* Begins a suggestion; a copy of `text`, UTF-8, is kept. */
void suggestion_writer_add(SuggestionWriter *writer, const char *text, double weight);

/* A key of the one begun last: `text` from byte `start` on; by it the suggestion weighs `factor` times its weight. A text that
 * is the same as in the call before is kept once. */
void suggestion_writer_add_key(SuggestionWriter *writer, const char *text, gsize start, double factor);

/* Writes them, durable. `took_ms`: what making them has cost so far. */
gboolean suggestion_writer_write(SuggestionWriter *writer, const char *data, const char *code, const char *fingerprint,
                                 guint took_ms, GError **error) G_GNUC_WARN_UNUSED_RESULT;

void suggestion_writer_free(SuggestionWriter *writer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SuggestionWriter, suggestion_writer_free)

G_END_DECLS

#endif
