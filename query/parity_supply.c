#include "query/parity_supply.h"

#include "query/parity_difference.h"
#include "query/parity_finding.h"
#include "query/parity_freshness.h"

static gboolean add_theme(const char *id, const ParityFacts *f, Report *report, GError **error)
{
    return parity_add_theme(f, report, parity_find_theme(id), error);
}

static gboolean add_mixed(const ParityFacts *f, Report *report, GError **error)
{
    return add_theme("mixed", f, report, error);
}

static gboolean add_foreign_links(const ParityFacts *f, Report *report, GError **error)
{
    return add_theme("foreign-links", f, report, error);
}

static gboolean add_language_bar(const ParityFacts *f, Report *report, GError **error)
{
    return add_theme("language-bar", f, report, error);
}

static gboolean add_markup(const ParityFacts *f, Report *report, GError **error)
{
    return add_theme("markup", f, report, error);
}

static gboolean add_reachability(const ParityFacts *f, Report *report, GError **error)
{
    return add_theme("reachability", f, report, error);
}

static gboolean add_sitemap(const ParityFacts *f, Report *report, GError **error)
{
    return add_theme("sitemap", f, report, error);
}

static gboolean add_accessibility(const ParityFacts *f, Report *report, GError **error)
{
    return add_theme("accessibility", f, report, error);
}

const ParityChapter parity_supply_chapters[] = {
    {"supply", parity_add_pages},
    {"coverage", parity_add_coverage},
    {"completeness", parity_add_completeness},
    {"missing", parity_add_missing},
    {"discrepancy", parity_add_discrepancy},
    {"freshness", parity_add_freshness},
    {"mixed", add_mixed},
    {"foreign-links", add_foreign_links},
    {"language-bar", add_language_bar},
    {"markup", add_markup},
    {"reachability", add_reachability},
    {"sitemap", add_sitemap},
    {"errors", parity_add_errors},
    {"accessibility", add_accessibility},
    {NULL, NULL},
};
