#include "query/parity_views.h"

#include <math.h>

#include "query/access_log.h"
#include "shim/limits.h"
#include "shim/survey.h"

#define DAY_S 86400

/* A cluster that was read. */
typedef struct {
    gint64 id;
    guint64 all;
    guint64 *by_lang;
    char *url; /* of its first page */
} Viewed;

struct ParityViews {
    const GPtrArray *languages;
    AccessLog *log;
    GHashTable *pages;    /* char*: path → GUINT_TO_POINTER(pages that have it); owned by `log` */
    GHashTable *clusters; /* gint64* (of the Viewed) → Viewed* */
    guint64 *by_lang, joined;
};

static void viewed_free(gpointer p)
{
    Viewed *v = p;
    g_free(v->by_lang);
    g_free(v->url);
    g_free(v);
}

static void count_page(const SurveyPage *page, gpointer user)
{
    const ParityViews *v = user;
    gpointer path;
    if (!g_hash_table_lookup_extended(v->log->views, access_log_path(page->url), &path, NULL))
        return;
    guint before = GPOINTER_TO_UINT(g_hash_table_lookup(v->pages, path));
    g_hash_table_insert(v->pages, path, GUINT_TO_POINTER(before + 1));
}

static void join_page(const SurveyPage *page, gpointer user)
{
    ParityViews *v = user;
    const char *path = access_log_path(page->url);
    guint64 views = access_log_find(v->log, page->url);
    guint lang = parity_find_language(v->languages, page->lang);
    if (!views || lang == v->languages->len || GPOINTER_TO_UINT(g_hash_table_lookup(v->pages, path)) != 1)
        return;
    Viewed *c = g_hash_table_lookup(v->clusters, &page->cluster);
    if (!c) {
        c = g_new0(Viewed, 1);
        c->id = page->cluster;
        c->by_lang = g_new0(guint64, v->languages->len);
        c->url = g_strdup(page->url);
        g_hash_table_insert(v->clusters, &c->id, c);
    }
    c->all += views;
    c->by_lang[lang] += views;
    v->by_lang[lang] += views;
    v->joined += views;
}

gboolean parity_views_read(const ParityInput *input, ParityViews **views, GError **error)
{
    *views = NULL;
    if (!input->access_logs || !*input->access_logs)
        return TRUE;
    g_autoptr(ParityViews) v = g_new0(ParityViews, 1);
    v->languages = searcher_languages(input->searcher);
    v->log = access_log_new();
    v->pages = g_hash_table_new(g_str_hash, g_str_equal);
    v->clusters = g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL, viewed_free);
    v->by_lang = g_new0(guint64, v->languages->len);
    for (guint i = 0; input->access_logs[i]; i++)
        if (!access_log_read(v->log, input->access_logs[i], input->from, input->to + DAY_S, error))
            return FALSE;
    if (!survey_each_page(input->ledger, count_page, v, error) || !survey_each_page(input->ledger, join_page, v, error))
        return FALSE;
    *views = g_steal_pointer(&v);
    return TRUE;
}

void parity_views_free(ParityViews *v)
{
    g_hash_table_unref(v->clusters);
    g_hash_table_unref(v->pages);
    access_log_free(v->log);
    g_free(v->by_lang);
    g_free(v);
}

double parity_views_demand(gint64 cluster, gpointer views)
{
    const Viewed *c = g_hash_table_lookup(((const ParityViews *)views)->clusters, &cluster);
    return c ? c->all : 0;
}

/* ------------------------------------------------------------------ the chapter */

/* A number that stands on so many views. Below `least` it would tell, beside the sum, of others that stand on too few. */
static Cell told(CellType type, double number, guint64 views, guint64 least)
{
    if (views && views < LIMIT_REPORT_LEAST)
        return cell_suppressed();
    return views && views < least ? cell_none() : cell_number(type, number);
}

static void add_languages(Report *report, ReportChapter *chapter, const ParityViews *v)
{
    static const char *const columns[] = {"language", "views", "views-share", "pages", "views-per-page"};
    ReportTable *table = report_add_table(chapter, "views");
    guint64 least = parity_least_told(v->by_lang, report->languages->len);
    for (guint i = 0; i < G_N_ELEMENTS(columns); i++)
        report_table_add_column(table, columns[i]);
    table->chart = CHART_BARS;
    table->chart_column = 2;
    for (guint i = 0; i < report->languages->len; i++) {
        const LangProfile *lang = report->languages->pdata[i];
        const ReportFigure *pages = report_find_figure(report, "pages", lang, "");
        guint64 views = v->by_lang[i];
        double supply = pages ? pages->value : NAN;
        report_table_add_row(table,
                             (Cell[]){cell_lang(lang), told(CELL_COUNT, views, views, least),
                                      told(CELL_SHARE, v->joined ? (double)views / v->joined : NAN, views, least),
                                      cell_number(CELL_COUNT, supply),
                                      told(CELL_NUMBER, supply > 0 ? views / supply : NAN, views, least)});
        if (views >= least)
            report_add_figure(report, "views", lang, "", views, v->joined, FALSE);
    }
}

static gint compare_viewed(gconstpointer a, gconstpointer b)
{
    const Viewed *x = *(Viewed *const *)a, *y = *(Viewed *const *)b;
    return x->all != y->all ? (x->all < y->all ? 1 : -1) : g_strcmp0(x->url, y->url);
}

/* The clusters that are read most, with the views of each language version. */
static void list_viewed(const Report *report, ReportChapter *chapter, const ParityViews *v)
{
    guint n = report->languages->len;
    ReportTable *table = report_add_table(chapter, "viewed");
    table->is_list = TRUE;
    report_table_add_column(table, "page");
    report_table_add_column(table, "views");
    for (guint i = 0; i < n; i++)
        report_table_add_lang_column(table, report->languages->pdata[i]);
    g_autoptr(GPtrArray) all = g_ptr_array_new();
    GHashTableIter iter;
    gpointer viewed;
    g_hash_table_iter_init(&iter, v->clusters);
    while (g_hash_table_iter_next(&iter, NULL, &viewed))
        if (((const Viewed *)viewed)->all >= LIMIT_REPORT_LEAST)
            g_ptr_array_add(all, viewed);
    g_ptr_array_sort(all, compare_viewed);
    g_autofree Cell *cells = g_new(Cell, n + 2);
    for (guint i = 0; i < all->len; i++) {
        const Viewed *c = all->pdata[i];
        guint64 least = parity_least_told(c->by_lang, n);
        cells[0] = cell_url(c->url);
        cells[1] = cell_number(CELL_COUNT, c->all);
        for (guint k = 0; k < n; k++)
            cells[k + 2] = told(CELL_COUNT, c->by_lang[k], c->by_lang[k], least);
        report_table_add_row(table, cells);
    }
}

/* What of the logs counted, and what did not. */
static void add_lines(ReportChapter *chapter, const ParityViews *v)
{
    const struct {
        const char *key;
        guint64 n;
    } rows[] = {
        {"report_log_joined", v->joined},          {"report_log_elsewhere", v->log->counted - v->joined},
        {"report_log_programs", v->log->programs}, {"report_log_others", v->log->others},
        {"report_log_outside", v->log->outside},   {"report_log_malformed", v->log->malformed},
    };
    ReportTable *table = report_add_table(chapter, "log-lines");
    report_table_add_column(table, "log-line");
    report_table_add_column(table, "count");
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
        report_table_add_row(
            table, (Cell[]){cell_key(rows[i].key), told(CELL_COUNT, rows[i].n, rows[i].n, LIMIT_REPORT_LEAST)});
}

void parity_views(Report *report, const ParityViews *v)
{
    ReportChapter *chapter = report_add_chapter(report, "views", FALSE);
    if (!v) {
        report_add_sentence(chapter->sentences, "report_views_none", NULL, 0);
        return;
    }
    chapter->n = v->joined;
    report_add_sentence(chapter->sentences, "report_views_total",
                        (Cell[]){cell_number(CELL_COUNT, v->joined), cell_number(CELL_COUNT, v->log->lines)}, 2);
    add_languages(report, chapter, v);
    list_viewed(report, chapter, v);
    add_lines(chapter, v);
}
