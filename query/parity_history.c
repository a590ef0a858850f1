#include "query/parity_history.h"

#include <math.h>

#include "shim/history.h"
#include "shim/limits.h"

/* Figures that are followed, by language; and how they are shown. */
static const struct {
    const char *indicator, *table, *key;
    CellType type;
} followed[] = {
    {"index", "trend-index", "report_figure_index", CELL_NUMBER},
    {"coverage", "trend-coverage", "report_figure_coverage", CELL_SHARE},
    {"fresh", "trend-fresh", "report_figure_fresh", CELL_SHARE},
    {"mrr", "trend-mrr", "report_figure_mrr", CELL_NUMBER},
    {"overlap", "trend-overlap", "report_figure_overlap", CELL_NUMBER},
    {"zero-hits", "trend-zero-hits", "report_figure_zero_hits", CELL_SHARE},
};

/* ------------------------------------------------------------------ earlier figures */

/* Figures of one report by name: "INDICATOR LANG" → double*. */
typedef GHashTable Past;

static char *name_figure(const char *indicator, const char *lang)
{
    return g_strconcat(indicator, " ", lang, NULL);
}

static void take_figure(const HistoryFigure *figure, gpointer past)
{
    if (!*figure->section)
        g_hash_table_insert((Past *)past, name_figure(figure->indicator, figure->lang),
                            g_memdup2(&figure->value, sizeof figure->value));
}

static Past *read_past(Ledger *ledger, gint64 date, GError **error)
{
    g_autoptr(GHashTable) past = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    return history_each(ledger, date, take_figure, past, error) ? g_steal_pointer(&past) : NULL;
}

/* NaN: that report had none. `lang` NULL: of all. */
static double past_value(const Past *past, const char *indicator, const LangProfile *lang)
{
    g_autofree char *name = name_figure(indicator, lang ? lang_code(lang) : "");
    const double *value = g_hash_table_lookup((Past *)past, name);
    return value ? *value : NAN;
}

/* ------------------------------------------------------------------ lines */

static char *name_date(gint64 date)
{
    g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(date);
    return g_date_time_format(time, "%Y-%m-%d");
}

static void add_line(const Report *report, ReportTable *table, const GPtrArray *pasts, guint figure,
                     const LangProfile *lang)
{
    const ReportFigure *now = report_find_figure(report, followed[figure].indicator, lang, "");
    g_autofree Cell *cells = g_new(Cell, pasts->len + 2);
    gboolean is_known = now != NULL;
    cells[0] = lang ? cell_lang(lang) : cell_key("report_all_languages");
    for (guint i = 0; i < pasts->len; i++) {
        double value = past_value(pasts->pdata[i], followed[figure].indicator, lang);
        is_known |= !isnan(value);
        cells[i + 1] = cell_number(followed[figure].type, value);
    }
    cells[pasts->len + 1] = cell_number(followed[figure].type, now ? now->value : NAN);
    if (is_known)
        report_table_add_row(table, cells);
    else
        g_free(cells[0].text);
}

static void add_lines(const Report *report, ReportChapter *chapter, const GArray *dates, const GPtrArray *pasts,
                      guint figure)
{
    ReportTable *table = report_add_table(chapter, followed[figure].table);
    table->chart = CHART_LINES;
    report_table_add_column(table, "language");
    for (guint i = 0; i <= dates->len; i++) {
        g_autofree char *date = name_date(i < dates->len ? g_array_index(dates, gint64, i) : report->date);
        report_table_add_text_column(table, date, date);
    }
    add_line(report, table, pasts, figure, NULL);
    for (guint i = 0; i < report->languages->len; i++)
        add_line(report, table, pasts, figure, report->languages->pdata[i]);
}

/* ------------------------------------------------------------------ comparison */

static void add_change(const Report *report, ReportTable *table, const Past *past, guint figure,
                       const LangProfile *lang)
{
    const ReportFigure *now = report_find_figure(report, followed[figure].indicator, lang, "");
    double then = past_value(past, followed[figure].indicator, lang);
    if (!now || isnan(then))
        return;
    CellType type = followed[figure].type;
    report_table_add_row(
        table, (Cell[]){cell_key(followed[figure].key), lang ? cell_lang(lang) : cell_key("report_all_languages"),
                        cell_number(type, then), cell_number(type, now->value), cell_number(type, now->value - then)});
}

static void add_changes(const Report *report, ReportChapter *chapter, gint64 date, const Past *past)
{
    ReportTable *table = report_add_table(chapter, "changes");
    static const char *const columns[] = {"figure", "language", "then", "now", "change"};
    for (guint i = 0; i < G_N_ELEMENTS(columns); i++)
        report_table_add_column(table, columns[i]);
    for (guint figure = 0; figure < G_N_ELEMENTS(followed); figure++) {
        add_change(report, table, past, figure, NULL);
        for (guint i = 0; i < report->languages->len; i++)
            add_change(report, table, past, figure, report->languages->pdata[i]);
    }
    const ReportFigure *now = report_find_figure(report, "index", NULL, "");
    double then = past_value(past, "index", NULL);
    if (!now || isnan(then))
        return;
    double change = now->value - then;
    report_add_sentence(
        chapter->sentences,
        fabs(change) < .005 ? "report_change_none"
        : change > 0        ? "report_change_up"
                            : "report_change_down",
        (Cell[]){cell_number(CELL_DATE, date), cell_number(CELL_NUMBER, then), cell_number(CELL_NUMBER, now->value)},
        3);
}

/* Compares with the report of `input->compare`, or with the last of the earlier ones. */
static gboolean compare(const Report *report, ReportChapter *chapter, const ParityInput *input, const GArray *dates,
                        GError **error)
{
    gint64 date = input->compare;
    if (date == PARITY_NO_DATE && !dates->len) {
        report_add_sentence(chapter->sentences, "report_trends_first", NULL, 0);
        return TRUE;
    }
    if (date == PARITY_NO_DATE)
        date = g_array_index(dates, gint64, dates->len - 1);
    g_autoptr(GHashTable) past = read_past(input->ledger, date, error);
    if (!past)
        return FALSE;
    if (!g_hash_table_size(past)) {
        g_autofree char *name = name_date(date);
        g_set_error(error, FAULT, FAULT_USAGE, "nothing to compare with: there is no report of '%s'", name);
        return FALSE;
    }
    add_changes(report, chapter, date, past);
    return TRUE;
}

gboolean parity_trends(Report *report, const ParityInput *input, GError **error)
{
    ReportChapter *chapter = report_add_chapter(report, "trends", TRUE);
    g_autoptr(GPtrArray) pasts = g_ptr_array_new_with_free_func((GDestroyNotify)g_hash_table_unref);
    g_autoptr(GArray) dates = history_dates(input->ledger, report->date, LIMIT_HISTORY - 1, error);
    if (!dates || !compare(report, chapter, input, dates, error))
        return FALSE;
    for (guint i = 0; i < dates->len; i++) {
        Past *past = read_past(input->ledger, g_array_index(dates, gint64, i), error);
        if (!past)
            return FALSE;
        g_ptr_array_add(pasts, past);
    }
    chapter->n = dates->len + 1;
    for (guint i = 0; i < G_N_ELEMENTS(followed) && dates->len; i++)
        add_lines(report, chapter, dates, pasts, i);
    return TRUE;
}

gboolean parity_remember(const Report *report, Ledger *ledger, GError **error)
{
    g_autoptr(GArray) figures = g_array_new(FALSE, FALSE, sizeof(HistoryFigure));
    for (guint i = 0; i < report->figures->len; i++) {
        const ReportFigure *f = &g_array_index(report->figures, ReportFigure, i);
        const HistoryFigure figure = {f->indicator, f->lang ? lang_code(f->lang) : "", f->section, f->value, f->n};
        if (isfinite(f->value))
            g_array_append_val(figures, figure);
    }
    return history_put(ledger, report->date, figures, error);
}
