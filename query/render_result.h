/*
 * render_result.h: one result as HTML. For query/render_html.c.
 */
#ifndef ISOGLOT_RENDER_RESULT_H
#define ISOGLOT_RENDER_RESULT_H

#include "query/answer.h"

G_BEGIN_DECLS

/*
 * A list item: title, URL, date, snippet, the same page in other languages, and, when `is_explained`, why it
 * is here. What is in another language than the page (`lang`) says so.
 */
void render_result(GString *out, const LangProfile *lang, const Result *result, gboolean is_explained);

G_END_DECLS

#endif
