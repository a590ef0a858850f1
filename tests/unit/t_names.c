/* The promises of langs/names.h. Which names CLDR has is its own matter; that every language has them is
 * ours. */
#include <string.h>

#include "langs/names.h"

typedef struct {
    GHashTable *mains; /* code → names that are main ones */
    GString *codes;    /* in the order in which they came */
    char *last;
    guint others, abbreviations;
} Seen;

static void see(const Name *name, gpointer user)
{
    Seen *seen = user;
    guint n = GPOINTER_TO_UINT(g_hash_table_lookup(seen->mains, name->code));
    g_assert_true(g_utf8_validate(name->name, -1, NULL) && *name->name);
    g_hash_table_insert(seen->mains, g_strdup(name->code), GUINT_TO_POINTER(n + name->is_main));
    seen->others += !name->is_main;
    seen->abbreviations += !name->is_main && strchr(name->name, '.');
    if (g_strcmp0(seen->last, name->code) != 0)
        g_string_append_printf(seen->codes, "%s ", name->code);
    g_free(seen->last);
    seen->last = g_strdup(name->code);
}

static void see_all(Seen *seen, NameKind kind)
{
    g_autoptr(GPtrArray) languages = lang_find_all(NULL, NULL);
    *seen =
        (Seen){g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL), g_string_new(NULL), NULL, 0, 0};
    names_each(kind, languages, see, seen);
}

static void seen_clear(Seen *seen)
{
    g_hash_table_unref(seen->mains);
    g_string_free(seen->codes, TRUE);
    g_free(seen->last);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Seen, seen_clear)

static guint mains(const Seen *seen, const char *code)
{
    return GPOINTER_TO_UINT(g_hash_table_lookup(seen->mains, code));
}

static void every_country_has_a_name_in_every_language(void)
{
    static const char *const some[] = {"CH", "IN", "KE", "BR", "JP", "002", "150"};
    g_auto(Seen) seen = {NULL};
    see_all(&seen, NAME_REGION);
    for (guint i = 0; i < G_N_ELEMENTS(some); i++)
        g_assert_cmpuint(mains(&seen, some[i]), ==, lang_count());
    g_assert_cmpuint(g_hash_table_size(seen.mains), >, 250);
    g_assert_cmpuint(seen.others, >, lang_count());
}

static void things_come_together_in_the_order_of_their_codes(void)
{
    g_auto(Seen) seen = {NULL};
    see_all(&seen, NAME_REGION);
    g_auto(GStrv) codes = g_strsplit(g_strchomp(seen.codes->str), " ", -1);
    g_assert_cmpuint(g_strv_length(codes), ==, g_hash_table_size(seen.mains));
    for (guint i = 1; codes[i]; i++)
        g_assert_cmpstr(codes[i - 1], <, codes[i]);
}

static void languages_are_those_that_are_official_somewhere(void)
{
    g_auto(Seen) seen = {NULL};
    see_all(&seen, NAME_LANGUAGE);
    for (guint i = 0; i < lang_count(); i++)
        g_assert_cmpuint(mains(&seen, lang_code(lang_get(i))), ==, lang_count());
    g_assert_cmpuint(mains(&seen, "sw"), ==, lang_count());
    g_assert_cmpuint(mains(&seen, "chm"), ==, 0); /* Mari */
    g_assert_cmpuint(mains(&seen, "und"), ==, 0);
}

static void what_is_no_region_and_abbreviations_are_left_out(void)
{
    g_auto(Seen) seen = {NULL};
    see_all(&seen, NAME_REGION);
    g_assert_cmpuint(mains(&seen, "ZZ"), ==, 0);
    g_assert_cmpuint(seen.abbreviations, ==, 0);
}

/* A language without a folder, in a configuration of one language, has no names but those of that one. */
static void only_the_languages_asked_for_are_told(void)
{
    g_autoptr(GPtrArray) one = g_ptr_array_new();
    g_auto(Seen)
        seen = {g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL), g_string_new(NULL), NULL, 0, 0};
    g_ptr_array_add(one, (gpointer)lang_get(lang_count() - 1));
    names_each(NAME_REGION, one, see, &seen);
    g_assert_cmpuint(mains(&seen, "CH"), ==, 1);
}

static void a_language_is_named_in_each_language(void)
{
    guint n = lang_count(), foreign = 0;
    for (guint i = 0; i < lang_count(); i++) {
        for (guint k = 0; k < lang_count(); k++) {
            g_autofree char *name = names_language(lang_get(i), lang_get(k));
            g_autofree char *folded = g_utf8_casefold(name, -1),
                            *own = g_utf8_casefold(lang_name(lang_get(i)), -1);
            g_assert_true(*name);
            foreign += !g_str_equal(folded, own);
        }
    }
    g_assert_cmpuint(foreign, >=, n * (n - 1) / 2); /* the others may be called alike */
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/names/every_country_has_a_name_in_every_language",
                    every_country_has_a_name_in_every_language);
    g_test_add_func("/names/things_come_together_in_the_order_of_their_codes",
                    things_come_together_in_the_order_of_their_codes);
    g_test_add_func("/names/languages_are_those_that_are_official_somewhere",
                    languages_are_those_that_are_official_somewhere);
    g_test_add_func("/names/what_is_no_region_and_abbreviations_are_left_out",
                    what_is_no_region_and_abbreviations_are_left_out);
    g_test_add_func("/names/only_the_languages_asked_for_are_told", only_the_languages_asked_for_are_told);
    g_test_add_func("/names/a_language_is_named_in_each_language", a_language_is_named_in_each_language);
    return g_test_run();
}
