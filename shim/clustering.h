/*
 * clustering.h: the ledger's part that clustering reads and writes; whoever only asks for clusters needs
 * cluster.h.
 *
 * Data on disk, beside what cluster.h describes:
 *
 *   dirty    seq, page (url id): pages whose cluster has to be looked at again. Triggers of the ledger put a page here when
 *            it is put, when its place or state changes, when the crawl finds that it redirects or fails; in the same
 *            transaction, so that nothing is lost with a process. A page that changes again gets a new number
 *   pattern  place, marker, lang, pages: what the site's URLs have been found to say languages with (indexer/pattern.h)
 *   defect   rows of origin "cluster" are clustering's own, those of origin "page" come and go with the page
 *
 * Rules as in ledger.h. Strings handed to a callback live as long as the call. A callback runs no statement.
 */
#ifndef ISOGLOT_CLUSTERING_H
#define ISOGLOT_CLUSTERING_H

#include "shim/ledger.h"

G_BEGIN_DECLS

/* What is known of a URL that has to do with translations; no string is NULL. */
typedef struct {
    gint64 id;
    const char *url;
    PageState state;
    const char *declared, *decided, *indexed_lang;
    PagePurity purity;
    const char *edition;
    const char *group, *symbols, *pattern;
    gint64 numbers;
    const char *canonical;
    gint64 duplicate_of;  /* with PAGE_DUPLICATE */
    gint64 cluster;       /* that it is in; 0: none */
    const char *lang;     /* in its cluster */
    const char *redirect; /* of the last crawl, "" for none */
    gboolean is_failing;  /* the last crawl could not get it */
} ClusterPage;

typedef void (*ClusterPageFunc)(const ClusterPage *page, gpointer user);

/* All pages that are in an index or were, and URLs that redirect. */
gboolean clustering_each_page(Ledger *ledger, ClusterPageFunc func, gpointer user,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* One of them, or any other URL; without a call for one that the ledger has never seen. */
gboolean clustering_find_page(Ledger *ledger, gint64 id, ClusterPageFunc func, gpointer user,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean clustering_find_url(Ledger *ledger, const char *url, ClusterPageFunc func, gpointer user,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A page says that another one is it in the language of `lang` (as written). `evidence`: of the table
 * alternate, or "bar" for a link that says that it leads to a language. */
typedef struct {
    gint64 page, target;
    const char *lang, *evidence;
} ClusterClaim;

typedef void (*ClusterClaimFunc)(const ClusterClaim *claim, gpointer user);

gboolean clustering_each_claim(Ledger *ledger, ClusterClaimFunc func, gpointer user,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean clustering_each_claim_of(Ledger *ledger, gint64 page, ClusterClaimFunc func, gpointer user,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Of alternates and of links at most `most`. */
gboolean clustering_each_claim_to(Ledger *ledger, gint64 page, guint most, ClusterClaimFunc func,
                                  gpointer user, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Facts that pages may have in common. */
typedef enum { PEERS_GROUP, PEERS_PATTERN, PEERS_SYMBOLS, N_PEERS } ClusterPeers;

/* A page in an index that has a fingerprint. */
typedef struct {
    gint64 page, numbers;
} ClusterFingerprint;

/* Appends all of them; some 15 ms for 100,000. */
gboolean clustering_list_fingerprints(Ledger *ledger, GArray *fingerprints, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* These append url ids (gint64) to `ids`. */

/* Pages in an index with the same fact, this one among them; at most `most`. */
gboolean clustering_list_peers(Ledger *ledger, ClusterPeers fact, const ClusterPage *page, guint most,
                               GArray *ids, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* URLs that lead to this one: they redirect to it, or are left out for it. */
gboolean clustering_list_leading(Ledger *ledger, gint64 id, const char *url, GArray *ids,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Pages that an edge leads to from this one, whatever its fate; and the members of a cluster. */
gboolean clustering_list_neighbours(Ledger *ledger, gint64 id, GArray *ids,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean clustering_list_members(Ledger *ledger, gint64 cluster, GArray *ids,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Dirty pages, those that have become so first; at most `most`. */
gboolean clustering_list_dirty(Ledger *ledger, guint most, GArray *ids,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* How many pages are dirty and the number of the last of them, and how many are in clusters. */
typedef struct {
    gint64 dirty, seq, members;
} ClusterCounts;
gboolean clustering_count(Ledger *ledger, ClusterCounts *counts, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A note that the ledger keeps under a name, "" for none; g_free(). */
gboolean clustering_get_state(Ledger *ledger, const char *name, char **value,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* ------------------------------------------------------------------ writing */

gboolean clustering_put_state(Ledger *ledger, const char *name, const char *value,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Pages that became dirty up to this number are so no more. */
gboolean clustering_clear_dirty(Ledger *ledger, gint64 seq, GError **error) G_GNUC_WARN_UNUSED_RESULT;

gboolean clustering_add_cluster(Ledger *ledger, gint64 *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Removes a cluster that has no members; 0: all such. */
gboolean clustering_sweep(Ledger *ledger, gint64 id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* `cluster` 0: the page is in none. */
gboolean clustering_put_member(Ledger *ledger, gint64 page, gint64 cluster, const char *lang,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* All edges there are, by a, then b, then the bytes of `evidence`. */
typedef struct {
    gint64 a, b;
    const char *evidence;
    double weight;
    const char *fate;
} ClusterEdgeRow;
typedef void (*ClusterEdgeFunc)(const ClusterEdgeRow *edge, gpointer user);
gboolean clustering_each_edge(Ledger *ledger, ClusterEdgeFunc func, gpointer user,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean clustering_drop_edge(Ledger *ledger, gint64 a, gint64 b, const char *evidence,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Forgets edges and clustering's defects of a page; 0: the defects of all. */
gboolean clustering_clear(Ledger *ledger, gint64 page, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean clustering_put_edge(Ledger *ledger, gint64 a, gint64 b, const char *evidence, double weight,
                             const char *fate, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean clustering_put_defect(Ledger *ledger, gint64 page, const LedgerDefect *defect,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean clustering_put_pattern(Ledger *ledger, gint64 page, const char *pattern,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Rules of URL patterns: place, marker, lang, pages. */
gboolean clustering_each_rule(Ledger *ledger, LedgerRowFunc func, gpointer user,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean clustering_clear_rules(Ledger *ledger, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean clustering_put_rule(Ledger *ledger, const char *place, const char *marker, const char *lang,
                             guint pages, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS

#endif
