#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/commands.h"
#include "indexer/json.h"
#include "indexer/status_clusters.h"
#include "indexer/url.h"
#include "shim/disk.h"
#include "shim/index.h"
#include "langs/lang.h"
#include "shim/cluster.h"
#include "shim/frontier.h"
#include "shim/queue.h"
#include "shim/record.h"

#define ERRORS_SHOWN 20

typedef struct {
    gboolean is_json;
    const char *title; /* printed before the first row as text */
    const char *const *names; /* of the columns; a name that begins with '#' is a number's */
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

/* A row of a list, by the names of its columns. */
static gboolean add_row(const char *const *columns, guint n, gpointer user)
{
    Listing *listing = user;
    JsonObject *row = json_object_new();
    for (guint i = 0; i < n; i++) {
        const char *name = listing->names[i];
        if (*name == '#')
            json_put_integer(row, name + 1, g_ascii_strtoll(columns[i], NULL, 10));
        else
            json_put_text(row, name, columns[i]);
    }
    if (!listing->is_json) {
        printf("%s", listing->rows->len ? "" : listing->title);
        for (guint i = 0; i < n; i++)
            printf("%s%s", columns[i], i + 1 < n ? "  " : "\n");
    }
    g_ptr_array_add(listing->rows, row);
    return TRUE;
}

static void put_list(JsonObject *crawl, const char *name, Listing *listing)
{
    json_put_array(crawl, name, listing->rows);
    g_ptr_array_unref(listing->rows);
    listing->rows = g_ptr_array_new();
}

static gboolean list_crawl(Ledger *ledger, gboolean is_json, JsonObject *crawl, GError **error)
{
    static const char *const hosts[] = {"host", "#urls", "#waiting", "#errors"};
    static const char *const skipped[] = {"reason", "pattern", "#urls", "example"};
    static const char *const errors[] = {"url", "error"};
    Pass pass;
    guint waiting, pinged;
    if (!frontier_get_pass(ledger, &pass, error) || !queue_count(ledger, 0, &waiting, &pinged, error))
        return FALSE;
    json_put_integer(crawl, "pass", pass.number);
    json_put_date(crawl, "started", pass.number ? pass.started_at : RECORD_DATE_UNKNOWN);
    json_put_date(crawl, "finished", pass.finished_at ? pass.finished_at : RECORD_DATE_UNKNOWN);
    json_put_integer(crawl, "queued", waiting);
    if (!is_json && (pass.number || waiting))
        printf("\ncrawl %" G_GINT64_FORMAT "%s, %u URLs queued\n", pass.number, pass.finished_at ? "" : ", not finished",
               waiting);
    Listing l = {is_json, "\nhost  URLs  waiting  errors\n", hosts, g_ptr_array_new()};
    gboolean ok = frontier_each_host(ledger, pass.number, add_row, &l, error);
    put_list(crawl, "hosts", &l);
    l.title = "\npassed over: reason  pattern  URLs  example\n";
    l.names = skipped;
    ok = ok && frontier_each_skipped(ledger, add_row, &l, error);
    put_list(crawl, "skipped", &l);
    l.title = "\nlast errors\n";
    l.names = errors;
    ok = ok && frontier_each_error(ledger, ERRORS_SHOWN, add_row, &l, error);
    put_list(crawl, "errors", &l);
    g_ptr_array_unref(l.rows);
    return ok;
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

/* The clusters of these URLs, or all. */
static int show_clusters(Ledger *ledger, char *const *names, guint n, gboolean is_json)
{
    GError *error = NULL;
    int status = EXIT_DONE;
    g_autoptr(GPtrArray) urls = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < n; i++) {
        char *url = url_resolve(NULL, names[i]);
        g_ptr_array_add(urls, url ? url : g_strdup(names[i]));
    }
    if (!n && !cluster_each_first(ledger, ledger_collect, urls, &error))
        return command_fail(error);
    for (guint i = 0; i < urls->len; i++) {
        if (status_print_cluster(ledger, g_ptr_array_index(urls, i), is_json, &error))
            continue;
        status = command_fail(g_steal_pointer(&error));
        if (status != EXIT_REFUSALS)
            return status;
    }
    return status;
}

int cmd_status(const Config *config, int argc, char **argv)
{
    g_autofree char *format = NULL;
    gboolean clusters = FALSE;
    const GOptionEntry options[] = {
        {"format", 0, 0, G_OPTION_ARG_STRING, &format, "text or json", "FORMAT"},
        {"clusters", 0, 0, G_OPTION_ARG_NONE, &clusters, "Pages that are one page in several languages, and why; of these URLs",
         NULL},
        {0}};
    if (!command_options(options, "[URL…]", "Show what is known: pages by index, state, declared language and purity; the last\n"
                         "crawl, its hosts, what it passed over, and the last errors.", &argc, &argv))
        return EXIT_USAGE;
    gboolean is_json = g_strcmp0(format, "json") == 0;
    if ((argc > 1 && !clusters) || (format && !is_json && !g_str_equal(format, "text"))) {
        g_printerr("isoglot: status takes URLs only with --clusters, and --format text or json\n");
        return EXIT_USAGE;
    }
    GError *error = NULL;
    g_autoptr(Ledger) ledger = ledger_open(config->data, LEDGER_READ, &error);
    if (!ledger)
        return command_fail(error);
    if (clusters)
        return show_clusters(ledger, argv + 1, argc - 1, is_json);
    Listing listing = {is_json, "", NULL, g_ptr_array_new()};
    JsonObject *status = json_object_new();
    json_put_object(status, "indexes", count_indexes(config, listing.is_json));
    if (!listing.is_json)
        printf("\n%-8s %-10s %-10s %-14s %8s  %s\n", "index", "state", "declared", "purity", "pages", "edition");
    if (!ledger_each_count(ledger, add_count, &listing, &error))
        return command_fail(error);
    json_put_array(status, "pages", listing.rows);
    g_ptr_array_unref(listing.rows);
    JsonObject *crawl = json_object_new();
    if (!list_crawl(ledger, listing.is_json, crawl, &error))
        return command_fail(error);
    json_put_object(status, "crawl", crawl);
    g_autofree char *text = json_object_finish(status);
    if (listing.is_json)
        puts(text);
    return EXIT_DONE;
}
