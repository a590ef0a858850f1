/* Times clustering on the ledger of the data folder DATA (the first argument): of everything, and of N pages
 * (the second), one after the other: new ones that name another page as their translation, and known ones
 * that come again, with nothing but their URL and a fingerprint to go by. Prints pages, then milliseconds: of
 * everything, median and most of both kinds. The ledger is changed. */
#include <stdio.h>
#include <stdlib.h>

#include "indexer/cluster.h"
#include "langs/lang.h"
#include "shim/record.h"

typedef struct {
    Ledger *ledger;
    const Config *config;
    const GPtrArray *languages;
    GPtrArray *urls, *langs; /* of the pages that are there */
    guint n;
} Bench;

static void stop(const GError *error)
{
    g_printerr("%s\n", error->message);
    exit(EXIT_FAILURE);
}

static gboolean take_page(const char *const *columns, guint n, gpointer user)
{
    Bench *b = user;
    (void)n;
    g_ptr_array_add(b->urls, g_strdup(columns[0]));
    g_ptr_array_add(b->langs, g_strdup(columns[1]));
    return TRUE;
}

/* Milliseconds of an update. */
static double update(Bench *b, ClusterMode mode)
{
    GError *error = NULL;
    gint64 start = g_get_monotonic_time();
    if (!cluster_update(b->ledger, b->config, b->languages, mode, &error))
        stop(error);
    return (g_get_monotonic_time() - start) / 1000.0;
}

/* Puts a page that names `other`, if that is not NULL. */
static void put_page(Bench *b, const char *url, const char *lang, const char *other)
{
    GError *error = NULL;
    g_autoptr(GArray) alternates = g_array_new(FALSE, FALSE, sizeof(LedgerAlternate));
    LedgerAlternate alternate = {other, "", "html"};
    LedgerPage page = {.url = url,
                       .state = PAGE_PRESENT,
                       .content_hash = url,
                       .title = url,
                       .declared = lang,
                       .declared_source = "html",
                       .detected = lang,
                       .decided = lang,
                       .fetched_at = 1,
                       .date = RECORD_DATE_UNKNOWN,
                       .type = "html",
                       .group = "",
                       .edition = "",
                       .fingerprint = (guint64)g_str_hash(url) * G_GUINT64_CONSTANT(0x9e3779b97f4a7c15)};
    if (other)
        g_array_append_val(alternates, alternate);
    if (!ledger_put(b->ledger, &page, lang, NULL, alternates, NULL, &error) ||
        !ledger_commit(b->ledger, &error) || !ledger_acknowledge(b->ledger, &error))
        stop(error);
}

static gint compare(gconstpointer a, gconstpointer b)
{
    const double *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

static void time_pages(Bench *b, gboolean is_new)
{
    g_autoptr(GArray) times = g_array_new(FALSE, FALSE, sizeof(double));
    for (guint i = 0; i < b->n; i++) {
        guint at = (guint64)i * b->urls->len / b->n;
        const char *known = g_ptr_array_index(b->urls, at), *lang = g_ptr_array_index(b->langs, at);
        g_autofree char *url = is_new ? g_strdup_printf("%s-new", known) : g_strdup(known);
        put_page(b, url, lang, is_new ? known : NULL);
        double time = update(b, CLUSTER_CHANGES);
        g_array_append_val(times, time);
    }
    g_array_sort(times, compare);
    printf("\t%.1f\t%.1f", g_array_index(times, double, b->n / 2), g_array_index(times, double, b->n - 1));
}

int main(int argc, char **argv)
{
    GError *error = NULL;
    Bench b = {.n = argc > 2 ? atoi(argv[2]) : 0};
    if (b.n == 0)
        return EXIT_FAILURE;
    g_autoptr(GPtrArray) urls = b.urls = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) langs = b.langs = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(Config) config = config_open(NULL, argv[1], &error);
    b.config = config;
    if (!config)
        stop(error);
    g_autoptr(GPtrArray) languages = lang_find_all(NULL, &error);
    b.languages = languages;
    g_autoptr(Ledger) ledger = ledger_open(argv[1], LEDGER_WRITE, &error);
    b.ledger = ledger;
    if (!ledger || !ledger_each_indexed(ledger, take_page, &b, &error))
        stop(error);
    printf("%u\t%.0f", urls->len, update(&b, CLUSTER_ALL));
    time_pages(&b, TRUE);
    time_pages(&b, FALSE);
    puts("");
    return EXIT_SUCCESS;
}
