/* The promises of shim/vocabulary.h. */
#include "generation.h"
#include "harm.h"
#include "shim/vocabulary.h"

static Vocabulary *write_and_open(const Place *p, const char *const *texts)
{
    g_autoptr(GError) error = NULL;
    fill(p, texts);
    g_assert_true(vocabulary_write(p->index, &error));
    g_assert_no_error(error);
    return vocabulary_open(p->index);
}

static const char *const some[] = {"kernel kernels colonel network", "kernel network worknet", "kernel printer", NULL};

static char *join(GArray *owned)
{
    g_autoptr(GArray) words = owned;
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < words->len; i++)
        g_string_append_printf(out, "%s%s", i ? " " : "", g_array_index(words, VocabularyWord, i).word);
    return g_string_free(out, FALSE);
}

static void expect_nearest(Vocabulary *v, const char *word, guint distance, const char *expected)
{
    g_autofree char *got = join(vocabulary_nearest(v, word, distance, 10));
    g_assert_cmpstr(got, ==, expected);
}

static void counts_words_and_documents(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(Vocabulary) v = write_and_open(p, some);
    g_assert_cmpuint(vocabulary_count(v), ==, 6);
    g_assert_cmpuint(vocabulary_documents(v), ==, 3);
    g_assert_cmpuint(vocabulary_find(v, "kernel"), ==, 3);
    g_assert_cmpuint(vocabulary_find(v, "network"), ==, 2);
    g_assert_cmpuint(vocabulary_find(v, "printer"), ==, 1);
    g_assert_cmpuint(vocabulary_find(v, "kerne"), ==, 0);
    g_assert_cmpuint(vocabulary_find(v, "zebra"), ==, 0);
    g_assert_cmpuint(vocabulary_find(v, ""), ==, 0);
}

typedef struct {
    GString *seen;
    guint most;
} Walk;

static gboolean note(const char *word, guint32 documents, gpointer user)
{
    Walk *walk = user;
    g_string_append_printf(walk->seen, "%s:%u ", word, documents);
    return --walk->most > 0;
}

static void each_word_comes_in_byte_order_until_false(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(Vocabulary) v = write_and_open(p, some);
    g_autoptr(GString) all = g_string_new(NULL), first = g_string_new(NULL);
    vocabulary_each(v, note, &(Walk){all, 100});
    g_assert_cmpstr(all->str, ==, "colonel:1 kernel:3 kernels:1 network:2 printer:1 worknet:1 ");
    vocabulary_each(v, note, &(Walk){first, 2});
    g_assert_cmpstr(first->str, ==, "colonel:1 kernel:3 ");
}

static void digits_prefixes_and_short_words_are_not_there(Place *p, gconstpointer data)
{
    (void)data;
    static const char *const texts[] = {"good ext4 4ever 2024 a٣bc ab x Zstem Gram Thtml can't", NULL};
    g_autoptr(Vocabulary) v = write_and_open(p, texts);
    g_autoptr(GString) all = g_string_new(NULL);
    vocabulary_each(v, note, &(Walk){all, 100});
    g_assert_cmpstr(all->str, ==, "good:1 ");
    expect_nearest(v, "goo4", 1, "");
    expect_nearest(v, "", 1, "");
    g_assert_cmpuint(vocabulary_count(v), ==, 1);
}

static void han_words_have_two_letters_or_more(Place *p, gconstpointer data)
{
    (void)data;
    static const char *const texts[] = {"内核 核 网络 网络安全", NULL};
    g_autoptr(Vocabulary) v = write_and_open(p, texts);
    g_assert_cmpuint(vocabulary_count(v), ==, 3);
    g_assert_cmpuint(vocabulary_find(v, "内核"), ==, 1);
    g_assert_cmpuint(vocabulary_find(v, "核"), ==, 0);
    g_autofree char *got = join(vocabulary_relatives(v, "网络", 10));
    g_assert_cmpstr(got, ==, "网络 网络安全");
}

static void long_words_end_at_the_limit(Place *p, gconstpointer data)
{
    (void)data;
    g_autofree char *longest = g_strnfill(VOCABULARY_LETTERS, 'a'), *longer = g_strnfill(VOCABULARY_LETTERS + 1, 'a');
    g_autoptr(GString) wide = g_string_new(NULL);
    for (guint i = 0; i < VOCABULARY_LETTERS; i++)
        g_string_append_unichar(wide, 0x430 + i % 32);
    g_autofree char *text = g_strjoin(" ", longest, longer, wide->str, NULL);
    g_autoptr(Vocabulary) v = write_and_open(p, (const char *const[]){text, NULL});
    g_assert_cmpuint(vocabulary_count(v), ==, 2);
    g_assert_cmpuint(vocabulary_find(v, longest), ==, 1);
    g_assert_cmpuint(vocabulary_find(v, longer), ==, 0);
    g_assert_cmpuint(vocabulary_find(v, wide->str), ==, 1);
    expect_nearest(v, longest, 2, longest);
    expect_nearest(v, longer, 2, "");
    expect_nearest(v, wide->str, 2, wide->str);
}

static void nearest_finds_a_change_an_omission_an_insertion_and_an_exchange(Place *p, gconstpointer data)
{
    (void)data;
    static const char *const texts[] = {"cable printer сервер خادوم", NULL};
    static const char *const asked[][2] = {{"prinxer", "printer"}, {"priner", "printer"},  {"prrinter", "printer"},
                                           {"pritner", "printer"}, {"rpinter", "printer"}, {"printre", "printer"},
                                           {"xrinter", "printer"}, {"printex", "printer"}, {"rinter", "printer"},
                                           {"printe", "printer"},  {"cbale", "cable"},     {"calbe", "cable"},
                                           {"севрер", "сервер"},   {"сервир", "сервер"},   {"خادم", "خادوم"}};
    g_autoptr(Vocabulary) v = write_and_open(p, texts);
    for (guint i = 0; i < G_N_ELEMENTS(asked); i++) {
        g_autoptr(GArray) near = vocabulary_nearest(v, asked[i][0], 1, 10);
        g_assert_cmpuint(near->len, ==, 1);
        g_assert_cmpstr(g_array_index(near, VocabularyWord, 0).word, ==, asked[i][1]);
        g_assert_cmpuint(g_array_index(near, VocabularyWord, 0).distance, ==, 1);
    }
}

static void nearest_goes_no_farther_than_it_is_told(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(Vocabulary) v = write_and_open(p, (const char *const[]){"printer", NULL});
    expect_nearest(v, "prxntxr", 1, "");
    expect_nearest(v, "prxntxr", 2, "printer");
    expect_nearest(v, "pxxntxr", 2, "");
    expect_nearest(v, "printerxx", 1, "");
    expect_nearest(v, "printerxx", 2, "printer");
    expect_nearest(v, "printerxxx", 2, "");
}

static void nearest_is_ordered_by_distance_then_frequency(Place *p, gconstpointer data)
{
    (void)data;
    static const char *const texts[] = {"router routes routed rooted", "router routes", "routes rooted", "rooted", "rooted", NULL};
    g_autoptr(Vocabulary) v = write_and_open(p, texts);
    expect_nearest(v, "router", 2, "router routes routed rooted");
    g_autofree char *one = join(vocabulary_nearest(v, "router", 2, 1));
    g_assert_cmpstr(one, ==, "router");
}

static void relatives_share_what_is_rare(Place *p, gconstpointer data)
{
    (void)data;
    /* "-re" and "ing" are in every document, "zeb" in one. */
    static const char *const texts[] = {"zebra rezebra", "reading", "reaping", "rearing", "relating", NULL};
    g_autoptr(Vocabulary) v = write_and_open(p, texts);
    g_autoptr(GArray) found = vocabulary_relatives(v, "zebraing", 10);
    g_assert_cmpuint(found->len, ==, 6);
    g_assert_cmpstr(g_array_index(found, VocabularyWord, 0).word, ==, "zebra");
    g_assert_cmpstr(g_array_index(found, VocabularyWord, 1).word, ==, "rezebra");
    for (guint i = 1; i < found->len; i++)
        g_assert_cmpfloat(g_array_index(found, VocabularyWord, i - 1).kinship, >=,
                          g_array_index(found, VocabularyWord, i).kinship);
    g_autofree char *most = join(vocabulary_relatives(v, "zebraing", 1));
    g_assert_cmpstr(most, ==, "zebra");
    g_autofree char *itself = join(vocabulary_relatives(v, "reading", 1));
    g_assert_cmpstr(itself, ==, "reading");
    g_autofree char *none = join(vocabulary_relatives(v, "opqs", 10));
    g_assert_cmpstr(none, ==, "");
}

/* However few are asked for, they are the first of all, in their order. */
static void fewer_relatives_are_the_best_of_all(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(GRand) random = g_rand_new_with_seed(1);
    g_autoptr(GString) words = g_string_new("network");
    for (guint i = 0; i < 500; i++) {
        g_string_append(words, " net");
        for (gint32 n = g_rand_int_range(random, 1, 6); n > 0; n--)
            g_string_append_c(words, "work"[g_rand_int_range(random, 0, 4)]);
    }
    const char *const texts[] = {words->str, "network networks netwok", "net work networkers", NULL};
    g_autoptr(Vocabulary) v = write_and_open(p, texts);
    g_autofree char *all = join(vocabulary_relatives(v, "networks", 1000));
    for (guint most = 0; most <= 600; most++) {
        g_autoptr(GArray) found = vocabulary_relatives(v, "networks", most);
        g_assert_cmpuint(found->len, <=, most);
        g_assert_cmpuint(found->len, >=, MIN(most, 200));
        g_autofree char *few = join(g_array_ref(found));
        g_assert_true(g_str_has_prefix(all, few));
    }
}

static void a_question_leaves_nothing_for_the_next(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(Vocabulary) v = write_and_open(p, some);
    for (guint i = 0; i < 3; i++) {
        g_autoptr(GArray) found = vocabulary_relatives(v, "kernel", 10), other = vocabulary_nearest(v, "netwrok", 2, 10);
        g_assert_cmpuint(found->len, ==, 3);
        g_assert_cmpuint(other->len, ==, 1);
        g_assert_cmpfloat(g_array_index(found, VocabularyWord, 0).kinship, <, 20);
    }
}

static void no_file_is_no_words(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(Vocabulary) v = vocabulary_open(p->index);
    g_assert_cmpuint(vocabulary_count(v), ==, 0);
    g_assert_cmpuint(vocabulary_documents(v), ==, 0);
    g_assert_cmpuint(vocabulary_find(v, "word"), ==, 0);
    vocabulary_each(v, note, NULL);
    expect_nearest(v, "word", 2, "");
    g_autofree char *none = join(vocabulary_relatives(v, "word", 10));
    g_assert_cmpstr(none, ==, "");
}

static void an_empty_index_has_an_empty_vocabulary(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(Vocabulary) v = write_and_open(p, (const char *const[]){NULL});
    g_assert_cmpuint(vocabulary_count(v), ==, 0);
    expect_nearest(v, "word", 2, "");
}

static void no_index_is_an_error(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_assert_false(vocabulary_write(p->index, &error));
    g_assert_error(error, FAULT, FAULT_STOP);
}

static gboolean check_word(const char *word, guint32 documents, gpointer user)
{
    (void)documents;
    (void)user;
    g_assert_true(g_utf8_validate(word, -1, NULL));
    return TRUE;
}

/* Asks everything of a file that may be damaged; gives its words. */
static guint ask_everything(gconstpointer place)
{
    const Place *p = place;
    static const char *const asked[] = {"kernel", "netwrok", "网络", "сервер"};
    g_autoptr(Vocabulary) v = vocabulary_open(p->index);
    vocabulary_each(v, check_word, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(asked); i++) {
        g_autoptr(GArray) near = vocabulary_nearest(v, asked[i], 2, 10), found = vocabulary_relatives(v, asked[i], 10);
        (void)vocabulary_find(v, asked[i]);
        for (guint k = 0; k < near->len; k++)
            check_word(g_array_index(near, VocabularyWord, k).word, 0, NULL);
        for (guint k = 0; k < found->len; k++)
            check_word(g_array_index(found, VocabularyWord, k).word, 0, NULL);
    }
    return vocabulary_count(v);
}

static const char *const mixed[] = {"kernel network сервер", "网络 kernels", NULL};

static void a_truncated_file_has_no_words(Place *p, gconstpointer data)
{
    (void)data;
    vocabulary_close(write_and_open(p, mixed));
    g_autofree char *bytes = NULL;
    gsize n;
    g_assert_true(g_file_get_contents(p->file, &bytes, &n, NULL));
    g_assert_cmpuint(ask_everything(p), ==, 5);
    while (n-- > 0) {
        g_assert_cmpint(truncate(p->file, n), ==, 0);
        g_assert_cmpuint(ask_everything(p), ==, 0);
    }
}

/* What a flipped byte does to the words nobody promises; that they are read without a crash, and are text, is. */
static void a_damaged_file_does_no_harm(Place *p, gconstpointer data)
{
    (void)data;
    vocabulary_close(write_and_open(p, mixed));
    flip_bytes(p->file, ask_everything, p);
}

static int write_again(gconstpointer place)
{
    const Place *p = place;
    g_autoptr(GError) error = NULL;
    if (vocabulary_write(p->index, &error))
        return 1;
    return g_error_matches(error, FAULT, FAULT_STOP) && strstr(error->message, "vocabulary") ? 0 : 2;
}

static void a_full_disk_leaves_the_old_one_whole(Place *p, gconstpointer data)
{
    (void)data;
    vocabulary_close(write_and_open(p, some));
    fill_disk(p->file, 37, write_again, ask_everything, 6, p);
}

static void a_reader_keeps_what_it_opened(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(Vocabulary) old = write_and_open(p, some);
    g_autoptr(Vocabulary) new = write_and_open(p, (const char *const[]){"other words stand here", NULL});
    g_assert_cmpuint(vocabulary_find(old, "printer"), ==, 1);
    g_assert_cmpuint(vocabulary_find(old, "stand"), ==, 0);
    g_assert_cmpuint(vocabulary_find(new, "stand"), ==, 1);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define TEST(name) g_test_add("/vocabulary/" #name, Place, "vocabulary", set_up, name, tear_down)
    TEST(counts_words_and_documents);
    TEST(each_word_comes_in_byte_order_until_false);
    TEST(digits_prefixes_and_short_words_are_not_there);
    TEST(han_words_have_two_letters_or_more);
    TEST(long_words_end_at_the_limit);
    TEST(nearest_finds_a_change_an_omission_an_insertion_and_an_exchange);
    TEST(nearest_goes_no_farther_than_it_is_told);
    TEST(nearest_is_ordered_by_distance_then_frequency);
    TEST(relatives_share_what_is_rare);
    TEST(fewer_relatives_are_the_best_of_all);
    TEST(a_question_leaves_nothing_for_the_next);
    TEST(no_file_is_no_words);
    TEST(an_empty_index_has_an_empty_vocabulary);
    TEST(no_index_is_an_error);
    TEST(a_truncated_file_has_no_words);
    TEST(a_damaged_file_does_no_harm);
    TEST(a_full_disk_leaves_the_old_one_whole);
    TEST(a_reader_keeps_what_it_opened);
    return g_test_run();
}
