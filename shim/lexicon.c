#include "shim/lexicon.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "shim/disk.h"

#define MAGIC "isoglot lexicn 1"
#define MOST_TARGETS 256

typedef struct {
    char magic[16];
    guint32 n_targets, n_keys, n_entries, n_text; /* text in bytes */
} Header;

/* Places of texts, here and below, are offsets of NUL-terminated strings. */
typedef struct {
    guint32 text, first, n; /* entries [first, first + n), by target, then the best first */
} Key;

typedef struct {
    guint32 words, shown, pairs;
    guint16 probability; /* of G_MAXUINT16 */
    guint8 target;       /* in the table of targets: places of their codes */
    guint8 origin;
} Entry;

struct Lexicon {
    GMappedFile *file; /* NULL: there is none */
    const Header *header;
    const guint32 *targets;
    const Key *keys;
    const Entry *entries;
    const char *text;
};

static const Header empty_header;

const char *lexicon_origin_name(LexiconOrigin origin)
{
    static const char *const names[] = {"terminology", "name", "title", "learned"};
    return names[origin];
}

/* ------------------------------------------------------------------ reading */

static gboolean is_sound(const Header *h, gsize n)
{
    guint64 need = sizeof *h + (guint64)h->n_targets * sizeof(guint32) + (guint64)h->n_keys * sizeof(Key) +
                   (guint64)h->n_entries * sizeof(Entry) + h->n_text;
    return memcmp(h->magic, MAGIC, sizeof h->magic) == 0 && need == n &&
           (!h->n_text || ((const char *)h)[n - 1] == '\0');
}

static char *lexicon_path(const char *data, const char *code)
{
    return g_build_filename(data, LEXICON_FOLDER, code, NULL);
}

Lexicon *lexicon_open(const char *data, const char *code)
{
    Lexicon *l = g_new0(Lexicon, 1);
    g_autofree char *path = lexicon_path(data, code);
    l->header = &empty_header;
    gsize n;
    const Header *h = disk_map(path, sizeof *h, &l->file, &n);
    if (!h || !is_sound(h, n))
        return l;
    l->header = h;
    l->targets = (const guint32 *)(h + 1);
    l->keys = (const Key *)(l->targets + h->n_targets);
    l->entries = (const Entry *)(l->keys + h->n_keys);
    l->text = (const char *)(l->entries + h->n_entries);
    return l;
}

void lexicon_close(Lexicon *l)
{
    g_clear_pointer(&l->file, g_mapped_file_unref);
    g_free(l);
}

/* "" where a damaged file points outside itself; what comes of it need not be UTF-8. */
static const char *text_at(const Lexicon *l, guint32 place)
{
    return place < l->header->n_text ? l->text + place : "";
}

/* Place of the first key that does not come before `key`. */
static guint32 find_place(const Lexicon *l, const char *key)
{
    guint32 low = 0, high = l->header->n_keys;
    while (low < high) {
        guint32 middle = low + (high - low) / 2;
        if (strcmp(key, text_at(l, l->keys[middle].text)) <= 0)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

static const Key *find_key(const Lexicon *l, const char *key)
{
    guint32 place = find_place(l, key);
    gboolean is_there = place < l->header->n_keys && g_str_equal(key, text_at(l, l->keys[place].text));
    return is_there ? &l->keys[place] : NULL;
}

void lexicon_each_key(const Lexicon *l, const char *start, LexiconKeyFunc func, gpointer user)
{
    for (guint32 i = find_place(l, start); i < l->header->n_keys; i++) {
        const char *key = text_at(l, l->keys[i].text);
        if (!g_str_has_prefix(key, start) || (g_utf8_validate(key, -1, NULL) && !func(key, user)))
            return;
    }
}

/* FALSE: the file is damaged here. */
static gboolean read_entry(const Lexicon *l, const Entry *e, LexiconEntry *out)
{
    if (e->target >= l->header->n_targets || e->origin > LEXICON_LEARNED)
        return FALSE;
    *out = (LexiconEntry){text_at(l, l->targets[e->target]),
                          text_at(l, e->words),
                          text_at(l, e->shown),
                          e->probability / (float)G_MAXUINT16,
                          e->pairs,
                          (LexiconOrigin)e->origin};
    return g_utf8_validate(out->target, -1, NULL) && *out->words && g_utf8_validate(out->words, -1, NULL) &&
           g_utf8_validate(out->shown, -1, NULL);
}

/* The key's entries, of which a damaged file may name more than there are. */
static guint32 entries_end(const Lexicon *l, const Key *key)
{
    return MIN((guint64)key->first + key->n, l->header->n_entries);
}

void lexicon_find(const Lexicon *l, const char *key, const char *target, GArray *entries)
{
    const Key *found = find_key(l, key);
    if (!found)
        return;
    for (guint32 i = found->first; i < entries_end(l, found); i++) {
        LexiconEntry e;
        if (read_entry(l, &l->entries[i], &e) && g_str_equal(e.target, target))
            g_array_append_val(entries, e);
    }
}

guint32 lexicon_count(const Lexicon *l)
{
    return l->header->n_keys;
}

void lexicon_each(const Lexicon *l, LexiconFunc func, gpointer user)
{
    for (guint32 k = 0; k < l->header->n_keys; k++) {
        const char *key = text_at(l, l->keys[k].text);
        for (guint32 i = l->keys[k].first; i < entries_end(l, &l->keys[k]); i++) {
            LexiconEntry e;
            if (g_utf8_validate(key, -1, NULL) && read_entry(l, &l->entries[i], &e) && !func(key, &e, user))
                return;
        }
    }
}

/* ------------------------------------------------------------------ writing */

/* What was added; strings are the writer's, equal ones are one. */
typedef struct {
    const char *key;
    LexiconEntry entry;
} Row;

struct LexiconWriter {
    GStringChunk *strings;
    GArray *rows; /* Row */
};

LexiconWriter *lexicon_writer_new(void)
{
    LexiconWriter *w = g_new0(LexiconWriter, 1);
    w->strings = g_string_chunk_new(64 * 1024);
    w->rows = g_array_new(FALSE, FALSE, sizeof(Row));
    return w;
}

void lexicon_writer_free(LexiconWriter *w)
{
    g_string_chunk_free(w->strings);
    g_array_unref(w->rows);
    g_free(w);
}

void lexicon_writer_add(LexiconWriter *w, const char *key, const LexiconEntry *entry)
{
    Row row = {g_string_chunk_insert_const(w->strings, key), *entry};
    row.entry.target = g_string_chunk_insert_const(w->strings, entry->target);
    row.entry.words = g_string_chunk_insert_const(w->strings, entry->words);
    row.entry.shown = g_string_chunk_insert_const(w->strings, entry->shown);
    row.entry.probability = CLAMP(entry->probability, 0, 1);
    g_array_append_val(w->rows, row);
}

static gint compare_numbers(double a, double b)
{
    return a < b ? -1 : a > b;
}

/* The more trusted, the more probable and the more often seen first; words and texts make the order whole. */
static gint compare_worth(gconstpointer a, gconstpointer b)
{
    const LexiconEntry *x = &((const Row *)a)->entry, *y = &((const Row *)b)->entry;
    if (x->origin != y->origin)
        return compare_numbers(x->origin, y->origin);
    if (x->probability != y->probability)
        return compare_numbers(y->probability, x->probability);
    if (x->pairs != y->pairs)
        return compare_numbers(y->pairs, x->pairs);
    int order = strcmp(x->words, y->words);
    return order ? order : strcmp(x->shown, y->shown);
}

static gint compare_places(gconstpointer a, gconstpointer b)
{
    const Row *x = a, *y = b;
    int order = strcmp(x->key, y->key);
    if (!order)
        order = strcmp(x->entry.target, y->entry.target);
    return order ? order : compare_worth(a, b);
}

static gint compare_same(gconstpointer a, gconstpointer b)
{
    const Row *x = a, *y = b;
    int order = strcmp(x->key, y->key);
    if (!order)
        order = strcmp(x->entry.target, y->entry.target);
    if (!order)
        order = strcmp(x->entry.words, y->entry.words);
    return order ? order : compare_worth(a, b);
}

static gboolean is_same(const Row *a, const Row *b)
{
    return a->key == b->key && a->entry.target == b->entry.target && a->entry.words == b->entry.words &&
           a->entry.origin == b->entry.origin;
}

/* Of the same given again, the more probable stays. */
static void drop_repeated(GArray *rows)
{
    Row *r = (Row *)(gpointer)rows->data;
    guint n = 0;
    g_array_sort(rows, compare_same);
    for (guint i = 0; i < rows->len; i++)
        if (!n || !is_same(&r[n - 1], &r[i]))
            r[n++] = r[i];
    g_array_set_size(rows, n);
}

/* Bytes that a text takes: none if it is in the file already. */
static gsize count_text(GHashTable *texts, const char *text)
{
    return g_hash_table_add(texts, (gpointer)text) ? strlen(text) + 1 : 0;
}

/* Leaves out what is worth least, so that the file has at most so many bytes. */
static void drop_least(GArray *rows, gsize most)
{
    g_autoptr(GHashTable) texts = g_hash_table_new(NULL, NULL), keys = g_hash_table_new(NULL, NULL);
    gsize size = sizeof(Header);
    g_array_sort(rows, compare_worth);
    for (guint i = 0; i < rows->len; i++) {
        const Row *r = &g_array_index(rows, Row, i);
        size += sizeof(Entry) + (g_hash_table_add(keys, (gpointer)r->key) ? sizeof(Key) : 0);
        size +=
            count_text(texts, r->key) + count_text(texts, r->entry.words) + count_text(texts, r->entry.shown);
        gsize code = count_text(texts, r->entry.target);
        size += code ? code + sizeof(guint32) : 0;
        if (size > most)
            g_array_set_size(rows, i);
    }
}

typedef struct {
    GArray *targets, *keys, *entries; /* as in the file */
    GString *text;
    GHashTable *places; /* text → its place in `text`, plus 1 */
} Draft;

static guint32 place_text(Draft *d, const char *text)
{
    guint32 place = GPOINTER_TO_UINT(g_hash_table_lookup(d->places, text));
    if (place)
        return place - 1;
    place = d->text->len;
    g_string_append_len(d->text, text, strlen(text) + 1);
    g_hash_table_insert(d->places, (gpointer)text, GUINT_TO_POINTER(place + 1));
    return place;
}

static guint8 place_target(Draft *d, const char *code)
{
    guint32 place = place_text(d, code);
    for (guint i = 0; i < d->targets->len; i++)
        if (g_array_index(d->targets, guint32, i) == place)
            return i;
    g_assert(d->targets->len < MOST_TARGETS);
    g_array_append_val(d->targets, place);
    return d->targets->len - 1;
}

/* Rows in their order become keys and entries. Keys' texts stand together: looking for one touches few pages.
 */
static void draft_rows(Draft *d, const GArray *rows)
{
    const char *key = NULL;
    for (guint i = 0; i < rows->len; i++)
        (void)place_text(d, g_array_index(rows, Row, i).key);
    for (guint i = 0; i < rows->len; i++) {
        const Row *r = &g_array_index(rows, Row, i);
        const LexiconEntry *e = &r->entry;
        if (key != r->key) {
            Key fresh = {place_text(d, r->key), i, 0};
            g_array_append_val(d->keys, fresh);
            key = r->key;
        }
        g_array_index(d->keys, Key, d->keys->len - 1).n++;
        Entry entry = {.words = place_text(d, e->words),
                       .shown = place_text(d, e->shown),
                       .pairs = e->pairs,
                       .probability = lroundf(e->probability * G_MAXUINT16),
                       .target = place_target(d, e->target),
                       .origin = e->origin};
        g_array_append_val(d->entries, entry);
    }
}

static gboolean write_draft(FILE *out, gconstpointer user)
{
    const Draft *d = user;
    Header header = {MAGIC, d->targets->len, d->keys->len, d->entries->len, d->text->len};
    return disk_write(out, &header, sizeof header) &&
           disk_write(out, d->targets->data, d->targets->len * sizeof(guint32)) &&
           disk_write(out, d->keys->data, d->keys->len * sizeof(Key)) &&
           disk_write(out, d->entries->data, d->entries->len * sizeof(Entry)) &&
           disk_write(out, d->text->str, d->text->len);
}

static gboolean write_rows(const GArray *rows, const char *path, GError **error)
{
    g_autoptr(GArray) targets = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(Key));
    g_autoptr(GArray) entries = g_array_new(FALSE, FALSE, sizeof(Entry));
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GHashTable) places = g_hash_table_new(NULL, NULL);
    Draft d = {targets, keys, entries, text, places};
    draft_rows(&d, rows);
    return disk_replace(path, write_draft, &d, error);
}

gboolean lexicon_writer_write(LexiconWriter *w, const char *data, const char *code, gsize most,
                              GError **error)
{
    g_autofree char *path = lexicon_path(data, code), *folder = g_path_get_dirname(path);
    if (g_mkdir_with_parents(folder, 0755) != 0) {
        g_set_error(error, FAULT, FAULT_STOP, "cannot make '%s': %s", folder, g_strerror(errno));
        return FALSE;
    }
    drop_repeated(w->rows);
    drop_least(w->rows, most ? most : G_MAXUINT32);
    g_array_sort(w->rows, compare_places);
    return write_rows(w->rows, path, error);
}
