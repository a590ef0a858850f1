#include <stdio.h>
#include <sys/stat.h>

#include "indexer/commands.h"
#include "indexer/decide.h"
#include "indexer/extract.h"
#include "indexer/fetch.h"
#include "indexer/http.h"
#include "indexer/json.h"
#include "indexer/url.h"
#include "shim/record.h"

static void put_language(JsonObject *o, const Document *doc, const Page *page, const Config *config,
                         const GPtrArray *languages)
{
    g_autoptr(LangIdentifier) identifier = lang_identifier_new(languages);
    g_autoptr(Decision) d = decide(page, doc, NULL, config, languages, identifier);
    JsonObject *language = json_object_new();
    json_put_text(language, "declared", *d->declared ? d->declared : NULL);
    json_put_text(language, "detected", d->detected ? lang_code(d->detected) : NULL);
    json_put_text(language, "decided", d->decided ? lang_code(d->decided) : NULL);
    json_put_number(language, "confidence", d->confidence);
    json_put_object(o, "language", language);
}

static void put_links(JsonObject *o, const Document *doc)
{
    g_autoptr(GPtrArray) links = g_ptr_array_new(), alternates = g_ptr_array_new();
    for (guint i = 0; i < doc->links->len; i++) {
        const Link *l = g_ptr_array_index(doc->links, i);
        JsonObject *link = json_object_new();
        json_put_text(link, "url", l->url);
        json_put_text(link, "text", l->text);
        json_put_text(link, "lang", *l->lang ? l->lang : NULL);
        json_put_boolean(link, "nofollow", l->nofollow);
        g_ptr_array_add(links, link);
    }
    for (guint i = 0; i < doc->alternates->len; i++) {
        const Alternate *a = g_ptr_array_index(doc->alternates, i);
        JsonObject *alternate = json_object_new();
        json_put_text(alternate, "lang", a->lang);
        json_put_text(alternate, "url", a->url);
        json_put_text(alternate, "evidence", a->evidence == ALTERNATE_LINK_HEADER ? "http" : "html");
        g_ptr_array_add(alternates, alternate);
    }
    json_put_array(o, "links", links);
    json_put_array(o, "alternates", alternates);
}

static void put_robots(JsonObject *o, const Document *doc)
{
    JsonObject *robots = json_object_new();
    json_put_boolean(robots, "noindex", (doc->robots & ROBOTS_NOINDEX) != 0);
    json_put_boolean(robots, "nofollow", (doc->robots & ROBOTS_NOFOLLOW) != 0);
    json_put_boolean(robots, "noarchive", (doc->robots & ROBOTS_NOARCHIVE) != 0);
    json_put_integer(robots, "max_snippet", doc->max_snippet);
    json_put_date(robots, "unavailable_after", doc->unavailable_after);
    json_put_object(o, "robots", robots);
}

static void print_document(const Document *doc, const Page *page, const Config *config,
                           const GPtrArray *languages)
{
    JsonObject *o = json_object_new();
    json_put_text(o, "url", page->url);
    json_put_text(o, "type", doc->type);
    json_put_text(o, "encoding", doc->encoding);
    json_put_text(o, "encoding_source", doc->encoding_source);
    json_put_text(o, "title", doc->title);
    json_put_text(o, "description", doc->description);
    json_put_text(o, "text", doc->text->str);
    put_language(o, doc, page, config, languages);
    put_links(o, doc);
    json_put_text(o, "canonical", *doc->canonical ? doc->canonical : NULL);
    put_robots(o, doc);
    JsonObject *dates = json_object_new();
    json_put_date(dates, "page", doc->date);
    json_put_date(dates, "last_modified", page->last_modified ? page->last_modified : RECORD_DATE_UNKNOWN);
    json_put_object(o, "dates", dates);
    json_put_boolean(o, "truncated", doc->truncated);
    g_autofree char *text = json_object_finish(o);
    puts(text);
}

static gboolean is_url(const char *name)
{
    return g_ascii_strncasecmp(name, "http://", 7) == 0 || g_ascii_strncasecmp(name, "https://", 8) == 0;
}

static Page *fetch(const char *url, GError **error)
{
    g_autoptr(Page) page = fetch_named(url, error);
    if (!page || page->http_status == 200)
        return g_steal_pointer(&page);
    g_set_error(error, FAULT, FAULT_SKIP, "cannot extract '%s': status %u", page->url, page->http_status);
    return NULL;
}

static Page *read_file(const char *path, GError **error)
{
    g_autofree char *bytes = NULL;
    g_autoptr(GError) cause = NULL;
    struct stat st;
    gsize n;
    if (!g_file_get_contents(path, &bytes, &n, &cause)) {
        g_set_error_literal(error, FAULT, FAULT_USAGE, cause->message);
        return NULL;
    }
    const char *by_name = extract_media_type(path);
    Page *page = page_new();
    page->url = g_strdup("http://localhost/");
    page->source = g_strdup(path);
    page->media_type = g_strdup(by_name ? by_name : "text/html");
    page->last_modified = stat(path, &st) == 0 ? st.st_mtime : 0;
    page->body = g_bytes_new_take(g_steal_pointer(&bytes), n);
    return page;
}

/* The page as the options want it, or NULL. */
static Page *find_page(const char *name, const char *url, const char *type, GError **error)
{
    g_autofree char *normal = url ? url_resolve(NULL, url) : NULL;
    if (url && !normal) {
        g_set_error(error, FAULT, FAULT_USAGE, "no http or https URL: '%s'", url);
        return NULL;
    }
    Page *page = is_url(name) ? fetch(name, error) : read_file(name, error);
    if (page && normal) {
        g_free(page->url);
        page->url = g_steal_pointer(&normal);
    }
    if (page && type)
        http_read_content_type(type, page);
    return page;
}

int cmd_extract(const Config *config, int argc, char **argv)
{
    g_autofree char *url = NULL, *type = NULL;
    const GOptionEntry options[] = {
        {"url", 0, 0, G_OPTION_ARG_STRING, &url, "URL that the page shall have", "URL"},
        {"type", 0, 0, G_OPTION_ARG_STRING, &type, "Its media type, whatever the server or the name says",
         "MEDIA"},
        {0}};
    if (!command_options(options, "FILE|URL", "Show what the indexer sees of a page, as JSON.", &argc, &argv))
        return EXIT_USAGE;
    if (argc != 2) {
        g_printerr("isoglot: extract needs one file or URL\n");
        return EXIT_USAGE;
    }
    GError *error = NULL;
    g_autoptr(GPtrArray) languages =
        lang_find_all((const char *const *)(config ? config->languages : NULL), &error);
    g_autoptr(Page) page = languages ? find_page(argv[1], url, type, &error) : NULL;
    if (!page)
        return command_fail(error);
    g_autoptr(Document) doc = extract(page, &error);
    if (!doc) {
        g_prefix_error(&error, "%s: ", argv[1]);
        return command_fail(error);
    }
    print_document(doc, page, config, languages);
    return EXIT_DONE;
}
