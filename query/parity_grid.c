#include "query/parity_grid.h"

#include <math.h>

typedef struct {
    guint64 count, of;
} Place;

struct ParityGrid {
    const ParityFacts *facts;
    guint n_langs;
    Place *places; /* (sections + 1) × (languages + 1): the last ones are of all */
};

ParityGrid *parity_grid_new(const ParityFacts *f)
{
    ParityGrid *g = g_new0(ParityGrid, 1);
    g->facts = f;
    g->n_langs = f->languages->len;
    g->places = g_new0(Place, (f->n_sections + 1) * (g->n_langs + 1));
    return g;
}

void parity_grid_free(ParityGrid *g)
{
    g_free(g->places);
    g_free(g);
}

/* lang -1: of all languages; section n_sections: of all sections. */
static Place *place(const ParityGrid *g, guint section, gint lang)
{
    return &g->places[section * (g->n_langs + 1) + (lang < 0 ? g->n_langs : (guint)lang)];
}

void parity_grid_add(ParityGrid *g, guint section, gint lang, gboolean hits)
{
    if (lang < 0)
        return;
    Place *places[] = {place(g, section, lang), place(g, section, -1), place(g, g->facts->n_sections, lang),
                       place(g, g->facts->n_sections, -1)};
    for (guint i = 0; i < G_N_ELEMENTS(places); i++) {
        places[i]->of++;
        places[i]->count += hits != FALSE;
    }
}

guint64 parity_grid_count(const ParityGrid *g, gint lang)
{
    return place(g, g->facts->n_sections, lang)->count;
}

guint64 parity_grid_of(const ParityGrid *g, gint lang)
{
    return place(g, g->facts->n_sections, lang)->of;
}

/* NaN: none was looked at. */
static double share(const Place *p)
{
    return p->of ? (double)p->count / p->of : NAN;
}

static void report_languages(const ParityGrid *g, ReportChapter *chapter, const char *id, const char *of,
                             const char *count)
{
    g_autofree char *name = g_strconcat(id, "-languages", NULL);
    ReportTable *table = report_add_table(chapter, name);
    report_table_add_column(table, "language");
    report_table_add_column(table, of);
    report_table_add_column(table, count);
    report_table_add_column(table, "share");
    table->chart = CHART_BARS;
    table->chart_column = 3;
    for (guint l = 0; l < g->n_langs; l++) {
        const Place *p = place(g, g->facts->n_sections, l);
        const Cell row[] = {cell_lang(parity_lang(g->facts, l)), cell_number(CELL_COUNT, p->of),
                            cell_number(CELL_COUNT, p->count), cell_number(CELL_SHARE, share(p))};
        report_table_add_row(table, row);
    }
}

static void report_sections(const ParityGrid *g, ReportChapter *chapter, const char *id)
{
    if (g->facts->n_sections < 2)
        return;
    g_autofree char *name = g_strconcat(id, "-sections", NULL);
    ReportTable *table = report_add_table(chapter, name);
    report_table_add_column(table, "section");
    for (guint l = 0; l < g->n_langs; l++)
        report_table_add_lang_column(table, parity_lang(g->facts, l));
    for (guint s = 0; s < g->facts->n_sections; s++) {
        g_autofree Cell *row = g_new0(Cell, g->n_langs + 1);
        const char *section = parity_section_name(g->facts, s);
        if (!section && !place(g, s, -1)->of)
            continue;
        row[0] = section ? cell_section(section) : cell_key("report_other_sections");
        for (guint l = 0; l < g->n_langs; l++)
            row[l + 1] = cell_number(CELL_SHARE, share(place(g, s, l)));
        report_table_add_row(table, row);
    }
}

static void report_figures(const ParityGrid *g, Report *report, const char *indicator, gboolean is_inverse)
{
    for (guint s = 0; s <= g->facts->n_sections; s++) {
        const char *section = s == g->facts->n_sections ? "" : parity_section_name(g->facts, s);
        for (gint l = -1; section && l < (gint)g->n_langs; l++) {
            const Place *p = place(g, s, l);
            if (p->of)
                report_add_figure(report, indicator, l < 0 ? NULL : parity_lang(g->facts, l), section,
                                  is_inverse ? 1 - share(p) : share(p), p->of, FALSE);
        }
    }
}

void parity_grid_report(const ParityGrid *g, Report *report, ReportChapter *chapter, const char *id,
                        const char *indicator, const char *of, const char *count, gboolean is_inverse)
{
    report_languages(g, chapter, id, of, count);
    report_sections(g, chapter, id);
    report_figures(g, report, indicator, is_inverse);
}

/* The language with the worst share, the first of those; -1: none was looked at. */
static gint find_worst(const ParityGrid *g, gboolean is_good)
{
    gint worst = -1;
    double most = -INFINITY;
    for (guint l = 0; l < g->n_langs; l++) {
        const Place *p = place(g, g->facts->n_sections, l);
        double badness = is_good ? -share(p) : share(p);
        if (p->of && badness > most) {
            most = badness;
            worst = l;
        }
    }
    return worst;
}

void parity_grid_tell(const ParityGrid *g, ReportChapter *chapter, const char *id, gboolean is_good)
{
    const Place *all = place(g, g->facts->n_sections, -1);
    gint worst = find_worst(g, is_good);
    if (worst < 0)
        return;
    gboolean is_clean = is_good ? all->count == all->of : !all->count;
    g_autofree char *key = g_strconcat("report_", id, is_clean ? "_clean" : "_found", NULL);
    g_strdelimit(key, "-", '_');
    const Cell clean[] = {cell_number(CELL_COUNT, all->of)};
    const Cell found[] = {cell_number(CELL_SHARE, share(all)), cell_number(CELL_COUNT, all->count),
                          cell_number(CELL_COUNT, all->of), cell_lang(parity_lang(g->facts, worst)),
                          cell_number(CELL_SHARE, share(place(g, g->facts->n_sections, worst)))};
    report_add_sentence(chapter->sentences, key, is_clean ? clean : found,
                        is_clean ? G_N_ELEMENTS(clean) : G_N_ELEMENTS(found));
}
