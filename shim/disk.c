#include "shim/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static gboolean fail(GError **error, const char *doing, const char *path)
{
    g_set_error(error, FAULT, FAULT_STOP, "cannot %s '%s': %s", doing, path, g_strerror(errno));
    return FALSE;
}

void disk_remove(const char *path)
{
    struct stat st;
    if (lstat(path, &st) != 0)
        return;
    if (S_ISDIR(st.st_mode)) {
        g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
        const char *name;
        while (dir && (name = g_dir_read_name(dir))) {
            g_autofree char *child = g_build_filename(path, name, NULL);
            disk_remove(child);
        }
    }
    (void)remove(path);
}

void disk_remove_leftovers(const char *path, const char *suffix)
{
    g_autofree char *folder = g_path_get_dirname(path);
    g_autofree char *name = g_path_get_basename(path);
    g_autofree char *start = g_strconcat(name, suffix, NULL);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *entry;
    while (dir && (entry = g_dir_read_name(dir))) {
        g_autofree char *full = g_build_filename(folder, entry, NULL);
        if (g_str_has_prefix(entry, start))
            disk_remove(full);
    }
}

gboolean disk_sync(const char *path, GError **error)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fail(error, "open", path);
    gboolean ok = fsync(fd) == 0 || fail(error, "sync", path);
    close(fd);
    return ok;
}

static gboolean sync_parent(const char *path, GError **error)
{
    g_autofree char *folder = g_path_get_dirname(path);
    return disk_sync(folder, error);
}

gboolean disk_publish(const char *from, const char *to, GError **error)
{
    g_autoptr(GDir) dir = g_dir_open(from, 0, NULL);
    const char *name;
    while (dir && (name = g_dir_read_name(dir))) {
        g_autofree char *file = g_build_filename(from, name, NULL);
        if (!disk_sync(file, error))
            return FALSE;
    }
    if (!disk_sync(from, error))
        return FALSE;
    if (rename(from, to) != 0)
        return fail(error, "publish", to);
    return sync_parent(to, error);
}

gboolean disk_write(FILE *out, const void *data, gsize n)
{
    return n == 0 || fwrite(data, n, 1, out) == 1;
}

gboolean disk_replace(const char *path, DiskWriteFunc write, gconstpointer user, GError **error)
{
    g_autofree char *fresh = g_strconcat(path, ".new", NULL);
    FILE *out = fopen(fresh, "we");
    gboolean ok = out && write(out, user) && fflush(out) == 0 && fsync(fileno(out)) == 0;
    int failure = errno;
    if (out && fclose(out) != 0 && ok) {
        ok = FALSE;
        failure = errno;
    }
    if (ok && g_rename(fresh, path) == 0)
        return sync_parent(path, error);
    g_set_error(error, FAULT, FAULT_STOP, "cannot write '%s': %s", path, g_strerror(ok ? errno : failure));
    (void)g_unlink(fresh);
    return FALSE;
}

static guint64 mix(guint64 a, guint64 b)
{
    return (a ^ b) * G_GUINT64_CONSTANT(0x9E3779B97F4A7C15) ^ (a >> 29);
}

guint64 disk_identity(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 ? MAX(mix(mix(1, st.st_dev), st.st_ino), 1) : 0;
}

/* Not by GLib's way from a name, which makes an error of an absent file that it words in the locale's encoding. */
gconstpointer disk_map(const char *path, gsize least, GMappedFile **file, gsize *n)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    *file = fd >= 0 ? g_mapped_file_new_from_fd(fd, FALSE, NULL) : NULL;
    if (fd >= 0)
        close(fd);
    *n = *file ? g_mapped_file_get_length(*file) : 0;
    if (*file && *n < least)
        g_clear_pointer(file, g_mapped_file_unref);
    return *file ? g_mapped_file_get_contents(*file) : NULL;
}

guint64 disk_stamp(const char *path)
{
    struct stat st;
    if (stat(path, &st) != 0)
        return 0;
    guint64 written = mix(mix(st.st_mtim.tv_sec, st.st_mtim.tv_nsec), st.st_size);
    return MAX(mix(mix(mix(1, st.st_dev), st.st_ino), written), 1);
}

char *generation_current(const char *data, const char *lang)
{
    return g_build_filename(data, "index", lang, "current", NULL);
}

gboolean generation_exists(const char *data, const char *lang)
{
    g_autofree char *path = generation_current(data, lang);
    return g_file_test(path, G_FILE_TEST_IS_DIR);
}

/* N of "gen-N" or "gen-N.build"; 0: not such a name. */
static guint generation_number(const char *name)
{
    return g_str_has_prefix(name, "gen-") ? strtoul(name + 4, NULL, 10) : 0;
}

guint generation_next(const char *data)
{
    guint highest = 0;
    g_autofree char *index = g_build_filename(data, "index", NULL);
    g_autoptr(GDir) langs = g_dir_open(index, 0, NULL);
    const char *lang, *name;
    while (langs && (lang = g_dir_read_name(langs))) {
        g_autofree char *folder = g_build_filename(index, lang, NULL);
        g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
        while (dir && (name = g_dir_read_name(dir)))
            highest = MAX(highest, generation_number(name));
    }
    return highest + 1;
}

static char *generation_path(const char *data, const char *lang, guint n, const char *suffix)
{
    g_autofree char *name = g_strdup_printf("gen-%u%s", n, suffix);
    return g_build_filename(data, "index", lang, name, NULL);
}

char *generation_build_path(const char *data, const char *lang, guint n, GError **error)
{
    g_autofree char *path = generation_path(data, lang, n, ".build");
    g_autofree char *folder = g_path_get_dirname(path);
    if (g_mkdir_with_parents(folder, 0755) != 0) {
        fail(error, "make", folder);
        return NULL;
    }
    return g_steal_pointer(&path);
}

/* Lets the link `current` point at gen-N, in one step. */
static gboolean point_current(const char *data, const char *lang, guint n, GError **error)
{
    g_autofree char *current = generation_current(data, lang);
    g_autofree char *fresh = g_strconcat(current, ".new", NULL);
    g_autofree char *target = g_strdup_printf("gen-%u", n);
    (void)unlink(fresh);
    if (symlink(target, fresh) != 0)
        return fail(error, "link", fresh);
    if (rename(fresh, current) != 0)
        return fail(error, "publish", current);
    return sync_parent(current, error);
}

gboolean generation_publish(const char *data, const char *lang, guint n, GError **error)
{
    g_autofree char *build = generation_path(data, lang, n, ".build");
    g_autofree char *final = generation_path(data, lang, n, "");
    if (!g_file_test(final, G_FILE_TEST_IS_DIR) && !disk_publish(build, final, error))
        return FALSE;
    return point_current(data, lang, n, error);
}

void generation_prune(const char *data, const char *lang)
{
    g_autofree char *current = generation_current(data, lang);
    g_autofree char *target = g_file_read_link(current, NULL);
    guint kept = target ? generation_number(target) : 0, before = 0;
    g_autofree char *folder = g_path_get_dirname(current);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name;
    while (dir && (name = g_dir_read_name(dir)))
        if (!strchr(name, '.') && generation_number(name) < kept)
            before = MAX(before, generation_number(name));
    if (dir)
        g_dir_rewind(dir);
    while (dir && (name = g_dir_read_name(dir))) {
        guint n = generation_number(name);
        g_autofree char *path = g_build_filename(folder, name, NULL);
        if (n && (strchr(name, '.') || (n != kept && n != before)))
            disk_remove(path);
    }
}

/* Says who holds the lock, as that process wrote it into the file. */
static void fail_locked(int fd, const char *path, GError **error)
{
    char pid[16] = "";
    ssize_t n = pread(fd, pid, sizeof pid - 1, 0);
    g_strstrip(n > 0 ? (pid[n] = '\0', pid) : pid);
    g_set_error(error, FAULT, FAULT_RETRY, "cannot lock '%s': already running, pid %s", path, *pid ? pid : "unknown");
}

static int take_lock(const char *data, const char *name, GError **error)
{
    g_autofree char *path = g_build_filename(data, name, NULL);
    if (g_mkdir_with_parents(data, 0755) != 0) {
        fail(error, "make", data);
        return -1;
    }
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (fd < 0) {
        fail(error, "open", path);
        return -1;
    }
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    if (fcntl(fd, F_OFD_SETLK, &whole) != 0) {
        fail_locked(fd, path, error);
        close(fd);
        return -1;
    }
    g_autofree char *pid = g_strdup_printf("%d\n", getpid());
    if (ftruncate(fd, 0) != 0 || pwrite(fd, pid, strlen(pid), 0) < 0) {
        fail(error, "write", path);
        close(fd);
        return -1;
    }
    return fd;
}

int data_lock(const char *data, GError **error)
{
    return take_lock(data, "lock", error);
}

int crawl_lock(const char *data, GError **error)
{
    return take_lock(data, "crawl.lock", error);
}

int learn_lock(const char *data, GError **error)
{
    return take_lock(data, "learn.lock", error);
}

int clusters_lock(const char *data, GError **error)
{
    return take_lock(data, "clusters.lock", error);
}
