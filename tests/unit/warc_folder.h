/*
 * warc_folder.h: a folder of WARC files that a test writes and reads back, for the tests of indexer/warc_writer.h.
 */
#ifndef ISOGLOT_TEST_WARC_FOLDER_H
#define ISOGLOT_TEST_WARC_FOLDER_H

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "indexer/feed.h"
#include "indexer/inflate.h"
#include "indexer/warc.h"
#include "indexer/warc_writer.h"
#include "shim/disk.h"
#include "tests/unit/archive.h"

#define AT 1704164645 /* 2024-01-02T03:04:05Z */
#define URL "http://x.example/a"
#define HEAD "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=UTF-8\r\n\r\n"
#define PAGE "<title>Harbour</title><p>The harbour in the morning."

typedef struct {
    char *folder;
} Place;

static inline void set_up(Place *p, gconstpointer data)
{
    (void)data;
    p->folder = g_dir_make_tmp("isoglot-t-XXXXXX", NULL);
}

static inline void tear_down(Place *p, gconstpointer data)
{
    (void)data;
    disk_remove(p->folder);
    g_free(p->folder);
}

static inline WarcWriter *open_writer(const Place *p, guint64 limit)
{
    g_autoptr(GError) error = NULL;
    WarcWriter *w = warc_writer_open(p->folder, "Webmaster <web@x.example>", limit, &error);
    g_assert_no_error(error);
    return w;
}

static inline WarcResponse response(const char *url, const char *head, const char *body)
{
    return (WarcResponse){.url = url,
                          .head = head,
                          .head_n = strlen(head),
                          .body = (const guint8 *)body,
                          .body_n = strlen(body),
                          .fetched_at = AT};
}

static inline void put(WarcWriter *w, const WarcResponse *r)
{
    g_autoptr(GError) error = NULL;
    g_assert_true(warc_writer_put_response(w, r, &error));
    g_assert_no_error(error);
}

static inline void put_page(WarcWriter *w, const char *url, const char *body)
{
    WarcResponse r = response(url, HEAD, body);
    put(w, &r);
}

static inline gint compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The names in the folder, sorted. */
static inline GPtrArray *list(const Place *p)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GDir) dir = g_dir_open(p->folder, 0, NULL);
    const char *name;
    while ((name = g_dir_read_name(dir)))
        g_ptr_array_add(names, g_strdup(name));
    g_ptr_array_sort(names, compare_names);
    return names;
}

static inline char *path_of(const Place *p, guint i)
{
    g_autoptr(GPtrArray) names = list(p);
    g_assert_cmpuint(names->len, >, i);
    return g_build_filename(p->folder, g_ptr_array_index(names, i), NULL);
}

/* All that stands in file number `i`, uncompressed. */
static inline char *read_text(const Place *p, guint i)
{
    g_autofree char *path = path_of(p, i), *bytes = NULL;
    g_autoptr(GByteArray) text = NULL;
    gsize n;
    gboolean cut;
    g_assert_true(g_file_get_contents(path, &bytes, &n, NULL));
    text = inflate_body("gzip", (const guint8 *)bytes, n, 64 * 1024 * 1024, &cut, NULL);
    g_assert_nonnull(text);
    g_assert_false(cut);
    g_byte_array_append(text, (const guint8 *)"", 1);
    return (char *)g_byte_array_free(g_steal_pointer(&text), FALSE);
}

/* Reads file number `i`: "type status url;" of each record, and "!" for one that is refused. */
static inline char *describe(const Place *p, guint i)
{
    g_autofree char *path = path_of(p, i);
    g_autoptr(WarcReader) reader = warc_reader_new(open(path, O_RDONLY | O_CLOEXEC));
    GString *out = g_string_new(NULL);
    for (;;) {
        g_autoptr(WarcRecord) w = NULL;
        if (!warc_next(reader, &w, NULL)) {
            g_string_append(out, "!");
            continue;
        }
        if (!w)
            return g_string_free(out, FALSE);
        gboolean has_page = g_str_equal(w->type, "response") || g_str_equal(w->type, "revisit");
        g_autoptr(Page) page = has_page ? warc_page(w, NULL) : NULL;
        g_string_append_printf(out, "%s %u %s;", w->type, page ? page->http_status : 0, w->url);
    }
}

#define assert_has(text, part) g_assert_nonnull(strstr(text, part))

#endif
