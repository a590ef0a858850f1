#include <string.h>

#include "query/parity_grid.h"
#include "query/parity_supply.h"
#include "shim/limits.h"
#include "shim/supply.h"

static ParityGrid *count_coverage(const ParityFacts *f, gboolean is_core)
{
    ParityGrid *grid = parity_grid_new(f);
    for (guint i = 0; i < f->clusters->len; i++) {
        const ParityCluster *c = parity_cluster(f, i);
        for (guint l = 0; (c->is_core || !is_core) && l < f->languages->len; l++)
            parity_grid_add(grid, c->section, l, c->answers >> l & 1);
    }
    return grid;
}

gboolean parity_add_coverage(const ParityFacts *f, Report *report, GError **error)
{
    (void)error;
    ReportChapter *chapter = report_add_chapter(report, "coverage", FALSE);
    g_autoptr(ParityGrid) all = count_coverage(f, FALSE), core = count_coverage(f, TRUE);
    chapter->n = f->clusters->len;
    parity_grid_tell(all, chapter, "coverage", TRUE);
    parity_grid_tell(core, chapter, "core-coverage", TRUE);
    parity_grid_report(all, report, chapter, "coverage", "coverage", "clusters", "translated", FALSE);
    parity_grid_report(core, report, chapter, "core-coverage", "core-coverage", "clusters", "translated", FALSE);
    return TRUE;
}

/* ------------------------------------------------------------------ completeness */

static guint count_languages(guint64 answers)
{
    guint n = 0;
    for (; answers; answers &= answers - 1)
        n++;
    return n;
}

/* Clusters by the number of their languages, 0 … all, of one section or (n_sections) of all. */
static guint64 *count_complete(const ParityFacts *f)
{
    guint n = f->languages->len + 1;
    guint64 *counts = g_new0(guint64, (f->n_sections + 1) * n);
    for (guint i = 0; i < f->clusters->len; i++) {
        const ParityCluster *c = parity_cluster(f, i);
        guint languages = count_languages(c->answers);
        counts[c->section * n + languages]++;
        counts[f->n_sections * n + languages]++;
    }
    return counts;
}

static void add_complete_table(const ParityFacts *f, ReportChapter *chapter, const guint64 *all)
{
    ReportTable *table = report_add_table(chapter, "completeness-languages");
    report_table_add_column(table, "languages");
    report_table_add_column(table, "clusters");
    report_table_add_column(table, "share");
    table->chart = CHART_BARS;
    table->chart_column = 1;
    for (guint k = f->languages->len + 1; k-- > 0;) {
        const Cell row[] = {cell_number(CELL_COUNT, k), cell_number(CELL_COUNT, all[k]),
                            cell_number(CELL_SHARE, f->clusters->len ? (double)all[k] / f->clusters->len : 0)};
        if (k || all[k])
            report_table_add_row(table, row);
    }
}

static void add_complete_sections(const ParityFacts *f, ReportChapter *chapter, const guint64 *counts)
{
    guint n = f->languages->len + 1;
    if (f->n_sections < 2)
        return;
    ReportTable *table = report_add_table(chapter, "completeness-sections");
    report_table_add_column(table, "section");
    for (guint k = n; k-- > 1;) {
        g_autofree char *text = g_strdup_printf("%u", k);
        report_table_add_text_column(table, text, text);
    }
    table->chart = CHART_STACK;
    for (guint s = 0; s < f->n_sections; s++) {
        g_autofree Cell *row = g_new0(Cell, n);
        const char *section = parity_section_name(f, s);
        row[0] = section ? cell_section(section) : cell_key("report_other_sections");
        for (guint k = n; k-- > 1;)
            row[n - k] = cell_number(CELL_COUNT, counts[s * n + k]);
        report_table_add_row(table, row);
    }
}

static void add_complete_figures(const ParityFacts *f, Report *report, const guint64 *counts)
{
    guint n = f->languages->len + 1;
    for (guint s = 0; s <= f->n_sections; s++) {
        const char *section = s == f->n_sections ? "" : parity_section_name(f, s);
        guint64 of = 0;
        for (guint k = 0; k < n; k++)
            of += counts[s * n + k];
        if (section && of)
            report_add_figure(report, "completeness", NULL, section, (double)counts[s * n + n - 1] / of, of, FALSE);
    }
}

gboolean parity_add_completeness(const ParityFacts *f, Report *report, GError **error)
{
    (void)error;
    g_autofree guint64 *counts = count_complete(f);
    const guint64 *all = &counts[f->n_sections * (f->languages->len + 1)];
    ReportChapter *chapter = report_add_chapter(report, "completeness", FALSE);
    chapter->n = f->clusters->len;
    const Cell cells[] = {cell_number(CELL_COUNT, all[f->languages->len]), cell_number(CELL_COUNT, chapter->n),
                          cell_number(CELL_COUNT, f->languages->len), cell_number(CELL_COUNT, all[1])};
    if (chapter->n)
        report_add_sentence(chapter->sentences, "report_completeness_found", cells, G_N_ELEMENTS(cells));
    add_complete_table(f, chapter, all);
    add_complete_sections(f, chapter, counts);
    add_complete_figures(f, report, counts);
    return TRUE;
}

/* ------------------------------------------------------------------ what is missing */

static gint compare_wanted(gconstpointer a, gconstpointer b, gpointer user)
{
    return parity_compare_wanted(user, parity_cluster(user, *(const guint *)a),
                                 parity_cluster(user, *(const guint *)b));
}

/* Numbers of the clusters that lack a language, the most wanted first. */
static GArray *list_missing(const ParityFacts *f)
{
    GArray *list = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint i = 0; i < f->clusters->len; i++)
        if (count_languages(parity_cluster(f, i)->answers) < f->languages->len)
            g_array_append_val(list, i);
    g_array_sort_with_data(list, compare_wanted, (gpointer)f);
    return list;
}

/* Is there a page in the language that is not translated? */
static gboolean is_untranslated(const ParityFacts *f, const ParityCluster *c, guint lang)
{
    for (guint i = c->first; i < c->first + c->n; i++)
        if (parity_page(f, i)->lang == (gint)lang)
            return TRUE;
    return FALSE;
}

static gboolean add_missing_row(const ParityFacts *f, ReportTable *table, const ParityCluster *c, gboolean has_demand,
                                GError **error)
{
    const ParityPage *model = parity_model(f, c);
    g_autofree char *title = NULL;
    if (!supply_find_title(f->ledger, model->id, &title, error))
        return FALSE;
    guint at = 0;
    g_autofree Cell *row = g_new0(Cell, table->columns->len);
    row[at++] = cell_url(model->url);
    row[at++] = cell_text(title, model->index >= 0 ? parity_lang(f, model->index) : NULL);
    for (guint l = 0; l < f->languages->len; l++)
        row[at++] = c->answers >> l & 1        ? cell_key("report_is_there")
                    : is_untranslated(f, c, l) ? cell_key("report_is_untranslated")
                                               : cell_key("report_is_missing");
    row[at++] = cell_number(CELL_NUMBER, c->authority);
    if (has_demand)
        row[at++] = cell_number(CELL_COUNT, c->demand);
    report_table_add_row(table, row);
    return TRUE;
}

static gboolean has_demand(const ParityFacts *f)
{
    for (guint i = 0; i < f->clusters->len; i++)
        if (parity_cluster(f, i)->demand > 0)
            return TRUE;
    return FALSE;
}

static gboolean add_missing_list(const ParityFacts *f, ReportChapter *chapter, const GArray *list, GError **error)
{
    ReportTable *table = report_add_table(chapter, "missing");
    gboolean is_demanded = has_demand(f);
    table->is_list = TRUE;
    report_table_add_column(table, "page");
    report_table_add_column(table, "title");
    for (guint l = 0; l < f->languages->len; l++)
        report_table_add_lang_column(table, parity_lang(f, l));
    report_table_add_column(table, "authority");
    if (is_demanded)
        report_table_add_column(table, "demand");
    for (guint i = 0; i < MIN(list->len, LIMIT_REPORT_ROWS); i++)
        if (!add_missing_row(f, table, parity_cluster(f, g_array_index(list, guint, i)), is_demanded, error))
            return FALSE;
    table->n = list->len;
    return TRUE;
}

gboolean parity_add_missing(const ParityFacts *f, Report *report, GError **error)
{
    g_autoptr(GArray) list = list_missing(f);
    ReportChapter *chapter = report_add_chapter(report, "missing", FALSE);
    guint64 pages = 0;
    chapter->n = f->clusters->len;
    for (guint i = 0; i < list->len; i++)
        pages += f->languages->len - count_languages(parity_cluster(f, g_array_index(list, guint, i))->answers);
    const Cell cells[] = {cell_number(CELL_COUNT, list->len), cell_number(CELL_COUNT, chapter->n),
                          cell_number(CELL_COUNT, pages)};
    report_add_sentence(chapter->sentences, "report_missing_found", cells, G_N_ELEMENTS(cells));
    return add_missing_list(f, chapter, list, error);
}
