/*
 * disk.h: directories that appear whole or not at all, and the generations of each language's index.
 *
 *     DATA/lock                      held by the one process that changes the indexes
 *     DATA/crawl.lock                held by the one process that fetches
 *     DATA/learn.lock                held by the one process that writes lexicons
 *     DATA/clusters.lock             held by the one process that writes the table of clusters
 *     DATA/index/LANG/gen-N          one Xapian database
 *     DATA/index/LANG/gen-N.build    the same, being built; nobody reads it
 *     DATA/index/LANG/current        symbolic link to gen-N: what readers open
 *
 * Publishing is renaming, after everything is on the disk (fsync), and the directory is synced after it: a reader, or
 * the next start after a crash, sees the old state or the new one, never half of either.
 */
#ifndef ISOGLOT_DISK_H
#define ISOGLOT_DISK_H

#include <glib.h>
#include <stdio.h>

#include "shim/error.h"

G_BEGIN_DECLS

/* Removes a directory with all below it, or a file; does not follow links. What cannot be removed stays. */
void disk_remove(const char *path);

/* Removes the siblings of `path` whose names begin with its name and `suffix`: what killed attempts have left. */
void disk_remove_leftovers(const char *path, const char *suffix);

/* Makes what has been written to a file, or the names in a directory, durable. FAULT_STOP. */
gboolean disk_sync(const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Syncs all files of the directory `from` and renames it to `to`, which must not exist. FAULT_STOP. */
gboolean disk_publish(const char *from, const char *to, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * Replaces the file `path` by what `write` puts out, durable and whole or not at all: it is written as `path`.new, synced
 * and renamed. `write` gives FALSE, with errno set, when it cannot. FAULT_STOP: what was there before stays.
 */
typedef gboolean (*DiskWriteFunc)(FILE *out, gconstpointer user);
gboolean disk_replace(const char *path, DiskWriteFunc write, gconstpointer user, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Writes `n` bytes, which may be none; a part of what a DiskWriteFunc does. */
gboolean disk_write(FILE *out, const void *data, gsize n) G_GNUC_WARN_UNUSED_RESULT;

/* Maps a file that was written whole, for reading: its *n bytes, until g_mapped_file_unref(*file). NULL, and *file as well: it
 * is not there, cannot be read, or is shorter than `least`. */
gconstpointer disk_map(const char *path, gsize least, GMappedFile **file, gsize *n);

/* A number for a file as it is now, which differs when it has been written, replaced or is another; 0: there is none. Of a
 * directory: when a name in it has come, gone or been replaced. Follows links. Two changes within the same tick of the
 * file system's clock (4 ms) that keep size and inode are one. */
guint64 disk_stamp(const char *path);

/* The same, which differs only when the file at this path is another one. */
guint64 disk_identity(const char *path);

/* DATA/index/LANG/current. g_free(). */
char *generation_current(const char *data, const char *lang);

/* Does the language have a published index? */
gboolean generation_exists(const char *data, const char *lang);

/* A number above that of every generation of every language. */
guint generation_next(const char *data);

/* Where generation N is built: DATA/index/LANG/gen-N.build; its parents are made. g_free(). */
char *generation_build_path(const char *data, const char *lang, guint n, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * Gives gen-N.build its final name and lets `current` point at it. Repeating it, also after a crash at any point, ends
 * in the same state. FAULT_STOP: neither gen-N.build nor gen-N is there, or the disk refuses.
 */
gboolean generation_publish(const char *data, const char *lang, guint n, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Removes what is neither current nor the generation before it: older ones, and builds that were never published. */
void generation_prune(const char *data, const char *lang);

/*
 * Takes the lock of the data directory, which is made if missing. It is released when the descriptor is closed or the
 * process ends; children that are exec'd do not keep it. Gives the descriptor, or -1. FAULT_RETRY: another process has it
 * ("already running, pid 4711"); FAULT_STOP: no permission, disk full.
 */
int data_lock(const char *data, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same of DATA/crawl.lock, which whoever fetches holds. */
int crawl_lock(const char *data, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same of DATA/learn.lock, which whoever writes lexicons holds. */
int learn_lock(const char *data, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same of DATA/clusters.lock, which whoever writes the table of clusters holds. */
int clusters_lock(const char *data, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
