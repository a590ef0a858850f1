/* The promises of indexer/learn.h and indexer/learn_due.h. */
#include "indexer/learn.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "indexer/learn_due.h"
#include "tests/unit/indexed.h"
#include "tests/unit/tongues.h"

#define TONGUES 3
#define PAGES 12

typedef struct {
    Settings settings;
    GArray *counts;
    TerminologyCount terms;
} Fixture;

/* What `isoglot index` does with the pages of these groups. */
static void index_pages(Fixture *f, guint first, guint n)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    for (guint page = first; page < first + n; page++)
        for (guint t = 0; t < TONGUES; t++) {
            const char *code = lang_code(lang_get(t));
            g_autoptr(GString) text = g_string_new(NULL);
            tongue_talk(text, t, page, 10, NULL);
            g_auto(GStrv) blocks = g_strsplit(text->str, "\n", -1);
            g_autofree char *joined = g_strjoinv("\\n", blocks);
            g_string_append_printf(lines,
                                   "{\"url\": \"http://t.example/%s/%u\", \"lang\": \"%s\", \"title\": \"%u\", "
                                   "\"text\": \"%s\", \"group\": \"%u\"}\n",
                                   code, page, code, 10000 * (t + 1) + 500 + page, joined, page);
        }
    settings_index(&f->settings, lines);
}

static void set_up(Fixture *f, gconstpointer data)
{
    (void)data;
    settings_open(&f->settings, "[site]\nname = X\n");
    f->counts = g_array_new(FALSE, FALSE, sizeof(LearnCount));
}

static void tear_down(Fixture *f, gconstpointer data)
{
    (void)data;
    g_array_unref(f->counts);
    settings_clear(&f->settings);
}

static void learn_all(Fixture *f)
{
    g_autoptr(GError) error = NULL;
    const LearnEvents events = {NULL, NULL, NULL};
    f->terms = (TerminologyCount){0};
    g_assert_true(learn(f->settings.config, &events, f->counts, &f->terms, &error));
    g_assert_no_error(error);
}

static gboolean is_due(Fixture *f)
{
    g_autoptr(GError) error = NULL;
    gboolean due;
    g_assert_true(learn_is_due(f->settings.config, &due, &error));
    g_assert_no_error(error);
    return due;
}

static const LexiconEntry *find_first(const Lexicon *l, const char *key, guint target, LexiconEntry *entry)
{
    g_autoptr(GArray) entries = g_array_new(FALSE, FALSE, sizeof(LexiconEntry));
    lexicon_find(l, key, lang_code(lang_get(target)), entries);
    if (!entries->len)
        return NULL;
    *entry = g_array_index(entries, LexiconEntry, 0);
    return entry;
}

static void each_language_learns_of_each_other(Fixture *f, gconstpointer data)
{
    (void)data;
    index_pages(f, 0, PAGES);
    learn_all(f);
    g_assert_cmpuint(f->counts->len, ==, TONGUES * (TONGUES - 1));
    for (guint i = 0; i < f->counts->len; i++) {
        const LearnCount *c = &g_array_index(f->counts, LearnCount, i);
        g_assert_cmpuint(c->pages, ==, PAGES);
        g_assert_cmpuint(c->titles, ==, PAGES);
        g_assert_cmpuint(c->words, >=, THINGS);
        g_assert_cmpuint(c->beads, >=, PAGES * 10);
    }
    for (guint s = 0; s < TONGUES; s++) {
        g_autoptr(Lexicon) l = lexicon_open(f->settings.data, lang_code(lang_get(s)));
        for (guint t = 0; t < TONGUES; t++)
            for (guint thing = 0; s != t && thing < THINGS; thing++) {
                g_autofree char *key = g_strdup_printf("%u", 10000 * (s + 1) + thing);
                g_autofree char *expected = g_strdup_printf("%u", 10000 * (t + 1) + thing);
                LexiconEntry e;
                g_assert_nonnull(find_first(l, key, t, &e));
                g_assert_cmpstr(e.words, ==, expected);
                g_assert_cmpint(e.origin, ==, LEXICON_LEARNED);
            }
    }
}

static void titles_are_learned(Fixture *f, gconstpointer data)
{
    (void)data;
    index_pages(f, 0, PAGES);
    learn_all(f);
    g_autoptr(Lexicon) l = lexicon_open(f->settings.data, lang_code(lang_get(0)));
    LexiconEntry e;
    g_assert_nonnull(find_first(l, "10503", 1, &e));
    g_assert_cmpint(e.origin, ==, LEXICON_TITLE);
    g_assert_cmpstr(e.words, ==, "20503");
}

static char *read_lexicons(const Fixture *f)
{
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    for (guint i = 0; i < lang_count(); i++) {
        g_autofree char *path = g_build_filename(f->settings.data, LEXICON_FOLDER, lang_code(lang_get(i)), NULL),
                        *bytes = NULL;
        gsize n;
        g_assert_true(g_file_get_contents(path, &bytes, &n, NULL));
        g_checksum_update(sum, (const guchar *)bytes, n);
    }
    return g_strdup(g_checksum_get_string(sum));
}

static void the_order_of_threads_does_not_matter(Fixture *f, gconstpointer data)
{
    (void)data;
    index_pages(f, 0, PAGES);
    learn_all(f);
    g_autofree char *first = read_lexicons(f);
    for (guint i = 0; i < 5; i++) {
        learn_all(f);
        g_autofree char *again = read_lexicons(f);
        g_assert_cmpstr(first, ==, again);
    }
}

static void without_pages_there_are_names(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autoptr(Ledger) ledger = ledger_open(f->settings.data, LEDGER_WRITE, &error);
    g_assert_no_error(error);
    learn_all(f);
    g_assert_cmpuint(f->counts->len, ==, 0);
    g_assert_cmpuint(f->terms.names, >, 0);
    g_autoptr(Lexicon) l = lexicon_open(f->settings.data, lang_code(lang_get(0)));
    g_assert_cmpuint(lexicon_count(l), >, 0);
}

static void what_fails_leaves_the_old_lexicons(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    const LearnEvents events = {NULL, NULL, NULL};
    index_pages(f, 0, PAGES);
    learn_all(f);
    g_autofree char *before = read_lexicons(f);
    g_autofree char *index = generation_current(f->settings.data, lang_code(lang_get(1)));
    g_assert_cmpint(g_unlink(index), ==, 0);
    g_assert_false(learn(f->settings.config, &events, f->counts, &f->terms, &error));
    g_assert_nonnull(error);
    g_assert_nonnull(strstr(error->message, lang_code(lang_get(1))));
    g_autofree char *after = read_lexicons(f);
    g_assert_cmpstr(before, ==, after);
}

static void one_process_learns_at_a_time(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    const LearnEvents events = {NULL, NULL, NULL};
    index_pages(f, 0, 1);
    int lock = learn_lock(f->settings.data, &error);
    g_assert_no_error(error);
    g_assert_false(learn(f->settings.config, &events, f->counts, &f->terms, &error));
    g_assert_error(error, FAULT, FAULT_RETRY);
    close(lock);
    learn_all(f);
}

static void note_step(guint done, guint steps, gpointer user)
{
    guint *last = user;
    g_assert_cmpuint(done, ==, *last + 1);
    g_assert_cmpuint(done, <=, steps);
    *last = done;
}

static void steps_are_told_one_after_another(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    guint last = 0;
    const LearnEvents events = {note_step, NULL, &last};
    index_pages(f, 0, 2);
    g_assert_true(learn(f->settings.config, &events, f->counts, &f->terms, &error));
    g_assert_cmpuint(last, >, lang_count());
}

/* ------------------------------------------------------------------ learn_due.h */

static void it_is_due_until_it_was_done(Fixture *f, gconstpointer data)
{
    (void)data;
    index_pages(f, 0, PAGES);
    g_assert_true(is_due(f));
    learn_all(f);
    g_assert_false(is_due(f));
}

static void a_twentieth_of_the_pages_makes_it_due(Fixture *f, gconstpointer data)
{
    (void)data;
    index_pages(f, 0, 40);
    learn_all(f);
    index_pages(f, 100, 1);
    g_assert_false(is_due(f));
    index_pages(f, 0, 40); /* the same once more */
    g_assert_false(is_due(f));
    index_pages(f, 101, 3);
    g_assert_true(is_due(f));
}

/* More pages than the sketch has hashes. */
static void many_pages_are_judged_by_a_sketch(Fixture *f, gconstpointer data)
{
    (void)data;
    index_pages(f, 0, 200);
    learn_all(f);
    index_pages(f, 1000, 2);
    g_assert_false(is_due(f));
    index_pages(f, 1002, 40);
    g_assert_true(is_due(f));
}

static void other_languages_or_terminologies_make_it_due(Fixture *f, gconstpointer data)
{
    (void)data;
    index_pages(f, 0, PAGES);
    learn_all(f);
    g_autofree char *terms = g_build_filename(f->settings.data, "terms.nt", NULL);
    g_strfreev(f->settings.config->terminology);
    f->settings.config->terminology = g_strsplit(terms, "\n", -1);
    g_assert_true(is_due(f));
    learn_all(f);
    g_assert_false(is_due(f));
    g_assert_true(g_file_set_contents(terms, "\n", -1, NULL));
    g_assert_true(is_due(f));
    learn_all(f);
    g_strfreev(f->settings.config->languages);
    f->settings.config->languages =
        g_strdupv((char *[]){(char *)lang_code(lang_get(0)), (char *)lang_code(lang_get(1)), NULL});
    g_assert_true(is_due(f));
}

static void one_language_has_nothing_to_learn(Fixture *f, gconstpointer data)
{
    (void)data;
    index_pages(f, 0, 1);
    g_strfreev(f->settings.config->languages);
    f->settings.config->languages = g_strdupv((char *[]){(char *)lang_code(lang_get(0)), NULL});
    g_assert_false(is_due(f));
}

static void a_damaged_sketch_makes_it_due(Fixture *f, gconstpointer data)
{
    (void)data;
    index_pages(f, 0, PAGES);
    learn_all(f);
    g_autofree char *path = g_build_filename(f->settings.data, "lexicon.from", NULL), *text = NULL;
    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    for (gsize n = 0; n < strlen(text) * 9 / 10; n += 97) {
        g_assert_true(g_file_set_contents(path, text, n, NULL));
        g_assert_true(is_due(f));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define TEST(name) g_test_add("/learn/" #name, Fixture, NULL, set_up, name, tear_down)
    TEST(each_language_learns_of_each_other);
    TEST(titles_are_learned);
    TEST(the_order_of_threads_does_not_matter);
    TEST(without_pages_there_are_names);
    TEST(what_fails_leaves_the_old_lexicons);
    TEST(one_process_learns_at_a_time);
    TEST(steps_are_told_one_after_another);
    TEST(it_is_due_until_it_was_done);
    TEST(a_twentieth_of_the_pages_makes_it_due);
    TEST(many_pages_are_judged_by_a_sketch);
    TEST(other_languages_or_terminologies_make_it_due);
    TEST(one_language_has_nothing_to_learn);
    TEST(a_damaged_sketch_makes_it_due);
    return g_test_run();
}
