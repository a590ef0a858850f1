#include "langs/uni.h"

#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/uclean.h>
#include <unicode/uidna.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utext.h>
#include <unicode/uversion.h>

#define SHORT 256 /* UTF-16 units that are folded on the stack */

static gboolean is_ascii(const char *text, gsize n)
{
    for (gsize i = 0; i < n; i++)
        if ((guchar)text[i] >= 0x80)
            return FALSE;
    return TRUE;
}

static void append_utf16(GString *out, const UChar *text, int32_t n)
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t length = 0;
    gsize before = out->len;
    g_string_set_size(out, before + 3 * (gsize)n);
    u_strToUTF8WithSub(out->str + before, 3 * n, &length, text, n, 0xFFFD, NULL, &status);
    g_string_set_size(out, before + (U_SUCCESS(status) ? length : 0));
}

/* The iota below becomes a letter, which the marks around it cannot pass any more: they must be in order before. */
static gboolean has_iota_below(const UChar *text, int32_t n)
{
    for (int32_t i = 0; i < n; i++)
        if (text[i] == 0x345 || (text[i] >= 0x1F80 && text[i] < 0x2000))
            return TRUE;
    return FALSE;
}

static int32_t casefold_utf16(const UChar *text, int32_t n, UChar *out, int32_t capacity, UErrorCode *status)
{
    const UNormalizer2 *form = unorm2_getNFKCCasefoldInstance(status);
    if (!has_iota_below(text, n))
        return unorm2_normalize(form, text, n, out, capacity, status);
    g_autofree UChar *ordered = g_new(UChar, capacity);
    n = unorm2_normalize(unorm2_getNFCInstance(status), text, n, ordered, capacity, status);
    return unorm2_normalize(form, ordered, n, out, capacity, status);
}

void uni_casefold(const char *text, gsize n, GString *out)
{
    if (is_ascii(text, n)) {
        for (gsize i = 0; i < n; i++)
            g_string_append_c(out, g_ascii_tolower(text[i]));
        return;
    }
    UChar stack[SHORT], folded_stack[4 * SHORT];
    UChar *source = n <= SHORT ? stack : g_new(UChar, n);
    int32_t capacity = n <= SHORT ? 4 * SHORT : 4 * n + 64;
    UChar *folded = n <= SHORT ? folded_stack : g_new(UChar, capacity);
    UErrorCode status = U_ZERO_ERROR;
    int32_t units = 0;
    u_strFromUTF8WithSub(source, n, &units, text, n, 0xFFFD, NULL, &status);
    int32_t length = casefold_utf16(source, units, folded, capacity, &status);
    if (U_SUCCESS(status))
        append_utf16(out, folded, length);
    if (source != stack)
        g_free(source);
    if (folded != folded_stack)
        g_free(folded);
}

/* Letters that have no decomposition, and the letters that people type for them; sorted. */
static const struct {
    gunichar letter;
    const char *plain;
} spelt_out[] = {{0x27, ""},    {0xB7, ""},    {0xE6, "ae"},  {0xF0, "d"},  {0xF8, "o"},   {0xFE, "th"}, {0x111, "d"},
                 {0x127, "h"},  {0x131, "i"},  {0x142, "l"},  {0x153, "oe"}, {0x167, "t"}, {0x180, "b"}, {0x1E5, "g"},
                 {0x2BC, ""},   {0x66B, "."},  {0x66C, ","},  {0x2018, ""}, {0x2019, ""}};

static const char *find_plain(gunichar c)
{
    guint low = 0, high = G_N_ELEMENTS(spelt_out);
    while (low < high) {
        guint middle = (low + high) / 2;
        if (spelt_out[middle].letter == c)
            return spelt_out[middle].plain;
        if (spelt_out[middle].letter > c)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

/* The letter without its marks where these are optional in writing: Latin and Greek. 0: a mark by itself. */
static gunichar base_letter(gunichar c)
{
    gunichar decomposed[8];
    if (c >= 0x300 && c < 0x370)
        return 0;
    gboolean has_optional_marks = (c >= 0xC0 && c < 0x250) || (c >= 0x370 && c < 0x400) || (c >= 0x1E00 && c < 0x2000);
    return has_optional_marks && g_unichar_fully_decompose(c, FALSE, decomposed, 8) > 1 ? decomposed[0] : c;
}

void uni_fold_spelling(GString *word)
{
    if (is_ascii(word->str, word->len) && !memchr(word->str, '\'', word->len))
        return;
    g_autofree char *source = g_strndup(word->str, word->len);
    g_string_truncate(word, 0);
    for (const char *p = source; *p; p = g_utf8_next_char(p)) {
        gunichar c = base_letter(g_utf8_get_char(p));
        int digit = c >= 0x80 ? g_unichar_digit_value(c) : -1;
        const char *plain = find_plain(c);
        if (digit >= 0)
            g_string_append_c(word, '0' + digit);
        else if (plain)
            g_string_append(word, plain);
        else if (c)
            g_string_append_unichar(word, c);
    }
}

/*
 * What stands between two spaces is divided without regard to what is around it (UAX #29: nothing joins a space to what
 * follows but marks, which are no words). Where that is plain, ASCII and letters that differ from its letters in nothing to
 * UAX #29, the rules are few and are followed here, ten times as fast; all else is ICU's, a stretch at a time.
 */
struct UniBreaker {
    UBreakIterator *words; /* NULL: nothing has needed it yet */
    UText *utext;
    const char *text;
    gsize n, at;      /* divided up to here */
    gsize plain_end;  /* up to here the text is plain */
    gsize icu_start, icu_end; /* ICU's stretch, while at < icu_end */
};

#define PLAIN_TO_LEAVE 64 /* bytes of plain text that are left to ICU among other text: starting it costs more */

UniBreaker *uni_breaker_new(GError **error)
{
    UErrorCode status = U_ZERO_ERROR;
    u_init(&status);
    if (U_FAILURE(status)) {
        g_set_error(error, FAULT, FAULT_STOP, "cannot read ICU's data: %s", u_errorName(status));
        return NULL;
    }
    return g_new0(UniBreaker, 1);
}

void uni_breaker_start(UniBreaker *b, const char *text, gsize n)
{
    b->text = text;
    b->n = n;
    b->at = b->plain_end = b->icu_end = 0;
}

static UniKind kind_of(int32_t status)
{
    if (status >= UBRK_WORD_IDEO)
        return UNI_HAN;
    if (status >= UBRK_WORD_LETTER)
        return UNI_LETTERS;
    return status >= UBRK_WORD_NUMBER ? UNI_NUMBER : UNI_NONE;
}

/* Bytes of a plain character, 0: it is none. Printable ASCII, and the letters (ALetter) U+00C0 to U+017F, U+0400 to U+047F
 * and U+0620 to U+064A. */
static gsize plain_length(const char *p, gsize n)
{
    guchar first = p[0], second = n > 1 ? p[1] : 0;
    if (first < 0x80)
        return first > ' ' && first < 0x7F;
    if ((second & 0xC0) != 0x80)
        return 0;
    switch (first) {
    case 0xC3:
        return second == 0x97 || second == 0xB7 ? 0 : 2; /* times and divided by */
    case 0xC4:
    case 0xC5:
    case 0xD0:
    case 0xD1:
        return 2;
    case 0xD8:
        return second >= 0xA0 ? 2 : 0;
    case 0xD9:
        return second <= 0x8A ? 2 : 0;
    }
    return 0;
}

/* End of what stands from `at` up to a space; *is_plain: is all of it? */
static gsize chunk_end(const UniBreaker *b, gsize at, gboolean *is_plain)
{
    *is_plain = TRUE;
    while (at < b->n && !uni_is_space(b->text[at])) {
        gsize length = plain_length(b->text + at, b->n - at);
        *is_plain = *is_plain && length;
        at += MAX(length, 1);
    }
    return at;
}

/* Finds what comes next, from a chunk's start: plain text, or a stretch for ICU up to PLAIN_TO_LEAVE of plain text. */
static void find_stretch(UniBreaker *b)
{
    gboolean is_plain;
    b->plain_end = chunk_end(b, b->at, &is_plain);
    if (is_plain)
        return;
    gsize at = b->icu_end = b->plain_end;
    b->icu_start = b->plain_end = b->at;
    while (at < b->n && at - b->icu_end < PLAIN_TO_LEAVE) {
        at = chunk_end(b, at + 1, &is_plain);
        b->icu_end = is_plain ? b->icu_end : at;
    }
    UErrorCode status = U_ZERO_ERROR;
    if (!b->words)
        b->words = ubrk_open(UBRK_WORD, "", NULL, 0, &status);
    if (U_FAILURE(status)) /* its data is there: memory is not, which ends a program of GLib */
        g_error("cannot open ICU's word iterator: %s", u_errorName(status));
    b->utext = utext_openUTF8(b->utext, b->text + b->icu_start, b->icu_end - b->icu_start, &status);
    ubrk_setUText(b->words, b->utext, &status);
    ubrk_first(b->words);
}

static gboolean next_of_icu(UniBreaker *b, gsize *start, gsize *end, UniKind *kind)
{
    for (int32_t next; (next = ubrk_next(b->words)) != UBRK_DONE;) {
        *start = b->at;
        *end = b->at = b->icu_start + next;
        *kind = kind_of(ubrk_getRuleStatus(b->words));
        if (*kind != UNI_NONE)
            return TRUE;
    }
    b->at = b->icu_end;
    return FALSE;
}

/* Of plain text; "@" is a letter to ICU. */
static gboolean is_letter(char c)
{
    return g_ascii_isalpha(c) || c == '@' || (guchar)c >= 0x80;
}

static gboolean is_part(char c)
{
    return is_letter(c) || g_ascii_isdigit(c) || c == '_';
}

/* Do the letters or digits before and behind the mark make one word of it? WB6, 7, 11 and 12. */
static gboolean mark_joins(char before, char mark, char behind)
{
    if (is_letter(before) && is_letter(behind))
        return mark == '.' || mark == '\'';
    return g_ascii_isdigit(before) && g_ascii_isdigit(behind) && mark && strchr(".',;", mark);
}

static gboolean next_plain(UniBreaker *b, gsize *start, gsize *end, UniKind *kind)
{
    const char *t = b->text;
    gsize i = b->at;
    do {
        while (i < b->plain_end && !is_part(t[i]))
            i++;
        *start = i;
        while (i < b->plain_end &&
               (is_part(t[i]) || (i > *start && i + 1 < b->plain_end && mark_joins(t[i - 1], t[i], t[i + 1]))))
            i++;
    } while (i == *start + 1 && t[*start] == '_'); /* alone it is none */
    *end = b->at = i;
    if (i == *start)
        return FALSE;
    char last = t[i - 1] == '_' && t[i - 2] != '_' ? t[i - 2] : t[i - 1]; /* ICU's kind follows it */
    *kind = g_ascii_isdigit(last) ? UNI_NUMBER : UNI_LETTERS;
    return TRUE;
}

gboolean uni_breaker_next(UniBreaker *b, gsize *start, gsize *end, UniKind *kind)
{
    for (;;) {
        if (b->at < b->icu_end ? next_of_icu(b, start, end, kind) : next_plain(b, start, end, kind))
            return TRUE;
        while (b->at < b->n && uni_is_space(b->text[b->at]))
            b->at++;
        if (b->at >= b->n)
            return FALSE;
        if (b->at >= b->plain_end)
            find_stretch(b);
    }
}

void uni_breaker_free(UniBreaker *b)
{
    g_clear_pointer(&b->words, ubrk_close);
    utext_close(b->utext);
    g_free(b);
}

gboolean uni_extends(gunichar c)
{
    if (c < 0x300)
        return FALSE;
    int32_t property = u_getIntPropertyValue(c, UCHAR_GRAPHEME_CLUSTER_BREAK);
    return property == U_GCB_EXTEND || property == U_GCB_SPACING_MARK || property == U_GCB_ZWJ;
}

gboolean uni_is_plain_letter(gunichar c)
{
    char text[6];
    gsize n = g_unichar_to_utf8(c, text);
    return n == 1 ? g_ascii_isalpha(c) : plain_length(text, n) > 0;
}

gboolean uni_stands_alone(gunichar c)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *form = unorm2_getNFKCCasefoldInstance(&status);
    return U_SUCCESS(status) && !(U_GET_GC_MASK(c) & (U_GC_C_MASK | U_GC_M_MASK)) && !uni_extends(c) &&
           u_getIntPropertyValue(c, UCHAR_WORD_BREAK) != U_WB_KATAKANA &&
           unorm2_hasBoundaryBefore(form, c);
}

gboolean uni_ends_sentence(gunichar c)
{
    return u_hasBinaryProperty(c, UCHAR_S_TERM);
}

int uni_script_code(const char *name)
{
    return u_getPropertyValueEnum(UCHAR_SCRIPT, name);
}

int uni_script_of(gunichar c)
{
    if (c < 0x80)
        return g_ascii_isalpha(c) ? USCRIPT_LATIN : -1;
    UErrorCode status = U_ZERO_ERROR;
    int script = u_isalpha(c) ? uscript_getScript(c, &status) : -1;
    return script == USCRIPT_COMMON || script == USCRIPT_INHERITED ? -1 : script;
}

gboolean uni_domain_to_ascii(const char *domain, GString *out)
{
    static const uint32_t passed_over = UIDNA_ERROR_EMPTY_LABEL | UIDNA_ERROR_LABEL_TOO_LONG |
                                        UIDNA_ERROR_DOMAIN_NAME_TOO_LONG | UIDNA_ERROR_LEADING_HYPHEN |
                                        UIDNA_ERROR_TRAILING_HYPHEN | UIDNA_ERROR_HYPHEN_3_4;
    gsize n = strlen(domain);
    if (is_ascii(domain, n)) {
        g_autofree char *lower = g_ascii_strdown(domain, n);
        g_string_append_len(out, lower, n);
        return n > 0;
    }
    UErrorCode status = U_ZERO_ERROR;
    UIDNAInfo info = UIDNA_INFO_INITIALIZER;
    UIDNA *rules =
        uidna_openUTS46(UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ | UIDNA_NONTRANSITIONAL_TO_ASCII, &status);
    int32_t capacity = 8 * n + 64; /* punycode is longer than UTF-8 by "xn--" and a little */
    g_autofree char *ascii = g_malloc(capacity);
    int32_t length = uidna_nameToASCII_UTF8(rules, domain, n, ascii, capacity, &info, &status);
    uidna_close(rules);
    if (U_FAILURE(status) || (info.errors & ~passed_over) || length == 0)
        return FALSE;
    g_string_append_len(out, ascii, length);
    return TRUE;
}

const char *uni_version(void)
{
    return U_ICU_VERSION;
}
