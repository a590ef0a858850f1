#include "query/parity_speed.h"

#include <math.h>

#include "query/measure.h"
#include "shim/survey.h"

#define DAY_S 86400.0

static GPtrArray *new_lists(guint n)
{
    GPtrArray *lists = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
    for (guint i = 0; i < n; i++)
        g_ptr_array_add(lists, g_array_new(FALSE, FALSE, sizeof(double)));
    return lists;
}

/* ------------------------------------------------------------------ latency */

static void say_slowest(const Report *report, ReportChapter *chapter)
{
    const ReportFigure *quick = NULL, *slow = NULL;
    for (guint i = 0; i < report->languages->len; i++) {
        const ReportFigure *f = report_find_figure(report, "latency-p95", report->languages->pdata[i], "");
        if (f && (!quick || f->value < quick->value))
            quick = f;
        if (f && (!slow || f->value > slow->value))
            slow = f;
    }
    if (slow)
        report_add_sentence(chapter->sentences, "report_speed_slowest",
                            (Cell[]){cell_lang(slow->lang), cell_number(CELL_MS, slow->value), cell_lang(quick->lang),
                                     cell_number(CELL_MS, quick->value)},
                            4);
    else
        report_add_sentence(chapter->sentences, "report_speed_none", NULL, 0);
}

static void add_latency(Report *report, ReportChapter *chapter, const Selftest *s)
{
    static const char *const columns[] = {"language", "asked", "latency-p50", "latency-p95"};
    ReportTable *table = report_add_table(chapter, "latency");
    g_autoptr(GPtrArray) times = new_lists(s->n_languages);
    for (guint i = 0; i < G_N_ELEMENTS(columns); i++)
        report_table_add_column(table, columns[i]);
    table->chart = CHART_BARS;
    table->chart_column = 3;
    for (guint i = 0; i < s->answers->len; i++) {
        const SelftestAnswer *a = s->answers->pdata[i];
        if (!isnan(a->took_ms))
            g_array_append_val((GArray *)times->pdata[a->lang], a->took_ms);
    }
    for (guint i = 0; i < s->n_languages; i++) {
        const LangProfile *lang = report->languages->pdata[i];
        const GArray *its = times->pdata[i];
        chapter->n += its->len;
        double p50 = measure_quantile(its, .5), p95 = measure_quantile(its, .95);
        report_table_add_row(table, (Cell[]){cell_lang(lang), cell_number(CELL_COUNT, its->len),
                                             cell_number(CELL_MS, p50), cell_number(CELL_MS, p95)});
        if (!its->len)
            continue;
        report_add_figure(report, "latency-p50", lang, "", p50, its->len, TRUE);
        report_add_figure(report, "latency-p95", lang, "", p95, its->len, TRUE);
    }
    say_slowest(report, chapter);
}

/* ------------------------------------------------------------------ delay */

typedef struct {
    const GPtrArray *languages;
    gint64 began; /* the site was first read */
    GPtrArray *delays;
} Delays;

static void find_beginning(const SurveyPage *page, gpointer user)
{
    Delays *d = user;
    if (page->fetched_at > 0)
        d->began = MIN(d->began, page->fetched_at);
}

static void take_delay(const SurveyPage *page, gpointer user)
{
    const Delays *d = user;
    guint lang = parity_find_language(d->languages, page->lang);
    double days = (page->fetched_at - page->date) / DAY_S;
    if (lang < d->languages->len && page->date > d->began && page->fetched_at >= page->date)
        g_array_append_val((GArray *)d->delays->pdata[lang], days);
}

static gboolean add_delay(Report *report, ReportChapter *chapter, Ledger *ledger, GError **error)
{
    g_autoptr(GPtrArray) delays = new_lists(report->languages->len);
    Delays d = {report->languages, G_MAXINT64, delays};
    guint n = 0;
    if (!survey_each_page(ledger, find_beginning, &d, error) || !survey_each_page(ledger, take_delay, &d, error))
        return FALSE;
    for (guint i = 0; i < delays->len; i++)
        n += ((GArray *)delays->pdata[i])->len;
    if (!n) {
        report_add_sentence(chapter->sentences, "report_delay_none", NULL, 0);
        return TRUE;
    }
    ReportTable *table = report_add_table(chapter, "delay");
    report_table_add_column(table, "language");
    report_table_add_column(table, "pages");
    report_table_add_column(table, "delay");
    for (guint i = 0; i < delays->len; i++) {
        const GArray *its = delays->pdata[i];
        double median = measure_quantile(its, .5);
        report_table_add_row(table, (Cell[]){cell_lang(report->languages->pdata[i]), cell_number(CELL_COUNT, its->len),
                                             cell_number(CELL_DAYS, median)});
        if (its->len)
            report_add_figure(report, "delay", report->languages->pdata[i], "", median, its->len, TRUE);
    }
    return TRUE;
}

gboolean parity_speed(Report *report, const Selftest *s, Ledger *ledger, GError **error)
{
    ReportChapter *chapter = report_add_chapter(report, "speed", TRUE);
    add_latency(report, chapter, s);
    return add_delay(report, chapter, ledger, error);
}
