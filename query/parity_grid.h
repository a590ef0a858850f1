/*
 * parity_grid.h: how many of how many, by language and by section: what most indicators are, and how they stand in the
 * report.
 */
#ifndef ISOGLOT_PARITY_GRID_H
#define ISOGLOT_PARITY_GRID_H

#include "query/parity_facts.h"
#include "query/report.h"

G_BEGIN_DECLS

typedef struct ParityGrid ParityGrid;

ParityGrid *parity_grid_new(const ParityFacts *facts);
void parity_grid_free(ParityGrid *grid);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ParityGrid, parity_grid_free)

/* One more of this section and language is looked at; `hits`: it counts. A language of -1 is left out. */
void parity_grid_add(ParityGrid *grid, guint section, gint lang, gboolean hits);

guint64 parity_grid_count(const ParityGrid *grid, gint lang); /* that count; lang -1: of all languages */
guint64 parity_grid_of(const ParityGrid *grid, gint lang);    /* that were looked at */

/*
 * Adds to the chapter the tables ID-languages (columns language, `of`, `count`, share; as bars) and, if the site has
 * sections, ID-sections (a row for each, the shares of the languages), and the figure `indicator` of the report for
 * every language and section, and all of them: the share that counts, or with `is_inverse` that does not.
 */
void parity_grid_report(const ParityGrid *grid, Report *report, ReportChapter *chapter, const char *id,
                        const char *indicator, const char *of, const char *count, gboolean is_inverse);

/*
 * Adds a sentence: report_ID_found with {0} the share of all that counts, {1} how many, {2} of how many, {3} the language
 * that is served worst, {4} its share; worst: the highest share, or with `is_good` the lowest. report_ID_clean with {0} how many were looked
 * at, if none counts (with `is_good`, if all do); nothing, if none was looked at.
 */
void parity_grid_tell(const ParityGrid *grid, ReportChapter *chapter, const char *id, gboolean is_good);

G_END_DECLS

#endif
