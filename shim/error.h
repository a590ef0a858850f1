/*
 * error.h: what can go wrong, said once for the whole program.
 *
 * A code says what the caller may do, never what happened; the message says what happened:
 * lower case, no full stop, what failed first, the subject in single quotes
 * ("cannot open index 'fr': already locked by pid 4711").
 * Context is added on the way up with g_prefix_error(), once.
 */
#ifndef ISOGLOT_ERROR_H
#define ISOGLOT_ERROR_H

#include <glib.h>

G_BEGIN_DECLS

#define FAULT (fault_quark())

typedef enum {
    FAULT_SKIP,    /* this input is refused; go on with the next one */
    FAULT_RETRY,   /* somebody else is at work (a lock, a busy store); try again later */
    FAULT_REOPEN,  /* the handle is spent; close it, open it again, repeat from the last commit */
    FAULT_REINDEX, /* what is on disk was made by another analysis or schema, or is damaged: rebuild it */
    FAULT_USAGE,   /* the caller or the configuration asks for what cannot be; nothing was done */
    FAULT_STOP,    /* nothing more can be done here (disk full, permission, damage) */
} Fault;

GQuark fault_quark(void);

/* Exit status of every command (DESIGN.md section 4). */
enum {
    EXIT_DONE = 0,     /* all done */
    EXIT_REFUSALS = 1, /* done, but some inputs were refused, each of them named */
    EXIT_USAGE = 2,    /* the command line or the configuration is wrong; nothing was done */
    EXIT_FAILED = 3,   /* not done */
};

G_END_DECLS

#endif
