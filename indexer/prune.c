#include "indexer/prune.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "indexer/ingest.h"
#include "shim/frontier.h"

/* Seconds since 1970 of "isoglot-YYYYMMDDhhmmss-NNNNN.warc.gz"; 0: not such a name. */
static gint64 begun_at(const char *name)
{
    int y, mo, d, h, mi, s;
    if (sscanf(name, "isoglot-%4d%2d%2d%2d%2d%2d-", &y, &mo, &d, &h, &mi, &s) != 6)
        return 0;
    g_autoptr(GDateTime) when = g_date_time_new_utc(y, mo, d, h, mi, s);
    return when ? g_date_time_to_unix(when) : 0;
}

/* No version that counts was fetched while this file was the one that was written. */
static gboolean is_superseded(Ledger *ledger, const char *name, const char *next, gboolean *superseded, GError **error)
{
    gint64 from = begun_at(name), until = begun_at(next);
    guint64 versions;
    if (!from || !until || !frontier_count_versions(ledger, from, until, &versions, error))
        return FALSE;
    *superseded = versions == 0;
    return TRUE;
}

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
        gboolean superseded;
        if (strcmp(name, indexed) >= 0)
            break;
        if (!is_superseded(ledger, name, g_ptr_array_index(names, i + 1), &superseded, error))
            return FALSE;
        if (!superseded)
            break;
        if (unlink(path) != 0) {
            g_set_error(error, FAULT, FAULT_STOP, "cannot remove feed '%s': %s", path, g_strerror(errno));
            return FALSE;
        }
        (*pruned)++;
    }
    return TRUE;
}
