#include "shim/suggest.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "shim/disk.h"

#define MAGIC "isoglot sugges 1"
#define BLOCK 64

typedef struct {
    char magic[16];
    char fingerprint[64]; /* SHA-256 of the analysis', hexadecimal */
    gint64 written_at;
    guint32 took_ms, n_entries, n_text, padding; /* text in bytes */
} Header;

/* Places of texts are offsets of NUL-terminated strings. */
typedef struct {
    guint32 key, text;
    float weight;
} Entry;

struct Suggestions {
    GMappedFile *file; /* NULL: there is none */
    const Header *header;
    const Entry *entries;
    const float *blocks;
    const char *text;
};

static const Header empty_header;

static guint32 count_blocks(guint32 n_entries)
{
    return n_entries / BLOCK + (n_entries % BLOCK != 0);
}

static void hash_fingerprint(const char *fingerprint, char hash[64])
{
    g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, fingerprint, -1);
    memcpy(hash, sum, 64);
}

/* ------------------------------------------------------------------ reading */

static gboolean is_whole(const Header *h, gsize n, const char *fingerprint)
{
    char hash[64];
    hash_fingerprint(fingerprint, hash);
    guint64 need = sizeof *h + (guint64)h->n_entries * sizeof(Entry) +
                   (guint64)count_blocks(h->n_entries) * sizeof(float) + h->n_text;
    return memcmp(h->magic, MAGIC, sizeof h->magic) == 0 && memcmp(h->fingerprint, hash, sizeof hash) == 0 &&
           need == n && (!h->n_text || ((const char *)h)[n - 1] == '\0');
}

Suggestions *suggestions_open(const char *data, const char *code, const char *fingerprint)
{
    Suggestions *s = g_new0(Suggestions, 1);
    g_autofree char *path = g_build_filename(data, SUGGEST_FOLDER, code, NULL);
    s->header = &empty_header;
    gsize n;
    const Header *h = disk_map(path, sizeof *h, &s->file, &n);
    if (!h || !is_whole(h, n, fingerprint))
        return s;
    s->header = h;
    s->entries = (const Entry *)(h + 1);
    s->blocks = (const float *)(s->entries + h->n_entries);
    s->text = (const char *)(s->blocks + count_blocks(h->n_entries));
    return s;
}

void suggestions_close(Suggestions *s)
{
    g_clear_pointer(&s->file, g_mapped_file_unref);
    g_free(s);
}

guint32 suggestions_count(const Suggestions *s)
{
    return s->header->n_entries;
}

void suggestions_age(const Suggestions *s, gint64 *written_at, guint *took_ms)
{
    *written_at = s->header->written_at;
    *took_ms = s->header->took_ms;
}

/* "" where a damaged file points outside itself. */
static const char *text_at(const Suggestions *s, guint32 place)
{
    return place < s->header->n_text ? s->text + place : "";
}

/* The first entry from `low` on whose key's beginning is not less (`is_end`: is greater) than `start`. */
static guint32 find_edge(const Suggestions *s, guint32 low, const char *start, gsize n, gboolean is_end)
{
    guint32 high = s->header->n_entries;
    while (low < high) {
        guint32 middle = low + (high - low) / 2;
        int order = strncmp(text_at(s, s->entries[middle].key), start, n);
        if (order < 0 || (is_end && order == 0))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Keeps `found` in order; of one text its greatest weight. */
static void put_found(GArray *found, Suggestion fresh, guint most)
{
    Suggestion *all = (Suggestion *)found->data;
    for (guint i = 0; i < found->len; i++)
        if (all[i].text == fresh.text || g_str_equal(all[i].text, fresh.text)) {
            if (all[i].weight >= fresh.weight)
                return;
            g_array_remove_index(found, i);
            break;
        }
    guint at = found->len;
    while (at > 0 && g_array_index(found, Suggestion, at - 1).weight < fresh.weight)
        at--;
    if (at < most)
        g_array_insert_val(found, at, fresh);
    if (found->len > most)
        g_array_set_size(found, most);
}

/* Is there anything that would get a place? */
static gboolean is_worth(const GArray *found, float weight, guint most)
{
    return found->len < most || weight > g_array_index(found, Suggestion, found->len - 1).weight;
}

void suggestions_find(const Suggestions *s, const char *start, guint most, GArray *found)
{
    gsize n = strlen(start);
    guint32 first = find_edge(s, 0, start, n, FALSE), end = n ? find_edge(s, first, start, n, TRUE) : first;
    for (guint32 i = first; i < end && most; i++) {
        const Entry *e = &s->entries[i];
        if (i % BLOCK == 0 && !is_worth(found, s->blocks[i / BLOCK], most)) {
            i += BLOCK - 1;
            continue;
        }
        Suggestion fresh = {text_at(s, e->text), e->weight};
        if (is_worth(found, e->weight, most) && *fresh.text && g_utf8_validate(fresh.text, -1, NULL))
            put_found(found, fresh, most);
    }
}

/* ------------------------------------------------------------------ writing */

struct SuggestionWriter {
    GArray *entries, *blocks;
    GString *text;
    guint32 shown;    /* place of the text of the suggestion that was begun last */
    float weight;     /* its weight */
    guint32 last_key; /* place of the text of the key that was added last */
};

/* What the file has: the writer, under its header. */
typedef struct {
    const SuggestionWriter *writer;
    Header header;
} Draft;

SuggestionWriter *suggestion_writer_new(void)
{
    SuggestionWriter *w = g_new0(SuggestionWriter, 1);
    w->entries = g_array_new(FALSE, FALSE, sizeof(Entry));
    w->blocks = g_array_new(FALSE, FALSE, sizeof(float));
    w->text = g_string_new(NULL);
    return w;
}

void suggestion_writer_free(SuggestionWriter *w)
{
    g_array_unref(w->entries);
    g_array_unref(w->blocks);
    g_string_free(w->text, TRUE);
    g_free(w);
}

static guint32 add_text(SuggestionWriter *w, const char *text)
{
    guint32 place = w->text->len;
    g_string_append_len(w->text, text, strlen(text) + 1);
    return place;
}

void suggestion_writer_add(SuggestionWriter *w, const char *text, double weight)
{
    w->shown = w->last_key = add_text(w, text);
    w->weight = weight;
}

void suggestion_writer_add_key(SuggestionWriter *w, const char *text, gsize start, double factor)
{
    if (w->text->len > G_MAXUINT32 / 2)
        return;
    if (!g_str_equal(w->text->str + w->last_key, text))
        w->last_key = add_text(w, text);
    Entry entry = {w->last_key + start, w->shown, w->weight * factor};
    g_array_append_val(w->entries, entry);
}

static gint compare_entries(gconstpointer a, gconstpointer b, gpointer text)
{
    const Entry *x = a, *y = b;
    int order = strcmp((const char *)text + x->key, (const char *)text + y->key);
    return order ? order : x->text < y->text ? -1 : x->text > y->text;
}

static void find_blocks(SuggestionWriter *w)
{
    g_array_set_size(w->blocks, 0);
    for (guint i = 0; i < w->entries->len; i++) {
        float weight = g_array_index(w->entries, Entry, i).weight;
        if (i % BLOCK == 0)
            g_array_append_val(w->blocks, weight);
        float *most = &g_array_index(w->blocks, float, i / BLOCK);
        *most = MAX(*most, weight);
    }
}

static gboolean write_draft(FILE *out, gconstpointer user)
{
    const Draft *d = user;
    const SuggestionWriter *w = d->writer;
    return disk_write(out, &d->header, sizeof d->header) &&
           disk_write(out, w->entries->data, w->entries->len * sizeof(Entry)) &&
           disk_write(out, w->blocks->data, w->blocks->len * sizeof(float)) &&
           disk_write(out, w->text->str, w->text->len);
}

gboolean suggestion_writer_write(SuggestionWriter *w, const char *data, const char *code, const char *fingerprint,
                                 guint took_ms, GError **error)
{
    g_autofree char *folder = g_build_filename(data, SUGGEST_FOLDER, NULL),
                    *path = g_build_filename(folder, code, NULL);
    gint64 started_us = g_get_monotonic_time();
    g_array_sort_with_data(w->entries, compare_entries, w->text->str);
    find_blocks(w);
    Draft d = {w, {MAGIC, "", g_get_real_time() / G_USEC_PER_SEC, took_ms, w->entries->len, w->text->len, 0}};
    d.header.took_ms += (g_get_monotonic_time() - started_us) / 1000;
    hash_fingerprint(fingerprint, d.header.fingerprint);
    if (g_mkdir_with_parents(folder, 0755) != 0) {
        g_set_error(error, FAULT, FAULT_STOP, "cannot make '%s': %s", folder, g_strerror(errno));
        return FALSE;
    }
    return disk_replace(path, write_draft, &d, error);
}
