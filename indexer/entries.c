#include "indexer/entries.h"

#include <string.h>

#define LEAST_PROBABILITY 0.03
#define LEAST_UNDERSTOOD 0.5 /* share of a heading's words that the model knows in the other one */

static void entry_clear(gpointer p)
{
    Entry *e = p;
    g_free(e->key);
    g_free(e->words);
    g_free(e->shown);
}

static GArray *entries_new(void)
{
    GArray *entries = g_array_new(FALSE, FALSE, sizeof(Entry));
    g_array_set_clear_func(entries, entry_clear);
    return entries;
}

/* ------------------------------------------------------------------ words */

GArray *entries_of_words(const Bitext *from, const Bitext *to, const Translations *translations)
{
    GArray *entries = entries_new();
    for (guint i = 0; i < translations->list->len; i++) {
        const Translation *t = &g_array_index(translations->list, Translation, i);
        if (t->probability < LEAST_PROBABILITY)
            continue;
        Entry entry = {g_strdup(g_ptr_array_index(from->words, t->key)),
                       g_strdup(g_ptr_array_index(to->words, t->word)),
                       bitext_shown(to, g_array_index(to->typical, guint32, t->word), 1),
                       LEXICON_LEARNED,
                       t->probability,
                       t->pages};
        g_array_append_val(entries, entry);
    }
    return entries;
}

GArray *entries_of_phrases(const Bitext *from, const Bitext *to, const GArray *phrases, gboolean forward,
                           const Translations *words)
{
    GArray *entries = entries_new();
    for (guint i = 0; i < phrases->len; i++) {
        const Phrase *p = &g_array_index(phrases, Phrase, i);
        guint32 key = forward ? p->a : p->b, translation = forward ? p->b : p->a;
        guint n_key = forward ? p->n_a : p->n_b, n = forward ? p->n_b : p->n_a;
        if (phrase_is_composed(p, forward, from, to, words))
            continue;
        Entry entry = {bitext_key(from, key, n_key),       bitext_key(to, translation, n),
                       bitext_shown(to, translation, n),   LEXICON_LEARNED,
                       forward ? p->forward : p->backward, p->pages};
        g_array_append_val(entries, entry);
    }
    return entries;
}

/* ------------------------------------------------------------------ titles and headings */

/* What titles are titles of: both keys, how often. */
typedef struct {
    char *key, *words, *shown;
    guint32 pages;
} Title;

typedef struct {
    const Bitext *from, *to;
    GHashTable *titles; /* "key\nwords" → Title */
    GHashTable *keys;   /* key → how often */
} Titles;

static void title_free(gpointer p)
{
    Title *t = p;
    g_free(t->key);
    g_free(t->words);
    g_free(t->shown);
    g_free(t);
}

static void add_title(Titles *t, guint32 from, guint n_from, guint32 to, guint n_to)
{
    if (!n_from || !n_to || n_from > LEXICON_WORDS || n_to > LEXICON_WORDS)
        return;
    g_autofree char *key = bitext_key(t->from, from, n_from), *words = bitext_key(t->to, to, n_to);
    g_autofree char *both = g_strconcat(key, "\n", words, NULL);
    Title *title = g_hash_table_lookup(t->titles, both);
    if (!title) {
        title = g_new0(Title, 1);
        title->words = g_steal_pointer(&words);
        title->shown = bitext_shown(t->to, to, n_to);
        title->key = g_strdup(key);
        g_hash_table_insert(t->titles, g_steal_pointer(&both), title);
    }
    title->pages++;
    guint n = GPOINTER_TO_UINT(g_hash_table_lookup(t->keys, key));
    g_hash_table_insert(t->keys, g_steal_pointer(&key), GUINT_TO_POINTER(n + 1));
}

/* The tokens of a page's title. */
static guint32 find_title(const Bitext *text, guint32 page, guint *n)
{
    guint blocks, sentences;
    *n = 0;
    guint32 first = bitext_sentences(text, bitext_blocks(text, page, &blocks), &sentences);
    if (!blocks)
        return 0;
    for (guint i = 0; i < sentences; i++)
        if (g_array_index(text->sentences, BitextSentence, first + i).is_foreign)
            return 0;
    const BitextSentence *s = &g_array_index(text->sentences, BitextSentence, first);
    *n = s[sentences].first_token - s->first_token;
    return s->first_token;
}

static void add_page_titles(Titles *t)
{
    for (guint32 page = 0; page + 1 < t->from->pages->len; page++) {
        guint n_from, n_to;
        guint32 from = find_title(t->from, page, &n_from), to = find_title(t->to, page, &n_to);
        add_title(t, from, n_from, to, n_to);
    }
}

/* Does the model know enough of the words of either side in the other? */
static gboolean is_understood(ModelReader *reader, const Bead *bead, GArray *links)
{
    double all = 0;
    model_reader_find(reader, bead, links);
    for (guint i = 0; i < links->len; i++)
        all += g_array_index(links, ModelLink, i).probability;
    return all >= LEAST_UNDERSTOOD * MAX(bead->n_a, bead->n_b);
}

static void add_headings(Titles *t, const Model *m, const GArray *beads, gboolean forward)
{
    g_autoptr(ModelReader) reader = model_reader_new(m);
    g_autoptr(GArray) links = g_array_new(FALSE, FALSE, sizeof(ModelLink));
    for (guint i = 0; i < beads->len; i++) {
        const Bead *b = &g_array_index(beads, Bead, i);
        if (!b->is_heading || b->n_a > LEXICON_WORDS || b->n_b > LEXICON_WORDS || b->n_a + b->n_b <= 2 ||
            !is_understood(reader, b, links))
            continue;
        if (forward)
            add_title(t, b->a, b->n_a, b->b, b->n_b);
        else
            add_title(t, b->b, b->n_b, b->a, b->n_a);
    }
}

GArray *entries_of_titles(const Model *m, const GArray *beads, gboolean forward)
{
    g_autoptr(GHashTable) titles = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, title_free);
    g_autoptr(GHashTable) keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    Titles t = {forward ? m->a : m->b, forward ? m->b : m->a, titles, keys};
    GArray *entries = entries_new();
    add_page_titles(&t);
    add_headings(&t, m, beads, forward);
    GHashTableIter iter;
    gpointer value;
    g_hash_table_iter_init(&iter, titles);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        Title *title = value;
        guint all = GPOINTER_TO_UINT(g_hash_table_lookup(keys, title->key));
        Entry entry = {g_steal_pointer(&title->key),   g_steal_pointer(&title->words),
                       g_steal_pointer(&title->shown), LEXICON_TITLE,
                       title->pages / (float)all,      title->pages};
        g_array_append_val(entries, entry);
    }
    return entries;
}
