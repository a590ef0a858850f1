#include "query/snippet.h"

#include <string.h>

#include "shim/limits.h"

#define TEXT_LOOKED_AT (64 * 1024) /* bytes of a page that are analysed for its snippet, at most */
#define PIECE (4 * 1024)           /* of them at once; the rest is looked at only while words are missing */
#define WORDS_TO_STOP 2            /* different words of the query that are enough for a snippet */

typedef struct {
    guint32 start, end;
    guint term; /* hash of the term: the same for the same one */
} Match;

typedef struct {
    GHashTable *terms;
    GArray *matches;
    gsize base; /* of the piece that is analysed */
} Finder;

static void find_match(const Token *t, gpointer user)
{
    Finder *f = user;
    char key[LIMIT_TERM + 16];
    g_snprintf(key, sizeof key, "%s%s", token_form_prefix(t->form), t->term);
    if (t->is_stop || !g_hash_table_contains(f->terms, key))
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

/* Looks at the text piece by piece, each ending with a line, until enough words are found. */
static void find_matches(Finder *f, LangAnalyser *analyser, const char *text, gsize n)
{
    guint enough = MIN(count_words(f->terms), WORDS_TO_STOP);
    while (f->base < n && (f->base == 0 || count_different(f->matches) < enough)) {
        gsize some = MIN(PIECE, n - f->base);
        const char *line = memchr(text + f->base + some, '\n', n - f->base - some);
        some = line ? (gsize)(line + 1 - text) - f->base : n - f->base;
        lang_analyse(analyser, text + f->base, some, find_match, f);
        f->base += some;
    }
}

/* First match of the window of `width` bytes that holds most different terms. */
static guint best_window(const GArray *matches, gsize width)
{
    guint best = 0, best_count = 0;
    for (guint i = 0; i < matches->len; i++) {
        const Match *first = &g_array_index(matches, Match, i);
        g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
        for (guint j = i; j < matches->len && j < i + 50; j++) {
            const Match *m = &g_array_index(matches, Match, j);
            if (m->end - first->start > width)
                break;
            g_hash_table_add(seen, GUINT_TO_POINTER(m->term));
        }
        if (g_hash_table_size(seen) > best_count) {
            best_count = g_hash_table_size(seen);
            best = i;
        }
    }
    return best;
}

/* A place near `at`, not before `least`, where a character, if possible a word, begins. */
static const char *word_start(const char *at, const char *least)
{
    const char *p = at;
    while (p > least && ((guchar)*p & 0xC0) == 0x80)
        p--;
    for (const char *q = p; q > least && p - q < 24; q--)
        if (g_ascii_isspace(q[-1]))
            return q;
    return p;
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

GArray *snippet_make(LangAnalyser *analyser, GHashTable *terms, const char *text, gint32 max_characters)
{
    GArray *parts = g_array_new(FALSE, FALSE, sizeof(SnippetPart));
    g_array_set_clear_func(parts, part_clear);
    gsize n = strnlen(text, TEXT_LOOKED_AT), width = max_characters >= 0 ? MIN(max_characters, LIMIT_SNIPPET) : LIMIT_SNIPPET;
    while (n && ((guchar)text[n] & 0xC0) == 0x80)
        n--;
    if (!width)
        return parts;
    Finder f = {terms, g_array_new(FALSE, FALSE, sizeof(Match)), 0};
    find_matches(&f, analyser, text, n);
    guint first = best_window(f.matches, width);
    gsize begin = f.matches->len ? g_array_index(f.matches, Match, first).start : 0;
    const char *from = word_start(text + (begin > width / 4 ? begin - width / 4 : 0), text), *at = from;
    const char *to = from;
    for (gsize i = 0; i < width && to < text + n; i++)
        to = g_utf8_next_char(to);
    if (to < text + n && to > from)
        to = MAX(word_start(to, from), from);
    static const char dots[] = "…";
    if (from > text)
        add_part(parts, dots, dots + strlen(dots), FALSE);
    for (guint i = 0; i < f.matches->len; i++) {
        const Match *m = &g_array_index(f.matches, Match, i);
        if (text + m->start < at || text + m->end > to)
            continue;
        add_part(parts, at, text + m->start, FALSE);
        add_part(parts, text + m->start, text + m->end, TRUE);
        at = text + m->end;
    }
    add_part(parts, at, to, FALSE);
    if (to < text + n)
        add_part(parts, dots, dots + strlen(dots), FALSE);
    g_array_unref(f.matches);
    return parts;
}
