/*
 * snippet.h: the part of a page's text that shows best why it was found, in the author's own spelling.
 */
#ifndef ISOGLOT_SNIPPET_H
#define ISOGLOT_SNIPPET_H

#include <glib.h>

#include "langs/lang.h"

G_BEGIN_DECLS

typedef struct {
    char *text;
    gboolean is_hit;
} SnippetPart;

/*
 * Parts in order, hits marked; about LIMIT_SNIPPET characters around the window with most different `terms`
 * (with form prefixes; `word*`: all words that begin so). Without a match the beginning of the text. A snippet
 * begins and ends between words, or between characters where words are not written apart, as far as the text has
 * such places. The text need not be well-formed UTF-8: what is not is never shown, the snippet begins behind it or
 * ends before it. Time is linear in the text, of which at most *work bytes are looked at (but LIMIT_SNIPPET_LEAST
 * always); they are taken off *work. `max_characters`: the page's own limit, -1 none. Free with g_array_unref(),
 * which frees the texts.
 */
GArray *snippet_make(LangAnalyser *analyser, GHashTable *terms, const char *text, gint32 max_characters,
                     gsize *work);

G_END_DECLS

#endif
