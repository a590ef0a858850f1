#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "indexer/extract.h"
#include "indexer/feed_kind.h"
#include "indexer/url.h"
#include "langs/lang.h"
#include "shim/limits.h"

/* A folder that is being read: its names, sorted, and how far we are. */
typedef struct {
    int fd;
    char *relative; /* to the feed, "" or ending in '/' */
    GPtrArray *names;
    guint next;
} Folder;

typedef struct {
    char *path, *base;
    gboolean lang_from_path;
    GPtrArray *folders; /* the way down to where we are */
} DirFeed;

static void folder_free(gpointer p)
{
    Folder *f = p;
    close(f->fd);
    g_free(f->relative);
    g_ptr_array_unref(f->names);
    g_free(f);
}

static gint compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* A file's name as a message may show it: one line of valid UTF-8. g_free(). */
static char *show_path(const DirFeed *f, const char *relative)
{
    g_autofree char *path = g_build_filename(f->path, relative, NULL);
    gboolean is_plain = g_utf8_validate(path, -1, NULL);
    for (const char *p = path; *p && is_plain; p++)
        is_plain = !g_ascii_iscntrl(*p);
    return is_plain ? g_steal_pointer(&path) : g_strescape(path, NULL);
}

static gboolean refuse(const DirFeed *f, const char *relative, const char *reason, GError **error)
{
    g_autofree char *shown = show_path(f, relative);
    g_set_error(error, FAULT, FAULT_SKIP, "%s: %s", shown, reason);
    return FALSE;
}

/* Goes down into the folder that `fd` has open; takes fd. */
static gboolean enter(DirFeed *f, int fd, const char *relative, GError **error)
{
    g_autofree char *proc = g_strdup_printf("/proc/self/fd/%d", fd);
    g_autoptr(GDir) dir = f->folders->len < LIMIT_FOLDER_DEPTH ? g_dir_open(proc, 0, NULL) : NULL;
    if (!dir) {
        close(fd);
        return refuse(f, relative,
                      f->folders->len < LIMIT_FOLDER_DEPTH ? "folder cannot be read" : "too deep", error);
    }
    Folder *folder = g_new0(Folder, 1);
    folder->fd = fd;
    folder->relative = g_strdup(relative);
    folder->names = g_ptr_array_new_with_free_func(g_free);
    const char *name;
    while ((name = g_dir_read_name(dir)))
        if (*name != '.')
            g_ptr_array_add(folder->names, g_strdup(name));
    g_ptr_array_sort(folder->names, compare_names);
    g_ptr_array_add(f->folders, folder);
    return TRUE;
}

static gpointer dir_open(const char *path, int fd, const FeedOptions *options, GError **error)
{
    g_autofree char *base = options->base ? url_resolve(NULL, options->base) : NULL;
    if (!base) {
        close(fd);
        g_set_error(error, FAULT, FAULT_USAGE, "feed '%s' is a directory: give its URL with --base%s%s", path,
                    options->base ? ", which is not " : "", options->base ? options->base : "");
        return NULL;
    }
    DirFeed *f = g_new0(DirFeed, 1);
    f->path = g_strdup(path);
    f->base = g_str_has_suffix(base, "/") ? g_steal_pointer(&base) : g_strconcat(base, "/", NULL);
    f->lang_from_path = options->lang_from_path;
    f->folders = g_ptr_array_new_with_free_func(folder_free);
    if (enter(f, fd, "", error))
        return f;
    g_ptr_array_unref(f->folders);
    g_free(f->base);
    g_free(f->path);
    g_free(f);
    return NULL;
}

static GBytes *read_file(int fd, gboolean *truncated)
{
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    guint8 chunk[65536];
    ssize_t n;
    while ((n = read(fd, chunk, sizeof chunk)) > 0 && bytes->len <= LIMIT_PAGE)
        g_byte_array_append(bytes, chunk, n);
    *truncated = bytes->len > LIMIT_PAGE;
    return n < 0 ? NULL : g_byte_array_free_to_bytes(g_steal_pointer(&bytes));
}

/* Language of the first folder that is a language code, as the page's authoritative one; NULL: none. */
static char *path_language(const char *relative)
{
    g_auto(GStrv) folders = g_strsplit(relative, "/", -1);
    for (char **s = folders; *s && s[1]; s++)
        if (strlen(*s) <= 11 && lang_find(*s))
            return g_strdup(*s);
    return NULL;
}

static Page *make_page(const DirFeed *f, const char *relative, int fd, const struct stat *st, GError **error)
{
    g_autoptr(Page) page = page_new();
    g_autofree char *escaped = g_uri_escape_string(relative, "/", FALSE);
    page->source = show_path(f, relative);
    page->url = url_resolve(f->base, escaped);
    page->body = read_file(fd, &page->truncated);
    page->media_type = g_strdup(extract_media_type(relative));
    page->last_modified = page->fetched_at = st->st_mtime;
    if (f->lang_from_path)
        page->lang = path_language(relative);
    if (!page->body || !page->url) {
        refuse(f, relative, page->body ? "its URL would be too long" : "cannot be read", error);
        return NULL;
    }
    return g_steal_pointer(&page);
}

/* A symbolic link is never followed; it is worth a word only where it hides a document or a folder. */
static gboolean pass_link(const DirFeed *f, const Folder *folder, const char *name, const char *relative,
                          GError **error)
{
    struct stat target;
    gboolean is_dir = fstatat(folder->fd, name, &target, 0) == 0 && S_ISDIR(target.st_mode);
    return (is_dir || extract_media_type(name))
               ? refuse(f, relative, "a symbolic link is not followed", error)
               : TRUE;
}

static gboolean visit(DirFeed *f, const Folder *folder, const char *name, Page **page, GError **error)
{
    g_autofree char *relative = g_strconcat(folder->relative, name, NULL);
    struct stat st;
    if (fstatat(folder->fd, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
        return refuse(f, relative, g_strerror(errno), error);
    if (S_ISLNK(st.st_mode))
        return pass_link(f, folder, name, relative, error);
    if (S_ISREG(st.st_mode) && !extract_media_type(name))
        return TRUE;
    if (!S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode))
        return refuse(f, relative, "neither a file nor a folder", error);
    int fd = openat(folder->fd, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st) != 0) {
        int reason = errno;
        if (fd >= 0)
            close(fd);
        return refuse(f, relative, g_strerror(reason), error);
    }
    if (S_ISDIR(st.st_mode)) {
        g_autofree char *inside = g_strconcat(relative, "/", NULL);
        return enter(f, fd, inside, error);
    }
    *page = make_page(f, relative, fd, &st, error);
    close(fd);
    return *page != NULL;
}

static gboolean dir_next(gpointer state, Page **page, GError **error)
{
    DirFeed *f = state;
    while (!*page && f->folders->len) {
        Folder *folder = g_ptr_array_index(f->folders, f->folders->len - 1);
        if (folder->next == folder->names->len)
            g_ptr_array_set_size(f->folders, f->folders->len - 1);
        else if (!visit(f, folder, g_ptr_array_index(folder->names, folder->next++), page, error))
            return FALSE;
    }
    return TRUE;
}

/* Share of the names on the way down; each level counts within its parent. */
static double dir_progress(gpointer state)
{
    const DirFeed *f = state;
    double done = 0, share = 1;
    for (guint i = 0; i < f->folders->len; i++) {
        const Folder *folder = g_ptr_array_index(f->folders, i);
        gboolean inside = i + 1 < f->folders->len;
        done += share * (folder->next - (inside ? 1 : 0)) / MAX(folder->names->len, 1);
        share /= MAX(folder->names->len, 1);
    }
    return f->folders->len ? done : 1;
}

static void dir_close(gpointer state)
{
    DirFeed *f = state;
    g_ptr_array_unref(f->folders);
    g_free(f->base);
    g_free(f->path);
    g_free(f);
}

const FeedKind feed_dir = {"directory", dir_open, dir_next, dir_progress, dir_close};
