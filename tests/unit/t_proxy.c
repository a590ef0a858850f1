/* The promises of indexer/proxy.h. */
#include "indexer/proxy.h"

#define HTTP "http://proxy.example:3128"
#define HTTPS "http://proxy.example:3129"

static const char *const names[] = {"http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY",
                                    "all_proxy",  "ALL_PROXY",  "no_proxy",    "NO_PROXY"};

static void clear_environment(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(names); i++)
        g_unsetenv(names[i]);
}

static void check(const char *url, const char *expected)
{
    g_autoptr(Proxies) proxies = proxies_new();
    g_autofree char *found = proxies_find(proxies, url);
    g_assert_cmpstr(found, ==, expected);
}

static void without_variables_all_is_direct(void)
{
    clear_environment();
    check("http://a.example/", NULL);
    check("https://a.example/", NULL);
}

static void each_scheme_has_its_proxy(void)
{
    clear_environment();
    g_setenv("http_proxy", HTTP, TRUE);
    check("http://a.example/", HTTP);
    check("https://a.example/", NULL);
    g_setenv("HTTPS_PROXY", HTTPS, TRUE);
    check("https://a.example/", HTTPS);
    g_setenv("all_proxy", "socks5://proxy.example", TRUE);
    check("http://a.example/", HTTP);
    clear_environment();
    g_setenv("ALL_PROXY", "socks5://proxy.example", TRUE);
    check("http://a.example/", "socks5://proxy.example");
    check("https://a.example/", "socks5://proxy.example");
}

static void a_visitor_cannot_name_a_proxy(void)
{
    clear_environment();
    g_setenv("HTTP_PROXY", HTTP, TRUE);
    check("http://a.example/", NULL);
}

static void exceptions_are_direct(void)
{
    clear_environment();
    g_setenv("http_proxy", HTTP, TRUE);
    g_setenv("no_proxy",
             "a.example, .b.example,8.8.8.8 9.9.0.0/16,[2a00::1],c.example:8080, /, "
             "x/y,a:b,[,[2a00::2]:80,:,., *.,.:80,:80",
             TRUE);
    const char *const direct[] = {"http://a.example/",     "http://www.a.example/x", "http://a.example:81/",
                                  "http://sub.b.example/", "http://8.8.8.8/",        "http://9.9.1.2:8000/",
                                  "http://[2a00::1]/",     "http://c.example:8080/"};
    const char *const proxied[] = {"http://aa.example/", "http://example/", "http://8.8.8.9/",
                                   "http://[2a00::2]/", "http://c.example/"};
    for (guint i = 0; i < G_N_ELEMENTS(direct); i++)
        check(direct[i], NULL);
    for (guint i = 0; i < G_N_ELEMENTS(proxied); i++)
        check(proxied[i], HTTP);
    g_setenv("no_proxy", "*", TRUE);
    check("http://aa.example/", NULL);
    g_unsetenv("no_proxy");
    g_setenv("NO_PROXY", "a.example", TRUE);
    check("http://a.example/", NULL);
}

static void local_names_never_reach_a_proxy(void)
{
    clear_environment();
    g_setenv("http_proxy", HTTP, TRUE);
    const char *const local[] = {"http://localhost/",       "http://localhost.:80/",    "http://a.localhost/",
                                 "http://127.0.0.1:81/",    "http://10.1.2.3/",         "http://[::1]:8080/",
                                 "http://169.254.169.254/", "http://[::ffff:10.0.0.1]/"};
    for (guint i = 0; i < G_N_ELEMENTS(local); i++)
        check(local[i], NULL);
    check("http://8.8.8.8/", HTTP);
    check("http://[2a00::1]/", HTTP);
    check("http://notlocalhost/", HTTP);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name) g_test_add_func("/proxy/" #name, name)
    ADD(without_variables_all_is_direct);
    ADD(each_scheme_has_its_proxy);
    ADD(a_visitor_cannot_name_a_proxy);
    ADD(exceptions_are_direct);
    ADD(local_names_never_reach_a_proxy);
    return g_test_run();
}
