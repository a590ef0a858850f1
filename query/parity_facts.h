/*
 * parity_facts.h: what the report's chapters on supply measure, read from the ledger once: every page that is in an
 * index, by cluster, with its language and its section.
 *
 * A page's language is that which it is in its cluster (shim/cluster.h): the declared one, if the site has it. A cluster
 * has a language when a page of it is an answer in that language: it is that page of the cluster, and stands in that
 * index. An untranslated page stands in another one, so its cluster does not have its language.
 *
 * A page belongs to the first section of the configuration whose pattern it matches; the last section of all takes the
 * rest. A cluster belongs to the section of the first of its pages, in the order of the languages, that has one.
 *
 * Memory: some 200 bytes a page, with its URL. Order: clusters by id, and in each by language and URL; whatever is shown
 * is sorted anew, by URL in the end, so that the same feed gives the same report.
 */
#ifndef ISOGLOT_PARITY_FACTS_H
#define ISOGLOT_PARITY_FACTS_H

#include "langs/lang.h"
#include "shim/config.h"
#include "shim/ledger.h"

G_BEGIN_DECLS

#define PARITY_CORE 500 /* clusters, those with the highest authority */

typedef struct {
    gint64 id; /* url id */
    const char *url;
    guint cluster;    /* number in `clusters` */
    guint section;    /* number in `sections` */
    gint lang, index; /* numbers in `languages`: its own, and of the index it stands in; -1: none of them */
    PagePurity purity;
    guint64 words;
    gboolean is_document; /* no web page: PDF, office formats, text */
    gboolean is_listed;   /* in a sitemap, as the last crawl found it */
    gint64 looked_at;     /* seconds since 1970: of the last look at it, be it that nothing had changed */
    gboolean has_shape;   /* are these known? shim/shape.h */
    guint headings, links, tables;
    guint64 numbers;
    const char *bar; /* codes, parted by spaces */
} ParityPage;

typedef struct {
    gint64 id;
    double authority;
    double demand;   /* 0: none, or not known */
    guint first, n;  /* its pages: [first, first + n) of `pages` */
    guint64 answers; /* languages that it has: bit l is language l */
    guint section;
    gboolean is_core;
} ParityCluster;

/* How often a cluster was viewed or searched; 0: never, or not known. */
typedef double (*ParityDemandFunc)(gint64 cluster, gpointer user);

typedef struct {
    Ledger *ledger;
    const Config *config;
    const GPtrArray *languages; /* LangProfile*, in the order of the language bar */
    gint64 date;                /* of the report, seconds since 1970 */
    guint n_sections;           /* with that of the rest */
    GArray *pages;              /* ParityPage */
    GArray *clusters;           /* ParityCluster */
    GArray *numbers;            /* guint32: number of a page + 1 by url id; 0: it is in no index */
    gboolean has_sitemaps;      /* is any page listed? */
    GStringChunk *texts;
    guint model[64]; /* languages by how many clusters have them, most first */
} ParityFacts;

/* `config` and `languages` are kept by reference; `demand` may be NULL. FAULT_RETRY and FAULT_STOP as of the ledger. Some 1 s
 * for 100,000 pages. At most 63 languages. */
ParityFacts *parity_facts_new(Ledger *ledger, const Config *config, const GPtrArray *languages, gint64 date,
                              ParityDemandFunc demand, gpointer user, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void parity_facts_free(ParityFacts *facts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ParityFacts, parity_facts_free)

static inline const ParityPage *parity_page(const ParityFacts *facts, guint i)
{
    return &g_array_index(facts->pages, ParityPage, i);
}

static inline const ParityCluster *parity_cluster(const ParityFacts *facts, guint i)
{
    return &g_array_index(facts->clusters, ParityCluster, i);
}

static inline const LangProfile *parity_lang(const ParityFacts *facts, guint i)
{
    return g_ptr_array_index(facts->languages, i);
}

/* The page with this url id, or NULL. */
const ParityPage *parity_find_page(const ParityFacts *facts, gint64 id);

/* Is the page an answer in its language? */
gboolean parity_is_answer(const ParityPage *page);

/* Name of a section as configured; NULL: that of the rest. */
const char *parity_section_name(const ParityFacts *facts, guint section);

/* The page's number in its cluster that is an answer in language `lang`; NULL: there is none. */
const ParityPage *parity_answer(const ParityFacts *facts, const ParityCluster *cluster, guint lang);

/* Which of two clusters is wanted more: by demand, then by authority, then by URL; as for qsort(), the more wanted first. */
gint parity_compare_wanted(const ParityFacts *facts, const ParityCluster *a, const ParityCluster *b);

/* The page that stands for a cluster where it lacks a language: of the answers, the one in the language that most clusters
 * have, else the first page. */
const ParityPage *parity_model(const ParityFacts *facts, const ParityCluster *cluster);

G_END_DECLS

#endif
