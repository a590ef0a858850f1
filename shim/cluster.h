/*
 * cluster.h: the ledger's part about clusters: which pages are one page in several languages, why, and how
 * much the site itself links to them.
 *
 * Data on disk (tables of the ledger, shim/ledger.h):
 *
 *   cluster  id (never used twice), authority: PageRank over clusters as a multiple of the mean; 1 before it is known
 *   member   page (url id), cluster, lang: code of the language that the page is in its cluster, declared or else decided; a
 *            page is in one cluster, a cluster has one page per language, and any number of pages that are in none of the
 *            configured languages or in no index, or that a feed's `group` has put there beside another (lang ""). Every
 *            page of an index is in a cluster, be it alone
 *   edge     a, b (url ids, a < b), evidence, weight 0 … 1, fate: "" it joins the two, else why it does not
 *
 * and in the table `url`, what tells of a page's translations without naming them:
 *
 *   pattern  its URL with the language taken out ("https://a.example/{}/about"), "" if there is none in it
 *   numbers  fingerprint of structure and numbers (indexer/fingerprint.h), 64 bits as a signed integer;
 *            0: too little of both
 *   symbols  document symbols of title and URL, folded, parted by spaces
 *
 * The tables pattern and dirty, and what clustering reads and writes, stand in clustering.h.
 *
 * Evidence, strongest first: group (of the feed), reciprocal (hreflang, both ways), hreflang (one way), bar
 * (a link that is named like a language), schema (workTranslation of schema.org), pattern, symbols, numbers.
 *
 * What is joined to what is decided in indexer/cluster.h, here it is kept. Rules as in ledger.h: FAULT_RETRY
 * and FAULT_STOP; writing opens a transaction, ledger_commit() ends it.
 */
#ifndef ISOGLOT_CLUSTER_H
#define ISOGLOT_CLUSTER_H

#include "shim/ledger.h"

G_BEGIN_DECLS

typedef struct {
    gint64 page; /* url id */
    char *url, *title;
    char *lang;         /* as in the table member */
    char *indexed_lang; /* the index it stands in; "" for none; another than `lang`: untranslated */
} ClusterMember;

typedef struct {
    gint64 id;
    double authority;
    GArray *members; /* ClusterMember, by lang, then by URL; only those that are in an index */
} Cluster;

/* The cluster of a page, with its members; *cluster is NULL when the page is in none; cluster_free(). A few
 * lookups by index, some 30 us. */
gboolean cluster_find(Ledger *ledger, const char *url, Cluster **cluster,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The member that is an answer in the language with this code: it is that page of the cluster, and stands in
 * that index. NULL: the cluster has none. */
const ClusterMember *cluster_get_member(const Cluster *cluster, const char *code);

/* All clusters with pages in at least two indexes, in the order of ids: cluster id, lang, url; one row per
 * page that is an answer in its language. */
gboolean cluster_each_pair(Ledger *ledger, LedgerRowFunc func, gpointer user,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* One page of each cluster that has any in an index, in the order of ids: url. */
gboolean cluster_each_first(Ledger *ledger, LedgerRowFunc func, gpointer user, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Edges of a page: URL of the other, evidence, weight, fate; by URL, then the strongest first. */
gboolean cluster_each_edge(Ledger *ledger, gint64 page, LedgerRowFunc func, gpointer user,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What the report has to say about a page, found by whomever: code, detail. */
gboolean cluster_each_defect(Ledger *ledger, gint64 page, LedgerRowFunc func, gpointer user,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Without members. */
Cluster *cluster_new(void);
void cluster_free(Cluster *cluster);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Cluster, cluster_free)

G_END_DECLS

#endif
