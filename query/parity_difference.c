#include "query/parity_difference.h"

#include <math.h>

#include "query/parity_grid.h"

const char *const parity_difference_codes[] = {
    "skeleton", "differs-length", "differs-headings", "differs-links", "differs-tables", "differs-numbers", NULL};

static gint compare_doubles(gconstpointer a, gconstpointer b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double parity_median(double *values, guint n)
{
    qsort(values, n, sizeof *values, compare_doubles);
    return n % 2 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

gboolean parity_is_compared(const ParityFacts *f, const ParityPage *page)
{
    guint64 answers = parity_cluster(f, page->cluster)->answers;
    return parity_is_answer(page) && (answers & (answers - 1));
}

/* ------------------------------------------------------------------ what lengths to expect */

static gboolean is_complete(const ParityFacts *f, const ParityCluster *c)
{
    return c->answers == (G_GUINT64_CONSTANT(1) << f->languages->len) - 1;
}

/* Logarithms of the ratios of two languages. */
static GArray *list_ratios(const ParityFacts *f, guint a, guint b, gboolean wants_complete)
{
    GArray *ratios = g_array_new(FALSE, FALSE, sizeof(double));
    for (guint i = 0; i < f->clusters->len; i++) {
        const ParityCluster *c = parity_cluster(f, i);
        if (!(c->answers >> a & 1) || !(c->answers >> b & 1) || (wants_complete && !is_complete(f, c)))
            continue;
        guint64 x = parity_answer(f, c, a)->words, y = parity_answer(f, c, b)->words;
        double ratio = x >= PARITY_LEAST_WORDS && y >= PARITY_LEAST_WORDS ? log((double)x / y) : NAN;
        if (!isnan(ratio))
            g_array_append_val(ratios, ratio);
    }
    return ratios;
}

static double learn_ratio(const ParityFacts *f, guint a, guint b)
{
    for (guint i = 0; i < 2; i++) {
        g_autoptr(GArray) ratios = list_ratios(f, a, b, i == 0);
        if (ratios->len >= PARITY_LEAST_PAIRS)
            return exp(parity_median((double *)ratios->data, ratios->len));
    }
    return NAN;
}

double *parity_learn_ratios(const ParityFacts *f)
{
    guint n = f->languages->len;
    double *ratios = g_new(double, n *n);
    for (guint a = 0; a < n; a++) {
        ratios[a * n + a] = 1;
        for (guint b = 0; b < a; b++) {
            ratios[a * n + b] = learn_ratio(f, a, b);
            ratios[b * n + a] = 1 / ratios[a * n + b];
        }
    }
    return ratios;
}

/* ------------------------------------------------------------------ one page and its translations */

typedef struct {
    const ParityFacts *facts;
    ParityFindingFunc func;
    gpointer user;
    const double *ratios;
    const ParityPage *page;
    const ParityPage *others[64]; /* its translations */
    guint n;
    gboolean is_whole; /* do all of them have a shape? */
} Comparison;

static void tell(const Comparison *c, const char *code, const char *format, ...) G_GNUC_PRINTF(3, 4);
static void tell(const Comparison *c, const char *code, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *detail = g_strdup_vprintf(format, args);
    va_end(args);
    const ParityFinding finding = {c->page, code, detail, 0};
    c->func(&finding, c->user);
}

static void compare_length(const Comparison *c)
{
    double expected[64];
    guint n = 0, languages = c->facts->languages->len;
    for (guint i = 0; i < c->n; i++) {
        double ratio = c->ratios[c->page->lang * languages + c->others[i]->lang];
        if (!isnan(ratio) && c->others[i]->words)
            expected[n++] = log(ratio * c->others[i]->words);
    }
    double words = n ? exp(parity_median(expected, n)) : 0;
    if (words < PARITY_LEAST_WORDS)
        return;
    double ratio = c->page->words / words;
    gboolean is_longer = ratio > PARITY_RATIO && n > 1;
    if (ratio < PARITY_SKELETON || ratio * PARITY_RATIO < 1 || is_longer)
        tell(c, ratio < PARITY_SKELETON ? "skeleton" : "differs-length", "%" G_GUINT64_FORMAT ": %.0f", c->page->words,
             words);
}

typedef guint (*CountFunc)(const ParityPage *page);

static guint count_headings(const ParityPage *page)
{
    return page->headings;
}

static guint count_links(const ParityPage *page)
{
    return page->links;
}

static guint count_tables(const ParityPage *page)
{
    return page->tables;
}

static void compare_count(const Comparison *c, const char *code, CountFunc count, double least, double share)
{
    double counts[64] = {0};
    for (guint i = 0; i < c->n; i++)
        counts[i] = count(c->others[i]);
    double median = parity_median(counts, c->n), own = count(c->page), difference = fabs(own - median);
    if (difference > least && difference > share * median && (own < median || c->n > 1))
        tell(c, code, "%.0f: %g", own, median);
}

static guint count_bits(guint64 set)
{
    guint n = 0;
    for (; set; set &= set - 1)
        n++;
    return n;
}

static void compare_numbers(const Comparison *c)
{
    guint64 common = ~G_GUINT64_CONSTANT(0), all = c->page->numbers;
    for (guint i = 0; i < c->n; i++) {
        common &= c->others[i]->numbers;
        all |= c->others[i]->numbers;
    }
    guint lacking = count_bits(common & ~c->page->numbers);
    if (c->n > 1 && lacking && count_bits(all) <= PARITY_NUMBERS_MOST)
        tell(c, "differs-numbers", "%u", lacking);
}

static void compare(Comparison *c, const ParityPage *page)
{
    const ParityCluster *cluster = parity_cluster(c->facts, page->cluster);
    c->page = page;
    c->n = 0;
    c->is_whole = page->has_shape;
    for (guint i = cluster->first; i < cluster->first + cluster->n; i++) {
        const ParityPage *other = parity_page(c->facts, i);
        if (other == page || !parity_is_answer(other))
            continue;
        if (c->n == G_N_ELEMENTS(c->others))
            break;
        c->others[c->n++] = other;
        c->is_whole &= other->has_shape;
    }
    compare_length(c);
    if (!c->is_whole)
        return;
    compare_count(c, "differs-headings", count_headings, PARITY_COUNTS, 0.25);
    compare_count(c, "differs-links", count_links, PARITY_COUNTS, 0.25);
    compare_count(c, "differs-tables", count_tables, 0.5, 0);
    compare_numbers(c);
}

gboolean parity_find_differences(const ParityFacts *f, const ParityPage *only, ParityFindingFunc func, gpointer user,
                                 GError **error)
{
    (void)error;
    g_autofree double *ratios = parity_learn_ratios(f);
    Comparison c = {.facts = f, .func = func, .user = user, .ratios = ratios};
    for (guint i = 0; i < f->pages->len; i++)
        if ((!only || only == parity_page(f, i)) && parity_is_compared(f, parity_page(f, i)))
            compare(&c, parity_page(f, i));
    return TRUE;
}

/* ------------------------------------------------------------------ the chapter */

static void add_ratios(const ParityFacts *f, ReportChapter *chapter)
{
    guint n = f->languages->len;
    g_autofree double *ratios = parity_learn_ratios(f);
    ReportTable *table = report_add_table(chapter, "discrepancy-ratios");
    report_table_add_column(table, "language");
    for (guint l = 0; l < n; l++)
        report_table_add_lang_column(table, parity_lang(f, l));
    for (guint a = 0; a < n; a++) {
        g_autofree Cell *row = g_new0(Cell, n + 1);
        row[0] = cell_lang(parity_lang(f, a));
        for (guint b = 0; b < n; b++)
            row[b + 1] = cell_number(CELL_NUMBER, ratios[a * n + b]);
        report_table_add_row(table, row);
    }
}

static void mark_skeleton(const ParityFinding *finding, gpointer user)
{
    GHashTable *skeletons = user;
    if (g_str_equal(finding->code, "skeleton"))
        g_hash_table_add(skeletons, (gpointer)finding->page);
}

gboolean parity_add_discrepancy(const ParityFacts *f, Report *report, GError **error)
{
    g_autoptr(GHashTable) skeletons = g_hash_table_new(g_direct_hash, g_direct_equal);
    if (!parity_add_theme(f, report, parity_find_theme("discrepancy"), error) ||
        !parity_find_differences(f, NULL, mark_skeleton, skeletons, error))
        return FALSE;
    ReportChapter *chapter = g_ptr_array_index(report->chapters, report->chapters->len - 1);
    g_autoptr(ParityGrid) grid = parity_grid_new(f);
    for (guint i = 0; i < f->pages->len; i++) {
        const ParityPage *p = parity_page(f, i);
        if (parity_is_compared(f, p))
            parity_grid_add(grid, p->section, p->lang, g_hash_table_contains(skeletons, p));
    }
    parity_grid_tell(grid, chapter, "skeleton", FALSE);
    parity_grid_report(grid, report, chapter, "skeleton", "skeleton", "pages", "skeletons", FALSE);
    add_ratios(f, chapter);
    return TRUE;
}
