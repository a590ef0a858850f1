#include "shim/vocabulary.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "shim/schema.h"

#define MAGIC "isoglot vocab 1\n"
#define LEAST_LETTERS 3
#define EDGE 0x2D          /* stands before and behind the word */
#define SHARED_LEAST 0.4   /* of the query word's signature: fewer shared bits are not looked at */

typedef struct {
    char magic[16];
    guint32 n_words, n_text;
    guint64 documents;
} Header;

typedef struct {
    guint32 text; /* offset of the word, NUL-terminated */
    guint32 documents;
} Entry;

struct Vocabulary {
    GMappedFile *file; /* NULL: there is none */
    const Header *header;
    const guint64 *signatures;
    const Entry *entries;
    const char *text;
};

static const Header empty_header;

/* A word's letters between its edges. */
typedef struct {
    gunichar letter[VOCABULARY_LETTERS + 2];
    guint n;
} Letters;

/* FALSE: no word for the vocabulary. */
static gboolean read_letters(const char *word, Letters *out)
{
    out->n = 0;
    out->letter[out->n++] = EDGE;
    for (const char *p = word; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (out->n > VOCABULARY_LETTERS || (c < 0x80 && !g_ascii_isalpha(c)))
            return FALSE;
        out->letter[out->n++] = c;
    }
    out->letter[out->n++] = EDGE;
    return out->n >= LEAST_LETTERS + 2;
}

static guint64 make_signature(const Letters *l)
{
    guint64 bits = 0;
    for (guint i = 0; i + 1 < l->n; i++)
        bits |= G_GUINT64_CONSTANT(1) << (((l->letter[i] * 0x9E3779B1u) ^ (l->letter[i + 1] * 0x85EBCA6Bu)) >> 26);
    return bits;
}

/* ------------------------------------------------------------------ writing */

typedef struct {
    GArray *signatures, *entries;
    GString *text;
} Draft;

static gboolean add_word(const char *term, guint32 documents, gpointer user)
{
    Draft *d = user;
    Letters letters;
    if (!read_letters(term, &letters))
        return TRUE;
    guint64 signature = make_signature(&letters);
    Entry entry = {d->text->len, documents};
    g_array_append_val(d->signatures, signature);
    g_array_append_val(d->entries, entry);
    g_string_append_len(d->text, term, strlen(term) + 1);
    return TRUE;
}

static gboolean write_draft(const Draft *d, guint64 documents, FILE *out)
{
    Header header = {MAGIC, d->entries->len, d->text->len, documents};
    return fwrite(&header, sizeof header, 1, out) == 1 &&
           fwrite(d->signatures->data, sizeof(guint64), d->signatures->len, out) == d->signatures->len &&
           fwrite(d->entries->data, sizeof(Entry), d->entries->len, out) == d->entries->len &&
           fwrite(d->text->str, 1, d->text->len, out) == d->text->len && fflush(out) == 0 && fsync(fileno(out)) == 0;
}

static gboolean publish_draft(const Draft *d, guint64 documents, const char *dir, GError **error)
{
    g_autofree char *path = g_build_filename(dir, "vocabulary", NULL), *fresh = g_strconcat(path, ".new", NULL);
    FILE *out = fopen(fresh, "we");
    gboolean ok = out && write_draft(d, documents, out);
    int failure = errno;
    if (out && fclose(out) != 0)
        ok = FALSE;
    if (ok && g_rename(fresh, path) == 0)
        return TRUE;
    g_set_error(error, FAULT, FAULT_STOP, "cannot write '%s': %s", path, g_strerror(ok ? errno : failure));
    (void)g_unlink(fresh);
    return FALSE;
}

gboolean vocabulary_write(const char *dir, GError **error)
{
    g_autoptr(IndexReader) reader = index_reader_open(dir, NULL, error);
    if (!reader)
        return FALSE;
    g_autoptr(GArray) signatures = g_array_new(FALSE, FALSE, sizeof(guint64));
    g_autoptr(GArray) entries = g_array_new(FALSE, FALSE, sizeof(Entry));
    g_autoptr(GString) text = g_string_new(NULL);
    Draft d = {signatures, entries, text};
    return index_reader_each_term(reader, PREFIX_WORD, add_word, &d, error) &&
           publish_draft(&d, index_reader_count(reader), dir, error);
}

/* ------------------------------------------------------------------ reading */

static gboolean is_sound(const Header *h, gsize n)
{
    guint64 need = sizeof *h + (guint64)h->n_words * (sizeof(guint64) + sizeof(Entry)) + h->n_text;
    return need == n && (!h->n_text || ((const char *)h)[n - 1] == '\0');
}

Vocabulary *vocabulary_open(const char *dir)
{
    Vocabulary *v = g_new0(Vocabulary, 1);
    g_autofree char *path = g_build_filename(dir, "vocabulary", NULL);
    v->header = &empty_header;
    v->file = g_mapped_file_new(path, FALSE, NULL);
    gsize n = v->file ? g_mapped_file_get_length(v->file) : 0;
    const Header *h = n >= sizeof *h ? (const Header *)g_mapped_file_get_contents(v->file) : NULL;
    if (!h || memcmp(h->magic, MAGIC, sizeof h->magic) != 0 || !is_sound(h, n))
        return v;
    v->header = h;
    v->signatures = (const guint64 *)(h + 1);
    v->entries = (const Entry *)(v->signatures + h->n_words);
    v->text = (const char *)(v->entries + h->n_words);
    return v;
}

void vocabulary_close(Vocabulary *v)
{
    g_clear_pointer(&v->file, g_mapped_file_unref);
    g_free(v);
}

guint32 vocabulary_count(const Vocabulary *v)
{
    return v->header->n_words;
}

guint64 vocabulary_documents(const Vocabulary *v)
{
    return v->header->documents;
}

/* The word at `i`; "" where a damaged file points outside itself. */
static const char *word_at(const Vocabulary *v, guint32 i)
{
    return v->entries[i].text < v->header->n_text ? v->text + v->entries[i].text : "";
}

guint32 vocabulary_find(const Vocabulary *v, const char *word)
{
    guint32 low = 0, high = v->header->n_words;
    while (low < high) {
        guint32 middle = low + (high - low) / 2;
        int order = strcmp(word, word_at(v, middle));
        if (order == 0)
            return v->entries[middle].documents;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return 0;
}

static gboolean same_triple(const gunichar *a, const gunichar *b)
{
    return a[0] == b[0] && a[1] == b[1] && a[2] == b[2];
}

/* Dice coefficient of the triples, each used once. */
static double likeness_of(const Letters *a, const Letters *b)
{
    guint shared = 0;
    guint64 used = 0; /* triples of b */
    for (guint i = 0; i + 2 < a->n; i++) {
        for (guint j = 0; j + 2 < b->n; j++) {
            if (!(used & (G_GUINT64_CONSTANT(1) << j)) && same_triple(a->letter + i, b->letter + j)) {
                used |= G_GUINT64_CONSTANT(1) << j;
                shared++;
                break;
            }
        }
    }
    return 2.0 * shared / (a->n + b->n - 4);
}

/* Optimal string alignment distance, given up at VOCABULARY_FAR. */
static guint distance_of(const Letters *a, const Letters *b)
{
    guint rows[3][VOCABULARY_LETTERS + 3];
    if ((a->n > b->n ? a->n - b->n : b->n - a->n) >= VOCABULARY_FAR)
        return VOCABULARY_FAR;
    for (guint j = 0; j <= b->n; j++)
        rows[0][j] = j;
    for (guint i = 1; i <= a->n; i++) {
        guint *row = rows[i % 3], *above = rows[(i + 2) % 3], *two_above = rows[(i + 1) % 3], least = row[0] = i;
        for (guint j = 1; j <= b->n; j++) {
            guint change = above[j - 1] + (a->letter[i - 1] != b->letter[j - 1]);
            row[j] = MIN(change, MIN(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a->letter[i - 1] == b->letter[j - 2] && a->letter[i - 2] == b->letter[j - 1])
                row[j] = MIN(row[j], two_above[j - 2] + 1);
            least = MIN(least, row[j]);
        }
        if (least >= VOCABULARY_FAR)
            return VOCABULARY_FAR;
    }
    return MIN(rows[a->n % 3][b->n], VOCABULARY_FAR);
}

static gint compare_words(gconstpointer a, gconstpointer b)
{
    const VocabularyWord *x = a, *y = b;
    if (x->likeness != y->likeness)
        return x->likeness > y->likeness ? -1 : 1;
    return x->documents > y->documents ? -1 : x->documents < y->documents ? 1 : strcmp(x->word, y->word);
}

GArray *vocabulary_similar(const Vocabulary *v, const char *word, double least, guint distance, guint most)
{
    GArray *found = g_array_new(FALSE, FALSE, sizeof(VocabularyWord));
    Letters asked, letters;
    if (!read_letters(word, &asked))
        return found;
    guint64 signature = make_signature(&asked);
    int enough = (int)(SHARED_LEAST * __builtin_popcountll(signature) + 0.5);
    for (guint32 i = 0; i < v->header->n_words; i++) {
        if (__builtin_popcountll(v->signatures[i] & signature) < enough || !read_letters(word_at(v, i), &letters))
            continue;
        VocabularyWord w = {word_at(v, i), v->entries[i].documents, likeness_of(&asked, &letters), VOCABULARY_FAR};
        if (distance && w.likeness < 1)
            w.distance = distance_of(&asked, &letters);
        else if (w.likeness == 1)
            w.distance = 0;
        if (w.likeness >= least || w.distance <= distance)
            g_array_append_val(found, w);
    }
    g_array_sort(found, compare_words);
    if (found->len > most)
        g_array_set_size(found, most);
    return found;
}
