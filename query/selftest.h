/*
 * selftest.h: the search asked for what the site is known to have: the title of a page must find that page, in each
 * language alike, and the same question asked in another language must find the same clusters. For the report, which
 * needs no assessors for it.
 *
 * The questions are a sample of clusters that depends on their URLs and a fixed seed alone, whatever ids they have;
 * the languages get the same clusters as far as they have them. A title that several clusters of a language share
 * names none of them, and asks nothing.
 *
 * Each question is put to the index of each language that has the cluster, with the title that it has there; the
 * first LIMIT_SELFTEST_BLENDED of each language are put to all languages together, too, and asked once more as a
 * visitor asks, against the clock. What is found and where depends on the site alone; how long it took on the
 * moment.
 */
#ifndef ISOGLOT_SELFTEST_H
#define ISOGLOT_SELFTEST_H

#include "query/search.h"
#include "shim/ledger.h"

G_BEGIN_DECLS

#define SELFTEST_DEPTH 20 /* results that are looked at */

/* One title, asked. */
typedef struct {
    guint lang;      /* place in the searcher's languages */
    gint64 cluster;
    char *title, *url;
    guint rank;      /* of the cluster in the language's own list; 0: not among the first SELFTEST_DEPTH */
    double took_ms;  /* of the first page of results, as a visitor gets it; NaN: not measured */
    GArray *ranking; /* gint64: the clusters of the list */
    GArray *blend;   /* the same of all languages together; NULL: not asked */
} SelftestAnswer;

typedef struct {
    guint n_languages;
    GPtrArray *answers; /* SelftestAnswer*, by cluster in the order of the draw, then by language */
    GHashTable *languages; /* gint64* → guint64*: of a cluster that was found, a bit for each language that it is in */
    guint64 *clusters;  /* per language: clusters that have it … */
    guint64 *ambiguous; /* … and those among them whose title others have as well, or none */
} Selftest;

/* Costs LIMIT_SELFTEST searches per language. FAULT_STOP, FAULT_REINDEX: the index of a language that has pages
 * cannot be searched, named; and the ledger's errors. */
Selftest *selftest_run(Searcher *searcher, Ledger *ledger, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void selftest_free(Selftest *selftest);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Selftest, selftest_free)

/* One search: the clusters that it found, in order (gint64); g_array_unref(). Their languages are added to
 * `languages` as above, unless that is NULL. */
GArray *selftest_ask(Searcher *searcher, guint lang, const char *query, gboolean all_languages, GHashTable *languages,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
