#include <glib/gstdio.h>
#include <stdio.h>

#include "indexer/commands.h"
#include "indexer/url.h"
#include "indexer/watch.h"
#include "shim/queue.h"

#define POLL_US 20000
#define LOCK_EVERY 25 /* polls between two tries to do it ourselves */

/* What was queued: an id for each URL, 0 when it is answered. */
typedef struct {
    char **urls;
    gint64 *ids;
    guint n, left, refused;
    const volatile int *stopped;
} Orders;

static gboolean put_orders(Ledger *ledger, Orders *orders, GError **error)
{
    for (guint i = 0; i < orders->n; i++) {
        g_autofree char *url = url_resolve(NULL, orders->urls[i]);
        if (!url) {
            g_set_error(error, FAULT, FAULT_USAGE, "'%s' is no http or https URL", orders->urls[i]);
            return FALSE;
        }
        if (!queue_put(ledger, url, QUEUE_REINDEX, "", "", g_get_real_time(), &orders->ids[i], error))
            return FALSE;
    }
    orders->left = orders->n;
    return ledger_commit(ledger, error);
}

static gboolean look_for_results(Ledger *ledger, Orders *orders, GError **error)
{
    for (guint i = 0; i < orders->n; i++) {
        g_autofree char *result = NULL;
        if (!orders->ids[i])
            continue;
        if (!queue_find_result(ledger, orders->ids[i], &result, error))
            return FALSE;
        if (!result)
            continue;
        orders->ids[i] = 0;
        orders->left--;
        orders->refused += *result != '\0';
        if (*result)
            g_printerr("refused: %s: %s\n", orders->urls[i], result);
    }
    return TRUE;
}

/* Does what is queued ourselves if nobody else is at it. */
static gboolean try_ourselves(const Config *config, const Orders *orders, GError **error)
{
    g_autoptr(GError) cause = NULL;
    g_autoptr(Watch) watch = watch_open(config, orders->stopped, &cause);
    gboolean did = TRUE;
    if (!watch && g_error_matches(cause, FAULT, FAULT_RETRY))
        return TRUE;
    if (!watch) {
        g_propagate_error(error, g_steal_pointer(&cause));
        return FALSE;
    }
    while (did && !*orders->stopped)
        if (!watch_round(watch, FALSE, &did, error))
            return FALSE;
    return TRUE;
}

static gboolean wait_for(const Config *config, Ledger *ledger, Orders *orders, GError **error)
{
    for (guint polls = 0; orders->left && !*orders->stopped; polls++) {
        if (polls % LOCK_EVERY == 0 && !try_ourselves(config, orders, error))
            return FALSE;
        if (!look_for_results(ledger, orders, error))
            return FALSE;
        if (orders->left)
            g_usleep(POLL_US);
    }
    return TRUE;
}

int cmd_reindex(const Config *config, int argc, char **argv)
{
    const GOptionEntry options[] = {{0}};
    if (!command_options(options, "URL…",
                         "Fetch these pages and their known translations now; they are searchable when it returns. If\n"
                         "`isoglot watch` runs, it does the work.",
                         &argc, &argv))
        return EXIT_USAGE;
    if (argc < 2) {
        g_printerr("isoglot: reindex needs a URL\n");
        return EXIT_USAGE;
    }
    GError *error = NULL;
    g_autofree gint64 *ids = g_new0(gint64, argc - 1);
    Orders orders = {.urls = argv + 1, .ids = ids, .n = argc - 1, .stopped = command_stopped()};
    g_mkdir_with_parents(config->data, 0755); /* what it could not, the ledger tells */
    g_autoptr(Ledger) ledger = ledger_open(config->data, LEDGER_WRITE, &error);
    if (!ledger || !put_orders(ledger, &orders, &error) || !wait_for(config, ledger, &orders, &error))
        return command_fail(error);
    if (orders.left) {
        g_printerr("isoglot: stopped; %u of %u URLs are still queued\n", orders.left, orders.n);
        return EXIT_FAILED;
    }
    printf("%u reindexed, %u refused\n", orders.n - orders.refused, orders.refused);
    return orders.refused ? EXIT_REFUSALS : EXIT_DONE;
}
