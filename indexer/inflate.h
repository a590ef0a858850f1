/*
 * inflate.h: content encodings undone, within limits, and gzip written. The only door to zlib and brotli.
 */
#ifndef ISOGLOT_INFLATE_H
#define ISOGLOT_INFLATE_H

#include <glib.h>

#include "shim/error.h"

G_BEGIN_DECLS

/*
 * `body` with an HTTP content coding (gzip, x-gzip, deflate as zlib or raw, br, identity) undone. At most `limit` bytes
 * come out, then *cut is TRUE; more than LIMIT_INFLATE_RATIO times the input, once LIMIT_INFLATE_FREE bytes have come
 * out, is a bomb. A body said to be gzip that is not comes as it is, and
 * so does one whose coding is none ("none", "utf-8"). FAULT_SKIP: a bomb, damage at the very start, or a
 * coding that is not known; damage or an end further on cuts.
 */
GByteArray *inflate_body(const char *encoding, const guint8 *body, gsize n, gsize limit, gboolean *cut,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Takes the next bytes; FALSE: no more are wanted. */
typedef gboolean InflateFunc(const guint8 *bytes, gsize n, gpointer user);

/*
 * A gzip body, one member or many, piece by piece, within the same limits. What stands behind the last member
 * is passed over. FAULT_SKIP: a bomb, damaged, or it ends early; the pieces before it were given. *cut is
 * TRUE when `limit` was reached and there was more.
 */
gboolean inflate_gzip(const guint8 *body, gsize n, gsize limit, InflateFunc *take, gpointer user,
                      gboolean *cut, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A file that may be gzip, one member or many, read as a stream. */
typedef struct InflateStream InflateStream;

/* Takes `fd`, which is read from where it stands; offsets are those of the file. */
InflateStream *inflate_stream_new(int fd);

/* Reads up to `n` bytes; 0: the end; -1: damaged or cut (FAULT_SKIP), or the file cannot be read (FAULT_STOP), named.
 * Never reads past the end of a gzip member in one call. */
gssize inflate_stream_read(InflateStream *stream, void *buffer, gsize n, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Offset in the file at which the data next read begins: of the gzip member, or of the very byte. */
guint64 inflate_stream_offset(const InflateStream *stream);

/* Goes on at the next gzip member after damage; FALSE: there is none, or the file is not gzip. */
gboolean inflate_stream_skip_member(InflateStream *stream);

gboolean inflate_stream_is_gzip(const InflateStream *stream);
guint64 inflate_stream_position(const InflateStream *stream); /* bytes of the file taken */
void inflate_stream_free(InflateStream *stream);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InflateStream, inflate_stream_free)

/* A file of gzip members (RFC 1952), written one behind the other. Errors are FAULT_STOP and name its path; then the
 * file ends anywhere, and deflate_stream_cut() brings it back to where it was whole. */
typedef struct DeflateStream DeflateStream;

/* Takes `fd`, an empty file opened with O_APPEND. */
DeflateStream *deflate_stream_new(int fd, const char *path);

/* Writes into the open member; if none is open it begins one. */
gboolean deflate_stream_write(DeflateStream *stream, const void *bytes, gsize n, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Ends the member: all of it is in the file, though not yet durable. */
gboolean deflate_stream_end(DeflateStream *stream, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Makes the members that have ended durable. */
gboolean deflate_stream_sync(DeflateStream *stream, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Gives up the open member and all that was written behind `size` bytes, which is the end of a member or 0. */
gboolean deflate_stream_cut(DeflateStream *stream, guint64 size, GError **error) G_GNUC_WARN_UNUSED_RESULT;

guint64 deflate_stream_size(const DeflateStream *stream); /* bytes in the file */
void deflate_stream_free(DeflateStream *stream);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DeflateStream, deflate_stream_free)

G_END_DECLS

#endif
