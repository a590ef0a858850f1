/*
 * The analysis, one chain for all languages:
 *
 *   pieces (segment.h) → elision cut off → NFKC_Casefold → ending cut off → spelling folded (uni.h, then the profile)
 *                      → affixes stripped → stem
 *
 * Each piece gives, at its position, the folded word, its stem, the Han grams of Han text, and the word as written where
 * folding changed it. Marks are dropped before the stemmer sees the word, so that accents typed or not typed give the
 * same stem. What is written together ("e-mail", "C25/39", "1 000 000") is given once more as a whole, at the position of
 * its last piece: the marks between are dropped, but for those between two digits.
 */
#include "langs/lang.h"

#include <libstemmer.h>
#include <string.h>

#include "langs/fold.h"
#include "langs/number.h"
#include "langs/profile.h"
#include "langs/seek.h"
#include "langs/segment.h"
#include "langs/uni.h"
#include "shim/limits.h"

#define WEIGHT_MAIN 1.0f  /* the stem, or the word of a language without stems */
#define WEIGHT_WORD 0.3f  /* the word beside its stem: what was typed ranks above what only shares a stem */
#define WEIGHT_EXACT 0.03f /* the very spelling, accents and marks included */
#define WEIGHT_GRAM 0.3f
#define WEIGHT_PART 0.25f
#define MAX_KNOWN 10000   /* pieces remembered … */
#define MAX_KNOWN_BYTES 64 /* … of at most this length */
#define MAX_WHOLE 100     /* bytes of what is written together; longer runs are no names */

typedef struct {
    TokenFunc func;
    gpointer user;
    gboolean is_seeking; /* what is not sought may be left out */
    gsize base;          /* of what is analysed in the whole text */
} Taker;

/* What is written together so far. */
typedef struct {
    GString *text;      /* the folded pieces, joined */
    guint pieces;
    gsize start, end;
    gsize last_piece;   /* where the last piece begins in `text` */
} Whole;

/* What a piece becomes. Texts are made of few pieces that come again and again: it is remembered by the spelling. */
typedef struct {
    const char *source; /* n bytes */
    gsize n;
    UniKind kind;
    gsize cut;          /* bytes elided at its start */
    const char *rule;
    gboolean is_stop;
    const char *exact;  /* as written, casefolded */
    const char *word;   /* folded; NULL: nothing remains */
    gboolean has_stem;
    char *stem;         /* NULL: it has none, or nobody has asked for it */
    char texts[];
} Folded;

static void folded_free(gpointer p)
{
    Folded *f = p;
    g_free(f->stem);
    g_free(f);
}

struct LangAnalyser {
    const LangProfile *profile;
    Segmenter *segmenter;
    struct sb_stemmer *stemmer;
    const LangStops *stops;
    Seeker *seeker;    /* NULL: nothing was sought yet */
    GHashTable *known; /* Folded */
    Folded *unknown;   /* the last that is not among them */
    GString *respelt, *exact, *word, *stem, *gram;
    Whole whole;
    char previous_han[8]; /* last Han character, casefolded and folded, when it stands right before this piece */
    gsize previous_start, previous_end;
};

static guint hash_folded(gconstpointer p)
{
    const Folded *f = p;
    guint hash = f->kind;
    for (gsize i = 0; i < f->n; i++)
        hash = hash * 33 + (guchar)f->source[i];
    return hash;
}

static gboolean equal_folded(gconstpointer a, gconstpointer b)
{
    const Folded *x = a, *y = b;
    return x->n == y->n && x->kind == y->kind && memcmp(x->source, y->source, x->n) == 0;
}

LangAnalyser *lang_analyser_new(const LangProfile *profile, GError **error)
{
    g_autoptr(Segmenter) segmenter = segmenter_new(error);
    if (!segmenter)
        return NULL;
    LangAnalyser *a = g_new0(LangAnalyser, 1);
    a->profile = profile;
    a->segmenter = g_steal_pointer(&segmenter);
    a->stemmer = profile->stemmer ? sb_stemmer_new(profile->stemmer, "UTF_8") : NULL;
    a->stops = lang_stops;
    for (guint i = 0; lang_registry[i] != profile; i++)
        a->stops++;
    a->known = g_hash_table_new_full(hash_folded, equal_folded, folded_free, NULL);
    GString **buffers[] = {&a->respelt, &a->exact, &a->word, &a->stem, &a->gram, &a->whole.text};
    for (guint i = 0; i < G_N_ELEMENTS(buffers); i++)
        *buffers[i] = g_string_new(NULL);
    return a;
}

void lang_analyser_free(LangAnalyser *a)
{
    segmenter_free(a->segmenter);
    g_clear_pointer(&a->seeker, seeker_free);
    if (a->stemmer)
        sb_stemmer_delete(a->stemmer);
    g_hash_table_unref(a->known);
    g_clear_pointer(&a->unknown, folded_free);
    GString *buffers[] = {a->respelt, a->exact, a->word, a->stem, a->gram, a->whole.text};
    for (guint i = 0; i < G_N_ELEMENTS(buffers); i++)
        g_string_free(buffers[i], TRUE);
    g_free(a);
}

const LangProfile *lang_analyser_profile(const LangAnalyser *a)
{
    return a->profile;
}

/* Are there digits below the line ("CO₂"), which UAX #29 takes for no part of the word? */
static const char *find_subscript(const char *text, const char *end)
{
    for (const char *p = text; (p = memmem(p, end - p, "\xE2\x82", 2)); p += 2)
        if (end - p > 2 && (guchar)p[2] >= 0x80 && (guchar)p[2] <= 0x89)
            return p;
    return NULL;
}

static void respell_letters(const LangProfile *p, char *at, const char *end)
{
    while (at < end) {
        gunichar c = (guchar)*at < 0x80 ? 0 : g_utf8_get_char_validated(at, end - at);
        gunichar other = c ? lang_find_letter(p->respelt, p->n_respelt, c) : 0;
        gsize length = g_unichar_validate(c) ? g_utf8_skip[(guchar)*at] : 1;
        if (other && (gsize)g_unichar_to_utf8(other, NULL) == length)
            g_unichar_to_utf8(other, at);
        at += length;
    }
}

/* The text as it is divided into words: respelt where the profile says so, and digits below the line as wide ones, byte
 * for byte at the same places. */
static const char *respell(LangAnalyser *a, const char *text, gsize n)
{
    const char *subscript = find_subscript(text, text + n);
    if (!a->profile->n_respelt && !subscript)
        return text;
    g_string_truncate(a->respelt, 0);
    g_string_append_len(a->respelt, text, n);
    char *copy = a->respelt->str;
    while (subscript) {
        char *digit = copy + (subscript - text);
        g_unichar_to_utf8(0xFF10 + ((guchar)digit[2] - 0x80), digit);
        subscript = find_subscript(subscript + 3, text + n);
    }
    if (a->profile->n_respelt)
        respell_letters(a->profile, copy, copy + n);
    return copy;
}

/* Fills a->stem from the folded a->word. */
static void make_stem(LangAnalyser *a)
{
    g_string_assign(a->stem, a->word->str);
    if (a->profile->strip)
        a->profile->strip(a->stem);
    const sb_symbol *stem = sb_stemmer_stem(a->stemmer, (const sb_symbol *)a->stem->str, a->stem->len);
    int n = sb_stemmer_length(a->stemmer);
    if (stem && n > 0)
        g_string_overwrite_len(a->stem, 0, (const char *)stem, n);
    g_string_truncate(a->stem, n > 0 ? (gsize)n : a->stem->len);
    uni_fold_spelling(a->stem);
    fold_cut(a->stem);
    if (!a->stem->len)
        g_string_assign(a->stem, a->word->str);
}

static void give(const Token *place, TokenForm form, const char *term, float weight, const char *rule, const Taker *taker)
{
    Token token = *place;
    token.start += taker->base;
    token.end += taker->base;
    token.form = form;
    token.term = term;
    token.weight = weight;
    token.rule = rule;
    taker->func(&token, taker->user);
}

/* Each Han character, and each two that stand together, in this piece or across its border with the one before. */
static void give_grams(LangAnalyser *a, Token word, const Taker *taker)
{
    Token gram = word;
    gram.is_stop = FALSE;
    gboolean one_to_one = (gsize)g_utf8_strlen(a->word->str, -1) * 3 == word.end - word.start;
    gsize at = word.start;
    for (const char *c = a->word->str; *c; c = g_utf8_next_char(c)) {
        gsize n = g_utf8_next_char(c) - c;
        gsize start = one_to_one ? at : word.start, end = one_to_one ? at + 3 : word.end;
        gram.end = end;
        if (*a->previous_han && a->previous_end == start) {
            g_string_assign(a->gram, a->previous_han);
            g_string_append_len(a->gram, c, n);
            gram.start = a->previous_start;
            give(&gram, TOKEN_GRAM, a->gram->str, WEIGHT_GRAM, "han bigram", taker);
        }
        g_string_assign(a->gram, "");
        g_string_append_len(a->gram, c, n);
        gram.start = start;
        give(&gram, TOKEN_GRAM, a->gram->str, WEIGHT_GRAM, "han unigram", taker);
        g_strlcpy(a->previous_han, a->gram->str, sizeof a->previous_han);
        a->previous_start = start;
        a->previous_end = end;
        at += 3;
    }
}

/* The parts of a word, its edges included. */
static void give_parts(LangAnalyser *a, Token word, const Taker *taker)
{
    GString *edged = a->exact;
    g_string_assign(edged, "_");
    g_string_append_len(edged, a->word->str, a->word->len);
    g_string_append_c(edged, '_');
    char *end = edged->str;
    for (guint i = 0; i < a->profile->part_letters && *end; i++)
        end = g_utf8_next_char(end);
    for (char *start = edged->str;; start = g_utf8_next_char(start), end = g_utf8_next_char(end)) {
        char behind = *end;
        *end = '\0';
        give(&word, TOKEN_PART, start, WEIGHT_PART, "part", taker);
        *end = behind;
        if (!behind)
            return;
    }
}

static gboolean is_letters(const GString *word)
{
    return strcspn(word->str, "0123456789") == word->len;
}

static gboolean is_stop(const LangStops *stops, const char *word)
{
    guint low = 0, high = stops->n;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        int order = strcmp(word, stops->text + stops->places[middle]);
        if (order == 0)
            return TRUE;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return FALSE;
}

static const char *add_text(char **at, const char *text, gsize n)
{
    char *copy = *at;
    memcpy(copy, text, n);
    copy[n] = '\0';
    *at += n + 1;
    return copy;
}

static Folded *make_folded(LangAnalyser *a, const char *source, gsize n, UniKind kind)
{
    gsize cut;
    const char *rule = fold_piece(a->profile, source, n, kind, a->exact, a->word, &cut);
    Folded *f = g_malloc(sizeof *f + n + a->exact->len + a->word->len + 3);
    char *at = f->texts;
    f->source = add_text(&at, source, n);
    f->n = n;
    f->kind = kind;
    f->cut = cut;
    f->rule = rule;
    f->is_stop = is_stop(a->stops, a->word->str);
    f->exact = add_text(&at, a->exact->str, a->exact->len);
    f->word = a->word->len ? add_text(&at, a->word->str, a->word->len) : NULL;
    f->has_stem = a->stemmer && kind == UNI_LETTERS && f->word;
    f->stem = NULL;
    return f;
}

/* What the piece becomes; valid until the next call. */
static Folded *find_folded(LangAnalyser *a, const char *source, gsize n, UniKind kind)
{
    const Folded key = {.source = source, .n = n, .kind = kind};
    Folded *known = g_hash_table_lookup(a->known, &key);
    if (known)
        return known;
    Folded *f = make_folded(a, source, n, kind);
    if (n > MAX_KNOWN_BYTES) {
        g_clear_pointer(&a->unknown, folded_free);
        return a->unknown = f;
    }
    if (g_hash_table_size(a->known) >= MAX_KNOWN)
        g_hash_table_remove_all(a->known);
    g_hash_table_add(a->known, f);
    return f;
}

static const char *find_stem(LangAnalyser *a, Folded *f)
{
    if (f->has_stem && !f->stem) {
        make_stem(a);
        f->stem = g_strndup(a->stem->str, a->stem->len);
    }
    return f->stem;
}

/* All tokens of one piece, whose word is then in a->word. FALSE: nothing of it remains. */
static gboolean give_piece(LangAnalyser *a, const char *source, const Piece *piece, guint32 position,
                           const Taker *taker)
{
    gsize n = piece->end - piece->start;
    Folded *f = find_folded(a, source + piece->start, n, piece->kind);
    if (!f->word)
        return FALSE;
    g_string_assign(a->word, f->word);
    Token token = {.start = piece->start + f->cut, .end = piece->end, .position = position, .is_stop = f->is_stop};
    give(&token, TOKEN_WORD, f->word, f->has_stem ? WEIGHT_WORD : WEIGHT_MAIN, f->rule, taker);
    const char *stem = find_stem(a, f);
    if (stem)
        give(&token, TOKEN_STEM, stem, WEIGHT_MAIN, "stem", taker);
    if (!g_str_equal(f->exact, f->word))
        give(&token, TOKEN_EXACT, f->exact, WEIGHT_EXACT, "as written", taker);
    if (piece->kind == UNI_HAN)
        give_grams(a, token, taker);
    if (a->profile->part_letters && f->has_stem && !f->is_stop && !taker->is_seeking)
        give_parts(a, token, taker);
    return TRUE;
}

/* Does the piece belong to what is written together? Spaces that do not break join the groups of a number only. */
static gboolean may_join(const Whole *w, const char *text, const Piece *piece)
{
    gsize n = piece->end - piece->start;
    if (!piece->joiner || !w->pieces || piece->kind == UNI_HAN || w->text->len + n > MAX_WHOLE)
        return FALSE;
    if (piece->joiner != 0xA0 && piece->joiner != 0x202F && piece->joiner != 0x2009)
        return TRUE;
    const char *last = w->text->str + w->last_piece;
    return n == 3 && number_is_digits(text + piece->start, n) && strlen(last) <= 3 &&
           number_is_digits(last, strlen(last));
}

/* Adds the piece whose word was just given to what is written together, or begins anew with it. */
static void extend_whole(LangAnalyser *a, const Piece *piece, gboolean is_joined)
{
    Whole *w = &a->whole;
    if (!is_joined) {
        g_string_truncate(w->text, 0);
        w->pieces = 0;
        w->start = piece->start;
    } else if (piece->joiner < 0x80 && g_ascii_isdigit(w->text->str[w->text->len - 1]) &&
               g_ascii_isdigit(*a->word->str)) {
        g_string_append_c(w->text, piece->joiner);
    }
    w->last_piece = w->text->len;
    if (piece->kind == UNI_HAN)
        return;
    g_string_append_len(w->text, a->word->str, a->word->len);
    w->end = piece->end;
    w->pieces++;
}

/* Gives what is written together, once it is complete. */
static void give_whole(LangAnalyser *a, guint32 position, const Taker *taker)
{
    Whole *w = &a->whole;
    const guint pieces = w->pieces;
    w->pieces = 0; /* nothing joins it any more */
    if (pieces < 2)
        return;
    Token token = {.start = w->start, .end = w->end, .position = position};
    g_string_assign(a->word, w->text->str);
    fold_cut(a->word);
    gboolean has_stem = a->stemmer && pieces == 2 && is_letters(a->word);
    give(&token, TOKEN_WORD, a->word->str, has_stem ? WEIGHT_WORD : WEIGHT_MAIN, "written together", taker);
    if (!has_stem)
        return;
    make_stem(a);
    give(&token, TOKEN_STEM, a->stem->str, WEIGHT_MAIN, "stem", taker);
}

static void analyse(LangAnalyser *a, const char *text, gsize n, const Taker *taker)
{
    Piece piece;
    guint32 position = 0;
    *a->previous_han = '\0';
    a->whole.pieces = 0;
    segmenter_start(a->segmenter, respell(a, text, n), n);
    while (segmenter_next(a->segmenter, &piece)) {
        gboolean is_joined = may_join(&a->whole, text, &piece);
        if (!is_joined)
            give_whole(a, position, taker);
        if (!give_piece(a, text, &piece, position + 1, taker))
            continue;
        position++;
        extend_whole(a, &piece, is_joined);
    }
    give_whole(a, position, taker);
}

void lang_analyse(LangAnalyser *a, const char *text, gsize n, TokenFunc func, gpointer user)
{
    analyse(a, text, n, &(Taker){func, user, FALSE, 0});
}

void lang_set_sought(LangAnalyser *a, GHashTable *terms)
{
    if (!a->seeker)
        a->seeker = seeker_new(a->profile);
    seeker_set_terms(a->seeker, terms);
}

void lang_seek(LangAnalyser *a, const char *text, gsize n, TokenFunc func, gpointer user)
{
    gsize start, end;
    seeker_start(a->seeker, text, n);
    while (seeker_next(a->seeker, &start, &end))
        analyse(a, text + start, end - start, &(Taker){func, user, TRUE, start});
}

guint64 lang_count_words(LangAnalyser *a, const char *text, gsize n)
{
    Piece piece;
    guint64 words = 0;
    segmenter_start(a->segmenter, text, n);
    while (segmenter_next(a->segmenter, &piece))
        words++;
    return words;
}
