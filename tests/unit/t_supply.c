/* The promises of query/parity_facts.h, parity_grid.h, parity_difference.h, parity_freshness.h, parity_finding.h and
 * parity_lint.h. */
#include <math.h>

#include "query/parity_difference.h"
#include "query/parity_freshness.h"
#include "query/parity_grid.h"
#include "query/parity_lint.h"
#include "query/parity_supply.h"
#include "shim/shape.h"
#include "tests/unit/translations.h"

#define DATE (1000 * PARITY_DAY) /* of the reports */
#define DAYS(n) (DATE - (n)*PARITY_DAY)

/* A page of a cluster, given by its feed. */
typedef struct {
    const char *cluster;
    guint lang;
    guint64 words;
    Shape shape;
    gint64 versions[4]; /* when they came; 0: no more */
    gboolean is_untranslated;
} Sheet;

static char *sheet_url(const char *cluster, guint lang)
{
    return g_strdup_printf(SITE "%s/%s", code(lang), cluster);
}

static void put(Place *p, const Sheet *s)
{
    g_autofree char *url = sheet_url(s->cluster, s->lang);
    const char *index = code(s->is_untranslated ? s->lang + 1 : s->lang);
    LedgerPage page = plain_page(url, PAGE_PRESENT, index);
    Shape shape = s->shape;
    page.title = url;
    page.declared = code(s->lang);
    page.declared_source = "feed";
    page.group = s->cluster;
    page.type = "html";
    page.words = s->words;
    page.purity = s->is_untranslated ? PURITY_UNTRANSLATED : PURITY_PURE;
    shape.bar = shape.bar ? shape.bar : "";
    g_assert_true(ledger_put(p->ledger, &page, index, NULL, NULL, NULL, NULL));
    g_assert_true(shape_put(p->ledger, url, &shape, NULL));
    for (guint i = 0; i < G_N_ELEMENTS(s->versions) && s->versions[i]; i++) {
        g_autofree char *hash = g_strdup_printf("%u", i);
        g_assert_true(shape_put_version(p->ledger, url, s->versions[i], hash, s->words, NULL));
    }
    g_assert_true(ledger_acknowledge(p->ledger, NULL));
}

/* What a test looks at. */
typedef struct {
    Config *config;
    GPtrArray *languages;
    ParityFacts *facts;
} View;

static double no_demand(gint64 cluster, gpointer user)
{
    (void)cluster;
    (void)user;
    return 0;
}

static View view(Place *p)
{
    g_autoptr(GError) error = NULL;
    update(p);
    View v = {config_open(NULL, p->data, &error), all_languages(), NULL};
    ConfigSection *section = g_new0(ConfigSection, 1);
    section->name = g_strdup("odd");
    section->patterns = g_strsplit("*/odd*", " ", -1);
    section->titles = g_hash_table_new(g_str_hash, g_str_equal);
    g_ptr_array_add(v.config->sections, section);
    v.facts = parity_facts_new(p->ledger, v.config, v.languages, DATE, no_demand, NULL, &error);
    g_assert_no_error(error);
    return v;
}

static void view_clear(View *v)
{
    parity_facts_free(v->facts);
    g_ptr_array_unref(v->languages);
    config_free(v->config);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(View, view_clear)

static const ParityPage *page_at(const View *v, const char *cluster, guint lang)
{
    g_autofree char *url = sheet_url(cluster, lang);
    for (guint i = 0; i < v->facts->pages->len; i++)
        if (g_str_equal(parity_page(v->facts, i)->url, url))
            return parity_page(v->facts, i);
    g_error("no page '%s'", url);
}

static void collect(const ParityFinding *finding, gpointer user)
{
    g_string_append_printf(user, "%s %s %s\n", strrchr(finding->page->url, '/') + 1, finding->code, finding->detail);
}

static char *found(const View *v, ParityFindFunc find_them, const ParityPage *only)
{
    GString *out = g_string_new(NULL);
    g_assert_true(find_them(v->facts, only, collect, out, NULL));
    return g_string_free(out, FALSE);
}

static void a_cluster_has_a_language_if_its_page_is_translated(Place *p, gconstpointer data)
{
    (void)data;
    put(p, &(Sheet){.cluster = "a", .lang = 0, .is_untranslated = TRUE});
    put(p, &(Sheet){.cluster = "a", .lang = 2});
    put(p, &(Sheet){.cluster = "odd", .lang = 2});
    g_auto(View) v = view(p);
    const ParityPage *untranslated = page_at(&v, "a", 0), *page = page_at(&v, "a", 2);
    const ParityCluster *c = parity_cluster(v.facts, page->cluster);
    g_assert_cmpuint(v.facts->clusters->len, ==, 2);
    g_assert_cmpuint(untranslated->cluster, ==, page->cluster);
    g_assert_cmpint(untranslated->lang, ==, 0);
    g_assert_cmpint(untranslated->index, ==, 1);
    g_assert_false(parity_is_answer(untranslated));
    g_assert_cmpuint(c->answers, ==, 1 << 2);
    g_assert_true(parity_answer(v.facts, c, 2) == page && !parity_answer(v.facts, c, 0));
    g_assert_true(parity_model(v.facts, c) == page && c->is_core);
    g_assert_true(parity_find_page(v.facts, page->id) == page && !parity_find_page(v.facts, 4711));
    g_assert_cmpstr(parity_section_name(v.facts, page_at(&v, "odd", 2)->section), ==, "odd");
    g_assert_null(parity_section_name(v.facts, page->section));
}

static void a_grid_counts_by_language_and_section(Place *p, gconstpointer data)
{
    (void)data;
    put(p, &(Sheet){.cluster = "odd", .lang = 0});
    g_auto(View) v = view(p);
    g_autoptr(ParityGrid) grid = parity_grid_new(v.facts);
    g_autoptr(Report) report = report_new("", DATE, v.languages);
    ReportChapter *chapter = report_add_chapter(report, "markup", FALSE);
    parity_grid_tell(grid, chapter, "markup", FALSE);
    g_assert_cmpuint(chapter->sentences->len, ==, 0);
    for (guint i = 0; i < 4; i++)
        parity_grid_add(grid, i % 2, i / 2, i == 0);
    parity_grid_add(grid, 0, -1, TRUE);
    g_assert_cmpuint(parity_grid_count(grid, -1), ==, 1);
    g_assert_cmpuint(parity_grid_of(grid, -1), ==, 4);
    g_assert_cmpuint(parity_grid_of(grid, 0), ==, 2);
    parity_grid_tell(grid, chapter, "markup", FALSE);
    const ReportSentence *s = g_ptr_array_index(chapter->sentences, 0);
    g_assert_cmpstr(s->key, ==, "report_markup_found");
    g_assert_cmpfloat(g_array_index(s->cells, Cell, 4).number, ==, 0.5);
    parity_grid_report(grid, report, chapter, "markup", "good", "pages", "concerned", TRUE);
    g_assert_cmpfloat(report_find_figure(report, "good", NULL, "")->value, ==, 0.75);
    g_assert_cmpfloat(report_find_figure(report, "good", lang_get(0), "odd")->value, ==, 0);
    g_assert_null(report_find_figure(report, "good", lang_get(2), ""));
}

/* ------------------------------------------------------------------ differences */

/* `n` complete clusters, in which language 1 takes twice the words of the others. */
static void put_complete(Place *p, guint n)
{
    for (guint c = 0; c < n; c++) {
        g_autofree char *name = g_strdup_printf("c%u", c);
        for (guint l = 0; l < lang_count(); l++)
            put(p, &(Sheet){.cluster = name, .lang = l, .words = l == 1 ? 200 : 100});
    }
}

static void lengths_are_learned_from_the_site_and_not_from_few_pages(Place *p, gconstpointer data)
{
    (void)data;
    put_complete(p, PARITY_LEAST_PAIRS - 1);
    {
        g_auto(View) few = view(p);
        g_autofree double *ratios = parity_learn_ratios(few.facts);
        g_assert_true(isnan(ratios[1]) && ratios[0] == 1);
    }
    put_complete(p, PARITY_LEAST_PAIRS);
    put(p, &(Sheet){.cluster = "short", .lang = 0, .words = PARITY_LEAST_WORDS - 1});
    g_auto(View) v = view(p);
    g_autofree double *ratios = parity_learn_ratios(v.facts);
    g_assert_cmpfloat(fabs(ratios[lang_count()] - 2), <, 1e-9);
    g_assert_cmpfloat(fabs(ratios[1] - 0.5), <, 1e-9);
}

static void a_page_is_measured_by_what_its_translations_make_expected(Place *p, gconstpointer data)
{
    (void)data;
    static const struct {
        guint64 words;
        const char *finding;
    } cases[] = {{79, "x skeleton 79: 200\n"},
                 {80, "x differs-length 80: 200\n"},
                 {124, "x differs-length 124: 200\n"},
                 {126, ""},
                 {319, ""},
                 {321, "x differs-length 321: 200\n"}};
    put_complete(p, PARITY_LEAST_PAIRS);
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        for (guint l = 0; l < lang_count(); l++)
            put(p, &(Sheet){.cluster = "x", .lang = l, .words = l == 1 ? cases[i].words : 100});
        g_auto(View) v = view(p);
        g_autofree char *text = found(&v, parity_find_differences, page_at(&v, "x", 1));
        g_assert_cmpstr(text, ==, cases[i].finding);
    }
}

static void of_two_pages_only_the_one_with_less_is_told_of(Place *p, gconstpointer data)
{
    (void)data;
    put_complete(p, PARITY_LEAST_PAIRS);
    put(p, &(Sheet){.cluster = "x", .lang = 0, .words = 300, .shape = {10, 10, 1, 0, NULL}});
    put(p, &(Sheet){.cluster = "x", .lang = 2, .words = 100, .shape = {2, 2, 0, 0, NULL}});
    g_auto(View) v = view(p);
    g_autofree char *more = found(&v, parity_find_differences, page_at(&v, "x", 0));
    g_autofree char *less = found(&v, parity_find_differences, page_at(&v, "x", 2));
    g_assert_cmpstr(more, ==, "");
    g_assert_cmpstr(less, ==,
                    "x skeleton 100: 300\nx differs-headings 2: 10\nx differs-links 2: 10\nx differs-tables 0: 1\n");
}

static void numbers_that_all_translations_have_must_not_be_lacking(Place *p, gconstpointer data)
{
    (void)data;
    put(p, &(Sheet){.cluster = "x", .lang = 0, .shape.numbers = 1 | 2});
    put(p, &(Sheet){.cluster = "x", .lang = 1, .shape.numbers = 1 | 2 | 4});
    put(p, &(Sheet){.cluster = "x", .lang = 2, .shape.numbers = 1 | 8});
    put(p, &(Sheet){.cluster = "full", .lang = 0, .shape.numbers = ~G_GUINT64_CONSTANT(0)});
    put(p, &(Sheet){.cluster = "full", .lang = 1, .shape.numbers = ~G_GUINT64_CONSTANT(0)});
    put(p, &(Sheet){.cluster = "full", .lang = 2, .shape.numbers = 1});
    put(p, &(Sheet){.cluster = "pair", .lang = 0, .shape.numbers = 1});
    put(p, &(Sheet){.cluster = "pair", .lang = 1, .shape.numbers = 2});
    g_auto(View) v = view(p);
    g_autofree char *all = found(&v, parity_find_differences, NULL);
    g_autofree char *one = found(&v, parity_find_differences, page_at(&v, "x", 2));
    g_assert_cmpstr(all, ==, "x differs-numbers 1\n");
    g_assert_cmpstr(one, ==, all);
}

static void a_median_of_an_even_number_is_the_mean_of_the_middle(void)
{
    double odd[] = {3, 1, 2}, even[] = {4, 1, 3, 2};
    g_assert_cmpfloat(parity_median(odd, 3), ==, 2);
    g_assert_cmpfloat(parity_median(even, 4), ==, 2.5);
}

/* ------------------------------------------------------------------ freshness */

static double days_of(const View *v, const char *cluster, guint lang)
{
    g_autoptr(ParityFreshness) fresh = parity_freshness_new(v->facts, NULL);
    return fresh->days[page_at(v, cluster, lang) - parity_page(v->facts, 0)];
}

static void a_translation_is_behind_from_the_first_change_that_nothing_followed(Place *p, gconstpointer data)
{
    (void)data;
    put(p, &(Sheet){.cluster = "x", .lang = 2, .versions = {DAYS(200), DAYS(100), DAYS(50)}});
    put(p, &(Sheet){.cluster = "x", .lang = 0, .versions = {DAYS(200)}});
    put(p, &(Sheet){.cluster = "x", .lang = 1, .versions = {DAYS(200), DAYS(90)}});
    put(p, &(Sheet){.cluster = "x", .lang = 3, .versions = {DAYS(51)}});
    g_auto(View) v = view(p);
    g_assert_cmpfloat(days_of(&v, "x", 0), ==, 100);
    g_assert_cmpfloat(days_of(&v, "x", 1), ==, 50);
    g_assert_cmpfloat(days_of(&v, "x", 3), ==, 0); /* within PARITY_SLACK */
    g_assert_cmpfloat(days_of(&v, "x", 2), ==, -1);
    g_autofree char *all = found(&v, parity_find_outdated, NULL);
    g_assert_cmpstr(all, ==, "x outdated 100\nx outdated 50\n");
}

static void without_a_change_or_a_source_nothing_is_judged(Place *p, gconstpointer data)
{
    (void)data;
    put(p, &(Sheet){.cluster = "still", .lang = 0, .versions = {DAYS(300)}});
    put(p, &(Sheet){.cluster = "still", .lang = 1, .versions = {DAYS(100)}});
    put(p, &(Sheet){.cluster = "tie", .lang = 0, .versions = {DAYS(300), DAYS(100)}});
    put(p, &(Sheet){.cluster = "tie", .lang = 1, .versions = {DAYS(300), DAYS(100)}});
    put(p, &(Sheet){.cluster = "tie", .lang = 2, .versions = {DAYS(300)}});
    g_auto(View) v = view(p);
    g_assert_cmpfloat(days_of(&v, "still", 0), ==, -1);
    g_assert_cmpfloat(days_of(&v, "tie", 2), ==, -1);
}

static void the_leading_language_is_the_source(Place *p, gconstpointer data)
{
    (void)data;
    for (guint i = 0; i < PARITY_LEAST_VOTES; i++) {
        g_autofree char *name = g_strdup_printf("c%u", i);
        put(p, &(Sheet){.cluster = name, .lang = 2, .versions = {DAYS(300), DAYS(100)}});
        put(p, &(Sheet){.cluster = name, .lang = 0, .versions = {DAYS(300)}});
    }
    put(p, &(Sheet){.cluster = "mend", .lang = 2, .versions = {DAYS(300)}});
    put(p, &(Sheet){.cluster = "mend", .lang = 0, .versions = {DAYS(300), DAYS(100)}}); /* a correction, no news */
    g_auto(View) v = view(p);
    g_autoptr(ParityFreshness) fresh = parity_freshness_new(v.facts, NULL);
    g_assert_cmpint(fresh->leading, ==, 2);
    g_assert_cmpfloat(days_of(&v, "mend", 2), ==, -1);
    g_assert_cmpfloat(days_of(&v, "mend", 0), ==, 0);
    g_assert_cmpfloat(days_of(&v, "c0", 0), ==, 100);
}

static void what_was_not_looked_at_since_is_not_judged(Place *p, gconstpointer data)
{
    (void)data;
    g_autofree char *url = sheet_url("x", 0);
    put(p, &(Sheet){.cluster = "x", .lang = 2, .versions = {DAYS(200), DAYS(100)}});
    put(p, &(Sheet){.cluster = "x", .lang = 0, .versions = {DAYS(200)}});
    settle_url(p, url, "", "");
    g_auto(View) v = view(p);
    g_assert_cmpfloat(days_of(&v, "x", 0), ==, -1);
}

/* ------------------------------------------------------------------ findings */

static void the_bar_leads_to_all_languages_in_their_order(Place *p, gconstpointer data)
{
    (void)data;
    g_autofree char *wrong = g_strdup_printf("%s %s", code(2), code(1));
    g_autofree char *order = g_strdup_printf("x bar-order %s\n", wrong);
    g_autofree char *missing = g_strdup_printf("x bar-missing %s %s\n", code(0), code(2));
    g_autofree char *incomplete = g_strdup_printf("x bar-incomplete %s\n", code(1));
    put(p, &(Sheet){.cluster = "x", .lang = 0, .shape.bar = wrong});
    put(p, &(Sheet){.cluster = "x", .lang = 1});
    put(p, &(Sheet){.cluster = "x", .lang = 2, .shape.bar = code(0)});
    put(p, &(Sheet){.cluster = "alone", .lang = 2});
    g_auto(View) v = view(p);
    g_autofree char *all = found(&v, parity_find_bars, NULL), *expected = g_strconcat(order, missing, incomplete, NULL);
    g_assert_cmpstr(all, ==, expected);
}

static void every_theme_has_its_words_and_codes_have_messages(void)
{
    for (const ParityTheme *theme = parity_themes; theme->id; theme++)
        for (const char *const *c = theme->codes; *c; c++) {
            g_autofree char *key = parity_code_key(*c);
            g_assert_nonnull(message_pattern(lang_get(0), key));
        }
    g_assert_nonnull(parity_find_theme("markup"));
    g_assert_null(parity_find_theme("nothing"));
}

/* Tables' and columns' ids, as their messages have them. */
static void assert_words(const char *kind, const char *id)
{
    g_autofree char *key = g_strdelimit(g_strconcat("report_", kind, id, NULL), "-", '_');
    if (!message_pattern(lang_get(0), key))
        g_error("no message '%s'", key);
}

static void every_chapter_table_column_and_sentence_has_words(Place *p, gconstpointer data)
{
    (void)data;
    put(p, &(Sheet){.cluster = "odd", .lang = 0});
    put(p, &(Sheet){.cluster = "x", .lang = 1});
    g_auto(View) v = view(p);
    g_autoptr(Report) report = report_new("", DATE, v.languages);
    for (const ParityChapter *c = parity_supply_chapters; c->id; c++)
        g_assert_true(c->add(v.facts, report, NULL));
    for (guint i = 0; i < report->chapters->len; i++) {
        const ReportChapter *c = g_ptr_array_index(report->chapters, i);
        g_assert_cmpstr(c->id, ==, parity_supply_chapters[i].id);
        assert_words("", c->id);
        for (guint k = 0; k < c->sentences->len; k++)
            g_assert_nonnull(message_pattern(lang_get(0), ((ReportSentence *)g_ptr_array_index(c->sentences, k))->key));
        for (guint k = 0; k < c->tables->len; k++) {
            const ReportTable *t = g_ptr_array_index(c->tables, k);
            assert_words("", t->id);
            for (guint n = 0; n < t->columns->len; n++)
                if (!g_array_index(t->columns, ReportColumn, n).is_lang &&
                    !g_array_index(t->columns, ReportColumn, n).text)
                    assert_words("column_", g_array_index(t->columns, ReportColumn, n).id);
        }
    }
}

static void a_lint_of_nothing_is_a_mistake(Place *p, gconstpointer data)
{
    (void)data;
    guint64 n;
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) out = g_string_new(NULL);
    put(p, &(Sheet){.cluster = "x", .lang = 1});
    g_auto(View) v = view(p);
    g_assert_false(parity_lint(v.facts, "nowhere", FALSE, lang_get(0), out, &n, &error));
    g_assert_error(error, FAULT, FAULT_USAGE);
    g_assert_true(parity_lint(v.facts, "odd", TRUE, lang_get(0), out, &n, NULL) && n == 0);
    g_assert_cmpstr(out->str, ==, "[]\n");
}

#define TEST(name) g_test_add("/supply/" #name, Place, NULL, set_up, name, tear_down)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    TEST(a_cluster_has_a_language_if_its_page_is_translated);
    TEST(a_grid_counts_by_language_and_section);
    TEST(lengths_are_learned_from_the_site_and_not_from_few_pages);
    TEST(a_page_is_measured_by_what_its_translations_make_expected);
    TEST(of_two_pages_only_the_one_with_less_is_told_of);
    TEST(numbers_that_all_translations_have_must_not_be_lacking);
    g_test_add_func("/supply/a_median_of_an_even_number_is_the_mean_of_the_middle",
                    a_median_of_an_even_number_is_the_mean_of_the_middle);
    TEST(a_translation_is_behind_from_the_first_change_that_nothing_followed);
    TEST(without_a_change_or_a_source_nothing_is_judged);
    TEST(the_leading_language_is_the_source);
    TEST(what_was_not_looked_at_since_is_not_judged);
    TEST(the_bar_leads_to_all_languages_in_their_order);
    g_test_add_func("/supply/every_theme_has_its_words_and_codes_have_messages",
                    every_theme_has_its_words_and_codes_have_messages);
    TEST(every_chapter_table_column_and_sentence_has_words);
    TEST(a_lint_of_nothing_is_a_mistake);
    return g_test_run();
}
