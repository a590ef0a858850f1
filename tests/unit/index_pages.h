/*
 * index_pages.h: a small index in a temporary folder, for the tests of shim/index.h.
 */
#ifndef ISOGLOT_TEST_INDEX_PAGES_H
#define ISOGLOT_TEST_INDEX_PAGES_H

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "shim/disk.h"
#include "shim/index.h"
#include "shim/limits.h"
#include "shim/schema.h"

#define PRINT "test.1"

typedef struct {
    char *folder, *path;
} Place;

static inline void set_up(Place *p, gconstpointer data)
{
    (void)data;
    p->folder = g_dir_make_tmp("isoglot-t-XXXXXX", NULL);
    p->path = g_build_filename(p->folder, "index", NULL);
}

static inline void tear_down(Place *p, gconstpointer data)
{
    (void)data;
    disk_remove(p->folder);
    g_free(p->folder);
    g_free(p->path);
}

static inline gboolean put(IndexWriter *w, const char *url, const char *word, GError **error)
{
    g_autofree char *id = index_id(url);
    guint32 positions[] = {1, 5};
    char date[9];
    gsize n = index_number(strlen(url), date);
    IndexTerm terms[] = {{word, 2, positions, 2}, {"common", 1, positions, 1}};
    IndexValue values[] = {{SLOT_DATE, date, n}, {SLOT_TYPE, "html", 4}, {SLOT_URL, url, strlen(url)}};
    IndexDocument d = {id, terms, 2, values, 3, url, strlen(url) + 1};
    return index_writer_put(w, &d, error);
}

static inline IndexWriter *open_writer(const Place *p)
{
    g_autoptr(GError) error = NULL;
    IndexWriter *w = index_writer_open(p->path, "xx", PRINT, &error);
    g_assert_no_error(error);
    return w;
}

static inline void put_and_commit(const Place *p, const char *url, const char *word)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(IndexWriter) w = open_writer(p);
    g_assert_true(put(w, url, word, &error));
    g_assert_true(index_writer_commit(w, &error));
}

static inline guint64 count(const Place *p)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(IndexReader) r = index_reader_open(p->path, PRINT, &error);
    g_assert_no_error(error);
    return index_reader_count(r);
}

static inline IndexResult *ask(IndexReader *r, const QueryNode *q, GError **error)
{
    static const guint slots[] = {SLOT_TYPE};
    IndexSearch search = {.limit = 100, .check_at_least = 1000, .facet_slots = slots, .n_facet_slots = 1};
    return index_reader_search(r, q, &search, error);
}

#endif
