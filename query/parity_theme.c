#include <string.h>

#include "query/parity_finding.h"
#include "query/parity_grid.h"
#include "shim/limits.h"

/* A finding that is kept for the working list. */
typedef struct {
    const ParityPage *page;
    const char *code; /* of the theme */
    char *detail;
    guint line;
} Kept;

typedef struct {
    const ParityFacts *facts;
    const ParityTheme *theme;
    guint n_codes, n_langs;
    guint64 *kinds; /* pages, by code and language */
    guint *last;    /* number + 1 of the page that was counted last, by code */
    guint8 *hits;   /* by page */
    GArray *kept;   /* Kept */
    guint64 n;      /* findings */
} Collection;

char *parity_code_key(const char *code)
{
    return g_strdelimit(g_strconcat("report_code_", code, NULL), "-", '_');
}

const ParityTheme *parity_find_theme(const char *id)
{
    const ParityTheme *theme = parity_themes;
    while (theme->id && !g_str_equal(theme->id, id))
        theme++;
    return theme->id ? theme : NULL;
}

static void clear_kept(gpointer data)
{
    g_free(((Kept *)data)->detail);
}

/* The order in which the work should be done. */
static gint compare_kept(gconstpointer a, gconstpointer b, gpointer user)
{
    const ParityFacts *f = user;
    const Kept *x = a, *y = b;
    gint order = x->page->cluster == y->page->cluster ? 0
                                                      : parity_compare_wanted(f, parity_cluster(f, x->page->cluster),
                                                                              parity_cluster(f, y->page->cluster));
    order = order ? order : strcmp(x->page->url, y->page->url);
    order = order ? order : (x->line > y->line) - (x->line < y->line);
    order = order ? order : strcmp(x->code, y->code);
    return order ? order : strcmp(x->detail, y->detail);
}

/* Memory is bounded: of twice as many as can be shown the first half is kept. */
static void keep(Collection *c, const ParityFinding *finding, const char *code)
{
    const Kept kept = {finding->page, code, g_strdup(finding->detail), finding->line};
    g_array_append_val(c->kept, kept);
    if (c->kept->len < 2 * LIMIT_REPORT_ROWS)
        return;
    g_array_sort_with_data(c->kept, compare_kept, (gpointer)c->facts);
    g_array_set_size(c->kept, LIMIT_REPORT_ROWS);
}

static void collect(const ParityFinding *finding, gpointer user)
{
    Collection *c = user;
    guint code = 0, page = finding->page - parity_page(c->facts, 0);
    while (code < c->n_codes && !g_str_equal(c->theme->codes[code], finding->code))
        code++;
    if (code == c->n_codes || finding->page->lang < 0)
        return;
    c->n++;
    c->hits[page] = 1;
    if (c->last[code] != page + 1)
        c->kinds[code * c->n_langs + finding->page->lang]++;
    c->last[code] = page + 1;
    keep(c, finding, c->theme->codes[code]);
}

static void add_kinds(const Collection *c, ReportChapter *chapter)
{
    g_autofree char *id = g_strconcat(c->theme->id, "-kinds", NULL);
    ReportTable *table = report_add_table(chapter, id);
    report_table_add_column(table, "finding");
    for (guint l = 0; l < c->n_langs; l++)
        report_table_add_lang_column(table, parity_lang(c->facts, l));
    for (guint k = 0; k < c->n_codes; k++) {
        g_autofree Cell *row = g_new0(Cell, c->n_langs + 1);
        g_autofree char *key = parity_code_key(c->theme->codes[k]);
        guint64 all = 0;
        for (guint l = 0; l < c->n_langs; l++)
            all += c->kinds[k * c->n_langs + l];
        if (!all)
            continue;
        row[0] = cell_key(key);
        for (guint l = 0; l < c->n_langs; l++)
            row[l + 1] = cell_number(CELL_COUNT, c->kinds[k * c->n_langs + l]);
        report_table_add_row(table, row);
    }
}

static void add_list(const Collection *c, ReportChapter *chapter)
{
    static const char *const columns[] = {"page", "language", "finding", "line", "detail"};
    g_autofree char *id = g_strconcat(c->theme->id, "-list", NULL);
    ReportTable *table = report_add_table(chapter, id);
    table->is_list = TRUE;
    for (guint i = 0; i < G_N_ELEMENTS(columns); i++)
        report_table_add_column(table, columns[i]);
    g_array_sort_with_data(c->kept, compare_kept, (gpointer)c->facts);
    for (guint i = 0; i < MIN(c->kept->len, LIMIT_REPORT_ROWS); i++) {
        const Kept *kept = &g_array_index(c->kept, Kept, i);
        g_autofree char *key = parity_code_key(kept->code);
        const Cell row[] = {cell_url(kept->page->url), cell_lang(parity_lang(c->facts, kept->page->lang)),
                            cell_key(key), kept->line ? cell_number(CELL_COUNT, kept->line) : cell_none(),
                            cell_text(kept->detail, NULL)};
        report_table_add_row(table, row);
    }
    table->n = c->n;
}

static void add_chapter(const Collection *c, Report *report)
{
    const ParityTheme *theme = c->theme;
    ReportChapter *chapter = report_add_chapter(report, theme->id, FALSE);
    g_autoptr(ParityGrid) grid = parity_grid_new(c->facts);
    for (guint i = 0; i < c->facts->pages->len; i++) {
        const ParityPage *p = parity_page(c->facts, i);
        if (theme->applies(c->facts, p))
            parity_grid_add(grid, p->section, p->lang, c->hits[i]);
    }
    chapter->n = parity_grid_of(grid, -1);
    parity_grid_tell(grid, chapter, theme->id, FALSE);
    parity_grid_report(grid, report, chapter, theme->id, theme->indicator, "pages", "concerned", FALSE);
    add_kinds(c, chapter);
    add_list(c, chapter);
}

gboolean parity_add_theme(const ParityFacts *f, Report *report, const ParityTheme *theme, GError **error)
{
    Collection c = {.facts = f, .theme = theme, .n_langs = f->languages->len};
    while (theme->codes[c.n_codes])
        c.n_codes++;
    c.kinds = g_new0(guint64, c.n_codes * c.n_langs);
    c.last = g_new0(guint, c.n_codes);
    c.hits = g_new0(guint8, f->pages->len + 1);
    c.kept = g_array_new(FALSE, FALSE, sizeof(Kept));
    g_array_set_clear_func(c.kept, clear_kept);
    gboolean ok = theme->find(f, NULL, collect, &c, error);
    if (ok)
        add_chapter(&c, report);
    g_array_unref(c.kept);
    g_free(c.kinds);
    g_free(c.last);
    g_free(c.hits);
    return ok;
}
