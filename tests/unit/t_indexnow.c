/* The promises of query/indexnow.h, and of pings in query/json.h. */
#include "tests/unit/ping_site.h"

/* ------------------------------------------------------------------ checks */

static Ping *make_ping(const char *host, const char *key, const char *location, const char *url)
{
    Ping *ping = ping_new();
    g_free(ping->host);
    g_free(ping->key);
    g_free(ping->key_location);
    ping->host = g_strdup(host);
    ping->key = g_strdup(key);
    ping->key_location = g_strdup(location);
    ping_add_url(ping, url);
    return ping;
}

/* 0: it may be taken. */
static int check(Site *s, const char *host, const char *key, const char *location, const char *url)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Ping) ping = make_ping(host, key, location, url);
    gboolean ok = ping_check(ping, s->config, &error);
    g_test_message("%s %s %s: %s", host, location, url, ok ? "taken" : error->message);
    g_assert_true(ok == !error);
    g_assert_true(ok || error->domain == GATEWAY_STATUS);
    return ok ? 0 : error->code;
}

static void a_key_is_the_configured_one_or_forbidden(Site *s, gconstpointer data)
{
    (void)data;
    static const char *const bad[] = {
        "", "0", KEY "0", "0123456789-abcDEf", "0123456789-abcDE", " " KEY, "1123456789-abcDEF"};
    g_assert_cmpint(check(s, "", KEY, "", A), ==, 0);
    for (guint i = 0; i < G_N_ELEMENTS(bad); i++)
        g_assert_cmpint(check(s, "", bad[i], "", A), ==, 403);
    g_assert_cmpint(check(s, "", "wrong", "", "ftp://foreign.example/"), ==,
                    403); /* the key is looked at first */
}

static void without_a_configured_key_every_ping_is_forbidden(Site *s, gconstpointer data)
{
    (void)data;
    configure(s, "", "");
    g_assert_cmpint(check(s, "", "", "", A), ==, 403);
    g_assert_cmpint(check(s, "", KEY, "", A), ==, 403);
}

static void urls_of_the_sites_hosts_are_taken(Site *s, gconstpointer data)
{
    (void)data;
    static const char *const good[] = {A,
                                       "https://www.example.org",
                                       "HTTP://WWW.Example.ORG/A?b=%C3%A9&c=[1]#d",
                                       "https://www.example.org:8443/",
                                       "http://b\xC3\xBC"
                                       "cher.example:8080/\xD0\xB6",
                                       "http://xn--bcher-kva.example:8080/",
                                       "http://B\xC3\x9C"
                                       "CHER.example:8080/100%"};
    for (guint i = 0; i < G_N_ELEMENTS(good); i++)
        g_assert_cmpint(check(s, "", KEY, "", good[i]), ==, 0);
}

static void other_urls_are_not(Site *s, gconstpointer data)
{
    (void)data;
    static const char *const bad[] = {"",
                                      "/a",
                                      "//www.example.org/a",
                                      "http:www.example.org/",
                                      "http:/www.example.org/",
                                      "http:///www.example.org/",
                                      "http://",
                                      "ftp://www.example.org/",
                                      "file://www.example.org/etc/passwd",
                                      "gopher://www.example.org/",
                                      "javascript:alert(1)//www.example.org/",
                                      "http://www.example.com/",
                                      "http://example.org/",
                                      "http://www.example.org.evil.example/",
                                      "http://evil.example/www.example.org",
                                      "http://evil.example#www.example.org",
                                      "http://evil.example?@www.example.org/",
                                      "http://user@www.example.org/",
                                      "http://user:pw@www.example.org/",
                                      "http://@www.example.org/",
                                      "http://www.example.org:80@evil.example/",
                                      "http://www.example.org\\@evil.example/",
                                      "http://evil.example\\www.example.org/",
                                      "http://www.example.org/\\a",
                                      "http://www.example.org /",
                                      " http://www.example.org/",
                                      "http://www.example.org/a b",
                                      "http://www.example.org/a\n",
                                      "http://www.example.org/\x7F",
                                      "http://www.example.org/\xC2\x85",
                                      "http://www.example.org/\xE2\x80\xA8",
                                      "ht\ttp://www.example.org/",
                                      "http://www.example.org:99999/",
                                      "http://www.example.org:80x/",
                                      "http://www.example.org./",
                                      "http://b\xC3\xBC"
                                      "cher.example/", /* on another port than configured */
                                      "http://127.0.0.1/",
                                      "http://2130706433/",
                                      "http://0x7f.1/",
                                      "http://[::1]/",
                                      "http://[::ffff:10.0.0.1]/",
                                      "http://169.254.169.254/latest/meta-data/",
                                      "http://localhost/"};
    for (guint i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_assert_cmpint(check(s, "", KEY, "", bad[i]), ==, 422);
        g_assert_cmpint(check(s, "", KEY, bad[i], A), ==, *bad[i] ? 422 : 0); /* no more as a key file's */
    }
    g_autofree char *tail = g_strnfill(LIMIT_URL - strlen(A), 'a'), *longest = g_strconcat(A, tail, NULL);
    g_autofree char *too_long = g_strconcat(longest, "a", NULL);
    g_assert_cmpint(check(s, "", KEY, "", longest), ==, 0);
    g_assert_cmpint(check(s, "", KEY, "", too_long), ==, 422);
}

static void hosts_of_pings_may_be_configured_of_their_own(Site *s, gconstpointer data)
{
    (void)data;
    configure(s, KEY, "News.example [::1]:8080");
    g_assert_cmpint(check(s, "", KEY, "", "http://news.example/"), ==, 0);
    g_assert_cmpint(check(s, "", KEY, "", "http://news.example:8080/"), ==, 0);
    g_assert_cmpint(check(s, "", KEY, "", "http://[::1]:8080/"), ==, 0);
    g_assert_cmpint(check(s, "", KEY, "", "http://[::1]:8081/"), ==, 422);
    g_assert_cmpint(check(s, "", KEY, "", A), ==, 422);
}

static void without_any_host_no_ping_is_taken(Site *s, gconstpointer data)
{
    (void)data;
    g_strfreev(s->config->hosts);
    s->config->hosts = g_new0(char *, 1);
    g_assert_cmpint(check(s, "", KEY, "", A), ==, 422);
}

static void the_host_of_a_ping_is_that_of_its_urls(Site *s, gconstpointer data)
{
    (void)data;
    static const struct {
        const char *host, *location, *url;
        int status;
    } rows[] = {
        {"www.example.org", "", A, 0},
        {"WWW.example.org", "", A, 0},
        {"www.example.org:80", "", A, 0},
        {"www.example.org:443", "", "https://www.example.org/", 0},
        {"www.example.org:443", "", A, 422},
        {"www.example.org:8080", "", A, 422},
        {"b\xC3\xBC"
         "cher.example",
         "", "http://xn--bcher-kva.example:8080/", 0},
        {"b\xC3\xBC"
         "cher.example",
         "", A, 422},
        {"example.org", "", A, 422},
        {"www.example.org.", "", A, 422},
        {"http://www.example.org/", "", A, 422},
        {" ", "", A, 422},
        {"www.example.org", "http://xn--bcher-kva.example:8080/k.txt", A, 422},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
        g_assert_cmpint(check(s, rows[i].host, KEY, rows[i].location, rows[i].url), ==, rows[i].status);
}

static void a_key_file_is_for_its_folder(Site *s, gconstpointer data)
{
    (void)data;
    static const struct {
        const char *location, *url;
        int status;
    } rows[] = {
        {"http://www.example.org/k.txt", A, 0},
        {"http://www.example.org", A, 0},
        {"https://www.example.org/k.txt", A, 0},
        {"http://www.example.org/cat/k.txt", "http://www.example.org/cat/a", 0},
        {"http://www.example.org/cat/k.txt", "http://www.example.org/cat/..a", 0},
        {"http://www.example.org/cat/k.txt?v=/x/", "http://www.example.org/cat/?a=/../", 0},
        {"http://www.example.org/cat/k.txt", "http://www.example.org/cat", 422},
        {"http://www.example.org/cat/k.txt", "http://www.example.org/catalogue", 422},
        {"http://www.example.org/cat/k.txt", "http://www.example.org/help/a", 422},
        {"http://www.example.org/cat/k.txt", "http://www.example.org/cat/../a", 422},
        {"http://www.example.org/cat/k.txt", "http://www.example.org/cat/%2E%2e/a", 422},
        {"http://www.example.org/cat/k.txt", "http://www.example.org/cat/%2E%2e", 422},
        {"http://www.example.org/cat/k.txt", "http://www.example.org/cat/%2E%2e/%zz", 422},
        {"http://www.example.org/cat/k.txt", "http://xn--bcher-kva.example:8080/cat/a", 422},
        {"http://xn--bcher-kva.example:8080/k.txt", A, 422},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
        g_assert_cmpint(check(s, "", KEY, rows[i].location, rows[i].url), ==, rows[i].status);
}

static void a_ping_has_ten_thousand_urls_at_most(Site *s, gconstpointer data)
{
    (void)data;
    g_autoptr(Ping) ping = make_ping("", KEY, "", A);
    g_autoptr(GError) error = NULL;
    for (guint i = 1; i < LIMIT_INDEXNOW_URLS; i++) {
        g_autofree char *url = g_strdup_printf("%s%u", A, i);
        ping_add_url(ping, url);
    }
    ping_add_url(ping, A); /* there already */
    g_assert_cmpuint(ping->urls->len, ==, LIMIT_INDEXNOW_URLS);
    g_assert_true(ping_check(ping, s->config, &error));
    ping_add_url(ping, "http://www.example.org/one-too-many");
    g_assert_false(ping_check(ping, s->config, &error));
    g_assert_error(error, GATEWAY_STATUS, 422);
}

/* ------------------------------------------------------------------ JSON */

static void a_ping_in_json_is_read(Site *s, gconstpointer data)
{
    (void)s;
    (void)data;
    static const char text[] = " {\"host\": \"h\", \"key\": \"k\", \"keyLocation\": \"l\", \"more\": [null],"
                               " \"urlList\": [\"b\", \"\\u0061\", \"b\"]}\n";
    static const char least[] = "{\"host\":\"\",\"urlList\":[\"\"]}";
    g_autoptr(GError) error = NULL;
    g_autoptr(Ping) ping = json_parse_ping(text, strlen(text), &error);
    g_assert_no_error(error);
    g_assert_cmpstr(ping->host, ==, "h");
    g_assert_cmpstr(ping->key, ==, "k");
    g_assert_cmpstr(ping->key_location, ==, "l");
    g_assert_cmpuint(ping->urls->len, ==, 2);
    g_assert_cmpstr(g_ptr_array_index(ping->urls, 0), ==, "b");
    g_assert_cmpstr(g_ptr_array_index(ping->urls, 1), ==, "a");
    g_autoptr(Ping) bare = json_parse_ping(least, strlen(least), &error);
    g_assert_no_error(error);
    g_assert_cmpstr(bare->key, ==, "");
    g_assert_cmpstr(bare->key_location, ==, "");
}

static void assert_refused(const char *text, gsize n, gboolean is_json)
{
    g_autoptr(GError) error = NULL;
    g_test_message("%.80s", text);
    g_assert_null(json_parse_ping(text, n, &error));
    g_assert_error(error, FAULT, FAULT_SKIP);
    g_assert_true(is_json == !g_str_has_prefix(error->message, "not JSON: "));
}

static void what_is_no_json_or_no_ping_is_refused(Site *s, gconstpointer data)
{
    (void)s;
    (void)data;
    static const char *const malformed[] = {"",
                                            " ",
                                            "{",
                                            "{}}",
                                            "[] []",
                                            "nul",
                                            "'x'",
                                            "\"\xff\"",
                                            "\"\xed\xa0\x80\"",
                                            "\"\\u0000\"",
                                            "{\"a\":1,\"a\":2}",
                                            "{\"host\":\"h\",\"host\":\"i\",\"urlList\":[\"a\"]}",
                                            "[1,]",
                                            "\"\\ud800\"",
                                            "\xef\xbb\xbf{}"};
    static const char *const misshapen[] = {"[]",
                                            "null",
                                            "7",
                                            "{}",
                                            "{\"host\":\"h\"}",
                                            "{\"urlList\":[\"a\"]}",
                                            "{\"host\":1,\"urlList\":[\"a\"]}",
                                            "{\"host\":\"h\",\"urlList\":[]}",
                                            "{\"host\":\"h\",\"urlList\":\"a\"}",
                                            "{\"host\":\"h\",\"urlList\":{\"a\":\"b\"}}",
                                            "{\"host\":\"h\",\"urlList\":[\"a\",1]}",
                                            "{\"host\":\"h\",\"urlList\":[\"a\"],\"key\":null}",
                                            "{\"host\":\"h\",\"urlList\":[\"a\"],\"keyLocation\":[]}"};
    for (guint i = 0; i < G_N_ELEMENTS(malformed); i++)
        assert_refused(malformed[i], strlen(malformed[i]), FALSE);
    for (guint i = 0; i < G_N_ELEMENTS(misshapen); i++)
        assert_refused(misshapen[i], strlen(misshapen[i]), TRUE);
    assert_refused("{}\0", 3, FALSE);
    assert_refused("12\0", 3, FALSE);
}

static void deep_and_crowded_json_is_refused(Site *s, gconstpointer data)
{
    (void)s;
    (void)data;
    g_autofree char *deep = g_strnfill(LIMIT_JSON_DEPTH + 1, '['),
                    *deepest = g_strnfill(LIMIT_JSON_DEPTH, '[');
    g_autofree char *closing = g_strnfill(LIMIT_JSON_DEPTH, ']'), *good = g_strconcat(deepest, closing, NULL);
    g_autofree char *close_deep = g_strnfill(LIMIT_JSON_DEPTH + 1, ']'),
                    *bad = g_strconcat(deep, close_deep, NULL);
    assert_refused(good, strlen(good), TRUE);
    assert_refused(bad, strlen(bad), FALSE);
    g_autoptr(GString) many = g_string_new("[0");
    for (guint i = 2; i < LIMIT_INDEXNOW_VALUES; i++)
        g_string_append(many, ",0");
    g_string_append_c(many, ']');
    assert_refused(many->str, many->len, TRUE);
    g_string_insert(many, 1, "0,");
    assert_refused(many->str, many->len, FALSE);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name) g_test_add("/indexnow/" #name, Site, NULL, set_up_site, name, tear_down_site)
    ADD(a_key_is_the_configured_one_or_forbidden);
    ADD(without_a_configured_key_every_ping_is_forbidden);
    ADD(urls_of_the_sites_hosts_are_taken);
    ADD(other_urls_are_not);
    ADD(hosts_of_pings_may_be_configured_of_their_own);
    ADD(without_any_host_no_ping_is_taken);
    ADD(the_host_of_a_ping_is_that_of_its_urls);
    ADD(a_key_file_is_for_its_folder);
    ADD(a_ping_has_ten_thousand_urls_at_most);
    ADD(a_ping_in_json_is_read);
    ADD(what_is_no_json_or_no_ping_is_refused);
    ADD(deep_and_crowded_json_is_refused);
    return g_test_run();
}
