/* The promises of indexer/fingerprint.h. */
#include "indexer/extract.h"
#include "indexer/fingerprint.h"

#include <string.h>

#include "indexer/simhash.h"
#include "shim/limits.h"
#include "tests/unit/sample.h"

#define FEW "<p>31; 405; 1999; 2,5; 8848; 1024; 17; 365</p>"

static guint64 of(const char *html)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Page) page = page_new();
    page->url = g_strdup("http://site.example/page");
    page->body = g_bytes_new(html, strlen(html));
    g_autoptr(Document) d = extract(page, &error);
    g_assert_no_error(error);
    return d->fingerprint;
}

static void assert_same(const char *a, const char *b)
{
    g_assert_cmpuint(of(a), !=, 0);
    g_assert_cmphex(of(a), ==, of(b));
}

static void assert_differ(const char *a, const char *b)
{
    g_assert_cmphex(of(a), !=, of(b));
}

/* A page of `n` paragraphs in the language, each with numbers; the dice give them and nothing else. */
static char *page_in(const LangProfile *lang, guint seed, guint n)
{
    g_autoptr(GRand) dice = g_rand_new_with_seed(seed);
    GString *html = g_string_new("<body><h1>Title</h1>");
    for (guint i = 0; i < n; i++) {
        g_autoptr(GString) words = sample_text(lang, seed + i, 40);
        g_string_append_printf(html, "<h2>%.*s</h2><p>%s %d</p><p>%d %s</p>", 0, "", words->str,
                               g_rand_int_range(dice, 1, 3000), g_rand_int_range(dice, 1, 100), words->str);
    }
    return g_string_free(html, FALSE);
}

static void the_same_numbers_in_every_language_are_near(void)
{
    g_autofree char *first = page_in(lang_get(0), 1, 20);
    guint64 fingerprint = of(first);
    g_assert_cmpuint(fingerprint, !=, 0);
    for (guint i = 1; i < lang_count(); i++) {
        g_autofree char *other = page_in(lang_get(i), 1, 20);
        g_assert_cmpuint(simhash_distance(fingerprint, of(other)), <=, FINGERPRINT_NEAR);
    }
}

static void other_pages_are_far_in_every_language(void)
{
    for (guint i = 0; i < lang_count(); i++)
        for (guint seed = 1; seed < 20; seed++) {
            g_autofree char *one = page_in(lang_get(i), seed, 20),
                            *other = page_in(lang_get(i), seed + 100, 20);
            g_assert_cmpuint(simhash_distance(of(one), of(other)), >, FINGERPRINT_NEAR);
        }
}

static void a_page_with_too_little_has_none(void)
{
    g_assert_cmphex(of("<h1>Title</h1><p>Words and words, and 17 more of them.</p>"), ==, 0);
    g_assert_cmphex(of(FEW), !=, 0);
}

static void digits_of_all_systems_are_the_same(void)
{
    assert_same(FEW, "<p>٣١؛ ٤٠٥؛ ١٩٩٩؛ ٢٫٥؛ ٨٨٤٨؛ ١٠٢٤؛ ١٧؛ ٣٦٥</p>");
    assert_same(FEW, "<p>３１、４０５、１９９９、２.５、８８４８、１０２４、１７、３６５</p>");
}

static void the_ways_to_write_one_number_are_the_same(void)
{
    const char *plain = FEW "<p>1000000; 12345.5</p>";
    assert_same(plain, FEW "<p>1,000,000; 12,345.5</p>");
    assert_same(plain, FEW "<p>1.000.000; 12.345,5</p>");
    assert_same(plain, FEW "<p>1&nbsp;000&nbsp;000; 12 345,5</p>");
    assert_same(plain, FEW "<p>1’000’000; 12&#x202F;345,5</p>");
    assert_differ(plain, FEW "<p>1 00 0000; 123 455</p>");
}

static void words_are_no_feature(void)
{
    assert_same(FEW "<h2>One</h2><p>A few words.</p>",
                FEW "<h2>Autre</h2><p>Куда больше слов, гораздо больше.</p>");
}

static void names_with_digits_or_capitals_are(void)
{
    assert_differ(FEW, FEW "<p>IPv6</p>");
    assert_differ(FEW, FEW "<p>TCP</p>");
    assert_same(FEW "<p>the TCP of IPv6</p>", FEW "<p>и TCP и IPv6</p>");
    assert_same(FEW "<p>the TCP of IPv6</p>", FEW "<p>用TCP和IPv6的</p>");
    assert_same(FEW, FEW "<p>Other words PRÉAMBULE</p>");
}

static void code_pictures_headings_tables_lists_and_foreign_links_are(void)
{
    static const char *const features[] = {"<pre>make install\n</pre>",
                                           "<img src='/i/plan.png?x=1'>",
                                           "<h3>x</h3>",
                                           "<table><tr><td>a<td>b</table>",
                                           "<ol><li>a<li>b<li>c</ol>",
                                           "<a href='http://elsewhere.example/x'>x</a>"};
    for (guint i = 0; i < G_N_ELEMENTS(features); i++) {
        g_autofree char *with = g_strconcat(FEW, features[i], NULL);
        assert_differ(FEW, with);
    }
    assert_same(FEW "<p>x</p>", FEW "<p><a href='http://site.example/x'>x</a></p>");
    assert_differ(FEW "<p>x</p>", FEW "<p><a href='http://site.example.org/x'>x</a></p>");
    assert_same(FEW "<img src=/a/plan.png>", FEW "<img src='http://x.example/b/plan.png?v=2'>");
    assert_same(FEW "<pre>a  bc\n\nd e f</pre>", FEW "<pre>\n a bc\nd  e f\n</pre>");
}

static void what_all_pages_share_is_left_out(void)
{
    static const char *const shared[] = {"<nav>4711</nav>",
                                         "<aside>4711<ul><li>a<li>b</ul></aside>",
                                         "<footer>4711</footer>",
                                         "<header>4711</header>",
                                         "<a href=/x>4711</a>",
                                         "<a href=/x><img src=logo.png></a>",
                                         "<ul><li><a href=/x>4711</a></ul>"};
    for (guint i = 0; i < G_N_ELEMENTS(shared); i++) {
        g_autofree char *with = g_strconcat(shared[i], FEW, NULL);
        assert_same(FEW, with);
    }
    assert_differ(FEW, "<article><header>4711</header></article>" FEW);
}

static void plain_text_has_one_too(void)
{
    g_autoptr(Page) page = page_new();
    page->url = g_strdup("http://site.example/page");
    page->text = g_strdup("31; 405; 1999; 2,5; 8848; 1024; 17; 365");
    g_autoptr(Document) d = extract(page, NULL);
    g_assert_cmphex(d->fingerprint, ==, of(FEW));
}

static void memory_is_bounded(void)
{
    g_autoptr(Fingerprint) once = fingerprint_new(), more = fingerprint_new();
    for (guint i = 0; i < LIMIT_FEATURES + 1000; i++) {
        g_autofree char *number = g_strdup_printf("%u ", 1000 + i);
        if (i < LIMIT_FEATURES)
            fingerprint_text(once, number, strlen(number));
        fingerprint_text(more, number, strlen(number));
    }
    g_assert_cmphex(fingerprint_finish(once), ==, fingerprint_finish(more));
}

static void missing_ends_do_no_harm(void)
{
    g_autoptr(Fingerprint) f = fingerprint_new();
    static const char *const names[] = {"table", "ul", "nav", "a", "pre", "header", "article"};
    for (guint i = 0; i < 100; i++)
        fingerprint_end(f, names[i % G_N_ELEMENTS(names)]);
    for (guint i = 0; i < 100; i++)
        fingerprint_start(f, names[i % G_N_ELEMENTS(names)]);
    fingerprint_text(f, "\xd9", 0);
    g_assert_cmphex(fingerprint_finish(f), ==, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name) g_test_add_func("/fingerprint/" #name, name)
    ADD(the_same_numbers_in_every_language_are_near);
    ADD(other_pages_are_far_in_every_language);
    ADD(a_page_with_too_little_has_none);
    ADD(digits_of_all_systems_are_the_same);
    ADD(the_ways_to_write_one_number_are_the_same);
    ADD(words_are_no_feature);
    ADD(names_with_digits_or_capitals_are);
    ADD(code_pictures_headings_tables_lists_and_foreign_links_are);
    ADD(what_all_pages_share_is_left_out);
    ADD(plain_text_has_one_too);
    ADD(memory_is_bounded);
    ADD(missing_ends_do_no_harm);
    return g_test_run();
}
