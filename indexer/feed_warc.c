#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "indexer/feed_kind.h"
#include "indexer/revisit.h"
#include "indexer/warc.h"

typedef struct {
    char *path;
    gboolean gives_gone;
    guint64 until; /* see FeedOptions */
    int fd; /* the same file as the reader's, to be read again; -1 when it is */
    goffset size;
    WarcReader *reader;
    WarcRecord *segment; /* first of several segments, waiting for the rest */
    guint next_segment;
    WarcRecord *waiting; /* read while looking for segments, to be given next */
    Revisits *revisits;
    GPtrArray *ready; /* Page*, resolved revisits, to be given next */
} WarcFeed;

static void free_page(gpointer page)
{
    if (page)
        page_free(page);
}

static gpointer warc_open(const char *path, int fd, const FeedOptions *options, GError **error)
{
    struct stat st;
    int again = fcntl(fd, F_DUPFD_CLOEXEC, 3);
    if (again < 0 || (options->from && lseek(fd, options->from, SEEK_SET) < 0)) {
        g_set_error(error, FAULT, FAULT_STOP, "cannot read feed '%s': %s", path, g_strerror(errno));
        close(fd);
        return NULL;
    }
    WarcFeed *f = g_new0(WarcFeed, 1);
    f->gives_gone = options->gives_gone;
    f->until = options->until;
    f->fd = again;
    f->size = fstat(fd, &st) == 0 ? st.st_size : 0;
    f->path = g_strdup(path);
    f->reader = warc_reader_new(fd);
    f->revisits = revisits_new();
    f->ready = g_ptr_array_new_with_free_func(free_page);
    return f;
}

static gboolean refuse(const WarcFeed *f, guint64 offset, GError **error)
{
    g_prefix_error(error, "%s:%" G_GUINT64_FORMAT ": ", f->path, offset);
    return FALSE;
}

/* wget and Heritrix keep logs of their own under other schemes; they are none of the web. */
static gboolean is_payload(const WarcRecord *w)
{
    gboolean is_web =
        g_ascii_strncasecmp(w->url, "http:", 5) == 0 || g_ascii_strncasecmp(w->url, "https:", 6) == 0;
    return is_web && (g_str_equal(w->type, "response") || g_str_equal(w->type, "resource") ||
                      g_str_equal(w->type, "revisit"));
}

/* First reading: the page of a record; NULL for a record that is none. */
static gboolean give_page(WarcFeed *f, const WarcRecord *w, Page **page, GError **error)
{
    gboolean is_gone = f->gives_gone && warc_is_gone(w);
    if (!is_payload(w) && !is_gone)
        return TRUE;
    if (g_str_equal(w->type, "revisit"))
        return revisits_note(f->revisits, w, error) || refuse(f, w->offset, error);
    g_autoptr(Page) p = warc_page(w, error);
    if (!p)
        return refuse(f, w->offset, error);
    if (!is_found_document(p) && !is_gone)
        return TRUE;
    revisits_forget(f->revisits, p);
    p->source = g_strdup_printf("%s:%" G_GUINT64_FORMAT, f->path, w->offset);
    *page = g_steal_pointer(&p);
    return TRUE;
}

/* The next record; none when it would begin at `until` or behind it, whatever stands there. */
static gboolean next_record(WarcFeed *f, WarcRecord **record, GError **error)
{
    g_autoptr(GError) cause = NULL;
    gboolean ok = warc_next(f->reader, record, &cause);
    if (f->until && warc_reader_offset(f->reader) >= f->until && (!ok || *record)) {
        g_clear_pointer(record, warc_record_free);
        return TRUE;
    }
    if (!ok)
        g_propagate_error(error, g_steal_pointer(&cause));
    return ok;
}

/* The next record with its continuations: they follow it, other records may lie between. */
static gboolean next_whole(WarcFeed *f, WarcRecord **record, GError **error)
{
    for (;;) {
        g_autoptr(WarcRecord) w = g_steal_pointer(&f->waiting);
        if (!w && !next_record(f, &w, error))
            return FALSE;
        gboolean begins = w && w->segment == 1 && !w->is_last;
        gboolean continues = w && f->segment && g_str_equal(w->origin_id, f->segment->id);
        if (continues)
            warc_record_continue(f->segment, w, f->next_segment++);
        if (f->segment && (!w || begins || (continues && w->is_last))) {
            f->segment->truncated |= !continues;
            *record = g_steal_pointer(&f->segment);
            f->waiting = continues ? NULL : g_steal_pointer(&w);
            return TRUE;
        }
        if (begins) {
            f->segment = g_steal_pointer(&w);
            f->next_segment = 2;
        } else if (!continues) {
            *record = g_steal_pointer(&w);
            return TRUE;
        }
    }
}

/* Begins the second reading; FALSE: nobody waits for it, or it was the second. */
static gboolean begin_again(WarcFeed *f)
{
    if (f->fd < 0 || !revisits_any(f->revisits) || lseek(f->fd, 0, SEEK_SET) != 0)
        return FALSE;
    warc_reader_free(f->reader);
    f->reader = warc_reader_new(f->fd);
    f->fd = -1;
    return TRUE;
}

/* Second reading: what the first has refused is passed over. FALSE: the end. */
static gboolean find_original(WarcFeed *f)
{
    g_autoptr(WarcRecord) w = NULL;
    g_autoptr(GError) known = NULL;
    if (!next_whole(f, &w, &known))
        return g_error_matches(known, FAULT, FAULT_SKIP);
    if (!w)
        return FALSE;
    if (!is_payload(w) || g_str_equal(w->type, "revisit") || !revisits_want(f->revisits, w))
        return TRUE;
    g_autoptr(Page) original = warc_page(w, NULL);
    if (original)
        revisits_resolve(f->revisits, w, original, f->path, f->ready);
    return TRUE;
}

static gboolean give_orphan(WarcFeed *f, GError **error)
{
    guint64 offset;
    if (!revisits_next_orphan(f->revisits, &offset))
        return TRUE;
    g_set_error_literal(error, FAULT, FAULT_SKIP, "revisit of a record that is not in this feed");
    return refuse(f, offset, error);
}

/* One record further; *over: that was the last one. */
static gboolean step(WarcFeed *f, Page **page, gboolean *over, GError **error)
{
    g_autoptr(WarcRecord) w = NULL;
    if (f->ready->len) {
        *page = g_ptr_array_steal_index(f->ready, 0);
        return TRUE;
    }
    if (f->fd < 0) {
        *over = !find_original(f);
        return !*over || f->ready->len || give_orphan(f, error);
    }
    if (!next_whole(f, &w, error)) {
        g_prefix_error(error, "%s: ", f->path);
        return FALSE;
    }
    *over = !w && !begin_again(f);
    return !w || give_page(f, w, page, error);
}

static gboolean warc_feed_next(gpointer state, Page **page, GError **error)
{
    gboolean over = FALSE;
    while (!*page && !over)
        if (!step(state, page, &over, error))
            return FALSE;
    return TRUE;
}

/* A second reading is quick, and nothing is known of it before. */
static double warc_progress(gpointer state)
{
    const WarcFeed *f = state;
    if (f->fd < 0)
        return 1;
    return f->size ? (double)warc_reader_position(f->reader) / f->size : -1;
}

static void warc_close(gpointer state)
{
    WarcFeed *f = state;
    warc_reader_free(f->reader);
    g_clear_pointer(&f->segment, warc_record_free);
    g_clear_pointer(&f->waiting, warc_record_free);
    revisits_free(f->revisits);
    g_ptr_array_unref(f->ready);
    if (f->fd >= 0)
        close(f->fd);
    g_free(f->path);
    g_free(f);
}

const FeedKind feed_warc = {"warc", warc_open, warc_feed_next, warc_progress, warc_close};
