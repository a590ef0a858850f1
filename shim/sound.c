#include "shim/sound.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "shim/disk.h"
#include "shim/schema.h"

#define MAGIC "isoglot sound 1\n"
#define MOST_SORTED 5000 /* words of one key that are ranked by their documents */

typedef struct {
    char magic[16];
    guint32 n_entries, n_text;
} Header;

typedef struct {
    guint32 key, word; /* offsets of their texts, NUL-terminated */
    guint32 documents;
} Entry;

struct Sounds {
    char *path;        /* NULL: the file has been sought */
    GMappedFile *file; /* NULL: there is none */
    const Header *header;
    const Entry *entries;
    const char *text;
};

static const Header empty_header;

/* ------------------------------------------------------------------ writing */

typedef struct {
    SoundKeysFunc keys;
    gpointer user;
    GArray *entries;
    GString *text;
} Draft;

static guint32 add_text(GString *text, const char *s)
{
    guint32 at = text->len;
    g_string_append_len(text, s, strlen(s) + 1);
    return at;
}

static gboolean is_again(SoundKey *keys, guint i)
{
    for (guint j = 0; j < i; j++)
        if (g_str_equal(keys[i], keys[j]))
            return TRUE;
    return FALSE;
}

static gboolean add_word(const char *term, guint32 documents, gpointer user)
{
    Draft *d = user;
    SoundKey keys[SOUND_KEYS];
    guint n = d->keys(term, keys, d->user);
    guint32 word = G_MAXUINT32;
    for (guint i = 0; i < n; i++) {
        if (!*keys[i] || is_again(keys, i))
            continue;
        if (word == G_MAXUINT32)
            word = add_text(d->text, term);
        Entry entry = {add_text(d->text, keys[i]), word, documents};
        g_array_append_val(d->entries, entry);
    }
    return TRUE;
}

static gint compare_entries(gconstpointer a, gconstpointer b, gpointer text)
{
    const Entry *x = a, *y = b;
    int order = strcmp((const char *)text + x->key, (const char *)text + y->key);
    return order ? order : x->word < y->word ? -1 : x->word > y->word;
}

static gboolean put(FILE *out, const void *data, gsize n)
{
    return n == 0 || fwrite(data, n, 1, out) == 1;
}

static gboolean write_draft(const Draft *d, FILE *out)
{
    Header header = {MAGIC, d->entries->len, d->text->len};
    return put(out, &header, sizeof header) && put(out, d->entries->data, d->entries->len * sizeof(Entry)) &&
           put(out, d->text->str, d->text->len) && fflush(out) == 0 && fsync(fileno(out)) == 0;
}

static gboolean publish_draft(const Draft *d, const char *dir, GError **error)
{
    g_autofree char *path = g_build_filename(dir, "sounds", NULL), *fresh = g_strconcat(path, ".new", NULL);
    FILE *out = fopen(fresh, "we");
    gboolean ok = out && write_draft(d, out);
    int failure = errno;
    if (out && fclose(out) != 0 && ok) {
        ok = FALSE;
        failure = errno;
    }
    if (ok && g_rename(fresh, path) == 0)
        return TRUE;
    g_set_error(error, FAULT, FAULT_STOP, "cannot write '%s': %s", path, g_strerror(ok ? errno : failure));
    (void)g_unlink(fresh);
    return FALSE;
}

gboolean sounds_write(const char *dir, SoundKeysFunc keys, gpointer user, GError **error)
{
    g_autoptr(IndexReader) reader = index_reader_open(dir, NULL, error);
    if (!reader)
        return FALSE;
    g_autoptr(GArray) entries = g_array_new(FALSE, FALSE, sizeof(Entry));
    g_autoptr(GString) text = g_string_new(NULL);
    Draft d = {keys, user, entries, text};
    if (!index_reader_each_term(reader, PREFIX_WORD, add_word, &d, error))
        return FALSE;
    g_array_sort_with_data(entries, compare_entries, text->str);
    return publish_draft(&d, dir, error);
}

/* ------------------------------------------------------------------ reading */

static gboolean is_sound(const Header *h, gsize n)
{
    guint64 need = sizeof *h + (guint64)h->n_entries * sizeof(Entry) + h->n_text;
    return memcmp(h->magic, MAGIC, sizeof h->magic) == 0 && need == n &&
           (!h->n_text || ((const char *)h)[n - 1] == '\0');
}

Sounds *sounds_open(const char *dir)
{
    Sounds *s = g_new0(Sounds, 1);
    s->path = g_build_filename(dir, "sounds", NULL);
    s->header = &empty_header;
    return s;
}

/* Most questions have no word that is sought by its sound. */
static void seek_file(Sounds *s)
{
    g_autofree char *path = g_steal_pointer(&s->path);
    gsize n = 0;
    const Header *h = path ? disk_map(path, sizeof *h, &s->file, &n) : NULL;
    if (!h || !is_sound(h, n))
        return;
    s->header = h;
    s->entries = (const Entry *)(h + 1);
    s->text = (const char *)(s->entries + h->n_entries);
}

void sounds_close(Sounds *s)
{
    g_clear_pointer(&s->file, g_mapped_file_unref);
    g_free(s->path);
    g_free(s);
}

guint32 sounds_count(Sounds *s)
{
    seek_file(s);
    return s->header->n_entries;
}

/* The text at an offset; "" where a damaged file points outside itself. */
static const char *text_at(const Sounds *s, guint32 offset)
{
    return offset < s->header->n_text ? s->text + offset : "";
}

/* The first entry whose key is not less than `key`. */
static guint32 find_first(Sounds *s, const char *key)
{
    seek_file(s);
    guint32 low = 0, high = s->header->n_entries;
    while (low < high) {
        guint32 middle = low + (high - low) / 2;
        if (strcmp(text_at(s, s->entries[middle].key), key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static gint compare_documents(gconstpointer a, gconstpointer b)
{
    const SoundWord *x = a, *y = b;
    return x->documents > y->documents ? -1 : x->documents < y->documents ? 1 : strcmp(x->word, y->word);
}

void sounds_find_start(Sounds *s, const char *start, gsize further, guint most, GArray *words)
{
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(SoundWord));
    gsize longest = strlen(start) + further;
    for (guint32 i = find_first(s, start); i < s->header->n_entries && found->len < MOST_SORTED; i++) {
        const char *key = text_at(s, s->entries[i].key);
        SoundWord w = {text_at(s, s->entries[i].word), s->entries[i].documents};
        if (!g_str_has_prefix(key, start))
            break;
        if (strlen(key) <= longest && g_utf8_validate(w.word, -1, NULL))
            g_array_append_val(found, w);
    }
    g_array_sort(found, compare_documents);
    g_array_append_vals(words, found->data, MIN(found->len, most));
}

void sounds_find(Sounds *s, const char *key, guint most, GArray *words)
{
    sounds_find_start(s, key, 0, most, words);
}

gboolean sounds_has_start(Sounds *s, const char *start)
{
    guint32 i = find_first(s, start);
    return i < s->header->n_entries && g_str_has_prefix(text_at(s, s->entries[i].key), start);
}
