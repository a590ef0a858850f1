/*
 * server.h: a web server on loopback for the tests, in threads of the test itself, that answers byte by byte
 * what it is told.
 *
 * Connections stay open as long as an answer says how long it is; "Connection: close" in an answer ends them.
 */
#ifndef ISOGLOT_TEST_SERVER_H
#define ISOGLOT_TEST_SERVER_H

#include <gio/gio.h>
#include <string.h>
#include <sys/socket.h>

/* What one target ("/page") is answered. */
typedef struct {
    const char *target;
    const char *head; /* up to the last field's line end, without the empty line; NULL: nothing at all */
    const char *body; /* NULL: none */
    enum { SERVE, SERVE_LATE, SERVE_NEVER, SERVE_RESET } manner;
} Route;

typedef struct {
    GSocketListener *listener;
    GCancellable *stop;
    GThread *thread;
    const Route *routes;
    guint16 port;
    GMutex lock; /* over what follows */
    guint connections;
    GPtrArray *requests; /* char*: heads, as they came */
    GPtrArray *threads;
} Server;

typedef struct {
    Server *server;
    GSocketConnection *connection;
} ServerTask;

/* Reads one request's head into `request`; FALSE: the client has gone. */
static inline gboolean server_read(ServerTask *task, GString *request)
{
    GInputStream *in = g_io_stream_get_input_stream(G_IO_STREAM(task->connection));
    char byte;
    while (!g_str_has_suffix(request->str, "\r\n\r\n")) {
        if (g_input_stream_read(in, &byte, 1, task->server->stop, NULL) != 1)
            return FALSE;
        g_string_append_c(request, byte);
    }
    return TRUE;
}

static inline const Route *server_find(const Server *s, const char *request)
{
    static const Route missing = {"", "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n", NULL, SERVE};
    g_auto(GStrv) words = g_strsplit(request, " ", 3);
    const Route *route = s->routes;
    while (route->target && words[1] && strcmp(route->target, words[1]) != 0)
        route++;
    return route->target ? route : &missing;
}

/* FALSE: the connection is over. */
static inline gboolean server_answer(ServerTask *task, const Route *route)
{
    GOutputStream *out = g_io_stream_get_output_stream(G_IO_STREAM(task->connection));
    struct linger hard = {.l_onoff = 1};
    char rest[64];
    if (route->manner == SERVE_LATE)
        g_usleep(200 * 1000);
    if (route->head)
        g_output_stream_printf(out, NULL, NULL, NULL, "%s\r\n%s", route->head,
                               route->body ? route->body : "");
    if (route->manner == SERVE_NEVER) /* until the client has gone, or the server goes */
        (void)g_input_stream_read(g_io_stream_get_input_stream(G_IO_STREAM(task->connection)), rest,
                                  sizeof rest, task->server->stop, NULL);
    if (route->manner == SERVE_RESET)
        setsockopt(g_socket_get_fd(g_socket_connection_get_socket(task->connection)), SOL_SOCKET, SO_LINGER,
                   &hard, sizeof hard);
    return route->manner <= SERVE_LATE && route->head && !strstr(route->head, "Connection: close");
}

static inline gpointer server_serve(gpointer data)
{
    ServerTask *task = data;
    for (gboolean is_open = TRUE; is_open;) {
        g_autoptr(GString) request = g_string_new(NULL);
        if (!server_read(task, request))
            break;
        g_mutex_lock(&task->server->lock);
        g_ptr_array_add(task->server->requests, g_strdup(request->str));
        g_mutex_unlock(&task->server->lock);
        is_open = server_answer(task, server_find(task->server, request->str));
    }
    g_io_stream_close(G_IO_STREAM(task->connection), NULL, NULL);
    g_object_unref(task->connection);
    g_free(task);
    return NULL;
}

static inline gpointer server_listen(gpointer data)
{
    Server *s = data;
    for (GSocketConnection *c; (c = g_socket_listener_accept(s->listener, NULL, s->stop, NULL)) != NULL;) {
        ServerTask *task = g_new0(ServerTask, 1);
        *task = (ServerTask){s, c};
        g_mutex_lock(&s->lock);
        s->connections++;
        g_ptr_array_add(s->threads, g_thread_new("connection", server_serve, task));
        g_mutex_unlock(&s->lock);
    }
    return NULL;
}

/* On 127.0.0.1, at a port of the kernel's choice. `routes` end with a NULL target. */
static inline Server *server_new(const Route *routes)
{
    g_autoptr(GError) error = NULL;
    Server *s = g_new0(Server, 1);
    g_mutex_init(&s->lock);
    s->routes = routes;
    s->stop = g_cancellable_new();
    s->requests = g_ptr_array_new_with_free_func(g_free);
    s->threads = g_ptr_array_new();
    s->listener = g_socket_listener_new();
    g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback(G_SOCKET_FAMILY_IPV4);
    g_autoptr(GSocketAddress) address = g_inet_socket_address_new(loopback, 0), bound = NULL;
    g_socket_listener_add_address(s->listener, address, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL,
                                  &bound, &error);
    g_assert_no_error(error);
    s->port = g_inet_socket_address_get_port(G_INET_SOCKET_ADDRESS(bound));
    s->thread = g_thread_new("server", server_listen, s);
    return s;
}

static inline void server_free(Server *s)
{
    g_cancellable_cancel(s->stop);
    g_thread_join(s->thread);
    for (guint i = 0; i < s->threads->len; i++)
        g_thread_join(g_ptr_array_index(s->threads, i));
    g_ptr_array_unref(s->threads);
    g_ptr_array_unref(s->requests);
    g_object_unref(s->listener);
    g_object_unref(s->stop);
    g_mutex_clear(&s->lock);
    g_free(s);
}

static inline guint server_connections(Server *s)
{
    g_mutex_lock(&s->lock);
    guint n = s->connections;
    g_mutex_unlock(&s->lock);
    return n;
}

/* The head of the last request; g_free(). */
static inline char *server_last(Server *s)
{
    g_mutex_lock(&s->lock);
    char *last = s->requests->len ? g_strdup(g_ptr_array_index(s->requests, s->requests->len - 1)) : NULL;
    g_mutex_unlock(&s->lock);
    return last;
}

/* "http://HOST:PORT" + target; g_free(). */
static inline char *server_url(const Server *s, const char *host, const char *target)
{
    return g_strdup_printf("http://%s:%u%s", host, s->port, target);
}

/* How often it was asked for this target, since the last call of server_forget(). */
static inline guint server_count(Server *s, const char *target)
{
    guint n = 0;
    g_autofree char *line = g_strdup_printf("GET %s HTTP", target);
    g_mutex_lock(&s->lock);
    for (guint i = 0; i < s->requests->len; i++)
        n += g_str_has_prefix(g_ptr_array_index(s->requests, i), line);
    g_mutex_unlock(&s->lock);
    return n;
}

static inline void server_forget(Server *s)
{
    g_mutex_lock(&s->lock);
    g_ptr_array_set_size(s->requests, 0);
    g_mutex_unlock(&s->lock);
}

#endif
