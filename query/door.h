/*
 * door.h: where connections wait between the process that accepts them and those that serve them. Whoever accepts knows at
 * once how many wait inside, and so whom to turn away; the kernel's own queue shows only its oldest, who has waited already.
 *
 * A door is opened before the processes are forked, and used by all of them. Who waits inside outlives any one of them.
 */
#ifndef ISOGLOT_DOOR_H
#define ISOGLOT_DOOR_H

#include <glib.h>

G_BEGIN_DECLS

/* Sockets of the process; `out` has one to be taken when it is readable. */
typedef struct {
    int in, out;
} Door;

/* FALSE: there are no more sockets to be had. */
gboolean door_open(Door *door) G_GNUC_WARN_UNUSED_RESULT;

/* Connections that wait inside. */
guint door_count(const Door *door);

/* Lets a connection in, which is then the door's: it is closed here. FALSE: the kernel has no room for it; it stays the
 * caller's. There is room for LIMIT_WAITING. */
gboolean door_let_in(const Door *door, int connection) G_GNUC_WARN_UNUSED_RESULT;

/* Whoever has waited longest, now the caller's; -1: nobody, or another process was quicker. Does not wait. */
int door_take(const Door *door);

G_END_DECLS

#endif
