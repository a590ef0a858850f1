#include "query/room.h"

#include "shim/disk.h"

#define STAMP_FACTOR 1099511628211u /* that of FNV-1a, 64 bits */

Searcher *searcher_new(const Config *config, GError **error)
{
    GPtrArray *languages = lang_find_all((const char *const *)config->languages, error);
    if (!languages)
        return NULL;
    Searcher *s = g_new0(Searcher, 1);
    s->config = config;
    s->languages = languages;
    s->rooms = g_new0(Room, languages->len);
    for (guint i = 0; i < languages->len; i++)
        s->rooms[i].profile = g_ptr_array_index(languages, i);
    return s;
}

/* The generation's own files. */
static void close_index(Room *room)
{
    g_clear_pointer(&room->reader, index_reader_close);
    g_clear_pointer(&room->vocabulary, vocabulary_close);
    g_clear_pointer(&room->sounds, sounds_close);
}

void searcher_free(Searcher *s)
{
    for (guint i = 0; i < s->languages->len; i++) {
        close_index(&s->rooms[i]);
        g_clear_pointer(&s->rooms[i].analyser, lang_analyser_free);
        g_clear_pointer(&s->rooms[i].lexicon, lexicon_close);
    }
    g_clear_pointer(&s->ledger, ledger_close);
    g_clear_pointer(&s->table, cluster_table_close);
    g_ptr_array_unref(s->languages);
    g_free(s->rooms);
    g_free(s);
}

/* A commit renames a file within the generation; a folder's time alone may be the same after two. */
static guint64 index_stamp(const Searcher *s, const Room *room)
{
    g_autofree char *path = generation_current(s->config->data, lang_code(room->profile));
    g_autofree char *revision = g_build_filename(path, "iamglass", NULL);
    return disk_stamp(path) ^ disk_stamp(revision) * STAMP_FACTOR;
}

static gboolean has_changed(guint64 *known, guint64 found)
{
    gboolean changed = *known != found;
    *known = found;
    return changed;
}

guint64 searcher_refresh(Searcher *s)
{
    g_autofree char *lexicons = g_build_filename(s->config->data, LEXICON_FOLDER, NULL),
                    *ledger = g_build_filename(s->config->data, LEDGER_FILE, NULL), *log = g_strconcat(ledger, "-wal", NULL);
    gboolean is_new_lexicon = has_changed(&s->lexicon_stamp, disk_stamp(lexicons));
    guint64 all = s->lexicon_stamp ^ disk_stamp(ledger) ^ disk_stamp(log) * STAMP_FACTOR;
    for (guint i = 0; i < s->languages->len; i++) {
        Room *room = &s->rooms[i];
        if (has_changed(&room->stamp, index_stamp(s, room)))
            close_index(room);
        if (is_new_lexicon)
            g_clear_pointer(&room->lexicon, lexicon_close);
        all = all * STAMP_FACTOR + room->stamp;
    }
    if (has_changed(&s->ledger_stamp, disk_identity(ledger))) {
        g_clear_pointer(&s->ledger, ledger_close);
        s->is_ledger_sought = s->is_reading = FALSE;
    }
    return all;
}

const GPtrArray *searcher_languages(const Searcher *s)
{
    return s->languages;
}

Room *searcher_find_room(Searcher *s, const LangProfile *lang)
{
    Room *room = s->rooms;
    while (room->profile != lang)
        room++;
    return room;
}

gboolean room_open_words(const Searcher *s, Room *room, GError **error)
{
    if (!room->analyser)
        room->analyser = lang_analyser_new(room->profile, error);
    if (room->analyser && !room->vocabulary) {
        g_autofree char *path = generation_current(s->config->data, lang_code(room->profile));
        room->vocabulary = vocabulary_open(path);
    }
    return room->analyser != NULL;
}

gboolean room_open(const Searcher *s, Room *room, GError **error)
{
    if (!room->reader) {
        g_autofree char *path = generation_current(s->config->data, lang_code(room->profile));
        g_autofree char *fingerprint = lang_fingerprint(room->profile);
        room->reader = index_reader_open(path, fingerprint, error);
    }
    return room->reader && room_open_words(s, room, error);
}

const Lexicon *room_lexicon(const Searcher *s, Room *room)
{
    if (!room->lexicon)
        room->lexicon = lexicon_open(s->config->data, lang_code(room->profile));
    return room->lexicon;
}

Ledger *searcher_ledger(Searcher *s)
{
    if (!s->is_ledger_sought)
        s->ledger = ledger_open(s->config->data, LEDGER_READ, NULL);
    s->is_ledger_sought = TRUE;
    if (s->ledger && !s->is_reading)
        s->is_reading = ledger_begin_reading(s->ledger, NULL);
    return s->ledger;
}

const ClusterTable *searcher_table(Searcher *s)
{
    if (s->is_table_sought)
        return s->table;
    if (s->table && !cluster_table_is_current(s->table, s->config->data))
        g_clear_pointer(&s->table, cluster_table_close);
    if (!s->table)
        s->table = cluster_table_open(s->config->data);
    s->is_table_sought = TRUE;
    return s->table;
}

void searcher_leave_ledger(Searcher *s)
{
    s->is_table_sought = FALSE;
    if (s->is_reading)
        ledger_end_reading(s->ledger);
    s->is_reading = FALSE;
}

Sounds *room_sounds(const Searcher *s, Room *room)
{
    if (!room->sounds) {
        g_autofree char *path = generation_current(s->config->data, lang_code(room->profile));
        room->sounds = sounds_open(path);
    }
    return room->sounds;
}
