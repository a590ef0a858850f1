#include "query/speller.h"

#include <string.h>

#include "shim/limits.h"
#include "shim/record.h"
#include "shim/schema.h"

#define FORMS_LEAST 7     /* letters of a word that another form of it may stand for; short ones have many a stem */
#define STOP_LONG 5       /* letters of a stop word that nothing is by chance */
#define COUNTED_MOST 1000 /* documents in company that are counted */

static void clear_typed(gpointer p)
{
    Typed *t = p;
    g_free(t->word);
    g_free(t->main);
}

static void collect(const Token *token, gpointer user)
{
    GArray *words = user;
    Typed *last = words->len ? &g_array_index(words, Typed, words->len - 1) : NULL;
    if (token->form == TOKEN_STEM && last) {
        g_free(last->main);
        last->main = g_strconcat(PREFIX_STEM, token->term, NULL);
    } else if (token->form == TOKEN_WORD) {
        Typed t = {token->start,
                   token->end,
                   g_strdup(token->term),
                   g_strconcat(PREFIX_WORD, token->term, NULL),
                   token->is_stop,
                   FALSE,
                   0};
        t.is_han = g_unichar_get_script(g_utf8_get_char(token->term)) == G_UNICODE_SCRIPT_HAN;
        g_array_append_val(words, t);
    }
}

static gboolean look_up(const Speller *s, Typed *t, GError **error)
{
    gboolean has_stem = g_str_has_prefix(t->main, PREFIX_STEM) && !g_str_equal(t->main + strlen(PREFIX_STEM), t->word);
    if (!index_reader_term_frequency(s->reader, t->main, &t->documents, error))
        return FALSE;
    if (t->documents || !has_stem)
        return TRUE;
    g_autofree char *word = g_strconcat(PREFIX_WORD, t->word, NULL);
    return index_reader_term_frequency(s->reader, word, &t->documents, error);
}

static GArray *read_words(const Speller *s, const char *text, GError **error)
{
    g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(Typed));
    g_array_set_clear_func(words, clear_typed);
    lang_analyse(s->analyser, text, strlen(text), collect, words);
    if (words->len > LIMIT_QUERY_TERMS)
        g_array_set_size(words, LIMIT_QUERY_TERMS);
    for (guint i = 0; i < words->len; i++)
        if (!look_up(s, &g_array_index(words, Typed, i), error))
            return NULL;
    return g_steal_pointer(&words);
}

gboolean speller_is_meant(const char *query, gsize start, gsize end)
{
    guint quotes = 0;
    for (gsize i = 0; i < start; i++)
        quotes += query[i] == '"';
    char before = start ? query[start - 1] : ' ';
    return quotes % 2 || query[end] == '*' || query[end] == ':' || strchr("+-:/@.", before);
}

/* Does "name:value" stand there, with a name that parse.h knows? Elsewhere a colon is a letter of other
 * keyboards. */
static gboolean is_field(const char *text, gsize n)
{
    static const char *const names[] = {"title:", "site:", "type:", "lang:", "after:", "before:"};
    for (guint i = 0; i < G_N_ELEMENTS(names); i++)
        if (n > strlen(names[i]) && g_str_has_prefix(text, names[i]))
            return TRUE;
    return FALSE;
}

/* A chunk is meant if any of what says so for a word stands in it; a dot or a hyphen inside is a letter of
 * other keyboards. */
static gboolean is_meant(const char *query, gsize start, gsize end)
{
    guint quotes = 0;
    for (gsize i = 0; i < start; i++)
        quotes += query[i] == '"';
    gboolean has_sign = strchr("+-", query[start]) || query[end - 1] == '*';
    return quotes % 2 || has_sign || is_field(query + start, end - start) || memchr(query + start, '"', end - start) ||
           memchr(query + start, '@', end - start);
}

/* Does one of the signs that other keyboards have letters for stand between words of the chunk? */
static gboolean is_cut(const Speller *s, const Chunk *c)
{
    if (c->last < c->first + 2)
        return FALSE;
    gsize inside = g_array_index(s->words, Typed, c->first).end,
          end = g_array_index(s->words, Typed, c->last - 1).start;
    for (gsize i = inside; i < end; i++)
        if (strchr("`;:,[]\\<>{}", s->query[i]))
            return TRUE;
    return FALSE;
}

static void cut_chunks(Speller *s)
{
    guint word = 0;
    for (gsize at = 0; s->query[at];) {
        at += strspn(s->query + at, " ");
        Chunk c = {.start = at, .end = at + strcspn(s->query + at, " ")};
        if (c.end == c.start)
            return;
        c.is_meant = is_meant(s->query, c.start, c.end);
        c.first = word;
        for (; word < s->words->len && g_array_index(s->words, Typed, word).start < c.end; word++)
            c.unknown += !g_array_index(s->words, Typed, word).documents;
        c.last = word;
        c.is_cut = !c.is_meant && is_cut(s, &c);
        s->unknown += c.is_meant ? 0 : c.unknown;
        s->is_cut |= c.is_cut;
        g_array_append_val(s->chunks, c);
        at = c.end;
    }
}

gboolean speller_read(Speller *s, const char *query, GError **error)
{
    s->query = query;
    s->unknown = 0;
    s->is_cut = FALSE;
    s->chunks = g_array_new(FALSE, FALSE, sizeof(Chunk));
    s->words = read_words(s, query, error);
    if (!s->words)
        return FALSE;
    cut_chunks(s);
    return TRUE;
}

void speller_clear(Speller *s)
{
    g_clear_pointer(&s->words, g_array_unref);
    g_clear_pointer(&s->chunks, g_array_unref);
}

char *speller_chunk(const Speller *s, const Chunk *c)
{
    return g_strndup(s->query + c->start, c->end - c->start);
}

void speller_write(const Speller *s, char *const *instead, GString *out)
{
    gsize at = 0;
    for (guint i = 0; i < s->chunks->len; i++) {
        const Chunk *c = &g_array_index(s->chunks, Chunk, i);
        g_string_append_len(out, s->query + at, c->start - at);
        if (instead[i])
            g_string_append(out, instead[i]);
        else
            g_string_append_len(out, s->query + c->start, c->end - c->start);
        at = c->end;
    }
    g_string_append(out, s->query + at);
}

/* A word of the query that tells what else it is about than the words [first, last). */
static gboolean is_company(const Speller *s, guint i, guint first, guint last)
{
    const Typed *t = &g_array_index(s->words, Typed, i);
    return (i < first || i >= last) && t->documents && !t->is_stop;
}

gboolean speller_has_company(const Speller *s, guint first, guint last)
{
    for (guint i = 0; i < s->words->len; i++)
        if (is_company(s, i, first, last))
            return TRUE;
    return FALSE;
}

guint64 speller_count_company(const Speller *s, const char *term, guint first, guint last)
{
    if (!speller_has_company(s, first, last))
        return 0;
    QueryNode *others = query_node_new(QUERY_OR);
    for (guint i = 0; i < s->words->len; i++)
        if (is_company(s, i, first, last))
            query_node_add(others, query_node_term("", g_array_index(s->words, Typed, i).main));
    g_autoptr(QueryNode) both = query_node_pair(QUERY_AND, query_node_term("", term), others);
    const IndexSearch search = {.check_at_least = COUNTED_MOST};
    g_autoptr(IndexResult) found = index_reader_search(s->reader, both, &search, NULL);
    return found ? found->total : 0;
}

gboolean speller_judge(const Speller *s, const char *text, Verdict *v, GError **error)
{
    *v = (Verdict){.documents = G_MAXUINT32};
    g_autoptr(GArray) words = read_words(s, text, error);
    if (!words)
        return FALSE;
    for (guint i = 0; i < words->len; i++) {
        Typed *t = &g_array_index(words, Typed, i);
        if (g_utf8_strlen(t->word, -1) < FORMS_LEAST &&
            !index_reader_term_frequency(s->reader, t->word, &t->documents, error))
            return FALSE;
        v->known += t->documents > 0;
        v->unknown += !t->documents;
        if (!t->documents)
            continue;
        v->stops += t->is_stop;
        guint letters = g_utf8_strlen(t->word, -1);
        v->letters = t->is_stop && letters < STOP_LONG ? v->letters : MAX(v->letters, letters);
        v->documents = MIN(v->documents, t->documents);
    }
    return TRUE;
}

/* Looks for a folded word in a text, to show it as the site spells it. */
typedef struct {
    const char *word, *text;
    char *spelt;
} Finder;

static void find_spelt(const Token *token, gpointer user)
{
    Finder *f = user;
    if (!f->spelt && token->form == TOKEN_WORD && g_str_equal(token->term, f->word))
        f->spelt = g_utf8_strdown(f->text + token->start, token->end - token->start);
}

char *speller_spell(const Speller *s, const char *word)
{
    g_autoptr(QueryNode) query = query_node_term(PREFIX_WORD, word);
    const IndexSearch search = {.limit = 1};
    g_autoptr(IndexResult) found = index_reader_search(s->reader, query, &search, NULL);
    Record record;
    if (!found || !found->hits->len)
        return g_strdup(word);
    const IndexHit *hit = &g_array_index(found->hits, IndexHit, 0);
    g_autofree char *data = NULL;
    gsize n;
    if (!index_reader_read_record(s->reader, hit, &data, &n, NULL) || !data ||
        !record_parse(data, n, &record, NULL) || !record_check_text(&record, NULL))
        return g_strdup(word);
    Finder f = {word, record.title, NULL};
    lang_analyse(s->analyser, f.text, strlen(f.text), find_spelt, &f);
    if (!f.spelt) {
        f.text = record.text;
        lang_analyse(s->analyser, f.text, strlen(f.text), find_spelt, &f);
    }
    return f.spelt ? f.spelt : g_strdup(word);
}
