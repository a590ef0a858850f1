/*
 * backlog.h: how many connections wait at a listening socket, so that a server can refuse in time what it could only
 * answer too late. Linux: TCP_INFO of a TCP socket, sock_diag(7) of a local one.
 */
#ifndef ISOGLOT_BACKLOG_H
#define ISOGLOT_BACKLOG_H

#include <glib.h>

G_BEGIN_DECLS

/* Connections that nobody has accepted yet; 0 also when it cannot be known. Takes some 10 microseconds. */
guint backlog_count(int socket);

G_END_DECLS

#endif
