#include "indexer/count.h"

static void count_free(gpointer p)
{
    BuildCount *c = p;
    g_free(c->name);
    g_free(c);
}

GPtrArray *counts_new(void)
{
    return g_ptr_array_new_with_free_func(count_free);
}

BuildCount *counts_find(GPtrArray *counts, const char *name)
{
    for (guint i = 0; i < counts->len; i++) {
        BuildCount *c = g_ptr_array_index(counts, i);
        if (g_str_equal(c->name, name))
            return c;
    }
    BuildCount *c = g_new0(BuildCount, 1);
    c->name = g_strdup(name);
    g_ptr_array_add(counts, c);
    return c;
}

void counts_add(GPtrArray *counts, const char *name, PagePurity purity)
{
    BuildCount *c = counts_find(counts, name);
    c->pages++;
    c->untranslated += purity == PURITY_UNTRANSLATED;
    c->mixed += purity == PURITY_MIXED;
}

void counts_drop(GPtrArray *counts, const char *name, PagePurity purity)
{
    BuildCount *c = counts_find(counts, name);
    c->pages--;
    c->untranslated -= purity == PURITY_UNTRANSLATED;
    c->mixed -= purity == PURITY_MIXED;
}
