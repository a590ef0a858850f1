#include "langs/message.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/udat.h>
#include <unicode/ulistformatter.h>
#include <unicode/umsg.h>
#include <unicode/unum.h>
#include <unicode/unumberformatter.h>
#include <unicode/ustring.h>

#include "langs/profile.h"

#define UNITS 4096        /* UTF-16 units of a message without its texts */
#define FIRST_MARK 0xF8E0 /* stands for {0}; of Unicode's private use area */

static int compare_keys(const void *key, const void *message)
{
    return strcmp(key, ((const LangMessage *)message)->key);
}

const char *message_pattern(const LangProfile *p, const char *key)
{
    const LangMessage *m = bsearch(key, p->messages, p->n_messages, sizeof *m, compare_keys);
    return m ? m->pattern : NULL;
}

static char *to_utf8(const UChar *text, int32_t n)
{
    UErrorCode status = U_ZERO_ERROR;
    char *out = g_malloc0(3 * (gsize)n + 1);
    u_strToUTF8WithSub(out, 3 * n + 1, NULL, text, n, 0xFFFD, NULL, &status);
    return out;
}

static void to_utf16(const char *text, UChar out[UNITS])
{
    UErrorCode status = U_ZERO_ERROR;
    u_strFromUTF8WithSub(out, UNITS - 1, NULL, text, -1, 0xFFFD, NULL, &status);
    out[UNITS - 1] = 0;
}

/* Where the arguments of a pattern stand: those that count are numbered anew, without gaps, plain ones are marks. */
typedef struct {
    GString *pattern;
    guint counted[MESSAGE_ARGUMENTS];
    guint n;
} Places;

static guint find_place(Places *places, guint argument)
{
    guint i = 0;
    while (i < places->n && places->counted[i] != argument)
        i++;
    if (i == places->n)
        places->counted[places->n++] = argument;
    return i;
}

/* Copies what apostrophes quote; gives its last character. */
static const char *copy_quoted(const char *p, GString *out)
{
    const char *end = strchr(p + 1, '\'');
    if (!end)
        end = p + strlen(p) - 1;
    g_string_append_len(out, p, end - p + 1);
    return end;
}

/* Copies the beginning of an argument, or a mark for the whole of a plain one; gives its last character. */
static const char *copy_argument(const char *p, Places *places, GString *nesting)
{
    guint argument = (guint)(p[1] - '0');
    if (argument < MESSAGE_ARGUMENTS && p[2] == '}') {
        g_string_append_unichar(places->pattern, FIRST_MARK + argument);
        return p + 2;
    }
    g_string_append_c(nesting, 'a');
    g_string_append_c(places->pattern, '{');
    if (argument >= MESSAGE_ARGUMENTS)
        return p;
    g_string_append_c(places->pattern, (char)('0' + find_place(places, argument)));
    return p + 1;
}

/* In `nesting`, a text is 't' and what stands between it and the texts of a plural 'a'. */
static void find_places(const char *pattern, Places *places)
{
    g_autoptr(GString) nesting = g_string_new("t");
    for (const char *p = pattern; *p; p++) {
        gboolean is_text = nesting->len && nesting->str[nesting->len - 1] == 't';
        if (is_text && *p == '\'' && p[1] && strchr("{}#|", p[1])) {
            p = copy_quoted(p, places->pattern);
        } else if (is_text && *p == '{') {
            p = copy_argument(p, places, nesting);
        } else {
            if (*p == '{')
                g_string_append_c(nesting, 't');
            else if (*p == '}' && nesting->len)
                g_string_truncate(nesting, nesting->len - 1);
            g_string_append_c(places->pattern, *p);
        }
    }
}

/* What a plain argument shows. */
static void add_argument(GString *out, const LangProfile *p, const MessageArgument *a)
{
    g_autofree char *number = a->text ? NULL : message_decimal(p, a->number, 2);
    g_string_append(out, a->text ? a->text : number);
}

static char *fill_marks(const LangProfile *p, const char *text, const MessageArgument *arguments, guint n)
{
    GString *out = g_string_new(NULL);
    for (; *text; text = g_utf8_next_char(text)) {
        gunichar c = g_utf8_get_char(text);
        if (c >= FIRST_MARK && c < FIRST_MARK + n)
            add_argument(out, p, &arguments[c - FIRST_MARK]);
        else if (c < FIRST_MARK || c >= FIRST_MARK + MESSAGE_ARGUMENTS)
            g_string_append_unichar(out, c);
    }
    return g_string_free(out, FALSE);
}

/* Is it text and marks only, which ICU would give as it stands? An apostrophe is one, unless it quotes or is doubled. */
static gboolean is_plain(const char *pattern)
{
    if (strpbrk(pattern, "{}"))
        return FALSE;
    for (const char *p = strchr(pattern, '\''); p; p = strchr(p + 1, '\''))
        if (p[1] && strchr("'#|", p[1]))
            return FALSE;
    return TRUE;
}

/*
 * ICU's C interface takes arguments by position in the call and believes the pattern about their types: all that it is
 * given are doubles, for the places that count, and the texts are put in afterwards. NULL: the pattern is none.
 */
static char *format_counts(const LangProfile *p, const Places *places, const MessageArgument *arguments, guint n)
{
    UChar source[UNITS], out[UNITS];
    UErrorCode status = U_ZERO_ERROR;
    double d[MESSAGE_ARGUMENTS] = {0};
    for (guint i = 0; i < places->n; i++)
        d[i] = places->counted[i] < n ? arguments[places->counted[i]].number : 0;
    to_utf16(places->pattern->str, source);
    UMessageFormat *f = umsg_open(source, -1, p->code, NULL, &status);
    int32_t length = U_SUCCESS(status) ? umsg_format(f, out, UNITS, &status, d[0], d[1], d[2], d[3], d[4], d[5]) : 0;
    umsg_close(f);
    return U_SUCCESS(status) ? to_utf8(out, MIN(length, UNITS)) : NULL;
}

char *message_format(const LangProfile *p, const char *key, const MessageArgument *arguments, guint n)
{
    const char *pattern = message_pattern(p, key);
    if (!pattern)
        return g_strdup(key);
    g_autoptr(GString) rewritten = g_string_new(NULL);
    Places places = {rewritten, {0}, 0};
    find_places(pattern, &places);
    g_autofree char *text = is_plain(rewritten->str) ? g_strdup(rewritten->str) : format_counts(p, &places, arguments, n);
    return text ? fill_marks(p, text, arguments, MIN(n, MESSAGE_ARGUMENTS)) : g_strdup(key);
}

char *message_text(const LangProfile *p, const char *key)
{
    return message_format(p, key, NULL, 0);
}

char *message_text_1(const LangProfile *p, const char *key, const char *argument)
{
    return message_format(p, key, &MESSAGE_ARG_TEXT(argument), 1);
}

char *message_list(const LangProfile *p, const char *const *texts, guint n)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar out[UNITS];
    g_autofree UChar(*copies)[UNITS] = g_malloc0_n(n + 1, sizeof *copies);
    g_autofree const UChar **pointers = g_new0(const UChar *, n + 1);
    for (guint i = 0; i < n; i++) {
        to_utf16(texts[i], copies[i]);
        pointers[i] = copies[i];
    }
    UListFormatter *f = ulistfmt_open(p->code, &status);
    int32_t length = U_SUCCESS(status) ? ulistfmt_format(f, pointers, NULL, (int32_t)n, out, UNITS, &status) : 0;
    ulistfmt_close(f);
    return to_utf8(out, U_SUCCESS(status) ? length : 0);
}

char *message_date(const LangProfile *p, gint64 seconds)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar out[UNITS];
    UDateFormat *f = udat_open(UDAT_NONE, UDAT_LONG, p->code, u"UTC", -1, NULL, 0, &status);
    int32_t length = U_SUCCESS(status) ? udat_format(f, seconds * 1000.0, out, UNITS, NULL, &status) : 0;
    udat_close(f);
    return to_utf8(out, U_SUCCESS(status) ? length : 0);
}

static char *format_double(const LangProfile *p, UNumberFormatStyle style, double number, guint least, guint most,
                           gboolean is_grouped)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar out[400];
    UNumberFormat *f = unum_open(style, NULL, 0, p->code, NULL, &status);
    if (U_SUCCESS(status)) {
        unum_setAttribute(f, UNUM_MIN_FRACTION_DIGITS, (int32_t)least);
        unum_setAttribute(f, UNUM_MAX_FRACTION_DIGITS, (int32_t)most);
        if (!is_grouped)
            unum_setAttribute(f, UNUM_GROUPING_USED, 0);
    }
    int32_t length = U_SUCCESS(status) ? unum_formatDouble(f, number, out, G_N_ELEMENTS(out), NULL, &status) : 0;
    unum_close(f);
    return to_utf8(out, U_SUCCESS(status) ? length : 0);
}

char *message_number(const LangProfile *p, gint64 number)
{
    return format_double(p, UNUM_DECIMAL, (double)number, 0, 0, TRUE);
}

char *message_year(const LangProfile *p, int year)
{
    return format_double(p, UNUM_DECIMAL, year, 0, 0, FALSE);
}

char *message_decimal(const LangProfile *p, double number, guint decimals)
{
    return format_double(p, UNUM_DECIMAL, number, number == floor(number) ? 0 : decimals, decimals, TRUE);
}

char *message_percent(const LangProfile *p, double share)
{
    return format_double(p, UNUM_PERCENT, share, 0, 1, TRUE);
}

char *message_quantity(const LangProfile *p, double number, MessageUnit unit)
{
    static const UChar *const skeletons[] = {
        [MESSAGE_MILLISECONDS] = u"unit/millisecond unit-width-short .#",
        [MESSAGE_DAYS] = u"unit/day unit-width-full-name .#",
    };
    UErrorCode status = U_ZERO_ERROR;
    UChar out[400];
    UNumberFormatter *f = unumf_openForSkeletonAndLocale(skeletons[unit], -1, p->code, &status);
    UFormattedNumber *result = unumf_openResult(&status);
    unumf_formatDouble(f, number, result, &status);
    int32_t length = unumf_resultToString(result, out, G_N_ELEMENTS(out), &status);
    unumf_closeResult(result);
    unumf_close(f);
    return to_utf8(out, U_SUCCESS(status) ? length : 0);
}

guint message_count(const LangProfile *p)
{
    return p->n_messages;
}

const char *message_key(const LangProfile *p, guint i)
{
    return p->messages[i].key;
}
