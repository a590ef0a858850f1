/*
 * room.h: one language's side of a build: the documents that wait, and the indexes that they are written to.
 *
 * A live room writes to the live generation, with one writer. A bulk room grows a new generation as shards, several at
 * a time (LIMIT_LANES, in turn, so that the result does not depend on the machine), and makes one index of them at its
 * end. Writing is done by the workers; a room and its functions belong to one thread.
 *
 * Errors: FAULT_REOPEN and FAULT_STOP, from any write begun before; the build is over.
 */
#ifndef ISOGLOT_ROOM_H
#define ISOGLOT_ROOM_H

#include "indexer/workers.h"
#include "langs/lang.h"
#include "shim/index.h"

G_BEGIN_DECLS

typedef struct Room Room;

/* `generation`: number of the generation that a bulk room builds; 0: a live room. NULL: FAULT_STOP. */
Room *room_new(const char *data, const LangProfile *lang, guint generation, Workers *workers,
               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The workers have been freed before, or nothing is being written. What was not published is lost. */
void room_free(Room *room);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Room, room_free)

const LangProfile *room_lang(const Room *room);

/* Lets a document of `n` bytes wait (takes it); of two with one id that wait, the later one counts. */
void room_put(Room *room, IndexDocument *document, gsize n);

/* Takes out what waits under this id; FALSE: nothing does. */
gboolean room_drop(Room *room, const char *id);

/* Does a document wait under this id? */
gboolean room_has_waiting(const Room *room, const char *id);

/* The document with this id has to leave the index: a live room's with room_remove(), a bulk room's before another under
 * this id is written, at the latest when its shards are merged. */
void room_leave(Room *room, const char *id);

guint room_waiting(const Room *room);       /* documents */
gsize room_waiting_bytes(const Room *room);

/*
 * Begins to write what waits, and with `commits` to publish all that has been written (a bulk room's shards are always
 * committed; nobody sees them). Gives the job, NULL if there is nothing to do. The error may be an earlier write's.
 */
gboolean room_write(Room *room, gboolean commits, Job **job, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* All that room_write() has begun is done. */
gboolean room_wait(Room *room, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A live room's documents leave that have to. Committed when it returns. */
gboolean room_remove(Room *room, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Has a live room written anything? */
gboolean room_has_written(const Room *room);

/* A live room's vocabulary (shim/vocabulary.h) follows if the number of its pages has changed by some per cent. */
gboolean room_refresh(Room *room, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Begins to make one index, gen-N.build, of a bulk room's shards, and its vocabulary;
 * room_wait_merged() returns when it is there, synced. */
gboolean room_merge(Room *room, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean room_wait_merged(Room *room, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
