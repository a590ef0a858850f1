/* The promises of shim/sound.h. */
#include "generation.h"
#include "shim/sound.h"

/* A word's first letter and its length, its first letter again, and nothing. */
static guint make_keys(const char *word, SoundKey keys[SOUND_KEYS], gpointer user)
{
    g_snprintf(keys[0], SOUND_LENGTH, "%c%u", *word, (guint)strlen(word));
    g_snprintf(keys[1], SOUND_LENGTH, "%c", *word);
    g_snprintf(keys[2], SOUND_LENGTH, "%c", *word);
    *keys[3] = '\0';
    ++*(guint *)user;
    return 4;
}

static const char *const some[] = {"moon mars mist", "moon star", "moon mars sun", NULL};

static Sounds *write_and_open(const Place *p)
{
    g_autoptr(GError) error = NULL;
    guint calls = 0;
    fill(p, some);
    g_assert_true(sounds_write(p->index, make_keys, &calls, &error));
    g_assert_no_error(error);
    g_assert_cmpuint(calls, ==, 5);
    return sounds_open(p->index);
}

static char *find(Sounds *s, const char *key, guint most)
{
    g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(SoundWord));
    GString *out = g_string_new(NULL);
    sounds_find(s, key, most, words);
    for (guint i = 0; i < words->len; i++) {
        const SoundWord *w = &g_array_index(words, SoundWord, i);
        g_string_append_printf(out, "%s%s %u", i ? ", " : "", w->word, w->documents);
    }
    return g_string_free(out, FALSE);
}

static void expect(Sounds *s, const char *key, guint most, const char *expected)
{
    g_autofree char *got = find(s, key, most);
    g_assert_cmpstr(got, ==, expected);
}

static void words_of_a_key_come_the_more_frequent_first(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(Sounds) s = write_and_open(p);
    expect(s, "m4", 9, "moon 3, mars 2, mist 1");
    expect(s, "m", 2, "moon 3, mars 2");
    expect(s, "s3", 9, "sun 1");
    expect(s, "s5", 9, "");
    expect(s, "", 9, "");
}

static void equal_and_empty_keys_are_left_out(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(Sounds) s = write_and_open(p);
    g_assert_cmpuint(sounds_count(s), ==, 10);
}

static void knows_how_keys_begin(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(Sounds) s = write_and_open(p);
    g_assert_true(sounds_has_start(s, "m"));
    g_assert_true(sounds_has_start(s, "s3"));
    g_assert_false(sounds_has_start(s, "s35"));
    g_assert_false(sounds_has_start(s, "z"));
    g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(SoundWord));
    sounds_find_start(s, "s", 0, 9, words);
    guint n = words->len;
    g_assert_cmpuint(n, ==, 2);
    sounds_find_start(s, "s", 1, 9, words);
    g_assert_cmpuint(words->len - n, ==, 4);
}

static void an_index_without_sounds_has_none(Place *p, gconstpointer data)
{
    (void)data;
    fill(p, some);
    g_autoptr(Sounds) s = sounds_open(p->index);
    g_assert_cmpuint(sounds_count(s), ==, 0);
    expect(s, "m", 9, "");
    g_assert_false(sounds_has_start(s, ""));
}

/* Each byte changed, and the file cut at each: never a fault, and only UTF-8. */
static void damage_gives_fewer_words_and_no_fault(Place *p, gconstpointer data)
{
    (void)data;
    gsize n;
    g_autofree char *bytes = NULL;
    sounds_close(write_and_open(p));
    g_assert_true(g_file_get_contents(p->file, &bytes, &n, NULL));
    for (gsize i = 0; i < n; i++) {
        g_autofree char *bad = g_memdup2(bytes, n);
        bad[i] ^= 0xA5;
        g_assert_true(g_file_set_contents(p->file, bad, n, NULL));
        g_autoptr(Sounds) s = sounds_open(p->index);
        g_autofree char *words = find(s, "m", 9);
        g_assert_true(g_utf8_validate(words, -1, NULL));
        g_assert_true(g_file_set_contents(p->file, bytes, i, NULL));
        g_autoptr(Sounds) cut = sounds_open(p->index);
        g_assert_cmpuint(sounds_count(cut), ==, 0);
    }
}

static void is_written_whole_or_not_at_all(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    guint calls = 0;
    sounds_close(write_and_open(p));
    g_autofree char *fresh = g_strconcat(p->file, ".new", NULL),
                    *in_the_way = g_build_filename(fresh, "x", NULL);
    g_assert_cmpint(g_mkdir_with_parents(in_the_way, 0700), ==, 0);
    g_assert_false(sounds_write(p->index, make_keys, &calls, &error));
    g_assert_error(error, FAULT, FAULT_STOP);
    g_autoptr(Sounds) s = sounds_open(p->index);
    expect(s, "m4", 1, "moon 3");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name) g_test_add("/sound/" #name, Place, "sounds", set_up, name, tear_down)
    ADD(words_of_a_key_come_the_more_frequent_first);
    ADD(equal_and_empty_keys_are_left_out);
    ADD(knows_how_keys_begin);
    ADD(an_index_without_sounds_has_none);
    ADD(damage_gives_fewer_words_and_no_fault);
    ADD(is_written_whole_or_not_at_all);
    return g_test_run();
}
