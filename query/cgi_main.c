/*
 * isoglot.cgi: reads the configuration named by ISOGLOT_CONFIG (or the data directory named by ISOGLOT_DATA), answers one
 * request and ends. It limits itself, so that no request costs the server more than LIMIT_CGI_….
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "query/cgi.h"
#include "shim/limits.h"

static const char *get_variable(G_GNUC_UNUSED Gateway *gateway, const char *name)
{
    return getenv(name);
}

static gssize read_input(G_GNUC_UNUSED Gateway *gateway, char *bytes, gsize n)
{
    return read(STDIN_FILENO, bytes, n);
}

static void write_output(G_GNUC_UNUSED Gateway *gateway, const char *bytes, gsize n)
{
    fwrite(bytes, 1, n, stdout);
}

static void limit_self(void)
{
    struct rlimit cpu = {LIMIT_CGI_CPU_SECONDS, LIMIT_CGI_CPU_SECONDS};
    setrlimit(RLIMIT_CPU, &cpu);
#ifndef __SANITIZE_ADDRESS__ /* whose shadow memory is larger than any limit */
    struct rlimit memory = {LIMIT_CGI_MEMORY, LIMIT_CGI_MEMORY};
    setrlimit(RLIMIT_AS, &memory);
#endif
}

int main(void)
{
    g_autoptr(GError) error = NULL;
    limit_self();
    g_autoptr(Config) config = config_open(getenv("ISOGLOT_CONFIG"), getenv("ISOGLOT_DATA"), &error);
    g_autoptr(Searcher) searcher = config ? searcher_new(config, &error) : NULL;
    Gateway gateway = {get_variable, read_input, write_output};
    if (!searcher) {
        g_printerr("isoglot.cgi: %s\n", error->message);
        printf("Status: 503 Service Unavailable\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nnot configured\n");
        return EXIT_SUCCESS;
    }
    if (!cgi_answer(searcher, config, &gateway, &error))
        g_printerr("isoglot.cgi: %s\n", error->message);
    int status = fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
#ifdef __SANITIZE_ADDRESS__ /* which looks for leaks */
    return status;
#else /* the kernel takes memory and files back at once */
    _exit(status);
#endif
}
