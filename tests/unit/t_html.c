/* The promises of query/html.h. */
#include <string.h>

#include "query/html.h"

static void nothing_of_a_text_is_markup(void)
{
    g_autoptr(GString) out = g_string_new(NULL);
    html_add_text(out, "<b>\"'&");
    html_add(out, "<i title=\"%s\">%s</i>", "\"<", "100 %s", NULL);
    g_assert_cmpstr(out->str, ==, "&lt;b&gt;&quot;&apos;&amp;<i title=\"&quot;&lt;\">100 %s</i>");
}

static void control_characters_are_shown_as_missing(void)
{
    g_autoptr(GString) out = g_string_new(NULL);
    html_add_text(out, "a\x01\x7f\tb\nc");
    g_assert_cmpstr(out->str, ==, "a\uFFFD\uFFFD\tb\nc");
}

static void a_text_in_a_message_is_set_apart(void)
{
    for (guint i = 0; i < lang_count(); i++) {
        g_autoptr(GString) out = g_string_new(NULL);
        g_autofree char *message = message_text_1(lang_get(i), "corrected_instead", html_mark(0).text);
        HtmlMark mark = html_mark(0);
        g_autofree char *text = g_strconcat("<b>", mark.text, NULL);
        g_autofree char *apart = g_strdup_printf("<bdi>&lt;b&gt;%s</bdi>", mark.text);
        html_add_quoting(out, message, text);
        g_assert_nonnull(strstr(out->str, apart)); /* a mark in the text itself stands for nothing */
        g_assert_null(strstr(out->str, "<b>"));
    }
}

static void names_of_languages_in_a_message_are_marked(void)
{
    for (guint i = 0; i < lang_count(); i++) {
        for (guint k = 0; k < lang_count(); k++) {
            g_autoptr(GPtrArray) languages = g_ptr_array_new();
            g_autoptr(GString) out = g_string_new(NULL);
            g_ptr_array_add(languages, (gpointer)lang_get(i));
            g_ptr_array_add(languages, (gpointer)lang_get(k));
            HtmlMark first = html_mark(0), second = html_mark(1);
            const MessageArgument arguments[] = {MESSAGE_ARG_TEXT(first.text), MESSAGE_ARG_TEXT(second.text)};
            html_add_languages_message(out, lang_get(i), "available_in", arguments, 2, languages);
            g_autofree char *wanted = g_strdup_printf("<bdi lang=\"%s\" dir=\"%s\">%s</bdi>", lang_code(lang_get(k)),
                                                      lang_direction(lang_get(k)), lang_name(lang_get(k)));
            g_assert_nonnull(strstr(out->str, wanted));
            g_assert_null(strstr(out->str, first.text));
            g_assert_null(strstr(out->str, second.text));
        }
    }
}

static void a_message_cannot_bring_markup_or_names_of_its_own(void)
{
    g_autoptr(GPtrArray) none = g_ptr_array_new();
    g_autoptr(GString) out = g_string_new(NULL);
    HtmlMark mark = html_mark(3);
    g_autofree char *text = g_strconcat("<script>", mark.text, NULL);
    html_add_languages_message(out, lang_get(0), "also_in", &MESSAGE_ARG_TEXT(text), 1, none);
    html_add_languages_message(out, lang_get(0), "results_title", &MESSAGE_ARG_TEXT(text), 1, none);
    g_assert_null(strstr(out->str, "<"));
    g_assert_nonnull(strstr(out->str, "&lt;script&gt;"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/html/nothing_of_a_text_is_markup", nothing_of_a_text_is_markup);
    g_test_add_func("/html/control_characters_are_shown_as_missing", control_characters_are_shown_as_missing);
    g_test_add_func("/html/a_text_in_a_message_is_set_apart", a_text_in_a_message_is_set_apart);
    g_test_add_func("/html/names_of_languages_in_a_message_are_marked", names_of_languages_in_a_message_are_marked);
    g_test_add_func("/html/a_message_cannot_bring_markup_or_names_of_its_own",
                    a_message_cannot_bring_markup_or_names_of_its_own);
    return g_test_run();
}
