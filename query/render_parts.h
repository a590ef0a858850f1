/*
 * render_parts.h: the parts that render_html.c makes a result page of.
 */
#ifndef ISOGLOT_RENDER_PARTS_H
#define ISOGLOT_RENDER_PARTS_H

#include "query/answer.h"
#include "query/represent.h"
#include "shim/config.h"

G_BEGIN_DECLS

/* What is shown. */
typedef struct {
    const Request *request;
    const Answer *answer;       /* NULL: nothing was asked */
    const GPtrArray *languages; /* of the site, in the order of the language bar */
    const Config *config;       /* its name, the titles of its sections */
    const ShownError *error;    /* shown in the answer's place, or NULL */
} View;

/* Order, languages searched, sections, types and years: links that change one of them each. */
void render_filters(GString *out, const View *view);

/* Is the question narrowed by one of them? */
gboolean render_is_filtered(const Request *request);

/* The request without what narrows it, as a link; g_free(). */
char *render_unfiltered_link(const Request *request);

/* The answer: how many there are, what else was searched for, the results page by page, other languages. */
void render_answer(GString *out, const View *view);

/* One result as an item of a list, its title a heading of this level; what is not the page's own is in the visitor's
 * language. */
void render_result(GString *out, const View *view, const Result *result, guint level);

/* The name of a type of documents in this language; g_free(). */
char *render_type_name(const LangProfile *lang, const char *type);

G_END_DECLS

#endif
