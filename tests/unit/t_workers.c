/* The promises of query/workers.h. */
#include <glib.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "query/workers.h"

/* Tells through a pipe that it is there, then waits at a socket; ends by itself when that has a connection. */
typedef struct {
    int told, listener;
} Place;

static int work(G_GNUC_UNUSED guint number, gpointer user)
{
    const Place *place = user;
    if (write(place->told, "w", 1) != 1)
        return EXIT_FAILURE;
    gboolean has_one = worker_wait(place->listener);
    int fd = has_one ? accept(place->listener, NULL, NULL) : -1;
    return fd >= 0 || !has_one ? EXIT_SUCCESS : EXIT_FAILURE;
}

static void count_to(int fd, guint n)
{
    char byte;
    for (guint i = 0; i < n; i++)
        g_assert_cmpint(read(fd, &byte, 1), ==, 1);
}

/* Until nobody holds the pipe any more; some may have come as late as this. */
static void wait_for_all(int fd)
{
    char byte;
    ssize_t n;
    while ((n = read(fd, &byte, 1)) == 1)
        ;
    g_assert_cmpint(n, ==, 0);
}

static void one_that_ends_is_replaced_and_all_end_when_told(void)
{
    int ends[2], listener = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0), client = socket(AF_UNIX, SOCK_STREAM, 0);
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    socklen_t n = sizeof address;
    g_assert_cmpint(pipe(ends), ==, 0);
    g_assert_cmpint(bind(listener, (struct sockaddr *)&address, sizeof(sa_family_t)), ==, 0);
    g_assert_cmpint(listen(listener, 8), ==, 0);
    g_assert_cmpint(getsockname(listener, (struct sockaddr *)&address, &n), ==, 0);
    Place place = {ends[1], listener};
    pid_t above = fork();
    if (above == 0)
        _exit(workers_run(2, work, &place));
    close(ends[1]);
    count_to(ends[0], 2);
    g_assert_cmpint(connect(client, (struct sockaddr *)&address, n), ==, 0);
    count_to(ends[0], 1); /* the one that took it has a successor */
    int status = -1;
    g_assert_cmpint(kill(above, SIGTERM), ==, 0);
    g_assert_cmpint(waitpid(above, &status, 0), ==, above);
    g_assert_cmpint(status, ==, 0);
    wait_for_all(ends[0]);
    close(ends[0]);
    close(listener);
    close(client);
}

static void workers_end_when_the_process_above_is_killed(void)
{
    int ends[2], listener = socket(AF_UNIX, SOCK_STREAM, 0);
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    g_assert_cmpint(pipe(ends), ==, 0);
    g_assert_cmpint(bind(listener, (struct sockaddr *)&address, sizeof(sa_family_t)), ==, 0);
    g_assert_cmpint(listen(listener, 8), ==, 0);
    Place place = {ends[1], listener};
    pid_t above = fork();
    if (above == 0)
        _exit(workers_run(3, work, &place));
    close(ends[1]);
    count_to(ends[0], 3);
    g_assert_cmpint(kill(above, SIGKILL), ==, 0);
    g_assert_cmpint(waitpid(above, NULL, 0), ==, above);
    wait_for_all(ends[0]);
    close(ends[0]);
    close(listener);
}

static int listen_here(void)
{
    int listener = socket(AF_UNIX, SOCK_STREAM, 0);
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    g_assert_cmpint(bind(listener, (struct sockaddr *)&address, sizeof(sa_family_t)), ==, 0);
    g_assert_cmpint(listen(listener, 8), ==, 0);
    return listener;
}

static void who_is_told_to_end_waits_no_more_though_there_is_a_connection(void)
{
    int listener = listen_here(), client = socket(AF_UNIX, SOCK_STREAM, 0), status = -1;
    struct sockaddr_un address;
    socklen_t n = sizeof address;
    g_assert_cmpint(getsockname(listener, (struct sockaddr *)&address, &n), ==, 0);
    g_assert_cmpint(connect(client, (struct sockaddr *)&address, n), ==, 0);
    pid_t pid = fork();
    if (pid == 0) {
        worker_begin();
        gboolean has_one = worker_wait(listener);
        raise(SIGTERM);
        _exit(has_one && !worker_wait(listener) ? EXIT_SUCCESS : EXIT_FAILURE);
    }
    g_assert_cmpint(waitpid(pid, &status, 0), ==, pid);
    g_assert_cmpint(status, ==, 0);
    close(client);
    close(listener);
}

/* Says its number when told to end, the first after some time. */
static int say(guint number, gpointer user)
{
    const Place *place = user;
    const char name = (char)('0' + number);
    if (write(place->told, "w", 1) != 1 || worker_wait(place->listener))
        return EXIT_FAILURE;
    if (number == 0)
        g_usleep(100000);
    return write(place->told, &name, 1) == 1 ? EXIT_SUCCESS : EXIT_FAILURE;
}

static void the_first_has_ended_before_the_others_are_told(void)
{
    int ends[2], status = -1;
    char first = 0;
    g_assert_cmpint(pipe(ends), ==, 0);
    Place place = {ends[1], listen_here()};
    pid_t above = fork();
    if (above == 0)
        _exit(workers_run(3, say, &place));
    close(ends[1]);
    count_to(ends[0], 3);
    g_assert_cmpint(kill(above, SIGTERM), ==, 0);
    g_assert_cmpint(read(ends[0], &first, 1), ==, 1);
    g_assert_cmpint(first, ==, '0');
    count_to(ends[0], 2);
    g_assert_cmpint(waitpid(above, &status, 0), ==, above);
    g_assert_cmpint(status, ==, 0);
    close(ends[0]);
    close(place.listener);
}

static void allow_processes(rlim_t n)
{
    struct rlimit limit;
    g_assert_cmpint(getrlimit(RLIMIT_NPROC, &limit), ==, 0);
    limit.rlim_cur = n;
    g_assert_cmpint(setrlimit(RLIMIT_NPROC, &limit), ==, 0);
}

static void allow_more(G_GNUC_UNUSED int signal_number)
{
    allow_processes(10);
}

static void one_that_cannot_be_made_is_tried_again(void)
{
    const uid_t nobody = 0x7ffffff0; /* who has no other process */
    int ends[2], status = -1;
    if (getuid() != 0) {
        g_test_skip("only root may choose another user");
        return;
    }
    g_assert_cmpint(pipe(ends), ==, 0);
    Place place = {ends[1], listen_here()};
    pid_t above = fork();
    if (above == 0) {
        signal(SIGUSR2, allow_more);
        allow_processes(2);
        if (setuid(nobody) != 0)
            _exit(EXIT_FAILURE);
        _exit(workers_run(2, say, &place));
    }
    close(ends[1]);
    count_to(ends[0], 1);
    struct pollfd fd = {.fd = ends[0], .events = POLLIN};
    g_assert_cmpint(poll(&fd, 1, 250), ==, 0);
    g_assert_cmpint(kill(above, SIGUSR2), ==, 0);
    count_to(ends[0], 1);
    g_assert_cmpint(kill(above, SIGTERM), ==, 0);
    g_assert_cmpint(waitpid(above, &status, 0), ==, above);
    g_assert_cmpint(status, ==, 0);
    wait_for_all(ends[0]);
    close(ends[0]);
    close(place.listener);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/workers/one_that_ends_is_replaced_and_all_end_when_told",
                    one_that_ends_is_replaced_and_all_end_when_told);
    g_test_add_func("/workers/workers_end_when_the_process_above_is_killed",
                    workers_end_when_the_process_above_is_killed);
    g_test_add_func("/workers/who_is_told_to_end_waits_no_more_though_there_is_a_connection",
                    who_is_told_to_end_waits_no_more_though_there_is_a_connection);
    g_test_add_func("/workers/the_first_has_ended_before_the_others_are_told",
                    the_first_has_ended_before_the_others_are_told);
    g_test_add_func("/workers/one_that_cannot_be_made_is_tried_again", one_that_cannot_be_made_is_tried_again);
    return g_test_run();
}
