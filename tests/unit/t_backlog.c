/* The promises of query/backlog.h. */
#include <arpa/inet.h>
#include <glib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "query/backlog.h"

#define WAITING 7

typedef union {
    struct sockaddr any;
    struct sockaddr_in tcp;
    struct sockaddr_un local;
} Address;

/* Connections that wait, one after the other, and then one less for each that is accepted. */
static void check(Address *address, socklen_t n)
{
    int clients[WAITING], listener = socket(address->any.sa_family, SOCK_STREAM, 0);
    g_assert_cmpint(bind(listener, &address->any, n), ==, 0);
    g_assert_cmpint(listen(listener, 100), ==, 0);
    n = sizeof *address;
    g_assert_cmpint(getsockname(listener, &address->any, &n), ==, 0);
    g_assert_cmpuint(backlog_count(listener), ==, 0);
    for (guint i = 0; i < WAITING; i++) {
        clients[i] = socket(address->any.sa_family, SOCK_STREAM, 0);
        g_assert_cmpint(connect(clients[i], &address->any, n), ==, 0);
        g_assert_cmpuint(backlog_count(listener), ==, i + 1);
    }
    for (guint i = WAITING; i-- > 0;) {
        int accepted = accept(listener, NULL, NULL);
        g_assert_cmpint(accepted, >=, 0);
        g_assert_cmpuint(backlog_count(listener), ==, i);
        close(accepted);
        close(clients[i]);
    }
    close(listener);
}

static void connections_at_a_tcp_socket_are_counted(void)
{
    Address address = {.tcp = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)}};
    check(&address, sizeof address.tcp);
}

static void connections_at_a_local_socket_are_counted(void)
{
    Address address = {.local = {.sun_family = AF_UNIX}};
    check(&address, sizeof(sa_family_t)); /* a name of the kernel's choice */
}

static void what_is_no_socket_has_none(void)
{
    int ends[2];
    g_assert_cmpint(pipe(ends), ==, 0);
    g_assert_cmpuint(backlog_count(ends[0]), ==, 0);
    g_assert_cmpuint(backlog_count(-1), ==, 0);
    close(ends[0]);
    close(ends[1]);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/backlog/connections_at_a_tcp_socket_are_counted", connections_at_a_tcp_socket_are_counted);
    g_test_add_func("/backlog/connections_at_a_local_socket_are_counted", connections_at_a_local_socket_are_counted);
    g_test_add_func("/backlog/what_is_no_socket_has_none", what_is_no_socket_has_none);
    return g_test_run();
}
