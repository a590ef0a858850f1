/*
 * romanise langs/LANG/romanise.txt: writes the tables of langs/romanise.h: letters of a script as ICU's
 * transliterator and Unihan write them in Latin ones, and the rules of the file. Run by the Makefile when the
 * program is built, so that the program itself never opens a transliterator (it costs 10 ms).
 */
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

#define UNIHAN "/usr/share/unicode/Unihan_Readings.txt.bz2"
#define LATIN 8            /* bytes of a letter's Latin form, with its end */
#define READING_SHARE 0.04 /* of a character's occurrences that a further reading must have */

typedef struct {
    char *from, *to;
} Rule;

static const char *path;
static GHashTable *instead;  /* letter → its Latin form, whatever ICU says */
static GHashTable *readings; /* character → GPtrArray of its further Latin forms */

static G_NORETURN void fail(const char *what, const char *line)
{
    fprintf(stderr, "%s: %s: '%.60s'\n", path, what, line);
    exit(1);
}

static UTransliterator *open_transliterator(const char *id)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar name[128];
    g_autofree char *whole = g_strconcat(id, "; Latin-ASCII; Lower", NULL);
    u_uastrncpy(name, whole, G_N_ELEMENTS(name));
    UTransliterator *t = utrans_openU(name, -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
    if (U_FAILURE(status))
        fail(u_errorName(status), id);
    return t;
}

/* FALSE: the text has no form of a letter's length in ASCII. */
static gboolean transliterate(UTransliterator *t, const char *from, char to[LATIN])
{
    UErrorCode status = U_ZERO_ERROR;
    UChar text[64];
    char ascii[64];
    int32_t length, limit;
    u_strFromUTF8(text, G_N_ELEMENTS(text), &length, from, -1, &status);
    limit = length;
    utrans_transUChars(t, text, &length, G_N_ELEMENTS(text), 0, &limit, &status);
    u_strToUTF8(ascii, sizeof ascii, NULL, text, length, &status);
    if (U_FAILURE(status))
        return FALSE;
    gsize n = 0;
    for (const char *p = ascii; *p; p = g_utf8_next_char(p)) {
        gboolean is_mark =
            g_unichar_type(g_utf8_get_char(p)) == G_UNICODE_MODIFIER_LETTER; /* of ayn and hamza */
        if (((guchar)*p >= 0x80 && !is_mark) || n + 1 == LATIN)
            return FALSE;
        if (g_ascii_isalnum(*p))
            to[n++] = *p;
    }
    to[n] = '\0';
    return TRUE;
}

/* "xíng(2943) háng(218)": the readings of a character and how often it has each. */
static void add_readings(UTransliterator *marks, gunichar c, const char *value)
{
    g_auto(GStrv) each = g_strsplit(value, " ", -1);
    double all = 0;
    for (guint i = 0; each[i]; i++)
        all += strchr(each[i], '(') ? g_ascii_strtod(strchr(each[i], '(') + 1, NULL) : 0;
    GPtrArray *forms = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; each[i]; i++) {
        char *count = strchr(each[i], '(');
        char latin[LATIN];
        if (!count || g_ascii_strtod(count + 1, NULL) < READING_SHARE * all)
            continue;
        *count = '\0';
        if (transliterate(marks, each[i], latin) && *latin)
            g_ptr_array_add(forms, g_strdup(latin));
    }
    g_hash_table_insert(readings, GUINT_TO_POINTER(c), forms);
}

static void read_readings(const char *field)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *text = NULL;
    int status;
    const char *argv[] = {"bzcat", UNIHAN, NULL};
    if (!g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text, NULL, &status,
                      &error) ||
        !g_spawn_check_wait_status(status, &error))
        fail(error->message, UNIHAN);
    UTransliterator *marks = open_transliterator("Any-Latin");
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (guint i = 0; lines[i]; i++) {
        g_auto(GStrv) fields = g_strsplit(lines[i], "\t", 3);
        if (g_str_has_prefix(lines[i], "U+") && g_strv_length(fields) == 3 && g_str_equal(fields[1], field))
            add_readings(marks, g_ascii_strtoull(fields[0] + 2, NULL, 16), fields[2]);
    }
    utrans_close(marks);
}

/* "letter е = e": what the letter is instead. */
static void read_letter(const char *line)
{
    g_auto(GStrv) words = g_strsplit(line, " ", -1);
    if (g_strv_length(words) != 4 || !g_str_equal(words[2], "=") || strlen(words[3]) >= LATIN)
        fail("expected 'letter LETTER = LATIN'", line);
    g_hash_table_insert(instead, GUINT_TO_POINTER(g_utf8_get_char(words[1])), g_strdup(words[3]));
}

static void print_letter(UTransliterator *t, UChar32 c)
{
    char text[8] = "", latin[LATIN];
    text[g_unichar_to_utf8(c, text)] = '\0';
    const char *other = g_hash_table_lookup(instead, GUINT_TO_POINTER(c));
    if (other)
        g_strlcpy(latin, other, sizeof latin);
    else if (!transliterate(t, text, latin))
        return;
    printf("    {0x%X, \"%s\"},\n", (unsigned)c, latin);
    GPtrArray *more = g_hash_table_lookup(readings, GUINT_TO_POINTER(c));
    for (guint i = 0; more && i < more->len; i++) {
        gboolean is_new = !g_str_equal(more->pdata[i], latin);
        for (guint j = 0; j < i; j++)
            is_new &= !g_str_equal(more->pdata[i], more->pdata[j]);
        if (is_new)
            printf("    {0x%X, \"%s\"},\n", (unsigned)c, (char *)more->pdata[i]);
    }
}

/* "Cyrl ru-ru_Latn/BGN" */
static void print_letters(const char *value)
{
    UErrorCode status = U_ZERO_ERROR;
    g_auto(GStrv) words = g_strsplit(value, " ", 2);
    UScriptCode script;
    if (g_strv_length(words) != 2 || uscript_getCode(words[0], &script, 1, &status) != 1 || U_FAILURE(status))
        fail("expected 'letters = SCRIPT TRANSLITERATOR'", value);
    UTransliterator *t = open_transliterator(words[1]);
    for (UChar32 c = 0xA0; c < 0x30000; c++)
        if (uscript_getScript(c, &status) == script && g_unichar_isalpha(c))
            print_letter(t, c);
    utrans_close(t);
}

static void print_rules(const char *name, GPtrArray *rules)
{
    printf("static const LangChange %s[] = {\n", name);
    for (guint i = 0; i < rules->len; i++) {
        const Rule *r = rules->pdata[i];
        printf("    {\"%s\", \"%s\"},\n", r->from, r->to);
    }
    puts("    {NULL, NULL}};");
}

/* The value of a line "NAME = VALUE"; NULL: it is another. */
static const char *value_of(const char *line, const char *name)
{
    gsize n = strlen(name);
    return strncmp(line, name, n) == 0 && g_str_has_prefix(line + n, " = ") ? line + n + 3 : NULL;
}

static void read_rule(const char *line, GPtrArray *rules, GPtrArray *names)
{
    gboolean is_name = g_str_has_prefix(line, "name ");
    g_auto(GStrv) sides = g_strsplit(line + (is_name ? 5 : 0), " = ", 2);
    if (g_strv_length(sides) != 2 || !*sides[0] || strpbrk(sides[0], " \"\\") || strpbrk(sides[1], "\"\\"))
        fail("expected 'FROM = TO'", line);
    Rule *r = g_new0(Rule, 1);
    r->from = g_strdup(sides[0]);
    r->to = g_strdup(sides[1]);
    g_ptr_array_add(is_name ? names : rules, r);
}

int main(int argc, char **argv)
{
    g_autofree char *text = NULL;
    path = argc == 2 ? argv[1] : "romanise";
    if (argc != 2 || !g_file_get_contents(path, &text, NULL, NULL))
        fail("cannot read", path);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    g_autoptr(GPtrArray) rules = g_ptr_array_new(), names = g_ptr_array_new();
    const char *letters = NULL, *vowels = NULL, *words = NULL;
    instead = g_hash_table_new(NULL, NULL);
    readings = g_hash_table_new(NULL, NULL);
    for (guint i = 0; lines[i]; i++) {
        const char *line = g_strchomp(lines[i]), *value;
        if (!*line || *line == '#')
            continue;
        if (g_str_has_prefix(line, "letter "))
            read_letter(line);
        else if ((value = value_of(line, "letters")))
            letters = value;
        else if ((value = value_of(line, "readings")))
            read_readings(value);
        else if ((value = value_of(line, "vowels")))
            vowels = value;
        else if ((value = value_of(line, "words")))
            words = value;
        else
            read_rule(line, rules, names);
    }
    puts("static const LangSpelt romanised_letters[] = {");
    if (letters)
        print_letters(letters);
    puts("    {0, \"\"}};");
    print_rules("romanised_rules", rules);
    print_rules("romanised_names", names);
    printf("static const LangRomanised romanised = {romanised_letters, G_N_ELEMENTS(romanised_letters) - 1,\n"
           "    romanised_rules, romanised_names, %s, %s};\n",
           vowels && g_str_equal(vowels, "optional") ? "TRUE" : "FALSE",
           words && g_str_equal(words, "together") ? "TRUE" : "FALSE");
    return 0;
}
