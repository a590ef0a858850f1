#include "indexer/feed.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "indexer/feed_kind.h"

struct Feed {
    const FeedKind *kind;
    gpointer state;
};

static int fail(GError **error, const char *path, const char *reason)
{
    g_set_error(error, FAULT, FAULT_USAGE, "cannot read feed '%s': %s", path, reason);
    return -1;
}

/* Standard input, copied to a file without a name, so that it can be looked at before it is read. */
static int spool_input(GError **error)
{
    FILE *spool = tmpfile();
    char buffer[65536];
    ssize_t n = 0;
    while (spool && (n = read(STDIN_FILENO, buffer, sizeof buffer)) > 0)
        if (fwrite(buffer, 1, n, spool) != (size_t)n)
            n = -2;
    int fd = spool && n == 0 && fflush(spool) == 0 ? fcntl(fileno(spool), F_DUPFD_CLOEXEC, 3) : -1;
    if (spool)
        fclose(spool);
    if (fd < 0)
        return fail(error, "-", g_strerror(errno));
    lseek(fd, 0, SEEK_SET);
    return fd;
}

static const FeedKind *find_kind(const char *path, int fd)
{
    struct stat st;
    char head[5] = "";
    if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode))
        return &feed_dir;
    if (!S_ISREG(st.st_mode))
        return NULL;
    if (g_str_has_suffix(path, ".warc") || g_str_has_suffix(path, ".warc.gz"))
        return &feed_warc;
    if (g_str_has_suffix(path, ".jsonl") || g_str_has_suffix(path, ".ndjson"))
        return &feed_jsonl;
    if (!g_str_equal(path, "-") || pread(fd, head, 5, 0) < 1)
        return g_str_equal(path, "-") ? &feed_jsonl : NULL;
    return memcmp(head, "\x1F\x8B", 2) == 0 || memcmp(head, "WARC/", 5) == 0 ? &feed_warc : &feed_jsonl;
}

Feed *feed_open(const char *path, const FeedOptions *options, GError **error)
{
    int fd = g_str_equal(path, "-") ? spool_input(error) : open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) {
        if (!g_str_equal(path, "-"))
            fail(error, path, g_strerror(errno));
        return NULL;
    }
    const FeedKind *kind = find_kind(path, fd);
    if (!kind) {
        close(fd);
        fail(error, path, "neither a directory nor a file of a known kind (.warc, .warc.gz, .jsonl)");
        return NULL;
    }
    gpointer state = kind->open(path, fd, options, error);
    if (!state)
        return NULL;
    Feed *feed = g_new0(Feed, 1);
    feed->kind = kind;
    feed->state = state;
    return feed;
}

gboolean feed_next(Feed *feed, Page **page, GError **error)
{
    *page = NULL;
    return feed->kind->next(feed->state, page, error);
}

double feed_progress(const Feed *feed)
{
    return feed->kind->progress(feed->state);
}

void feed_close(Feed *feed)
{
    feed->kind->close(feed->state);
    g_free(feed);
}
