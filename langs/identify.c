#include "langs/identify.h"

#include <math.h>
#include <string.h>

#include "langs/pieces.h"
#include "langs/profile.h"
#include "langs/uni.h"
#include "shim/detect.h"

#define HAN_PER_WORD 1.6  /* characters of a Chinese word, on average (ICU's dictionary over news text) */
#define QUOTED 3          /* words of the Latin script among those of another count 1 / QUOTED: they are often quoted */
#define SHARE_OF_SCRIPT 5 /* a language is possible when 1 / SHARE_OF_SCRIPT of the letters are in its script */
#define PROFILES_MAX 256
#define MOST_KNOWN 8192       /* lines remembered … */
#define MOST_KNOWN_BYTES 160  /* … of at most this length */
#define LETTERS_TO_TELL 25 /* fewer letters, in no language of the site, are judged with their neighbours */
#define LETTERS_AT_ONCE 128 /* are read by the models before they ask whether that is enough */
#define TELLS 0.8          /* as are lines of which one cannot be surer than this */

/* Logarithms of odds, rounded from a fit to the paragraphs and titles of the 26 editions of debian-handbook. */
#define ODDS_MAX 20.0
#define ODDS_CLEAR 4.0   /* CLD2 is not asked */
#define ODDS_OF_HINT 1.5
#define ODDS_OF_SITE 1.0 /* of each profile, before anything is read */
#define AGREES 2.0       /* CLD2 says the same */
#define AGREES_UNSURE 1.0
#define DIFFERS 2.0
#define DIFFERS_UNSURE 1.0

struct LangIdentifier {
    const GPtrArray *profiles;
    int *scripts;              /* ICU script code of each profile */
    const PieceModel **models; /* of each profile; NULL: it has none */
    int han, latin;
    PieceStream stream;
    GHashTable *known; /* Known: lines judged before */
};

/* What one line says of itself. */
typedef struct {
    const LangProfile *lang; /* the likeliest */
    double odds;             /* logarithm of the odds of `lang` against none of the profiles */
    double all;              /* sum of the odds of all profiles against none */
    guint letters;
    guint64 words;
    char other[12];          /* likeliest code of a language that is no profile, or "" */
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
    g_assert(profiles->len <= PROFILES_MAX);
    LangIdentifier *id = g_new0(LangIdentifier, 1);
    id->profiles = profiles;
    id->known = g_hash_table_new_full(hash_known, equal_known, g_free, NULL);
    id->scripts = g_new(int, profiles->len);
    id->han = uni_script_code("Hani");
    id->latin = uni_script_code("Latn");
    id->models = g_new(const PieceModel *, profiles->len);
    for (guint i = 0; i < profiles->len; i++) {
        const LangProfile *p = g_ptr_array_index(profiles, i);
        id->scripts[i] = uni_script_code(p->script);
        id->models[i] = piece_model_find(p->code);
    }
    return id;
}

void lang_identifier_free(LangIdentifier *id)
{
    g_hash_table_unref(id->known);
    g_free(id->scripts);
    g_free(id->models);
    g_free(id);
}

/* Letters of a line by script, and its words by a cheap count: runs of letters, Han characters / HAN_PER_WORD. */
typedef struct {
    guint letters, latin_letters, han;
    guint latin_runs, other_runs;
    guint names, latin_names; /* runs with a capital letter where no sentence begins */
    guint *of_profile;        /* letters in the script of each profile */
} Letters;

static void count_run(Letters *l, gboolean latin, gboolean is_name)
{
    ++*(latin ? &l->latin_runs : &l->other_runs);
    l->names += is_name;
    l->latin_names += is_name && latin;
}

static void count_letters(const LangIdentifier *id, const char *text, gsize n, Letters *l)
{
    int last = -1; /* script of the run, as far as it matters: Latin or not */
    gboolean is_start = TRUE;
    for (const char *p = text, *end = text + n; p < end; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        int script = uni_script_of(c), kind = -1;
        if (script == id->han) {
            l->han++;
        } else if (script >= 0) {
            kind = script == id->latin;
            if (kind != last)
                count_run(l, kind, !is_start && (c < 0x80 ? g_ascii_isupper(c) : g_unichar_isupper(c)));
        } else if (c >= 0x80 && g_unichar_ismark(c)) {
            kind = last;
        }
        last = kind;
        is_start = script < 0 && (is_start || piece_ends_sentence(c));
        l->letters += script >= 0;
        l->latin_letters += script == id->latin;
        for (guint i = 0; script >= 0 && i < id->profiles->len; i++)
            l->of_profile[i] += script == id->scripts[i];
    }
}

static gboolean is_latin(const Letters *l)
{
    guint quoted = l->other_runs || l->han ? l->latin_names : 0;
    return (double)(l->latin_runs - quoted) / QUOTED > l->other_runs + l->han / HAN_PER_WORD;
}

/* Are there enough words beside the names? */
static gboolean can_spare_names(const Letters *l, gboolean latin)
{
    guint names = latin ? l->latin_names : l->names - l->latin_names;
    guint runs = latin ? l->latin_runs : l->other_runs;
    return runs >= names * 2 && runs - names >= 2;
}

/* May the line be in the profile's language, by its script? */
static gboolean is_possible(const LangIdentifier *id, guint i, const Letters *l, gboolean latin)
{
    guint of_kind = latin ? l->latin_letters : l->letters - l->latin_letters;
    return (id->scripts[i] == id->latin) == latin && l->of_profile[i] * SHARE_OF_SCRIPT >= of_kind;
}

static gboolean is_configured(const LangIdentifier *id, const char *code)
{
    const LangProfile *p = *code ? lang_find(code) : NULL;
    return p && g_ptr_array_find((GPtrArray *)id->profiles, p, NULL);
}

/* What CLD2 adds to the odds of a language; it is asked for the whole line once. */
static double detector_odds(const DetectedLanguage *d, const LangProfile *p)
{
    if (!*d->code)
        return 0;
    double sure = d->percent / 100.0;
    return lang_find(d->code) == p ? sure * (d->is_reliable ? AGREES : AGREES_UNSURE)
                                   : -sure * (d->is_reliable ? DIFFERS : DIFFERS_UNSURE);
}

/* Is one profile so likely and are all others so unlikely that CLD2 need not be asked? */
static gboolean is_clear(const LangIdentifier *id, const double *odds)
{
    guint likely = 0, unlikely = 0;
    for (guint i = 0; i < id->profiles->len; i++) {
        likely += odds[i] > ODDS_CLEAR;
        unlikely += odds[i] < -ODDS_CLEAR;
    }
    return likely == 1 && likely + unlikely == id->profiles->len;
}

/* The odds of each profile by its model alone; the code of the likeliest rival of the best of them goes to `line`. */
static void score_models(const LangIdentifier *id, const gboolean *possible, double *odds, Line *line)
{
    double best = -HUGE_VAL;
    for (guint i = 0; i < id->profiles->len; i++) {
        const char *rival = "";
        odds[i] = possible[i] ? ODDS_OF_SITE : -ODDS_MAX;
        if (possible[i] && id->models[i])
            odds[i] += piece_model_score(id->models[i], &id->stream, &rival);
        odds[i] = CLAMP(odds[i], -ODDS_MAX, ODDS_MAX);
        if (odds[i] > best) {
            best = odds[i];
            g_strlcpy(line->other, rival, sizeof line->other);
        }
    }
}

/* Which of the two likeliest profiles is the likelier, is what their models say of each other: the odds follow that. */
static void settle(const LangIdentifier *id, double *odds)
{
    guint a = 0, b = 0;
    for (guint i = 1; i < id->profiles->len; i++) {
        if (odds[i] > odds[a]) {
            b = a;
            a = i;
        } else if (b == a || odds[i] > odds[b]) {
            b = i;
        }
    }
    if (a == b || odds[b] < -ODDS_CLEAR || !id->models[a] || !id->models[b])
        return;
    const char *code_a = lang_code(g_ptr_array_index(id->profiles, a));
    const char *code_b = lang_code(g_ptr_array_index(id->profiles, b));
    if (piece_model_lead(id->models[a], &id->stream, code_b) < piece_model_lead(id->models[b], &id->stream, code_a)) {
        double odds_of_a = odds[a];
        odds[a] = odds[b];
        odds[b] = odds_of_a;
    }
}

/* The likeliest of the profiles for a line, and the odds that the line is in it. */
static Line judge(LangIdentifier *id, const char *text, gsize n, const LangProfile *hint)
{
    Line line = {.odds = -ODDS_MAX};
    guint of_profile[PROFILES_MAX] = {0};
    gboolean possible[PROFILES_MAX];
    double odds[PROFILES_MAX];
    Letters l = {.of_profile = of_profile};
    count_letters(id, text, n, &l);
    line.letters = l.letters;
    line.words = l.latin_runs + l.other_runs + (guint64)(l.han / HAN_PER_WORD + 0.5);
    if (!l.letters)
        return line;
    gboolean latin = is_latin(&l);
    for (guint i = 0; i < id->profiles->len; i++)
        possible[i] = is_possible(id, i, &l, latin);
    piece_stream_start(&id->stream, text, n, latin, can_spare_names(&l, latin));
    gboolean clear = FALSE;
    while (!clear && piece_stream_walk(&id->stream, LETTERS_AT_ONCE)) {
        score_models(id, possible, odds, &line);
        clear = is_clear(id, odds);
    }
    settle(id, odds);
    if (!clear) {
        DetectedLanguage d = detect_language(text, n);
        for (guint i = 0; i < id->profiles->len; i++)
            odds[i] += possible[i] ? detector_odds(&d, g_ptr_array_index(id->profiles, i)) : 0;
        if (d.is_reliable || !*line.other)
            g_strlcpy(line.other, d.code, sizeof line.other);
    }
    if (is_configured(id, line.other))
        *line.other = '\0';
    for (guint i = 0; i < id->profiles->len; i++) {
        const LangProfile *p = g_ptr_array_index(id->profiles, i);
        odds[i] += possible[i] && p == hint ? ODDS_OF_HINT : 0;
        line.all += exp(odds[i]);
        if (odds[i] > line.odds) {
            line.odds = odds[i];
            line.lang = p;
        }
    }
    return line;
}

/* Of all that the line may be, including none of the profiles, the share of the best, or of none. */
static double probability(const Line *line, gboolean of_best)
{
    return (of_best ? exp(line->odds) : 1) / (1 + line->all);
}

static LangGuess guess_of(const Line *line)
{
    LangGuess guess = {0};
    if (!line->letters)
        return guess;
    guess.confidence = probability(line, line->odds > 0);
    if (line->odds > 0)
        guess.lang = line->lang;
    else
        g_strlcpy(guess.other, line->other, sizeof guess.other);
    return guess;
}

LangGuess lang_identify(LangIdentifier *id, const char *text, gsize n, const LangProfile *hint)
{
    Line line = judge(id, text, n, hint);
    return guess_of(&line);
}

static void add_words(GArray *shares, const LangProfile *lang, const char *other, guint64 words)
{
    for (guint i = 0; i < shares->len; i++) {
        LangShare *share = &g_array_index(shares, LangShare, i);
        if (share->lang == lang && !strcmp(share->other, other)) {
            share->words += words;
            return;
        }
    }
    LangShare share = {.lang = lang, .words = words};
    g_strlcpy(share.other, other, sizeof share.other);
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

/* Can the line be told without its neighbours? Short ones in the script of a profile may be names or code. */
static gboolean is_told(const Line *line)
{
    if (!line->letters)
        return FALSE;
    if (line->odds > 0)
        return probability(line, TRUE) >= TELLS;
    return line->odds == -ODDS_MAX || (line->letters >= LETTERS_TO_TELL && probability(line, FALSE) >= TELLS);
}

/* judge(), or what it said of the same line before. */
static Line recall(LangIdentifier *id, const char *text, gsize n, const LangProfile *hint)
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
    key->line = judge(id, text, n, hint);
    if (g_hash_table_size(id->known) >= MOST_KNOWN)
        g_hash_table_remove_all(id->known);
    Line line = key->line;
    g_hash_table_add(id->known, g_steal_pointer(&key));
    /* cppcheck-suppress memleak ; the table owns it */
    return line;
}

GArray *lang_identify_shares(LangIdentifier *id, const char *text, gsize n, const LangProfile *hint)
{
    GArray *shares = g_array_new(FALSE, FALSE, sizeof(LangShare));
    LangGuess last = {0};
    gboolean have_last = FALSE;
    guint64 waiting = 0; /* words of lines that could not be told before the first that could */
    for (const char *p = text, *end = text + n; p < end;) {
        const char *stop = memchr(p, '\n', end - p);
        stop = stop ? stop : end;
        Line line = recall(id, p, stop - p, hint);
        if (is_told(&line)) {
            last = guess_of(&line);
            have_last = TRUE;
            add_words(shares, last.lang, last.other, line.words + waiting);
            waiting = 0;
        } else if (have_last) {
            add_words(shares, last.lang, last.other, line.words);
        } else {
            waiting += line.words;
        }
        p = stop + 1;
    }
    if (waiting) {
        last = lang_identify(id, text, n, hint);
        add_words(shares, last.lang, last.other, waiting);
    }
    g_array_sort(shares, compare_shares);
    return shares;
}
