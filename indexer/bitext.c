#include "indexer/bitext.h"

#include <string.h>

#include "langs/lexeme.h"
#include "langs/uni.h"
#include "shim/limits.h"

#define MOST_BETWEEN 24 /* bytes between two words that are kept; more is a space */
#define FULL_STOP 0x2E  /* stands in abbreviations, too */
#define SURE 0.9        /* confidence that a sentence is in another language */

Bitext *bitext_new(const LangProfile *profile)
{
    Bitext *b = g_new0(Bitext, 1);
    GArray **numbers[] = {&b->tokens, &b->spellings, &b->blocks, &b->pages};
    for (guint i = 0; i < G_N_ELEMENTS(numbers); i++)
        *numbers[i] = g_array_new(FALSE, FALSE, sizeof(guint32));
    b->profile = profile;
    b->words = g_ptr_array_new();
    b->ids = g_hash_table_new(g_str_hash, g_str_equal);
    b->sentences = g_array_new(FALSE, FALSE, sizeof(BitextSentence));
    b->typical = g_array_new(FALSE, FALSE, sizeof(guint32));
    b->spelt = g_ptr_array_new();
    b->spelt_ids = g_hash_table_new(g_str_hash, g_str_equal);
    b->strings = g_string_chunk_new(64 * 1024);
    return b;
}

void bitext_free(Bitext *b)
{
    GArray *arrays[] = {b->tokens, b->spellings, b->sentences, b->blocks, b->pages, b->typical};
    for (guint i = 0; i < G_N_ELEMENTS(arrays); i++)
        g_array_unref(arrays[i]);
    g_ptr_array_unref(b->words);
    g_hash_table_unref(b->ids);
    g_ptr_array_unref(b->spelt);
    g_hash_table_unref(b->spelt_ids);
    g_string_chunk_free(b->strings);
    g_free(b);
}

static guint32 number_string(Bitext *b, GHashTable *ids, GPtrArray *strings, const char *string)
{
    guint32 id = GPOINTER_TO_UINT(g_hash_table_lookup(ids, string));
    if (id)
        return id - 1;
    char *copy = g_string_chunk_insert(b->strings, string);
    g_ptr_array_add(strings, copy);
    g_hash_table_insert(ids, copy, GUINT_TO_POINTER(strings->len));
    return strings->len - 1;
}

typedef struct {
    Bitext *bitext;
    const char *text;
    guint32 end; /* of the word before, stop words apart */
    guint n;
    GString *spelt;
} Reading;

static void add_token(const Lexeme *lexeme, gpointer user)
{
    Reading *r = user;
    Bitext *b = r->bitext;
    if (lexeme->is_stop || r->n++ >= LIMIT_LEARN_SENTENCE)
        return;
    guint32 word = number_string(b, b->ids, b->words, lexeme->key);
    gsize between = lexeme->start - MIN(r->end, lexeme->start);
    g_string_truncate(r->spelt, 0);
    if (between > MOST_BETWEEN)
        g_string_append_c(r->spelt, ' ');
    else
        g_string_append_len(r->spelt, r->text + r->end, between);
    g_string_append_c(r->spelt, '\n');
    g_string_append_len(r->spelt, r->text + lexeme->start, lexeme->end - lexeme->start);
    guint32 spelt = number_string(b, b->spelt_ids, b->spelt, r->spelt->str);
    g_array_append_val(b->tokens, word);
    g_array_append_val(b->spellings, spelt);
    r->end = lexeme->end;
}

static gboolean is_foreign(const Bitext *b, const BitextReading *how, const char *text, gsize n)
{
    if (!how->identifier)
        return FALSE;
    LangGuess guess = lang_identify(how->identifier, text, n, b->profile);
    return guess.lang != b->profile && guess.confidence >= SURE;
}

static void add_sentence(Bitext *b, const BitextReading *how, const char *text, gsize n, gboolean is_open)
{
    BitextSentence sentence = {b->tokens->len, g_utf8_strlen(text, n), is_open, is_foreign(b, how, text, n)};
    g_autoptr(GString) spelt = g_string_new(NULL);
    Reading reading = {b, text, 0, 0, spelt};
    lexeme_each(how->analyser, text, n, add_token, &reading);
    if (sentence.letters)
        g_array_append_val(b->sentences, sentence);
}

/* Does a sentence end with the character at `p`? A full stop ends one before a space that no small letter
 * follows. */
static gboolean ends_sentence(const char *p, const char *end)
{
    gunichar c = g_utf8_get_char(p);
    const char *next = g_utf8_next_char(p);
    if (!uni_ends_sentence(c))
        return FALSE;
    if (c >= 0x2000 || next >= end)
        return TRUE;
    if (!g_unichar_isspace(g_utf8_get_char(next)))
        return FALSE;
    while (next < end && g_unichar_isspace(g_utf8_get_char(next)))
        next = g_utf8_next_char(next);
    return c != FULL_STOP || next >= end || !g_unichar_islower(g_utf8_get_char(next));
}

static void add_block(Bitext *b, const BitextReading *how, const char *text, gsize n)
{
    const char *start = text, *end = text + n;
    g_array_append_val(b->blocks, b->sentences->len);
    for (const char *p = text; p < end; p = g_utf8_next_char(p)) {
        if (!ends_sentence(p, end))
            continue;
        const char *next = g_utf8_next_char(p);
        add_sentence(b, how, start, next - start, FALSE);
        while (next < end && g_unichar_isspace(g_utf8_get_char(next)))
            next = g_utf8_next_char(next);
        start = next;
    }
    if (start < end)
        add_sentence(b, how, start, end - start, TRUE);
}

void bitext_add(Bitext *b, const BitextReading *how, const char *title, const char *description, const char *text)
{
    g_array_append_val(b->pages, b->blocks->len);
    if (!title)
        return;
    guint before = b->tokens->len, blocks = 0;
    add_block(b, how, title, strlen(title));
    add_block(b, how, description, strlen(description));
    for (const char *line = text; *line && blocks < LIMIT_ALIGN_UNITS && b->tokens->len - before < how->most;) {
        gsize n = strcspn(line, "\n");
        if (n) {
            add_block(b, how, line, n);
            blocks++;
        }
        line += n + (line[n] == '\n');
    }
}

static const char *spelt_word(const Bitext *b, guint32 spelling)
{
    return strchr(g_ptr_array_index(b->spelt, spelling), '\n') + 1;
}

/* How often each word as written occurs, whatever stands before it: word as written → number. */
static GHashTable *count_spellings(const Bitext *b)
{
    GHashTable *counts = g_hash_table_new(g_str_hash, g_str_equal);
    g_autofree guint32 *n = g_new0(guint32, b->spelt->len + 1);
    for (guint i = 0; i < b->spellings->len; i++)
        n[g_array_index(b->spellings, guint32, i)]++;
    for (guint i = 0; i < b->spelt->len; i++) {
        guint before = GPOINTER_TO_UINT(g_hash_table_lookup(counts, spelt_word(b, i)));
        g_hash_table_insert(counts, (gpointer)spelt_word(b, i), GUINT_TO_POINTER(before + n[i]));
    }
    return counts;
}

static void find_typical(Bitext *b)
{
    g_autoptr(GHashTable) counts = count_spellings(b);
    g_autofree guint32 *of_spelt = g_new0(guint32, b->spelt->len + 1), *best = g_new0(guint32, b->words->len + 1);
    for (guint i = 0; i < b->spelt->len; i++)
        of_spelt[i] = GPOINTER_TO_UINT(g_hash_table_lookup(counts, spelt_word(b, i)));
    g_array_set_size(b->typical, b->words->len);
    for (guint i = 0; i < b->tokens->len; i++) {
        guint32 word = g_array_index(b->tokens, guint32, i), n = of_spelt[g_array_index(b->spellings, guint32, i)];
        if (n > best[word]) {
            best[word] = n;
            g_array_index(b->typical, guint32, word) = i;
        }
    }
}

void bitext_finish(Bitext *b)
{
    BitextSentence end = {b->tokens->len, 0, FALSE, FALSE};
    g_array_append_val(b->pages, b->blocks->len);
    g_array_append_val(b->blocks, b->sentences->len);
    g_array_append_val(b->sentences, end);
    find_typical(b);
}

guint32 bitext_find(const Bitext *b, const char *word)
{
    return GPOINTER_TO_UINT(g_hash_table_lookup(b->ids, word)) - 1;
}

const guint32 *bitext_tokens(const Bitext *b, guint32 sentence, guint *n)
{
    const BitextSentence *s = &g_array_index(b->sentences, BitextSentence, sentence);
    *n = s[1].first_token - s[0].first_token;
    return &g_array_index(b->tokens, guint32, s->first_token);
}

static guint32 read_run(const GArray *runs, guint32 i, guint *n)
{
    const guint32 *run = &g_array_index(runs, guint32, i);
    *n = run[1] - run[0];
    return run[0];
}

guint32 bitext_sentences(const Bitext *b, guint32 block, guint *n)
{
    return read_run(b->blocks, block, n);
}

guint32 bitext_blocks(const Bitext *b, guint32 page, guint *n)
{
    return read_run(b->pages, page, n);
}

char *bitext_key(const Bitext *b, guint32 first_token, guint n)
{
    GString *key = g_string_new(NULL);
    for (guint i = 0; i < n; i++) {
        guint32 word = g_array_index(b->tokens, guint32, first_token + i);
        g_string_append_printf(key, "%s%s", i ? " " : "", (const char *)g_ptr_array_index(b->words, word));
    }
    return g_string_free(key, FALSE);
}

char *bitext_shown(const Bitext *b, guint32 first_token, guint n)
{
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < n; i++) {
        const char *spelt = g_ptr_array_index(b->spelt, g_array_index(b->spellings, guint32, first_token + i));
        const char *word = strchr(spelt, '\n');
        if (i)
            g_string_append_len(out, spelt, word - spelt);
        g_string_append(out, word + 1);
    }
    return g_string_free(out, FALSE);
}
