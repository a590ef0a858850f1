/*
 * suite.h: the public test suites under $ISOGLOT_SHARED/suites, which are no part of the repository.
 *
 * Where a suite is absent, its test is skipped: begin with `if (suite_is_absent("NAME")) return;`.
 */
#ifndef ISOGLOT_TEST_SUITE_H
#define ISOGLOT_TEST_SUITE_H

#include <glib.h>
#include <jansson.h>
#include <zlib.h>

/* Path of a file or folder of a suite; g_free(). */
static inline char *suite_path(const char *name)
{
    const char *shared = g_getenv("ISOGLOT_SHARED");
    return g_build_filename(shared ? shared : "../shared", "suites", name, NULL);
}

static inline gboolean suite_is_absent(const char *name)
{
    g_autofree char *path = suite_path(name);
    if (g_file_test(path, G_FILE_TEST_EXISTS))
        return FALSE;
    g_test_skip("the suite is not here");
    return TRUE;
}

/* The bytes of a file; g_free(). */
static inline char *suite_read(const char *name, gsize *n)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path = suite_path(name);
    char *bytes = NULL;
    g_file_get_contents(path, &bytes, n, &error);
    g_assert_no_error(error);
    return bytes;
}

/* The lines of a text file, gzip or plain; g_strfreev(). */
static inline char **suite_read_lines(const char *name)
{
    g_autofree char *path = suite_path(name);
    g_autoptr(GString) text = g_string_new(NULL);
    char block[65536];
    gzFile file = gzopen(path, "rb");
    g_assert_nonnull(file);
    for (int n; (n = gzread(file, block, sizeof block)) != 0;) {
        g_assert_cmpint(n, >, 0);
        g_string_append_len(text, block, n);
    }
    g_assert_cmpint(gzclose(file), ==, Z_OK);
    if (g_str_has_suffix(text->str, "\n"))
        g_string_truncate(text, text->len - 1);
    return g_strsplit(text->str, "\n", -1);
}

/* A JSON file; json_decref(). Its texts may hold NUL, so ask json_string_length(). */
static inline json_t *suite_read_json(const char *name)
{
    gsize n;
    json_error_t where;
    g_autofree char *bytes = suite_read(name, &n);
    json_t *json = json_loadb(bytes, n, JSON_ALLOW_NUL, &where);
    if (!json)
        g_error("%s:%d: %s", name, where.line, where.text);
    return json;
}

#endif
