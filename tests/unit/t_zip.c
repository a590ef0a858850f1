/* The promises of shim/zip.h, with Python's eyes where another reader is needed. */
#include "shim/zip.h"

#include <glib/gstdio.h>
#include <string.h>

static GByteArray *sample(void)
{
    g_autofree char *long_text = g_strnfill(300000, 'x');
    ZipWriter *writer = zip_writer_new(1790000000);
    zip_writer_add(writer, "mimetype", "application/x-test", 18, TRUE);
    zip_writer_add(writer, "folder/long.txt", long_text, strlen(long_text), FALSE);
    zip_writer_add(writer, "empty", "", 0, FALSE);
    return zip_writer_end(writer);
}

static void the_first_entry_tells_the_type(void)
{
    g_autoptr(GByteArray) zip = sample();
    g_assert_cmpmem(zip->data, 4, "PK\x03\x04", 4);
    g_assert_cmpmem(zip->data + 30, 26, "mimetypeapplication/x-test", 26);
}

static void the_same_entries_give_the_same_bytes(void)
{
    g_autoptr(GByteArray) one = sample(), two = sample();
    g_assert_cmpmem(one->data, one->len, two->data, two->len);
}

static void what_was_put_in_comes_out(void)
{
    g_autoptr(GByteArray) zip = sample();
    g_autoptr(GError) error = NULL;
    g_autofree char *path = NULL, *out = NULL;
    int fd = g_file_open_tmp("isoglot-t-XXXXXX.zip", &path, &error), status;
    g_assert_no_error(error);
    g_close(fd, NULL);
    g_assert_true(g_file_set_contents(path, (const char *)zip->data, zip->len, &error));
    const char *script = "import sys, zipfile\nz = zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\n"
                         "assert z.read('folder/long.txt') == b'x' * 300000\nassert z.read('empty') == b''\n"
                         "assert z.infolist()[0].compress_type == 0 and z.infolist()[1].compress_size < 3000\n"
                         "print(z.infolist()[0].date_time[:3])";
    const char *argv[] = {"python3", "-c", script, path, NULL};
    g_assert_true(
        g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, NULL, &status, &error));
    g_assert_true(g_spawn_check_wait_status(status, NULL));
    g_assert_cmpstr(out, ==, "(2026, 9, 21)\n");
    (void)g_unlink(path);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define T(name) g_test_add_func("/zip/" #name, name)
    T(the_first_entry_tells_the_type);
    T(the_same_entries_give_the_same_bytes);
    T(what_was_put_in_comes_out);
    return g_test_run();
}
