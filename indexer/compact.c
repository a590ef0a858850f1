#include "indexer/compact.h"

#include <sys/stat.h>
#include <unistd.h>

#include "indexer/words.h"
#include "langs/lang.h"
#include "shim/disk.h"
#include "shim/frontier.h"
#include "shim/index.h"

#define SMALLEST (1024 * 1024) /* an index below is left as it is */

static guint64 size_of(const char *folder)
{
    guint64 bytes = 0;
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name;
    while (dir && (name = g_dir_read_name(dir))) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        struct stat st;
        bytes += lstat(path, &st) == 0 && S_ISREG(st.st_mode) ? st.st_size : 0;
    }
    return bytes;
}

static gboolean compact(const char *data, const char *code, const char *live, GError **error)
{
    guint n = generation_next(data);
    g_autofree char *build = generation_build_path(data, code, n, error);
    const char *const sources[] = {live, NULL};
    if (!build || !index_merge(sources, build, error) || !words_write(build, lang_find(code), error) ||
        !generation_publish(data, code, n, error))
        return FALSE;
    generation_prune(data, code);
    return TRUE;
}

static guint64 count_pages(const char *live)
{
    g_autoptr(IndexReader) reader = index_reader_open(live, NULL, NULL);
    return reader ? index_reader_count(reader) : 0;
}

static gboolean look_at(const char *data, Ledger *ledger, const char *code, gboolean is_compact, guint *compacted,
                        GError **error)
{
    g_autofree char *live = generation_current(data, code);
    guint64 pages = count_pages(live), bytes = size_of(live);
    gint64 per_page;
    if (!pages || !frontier_get_compacted(ledger, code, &per_page, error))
        return pages == 0;
    gboolean pays = !is_compact && per_page && bytes > SMALLEST && bytes / pages > COMPACT_FACTOR * per_page;
    if (per_page && !pays && !is_compact)
        return TRUE;
    if (pays && !compact(data, code, live, error))
        return FALSE;
    *compacted += pays;
    return frontier_put_compacted(ledger, code, size_of(live) / pages, error);
}

gboolean compact_where_it_pays(const Config *config, gboolean are_compact, guint *compacted, GError **error)
{
    g_autoptr(GPtrArray) languages = lang_find_all((const char *const *)config->languages, error);
    int lock = languages ? data_lock(config->data, error) : -1;
    if (lock < 0)
        return FALSE;
    g_autoptr(Ledger) ledger = ledger_open(config->data, LEDGER_WRITE, error);
    gboolean ok = ledger != NULL;
    *compacted = 0;
    for (guint i = 0; ok && i < languages->len; i++)
        ok = look_at(config->data, ledger, lang_code(g_ptr_array_index(languages, i)), are_compact, compacted,
                     error);
    ok = ok && ledger_commit(ledger, error);
    close(lock);
    return ok;
}
