#include "langs/message.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/udat.h>
#include <unicode/ulistformatter.h>
#include <unicode/umsg.h>
#include <unicode/unum.h>
#include <unicode/ustring.h>

#include "langs/profile.h"

#define UNITS 2048 /* UTF-16 units of a message; longer arguments are cut by the caller's limits */

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

/* ICU's C interface takes arguments by position in the call, a number as double and a text as UTF-16. */
static int32_t format(UMessageFormat *f, const MessageArgument *a, guint n, UChar *out, UErrorCode *status)
{
    UChar texts[2][UNITS] = {{0}, {0}};
    for (guint i = 0; i < n; i++)
        if (a[i].type == MESSAGE_TEXT)
            to_utf16(a[i].text, texts[i]);
    gboolean first = n > 0 && a[0].type == MESSAGE_NUMBER, second = n > 1 && a[1].type == MESSAGE_NUMBER;
    if (first && second)
        return umsg_format(f, out, UNITS, status, a[0].number, a[1].number);
    if (first)
        return umsg_format(f, out, UNITS, status, a[0].number, texts[1]);
    if (second)
        return umsg_format(f, out, UNITS, status, texts[0], a[1].number);
    return umsg_format(f, out, UNITS, status, texts[0], texts[1]);
}

char *message_format(const LangProfile *p, const char *key, const MessageArgument *arguments, guint n)
{
    const char *pattern = message_pattern(p, key);
    if (!pattern)
        return g_strdup(key);
    UChar source[UNITS], out[UNITS];
    UErrorCode status = U_ZERO_ERROR;
    to_utf16(pattern, source);
    UMessageFormat *f = umsg_open(source, -1, p->code, NULL, &status);
    int32_t length = U_SUCCESS(status) ? format(f, arguments, MIN(n, 2), out, &status) : 0;
    umsg_close(f);
    return U_SUCCESS(status) ? to_utf8(out, MIN(length, UNITS)) : g_strdup(key);
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

char *message_number(const LangProfile *p, gint64 number)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar out[64];
    UNumberFormat *f = unum_open(UNUM_DECIMAL, NULL, 0, p->code, NULL, &status);
    int32_t length = U_SUCCESS(status) ? unum_formatInt64(f, number, out, 64, NULL, &status) : 0;
    unum_close(f);
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
