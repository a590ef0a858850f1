/* Fetches the URLs of standard input, N at a time (the argument), and prints how many came whole and their
 * bytes. */
#include <stdio.h>
#include <stdlib.h>

#include "indexer/fetch.h"

typedef struct {
    guint whole, failed;
    gsize bytes;
} Sum;

static void add(Response *response, const GError *error, gpointer user)
{
    Sum *sum = user;
    if (error)
        g_printerr("%s\n", error->message);
    if (!response || response->status != 200) {
        sum->failed++;
    } else {
        sum->whole++;
        sum->bytes += response->body->len;
    }
    g_clear_pointer(&response, response_free);
}

int main(int argc, char **argv)
{
    const char *const hosts[] = {"127.0.0.1", NULL};
    g_autoptr(Fetcher) fetcher = fetcher_new(&(FetchOptions){.private_hosts = hosts});
    guint most = argc > 1 ? atoi(argv[1]) : 8, under_way = 0;
    Sum sum = {0};
    char url[256];
    while (fgets(url, sizeof url, stdin)) {
        fetcher_start(fetcher, &(FetchRequest){.url = g_strchomp(url)}, add, &sum);
        for (under_way++; under_way >= most;)
            under_way = fetcher_run(fetcher, 1000);
    }
    while (fetcher_run(fetcher, 1000))
        ;
    printf("%u whole, %u failed, %zu bytes\n", sum.whole, sum.failed, sum.bytes);
    return sum.failed ? 1 : 0;
}
