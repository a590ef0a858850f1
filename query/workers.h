/*
 * workers.h: processes that serve one socket side by side, and one above them that starts another for each that ends.
 *
 * A worker is told to end by SIGTERM, SIGINT or SIGUSR1, which only worker_wait() lets through: what it is doing is done
 * first. When the process above is told so it tells its workers and waits for them, for the first before it tells the
 * others; when it is killed, they are told.
 */
#ifndef ISOGLOT_WORKERS_H
#define ISOGLOT_WORKERS_H

#include <glib.h>

G_BEGIN_DECLS

/* What a worker does, in a process of its own; its exit status. `number`: which of them it is, from 0; whoever replaces it
 * has the same. */
typedef int WorkerFunc(guint number, gpointer user);

/* Keeps `n` workers (at least one, LIMIT_WORKERS at most) until told to end. One that fails is replaced no sooner than
 * WORKER_PAUSE_MS after; one that cannot be made is tried again as often. EXIT_SUCCESS; EXIT_FAILURE: not one process could
 * be made. Returns in the process above only. */
int workers_run(guint n, WorkerFunc *work, gpointer user);

/* For a worker without a process above it. */
void worker_begin(void);

/* Waits until the socket has a connection; FALSE: told to end, even when it has one. */
gboolean worker_wait(int socket);

G_END_DECLS

#endif
