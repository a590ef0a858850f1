#include "langs/identify.h"

#include <string.h>

#include "langs/profile.h"
#include "langs/uni.h"
#include "shim/detect.h"

#define LETTERS_TO_TELL 25     /* fewer letters of an alphabet are judged with their neighbours, unless stop words tell */
#define HAN_PER_WORD 1.6       /* characters of a Chinese word, on average (ICU's dictionary over news text) */
#define STOPS_TO_TELL 2
#define MOST_KNOWN 8192       /* lines remembered … */
#define MOST_KNOWN_BYTES 160  /* … of at most this length */

struct LangIdentifier {
    const GPtrArray *profiles;
    int *scripts;           /* ICU script code of each profile */
    GHashTable **stops;     /* casefolded stop words of each profile */
    int han;
    GHashTable *known; /* Known: lines judged before */
};

/* What one line says of itself. */
typedef struct {
    const LangProfile *lang; /* NULL: see `is_other` */
    gboolean is_other;       /* told: none of the profiles */
    gboolean is_told;
    guint64 words;
    char other[12];
    double confidence;
} Line;

/* A line that has been judged: menus, headings and labels stand on every page of a site. */
typedef struct {
    const LangProfile *hint;
    Line line;
    gsize n;
    char text[]; /* n bytes */
} Known;

static guint hash_known(gconstpointer p)
{
    const Known *k = p;
    guint hash = 5381;
    for (gsize i = 0; i < k->n; i++)
        hash = hash * 33 + (guchar)k->text[i];
    return hash;
}

static gboolean equal_known(gconstpointer a, gconstpointer b)
{
    const Known *x = a, *y = b;
    return x->n == y->n && x->hint == y->hint && memcmp(x->text, y->text, x->n) == 0;
}

LangIdentifier *lang_identifier_new(const GPtrArray *profiles)
{
    LangIdentifier *id = g_new0(LangIdentifier, 1);
    id->profiles = profiles;
    id->scripts = g_new(int, profiles->len);
    id->stops = g_new0(GHashTable *, profiles->len);
    id->han = uni_script_code("Hani");
    id->known = g_hash_table_new_full(hash_known, equal_known, g_free, NULL);
    for (guint i = 0; i < profiles->len; i++) {
        const LangProfile *p = g_ptr_array_index(profiles, i);
        id->scripts[i] = uni_script_code(p->script);
        id->stops[i] = g_hash_table_new(g_str_hash, g_str_equal);
        for (const char *const *s = p->stopwords; *s; s++)
            g_hash_table_add(id->stops[i], (gpointer)*s);
    }
    return id;
}

void lang_identifier_free(LangIdentifier *id)
{
    for (guint i = 0; i < id->profiles->len; i++)
        g_hash_table_unref(id->stops[i]);
    g_hash_table_unref(id->known);
    g_free(id->stops);
    g_free(id->scripts);
    g_free(id);
}

/* Letters of a line by script, and its words by a cheap count: runs of letters, Han characters / HAN_PER_WORD. */
typedef struct {
    guint letters, han;
    guint *of_profile; /* letters in the script of each profile */
    guint runs;
} Letters;

static void count_letters(const LangIdentifier *id, const char *text, gsize n, Letters *l)
{
    gboolean inside = FALSE;
    for (const char *p = text, *end = text + n; p < end; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        int script = uni_script_of(c);
        gboolean is_letter = script >= 0;
        if (script == id->han)
            l->han++;
        else if (is_letter && !inside)
            l->runs++;
        if (!g_unichar_ismark(c))
            inside = is_letter && script != id->han;
        l->letters += is_letter;
        for (guint i = 0; is_letter && i < id->profiles->len; i++)
            l->of_profile[i] += script == id->scripts[i];
    }
}

/* Stop words of each profile in the line. */
static void count_stops(const LangIdentifier *id, const char *text, gsize n, guint *counts)
{
    g_autoptr(GString) folded = g_string_new(NULL);
    uni_casefold(text, MIN(n, 2000), folded);
    for (char *p = folded->str; *p;) {
        gsize letters = 0;
        while (p[letters] && ((guchar)p[letters] >= 0x80 || g_ascii_isalpha(p[letters])))
            letters++;
        char after = p[letters];
        p[letters] = '\0';
        for (guint i = 0; letters && i < id->profiles->len; i++)
            counts[i] += g_hash_table_contains(id->stops[i], p);
        p[letters] = after;
        p += letters + (after != '\0');
    }
}

/* The profile whose stop words stand out; NULL: none does. */
static const LangProfile *by_stops(const LangIdentifier *id, const char *text, gsize n, const Letters *l,
                                   guint at_least)
{
    guint counts[256] = {0}, best = 0, second = 0, which = 0;
    g_assert(id->profiles->len < G_N_ELEMENTS(counts));
    count_stops(id, text, n, counts);
    for (guint i = 0; i < id->profiles->len; i++) {
        if (l->of_profile[i] * 2 < l->letters)
            continue;
        if (counts[i] > best) {
            second = best;
            best = counts[i];
            which = i;
        } else if (counts[i] > second) {
            second = counts[i];
        }
    }
    return best >= at_least && best > second ? g_ptr_array_index(id->profiles, which) : NULL;
}

/* The only profile with the line's main script; NULL: several, or none. */
static const LangProfile *by_script(const LangIdentifier *id, const Letters *l)
{
    const LangProfile *only = NULL;
    for (guint i = 0; i < id->profiles->len; i++) {
        if (l->of_profile[i] * 2 <= l->letters)
            continue;
        if (only)
            return NULL;
        only = g_ptr_array_index(id->profiles, i);
    }
    return only;
}

static const LangProfile *find_configured(const LangIdentifier *id, const char *code)
{
    const LangProfile *p = *code ? lang_find(code) : NULL;
    return p && g_ptr_array_find((GPtrArray *)id->profiles, p, NULL) ? p : NULL;
}

static Line tell(Line line, const LangProfile *lang, double confidence)
{
    line.lang = lang;
    line.is_told = TRUE;
    line.confidence = confidence;
    return line;
}

/* Chinese and its neighbours share characters; their other letters tell them apart, and CLD2 knows. */
static Line judge(const LangIdentifier *id, const char *text, gsize n, const LangProfile *hint)
{
    Line line = {0};
    guint of_profile[256] = {0};
    Letters l = {.of_profile = of_profile};
    count_letters(id, text, n, &l);
    line.words = l.runs + (guint64)(l.han / HAN_PER_WORD + 0.5);
    if (!l.letters)
        return line;
    const LangProfile *alone = by_script(id, &l);
    DetectedLanguage d = detect_language(text, n);
    const LangProfile *detected = find_configured(id, d.code);
    if (d.is_reliable && *d.code && (l.letters >= LETTERS_TO_TELL || detected == alone || l.han)) {
        if (detected)
            return tell(line, detected, d.percent / 100.0);
        const LangProfile *stops = by_stops(id, text, n, &l, STOPS_TO_TELL + 2);
        if (stops && stops == hint)
            return tell(line, stops, 0.6);
        line.is_other = TRUE;
        g_strlcpy(line.other, d.code, sizeof line.other);
        return tell(line, NULL, d.percent / 100.0);
    }
    const LangProfile *stops = by_stops(id, text, n, &l, l.letters < LETTERS_TO_TELL ? 1 : STOPS_TO_TELL);
    if (alone)
        return tell(line, alone, 0.7);
    return stops ? tell(line, stops, 0.6) : line;
}

/* judge(), or what it said of the same line before. */
static Line recall(const LangIdentifier *id, const char *text, gsize n, const LangProfile *hint)
{
    if (n > MOST_KNOWN_BYTES)
        return judge(id, text, n, hint);
    g_autofree Known *key = g_malloc(sizeof *key + n);
    key->hint = hint;
    key->n = n;
    memcpy(key->text, text, n);
    const Known *known = g_hash_table_lookup(id->known, key);
    if (known)
        return known->line;
    Line line = key->line = judge(id, text, n, hint);
    if (g_hash_table_size(id->known) >= MOST_KNOWN)
        g_hash_table_remove_all(id->known);
    g_hash_table_add(id->known, g_steal_pointer(&key));
    return line;
}

LangGuess lang_identify(LangIdentifier *id, const char *text, gsize n, const LangProfile *hint)
{
    Line line = judge(id, text, n, hint);
    LangGuess guess = {line.lang, "", line.confidence};
    g_strlcpy(guess.other, line.other, sizeof guess.other);
    if (!line.is_told && hint && line.words) {
        guess.lang = hint;
        guess.confidence = 0.3;
    }
    return guess;
}

static void add_words(GArray *shares, const LangProfile *lang, guint64 words)
{
    for (guint i = 0; i < shares->len; i++) {
        if (g_array_index(shares, LangShare, i).lang == lang) {
            g_array_index(shares, LangShare, i).words += words;
            return;
        }
    }
    LangShare share = {lang, words};
    if (words)
        g_array_append_val(shares, share);
}

static gint compare_shares(gconstpointer a, gconstpointer b)
{
    const LangShare *x = a, *y = b;
    if (!x->lang != !y->lang)
        return x->lang ? -1 : 1;
    return x->words < y->words ? 1 : x->words > y->words ? -1 : 0;
}

GArray *lang_identify_shares(LangIdentifier *id, const char *text, gsize n, const LangProfile *hint)
{
    GArray *shares = g_array_new(FALSE, FALSE, sizeof(LangShare));
    const LangProfile *last = NULL;
    gboolean have_last = FALSE;
    guint64 waiting = 0; /* words of lines that could not be told before the first that could */
    for (const char *p = text, *end = text + n; p < end;) {
        const char *stop = memchr(p, '\n', end - p);
        stop = stop ? stop : end;
        Line line = recall(id, p, stop - p, hint);
        if (line.is_told) {
            add_words(shares, line.lang, line.words + waiting);
            last = line.lang;
            have_last = TRUE;
            waiting = 0;
        } else if (have_last) {
            add_words(shares, last, line.words);
        } else {
            waiting += line.words;
        }
        p = stop + 1;
    }
    if (waiting)
        add_words(shares, lang_identify(id, text, n, hint).lang, waiting);
    g_array_sort(shares, compare_shares);
    return shares;
}
