#include "shim/vocabulary.h"

#include <math.h>
#include <string.h>

#include "shim/disk.h"
#include "shim/schema.h"

#define MAGIC "isoglot vocab 3\n"
#define LEAST_LETTERS 3
#define LEAST_HAN 2
#define EDGE 0x2D             /* stands before and behind the word */
#define TRIPLES VOCABULARY_LETTERS /* of a word with its edges */
#define MOST_MEASURED 2000    /* words whose distance is measured for one question */

typedef struct {
    char magic[16];
    guint32 n_words, n_triples, n_lists, n_text; /* lists and text in bytes */
    guint64 documents;
} Header;

typedef struct {
    guint32 text; /* offset of the word, NUL-terminated */
    guint32 documents;
} Entry;

typedef struct {
    guint32 hash, words, list; /* list: offset of `words` varints, each the distance to the id before */
    guint32 documents;         /* of its words, together; a document may count more than once */
} Triple;

struct Vocabulary {
    GMappedFile *file; /* NULL: there is none */
    const Header *header;
    const Entry *entries;
    const Triple *triples;
    const guchar *lists;
    const char *text;
    float *kinship; /* per word, of the question that is being answered; zero between questions */
};

static const Header empty_header;

/* A word's letters between its edges. */
typedef struct {
    gunichar letter[VOCABULARY_LETTERS + 2];
    guint n;
} Letters;

static gboolean is_han(gunichar c)
{
    return c >= 0x3400 && c < 0x30000 && g_unichar_get_script(c) == G_UNICODE_SCRIPT_HAN;
}

/* FALSE: no word for the vocabulary. */
static gboolean read_letters(const char *word, Letters *out)
{
    out->n = 0;
    out->letter[out->n++] = EDGE;
    for (const char *p = word; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char_validated(p, -1); /* in a damaged file there may be anything */
        if (out->n > VOCABULARY_LETTERS || c > 0x10FFFF || (c < 0x80 ? !g_ascii_isalpha(c) : g_unichar_isdigit(c)))
            return FALSE;
        out->letter[out->n++] = c;
    }
    out->letter[out->n++] = EDGE;
    return out->n >= (is_han(out->letter[1]) ? LEAST_HAN : LEAST_LETTERS) + 2;
}

static gint compare_hashes(gconstpointer a, gconstpointer b)
{
    const guint32 *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

/* Hashes of the word's triples, each once; gives their number. */
static guint list_triples(const Letters *l, guint32 out[TRIPLES])
{
    guint n = 0;
    for (guint i = 0; i + 2 < l->n; i++) {
        guint32 hash = (l->letter[i] * 0x9E3779B1u) ^ (l->letter[i + 1] * 0x85EBCA6Bu) ^ (l->letter[i + 2] * 0xC2B2AE35u);
        gboolean is_new = TRUE;
        for (guint j = 0; j < n; j++)
            is_new &= out[j] != hash;
        if (is_new)
            out[n++] = hash;
    }
    return n;
}

/* ------------------------------------------------------------------ writing */

typedef struct {
    GByteArray *list;
    guint32 words, last;
    guint64 documents;
} Drawer;

typedef struct {
    GArray *entries;
    GString *text;
    GHashTable *drawers; /* hash of a triple → Drawer */
    guint64 documents;
} Draft;

static void drawer_free(gpointer p)
{
    Drawer *d = p;
    g_byte_array_unref(d->list);
    g_free(d);
}

static void add_to_drawer(GHashTable *drawers, guint32 hash, guint32 id, guint32 documents)
{
    Drawer *d = g_hash_table_lookup(drawers, GUINT_TO_POINTER(hash));
    if (!d) {
        d = g_new0(Drawer, 1);
        d->list = g_byte_array_new();
        g_hash_table_insert(drawers, GUINT_TO_POINTER(hash), d);
    }
    guint32 step = id - d->last;
    do {
        guchar byte = (step & 0x7F) | (step > 0x7F ? 0x80 : 0);
        g_byte_array_append(d->list, &byte, 1);
        step >>= 7;
    } while (step);
    d->last = id;
    d->words++;
    d->documents += documents;
}

static gboolean add_word(const char *term, guint32 documents, gpointer user)
{
    Draft *d = user;
    Letters letters;
    guint32 triples[TRIPLES];
    if (!read_letters(term, &letters))
        return TRUE;
    guint n = list_triples(&letters, triples);
    for (guint i = 0; i < n; i++)
        add_to_drawer(d->drawers, triples[i], d->entries->len, documents);
    Entry entry = {d->text->len, documents};
    g_array_append_val(d->entries, entry);
    g_string_append_len(d->text, term, strlen(term) + 1);
    return TRUE;
}

static gboolean write_draft(FILE *out, gconstpointer user)
{
    const Draft *draft = user;
    g_autoptr(GArray) triples = g_array_new(FALSE, FALSE, sizeof(Triple));
    g_autoptr(GByteArray) lists = g_byte_array_new();
    GHashTableIter iter;
    gpointer hash, drawer;
    g_hash_table_iter_init(&iter, draft->drawers);
    while (g_hash_table_iter_next(&iter, &hash, &drawer)) {
        const Drawer *d = drawer;
        Triple triple = {GPOINTER_TO_UINT(hash), d->words, 0, MIN(d->documents, draft->documents)};
        g_array_append_val(triples, triple);
    }
    g_array_sort(triples, compare_hashes);
    for (guint i = 0; i < triples->len; i++) {
        Triple *t = &g_array_index(triples, Triple, i);
        const Drawer *from = g_hash_table_lookup(draft->drawers, GUINT_TO_POINTER(t->hash));
        t->list = lists->len;
        g_byte_array_append(lists, from->list->data, from->list->len);
    }
    Header header = {MAGIC, draft->entries->len, triples->len, lists->len, draft->text->len, draft->documents};
    return disk_write(out, &header, sizeof header) &&
           disk_write(out, draft->entries->data, draft->entries->len * sizeof(Entry)) &&
           disk_write(out, triples->data, triples->len * sizeof(Triple)) &&
           disk_write(out, lists->data, lists->len) && disk_write(out, draft->text->str, draft->text->len);
}

gboolean vocabulary_write(const char *dir, GError **error)
{
    g_autoptr(IndexReader) reader = index_reader_open(dir, NULL, error);
    if (!reader)
        return FALSE;
    g_autoptr(GArray) entries = g_array_new(FALSE, FALSE, sizeof(Entry));
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GHashTable) drawers = g_hash_table_new_full(NULL, NULL, NULL, drawer_free);
    g_autofree char *path = g_build_filename(dir, "vocabulary", NULL);
    Draft d = {entries, text, drawers, index_reader_count(reader)};
    return index_reader_each_term(reader, PREFIX_WORD, add_word, &d, error) &&
           disk_replace(path, write_draft, &d, error);
}

/* ------------------------------------------------------------------ reading */

/* Does the text end with a whole word? A character that is cut would be read on behind the file. */
static gboolean ends_whole(const char *text, gsize n)
{
    const char *end = text + n;
    for (const char *p = end - MIN(n, 6); p < end; p++)
        if (*p && p + g_utf8_skip[(guchar)*p] >= end)
            return FALSE;
    return !n || end[-1] == '\0';
}

static gboolean is_sound(const Header *h, gsize n)
{
    guint64 need = sizeof *h + (guint64)h->n_words * sizeof(Entry) + (guint64)h->n_triples * sizeof(Triple) +
                   h->n_lists + h->n_text;
    return memcmp(h->magic, MAGIC, sizeof h->magic) == 0 && need == n &&
           ends_whole((const char *)h + n - h->n_text, h->n_text);
}

Vocabulary *vocabulary_open(const char *dir)
{
    Vocabulary *v = g_new0(Vocabulary, 1);
    g_autofree char *path = g_build_filename(dir, "vocabulary", NULL);
    v->header = &empty_header;
    gsize n;
    const Header *h = disk_map(path, sizeof *h, &v->file, &n);
    if (!h || !is_sound(h, n))
        return v;
    v->header = h;
    v->entries = (const Entry *)(h + 1);
    v->triples = (const Triple *)(v->entries + h->n_words);
    v->lists = (const guchar *)(v->triples + h->n_triples);
    v->text = (const char *)(v->lists + h->n_lists);
    return v;
}

void vocabulary_close(Vocabulary *v)
{
    g_clear_pointer(&v->file, g_mapped_file_unref);
    g_free(v->kinship);
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

/* The word at `i`, not yet known to be UTF-8; "" where a damaged file points outside itself. */
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

void vocabulary_each(const Vocabulary *v, VocabularyFunc func, gpointer user)
{
    for (guint32 i = 0; i < v->header->n_words; i++)
        if (g_utf8_validate(word_at(v, i), -1, NULL) && !func(word_at(v, i), v->entries[i].documents, user))
            return;
}

double vocabulary_rarity(const Vocabulary *v, guint32 documents)
{
    double all = v->header->documents, n = MIN(documents, all);
    return log(1 + (all - n + 0.5) / (n + 0.5));
}

/* Adds what a triple tells to all words that have it; those seen for the first time go to `touched`. */
static void add_kinship(Vocabulary *v, const Triple *t, GArray *touched)
{
    float gain = vocabulary_rarity(v, t->documents);
    const guchar *p = v->lists + MIN(t->list, v->header->n_lists), *end = v->lists + v->header->n_lists;
    guint32 id = 0;
    for (guint32 i = 0; i < t->words && p < end; i++) {
        guint32 step = 0;
        guint shift = 0;
        do
            step |= (guint32)(*p & 0x7F) << shift;
        while (*p++ & 0x80 && p < end && (shift += 7) < 32);
        id += step;
        if (id >= v->header->n_words)
            return;
        if (v->kinship[id] == 0)
            g_array_append_val(touched, id);
        v->kinship[id] += gain;
    }
}

static gint compare_kinship(gconstpointer a, gconstpointer b)
{
    const VocabularyWord *x = a, *y = b;
    if (x->kinship != y->kinship)
        return x->kinship > y->kinship ? -1 : 1;
    return x->documents > y->documents ? -1 : x->documents < y->documents ? 1 : strcmp(x->word, y->word);
}

/* Moves an array's first `most` by kinship to its front and cuts off the rest: quickselect, Hoare 1961. */
static void keep_nearest_kin(GArray *words, guint most)
{
    VocabularyWord *w = (VocabularyWord *)(gpointer)words->data;
    for (gsize low = 0, high = words->len; most < words->len && high - low > 1;) {
        VocabularyWord pivot = w[low + (high - low) / 2];
        gsize i = low, j = high - 1;
        for (;; i++, j--) {
            while (compare_kinship(&w[i], &pivot) < 0)
                i++;
            while (compare_kinship(&w[j], &pivot) > 0)
                j--;
            if (i >= j)
                break;
            VocabularyWord other = w[i];
            w[i] = w[j];
            w[j] = other;
        }
        if (most <= i)
            high = i;
        else
            low = i;
    }
    g_array_set_size(words, MIN(words->len, most));
}

/* At most `most`, best first. */
static GArray *find_relatives(Vocabulary *v, const Letters *asked, guint most)
{
    guint32 hashes[TRIPLES];
    guint n = list_triples(asked, hashes);
    g_autoptr(GArray) touched = g_array_new(FALSE, FALSE, sizeof(guint32));
    GArray *found = g_array_new(FALSE, FALSE, sizeof(VocabularyWord));
    if (!v->kinship)
        v->kinship = g_new0(float, v->header->n_words + 1);
    for (guint i = 0; i < n && v->header->n_triples; i++) {
        const Triple *t = bsearch(&hashes[i], v->triples, v->header->n_triples, sizeof *t, compare_hashes);
        if (t)
            add_kinship(v, t, touched);
    }
    for (guint i = 0; i < touched->len; i++) {
        guint32 id = g_array_index(touched, guint32, i);
        VocabularyWord w = {word_at(v, id), v->entries[id].documents, v->kinship[id], 0};
        v->kinship[id] = 0;
        g_array_append_val(found, w);
    }
    keep_nearest_kin(found, most);
    g_array_sort(found, compare_kinship);
    return found;
}

GArray *vocabulary_relatives(Vocabulary *v, const char *word, guint most)
{
    Letters asked;
    if (!read_letters(word, &asked))
        return g_array_new(FALSE, FALSE, sizeof(VocabularyWord));
    GArray *found = find_relatives(v, &asked, most);
    for (guint i = found->len; i-- > 0;)
        if (!g_utf8_validate(g_array_index(found, VocabularyWord, i).word, -1, NULL))
            g_array_remove_index(found, i);
    return found;
}

/* Optimal string alignment distance, given up beyond `most`. */
static guint measure_distance(const Letters *a, const Letters *b, guint most)
{
    guint rows[3][VOCABULARY_LETTERS + 3];
    if ((a->n > b->n ? a->n - b->n : b->n - a->n) > most)
        return most + 1;
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
        if (least > most)
            return most + 1;
    }
    return rows[a->n % 3][b->n];
}

static gint compare_distance(gconstpointer a, gconstpointer b)
{
    const VocabularyWord *x = a, *y = b;
    if (x->distance != y->distance)
        return x->distance < y->distance ? -1 : 1;
    return x->documents > y->documents ? -1 : x->documents < y->documents ? 1 : compare_kinship(a, b);
}

/* One wrong letter leaves a triple of every word of four letters and more untouched, two neighbours exchanged of five. */
GArray *vocabulary_nearest(Vocabulary *v, const char *word, guint distance, guint most)
{
    Letters asked, letters;
    GArray *near = g_array_new(FALSE, FALSE, sizeof(VocabularyWord));
    if (!read_letters(word, &asked))
        return near;
    g_autoptr(GArray) found = find_relatives(v, &asked, MOST_MEASURED);
    for (guint i = 0; i < found->len; i++) {
        VocabularyWord w = g_array_index(found, VocabularyWord, i);
        w.distance = read_letters(w.word, &letters) ? measure_distance(&asked, &letters, distance) : distance + 1;
        if (w.distance <= distance)
            g_array_append_val(near, w);
    }
    g_array_sort(near, compare_distance);
    if (near->len > most)
        g_array_set_size(near, most);
    return near;
}
