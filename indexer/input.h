/*
 * input.h: the FILE|URL of a command, as a page.
 */
#ifndef ISOGLOT_INPUT_H
#define ISOGLOT_INPUT_H

#include "indexer/page.h"

G_BEGIN_DECLS

/*
 * What `name` says: a URL is fetched (fetch.h), anything else is a file, which has the URL http://localhost/
 * and the media type that its name ending says (extract.h), else `type_of_file`. `url` and `type` (a
 * Content-Type), if not NULL, replace what was found. FAULT_USAGE: no such file, `url` is none; FAULT_SKIP:
 * another status than 200; else as fetch_named().
 */
Page *input_page(const char *name, const char *url, const char *type, const char *type_of_file,
                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Is `name` a URL, for input_page()? */
gboolean input_is_url(const char *name);

/* All bytes of a file, and a NUL; g_free(). FAULT_USAGE: it cannot be read. */
char *input_file(const char *path, gsize *n, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
