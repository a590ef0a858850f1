/*
 * called.h: the texts of links, counted by what they lead to and in which language they stand.
 */
#ifndef ISOGLOT_CALLED_H
#define ISOGLOT_CALLED_H

#include "langs/lang.h"

G_BEGIN_DECLS

typedef struct Called Called;

/* `languages` (LangProfile *) must outlive it. */
Called *called_new(const GPtrArray *languages, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A link in a language (its number) leads to a node. Texts that differ in case or in words that are none are
 * one. A text longer than LIMIT_CALLED_BYTES is passed over; so are, beyond LIMIT_CALLED_SEEN of one node or
 * LIMIT_CALLED_DISTINCT in all, those that are new. */
void called_add(Called *called, guint32 node, guint32 language, const char *text);

/* `texts`: keys (langs/lexeme.h), one a line, the most frequent first, LIMIT_CALLED_TEXTS at most. */
typedef void (*CalledFunc)(guint32 node, guint32 language, const char *texts, gpointer user);

/* By node, then by language; without texts that lead to more than LIMIT_CALLED_TARGETS nodes. */
void called_each(const Called *called, CalledFunc func, gpointer user);

void called_free(Called *called);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Called, called_free)

G_END_DECLS

#endif
