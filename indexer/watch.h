/*
 * watch.h: pages fetched and made searchable at once: those that somebody asked for, and those that are due.
 *
 *     queue (shim/queue.h), due URLs ─▶ crawl_visit() ─▶ pages ─▶ build ─▶ searchable ─▶ queue answered
 *
 * With a page its known translations are fetched. A ping's key is looked for on its host before the ping is believed
 * (https://www.indexnow.org/documentation). The indexes are committed LIMIT_WATCH_MS apart at least, the first time after
 * idleness at once. What is due besides is visited in small rounds, so that an order never waits long.
 *
 * A Watch holds the crawl's lock all the time and that of the indexes while it writes; if another process writes them it
 * tries again.
 */
#ifndef ISOGLOT_WATCH_H
#define ISOGLOT_WATCH_H

#include "shim/config.h"

G_BEGIN_DECLS

typedef struct Watch Watch;

/* Indexes first what earlier crawls have left. Errors as crawl_open() and build_open(). */
Watch *watch_open(const Config *config, const volatile int *stopped, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void watch_close(Watch *watch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Watch, watch_close)

/* One line of what was done, or could not be. */
typedef void (*WatchNoteFunc)(const char *note, gpointer user);
void watch_on_note(Watch *watch, WatchNoteFunc func, gpointer user);

/*
 * One round: what is queued, and with `and_due` some URLs that are due. `did` is FALSE if there was nothing to do.
 * FAULT_STOP: the watch is over; everything that was queued stays so.
 */
gboolean watch_round(Watch *watch, gboolean and_due, gboolean *did, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
