#include "query/snippet.h"

#include <string.h>

#include "shim/limits.h"

#define TEXT_LOOKED_AT (64 * 1024) /* bytes of a page that are analysed for its snippet, at most */
#define PIECE 512                  /* of them at once, until enough is found */
#define LOOK_FOR_PAIR (4 * 1024)   /* bytes after which two words need not stand together any more */
#define WORDS_TO_STOP 2            /* different words of the query that are enough for a snippet */

typedef struct {
    guint32 start, end;
    guint term; /* hash of the term: the same for the same one */
} Match;

typedef struct {
    GHashTable *terms;
    GPtrArray *wildcards; /* char* beginnings of words */
    GArray *matches;
    gsize base; /* of the piece that is analysed */
} Finder;

static gboolean is_wanted(const Finder *f, const Token *t, const char *key)
{
    if (g_hash_table_contains(f->terms, key))
        return TRUE;
    for (guint i = 0; t->form == TOKEN_WORD && i < f->wildcards->len; i++)
        if (g_str_has_prefix(t->term, g_ptr_array_index(f->wildcards, i)))
            return TRUE;
    return FALSE;
}

static void find_match(const Token *t, gpointer user)
{
    Finder *f = user;
    char key[LIMIT_TERM + 16];
    if (t->form == TOKEN_PART) /* never marked */
        return;
    g_stpcpy(g_stpcpy(key, token_form_prefix(t->form)), t->term); /* a term is at most LIMIT_TERM - 8 bytes */
    if (!is_wanted(f, t, key))
        return;
    guint32 start = f->base + t->start, end = f->base + t->end;
    Match m = {start, end, g_str_hash(t->form == TOKEN_WORD ? t->term : key)};
    Match *last = f->matches->len ? &g_array_index(f->matches, Match, f->matches->len - 1) : NULL;
    if (last && start <= last->start && end <= last->end && end > last->start)
        return;
    if (last && start < last->end && start >= last->start) {
        last->end = MAX(last->end, end); /* overlapping grams become one mark */
        return;
    }
    g_array_append_val(f->matches, m);
}

static guint count_words(GHashTable *terms)
{
    guint words = 0;
    GHashTableIter iter;
    gpointer term;
    g_hash_table_iter_init(&iter, terms);
    while (g_hash_table_iter_next(&iter, &term, NULL))
        words += !g_ascii_isupper(*(const char *)term);
    return words;
}

static guint count_different(const GArray *matches)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
    for (guint i = 0; i < matches->len; i++)
        g_hash_table_add(seen, GUINT_TO_POINTER(g_array_index(matches, Match, i).term));
    return g_hash_table_size(seen);
}

/* Do two different words stand so close that one snippet shows both? */
static gboolean has_pair(const GArray *matches)
{
    for (guint i = 1; i < matches->len; i++) {
        const Match *m = &g_array_index(matches, Match, i), *before = m - 1;
        if (m->term != before->term && m->end - before->start <= LIMIT_SNIPPET / 2)
            return TRUE;
    }
    return FALSE;
}

static gboolean has_enough(const Finder *f, guint enough)
{
    return count_different(f->matches) >= enough && (enough < 2 || f->base >= LOOK_FOR_PAIR || has_pair(f->matches));
}

/* Looks at the text piece by piece, each ending with a line, until enough words are found. */
static void look(Finder *f, LangAnalyser *analyser, const char *text, gsize n)
{
    guint enough = MIN(count_words(f->terms), WORDS_TO_STOP);
    while (f->base < n && (f->base == 0 || !has_enough(f, enough))) {
        gsize some = MIN(PIECE, n - f->base);
        const char *line = memchr(text + f->base + some, '\n', n - f->base - some);
        some = line ? (gsize)(line + 1 - text) - f->base : n - f->base;
        lang_seek(analyser, text + f->base, some, find_match, f);
        f->base += some;
    }
}

/* Matches of the text's beginning; *looked_at: bytes of it that were analysed. */
static GArray *find_matches(LangAnalyser *analyser, GHashTable *terms, const char *text, gsize n,
                            gsize *looked_at)
{
    g_autoptr(GPtrArray) wildcards = g_ptr_array_new_with_free_func(g_free);
    Finder f = {terms, wildcards, g_array_new(FALSE, FALSE, sizeof(Match)), 0};
    GHashTableIter i;
    gpointer key;
    g_hash_table_iter_init(&i, terms);
    while (g_hash_table_iter_next(&i, &key, NULL))
        if (g_str_has_suffix(key, "*"))
            g_ptr_array_add(wildcards, g_strndup(key, strlen(key) - 1));
    lang_set_sought(analyser, terms);
    look(&f, analyser, text, n);
    *looked_at = f.base;
    return f.matches;
}

/* How often a term is in the window from now on; adds to `different` when it comes or goes. */
static void count(GHashTable *seen, guint term, int change, guint *different)
{
    gpointer key = GUINT_TO_POINTER(term);
    int before = GPOINTER_TO_INT(g_hash_table_lookup(seen, key)), now = before + change;
    g_hash_table_insert(seen, key, GINT_TO_POINTER(now));
    *different += (now > 0) - (before > 0);
}

/*
 * First match of the window of `width` characters that holds most different terms; each match enters and
 * leaves the window once, so that the time is linear. Characters, not bytes: a page is shown alike in every
 * script.
 */
static guint best_window(const GArray *matches, const char *text, gsize width)
{
    guint best = 0, best_count = 0, different = 0, next = 0;
    gsize end = 0, characters = 0; /* text[first->start, end) has so many */
    g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
    for (guint i = 0; i < matches->len; i++) {
        const Match *first = &g_array_index(matches, Match, i);
        if (next <= i) {
            end = first->start;
            characters = 0;
        }
        for (; next < matches->len; next++) {
            const Match *m = &g_array_index(matches, Match, next);
            gsize more =
                m->end - end > width * 4 ? width + 1 : (gsize)g_utf8_strlen(text + end, m->end - end);
            if (next > i && characters + more > width)
                break;
            characters += more;
            end = m->end;
            count(seen, m->term, 1, &different);
        }
        if (different > best_count) {
            best_count = different;
            best = i;
        }
        count(seen, first->term, -1, &different);
        if (i + 1 < next)
            characters -=
                g_utf8_strlen(text + first->start, g_array_index(matches, Match, i + 1).start - first->start);
    }
    return best;
}

/* Is it of a script that has no spaces between words (UAX #14, classes ID and SA)? */
static gboolean is_unspaced(gunichar c)
{
    GUnicodeBreakType type = g_unichar_break_type(c);
    return type == G_UNICODE_BREAK_IDEOGRAPHIC || type == G_UNICODE_BREAK_COMPLEX_CONTEXT;
}

static gboolean is_of_word(gunichar c)
{
    return g_unichar_isalnum(c) || g_unichar_ismark(c) || c == '\'' || c == 0x2019;
}

/* Would a text that begins with the character look torn off? */
static gboolean hangs(gunichar c)
{
    GUnicodeType type = g_unichar_type(c);
    GUnicodeBreakType line = g_unichar_break_type(c);
    return g_unichar_ismark(c) || g_unichar_isspace(c) || type == G_UNICODE_CLOSE_PUNCTUATION ||
           type == G_UNICODE_FINAL_PUNCTUATION || type == G_UNICODE_OTHER_PUNCTUATION ||
           line == G_UNICODE_BREAK_NON_STARTER || line == G_UNICODE_BREAK_CONDITIONAL_JAPANESE_STARTER;
}

/* Do words meet at `p`, which is behind the text's first character? */
typedef gboolean (*PlaceFunc)(const char *p);

static gboolean is_between_words(const char *p)
{
    gunichar before = g_utf8_get_char(g_utf8_prev_char(p)), behind = g_utf8_get_char(p);
    if (hangs(behind))
        return FALSE;
    return !is_of_word(before) || !is_of_word(behind) || is_unspaced(before) || is_unspaced(behind);
}

/* Behind a space, or behind a mark where there are no spaces. */
static gboolean is_good_start(const char *p)
{
    gunichar behind = g_utf8_get_char(p);
    return g_ascii_isspace(p[-1]) ||
           (is_unspaced(behind) && !hangs(behind) && hangs(g_utf8_get_char(g_utf8_prev_char(p))));
}

/* At a space, or between any characters where there are no spaces. */
static gboolean is_good_end(const char *p)
{
    gunichar before = g_utf8_get_char(g_utf8_prev_char(p)), behind = g_utf8_get_char(p);
    return g_ascii_isspace(p[-1]) || g_ascii_isspace(*p) ||
           (is_unspaced(before) && is_unspaced(behind) && !hangs(behind));
}

/* `at` moved by so many characters, within [least, most]. */
static const char *step(const char *at, int characters, const char *least, const char *most)
{
    for (; characters > 0 && at < most; characters--)
        at = g_utf8_next_char(at);
    for (; characters < 0 && at > least; characters++)
        at = g_utf8_prev_char(at);
    return at;
}

/* The last place that fits in the `reach` characters before `at`, not before `least`; NULL: there is none. */
static const char *find_back(const char *at, const char *least, gsize reach, PlaceFunc fits)
{
    for (const char *p = at; p > least; p = g_utf8_prev_char(p)) {
        if (fits(p))
            return p;
        if (reach-- == 0)
            break;
    }
    return NULL;
}

/* Where a snippet begins: near `at`, before what is marked. */
static const char *find_start(const char *at, const char *text, const char *mark, gsize reach)
{
    if (step(at, -(int)reach, text, at) == text)
        return text;
    const char *p = find_back(at, text, reach, is_good_start);
    if (!p)
        p = find_back(at, text, reach, is_between_words);
    for (p = p ? p : at; p < mark && !is_good_start(p) && !is_between_words(p);)
        p = g_utf8_next_char(p);
    return p;
}

/* The end of the last match of text[from, to). */
static const char *last_end(const GArray *matches, const char *text, const char *from, const char *to)
{
    const char *end = from;
    for (guint i = 0; i < matches->len; i++) {
        const char *next = text + g_array_index(matches, Match, i).end;
        end = next > end && next <= to ? next : end;
    }
    return end;
}

/* Where it ends, near `at`, behind what is marked; within a word only if that is all there is. */
static const char *find_end(const char *at, const char *from, const char *marked, gsize reach)
{
    const char *p = find_back(at, from, reach, is_good_end);
    if (!p)
        p = find_back(at, from, G_MAXSIZE, is_between_words);
    return p ? MAX(p, marked) : at;
}

static void part_clear(gpointer p)
{
    g_free(((SnippetPart *)p)->text);
}

static void add_part(GArray *parts, const char *from, const char *to, gboolean is_hit)
{
    if (to <= from)
        return;
    SnippetPart part = {g_strdelimit(g_strndup(from, to - from), "\n", ' '), is_hit};
    g_array_append_val(parts, part);
}

/* text[from, to) in parts, the matches marked. */
static void add_window(GArray *parts, const GArray *matches, const char *text, const char *from,
                       const char *to)
{
    const char *at = from;
    for (guint i = 0; i < matches->len; i++) {
        const Match *m = &g_array_index(matches, Match, i);
        if (text + m->start < at || text + m->end > to)
            continue;
        add_part(parts, at, text + m->start, FALSE);
        add_part(parts, text + m->start, text + m->end, TRUE);
        at = text + m->end;
    }
    add_part(parts, at, to, FALSE);
}

/* The well-formed text around the place `mark`, as much as a snippet may need of it: [*start, *end). */
static void find_well_formed(const char *text, const char *mark, gsize n, gsize before, gsize behind,
                             const char **start, const char **end)
{
    const char *from = (gsize)(mark - text) > before ? mark - before : text;
    while (from < mark && !g_utf8_validate_len(from, mark - from, start))
        from = *start + 1; /* behind the bytes that are not, or not whole */
    *start = from;
    g_utf8_validate_len(mark, MIN(n - (gsize)(mark - text), behind), end);
}

/* What is shown of the text's n bytes, in at most `width` characters. */
static void add_parts(GArray *parts, const GArray *matches, const char *text, gsize n, gsize width)
{
    static const char dots[] = "…";
    const gsize lead = width / 4, reach = width / 8; /* shown before the window; for words that are cut at its ends */
    guint first = best_window(matches, text, width - lead - reach);
    const char *mark = matches->len ? text + g_array_index(matches, Match, first).start : text;
    const char *start, *end;
    find_well_formed(text, mark, n, 4 * (lead + reach + 1), 4 * width, &start, &end);
    const char *from = mark > start ? find_start(step(mark, -(int)lead, start, end), start, mark, reach) : mark;
    const char *to = step(from, (int)width, start, end);
    if (to < end)
        to = find_end(to, from, last_end(matches, text, from, to), reach);
    if (from > text && to > from)
        add_part(parts, dots, dots + strlen(dots), FALSE);
    add_window(parts, matches, text, from, to);
    if (*to && to > from)
        add_part(parts, dots, dots + strlen(dots), FALSE);
}

GArray *snippet_make(LangAnalyser *analyser, GHashTable *terms, const char *text, gint32 max_characters,
                     gsize *work)
{
    GArray *parts = g_array_new(FALSE, FALSE, sizeof(SnippetPart));
    g_array_set_clear_func(parts, part_clear);
    gsize n = strnlen(text, CLAMP(*work, LIMIT_SNIPPET_LEAST, TEXT_LOOKED_AT)),
          width = max_characters >= 0 ? MIN(max_characters, LIMIT_SNIPPET) : LIMIT_SNIPPET;
    while (n && ((guchar)text[n] & 0xC0) == 0x80)
        n--;
    if (!width || !n)
        return parts;
    gsize looked_at;
    g_autoptr(GArray) matches = find_matches(analyser, terms, text, n, &looked_at);
    *work -= MIN(looked_at, *work);
    add_parts(parts, matches, text, n, width);
    return parts;
}
