/* The promises of indexer/pattern.h and indexer/marker.h. Languages are those that there are, by number. */
#include <string.h>

#include "indexer/marker.h"
#include "indexer/pattern.h"
#include "indexer/pattern_learn.h"
#include "langs/lang.h"

#define SITE "https://www.a.example/"

static const char *code(guint i)
{
    return lang_code(lang_get(i));
}

/* A site to learn from. */
typedef struct {
    GArray *examples;
    GStringChunk *texts;
} Site;

static Site site_new(void)
{
    return (Site){g_array_new(FALSE, FALSE, sizeof(PatternExample)), g_string_chunk_new(1024)};
}

static void site_clear(Site *s)
{
    g_array_unref(s->examples);
    g_string_chunk_free(s->texts);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Site, site_clear)

static void add(Site *s, guint lang, const char *format, ...) G_GNUC_PRINTF(3, 4);
static void add(Site *s, guint lang, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *url = g_strdup_vprintf(format, args);
    va_end(args);
    PatternExample e = {g_string_chunk_insert(s->texts, url), code(lang)};
    g_array_append_val(s->examples, e);
}

static Patterns *learn(const Site *s)
{
    Patterns *p = patterns_new(NULL);
    patterns_learn(p, (const PatternExample *)s->examples->data, s->examples->len);
    return p;
}

static void assert_key(const Patterns *p, const char *url, guint lang, const char *expected)
{
    g_autofree char *key = patterns_key(p, url, code(lang));
    g_assert_cmpstr(key, ==, expected);
}

static void assert_learned_key(const Site *s, const char *url, guint lang, const char *expected)
{
    g_autoptr(Patterns) p = learn(s);
    assert_key(p, url, lang, expected);
}

/* ------------------------------------------------------------------ what is learned */

static void a_code_in_the_path_needs_one_pair(void)
{
    g_auto(Site) s = site_new();
    add(&s, 0, SITE "%s/about", code(0));
    add(&s, 1, SITE "%s-XX/about", code(1));
    g_autofree char *other = g_strdup_printf(SITE "%s-XX/news/", code(1)), *own = g_strdup_printf(SITE "%s", code(0));
    assert_learned_key(&s, other, 1, SITE "{}news/");
    assert_learned_key(&s, own, 0, SITE "{}");
    assert_learned_key(&s, SITE "about", 0, NULL);
}

static void nothing_is_a_marker_beside_others(void)
{
    g_auto(Site) s = site_new();
    for (guint i = 0; i < 3; i++) {
        add(&s, 0, SITE "p%u/x.html", i);
        add(&s, 1, SITE "%s/p%u/x.html", code(1), i);
    }
    g_autofree char *marked = g_strdup_printf(SITE "%s/new.html", code(1));
    assert_learned_key(&s, SITE "new.html", 0, SITE "{}new.html");
    assert_learned_key(&s, marked, 1, SITE "{}new.html");
    assert_learned_key(&s, SITE "new.html", 2, NULL);
}

static void letters_in_file_names_are_learned_from_several_pages(void)
{
    g_auto(Site) s = site_new();
    for (guint i = 0; i < PATTERN_LEAST - 1; i++) {
        add(&s, 0, SITE "d/S%u!!MSW-Q.docx", i);
        add(&s, 1, SITE "d/S%u!!MSW-W.docx", i);
    }
    assert_learned_key(&s, SITE "d/S9!!MSW-Q.docx", 0, NULL);
    add(&s, 0, SITE "d/more!!MSW-Q.docx");
    add(&s, 1, SITE "d/more!!MSW-W.docx");
    assert_learned_key(&s, SITE "d/S9!!MSW-Q.docx", 0, SITE "d/S9!!MSW{}.docx");
    assert_learned_key(&s, SITE "d/S9!!MSW-W.docx", 1, SITE "d/S9!!MSW{}.docx");
    assert_learned_key(&s, SITE "d/S9!!MSW-V.docx", 1, NULL);
}

static void ends_of_names_hosts_and_parameters_are_places(void)
{
    g_auto(Site) s = site_new();
    for (guint lang = 0; lang < 2; lang++) {
        add(&s, lang, SITE "a.%s.html", code(lang));
        add(&s, lang, SITE "a.html.%s", code(lang));
        add(&s, lang, SITE "a?id=1&lang=%s", code(lang));
        add(&s, lang, "https://%s.a.example/b", code(lang));
    }
    g_autofree char *file = g_strdup_printf(SITE "z.%s.html", code(0)), *end = g_strdup_printf(SITE "z.html.%s", code(0));
    g_autofree char *query = g_strdup_printf(SITE "z?lang=%s&id=2", code(0));
    g_autofree char *host = g_strdup_printf("https://%s.a.example/z", code(0));
    assert_learned_key(&s, file, 0, SITE "z{}.html");
    assert_learned_key(&s, end, 0, SITE "z.html{}");
    assert_learned_key(&s, query, 0, SITE "z?id=2{}");
    assert_learned_key(&s, host, 0, "https://{}a.example/z");
}

static void a_language_may_be_said_twice(void)
{
    g_auto(Site) s = site_new();
    for (guint lang = 0; lang < 2; lang++)
        add(&s, lang, SITE "%s/a.%s.html", code(lang), code(lang));
    g_autofree char *url = g_strdup_printf(SITE "%s/z.%s.html", code(1), code(1));
    assert_learned_key(&s, url, 1, SITE "{}z{}.html");
}

static void a_page_of_another_language_than_its_url_says_loses_the_marker_too(void)
{
    g_auto(Site) s = site_new();
    for (guint lang = 0; lang < 2; lang++)
        add(&s, lang, SITE "%s/a", code(lang));
    g_autofree char *url = g_strdup_printf(SITE "%s/z", code(0)), *both = g_strdup_printf(SITE "%s/%s/z", code(0), code(1));
    g_autofree char *kept = g_strdup_printf(SITE "{}%s/z", code(1));
    assert_learned_key(&s, url, 1, SITE "{}z");
    assert_learned_key(&s, both, 0, kept); /* about the other language, not in it */
}

static void chance_is_no_rule(void)
{
    g_auto(Site) s = site_new();
    for (guint i = 0; i < 40; i++)
        add(&s, i % 3, SITE "%s/%u", (const char *const[]){"news", "people", "events", "work"}[i * 7 % 4], i % 10);
    for (guint i = 0; i < 40; i++)
        add(&s, i % 2, SITE "doc-%u.html", i);
    for (guint i = 0; i < 2 * PATTERN_LEAST; i++) {
        add(&s, i % 2, SITE "w%u-1.html", i);
        add(&s, 1 - i % 2, SITE "w%u-2.html", i);
    }
    assert_learned_key(&s, SITE "w1-1.html", 0, NULL);
    assert_learned_key(&s, SITE "news/1", 0, NULL);
    assert_learned_key(&s, SITE "doc-1.html", 0, NULL);
}

static gint by_url(gconstpointer a, gconstpointer b)
{
    return strcmp(((const PatternExample *)a)->url, ((const PatternExample *)b)->url);
}

static void append_rule(const PatternRule *rule, gpointer text)
{
    g_string_append_printf(text, "%s|%s|%s|%u\n", rule->place, rule->marker, rule->lang, rule->pages);
}

static void keep_rule(const PatternRule *rule, gpointer patterns)
{
    patterns_add_rule(patterns, rule);
}

static void rules_do_not_depend_on_order_and_can_be_kept(void)
{
    g_auto(Site) s = site_new();
    for (guint i = 9; i > 0; i--)
        for (guint lang = 0; lang < 3; lang++)
            add(&s, lang, SITE "%s%sp%u-e.html", lang ? code(lang) : "", lang ? "/" : "", i);
    g_autoptr(Patterns) first = learn(&s);
    g_array_sort(s.examples, by_url);
    g_autoptr(Patterns) second = learn(&s);
    g_autoptr(Patterns) kept = patterns_new(NULL);
    patterns_each_rule(first, keep_rule, kept);
    const Patterns *const all[] = {first, second, kept};
    g_autoptr(GString) expected = g_string_new(NULL);
    patterns_each_rule(first, append_rule, expected);
    g_assert_cmpuint(expected->len, >, 0);
    for (guint i = 1; i < G_N_ELEMENTS(all); i++) {
        g_autoptr(GString) rules = g_string_new(NULL);
        patterns_each_rule(all[i], append_rule, rules);
        g_assert_cmpstr(rules->str, ==, expected->str);
    }
}

/* ------------------------------------------------------------------ what is configured */

static void what_is_not_trusted_gives_no_key(void)
{
    g_auto(Site) s = site_new();
    for (guint i = 0; i < 6; i++) {
        add(&s, 0, "http://x.example/%s/%u.html", code(0), i);
        add(&s, 1, "http://x.example/%s/%u.html", code(1), i);
    }
    g_autofree char *url = g_strdup_printf("http://x.example/%s/7.html", code(0));
    g_autofree char *other = g_strdup_printf("http://x.example/%s/about.html", code(0));
    g_autoptr(Patterns) p = learn(&s), kept = patterns_new(NULL);
    g_autofree char *key = patterns_key(p, url, code(0)), *shape = pattern_shape(key);
    g_assert_cmpstr(shape, ==, "http://x.example/{}#.html");
    patterns_distrust(p, shape, 9);
    patterns_each_rule(p, keep_rule, kept);
    const Patterns *both[] = {p, kept};
    for (guint i = 0; i < G_N_ELEMENTS(both); i++) {
        g_assert_null(patterns_key(both[i], url, code(0)));
        assert_key(both[i], other, 0, "http://x.example/{}about.html");
    }
    patterns_learn(p, (const PatternExample *)s.examples->data, s.examples->len);
    assert_key(p, url, 0, key);
}

static void what_is_configured_counts_first(void)
{
    char *const configured[] = {(char *)"//www.a.example/{}/", (char *)"-{q,w,qq}.aspx", (char *)"/{,v2/}end", NULL};
    g_autoptr(Patterns) p = patterns_new(configured);
    g_autofree char *path = g_strdup_printf(SITE "%s-XX/a-q.aspx", code(0));
    assert_key(p, path, 0, SITE "{}/a-q.aspx");
    assert_key(p, SITE "a-q.aspx", 0, SITE "a-{}.aspx");
    assert_key(p, SITE "q-q-qq.aspx", 0, SITE "q-q-{}.aspx");
    assert_key(p, SITE "a-x.aspx", 0, NULL);
    assert_key(p, SITE "v2/end", 0, SITE "{}end");
    assert_key(p, SITE "end", 0, SITE "{}end");
    assert_key(p, SITE "no-code/a", 0, NULL);
}

static void odd_configured_patterns_fit_nothing(void)
{
    char *const configured[] = {(char *)"", (char *)"{", (char *)"}{", (char *)"{}", NULL};
    g_autoptr(Patterns) p = patterns_new(configured);
    g_autofree char *key = patterns_key(p, "https://1.2.3.4/", code(0));
    g_assert_null(key);
}

/* ------------------------------------------------------------------ markers */

static void markers_lie_inside_the_url(void)
{
    static const char *const urls[] = {"https://a.example",
                                       "https://a.example/",
                                       "https://[::1]:80/a//b/?",
                                       "https://a.b.c.example/..../-.-",
                                       "https://a.example/a-.html?=&&x=&=y",
                                       "https://a.example/_#frag?x=y",
                                       "x",
                                       ""};
    g_autoptr(GString) long_url = g_string_new("https://a.example");
    for (guint i = 0; i < 100; i++)
        g_string_append(long_url, "/s?a=b&c=d");
    for (guint i = 0; i <= G_N_ELEMENTS(urls); i++) {
        const char *url = i < G_N_ELEMENTS(urls) ? urls[i] : long_url->str;
        Marker markers[MARKERS_MOST];
        guint n = marker_list(url, markers);
        g_assert_cmpuint(n, <=, MARKERS_MOST);
        for (guint k = 0; k < n; k++) {
            const Marker *m = &markers[k];
            g_assert_cmpuint(m->start, <=, m->end);
            g_assert_cmpuint(m->end, <=, strlen(url));
            g_assert_cmpuint(m->at, <=, strlen(url));
            g_assert_cmpuint(m->n, <=, MARKER_MOST);
            g_assert_cmpuint(m->text + m->n - url, <=, strlen(url));
            g_autofree char *key = marker_key(url, &m, 1);
            g_assert_cmpuint(strlen(key), ==, strlen(url) - (m->end - m->start) + 2);
            (void)marker_code(m);
        }
    }
}

static void places_have_names(void)
{
    for (MarkerPlace place = 0; place < N_PLACES; place++)
        g_assert_cmpuint(marker_place_find(marker_place_name(place)), ==, place);
    g_assert_cmpuint(marker_place_find("elsewhere"), ==, N_PLACES);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name) g_test_add_func("/pattern/" #name, name)
    ADD(a_code_in_the_path_needs_one_pair);
    ADD(nothing_is_a_marker_beside_others);
    ADD(letters_in_file_names_are_learned_from_several_pages);
    ADD(ends_of_names_hosts_and_parameters_are_places);
    ADD(a_language_may_be_said_twice);
    ADD(a_page_of_another_language_than_its_url_says_loses_the_marker_too);
    ADD(chance_is_no_rule);
    ADD(rules_do_not_depend_on_order_and_can_be_kept);
    ADD(what_is_not_trusted_gives_no_key);
    ADD(what_is_configured_counts_first);
    ADD(odd_configured_patterns_fit_nothing);
    ADD(markers_lie_inside_the_url);
    ADD(places_have_names);
    return g_test_run();
}
