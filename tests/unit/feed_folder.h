/*
 * feed_folder.h: a feed in a temporary folder, read into pages and refusals, for the tests of indexer/feed.h.
 */
#ifndef ISOGLOT_TEST_FEED_FOLDER_H
#define ISOGLOT_TEST_FEED_FOLDER_H

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "indexer/feed.h"
#include "indexer/warc.h"
#include "shim/disk.h"
#include "shim/limits.h"
#include "tests/unit/archive.h"

typedef struct {
    char *folder;
    GString *pages;    /* "URL body\n" of each page, in order */
    GString *refusals; /* the messages, one a line */
    guint truncated;   /* pages that say so */
} Place;

static inline void set_up(Place *p, gconstpointer data)
{
    (void)data;
    p->folder = g_dir_make_tmp("isoglot-t-XXXXXX", NULL);
    p->pages = g_string_new(NULL);
    p->refusals = g_string_new(NULL);
}

static inline void tear_down(Place *p, gconstpointer data)
{
    (void)data;
    disk_remove(p->folder);
    g_free(p->folder);
    g_string_free(p->pages, TRUE);
    g_string_free(p->refusals, TRUE);
}

static inline char *in_folder(const Place *p, const char *name)
{
    return g_build_filename(p->folder, name, NULL);
}

static inline void note_page(Place *p, const Page *page)
{
    gsize n = 0;
    const char *body = page->body ? g_bytes_get_data(page->body, &n) : page->text;
    g_string_append_printf(p->pages, "%s %.*s\n", page->url, page->body ? (int)n : -1, body ? body : "");
    p->truncated += page->truncated;
}

/* Reads the whole feed into pages and refusals; gives the fault that ended it, -1 for none. */
static inline int read_feed(Place *p, const char *path, const FeedOptions *options)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Feed) feed = feed_open(path, options, &error);
    g_string_truncate(p->pages, 0);
    g_string_truncate(p->refusals, 0);
    p->truncated = 0;
    while (feed) {
        g_autoptr(Page) page = NULL;
        g_clear_error(&error);
        gboolean ok = feed_next(feed, &page, &error);
        g_assert_cmpfloat(feed_progress(feed), <=, 1);
        if (ok && !page)
            return -1;
        if (ok)
            note_page(p, page);
        else if (g_error_matches(error, FAULT, FAULT_SKIP))
            g_string_append_printf(p->refusals, "%s\n", error->message);
        else
            return error->code;
    }
    return error->code;
}

#endif
