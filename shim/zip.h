/*
 * zip.h: a ZIP container written in memory, as OpenDocument wants it (OpenDocument 1.2, part 3, 2.2 and 3.3): the first
 * entry may be stored as it is, without extra field or data descriptor, so that a file's type is told by its first bytes.
 * (libarchive writes both of them always.) The same entries give the same bytes.
 *
 * PKWARE APPNOTE 6.3.3, without ZIP64: at most 65,535 entries and 4 GB in all, which the caller keeps to. Names are UTF-8.
 */
#ifndef ISOGLOT_ZIP_H
#define ISOGLOT_ZIP_H

#include <glib.h>

G_BEGIN_DECLS

typedef struct ZipWriter ZipWriter;

/* `time`: of all entries, seconds since 1970, from 1980 on, UTC. */
ZipWriter *zip_writer_new(gint64 time);

/* An entry, deflated unless `is_stored`. The bytes are copied. */
void zip_writer_add(ZipWriter *writer, const char *name, const void *bytes, gsize n, gboolean is_stored);

/* The container; ends the writer. g_byte_array_unref(). */
GByteArray *zip_writer_end(ZipWriter *writer);

G_END_DECLS

#endif
