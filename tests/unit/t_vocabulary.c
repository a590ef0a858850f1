/* The promises of shim/vocabulary.h. */
#include <glib/gstdio.h>
#include <string.h>

#include "shim/disk.h"
#include "shim/vocabulary.h"

#define LAST "zz\xC3\xA9" /* ends with a character of two bytes */

typedef struct {
    char *folder, *path, *file;
} Place;

/* An index of these words, each in as many documents as it has places here, and its vocabulary. */
static void set_up(Place *p, gconstpointer data)
{
    static const char *const words[] = {"spectrum", "spectra", "spectrum", "satellite", "it", "abc123", LAST};
    (void)data;
    g_autoptr(GError) error = NULL;
    p->folder = g_dir_make_tmp("isoglot-t-XXXXXX", NULL);
    p->path = g_build_filename(p->folder, "index", NULL);
    p->file = g_build_filename(p->path, "vocabulary", NULL);
    g_autoptr(IndexWriter) w = index_writer_open(p->path, "xx", "test.1", &error);
    g_assert_no_error(error);
    for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
        g_autofree char *url = g_strdup_printf("http://a.example/%u", i), *id = index_id(url);
        IndexTerm term = {words[i], 1, NULL, 0};
        IndexDocument d = {.id = id, .terms = &term, .n_terms = 1, .record = "", .record_n = 0};
        g_assert_true(index_writer_put(w, &d, &error));
    }
    g_assert_true(index_writer_commit(w, &error));
    g_assert_true(vocabulary_write(p->path, &error));
    g_assert_no_error(error);
}

static void tear_down(Place *p, gconstpointer data)
{
    (void)data;
    disk_remove(p->folder);
    g_free(p->folder);
    g_free(p->path);
    g_free(p->file);
}

static gboolean count_word(const char *word, guint32 documents, gpointer user)
{
    g_assert_true(*word && documents);
    ++*(guint *)user;
    return TRUE;
}

static void words_of_letters_are_found_with_their_documents(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(Vocabulary) v = vocabulary_open(p->path);
    guint walked = 0;
    vocabulary_each(v, count_word, &walked);
    g_assert_cmpuint(walked, ==, 4); /* not those with digits or of two letters */
    g_assert_cmpuint(vocabulary_count(v), ==, 4);
    g_assert_cmpuint(vocabulary_documents(v), ==, 7);
    g_assert_cmpuint(vocabulary_find(v, "spectrum"), ==, 2);
    g_assert_cmpuint(vocabulary_find(v, LAST), ==, 1);
    g_assert_cmpuint(vocabulary_find(v, "spectru"), ==, 0);
}

static void the_nearest_words_come_first(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(Vocabulary) v = vocabulary_open(p->path);
    g_autoptr(GArray) near = vocabulary_nearest(v, "spectrmu", 1, 8);
    g_autoptr(GArray) relatives = vocabulary_relatives(v, "spectral", 8);
    g_assert_cmpuint(near->len, ==, 1);
    g_assert_cmpstr(g_array_index(near, VocabularyWord, 0).word, ==, "spectrum");
    g_assert_cmpuint(g_array_index(near, VocabularyWord, 0).distance, ==, 1);
    g_assert_cmpuint(relatives->len, ==, 2);
    g_assert_cmpstr(g_array_index(relatives, VocabularyWord, 0).word, ==, "spectra");
}

static void a_word_too_long_has_no_relatives(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(Vocabulary) v = vocabulary_open(p->path);
    g_autofree char *longest = g_strnfill(VOCABULARY_LETTERS, 'z'), *longer = g_strnfill(VOCABULARY_LETTERS + 1, 'z');
    g_autoptr(GArray) none = vocabulary_nearest(v, longer, 2, 8);
    g_autoptr(GArray) far = vocabulary_nearest(v, longest, 2, 8);
    g_assert_cmpuint(none->len + far->len, ==, 0);
}

static guint32 count_with(const Place *p, const char *bytes, gsize n)
{
    g_assert_true(g_file_set_contents(p->file, bytes, n, NULL));
    g_autoptr(Vocabulary) v = vocabulary_open(p->path);
    g_autoptr(GArray) near = vocabulary_nearest(v, "spectrmu", 2, 8);
    g_assert_cmpuint(near->len, <=, vocabulary_count(v));
    return vocabulary_count(v);
}

static void a_damaged_one_has_no_words(Place *p, gconstpointer data)
{
    (void)data;
    g_autofree char *bytes = NULL;
    gsize n;
    g_assert_true(g_file_get_contents(p->file, &bytes, &n, NULL));
    g_assert_cmpuint(count_with(p, bytes, n), ==, 4);
    for (gsize cut = 0; cut < n; cut++)
        g_assert_cmpuint(count_with(p, bytes, cut), ==, 0);
    bytes[n - 2] = '\xFC'; /* of six bytes, of which the file has two */
    g_assert_cmpuint(count_with(p, bytes, n), ==, 0);
    g_assert_cmpint(g_unlink(p->file), ==, 0);
    g_autoptr(Vocabulary) absent = vocabulary_open(p->path);
    g_assert_cmpuint(vocabulary_count(absent), ==, 0);
}

/* Its numbers may say anything: nothing outside the file is read (the sanitizers see to it). */
static void any_byte_may_be_wrong(Place *p, gconstpointer data)
{
    (void)data;
    g_autofree char *bytes = NULL;
    gsize n;
    g_assert_true(g_file_get_contents(p->file, &bytes, &n, NULL));
    for (gsize i = 0; i < n; i++) {
        char right = bytes[i];
        bytes[i] = '\xFF';
        (void)count_with(p, bytes, n);
        bytes[i] = right;
    }
}

#define ADD(test) g_test_add("/vocabulary/" #test, Place, NULL, set_up, test, tear_down)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD(words_of_letters_are_found_with_their_documents);
    ADD(the_nearest_words_come_first);
    ADD(a_word_too_long_has_no_relatives);
    ADD(a_damaged_one_has_no_words);
    ADD(any_byte_may_be_wrong);
    return g_test_run();
}
