/* The promises of query/selftest.h and, of the same answers, of query/parity_quality.h. */
#include "query/selftest.h"

#include <math.h>

#include "query/parity_quality.h"
#include "query/peer.h"
#include "shim/limits.h"
#include "tests/unit/indexed.h"

#define TONGUES 2
#define PAGES 40

/* A site in two languages, of words that no language has; its last page exists in the first of them only. */
typedef struct {
    Settings settings;
    Ledger *ledger;
    Searcher *searcher;
    Selftest *selftest;
} Fixture;

/* Pages [first, end), of which those from PAGES on have the same title. */
static void index_pages(Fixture *f, guint first, guint end)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    for (guint page = first; page < end; page++)
        for (guint t = 0; t < (page == PAGES - 1 ? 1 : TONGUES); t++) {
            const char *code = lang_code(lang_get(t));
            g_autofree char *title = g_strdup_printf(page < PAGES ? "Xq%uzv vandrel" : "Zorble", page);
            g_string_append_printf(lines,
                                   "{\"url\": \"http://t.example/%s/%u\", \"lang\": \"%s\", \"title\": \"%s\", "
                                   "\"text\": \"%s frabjous\", \"group\": \"%u\"}\n",
                                   code, page, code, title, title, page);
        }
    settings_index(&f->settings, lines);
}

static void run(Fixture *f)
{
    g_autoptr(GError) error = NULL;
    f->ledger = ledger_open(f->settings.data, LEDGER_READ, &error);
    f->searcher = searcher_new(f->settings.config, &error);
    g_assert_no_error(error);
    f->selftest = selftest_run(f->searcher, f->ledger, &error);
    g_assert_no_error(error);
}

static void stop(Fixture *f)
{
    g_clear_pointer(&f->selftest, selftest_free);
    g_clear_pointer(&f->searcher, searcher_free);
    g_clear_pointer(&f->ledger, ledger_close);
}

static void fixture_open(Fixture *f)
{
    g_autofree char *lines = g_strdup_printf("[site]\nname = X\nlanguages = %s %s\n[language]\nlearn = false\n",
                                             lang_code(lang_get(0)), lang_code(lang_get(1)));
    settings_open(&f->settings, lines);
    index_pages(f, 0, PAGES + 2);
    run(f);
}

static void fixture_clear(Fixture *f)
{
    stop(f);
    settings_clear(&f->settings);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Fixture, fixture_clear)

static const SelftestAnswer *answer(const Fixture *f, guint i)
{
    g_assert_cmpuint(i, <, f->selftest->answers->len);
    return f->selftest->answers->pdata[i];
}

static void titles_that_several_clusters_have_ask_nothing(void)
{
    g_auto(Fixture) f = {0};
    fixture_open(&f);
    g_assert_cmpuint(f.selftest->clusters[0], ==, PAGES + 2);
    g_assert_cmpuint(f.selftest->clusters[1], ==, PAGES + 1);
    for (guint t = 0; t < TONGUES; t++)
        g_assert_cmpuint(f.selftest->ambiguous[t], ==, 2);
    g_assert_cmpuint(f.selftest->answers->len, ==, PAGES + PAGES - 1);
    for (guint i = 0; i < f.selftest->answers->len; i++)
        g_assert_cmpstr(answer(&f, i)->title, !=, "Zorble");
}

static void a_title_finds_its_cluster_in_each_language(void)
{
    g_auto(Fixture) f = {0};
    fixture_open(&f);
    for (guint i = 0; i < f.selftest->answers->len; i++)
        g_assert_cmpuint(answer(&f, i)->rank, ==, 1);
    for (guint t = 0; t < TONGUES; t++) {
        g_autoptr(GArray) ranks = parity_reciprocal_ranks(f.selftest, t);
        g_assert_cmpuint(ranks->len, ==, PAGES - t);
    }
}

static char *write_questions(const Fixture *f)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < f->selftest->answers->len; i++)
        g_string_append_printf(text, "%s ", answer(f, i)->url);
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static void the_sample_depends_on_urls_and_not_on_ids(void)
{
    g_auto(Fixture) f = {0}, again = {0};
    fixture_open(&f);
    g_autofree char *lines = g_strdup_printf("[site]\nlanguages = %s %s\n[language]\nlearn = false\n",
                                             lang_code(lang_get(0)), lang_code(lang_get(1)));
    settings_open(&again.settings, lines);
    index_pages(&again, PAGES / 2, PAGES + 2);
    index_pages(&again, 0, PAGES / 2);
    run(&again);
    g_autofree char *first = write_questions(&f), *second = write_questions(&again);
    g_assert_cmpstr(first, ==, second);
}

static void only_the_first_are_blended_and_timed(void)
{
    g_auto(Fixture) f = {0};
    fixture_open(&f);
    guint blended[TONGUES] = {0};
    for (guint i = 0; i < f.selftest->answers->len; i++) {
        const SelftestAnswer *a = answer(&f, i);
        g_assert_true((a->blend != NULL) == !isnan(a->took_ms));
        blended[a->lang] += a->blend != NULL;
    }
    for (guint t = 0; t < TONGUES; t++)
        g_assert_cmpuint(blended[t], ==, LIMIT_SELFTEST_BLENDED);
}

static void it_is_known_which_languages_a_cluster_has(void)
{
    g_auto(Fixture) f = {0};
    fixture_open(&f);
    guint both = 0, one = 0;
    for (guint i = 0; i < f.selftest->answers->len; i++) {
        const guint64 *bits = g_hash_table_lookup(f.selftest->languages, &answer(&f, i)->cluster);
        both += *bits == 3;
        one += *bits == 1;
    }
    g_assert_cmpuint(both, ==, 2 * (PAGES - 1));
    g_assert_cmpuint(one, ==, 1);
}

static GArray *list(const gint64 *ids, guint n)
{
    GArray *all = g_array_new(FALSE, FALSE, sizeof(gint64));
    return g_array_append_vals(all, ids, n);
}

static void relevant_is_what_two_languages_have_among_their_first_ten(void)
{
    const gint64 first[] = {1, 2, 3, 11, 12, 13, 14, 15, 16, 17, 4}, second[] = {2, 1, 4, 9}, blend_ids[] = {7, 2};
    guint64 bits[] = {0, 3, 1, 3, 3};
    g_autoptr(GHashTable) languages = g_hash_table_new(g_int64_hash, g_int64_equal);
    gint64 ids[] = {0, 1, 2, 3, 4};
    for (guint i = 1; i < G_N_ELEMENTS(ids); i++)
        g_hash_table_insert(languages, &ids[i], &bits[i]);
    Selftest s = {.n_languages = 2, .languages = languages};
    SelftestAnswer a = {.lang = 0, .ranking = list(first, G_N_ELEMENTS(first))};
    SelftestAnswer b = {.lang = 1, .ranking = list(second, G_N_ELEMENTS(second))};
    SelftestAnswer *answers[] = {&a, &b};
    g_autoptr(GArray) blend = list(blend_ids, 2), pages = g_array_new(FALSE, FALSE, sizeof(PeerPage));
    parity_add_relevant(&s, answers, 2, blend, pages);
    /* cluster 2, in the first language alone, at rank 2; cluster 1 in both, not retrieved; 4 stands eleventh in one list */
    g_assert_cmpuint(pages->len, ==, 3);
    const PeerPage *p = &g_array_index(pages, PeerPage, 0);
    g_assert_cmpuint(p[0].lang, ==, 0);
    g_assert_cmpuint(p[0].rank, ==, 2);
    g_assert_cmpuint(p[1].rank + p[2].rank, ==, 0);
    g_assert_cmpuint(p[1].lang + p[2].lang, ==, 1);
    g_array_unref(a.ranking);
    g_array_unref(b.ranking);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/selftest/titles_that_several_clusters_have_ask_nothing",
                    titles_that_several_clusters_have_ask_nothing);
    g_test_add_func("/selftest/a_title_finds_its_cluster_in_each_language", a_title_finds_its_cluster_in_each_language);
    g_test_add_func("/selftest/the_sample_depends_on_urls_and_not_on_ids", the_sample_depends_on_urls_and_not_on_ids);
    g_test_add_func("/selftest/only_the_first_are_blended_and_timed", only_the_first_are_blended_and_timed);
    g_test_add_func("/selftest/it_is_known_which_languages_a_cluster_has", it_is_known_which_languages_a_cluster_has);
    g_test_add_func("/selftest/relevant_is_what_two_languages_have_among_their_first_ten",
                    relevant_is_what_two_languages_have_among_their_first_ten);
    return g_test_run();
}
