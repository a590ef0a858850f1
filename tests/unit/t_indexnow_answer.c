/* The promises of query/indexnow.h on what a ping is answered. */
#include "tests/unit/ping_site.h"

/* ------------------------------------------------------------------ answers */

typedef struct {
    Gateway gateway;
    int body;
} FileGateway;

static const char *variable(G_GNUC_UNUSED Gateway *gateway, const char *name)
{
    return g_getenv(name);
}

static gssize read_file(Gateway *gateway, char *bytes, gsize n)
{
    return read(((FileGateway *)gateway)->body, bytes, n);
}

static void set_variable(const char *name, const char *value)
{
    if (value)
        g_setenv(name, value, TRUE);
    else
        g_unsetenv(name);
}

/* The status; *rest is what was left of the body, in bytes. */
static guint answer(Site *s, const char *method, const char *query, const char *length, const char *body, gsize *rest,
                    char **text)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path = g_build_filename(s->place.data, "body", NULL), *line = NULL;
    set_variable("REQUEST_METHOD", method);
    set_variable("QUERY_STRING", query);
    set_variable("CONTENT_LENGTH", length);
    FILE *file = fopen(path, "w+e");
    g_assert_nonnull(file);
    g_assert_true(fputs(body, file) >= 0 && fflush(file) == 0 && lseek(fileno(file), 0, SEEK_SET) == 0);
    FileGateway gateway = {{variable, read_file, NULL, NULL}, fileno(file)};
    guint status = indexnow_answer(s->config, &gateway.gateway, &line, &error);
    if (rest)
        *rest = strlen(body) - lseek(fileno(file), 0, SEEK_CUR);
    fclose(file);
    g_test_message("%u %s", status, line);
    g_assert_true((status == 503) == (error != NULL));
    g_assert_true(g_str_has_suffix(line, "\n") && strchr(line, '\n') == line + strlen(line) - 1);
    g_assert_true(g_utf8_validate(line, -1, NULL));
    if (text)
        *text = g_steal_pointer(&line);
    return status;
}

static guint get(Site *s, const char *query)
{
    return answer(s, "GET", query, NULL, "", NULL, NULL);
}

static guint post(Site *s, const char *body)
{
    g_autofree char *length = g_strdup_printf("%zu", strlen(body));
    return answer(s, "POST", NULL, length, body, NULL, NULL);
}

static void what_is_taken_waits_in_the_queue(Site *s, gconstpointer data)
{
    (void)data;
    g_autofree char *text = NULL;
    g_assert_cmpuint(get(s, "url=http%3A%2F%2Fwww.example.org%2Fa%3Fb%3Dc%26d&key=" KEY "&x=%20"), ==, 202);
    g_assert_cmpuint(get(s, "keyLocation=http://www.example.org/k.txt&key=" KEY "&url=http://www.example.org/c+d"), ==,
                     422);
    g_assert_cmpuint(get(s, "keyLocation=http://www.example.org/k.txt&key=" KEY "&url=http://www.example.org/c%2Bd"),
                     ==, 202);
    g_assert_cmpuint(post(s, "{\"host\":\"www.example.org\",\"key\":\"" KEY "\",\"urlList\":[\"" A "\",\"" A "\"]}"),
                     ==, 202);
    g_assert_cmpuint(answer(s, NULL, "url=" A "&key=" KEY, NULL, "", NULL, &text), ==, 202);
    g_assert_cmpstr(text, ==, "received: 0 queued, 1 waiting already\n");
    assert_sqlite(&s->place, "SELECT url, source, key, key_location, result IS NULL FROM queue ORDER BY id",
                  "http://www.example.org/a?b=c&d|1|" KEY "||1\nhttp://www.example.org/c+d|1|" KEY
                  "|http://www.example.org/k.txt|1\n" A "|1|" KEY "||1");
}

static void a_ping_is_taken_whole_or_not_at_all(Site *s, gconstpointer data)
{
    (void)data;
    g_assert_cmpuint(post(s, "{\"host\":\"www.example.org\",\"key\":\"" KEY "\",\"urlList\":[\"" A
                             "\",\"http://foreign.example/\"]}"),
                     ==, 422);
    assert_sqlite(&s->place, "SELECT count(*) FROM queue", "0");
}

static void malformed_queries_are_refused(Site *s, gconstpointer data)
{
    (void)data;
    static const char *const bad[] = {"",
                                      "url=&key=" KEY,
                                      "key=" KEY,
                                      "url=" A "%&key=" KEY,
                                      "url=" A "%00&key=" KEY,
                                      "url=" A "%ff&key=" KEY,
                                      "url=" A "&url=" A "&key=" KEY,
                                      "url=" A "&key=" KEY "&key=" KEY,
                                      "url=" A "&key=" KEY "&%zz"};
    for (guint i = 0; i < G_N_ELEMENTS(bad); i++)
        g_assert_cmpuint(get(s, bad[i]), ==, 400);
    g_autofree char *filler = g_strnfill(LIMIT_QUERY_STRING, 'a'), *parameters = g_strnfill(LIMIT_PARAMETERS, '&');
    g_autofree char *too_long = g_strconcat("url=" A "&key=" KEY "&x=", filler, NULL);
    g_autofree char *too_many = g_strconcat("url=" A "&key=" KEY, parameters, NULL);
    g_assert_cmpuint(get(s, too_long), ==, 400);
    g_assert_cmpuint(get(s, too_many), ==, 400);
    g_assert_cmpuint(answer(s, "GET", NULL, NULL, "", NULL, NULL), ==, 400);
    g_assert_cmpuint(get(s, "url=" A), ==, 403);
}

static void methods_other_than_get_and_post_are_refused(Site *s, gconstpointer data)
{
    (void)data;
    static const char *const methods[] = {"HEAD", "PUT", "DELETE", "OPTIONS", "get", "", "POST ", "\r\nX: y"};
    for (guint i = 0; i < G_N_ELEMENTS(methods); i++)
        g_assert_cmpuint(answer(s, methods[i], "url=" A "&key=" KEY, "2", "{}", NULL, NULL), ==, 405);
    assert_sqlite(&s->place, "SELECT count(*) FROM queue", "0");
}

static void exactly_content_length_is_read(Site *s, gconstpointer data)
{
    (void)data;
    static const struct {
        const char *length;
        guint status;
        gsize rest;
    } rows[] = {{NULL, 411, 9},
                {"", 411, 9},
                {"-1", 400, 9},
                {"+2", 400, 9},
                {"2 ", 400, 9},
                {"0x2", 400, 9},
                {"1e1", 400, 9},
                {"0", 400, 9},
                {"2", 400, 7},
                {"9", 400, 0},
                {"10", 400, 0},
                {"1073741824", 413, 9},
                {"99999999999999999999999", 413, 9}};
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        gsize rest;
        g_test_message("%s", rows[i].length ? rows[i].length : "none");
        g_assert_cmpuint(answer(s, "POST", "", rows[i].length, "{}1234567", &rest, NULL), ==, rows[i].status);
        g_assert_cmpuint(rest, ==, rows[i].rest);
    }
    g_autofree char *just = g_strdup_printf("%d", LIMIT_INDEXNOW_BODY),
                    *over = g_strdup_printf("%d", LIMIT_INDEXNOW_BODY + 1);
    g_assert_cmpuint(answer(s, "POST", "", just, "{}", NULL, NULL), ==, 400); /* shorter than it says */
    g_assert_cmpuint(answer(s, "POST", "", over, "{}", NULL, NULL), ==, 413);
}

static void the_shape_is_looked_at_before_the_key(Site *s, gconstpointer data)
{
    (void)data;
    g_assert_cmpuint(post(s, "[\"\\u001b[31m\n\xff"), ==, 400);
    g_assert_cmpuint(post(s, "{\"key\":\"wrong\"}"), ==, 400);
    g_assert_cmpuint(post(s, "{\"key\":\"wrong\",\"host\":\"h\",\"urlList\":[\"a\"]}"), ==, 403);
    g_assert_cmpuint(post(s, "{\"host\":\"h\",\"urlList\":[\"a\"]}"), ==, 403);
}

static void too_many_are_told_to_come_later(Site *s, gconstpointer data)
{
    (void)data;
    g_autoptr(GString) body = g_string_new("{\"host\":\"www.example.org\",\"key\":\"" KEY "\",\"urlList\":[\"" A "\"");
    for (guint i = 1; i < LIMIT_INDEXNOW_URLS; i++)
        g_string_append_printf(body, ",\"%s%u\"", A, i);
    g_string_append(body, "]}");
    g_assert_cmpuint(post(s, body->str), ==, 202);
    g_assert_cmpuint(get(s, "url=" A "&key=" KEY), ==, 202); /* which waits already */
    g_assert_cmpuint(get(s, "url=" A "x&key=" KEY), ==, 429);
    g_free(sqlite(&s->place, "UPDATE queue SET result='', finished_at=queued_at")); /* room, but within the minute */
    g_assert_cmpuint(get(s, "url=" A "x&key=" KEY), ==, 429);
    g_free(sqlite(&s->place, "UPDATE queue SET queued_at=queued_at-61000000"));
    g_assert_cmpuint(get(s, "url=" A "x&key=" KEY), ==, 202);
}

static void a_ledger_that_fails_is_told_to_the_log_alone(Site *s, gconstpointer data)
{
    (void)data;
    g_autofree char *text = NULL;
    g_free(s->config->data);
    s->config->data = g_build_filename(s->place.data, "nowhere", NULL);
    g_assert_cmpuint(answer(s, "GET", "url=" A "&key=" KEY, NULL, "", NULL, &text), ==, 503);
    g_assert_null(strstr(text, "nowhere"));
    g_assert_cmpuint(get(s, "url=" A "&key=wrong"), ==, 403); /* the ledger is not asked before */
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name) g_test_add("/indexnow/" #name, Site, NULL, set_up_site, name, tear_down_site)
    ADD(what_is_taken_waits_in_the_queue);
    ADD(a_ping_is_taken_whole_or_not_at_all);
    ADD(malformed_queries_are_refused);
    ADD(methods_other_than_get_and_post_are_refused);
    ADD(exactly_content_length_is_read);
    ADD(the_shape_is_looked_at_before_the_key);
    ADD(too_many_are_told_to_come_later);
    ADD(a_ledger_that_fails_is_told_to_the_log_alone);
    return g_test_run();
}
