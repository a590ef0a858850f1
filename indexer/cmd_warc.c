#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>

#include "indexer/commands.h"
#include "indexer/json.h"
#include "indexer/warc.h"

static void print_object(JsonObject *object)
{
    g_autofree char *line = json_object_finish(object);
    puts(line);
}

static void print_error(guint64 offset, const char *message)
{
    JsonObject *o = json_object_new();
    json_put_integer(o, "offset", offset);
    json_put_text(o, "error", message);
    print_object(o);
}

/* Lists one record; FALSE: it should hold a page, and does not. */
static gboolean print_record(const WarcRecord *w)
{
    static const char *const kinds[] = {"response", "resource", "revisit", NULL};
    g_autoptr(GError) error = NULL;
    gboolean is_page = g_strv_contains(kinds, w->type) && g_str_has_prefix(w->url, "http");
    g_autoptr(Page) page = is_page ? warc_page(w, &error) : NULL;
    if (error) {
        print_error(w->offset, error->message);
        return FALSE;
    }
    gsize n = page ? 0 : w->block->len;
    const guint8 *bytes = !page ? w->block->data : page->body ? g_bytes_get_data(page->body, &n) : NULL;
    g_autofree char *sha1 =
        g_compute_checksum_for_data(G_CHECKSUM_SHA1, bytes ? bytes : (const guint8 *)"", n);
    JsonObject *o = json_object_new();
    json_put_integer(o, "offset", w->offset);
    json_put_text(o, "type", w->type);
    json_put_text(o, "url", *w->url ? w->url : NULL);
    if (page && page->http_status && !g_str_equal(w->type, "resource"))
        json_put_integer(o, "status", page->http_status);
    else
        json_put_text(o, "status", NULL);
    json_put_text(o, "media_type", page ? page->media_type : w->content_type);
    json_put_integer(o, "length", n);
    json_put_text(o, "sha1", sha1);
    print_object(o);
    return TRUE;
}

int cmd_warc(const Config *config, int argc, char **argv)
{
    (void)config;
    const GOptionEntry options[] = {{0}};
    if (!command_options(options, "FILE", "List the records of a WARC file, one JSON object a line.", &argc,
                         &argv))
        return EXIT_USAGE;
    int fd = argc == 2 ? open(argv[1], O_RDONLY | O_CLOEXEC) : -1;
    if (fd < 0) {
        g_printerr("isoglot: cannot read '%s'\n", argc == 2 ? argv[1] : "");
        return EXIT_USAGE;
    }
    g_autoptr(WarcReader) reader = warc_reader_new(fd);
    int status = EXIT_DONE;
    for (;;) {
        g_autoptr(WarcRecord) record = NULL;
        g_autoptr(GError) error = NULL;
        if (!warc_next(reader, &record, &error)) {
            print_error(warc_reader_offset(reader), error->message);
            status = EXIT_REFUSALS;
            continue;
        }
        if (!record)
            return status;
        if (!print_record(record))
            status = EXIT_REFUSALS;
    }
}
