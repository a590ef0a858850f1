/*
 * shelf.h: a small index of every language in a temporary data directory, for the tests of query/.
 *
 * Pages pass through the indexer's own posting, so that a question meets what the program would have written.
 */
#ifndef ISOGLOT_TEST_SHELF_H
#define ISOGLOT_TEST_SHELF_H

#include <glib/gstdio.h>

#include "indexer/post.h"
#include "query/search.h"
#include "shim/disk.h"

typedef struct {
    const char *url, *title, *text, *description;
    gint64 date;
    gint32 max_snippet;
} ShelfPage;

typedef struct {
    char *data;
    Config *config;
    Searcher *searcher;
} Shelf;

static void shelf_fill(const char *data, const LangProfile *lang, const ShelfPage *pages, guint n)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path = generation_current(data, lang_code(lang)), *parent = g_path_get_dirname(path);
    g_autofree char *fingerprint = lang_fingerprint(lang);
    g_mkdir_with_parents(parent, 0700);
    g_autoptr(IndexWriter) writer = index_writer_open(path, lang_code(lang), fingerprint, &error);
    g_assert_no_error(error);
    g_autoptr(LangAnalyser) analyser = lang_analyser_new(lang, &error);
    g_autoptr(Poster) poster = poster_new();
    for (guint i = 0; i < n; i++) {
        g_autoptr(Document) d = document_new();
        g_free(d->title);
        g_free(d->description);
        d->title = g_strdup(pages[i].title);
        d->description = g_strdup(pages[i].description ? pages[i].description : "");
        g_string_assign(d->text, pages[i].text);
        d->date = pages[i].date ? pages[i].date : RECORD_DATE_UNKNOWN;
        d->max_snippet = pages[i].max_snippet ? pages[i].max_snippet : -1;
        g_assert_true(
            index_writer_put(writer, poster_post(poster, pages[i].url, d, analyser, "", "", "-"), &error));
    }
    g_assert_true(index_writer_commit(writer, &error));
    g_assert_no_error(error);
}

/* The same pages in every language. */
static G_GNUC_UNUSED void shelf_open(Shelf *s, const ShelfPage *pages, guint n)
{
    g_autoptr(GError) error = NULL;
    s->data = g_dir_make_tmp("isoglot-t-XXXXXX", &error);
    g_assert_no_error(error);
    for (guint i = 0; i < lang_count(); i++)
        shelf_fill(s->data, lang_get(i), pages, n);
    s->config = config_open(NULL, s->data, &error);
    g_assert_no_error(error);
    s->searcher = searcher_new(s->config, &error);
    g_assert_no_error(error);
}

static void shelf_close(Shelf *s)
{
    searcher_free(s->searcher);
    config_free(s->config);
    disk_remove(s->data);
    g_free(s->data);
}

#endif
