/* authority DATA: makes the authority of all clusters of a ledger anew, and prints how long it took. */
#include <stdio.h>

#include "indexer/authority.h"

int main(int argc, char **argv)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) languages = lang_find_all(NULL, &error);
    g_autoptr(Ledger) ledger = argc == 2 && languages ? ledger_open(argv[1], LEDGER_WRITE, &error) : NULL;
    gint64 began = g_get_monotonic_time();
    if (!ledger || !authority_update(ledger, languages, AUTHORITY_ALL, &error)) {
        fprintf(stderr, "authority: %s\n", error ? error->message : "expected a data directory");
        return 1;
    }
    printf("%.2f s\n", (g_get_monotonic_time() - began) / 1e6);
    return 0;
}
