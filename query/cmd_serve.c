#include <arpa/inet.h>
#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "query/commands.h"
#include "shim/disk.h"
#include "shim/limits.h"

/* A free port on loopback, of the kernel's choice. */
static int free_port(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t n = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int port = fd >= 0 && bind(fd, (struct sockaddr *)&address, n) == 0 &&
                       getsockname(fd, (struct sockaddr *)&address, &n) == 0
                   ? ntohs(address.sin_port)
                   : 0;
    if (fd >= 0)
        close(fd);
    return port;
}

/* isoglot.cgi stands beside the program that runs. */
static char *find_cgi(void)
{
    g_autofree char *self = g_file_read_link("/proc/self/exe", NULL), *folder = self ? g_path_get_dirname(self) : NULL;
    return g_build_filename(folder ? folder : ".", "isoglot.cgi", NULL);
}

static char *write_configuration(const Config *config, const char *folder, int port, GError **error)
{
    g_autofree char *cgi = find_cgi(), *path = g_build_filename(folder, "lighttpd.conf", NULL);
    g_autofree char *here = g_get_current_dir();
    g_autofree char *file = config->path ? g_canonicalize_filename(config->path, here) : g_strdup("");
    g_autofree char *data = g_canonicalize_filename(config->data, here);
    g_autofree char *setting =
        config->path ? g_strdup_printf("\"ISOGLOT_CONFIG\" => \"%s\", ", file) : g_strdup("");
    g_autofree char *text =
        g_strdup_printf("server.bind = \"127.0.0.1\"\nserver.port = %d\n"
                        "server.document-root = \"%s\"\n"
                        "server.modules = ( \"mod_fastcgi\" )\n"
                        "server.max-request-size = %d\n"
                        "fastcgi.server = ( \"/\" => (( \"bin-path\" => \"%s\", \"socket\" => \"%s/socket\",\n"
                        "  \"max-procs\" => 1, \"check-local\" => \"disable\", \"fix-root-scriptname\" => \"enable\",\n"
                        "  \"bin-environment\" => ( %s\"ISOGLOT_DATA\" => \"%s\" ) )))\n",
                        port, folder, LIMIT_INDEXNOW_BODY / 1024 + 1, cgi, folder, setting, data);
    return g_file_set_contents(path, text, -1, error) ? g_steal_pointer(&path) : NULL;
}

static volatile sig_atomic_t stopped;

static void stop(int signal_number)
{
    stopped = signal_number;
}

static int run_server(const char *configuration)
{
    struct sigaction action = {.sa_handler = stop};
    pid_t child = fork();
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGTERM);
        execlp("lighttpd", "lighttpd", "-D", "-f", configuration, NULL);
        execl("/usr/sbin/lighttpd", "lighttpd", "-D", "-f", configuration, NULL);
        _exit(127);
    }
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        kill(child, SIGTERM);
    return stopped || (WIFEXITED(status) && WEXITSTATUS(status) == 0) ? EXIT_DONE : EXIT_FAILED;
}

int cmd_serve(const Config *config, int argc, char **argv)
{
    int port = 0;
    const GOptionEntry options[] = {{"port", 0, 0, G_OPTION_ARG_INT, &port, "Port on loopback; a free one by default", "N"},
                                    {0}};
    if (!command_options(options, NULL, "Serve the search page on this machine, with lighttpd.", &argc, &argv))
        return EXIT_USAGE;
    if (port < 0 || port > 65535) {
        g_printerr("isoglot: no such port: %d\n", port);
        return EXIT_USAGE;
    }
    g_autoptr(GError) error = NULL;
    g_autofree char *folder = g_dir_make_tmp("isoglot-serve-XXXXXX", &error);
    port = port ? port : free_port();
    g_autofree char *configuration = folder ? write_configuration(config, folder, port, &error) : NULL;
    if (!configuration) {
        g_printerr("isoglot: %s\n", error->message);
        return EXIT_FAILED;
    }
    printf("http://127.0.0.1:%d/search\n", port);
    fflush(stdout);
    int status = run_server(configuration);
    disk_remove(folder);
    if (status != EXIT_DONE)
        g_printerr("isoglot: lighttpd has failed, or is not installed\n");
    return status;
}
