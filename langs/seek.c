#include "langs/seek.h"

#include <string.h>

#include "langs/segment.h"
#include "langs/uni.h"

#define CHARACTERS 0x10000 /* that are learned; those beyond are strange */

/* What is known of a character; 0: nothing yet. */
typedef guint32 Sign;
#define LETTER 0x1FFFFFu /* the first one of what it folds to; 0: it folds to nothing */
#define KNOWN (1u << 21)
#define STRANGE (1u << 22) /* only the analysis can tell what words there are */
#define PLAIN (1u << 23)   /* a letter that is never parted from another one */
#define HAN (1u << 24)
#define MARK (1u << 25)   /* punctuation, which no word takes in beside Han */
#define BEFORE (1u << 26) /* a stem may begin behind it */
#define ASCII (1u << 27)  /* folds to ASCII */

/* The letters that a term begins with, folded: as many as a word that gives it begins with, too. */
#define MOST_LETTERS 6
#define STEM_LETTERS 2 /* those behind are the stemmer's */
typedef struct {
    gunichar letters[MOST_LETTERS];
    guint n;
} Start;

struct Seeker {
    const LangProfile *profile;
    Sign *signs;
    gboolean has_before;
    gboolean is_all;               /* everything may be sought */
    GArray *starts;                /* Start, of what is sought … */
    guint8 firsts[CHARACTERS / 8]; /* … and a bit for each letter that may stand for the first one */
    const char *text;
    gsize n, at;
    GString *word;
};

Seeker *seeker_new(const LangProfile *profile)
{
    Seeker *s = g_new0(Seeker, 1);
    s->profile = profile;
    s->signs = g_new0(Sign, CHARACTERS);
    s->has_before = profile->beginnings && *profile->beginnings->before;
    s->starts = g_array_new(FALSE, FALSE, sizeof(Start));
    s->word = g_string_new(NULL);
    return s;
}

void seeker_free(Seeker *s)
{
    g_free(s->signs);
    g_array_unref(s->starts);
    g_string_free(s->word, TRUE);
    g_free(s);
}

/* ------------------------------------------------------------------ what is known of a character */

/* Is it punctuation that UAX #29 takes for no part of a word beside Han (as some of kana), and that joins none? */
static gboolean is_mark(gunichar c)
{
    switch (g_unichar_type(c)) {
    case G_UNICODE_DASH_PUNCTUATION:
    case G_UNICODE_OPEN_PUNCTUATION:
    case G_UNICODE_CLOSE_PUNCTUATION:
    case G_UNICODE_INITIAL_PUNCTUATION:
    case G_UNICODE_FINAL_PUNCTUATION:
    case G_UNICODE_OTHER_PUNCTUATION:
        return (c < 0x3021 || (c > 0xFF00 && c <= 0xFF20)) && !segment_joins(c);
    default:
        return FALSE;
    }
}

/* Unified ideographs, which casefolding leaves alone. */
static gboolean is_han(gunichar c)
{
    return c >= 0x4E00 && c < 0xA000;
}

static gboolean is_longer(const char *text)
{
    return *text && *g_utf8_next_char(text);
}

/* Does the character become several letters? Then words may begin inside it. */
static gboolean is_several(gunichar c, const char *casefolded, const char *folded)
{
    gunichar first = g_utf8_get_char(folded);
    return (is_longer(casefolded) || is_longer(folded)) && (g_unichar_isalnum(c) || g_unichar_isalnum(first));
}

/* What the folding and the profile say of a letter. */
static Sign sign_of_letter(const Seeker *s, gunichar letter)
{
    Sign sign = letter;
    if (letter && letter < 0x80)
        sign |= ASCII;
    if (letter && s->has_before && g_utf8_strchr(s->profile->beginnings->before, -1, letter))
        sign |= BEFORE;
    return sign;
}

/* Fills s->word with what the character is folded to by itself; FALSE: the analysis must tell. */
static gboolean fold_character(Seeker *s, gunichar c)
{
    char text[8] = "";
    gsize n = g_unichar_to_utf8(c, text);
    g_string_truncate(s->word, 0);
    if (is_han(c)) {
        g_string_append_len(s->word, text, n);
        lang_fold_word(s->profile, s->word);
        return !is_longer(s->word->str);
    }
    if (!uni_stands_alone(c))
        return FALSE;
    uni_casefold(text, n, s->word);
    g_autofree char *casefolded = g_strdup(s->word->str);
    lang_fold_word(s->profile, s->word);
    return !is_several(c, casefolded, s->word->str);
}

static Sign learn(Seeker *s, gunichar c)
{
    if (!fold_character(s, c) || g_utf8_get_char(s->word->str) >= CHARACTERS)
        return KNOWN | STRANGE;
    Sign sign = KNOWN | sign_of_letter(s, g_utf8_get_char(s->word->str));
    if (uni_is_plain_letter(c) && !lang_find_letter(s->profile->respelt, s->profile->n_respelt, c))
        sign |= PLAIN;
    if (is_han(c))
        sign |= HAN;
    if (is_mark(c))
        sign |= MARK;
    return sign;
}

static Sign get_sign(Seeker *s, gunichar c)
{
    if (!s->signs[c])
        s->signs[c] = learn(s, c);
    return s->signs[c];
}

/* The sign of the character at `at`, and its bytes. */
static inline Sign read_sign(Seeker *s, gsize at, gsize *n)
{
    const guchar *p = (const guchar *)s->text + at;
    *n = 1;
    if (*p < 0x80)
        return get_sign(s, *p);
    if (*p >= 0xC2 && *p < 0xE0 && s->n - at > 1 && (p[1] & 0xC0) == 0x80) {
        *n = 2;
        return get_sign(s, (*p & 0x1F) << 6 | (p[1] & 0x3F));
    }
    gunichar c = g_utf8_get_char_validated((const char *)p, s->n - at);
    if (c >= CHARACTERS) /* or ill-formed */
        return KNOWN | STRANGE;
    *n = g_utf8_skip[*p];
    return get_sign(s, c);
}

/* ------------------------------------------------------------------ what is sought */

static void add_first(Seeker *s, gunichar c)
{
    s->firsts[c / 8] |= 1 << c % 8;
}

/* Letters of the term, up to one that cannot be told from the text by itself; of none, everything is sought. */
static void add_term(Seeker *s, const char *term)
{
    const char prefix = g_ascii_isupper(*term) ? *term++ : 0;
    const gboolean is_written = prefix == *token_form_prefix(TOKEN_EXACT);
    const guint most = prefix == *token_form_prefix(TOKEN_STEM) ? STEM_LETTERS : MOST_LETTERS;
    Start start = {.n = 0};
    for (; *term && start.n < most; term = g_utf8_next_char(term)) {
        gunichar c = g_utf8_get_char(term);
        Sign sign = c < CHARACTERS ? get_sign(s, c) : STRANGE;
        gunichar letter = is_written ? sign & LETTER : c;
        if (sign & STRANGE || !letter || (start.n && !(sign & (PLAIN | HAN))))
            break;
        start.letters[start.n++] = letter;
    }
    s->is_all = s->is_all || !start.n;
    g_array_append_val(s->starts, start);
    add_first(s, start.letters[0]);
    for (const LangLetter *l = s->profile->beginnings->firsts; l && l->from; l++)
        if (l->to == start.letters[0] || !l->to)
            add_first(s, l->from);
}

void seeker_set_terms(Seeker *s, GHashTable *terms)
{
    memset(s->firsts, 0, sizeof s->firsts);
    g_array_set_size(s->starts, 0);
    s->is_all = !s->profile->beginnings;
    GHashTableIter iter;
    gpointer term;
    g_hash_table_iter_init(&iter, terms);
    while (!s->is_all && g_hash_table_iter_next(&iter, &term, NULL))
        add_term(s, term);
}

/* ------------------------------------------------------------------ the text */

void seeker_start(Seeker *s, const char *text, gsize n)
{
    s->text = text;
    s->n = n;
    s->at = 0;
}

/* Are words divided between the two characters whatever is before and behind them? */
static gboolean parts(Sign before, Sign behind)
{
    return (before & HAN && behind & MARK) || (behind & HAN && before & (MARK | PLAIN));
}

typedef enum { OTHER, SAME, UNSURE } Likeness;

/* Is the letter of the text the other one in a word or stem? */
static Likeness compare(const LangLetter *changes, gunichar letter, gunichar other)
{
    Likeness likeness = letter == other ? SAME : OTHER;
    for (const LangLetter *l = changes; l && l->from; l++)
        if (l->from == letter)
            likeness = !l->to ? UNSURE : l->to == other ? SAME : likeness;
    return likeness;
}

/* Do the letters at `at` begin as a term does? What cannot be told by itself may be anything. */
static gboolean begins(Seeker *s, gsize at, const Start *start)
{
    gsize n;
    const Sign first = read_sign(s, at, &n);
    Likeness likeness = compare(s->profile->beginnings->firsts, first & LETTER, start->letters[0]);
    for (guint i = 1; i < start->n && likeness == SAME; i++) {
        at += n;
        if (at >= s->n || uni_is_space(s->text[at]))
            return FALSE;
        const Sign sign = read_sign(s, at, &n);
        if (!(first & sign & (PLAIN | HAN)) || !(sign & LETTER))
            return TRUE;
        likeness = compare(s->profile->beginnings->seconds, sign & LETTER, start->letters[i]);
    }
    return likeness != OTHER;
}

static gboolean may_begin(Seeker *s, gsize at, gunichar letter)
{
    if (!(s->firsts[letter / 8] & 1 << letter % 8))
        return FALSE;
    for (guint i = 0; i < s->starts->len; i++)
        if (begins(s, at, &g_array_index(s->starts, Start, i)))
            return TRUE;
    return FALSE;
}

/* The end of letters like the one before, where no word begins. */
static gsize skip_letters(Seeker *s, gsize at, Sign before)
{
    gsize n;
    while (before & ASCII && at < s->n && g_ascii_isalpha(s->text[at]))
        at++;
    while (at < s->n && !((read_sign(s, at, &n) ^ before) & (PLAIN | ASCII)))
        at += n;
    return at;
}

/* Are the letters at `at`, which stand behind Han, a word of their own? A mark that joins them to kana would make Han of
 * all of them to UAX #29, and a pair of the two characters. An apostrophe, which folds to nothing, may be inside a word. */
static gboolean is_word_apart(Seeker *s, gsize at)
{
    for (gsize n; at < s->n && !uni_is_space(s->text[at]); at += n) {
        Sign sign = read_sign(s, at, &n);
        if (!(sign & PLAIN))
            return sign & HAN || (sign & MARK && sign & LETTER);
    }
    return TRUE;
}

/* Moves s->at to the end of a stretch. TRUE: what is sought may begin in it. */
static gboolean pass_stretch(Seeker *s)
{
    Sign before = 0;
    gsize at = s->at, n;
    gboolean is_found = FALSE, is_start_behind = FALSE;
    for (; at < s->n && !uni_is_space(s->text[at]); at += n) {
        Sign sign = read_sign(s, at, &n);
        if (parts(before, sign) || (before & HAN && sign & PLAIN && is_word_apart(s, at)))
            break;
        gboolean is_start = is_start_behind || !(sign & before & PLAIN) || (s->has_before && sign & ~before & ASCII);
        is_found = is_found || sign & STRANGE || (is_start && may_begin(s, at, sign & LETTER));
        is_start_behind = is_start && (sign & BEFORE || !(sign & LETTER));
        before = sign;
        if (!is_start_behind && sign & PLAIN)
            n = skip_letters(s, at + n, sign) - at;
    }
    s->at = at;
    return is_found;
}

gboolean seeker_next(Seeker *s, gsize *start, gsize *end)
{
    if (s->is_all) {
        *start = s->at;
        *end = s->at = s->n;
        return *start < *end;
    }
    while (s->at < s->n) {
        if (uni_is_space(s->text[s->at])) {
            s->at++;
            continue;
        }
        *start = s->at;
        if (pass_stretch(s)) {
            *end = s->at;
            return TRUE;
        }
    }
    return FALSE;
}
