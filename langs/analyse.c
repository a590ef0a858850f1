/*
 * The analysis, one chain for all languages:
 *
 *   UAX #29 words → elision and ending cut off → NFKC_Casefold → fold_before → stem → fold_after
 *
 * Each word gives, at its position, the folded word, its stem, the Han grams where the language has them, and the word
 * as written where folding changed it.
 */
#include "langs/lang.h"

#include <libstemmer.h>
#include <string.h>

#include "langs/profile.h"
#include "langs/uni.h"
#include "shim/limits.h"

#define WEIGHT_MAIN 1.0f  /* the stem, or the word of a language without stems */
#define WEIGHT_WORD 0.2f  /* the word beside its stem: what was typed ranks above what only shares a stem */
#define WEIGHT_EXACT 0.1f /* the very spelling, accents and marks included */
#define WEIGHT_GRAM 0.3f
#define MAX_TERM (LIMIT_TERM - 8)
#define MAX_CACHED 50000  /* stems remembered */

struct LangAnalyser {
    const LangProfile *profile;
    UniBreaker *breaker;
    struct sb_stemmer *stemmer;
    GHashTable *stops; /* folded words */
    GHashTable *stems; /* word before stemming → stem, at most MAX_CACHED */
    GString *exact, *word, *stem, *gram;
    char previous_han[8]; /* last Han character, casefolded and folded, when it stands right before this segment */
    gsize previous_start, previous_end;
};

static void fold_word(LangFoldFunc fold, GString *word)
{
    if (fold)
        fold(word);
}

LangAnalyser *lang_analyser_new(const LangProfile *profile, GError **error)
{
    g_autoptr(UniBreaker) breaker = uni_breaker_new(error);
    if (!breaker)
        return NULL;
    LangAnalyser *a = g_new0(LangAnalyser, 1);
    a->profile = profile;
    a->breaker = g_steal_pointer(&breaker);
    a->stemmer = profile->stemmer ? sb_stemmer_new(profile->stemmer, "UTF_8") : NULL;
    a->stops = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    a->stems = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    a->exact = g_string_new(NULL);
    a->word = g_string_new(NULL);
    a->stem = g_string_new(NULL);
    a->gram = g_string_new(NULL);
    for (const char *const *s = profile->stopwords; *s; s++) {
        g_autoptr(GString) stop = g_string_new(NULL);
        uni_casefold(*s, strlen(*s), stop);
        fold_word(profile->fold_before, stop);
        fold_word(profile->fold_after, stop);
        g_hash_table_add(a->stops, g_strndup(stop->str, stop->len));
    }
    return a;
}

void lang_analyser_free(LangAnalyser *a)
{
    uni_breaker_free(a->breaker);
    if (a->stemmer)
        sb_stemmer_delete(a->stemmer);
    g_hash_table_unref(a->stops);
    g_hash_table_unref(a->stems);
    g_string_free(a->exact, TRUE);
    g_string_free(a->word, TRUE);
    g_string_free(a->stem, TRUE);
    g_string_free(a->gram, TRUE);
    g_free(a);
}

/* Bytes of an apostrophe (straight or curly) at `p`, 0: none. */
static gsize apostrophe_at(const char *p, const char *end)
{
    if (p < end && *p == '\'')
        return 1;
    return end - p >= 3 && memcmp(p, "\xE2\x80\x99", 3) == 0 ? 3 : 0;
}

/* Moves `start` behind an elided word ("l'" of "l'école"). */
static gboolean cut_elision(const LangProfile *p, const char *text, gsize *start, gsize end)
{
    for (gsize i = *start; p->elisions && i < end; i++) {
        gsize mark = apostrophe_at(text + i, text + end);
        if (!mark)
            continue;
        g_autoptr(GString) head = g_string_new(NULL);
        uni_casefold(text + *start, i - *start, head);
        if (!g_strv_contains(p->elisions, head->str) || i + mark >= end)
            return FALSE;
        *start = i + mark;
        return TRUE;
    }
    return FALSE;
}

/* Cuts an ending with its apostrophe ("'s") off the folded word. */
static gboolean cut_ending(const LangProfile *p, GString *word)
{
    const char *mark = p->endings ? strrchr(word->str, '\'') : NULL;
    if (!mark && p->endings)
        mark = g_strrstr(word->str, "\xE2\x80\x99");
    if (!mark || mark == word->str)
        return FALSE;
    const char *ending = mark + apostrophe_at(mark, word->str + word->len);
    if (!g_strv_contains(p->endings, ending))
        return FALSE;
    g_string_truncate(word, mark - word->str);
    return TRUE;
}

static void cut_long(GString *word)
{
    if (word->len > MAX_TERM)
        g_string_truncate(word, g_utf8_find_prev_char(word->str, word->str + MAX_TERM + 1) - word->str);
}

/* Fills a->stem from a->word, which has passed fold_before. */
static void make_stem(LangAnalyser *a)
{
    const char *known = g_hash_table_lookup(a->stems, a->word->str);
    if (known) {
        g_string_assign(a->stem, known);
        return;
    }
    const sb_symbol *stem = sb_stemmer_stem(a->stemmer, (const sb_symbol *)a->word->str, a->word->len);
    g_string_assign(a->stem, "");
    if (stem)
        g_string_append_len(a->stem, (const char *)stem, sb_stemmer_length(a->stemmer));
    fold_word(a->profile->fold_after, a->stem);
    if (g_hash_table_size(a->stems) < MAX_CACHED)
        g_hash_table_insert(a->stems, g_strdup(a->word->str), g_strdup(a->stem->str));
}

static void give_grams(LangAnalyser *a, Token *token, TokenFunc func, gpointer user)
{
    const LangProfile *p = a->profile;
    if (!p->has_han_grams)
        return;
    gsize word_start = token->start, word_end = token->end;
    Token gram = *token;
    gram.form = TOKEN_GRAM;
    gram.weight = WEIGHT_GRAM;
    gram.is_stop = FALSE;
    gboolean one_to_one = (gsize)g_utf8_strlen(a->word->str, -1) * 3 == word_end - word_start;
    gsize at = word_start;
    for (const char *c = a->word->str; *c; c = g_utf8_next_char(c)) {
        gsize n = g_utf8_next_char(c) - c;
        g_string_truncate(a->gram, 0);
        gsize gram_start = one_to_one ? at : word_start, gram_end = one_to_one ? at + 3 : word_end;
        if (*a->previous_han && a->previous_end == gram_start) {
            g_string_append(a->gram, a->previous_han);
            g_string_append_len(a->gram, c, n);
            gram.start = a->previous_start;
            gram.end = gram_end;
            gram.term = a->gram->str;
            gram.rule = "han bigram";
            func(&gram, user);
            g_string_truncate(a->gram, 0);
        }
        g_string_append_len(a->gram, c, n);
        gram.start = gram_start;
        gram.end = gram_end;
        gram.term = a->gram->str;
        gram.rule = "han unigram";
        func(&gram, user);
        g_strlcpy(a->previous_han, a->gram->str, sizeof a->previous_han);
        a->previous_start = gram_start;
        a->previous_end = gram_end;
        at += 3;
    }
}

static void give(Token *token, TokenForm form, const char *term, float weight, const char *rule, TokenFunc func,
                 gpointer user)
{
    token->form = form;
    token->term = term;
    token->weight = weight;
    token->rule = rule;
    func(token, user);
}

/* All tokens of one segment. FALSE: nothing of it remains. */
static gboolean give_word(LangAnalyser *a, const char *text, gsize start, gsize end, UniKind kind, guint32 position,
                          TokenFunc func, gpointer user)
{
    const LangProfile *p = a->profile;
    const char *rule = kind == UNI_NUMBER ? "number" : kind == UNI_HAN ? "dictionary" : "word";
    if (cut_elision(p, text, &start, end))
        rule = "elision";
    g_string_truncate(a->exact, 0);
    uni_casefold(text + start, end - start, a->exact);
    if (cut_ending(p, a->exact))
        rule = "ending";
    cut_long(a->exact);
    if (!a->exact->len || !g_utf8_validate(a->exact->str, a->exact->len, NULL))
        return FALSE;
    g_string_assign(a->word, a->exact->str);
    fold_word(p->fold_before, a->word);
    gboolean has_stem = a->stemmer && kind == UNI_LETTERS && a->word->len;
    if (has_stem)
        make_stem(a);
    fold_word(p->fold_after, a->word);
    if (!a->word->len)
        return FALSE;
    Token token = {.start = start, .end = end, .position = position};
    token.is_stop = g_hash_table_contains(a->stops, a->word->str);
    give(&token, TOKEN_WORD, a->word->str, has_stem ? WEIGHT_WORD : WEIGHT_MAIN, rule, func, user);
    if (has_stem)
        give(&token, TOKEN_STEM, a->stem->len ? a->stem->str : a->word->str, WEIGHT_MAIN, "snowball", func, user);
    if (!g_str_equal(a->exact->str, a->word->str))
        give(&token, TOKEN_EXACT, a->exact->str, WEIGHT_EXACT, "as written", func, user);
    if (kind == UNI_HAN)
        give_grams(a, &token, func, user);
    return TRUE;
}

void lang_analyse(LangAnalyser *a, const char *text, gsize n, TokenFunc func, gpointer user)
{
    gsize start, end;
    UniKind kind;
    guint32 position = 0;
    *a->previous_han = '\0';
    uni_breaker_start(a->breaker, text, n);
    while (uni_breaker_next(a->breaker, &start, &end, &kind))
        if (give_word(a, text, start, end, kind, position + 1, func, user))
            position++;
}

guint64 lang_count_words(LangAnalyser *a, const char *text, gsize n)
{
    gsize start, end;
    UniKind kind;
    guint64 words = 0;
    uni_breaker_start(a->breaker, text, n);
    while (uni_breaker_next(a->breaker, &start, &end, &kind))
        words++;
    return words;
}
