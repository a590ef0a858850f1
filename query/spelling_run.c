#include <string.h>

#include "query/speller.h"
#include "shim/limits.h"
#include "shim/schema.h"

#define HAN_LEAST 2
#define HAN_MOST 6     /* characters of a name that is sought by its sound or shape */
#define BESIDE_LEAST 2 /* pages on which two characters stand together so that they are no mistake */
#define SELDOM 3    /* two characters are a word if one of them has at most so many times the pages of both */
#define FAR_MORE 50 /* so many times the pages of what was typed has the word that looks like it */

/* The term of two characters that stand together; of what begins with `a` if there is no `b`. */
static void make_gram(char term[16], gunichar a, gunichar b)
{
    gsize n = g_strlcpy(term, PREFIX_GRAM, 16);
    n += g_unichar_to_utf8(a, term + n);
    n += b ? g_unichar_to_utf8(b, term + n) : 0;
    term[n] = '\0';
}

/* How a name of the site, or one character, stands for a part of the run. */
typedef struct {
    guint at, n;
    guint wrong;  /* characters that differ */
    guint shapes; /* of them, those that do not sound alike but look alike */
    guint joins;  /* of its two neighbours, those that stand beside it on some page */
    guint32 documents;
} Fit;

/* A run of Han characters of the query, and the best that it may have been meant to be. */
typedef struct {
    const Speller *speller;
    const LangProfile *lang;
    gunichar letters[LIMIT_QUERY / 3 + 1];
    guint n;
    guint words[LIMIT_QUERY / 3 + 1];       /* which of the query's words has the character */
    gboolean is_sure[LIMIT_QUERY / 3 + 1];  /* of a stop word of several characters */
    gboolean is_alone[LIMIT_QUERY / 3 + 1]; /* of no longer word that the dictionary knows */
    guint32 together[LIMIT_QUERY / 3 + 1];  /* pages on which this character and the next stand together */
    char *best;
    Fit fit;
} Run;

/* Pages on which two characters stand together, or those with `a` if there is no `b`; 0: or it cannot be read. */
static guint32 count_pages(const Run *r, gunichar a, gunichar b)
{
    char term[16];
    guint32 documents = 0;
    make_gram(term, a, b);
    return index_reader_term_frequency(r->speller->reader, term, &documents, NULL) ? documents : 0;
}

/* A character that stands beside neither of its neighbours on more than `most` pages. */
static gboolean is_out_of_place(const Run *r, guint i, guint32 most)
{
    return r->n > 1 && !r->is_sure[i] && (i == 0 || r->together[i - 1] <= most) &&
           (i + 1 == r->n || r->together[i] <= most);
}

static gboolean looks_alike(const Run *r, gunichar a, gunichar b)
{
    gunichar others[LANG_LOOKALIKES];
    guint n = lang_lookalikes(r->lang, a, others);
    for (guint i = 0; i < n; i++)
        if (others[i] == b)
            return TRUE;
    return FALSE;
}

static gboolean sounds_alike(const Run *r, gunichar a, gunichar b)
{
    guint sound = lang_sound(r->lang, a);
    return sound && sound == lang_sound(r->lang, b);
}

/* May the run's character at `i` have been meant to be `c`, of a name on so many pages? What only looks like
 * it is counted in `shapes`; a word that the dictionary knows is taken for no other by its shape. */
static gboolean is_mistaken(const Run *r, guint i, gunichar c, guint32 documents, guint *shapes)
{
    if (is_out_of_place(r, i, 0) && sounds_alike(r, r->letters[i], c))
        return TRUE;
    if (!r->is_alone[i] || !is_out_of_place(r, i, documents / FAR_MORE) || !looks_alike(r, r->letters[i], c))
        return FALSE;
    ++*shapes;
    return TRUE;
}

/* Compares the name with the run. FALSE: they are the same, or what differs was not mistaken for it. */
static gboolean find_wrong(const Run *r, const gunichar *name, Fit *fit)
{
    fit->wrong = fit->shapes = 0;
    for (guint i = 0; i < fit->n; i++) {
        if (r->letters[fit->at + i] == name[i])
            continue;
        if (!is_mistaken(r, fit->at + i, name[i], fit->documents, &fit->shapes))
            return FALSE;
        fit->wrong++;
    }
    return fit->wrong == 1 || (fit->wrong && !fit->shapes);
}

static guint count_joins(const Run *r, const gunichar *name, const Fit *fit)
{
    guint end = fit->at + fit->n;
    return (fit->at && count_pages(r, r->letters[fit->at - 1], name[0])) +
           (end < r->n && count_pages(r, name[fit->n - 1], r->letters[end]));
}

/* The longer one first, then the one that changes less, fits its neighbours, sounds alike, is more frequent. */
static gboolean is_better(const Fit *a, const Fit *b)
{
    if (a->n != b->n)
        return a->n > b->n;
    if (a->wrong != b->wrong)
        return a->wrong < b->wrong;
    if (a->joins != b->joins)
        return a->joins > b->joins;
    return a->shapes != b->shapes ? a->shapes < b->shapes : a->documents > b->documents;
}

/* What only looks like what was typed must be no mistake of the site's, and stand on a page with another word. */
static gboolean is_supported(const Run *r, const char *word, const Fit *fit)
{
    guint first = r->words[fit->at], last = r->words[fit->at + fit->n - 1] + 1;
    g_autofree char *term = g_strconcat(PREFIX_WORD, word, NULL);
    return fit->documents >= BESIDE_LEAST && (!speller_has_company(r->speller, first, last) ||
                                              speller_count_company(r->speller, term, first, last) > 0);
}

static gboolean try_name(const char *word, guint32 documents, gpointer user)
{
    Run *r = user;
    gunichar name[HAN_MOST];
    Fit fit = {.documents = documents};
    for (const char *p = word; *p; p = g_utf8_next_char(p)) {
        if (fit.n == HAN_MOST)
            return TRUE;
        name[fit.n++] = g_utf8_get_char(p);
    }
    for (; fit.n >= HAN_LEAST && fit.at + fit.n <= r->n; fit.at++) {
        if (!find_wrong(r, name, &fit))
            continue;
        fit.joins = count_joins(r, name, &fit);
        if ((r->best && !is_better(&fit, &r->fit)) || (fit.shapes && !is_supported(r, word, &fit)))
            continue;
        g_free(r->best);
        r->best = g_strdup(word);
        r->fit = fit;
    }
    return TRUE;
}

static gboolean count_together(const Speller *s, Run *r, GError **error)
{
    for (guint i = 0; i + 1 < r->n; i++) {
        char term[16];
        make_gram(term, r->letters[i], r->letters[i + 1]);
        if (!index_reader_term_frequency(s->reader, term, &r->together[i], error))
            return FALSE;
    }
    return TRUE;
}

/* A term of two characters, of which the first stands before the run's at `at`, which is out of place. */
typedef struct {
    const Run *run;
    guint at;
    gunichar best;
    guint32 best_documents;
} Beside;

static gboolean try_beside(const char *term, guint32 documents, gpointer user)
{
    Beside *b = user;
    const Run *r = b->run;
    const char *second = g_utf8_next_char(term + strlen(PREFIX_GRAM));
    gunichar c = g_utf8_get_char(second);
    if (!c || *g_utf8_next_char(second) || !sounds_alike(r, r->letters[b->at], c) ||
        documents <= b->best_documents)
        return TRUE;
    if (b->at + 1 == r->n || count_pages(r, c, r->letters[b->at + 1])) {
        b->best = c;
        b->best_documents = documents;
    }
    return TRUE;
}

static void put_letter(Run *r, guint at, gunichar c)
{
    r->best = g_ucs4_to_utf8(&c, 1, NULL, NULL, NULL);
    r->fit = (Fit){.at = at, .n = 1};
}

/* Not every word is a name of the site's: takes for the first character that is out of place the most
 * frequent one that sounds alike and stands between its neighbours. */
static gboolean find_beside(Run *r, GError **error)
{
    for (guint at = 1; at < r->n && !r->best; at++) {
        Beside b = {r, at, 0, BESIDE_LEAST - 1};
        char start[16];
        if (!is_out_of_place(r, at, 0))
            continue;
        make_gram(start, r->letters[at - 1], 0);
        if (!index_reader_each_term(r->speller->reader, start, try_beside, &b, error))
            return FALSE;
        if (b.best)
            put_letter(r, at, b.best);
    }
    return TRUE;
}

/* Are `a` and `b` a word that the dictionary does not know: does one of them seldom stand elsewhere? */
static guint32 count_word(const Run *r, gunichar a, gunichar b)
{
    guint32 both = count_pages(r, a, b);
    if (both < BESIDE_LEAST)
        return 0;
    return both * SELDOM >= MIN(count_pages(r, a, 0), count_pages(r, b, 0)) ? both : 0;
}

/* Takes, of the characters that look like the one at `at`, the one that makes the most frequent word with a neighbour. */
static void find_lookalike(Run *r, guint at)
{
    gunichar others[LANG_LOOKALIKES], best = 0;
    guint n = lang_lookalikes(r->lang, r->letters[at], others);
    guint32 most = 0;
    for (guint i = 0; i < n; i++) {
        guint32 before = at ? count_word(r, r->letters[at - 1], others[i]) : 0;
        guint32 behind = at + 1 < r->n ? count_word(r, others[i], r->letters[at + 1]) : 0;
        if (MAX(before, behind) > most) {
            most = MAX(before, behind);
            best = others[i];
        }
    }
    if (best)
        put_letter(r, at, best);
}

/* Is there a character that a name of the site may put right? */
static gboolean has_out_of_place(const Run *r)
{
    guint32 few = vocabulary_documents(r->speller->vocabulary) / FAR_MORE;
    for (guint i = 0; i < r->n; i++)
        if (is_out_of_place(r, i, r->is_alone[i] ? few : 0))
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
            r->words[r->n] = i;
            r->is_alone[r->n] = !*g_utf8_next_char(t->word);
            r->is_sure[r->n] = t->is_stop && !r->is_alone[r->n];
            r->letters[r->n++] = g_utf8_get_char(p);
        }
    }
    return TRUE;
}

gboolean speller_correct_run(const Speller *s, guint first, guint last, GString *out, gboolean *is_corrected,
                             GError **error)
{
    g_autofree Run *r = g_new0(Run, 1);
    r->speller = s;
    r->lang = lang_analyser_profile(s->analyser);
    gboolean is_readable = read_run(s, first, last, r);
    if (is_readable && !count_together(s, r, error))
        return FALSE;
    if (is_readable && has_out_of_place(r))
        vocabulary_each(s->vocabulary, try_name, r);
    if (is_readable && !r->best && !find_beside(r, error))
        return FALSE;
    for (guint i = 0; is_readable && i < r->n && !r->best; i++)
        if (r->is_alone[i] && is_out_of_place(r, i, 0))
            find_lookalike(r, i);
    gsize start = g_array_index(s->words, Typed, first).start;
    gsize end = g_array_index(s->words, Typed, last - 1).end;
    if (!r->best) {
        g_string_append_len(out, s->query + start, end - start);
        return TRUE;
    }
    for (guint i = 0; i < r->n; i++) {
        if (i == r->fit.at)
            g_string_append(out, r->best);
        if (i < r->fit.at || i >= r->fit.at + r->fit.n)
            g_string_append_unichar(out, r->letters[i]);
    }
    g_free(r->best);
    return *is_corrected = TRUE;
}
