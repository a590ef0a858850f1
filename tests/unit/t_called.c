/* The promises of indexer/called.h. */
#include <string.h>

#include "indexer/called.h"
#include "shim/limits.h"

static Called *open_called(void)
{
    g_autoptr(GError) error = NULL;
    static GPtrArray *languages;
    if (!languages)
        languages = lang_find_all(NULL, NULL);
    Called *called = called_new(languages, &error);
    g_assert_no_error(error);
    return called;
}

static void list(guint32 node, guint32 language, const char *texts, gpointer user)
{
    g_string_append_printf(user, "%u/%u:", node, language);
    for (; *texts; texts++)
        g_string_append_c(user, *texts == '\n' ? '|' : *texts);
    g_string_append_c(user, ' ');
}

static void assert_list(const Called *called, const char *expected)
{
    g_autoptr(GString) got = g_string_new(NULL);
    called_each(called, list, got);
    g_assert_cmpstr(got->str, ==, expected);
}

static void the_most_frequent_come_first_by_node_and_language(void)
{
    g_autoptr(Called) called = open_called();
    called_add(called, 3, 0, "12");
    called_add(called, 3, 0, "34");
    called_add(called, 3, 0, "34");
    called_add(called, 3, 1, "56");
    called_add(called, 2, 1, "78");
    assert_list(called, "2/1:78 3/0:34|12 3/1:56 ");
}

static void case_and_what_is_no_word_make_no_difference(void)
{
    g_autoptr(Called) called = open_called();
    called_add(called, 0, 0, "99");
    called_add(called, 0, 0, "XQ 12");
    called_add(called, 0, 0, " xq - 12!");
    called_add(called, 0, 0, " - ");
    called_add(called, 0, 0, "");
    assert_list(called, "0/0:xq 12|99 ");
}

static void what_leads_to_many_is_left_out(void)
{
    g_autoptr(Called) called = open_called();
    for (guint i = 0; i <= LIMIT_CALLED_TARGETS; i++)
        called_add(called, i, 0, "12");
    for (guint i = 0; i < LIMIT_CALLED_TARGETS; i++)
        called_add(called, 0, 0, "34");
    called_add(called, 0, 1, "12");
    assert_list(called, "0/0:34 0/1:12 ");
}

static void limits_hold(void)
{
    g_autoptr(Called) called = open_called();
    g_autofree char *longest = g_strnfill(LIMIT_CALLED_BYTES, '7'), *longer = g_strnfill(LIMIT_CALLED_BYTES + 1, '7');
    g_autoptr(GString) got = g_string_new(NULL);
    called_add(called, 0, 0, longer);
    assert_list(called, "");
    called_add(called, 0, 0, longest);
    for (guint i = 0; i < 2 * LIMIT_CALLED_SEEN; i++) {
        g_autofree char *text = g_strdup_printf("%u", 1000 + i);
        called_add(called, 1, 0, text);
    }
    called_each(called, list, got);
    g_auto(GStrv) nodes = g_strsplit(g_strchomp(got->str), " ", -1), texts = g_strsplit(nodes[1], "|", -1);
    g_assert_cmpuint(g_strv_length(nodes), ==, 2);
    g_assert_cmpuint(g_strv_length(texts), ==, LIMIT_CALLED_TEXTS);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/called/the_most_frequent_come_first_by_node_and_language",
                    the_most_frequent_come_first_by_node_and_language);
    g_test_add_func("/called/case_and_what_is_no_word_make_no_difference", case_and_what_is_no_word_make_no_difference);
    g_test_add_func("/called/what_leads_to_many_is_left_out", what_leads_to_many_is_left_out);
    g_test_add_func("/called/limits_hold", limits_hold);
    return g_test_run();
}
