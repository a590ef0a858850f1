/*
 * kept.h: replies to searches that a process has made and may give again, byte for byte.
 *
 * The key of a reply names everything that it depends on (what was asked, of whom and in which form, the state of the indexes,
 * of the configuration and of the program, the time where that counts), so that nothing kept can be out of date: a key that
 * is asked for again is that of the same reply. The ones that nobody asks for go first, once the others need their room.
 *
 * One thread. Search engines keep what is asked most, since questions repeat themselves (Baeza-Yates and others, "The Impact
 * of Caching on Search Engines", SIGIR 2007).
 */
#ifndef ISOGLOT_KEPT_H
#define ISOGLOT_KEPT_H

#include "query/visits.h"

G_BEGIN_DECLS

typedef struct KeptReplies KeptReplies;

/* Bodies of at most `most` bytes in all, of which none may have more than a sixteenth. */
KeptReplies *kept_new(gsize most);

/* Fills the reply and what it is counted as, with copies that are the caller's; the count is that of the time when the reply
 * was made. FALSE: it is not there; both are as they were. */
gboolean kept_find(KeptReplies *kept, const char *key, Reply *reply, VisitCount *count);

/* Copies what is to be kept; nothing happens to a reply that is too large, has no body or is not 200. */
void kept_add(KeptReplies *kept, const char *key, const Reply *reply, const VisitCount *count);

void kept_free(KeptReplies *kept);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KeptReplies, kept_free)

G_END_DECLS

#endif
