/*
 * shell.h: the pages of the site that the search's stand in, one per language: `[query] shell.LANG = FILE`. Where in them,
 * render.h says.
 */
#ifndef ISOGLOT_SHELL_H
#define ISOGLOT_SHELL_H

#include "langs/lang.h"
#include "shim/config.h"

G_BEGIN_DECLS

/* The language's shell, UTF-8 without NUL, at most LIMIT_SHELL bytes; NULL: none is configured, or, with *error, the file
 * cannot be used (FAULT_SKIP), and the page stands alone. g_free(). Read anew each time. */
char *shell_read(const Config *config, const LangProfile *lang, GError **error);

/* A number that differs when the file does; 0: there is none. */
guint64 shell_stamp(const Config *config, const LangProfile *lang);

G_END_DECLS

#endif
