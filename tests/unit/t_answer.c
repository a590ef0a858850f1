/* The promises of query/clusters.h, ranking.h, panel.h, blend.h, elsewhere.h, question.h and cover.h, by what is answered: a site
 * in every language there is, of words that no language has. */
#include <string.h>

#include "indexer/words.h"
#include "query/cover.h"
#include "query/panel.h"
#include "shim/clustering.h"
#include "tests/unit/shelf.h"

enum { FIRST = 1, SECOND, ONLY_ELSEWHERE, ONLY_IN_ONE }; /* clusters, by id */

/* A page of a cluster in each language from `from` up to `to`. */
typedef struct {
    gint64 cluster;
    const char *title, *text;
    guint from, to;
    gboolean is_untranslated; /* the last language's page of the cluster, in the index of the first one */
    gint64 date;
} SitePage;

#define ALL 99
#define ALL_BUT_LAST 98
static const SitePage pages[] = {
    {FIRST, "4.2. Frabjous zorble", "frabjous zorble vandrel", 0, ALL_BUT_LAST, FALSE, 1000000},
    {FIRST, "Frabjous zorble frabjous zorble", "frabjous zorble frabjous zorble", 0, 1, TRUE, 1000000},
    {SECOND, "Quuxil of zorble", "quuxil quuxil zorble krennic", 0, ALL, FALSE, 3000000},
    {ONLY_ELSEWHERE, "Frabjous quuxil blickum", "frabjous quuxil blickum", 1, ALL, FALSE, 2000000},
    {ONLY_IN_ONE, "Vexatrol", "vexatrol vexatrol", 1, 2, FALSE, 4000000},
};

typedef struct {
    Shelf shelf;
    GStringChunk *urls;
} Site;

static gboolean is_in(const SitePage *p, guint lang)
{
    return lang >= p->from && lang < p->to && (p->to != ALL_BUT_LAST || lang + 1 < lang_count());
}

static const char *url_of(Site *s, guint page, guint lang)
{
    g_autofree char *url = g_strdup_printf("https://x.example/%s/%u", lang_code(lang_get(lang)), page);
    return g_string_chunk_insert_const(s->urls, url);
}

static void fill_indexes(Site *s)
{
    for (guint l = 0; l < lang_count(); l++) {
        ShelfPage some[G_N_ELEMENTS(pages)];
        guint n = 0;
        for (guint i = 0; i < G_N_ELEMENTS(pages); i++)
            if (is_in(&pages[i], l))
                some[n++] = (ShelfPage){
                    .url = url_of(s, i, l), .title = pages[i].title, .text = pages[i].text, .date = pages[i].date};
        shelf_fill(s->shelf.data, lang_get(l), some, n);
        g_autofree char *path = generation_current(s->shelf.data, lang_code(lang_get(l)));
        g_assert_true(words_write(path, lang_get(l), NULL));
    }
}

static void put_page(Site *s, Ledger *ledger, guint i, guint l, gint64 id)
{
    g_autoptr(GError) error = NULL;
    const char *code = lang_code(lang_get(l)), *last = lang_code(lang_get(lang_count() - 1));
    const LedgerPage page = {.url = url_of(s, i, l),
                             .state = PAGE_PRESENT,
                             .content_hash = "1",
                             .title = pages[i].title,
                             .declared = "",
                             .declared_source = "",
                             .detected = "",
                             .decided = code,
                             .type = "",
                             .group = "",
                             .edition = ""};
    g_assert_true(ledger_put(ledger, &page, code, NULL, NULL, NULL, &error));
    g_assert_true(clustering_put_member(ledger, id, pages[i].cluster, pages[i].is_untranslated ? last : code, &error));
}

static void fill_ledger(Site *s)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Ledger) ledger = ledger_open(s->shelf.data, LEDGER_WRITE, &error);
    g_assert_no_error(error);
    gint64 id = 0, cluster;
    for (guint i = FIRST; i <= ONLY_IN_ONE; i++)
        g_assert_true(clustering_add_cluster(ledger, &cluster, &error) && cluster == i);
    for (guint i = 0; i < G_N_ELEMENTS(pages); i++)
        for (guint l = 0; l < lang_count(); l++)
            if (is_in(&pages[i], l))
                put_page(s, ledger, i, l, ++id);
    g_assert_true(ledger_commit(ledger, &error) && ledger_acknowledge(ledger, &error));
}

static void set_up(Site *s, gconstpointer with_ledger)
{
    g_autoptr(GError) error = NULL;
    s->urls = g_string_chunk_new(1024);
    s->shelf.data = g_dir_make_tmp("isoglot-t-XXXXXX", &error);
    fill_indexes(s);
    if (with_ledger)
        fill_ledger(s);
    s->shelf.config = config_open(NULL, s->shelf.data, &error);
    s->shelf.searcher = searcher_new(s->shelf.config, &error);
    g_assert_no_error(error);
}

static void tear_down(Site *s, gconstpointer with_ledger)
{
    (void)with_ledger;
    g_string_chunk_free(s->urls);
    shelf_close(&s->shelf);
}

static Request *make_request(const char *query, guint lang)
{
    Request *r = request_new(lang_get(lang));
    g_free(r->query);
    r->query = g_strdup(query);
    r->tongue = lang_get(lang);
    return r;
}

static Answer *ask(Site *s, const Request *request)
{
    g_autoptr(GError) error = NULL;
    Answer *a = searcher_ask(s->shelf.searcher, request, &error);
    g_assert_no_error(error);
    return a;
}

/* The clusters of a list, by their ids. */
static char *clusters_of(const GPtrArray *results)
{
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < results->len; i++)
        g_string_append_printf(out, "%d", (int)((Result *)results->pdata[i])->cluster);
    return g_string_free(out, FALSE);
}

static void a_cluster_stands_once_by_its_languages_own_page(Site *s, gconstpointer data)
{
    (void)data;
    g_autoptr(Request) request = make_request("frabjous zorble", 0);
    g_autoptr(Answer) a = ask(s, request);
    g_autofree char *clusters = clusters_of(a->results);
    g_assert_cmpstr(clusters, ==, "12");
    g_assert_cmpstr(((Result *)a->results->pdata[0])->url, ==, url_of(s, 0, 0));
    g_assert_cmpuint(a->total, ==, 2);
    request->per_page = 1; /* the second page of the cluster fills no place of the first page of results */
    g_autoptr(Answer) first = ask(s, request);
    request->page = 2;
    g_autoptr(Answer) second = ask(s, request);
    g_assert_cmpstr(((Result *)first->results->pdata[0])->url, ==, url_of(s, 0, 0));
    g_assert_cmpstr(((Result *)second->results->pdata[0])->url, ==, url_of(s, 2, 0));
}

static void alternates_are_of_the_other_languages_in_their_order(Site *s, gconstpointer data)
{
    (void)data;
    for (guint l = 0; l < lang_count(); l++) {
        g_autoptr(Request) request = make_request("krennic", l);
        g_autoptr(Answer) a = ask(s, request);
        const GArray *others = ((Result *)a->results->pdata[0])->alternates;
        g_assert_cmpuint(others->len, ==, lang_count() - 1);
        for (guint i = 0; i < others->len; i++) {
            guint other = i < l ? i : i + 1;
            g_assert_true(g_array_index(others, ResultAlternate, i).lang == lang_get(other));
            g_assert_cmpstr(g_array_index(others, ResultAlternate, i).url, ==, url_of(s, 2, other));
        }
        g_autoptr(GPtrArray) languages = result_languages(a->results->pdata[0]);
        g_assert_cmpuint(languages->len, ==, lang_count());
    }
}

static void what_a_language_lacks_is_elsewhere_and_nothing_else(Site *s, gconstpointer data)
{
    (void)data;
    for (guint l = 0; l < lang_count(); l++) {
        g_autoptr(Request) request = make_request("frabjous quuxil blickum", l);
        g_autoptr(Answer) a = ask(s, request);
        g_autofree char *elsewhere = clusters_of(a->elsewhere), *results = clusters_of(a->results);
        g_assert_cmpstr(elsewhere, ==, l ? "" : "3");
        g_assert_true(l ? results[0] == '3' : !strchr(results, '3'));
        for (guint i = 0; i < a->elsewhere->len; i++) {
            const Result *r = a->elsewhere->pdata[i];
            g_assert_true(r->lang != request->lang);
            g_assert_nonnull(strstr(r->notice, lang_name(request->lang)));
            g_assert_nonnull(strstr(r->notice, lang_name(r->lang)));
            g_assert_true(r->version == VERSION_BEST);
        }
    }
}

static void a_weak_match_is_not_shown(Site *s, gconstpointer data)
{
    (void)data;
    g_autoptr(Request) request = make_request("blickum krennic zorble vandrel xornath perliom", 0);
    g_autoptr(Answer) a = ask(s, request);
    g_assert_cmpuint(a->results->len, >, 0);
    g_assert_cmpuint(a->elsewhere->len, ==, 0);
}

static void no_result_says_what_others_have(Site *s, gconstpointer data)
{
    g_autoptr(Request) request = make_request("vexatrol", 0);
    g_autoptr(Answer) a = ask(s, request);
    g_assert_cmpuint(a->total, ==, 0);
    g_assert_cmpuint(a->found_in->len, ==, 1);
    g_assert_true(g_array_index(a->found_in, FoundIn, 0).lang == lang_get(1));
    g_assert_cmpuint(g_array_index(a->found_in, FoundIn, 0).total, ==, 1);
    g_assert_cmpuint(a->notices->len, ==, 1);
    g_assert_cmpstr(g_array_index(a->notices, Notice, 0).code, ==, "elsewhere");
    g_assert_cmpuint(a->elsewhere->len, ==, data ? 1 : 0);
}

static void without_a_ledger_there_is_an_answer_without_clusters(Site *s, gconstpointer data)
{
    (void)data;
    g_autoptr(Request) request = make_request("frabjous quuxil blickum", 0);
    g_autoptr(Answer) a = ask(s, request);
    g_assert_cmpuint(a->results->len, ==, 3);
    g_assert_cmpuint(a->elsewhere->len, ==, 0);
    g_assert_null(((Result *)a->results->pdata[0])->alternates);
    g_assert_cmpint(((Result *)a->results->pdata[0])->cluster, ==, 0);
}

static void of_all_languages_each_cluster_stands_once_in_the_asked_one(Site *s, gconstpointer data)
{
    (void)data;
    for (guint l = 0; l < lang_count(); l++) {
        g_autoptr(Request) request = make_request("frabjous zorble quuxil vexatrol", l);
        request->all_languages = request->explain = TRUE;
        g_autoptr(Answer) a = ask(s, request);
        g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
        g_assert_cmpuint(a->results->len, ==, ONLY_IN_ONE);
        for (guint i = 0; i < a->results->len; i++) {
            const Result *r = a->results->pdata[i];
            gboolean has = r->cluster == FIRST            ? l + 1 < lang_count()
                           : r->cluster == ONLY_ELSEWHERE ? l > 0
                           : r->cluster == ONLY_IN_ONE    ? l == 1
                                                          : TRUE;
            g_assert_true(g_hash_table_add(seen, GINT_TO_POINTER(r->cluster)));
            g_assert_true((r->lang == request->lang) == has);
            g_assert_true((r->version == VERSION_ASKED) == has);
            g_assert_cmpuint(r->votes->len, ==, 1 + (r->alternates ? r->alternates->len : 0));
        }
    }
}

static void by_date_the_newest_come_first_whatever_the_language(Site *s, gconstpointer data)
{
    (void)data;
    g_autoptr(Request) request = make_request("frabjous zorble quuxil vexatrol", 0);
    request->all_languages = TRUE;
    request->sort = SORT_NEWEST;
    g_autoptr(Answer) a = ask(s, request);
    g_autofree char *clusters = clusters_of(a->results);
    g_assert_cmpstr(clusters, ==, "4231");
}

static void titles_are_known_by_their_words(Site *s, gconstpointer data)
{
    (void)data;
    static const struct {
        const char *query;
        gboolean is_title;
    } rows[] = {
        {"frabjous zorble", TRUE},           {"4.2. Frabjous zorble", TRUE}, {"zorble", FALSE},
        {"frabjous zorble -krennic", FALSE}, {"\"frabjous zorble\"", FALSE}, {"frabjous zorble krennic", FALSE},
        {"title:frabjous", FALSE},
    };
    g_autoptr(GError) error = NULL;
    for (guint i = 0; i < G_N_ELEMENTS(rows) * lang_count(); i++) {
        Room *room = searcher_find_room(s->shelf.searcher, lang_get(i % lang_count()));
        g_assert_true(room_open(s->shelf.searcher, room, &error));
        g_autoptr(Request) request = make_request(rows[i / lang_count()].query, i % lang_count());
        const Question q = {s->shelf.searcher, request, request->lang, NULL, NULL};
        g_assert_true(question_is_title(&q, room, pages[0].title) == rows[i / lang_count()].is_title);
    }
}

static void others_are_asked_for_the_title_that_the_question_is(Site *s, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autoptr(Request) request = make_request("frabjous zorble", 0);
    g_autoptr(Panel) p = panel_new(s->shelf.searcher, request, request->lang);
    const InquiryRange range = {.limit = 10};
    for (guint i = 0; i < lang_count(); i++)
        g_assert_true(panel_ask(p, i, &range, &error));
    g_assert_nonnull(p->question.title);
    g_assert_cmpint(p->question.title->id, ==, FIRST);
    for (guint i = 1; i + 1 < lang_count(); i++) {
        g_assert_cmpstr(p->lists[i].inquiry->asked.typed, ==, request->query);
        g_assert_cmpstr(g_strstrip(p->lists[i].inquiry->asked.text), ==, "Frabjous zorble"); /* without its number */
    }
    g_assert_null(p->lists[0].inquiry->asked.typed);
}

static void a_page_has_the_share_of_the_words_that_stand_on_it(Site *s, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    for (guint l = 1; l < lang_count(); l++) {
        g_autoptr(Request) request = make_request("quuxil blickum krennic xornath", 0);
        const Question q = {s->shelf.searcher, request, request->lang, NULL, NULL};
        const InquiryRange range = {.limit = 10};
        g_autoptr(Inquiry) inquiry =
            inquiry_new(&q, searcher_find_room(s->shelf.searcher, lang_get(l)), &range, &error);
        g_assert_no_error(error);
        g_assert_true(inquiry_search(inquiry, &q, &error));
        double coverage[10];
        g_assert_true(cover_hits(inquiry, coverage, &error));
        g_assert_cmpuint(inquiry->found->hits->len, ==,
                         2); /* each has two words of three that could be carried, of four */
        for (guint i = 0; i < 2; i++) {
            g_assert_cmpfloat(coverage[i], >, .2);
            g_assert_cmpfloat(coverage[i], <, .67);
        }
    }
}

static guint count_open(const Site *s)
{
    guint open = 0;
    for (guint l = 0; l < lang_count(); l++)
        open += s->shelf.searcher->rooms[l].reader != NULL;
    return open;
}

static void indexes_of_languages_that_have_nothing_of_the_question_stay_closed(Site *s, gconstpointer data)
{
    (void)data;
    g_autoptr(Request) only_here = make_request("vexatrol", 1), everywhere = make_request("zorble frabjous", 1);
    g_autoptr(Answer) first = ask(s, only_here);
    g_assert_cmpuint(first->total, ==, 1);
    g_assert_cmpuint(count_open(s), ==, 1);
    g_autoptr(Answer) second = ask(s, everywhere);
    g_assert_cmpuint(second->total, >, 0);
    g_assert_cmpuint(count_open(s), ==, lang_count());
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name) g_test_add("/answer/" #name, Site, "ledger", set_up, name, tear_down)
    ADD(a_cluster_stands_once_by_its_languages_own_page);
    ADD(alternates_are_of_the_other_languages_in_their_order);
    ADD(indexes_of_languages_that_have_nothing_of_the_question_stay_closed);
    ADD(what_a_language_lacks_is_elsewhere_and_nothing_else);
    ADD(a_weak_match_is_not_shown);
    ADD(no_result_says_what_others_have);
    ADD(of_all_languages_each_cluster_stands_once_in_the_asked_one);
    ADD(by_date_the_newest_come_first_whatever_the_language);
    ADD(titles_are_known_by_their_words);
    ADD(others_are_asked_for_the_title_that_the_question_is);
    ADD(a_page_has_the_share_of_the_words_that_stand_on_it);
    g_test_add("/answer/without_a_ledger_there_is_an_answer_without_clusters", Site, NULL, set_up,
               without_a_ledger_there_is_an_answer_without_clusters, tear_down);
    g_test_add("/answer/without_a_ledger_no_result_says_what_others_have", Site, NULL, set_up,
               no_result_says_what_others_have, tear_down);
    return g_test_run();
}
