#include "indexer/publish.h"

#include "shim/disk.h"

gboolean publish_generation(Ledger *ledger, const char *data, const char *const *codes, guint generation,
                            GError **error)
{
    if (!ledger_plan_publication(ledger, codes, generation, error))
        return FALSE;
    for (const char *const *code = codes; *code; code++)
        if (!generation_publish(data, *code, generation, error))
            return FALSE;
    if (!ledger_finish_publication(ledger, error))
        return FALSE;
    for (const char *const *code = codes; *code; code++)
        generation_prune(data, *code);
    return TRUE;
}
