/* The promises of shim/record.h. */
#include "shim/record.h"

#include <string.h>

#include "shim/limits.h"

static const Record sample = {.url = "http://site.example/a",
                              .title = "Títle",
                              .description = "",
                              .text = "One\nтwo 三",
                              .type = "html",
                              .section = "news",
                              .group = "",
                              .content_hash = "00ff",
                              .date = -86400,
                              .max_snippet = 160};

static void assert_equal(const Record *a, const Record *b)
{
    g_assert_cmpstr(a->url, ==, b->url);
    g_assert_cmpstr(a->title, ==, b->title);
    g_assert_cmpstr(a->description, ==, b->description);
    g_assert_cmpstr(a->text, ==, b->text);
    g_assert_cmpstr(a->type, ==, b->type);
    g_assert_cmpstr(a->section, ==, b->section);
    g_assert_cmpstr(a->group, ==, b->group);
    g_assert_cmpstr(a->content_hash, ==, b->content_hash);
    g_assert_cmpint(a->date, ==, b->date);
    g_assert_cmpint(a->max_snippet, ==, b->max_snippet);
}

/* Every length, so that all alignments and widths of the offsets are met. */
static void what_was_packed_is_read(void)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint length = 0; length < 70000; length += length < 600 ? 1 : 4111) {
        g_string_set_size(text, length);
        memset(text->str, 'x', length);
        Record record = sample, read;
        record.text = text->str;
        gsize n;
        g_autofree char *data = record_pack(&record, &n);
        g_autoptr(GError) error = NULL;
        g_assert_true(record_parse(data, n, &read, &error));
        g_assert_no_error(error);
        assert_equal(&read, &record);
        g_assert_true(record_check_text(&read, &error));
        g_assert_cmpstr(record_url(data, n), ==, record.url);
    }
}

static void a_long_text_is_cut_between_characters(void)
{
    g_autoptr(GString) text = g_string_new("x");
    while (text->len <= LIMIT_SNIPPET_TEXT)
        g_string_append(text, "三");
    Record record = sample, read;
    record.text = text->str;
    gsize n;
    g_autofree char *data = record_pack(&record, &n);
    g_assert_true(record_parse(data, n, &read, NULL));
    g_assert_cmpuint(strlen(read.text), >, LIMIT_SNIPPET_TEXT - 3);
    g_assert_cmpuint(strlen(read.text), <=, LIMIT_SNIPPET_TEXT);
    g_assert_true(record_check_text(&read, NULL));
}

/* Reads bytes that may be anything, from a block that ends with them: what reads on is seen by a memory checker. */
static gboolean read_all(const char *bytes, gsize n)
{
    g_autofree char *data = g_memdup2(bytes, n);
    g_autoptr(GError) error = NULL;
    Record read;
    if (!record_parse(data, n, &read, &error)) {
        g_assert_error(error, FAULT, FAULT_REINDEX);
        g_assert_nonnull(strstr(error->message, "damaged record"));
        return FALSE;
    }
    const char *const strings[] = {read.url,  read.title,   read.description, read.text,
                                   read.type, read.section, read.group,       read.content_hash};
    for (guint i = 0; i < G_N_ELEMENTS(strings); i++) {
        g_assert_true(strings[i] >= data && strings[i] + strlen(strings[i]) < data + n);
        g_assert_true(strings[i] == read.text || g_utf8_validate(strings[i], -1, NULL));
    }
    if (!record_check_text(&read, &error))
        g_assert_error(error, FAULT, FAULT_REINDEX);
    return TRUE;
}

static void what_is_cut_or_longer_is_refused(void)
{
    gsize n;
    g_autofree char *data = record_pack(&sample, &n), *longer = g_malloc0(n + 1);
    for (gsize cut = 0; cut < n; cut++)
        g_assert_false(read_all(data, cut));
    memcpy(longer, data, n);
    g_assert_false(read_all(longer, n + 1));
    g_assert_true(read_all(data, n));
}

static void damage_does_no_harm(void)
{
    gsize n;
    g_autofree char *data = record_pack(&sample, &n);
    for (gsize at = 0; at < n; at++) {
        for (guint byte = 0; byte < 256; byte++) {
            g_autofree char *damaged = g_memdup2(data, n);
            damaged[at] = byte;
            read_all(damaged, n);
        }
    }
    g_autoptr(GRand) dice = g_rand_new_with_seed(1);
    for (guint i = 0; i < 20000; i++) {
        char noise[64];
        for (gsize k = 0; k < sizeof noise; k++)
            noise[k] = g_rand_int_range(dice, 0, i % 2 ? 256 : 40);
        read_all(noise, g_rand_int_range(dice, 0, sizeof noise + 1));
    }
}

static void only_the_text_may_be_ill_formed_until_it_is_checked(void)
{
    gsize n;
    g_autofree char *data = record_pack(&sample, &n);
    char *text = memmem(data, n, "тwo", 4), *title = memmem(data, n, "Títle", 6);
    Record read;
    *text = '\xFF';
    g_assert_true(record_parse(data, n, &read, NULL));
    g_autoptr(GError) error = NULL;
    g_assert_false(record_check_text(&read, &error));
    g_assert_error(error, FAULT, FAULT_REINDEX);
    *title = '\xFF';
    g_assert_false(record_parse(data, n, &read, NULL));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/record/what_was_packed_is_read", what_was_packed_is_read);
    g_test_add_func("/record/a_long_text_is_cut_between_characters", a_long_text_is_cut_between_characters);
    g_test_add_func("/record/what_is_cut_or_longer_is_refused", what_is_cut_or_longer_is_refused);
    g_test_add_func("/record/damage_does_no_harm", damage_does_no_harm);
    g_test_add_func("/record/only_the_text_may_be_ill_formed_until_it_is_checked",
                    only_the_text_may_be_ill_formed_until_it_is_checked);
    return g_test_run();
}
