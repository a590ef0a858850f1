#include "langs/romanise.h"

#include <string.h>

#include "langs/profile.h"
#include "langs/uni.h"

#define TYPED_MOST 256 /* bytes of what was typed that are looked at */
#define NOTHING '-'

/* Several texts that grow together: each is one way to read what has been seen so far. */
typedef struct {
    RomanisedKey text[ROMANISE_KEYS];
    guint n;
} Ways;

gboolean romanise_has(const LangProfile *lang)
{
    return lang->romanised && lang->romanised->n_letters;
}

gboolean romanise_is_together(const LangProfile *lang)
{
    return lang->romanised && lang->romanised->is_together;
}

gboolean romanise_is_exact(const LangProfile *lang)
{
    return romanise_has(lang) && !lang->romanised->has_optional_vowels;
}

static gboolean is_latin(char c)
{
    return g_ascii_isalpha(c);
}

static void append(RomanisedKey key, const char *text, gsize n)
{
    gsize have = strlen(key);
    n = MIN(n, ROMANISE_LENGTH - 1 - have);
    memcpy(key + have, text, n);
    key[have + n] = '\0';
}

/* Continues each way with each of the `n` texts; what would be more than ROMANISE_KEYS ways is left out. */
static void fork_ways(Ways *ways, const char *const *texts, const gsize *lengths, guint n)
{
    guint before = ways->n;
    for (guint i = n; i-- > 0;) {
        for (guint w = 0; w < before; w++) {
            guint to = i == 0 ? w : ways->n;
            if (to == ROMANISE_KEYS)
                break;
            if (i > 0)
                memcpy(ways->text[ways->n++], ways->text[w], ROMANISE_LENGTH);
            append(ways->text[to], texts[i], lengths[i]);
        }
    }
}

/* The rule for what stands at `p` of `word`: the longest that fits; NULL: there is none. */
static const LangChange *find_rule(const LangChange *rules, const char *word, const char *p)
{
    const LangChange *best = NULL;
    gsize best_n = 0;
    for (const LangChange *r = rules; r && r->from; r++) {
        gboolean at_start = r->from[0] == '^';
        const char *from = r->from + at_start;
        gsize n = strlen(from);
        gboolean at_end = n > 1 && from[n - 1] == '$';
        n -= at_end;
        if (n + at_start + at_end > best_n && (!at_start || p == word) && strncmp(p, from, n) == 0 &&
            (!at_end || !p[n])) {
            best = r;
            best_n = n + at_start + at_end;
        }
    }
    return best;
}

static gsize length_of(const LangChange *rule)
{
    gsize n = strlen(rule->from);
    return n - (rule->from[0] == '^') - (n > 1 && rule->from[n - 1] == '$');
}

/* Equal neighbours become one. */
static void squeeze(RomanisedKey key)
{
    gsize n = 0;
    for (gsize i = 0; key[i]; i++)
        if (!n || key[i] != key[n - 1])
            key[n++] = key[i];
    key[n] = '\0';
}

static void rewrite(const LangChange *rules, const char *word, Ways *out)
{
    *out = (Ways){.n = 1};
    for (const char *p = word; *p;) {
        const LangChange *rule = find_rule(rules, word, p);
        const char *texts[ROMANISE_KEYS];
        gsize lengths[ROMANISE_KEYS];
        guint n = 0;
        if (!rule) {
            if (g_ascii_isalnum(*p))
                for (guint w = 0; w < out->n; w++)
                    append(out->text[w], p, 1);
            p = g_utf8_next_char(p);
            continue;
        }
        for (const char *to = rule->to; to && n < ROMANISE_KEYS; to = strchr(to, ' ')) {
            to += *to == ' ';
            texts[n] = to;
            lengths[n++] = *to == NOTHING ? 0 : strcspn(to, " ");
        }
        fork_ways(out, texts, lengths, n);
        p += length_of(rule);
    }
}

/* The first row of the letter; NULL: there is none. */
static const LangSpelt *find_letter(const LangRomanised *r, gunichar c)
{
    guint low = 0, high = r->n_letters;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (r->letters[middle].from < c)
            low = middle + 1;
        else
            high = middle;
    }
    return low < r->n_letters && r->letters[low].from == c ? &r->letters[low] : NULL;
}

/* The word in Latin letters, in each way that it may be read. FALSE: it has no letter of the script, or one
 * without a form. */
static gboolean spell(const LangProfile *lang, const char *word, Ways *out)
{
    gboolean has_letter = FALSE;
    *out = (Ways){.n = 1};
    for (const char *p = word; *p; p = g_utf8_next_char(p)) {
        const LangSpelt *row = lang->romanised ? find_letter(lang->romanised, g_utf8_get_char(p)) : NULL;
        const char *texts[ROMANISE_KEYS];
        gsize lengths[ROMANISE_KEYS];
        guint n = 0;
        if (!row && (guchar)*p >= 0x80)
            return FALSE;
        for (; row && row->from == g_utf8_get_char(p) && n < ROMANISE_KEYS; row++, n++) {
            texts[n] = row->to;
            lengths[n] = strlen(row->to);
        }
        has_letter |= n > 0;
        if (!n) {
            texts[n] = p;
            lengths[n++] = g_ascii_isalnum(*p);
        }
        fork_ways(out, texts, lengths, n);
    }
    return has_letter;
}

static guint add_keys(const LangProfile *lang, const char *latin, RomanisedKey keys[ROMANISE_KEYS], guint n)
{
    Ways ways;
    rewrite(lang->romanised->rules, latin, &ways);
    for (guint w = 0; w < ways.n && n < ROMANISE_KEYS; w++) {
        if (!lang->romanised
                 ->is_together) /* between syllables that are written together they are two letters */
            squeeze(ways.text[w]);
        gboolean is_new = *ways.text[w] != '\0';
        for (guint i = 0; i < n; i++)
            is_new &= !g_str_equal(keys[i], ways.text[w]);
        if (is_new)
            memcpy(keys[n++], ways.text[w], ROMANISE_LENGTH);
    }
    return n;
}

guint romanise_word(const LangProfile *lang, const char *word, RomanisedKey keys[ROMANISE_KEYS])
{
    Ways latin;
    guint n = 0;
    if (!romanise_has(lang) || !spell(lang, word, &latin))
        return 0;
    for (guint w = 0; w < latin.n; w++)
        n = add_keys(lang, latin.text[w], keys, n);
    return n;
}

static gboolean is_ruled(const LangProfile *lang, const char *p)
{
    char letter[8] = "";
    memcpy(letter, p, g_utf8_next_char(p) - p);
    for (const LangChange *r = lang->romanised ? lang->romanised->rules : NULL; r && r->from; r++)
        if (strstr(r->from, letter))
            return TRUE;
    return FALSE;
}

/* Casefolded; a letter with marks stays one if a rule has it, and is plain otherwise; signs that no rule has
 * are dropped. FALSE: it is not Latin. */
static gboolean read_typed(const LangProfile *lang, const char *typed, GString *out)
{
    g_autoptr(GString) folded = g_string_new(NULL);
    uni_casefold(typed, MIN(strlen(typed), TYPED_MOST), folded);
    gboolean has_letter = FALSE;
    for (const char *p = folded->str; *p; p = g_utf8_next_char(p)) {
        gsize n = g_utf8_next_char(p) - p;
        if (g_ascii_isalnum(*p)) {
            has_letter |= is_latin(*p);
            g_string_append_c(out, *p);
            continue;
        }
        g_autoptr(GString) plain = g_string_new_len(p, n);
        if (!is_ruled(lang, p))
            uni_fold_spelling(plain);
        gunichar c = plain->len ? g_utf8_get_char(plain->str) : 0;
        gboolean is_letter = g_unichar_isalnum(c) && g_unichar_type(c) != G_UNICODE_MODIFIER_LETTER;
        if (c >= 0x80 && is_letter && !is_ruled(lang, p))
            return FALSE;
        has_letter |= is_latin(c < 0x80 ? c : 0);
        if (is_letter || (plain->len && is_ruled(lang, p)))
            g_string_append_len(out, plain->str, plain->len);
    }
    return has_letter;
}

guint romanise_typed(const LangProfile *lang, const char *typed, RomanisedKey keys[ROMANISE_KEYS])
{
    g_autoptr(GString) latin = g_string_new(NULL);
    if (!romanise_has(lang) || !read_typed(lang, typed, latin))
        return 0;
    return add_keys(lang, latin->str, keys, 0);
}

gboolean romanise_spell(const LangProfile *lang, const char *word, RomanisedKey latin)
{
    Ways ways;
    gboolean has_letter = spell(lang, word, &ways);
    memcpy(latin, ways.text[0], ROMANISE_LENGTH);
    for (const char *p = latin; !has_letter && *p; p++)
        has_letter = is_latin(*p);
    return has_letter && *latin;
}

/* ------------------------------------------------------------------ names */

/* What several letters sound like, of whatever language: a class of consonants, or nothing. The longest
 * first. */
static const char *const name_sounds[] = {"shch=S", "tsch=S", "sch=S", "tch=S", "dzh=S", "dsh=S", "ch=S",
                                          "sh=S",   "zh=S",   "ts=S",  "tz=S",  "dj=S",  "dg=S",  "kh=H",
                                          "gh=K",   "ph=F",   "th=T",  "dh=T",  "ck=K",  "qu=K",  "ce=S",
                                          "ci=S",   "cy=S",   "x=KS",  NULL};

/* Of a to z. */
static const char name_letters[] = "-PKT-FKH-SKLMN-PKLST-F-S-S";

static void add_class(RomanisedKey key, const char *classes)
{
    for (; *classes; classes++)
        if (*classes != NOTHING && key[strlen(key) - 1] != *classes)
            append(key, classes, 1);
}

gboolean romanise_name(const LangProfile *lang, const char *word, RomanisedKey key)
{
    RomanisedKey latin;
    Ways own;
    if (!romanise_spell(lang, word, latin))
        return FALSE;
    rewrite(lang->romanised ? lang->romanised->names : NULL, latin, &own);
    memset(key, 0, ROMANISE_LENGTH);
    key[0] = ROMANISE_NAME;
    for (const char *p = own.text[0]; *p;) {
        const char *const *s = name_sounds;
        while (*s && strncmp(p, *s, strcspn(*s, "=")) != 0)
            s++;
        const char one[2] = {is_latin(*p) ? name_letters[*p - 'a'] : NOTHING, '\0'};
        add_class(key, *s ? strchr(*s, '=') + 1 : one);
        p += *s ? strcspn(*s, "=") : 1;
    }
    return key[1] && key[2];
}

/* ------------------------------------------------------------------ distance */

#define LETTERS 48
#define COST_OF_FALLEN 0.3 /* of an article that one side has and the other has not */

static gboolean is_vowel(char c)
{
    return strchr("aeiouyw", c) != NULL;
}

/* Vowels and digits of chat that stand for each other, consonants of one class of name_letters. */
#define ALIKE_VERY 14
static const char *const alike[] = {"iy", "ij", "ie", "ey", "uw", "ou", "ow", "ae", "vw", "2q", "7h", "5k",
                                    "8k", "9s", "qk", "ck", "kg", "gj", "sz", "xh", "bp", "fv", "dt", "6t"};
#define VOWELS (1u << G_N_ELEMENTS(alike))

/* The pairs of `alike` that a letter is in, a bit for each, and VOWELS. */
static guint32 kin_of(char letter)
{
    guint32 kin = is_vowel(letter) ? VOWELS : 0;
    for (guint i = 0; i < G_N_ELEMENTS(alike); i++)
        if (alike[i][0] == letter || alike[i][1] == letter)
            kin |= 1u << i;
    return kin;
}

/* Of two different letters with these kin. */
static double change_cost(guint32 a, guint32 b)
{
    guint32 both = a & b;
    if (both & ((1u << ALIKE_VERY) - 1))
        return 0.05;
    return both & (VOWELS - 1) ? 0.3 : both ? 0.6 : 1;
}

/* What a letter costs that one side has and the other has not: a vowel, the second of two equal ones. */
typedef struct {
    double vowel, twin;
} GapCost;

static double gap_cost(const char *text, gsize at, GapCost of)
{
    if (at && text[at] == text[at - 1])
        return of.twin;
    if (text[at] == 'h' && !text[at + 1])
        return 0.1;
    if (text[at] == 'h' || g_ascii_isdigit(text[at]))
        return 0.3; /* of digraphs, which are a letter in other schemes; of chat */
    return is_vowel(text[at]) ? of.vowel : 1;
}

/* Letters at the beginning that a rule lets fall, as an article; 0: none. */
static gsize count_fallen(const LangProfile *lang, const char *text)
{
    const LangChange *rule = lang->romanised ? find_rule(lang->romanised->rules, text, text) : NULL;
    return rule && rule->from[0] == '^' && *rule->to == NOTHING ? length_of(rule) : 0;
}

/* What was typed as ASCII letters and digits, without those that a rule lets fall. */
static void plain_typed(const LangProfile *lang, const char *read, GString *out)
{
    for (const char *p = read; *p && out->len < LETTERS; p = g_utf8_next_char(p)) {
        if ((guchar)*p < 0x80) {
            if (g_ascii_isalnum(*p))
                g_string_append_c(out, *p);
            continue;
        }
        const LangChange *rule = find_rule(lang->romanised->rules, read, p);
        g_autoptr(GString) letter = g_string_new_len(p, g_utf8_next_char(p) - p);
        uni_fold_spelling(letter);
        if (g_ascii_isalnum(*letter->str) && !(rule && *rule->to == NOTHING))
            g_string_append_c(out, *letter->str);
    }
}

/* Weighted optimal alignment (Wagner and Fischer 1974). */
static double align(const LangProfile *lang, const char *typed, const char *latin)
{
    gboolean is_free = lang->romanised && lang->romanised->has_optional_vowels;
    GapCost of_typed = {is_free ? 0.2 : 0.8, 0.1}, of_word = {0.8, is_free ? 0.8 : 0.1};
    gsize n = strlen(latin);
    double rows[2][LETTERS + 1] = {{0}}, gaps[LETTERS];
    guint32 kin[LETTERS];
    for (gsize j = 0; j < n; j++) {
        gaps[j] = gap_cost(latin, j, of_word);
        kin[j] = kin_of(latin[j]);
        rows[0][j + 1] = rows[0][j] + gaps[j];
    }
    gsize i = 0;
    for (; typed[i]; i++) {
        double *above = rows[i % 2], *row = rows[(i + 1) % 2], gap = gap_cost(typed, i, of_typed);
        guint32 here = kin_of(typed[i]);
        row[0] = above[0] + gap;
        for (gsize j = 0; j < n; j++) {
            gboolean is_end = !typed[i + 1] && j + 1 == n && latin[j] == 'h' && strchr("ae", typed[i]);
            double change = is_end ? 0.05 : typed[i] == latin[j] ? 0 : change_cost(here, kin[j]);
            row[j + 1] = MIN(above[j] + change, MIN(above[j + 1] + gap, row[j] + gaps[j]));
        }
    }
    return rows[i % 2][n];
}

double romanise_distance(const LangProfile *lang, const char *typed, const char *word)
{
    RomanisedKey latin;
    g_autoptr(GString) read = g_string_new(NULL), plain = g_string_new(NULL);
    if (!romanise_spell(lang, word, latin) || !read_typed(lang, typed, read))
        return LETTERS;
    gsize fallen = count_fallen(lang, latin), typed_fallen = count_fallen(lang, read->str);
    plain_typed(lang, read->str + typed_fallen, plain);
    return align(lang, plain->str, latin + fallen) + (!fallen == !typed_fallen ? 0 : COST_OF_FALLEN);
}
