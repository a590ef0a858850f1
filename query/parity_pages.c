#include <math.h>

#include "query/parity_supply.h"

/* What a language has, of one section or all. */
typedef struct {
    guint64 pages, words, documents;
} Stock;

/* (sections + 1) × languages; the last section is all of them. */
static Stock *take_stock(const ParityFacts *f)
{
    guint n = f->languages->len;
    Stock *stock = g_new0(Stock, (f->n_sections + 1) * n);
    for (guint i = 0; i < f->pages->len; i++) {
        const ParityPage *p = parity_page(f, i);
        if (p->index < 0)
            continue;
        Stock *places[] = {&stock[p->section * n + p->index], &stock[f->n_sections * n + p->index]};
        for (guint k = 0; k < G_N_ELEMENTS(places); k++) {
            places[k]->pages++;
            places[k]->words += p->words;
            places[k]->documents += p->is_document;
        }
    }
    return stock;
}

static void add_figures(const ParityFacts *f, Report *report, const Stock *stock)
{
    guint n = f->languages->len;
    for (guint s = 0; s <= f->n_sections; s++) {
        const char *section = s == f->n_sections ? "" : parity_section_name(f, s);
        for (guint l = 0; section && l < n; l++) {
            const Stock *p = &stock[s * n + l];
            report_add_figure(report, "pages", parity_lang(f, l), section, p->pages, p->pages, FALSE);
            report_add_figure(report, "words", parity_lang(f, l), section, p->words, p->pages, FALSE);
            report_add_figure(report, "documents", parity_lang(f, l), section, p->documents, p->pages, FALSE);
        }
    }
}

static double ratio(guint64 part, guint64 whole)
{
    return whole ? (double)part / whole : NAN;
}

static void add_languages(const ParityFacts *f, ReportChapter *chapter, const Stock *all)
{
    static const char *const columns[] = {"language", "pages", "share", "ratio", "words", "words-share", "documents"};
    ReportTable *table = report_add_table(chapter, "supply-languages");
    guint64 pages = 0, words = 0, most = 0;
    for (guint i = 0; i < G_N_ELEMENTS(columns); i++)
        report_table_add_column(table, columns[i]);
    table->chart = CHART_BARS;
    table->chart_column = 1;
    for (guint l = 0; l < f->languages->len; l++) {
        pages += all[l].pages;
        words += all[l].words;
        most = MAX(most, all[l].pages);
    }
    for (guint l = 0; l < f->languages->len; l++) {
        const Cell row[] = {cell_lang(parity_lang(f, l)),
                            cell_number(CELL_COUNT, all[l].pages),
                            cell_number(CELL_SHARE, ratio(all[l].pages, pages)),
                            cell_number(CELL_SHARE, ratio(all[l].pages, most)),
                            cell_number(CELL_COUNT, all[l].words),
                            cell_number(CELL_SHARE, ratio(all[l].words, words)),
                            cell_number(CELL_COUNT, all[l].documents)};
        report_table_add_row(table, row);
    }
}

static void add_sections(const ParityFacts *f, ReportChapter *chapter, const Stock *stock)
{
    guint n = f->languages->len;
    if (f->n_sections < 2)
        return;
    ReportTable *table = report_add_table(chapter, "supply-sections");
    report_table_add_column(table, "section");
    for (guint l = 0; l < n; l++)
        report_table_add_lang_column(table, parity_lang(f, l));
    table->chart = CHART_STACK;
    for (guint s = 0; s < f->n_sections; s++) {
        g_autofree Cell *row = g_new0(Cell, n + 1);
        const char *section = parity_section_name(f, s);
        row[0] = section ? cell_section(section) : cell_key("report_other_sections");
        for (guint l = 0; l < n; l++)
            row[l + 1] = cell_number(CELL_COUNT, stock[s * n + l].pages);
        report_table_add_row(table, row);
    }
}

/* The languages with most and fewest pages. */
static void tell(const ParityFacts *f, ReportChapter *chapter, const Stock *all)
{
    guint most = 0, least = 0;
    for (guint l = 0; l < f->languages->len; l++) {
        most = all[l].pages > all[most].pages ? l : most;
        least = all[l].pages < all[least].pages ? l : least;
    }
    const Cell cells[] = {cell_number(CELL_COUNT, chapter->n), cell_lang(parity_lang(f, most)),
                          cell_number(CELL_COUNT, all[most].pages), cell_lang(parity_lang(f, least)),
                          cell_number(CELL_COUNT, all[least].pages)};
    if (chapter->n)
        report_add_sentence(chapter->sentences, "report_supply_found", cells, G_N_ELEMENTS(cells));
}

gboolean parity_add_pages(const ParityFacts *f, Report *report, GError **error)
{
    (void)error;
    g_autofree Stock *stock = take_stock(f);
    const Stock *all = &stock[f->n_sections * f->languages->len];
    ReportChapter *chapter = report_add_chapter(report, "supply", FALSE);
    for (guint l = 0; l < f->languages->len; l++)
        chapter->n += all[l].pages;
    tell(f, chapter, all);
    add_languages(f, chapter, all);
    add_sections(f, chapter, stock);
    add_figures(f, report, stock);
    return TRUE;
}
