/*
 * Writes the table of Han characters and a number for the sound of each (pinyin without tones), from ICU's transliterator;
 * run by the Makefile when the program is built. Characters with the same number sound alike.
 */
#include <glib.h>
#include <stdio.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

static gboolean sound_of(UTransliterator *t, UChar32 c, char *out, int32_t n)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar text[32];
    int32_t length = 0, limit;
    U16_APPEND_UNSAFE(text, length, c);
    limit = length;
    utrans_transUChars(t, text, &length, 32, 0, &limit, &status);
    u_strToUTF8(out, n, NULL, text, length, &status);
    return U_SUCCESS(status) && g_ascii_islower(*out);
}

int main(void)
{
    UErrorCode status = U_ZERO_ERROR;
    const UChar id[] = u"Han-Latin; Latin-ASCII; Lower";
    UTransliterator *t = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
    g_autoptr(GHashTable) numbers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    if (U_FAILURE(status)) {
        fprintf(stderr, "sound_table: %s\n", u_errorName(status));
        return 1;
    }
    puts("static const LangLetter sounds[] = {");
    for (UChar32 c = 0x3400; c < 0xA000; c++) {
        char sound[64];
        if (uscript_getScript(c, &status) != USCRIPT_HAN || !sound_of(t, c, sound, sizeof sound))
            continue;
        guint number = GPOINTER_TO_UINT(g_hash_table_lookup(numbers, sound));
        if (!number) {
            number = g_hash_table_size(numbers) + 1;
            g_hash_table_insert(numbers, g_strdup(sound), GUINT_TO_POINTER(number));
        }
        printf("    {0x%X, %u},\n", (unsigned)c, number);
    }
    puts("};");
    utrans_close(t);
    return 0;
}
