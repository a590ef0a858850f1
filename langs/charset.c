#include "langs/charset.h"

#include <string.h>
#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>

/* WHATWG labels whose meaning is another encoding's, and the ICU converter where its name differs (FACTS.md). */
static const struct {
    const char *label, *encoding, *converter;
} labels[] = {
    {"utf-8", "UTF-8", NULL},
    {"utf8", "UTF-8", NULL},
    {"unicode-1-1-utf-8", "UTF-8", NULL},
    {"iso-8859-1", "windows-1252", NULL},
    {"latin1", "windows-1252", NULL},
    {"us-ascii", "windows-1252", NULL},
    {"ascii", "windows-1252", NULL},
    {"cp1252", "windows-1252", NULL},
    {"windows-1252", "windows-1252", NULL},
    {"gb2312", "gb18030", NULL},
    {"gbk", "gb18030", NULL},
    {"gb_2312-80", "gb18030", NULL},
    {"x-gbk", "gb18030", NULL},
    {"gb18030", "gb18030", NULL},
    {"big5", "Big5", "Big5-HKSCS"},
    {"big5-hkscs", "Big5", "Big5-HKSCS"},
    {"euc-kr", "EUC-KR", "windows-949"},
    {"ks_c_5601-1987", "EUC-KR", "windows-949"},
    {"cp1251", "windows-1251", NULL},
    {"cp1256", "windows-1256", NULL},
    {"iso-8859-9", "windows-1254", NULL},
    {"iso-8859-11", "windows-874", "windows-874-2000"},
    {"tis-620", "windows-874", "windows-874-2000"},
    {"utf-16", "UTF-16LE", NULL},
    {"sjis", "Shift_JIS", NULL},
    {"x-sjis", "Shift_JIS", NULL},
};

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

const char *charset_of_label(const char *label)
{
    g_autofree char *clean = g_ascii_strdown(label, -1);
    g_strstrip(clean);
    for (guint i = 0; i < G_N_ELEMENTS(labels); i++)
        if (g_str_equal(labels[i].label, clean))
            return labels[i].encoding;
    UErrorCode status = U_ZERO_ERROR;
    const char *name = *clean && strlen(clean) < 40 ? ucnv_getStandardName(clean, "MIME", &status) : NULL;
    /* UTF-7 and the EBCDIC family hide markup: the standard does not know them. */
    if (!name || g_ascii_strncasecmp(name, "UTF-7", 5) == 0 || g_ascii_strncasecmp(name, "ibm", 3) == 0)
        return name && g_ascii_strcasecmp(name, "ibm866") == 0 ? "IBM866" : NULL;
    return name;
}

static const char *converter_of(const char *encoding)
{
    for (guint i = 0; i < G_N_ELEMENTS(labels); i++)
        if (labels[i].converter && g_str_equal(labels[i].encoding, encoding))
            return labels[i].converter;
    return encoding;
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
    return encoding ? encoding : "windows-1252";
}

static char *drop_nul(char *text, gsize *n)
{
    gsize kept = 0;
    for (gsize i = 0; i < *n; i++)
        if (text[i])
            text[kept++] = text[i];
    text[*n = kept] = '\0';
    return text;
}

char *charset_decode(const char *bytes, gsize n, const char *encoding, gsize *out_n)
{
    if (g_ascii_strcasecmp(encoding, "UTF-8") == 0) {
        char *clean = g_utf8_make_valid(bytes, n);
        *out_n = strlen(clean);
        return clean;
    }
    UErrorCode status = U_ZERO_ERROR;
    UConverter *from = ucnv_open(converter_of(encoding), &status), *to = ucnv_open("UTF-8", &status);
    gsize room = 3 * n + 16;
    char *out = g_malloc(room + 1), *write = out;
    const char *read = bytes;
    UChar pivot[4096], *pivot_source = pivot, *pivot_target = pivot;
    if (U_SUCCESS(status))
        ucnv_convertEx(to, from, &write, out + room, &read, bytes + n, pivot, &pivot_source, &pivot_target,
                       pivot + 4096, TRUE, TRUE, &status);
    ucnv_close(from);
    ucnv_close(to);
    *out_n = write - out;
    return drop_nul(out, out_n);
}
