/*
 * harm.h: what may happen to a file that readers map: bytes that flip, and a disk that is full while it is written anew.
 */
#ifndef ISOGLOT_TEST_HARM_H
#define ISOGLOT_TEST_HARM_H

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

typedef guint (*HarmAskFunc)(gconstpointer place);

/* Asks with each byte of the file changed in three ways, one at a time. */
static inline void flip_bytes(const char *path, HarmAskFunc ask, gconstpointer place)
{
    static const guchar masks[] = {0x01, 0x80, 0xFF};
    g_autofree char *bytes = NULL;
    gsize n;
    g_assert_true(g_file_get_contents(path, &bytes, &n, NULL));
    for (gsize i = 0; i < n * G_N_ELEMENTS(masks); i++) {
        FILE *file = fopen(path, "we");
        bytes[i / G_N_ELEMENTS(masks)] ^= masks[i % G_N_ELEMENTS(masks)];
        g_assert_cmpuint(fwrite(bytes, 1, n, file), ==, n);
        g_assert_cmpint(fclose(file), ==, 0);
        (void)ask(place);
        bytes[i / G_N_ELEMENTS(masks)] ^= masks[i % G_N_ELEMENTS(masks)];
    }
}

/* Writes; gives the status that its process ends with, 0 when all is as promised. */
typedef int (*HarmWriteFunc)(gconstpointer place);

/* Writes, each time in a child whose limit on the size of files makes the disk full some bytes later; asking gives `expected`
 * each time, and nothing is left beside the file. */
static inline void fill_disk(const char *path, goffset step, HarmWriteFunc write, HarmAskFunc ask, guint expected,
                             gconstpointer place)
{
    GStatBuf whole;
    g_assert_cmpint(g_stat(path, &whole), ==, 0);
    for (goffset size = 0; size < whole.st_size; size += step) {
        int status;
        pid_t child = fork();
        if (child == 0) {
            signal(SIGXFSZ, SIG_IGN);
            setrlimit(RLIMIT_FSIZE, &(struct rlimit){size, size});
            _exit(write(place));
        }
        g_assert_cmpint(waitpid(child, &status, 0), ==, child);
        g_assert_true(WIFEXITED(status));
        g_assert_cmpint(WEXITSTATUS(status), ==, 0);
        g_assert_cmpuint(ask(place), ==, expected);
    }
    g_autofree char *fresh = g_strconcat(path, ".new", NULL);
    g_assert_false(g_file_test(fresh, G_FILE_TEST_EXISTS));
}

#endif
