/* The promises of shim/nesting.h. */
#include <string.h>

#include "shim/nesting.h"

static void assert_exceeds(const char *json, guint depth, guint values, gboolean expected)
{
    g_test_message("%s", json);
    g_assert_cmpint(nesting_exceeds(json, strlen(json), depth, values), ==, expected);
}

static void depth_is_that_of_open_brackets(void)
{
    assert_exceeds("[[[]]]", 3, 100, FALSE);
    assert_exceeds("[[[]]]", 2, 100, TRUE);
    assert_exceeds("[{\"a\":[]}]", 3, 100, FALSE);
    assert_exceeds("[{\"a\":[]}]", 2, 100, TRUE);
    assert_exceeds("[[],[],[],{}]", 2, 100, FALSE);
    assert_exceeds("]]]][[", 2, 100, FALSE);
    assert_exceeds("", 0, 1, FALSE);
}

static void values_are_counted(void)
{
    assert_exceeds("[1,2,3]", 1, 4, FALSE); /* the list and its three */
    assert_exceeds("[1,2,3,4]", 1, 4, TRUE);
    assert_exceeds("[[],[]]", 2, 3, TRUE);
    assert_exceeds("[[[[[[", 100, 5, TRUE);
    assert_exceeds("1", 0, 1, FALSE);
}

static void strings_are_passed_over(void)
{
    assert_exceeds("[\"[[[,,,\"]", 1, 2, FALSE);
    assert_exceeds("[\"\\\"[[[,,,\"]", 1, 2, FALSE);
    assert_exceeds("[\"\\\\\",[[]]]", 2, 10, TRUE);
    assert_exceeds("\"\\", 0, 1, FALSE); /* nothing is read behind the end */
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/nesting/depth_is_that_of_open_brackets", depth_is_that_of_open_brackets);
    g_test_add_func("/nesting/values_are_counted", values_are_counted);
    g_test_add_func("/nesting/strings_are_passed_over", strings_are_passed_over);
    return g_test_run();
}
