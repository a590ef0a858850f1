/*
 * render.h: an answer as HTML, text or a TREC run (as JSON: json.h). Each gives new text; g_free().
 */
#ifndef ISOGLOT_RENDER_H
#define ISOGLOT_RENDER_H

#include "query/represent.h"
#include "query/search.h"

G_BEGIN_DECLS

/*
 * The result page; `answer` NULL: the empty search page. `languages`: those of the language bar.
 *
 * `shell`: a page of the site in the request's language (UTF-8, HTML) that the search stands in, or NULL for a page of its own.
 * The search is put where RENDER_SHELL_MARKER stands (the first one; behind all the rest if there is none), its style sheet,
 * script and title where RENDER_SHELL_HEAD stands; without that mark, style sheet and script stand with the search, and
 * the page keeps its title.
 */
#define RENDER_SHELL_MARKER "<!-- isoglot -->"
#define RENDER_SHELL_HEAD "<!-- isoglot-head -->"
char *render_html(const Request *request, const Answer *answer, const GPtrArray *languages, const Config *config,
                  const char *shell);

/* The page for an error: the empty search page, in its shell, with the message, so that a visitor can go on. */
char *render_html_error(const ShownError *error);

/* RSS 2.0 with the response elements of OpenSearch 1.1; and an error as a feed without items. */
char *render_rss(const Shown *shown);
char *render_rss_error(const LangProfile *lang, const char *message);

char *render_text(const Answer *answer);

/* Lines "qid Q0 url rank score isoglot". */
char *render_trec(const Answer *answer, const char *qid);

G_END_DECLS

#endif
