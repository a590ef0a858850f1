/*
 * parity_supply.h: the report's chapters on supply, PARITY.md 1 to 11 and 19: what each language has, where it is behind,
 * and what has to be mended. Each adds one chapter, with its figures, and is independent of the others.
 *
 * Figures (Report.figures), each by language (NULL: all) and section ("": all): pages, words, documents; coverage,
 * core-coverage; completeness (share of clusters in all languages); discrepancy, skeleton; fresh (1 − the share stale
 * for more than 90 days), stale-30; mixed, untranslated, foreign-links, language-bar, markup, reachability, sitemap,
 * errors, accessibility: shares of pages with such a finding.
 *
 * Rules: errors are the ledger's. How each is measured is told by the chapter's message report_ID_method.
 */
#ifndef ISOGLOT_PARITY_SUPPLY_H
#define ISOGLOT_PARITY_SUPPLY_H

#include "query/parity_facts.h"
#include "query/report.h"

G_BEGIN_DECLS

typedef gboolean (*ParityChapterFunc)(const ParityFacts *facts, Report *report, GError **error);

gboolean parity_add_pages(const ParityFacts *facts, Report *report, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean parity_add_coverage(const ParityFacts *facts, Report *report, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean parity_add_completeness(const ParityFacts *facts, Report *report, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Its first table, "missing", is the working list: page, title, languages lacking, authority; the most wanted first. */
gboolean parity_add_missing(const ParityFacts *facts, Report *report, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* All of them in the order of PARITY.md, accessibility at the end: the chapter's id, and the function; an id of NULL ends the
 * list. */
typedef struct {
    const char *id;
    ParityChapterFunc add;
} ParityChapter;
extern const ParityChapter parity_supply_chapters[];

G_END_DECLS

#endif
