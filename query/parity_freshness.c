#include "query/parity_freshness.h"

#include <math.h>

#include "query/parity_difference.h"
#include "query/parity_grid.h"
#include "shim/supply.h"

const char *const parity_freshness_codes[] = {"outdated", NULL};

/* Times of the versions of each page: those of page i are [first[i], first[i + 1]) of `times`. */
typedef struct {
    const ParityFacts *facts;
    GArray *times; /* gint64, in the order in which the ledger tells them */
    guint *first, *n;
} History;

static void add_change(gint64 id, gint64 at, gpointer user)
{
    History *h = user;
    const ParityPage *page = parity_find_page(h->facts, id);
    if (!page)
        return;
    guint i = page - parity_page(h->facts, 0);
    if (!h->n[i]++)
        h->first[i] = h->times->len;
    g_array_append_val(h->times, at);
}

static gint64 version(const History *h, guint page, guint i)
{
    return g_array_index(h->times, gint64, h->first[page] + i);
}

/* Changes of a page: its versions but for the first. */
static guint count_changes(const History *h, guint page)
{
    return h->n[page] ? h->n[page] - 1 : 0;
}

static gint64 last_version(const History *h, guint page)
{
    return h->n[page] ? version(h, page, h->n[page] - 1) : 0;
}

#define NO_PAGE G_MAXUINT

/* The page of a cluster that changes first; NO_PAGE: none does. */
static guint find_vote(const History *h, const ParityCluster *c)
{
    guint best = NO_PAGE, most = 0;
    gboolean is_tie = FALSE;
    for (guint i = c->first; i < c->first + c->n; i++) {
        guint n = parity_is_answer(parity_page(h->facts, i)) ? count_changes(h, i) : 0;
        if (!n || n < most)
            continue;
        gboolean is_equal = n == most && last_version(h, i) == last_version(h, best);
        if (n > most || last_version(h, i) < last_version(h, best)) {
            best = i;
            is_tie = FALSE;
        }
        is_tie |= is_equal;
        most = n;
    }
    return is_tie ? NO_PAGE : best;
}

static gint find_leading(const History *h)
{
    const ParityFacts *f = h->facts;
    guint votes[64] = {0}, all = 0, best = 0;
    for (guint i = 0; i < f->clusters->len; i++) {
        guint vote = find_vote(h, parity_cluster(f, i));
        if (vote == NO_PAGE)
            continue;
        votes[parity_page(f, vote)->lang]++;
        all++;
    }
    for (guint l = 0; l < f->languages->len; l++)
        best = votes[l] > votes[best] ? l : best;
    return all >= PARITY_LEAST_VOTES && votes[best] >= PARITY_LEADING * all ? (gint)best : -1;
}

static guint find_source(const History *h, const ParityCluster *c, gint leading)
{
    if (leading >= 0 && c->answers >> leading & 1)
        return parity_answer(h->facts, c, leading) - parity_page(h->facts, 0);
    return find_vote(h, c);
}

/* Days that a translation is behind; -1: it cannot be judged. */
static double measure_lag(const History *h, guint source, guint translation)
{
    gint64 last = last_version(h, translation);
    for (guint i = 1; i < h->n[source]; i++) {
        gint64 changed = version(h, source, i);
        if (changed <= last + PARITY_SLACK || changed > h->facts->date)
            continue;
        gboolean is_looked_at = parity_page(h->facts, translation)->looked_at > changed;
        return is_looked_at ? (double)(h->facts->date - changed) / PARITY_DAY : -1;
    }
    return 0;
}

static void measure_cluster(const History *h, const ParityCluster *c, ParityFreshness *fresh)
{
    guint source = find_source(h, c, fresh->leading);
    if (source == NO_PAGE)
        return;
    fresh->sources++;
    for (guint i = c->first; i < c->first + c->n; i++)
        if (i != source && parity_is_answer(parity_page(h->facts, i)) && h->n[i])
            fresh->days[i] = measure_lag(h, source, i);
}

ParityFreshness *parity_freshness_new(const ParityFacts *f, GError **error)
{
    g_autoptr(ParityFreshness) fresh = g_new0(ParityFreshness, 1);
    g_autoptr(GArray) times = g_array_new(FALSE, FALSE, sizeof(gint64));
    g_autofree guint *first = g_new0(guint, f->pages->len + 1), *n = g_new0(guint, f->pages->len + 1);
    History h = {f, times, first, n};
    fresh->days = g_new(double, f->pages->len + 1);
    fresh->age = g_new(double, f->pages->len + 1);
    if (!supply_each_change(f->ledger, add_change, &h, error))
        return NULL;
    for (guint i = 0; i < f->pages->len; i++) {
        fresh->days[i] = -1;
        fresh->age[i] = n[i] ? MAX(0, f->date - last_version(&h, i)) / (double)PARITY_DAY : -1;
        fresh->changes += count_changes(&h, i);
    }
    fresh->leading = find_leading(&h);
    for (guint i = 0; i < f->clusters->len; i++)
        measure_cluster(&h, parity_cluster(f, i), fresh);
    return g_steal_pointer(&fresh);
}

void parity_freshness_free(ParityFreshness *fresh)
{
    g_free(fresh->days);
    g_free(fresh->age);
    g_free(fresh);
}

gboolean parity_find_outdated(const ParityFacts *f, const ParityPage *only, ParityFindingFunc func, gpointer user,
                              GError **error)
{
    g_autoptr(ParityFreshness) fresh = parity_freshness_new(f, error);
    for (guint i = 0; fresh && i < f->pages->len; i++) {
        if (fresh->days[i] <= PARITY_STALE_DAYS || (only && only != parity_page(f, i)))
            continue;
        g_autofree char *detail = g_strdup_printf("%.0f", floor(fresh->days[i]));
        const ParityFinding finding = {parity_page(f, i), "outdated", detail, 0};
        func(&finding, user);
    }
    return fresh != NULL;
}

/* ------------------------------------------------------------------ the chapter */

static double median_of(const ParityFacts *f, const double *values, guint lang, double least)
{
    g_autoptr(GArray) list = g_array_new(FALSE, FALSE, sizeof(double));
    for (guint i = 0; i < f->pages->len; i++)
        if (parity_page(f, i)->lang == (gint)lang && values[i] > least)
            g_array_append_val(list, values[i]);
    return list->len ? parity_median((double *)list->data, list->len) : NAN;
}

static void add_ages(const ParityFacts *f, const ParityFreshness *fresh, ReportChapter *chapter)
{
    ReportTable *table = report_add_table(chapter, "freshness-ages");
    report_table_add_column(table, "language");
    report_table_add_column(table, "age-days");
    report_table_add_column(table, "lag-days");
    table->chart = CHART_BARS;
    table->chart_column = 2;
    for (guint l = 0; l < f->languages->len; l++) {
        const Cell row[] = {cell_lang(parity_lang(f, l)), cell_number(CELL_DAYS, median_of(f, fresh->age, l, -1)),
                            cell_number(CELL_DAYS, median_of(f, fresh->days, l, 0))};
        report_table_add_row(table, row);
    }
}

static ParityGrid *count_stale(const ParityFacts *f, const ParityFreshness *fresh, double days)
{
    ParityGrid *grid = parity_grid_new(f);
    for (guint i = 0; i < f->pages->len; i++)
        if (fresh->days[i] >= 0)
            parity_grid_add(grid, parity_page(f, i)->section, parity_page(f, i)->lang, fresh->days[i] > days);
    return grid;
}

static void tell_source(const ParityFacts *f, const ParityFreshness *fresh, ReportChapter *chapter)
{
    if (!fresh->changes) {
        report_add_sentence(chapter->sentences, "report_freshness_unknown", NULL, 0);
        return;
    }
    const Cell cells[] = {cell_number(CELL_COUNT, fresh->changes), cell_number(CELL_COUNT, fresh->sources),
                          fresh->leading >= 0 ? cell_lang(parity_lang(f, fresh->leading)) : cell_none()};
    report_add_sentence(chapter->sentences,
                        fresh->leading >= 0 ? "report_freshness_leading" : "report_freshness_sources", cells,
                        G_N_ELEMENTS(cells));
}

gboolean parity_add_freshness(const ParityFacts *f, Report *report, GError **error)
{
    g_autoptr(ParityFreshness) fresh = parity_freshness_new(f, error);
    if (!fresh || !parity_add_theme(f, report, parity_find_theme("freshness"), error))
        return FALSE;
    ReportChapter *chapter = g_ptr_array_index(report->chapters, report->chapters->len - 1);
    g_autoptr(ParityGrid) stale = count_stale(f, fresh, PARITY_STALE_DAYS);
    g_autoptr(ParityGrid) very_stale = count_stale(f, fresh, PARITY_VERY_STALE_DAYS);
    tell_source(f, fresh, chapter);
    add_ages(f, fresh, chapter);
    parity_grid_report(stale, report, chapter, "stale-30", "stale-30", "translations", "stale", FALSE);
    parity_grid_report(very_stale, report, chapter, "stale-90", "fresh", "translations", "stale", TRUE);
    return TRUE;
}
