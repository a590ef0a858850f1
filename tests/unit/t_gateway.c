/* The promises of query/gateway.h, query/reply.h, query/shell.h and searcher_refresh(). */
#include <string.h>

#include "query/reply.h"
#include "query/shell.h"
#include "shim/limits.h"
#include "tests/unit/shelf.h"

typedef struct {
    Gateway gateway;
    const char *const *variables; /* names and values in turn, NULL at the end */
    const char *body;
    GString *out;
} TestGateway;

static const char *get(Gateway *gateway, const char *name)
{
    const char *const *v = ((TestGateway *)gateway)->variables;
    for (; *v; v += 2)
        if (g_str_equal(v[0], name))
            return v[1];
    return NULL;
}

/* Three bytes at a time, as a network may. */
static gssize read_some(Gateway *gateway, char *bytes, gsize n)
{
    TestGateway *g = (TestGateway *)gateway;
    gsize some = MIN(MIN(n, 3), strlen(g->body));
    memcpy(bytes, g->body, some);
    g->body += some;
    return some;
}

static void write_all(Gateway *gateway, const char *bytes, gsize n)
{
    g_string_append_len(((TestGateway *)gateway)->out, bytes, n);
}

static TestGateway make(const char *const *variables, const char *body)
{
    return (TestGateway){{.variable = get, .read = read_some, .write = write_all}, variables, body, g_string_new(NULL)};
}

static void a_body_is_read_to_its_length_and_no_further(void)
{
    const char *const variables[] = {"CONTENT_LENGTH", "5", NULL};
    TestGateway g = make(variables, "12345{{{");
    g_autoptr(GError) error = NULL;
    gsize n = 0;
    g_autofree char *body = gateway_read_body(&g.gateway, 5, &n, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(body, ==, "12345");
    g_assert_cmpuint(n, ==, 5);
    g_assert_cmpstr(g.body, ==, "{{{");
    g_string_free(g.out, TRUE);
}

static void a_length_that_is_none_is_refused_unread(void)
{
    static const struct {
        const char *length;
        int status;
    } rows[] = {{"", 411}, {"-1", 400}, {"1x", 400}, {"+1", 400}, {"6", 413}, {"99999999999999999999999", 413}};
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        const char *const variables[] = {"CONTENT_LENGTH", rows[i].length, NULL};
        TestGateway g = make(variables, "12345");
        g_autoptr(GError) error = NULL;
        gsize n = 0;
        g_assert_null(gateway_read_body(&g.gateway, 5, &n, &error));
        g_assert_error(error, GATEWAY_STATUS, rows[i].status);
        g_assert_cmpstr(g.body, ==, "12345");
        g_string_free(g.out, TRUE);
    }
}

static void an_address_is_what_the_server_says_if_it_can_be_one(void)
{
    static const struct {
        const char *name, *port, *https, *script, *address;
    } rows[] = {
        {"www.example.org", "80", "", "/find", "http://www.example.org/find"},
        {"www.example.org", "443", "on", "/find/", "https://www.example.org/find"},
        {"www.example.org", "8080", "off", "", "http://www.example.org:8080"},
        {"[::1]", "443", "", "/a b\r\n", "http://[::1]:443/a%20b%0D%0A"},
        {"a.example/\"><script>", "80", "", "", NULL},
        {"a\r\nX: y", "80", "", "", NULL},
        {"a.example", "80\r\n", "", "", NULL},
        {"", "80", "", "", NULL},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        const char *const variables[] = {"SERVER_NAME", rows[i].name,  "SERVER_PORT",  rows[i].port, "HTTPS",
                                         rows[i].https, "SCRIPT_NAME", rows[i].script, NULL};
        TestGateway g = make(variables, "");
        g_autofree char *address = gateway_address(&g.gateway);
        g_assert_cmpstr(address, ==, rows[i].address);
        g_string_free(g.out, TRUE);
    }
}

/* What is sent of a reply with a tag. */
static char *send_tagged(const char *method, const char *tags, const char *origin)
{
    char *const origins[] = {(char *)"https://a.example", NULL};
    const char *const variables[] = {"REQUEST_METHOD", method, "HTTP_IF_NONE_MATCH", tags, "HTTP_ORIGIN", origin, NULL};
    TestGateway g = make(variables, "");
    Reply reply = {.status = 200, .type = "text/plain", .etag = g_strdup("W/\"abc\""), .body = g_strdup("body")};
    reply_send(&reply, &g.gateway, origins);
    return g_string_free(g.out, FALSE);
}

static void who_has_it_gets_304(void)
{
    static const char *const known[] = {"\"abc\"", "W/\"abc\"", "\"x\", W/\"abc\"", "*"}, *const other[] = {"", "abc",
                                                                                                            "\"ab\"",
                                                                                                            "W/"};
    for (guint i = 0; i < G_N_ELEMENTS(known); i++) {
        g_autofree char *same = send_tagged("GET", known[i], ""), *new = send_tagged("GET", other[i], ""),
                        *post = send_tagged("POST", known[i], "");
        g_assert_true(g_str_has_prefix(same, "Status: 304") && g_str_has_suffix(same, "\r\n\r\n"));
        g_assert_true(g_str_has_prefix(new, "Status: 200") && g_str_has_suffix(new, "\r\n\r\nbody"));
        g_assert_true(g_str_has_prefix(post, "Status: 200"));
    }
}

static void head_gets_no_body_but_its_length(void)
{
    g_autofree char *head = send_tagged("HEAD", "", "");
    g_assert_true(g_str_has_suffix(head, "\r\n\r\n"));
    g_assert_nonnull(strstr(head, "Content-Length: 4\r\n"));
}

static void only_configured_origins_may_read(void)
{
    static const char *const others[] = {"", "null", "https://a.example.evil", "http://a.example",
                                         "https://a.example\r\nX: y"};
    g_autofree char *own = send_tagged("GET", "", "https://a.example");
    g_assert_nonnull(strstr(own, "Access-Control-Allow-Origin: https://a.example\r\n"));
    for (guint i = 0; i < G_N_ELEMENTS(others); i++) {
        g_autofree char *other = send_tagged("GET", "", others[i]);
        g_assert_null(strstr(other, "Access-Control"));
        g_assert_nonnull(strstr(other, "Vary: Accept, Accept-Language, Origin\r\n"));
    }
}

static void a_shell_that_cannot_be_used_is_named(void)
{
    Shelf s;
    shelf_open(&s, NULL, 0);
    g_autofree char *path = g_build_filename(s.data, "shell.html", NULL), *big = g_strnfill(LIMIT_SHELL + 1, 'x');
    g_autoptr(GError) error = NULL;
    g_assert_null(shell_read(s.config, lang_get(0), &error));
    g_assert_no_error(error);
    g_hash_table_insert(s.config->shells, g_strdup(lang_code(lang_get(0))), g_strdup(path));
    const char *const bad[] = {NULL, big, "\xff"};
    for (guint i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_assert_true(!bad[i] || g_file_set_contents(path, bad[i], -1, NULL));
        g_assert_null(shell_read(s.config, lang_get(0), &error));
        g_assert_error(error, FAULT, FAULT_SKIP);
        g_assert_nonnull(strstr(error->message, path));
        g_clear_error(&error);
    }
    guint64 stamp = shell_stamp(s.config, lang_get(0));
    g_assert_true(g_file_set_contents(path, "<p>a page", -1, NULL));
    g_autofree char *text = shell_read(s.config, lang_get(0), &error);
    g_assert_cmpstr(text, ==, "<p>a page");
    g_assert_true(stamp != shell_stamp(s.config, lang_get(0)));
    shelf_close(&s);
}

static guint64 count(Shelf *s)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Request) request = request_new(lang_get(0));
    g_free(request->query);
    request->query = g_strdup("satellite");
    g_autoptr(Answer) answer = searcher_ask(s->searcher, request, &error);
    g_assert_no_error(error);
    return answer->total;
}

static void what_was_committed_is_found_after_a_refresh(void)
{
    const ShelfPage first = {.url = "http://a.example/1", .title = "One", .text = "satellite"},
                    second = {.url = "http://a.example/2", .title = "Two", .text = "satellite"};
    Shelf s;
    shelf_open(&s, &first, 1);
    guint64 before = searcher_refresh(s.searcher);
    g_assert_cmpuint(count(&s), ==, 1);
    g_assert_true(searcher_refresh(s.searcher) == before);
    shelf_fill(s.data, lang_get(0), &second, 1);
    g_assert_true(searcher_refresh(s.searcher) != before);
    g_assert_cmpuint(count(&s), ==, 2);

    /* Another generation in the place of the first. */
    g_autofree char *current = generation_current(s.data, lang_code(lang_get(0)));
    disk_remove(current);
    shelf_fill(s.data, lang_get(0), &first, 1);
    searcher_refresh(s.searcher);
    g_assert_cmpuint(count(&s), ==, 1);
    shelf_close(&s);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(path, name) g_test_add_func(path #name, name)
    ADD("/gateway/", a_body_is_read_to_its_length_and_no_further);
    ADD("/gateway/", a_length_that_is_none_is_refused_unread);
    ADD("/gateway/", an_address_is_what_the_server_says_if_it_can_be_one);
    ADD("/reply/", who_has_it_gets_304);
    ADD("/reply/", head_gets_no_body_but_its_length);
    ADD("/reply/", only_configured_origins_may_read);
    ADD("/shell/", a_shell_that_cannot_be_used_is_named);
    ADD("/search/", what_was_committed_is_found_after_a_refresh);
    return g_test_run();
}
