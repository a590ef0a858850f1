#include "indexer/input.h"

#include <sys/stat.h>

#include "indexer/extract.h"
#include "indexer/fetch.h"
#include "indexer/http.h"
#include "indexer/url.h"

gboolean input_is_url(const char *name)
{
    return g_ascii_strncasecmp(name, "http://", 7) == 0 || g_ascii_strncasecmp(name, "https://", 8) == 0;
}

static Page *fetch(const char *url, GError **error)
{
    g_autoptr(Page) page = fetch_named(url, error);
    if (!page || page->http_status == 200)
        return g_steal_pointer(&page);
    g_set_error(error, FAULT, FAULT_SKIP, "cannot read '%s': status %u", page->url, page->http_status);
    return NULL;
}

char *input_file(const char *path, gsize *n, GError **error)
{
    char *bytes = NULL;
    g_autoptr(GError) cause = NULL;
    if (!g_file_get_contents(path, &bytes, n, &cause))
        g_set_error(error, FAULT, FAULT_USAGE, "cannot read '%s': %s", path, cause->message);
    return bytes;
}

static Page *read_file(const char *path, const char *type, GError **error)
{
    struct stat st;
    gsize n;
    g_autofree char *bytes = input_file(path, &n, error);
    if (!bytes)
        return NULL;
    const char *by_name = extract_media_type(path);
    Page *page = page_new();
    page->url = g_strdup("http://localhost/");
    page->source = g_strdup(path);
    page->media_type = g_strdup(by_name ? by_name : type);
    page->last_modified = stat(path, &st) == 0 ? st.st_mtime : 0;
    page->body = g_bytes_new_take(g_steal_pointer(&bytes), n);
    return page;
}

Page *input_page(const char *name, const char *url, const char *type, const char *type_of_file,
                 GError **error)
{
    g_autofree char *normal = url ? url_resolve(NULL, url) : NULL;
    if (url && !normal) {
        g_set_error(error, FAULT, FAULT_USAGE, "no http or https URL: '%s'", url);
        return NULL;
    }
    Page *page = input_is_url(name) ? fetch(name, error) : read_file(name, type_of_file, error);
    if (page && normal) {
        g_free(page->url);
        page->url = g_steal_pointer(&normal);
    }
    if (page && type)
        http_read_content_type(type, page);
    return page;
}
