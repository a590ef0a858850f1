#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/commands.h"
#include "indexer/json.h"
#include "shim/disk.h"
#include "shim/index.h"
#include "shim/ledger.h"
#include "langs/lang.h"

typedef struct {
    gboolean is_json;
    GPtrArray *rows; /* JsonObject* */
} Listing;

static gboolean add_count(const char *const *c, guint n, gpointer user)
{
    Listing *listing = user;
    (void)n;
    const char *state = page_state_name(atoi(c[1])), *purity = page_purity_name(atoi(c[3]));
    if (!listing->is_json) {
        printf("%-8s %-10s %-10s %-14s %8s  %s\n", *c[0] ? c[0] : "-", state, *c[2] ? c[2] : "-", purity, c[4], c[5]);
        return TRUE;
    }
    JsonObject *row = json_object_new();
    json_put_text(row, "index", *c[0] ? c[0] : NULL);
    json_put_text(row, "state", state);
    json_put_text(row, "declared", *c[2] ? c[2] : NULL);
    json_put_text(row, "purity", purity);
    json_put_text(row, "edition", *c[5] ? c[5] : NULL);
    json_put_integer(row, "pages", g_ascii_strtoll(c[4], NULL, 10));
    g_ptr_array_add(listing->rows, row);
    return TRUE;
}

/* Pages in each language's index, as the index itself counts them. */
static JsonObject *count_indexes(const Config *config, gboolean is_json)
{
    JsonObject *counts = json_object_new();
    for (guint i = 0; i < lang_count(); i++) {
        const char *code = lang_code(lang_get(i));
        g_autofree char *path = generation_current(config->data, code);
        g_autoptr(IndexReader) reader = index_reader_open(path, NULL, NULL);
        if (reader)
            json_put_integer(counts, code, index_reader_count(reader));
        if (reader && !is_json)
            printf("%-8s %8" G_GUINT64_FORMAT " pages in the index\n", code, index_reader_count(reader));
    }
    return counts;
}

int cmd_status(const Config *config, int argc, char **argv)
{
    g_autofree char *format = NULL;
    const GOptionEntry options[] = {{"format", 0, 0, G_OPTION_ARG_STRING, &format, "text or json", "FORMAT"}, {0}};
    if (!command_options(options, NULL, "Show what is known: pages by index, state, declared language and purity.", &argc,
                         &argv))
        return EXIT_USAGE;
    GError *error = NULL;
    g_autoptr(Ledger) ledger = ledger_open(config->data, LEDGER_READ, &error);
    if (!ledger)
        return command_fail(error);
    Listing listing = {g_strcmp0(format, "json") == 0, g_ptr_array_new()};
    JsonObject *status = json_object_new();
    json_put_object(status, "indexes", count_indexes(config, listing.is_json));
    if (!listing.is_json)
        printf("\n%-8s %-10s %-10s %-14s %8s  %s\n", "index", "state", "declared", "purity", "pages", "edition");
    if (!ledger_each_count(ledger, add_count, &listing, &error))
        return command_fail(error);
    json_put_array(status, "pages", listing.rows);
    g_ptr_array_unref(listing.rows);
    g_autofree char *text = json_object_finish(status);
    if (listing.is_json)
        puts(text);
    return EXIT_DONE;
}
