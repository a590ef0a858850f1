/*
 * count.h: how many pages there are of each edition or language, and how they stand to their declared
 * language.
 */
#ifndef ISOGLOT_COUNT_H
#define ISOGLOT_COUNT_H

#include "shim/ledger.h"

G_BEGIN_DECLS

typedef struct {
    char *name;
    guint64 pages, untranslated, mixed;
} BuildCount;

/* BuildCount*, in the order in which they were found first; g_ptr_array_unref(). */
GPtrArray *counts_new(void);

/* The count of this name, made if there is none; lives as long as `counts`. */
BuildCount *counts_find(GPtrArray *counts, const char *name);

/* One page more, or less. */
void counts_add(GPtrArray *counts, const char *name, PagePurity purity);
void counts_drop(GPtrArray *counts, const char *name, PagePurity purity);

G_END_DECLS

#endif
