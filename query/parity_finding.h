/*
 * parity_finding.h: what is wrong with single pages, and the chapters that are made of it.
 *
 * A finding is a page, a code, perhaps a line of its source and a detail. Codes, each with the message report_code_CODE,
 * which says what is wrong and what is to be done:
 *
 *   found when the page is indexed (table defect)
 *     mixed, untranslated, title-language, description-language, navigation-language
 *     declaration-conflict, missing-lang, missing-dir, canonical-foreign, canonical-differs, canonical-language
 *     alternate-broken, -unknown, -redirect, -noncanonical, -language, -home, -many, -code; missing-return,
 *     missing-self, two-pages (indexer/cluster.h)
 *     bar-broken, bar-redirect, bar-language, bar-home, bar-many
 *     image-alt, empty-link, heading-skip, missing-title (indexer/outline.h)
 *   found here
 *     link-language  a link leads to a page declared to be in another language and does not say so: it has no
 *                    hreflang, no lang, and its text neither names that language nor has its code in capitals or
 *                    brackets
 *     bar-missing, bar-incomplete, bar-order  the language bar: of a page that has translations it must lead to all
 *                    of their languages, and its languages stand in the order of the site's
 *     unreachable    pages of other languages link to the page, but none of its own
 *     not-listed     it is in no sitemap, while other pages of the site are
 *     link-broken, link-redirect  a link leads to a URL that gave an error, or has moved for good (301, 308)
 *     skeleton, differs-length, -headings, -links, -tables, -numbers  parity_difference.h
 *     outdated       parity_freshness.h
 */
#ifndef ISOGLOT_PARITY_FINDING_H
#define ISOGLOT_PARITY_FINDING_H

#include "query/parity_facts.h"
#include "query/report.h"

G_BEGIN_DECLS

typedef struct {
    const ParityPage *page;
    const char *code, *detail; /* they live as long as the call */
    guint line;                /* 0: not known */
} ParityFinding;

typedef void (*ParityFindingFunc)(const ParityFinding *finding, gpointer user);

/* Calls `func` with findings, all of one page and code together; of the page `only` alone, unless it is NULL. */
typedef gboolean (*ParityFindFunc)(const ParityFacts *facts, const ParityPage *only, ParityFindingFunc func,
                                   gpointer user, GError **error);

/* Those of the table defect. */
gboolean parity_find_defects(const ParityFacts *facts, const ParityPage *only, ParityFindingFunc func, gpointer user,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* link-language */
gboolean parity_find_foreign_links(const ParityFacts *facts, const ParityPage *only, ParityFindingFunc func,
                                   gpointer user, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* link-broken, link-redirect */
gboolean parity_find_dead_links(const ParityFacts *facts, const ParityPage *only, ParityFindingFunc func, gpointer user,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* bar-missing, bar-incomplete, bar-order */
gboolean parity_find_bars(const ParityFacts *facts, const ParityPage *only, ParityFindingFunc func, gpointer user,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean parity_find_unreachable(const ParityFacts *facts, const ParityPage *only, ParityFindingFunc func,
                                 gpointer user, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean parity_find_not_listed(const ParityFacts *facts, const ParityPage *only, ParityFindingFunc func, gpointer user,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A chapter made of findings: how large a share of the pages has any of them, which, and where. */
typedef struct {
    const char *id;           /* of the chapter, and the beginning of its tables' */
    const char *indicator;    /* of its figure: the share of the pages with a finding */
    const char *const *codes; /* that count here; NULL at the end */
    ParityFindFunc find;
    gboolean (*applies)(const ParityFacts *facts, const ParityPage *page); /* to this page? */
} ParityTheme;

extern const ParityTheme parity_themes[]; /* in the order of PARITY.md; an id of NULL at the end */
const ParityTheme *parity_find_theme(const char *id);

/*
 * Adds the chapter: sentence, tables ID-languages, ID-sections, ID-kinds (code by language: pages that have it), and the
 * working list ID-list (page, what, line, detail), pages that are wanted most first. A page's language here is its own.
 */
gboolean parity_add_theme(const ParityFacts *facts, Report *report, const ParityTheme *theme,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The chapter on errors: that of its findings, and what URLs of each language answered. */
gboolean parity_add_errors(const ParityFacts *facts, Report *report, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Key of the message of a code; g_free(). */
char *parity_code_key(const char *code);

G_END_DECLS

#endif
