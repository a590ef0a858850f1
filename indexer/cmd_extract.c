#include <stdio.h>

#include "indexer/commands.h"
#include "indexer/decide.h"
#include "indexer/extract.h"
#include "indexer/input.h"
#include "indexer/json.h"
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
        json_put_text(alternate, "evidence", alternate_evidence_name(a->evidence));
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

static void put_outline(JsonObject *o, const Document *doc)
{
    g_autoptr(GPtrArray) defects = g_ptr_array_new();
    JsonObject *outline = json_object_new();
    json_put_integer(outline, "headings", doc->n_headings);
    json_put_integer(outline, "links", doc->n_links);
    json_put_integer(outline, "tables", doc->n_tables);
    json_put_text(outline, "language_bar", doc->bar->str);
    for (guint i = 0; i < doc->defects->len; i++) {
        const DocumentDefect *d = g_ptr_array_index(doc->defects, i);
        JsonObject *defect = json_object_new();
        json_put_text(defect, "code", d->code);
        json_put_integer(defect, "line", d->line);
        json_put_text(defect, "detail", d->detail);
        g_ptr_array_add(defects, defect);
    }
    json_put_array(outline, "defects", defects);
    json_put_object(o, "outline", outline);
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
    json_put_text(o, "symbols", *doc->symbols ? doc->symbols : NULL);
    g_autofree char *fingerprint = g_strdup_printf("%016" G_GINT64_MODIFIER "x", doc->fingerprint);
    json_put_text(o, "fingerprint", doc->fingerprint ? fingerprint : NULL);
    if (doc->has_outline)
        put_outline(o, doc);
    JsonObject *dates = json_object_new();
    json_put_date(dates, "page", doc->date);
    json_put_date(dates, "last_modified", page->last_modified ? page->last_modified : RECORD_DATE_UNKNOWN);
    json_put_object(o, "dates", dates);
    json_put_boolean(o, "truncated", doc->truncated);
    g_autofree char *text = json_object_finish(o);
    puts(text);
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
    g_autoptr(Page) page = languages ? input_page(argv[1], url, type, "text/html", &error) : NULL;
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
