/* The promises of indexer/robots.h. */
#include <string.h>

#include "indexer/robots.h"
#include "shim/limits.h"
#include "tests/unit/suite.h"

static Robots *parse(const char *body, const char *agent)
{
    return robots_new(body, strlen(body), agent);
}

/* Is it allowed, by the rule on which line (0: by none)? */
static void check(const char *body, const char *agent, const char *url, gboolean is_allowed, guint line)
{
    g_autoptr(Robots) robots = parse(body, agent);
    const RobotsRule *rule = robots_find(robots, url);
    if (robots_is_allowed(robots, url) != is_allowed || (rule ? rule->line : 0) != line)
        g_error("%s '%s' is %s by line %u of '%s'", agent, url, is_allowed ? "disallowed" : "allowed",
                rule ? rule->line : 0, body);
}

/* Seven of its conventions are Google's own: index.html stands for its folder, lines are cut, encoded letters
 * differ. */
static void verdicts_are_those_of_the_suite(void)
{
    gsize i;
    guint core = 0, conventions = 0;
    json_t *row;
    if (suite_is_absent("robots-google"))
        return;
    json_t *suite = suite_read_json("robots-google/cases.json");
    json_array_foreach(suite, i, row)
    {
        const json_t *body = json_object_get(row, "robots_txt");
        const char *agent = json_string_value(json_object_get(row, "agent")),
                   *url = json_string_value(json_object_get(row, "url"));
        g_autoptr(Robots) robots = robots_new(json_string_value(body), json_string_length(body), agent);
        gboolean is_same = robots_is_allowed(robots, url) == json_is_true(json_object_get(row, "allowed"));
        gboolean is_core = g_str_equal(json_string_value(json_object_get(row, "tier")), "core");
        if (is_core && !is_same)
            g_error("case %u: '%s' of '%s'", (guint)i, url, json_string_value(body));
        core += is_core;
        conventions += is_same && !is_core;
    }
    g_assert_cmpuint(core, ==, 137);
    g_assert_cmpuint(conventions, ==, 1);
    json_decref(suite);
}

static void longest_match_decides_and_allow_wins_ties(void)
{
    const char *body =
        "user-agent: *\ndisallow: /a\nallow: /a/b\ndisallow: /a/b/c\nallow: /x\ndisallow: /x\n";
    check(body, "bot", "http://h/", TRUE, 0);
    check(body, "bot", "http://h/a", FALSE, 2);
    check(body, "bot", "http://h/a/b?q", TRUE, 3);
    check(body, "bot", "http://h/a/b/c", FALSE, 4);
    check(body, "bot", "http://h/xyz", TRUE, 5);
    check("user-agent: *\ndisallow: /*.html\nallow: /page\n", "bot", "/page.html", FALSE, 2);
    check("user-agent: *\nallow: /$\ndisallow: /\n", "bot", "http://h", TRUE, 2);
    check("user-agent: *\nallow: /$\ndisallow: /\n", "bot", "http://h/?q", FALSE, 3);
}

static void asterisks_and_a_last_dollar_are_wildcards(void)
{
    static const struct {
        const char *pattern, *path;
        gboolean is_match;
    } rows[] = {
        {"*", "/", TRUE},           {"/a*", "/a", TRUE},         {"/a*/c", "/abc", FALSE},
        {"/a*/c", "/ab/cd", TRUE},  {"/*a$", "/aba", TRUE},      {"/*a$", "/ab", FALSE},
        {"/*ab*ab$", "/ab", FALSE}, {"/*ab*ab$", "/abab", TRUE}, {"/ab*ba$", "/aba", FALSE},
        {"/**b", "/aab", TRUE},     {"/a$b", "/a$bc", TRUE},     {"/a$b", "/ab", FALSE},
        {"/a$", "/a", TRUE},        {"/a$", "/ab", FALSE},       {"/*$", "/abc", TRUE},
        {"/x*y*z", "/xzyz", TRUE},  {"/x*y*z", "/xzy", FALSE},   {"*/b", "/a/b", TRUE},
        {"/?", "/", FALSE},         {"/?", "/?q", TRUE},         {"/*s=", "/?s=1", TRUE},
        {"//a/*", "/a/b", FALSE},   {"//a/*", "//a/b", TRUE},    {"/A", "/a", FALSE},
        {"$", "/", FALSE},          {"*$", "/", TRUE},           {"/*****a****", "/bba", TRUE},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *body = g_strconcat("user-agent: *\ndisallow: ", rows[i].pattern, NULL);
        g_autofree char *url = g_strconcat("http://h", rows[i].path, NULL);
        check(body, "bot", url, !rows[i].is_match, rows[i].is_match ? 2 : 0);
    }
}

static void rule_and_url_are_compared_in_one_spelling(void)
{
    static const struct {
        const char *pattern, *path;
        gboolean is_match;
    } rows[] = {
        {"/ツ", "/%E3%83%84", TRUE},
        {"/%E3%83%84", "/ツ", TRUE},
        {"/%e3%83%84", "/%E3%83%84", TRUE},
        {"/%62%61%7A", "/baz", TRUE},
        {"/baz", "/%62a%7a", TRUE},
        {"/%7ejoe", "/~joe", TRUE},
        {"/a%3cd", "/a<d", TRUE},
        {"/a<d", "/a%3Cd", TRUE},
        {"/a b", "/a%20b", TRUE},
        {"/a%2fb", "/a%2Fb", TRUE},
        {"/a%2fb", "/a/b", FALSE},
        {"/a/b", "/a%2Fb", FALSE},
        {"/a%2A.html", "/a*.html", TRUE},
        {"/a%2A.html", "/ab.html", FALSE},
        {"/foo-%24", "/foo-$", TRUE},
        {"/foo-%24", "/foo-", FALSE},
        {"/x%24y", "/x$y", TRUE},
        {"/Talk:A", "/Talk%3AA", TRUE},
        {"/Talk%3AA", "/Talk:A", TRUE},
        {"/?a%26b", "/?a&b", FALSE},
        {"/%3F", "/?", FALSE},
        {"/100%", "/100%", TRUE},
        {"/100%zz", "/100%zz", TRUE},
        {"/100%", "/100%25", TRUE},
        {"/100%25", "/100%", TRUE},
        {"/100%", "/100%F0", FALSE},
        {"/a?to=https://h/", "/a?to=https%3A%2F%2Fh%2F", TRUE},
        {"/a?to=https%3A%2F%2Fh", "/a?to=https://h", TRUE},
        {"/*?q=?", "/a?q=%3F", TRUE},
        {"/*to=https%3A%2F%2F", "/a?to=https%3A%2F%2Fh", TRUE},
        {"/*to=https%3A%2F%2F", "/a?to=https://h", FALSE},
        {"/a%3Fb=/", "/a%3Fb=%2F", FALSE},
        {"/\xFF", "/%FF", TRUE},
        {"/a%00", "/a%00b", TRUE},
        {"/%252F", "/%2F", FALSE},
    };
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *body = g_strconcat("user-agent: *\ndisallow: ", rows[i].pattern, NULL);
        check(body, "bot", rows[i].path, !rows[i].is_match, rows[i].is_match ? 2 : 0);
    }
}

static void url_may_be_whole_or_a_path(void)
{
    static const char *const same[] = {"http://h/p?q", "HTTPS://u@h:80/p?q#f", "//h/p?q", "h/p?q", "/p?q",
                                       "/p?q#f"};
    for (guint i = 0; i < G_N_ELEMENTS(same); i++)
        check("user-agent: *\ndisallow: /p?q$\n", "bot", same[i], FALSE, 2);
    static const char *const root[] = {"", "http://h", "http://h/", "h", "/", "#f", "http://h#/p"};
    for (guint i = 0; i < G_N_ELEMENTS(root); i++)
        check("user-agent: *\ndisallow: /$\n", "bot", root[i], FALSE, 2);
    check("user-agent: *\ndisallow: /?x\n", "bot", "http://h?x=http://g/", FALSE, 2);
}

static void groups_of_one_agent_are_one(void)
{
    const char *body =
        "user-agent: *\ndisallow: /\nuser-agent: Bot\nallow: /a\ndisallow: /b\n\nuser-agent: "
        "other\nuser-agent: BOT\n"
        "\nsitemap: http://h/s\nnonsense\ndisallow: /c\nuser-agent: third\ndisallow: /d\nuser-agent: last\n";
    check(body, "bot", "/a", TRUE, 4);
    check(body, "bOt", "/b", FALSE, 5);
    check(body, "bot", "/c", FALSE, 12);
    check(body, "bot", "/d", TRUE, 0);
    check(body, "other", "/c", FALSE, 12);
    check(body, "other", "/b", TRUE, 0);
    check(body, "last", "/", TRUE, 0);
    check(body, "botanist", "/b", FALSE, 2);
    check(body, "", "/b", FALSE, 2);
    check("disallow: /\nuser-agent: bot\ndisallow: /a\n", "bot", "/b", TRUE, 0);
    check("user-agent: a\nunknown: x\nuser-agent: b\ndisallow: /\n", "a", "/", FALSE, 4);
    check("user-agent: a\ndisallow:\nuser-agent: b\ndisallow: /\n", "a", "/", TRUE, 0);
}

static void words_of_an_agent_line_count_without_version(void)
{
    check("user-agent: Foo Bar # x\ndisallow: /\n", "foo", "/", FALSE, 2);
    check("user-agent: One, Two,Three\ndisallow: /\n", "three", "/", FALSE, 2);
    check("user-agent: Butterfly/1.0\ndisallow: /\n", "butterfly", "/", FALSE, 2);
    check("user-agent: butterfly*\ndisallow: /\n", "Butterfly/2.1", "/", FALSE, 2);
    check("user-agent: Agent1\ndisallow: /\n", "Agent2", "/", TRUE, 0);
    check("user-agent: Jävla-Bot\ndisallow: /\n", "jävla-bot", "/", FALSE, 2);
    check("user-agent: * # all\ndisallow: /\n", "x", "/", FALSE, 2);
    check("user-agent: *bot\ndisallow: /\n", "x", "/", TRUE, 0);
    check("user-agent: foobot\ndisallow: /\n", "Mozilla/5.0 (compatible; Foobot/2.1)", "/", FALSE, 2);
    check("user-agent: *\ndisallow: /\nuser-agent: foobot\nallow: /\n", "*", "/", FALSE, 2);
}

static void misspelt_lines_are_understood(void)
{
    static const char *const lines[] = {"disallow /",    "Dissallow: /",   "DISALLOW : /",
                                        "\t disallow:/", "desallow:/ # x", "Disalow:/"};
    for (guint i = 0; i < G_N_ELEMENTS(lines); i++) {
        g_autofree char *body = g_strconcat("useragent: bot\n", lines[i], NULL);
        check(body, "bot", "/", FALSE, 2);
    }
    check("user-agent bot\ndisallow /\n", "bot", "/", FALSE, 2);
    check("user agent: bot\ndisallow: /\n", "bot", "/", FALSE, 2);
    check("user-agent: bot\ndisallow /a /b\nfoo: /\ndisallow\n: /\n", "bot", "/a", TRUE, 0);
    check("<p>\nuser-agent: *<BR>\ndisallow: /a<br />\nallow: <br>\n</p>", "bot", "/a", FALSE, 3);
    check("user-agent: *<br></p>\ndisallow: /a<b\n", "bot", "/a", TRUE, 0);
    check("<html><body>User-agent: *<br>Disallow: /</body></html>", "bot", "/", TRUE, 0);
}

static void bytes_may_be_any(void)
{
    static const char *const ends[] = {"\n", "\r\n", "\r"};
    for (guint i = 0; i < G_N_ELEMENTS(ends); i++) {
        g_autofree char *body =
            g_strjoin(ends[i], "\xEF\xBB\xBFuser-agent: bot", "", "disallow: /a", "allow: /a/\xFF\xC3", NULL);
        check(body, "bot", "/a", FALSE, 3);
        check(body, "bot", "/a/%FF%C3", TRUE, 4);
    }
    static const char nul[] = "\0\nuser-agent: bot\0\ndis\0allow: /b\ndisallow: /a\0b\ndisallow:\0/c\n";
    g_autoptr(Robots) robots = robots_new(nul, sizeof nul, "bot");
    g_assert_true(robots_is_allowed(robots, "/a") && robots_is_allowed(robots, "/b"));
    g_assert_false(robots_is_allowed(robots, "/a%00b") || robots_is_allowed(robots, "/c"));
    g_assert_cmpstr(robots_find(robots, "/c")->text, ==, "disallow:�/c");
    static const char wide[] =
        "\xFF\xFEu\0s\0e\0r\0-\0a\0g\0e\0n\0t\0:\0*\0\n\0d\0i\0s\0a\0l\0l\0o\0w\0:\0/\0";
    g_autoptr(Robots) utf16 = robots_new(wide, sizeof wide - 1, "bot");
    g_assert_false(robots_is_allowed(utf16, "/"));
    g_autofree char *kept = robots_text(wide, sizeof wide - 1);
    check(kept, "bot", "/", FALSE, 2);
    g_autoptr(Robots) none = robots_new("", 0, "bot");
    g_assert_null(robots_find(none, "/"));
}

/* The last line within the limit counts, one that goes over it does not, not even its beginning. */
static void body_counts_up_to_a_line_within_the_limit(void)
{
    g_autoptr(GString) body = g_string_new("user-agent: *\n");
    const char *within = "disallow: /within\n", *over = "disallow: /o";
    while (body->len < LIMIT_ROBOTS - strlen(within) - strlen(over))
        g_string_append_c(body, body->len % 100 ? '#' : '\n');
    g_string_append_c(body, '\n');
    g_string_truncate(body, body->len - (body->len + strlen(within) + strlen(over) - LIMIT_ROBOTS));
    body->str[body->len - 1] = '\n';
    g_string_append(body, within);
    g_string_append(body, over);
    g_assert_cmpuint(body->len, ==, LIMIT_ROBOTS);
    g_string_append(body, "ver\n");
    g_autoptr(Robots) robots = robots_new(body->str, body->len, "bot");
    g_assert_false(robots_is_allowed(robots, "/within"));
    g_assert_true(robots_is_allowed(robots, "/over"));
    g_autofree char *kept = robots_text(body->str, body->len);
    g_autoptr(Robots) again = parse(kept, "bot");
    g_assert_false(robots_is_allowed(again, "/within"));
    g_assert_true(robots_is_allowed(again, "/over"));
    g_autoptr(Robots) shorter = robots_new(body->str, LIMIT_ROBOTS, "bot");
    g_assert_false(robots_is_allowed(shorter, "/over"));
}

static void robots_txt_is_always_allowed(void)
{
    check("user-agent: *\ndisallow: /\n", "bot", "https://h/robots.txt", TRUE, 0);
    check("user-agent: *\ndisallow: /\n", "bot", "https://h/robots.txt/x", FALSE, 2);
    g_autoptr(Robots) none = robots_new_for_status(0, NULL, 0, "bot");
    g_assert_true(robots_is_allowed(none, "/robots.txt"));
}

static void status_decides_where_there_is_no_body(void)
{
    static const struct {
        guint status;
        gboolean is_allowed;
        const char *text;
    } rows[] = {{200, FALSE, "disallow: /"}, {204, FALSE, "disallow: /"}, {301, TRUE, NULL},
                {401, TRUE, NULL},           {403, TRUE, NULL},           {404, TRUE, NULL},
                {429, TRUE, NULL},           {499, TRUE, NULL},           {500, FALSE, "status 500"},
                {503, FALSE, "status 503"},  {0, FALSE, "no answer"},     {100, FALSE, "status 100"},
                {999, FALSE, "status 999"}};
    const char *body = "user-agent: *\ndisallow: /\nsitemap: /s\ncrawl-delay: 1";
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(Robots) robots = robots_new_for_status(rows[i].status, body, strlen(body), "bot");
        const RobotsRule *rule = robots_find(robots, "http://h/");
        g_assert_cmpint(robots_is_allowed(robots, "http://h/"), ==, rows[i].is_allowed);
        g_assert_cmpstr(rule ? rule->text : NULL, ==, rows[i].text);
        g_assert_cmpuint(g_strv_length((char **)robots_sitemaps(robots)), ==, rows[i].status / 100 == 2);
        g_assert_cmpfloat(robots_delay(robots), ==, rows[i].status / 100 == 2 ? 1 : -1);
    }
}

static void check_delay(const char *body, const char *agent, double delay)
{
    g_autoptr(Robots) robots = parse(body, agent);
    g_assert_cmpfloat(robots_delay(robots), ==, delay);
}

static void delay_is_that_of_the_agents_group(void)
{
    const char *lists =
        "user-agent: a\ncrawl-delay: 10\nuser-agent: b\nCrawl-Delay: .5 # s\nuser-agent: *\ndisallow: /c\n";
    check_delay(lists, "a", 10);
    check_delay(lists, "b", 0.5);
    check_delay(lists, "c", -1);
    check(lists, "a", "/c", FALSE, 6); /* it ends no group of rules */
    check_delay("user-agent: *\ncrawl-delay: 3\nuser-agent: a\ndisallow:\n", "a", -1);
    check_delay("user-agent: *\ndisallow:\ncrawl-delay: 3600\n", "a", 3600);
    static const char *const bad[] = {"go away!", "", "-1", "nan", "inf", ".", "0x10"};
    for (guint i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autofree char *body = g_strconcat("user-agent: *\ncrawl-delay: ", bad[i], NULL);
        check_delay(body, "a", g_str_equal(bad[i], "0x10") ? 0 : -1);
    }
}

static void sitemaps_belong_to_no_group(void)
{
    const char *body = "Sitemap: http://h/S.xml\nuser-agent: x\nsitemap:/relative \nsite-map: "
                       "http://h/\xFF#f\nsitemap:\nsitemap";
    g_autoptr(Robots) robots = parse(body, "bot");
    g_autofree char *all = g_strjoinv(" ", (char **)robots_sitemaps(robots));
    g_assert_cmpstr(all, ==, "http://h/S.xml /relative http://h/�");
    g_autoptr(GString) many = g_string_new(NULL);
    for (guint i = 0; i < LIMIT_ROBOTS_SITEMAPS + 10; i++)
        g_string_append_printf(many, "sitemap: /%u\n", i);
    g_autoptr(Robots) full = parse(many->str, "bot");
    g_assert_cmpuint(g_strv_length((char **)robots_sitemaps(full)), ==, LIMIT_ROBOTS_SITEMAPS);
}

static void text_of_a_rule_can_be_shown(void)
{
    g_autoptr(Robots) robots = parse("user-agent: *\n  DisAllow :\t/a\x1B[31m\x01/\xFF\t # why\n", "bot");
    g_assert_cmpstr(robots_find(robots, "/a%1B[31m%01/%FF")->text, ==, "DisAllow : /a [31m /�");
    g_autofree char *path = g_strnfill(5 * LIMIT_URL, 'x'),
                    *body = g_strconcat("user-agent: *\ndisallow: /", path, NULL);
    g_autofree char *url = g_strconcat("/", path, NULL);
    g_autoptr(Robots) cut = parse(body, "bot");
    g_assert_cmpuint(strlen(robots_find(cut, url)->text), ==, LIMIT_URL);
    path[5 * LIMIT_URL - 1] = 'y';
    g_autofree char *other = g_strconcat("/", path, NULL);
    g_assert_null(robots_find(cut, other));
}

static void wildcards_beyond_the_limit_forbid_more(void)
{
    g_autoptr(GString) body = g_string_new("user-agent: *\n");
    for (guint i = 0; i < LIMIT_ROBOTS_WILDCARDS; i++)
        g_string_append_printf(body, "disallow: /%u*x\n", i);
    g_string_append(body, "disallow: /some*x$\nallow: /some*xy\ndisallow: /other\n");
    g_autoptr(Robots) robots = parse(body->str, "bot");
    g_assert_true(robots_is_allowed(robots, "/0"));
    g_assert_false(robots_is_allowed(robots, "/0x") || robots_is_allowed(robots, "/somexy") ||
                   robots_is_allowed(robots, "/other"));
    g_assert_true(robots_is_allowed(robots, "/so"));
}

/* Half a megabyte of what makes backtracking matchers slow, asked about a URL as long as any. */
static void hostile_patterns_cost_linear_time(void)
{
    static const char *const pieces[] = {"*a", "a*", "aaaa", "*", "*aaaaaaaab", "a*b", "$", "%"};
    g_autofree char *url = g_strnfill(LIMIT_URL, 'a');
    url[0] = '/';
    double slowest = 0;
    for (guint i = 0; i < G_N_ELEMENTS(pieces); i++)
        for (guint length = 10; length <= 100000; length *= 100) {
            g_autoptr(GString) body = g_string_new("user-agent: *");
            while (body->len < LIMIT_ROBOTS - length - 20) {
                g_string_append(body, "\ndisallow: /");
                for (gsize begin = body->len; body->len - begin < length;)
                    g_string_append(body, pieces[i]);
                g_string_append(body, "c");
            }
            g_autoptr(Robots) robots = parse(body->str, "bot");
            g_autoptr(GTimer) timer = g_timer_new();
            robots_is_allowed(robots, url);
            slowest = MAX(slowest, g_timer_elapsed(timer, NULL));
        }
    g_test_message("slowest answer: %.1f ms", slowest * 1000);
    g_assert_cmpfloat(slowest, <, 10); /* seconds: backtracking would need years */
}

#define ADD(test) g_test_add_func("/robots/" #test, test)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD(verdicts_are_those_of_the_suite);
    ADD(longest_match_decides_and_allow_wins_ties);
    ADD(asterisks_and_a_last_dollar_are_wildcards);
    ADD(rule_and_url_are_compared_in_one_spelling);
    ADD(url_may_be_whole_or_a_path);
    ADD(groups_of_one_agent_are_one);
    ADD(words_of_an_agent_line_count_without_version);
    ADD(misspelt_lines_are_understood);
    ADD(bytes_may_be_any);
    ADD(body_counts_up_to_a_line_within_the_limit);
    ADD(robots_txt_is_always_allowed);
    ADD(status_decides_where_there_is_no_body);
    ADD(delay_is_that_of_the_agents_group);
    ADD(sitemaps_belong_to_no_group);
    ADD(text_of_a_rule_can_be_shown);
    ADD(wildcards_beyond_the_limit_forbid_more);
    ADD(hostile_patterns_cost_linear_time);
    return g_test_run();
}
