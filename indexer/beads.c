#include "indexer/beads.h"

#include "indexer/align.h"
#include "shim/limits.h"

#define TITLE_BLOCKS 2      /* title and description of a page are aligned each by itself */
#define MOST_ALIKE 0.5      /* share of words that both sides have: beyond it is no translation … */
#define LEAST_ALIKE_WORDS 4 /* … if there are so many */

typedef struct {
    const Bitext *a, *b;
    const guint32 *anchors;
    double ratio; /* letters of b per letter of a */
    GArray *beads;
    gboolean is_text;  /* and no title or description */
    GHashTable *known; /* hashes of the beads' words */
    GArray *units[2];  /* AlignUnit */
    GArray *mapped;    /* guint32: the anchors of b's units */
} Finder;

guint32 *beads_match_words(const Bitext *a, const Bitext *b)
{
    guint32 *match = g_new(guint32, b->words->len + 1);
    for (guint i = 0; i < b->words->len; i++)
        match[i] = bitext_find(a, g_ptr_array_index(b->words, i));
    return match;
}

static guint64 hash_words(guint64 hash, const guint32 *words, guint n)
{
    for (guint i = 0; i < n; i++)
        hash = (hash ^ words[i]) * 0x100000001B3;
    return (hash ^ G_MAXUINT32) * 0x100000001B3;
}

/* Is one side the other, and not its translation? */
static gboolean is_alike(const Finder *f, const guint32 *a, guint n_a, const guint32 *b, guint n_b)
{
    guint alike = 0;
    for (guint j = 0; j < n_b; j++)
        for (guint i = 0; i < n_a; i++)
            if (a[i] == f->anchors[b[j]] &&
                g_str_equal(g_ptr_array_index(f->a->words, a[i]), g_ptr_array_index(f->b->words, b[j]))) {
                alike++;
                break;
            }
    return alike == n_b ? n_a == n_b : n_b >= LEAST_ALIKE_WORDS && alike > MOST_ALIKE * n_b;
}

static gboolean has_foreign(const BitextSentence *s, guint n)
{
    for (guint i = 0; i < n; i++)
        if (s[i].is_foreign)
            return TRUE;
    return FALSE;
}

/* Sentences [a, a + n_a) and [b, b + n_b) are a bead. */
static void add_bead(Finder *f, guint32 page, guint32 a, guint n_a, guint32 b, guint n_b)
{
    const BitextSentence *s = &g_array_index(f->a->sentences, BitextSentence, a);
    const BitextSentence *t = &g_array_index(f->b->sentences, BitextSentence, b);
    Bead bead = {s->first_token, t->first_token, 0, 0, page, f->is_text && n_a + n_b == 2 && s->is_open && t->is_open};
    guint words_a = s[n_a].first_token - bead.a, words_b = t[n_b].first_token - bead.b;
    if (has_foreign(s, n_a) || has_foreign(t, n_b) || !words_a || !words_b || words_a > 2 * LIMIT_LEARN_SENTENCE ||
        words_b > 2 * LIMIT_LEARN_SENTENCE)
        return;
    const guint32 *of_a = &g_array_index(f->a->tokens, guint32, bead.a);
    const guint32 *of_b = &g_array_index(f->b->tokens, guint32, bead.b);
    guint64 hash = hash_words(hash_words(0xCBF29CE484222325, of_a, words_a), of_b, words_b);
    if (is_alike(f, of_a, words_a, of_b, words_b) || !g_hash_table_add(f->known, GSIZE_TO_POINTER(hash)))
        return;
    bead.n_a = words_a;
    bead.n_b = words_b;
    g_array_append_val(f->beads, bead);
}

/* Adds sentences [first, first + n) of one side as one unit. The anchors of b's, which are made here, are
 * found by their number until all are there. */
static void add_unit(Finder *f, guint side, guint32 first, guint n)
{
    const Bitext *text = side ? f->b : f->a;
    const BitextSentence *s = &g_array_index(text->sentences, BitextSentence, first);
    AlignUnit unit = {0, NULL, s[n].first_token - s[0].first_token};
    for (guint i = 0; i < n; i++)
        unit.letters += s[i].letters;
    const guint32 *tokens = &g_array_index(text->tokens, guint32, s->first_token);
    if (!side)
        unit.anchors = tokens;
    for (guint i = 0; side && i < unit.n_anchors; i++)
        g_array_append_val(f->mapped, f->anchors[tokens[i]]);
    g_array_append_val(f->units[side], unit);
}

static GArray *align(Finder *f)
{
    AlignUnit *b = (AlignUnit *)(gpointer)f->units[1]->data;
    const guint32 *anchors = (const guint32 *)(gpointer)f->mapped->data;
    for (guint i = 0; i < f->units[1]->len; i++) {
        b[i].anchors = anchors;
        anchors += b[i].n_anchors;
    }
    return align_units((const AlignUnit *)(gpointer)f->units[0]->data, f->units[0]->len, b, f->units[1]->len, f->ratio);
}

static void clear_units(Finder *f)
{
    g_array_set_size(f->units[0], 0);
    g_array_set_size(f->units[1], 0);
    g_array_set_size(f->mapped, 0);
}

/* Aligns the sentences of blocks that are translations. */
static void align_sentences(Finder *f, guint32 page, guint32 a, guint n_a, guint32 b, guint n_b)
{
    if (!n_a || !n_b)
        return;
    if (n_a == 1 && n_b == 1) {
        add_bead(f, page, a, 1, b, 1);
        return;
    }
    clear_units(f);
    for (guint i = 0; i < n_a; i++)
        add_unit(f, 0, a + i, 1);
    for (guint i = 0; i < n_b; i++)
        add_unit(f, 1, b + i, 1);
    g_autoptr(GArray) beads = align(f);
    for (guint i = 0; i < beads->len; i++) {
        const AlignBead *bead = &g_array_index(beads, AlignBead, i);
        add_bead(f, page, a + bead->a, bead->n_a, b + bead->b, bead->n_b);
    }
}

/* The sentences of the blocks [block, block + n). */
static guint32 join_blocks(const Bitext *text, guint32 block, guint n, guint *n_sentences)
{
    const guint32 *runs = &g_array_index(text->blocks, guint32, block);
    *n_sentences = runs[n] - runs[0];
    return runs[0];
}

static void align_blocks(Finder *f, guint32 page, guint32 a, guint n_a, guint32 b, guint n_b)
{
    guint sentences;
    clear_units(f);
    for (guint i = 0; i < n_a; i++) {
        guint32 first = bitext_sentences(f->a, a + i, &sentences);
        add_unit(f, 0, first, sentences);
    }
    for (guint i = 0; i < n_b; i++) {
        guint32 first = bitext_sentences(f->b, b + i, &sentences);
        add_unit(f, 1, first, sentences);
    }
    g_autoptr(GArray) beads = align(f);
    for (guint i = 0; i < beads->len; i++) {
        const AlignBead *bead = &g_array_index(beads, AlignBead, i);
        guint sentences_a, sentences_b;
        guint32 of_a = join_blocks(f->a, a + bead->a, bead->n_a, &sentences_a);
        guint32 of_b = join_blocks(f->b, b + bead->b, bead->n_b, &sentences_b);
        align_sentences(f, page, of_a, sentences_a, of_b, sentences_b);
    }
}

static void align_page(Finder *f, guint32 page)
{
    guint n_a, n_b, sentences_a, sentences_b;
    guint32 a = bitext_blocks(f->a, page, &n_a), b = bitext_blocks(f->b, page, &n_b);
    if (!n_a || !n_b)
        return;
    f->is_text = FALSE;
    for (guint i = 0; i < TITLE_BLOCKS; i++) {
        guint32 of_a = bitext_sentences(f->a, a + i, &sentences_a), of_b = bitext_sentences(f->b, b + i, &sentences_b);
        align_sentences(f, page, of_a, sentences_a, of_b, sentences_b);
    }
    f->is_text = TRUE;
    align_blocks(f, page, a + TITLE_BLOCKS, n_a - TITLE_BLOCKS, b + TITLE_BLOCKS, n_b - TITLE_BLOCKS);
}

/* Letters of the pages that both sides have. */
static guint64 count_letters(const Bitext *text, const Bitext *other)
{
    guint64 letters = 0;
    guint n, n_other, sentences;
    for (guint32 page = 0; page + 1 < text->pages->len; page++) {
        guint32 first = bitext_blocks(text, page, &n);
        (void)bitext_blocks(other, page, &n_other);
        for (guint i = 0; n_other && i < n; i++) {
            guint32 sentence = bitext_sentences(text, first + i, &sentences);
            while (sentences-- > 0)
                letters += g_array_index(text->sentences, BitextSentence, sentence + sentences).letters;
        }
    }
    return letters;
}

GArray *beads_find(const Bitext *a, const Bitext *b, const guint32 *anchors)
{
    Finder f = {.a = a, .b = b, .anchors = anchors};
    g_autoptr(GHashTable) known = f.known = g_hash_table_new(NULL, NULL);
    g_autoptr(GArray) units_a = f.units[0] = g_array_new(FALSE, FALSE, sizeof(AlignUnit));
    g_autoptr(GArray) units_b = f.units[1] = g_array_new(FALSE, FALSE, sizeof(AlignUnit));
    g_autoptr(GArray) mapped = f.mapped = g_array_new(FALSE, FALSE, sizeof(guint32));
    f.beads = g_array_new(FALSE, FALSE, sizeof(Bead));
    f.ratio = (count_letters(b, a) + 1.0) / (count_letters(a, b) + 1.0);
    for (guint32 page = 0; page + 1 < a->pages->len; page++)
        align_page(&f, page);
    return f.beads;
}
