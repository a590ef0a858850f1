#include "query/parity_index.h"

#include <math.h>

#include "query/bootstrap.h"
#include "query/measure.h"
#include "query/parity_quality.h"

/* What an index is made of. */
typedef enum { PART_COVERAGE, PART_FRESH, PART_MRR, PART_SEARCHES, N_PARTS } Part;

/* What they are called where they are left out. */
static const char *const part_keys[] = {
    [PART_COVERAGE] = "report_part_coverage",
    [PART_FRESH] = "report_part_fresh",
    [PART_MRR] = "report_part_mrr",
};

static double find_value(const Report *report, const char *indicator, const LangProfile *lang, const char *section)
{
    const ReportFigure *f = report_find_figure(report, indicator, lang, section);
    return f ? f->value : NAN;
}

static ReportChapter *find_chapter(const Report *report, const char *id)
{
    for (guint i = 0; i < report->chapters->len; i++)
        if (g_str_equal(((const ReportChapter *)report->chapters->pdata[i])->id, id))
            return report->chapters->pdata[i];
    return NULL;
}

static double best_mrr(const Report *report)
{
    double best = NAN;
    for (guint i = 0; i < report->languages->len; i++)
        best = fmax(best, find_value(report, "mrr", report->languages->pdata[i], ""));
    return best;
}

/* MRR as a share of the best one; when nothing is found in any language, none of them is behind. */
static double share_of_best(double mrr, double best)
{
    return isnan(mrr) ? NAN : best > 0 ? mrr / best : 1;
}

/* A language's parts, each 0 … 1 or NaN. */
static void find_parts(const Report *report, const LangProfile *lang, gboolean with_searches, double values[N_PARTS])
{
    values[PART_COVERAGE] = find_value(report, "coverage", lang, "");
    values[PART_FRESH] = find_value(report, "fresh", lang, "");
    values[PART_MRR] = share_of_best(find_value(report, "mrr", lang, ""), best_mrr(report));
    values[PART_SEARCHES] = with_searches ? 1 - find_value(report, "zero-hits", lang, "") : NAN;
}

double parity_language_index(const Report *report, const LangProfile *lang, gboolean with_searches)
{
    double values[N_PARTS];
    find_parts(report, lang, with_searches, values);
    return measure_geometric_mean(values, N_PARTS);
}

double parity_site_index(const Report *report, gboolean with_searches)
{
    g_autofree double *values = g_new(double, report->languages->len);
    for (guint i = 0; i < report->languages->len; i++)
        values[i] = parity_language_index(report, report->languages->pdata[i], with_searches);
    return measure_geometric_mean(values, report->languages->len);
}

void parity_index_with_searches(Report *report)
{
    gboolean is_known = FALSE;
    for (guint i = 0; i < report->languages->len; i++) {
        const LangProfile *lang = report->languages->pdata[i];
        const ReportFigure *zero = report_find_figure(report, "zero-hits", lang, "");
        double index = parity_language_index(report, lang, TRUE);
        if (!zero || isnan(index))
            continue;
        report_add_figure(report, "index-service", lang, "", index, zero->n, TRUE);
        is_known = TRUE;
    }
    ReportChapter *chapter = find_chapter(report, "answers");
    double index = parity_site_index(report, TRUE);
    if (!is_known || !chapter || isnan(index))
        return;
    report_add_figure(report, "index-service", NULL, "", index, chapter->n, TRUE);
    report_add_sentence(chapter->sentences, "report_answers_index", (Cell[]){cell_number(CELL_NUMBER, index)}, 1);
}

/* ------------------------------------------------------------------ its interval */

typedef struct {
    const Report *report;
    GPtrArray *ranks; /* per language, reciprocal ranks */
} Sample;

static double draw_figure(GRand *random, const Report *report, const char *indicator, const LangProfile *lang)
{
    const ReportFigure *f = report_find_figure(report, indicator, lang, "");
    return f ? bootstrap_share(random, f->value, f->n) : NAN;
}

/* The index of the site as another sample of the same size might have shown it. */
static double draw_index(GRand *random, gconstpointer user)
{
    const Sample *sample = user;
    const GPtrArray *languages = sample->report->languages;
    g_autofree double *mrr = g_new(double, languages->len), *indexes = g_new(double, languages->len);
    double best = NAN;
    for (guint i = 0; i < languages->len; i++) {
        mrr[i] = bootstrap_mean(random, sample->ranks->pdata[i]);
        best = fmax(best, mrr[i]);
    }
    for (guint i = 0; i < languages->len; i++) {
        const double values[] = {draw_figure(random, sample->report, "coverage", languages->pdata[i]),
                                 draw_figure(random, sample->report, "fresh", languages->pdata[i]),
                                 share_of_best(mrr[i], best)};
        indexes[i] = measure_geometric_mean(values, G_N_ELEMENTS(values));
    }
    return measure_geometric_mean(indexes, languages->len);
}

static gboolean find_interval(const Report *report, const Selftest *selftest, double *low, double *high)
{
    g_autoptr(GPtrArray) ranks = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
    for (guint i = 0; i < report->languages->len; i++)
        g_ptr_array_add(ranks, parity_reciprocal_ranks(selftest, i));
    const Sample sample = {report, ranks};
    return bootstrap_interval(draw_index, &sample, low, high);
}

/* ------------------------------------------------------------------ by language */

typedef struct {
    const LangProfile *lang;
    double index, parts[N_PARTS];
} Standing;

static gint compare_standings(gconstpointer a, gconstpointer b)
{
    double x = ((const Standing *)a)->index, y = ((const Standing *)b)->index;
    if (isnan(x) || isnan(y))
        return isnan(x) - isnan(y);
    return x < y ? -1 : x > y;
}

/* The languages, the worst served first (Standing). Figures are added to the report. */
static GArray *rank_languages(Report *report, const Selftest *selftest)
{
    GArray *all = g_array_new(FALSE, FALSE, sizeof(Standing));
    for (guint i = 0; i < report->languages->len; i++) {
        Standing s = {.lang = report->languages->pdata[i]};
        find_parts(report, s.lang, FALSE, s.parts);
        s.index = measure_geometric_mean(s.parts, N_PARTS);
        g_array_append_val(all, s);
        if (!isnan(s.index))
            report_add_figure(report, "index", s.lang, "", s.index, selftest->clusters[i], FALSE);
    }
    g_array_sort(all, compare_standings);
    return all;
}

/* For the first page: the languages, and the index of each. */
static ReportTable *make_standing_table(const GArray *standings)
{
    ReportTable *table = report_table_new("standing");
    report_table_add_column(table, "language");
    report_table_add_column(table, "index");
    table->chart = CHART_BARS;
    table->chart_column = 1;
    for (guint i = 0; i < standings->len; i++) {
        const Standing *s = &g_array_index(standings, Standing, i);
        report_table_add_row(table, (Cell[]){cell_lang(s->lang), cell_number(CELL_NUMBER, s->index)});
    }
    return table;
}

static ReportTable *make_parts_table(const GArray *standings)
{
    ReportTable *table = report_table_new("index");
    static const char *const columns[] = {"language", "index", "coverage", "fresh", "mrr-share"};
    for (guint i = 0; i < G_N_ELEMENTS(columns); i++)
        report_table_add_column(table, columns[i]);
    table->chart = CHART_BARS;
    table->chart_column = 1;
    for (guint i = 0; i < standings->len; i++) {
        const Standing *s = &g_array_index(standings, Standing, i);
        report_table_add_row(table, (Cell[]){cell_lang(s->lang), cell_number(CELL_NUMBER, s->index),
                                             cell_number(CELL_SHARE, s->parts[PART_COVERAGE]),
                                             cell_number(CELL_SHARE, s->parts[PART_FRESH]),
                                             cell_number(CELL_SHARE, s->parts[PART_MRR])});
    }
    return table;
}

/* ------------------------------------------------------------------ by section */

typedef struct {
    const char *name;
    double index;
    const LangProfile *worst;
    double worst_index;
} SectionStanding;

static gint compare_sections(gconstpointer a, gconstpointer b)
{
    const SectionStanding *x = a, *y = b;
    if (x->index != y->index)
        return x->index < y->index ? -1 : 1;
    return g_strcmp0(x->name, y->name);
}

static void measure_section(const Report *report, SectionStanding *s)
{
    guint n = report->languages->len;
    g_autofree double *indexes = g_new(double, n);
    for (guint i = 0; i < n; i++) {
        const double values[] = {find_value(report, "coverage", report->languages->pdata[i], s->name),
                                 find_value(report, "fresh", report->languages->pdata[i], s->name)};
        indexes[i] = measure_geometric_mean(values, G_N_ELEMENTS(values));
        if (isnan(indexes[i]) || (s->worst && indexes[i] >= s->worst_index))
            continue;
        s->worst = report->languages->pdata[i];
        s->worst_index = indexes[i];
    }
    s->index = measure_geometric_mean(indexes, n);
}

/* The sections with figures, the worst first (SectionStanding). */
static GArray *rank_sections(Report *report, const Config *config)
{
    GArray *all = g_array_new(FALSE, FALSE, sizeof(SectionStanding));
    for (guint i = 0; i < config->sections->len; i++) {
        SectionStanding s = {.name = ((const ConfigSection *)config->sections->pdata[i])->name};
        measure_section(report, &s);
        if (!s.worst)
            continue;
        const ReportFigure *f = report_find_figure(report, "coverage", s.worst, s.name);
        report_add_figure(report, "index", NULL, s.name, s.index, f ? f->n : 0, FALSE);
        g_array_append_val(all, s);
    }
    g_array_sort(all, compare_sections);
    return all;
}

static ReportTable *make_section_table(const char *id, const GArray *sections, guint most)
{
    ReportTable *table = report_table_new(id);
    report_table_add_column(table, "section");
    report_table_add_column(table, "index");
    report_table_add_column(table, "worst");
    report_table_add_column(table, "worst-index");
    table->chart = CHART_BARS;
    table->chart_column = 1;
    for (guint i = 0; i < MIN(sections->len, most); i++) {
        const SectionStanding *s = &g_array_index(sections, SectionStanding, i);
        report_table_add_row(table, (Cell[]){cell_section(s->name), cell_number(CELL_NUMBER, s->index),
                                             cell_lang(s->worst), cell_number(CELL_NUMBER, s->worst_index)});
    }
    return table;
}

/* ------------------------------------------------------------------ the first page */

static const ReportTable *find_table(const Report *report, const char *id)
{
    for (guint i = 0; i < report->chapters->len; i++) {
        const ReportChapter *chapter = report->chapters->pdata[i];
        for (guint k = 0; k < chapter->tables->len; k++) {
            const ReportTable *table = chapter->tables->pdata[k];
            if (g_str_equal(table->id, id))
                return table;
        }
    }
    return NULL;
}

static Cell copy_cell(const Cell *cell)
{
    Cell copy = *cell;
    copy.text = g_strdup(cell->text);
    return copy;
}

/* The head of another table, under a name of its own; NULL: that one is empty. */
static ReportTable *make_head(const ReportTable *from, const char *id, guint most)
{
    if (!from || !from->rows->len)
        return NULL;
    ReportTable *table = report_table_new(id);
    guint columns = from->columns->len;
    g_autofree Cell *cells = g_new(Cell, columns);
    for (guint i = 0; i < columns; i++) {
        const ReportColumn *c = &g_array_index(from->columns, ReportColumn, i);
        if (c->is_lang)
            report_table_add_lang_column(table, c->lang);
        else if (c->text)
            report_table_add_text_column(table, c->id, c->text);
        else
            report_table_add_column(table, c->id);
    }
    for (guint i = 0; i < MIN(from->rows->len, most); i++) {
        const Cell *row = from->rows->pdata[i];
        for (guint k = 0; k < columns; k++)
            cells[k] = copy_cell(&row[k]);
        report_table_add_row(table, cells);
    }
    return table;
}

/* Parts that no language has data for. */
static void name_left_out(GPtrArray *sentences, const GArray *standings)
{
    for (Part part = 0; part < G_N_ELEMENTS(part_keys); part++) {
        gboolean is_known = FALSE;
        for (guint i = 0; i < standings->len; i++)
            is_known |= !isnan(g_array_index(standings, Standing, i).parts[part]);
        if (!is_known)
            report_add_sentence(sentences, "report_left_out", (Cell[]){cell_key(part_keys[part])}, 1);
    }
}

static void say_index(Report *report, GPtrArray *sentences, const Selftest *selftest, double index)
{
    double low, high;
    if (isnan(index))
        report_add_sentence(sentences, "report_index_none", NULL, 0);
    else if (find_interval(report, selftest, &low, &high))
        report_add_sentence(
            sentences, "report_index_interval",
            (Cell[]){cell_number(CELL_NUMBER, index), cell_number(CELL_NUMBER, low), cell_number(CELL_NUMBER, high)},
            3);
    else
        report_add_sentence(sentences, "report_index_is", (Cell[]){cell_number(CELL_NUMBER, index)}, 1);
}

static void say_worst(GPtrArray *sentences, const GArray *standings)
{
    const Standing *worst = &g_array_index(standings, Standing, 0), *best = worst;
    for (guint i = 1; i < standings->len; i++)
        if (!isnan(g_array_index(standings, Standing, i).index))
            best = &g_array_index(standings, Standing, i);
    if (isnan(worst->index))
        return;
    report_add_sentence(sentences, "report_worst_language",
                        (Cell[]){cell_lang(worst->lang), cell_number(CELL_NUMBER, worst->index), cell_lang(best->lang),
                                 cell_number(CELL_NUMBER, best->index)},
                        4);
}

static void say_all(Report *report, GPtrArray *sentences, const GArray *standings, const Selftest *selftest,
                    double index)
{
    say_index(report, sentences, selftest, index);
    say_worst(sentences, standings);
    name_left_out(sentences, standings);
}

void parity_index(Report *report, const Config *config, const Selftest *selftest)
{
    g_autoptr(GArray) standings = rank_languages(report, selftest);
    g_autoptr(GArray) sections = rank_sections(report, config);
    double index = parity_site_index(report, FALSE);
    guint64 n = 0;
    for (guint i = 0; i < report->languages->len; i++)
        n = MAX(n, selftest->clusters[i]);
    ReportChapter *chapter = report_add_chapter(report, "index", FALSE);
    chapter->n = n;
    if (!isnan(index))
        report_add_figure(report, "index", NULL, "", index, n, FALSE);
    say_all(report, report->summary, standings, selftest, index);
    say_all(report, chapter->sentences, standings, selftest, index);
    g_ptr_array_add(chapter->tables, make_parts_table(standings));
    g_ptr_array_add(report->first, make_standing_table(standings));
    if (sections->len) {
        g_ptr_array_add(chapter->tables, make_section_table("sections", sections, G_MAXUINT));
        g_ptr_array_add(report->first, make_section_table("worst-sections", sections, PARITY_WORST_SECTIONS));
    } else {
        report_add_sentence(report->summary, "report_no_sections", NULL, 0);
    }
    ReportTable *first = make_head(find_table(report, "missing"), "first-pages", PARITY_FIRST_PAGES);
    if (first)
        g_ptr_array_add(report->first, first);
    else
        report_add_sentence(report->summary, "report_nothing_missing", NULL, 0);
}
