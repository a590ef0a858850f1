/* The promises of shim/lexicon.h. */
#include <string.h>

#include "harm.h"
#include "shim/disk.h"
#include "shim/lexicon.h"

typedef struct {
    char *data, *file;
} Place;

static void set_up(Place *p, gconstpointer data)
{
    (void)data;
    p->data = g_dir_make_tmp("isoglot-t-XXXXXX", NULL);
    p->file = g_build_filename(p->data, LEXICON_FOLDER, "xx", NULL);
}

static void tear_down(Place *p, gconstpointer data)
{
    (void)data;
    disk_remove(p->data);
    g_free(p->data);
    g_free(p->file);
}

typedef struct {
    const char *key;
    LexiconEntry entry;
} Row;

static void write_rows(const Place *p, const Row *rows, guint n, gsize most)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(LexiconWriter) w = lexicon_writer_new();
    for (guint i = 0; i < n; i++)
        lexicon_writer_add(w, rows[i].key, &rows[i].entry);
    g_assert_true(lexicon_writer_write(w, p->data, "xx", most, &error));
    g_assert_no_error(error);
}

static void add_entry(GString *out, const LexiconEntry *e)
{
    g_string_append_printf(out, "%s:%s(%s) %.2f %u %s; ", e->target, e->words, e->shown, e->probability,
                           e->pairs, lexicon_origin_name(e->origin));
}

static void expect(const Lexicon *l, const char *key, const char *target, const char *expected)
{
    g_autoptr(GArray) entries = g_array_new(FALSE, FALSE, sizeof(LexiconEntry));
    g_autoptr(GString) got = g_string_new(NULL);
    lexicon_find(l, key, target, entries);
    for (guint i = 0; i < entries->len; i++)
        add_entry(got, &g_array_index(entries, LexiconEntry, i));
    g_assert_cmpstr(got->str, ==, expected);
}

static const Row some[] = {
    {"network", {"yy", "réseau", "réseaux", 0.9, 41, LEXICON_LEARNED}},
    {"network", {"yy", "toile", "toile", 0.05, 2, LEXICON_LEARNED}},
    {"network", {"zz", "网络", "网络", 0.8, 7, LEXICON_LEARNED}},
    {"network", {"yy", "reseau informatique", "réseau informatique", 0.5, 0, LEXICON_TERMINOLOGY}},
    {"broadband access", {"yy", "haut debit", "haut débit", 1, 3, LEXICON_TITLE}},
    {"zambia", {"zz", "赞比亚", "赞比亚", 1, 0, LEXICON_NAME}},
};

static void the_most_trusted_then_the_most_probable_come_first(Place *p, gconstpointer data)
{
    (void)data;
    write_rows(p, some, G_N_ELEMENTS(some), 0);
    g_autoptr(Lexicon) l = lexicon_open(p->data, "xx");
    expect(l, "network", "yy",
           "yy:reseau informatique(réseau informatique) 0.50 0 terminology; "
           "yy:réseau(réseaux) 0.90 41 learned; yy:toile(toile) 0.05 2 learned; ");
}

static void only_entries_of_the_target_and_the_whole_key_are_found(Place *p, gconstpointer data)
{
    (void)data;
    write_rows(p, some, G_N_ELEMENTS(some), 0);
    g_autoptr(Lexicon) l = lexicon_open(p->data, "xx");
    g_assert_cmpuint(lexicon_count(l), ==, 3);
    expect(l, "network", "zz", "zz:网络(网络) 0.80 7 learned; ");
    expect(l, "broadband access", "yy", "yy:haut debit(haut débit) 1.00 3 title; ");
    expect(l, "zambia", "zz", "zz:赞比亚(赞比亚) 1.00 0 name; ");
    expect(l, "zambia", "yy", "");
    expect(l, "networ", "yy", "");
    expect(l, "networks", "yy", "");
    expect(l, "broadband", "yy", "");
    expect(l, "", "yy", "");
    expect(l, "network", "", "");
}

static void find_appends(Place *p, gconstpointer data)
{
    (void)data;
    write_rows(p, some, G_N_ELEMENTS(some), 0);
    g_autoptr(Lexicon) l = lexicon_open(p->data, "xx");
    g_autoptr(GArray) entries = g_array_new(FALSE, FALSE, sizeof(LexiconEntry));
    lexicon_find(l, "zambia", "zz", entries);
    lexicon_find(l, "network", "zz", entries);
    g_assert_cmpuint(entries->len, ==, 2);
    g_assert_cmpstr(g_array_index(entries, LexiconEntry, 0).words, ==, "赞比亚");
    g_assert_cmpstr(g_array_index(entries, LexiconEntry, 1).words, ==, "网络");
}

static gboolean note(const char *key, const LexiconEntry *e, gpointer user)
{
    GString *out = user;
    g_string_append_printf(out, "%s=%s ", key, e->words);
    return !g_str_has_prefix(e->words, "toile");
}

static void each_comes_in_byte_order_until_false(Place *p, gconstpointer data)
{
    (void)data;
    write_rows(p, some, G_N_ELEMENTS(some), 0);
    g_autoptr(Lexicon) l = lexicon_open(p->data, "xx");
    g_autoptr(GString) got = g_string_new(NULL);
    lexicon_each(l, note, got);
    g_assert_cmpstr(got->str, ==,
                    "broadband access=haut debit network=reseau informatique network=réseau network=toile ");
}

static void the_same_given_again_keeps_the_more_probable(Place *p, gconstpointer data)
{
    (void)data;
    static const Row rows[] = {
        {"a", {"yy", "b", "B", 0.3, 9, LEXICON_LEARNED}},  {"a", {"yy", "b", "b", 0.7, 2, LEXICON_LEARNED}},
        {"a", {"yy", "b", "B!", 0.6, 2, LEXICON_LEARNED}}, {"a", {"yy", "b", "b", 0.1, 1, LEXICON_TITLE}},
        {"a", {"zz", "b", "b", 0.2, 1, LEXICON_LEARNED}},  {"c", {"yy", "b", "b", 0.2, 1, LEXICON_LEARNED}},
    };
    write_rows(p, rows, G_N_ELEMENTS(rows), 0);
    g_autoptr(Lexicon) l = lexicon_open(p->data, "xx");
    expect(l, "a", "yy", "yy:b(b) 0.10 1 title; yy:b(b) 0.70 2 learned; ");
    expect(l, "a", "zz", "zz:b(b) 0.20 1 learned; ");
    expect(l, "c", "yy", "yy:b(b) 0.20 1 learned; ");
}

static void a_probability_lies_between_nothing_and_one(Place *p, gconstpointer data)
{
    (void)data;
    static const Row rows[] = {{"a", {"yy", "b", "b", 7, 0, LEXICON_NAME}},
                               {"a", {"yy", "c", "c", -1, 0, LEXICON_NAME}}};
    write_rows(p, rows, G_N_ELEMENTS(rows), 0);
    g_autoptr(Lexicon) l = lexicon_open(p->data, "xx");
    expect(l, "a", "yy", "yy:b(b) 1.00 0 name; yy:c(c) 0.00 0 name; ");
}

static gboolean count_entry(const char *key, const LexiconEntry *e, gpointer user)
{
    guint *n = user;
    (void)key;
    n[e->origin]++;
    return TRUE;
}

/* However many bytes there may be, there are no more, and what is missing is worth less than what is there.
 */
static void of_more_than_most_bytes_the_least_trusted_go(Place *p, gconstpointer data)
{
    (void)data;
    GStatBuf st;
    write_rows(p, some, G_N_ELEMENTS(some), 0);
    g_assert_cmpint(g_stat(p->file, &st), ==, 0);
    guint before = G_N_ELEMENTS(some);
    for (gsize most = st.st_size; most > 40; most--) {
        write_rows(p, some, G_N_ELEMENTS(some), most);
        g_assert_cmpint(g_stat(p->file, &st), ==, 0);
        g_assert_cmpuint(st.st_size, <=, most);
        g_autoptr(Lexicon) l = lexicon_open(p->data, "xx");
        guint n[4] = {0}, all = 0;
        lexicon_each(l, count_entry, n);
        for (guint i = 0; i < 4; i++)
            all += n[i];
        g_assert_cmpuint(all, <=, before);
        g_assert_cmpuint(n[LEXICON_TERMINOLOGY], ==, all > 0);
        g_assert_true(n[LEXICON_LEARNED] == 0 || all - n[LEXICON_LEARNED] == 3);
        before = all;
    }
    g_assert_cmpuint(before, ==, 0);
}

static void a_lexicon_without_entries_is_written(Place *p, gconstpointer data)
{
    (void)data;
    write_rows(p, some, G_N_ELEMENTS(some), 0);
    write_rows(p, NULL, 0, 0);
    g_autoptr(Lexicon) l = lexicon_open(p->data, "xx");
    g_assert_cmpuint(lexicon_count(l), ==, 0);
    expect(l, "network", "yy", "");
}

static void no_file_is_no_entries(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(Lexicon) l = lexicon_open(p->data, "xx");
    g_autoptr(GString) got = g_string_new(NULL);
    g_assert_cmpuint(lexicon_count(l), ==, 0);
    expect(l, "network", "yy", "");
    lexicon_each(l, note, got);
    g_assert_cmpstr(got->str, ==, "");
}

static void what_is_written_twice_is_the_same_bytes(Place *p, gconstpointer data)
{
    (void)data;
    Row turned[G_N_ELEMENTS(some)];
    g_autofree char *first = NULL, *second = NULL;
    gsize n, m;
    for (guint i = 0; i < G_N_ELEMENTS(some); i++)
        turned[i] = some[G_N_ELEMENTS(some) - 1 - i];
    write_rows(p, some, G_N_ELEMENTS(some), 0);
    g_assert_true(g_file_get_contents(p->file, &first, &n, NULL));
    write_rows(p, turned, G_N_ELEMENTS(some), 0);
    g_assert_true(g_file_get_contents(p->file, &second, &m, NULL));
    g_assert_cmpmem(first, n, second, m);
}

static gboolean check_entry(const char *key, const LexiconEntry *e, gpointer user)
{
    (*(guint *)user)++;
    g_assert_true(g_utf8_validate(key, -1, NULL));
    g_assert_true(g_utf8_validate(e->target, -1, NULL));
    g_assert_true(g_utf8_validate(e->words, -1, NULL) && *e->words);
    g_assert_true(g_utf8_validate(e->shown, -1, NULL));
    g_assert_cmpstr(lexicon_origin_name(e->origin), !=, NULL);
    g_assert_true(e->probability >= 0 && e->probability <= 1);
    return TRUE;
}

/* Asks everything of a file that may be damaged; gives its entries. */
static guint ask_everything(gconstpointer place)
{
    const Place *p = place;
    g_autoptr(Lexicon) l = lexicon_open(p->data, "xx");
    g_autoptr(GArray) entries = g_array_new(FALSE, FALSE, sizeof(LexiconEntry));
    guint all = 0, found = 0;
    lexicon_each(l, check_entry, &all);
    for (guint i = 0; i < G_N_ELEMENTS(some); i++)
        lexicon_find(l, some[i].key, some[i].entry.target, entries);
    for (guint i = 0; i < entries->len; i++)
        check_entry("", &g_array_index(entries, LexiconEntry, i), &found);
    return all;
}

static void a_truncated_file_has_no_entries(Place *p, gconstpointer data)
{
    (void)data;
    write_rows(p, some, G_N_ELEMENTS(some), 0);
    GStatBuf st;
    g_assert_cmpint(g_stat(p->file, &st), ==, 0);
    g_assert_cmpuint(ask_everything(p), ==, G_N_ELEMENTS(some));
    for (goffset n = st.st_size; n-- > 0;) {
        g_assert_cmpint(truncate(p->file, n), ==, 0);
        g_assert_cmpuint(ask_everything(p), ==, 0);
    }
}

/* What a flipped byte does to the entries nobody promises; that they are read without a fault, and are text,
 * is. */
static void a_damaged_file_does_no_harm(Place *p, gconstpointer data)
{
    (void)data;
    write_rows(p, some, G_N_ELEMENTS(some), 0);
    flip_bytes(p->file, ask_everything, p);
}

static int write_other(gconstpointer place)
{
    const Place *p = place;
    g_autoptr(GError) error = NULL;
    g_autoptr(LexiconWriter) w = lexicon_writer_new();
    lexicon_writer_add(w, "other", &some[0].entry);
    for (guint i = 0; i < G_N_ELEMENTS(some); i++)
        lexicon_writer_add(w, some[i].key, &some[i].entry);
    if (lexicon_writer_write(w, p->data, "xx", 0, &error))
        return 1;
    return g_error_matches(error, FAULT, FAULT_STOP) && strstr(error->message, p->file) ? 0 : 2;
}

static void a_full_disk_leaves_the_old_one_whole(Place *p, gconstpointer data)
{
    (void)data;
    write_rows(p, some, G_N_ELEMENTS(some), 0);
    fill_disk(p->file, 17, write_other, ask_everything, G_N_ELEMENTS(some), p);
}

static void no_folder_is_an_error(Place *p, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autoptr(LexiconWriter) w = lexicon_writer_new();
    g_autofree char *in_the_way = g_build_filename(p->data, LEXICON_FOLDER, NULL);
    g_assert_true(g_file_set_contents(in_the_way, "", 0, NULL));
    g_assert_false(lexicon_writer_write(w, p->data, "xx", 0, &error));
    g_assert_error(error, FAULT, FAULT_STOP);
}

static void a_reader_keeps_what_it_opened(Place *p, gconstpointer data)
{
    (void)data;
    write_rows(p, some, G_N_ELEMENTS(some), 0);
    g_autoptr(Lexicon) old = lexicon_open(p->data, "xx");
    write_rows(p, some, 1, 0);
    g_autoptr(Lexicon) new = lexicon_open(p->data, "xx");
    g_assert_cmpuint(lexicon_count(old), ==, 3);
    g_assert_cmpuint(lexicon_count(new), ==, 1);
    expect(old, "zambia", "zz", "zz:赞比亚(赞比亚) 1.00 0 name; ");
}

static gboolean collect_key(const char *key, gpointer user)
{
    GString *keys = user;
    g_string_append_printf(keys, "%s; ", key);
    return strcmp(key, "abd") != 0;
}

static void keys_that_begin_alike_come_in_order(Place *p, gconstpointer data)
{
    (void)data;
    static const char *const keys[] = {"abz", "abd", "ab", "abc x", "abc", "b", "aa"};
    Row rows[G_N_ELEMENTS(keys)];
    for (guint i = 0; i < G_N_ELEMENTS(keys); i++)
        rows[i] = (Row){keys[i], {"yy", "w", "W", 1, 1, LEXICON_LEARNED}};
    write_rows(p, rows, G_N_ELEMENTS(rows), 0);
    g_autoptr(Lexicon) l = lexicon_open(p->data, "xx");
    static const char *const starts[] = {"abc", "ab", "c", "zz"};
    static const char *const expected[] = {"abc; abc x; ", "ab; abc; abc x; abd; ", "", ""}; /* it is stopped at abd */
    for (guint i = 0; i < G_N_ELEMENTS(starts); i++) {
        g_autoptr(GString) got = g_string_new(NULL);
        lexicon_each_key(l, starts[i], collect_key, got);
        g_assert_cmpstr(got->str, ==, expected[i]);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define TEST(name) g_test_add("/lexicon/" #name, Place, NULL, set_up, name, tear_down)
    TEST(keys_that_begin_alike_come_in_order);
    TEST(the_most_trusted_then_the_most_probable_come_first);
    TEST(only_entries_of_the_target_and_the_whole_key_are_found);
    TEST(find_appends);
    TEST(each_comes_in_byte_order_until_false);
    TEST(the_same_given_again_keeps_the_more_probable);
    TEST(a_probability_lies_between_nothing_and_one);
    TEST(of_more_than_most_bytes_the_least_trusted_go);
    TEST(a_lexicon_without_entries_is_written);
    TEST(no_file_is_no_entries);
    TEST(what_is_written_twice_is_the_same_bytes);
    TEST(a_truncated_file_has_no_entries);
    TEST(a_damaged_file_does_no_harm);
    TEST(a_full_disk_leaves_the_old_one_whole);
    TEST(no_folder_is_an_error);
    TEST(a_reader_keeps_what_it_opened);
    return g_test_run();
}
