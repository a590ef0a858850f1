/*
 * isoglot.cgi: reads the configuration named by ISOGLOT_CONFIG (or the data directory named by ISOGLOT_DATA) and answers
 * one request (CGI); or, when its standard input is a listening socket, requests until it is told to end (FastCGI), by
 * ISOGLOT_WORKERS processes (0: by this one alone; else as many as there are processors). Beside these one process accepts
 * all connections and turns away what is too much: it searches nothing, so a refusal waits for no search.
 *
 * It limits itself, so that no request costs the server more than LIMIT_CGI_…: a process that exceeds them ends, and with
 * FastCGI another takes its place. libfcgi's only door.
 */
#include <errno.h>
#include <fcgiapp.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "query/cgi.h"
#include "query/door.h"
#include "query/kept.h"
#include "query/workers.h"
#include "shim/disk.h"
#include "shim/limits.h"

typedef struct {
    Config *config;
    Searcher *searcher;
    KeptReplies *kept; /* NULL: of a process that answers once */
    guint64 stamp;     /* of the configuration */
} Service;

static gboolean open_service(Service *s, GError **error)
{
    s->config = config_open(getenv("ISOGLOT_CONFIG"), getenv("ISOGLOT_DATA"), error);
    s->searcher = s->config ? searcher_new(s->config, error) : NULL;
    s->stamp = s->searcher && s->config->path ? disk_stamp(s->config->path) : 0;
    return s->searcher != NULL;
}

static void close_service(Service *s)
{
    g_clear_pointer(&s->kept, kept_free);
    g_clear_pointer(&s->searcher, searcher_free);
    g_clear_pointer(&s->config, config_free);
}

static CgiSite site_of(const Service *s)
{
    return (CgiSite){s->searcher, s->config, s->kept};
}

static void limit_memory(void)
{
#ifndef __SANITIZE_ADDRESS__ /* whose shadow memory is larger than any limit */
    struct rlimit memory = {LIMIT_CGI_MEMORY, LIMIT_CGI_MEMORY};
    setrlimit(RLIMIT_AS, &memory);
#endif
}

/* From now on as much time as a request may take, of the processor and by the clock. Not RLIMIT_CPU: that is compared with
 * ticks, which in a process that lives long are seconds more than getrusage(2) tells. */
static void limit_time(void)
{
    const struct itimerval cpu = {.it_value = {.tv_sec = LIMIT_CGI_CPU_SECONDS}};
    setitimer(ITIMER_PROF, &cpu, NULL);
    alarm(LIMIT_CGI_SECONDS);
}

static void end_limit(void)
{
    setitimer(ITIMER_PROF, &(struct itimerval){0}, NULL);
    alarm(0);
}

static void refuse(Gateway *gateway)
{
    static const char text[] = "Status: 503 Service Unavailable\r\nContent-Type: text/plain; charset=utf-8\r\n"
                               "Retry-After: 60\r\n\r\nnot configured\n";
    gateway->write(gateway, text, sizeof text - 1);
}

/* ------------------------------------------------------------------ CGI */

static const char *get_variable(G_GNUC_UNUSED Gateway *gateway, const char *name)
{
    return getenv(name);
}

typedef struct {
    Gateway gateway;
    gsize taken; /* bytes of the body */
} PlainGateway;

static gssize read_input(Gateway *gateway, char *bytes, gsize n)
{
    gssize got = read(STDIN_FILENO, bytes, n);
    ((PlainGateway *)gateway)->taken += MAX(got, 0);
    return got;
}

/* A body that nobody wanted, if it is small: a server that cannot hand it over may lose the answer. */
static void pass_over_body(PlainGateway *g)
{
    const char *text = getenv("CONTENT_LENGTH");
    guint64 n = 0;
    char bytes[4096];
    if (!text || !g_ascii_string_to_unsigned(text, 10, 0, LIMIT_PASSED_OVER, &n, NULL))
        return;
    while (g->taken < n && read_input(&g->gateway, bytes, MIN(n - g->taken, sizeof bytes)) > 0)
        ;
}

static void write_output(G_GNUC_UNUSED Gateway *gateway, const char *bytes, gsize n)
{
    fwrite(bytes, 1, n, stdout);
}

/* The server sees the end of the answer, and need not wait for that of the process. */
static void close_output(G_GNUC_UNUSED Gateway *gateway)
{
    char rest[4096];
    signal(SIGTERM, SIG_IGN); /* lighttpd sends it to whoever lives on after his answer's last byte; the alarm stays */
    fflush(stdout);
    /* Apache's socket would take the answer back with a body that nobody has read. */
    for (guint i = 0; i < 16 && recv(STDIN_FILENO, rest, sizeof rest, MSG_DONTWAIT) > 0; i++)
        continue;
    close(STDOUT_FILENO);
}

static int run_once(void)
{
    g_autoptr(GError) error = NULL;
    PlainGateway g = {{get_variable, read_input, write_output, close_output}, 0};
    Gateway *gateway = &g.gateway;
    Service s = {0};
    limit_time();
    gboolean is_open = open_service(&s, &error);
    const CgiSite site = site_of(&s);
    if (!is_open)
        refuse(gateway);
    else
        (void)cgi_answer(&site, gateway, &error);
    if (error)
        g_printerr("isoglot.cgi: %s\n", error->message);
    pass_over_body(&g);
    int status = fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
#ifdef __SANITIZE_ADDRESS__ /* which looks for leaks */
    close_service(&s);
    return status;
#else /* the kernel takes memory and files back at once */
    _exit(status);
#endif
}

/* ------------------------------------------------------------------ FastCGI */

typedef struct {
    Gateway gateway;
    FCGX_Request *request;
} FastGateway;

static const char *get_parameter(Gateway *gateway, const char *name)
{
    return FCGX_GetParam(name, ((FastGateway *)gateway)->request->envp);
}

static gssize read_request(Gateway *gateway, char *bytes, gsize n)
{
    return FCGX_GetStr(bytes, (int)n, ((FastGateway *)gateway)->request->in);
}

static void write_request(Gateway *gateway, const char *bytes, gsize n)
{
    FCGX_PutStr(bytes, (int)n, ((FastGateway *)gateway)->request->out);
}

/* Memory of this process that it shares with no other and with no file. */
static gsize own_memory(void)
{
    g_autofree char *text = NULL;
    guint64 size = 0, resident = 0, shared = 0;
    if (g_file_get_contents("/proc/self/statm", &text, NULL, NULL) &&
        sscanf(text, "%" G_GUINT64_FORMAT "%" G_GUINT64_FORMAT "%" G_GUINT64_FORMAT, &size, &resident, &shared) == 3)
        return (resident - MIN(shared, resident)) * sysconf(_SC_PAGESIZE);
    return 0;
}

/* A configuration that has changed is read by the next process. */
static gboolean is_outdated(const Service *s)
{
    return s->stamp && s->stamp != disk_stamp(s->config->path);
}

/* Is it time for another process? */
static gboolean is_worn(const Service *s, guint served)
{
    return served >= LIMIT_WORKER_REQUESTS || own_memory() > LIMIT_WORKER_MEMORY || is_outdated(s);
}

/* The visitor has all bytes; the request stays open, for what is still to be told to the server's log. */
static void flush_request(Gateway *gateway)
{
    FCGX_FFlush(((FastGateway *)gateway)->request->out);
}

/* Reads the variables of a request on a connection, and closes that if there are none. */
static gboolean begin_request(FCGX_Request *request, int connection)
{
    request->ipcFd = connection;
    request->keepConnection = 1; /* so that FCGX_Accept_r() takes this one */
    return FCGX_Accept_r(request) == 0;
}

/* FALSE: the connection brought no request. Of one that is too much no more is read than its variables. */
static gboolean serve(const Service *s, FCGX_Request *request, int connection, gboolean is_too_much)
{
    g_autoptr(GError) error = NULL;
    if (!begin_request(request, connection))
        return FALSE;
    const CgiSite site = site_of(s);
    FastGateway gateway = {{get_parameter, read_request, write_request, flush_request}, request};
    if (!s->searcher)
        refuse(&gateway.gateway);
    else if (is_too_much)
        cgi_refuse(&site, &gateway.gateway);
    else
        (void)cgi_answer(&site, &gateway.gateway, &error);
    if (error)
        FCGX_FPrintF(request->err, "isoglot.cgi: %s\n", error->message);
    request->keepConnection = 0; /* else the worker is the server's until that closes it */
    FCGX_Finish_r(request);
    return TRUE;
}

/* Waits for a connection; -1: another process was quicker. FALSE: told to end, and whoever was let in has been served. */
static gboolean next_connection(const Door *door, int *connection)
{
    gboolean goes_on = worker_wait(door ? door->out : STDIN_FILENO);
    *connection = door ? door_take(door) : goes_on ? accept4(STDIN_FILENO, NULL, NULL, SOCK_CLOEXEC) : -1;
    return goes_on || *connection >= 0;
}

/* What libfcgi needs: it accepts nothing by itself. */
static gboolean prepare(FCGX_Request *request)
{
    return FCGX_Init() == 0 && FCGX_InitRequest(request, -1, FCGI_FAIL_ACCEPT_ON_INTR) == 0;
}

/* `door`: where connections come from; NULL: from the socket itself. */
static int serve_all(const Door *door)
{
    g_autoptr(GError) error = NULL;
    Service s = {0};
    FCGX_Request request;
    int connection;
    if (!open_service(&s, &error))
        g_printerr("isoglot.cgi: %s\n", error->message);
    s.kept = kept_new(LIMIT_KEPT);
    if (!prepare(&request))
        return EXIT_FAILURE;
    for (guint served = 0; s.searcher ? !is_worn(&s, served) : served < 1;) {
        end_limit();
        if (!next_connection(door, &connection))
            break;
        if (connection >= 0) {
            limit_time();
            (void)serve(&s, &request, connection, FALSE);
            served++;
        }
    }
    close_service(&s);
    return EXIT_SUCCESS;
}

/* ------------------------------------------------------------------ FastCGI: the process at the door */

static void turn_away(const Service *s, FCGX_Request *request, int connection)
{
    const struct timeval limit = {LIMIT_REFUSAL_MS / 1000, LIMIT_REFUSAL_MS % 1000 * 1000};
    setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    if (!serve(s, request, connection, TRUE))
        g_printerr("isoglot.cgi: cannot read a request that is to be turned away\n");
}

static int keep_door(const Door *door)
{
    Service s = {0};
    FCGX_Request request;
    prctl(PR_SET_NAME, "isoglot.door");
    (void)open_service(&s, NULL); /* those that serve say why not */
    if (!prepare(&request))
        return EXIT_FAILURE;
    for (guint seen = 0; worker_wait(STDIN_FILENO); seen++) {
        alarm(LIMIT_CGI_SECONDS);
        int connection = accept4(STDIN_FILENO, NULL, NULL, SOCK_CLOEXEC);
        if (connection >= 0 && (door_count(door) >= LIMIT_WAITING || !door_let_in(door, connection)))
            turn_away(&s, &request, connection);
        alarm(0);
        if (seen >= LIMIT_WORKER_REQUESTS || is_outdated(&s))
            break;
    }
    close_service(&s);
    return EXIT_SUCCESS;
}

/* The first keeps the door. */
static int work(guint number, gpointer door)
{
    return number == 0 ? keep_door(door) : serve_all(door);
}

static int run_workers(void)
{
    const char *text = getenv("ISOGLOT_WORKERS");
    guint64 n = g_get_num_processors();
    Door door;
    if (text)
        (void)g_ascii_string_to_unsigned(text, 10, 0, LIMIT_WORKERS - 1, &n, NULL);
    fcntl(STDIN_FILENO, F_SETFL,
          fcntl(STDIN_FILENO, F_GETFL) | O_NONBLOCK); /* so that no process waits but in worker_wait() */
    if (n)
        return door_open(&door) ? workers_run(n + 1, work, &door) : EXIT_FAILURE;
    worker_begin();
    return serve_all(NULL);
}

/* Whoever closes the first three must not have the next file in their place. */
static void fill_descriptors(void)
{
    int fd = STDIN_FILENO;
    while (fd >= 0 && fd <= STDERR_FILENO)
        fd = fcntl(fd, F_GETFD) >= 0 ? fd + 1 : open("/dev/null", O_RDWR) >= 0 ? fd + 1 : -1;
}

int main(void)
{
    int is_listening = 0;
    socklen_t n = sizeof is_listening;
    fill_descriptors();
    limit_memory();
    if (getsockopt(STDIN_FILENO, SOL_SOCKET, SO_ACCEPTCONN, &is_listening, &n) == 0 && is_listening)
        return run_workers();
    return run_once();
}
