#include "langs/names.h"

#include <string.h>
#include <unicode/ures.h>
#include <unicode/ustring.h>

#define LEAST_INNER 3 /* characters of a name in parentheses that is one by itself */

/* Where ICU keeps each kind, and the tables of its forms, the main one first. */
static const struct {
    const char *bundle;
    const char *tables[3];
} kinds[] = {{U_ICUDATA_NAME "-region", {"Countries", "Countries%short", "Countries%variant"}},
             {U_ICUDATA_NAME "-lang", {"Languages", "Languages%short", "Languages%variant"}}};

/* Names of one language. */
typedef struct {
    UResourceBundle *bundle;
    UResourceBundle *tables[3]; /* NULL: the language has no such forms */
} Shelf;

static char *to_utf8(const UChar *text, int32_t n)
{
    UErrorCode status = U_ZERO_ERROR;
    char *out = g_malloc0(3 * (gsize)n + 1);
    u_strToUTF8WithSub(out, 3 * n + 1, NULL, text, n, 0xFFFD, NULL, &status);
    return out;
}

static UResourceBundle *open_table(const UResourceBundle *bundle, const char *name)
{
    UErrorCode status = U_ZERO_ERROR;
    UResourceBundle *table = ures_getByKey(bundle, name, NULL, &status);
    if (U_SUCCESS(status))
        return table;
    ures_close(table);
    return NULL;
}

/* Without names, where CLDR has only those of the root. */
static Shelf open_shelf(NameKind kind, const LangProfile *language)
{
    UErrorCode status = U_ZERO_ERROR;
    Shelf shelf = {.bundle = ures_open(kinds[kind].bundle, lang_code(language), &status)};
    gboolean is_known = U_SUCCESS(status) && status != U_USING_DEFAULT_WARNING;
    for (guint i = 0; is_known && i < G_N_ELEMENTS(shelf.tables); i++)
        shelf.tables[i] = open_table(shelf.bundle, kinds[kind].tables[i]);
    return shelf;
}

static void close_shelf(gpointer data)
{
    Shelf *shelf = data;
    for (guint i = 0; i < G_N_ELEMENTS(shelf->tables); i++)
        ures_close(shelf->tables[i]);
    ures_close(shelf->bundle);
}

/* g_free(); NULL: none. */
static char *find_name(const Shelf *shelf, guint form, const char *code)
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t n;
    const UChar *name =
        shelf->tables[form] ? ures_getStringByKey(shelf->tables[form], code, &n, &status) : NULL;
    return name && U_SUCCESS(status) ? to_utf8(name, n) : NULL;
}

static int compare_codes(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The codes that any of the tables has, sorted. */
static GPtrArray *collect_codes(const GArray *shelves)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    GPtrArray *codes = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < shelves->len; i++) {
        UResourceBundle *table = g_array_index(shelves, Shelf, i).tables[0];
        while (table && ures_hasNext(table)) {
            UErrorCode status = U_ZERO_ERROR;
            const char *code = NULL;
            int32_t n;
            ures_getNextString(table, &n, &code, &status);
            if (U_FAILURE(status) || g_hash_table_contains(seen, code))
                continue;
            g_ptr_array_add(codes, g_strdup(code));
            g_hash_table_add(seen, g_ptr_array_index(codes, codes->len - 1));
        }
    }
    g_ptr_array_sort(codes, compare_codes);
    return codes;
}

/* Adds the languages of one region that are official there. */
static void add_official(UResourceBundle *region, GHashTable *official)
{
    while (ures_hasNext(region)) {
        UErrorCode status = U_ZERO_ERROR;
        UResourceBundle *language = ures_getNextResource(region, NULL, &status);
        if (U_SUCCESS(status) && ures_getType(language) == URES_TABLE) {
            UResourceBundle *is_official = open_table(language, "officialStatus");
            if (is_official)
                g_hash_table_add(official, g_strdup(ures_getKey(language)));
            ures_close(is_official);
        }
        ures_close(language);
    }
}

/* Codes of the languages that are official somewhere, in a country or a part of it, and of those that are
 * asked for. */
static GHashTable *notable_languages(const GPtrArray *languages)
{
    UErrorCode status = U_ZERO_ERROR;
    GHashTable *official = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < languages->len; i++)
        g_hash_table_add(official, g_strdup(lang_code(g_ptr_array_index(languages, i))));
    UResourceBundle *data = ures_openDirect(NULL, "supplementalData", &status);
    UResourceBundle *regions = ures_getByKey(data, "territoryInfo", NULL, &status);
    while (U_SUCCESS(status) && ures_hasNext(regions)) {
        UResourceBundle *region = ures_getNextResource(regions, NULL, &status);
        add_official(region, official);
        ures_close(region);
    }
    ures_close(regions);
    ures_close(data);
    return official;
}

/* Regions that are none: unknown, pseudo. */
static gboolean is_no_region(const char *code)
{
    static const char *const none[] = {"ZZ", "XA", "XB", NULL};
    return g_strv_contains(none, code);
}

static void give(Name name, const char *text, gboolean is_main, NameFunc func, gpointer user)
{
    name.name = text;
    name.is_main = is_main;
    func(&name, user);
}

/* The name in parentheses behind a main one ("Myanmar (Burma)") is one by itself, which behind the other forms
 * it may not be ("Congo (Republic)"); g_free(), NULL: there is none. */
static char *inner_name(const char *name)
{
    g_autoptr(GMatchInfo) match = NULL;
    g_autoptr(GRegex) regex = g_regex_new("[(\\x{FF08}]([^()]+)[)\\x{FF09}]$", 0, 0, NULL);
    if (!g_regex_match(regex, name, 0, &match))
        return NULL;
    g_autofree char *inner = g_match_info_fetch(match, 1);
    return g_utf8_strlen(inner, -1) >= LEAST_INNER ? g_steal_pointer(&inner) : NULL;
}

static void give_names(const Shelf *shelf, Name name, NameKind kind, NameFunc func, gpointer user)
{
    for (guint form = 0; form < G_N_ELEMENTS(shelf->tables); form++) {
        g_autofree char *text = find_name(shelf, form, name.code);
        if (text && form && strchr(text, '.'))
            continue; /* an abbreviation for tables: "R.-U." */
        g_autofree char *inner = text && kind == NAME_REGION && form == 0 ? inner_name(text) : NULL;
        if (text)
            give(name, text, form == 0, func, user);
        if (inner)
            give(name, inner, FALSE, func, user);
    }
}

void names_each(NameKind kind, const GPtrArray *languages, NameFunc func, gpointer user)
{
    g_autoptr(GArray) shelves = g_array_new(FALSE, FALSE, sizeof(Shelf));
    g_array_set_clear_func(shelves, close_shelf);
    for (guint i = 0; i < languages->len; i++) {
        Shelf shelf = open_shelf(kind, g_ptr_array_index(languages, i));
        g_array_append_val(shelves, shelf);
    }
    g_autoptr(GPtrArray) codes = collect_codes(shelves);
    g_autoptr(GHashTable) notable = kind == NAME_LANGUAGE ? notable_languages(languages) : NULL;
    for (guint c = 0; c < codes->len; c++) {
        const char *code = g_ptr_array_index(codes, c);
        if (notable ? !g_hash_table_contains(notable, code) : is_no_region(code))
            continue;
        for (guint i = 0; i < languages->len; i++)
            give_names(&g_array_index(shelves, Shelf, i),
                       (Name){code, g_ptr_array_index(languages, i), NULL, FALSE}, kind, func, user);
    }
}

char *names_language(const LangProfile *language, const LangProfile *in)
{
    Shelf shelf = open_shelf(NAME_LANGUAGE, in);
    char *name = find_name(&shelf, 0, lang_code(language));
    close_shelf(&shelf);
    return name ? name : g_strdup(lang_name(language));
}
