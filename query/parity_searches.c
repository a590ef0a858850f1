#include "query/parity_searches.h"

#include <math.h>

#include "shim/limits.h"
#include "shim/querylog.h"

#define DAY_S 86400

typedef struct {
    guint64 searches, zero, rescued, gap, clicks, click_ranks;
} Sum;

typedef struct {
    const GPtrArray *languages;
    Sum *interface; /* by language of the interface; the last: of all */
    guint64 *asked; /* by language of the query; the last: unknown */
    guint64 total;
    guint64 least; /* searches of a language of the interface that are told */
} Sums;

static void add_sum(Sum *to, const QueryLogSum *sum)
{
    to->searches += sum->searches;
    to->zero += sum->zero;
    to->rescued += sum->rescued;
    to->gap += sum->gap;
    to->clicks += sum->clicks;
    to->click_ranks += sum->click_ranks;
}

static void take_sum(const QueryLogSum *sum, gpointer user)
{
    Sums *sums = user;
    guint lang = parity_find_language(sums->languages, sum->lang), all = sums->languages->len;
    if (lang < all)
        add_sum(&sums->interface[lang], sum);
    add_sum(&sums->interface[all], sum);
    sums->asked[parity_find_language(sums->languages, sum->query_lang)] += sum->searches;
    sums->total += sum->searches;
}

/* A number that stands on so many searches. Below `least` it would tell, beside the sum, of others that stand on too few. */
static Cell told(CellType type, double number, guint64 searches, guint64 least)
{
    if (searches < LIMIT_REPORT_LEAST)
        return cell_suppressed();
    return searches < least ? cell_none() : cell_number(type, number);
}

static double share(guint64 part, guint64 whole)
{
    return whole ? (double)part / whole : NAN;
}

static void add_columns(ReportTable *table, const char *const *ids, guint n)
{
    for (guint i = 0; i < n; i++)
        report_table_add_column(table, ids[i]);
}

/* ------------------------------------------------------------------ searches */

/* The languages' shares in all pages; NaN without figures. */
static double supply_share(const Report *report, const LangProfile *lang)
{
    const ReportFigure *f = report_find_figure(report, "pages", lang, "");
    double all = 0;
    for (guint i = 0; i < report->languages->len; i++) {
        const ReportFigure *other = report_find_figure(report, "pages", report->languages->pdata[i], "");
        all += other ? other->value : 0;
    }
    return f && all > 0 ? f->value / all : NAN;
}

static void add_searches_row(const Report *report, ReportTable *table, const LangProfile *lang, guint64 searches,
                             guint64 all, guint64 least)
{
    double demand = share(searches, all), supply = lang ? supply_share(report, lang) : NAN;
    report_table_add_row(table, (Cell[]){lang ? cell_lang(lang) : cell_key("report_unknown_language"),
                                         told(CELL_COUNT, searches, searches, least),
                                         told(CELL_SHARE, demand, searches, least), cell_number(CELL_SHARE, supply),
                                         told(CELL_NUMBER, demand / supply, searches, least)});
}

static void add_searches(Report *report, const Sums *sums)
{
    static const char *const columns[] = {"language", "searches", "searches-share", "supply-share", "demand-to-supply"};
    guint n = report->languages->len;
    guint64 least = parity_least_told(sums->asked, n + 1);
    ReportChapter *chapter = report_add_chapter(report, "searches", TRUE);
    chapter->n = sums->total;
    if (sums->total < LIMIT_REPORT_LEAST) {
        report_add_sentence(chapter->sentences, "report_searches_few", NULL, 0);
        return;
    }
    report_add_sentence(chapter->sentences, "report_searches_total", (Cell[]){cell_number(CELL_COUNT, sums->total)}, 1);
    ReportTable *interface = report_add_table(chapter, "searches-interface");
    ReportTable *query = report_add_table(chapter, "searches-query");
    add_columns(interface, columns, G_N_ELEMENTS(columns));
    add_columns(query, columns, G_N_ELEMENTS(columns));
    interface->chart = query->chart = CHART_BARS;
    interface->chart_column = query->chart_column = 2;
    for (guint i = 0; i < n; i++) {
        const LangProfile *lang = report->languages->pdata[i];
        add_searches_row(report, interface, lang, sums->interface[i].searches, sums->total, sums->least);
        add_searches_row(report, query, lang, sums->asked[i], sums->total, least);
        if (sums->interface[i].searches >= sums->least)
            report_add_figure(report, "searches", lang, "", sums->interface[i].searches, sums->total, TRUE);
    }
    add_searches_row(report, query, NULL, sums->asked[n], sums->total, least);
    report_add_figure(report, "searches", NULL, "", sums->total, sums->total, TRUE);
}

/* ------------------------------------------------------------------ answers */

static void add_rates(Report *report, const LangProfile *lang, const Sum *s, guint64 least)
{
    const struct {
        const char *indicator;
        guint64 part;
    } rates[] = {{"zero-hits", s->zero}, {"rescued", s->rescued}, {"gap", s->gap}, {"clicked", s->clicks}};
    for (guint i = 0; i < G_N_ELEMENTS(rates) && s->searches >= least; i++)
        report_add_figure(report, rates[i].indicator, lang, "", share(rates[i].part, s->searches), s->searches, TRUE);
}

static void add_answers_row(ReportTable *table, const LangProfile *lang, const Sum *s, guint64 least)
{
    report_table_add_row(
        table, (Cell[]){lang ? cell_lang(lang) : cell_key("report_all_languages"),
                        told(CELL_COUNT, s->searches, s->searches, least),
                        told(CELL_SHARE, share(s->zero, s->searches), s->searches, least),
                        told(CELL_SHARE, share(s->rescued, s->searches), s->searches, least),
                        told(CELL_SHARE, share(s->gap, s->searches), s->searches, least),
                        told(CELL_SHARE, share(s->clicks, s->searches), s->searches, least),
                        s->clicks ? told(CELL_NUMBER, share(s->click_ranks, s->clicks), s->clicks, LIMIT_REPORT_LEAST)
                                  : cell_none()});
}

typedef struct {
    ReportTable *table;
    const LangProfile *lang;
} Unanswered;

static gboolean add_unanswered(const char *query, guint64 count, guint64 zero, gpointer user)
{
    const Unanswered *u = user;
    if (zero >= LIMIT_REPORT_LEAST)
        report_table_add_row(u->table, (Cell[]){cell_lang(u->lang), cell_text(query, NULL),
                                                cell_number(CELL_COUNT, count), cell_number(CELL_COUNT, zero)});
    return TRUE;
}

/* What is asked again and again, and finds nothing: a working list. */
static gboolean list_unanswered(const Report *report, ReportChapter *chapter, QueryLog *log, GError **error)
{
    static const char *const columns[] = {"language", "query", "searches", "zero"};
    ReportTable *table = report_add_table(chapter, "unanswered");
    table->is_list = TRUE;
    add_columns(table, columns, G_N_ELEMENTS(columns));
    for (guint i = 0; i < report->languages->len; i++) {
        Unanswered u = {table, report->languages->pdata[i]};
        if (!query_log_each_query(log, lang_code(u.lang), add_unanswered, &u, error))
            return FALSE;
    }
    return TRUE;
}

static void say_worst(const Report *report, ReportChapter *chapter)
{
    const ReportFigure *worst = NULL;
    for (guint i = 0; i < report->languages->len; i++) {
        const ReportFigure *f = report_find_figure(report, "zero-hits", report->languages->pdata[i], "");
        if (f && (!worst || f->value > worst->value))
            worst = f;
    }
    if (worst)
        report_add_sentence(
            chapter->sentences, "report_answers_worst",
            (Cell[]){cell_lang(worst->lang), cell_number(CELL_SHARE, worst->value), cell_number(CELL_COUNT, worst->n)},
            3);
    else
        report_add_sentence(chapter->sentences, "report_searches_few", NULL, 0);
}

static gboolean add_answers(Report *report, const Sums *sums, QueryLog *log, GError **error)
{
    static const char *const columns[] = {"language", "searches", "zero-hits", "rescued",
                                          "gap",      "clicked",  "click-rank"};
    guint n = report->languages->len;
    ReportChapter *chapter = report_add_chapter(report, "answers", TRUE);
    ReportTable *table = report_add_table(chapter, "answers");
    chapter->n = sums->total;
    add_columns(table, columns, G_N_ELEMENTS(columns));
    table->chart = CHART_BARS;
    table->chart_column = 2;
    for (guint i = 0; i <= n; i++) {
        const LangProfile *lang = i < n ? report->languages->pdata[i] : NULL;
        guint64 least = lang ? sums->least : LIMIT_REPORT_LEAST;
        add_answers_row(table, lang, &sums->interface[i], least);
        add_rates(report, lang, &sums->interface[i], least);
    }
    say_worst(report, chapter);
    return list_unanswered(report, chapter, log, error);
}

/* ------------------------------------------------------------------ both */

static guint64 find_least(const Sums *sums)
{
    guint n = sums->languages->len;
    guint64 other = sums->total; /* in languages that the site has no more */
    g_autofree guint64 *counts = g_new(guint64, n + 1);
    for (guint i = 0; i < n; i++) {
        counts[i] = sums->interface[i].searches;
        other -= counts[i];
    }
    counts[n] = other;
    return parity_least_told(counts, n + 1);
}

static void say_none(Report *report, const char *id)
{
    ReportChapter *chapter = report_add_chapter(report, id, TRUE);
    report_add_sentence(chapter->sentences, "report_searches_none", NULL, 0);
}

gboolean parity_searches(Report *report, const ParityInput *input, GError **error)
{
    g_autoptr(QueryLog) log = NULL;
    if (!query_log_open(input->config->data, LEDGER_READ, &log, error))
        return FALSE;
    if (!log) {
        say_none(report, "searches");
        say_none(report, "answers");
        return TRUE;
    }
    g_autofree Sum *interface = g_new0(Sum, report->languages->len + 1);
    g_autofree guint64 *asked = g_new0(guint64, report->languages->len + 1);
    Sums sums = {report->languages, interface, asked, 0, 0};
    if (!query_log_each_sum(log, input->from / DAY_S, input->to / DAY_S, take_sum, &sums, error))
        return FALSE;
    sums.least = find_least(&sums);
    add_searches(report, &sums);
    return add_answers(report, &sums, log, error);
}
