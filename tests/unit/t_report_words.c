/* The promises of query/report_words.h, and of langs/message.h about arguments. */
#include "query/report_words.h"

#include <glib/gstdio.h>
#include <string.h>

#include "tests/unit/report_sample.h"

static void an_id_gives_the_keys_of_its_messages(void)
{
    g_autofree char *column = report_key("column", "lag-days", NULL), *method = report_key(NULL, "zero-hits", "method");
    g_assert_cmpstr(column, ==, "report_column_lag_days");
    g_assert_cmpstr(method, ==, "report_zero_hits_method");
}

/* What the languages' files call a section stands in a configuration. */
static void a_section_has_its_title_in_the_language(void)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path = g_build_filename(g_get_tmp_dir(), "isoglot-t-report-words.conf", NULL);
    const LangProfile *first = lang_get(0), *second = lang_get(1);
    g_autofree char *text =
        g_strdup_printf("[site]\nname = x\nstart = http://x.example/\ndata = d\n[section radio]\npattern = *\n"
                        "title.%s = A title\n",
                        lang_code(first));
    g_assert_true(g_file_set_contents(path, text, -1, &error));
    g_autoptr(Config) config = config_open(path, NULL, &error);
    g_assert_no_error(error);
    g_autofree char *titled = report_section_words(&(const ReportView){NULL, config, first}, "radio");
    g_autofree char *untitled = report_section_words(&(const ReportView){NULL, config, second}, "radio");
    g_autofree char *all = report_section_words(&(const ReportView){NULL, config, first}, "");
    g_autofree char *words = message_text(first, "report_all_sections");
    g_assert_cmpstr(titled, ==, "A title");
    g_assert_cmpstr(untitled, ==, "radio");
    g_assert_cmpstr(all, ==, words);
    (void)g_remove(path);
}

static void each_cell_has_words_in_every_language(void)
{
    const Cell cells[] = {
        cell_none(),
        cell_suppressed(),
        cell_lang(lang_get(0)),
        cell_number(CELL_COUNT, 1234567),
        cell_number(CELL_SHARE, .425),
        cell_number(CELL_NUMBER, .5),
        cell_number(CELL_MS, 12.25),
        cell_number(CELL_DAYS, 3),
        cell_number(CELL_DATE, SAMPLE_DATE),
    };
    for (guint i = 0; i < lang_count(); i++)
        for (guint k = 0; k < G_N_ELEMENTS(cells); k++) {
            g_autofree char *words = report_cell_words(&(const ReportView){NULL, NULL, lang_get(i)}, &cells[k]);
            g_assert_cmpstr(words, !=, "");
            g_assert_true(g_utf8_validate(words, -1, NULL));
            g_assert_false(g_str_has_prefix(words, "report_"));
        }
}

static void a_number_in_a_sentence_counts_or_stands_plain(void)
{
    g_autoptr(Report) report = sample_report();
    g_autoptr(GPtrArray) sentences = g_ptr_array_new();
    const LangProfile *lang = lang_get(0);
    const ReportView view = {report, NULL, lang};
    const Cell share = cell_number(CELL_SHARE, .425), count = cell_number(CELL_COUNT, 1234);
    g_autofree char *percent = message_percent(lang, .425), *number = message_number(lang, 1234);
    g_autofree char *name = g_strconcat("\xE2\x81\xA8", lang_name(lang), "\xE2\x81\xA9", NULL);
    g_autofree char *plain = report_sentence_words(&view, g_ptr_array_index(report->summary, 0));
    g_assert_nonnull(strstr(plain, percent));
    report_add_sentence(report->summary, "report_of", (const Cell[]){cell_lang(lang), share}, 2);
    report_add_sentence(report->summary, "report_measured", &count, 1);
    g_autofree char *isolated = report_sentence_words(&view, g_ptr_array_index(report->summary, 1));
    g_autofree char *counted = report_sentence_words(&view, g_ptr_array_index(report->summary, 2));
    g_assert_nonnull(strstr(isolated, name));
    g_assert_nonnull(strstr(counted, number));
}

/* Every message with arguments of both kinds, in any order, in all languages; what stands in braces is gone. */
static void every_message_takes_six_arguments(void)
{
    MessageArgument arguments[MESSAGE_ARGUMENTS];
    for (guint i = 0; i < MESSAGE_ARGUMENTS; i++)
        arguments[i] = (MessageArgument){"{text} 'x", i};
    for (guint i = 0; i < lang_count(); i++)
        for (guint k = 0; k < message_count(lang_get(i)); k++) {
            const char *key = message_key(lang_get(i), k);
            g_autofree char *words = message_format(lang_get(i), key, arguments, MESSAGE_ARGUMENTS);
            g_auto(GStrv) parts = g_strsplit(words, "{text} 'x", -1);
            g_autofree char *rest = g_strjoinv("", parts);
            g_assert_cmpstr(words, !=, key);
            g_assert_null(strpbrk(rest, "{}"));
        }
}

/* The arguments of a message, as a set of bits. */
static guint arguments_of(const char *pattern)
{
    guint set = 0;
    for (const char *p = strchr(pattern, '{'); p; p = strchr(p + 1, '{'))
        if (g_ascii_isdigit(p[1]) && (p[2] == '}' || p[2] == ','))
            set |= 1u << (p[1] - '0');
    return set;
}

/* A figure that a translation leaves out would be missing in one language only. */
static void a_message_has_the_same_arguments_in_every_language(void)
{
    for (guint k = 0; k < message_count(lang_get(0)); k++) {
        const char *key = message_key(lang_get(0), k);
        guint expected = arguments_of(message_pattern(lang_get(0), key));
        for (guint i = 1; i < lang_count(); i++) {
            const char *pattern = message_pattern(lang_get(i), key);
            if (arguments_of(pattern) != expected)
                g_error("%s of %s has other arguments than in %s", key, lang_code(lang_get(i)), lang_code(lang_get(0)));
        }
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define T(name) g_test_add_func("/report-words/" #name, name)
    T(an_id_gives_the_keys_of_its_messages);
    T(a_section_has_its_title_in_the_language);
    T(each_cell_has_words_in_every_language);
    T(a_number_in_a_sentence_counts_or_stands_plain);
    T(every_message_takes_six_arguments);
    T(a_message_has_the_same_arguments_in_every_language);
    return g_test_run();
}
