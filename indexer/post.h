/*
 * post.h: from a document to the terms, values and record of the index (shim/schema.h).
 */
#ifndef ISOGLOT_POST_H
#define ISOGLOT_POST_H

#include "indexer/page.h"
#include "langs/lang.h"
#include "shim/index.h"

G_BEGIN_DECLS

/* Holds the memory of one document at a time; keep it from page to page. */
typedef struct Poster Poster;

Poster *poster_new(void);

/*
 * The index document of `document` at `url`. `section` and `group` may be "". The result and all that it points to are
 * the poster's, until its next call.
 */
const IndexDocument *poster_post(Poster *poster, const char *url, const Document *document, LangAnalyser *analyser,
                                 const char *section, const char *group, const char *content_hash);

void poster_free(Poster *poster);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Poster, poster_free)

G_END_DECLS

#endif
