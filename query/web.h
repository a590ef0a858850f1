/*
 * web.h: the files of query/web/ that a page needs, compiled in: every *.css, *.js, *.json and *.svg there (the Makefile
 * makes the table, build/query/web_files.c). Each is a route of its own, "/" and its name.
 */
#ifndef ISOGLOT_WEB_H
#define ISOGLOT_WEB_H

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
    const char *name; /* "style.css" */
    const char *type; /* Content-Type */
    const char *etag; /* with its quotes: of the file's bytes */
    const char *text;
} WebFile;

extern const WebFile web_files[];
extern const guint web_files_n;

/* The file of this name; NULL: there is none. */
const WebFile *web_find(const char *name);

G_END_DECLS

#endif
