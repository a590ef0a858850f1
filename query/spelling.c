#include "query/spelling.h"

#include <math.h>
#include <string.h>

#include "query/expand.h"
#include "query/speller.h"
#include "shim/limits.h"
#include "shim/schema.h"

#define CANDIDATES_MOST 8
#define COST_OF_LETTER 2.2      /* of each wrong letter, against logarithms of documents */
#define WORTH_OF_FREQUENCY 0.6
#define WORTH_OF_COMPANY 0.9
#define WORTH_OF_START 0.7      /* people seldom mistype the first letter */
#define SENTENCE 6              /* words; in more, a strange one matters little and may be right */
#define LETTERS_LEAST 5         /* a shorter word has too many neighbours */

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
        if (speller_is_meant(s->query, t->start, end) || corrections == LIMIT_CORRECTIONS)
            continue;
        if (t->is_han) {
            if (!speller_correct_run(s, first, last, out, is_corrected, error))
                return FALSE;
            at = end;
            continue;
        }
        const char *best = t->documents || t->is_stop ? NULL : find_best(s, i);
        if (!best)
            continue;
        g_autofree char *spelt = speller_spell(s, best);
        g_string_append(out, spelt);
        at = t->end;
        corrections++;
        *is_corrected = TRUE;
    }
    g_string_append(out, s->query + at);
    return TRUE;
}

gboolean spelling_correct(const Speller *s, char **corrected, GError **error)
{
    *corrected = NULL;
    if (s->words->len >= SENTENCE)
        return TRUE;
    g_autoptr(GString) out = g_string_new(NULL);
    gboolean is_corrected = FALSE;
    if (!rewrite(s, out, &is_corrected, error))
        return FALSE;
    if (is_corrected && strlen(out->str) <= LIMIT_QUERY)
        *corrected = g_strdup(out->str);
    return TRUE;
}
