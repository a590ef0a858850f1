#include "query/parity_serve.h"

#include <string.h>

#include "shim/disk.h"

#define ROUTE "/parity"

static const struct {
    const char *suffix, *type;
} types[] = {
    {".html", "text/html; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".csv", "text/csv; charset=utf-8"},
    {".json", "application/json"},
    {".svg", "image/svg+xml"},
    {".odt", "application/vnd.oasis.opendocument.text"},
};

static const char *find_type(const char *name)
{
    for (guint i = 0; i < G_N_ELEMENTS(types); i++)
        if (g_str_has_suffix(name, types[i].suffix))
            return types[i].type;
    return NULL;
}

/* YYYY-MM-DD */
static gboolean is_date(const char *name)
{
    for (guint i = 0; i < 10; i++)
        if (i == 4 || i == 7 ? name[i] != '-' : !g_ascii_isdigit(name[i]))
            return FALSE;
    return !name[10];
}

/* The folder of the latest report; NULL: there is none. */
static char *find_latest(const char *data)
{
    g_autofree char *folder = g_build_filename(data, "reports", NULL), *latest = NULL;
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name;
    while (dir && (name = g_dir_read_name(dir))) {
        if (!is_date(name) || (latest && strcmp(name, latest) <= 0))
            continue;
        g_free(latest);
        latest = g_strdup(name);
    }
    return latest ? g_build_filename(folder, latest, NULL) : NULL;
}

/* A name that a report may give to a file or a folder. */
static gboolean is_name(const char *name)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
    return *name && *name != '.' && !name[strspn(name, letters)];
}

char *parity_find_file(const char *data, const char *path, const char **type)
{
    g_auto(GStrv) names = g_strsplit(path, "/", -1);
    guint n = g_strv_length(names), last = n ? n - 1 : 0;
    g_autofree char *latest = find_latest(data), *file = g_strdup(latest);
    for (guint i = 0; file && i <= last; i++) {
        const char *name = i == last && (!n || !*names[i]) ? "index.html" : names[i];
        if (!is_name(name))
            return NULL;
        char *next = g_build_filename(file, name, NULL);
        g_free(file);
        file = next;
        if (g_file_test(file, G_FILE_TEST_IS_SYMLINK))
            return NULL;
    }
    *type = file ? find_type(file) : NULL;
    return *type && g_file_test(file, G_FILE_TEST_IS_REGULAR) ? g_steal_pointer(&file) : NULL;
}

/* Leads to a folder that was named without its slash: by its last name, which is one that a report may give, so that it is
 * found wherever the program is mounted. */
static gboolean lead(const Visit *v, const char *path, Reply *reply)
{
    const char *type = NULL;
    g_autofree char *index = *path ? g_strconcat(path, "/", NULL) : g_strdup("");
    g_autofree char *file = g_str_has_suffix(v->path, "/") ? NULL : parity_find_file(v->config->data, index, &type);
    if (!file)
        return FALSE;
    reply->status = 301;
    reply->location = g_strconcat(strrchr(v->path, '/') + 1, "/", NULL);
    return TRUE;
}

void parity_serve(const Visit *v, Reply *reply, GError **error)
{
    const char *type = NULL, *path = v->path + strlen(ROUTE);
    path += *path == '/';
    if (v->config->has_parity && lead(v, path, reply))
        return;
    g_autofree char *file = v->config->has_parity ? parity_find_file(v->config->data, path, &type) : NULL;
    if (!file) {
        visit_fail(v, 404, "error_not_found", reply);
        return;
    }
    reply->type = type;
    reply->etag = g_strdup_printf("\"%" G_GINT64_MODIFIER "x\"", disk_stamp(file));
    if (reply_is_known(reply, v->gateway))
        return;
    if (!g_file_get_contents(file, &reply->body, &reply->n, error))
        visit_fail(v, 503, "error_busy", reply);
}
