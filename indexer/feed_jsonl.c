#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "indexer/feed_kind.h"
#include "indexer/json.h"
#include "shim/limits.h"

typedef struct {
    char *path;
    FILE *file;
    goffset size;
    gint64 modified_at;
    guint64 line_number;
    GString *line;
} JsonlFeed;

static gpointer jsonl_open(const char *path, int fd, const FeedOptions *options, GError **error)
{
    (void)options;
    JsonlFeed *f = g_new0(JsonlFeed, 1);
    struct stat st = {0};
    f->file = fstat(fd, &st) == 0 ? fdopen(fd, "r") : NULL;
    if (!f->file) {
        close(fd);
        g_free(f);
        g_set_error(error, FAULT, FAULT_USAGE, "cannot read feed '%s'", path);
        return NULL;
    }
    f->path = g_strdup(path);
    f->size = st.st_size;
    f->modified_at = st.st_mtime;
    f->line = g_string_new(NULL);
    return f;
}

/* Reads one line, at most LIMIT_JSON_LINE of it. FALSE: the end. */
static gboolean read_line(JsonlFeed *f, gboolean *too_long)
{
    int c;
    g_string_truncate(f->line, 0);
    *too_long = FALSE;
    while ((c = getc_unlocked(f->file)) != EOF && c != '\n') {
        if (f->line->len < LIMIT_JSON_LINE)
            g_string_append_c(f->line, c);
        else
            *too_long = TRUE;
    }
    f->line_number++;
    return c != EOF || f->line->len;
}

static gboolean jsonl_next(gpointer state, Page **page, GError **error)
{
    JsonlFeed *f = state;
    gboolean too_long;
    while (!*page && read_line(f, &too_long)) {
        if (strspn(f->line->str, " \t\r") == f->line->len)
            continue;
        if (too_long)
            g_set_error_literal(error, FAULT, FAULT_SKIP, "the line is too long");
        Page *parsed = too_long ? NULL : json_parse_page(f->line->str, f->line->len, error);
        if (!parsed) {
            g_prefix_error(error, "%s:%" G_GUINT64_FORMAT ": ", f->path, f->line_number);
            return FALSE;
        }
        parsed->source = g_strdup_printf("%s:%" G_GUINT64_FORMAT, f->path, f->line_number);
        parsed->fetched_at = f->modified_at;
        *page = parsed;
    }
    return TRUE;
}

static double jsonl_progress(gpointer state)
{
    const JsonlFeed *f = state;
    return f->size ? (double)ftello(f->file) / f->size : -1;
}

static void jsonl_close(gpointer state)
{
    JsonlFeed *f = state;
    fclose(f->file);
    g_string_free(f->line, TRUE);
    g_free(f->path);
    g_free(f);
}

const FeedKind feed_jsonl = {"jsonl", jsonl_open, jsonl_next, jsonl_progress, jsonl_close};
