/*
 * scope.h: which URLs belong to the crawl, and which are a trap.
 *
 * A URL is followed if its host is one of the site's (on the port that [site] hosts names, else on those of the host's seed
 * URLs, else on the default ones), if it matches [crawl] include and not exclude, if its name is not that of a file that
 * is no document (images, styles, archives), and if it does not look like a trap: more than LIMIT_SEGMENTS path
 * segments, or more than LIMIT_SAME_SEGMENTS equal ones, or equal groups of two or three, in a row.
 *
 * Traps that look like pages (calendars, sort orders) are found by their number: URLs that differ only in their digits
 * and parameters' values are of one pattern ("/calendar/#/#", "/list?page=*&sort=*"), and of one pattern [crawl]
 * pattern_pages are followed, a tenth of that with two parameters and more. Facets combine parameters without end, so
 * pattern_pages hold of all queries of one path, too ("/list?*"); of one host, host_pages. What a sitemap names is not
 * counted: the site vouches for it. What was passed over is counted by pattern.
 */
#ifndef ISOGLOT_SCOPE_H
#define ISOGLOT_SCOPE_H

#include "shim/config.h"

G_BEGIN_DECLS

typedef struct Scope Scope;

Scope *scope_new(const Config *config); /* kept by reference */
void scope_free(Scope *scope);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Scope, scope_free)

/* Is the URL's host, with its port, one of the site's? */
gboolean scope_has_host(const Scope *scope, const char *url);

/*
 * The URL (normalised) as the frontier has it, without session parameters; NULL: it is not followed, and *reason (static)
 * says why: "foreign" for another host's, else the name of a trap or rule. Nothing is counted. g_free().
 */
char *scope_normalise(const Scope *scope, const char *url, const char **reason);

/* Counts a URL that came from here. FALSE: its pattern or host has too many, and nothing is counted: the memory for it is
 * bounded by the URLs that are followed. */
gboolean scope_count(Scope *scope, const char *url);

/* "https://host/news/#/#?a=*": what scope_count() counts by. g_free(). */
char *scope_pattern(const char *url);

/* Notes a URL that is passed over, for the report of the crawl. */
void scope_skip(Scope *scope, const char *url, const char *reason);

/* What was passed over since the scope was made, or since it was told last; at most LIMIT_SKIPPED patterns by name. */
typedef void (*ScopeSkippedFunc)(const char *reason, const char *pattern, guint64 number, const char *example,
                                 gpointer user);
void scope_each_skipped(Scope *scope, ScopeSkippedFunc func, gpointer user);

/* A key of 64 bits for a URL, by which sets of many are kept. */
gpointer url_key(const char *url);

G_END_DECLS

#endif
