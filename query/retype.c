#include "query/retype.h"

#include <string.h>

#include "langs/romanise.h"
#include "query/sounding.h"
#include "shim/limits.h"

#define LETTERS_LEAST 3
#define LETTERS_LEAST_ALIKE 4
#define LETTERS_LEAST_SOUND 4 /* of what sounds like words that are written together */
#define LETTERS_LEAST_SOUND_ALIKE 5

/* One way to read the query. */
typedef struct {
    GString *text;
    guint resolved, left; /* strange chunks that have become words of the site, that have not */
    guint letters;        /* of the longest word among them that is clear */
} Reading;

/* Which layout was active, which was meant, and how keys of several letters are read. */
typedef struct {
    const LangLayout *active, *meant;
    gboolean takes_single;
} Slip;

/* Signs but for those that words have inside. */
static guint count_signs(const char *text)
{
    guint n = 0;
    for (const char *p = text; *p; p = g_utf8_next_char(p))
        n += !g_unichar_isalnum(g_utf8_get_char(p)) && *p != '\'' && *p != '-' && !g_unichar_ismark(g_utf8_get_char(p));
    return n;
}

static char *letters_of(const char *text)
{
    GString *out = g_string_new(NULL);
    for (const char *p = text; *p; p = g_utf8_next_char(p))
        if (g_unichar_isalnum(g_utf8_get_char(p)))
            g_string_append_unichar(out, g_unichar_tolower(g_utf8_get_char(p)));
    return g_string_free(out, FALSE);
}

/* What the keys that gave the chunk give; NULL: nothing, or only other signs between the same letters. */
static char *retype_chunk(const Slip *slip, const char *typed)
{
    g_autofree char *text = layout_retype(slip->active, slip->meant, typed, slip->takes_single);
    g_autofree char *before = letters_of(typed), *after = text ? letters_of(text) : NULL;
    return after && !g_str_equal(before, after) ? g_steal_pointer(&text) : NULL;
}

/* Is the retyped chunk more like words than what was typed? Keys of letters are seldom meant as signs, but
 * those of signs often as letters. A short word must come from another script, where nothing is alike by
 * chance. */
static gboolean is_clear(const Chunk *c, const char *typed, const char *text, const Verdict *v)
{
    gboolean is_other_script = (guchar)*typed >= 0x80 || (guchar)*text >= 0x80;
    return v->known <= MAX(c->last - c->first, 1) && count_signs(text) <= count_signs(typed) &&
           v->letters >= (is_other_script ? LETTERS_LEAST : LETTERS_LEAST_ALIKE);
}

/* What the strange chunks become, in `retyped`, which has a place for each chunk. */
static gboolean read_strange(const Speller *s, const Slip *slip, Reading *r, char **retyped, GError **error)
{
    for (guint i = 0; i < s->chunks->len; i++) {
        const Chunk *c = &g_array_index(s->chunks, Chunk, i);
        Verdict verdict;
        if (c->is_meant || (!c->unknown && !c->is_cut))
            continue;
        g_autofree char *typed = speller_chunk(s, c);
        g_autofree char *text = retype_chunk(slip, typed);
        r->left++;
        if (!text)
            continue;
        if (!speller_judge(s, text, &verdict, error))
            return FALSE;
        if (!verdict.known || verdict.unknown || (!c->unknown && verdict.known > 1))
            continue;
        r->left--;
        r->resolved++;
        if (is_clear(c, typed, text, &verdict))
            r->letters = MAX(r->letters, verdict.letters);
        retyped[i] = g_steal_pointer(&text);
    }
    return TRUE;
}

/* What stands beside them, where it becomes words of which the rarest is on more pages than what was typed.
 */
static gboolean read_others(const Speller *s, const Slip *slip, char **retyped, GError **error)
{
    for (guint i = 0; i < s->chunks->len; i++) {
        const Chunk *c = &g_array_index(s->chunks, Chunk, i);
        Verdict before, after;
        if (c->is_meant || c->unknown || c->is_cut)
            continue;
        g_autofree char *typed = speller_chunk(s, c);
        g_autofree char *text = retype_chunk(slip, typed);
        if (!text)
            continue;
        if (!speller_judge(s, typed, &before, error) || !speller_judge(s, text, &after, error))
            return FALSE;
        if (!after.unknown && after.known && (!before.known || after.documents > before.documents))
            retyped[i] = g_steal_pointer(&text);
    }
    return TRUE;
}

/* How near relatives the site has of a text that is no word of it (shim/vocabulary.h). */
static double measure_kinship(const Speller *s, const char *text)
{
    g_autofree char *down = g_utf8_strdown(text, -1);
    g_autoptr(GArray) words = vocabulary_relatives(s->vocabulary, down, 1);
    return words->len ? g_array_index(words, VocabularyWord, 0).kinship : 0;
}

/* Strange chunks that are on no page either way: where what they become is more like the site's words. */
static void read_rest(const Speller *s, const Slip *slip, char **retyped)
{
    for (guint i = 0; i < s->chunks->len; i++) {
        const Chunk *c = &g_array_index(s->chunks, Chunk, i);
        if (c->is_meant || !c->unknown || retyped[i])
            continue;
        g_autofree char *typed = speller_chunk(s, c);
        g_autofree char *text = retype_chunk(slip, typed);
        if (text && count_signs(text) <= count_signs(typed) && measure_kinship(s, text) > measure_kinship(s, typed))
            retyped[i] = g_steal_pointer(&text);
    }
}

static gboolean is_better(const Reading *a, const Reading *b)
{
    if (a->resolved != b->resolved)
        return a->resolved > b->resolved;
    return a->letters > b->letters;
}

/* Keeps the reading in `best` if it is the best so far. */
static gboolean try_slip(const Speller *s, const Slip *slip, Reading *best, GError **error)
{
    g_autoptr(GPtrArray) retyped = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_set_size(retyped, s->chunks->len);
    Reading r = {.text = best->text};
    if (!read_strange(s, slip, &r, (char **)retyped->pdata, error))
        return FALSE;
    if (2 * r.resolved < r.left || !r.letters || !is_better(&r, best))
        return TRUE;
    if (!read_others(s, slip, (char **)retyped->pdata, error))
        return FALSE;
    read_rest(s, slip, (char **)retyped->pdata);
    *best = r;
    g_string_truncate(best->text, 0);
    speller_write(s, (char *const *)retyped->pdata, best->text);
    return TRUE;
}

/* All slips between the language's layouts and others. */
static GArray *list_slips(const LangProfile *lang)
{
    GArray *slips = g_array_new(FALSE, FALSE, sizeof(Slip));
    const LangLayout *own, *other;
    for (guint i = 0; (own = lang_layout(lang, i)); i++) {
        for (guint l = 0; l < lang_count(); l++) {
            for (guint j = 0; (other = lang_layout(lang_get(l), j)); j++) {
                const Slip four[] = {{other, own, FALSE}, {own, other, FALSE}, {other, own, TRUE}, {own, other, TRUE}};
                if (other != own)
                    g_array_append_vals(slips, four, G_N_ELEMENTS(four));
            }
        }
    }
    return slips;
}

gboolean retype_query(const Speller *s, char **meant, GError **error)
{
    g_autoptr(GArray) slips = list_slips(lang_analyser_profile(s->analyser));
    g_autoptr(GString) text = g_string_new(NULL);
    Reading best = {.text = text};
    for (guint i = 0; i < slips->len; i++)
        if (!try_slip(s, &g_array_index(slips, Slip, i), &best, error))
            return FALSE;
    *meant = best.resolved && text->len <= LIMIT_QUERY ? g_strdup(text->str) : NULL;
    return TRUE;
}

/* Does a slip leave nothing but Latin letters? */
static gboolean is_romanised(const char *text, guint least)
{
    guint letters = 0;
    for (const char *p = text; *p; p++) {
        if ((guchar)*p >= 0x80)
            return FALSE;
        letters += g_ascii_isalpha(*p) != 0;
    }
    return letters >= least;
}

/* Is a part left that sounds like nothing? */
static gboolean has_latin(const char *text)
{
    for (const char *p = text; *p; p++)
        if (g_ascii_isalpha(*p))
            return TRUE;
    return FALSE;
}

gboolean retype_sounding(const Speller *s, char **meant, GError **error)
{
    const LangProfile *lang = lang_analyser_profile(s->analyser);
    g_autoptr(GArray) slips = list_slips(lang);
    *meant = NULL;
    if (!romanise_is_together(lang))
        return TRUE;
    for (guint i = 0; i < slips->len && !*meant; i++) {
        const Slip *slip = &g_array_index(slips, Slip, i);
        g_autofree char *text = layout_retype(slip->active, slip->meant, s->query, slip->takes_single);
        Speller retyped = *s;
        if (!text || !is_romanised(text, g_str_is_ascii(s->query) ? LETTERS_LEAST_SOUND_ALIKE : LETTERS_LEAST_SOUND))
            continue;
        gboolean ok = speller_read(&retyped, text, error) && sounding_find_sure(&retyped, meant, error);
        speller_clear(&retyped);
        if (!ok)
            return FALSE;
        if (*meant && has_latin(*meant))
            g_clear_pointer(meant, g_free);
    }
    return TRUE;
}
