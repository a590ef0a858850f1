#include "langs/charset.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>

/* How bytes group into characters, whatever an index says of them. UNICODE (UTF-8, UTF-16) and ESCAPED (ISO-2022-JP):
 * ICU knows, and stops after malformed bytes where the standard does. */
typedef enum {
    SHAPE_NONE,
    SHAPE_UNICODE,
    SHAPE_ESCAPED,
    SHAPE_SINGLE,
    SHAPE_DOUBLE,
    SHAPE_SHIFTJIS,
    SHAPE_EUCJP,
    SHAPE_GB18030
} Shape;

/* Sequences from `first` to `last` that ICU reads otherwise than the standard; text[0] is 0 for malformed ones. A key
 * has the bytes in its lower 16 bits, their number above. */
typedef struct {
    guint32 first, last;
    gunichar text[2];
} Exception;

typedef struct {
    const char *name, *converter;
    Shape shape;
    const Exception *exceptions;
    gsize n_exceptions;
} Encoding;

typedef struct {
    const char *label;
    guint encoding;
} Label;

#include "langs/charset_tables.h"

const char *charset_of_mark(const char *bytes, gsize n, gsize *n_mark)
{
    static const struct {
        const char *mark;
        gsize n;
        const char *encoding;
    } marks[] = {{"\xEF\xBB\xBF", 3, "UTF-8"}, {"\xFE\xFF", 2, "UTF-16BE"}, {"\xFF\xFE", 2, "UTF-16LE"}};
    for (guint i = 0; i < G_N_ELEMENTS(marks); i++) {
        if (n >= marks[i].n && memcmp(bytes, marks[i].mark, marks[i].n) == 0) {
            *n_mark = marks[i].n;
            return marks[i].encoding;
        }
    }
    *n_mark = 0;
    return NULL;
}

static int compare_label(const void *key, const void *row)
{
    return strcmp(key, ((const Label *)row)->label);
}

static const Encoding *find_encoding(const char *label)
{
    g_autofree char *clean = g_ascii_strdown(label, -1);
    g_strstrip(clean);
    const Label *found = bsearch(clean, labels, G_N_ELEMENTS(labels), sizeof *labels, compare_label);
    return found ? &encodings[found->encoding] : NULL;
}

const char *charset_of_label(const char *label)
{
    const Encoding *e = find_encoding(label);
    return e ? e->name : NULL;
}

gboolean charset_is_safe(const char *encoding)
{
    const Encoding *e = find_encoding(encoding);
    return e && e->shape != SHAPE_NONE;
}

const char *charset_detect(const char *bytes, gsize n)
{
    UErrorCode status = U_ZERO_ERROR;
    const char *encoding = NULL;
    UCharsetDetector *detector = ucsdet_open(&status);
    ucsdet_setText(detector, bytes, MIN(n, 64 * 1024), &status);
    ucsdet_enableInputFilter(detector, TRUE);
    const UCharsetMatch *match = ucsdet_detect(detector, &status);
    if (match && U_SUCCESS(status))
        encoding = charset_of_label(ucsdet_getName(match, &status));
    ucsdet_close(detector);
    return encoding && charset_is_safe(encoding) ? encoding : "windows-1252";
}

static gboolean between(guchar byte, guchar least, guchar most)
{
    return byte >= least && byte <= most;
}

static gsize gb18030_length(const guchar *p, gsize n)
{
    if (n < 2 || !between(p[0], 0x81, 0xFE))
        return 1;
    if (!g_ascii_isdigit(p[1]))
        return 2;
    return n > 3 && between(p[2], 0x81, 0xFE) && g_ascii_isdigit(p[3]) ? 4 : 1;
}

/* Bytes of the sequence at the head of p[0..n), well-formed or not; n is at least 1. */
static gsize sequence_length(Shape shape, const guchar *p, gsize n)
{
    switch (shape) {
    case SHAPE_DOUBLE:
        return n > 1 && between(p[0], 0x81, 0xFE) ? 2 : 1;
    case SHAPE_SHIFTJIS:
        return n > 1 && (between(p[0], 0x81, 0x9F) || between(p[0], 0xE0, 0xFC)) ? 2 : 1;
    case SHAPE_EUCJP:
        if (n > 2 && p[0] == 0x8F && between(p[1], 0xA1, 0xFE))
            return 3;
        return n > 1 && (between(p[0], 0x8E, 0x8F) || between(p[0], 0xA1, 0xFE)) ? 2 : 1;
    case SHAPE_GB18030:
        return gb18030_length(p, n);
    default:
        return 1;
    }
}

/* How much of a malformed sequence one U+FFFD stands for: an ASCII byte at its end is kept, for it may be markup. */
static gsize malformed_length(Shape shape, const guchar *p, gsize n)
{
    gsize length = sequence_length(shape, p, n);
    return between(length, 2, 3) && p[length - 1] < 0x80 ? length - 1 : length;
}

static int compare_key(const void *key, const void *row)
{
    guint32 k = *(const guint32 *)key;
    const Exception *e = row;
    return k < e->first ? -1 : k > e->last;
}

static const Exception *find_exception(const Encoding *e, const guchar *p, gsize length)
{
    guint32 key = length == 1 ? 0x10000u | p[0] : 0x20000u | p[0] << 8 | p[1];
    if (length > 2 || key < e->exceptions[0].first)
        return NULL;
    return bsearch(&key, e->exceptions, e->n_exceptions, sizeof *e->exceptions, compare_key);
}

typedef struct {
    const Encoding *encoding;
    UConverter *converter;
    GString *out;
} Decoder;

static void append_utf16(GString *out, const UChar *text, int32_t n)
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t length = 0;
    gsize before = out->len;
    g_string_set_size(out, before + 3 * (gsize)n);
    u_strToUTF8WithSub(out->str + before, 3 * n, &length, text, n, 0xFFFD, NULL, &status);
    g_string_set_size(out, before + (U_SUCCESS(status) ? length : 0));
}

/* The escape sequences of ISO-2022-JP. */
static gboolean is_escape(const char *p, gsize n)
{
    return n == 3 && ((p[1] == '(' && memchr("BJI", p[2], 3)) || (p[1] == '$' && memchr("@B", p[2], 2)));
}

/* Where decoding goes on after the malformed bytes that ICU found, of which the last is before `read`. */
static const char *skip_malformed(Decoder *d, const char *read, const char *end)
{
    char bad[32];
    int8_t n_bad = sizeof bad;
    UErrorCode status = U_ZERO_ERROR;
    ucnv_getInvalidChars(d->converter, bad, &n_bad, &status);
    const char *start = read - (U_SUCCESS(status) ? n_bad : 1);
    if (d->encoding->shape == SHAPE_UNICODE)
        return read;
    if (d->encoding->shape == SHAPE_ESCAPED) /* of an escape sequence that is none, the ESC only; two in a row are read */
        return *start == '\033' && !is_escape(bad, n_bad) ? start + 1 : read;
    ucnv_resetToUnicode(d->converter);
    return start + malformed_length(d->encoding->shape, (const guchar *)start, end - start);
}

/* Decodes [p, end), which ends between two sequences. */
static void decode_run(Decoder *d, const char *p, const char *end)
{
    UChar units[4096];
    gsize kept = 0; /* the first half of a surrogate pair that the buffer's end has parted */
    gboolean is_full = FALSE;
    while (p < end || is_full) {
        UErrorCode status = U_ZERO_ERROR;
        UChar *write = units + kept;
        const char *read = p;
        ucnv_toUnicode(d->converter, &write, units + G_N_ELEMENTS(units), &read, end, NULL, TRUE, &status);
        gsize n = write - units;
        is_full = status == U_BUFFER_OVERFLOW_ERROR;
        kept = is_full && n && U16_IS_LEAD(units[n - 1]);
        append_utf16(d->out, units, n - kept);
        if (kept)
            units[0] = units[n - 1];
        p = read;
        if (U_FAILURE(status) && !is_full) {
            p = skip_malformed(d, read, end);
            g_string_append(d->out, "\xEF\xBF\xBD");
        }
    }
}

static void append_exception(Decoder *d, const Exception *e, const guchar *p, gsize length)
{
    guint32 key = length == 1 ? p[0] : p[0] << 8 | p[1];
    g_string_append_unichar(d->out, e->text[0] ? e->text[0] + (key - (e->first & 0xFFFF)) : 0xFFFD);
    if (e->text[1])
        g_string_append_unichar(d->out, e->text[1]);
}

/* ICU decodes the runs between the exceptions. */
static void decode(Decoder *d, const char *p, const char *end)
{
    Shape shape = d->encoding->shape;
    while (p < end) {
        const char *q = d->encoding->n_exceptions ? p : end;
        const Exception *exception = NULL;
        gsize length = 0;
        for (; q < end; q += length) {
            length = sequence_length(shape, (const guchar *)q, end - q);
            exception = find_exception(d->encoding, (const guchar *)q, length);
            if (exception)
                break;
        }
        decode_run(d, p, q);
        p = q;
        if (!exception)
            continue;
        append_exception(d, exception, (const guchar *)p, length);
        p += exception->text[0] ? length : malformed_length(shape, (const guchar *)p, end - p);
    }
}

static void drop_nul(GString *text)
{
    gsize kept = 0;
    for (gsize i = 0; i < text->len; i++)
        if (text->str[i])
            text->str[kept++] = text->str[i];
    g_string_truncate(text, kept);
}

char *charset_decode(const char *bytes, gsize n, const char *encoding, gsize *out_n)
{
    const Encoding *e = find_encoding(encoding);
    if (e == &encodings[0] && g_utf8_validate(bytes, n, NULL)) {
        *out_n = n;
        return g_strndup(bytes, n);
    }
    Decoder d = {.encoding = e, .out = g_string_sized_new(n + n / 2)};
    UErrorCode status = U_ZERO_ERROR;
    if (e && e->shape != SHAPE_NONE) {
        d.converter = ucnv_open(e->converter, &status);
        ucnv_setToUCallBack(d.converter, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
    }
    if (d.converter && U_SUCCESS(status))
        decode(&d, bytes, bytes + n);
    else if (n)
        g_string_append(d.out, "\xEF\xBF\xBD");
    ucnv_close(d.converter);
    drop_nul(d.out);
    *out_n = d.out->len;
    return g_string_free(d.out, FALSE);
}
