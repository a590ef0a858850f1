#include "query/sounding.h"

#include <math.h>
#include <string.h>

#include "langs/romanise.h"
#include "shim/limits.h"
#include "shim/schema.h"

#define CANDIDATES_MOST 300 /* words of one key that are measured … */
#define COMPANY_MOST 6      /* … and those whose company is counted */
#define LETTERS_LEAST 3
#define START_LEAST 4            /* letters that other forms of a word begin with … */
#define ENDING 2                 /* … and those of their endings */
#define LETTERS_LEAST_SKELETON 2 /* of a key that has no vowels … */
#define LETTERS_SURE 5           /* … so many of which are hardly anything else */
#define FAR 0.15           /* of the typed letters, where vowels are left out: what differs by more is another word */
#define SIGNS ",.:;!?()"   /* that words are not written across */
#define COST_OF_LETTER 7.0 /* against logarithms of documents */
#define WORTH_OF_FREQUENCY 0.5
#define WORTH_OF_COMPANY 0.9

typedef struct {
    const char *word;
    guint32 documents;
    double score;
} Candidate;

static gint compare_scores(gconstpointer a, gconstpointer b)
{
    const Candidate *x = a, *y = b;
    return x->score > y->score ? -1 : x->score < y->score ? 1 : strcmp(x->word, y->word);
}

/* Of the words those that are near enough to what was typed. */
static void add_candidates(const Speller *s, const char *typed, const GArray *words, double most, GArray *candidates)
{
    const LangProfile *lang = lang_analyser_profile(s->analyser);
    for (guint i = 0; i < words->len; i++) {
        const SoundWord *w = &g_array_index(words, SoundWord, i);
        double distance = romanise_distance(lang, typed, w->word);
        Candidate c = {w->word, w->documents, WORTH_OF_FREQUENCY * log(1 + w->documents) - COST_OF_LETTER * distance};
        if (distance <= most)
            g_array_append_val(candidates, c);
    }
}

/* The words that sound like what was typed, best first, not yet by their company. */
static GArray *find_candidates(const Speller *s, const char *typed)
{
    const LangProfile *lang = lang_analyser_profile(s->analyser);
    GArray *candidates = g_array_new(FALSE, FALSE, sizeof(Candidate));
    RomanisedKey keys[ROMANISE_KEYS];
    guint n = romanise_typed(lang, typed, keys);
    double most = romanise_is_exact(lang) ? G_MAXDOUBLE : MAX(0.5, FAR * g_utf8_strlen(typed, -1));
    for (guint k = 0; k < n; k++) {
        g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(SoundWord));
        sounds_find(s->sounds, keys[k], CANDIDATES_MOST, words);
        add_candidates(s, typed, words, most, candidates);
    }
    g_array_sort(candidates, compare_scores);
    return candidates;
}

/* The nearest other form of the word that was typed: one that ends otherwise. NULL: there is none. */
static const char *find_form(const Speller *s, const char *typed)
{
    const LangProfile *lang = lang_analyser_profile(s->analyser);
    g_autoptr(GArray) candidates = g_array_new(FALSE, FALSE, sizeof(Candidate));
    g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(SoundWord));
    RomanisedKey keys[ROMANISE_KEYS];
    if (!romanise_is_exact(lang) || !lang_stemmer(lang) || !romanise_typed(lang, typed, keys) ||
        strlen(keys[0]) < START_LEAST + ENDING)
        return NULL;
    keys[0][strlen(keys[0]) - ENDING] = '\0';
    sounds_find_start(s->sounds, keys[0], 2 * ENDING, CANDIDATES_MOST, words);
    add_candidates(s, typed, words, ENDING, candidates);
    g_array_sort(candidates, compare_scores);
    return candidates->len ? g_array_index(candidates, Candidate, 0).word : NULL;
}

/* The best word for the chunk; the query's other words tell for those that share pages with them. NULL: none
 * sounds like it. */
static const char *find_word(const Speller *s, const Chunk *c, const char *typed)
{
    g_autoptr(GArray) candidates = find_candidates(s, typed);
    gboolean needs_company = speller_has_company(s, c->first, c->last);
    if (candidates->len > COMPANY_MOST)
        g_array_set_size(candidates, COMPANY_MOST);
    for (guint i = candidates->len; needs_company && i-- > 0;) {
        Candidate *w = &g_array_index(candidates, Candidate, i);
        g_autofree char *term = g_strconcat(PREFIX_WORD, w->word, NULL);
        guint64 company = speller_count_company(s, term, c->first, c->last);
        w->score += WORTH_OF_COMPANY * log(1 + company);
    }
    g_array_sort(candidates, compare_scores);
    return candidates->len ? g_array_index(candidates, Candidate, 0).word : NULL;
}

/* ------------------------------------------------------------------ words written apart */

/* What was typed between two spaces, or the parts that hyphens divide it into, as words of the site. NULL: it
 * is none. */
static char *read_chunk(const Speller *s, const Chunk *c)
{
    g_autofree char *typed = speller_chunk(s, c);
    const char *word = find_word(s, c, typed);
    if (word)
        return speller_spell(s, word);
    g_auto(GStrv) parts = g_strsplit(typed, "-", -1);
    g_autoptr(GString) out = g_string_new(NULL);
    for (guint i = 0; parts[1] && parts[i]; i++) {
        word = *parts[i] ? find_word(s, c, parts[i]) : NULL;
        if (!word)
            return NULL;
        g_autofree char *spelt = speller_spell(s, word);
        g_string_append_printf(out, "%s%s", i ? "-" : "", spelt);
    }
    return out->len ? g_strdup(out->str) : NULL;
}

/* Beside words that were typed in Latin letters there may be other forms of the site's. */
static char *read_form(const Speller *s, const Chunk *c)
{
    g_autofree char *typed = speller_chunk(s, c);
    const char *word = find_form(s, typed);
    return word ? speller_spell(s, word) : NULL;
}

/* Beside words that were typed in Latin letters others may be that the site happens to have: as they are on
 * more pages. */
static char *read_known(const Speller *s, const Chunk *c)
{
    g_autofree char *typed = speller_chunk(s, c);
    g_autoptr(GArray) candidates = find_candidates(s, typed);
    guint32 documents = G_MAXUINT32;
    for (guint i = c->first; i < c->last; i++)
        documents = MIN(documents, g_array_index(s->words, Typed, i).documents);
    const Candidate *best = candidates->len ? &g_array_index(candidates, Candidate, 0) : NULL;
    return best && best->documents > documents ? speller_spell(s, best->word) : NULL;
}

/* What was made of the strange chunks. */
typedef struct {
    guint resolved, left;
    guint letters;      /* of all that were resolved, as far as their keys have them */
    gboolean has_marks; /* of a scheme: letters that are not ASCII */
} Tally;

static void count_chunk(const Speller *s, const Chunk *c, Tally *tally)
{
    g_autofree char *typed = speller_chunk(s, c);
    RomanisedKey keys[ROMANISE_KEYS];
    tally->resolved++;
    if (romanise_typed(lang_analyser_profile(s->analyser), typed, keys))
        tally->letters += MAX(strlen(keys[0]), (c->end - c->start) / 3);
    tally->has_marks |= !g_str_is_ascii(typed);
}

static gboolean is_enough(const Speller *s, const Tally *t, gboolean is_sure)
{
    if (!t->resolved || t->resolved < t->left)
        return FALSE;
    if (romanise_is_exact(lang_analyser_profile(s->analyser)))
        return t->letters >= LETTERS_LEAST;
    return t->letters >= (is_sure ? LETTERS_SURE : LETTERS_LEAST_SKELETON) || (is_sure && t->has_marks && !t->left);
}

static gboolean read_apart(const Speller *s, gboolean is_sure, GString *out)
{
    g_autoptr(GPtrArray) read = g_ptr_array_new_with_free_func(g_free);
    Tally tally = {0};
    g_ptr_array_set_size(read, s->chunks->len);
    for (guint i = 0; i < s->chunks->len; i++) {
        const Chunk *c = &g_array_index(s->chunks, Chunk, i);
        if (c->is_meant || !c->unknown)
            continue;
        read->pdata[i] = read_chunk(s, c);
        if (read->pdata[i])
            count_chunk(s, c, &tally);
        else
            tally.left++;
    }
    if (!is_enough(s, &tally, is_sure))
        return FALSE;
    for (guint i = 0; i < s->chunks->len; i++) {
        const Chunk *c = &g_array_index(s->chunks, Chunk, i);
        if (!c->is_meant && c->last > c->first && !read->pdata[i])
            read->pdata[i] = c->unknown ? read_form(s, c) : read_known(s, c);
    }
    speller_write(s, (char *const *)read->pdata, out);
    return TRUE;
}

/* ------------------------------------------------------------------ words written together */

/* May the chunk be a part of a text in Latin letters: is it on no page, or one character's reading? */
static gboolean is_part(const Speller *s, const Chunk *c)
{
    g_autofree char *typed = speller_chunk(s, c);
    g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(SoundWord));
    RomanisedKey keys[ROMANISE_KEYS];
    if (c->is_meant || !romanise_typed(lang_analyser_profile(s->analyser), typed, keys))
        return FALSE;
    if (c->unknown)
        return TRUE;
    sounds_find(s->sounds, keys[0], CANDIDATES_MOST, words);
    for (guint i = 0; i < words->len; i++)
        if (!*g_utf8_next_char(g_array_index(words, SoundWord, i).word))
            return TRUE;
    return FALSE;
}

/* Appends what the chunk is, divided by the signs in it. FALSE: it is no text. */
static gboolean read_parts(const Speller *s, const char *typed, GString *out)
{
    for (const char *p = typed; *p;) {
        gsize n = strcspn(p, SIGNS);
        g_autofree char *part = g_strndup(p, n);
        g_autofree char *text = n ? sounding_divide(s, part) : NULL;
        if (n && !text)
            return FALSE;
        g_string_append(out, text ? text : "");
        p += n;
        n = strspn(p, SIGNS);
        g_string_append_len(out, p, n);
        p += n;
    }
    return TRUE;
}

/* Reads the chunks [first, last) as one text; NULL: they are none. */
static char *read_run(const Speller *s, guint first, guint last)
{
    g_autoptr(GString) typed = g_string_new(NULL), out = g_string_new(NULL);
    for (guint i = first; i < last; i++) {
        const Chunk *c = &g_array_index(s->chunks, Chunk, i);
        g_autofree char *text = speller_chunk(s, c);
        for (const char *p = text; *p;) {
            gsize n = strcspn(p, SIGNS), signs = strspn(p + n, SIGNS);
            g_autofree char *part = g_strndup(p, n);
            RomanisedKey keys[ROMANISE_KEYS];
            if (n && !romanise_typed(lang_analyser_profile(s->analyser), part, keys))
                return NULL;
            g_string_append(typed, n ? keys[0] : "");
            g_string_append_len(typed, p + n, signs);
            p += n + signs;
        }
    }
    return read_parts(s, typed->str, out) && out->len ? g_strdup(out->str) : NULL;
}

/* How far the run goes that begins with the chunk at `first`, and how many of its words no page has. */
static guint find_run_end(const Speller *s, guint first, guint *unknown)
{
    guint last = first;
    *unknown = 0;
    for (; last < s->chunks->len && is_part(s, &g_array_index(s->chunks, Chunk, last)); last++)
        *unknown += g_array_index(s->chunks, Chunk, last).unknown;
    return last;
}

/* `is_sure`: all that no page has must be read. */
static gboolean read_together(const Speller *s, gboolean is_sure, GString *out)
{
    guint left = s->unknown;
    gsize at = 0;
    for (guint i = 0, last; i < s->chunks->len; i = last) {
        const Chunk *c = &g_array_index(s->chunks, Chunk, i);
        guint unknown;
        last = find_run_end(s, i, &unknown);
        g_autofree char *text = unknown ? read_run(s, i, last) : NULL;
        if (!text) { /* perhaps only its first chunk is one */
            last = i + 1;
            unknown = c->is_meant ? 0 : c->unknown;
            text = unknown ? read_run(s, i, last) : NULL;
        }
        g_string_append_len(out, s->query + at, c->start - at);
        at = c[last - i - 1].end;
        left -= text ? unknown : 0;
        if (text)
            g_string_append(out, text);
        else
            g_string_append_len(out, s->query + c->start, at - c->start);
    }
    g_string_append(out, s->query + at);
    return left < s->unknown && (!is_sure || !left);
}

static gboolean find(const Speller *s, gboolean is_sure, char **meant)
{
    const LangProfile *lang = lang_analyser_profile(s->analyser);
    g_autoptr(GString) out = g_string_new(NULL);
    *meant = NULL;
    if (!romanise_has(lang) || !sounds_count(s->sounds))
        return TRUE;
    if ((romanise_is_together(lang) ? read_together(s, is_sure, out) : read_apart(s, is_sure, out)) &&
        out->len <= LIMIT_QUERY)
        *meant = g_strdup(out->str);
    return TRUE;
}

gboolean sounding_find_sure(const Speller *s, char **meant, GError **error)
{
    (void)error;
    return find(s, TRUE, meant);
}

gboolean sounding_find(const Speller *s, char **meant, GError **error)
{
    (void)error;
    const LangProfile *lang = lang_analyser_profile(s->analyser);
    *meant = NULL;
    return (romanise_is_exact(lang) && !romanise_is_together(lang)) || find(s, FALSE, meant);
}
