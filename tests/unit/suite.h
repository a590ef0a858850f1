/*
 * suite.h: the public test suites under $ISOGLOT_SHARED/suites, which are no part of the repository.
 *
 * Where a suite is absent, its test is skipped: begin with `if (suite_is_absent("NAME")) return;`.
 */
#ifndef ISOGLOT_TEST_SUITE_H
#define ISOGLOT_TEST_SUITE_H

#include <glib.h>
#include <jansson.h>

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
