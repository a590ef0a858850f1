#include "query/parity_quality.h"

#include <math.h>

#include "query/measure.h"
#include "query/peer.h"

static const SelftestAnswer *answer_at(const Selftest *s, guint i)
{
    return s->answers->pdata[i];
}

GArray *parity_reciprocal_ranks(const Selftest *s, guint lang)
{
    GArray *values = g_array_new(FALSE, FALSE, sizeof(double));
    for (guint i = 0; i < s->answers->len; i++) {
        double value = measure_reciprocal_rank(answer_at(s, i)->rank, QUALITY_DEPTH);
        if (answer_at(s, i)->lang == lang)
            g_array_append_val(values, value);
    }
    return values;
}

/* ------------------------------------------------------------------ selftest */

/* Share of values that are at least this. */
static double share_from(const GArray *values, double least)
{
    guint n = 0;
    for (guint i = 0; i < values->len; i++)
        n += g_array_index(values, double, i) >= least;
    return values->len ? (double)n / values->len : NAN;
}

static void add_selftest_row(Report *report, ReportTable *table, const Selftest *s, guint lang)
{
    const LangProfile *profile = report->languages->pdata[lang];
    g_autoptr(GArray) ranks = parity_reciprocal_ranks(s, lang);
    double mrr = measure_mean(ranks, NULL), found = share_from(ranks, 1.0 / QUALITY_DEPTH);
    report_table_add_row(table,
                         (Cell[]){cell_lang(profile), cell_number(CELL_COUNT, s->clusters[lang]),
                                  cell_number(CELL_COUNT, s->ambiguous[lang]), cell_number(CELL_COUNT, ranks->len),
                                  cell_number(CELL_NUMBER, mrr), cell_number(CELL_SHARE, share_from(ranks, 1)),
                                  cell_number(CELL_SHARE, found)});
    if (!ranks->len)
        return;
    report_add_figure(report, "mrr", profile, "", mrr, ranks->len, FALSE);
    report_add_figure(report, "found", profile, "", found, ranks->len, FALSE);
}

/* Pages that their own titles do not find: a working list. */
static void add_unfound(ReportChapter *chapter, const Report *report, const Selftest *s)
{
    ReportTable *table = report_add_table(chapter, "unfound");
    table->is_list = TRUE;
    report_table_add_column(table, "language");
    report_table_add_column(table, "title");
    report_table_add_column(table, "page");
    report_table_add_column(table, "rank");
    for (guint i = 0; i < s->answers->len; i++) {
        const SelftestAnswer *a = answer_at(s, i);
        const LangProfile *lang = report->languages->pdata[a->lang];
        if (a->rank && a->rank <= QUALITY_DEPTH)
            continue;
        report_table_add_row(table, (Cell[]){cell_lang(lang), cell_text(a->title, lang), cell_url(a->url),
                                             a->rank ? cell_number(CELL_COUNT, a->rank) : cell_none()});
    }
}

/* The languages with the least and the most of a figure; NULL: none has it. */
static void find_extremes(const Report *report, const char *indicator, const ReportFigure **worst,
                          const ReportFigure **best)
{
    *worst = *best = NULL;
    for (guint i = 0; i < report->languages->len; i++) {
        const ReportFigure *f = report_find_figure(report, indicator, report->languages->pdata[i], "");
        if (f && (!*worst || f->value < (*worst)->value))
            *worst = f;
        if (f && (!*best || f->value > (*best)->value))
            *best = f;
    }
}

void parity_selftest(Report *report, const Selftest *s)
{
    ReportChapter *chapter = report_add_chapter(report, "selftest", FALSE);
    ReportTable *table = report_add_table(chapter, "selftest");
    static const char *const columns[] = {"language", "clusters", "ambiguous", "asked", "mrr", "first", "among-ten"};
    for (guint i = 0; i < G_N_ELEMENTS(columns); i++)
        report_table_add_column(table, columns[i]);
    table->chart = CHART_BARS;
    table->chart_column = 4;
    for (guint i = 0; i < report->languages->len; i++)
        add_selftest_row(report, table, s, i);
    chapter->n = s->answers->len;
    const ReportFigure *worst, *best;
    find_extremes(report, "mrr", &worst, &best);
    if (!worst)
        report_add_sentence(chapter->sentences, "report_selftest_none", NULL, 0);
    else if (best->value - worst->value < .005)
        report_add_sentence(chapter->sentences, "report_selftest_even",
                            (Cell[]){cell_number(CELL_NUMBER, worst->value), cell_number(CELL_COUNT, chapter->n)}, 2);
    else
        report_add_sentence(chapter->sentences, "report_selftest_worst",
                            (Cell[]){cell_lang(worst->lang), cell_number(CELL_NUMBER, worst->value),
                                     cell_lang(best->lang), cell_number(CELL_NUMBER, best->value),
                                     cell_number(CELL_COUNT, chapter->n)},
                            5);
    add_unfound(chapter, report, s);
}

/* ------------------------------------------------------------------ overlap */

/* Where the answers of the question that begins at `first` end. */
static guint end_of_question(const Selftest *s, guint first)
{
    guint end = first;
    while (end < s->answers->len && answer_at(s, end)->cluster == answer_at(s, first)->cluster)
        end++;
    return end;
}

/* RBO of each pair of languages: per pair the values of all questions that both were asked; [a * n + b], a < b. */
static GPtrArray *measure_overlaps(const Selftest *s)
{
    GPtrArray *pairs = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
    for (guint i = 0; i < s->n_languages * s->n_languages; i++)
        g_ptr_array_add(pairs, g_array_new(FALSE, FALSE, sizeof(double)));
    for (guint first = 0, end; first < s->answers->len; first = end) {
        end = end_of_question(s, first);
        for (guint i = first; i < end; i++)
            for (guint k = i + 1; k < end; k++) {
                const SelftestAnswer *a = answer_at(s, i), *b = answer_at(s, k);
                double value = measure_rbo(a->ranking, b->ranking, OVERLAP_PERSISTENCE);
                guint pair = MIN(a->lang, b->lang) * s->n_languages + MAX(a->lang, b->lang);
                g_array_append_val((GArray *)pairs->pdata[pair], value);
            }
    }
    return pairs;
}

/* One row of the matrix; the mean of what is known is the language's figure. */
static void add_overlap_row(Report *report, ReportTable *table, const GPtrArray *pairs, guint lang)
{
    guint n = report->languages->len, questions = 0, others = 0;
    g_autofree Cell *cells = g_new(Cell, n + 1);
    double sum = 0;
    cells[0] = cell_lang(report->languages->pdata[lang]);
    for (guint i = 0; i < n; i++) {
        guint defined = 0;
        double value = i == lang ? 1 : measure_mean(pairs->pdata[MIN(i, lang) * n + MAX(i, lang)], &defined);
        cells[i + 1] = cell_number(CELL_NUMBER, value);
        sum += defined ? value : 0;
        others += defined > 0;
        questions += defined;
    }
    report_table_add_row(table, cells);
    if (others)
        report_add_figure(report, "overlap", report->languages->pdata[lang], "", sum / others, questions, FALSE);
}

static void add_overlap(Report *report, ReportChapter *chapter, const Selftest *s)
{
    g_autoptr(GPtrArray) pairs = measure_overlaps(s);
    ReportTable *table = report_add_table(chapter, "overlap");
    table->chart = CHART_MATRIX;
    report_table_add_column(table, "language");
    for (guint i = 0; i < s->n_languages; i++)
        report_table_add_lang_column(table, report->languages->pdata[i]);
    for (guint i = 0; i < s->n_languages; i++)
        add_overlap_row(report, table, pairs, i);
    g_autoptr(GArray) means = g_array_new(FALSE, FALSE, sizeof(double));
    guint n = 0;
    for (guint i = 0; i < pairs->len; i++) {
        double mean = measure_mean(pairs->pdata[i], NULL);
        n += ((GArray *)pairs->pdata[i])->len;
        g_array_append_val(means, mean);
    }
    double all = measure_mean(means, NULL);
    if (isnan(all)) {
        report_add_sentence(chapter->sentences, "report_overlap_none", NULL, 0);
        return;
    }
    const ReportFigure *worst, *best;
    find_extremes(report, "overlap", &worst, &best);
    report_add_sentence(
        chapter->sentences, "report_overlap_mean",
        (Cell[]){cell_number(CELL_NUMBER, all), cell_lang(worst->lang), cell_number(CELL_NUMBER, worst->value)}, 3);
    report_add_figure(report, "overlap", NULL, "", all, n, FALSE);
}

/* ------------------------------------------------------------------ PEER */

void parity_add_relevant(const Selftest *s, SelftestAnswer *const *answers, guint n, const GArray *blend, GArray *pages)
{
    g_autoptr(GHashTable) votes = g_hash_table_new(g_int64_hash, g_int64_equal);
    for (guint i = 0; i < n; i++)
        for (guint k = 0; k < MIN(answers[i]->ranking->len, QUALITY_DEPTH); k++) {
            gint64 *cluster = &g_array_index(answers[i]->ranking, gint64, k);
            guint before = GPOINTER_TO_UINT(g_hash_table_lookup(votes, cluster));
            g_hash_table_insert(votes, cluster, GUINT_TO_POINTER(before + 1));
            const guint64 *languages = g_hash_table_lookup(s->languages, cluster);
            for (guint lang = 0; before == 1 && lang < s->n_languages; lang++) {
                PeerPage page = {1, lang, measure_rank(blend, *cluster)};
                if (*languages >> lang & 1)
                    g_array_append_val(pages, page);
            }
        }
}

typedef struct {
    guint states[PEER_EQUAL + 1];
    GArray *values; /* double, of those that are defined */
} Peers;

static void measure_peers(const Selftest *s, Peers *by_lang)
{
    for (guint first = 0, end; first < s->answers->len; first = end) {
        end = end_of_question(s, first);
        for (guint i = first; i < end; i++) {
            const SelftestAnswer *a = answer_at(s, i);
            if (!a->blend)
                continue;
            g_autoptr(GArray) pages = g_array_new(FALSE, FALSE, sizeof(PeerPage));
            double p;
            parity_add_relevant(s, (SelftestAnswer *const *)s->answers->pdata + first, end - first, a->blend, pages);
            PeerState state = peer_measure(pages, &p);
            by_lang[a->lang].states[state]++;
            if (state == PEER_DEFINED)
                g_array_append_val(by_lang[a->lang].values, p);
        }
    }
}

static double share_unfair(const GArray *values)
{
    return values->len ? 1 - share_from(values, .05) : NAN;
}

static void add_peer(Report *report, ReportChapter *chapter, const Selftest *s)
{
    g_autofree Peers *by_lang = g_new0(Peers, s->n_languages);
    g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(double));
    ReportTable *table = report_add_table(chapter, "peer");
    static const char *const columns[] = {"language", "defined", "peer-low", "peer-median", "peer-few", "peer-equal"};
    for (guint i = 0; i < G_N_ELEMENTS(columns); i++)
        report_table_add_column(table, columns[i]);
    for (guint i = 0; i < s->n_languages; i++)
        by_lang[i].values = g_array_new(FALSE, FALSE, sizeof(double));
    measure_peers(s, by_lang);
    for (guint i = 0; i < s->n_languages; i++) {
        Peers *p = &by_lang[i];
        report_table_add_row(table,
                             (Cell[]){cell_lang(report->languages->pdata[i]), cell_number(CELL_COUNT, p->values->len),
                                      cell_number(CELL_SHARE, share_unfair(p->values)),
                                      cell_number(CELL_NUMBER, measure_quantile(p->values, .5)),
                                      cell_number(CELL_COUNT, p->states[PEER_FEW]),
                                      cell_number(CELL_COUNT, p->states[PEER_EQUAL])});
        g_array_append_vals(all, p->values->data, p->values->len);
        g_array_unref(p->values);
    }
    if (!all->len) {
        report_add_sentence(chapter->sentences, "report_peer_none", NULL, 0);
        return;
    }
    double low = share_unfair(all);
    report_add_sentence(chapter->sentences, low > .05 ? "report_peer_unfair" : "report_peer_fair",
                        (Cell[]){cell_number(CELL_SHARE, low), cell_number(CELL_COUNT, all->len)}, 2);
    report_add_figure(report, "unfair", NULL, "", low, all->len, FALSE);
}

void parity_equity(Report *report, const Selftest *s)
{
    ReportChapter *chapter = report_add_chapter(report, "equity", FALSE);
    chapter->n = s->answers->len;
    add_overlap(report, chapter, s);
    add_peer(report, chapter, s);
}
