/*
 * Writes the table of traditional characters and their simplified forms, from ICU's transliterator; run by the Makefile
 * when the program is built, so that the program itself never opens a transliterator (it costs 10 ms).
 */
#include <stdio.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

/* Standard characters of simplified text, too (通用规范汉字表, 2013), which the transliterator changes for
 * one of their readings: 著作 would become 着作, 大阪 大坂, 俱乐部 具乐部, 摔跤 摔交, 哪吒 哪咤. */
static const UChar32 kept[] = {0x8457, 0x4FF1, 0x962A, 0x8DE4, 0x5412};

static int is_kept(UChar32 c)
{
    for (unsigned i = 0; i < sizeof kept / sizeof *kept; i++)
        if (kept[i] == c)
            return 1;
    return 0;
}

static UChar32 simplify(UTransliterator *t, UChar32 c)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar text[8];
    int32_t length = 0, limit;
    U16_APPEND_UNSAFE(text, length, c);
    limit = length;
    utrans_transUChars(t, text, &length, 8, 0, &limit, &status);
    UChar32 out = c;
    int32_t first = 0;
    U16_NEXT(text, first, length, out);
    return U_SUCCESS(status) && first == length ? out : c;
}

int main(void)
{
    UErrorCode status = U_ZERO_ERROR;
    const UChar id[] = u"Traditional-Simplified";
    UTransliterator *t = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
    if (U_FAILURE(status)) {
        fprintf(stderr, "simplified_table: %s\n", u_errorName(status));
        return 1;
    }
    puts("static const LangLetter simplified[] = {");
    for (UChar32 c = 0x3400; c < 0x30000; c++) {
        UChar32 s = uscript_getScript(c, &status) == USCRIPT_HAN && !is_kept(c) ? simplify(t, c) : c;
        if (s != c)
            printf("    {0x%X, 0x%X},\n", (unsigned)c, (unsigned)s);
    }
    puts("};");
    utrans_close(t);
    return 0;
}
