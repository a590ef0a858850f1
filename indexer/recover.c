#include "indexer/recover.h"

#include <string.h>

#include "shim/disk.h"
#include "shim/duplicate.h"
#include "shim/record.h"

IndexWriter *open_live_writer(const char *data, const LangProfile *lang, GError **error)
{
    g_autofree char *path = generation_current(data, lang_code(lang));
    g_autofree char *fingerprint = lang_fingerprint(lang);
    if (!generation_exists(data, lang_code(lang))) {
        guint n = generation_next(data);
        g_autofree char *first = generation_build_path(data, lang_code(lang), n, error);
        IndexWriter *fresh = first ? index_writer_open(first, lang_code(lang), fingerprint, error) : NULL;
        if (!fresh)
            return NULL;
        index_writer_close(fresh);
        if (!generation_publish(data, lang_code(lang), n, error))
            return NULL;
    }
    return index_writer_open(path, lang_code(lang), fingerprint, error);
}

static gboolean finish_publication(Ledger *ledger, const char *data, GError **error)
{
    g_auto(GStrv) codes = NULL;
    guint generation = 0;
    if (!ledger_next_publication(ledger, &codes, &generation, error))
        return FALSE;
    for (char **code = codes; code && *code; code++)
        if (!generation_publish(data, *code, generation, error))
            return FALSE;
    return !codes || ledger_finish_publication(ledger, error);
}

/* Hash of the page in a language's index, "" when it is not there; *hash is g_free()d by the caller. */
static gboolean find_hash(const char *data, const char *lang, const char *url, char **hash, GError **error)
{
    *hash = g_strdup("");
    if (!*lang || !generation_exists(data, lang))
        return TRUE;
    g_autofree char *path = generation_current(data, lang), *id = index_id(url), *bytes = NULL;
    gsize n;
    g_autoptr(IndexReader) reader = index_reader_open(path, NULL, error);
    if (!reader || !index_reader_find_record(reader, id, &bytes, &n, error))
        return FALSE;
    Record record;
    if (bytes && !record_parse(bytes, n, &record, error))
        return FALSE;
    if (bytes) {
        g_free(*hash);
        *hash = g_strdup(record.content_hash);
    }
    return TRUE;
}

static gboolean remove_from(const char *data, const char *lang, const char *url, GError **error)
{
    const LangProfile *profile = lang_find(lang);
    if (!profile || !generation_exists(data, lang))
        return TRUE;
    g_autoptr(IndexWriter) writer = open_live_writer(data, profile, error);
    g_autofree char *id = index_id(url);
    return writer && index_writer_remove(writer, id, error) && index_writer_commit(writer, error);
}

/* A page whose batch was cut: it belongs to the new language if it has arrived there, else it stays where it was. */
static gboolean settle(Ledger *ledger, const char *data, gint64 id, const char *url, const char *staged,
                       const char *indexed, GError **error)
{
    g_autofree char *new_hash = NULL, *old_hash = NULL;
    if (!find_hash(data, staged, url, &new_hash, error) || !find_hash(data, indexed, url, &old_hash, error))
        return FALSE;
    gboolean arrived = !*staged || *new_hash;
    if (arrived && *indexed && !g_str_equal(staged, indexed) && !remove_from(data, indexed, url, error))
        return FALSE;
    return arrived ? ledger_settle(ledger, id, staged, new_hash, error)
                   : ledger_settle(ledger, id, *old_hash ? indexed : "", old_hash, error);
}

static gboolean settle_staged(Ledger *ledger, const char *data, GError **error)
{
    gint64 id = 0;
    do {
        g_autofree char *url = NULL, *staged = NULL, *indexed = NULL;
        if (!ledger_next_staged(ledger, &id, &url, &staged, &indexed, error))
            return FALSE;
        if (id && !settle(ledger, data, id, url, staged, indexed, error))
            return FALSE;
    } while (id);
    return TRUE;
}

/* A page that was to be left out leaves its index only if the one in its place has arrived; a new one returns. */
static gboolean settle_duplicate(Ledger *ledger, const char *data, gint64 id, const char *url, const char *indexed,
                                 gboolean is_covered, GError **error)
{
    g_autofree char *hash = NULL;
    if (!find_hash(data, indexed, url, &hash, error))
        return FALSE;
    if (is_covered)
        return (!*hash || remove_from(data, indexed, url, error)) && ledger_settle(ledger, id, "", "", error);
    gboolean ok = *hash ? duplicate_keep(ledger, id, error) : duplicate_put(ledger, id, 0, error);
    return ok && ledger_settle(ledger, id, *hash ? indexed : "", hash, error);
}

static gboolean settle_duplicates(Ledger *ledger, const char *data, GError **error)
{
    gint64 id = 0;
    do {
        g_autofree char *url = NULL, *indexed = NULL;
        gboolean is_covered;
        if (!duplicate_next_staged(ledger, &id, &url, &indexed, &is_covered, error))
            return FALSE;
        if (id && !settle_duplicate(ledger, data, id, url, indexed, is_covered, error))
            return FALSE;
    } while (id);
    return TRUE;
}

gboolean recover(Ledger *ledger, const char *data, GError **error)
{
    if (!finish_publication(ledger, data, error) || !settle_staged(ledger, data, error) ||
        !settle_duplicates(ledger, data, error) || !ledger_commit(ledger, error))
        return FALSE;
    for (guint i = 0; i < lang_count(); i++)
        generation_prune(data, lang_code(lang_get(i)));
    return TRUE;
}
