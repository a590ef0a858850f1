#include "query/selftest.h"

#include <math.h>
#include <string.h>

#include "query/measure.h"
#include "query/parity.h"
#include "shim/limits.h"
#include "shim/survey.h"

#define SEED "isoglot-selftest-1"

/* ------------------------------------------------------------------ the sample */

typedef struct {
    guint64 order; /* of the draw */
    gint64 cluster;
} Draw;

/* What is known of all clusters while they are counted. */
typedef struct {
    const GPtrArray *languages;
    GHashTable *titles; /* guint64*: hash of language and title → GUINT_TO_POINTER(clusters that have it) */
    GArray *draws;      /* Draw */
    gint64 cluster;     /* the last that was seen, 0: none */
    Selftest *selftest;
} Census;

/* Eight bytes of SHA-256: no two texts of a site share them. */
static guint64 hash(const char *a, const char *b)
{
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    guint8 digest[32];
    gsize n = sizeof digest;
    guint64 value;
    g_checksum_update(sum, (const guchar *)a, strlen(a) + 1);
    g_checksum_update(sum, (const guchar *)b, -1);
    g_checksum_get_digest(sum, digest, &n);
    memcpy(&value, digest, sizeof value);
    return GUINT64_FROM_BE(value);
}

/* A title that several clusters have in this language, or that is none. */
static gboolean is_ambiguous(const Census *census, const SurveyPage *page)
{
    guint64 key = hash(page->lang, page->title);
    return !*page->title || GPOINTER_TO_UINT(g_hash_table_lookup(census->titles, &key)) > 1;
}

/* Rows come in the order of clusters, then of languages and URLs: a cluster's draw depends on its first URL. */
static void count_page(const SurveyPage *page, gpointer user)
{
    Census *census = user;
    guint lang = parity_find_language(census->languages, page->lang);
    if (lang == census->languages->len)
        return;
    census->selftest->clusters[lang]++;
    guint64 key = hash(page->lang, page->title);
    guint number = GPOINTER_TO_UINT(g_hash_table_lookup(census->titles, &key));
    g_hash_table_replace(census->titles, g_memdup2(&key, sizeof key), GUINT_TO_POINTER(number + 1));
    if (page->cluster != census->cluster) {
        Draw draw = {hash(SEED, page->url), page->cluster};
        g_array_append_val(census->draws, draw);
        census->cluster = page->cluster;
    }
}

static gint compare_draws(gconstpointer a, gconstpointer b)
{
    const Draw *x = a, *y = b;
    return x->order < y->order ? -1 : x->order > y->order;
}

/* ------------------------------------------------------------------ the questions */

static void free_answer(gpointer p)
{
    SelftestAnswer *a = p;
    g_free(a->title);
    g_free(a->url);
    g_clear_pointer(&a->ranking, g_array_unref);
    g_clear_pointer(&a->blend, g_array_unref);
    g_free(a);
}

typedef struct {
    const Census *census;
    guint *asked; /* per language */
} Choice;

static void choose_page(const SurveyPage *page, gpointer user)
{
    const Choice *choice = user;
    const Census *census = choice->census;
    guint lang = parity_find_language(census->languages, page->lang);
    if (lang == census->languages->len || choice->asked[lang] >= LIMIT_SELFTEST || is_ambiguous(census, page))
        return;
    SelftestAnswer *a = g_new0(SelftestAnswer, 1);
    a->lang = lang;
    a->took_ms = NAN;
    a->cluster = page->cluster;
    a->title = g_strdup(page->title);
    a->url = g_strdup(page->url);
    g_ptr_array_add(census->selftest->answers, a);
    choice->asked[lang]++;
}

static gboolean is_full(const Choice *choice)
{
    const Selftest *s = choice->census->selftest;
    for (guint i = 0; i < s->n_languages; i++)
        if (choice->asked[i] < MIN(LIMIT_SELFTEST, s->clusters[i] - s->ambiguous[i]))
            return FALSE;
    return TRUE;
}

static void count_ambiguous(const SurveyPage *page, gpointer user)
{
    const Census *census = user;
    guint lang = parity_find_language(census->languages, page->lang);
    if (lang < census->languages->len)
        census->selftest->ambiguous[lang] += is_ambiguous(census, page);
}

static gboolean choose_questions(Census *census, Ledger *ledger, GError **error)
{
    g_autofree guint *asked = g_new0(guint, census->languages->len);
    const Choice choice = {census, asked};
    if (!survey_each_page(ledger, count_page, census, error) ||
        !survey_each_page(ledger, count_ambiguous, census, error))
        return FALSE;
    g_array_sort(census->draws, compare_draws);
    for (guint i = 0; i < census->draws->len && !is_full(&choice); i++)
        if (!survey_each_version(ledger, g_array_index(census->draws, Draw, i).cluster, choose_page, (gpointer)&choice,
                                 error))
            return FALSE;
    return TRUE;
}

/* ------------------------------------------------------------------ the answers */

static guint64 languages_of(const Result *result, const GPtrArray *languages)
{
    g_autoptr(GPtrArray) its = result_languages(result);
    guint64 bits = 0;
    for (guint i = 0; i < its->len; i++) {
        guint lang = parity_find_language(languages, lang_code(its->pdata[i]));
        bits |= lang < languages->len ? G_GUINT64_CONSTANT(1) << lang : 0;
    }
    return bits;
}

static Request *make_request(const LangProfile *lang, const char *query)
{
    Request *request = request_new(lang);
    g_free(request->query);
    request->query = request_clean_query(query);
    return request;
}

GArray *selftest_ask(Searcher *searcher, guint lang, const char *query, gboolean all_languages, GHashTable *languages,
                     GError **error)
{
    const GPtrArray *all = searcher_languages(searcher);
    g_autoptr(Request) request = make_request(all->pdata[lang], query);
    request->all_languages = all_languages;
    request->per_page = SELFTEST_DEPTH;
    request->is_run = TRUE;
    g_autoptr(Answer) answer = searcher_ask(searcher, request, error);
    if (!answer)
        return NULL;
    GArray *ranking = g_array_new(FALSE, FALSE, sizeof(gint64));
    for (guint i = 0; i < answer->results->len; i++) {
        const Result *r = answer->results->pdata[i];
        guint64 bits = languages ? languages_of(r, all) : 0;
        /* a page that is in no cluster is one of its own */
        gint64 cluster = r->cluster ? r->cluster : -(gint64)(hash("", r->url) >> 1);
        g_array_append_val(ranking, cluster);
        if (languages)
            g_hash_table_replace(languages, g_memdup2(&cluster, sizeof cluster), g_memdup2(&bits, sizeof bits));
    }
    return ranking;
}

/* Asks as a visitor does, for the first page of results, and looks at the clock alone. */
static gboolean time_answer(Searcher *searcher, SelftestAnswer *a, GError **error)
{
    g_autoptr(Request) request = make_request(searcher_languages(searcher)->pdata[a->lang], a->title);
    g_autoptr(Answer) answer = searcher_ask(searcher, request, error);
    if (answer)
        a->took_ms = answer->took_us / 1000.0;
    return answer != NULL;
}

static gboolean ask_all(Searcher *searcher, Selftest *s, GError **error)
{
    g_autofree guint *blended = g_new0(guint, s->n_languages);
    for (guint i = 0; i < s->answers->len; i++) {
        SelftestAnswer *a = s->answers->pdata[i];
        a->ranking = selftest_ask(searcher, a->lang, a->title, FALSE, s->languages, error);
        if (!a->ranking)
            return FALSE;
        a->rank = measure_rank(a->ranking, a->cluster);
        if (blended[a->lang]++ >= LIMIT_SELFTEST_BLENDED)
            continue;
        a->blend = selftest_ask(searcher, a->lang, a->title, TRUE, s->languages, error);
        if (!a->blend || !time_answer(searcher, a, error))
            return FALSE;
    }
    return TRUE;
}

Selftest *selftest_run(Searcher *searcher, Ledger *ledger, GError **error)
{
    const GPtrArray *languages = searcher_languages(searcher);
    g_autoptr(Selftest) s = g_new0(Selftest, 1);
    g_autoptr(GHashTable) titles = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    g_autoptr(GArray) draws = g_array_new(FALSE, FALSE, sizeof(Draw));
    Census census = {languages, titles, draws, 0, s};
    s->n_languages = languages->len;
    s->answers = g_ptr_array_new_with_free_func(free_answer);
    s->languages = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
    s->clusters = g_new0(guint64, languages->len);
    s->ambiguous = g_new0(guint64, languages->len);
    if (!choose_questions(&census, ledger, error))
        return NULL;
    if (!ask_all(searcher, s, error)) {
        g_prefix_error(error, "self-test of the search: ");
        return NULL;
    }
    return g_steal_pointer(&s);
}

void selftest_free(Selftest *s)
{
    g_ptr_array_unref(s->answers);
    g_hash_table_unref(s->languages);
    g_free(s->clusters);
    g_free(s->ambiguous);
    g_free(s);
}
