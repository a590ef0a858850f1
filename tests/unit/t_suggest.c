/* The promises of shim/suggest.h, langs/typeahead.h and query/suggest.h. */
#include <string.h>

#include "indexer/suggest.h"
#include "langs/typeahead.h"
#include "query/suggest.h"
#include "shim/limits.h"
#include "shim/suggest.h"
#include "tests/unit/harm.h"
#include "tests/unit/settings.h"

#define FINGERPRINT "analysis 1"

static void put(SuggestionWriter *writer, const char *text, double weight)
{
    suggestion_writer_add(writer, text, weight);
    suggestion_writer_add_key(writer, text, 0, 1);
    const char *space = strchr(text, ' ');
    if (space)
        suggestion_writer_add_key(writer, text, space + 1 - text, 0.5);
}

static void write_to(SuggestionWriter *writer, const char *data)
{
    g_autoptr(GError) error = NULL;
    g_assert_true(suggestion_writer_write(writer, data, "xx", FINGERPRINT, 7, &error));
    g_assert_no_error(error);
}

static void assert_found(const char *data, const char *start, guint most, const char *expected)
{
    g_autoptr(Suggestions) s = suggestions_open(data, "xx", FINGERPRINT);
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(Suggestion));
    g_autoptr(GString) texts = g_string_new(NULL);
    suggestions_find(s, start, most, found);
    for (guint i = 0; i < found->len; i++)
        g_string_append_printf(texts, "%s|", g_array_index(found, Suggestion, i).text);
    g_assert_cmpstr(texts->str, ==, expected);
}

static void the_weightiest_of_those_that_begin_so_come_first(void)
{
    g_auto(Settings) s = {0};
    settings_open(&s, "");
    g_autoptr(SuggestionWriter) writer = suggestion_writer_new();
    put(writer, "radio", 1);
    put(writer, "radio waves", 3);
    put(writer, "rad", 2);
    put(writer, "my radio", 5);
    put(writer, "television", 9);
    write_to(writer, s.data);
    assert_found(s.data, "rad", 10, "radio waves|my radio|rad|radio|");
    assert_found(s.data, "radio", 2, "radio waves|my radio|");
    assert_found(s.data, "radio w", 10, "radio waves|");
    assert_found(s.data, "radios", 10, "");
    assert_found(s.data, "", 10, "");
    assert_found(s.data, "rad", 0, "");
}

static void a_text_with_several_keys_stands_there_once(void)
{
    g_auto(Settings) s = {0};
    settings_open(&s, "");
    g_autoptr(SuggestionWriter) writer = suggestion_writer_new();
    put(writer, "radio radiation", 2);
    put(writer, "radar", 1.5);
    write_to(writer, s.data);
    assert_found(s.data, "radi", 10, "radio radiation|");
    assert_found(s.data, "rad", 10, "radio radiation|radar|");
}

/* What is found by looking at all entries, in many blocks, is found by looking at the promising ones. */
static void blocks_that_are_passed_over_have_nothing_better(void)
{
    g_auto(Settings) s = {0};
    settings_open(&s, "");
    g_autoptr(SuggestionWriter) writer = suggestion_writer_new();
    guint32 random = 1;
    g_autoptr(GString) best = g_string_new(NULL);
    double weights[3] = {0};
    char texts[3][16] = {{0}};
    for (guint i = 0; i < 5000; i++) {
        char text[16];
        random = random * 1664525 + 1013904223;
        double weight = random / 4294967296.0;
        g_snprintf(text, sizeof text, "%c%04u", 'a' + i % 2, i);
        put(writer, text, weight);
        for (guint j = 0; i % 2 && j < 3; j++)
            if (weight > weights[j]) {
                memmove(&weights[j + 1], &weights[j], (2 - j) * sizeof *weights);
                memmove(&texts[j + 1], &texts[j], (2 - j) * sizeof *texts);
                weights[j] = weight;
                g_strlcpy(texts[j], text, sizeof texts[j]);
                break;
            }
    }
    write_to(writer, s.data);
    for (guint i = 0; i < 3; i++)
        g_string_append_printf(best, "%s|", texts[i]);
    assert_found(s.data, "b", 3, best->str);
}

static void another_analysis_reads_nothing(void)
{
    g_auto(Settings) s = {0};
    gint64 written_at;
    guint took_ms;
    settings_open(&s, "");
    g_autoptr(SuggestionWriter) writer = suggestion_writer_new();
    put(writer, "radio", 1);
    write_to(writer, s.data);
    g_autoptr(Suggestions) same = suggestions_open(s.data, "xx", FINGERPRINT);
    g_assert_cmpuint(suggestions_count(same), ==, 1);
    suggestions_age(same, &written_at, &took_ms);
    g_assert_cmpint(written_at, >, 1700000000);
    g_assert_cmpuint(took_ms, >=, 7);
    g_autoptr(Suggestions) other = suggestions_open(s.data, "xx", "analysis 2");
    g_assert_cmpuint(suggestions_count(other), ==, 0);
    suggestions_age(other, &written_at, &took_ms);
    g_assert_cmpint(written_at, ==, 0);
    g_autoptr(Suggestions) none = suggestions_open(s.data, "yy", FINGERPRINT);
    g_assert_cmpuint(suggestions_count(none), ==, 0);
}

/* Suggestions found in all; each is UTF-8. */
static guint ask_everything(gconstpointer data)
{
    static const char *const starts[] = {"a", "b", "radio", "\xff", "zzz"};
    g_autoptr(Suggestions) s = suggestions_open(data, "xx", FINGERPRINT);
    guint n = 0;
    for (guint i = 0; i < G_N_ELEMENTS(starts); i++) {
        g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(Suggestion));
        suggestions_find(s, starts[i], 10, found);
        n += found->len;
        for (guint j = 0; j < found->len; j++)
            g_assert_true(g_utf8_validate(g_array_index(found, Suggestion, j).text, -1, NULL));
    }
    return n;
}

static void write_some(const char *data, guint n)
{
    g_autoptr(SuggestionWriter) writer = suggestion_writer_new();
    for (guint i = 0; i < n; i++) {
        g_autofree char *text = g_strdup_printf("radio b\xC3\xA9%u", i);
        put(writer, text, i);
    }
    write_to(writer, data);
}

static void a_damaged_file_gives_wrong_suggestions_at_worst(void)
{
    g_auto(Settings) s = {0};
    settings_open(&s, "");
    write_some(s.data, 33);
    g_autofree char *path = g_build_filename(s.data, SUGGEST_FOLDER, "xx", NULL), *bytes = NULL;
    gsize n;
    g_assert_cmpuint(ask_everything(s.data), ==, 20);
    flip_bytes(path, ask_everything, s.data);
    g_assert_true(g_file_get_contents(path, &bytes, &n, NULL));
    for (gsize i = 0; i < n; i += 13) {
        g_assert_true(g_file_set_contents(path, bytes, i, NULL));
        g_assert_cmpuint(ask_everything(s.data), ==, 0);
    }
}

/* 0: the disk refused, as it should. */
static int write_more(gconstpointer data)
{
    g_autoptr(SuggestionWriter) writer = suggestion_writer_new();
    g_autoptr(GError) error = NULL;
    for (guint i = 0; i < 100; i++)
        put(writer, "radar", 1);
    return suggestion_writer_write(writer, data, "xx", FINGERPRINT, 0, &error) || error->code != FAULT_STOP;
}

static void a_disk_that_refuses_leaves_what_was_there(void)
{
    g_auto(Settings) s = {0};
    settings_open(&s, "");
    write_some(s.data, 20);
    g_autofree char *path = g_build_filename(s.data, SUGGEST_FOLDER, "xx", NULL);
    fill_disk(path, 97, write_more, ask_everything, 20, s.data);
}

/* ------------------------------------------------------------------ keys */

static void add_key(const char *text, gsize start, guint place, gpointer keys)
{
    g_string_append_printf(keys, "%u:%s|", place, text + start);
}

static void assert_keys(const LangProfile *lang, const char *text, const char *expected)
{
    g_autoptr(GString) folded = g_string_new(NULL), keys = g_string_new(NULL);
    typeahead_fold(lang, text, folded);
    typeahead_each_key(lang, folded->str, add_key, keys);
    g_assert_true(g_str_has_prefix(keys->str, expected));
}

static void keys_begin_at_each_word_and_numbers_before_do_not_count(void)
{
    for (guint i = 0; i < lang_count(); i++) {
        assert_keys(lang_get(i), "Été RADIO-7", "0:ete radio 7|1:radio 7|2:7|");
        assert_keys(lang_get(i), "  4.2. Radio!", "0:4 2 radio|0:2 radio|0:radio|");
        assert_keys(lang_get(i), "\xE4\xB8\x8A\xE6\xB5\xB7", "0:\xE4\xB8\x8A\xE6\xB5\xB7|1:\xE6\xB5\xB7|");
        assert_keys(lang_get(i), "-- \xff ...", "");
    }
}

/* However little of a text is typed, its beginnings are those of its keys. */
static void what_is_typed_of_a_text_begins_like_it(void)
{
    static const char text[] = "L'Été ﬁnal de RADIO";
    for (guint i = 0; i < lang_count(); i++) {
        g_autoptr(GString) whole = g_string_new(NULL);
        typeahead_fold(lang_get(i), text, whole);
        for (const char *p = text; *p; p = g_utf8_next_char(p)) {
            g_autofree char *typed = g_strndup(text, p - text);
            g_autoptr(GPtrArray) starts = typeahead_typed(lang_get(i), typed);
            g_assert_true(starts->len == 0 || g_str_has_prefix(whole->str, g_ptr_array_index(starts, 0)));
        }
    }
}

typedef struct {
    const char *start;
    gboolean found;
} Sought;

static void look_for(const char *text, gsize start, guint place, gpointer user)
{
    Sought *s = user;
    (void)place;
    s->found |= g_str_has_prefix(text + start, s->start);
}

static gboolean is_found(const LangProfile *lang, const char *text, const char *typed)
{
    g_autoptr(GString) folded = g_string_new(NULL);
    g_autoptr(GPtrArray) starts = typeahead_typed(lang, typed);
    Sought sought = {0};
    typeahead_fold(lang, text, folded);
    for (guint i = 0; i < starts->len && !sought.found; i++) {
        sought.start = g_ptr_array_index(starts, i);
        typeahead_each_key(lang, folded->str, look_for, &sought);
    }
    return sought.found;
}

/* The words of langs/LANG/romanised.tsv, by all their forms, as the first word of a text. */
static void a_text_is_found_by_its_words_in_latin_letters(void)
{
    guint words = 0, lost = 0;
    for (guint i = 0; i < lang_count(); i++) {
        g_autofree char *path = g_build_filename("langs", lang_code(lang_get(i)), "romanised.tsv", NULL), *all = NULL;
        if (!g_file_get_contents(path, &all, NULL, NULL))
            continue;
        g_auto(GStrv) lines = g_strsplit(all, "\n", -1);
        for (char **line = lines; *line; line++) {
            g_auto(GStrv) row = g_strsplit(*line, "\t", 2);
            if (!*row || !row[1] || strchr("#!~", **row))
                continue;
            g_auto(GStrv) forms = g_strsplit(row[1], " ", -1);
            g_autofree char *text = g_strconcat(*row, " 7 ", *row, NULL);
            for (char **form = forms; *form; form++, words++)
                lost += **form && !is_found(lang_get(i), text, *form);
        }
    }
    g_test_message("%u of %u forms find nothing", lost, words);
    g_assert_cmpuint(words, >, 100);
    g_assert_cmpuint(lost * 50, <=, words);
}

/* ------------------------------------------------------------------ texts */

static void what_is_no_text_to_search_for_is_not_suggested(void)
{
    static const struct {
        const char *text, *expected;
    } rows[] = {
        {" Radio \n\t waves ", "Radio waves"},
        {"C25/39 \xE2\x80\x93 e-mail: how", "C25/39 \xE2\x80\x93 e-mail: how"},
        {"", NULL},
        {" \n", NULL},
        {"not -this", NULL},
        {"-this", NULL},
        {"site:x.example news", NULL},
        {"at 10:30", "at 10:30"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *text = suggestion_text(rows[i].text);
        g_assert_cmpstr(text, ==, rows[i].expected);
    }
    g_autofree char *longest = g_strnfill(LIMIT_SUGGESTION_LETTERS, 'a'),
                    *longer = g_strnfill(LIMIT_SUGGESTION_LETTERS + 1, 'a');
    g_autofree char *fits = suggestion_text(longest), *does_not = suggestion_text(longer);
    g_assert_cmpstr(fits, ==, longest);
    g_assert_null(does_not);
}

static void what_is_typed_is_cut_and_need_not_be_text(void)
{
    g_auto(Settings) s = {0};
    settings_open(&s, "");
    g_autofree char *endless = g_strnfill(1000000, 'a');
    const char *const typed[] = {"", " ", "\xff\xfe", "\x01", endless};
    for (guint i = 0; i < G_N_ELEMENTS(typed); i++) {
        g_autoptr(GPtrArray) texts = suggest_find(s.config, lang_get(0), typed[i], 10);
        g_assert_cmpuint(texts->len, ==, 0);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name) g_test_add_func("/suggest/" #name, name)
    ADD(the_weightiest_of_those_that_begin_so_come_first);
    ADD(a_text_with_several_keys_stands_there_once);
    ADD(blocks_that_are_passed_over_have_nothing_better);
    ADD(another_analysis_reads_nothing);
    ADD(a_damaged_file_gives_wrong_suggestions_at_worst);
    ADD(a_disk_that_refuses_leaves_what_was_there);
    ADD(keys_begin_at_each_word_and_numbers_before_do_not_count);
    ADD(what_is_typed_of_a_text_begins_like_it);
    ADD(a_text_is_found_by_its_words_in_latin_letters);
    ADD(what_is_no_text_to_search_for_is_not_suggested);
    ADD(what_is_typed_is_cut_and_need_not_be_text);
    return g_test_run();
}
