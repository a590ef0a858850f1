#include <string.h>
#include <sys/stat.h>

#include "indexer/extract.h"
#include "indexer/feed_kind.h"
#include "indexer/warc.h"

typedef struct {
    char *path;
    goffset size;
    WarcReader *reader;
    WarcRecord *segment; /* first of several segments, waiting for the rest */
    WarcRecord *waiting; /* read while looking for segments, to be given next */
} WarcFeed;

static gpointer warc_open(const char *path, int fd, const FeedOptions *options, GError **error)
{
    (void)options;
    (void)error;
    WarcFeed *f = g_new0(WarcFeed, 1);
    struct stat st;
    f->size = fstat(fd, &st) == 0 ? st.st_size : 0;
    f->path = g_strdup(path);
    f->reader = warc_reader_new(fd);
    return f;
}

/* The page of a record, NULL for a record that is none. */
static gboolean give_page(WarcFeed *f, const WarcRecord *w, Page **page, GError **error)
{
    if (!g_str_equal(w->type, "response") && !g_str_equal(w->type, "resource"))
        return TRUE;
    /* The URLs with which wget and Heritrix keep their own logs. */
    if (!g_str_has_prefix(w->url, "http:") && !g_str_has_prefix(w->url, "https:"))
        return TRUE;
    g_autoptr(Page) p = warc_page(w, error);
    if (!p) {
        g_prefix_error(error, "%s:%" G_GUINT64_FORMAT ": ", f->path, w->offset);
        return FALSE;
    }
    p->source = g_strdup_printf("%s:%" G_GUINT64_FORMAT, f->path, w->offset);
    if (p->http_status == 200 && p->media_type && extract_reads(p->media_type))
        *page = g_steal_pointer(&p);
    return TRUE;
}

/* The next record with its continuations; they follow it, other records may lie between. */
static gboolean next_whole(WarcFeed *f, WarcRecord **record, GError **error)
{
    for (;;) {
        g_autoptr(WarcRecord) w = g_steal_pointer(&f->waiting);
        if (!w && !warc_next(f->reader, &w, error))
            return FALSE;
        if (f->segment && w && g_str_equal(w->first, f->segment->id)) {
            g_byte_array_append(f->segment->block, w->block->data, w->block->len);
        } else if (f->segment && (!w || g_str_equal(w->type, "response"))) {
            *record = g_steal_pointer(&f->segment);
            f->waiting = g_steal_pointer(&w);
            return TRUE;
        } else if (w && w->is_segment && !f->segment) {
            f->segment = g_steal_pointer(&w);
        } else {
            *record = g_steal_pointer(&w);
            return TRUE;
        }
    }
}

static gboolean warc_feed_next(gpointer state, Page **page, GError **error)
{
    WarcFeed *f = state;
    while (!*page) {
        g_autoptr(WarcRecord) w = NULL;
        if (!next_whole(f, &w, error)) {
            g_prefix_error(error, "%s: ", f->path);
            return FALSE;
        }
        if (!w)
            return TRUE;
        if (!give_page(f, w, page, error))
            return FALSE;
    }
    return TRUE;
}

static double warc_progress(gpointer state)
{
    const WarcFeed *f = state;
    return f->size ? (double)warc_reader_position(f->reader) / f->size : -1;
}

static void warc_close(gpointer state)
{
    WarcFeed *f = state;
    warc_reader_free(f->reader);
    g_clear_pointer(&f->segment, warc_record_free);
    g_clear_pointer(&f->waiting, warc_record_free);
    g_free(f->path);
    g_free(f);
}

const FeedKind feed_warc = {"warc", warc_open, warc_feed_next, warc_progress, warc_close};
