#include <stdio.h>

#include "indexer/commands.h"
#include "indexer/input.h"
#include "indexer/json.h"
#include "indexer/sitemap.h"

typedef struct {
    const char *name;           /* of the sitemap, for messages */
    GPtrArray *urls, *sitemaps; /* JsonObject */
    GPtrArray *errors;          /* char */
} Listing;

static JsonObject *describe(const SitemapEntry *entry)
{
    JsonObject *o = json_object_new();
    json_put_text(o, "url", entry->url);
    json_put_date(o, "lastmod", entry->lastmod);
    if (entry->is_sitemap)
        return o;
    g_autoptr(GPtrArray) alternates = g_ptr_array_new();
    for (guint i = 0; i < entry->n_alternates; i++) {
        JsonObject *alternate = json_object_new();
        json_put_text(alternate, "lang", entry->alternates[i].lang);
        json_put_text(alternate, "url", entry->alternates[i].url);
        g_ptr_array_add(alternates, alternate);
    }
    json_put_array(o, "alternates", alternates);
    return o;
}

static void on_entry(const SitemapEntry *entry, gpointer user)
{
    Listing *l = user;
    g_ptr_array_add(entry->is_sitemap ? l->sitemaps : l->urls, describe(entry));
}

static void on_error(const char *message, gpointer user)
{
    Listing *l = user;
    g_ptr_array_add(l->errors, g_strdup(message));
    g_printerr("isoglot: %s: %s\n", l->name, message);
}

static void print_listing(const Listing *l, const Page *page, const Sitemap *sitemap)
{
    JsonObject *o = json_object_new();
    json_put_text(o, "url", page->url);
    json_put_text(o, "type", sitemap_type_name(sitemap->type));
    json_put_array(o, "urls", l->urls);
    json_put_array(o, "sitemaps", l->sitemaps);
    json_put_texts(o, "errors", l->errors);
    json_put_boolean(o, "truncated", sitemap->truncated);
    g_autofree char *text = json_object_finish(o);
    puts(text);
}

static int list_sitemap(const char *name, const Page *page)
{
    static const SitemapEvents events = {on_entry, on_error};
    g_autoptr(GPtrArray) urls = g_ptr_array_new(), sitemaps = g_ptr_array_new();
    g_autoptr(GPtrArray) errors = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GError) error = NULL;
    Listing listing = {name, urls, sitemaps, errors};
    Sitemap sitemap;
    gsize n;
    const guint8 *bytes = g_bytes_get_data(page->body, &n);
    gboolean ok = sitemap_read(page->url, page->media_type, bytes, n, &events, &listing, &sitemap, &error);
    if (sitemap.n_errors > errors->len) {
        g_autofree char *rest = g_strdup_printf("%u more mistakes", sitemap.n_errors - errors->len);
        on_error(rest, &listing);
    }
    if (!ok)
        on_error(error->message, &listing);
    print_listing(&listing, page, &sitemap);
    return ok && !sitemap.n_errors ? EXIT_DONE : EXIT_REFUSALS;
}

int cmd_sitemap(const Config *config, int argc, char **argv)
{
    (void)config;
    g_autofree char *url = NULL, *type = NULL;
    const GOptionEntry options[] = {
        {"url", 0, 0, G_OPTION_ARG_STRING, &url, "URL that the sitemap shall have", "URL"},
        {"type", 0, 0, G_OPTION_ARG_STRING, &type, "Its media type, whatever the server or the name says",
         "MEDIA"},
        {0}};
    if (!command_options(options, "FILE|URL", "Show the URLs of a sitemap, as JSON.", &argc, &argv))
        return EXIT_USAGE;
    if (argc != 2) {
        g_printerr("isoglot: sitemap needs one file or URL\n");
        return EXIT_USAGE;
    }
    GError *error = NULL;
    g_autoptr(Page) page = input_page(argv[1], url, type, NULL, &error);
    return page ? list_sitemap(argv[1], page) : command_fail(error);
}
