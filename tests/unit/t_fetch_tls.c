/* The promises of indexer/fetch.h that need TLS, against nginx; skipped where that or openssl is not
 * installed. */
#include <glib/gstdio.h>

#include "indexer/fetch.h"
#include "shim/disk.h"
#include "tests/unit/archive.h"

#define N_TRANSFERS 8
#define TRIES 100

typedef struct {
    char *folder, *certificate, *url;
    GSubprocess *nginx;
} Site;

/* Protocol, number of the connection and whether its TLS session was known, a line for each request. */
#define CONFIGURATION                                                                                        \
    "daemon off; worker_processes 1; pid %1$s/pid; error_log %1$s/error;\n"                                  \
    "events {}\n"                                                                                            \
    "http { log_format t '$server_protocol $connection $ssl_session_reused'; access_log %1$s/log t;\n"       \
    "  client_body_temp_path %1$s/a; proxy_temp_path %1$s/b; fastcgi_temp_path %1$s/c;\n"                    \
    "  uwsgi_temp_path %1$s/d; scgi_temp_path %1$s/e; ssl_session_cache shared:s:1m;\n"                      \
    "  server { listen 127.0.0.1:%2$u ssl%4$s; ssl_certificate %1$s/crt; ssl_certificate_key %1$s/key;\n"    \
    "    keepalive_requests %3$u; location / { return 200 hello; } } }\n"

static guint16 free_port(void)
{
    g_autoptr(GSocketListener) listener = g_socket_listener_new();
    return g_socket_listener_add_any_inet_port(listener, NULL, NULL);
}

static void make_certificate(const Site *s)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *key = g_build_filename(s->folder, "key", NULL);
    g_autoptr(GSubprocess) openssl =
        g_subprocess_new(G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error, "openssl", "req", "-x509", "-newkey",
                         "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
                         "subjectAltName=DNS:localhost", "-keyout", key, "-out", s->certificate, NULL);
    g_assert_no_error(error);
    g_assert_true(g_subprocess_wait_check(openssl, NULL, &error));
}

static void start_nginx(Site *s, guint requests, const char *protocol)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path = g_build_filename(s->folder, "conf", NULL),
                    *nginx = g_find_program_in_path("nginx");
    guint16 port = free_port();
    g_autofree char *text = g_strdup_printf(CONFIGURATION, s->folder, port, requests, protocol);
    g_file_set_contents(path, text, -1, &error);
    g_assert_no_error(error);
    s->url = g_strdup_printf("https://localhost:%u/", port);
    s->nginx =
        g_subprocess_new(G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error, nginx, "-c", path, "-p", s->folder, NULL);
    g_assert_no_error(error);
    g_autoptr(GSocketClient) client = g_socket_client_new();
    g_autoptr(GSocketConnection) connection = NULL;
    for (guint i = 0; i < TRIES && !connection; i++) {
        g_usleep(50 * 1000);
        connection = g_socket_client_connect_to_host(client, "127.0.0.1", port, NULL, NULL);
    }
    g_assert_nonnull(connection);
}

static gboolean site_is_absent(void)
{
    g_autofree char *nginx = g_find_program_in_path("nginx"), *openssl = g_find_program_in_path("openssl");
    if (nginx && openssl)
        return FALSE;
    g_test_skip("nginx or openssl is not installed");
    return TRUE;
}

/* A connection takes this many requests; `protocol` is " http2" or "". */
static void site_open(Site *s, guint requests, const char *protocol)
{
    s->folder = g_dir_make_tmp("isoglot-t-XXXXXX", NULL);
    s->certificate = g_build_filename(s->folder, "crt", NULL);
    make_certificate(s);
    start_nginx(s, requests, protocol);
}

/* Ends the server; its log. g_strfreev(). */
static char **site_close(Site *s)
{
    g_autofree char *path = g_build_filename(s->folder, "log", NULL), *log = NULL;
    g_subprocess_send_signal(s->nginx, SIGTERM);
    g_assert_true(g_subprocess_wait(s->nginx, NULL, NULL));
    g_file_get_contents(path, &log, NULL, NULL);
    g_object_unref(s->nginx);
    disk_remove(s->folder);
    g_free(s->folder);
    g_free(s->certificate);
    g_free(s->url);
    return g_strsplit(g_strchomp(log), "\n", -1);
}

static void count(Response *response, const GError *error, gpointer user)
{
    g_assert_no_error(error);
    g_assert_cmpmem(response->body->data, response->body->len, "hello", 5);
    ++*(guint *)user;
    response_free(response);
}

static Fetcher *open_fetcher(const Site *s)
{
    g_setenv("SSL_CERT_FILE", s->certificate, TRUE);
    Fetcher *f =
        fetcher_new(&(FetchOptions){.private_hosts = (const char *[]){"localhost", "127.0.0.1", NULL}});
    g_unsetenv("SSL_CERT_FILE");
    return f;
}

static void fetch(const Site *s, Fetcher *f, const char *target, guint n)
{
    g_autofree char *url = g_strconcat(s->url, target, NULL);
    guint done = 0;
    for (guint i = 0; i < n; i++)
        fetcher_start(f, &(FetchRequest){.url = url}, count, &done);
    while (fetcher_run(f, 1000))
        ;
    g_assert_cmpuint(done, ==, n);
}

static void requests_of_one_host_share_a_connection_by_http2(void)
{
    Site s;
    if (site_is_absent())
        return;
    site_open(&s, N_TRANSFERS, " http2");
    Fetcher *f = open_fetcher(&s);
    fetch(&s, f, "", N_TRANSFERS);
    fetcher_free(f);
    g_auto(GStrv) lines = site_close(&s);
    g_assert_cmpuint(g_strv_length(lines), ==, N_TRANSFERS);
    g_assert_true(g_str_has_prefix(lines[0], "HTTP/2.0 "));
    for (char **line = lines; *line; line++)
        g_assert_cmpstr(*line, ==, lines[0]);
}

static void tls_sessions_are_used_again(void)
{
    Site s;
    if (site_is_absent())
        return;
    site_open(&s, 1, "");
    Fetcher *f = open_fetcher(&s);
    for (guint i = 0; i < 3; i++)
        fetch(&s, f, "", 1);
    fetcher_free(f);
    g_auto(GStrv) lines = site_close(&s);
    g_assert_cmpuint(g_strv_length(lines), ==, 3);
    g_assert_true(g_str_has_suffix(lines[0], " ."));
    g_assert_true(g_str_has_suffix(lines[2], " r"));
}

static void certificates_are_verified(void)
{
    Site s;
    if (site_is_absent())
        return;
    site_open(&s, N_TRANSFERS, " http2");
    g_autoptr(GError) error = NULL, wrong = NULL;
    g_assert_null(fetch_named(s.url, &error)); /* nobody vouches for it */
    g_assert_error(error, FAULT, FAULT_RETRY);
    g_assert_nonnull(strstr(error->message, "certificate"));
    g_autoptr(Fetcher) f = open_fetcher(&s);
    g_autoptr(GString) other = g_string_new(s.url);
    g_string_replace(other, "localhost", "127.0.0.1", 1); /* it is another's */
    g_assert_null(fetcher_get(f, other->str, &wrong));
    g_assert_error(wrong, FAULT, FAULT_RETRY);
    g_autoptr(Page) page = fetcher_get(f, s.url, NULL);
    g_assert_cmpuint(page->http_status, ==, 200);
    g_auto(GStrv) lines = site_close(&s);
    g_assert_cmpuint(g_strv_length(lines), ==, 1);
}

int main(int argc, char **argv)
{
    const char *const variables[] = {"SSL_CERT_FILE", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"};
    for (guint i = 0; i < G_N_ELEMENTS(variables); i++)
        g_unsetenv(variables[i]);
    g_autofree char *path = g_strconcat(g_getenv("PATH"), ":/usr/sbin", NULL);
    g_setenv("PATH", path, TRUE);
    g_test_init(&argc, &argv, NULL);
#define ADD(name) g_test_add_func("/fetch-tls/" #name, name)
    ADD(requests_of_one_host_share_a_connection_by_http2);
    ADD(tls_sessions_are_used_again);
    ADD(certificates_are_verified);
    return g_test_run();
}
