/*
 * generation.h: an index with documents of words, and the file that is made from it beside it; a fixture for
 * the tests of such files.
 */
#ifndef ISOGLOT_TEST_GENERATION_H
#define ISOGLOT_TEST_GENERATION_H

#include <glib/gstdio.h>
#include <string.h>

#include "shim/disk.h"
#include "shim/index.h"

typedef struct {
    char *folder, *index, *file;
} Place;

/* `data`: the name of the file. */
static inline void set_up(Place *p, gconstpointer data)
{
    p->folder = g_dir_make_tmp("isoglot-t-XXXXXX", NULL);
    p->index = g_build_filename(p->folder, "index", NULL);
    p->file = g_build_filename(p->index, data, NULL);
}

static inline void tear_down(Place *p, gconstpointer data)
{
    (void)data;
    disk_remove(p->folder);
    g_free(p->folder);
    g_free(p->index);
    g_free(p->file);
}

/* One document with these words. */
static inline void put(IndexWriter *w, const char *url, const char *text)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *id = index_id(url);
    g_auto(GStrv) words = g_strsplit(text, " ", -1);
    guint n = g_strv_length(words);
    g_autofree IndexTerm *terms = g_new0(IndexTerm, n);
    for (guint i = 0; i < n; i++)
        terms[i] = (IndexTerm){words[i], 1, NULL, 0};
    IndexDocument d = {id, terms, n, NULL, 0, url, strlen(url)};
    g_assert_true(index_writer_put(w, &d, &error));
    g_assert_no_error(error);
}

/* Puts a document per text, ended by NULL, into the index. */
static inline void fill(const Place *p, const char *const *texts)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(IndexWriter) w = index_writer_open(p->index, "xx", "test.1", &error);
    g_assert_no_error(error);
    for (guint i = 0; texts[i]; i++) {
        g_autofree char *url = g_strdup_printf("http://v.example/%u", i);
        put(w, url, texts[i]);
    }
    g_assert_true(index_writer_commit(w, &error));
}

#endif
