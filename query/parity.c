#include "query/parity.h"

#include "query/parity_digest.h"
#include "query/parity_history.h"
#include "query/parity_index.h"
#include "query/parity_judged.h"
#include "query/parity_quality.h"
#include "query/parity_searches.h"
#include "query/parity_speed.h"
#include "query/parity_supply.h"
#include "query/parity_views.h"
#include "shim/limits.h"
#include "shim/survey.h"

#define LAST "accessibility" /* the chapter on supply that stands behind the headline */

guint parity_find_language(const GPtrArray *languages, const char *code)
{
    guint i = 0;
    while (i < languages->len && !g_str_equal(lang_code(languages->pdata[i]), code))
        i++;
    return i;
}

guint64 parity_least_told(const guint64 *counts, guint n)
{
    guint64 least = LIMIT_REPORT_LEAST;
    for (;;) {
        guint64 hidden = 0, next = G_MAXUINT64;
        for (guint i = 0; i < n; i++) {
            if (counts[i] < least)
                hidden += counts[i];
            else
                next = MIN(next, counts[i]);
        }
        if (!hidden || hidden >= LIMIT_REPORT_LEAST || next == G_MAXUINT64)
            return least;
        least = next + 1;
    }
}

/* Tells of the part that has been done since `*since` (monotonic). */
static void tell(const ParityInput *input, const char *part, gint64 *since)
{
    gint64 now = g_get_monotonic_time();
    if (input->told)
        input->told(part, (now - *since) / 1e6);
    *since = now;
}

static gboolean add_supply(const ParityFacts *facts, const ParityInput *input, Report *report, gboolean is_last,
                           GError **error)
{
    gint64 since = g_get_monotonic_time();
    for (const ParityChapter *chapter = parity_supply_chapters; chapter->id; chapter++) {
        if (g_str_equal(chapter->id, LAST) != is_last)
            continue;
        if (!chapter->add(facts, report, error))
            return FALSE;
        tell(input, chapter->id, &since);
    }
    return TRUE;
}

/* Chapters on service and on quality, and the headline. */
static gboolean add_others(const ParityInput *input, Report *report, const ParityViews *views, GError **error)
{
    gint64 since = g_get_monotonic_time();
    g_autoptr(Selftest) selftest = selftest_run(input->searcher, input->ledger, error);
    if (!selftest)
        return FALSE;
    tell(input, "selftest", &since);
    if (!parity_searches(report, input, error))
        return FALSE;
    parity_views(report, views);
    tell(input, "searches", &since);
    if (!parity_speed(report, selftest, input->ledger, error))
        return FALSE;
    parity_selftest(report, selftest);
    if (!parity_judged(report, input, error))
        return FALSE;
    tell(input, "judged", &since);
    parity_equity(report, selftest);
    tell(input, "equity", &since);
    parity_index(report, input->config, selftest);
    parity_index_with_searches(report);
    tell(input, "index", &since);
    return TRUE;
}

static gboolean add_chapters(const ParityInput *input, Report *report, GError **error)
{
    gint64 since = g_get_monotonic_time();
    g_autoptr(ParityViews) views = NULL;
    if (!parity_views_read(input, &views, error))
        return FALSE;
    tell(input, "access-logs", &since);
    g_autoptr(ParityFacts) facts = parity_facts_new(input->ledger, input->config, report->languages, input->date,
                                                    views ? parity_views_demand : NULL, views, error);
    if (!facts)
        return FALSE;
    tell(input, "facts", &since);
    return add_supply(facts, input, report, FALSE, error) && add_others(input, report, views, error) &&
           add_supply(facts, input, report, TRUE, error);
}

/* All that is read of the ledger, and seen as it is at one moment. */
static gboolean fill(const ParityInput *input, Report *report, GError **error)
{
    gint64 since = g_get_monotonic_time();
    report->digest = parity_digest(input, error);
    if (!report->digest)
        return FALSE;
    tell(input, "digest", &since);
    if (!add_chapters(input, report, error))
        return FALSE;
    since = g_get_monotonic_time();
    if (!parity_trends(report, input, error))
        return FALSE;
    tell(input, "trends", &since);
    return TRUE;
}

/* Without a name a site is called by its host; without that, by the folder of its data. */
static char *site_name(const Config *config)
{
    if (*config->name)
        return g_strdup(config->name);
    return *config->hosts ? g_strdup(config->hosts[0]) : g_path_get_basename(config->data);
}

Report *parity_make(const ParityInput *input, GError **error)
{
    g_autofree char *site = site_name(input->config);
    g_autoptr(Report) report = report_new(site, input->date, searcher_languages(input->searcher));
    if (!survey_begin(input->ledger, error) || !fill(input, report, error) || !survey_end(input->ledger, error) ||
        !parity_remember(report, input->ledger, error))
        return NULL;
    return g_steal_pointer(&report);
}
