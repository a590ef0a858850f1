/*
 * access_log.h: how often a site's pages are read, from the access logs of its web server. For the report.
 *
 * Files are in the Common Log Format (httpd's "%h %l %u %t \"%r\" %>s %b") or the Combined one, which has the
 * Referer and the User-Agent behind it; plain, or gzip (RFC 1952, one member or many). Of each line only the time,
 * the target and whether a program asked are looked at; addresses and names are passed over where they stand, and
 * nothing of them is kept, not even while the file is read.
 *
 * A page view is a GET that was answered by 200 or 304, of a target without fragment; by no program that names
 * itself one ("bot", "crawl", "spider", "slurp", "monitor" in the User-Agent). Lines that are neither format are
 * counted, and passed over.
 *
 * Logs say nothing of hosts. A target counts for the page whose URL ends in it, from the path on; when pages of several
 * hosts do, for none.
 */
#ifndef ISOGLOT_ACCESS_LOG_H
#define ISOGLOT_ACCESS_LOG_H

#include <glib.h>

#include "shim/error.h"

G_BEGIN_DECLS

typedef struct {
    GHashTable *views;                 /* char*: path and query → guint64*; at most LIMIT_ACCESS_PATHS */
    guint64 lines, malformed, outside; /* of the period */
    guint64 programs, others;          /* requests of programs; and those that are no page views */
    guint64 counted;                   /* page views, also those beyond LIMIT_ACCESS_PATHS */
} AccessLog;

AccessLog *access_log_new(void);

/* Adds the page views of a file from `from` until before `until` (seconds since 1970). FAULT_USAGE: it cannot be
 * read, or is damaged gzip, named; what stands before the damage was counted. */
gboolean access_log_read(AccessLog *log, const char *path, gint64 from, gint64 until,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Views of a page by its absolute URL. */
guint64 access_log_find(const AccessLog *log, const char *url);

void access_log_free(AccessLog *log);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AccessLog, access_log_free)

/* One line, `n` bytes without its end, that is written into. *target (in the line) is NULL unless it is a page view.
 * FALSE: it is malformed. */
gboolean access_log_parse(char *line, gsize n, gint64 *time, char **target, gboolean *is_program);

/* Where a URL's path begins; "/" for one without. */
const char *access_log_path(const char *url);

G_END_DECLS

#endif
