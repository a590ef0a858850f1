/*
 * parity_serve.h: the latest report on the web: the route /parity/, while the configuration says so ([query] parity
 * = true).
 *
 * Served are the files of DATA/reports/DATE, of the latest date there is, and nothing else: no name that begins with
 * a dot, no link, no type that a report does not have. A folder is its index.html; without the slash at its end, from where
 * the page's links would lead elsewhere, 301 leads there.
 */
#ifndef ISOGLOT_PARITY_SERVE_H
#define ISOGLOT_PARITY_SERVE_H

#include "query/cgi.h"

G_BEGIN_DECLS

RouteFunc parity_serve;

/* The file behind a path below the route ("", "en/", "csv/index.csv"), and its media type (a constant) in *type;
 * NULL: there is none. g_free(). */
char *parity_find_file(const char *data, const char *path, const char **type);

G_END_DECLS

#endif
