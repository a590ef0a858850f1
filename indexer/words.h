/*
 * words.h: what the query side knows an index's words by, written beside it: by likeness (shim/vocabulary.h),
 * and by how they are written in Latin letters and sound (shim/sound.h, langs/romanise.h).
 */
#ifndef ISOGLOT_WORDS_H
#define ISOGLOT_WORDS_H

#include "langs/lang.h"

G_BEGIN_DECLS

/* Writes both for the index at `dir`, each whole or not at all. FAULT_STOP: the disk refuses; the index stays
 * as it is. */
gboolean words_write(const char *dir, const LangProfile *lang, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
