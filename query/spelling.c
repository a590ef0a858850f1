#include "query/spelling.h"

#include <math.h>
#include <string.h>

#include "query/expand.h"
#include "query/speller.h"
#include "shim/limits.h"
#include "shim/schema.h"

#define CANDIDATES_MOST 8
#define COUNTED_MOST 1000       /* documents in company that are counted */
#define COST_OF_LETTER 2.2      /* of each wrong letter, against logarithms of documents */
#define WORTH_OF_FREQUENCY 0.6
#define WORTH_OF_COMPANY 0.9
#define WORTH_OF_START 0.7      /* people seldom mistype the first letter */
#define SENTENCE 6              /* words; in more, a strange one matters little and may be right */
#define LETTERS_LEAST 5         /* a shorter word has too many neighbours */

static void clear_typed(gpointer p)
{
    Typed *t = p;
    g_free(t->word);
    g_free(t->main);
}

static void collect(const Token *token, gpointer user)
{
    Speller *s = user;
    Typed *last = s->words->len ? &g_array_index(s->words, Typed, s->words->len - 1) : NULL;
    if (token->form == TOKEN_STEM && last) {
        g_free(last->main);
        last->main = g_strconcat(PREFIX_STEM, token->term, NULL);
    } else if (token->form == TOKEN_WORD) {
        Typed t = {token->start, token->end, g_strdup(token->term), g_strconcat(PREFIX_WORD, token->term, NULL),
                   token->is_stop, FALSE, FALSE};
        t.is_han = g_unichar_get_script(g_utf8_get_char(token->term)) == G_UNICODE_SCRIPT_HAN;
        g_array_append_val(s->words, t);
    }
}

/* Does the visitor say what stands at [start, end): in quotation marks, with a sign, an asterisk, as a field's value? */
static gboolean is_meant(const char *query, gsize start, gsize end)
{
    guint quotes = 0;
    for (gsize i = 0; i < start; i++)
        quotes += query[i] == '"';
    char before = start ? query[start - 1] : ' ';
    return quotes % 2 || query[end] == '*' || query[end] == ':' || strchr("+-:/@.", before);
}

static gboolean look_up(Speller *s, GError **error)
{
    for (guint i = 0; i < s->words->len; i++) {
        Typed *t = &g_array_index(s->words, Typed, i);
        gboolean has_stem = !g_str_equal(t->main, t->word);
        guint32 documents;
        if (!index_reader_term_frequency(s->reader, t->main, &documents, error))
            return FALSE;
        if (!documents && has_stem && !index_reader_term_frequency(s->reader, t->word, &documents, error))
            return FALSE;
        t->is_known = documents > 0;
    }
    return TRUE;
}

/* A word of the query that tells what else it is about than the words [first, last). */
static gboolean is_company(const Speller *s, guint i, guint first, guint last)
{
    const Typed *t = &g_array_index(s->words, Typed, i);
    return (i < first || i >= last) && t->is_known && !t->is_stop;
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

/* The nearest word of the site to the one at `at` that stands on a page with another word of the query, if there is one. */
static const char *find_best(const Speller *s, guint at)
{
    const Typed *t = &g_array_index(s->words, Typed, at);
    guint tolerance = expand_tolerance(t->word);
    gboolean needs_company = speller_has_company(s, at, at + 1);
    if (!tolerance || g_utf8_strlen(t->word, -1) < LETTERS_LEAST)
        return NULL;
    g_autoptr(GArray) near = vocabulary_nearest(s->vocabulary, t->word, tolerance, CANDIDATES_MOST);
    const char *best = NULL;
    double best_score = 0;
    for (guint i = 0; i < near->len; i++) {
        const VocabularyWord *w = &g_array_index(near, VocabularyWord, i);
        guint64 company = speller_count_company(s, w->word, at, at + 1);
        if (needs_company && !company)
            continue;
        double score = -COST_OF_LETTER * w->distance + WORTH_OF_FREQUENCY * log(1 + w->documents) +
                       WORTH_OF_COMPANY * log(1 + company) +
                       (g_utf8_get_char(w->word) == g_utf8_get_char(t->word) ? WORTH_OF_START : 0);
        if (!best || score > best_score) {
            best = w->word;
            best_score = score;
        }
    }
    return best;
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

/* The word with the accents and marks that the site's best page on it gives it. */
static char *spell(const Speller *s, const char *word)
{
    g_autoptr(QueryNode) query = query_node_term(PREFIX_WORD, word);
    const IndexSearch search = {.limit = 1};
    g_autoptr(IndexResult) found = index_reader_search(s->reader, query, &search, NULL);
    g_autoptr(GVariant) holder = NULL;
    Record record;
    if (!found || !found->hits->len)
        return g_strdup(word);
    const IndexHit *hit = &g_array_index(found->hits, IndexHit, 0);
    if (!record_parse(hit->record, hit->record_n, &record, &holder, NULL))
        return g_strdup(word);
    Finder f = {word, record.title, NULL};
    lang_analyse(s->analyser, f.text, strlen(f.text), find_spelt, &f);
    if (!f.spelt) {
        f.text = record.text;
        lang_analyse(s->analyser, f.text, strlen(f.text), find_spelt, &f);
    }
    return f.spelt ? f.spelt : g_strdup(word);
}

/* ------------------------------------------------------------------ the query */

static guint find_run_end(const Speller *s, guint first)
{
    guint last = first + 1;
    while (last < s->words->len && g_array_index(s->words, Typed, last).is_han &&
           g_array_index(s->words, Typed, last).start == g_array_index(s->words, Typed, last - 1).end)
        last++;
    return last;
}

static gboolean rewrite(const Speller *s, GString *out, gboolean *is_corrected, GError **error)
{
    gsize at = 0;
    guint corrections = 0;
    for (guint i = 0; i < s->words->len; i++) {
        const Typed *t = &g_array_index(s->words, Typed, i);
        if (t->start < at) /* what is written together stands for its pieces */
            continue;
        g_string_append_len(out, s->query + at, t->start - at);
        at = t->start;
        guint first = i, last = t->is_han ? find_run_end(s, i) : i + 1;
        gsize end = g_array_index(s->words, Typed, last - 1).end;
        i = last - 1;
        if (is_meant(s->query, t->start, end) || corrections == LIMIT_CORRECTIONS)
            continue;
        if (t->is_han) {
            if (!speller_correct_run(s, first, last, out, is_corrected, error))
                return FALSE;
            at = end;
            continue;
        }
        const char *best = t->is_known || t->is_stop ? NULL : find_best(s, i);
        if (!best)
            continue;
        g_autofree char *spelt = spell(s, best);
        g_string_append(out, spelt);
        at = t->end;
        corrections++;
        *is_corrected = TRUE;
    }
    g_string_append(out, s->query + at);
    return TRUE;
}

gboolean spelling_correct(const char *query, LangAnalyser *analyser, Vocabulary *vocabulary, IndexReader *reader,
                          char **corrected, GError **error)
{
    *corrected = NULL;
    if (!vocabulary_count(vocabulary))
        return TRUE;
    g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(Typed));
    g_array_set_clear_func(words, clear_typed);
    Speller s = {query, analyser, vocabulary, reader, words};
    lang_analyse(analyser, query, strlen(query), collect, &s);
    if (words->len >= SENTENCE)
        return TRUE;
    g_autoptr(GString) out = g_string_new(NULL);
    gboolean is_corrected = FALSE;
    if (!look_up(&s, error) || !rewrite(&s, out, &is_corrected, error))
        return FALSE;
    if (is_corrected && strlen(out->str) <= LIMIT_QUERY)
        *corrected = g_strdup(out->str);
    return TRUE;
}
