#include "indexer/prune.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "indexer/ingest.h"
#include "indexer/warc_writer.h"
#include "shim/frontier.h"

gboolean prune_feed(const Config *config, Ledger *ledger, guint *pruned, GError **error)
{
    g_autofree char *indexed = NULL;
    gint64 offset;
    guint64 held;
    *pruned = 0;
    if (!frontier_get_indexed(ledger, &indexed, &offset, error) || !frontier_count_held(ledger, &held, error))
        return FALSE;
    g_autoptr(GPtrArray) names = ingest_list_own(config);
    for (guint i = 0; !held && i + 1 < names->len; i++) {
        const char *name = g_ptr_array_index(names, i);
        g_autofree char *path = g_build_filename(config->data, "feed", name, NULL);
        guint64 versions;
        if (strcmp(name, indexed) >= 0)
            break;
        if (!frontier_count_versions(ledger, warc_file_number(name), &versions, error))
            return FALSE;
        if (versions)
            break;
        if (unlink(path) != 0) {
            g_set_error(error, FAULT, FAULT_STOP, "cannot remove feed '%s': %s", path, g_strerror(errno));
            return FALSE;
        }
        (*pruned)++;
    }
    return TRUE;
}
