/*
 * parity_freshness.h: is a translation behind its source?
 *
 * Counted is what was seen to change: versions whose own content differs from that of the version before (shim/shape.h),
 * never a date alone. The first version of a page that was ever seen is no change.
 *
 * The source of a cluster: the site's leading language, if the cluster has it as an answer. Leading is the language whose
 * pages change first: each cluster in which pages have changed votes for the page with most changes, among equals for the
 * one whose last change is the earliest; no vote where that is a tie, too. The language with most votes leads, if it has
 * PARITY_LEADING of them and there are PARITY_LEAST_VOTES at least. Where no language leads, and in clusters that lack it,
 * the cluster's own vote is its source; without one nothing is counted.
 *
 * A translation is behind from the source's first change on that no version of the translation followed. Followed means:
 * fetched later, or at most PARITY_SLACK before, as the two are not fetched in the same moment. A translation that has
 * not been looked at since is not judged. Behind for more than 30 days it is outdated, and its finding tells for how
 * many days.
 */
#ifndef ISOGLOT_PARITY_FRESHNESS_H
#define ISOGLOT_PARITY_FRESHNESS_H

#include "query/parity_finding.h"

G_BEGIN_DECLS

#define PARITY_DAY 86400
#define PARITY_SLACK (2 * PARITY_DAY)
#define PARITY_LEADING 0.6
#define PARITY_LEAST_VOTES 3
#define PARITY_STALE_DAYS 30
#define PARITY_VERY_STALE_DAYS 90

extern const char *const parity_freshness_codes[];

/* Days that each page is behind its source, in the order of `facts->pages`; 0: up to date, -1: the page is no translation
 * that can be judged. */
typedef struct {
    double *days;
    double *age;              /* days since the content changed last, or was first seen; -1: not known */
    gint leading;             /* language; -1: none leads */
    guint64 sources, changes; /* clusters whose source is known; changes seen */
} ParityFreshness;

ParityFreshness *parity_freshness_new(const ParityFacts *facts, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void parity_freshness_free(ParityFreshness *freshness);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ParityFreshness, parity_freshness_free)

gboolean parity_find_outdated(const ParityFacts *facts, const ParityPage *only, ParityFindingFunc func, gpointer user,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The chapter: that of its findings, and before them the ages and lags of the languages, and the figures fresh and stale-30. */
gboolean parity_add_freshness(const ParityFacts *facts, Report *report, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
