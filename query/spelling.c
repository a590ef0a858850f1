#include "query/spelling.h"

#include <math.h>
#include <string.h>

#include "query/expand.h"
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
#define HAN_LEAST 2
#define BESIDE_LEAST 2          /* pages on which two characters stand together so that they are no mistake */
#define HAN_MOST 6              /* characters of a name that is sought by its sound */

/* A word of the query. */
typedef struct {
    gsize start, end;      /* bytes of the query */
    char *word, *main;     /* folded; its main term with prefix */
    gboolean is_stop, is_han, is_known;
} Typed;

typedef struct {
    const char *query;
    LangAnalyser *analyser;
    Vocabulary *vocabulary;
    IndexReader *reader;
    GArray *words;         /* Typed */
} Speller;

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

/* Documents that have `term` together with any of the query's known words but `but`. */
static guint64 count_company(const Speller *s, const char *term, const Typed *but)
{
    QueryNode *others = query_node_new(QUERY_OR);
    for (guint i = 0; i < s->words->len; i++) {
        const Typed *t = &g_array_index(s->words, Typed, i);
        if (t != but && t->is_known && !t->is_stop)
            query_node_add(others, query_node_term("", t->main));
    }
    if (!others->children->len) {
        query_node_free(others);
        return 0;
    }
    g_autoptr(QueryNode) both = query_node_pair(QUERY_AND, query_node_term("", term), others);
    const IndexSearch search = {.check_at_least = COUNTED_MOST};
    g_autoptr(IndexResult) found = index_reader_search(s->reader, both, &search, NULL);
    return found ? found->total : 0;
}

static gboolean has_other_known(const Speller *s)
{
    for (guint i = 0; i < s->words->len; i++) {
        const Typed *t = &g_array_index(s->words, Typed, i);
        if (t->is_known && !t->is_stop)
            return TRUE;
    }
    return FALSE;
}

/* The nearest word of the site that stands on a page with another word of the query, if there is one; NULL: none. */
static const char *find_best(const Speller *s, const Typed *t)
{
    guint tolerance = expand_tolerance(t->word);
    gboolean needs_company = has_other_known(s);
    if (!tolerance || g_utf8_strlen(t->word, -1) < LETTERS_LEAST)
        return NULL;
    g_autoptr(GArray) near = vocabulary_nearest(s->vocabulary, t->word, tolerance, CANDIDATES_MOST);
    const char *best = NULL;
    double best_score = 0;
    for (guint i = 0; i < near->len; i++) {
        const VocabularyWord *w = &g_array_index(near, VocabularyWord, i);
        guint64 company = count_company(s, w->word, t);
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

/* ------------------------------------------------------------------ words that are not written apart */

/* A run of Han characters of the query, and the name of the site that sounds like a part of it. */
typedef struct {
    const LangProfile *lang;
    gunichar letters[LIMIT_QUERY / 3 + 1];
    guint n;
    gboolean is_sure[LIMIT_QUERY / 3 + 1]; /* of a stop word of several characters */
    gboolean is_odd[LIMIT_QUERY / 3 + 1]; /* this character and the next stand together on no page */
    char *best;
    guint best_at, best_n, best_wrong;
    guint32 best_documents;
} Run;

/* A character that stands beside neither of its neighbours on any page. */
static gboolean is_out_of_place(const Run *r, guint i)
{
    return r->n > 1 && !r->is_sure[i] && (i == 0 || r->is_odd[i - 1]) && (i + 1 == r->n || r->is_odd[i]);
}

/* Characters of the name that differ from the run's at `at`; 0: it is the same, or what differs does not sound alike or
 * is in its place. */
static guint count_wrong(const Run *r, guint at, const gunichar *name, guint n)
{
    guint wrong = 0;
    for (guint i = 0; i < n; i++) {
        gunichar c = r->letters[at + i];
        if (c == name[i])
            continue;
        guint sound = lang_sound(r->lang, c);
        if (!sound || sound != lang_sound(r->lang, name[i]) || !is_out_of_place(r, at + i))
            return 0;
        wrong++;
    }
    return wrong;
}

static gboolean try_name(const char *word, guint32 documents, gpointer user)
{
    Run *r = user;
    gunichar name[HAN_MOST];
    guint n = 0;
    for (const char *p = word; *p; p = g_utf8_next_char(p)) {
        if (n == HAN_MOST)
            return TRUE;
        name[n++] = g_utf8_get_char(p);
    }
    for (guint at = 0; n >= HAN_LEAST && at + n <= r->n; at++) {
        guint wrong = count_wrong(r, at, name, n);
        if (!wrong || (r->best && (n < r->best_n || (n == r->best_n && wrong > r->best_wrong) ||
                                   (n == r->best_n && wrong == r->best_wrong && documents <= r->best_documents))))
            continue;
        g_free(r->best);
        r->best = g_strdup(word);
        r->best_at = at;
        r->best_n = n;
        r->best_wrong = wrong;
        r->best_documents = documents;
    }
    return TRUE;
}

/* The term of two characters that stand together; of what begins with `a` if there is no `b`. */
static void make_gram(char term[16], gunichar a, gunichar b)
{
    gsize n = g_strlcpy(term, PREFIX_GRAM, 16);
    n += g_unichar_to_utf8(a, term + n);
    n += b ? g_unichar_to_utf8(b, term + n) : 0;
    term[n] = '\0';
}

/* Which neighbours of the run stand together on no page? */
static gboolean find_odd(const Speller *s, Run *r, GError **error)
{
    for (guint i = 0; i + 1 < r->n; i++) {
        char term[16];
        guint32 documents;
        make_gram(term, r->letters[i], r->letters[i + 1]);
        if (!index_reader_term_frequency(s->reader, term, &documents, error))
            return FALSE;
        r->is_odd[i] = documents == 0;
    }
    return TRUE;
}

/* A term of two characters, of which the first stands before the run's at `at`, which is out of place. */
typedef struct {
    const Speller *speller;
    const Run *run;
    guint at;
    gunichar best;
    guint32 best_documents;
} Beside;

static gboolean try_beside(const char *term, guint32 documents, gpointer user)
{
    Beside *b = user;
    const char *second = g_utf8_next_char(term + strlen(PREFIX_GRAM));
    gunichar c = g_utf8_get_char(second), was = b->run->letters[b->at];
    guint sound = lang_sound(b->run->lang, was);
    if (!c || *g_utf8_next_char(second) || !sound || lang_sound(b->run->lang, c) != sound || documents <= b->best_documents)
        return TRUE;
    guint32 with_next = 1;
    char gram[16];
    if (b->at + 1 < b->run->n) {
        make_gram(gram, c, b->run->letters[b->at + 1]);
        if (!index_reader_term_frequency(b->speller->reader, gram, &with_next, NULL))
            return TRUE;
    }
    if (with_next) {
        b->best = c;
        b->best_documents = documents;
    }
    return TRUE;
}

/* Not every word is a name of the site's: takes for the first character that is out of place the most frequent one that
 * sounds alike and stands between its neighbours. */
static gboolean find_beside(const Speller *s, Run *r, GError **error)
{
    for (guint at = 1; at < r->n && !r->best; at++) {
        Beside b = {s, r, at, 0, BESIDE_LEAST - 1};
        char start[16];
        if (!is_out_of_place(r, at))
            continue;
        make_gram(start, r->letters[at - 1], 0);
        if (!index_reader_each_term(s->reader, start, try_beside, &b, error))
            return FALSE;
        if (b.best) {
            r->best = g_ucs4_to_utf8(&b.best, 1, NULL, NULL, NULL);
            r->best_at = at;
            r->best_n = 1;
        }
    }
    return TRUE;
}

static gboolean has_out_of_place(const Run *r)
{
    for (guint i = 0; i < r->n; i++)
        if (is_out_of_place(r, i))
            return TRUE;
    return FALSE;
}

/* The letters of the words [first, last); FALSE: they are too many, since folding may lengthen a word. */
static gboolean read_run(const Speller *s, guint first, guint last, Run *r)
{
    for (guint i = first; i < last; i++) {
        const Typed *t = &g_array_index(s->words, Typed, i);
        for (const char *p = t->word; *p; p = g_utf8_next_char(p)) {
            if (r->n == G_N_ELEMENTS(r->letters))
                return FALSE;
            r->is_sure[r->n] = t->is_stop && *g_utf8_next_char(t->word);
            r->letters[r->n++] = g_utf8_get_char(p);
        }
    }
    return TRUE;
}

/* Corrects one run of words [first, last) that stand together; the run's folded text goes to `out`. */
static gboolean correct_run(const Speller *s, guint first, guint last, GString *out, gboolean *is_corrected,
                            GError **error)
{
    g_autofree Run *r = g_new0(Run, 1);
    r->lang = lang_analyser_profile(s->analyser);
    gboolean is_readable = read_run(s, first, last, r);
    if (is_readable && !find_odd(s, r, error))
        return FALSE;
    if (is_readable && has_out_of_place(r))
        vocabulary_each(s->vocabulary, try_name, r);
    if (is_readable && !r->best && !find_beside(s, r, error))
        return FALSE;
    gsize start = g_array_index(s->words, Typed, first).start, end = g_array_index(s->words, Typed, last - 1).end;
    if (!r->best) {
        g_string_append_len(out, s->query + start, end - start);
        return TRUE;
    }
    for (guint i = 0; i < r->n; i++) {
        if (i == r->best_at)
            g_string_append(out, r->best);
        if (i < r->best_at || i >= r->best_at + r->best_n)
            g_string_append_unichar(out, r->letters[i]);
    }
    g_free(r->best);
    return *is_corrected = TRUE;
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
            if (!correct_run(s, first, last, out, is_corrected, error))
                return FALSE;
            at = end;
            continue;
        }
        const char *best = t->is_known || t->is_stop ? NULL : find_best(s, t);
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
