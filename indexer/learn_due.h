/*
 * learn_due.h: is it time to learn the lexicons anew (indexer/learn.h)?
 *
 * It is when they have never been learned, by another analysis or other languages or from terminologies that
 * have changed since, or when more than a twentieth of the pages that have translations are others than then.
 * What a lexicon was made from stands in DATA/lexicon.from: a line that names all but the pages, and of these
 * a sketch: the least hashes (Broder, "On the Resemblance and Containment of Documents", 1997). It is written
 * when the lexicons are.
 */
#ifndef ISOGLOT_LEARN_DUE_H
#define ISOGLOT_LEARN_DUE_H

#include "shim/config.h"
#include "shim/ledger.h"

G_BEGIN_DECLS

/* What the lexicons would be made from now, as it stands in that file; g_free(). NULL: *error. Costs a walk
 * over the clusters, some 2 us per page. */
char *learn_sources(const Config *config, Ledger *ledger, GError **error) G_GNUC_WARN_UNUSED_RESULT;

gboolean learn_save_sources(const Config *config, const char *sources, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A site of one language has nothing to learn: never due. */
gboolean learn_is_due(const Config *config, gboolean *due, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
