/*
 * nesting.h: how large a JSON text would become in memory, looked at before a parser builds anything of it.
 */
#ifndef ISOGLOT_NESTING_H
#define ISOGLOT_NESTING_H

#include <glib.h>

G_BEGIN_DECLS

/* Is it nested deeper than `depth`, or does it have more values than `values`, about? Counts brackets and
 * commas outside strings; what else is wrong with the text its parser says. In one pass, without memory. */
gboolean nesting_exceeds(const char *json, gsize n, guint depth, guint values);

G_END_DECLS

#endif
