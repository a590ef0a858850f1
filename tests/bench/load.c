/*
 * Searches from N connections at once, for figures that wrk does not tell: how long each status took, apart, and what
 * visitors meet who come back only after a pause. On loopback.
 *
 *   load NAME PORT PATH WORDS CONNECTIONS SECONDS PAUSE_MS
 *
 * Each connection asks, reads, asks again; after a 503 it pauses, for half of PAUSE_MS to one and a half. One line per
 * status: answers, a second, milliseconds p50, p95, p99 and at most.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define EVENTS 512

typedef struct {
    int fd;
    gboolean is_used; /* it has had an answer: the server may close it at any time, and it asks again on another */
    gint64 asked_at, again_at; /* us; again_at: it pauses until then */
    GString *answer;
} Visitor;

typedef struct {
    int epoll;
    struct sockaddr_in server;
    const char *path;
    char **words;
    guint n_words, asked;
    gint64 pause;
    guint failed;
    GHashTable *times; /* status → GArray of gint64, us */
} Load;

static void ask(Load *l, Visitor *v)
{
    g_autofree char *text =
        g_strdup_printf("GET %s%s HTTP/1.1\r\nHost: localhost\r\n\r\n", l->path, l->words[l->asked++ % l->n_words]);
    v->again_at = 0;
    v->asked_at = g_get_monotonic_time();
    g_string_truncate(v->answer, 0);
    if (v->fd < 0) {
        v->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = v};
        if (connect(v->fd, (struct sockaddr *)&l->server, sizeof l->server) != 0 ||
            epoll_ctl(l->epoll, EPOLL_CTL_ADD, v->fd, &event) != 0)
            l->failed++;
    }
    if (send(v->fd, text, strlen(text), MSG_NOSIGNAL) < 0 && !v->is_used)
        l->failed++;
}

static void leave(Visitor *v)
{
    close(v->fd);
    v->fd = -1;
    v->is_used = FALSE;
}

/* Is the body whole, by its length or by its last chunk? */
static gboolean is_whole(const GString *answer)
{
    const char *end = strstr(answer->str, "\r\n\r\n"), *length = strcasestr(answer->str, "\r\ncontent-length:");
    if (end && length && length < end)
        return answer->len >= (gsize)(end + 4 - answer->str) + strtoul(length + 17, NULL, 10);
    return end && g_str_has_suffix(answer->str, "\r\n0\r\n\r\n");
}

/* The status of an answer; 0: it is not whole yet. */
static int status_of(const GString *answer)
{
    return is_whole(answer) ? atoi(answer->str + strlen("HTTP/1.1 ")) : 0;
}

static void note(Load *l, int status, gint64 us)
{
    GArray *times = g_hash_table_lookup(l->times, GINT_TO_POINTER(status));
    if (!times) {
        times = g_array_new(FALSE, FALSE, sizeof us);
        g_hash_table_insert(l->times, GINT_TO_POINTER(status), times);
    }
    g_array_append_val(times, us);
}

/* The server has closed. */
static void lose(Load *l, Visitor *v)
{
    gboolean may_close = v->is_used && !v->answer->len;
    leave(v);
    if (may_close) {
        ask(l, v);
        return;
    }
    l->failed++;
    v->again_at = g_get_monotonic_time() + l->pause;
}

static void hear(Load *l, Visitor *v)
{
    char bytes[65536];
    ssize_t n = recv(v->fd, bytes, sizeof bytes, 0);
    if (n <= 0) {
        lose(l, v);
        return;
    }
    g_string_append_len(v->answer, bytes, n);
    int status = status_of(v->answer);
    if (!status)
        return;
    gint64 now = g_get_monotonic_time();
    note(l, status, now - v->asked_at);
    v->is_used = TRUE;
    gboolean pauses = status == 503 && l->pause;
    if (pauses || strcasestr(v->answer->str, "\r\nconnection: close"))
        leave(v);
    if (pauses)
        v->again_at = now + (gint64)(l->pause * g_random_double_range(0.5, 1.5));
    else
        ask(l, v);
}

static gint by_time(gconstpointer a, gconstpointer b)
{
    gint64 x = *(const gint64 *)a, y = *(const gint64 *)b;
    return (x > y) - (x < y);
}

static void tell(const Load *l, const char *name, int seconds)
{
    GHashTableIter iter;
    gpointer key, value;
    g_hash_table_iter_init(&iter, l->times);
    while (g_hash_table_iter_next(&iter, &key, &value)) {
        GArray *times = value;
        const gint64 *t = (const gint64 *)times->data;
        g_array_sort(times, by_time);
        printf("%-34s %6d %8u %8.0f %8.1f %8.1f %8.1f %8.1f\n", name, GPOINTER_TO_INT(key), times->len,
               (double)times->len / seconds, t[times->len / 2] / 1000.0, t[times->len * 95 / 100] / 1000.0,
               t[times->len * 99 / 100] / 1000.0, t[times->len - 1] / 1000.0);
    }
    if (l->failed)
        printf("%-34s no answer: %u\n", name, l->failed);
}

static void run(Load *l, Visitor *visitors, guint n, gint64 until)
{
    struct epoll_event events[EVENTS];
    while (g_get_monotonic_time() < until) {
        int got = epoll_wait(l->epoll, events, EVENTS, 5);
        for (int i = 0; i < got; i++)
            hear(l, events[i].data.ptr);
        gint64 now = g_get_monotonic_time();
        for (guint i = 0; (l->pause || l->failed) && i < n; i++)
            if (visitors[i].again_at && visitors[i].again_at <= now)
                ask(l, &visitors[i]);
    }
}

int main(int argc, char **argv)
{
    if (argc != 8)
        return EXIT_FAILURE;
    g_autofree char *text = NULL;
    guint n = atoi(argv[5]);
    int seconds = atoi(argv[6]);
    if (!g_file_get_contents(argv[4], &text, NULL, NULL))
        return EXIT_FAILURE;
    Load l = {
        .epoll = epoll_create1(EPOLL_CLOEXEC),
        .server = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[2])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)},
        .path = argv[3],
        .words = g_strsplit(g_strchomp(text), "\n", -1),
        .pause = atoi(argv[7]) * 1000,
        .times = g_hash_table_new(NULL, NULL)};
    l.n_words = g_strv_length(l.words);
    Visitor *visitors = g_new0(Visitor, n);
    for (guint i = 0; i < n; i++) {
        visitors[i] = (Visitor){.fd = -1, .answer = g_string_new(NULL)};
        ask(&l, &visitors[i]);
    }
    run(&l, visitors, n, g_get_monotonic_time() + seconds * G_USEC_PER_SEC);
    tell(&l, argv[1], seconds);
    return EXIT_SUCCESS;
}
