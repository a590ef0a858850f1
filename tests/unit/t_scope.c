/* The promises of indexer/scope.h. */
#include "indexer/scope.h"
#include "shim/limits.h"
#include "tests/unit/settings.h"

#define X "http://x.example"
#define SITE                                                                                                 \
    "[site]\nstart = http://x.example/ http://y.example:8080/\nhosts = x.example y.example z.example:81\n"

typedef struct {
    Settings settings;
    Scope *scope;
} Fixture;

static void set_up(Fixture *f, gconstpointer crawl)
{
    g_autofree char *lines = g_strconcat(SITE, "[crawl]\n", (const char *)crawl, "\n", NULL);
    settings_open(&f->settings, lines);
    f->scope = scope_new(f->settings.config);
}

static void tear_down(Fixture *f, gconstpointer crawl)
{
    (void)crawl;
    scope_free(f->scope);
    settings_clear(&f->settings);
}

/* `expected` is the URL as the frontier has it, or the reason behind a "!". */
static void check(const Fixture *f, const char *url, const char *expected)
{
    const char *reason;
    g_autofree char *plain = scope_normalise(f->scope, url, &reason);
    if (*expected == '!' ? g_strcmp0(reason, expected + 1) || plain : reason || g_strcmp0(plain, expected))
        g_error("'%s' is %s, %s", url, plain ? plain : "not followed", reason ? reason : "followed");
}

static void a_host_has_its_own_port_or_those_of_its_seeds_or_the_default_ones(Fixture *f, gconstpointer data)
{
    (void)data;
    static const char *const ours[] = {X "/",
                                       "https://x.example/a?b",
                                       "http://y.example:8080/",
                                       "https://y.example:8080/",
                                       "http://z.example:81/"};
    static const char *const foreign[] = {"http://x.example:8080/",
                                          "http://y.example/",
                                          "https://y.example/",
                                          "http://w.x.example/",
                                          "http://x.example.evil/",
                                          "http://evil.example/x.example",
                                          "http://evil.example/?http://x.example/",
                                          "http://z.example/",
                                          "http://y.example:8081/",
                                          "http://xxexample/"};
    for (guint i = 0; i < G_N_ELEMENTS(ours); i++) {
        g_assert_true(scope_has_host(f->scope, ours[i]));
        check(f, ours[i], ours[i]);
    }
    for (guint i = 0; i < G_N_ELEMENTS(foreign); i++) {
        g_assert_false(scope_has_host(f->scope, foreign[i]));
        check(f, foreign[i], "!foreign");
    }
}

static void session_parameters_are_dropped(Fixture *f, gconstpointer data)
{
    (void)data;
    static const char *const rows[][2] = {
        {X "/?sid=1", X "/"},
        {X "/?a=1&sid=2&b=3", X "/?a=1&b=3"},
        {X "/?sid", X "/"},
        {X "/?sid2=1", X "/?sid2=1"},
        {X "/?si=1", X "/?si=1"},
        {X "/?a=sid=1", X "/?a=sid=1"},
        {X "/?utm_source=a&utm_=b&utm=c", X "/?utm=c"},
        {X "/a;sid=9?b", X "/a?b"},
        {X "/a;sid=9", X "/a"},
        {X "/a;b=9", X "/a;b=9"},
        {X "/a;sid=9/b", X "/a;sid=9/b"},
        {X "/?", X "/"},
        {X "/?&", X "/?&"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
        check(f, rows[i][0], rows[i][1]);
}

static void include_and_exclude_are_globs_over_whole_urls(Fixture *f, gconstpointer data)
{
    (void)data;
    check(f, X "/in/a", X "/in/a");
    check(f, X "/in/private/a", "!excluded");
    check(f, X "/out/a", "!excluded");
    check(f, X "/?u=/in/", "!excluded");
    check(f, X "/in/a?sid=1", X "/in/a"); /* looked at as the frontier has it */
    check(f, X "/in/a?print=1", "!excluded");
}

static void a_file_that_is_no_document_is_known_by_its_name(Fixture *f, gconstpointer data)
{
    (void)data;
    check(f, X "/a.png", "!no document");
    check(f, X "/a.JPEG?x=1", "!no document");
    check(f, X "/a.tar.gz", "!no document");
    check(f, X "/a.pdf", X "/a.pdf");
    check(f, X "/png", X "/png");
    check(f, X "/a.png/b", X "/a.png/b");
    check(f, X "/?file=a.png", X "/?file=a.png");
    check(f, X "/a.pngs", X "/a.pngs");
}

static void a_path_with_too_many_segments_is_a_trap(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GString) url = g_string_new(X);
    for (guint i = 0; i < LIMIT_SEGMENTS; i++)
        g_string_append_printf(url, "/%c%u", 'a' + i, i);
    check(f, url->str, url->str);
    g_string_append(url, "/more");
    check(f, url->str, "!too many path segments");
}

static void segments_that_repeat_are_a_trap(Fixture *f, gconstpointer data)
{
    (void)data;
    static const char *const followed[] = {X "/a/a", X "/a/b/a/b", X "/a/b/c/a/b/c", X "/a/b/a/c/a/d/a",
                                           X "/2024/1/1"};
    static const char *const traps[] = {X "/a/a/a", X "/a/b/a/b/a/b", X "/x/a/b/c/a/b/c/a/b/c",
                                        X "/a/%61/a/"};
    for (guint i = 0; i < G_N_ELEMENTS(followed); i++)
        check(f, followed[i], followed[i]);
    for (guint i = 0; i < G_N_ELEMENTS(traps); i++)
        check(f, traps[i], "!repeated path segments");
}

static void a_pattern_has_no_digits_and_no_values(Fixture *f, gconstpointer data)
{
    (void)f;
    (void)data;
    static const char *const rows[][2] = {
        {X "/calendar/2024/05", X "/calendar/#/#"},
        {X "/a12b3", X "/a#b#"},
        {X "/list?sort=up&page=2", X "/list?page=*&sort=*"},
        {X "/list?page=3&sort=down", X "/list?page=*&sort=*"},
        {X "/list?page=3=4", X "/list?page=*"},
        {"http://10.0.0.1:8080/a1", "http://10.0.0.1:8080/a#"},
        {X, X},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *pattern = scope_pattern(rows[i][0]);
        g_assert_cmpstr(pattern, ==, rows[i][1]);
    }
}

/* Of `n` URLs of this format, how many are followed? */
static guint count(Fixture *f, const char *before, guint n, const char *after)
{
    guint followed = 0;
    for (guint i = 0; i < n; i++) {
        g_autofree char *url = g_strdup_printf("%s%u%s", before, i, after);
        followed += scope_count(f->scope, url);
    }
    return followed;
}

static void of_one_pattern_so_many_are_followed(Fixture *f, gconstpointer data)
{
    (void)data;
    g_assert_cmpuint(count(f, X "/calendar/", 100, ""), ==, 20);
    g_assert_cmpuint(count(f, X "/one?a=", 100, ""), ==, 20);
    g_assert_cmpuint(count(f, X "/other/", 5, ""), ==, 5);
}

static void with_two_parameters_a_tenth_is_followed(Fixture *f, gconstpointer data)
{
    (void)data;
    g_assert_cmpuint(count(f, X "/list?a=", 10, "&b=1"), ==, 2);
    g_assert_cmpuint(count(f, X "/list?b=", 10, "&a=1"), ==, 0); /* the same pattern */
}

static void add_skipped(const char *reason, const char *pattern, guint64 number, const char *example,
                        gpointer rows)
{
    g_ptr_array_add(rows,
                    g_strdup_printf("%s %s %" G_GUINT64_FORMAT " %s", reason, pattern, number, example));
}

/* Facets: parameters that are combined without end. */
static void all_queries_of_one_path_are_counted_together(Fixture *f, gconstpointer data)
{
    (void)data;
    guint followed = 0;
    for (char c = 'a'; c <= 'z'; c++) {
        g_autofree char *query = g_strdup_printf("&%c=1", c);
        followed += count(f, X "/list?facet=", 3, query);
    }
    g_assert_cmpuint(followed, ==, 20);
    g_assert_cmpuint(count(f, X "/other?facet=", 3, "&z=1"), ==, 2);
    g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func(g_free);
    scope_skip(f->scope, X "/list?facet=1&a=1", "trap");
    scope_skip(f->scope, X "/list?facet=1&b=1&c=1", "trap");
    scope_each_skipped(f->scope, add_skipped, rows);
    g_assert_cmpuint(rows->len, ==, 1); /* told as one, too */
    g_assert_cmpstr(g_ptr_array_index(rows, 0), ==, "trap " X "/list?* 2 " X "/list?facet=1&a=1");
}

static void a_tenth_is_one_at_least(Fixture *f, gconstpointer data)
{
    (void)data;
    g_assert_cmpuint(count(f, X "/list?a=", 10, "&b=1"), ==, 1);
}

static void of_one_host_so_many_are_followed(Fixture *f, gconstpointer data)
{
    (void)data;
    guint followed = 0;
    for (char c = 'a'; c <= 'z'; c++) {
        g_autofree char *url = g_strdup_printf(X "/%c", c);
        followed += scope_count(f->scope, url);
    }
    g_assert_cmpuint(followed, ==, 10);
    g_assert_true(scope_count(f->scope, "http://y.example/a"));
}

static void what_is_refused_is_not_counted(Fixture *f, gconstpointer data)
{
    (void)data;
    g_assert_cmpuint(count(f, X "/full/", 30, ""), ==, 5);
    g_assert_cmpuint(count(f, X "/a/", 5, ""), ==,
                     5); /* those that the pattern refused have not filled the host */
    g_assert_cmpuint(count(f, X "/b/", 5, ""), ==, 0);
}

static void normalising_counts_nothing(Fixture *f, gconstpointer data)
{
    (void)data;
    for (guint i = 0; i < 100; i++)
        check(f, X "/calendar/1", X "/calendar/1");
    g_assert_cmpuint(count(f, X "/calendar/", 100, ""), ==, 20);
}

static void what_was_passed_over_is_told_once_by_pattern(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func(g_free);
    scope_skip(f->scope, X "/a/1", "trap");
    scope_skip(f->scope, X "/a/2", "trap");
    scope_each_skipped(f->scope, add_skipped, rows);
    g_assert_cmpuint(rows->len, ==, 1);
    g_assert_cmpstr(g_ptr_array_index(rows, 0), ==, "trap " X "/a/# 2 " X "/a/1");
    scope_skip(f->scope, X "/a/3", "trap");
    scope_skip(f->scope, X "/a/3", "excluded");
    g_ptr_array_set_size(rows, 0);
    scope_each_skipped(f->scope, add_skipped, rows);
    g_assert_cmpuint(rows->len, ==, 2);
    g_ptr_array_set_size(rows, 0);
    scope_each_skipped(f->scope, add_skipped, rows);
    g_assert_cmpuint(rows->len, ==, 0);
}

static void so_many_patterns_are_told_by_name(Fixture *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < LIMIT_SKIPPED + 10; i++) {
        g_autofree char *letters = g_strnfill(i + 1, 'a'), *url = g_strconcat(X "/", letters, NULL);
        scope_skip(f->scope, url, "trap");
    }
    scope_skip(f->scope, X "/a", "trap");
    scope_each_skipped(f->scope, add_skipped, rows);
    g_assert_cmpuint(rows->len, ==, LIMIT_SKIPPED);
    g_ptr_array_set_size(rows, 0);
    scope_skip(f->scope, X "/b", "trap"); /* there is room again */
    scope_each_skipped(f->scope, add_skipped, rows);
    g_assert_cmpuint(rows->len, ==, 1);
}

static void keys_differ(Fixture *f, gconstpointer data)
{
    (void)f;
    (void)data;
    g_autoptr(GHashTable) keys = g_hash_table_new(NULL, NULL);
    for (guint i = 0; i < 100000; i++) {
        g_autofree char *url = g_strdup_printf(X "/%u", i);
        g_hash_table_add(keys, url_key(url));
    }
    g_assert_cmpuint(g_hash_table_size(keys), ==, 100000);
    g_assert_true(url_key(X "/1") == url_key(X "/1"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name, crawl) g_test_add("/scope/" #name, Fixture, crawl, set_up, name, tear_down)
    ADD(a_host_has_its_own_port_or_those_of_its_seeds_or_the_default_ones, "");
    ADD(session_parameters_are_dropped, "session_parameters = sid utm_*");
    ADD(include_and_exclude_are_globs_over_whole_urls,
        "include = http://x.example/in/*\nexclude = */private/* *?print=*\nsession_parameters = sid");
    ADD(a_file_that_is_no_document_is_known_by_its_name, "");
    ADD(a_path_with_too_many_segments_is_a_trap, "");
    ADD(segments_that_repeat_are_a_trap, "");
    ADD(a_pattern_has_no_digits_and_no_values, "");
    ADD(of_one_pattern_so_many_are_followed, "pattern_pages = 20");
    ADD(with_two_parameters_a_tenth_is_followed, "pattern_pages = 20");
    ADD(all_queries_of_one_path_are_counted_together, "pattern_pages = 20");
    ADD(a_tenth_is_one_at_least, "pattern_pages = 3");
    ADD(of_one_host_so_many_are_followed, "host_pages = 10");
    ADD(what_is_refused_is_not_counted, "pattern_pages = 5\nhost_pages = 10");
    ADD(normalising_counts_nothing, "pattern_pages = 20");
    ADD(what_was_passed_over_is_told_once_by_pattern, "");
    ADD(so_many_patterns_are_told_by_name, "");
    ADD(keys_differ, "");
    return g_test_run();
}
