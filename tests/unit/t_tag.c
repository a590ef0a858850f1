/* The promises of langs/tag.h. */
#include "langs/tag.h"

static void assert_problem(const char *tag, const char *problem)
{
    g_autofree char *found = tag_find_problem(tag);
    g_assert_cmpstr(found, ==, problem);
}

static void languages_scripts_and_regions_are_known(void)
{
    const char *const good[] = {"la",    "eo",     "LA",        "sr-Latn", "sr-latn-rs",
                                "pt-BR", "es-419", "x-default", "fil",     "X-Default"};
    for (guint i = 0; i < G_N_ELEMENTS(good); i++)
        assert_problem(good[i], NULL);
}

static void what_is_wrong_is_named(void)
{
    assert_problem("", "no language ''");
    assert_problem("english", "no language 'english'");
    assert_problem("uk-UK", "no region 'UK'");
    assert_problem("la_VA", "no language 'la_VA'");
    assert_problem("pt-BR-x", "'x' behind the region");
    assert_problem("sr-Zzzy", "no region 'Zzzy'");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/tag/languages_scripts_and_regions_are_known", languages_scripts_and_regions_are_known);
    g_test_add_func("/tag/what_is_wrong_is_named", what_is_wrong_is_named);
    return g_test_run();
}
